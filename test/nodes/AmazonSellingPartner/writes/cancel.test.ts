import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { amazonNode, Desk, FRANCE, line, ONE, order, selected, summary, TWO } from './desk';

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock();
	forgetProcess('quota');
	forgetProcess('token');
});
afterEach(() => vi.restoreAllMocks());

type Setting = Parameters<typeof amazonNode>[3];

const FEED = 'POST /feeds/2021-06-30/feeds';
const HEAD = 'order-id\tamazon-order-item-code\tcancellation-reason-code\n';
const three = summary(3, 3);

const cancelled = () =>
	order({ fulfillment: { fulfillmentStatus: 'CANCELLED', fulfilledBy: 'MERCHANT' } });

async function cancel(desk: Desk, items: IDataObject[], setting?: Setting) {
	const output = await clock.run(amazonNode(desk, 'cancel', items, setting).run());
	return output.map(({ json }) => json);
}

async function refusal(desk: Desk, items: IDataObject[], setting?: Setting) {
	const failure = clock.run(failureOf(amazonNode(desk, 'cancel', items, setting).run()));
	return (await failure) as NodeError;
}

function desk(changes: Partial<Desk> = {}): Desk {
	return Object.assign(new Desk({ [ONE]: order(), [TWO]: order() }), changes);
}

describe('orders are cancelled', () => {
	it('by one feed for all lines, which is waited for and read', async () => {
		const shop = desk({
			feed: [
				{ processingStatus: 'IN_QUEUE' },
				{ processingStatus: 'IN_PROGRESS' },
				{ processingStatus: 'DONE', resultFeedDocumentId: 'result/1' },
			],
			report: three,
		});
		const items = [
			{ orderId: ONE },
			{ orderId: TWO, ...selected({ lineId: '12', quantity: '1' }) },
		];
		const output = await cancel(shop, items);
		expect(shop.calls.slice(2)).toEqual([
			'POST /feeds/2021-06-30/documents',
			FEED,
			'GET /feeds/2021-06-30/feeds/77',
			'GET /feeds/2021-06-30/feeds/77',
			'GET /feeds/2021-06-30/feeds/77',
			'GET /feeds/2021-06-30/documents/result%2F1',
		]);
		const type = 'text/tab-separated-values; charset=UTF-8';
		expect(shop.bodies).toEqual([
			{ contentType: type },
			{
				feedType: 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA',
				marketplaceIds: ['A1PA6795UKMFR9'],
				inputFeedDocumentId: 'input',
			},
		]);
		expect(shop.uploads).toEqual([
			{
				headers: { 'content-type': type },
				content: `${HEAD}${ONE}\t11\tNoInventory\n${ONE}\t12\tNoInventory\n${TWO}\t12\tNoInventory\n`,
			},
		]);
		expect(output[0]).toEqual({
			...{ schema: 'status/1', marketplace: 'amazon', account: null, orderId: ONE },
			...{ status: 'done', orderStatusRaw: null, warnings: [] },
		});
		expect(output[1].status).toBe('done');
	});

	it('by a feed for each marketplace', async () => {
		const shop = desk({ report: summary(2, 2) });
		shop.orders[TWO] = order({ salesChannel: { marketplaceId: FRANCE } });
		await cancel(shop, [{ orderId: ONE }, { orderId: TWO }]);
		expect(shop.bodies.flatMap(({ marketplaceIds = [] }) => marketplaceIds)).toEqual([
			'A1PA6795UKMFR9',
			FRANCE,
		]);
	});

	it('not, where they are so already, nor lines that are', async () => {
		const shop = desk();
		shop.orders[ONE] = cancelled();
		shop.orders[TWO] = order({ orderItems: [line('11', 2, 0, 0), line('12', 1)] });
		const items = [{ orderId: ONE }, { orderId: TWO, ...selected({ lineId: '11', quantity: 2 }) }];
		const output = await cancel(shop, items);
		expect(output.map(({ status, orderStatusRaw }) => [status, orderStatusRaw])).toEqual([
			['unchanged', 'CANCELLED'],
			['unchanged', 'UNSHIPPED'],
		]);
		expect(shop.calls).toHaveLength(2);
	});

	it('each once, however many items ask for it', async () => {
		const shop = desk({ report: summary(2, 2) });
		const output = await cancel(shop, [{ orderId: ONE }, { orderId: ONE }]);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(shop.uploads[0].content.split('\n')).toHaveLength(4);
	});
});

describe('nothing is sent', () => {
	it.each([
		[{ reason: '' }, "'Reason' is empty"],
		[{ reason: 'Boredom' }, "'Reason' has an unknown value: Boredom"],
		[{ orderId: 'A' }, "'Order ID' is not a valid order ID of Amazon"],
		[selected(), "'Selected Lines' is empty"],
	])('and nothing read, for %o', async (changes, message) => {
		const shop = desk();
		const error = await refusal(shop, [{ orderId: ONE, ...changes }]);
		expect(error.message).toContain(message);
		expect(shop.calls).toEqual([]);
	});

	const status = (fulfillmentStatus: string, fulfilledBy = 'MERCHANT') => ({
		fulfillment: { fulfillmentStatus, fulfilledBy },
	});
	const half = { orderItems: [line('11', 2, 2), line('12', 1)], ...status('PARTIALLY_SHIPPED') };
	it.each([
		['of FBA', status('UNSHIPPED', 'AMAZON'), {}, 'Amazon ships this order itself'],
		['that was shipped', status('SHIPPED'), {}, 'all of it was shipped'],
		['that was shipped in part', half, {}, "line '11' was shipped"],
		['with its shipped line', half, selected({ lineId: '11' }), "line '11' was shipped"],
		['without a marketplace', { salesChannel: {} }, {}, 'does not say on which marketplace'],
		[
			'whose units are not shown',
			{ orderItems: [{ orderItemId: '11', quantityOrdered: 1 }] },
			{},
			'Amazon does not show what is open',
		],
		['by a line that it has not', {}, selected({ lineId: '13' }), "has no line '13'"],
		[
			'by a part of a line',
			{},
			selected({ lineId: '11', quantity: 1 }),
			'Amazon cancels whole lines only',
		],
	])('for an order %s', async (_, changes, lines, message) => {
		const shop = desk();
		shop.orders[ONE] = order(changes);
		const error = await refusal(shop, [{ orderId: ONE, ...lines }]);
		expect(error.message).toContain(message);
		expect(shop.calls).toHaveLength(1);
	});

	it('but for the lines of a partly shipped order that are still there', async () => {
		const shop = desk({ report: summary(1, 1) });
		shop.orders[ONE] = order(half);
		const [item] = await cancel(shop, [{ orderId: ONE, ...selected({ lineId: '12' }) }]);
		expect(item.status).toBe('done');
		expect(shop.uploads[0].content).toBe(`${HEAD}${ONE}\t12\tNoInventory\n`);
	});

	it('twice with two reasons', async () => {
		const shop = desk({ report: summary(2, 2) });
		const items = [{ orderId: ONE }, { orderId: ONE, reason: 'PricingError' }];
		const output = await cancel(shop, items, { onError: 'continueRegularOutput' });
		expect(output.map(({ status }) => status)).toEqual(['done', 'failed']);
		expect(output[1].error).toContain('with different values');
	});
});

describe('before there is a feed, what fails has changed nothing', () => {
	const items = [{ orderId: ONE }, { orderId: TWO }];
	const setting = { onError: 'continueRegularOutput' } as const;

	it.each([
		['the upload has no address', 'POST /feeds/2021-06-30/documents', 500],
		['feeds are not allowed', FEED, 403],
		['the feed is refused', FEED, 400],
	])('%s', async (_, place, statusCode) => {
		const shop = desk();
		shop.mishap = (call) => (call === place ? { statusCode, body: {} } : undefined);
		const output = await cancel(shop, items, setting);
		expect(output.map(({ status }) => status)).toEqual(['failed', 'failed']);
		expect(shop.count(/^POST .*\/feeds$/)).toBe(place === FEED ? 1 : 0);
	});

	it('a file that is not taken gets two more addresses', async () => {
		const shop = desk({ uploadStatus: () => 403 });
		const error = await refusal(shop, [{ orderId: ONE }]);
		expect(error.message).toContain('The file could not be uploaded (status 403)');
		expect([shop.uploads.length, shop.count(/documents$/), shop.count(/feeds$/)]).toEqual([
			3, 3, 0,
		]);
		let nth = 0;
		const later = desk({ uploadStatus: () => (nth++ === 0 ? 500 : 200), report: summary(2, 2) });
		const [item] = await cancel(later, [{ orderId: ONE }]);
		expect([item.status, later.uploads.length]).toEqual(['done', 2]);
	});
});

describe('a feed without an answer', () => {
	it('is never made again, and its orders are looked at', async () => {
		const shop = desk();
		let isSent = false;
		shop.mishap = (call) => {
			if (call !== FEED) return undefined;
			isSent = true;
			shop.orders[ONE] = cancelled();
			return 'lostAfter';
		};
		const output = await cancel(shop, [{ orderId: ONE }, { orderId: TWO }], {
			onError: 'continueRegularOutput',
		});
		expect(isSent).toBe(true);
		expect(output.map(({ status }) => status)).toEqual(['done', 'unknown']);
		expect(output[1].message).toContain('Look at the order in Seller Central');
		expect(shop.count(/^POST .*\/feeds$/)).toBe(1);
	});

	it('is not made by Retry On Fail', async () => {
		const shop = desk();
		shop.mishap = (call) => (call === FEED ? 'lostAfter' : undefined);
		const run = { node: { name: 'Shop' } };
		const setting: Setting = { onError: 'continueRegularOutput', retryOnFail: true, run };
		await cancel(shop, [{ orderId: ONE }], setting);
		const [again] = await cancel(shop, [{ orderId: ONE }], setting);
		expect(again.status).toBe('unknown');
		expect(shop.count(/^POST .*\/feeds$/)).toBe(1);
	});
});

describe('what Amazon has taken', () => {
	const handle = { type: 'feed', id: '77' };

	it('has the ID of the feed, where it takes longer than the user waits', async () => {
		const shop = desk({ feed: [{ processingStatus: 'IN_PROGRESS' }] });
		const start = clock.now;
		const [item] = await cancel(shop, [{ orderId: ONE }], { maxWait: 30 });
		expect(item).toMatchObject({ status: 'accepted', handle, warnings: [] });
		expect(clock.now - start).toBeLessThanOrEqual(30_000);
		expect(shop.count(/feeds\/77$/)).toBeGreaterThan(3);
	});

	it.each([
		['the feed is not shown', /feeds\/77$/],
		['the report is not shown', /documents\/result$/],
	])('never counts as failed: %s', async (_, place) => {
		const shop = desk();
		shop.mishap = (call) => (place.test(call) ? { statusCode: 500, body: {} } : undefined);
		const [item] = await cancel(shop, [{ orderId: ONE }]);
		expect(item).toMatchObject({ status: 'accepted', handle });
		expect(item.warnings).toEqual([
			expect.stringMatching(/result could not be read: .* GET \/feeds\/2021-06-30\/feeds\/77$/),
		]);
	});

	it.each([
		['no report', {}, ''],
		['a sentence', { resultFeedDocumentId: 'result' }, 'An internal error'],
	])('is not called done without a report: %s', async (_, more, report) => {
		const shop = desk({ feed: [{ processingStatus: 'DONE', ...more }], report });
		const [item] = await cancel(shop, [{ orderId: ONE }]);
		expect(item).toMatchObject({ status: 'accepted', handle });
		expect(item.warnings).toEqual([expect.stringContaining('gave no report that can be read')]);
	});

	it('and called off has failed', async () => {
		const shop = desk({ feed: [{ processingStatus: 'CANCELLED' }] });
		const error = await refusal(shop, [{ orderId: ONE }]);
		expect(error.message).toContain('called off before Amazon began');
	});

	it.each([
		[false, 'unknown'],
		[true, 'done'],
	])('and broken off may be done: %s', async (isDone, status) => {
		const shop = desk({
			feed: [{ processingStatus: 'FATAL', resultFeedDocumentId: 'result' }],
			report: '<p>The file\nis damaged</p>',
		});
		shop.mishap = (call) => {
			if (isDone && call === FEED) shop.orders[ONE] = cancelled();
			return undefined;
		};
		const [item] = await cancel(shop, [{ orderId: ONE }], { onError: 'continueRegularOutput' });
		expect(item.status).toBe(status);
		if (!isDone) expect(item.error).toContain('feed 77, and says: The file is damaged. It may');
	});

	it('is refused line by line, in the place of its item', async () => {
		const shop = desk({
			report: summary(4, 2, `2\t${ONE}\t9001\tFehler\tZu spät`, `4\t${TWO}\t9001\tError\tToo late`),
		});
		const output = await cancel(shop, [{ orderId: ONE }, { orderId: TWO }], {
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ status, code }) => [status, code])).toEqual([
			['failed', '9001'],
			['failed', '9001'],
		]);
		expect(output[0].error).toContain(
			`1 of 2 lines was cancelled: Amazon did not cancel line '12' of order '${ONE}'`,
		);
		expect(output[1].message).toContain('Amazon says: Too late');
	});
});

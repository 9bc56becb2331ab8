import type { IDataObject } from 'n8n-workflow';
import { afterEach, describe, expect, it } from 'vitest';

import { fastClock } from '../kit/fast-clock';
import { Recorder } from '../kit/recorder';
import { Stage, type MarketplaceName } from './stage';

const ODD = 'Zażółć+gęś/jaźń, a&b=c;d?e#f %41 "q" 한국 店長 😀';

/** Filters, and the query that they become: names and values, decoded. */
interface Row {
	name: MarketplaceName;
	filters: IDataObject;
	query: Record<string, string>;
	more?: IDataObject;
	answer?: string;
}

const ROWS: Row[] = [
	{
		name: 'allegro',
		filters: { buyerLogin: ODD, createdAfter: '2026-01-02T03:04:05+09:00', status: 'BOUGHT' },
		query: {
			'buyer.login': ODD,
			'lineItems.boughtAt.gte': '2026-01-01T18:04:05Z',
			status: 'BOUGHT',
		},
		answer: '{"checkoutForms":[],"count":0,"totalCount":0}',
	},
	{
		name: 'amazon',
		filters: { updatedAfter: '2026-01-02T03:04:05+09:00', status: ['SHIPPED', 'UNSHIPPED'] },
		query: { lastUpdatedAfter: '2026-01-01T18:04:05Z', fulfillmentStatuses: 'SHIPPED,UNSHIPPED' },
		answer: '{"orders":[]}',
	},
	{
		name: 'amazon',
		filters: { buyerEmail: `${ODD}@x.example` },
		query: { BuyerEmail: `${ODD}@x.example`, MarketplaceIds: 'A1PA6795UKMFR9' },
		more: { apiVersion: 'v0', marketplaceIds: ['A1PA6795UKMFR9'] },
		answer: '{"payload":{"Orders":[]}}',
	},
	{
		name: 'assistTencho',
		filters: { serialOrderId: ODD },
		more: { parameters: { parameter: [{ name: '店舗 名+/', value: ODD }] } },
		query: { serial_order_id: ODD, '店舗 名+/': ODD },
		answer: '[]',
	},
	{
		name: 'bigCommerce',
		filters: {
			email: `${ODD}@x.example`,
			minTotal: '12.50',
			updatedBefore: '2026-01-02T03:04:05Z',
		},
		query: {
			email: `${ODD}@x.example`,
			min_total: '12.50',
			max_date_modified: '2026-01-02T03:04:05Z',
		},
		answer: '[]',
	},
	{
		name: 'kaufland',
		filters: { sku: ODD, createdAfter: '2026-01-02T03:04:05+09:00', storefront: 'cz' },
		query: {
			id_offer: ODD,
			// A second earlier: whether it includes its own is not confirmed.
			ts_created_from_iso: '2026-01-01T18:04:04Z',
			storefront: 'cz',
			sort: 'ts_created:desc',
		},
		answer: '{"data":[],"pagination":{"offset":0,"limit":100,"total":0}}',
	},
	{
		name: 'naver',
		filters: { updatedAfter: '2026-01-01T18:04:05Z', updatedBefore: '2026-01-02T00:00:00Z' },
		query: {
			lastChangedFrom: '2026-01-02T03:04:05.000+09:00',
			lastChangedTo: '2026-01-02T09:00:00.000+09:00',
		},
		answer: '{"timestamp":"","traceId":"","data":{"lastChangeStatuses":[]}}',
	},
];

describe('filters arrive as they were entered', () => {
	it.each(ROWS)('in $name: $filters', async ({ name, filters, query, more, answer }) => {
		fastClock(100);
		const [stage, server] = await Promise.all([Stage.open(name, { orders: 5 }), Recorder.start()]);
		stage.reset();
		server.answer = () => ({ body: answer });
		const url = name === 'assistTencho' ? 'baseUrl' : 'apiBaseUrl';
		const parameters = stage.everyOrder({ filters, ...more });
		const node = stage.node({ credential: { [url]: server.url }, parameters });
		expect(await node.run()).toEqual([]);
		const [{ url: asked }] = server.calls;
		// Not by URLSearchParams, which reads + as a blank.
		const pairs = asked
			.split('?')[1]
			.split('&')
			.map((pair) => pair.split('=').map(decodeURIComponent));
		expect(Object.fromEntries(pairs)).toMatchObject(query);
		await Promise.all([stage.server.close(), server.close()]);
	});
});

describe('the generic request reads a list to its end', () => {
	let stage: Stage;
	const open = async (name: MarketplaceName) => {
		fastClock(100);
		stage = await Stage.open(name, { orders: 330 });
		stage.reset();
	};
	afterEach(async () => await stage.server.close());

	async function readAll(path: string, query: IDataObject) {
		const paging = { query: JSON.stringify(query), paginate: true, returnAll: true };
		const output = await stage.node({ parameters: stage.request('GET', path, paging) }).run();
		return output.map(({ json }) => json);
	}

	it.each([
		['allegro', '/order/checkout-forms', { limit: 100 }, 'id'],
		['amazon', '/orders/2026-01-01/orders', { maxResultsPerPage: 50 }, 'orderId'],
		['bigCommerce', '/v2/orders', { limit: 50, sort: 'id:asc' }, 'id'],
		[
			...['kaufland', '/orders'],
			{ limit: 50, fulfillment_type: ['fulfilled_by_merchant', 'fulfilled_by_kaufland'] },
			'id_order',
		],
	] as const)('of %s', async (name, path, query, field) => {
		await open(name);
		const since = name === 'amazon' ? { createdAfter: daysAgo(60).replace(/\.\d+/, '') } : {};
		const found = (await readAll(path, { ...query, ...since })).map((item) => String(item[field]));
		expect((await stage.stats()).requests).toBeGreaterThan(3);
		expect(found.toSorted()).toEqual(stage.heldIds().toSorted());
	});

	it.each([
		['/v1/pay-order/seller/product-orders', 'pageSize', 'from', 'to'],
		[
			'/v1/pay-order/seller/product-orders/last-changed-statuses',
			'limitCount',
			'lastChangedFrom',
			'lastChangedTo',
		],
	])('of naver: %s', async (path, size, from, to) => {
		await open('naver');
		const kind = size === 'pageSize' ? { rangeType: 'ORDERED_DATETIME' } : {};
		// One look at the clock: a window of a day and a millisecond is refused.
		const now = Date.now();
		const window = { [from]: kst(now, 3), [to]: kst(now, 2), ...kind };
		const ids = async (count: number) =>
			(await readAll(path, { ...window, [size]: count })).map((item) => item.productOrderId);
		const small = await ids(3);
		expect((await stage.stats()).requests).toBeGreaterThan(3);
		expect(new Set(small).size).toBe(small.length);
		expect(small).toEqual(await ids(300));
	});
});

function daysAgo(days: number): string {
	return new Date(Date.now() - days * 86_400_000).toISOString();
}

function kst(now: number, days: number): string {
	const shifted = new Date(now - days * 86_400_000 + 9 * 3_600_000);
	return shifted.toISOString().replace('Z', '+09:00');
}

import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { packageNumberOf } from '../../../../nodes/AmazonSellingPartner/writes/ship';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { amazonNode, Desk, FRANCE, GERMANY, line, ONE, order, selected, TWO } from './desk';

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock(Date.parse('2026-11-29T10:15:00Z'));
	forgetProcess('quota');
	forgetProcess('token');
});
afterEach(() => vi.restoreAllMocks());

type Setting = Parameters<typeof amazonNode>[3];

const CONFIRM = /^POST .*\/shipmentConfirmation$/;
const READ = /^GET \/orders\//;
const SITES = /^GET \/sellers\//;

const parcel = (orderId: string, trackingNumber: string, more: IDataObject = {}): IDataObject => ({
	orderId,
	trackingNumber,
	...more,
});
const one = selected({ lineId: '11', quantity: '1' });

async function ship(desk: Desk, items: IDataObject[], setting?: Setting) {
	const output = await clock.run(amazonNode(desk, 'ship', items, setting).run());
	return output.map(({ json }) => json);
}

async function refusal(desk: Desk, items: IDataObject[], setting?: Setting) {
	const failure = clock.run(failureOf(amazonNode(desk, 'ship', items, setting).run()));
	return (await failure) as NodeError;
}

describe('a parcel', () => {
	it('that Amazon has without a line is not told as so already', async () => {
		const desk = new Desk({ [ONE]: order() });
		await ship(desk, [parcel(ONE, 'T1', selected({ lineId: '11' }))]);
		const error = await refusal(desk, [parcel(ONE, 'T1', selected({ lineId: '12' }))]);
		expect(error.message).toBe(
			`The parcel 'T1' of order '${ONE}' was confirmed before, without all of line '12'`,
		);
		expect(error.description).toContain(packageNumberOf(ONE, 'T1'));
		const [same] = await ship(desk, [parcel(ONE, 'T1', selected({ lineId: '11' }))]);
		expect(same.status).toBe('unchanged');
	});

	it('is confirmed with all that is open, and told as Amazon has it', async () => {
		const desk = new Desk({ [ONE]: order() });
		const [item] = await ship(desk, [parcel(ONE, '0034 0434-16')]);
		const number = packageNumberOf(ONE, '0034 0434-16');
		expect(desk.calls).toEqual([
			`GET /orders/2026-01-01/orders/${ONE}`,
			`POST /orders/v0/orders/${ONE}/shipmentConfirmation`,
		]);
		expect(desk.queries[0]).toBe('includedData=FULFILLMENT%2CPACKAGES%2CCANCELLATION');
		expect(desk.bodies).toEqual([
			{
				marketplaceId: GERMANY,
				packageDetail: {
					packageReferenceId: number,
					carrierCode: 'DHL',
					trackingNumber: '0034 0434-16',
					shipDate: '2026-11-29T10:15:00.000Z',
					orderItems: [
						{ orderItemId: '11', quantity: 2 },
						{ orderItemId: '12', quantity: 1 },
					],
				},
			},
		]);
		expect(item).toEqual({
			...{ schema: 'shipment/1', marketplace: 'amazon', account: null, orderId: ONE },
			status: 'done',
			shipment: {
				...{ id: number, carrier: 'DHL', trackingNumber: '0034 0434-16', trackingUrl: null },
				shippedAt: '2026-11-29T10:15:00.000Z',
				lines: [
					{ lineId: '11', quantity: 2 },
					{ lineId: '12', quantity: 1 },
				],
			},
			...{ remaining: [], handle: null, warnings: [] },
		});
	});

	it('takes what the options say', async () => {
		const desk = new Desk({});
		const options = {
			packageNumber: '1',
			shippedAt: '2026-11-28T09:00:00',
			shippingMethod: 'Standard',
		};
		const carrier = { carrier: { mode: 'code', value: 'Other' }, carrierName: 'My Courier' };
		const wish = parcel(ONE, 'T1', { ...one, ...carrier, marketplaceId: FRANCE, options });
		const [item] = await ship(desk, [wish]);
		expect(desk.calls).toHaveLength(1);
		expect(desk.bodies[0]).toEqual({
			marketplaceId: FRANCE,
			packageDetail: {
				...{ packageReferenceId: '1', carrierCode: 'Other', carrierName: 'My Courier' },
				...{ shippingMethod: 'Standard', trackingNumber: 'T1' },
				shipDate: '2026-11-28T08:00:00.000Z',
				orderItems: [{ orderItemId: '11', quantity: 1 }],
			},
		});
		expect(item).toMatchObject({ remaining: null, shipment: { carrier: 'My Courier' } });
	});

	it.each([null, '', ' ', undefined])('left at %j leaves now', async (shippedAt) => {
		const desk = new Desk({ [ONE]: order() });
		const [item] = await ship(desk, [parcel(ONE, 'T1', { options: { shippedAt } })]);
		expect(item.shipment).toMatchObject({ shippedAt: '2026-11-29T10:15:00.000Z' });
	});

	it('keeps its number, however the tracking number is written, and it has nine digits', () => {
		const numbers = Array.from({ length: 500 }, (_, nth) => packageNumberOf(ONE, `T${nth}`));
		for (const number of numbers) expect(number).toMatch(/^[1-9]\d{8}$/);
		expect(new Set(numbers).size).toBe(500);
		expect(packageNumberOf(ONE, 'ab-1 2')).toBe(packageNumberOf(ONE, 'AB12'));
		expect(packageNumberOf(TWO, 'AB12')).not.toBe(packageNumberOf(ONE, 'AB12'));
	});

	it('shares the open units with the others of its order', async () => {
		const desk = new Desk({ [ONE]: order() });
		const items = await ship(desk, [parcel(ONE, 'T1', one), parcel(ONE, 'T2')]);
		expect(desk.count(READ)).toBe(1);
		expect(desk.bodies[1]).toMatchObject({
			packageDetail: {
				orderItems: [
					{ orderItemId: '11', quantity: 1 },
					{ orderItemId: '12', quantity: 1 },
				],
			},
		});
		expect(items.map(({ remaining }) => remaining)).toEqual([[], []]);
	});

	it('that Amazon has is left as it is', async () => {
		const desk = new Desk({ [ONE]: order() });
		const [first] = await ship(desk, [parcel(ONE, 'T-1')]);
		const [again] = await ship(desk, [parcel(ONE, 't1')]);
		expect(desk.count(CONFIRM)).toBe(1);
		expect(again).toMatchObject({ status: 'unchanged' });
		expect(again.shipment).toEqual({ ...(first.shipment as object), trackingNumber: 't1' });
	});
});

describe('a parcel that is changed', () => {
	const shipped = () =>
		order({
			orderItems: [line('11', 2, 2), line('12', 1)],
			packages: [
				{
					...{ packageReferenceId: '1', carrier: 'DHL', trackingNumber: 'T1' },
					packageItems: [{ orderItemId: '11', quantity: 2 }],
				},
			],
		});
	const options = { packageNumber: '1' };

	it('keeps its lines', async () => {
		const desk = new Desk({ [ONE]: shipped() });
		const [item] = await ship(desk, [parcel(ONE, 'T2', { options })]);
		expect(desk.bodies[0]).toMatchObject({
			packageDetail: {
				...{ packageReferenceId: '1', trackingNumber: 'T2' },
				orderItems: [{ orderItemId: '11', quantity: 2 }],
			},
		});
		expect(item).toMatchObject({ status: 'done', remaining: [{ lineId: '12', quantity: 1 }] });
	});

	it('may get other lines, of what is open and of its own', async () => {
		const desk = new Desk({ [ONE]: shipped() });
		const lines = selected({ lineId: '11', quantity: '1' }, { lineId: '12' });
		const [item] = await ship(desk, [parcel(ONE, 'T2', { ...lines, options })]);
		expect(item.shipment).toMatchObject({
			lines: [
				{ lineId: '11', quantity: 1 },
				{ lineId: '12', quantity: 1 },
			],
		});
		expect(item.remaining).toEqual([{ lineId: '11', quantity: 1 }]);
	});

	it('may get another carrier', async () => {
		const desk = new Desk({ [ONE]: shipped() });
		const same = await ship(desk, [parcel(ONE, 'T1', { options })]);
		const other = await ship(desk, [parcel(ONE, 'T1', { options, carrier: 'GLS' })]);
		expect([...same, ...other].map(({ status }) => status)).toEqual(['unchanged', 'done']);
		expect(desk.count(CONFIRM)).toBe(1);
	});
});

describe('the marketplace', () => {
	const items = [parcel(ONE, 'T1', one), parcel(TWO, 'T2', one)];

	it('is asked for once, where the seller has only one', async () => {
		const desk = new Desk({});
		desk.sites = [FRANCE, 'A3NOTAMAZON'];
		await ship(desk, items);
		expect([desk.count(SITES), desk.count(READ), desk.count(CONFIRM)]).toEqual([1, 0, 2]);
		expect(desk.bodies.map(({ marketplaceId }) => marketplaceId)).toEqual([FRANCE, FRANCE]);
	});

	it('is read with the order, where there is only one', async () => {
		const desk = new Desk({ [ONE]: order() });
		await ship(desk, [items[0], parcel(ONE, 'T3', one)]);
		expect([desk.count(SITES), desk.count(READ), desk.count(CONFIRM)]).toEqual([0, 1, 2]);
	});

	it.each([
		['sells on several', undefined],
		['has no role for the list', { statusCode: 403, body: {} }],
		['asks too often', { statusCode: 429, body: {} }],
	])('is read with the order, where the seller %s', async (_, said) => {
		const desk = new Desk({ [ONE]: order(), [TWO]: order() });
		desk.mishap = (call) => (SITES.test(call) ? said : undefined);
		await ship(desk, items, { maxWait: 1 });
		expect([desk.count(READ), desk.count(CONFIRM)]).toEqual([2, 2]);
		expect(desk.bodies[0]).toMatchObject({ marketplaceId: GERMANY });
	});

	it('must be that of the order', async () => {
		const desk = new Desk({ [ONE]: order() });
		const error = await refusal(desk, [parcel(ONE, 'T1', { marketplaceId: FRANCE })]);
		expect(error.message).toBe(`Order '${ONE}' was placed on amazon.de, not on amazon.fr`);
		expect(desk.count(CONFIRM)).toBe(0);
	});

	it('must be known', async () => {
		const desk = new Desk({ [ONE]: order({ salesChannel: { channelName: 'NON_AMAZON' } }) });
		expect((await refusal(desk, [parcel(ONE, 'T1')])).message).toContain('does not say on which');
	});
});

describe('nothing is sent for', () => {
	it.each([
		[{ trackingNumber: '' }, "'Tracking Number' is empty"],
		[{ orderId: '12' }, "'Order ID' is not a valid order ID of Amazon"],
		[{ carrier: '' }, "'Carrier' is empty"],
		[{ carrier: 'Other' }, "'Carrier Name' is empty"],
		[{ marketplaceId: 'ATVPDKIKX0DER' }, "'Marketplace' contains United States"],
		[{ marketplaceId: `${GERMANY},${FRANCE}` }, "'Marketplace' contains more than one ID"],
		[{ options: { packageNumber: 'A1' } }, "'Package Number' is not a number above zero"],
		[{ options: { packageNumber: '0' } }, "'Package Number' is not a number above zero"],
		[{ options: { shippedAt: 'soon' } }, "'Shipped At' is not a valid date: soon"],
	])('%o', async (changes, message) => {
		const desk = new Desk({ [ONE]: order() });
		const error = await refusal(desk, [parcel(ONE, 'T1', changes)]);
		expect(error.message).toContain(message);
		expect(desk.calls).toEqual([]);
	});

	const fulfillment = (fulfillmentStatus: string, fulfilledBy = 'MERCHANT') => ({
		fulfillment: { fulfillmentStatus, fulfilledBy },
	});
	it.each([
		['of FBA', fulfillment('UNSHIPPED', 'AMAZON'), 'Amazon ships this order itself (FBA)'],
		['of Ship+', { programs: ['FBM_SHIP_PLUS'] }, 'which Amazon confirms itself'],
		['that is pending', fulfillment('PENDING'), 'is still pending'],
		['that is shipped', fulfillment('SHIPPED'), 'Nothing is left to be sent'],
		['that is cancelled', fulfillment('CANCELLED'), 'Nothing is left to be sent'],
		[
			'whose units are not shown',
			{ orderItems: [{ orderItemId: '11', quantityOrdered: 2 }] },
			'Amazon does not show what is open',
		],
	])('an order %s', async (_, changes, message) => {
		const desk = new Desk({ [ONE]: order(changes) });
		const error = await refusal(desk, [parcel(ONE, 'T1')]);
		expect(error.message).toContain(message);
		expect(desk.count(CONFIRM)).toBe(0);
	});

	it('one package number with two tracking numbers', async () => {
		const desk = new Desk({ [ONE]: order() });
		const options = { packageNumber: '1' };
		const output = await ship(
			desk,
			[parcel(ONE, 'T1', { ...one, options }), parcel(ONE, 'T2', { ...one, options })],
			{ onError: 'continueRegularOutput' },
		);
		expect(output.map(({ status }) => status)).toEqual(['done', 'failed']);
		expect(output[1].error).toContain("has two tracking numbers in this run: 'T1' and 'T2'");
	});

	it('one parcel with two package numbers', async () => {
		const desk = new Desk({ [ONE]: order() });
		const items = ['1', '2'].map((packageNumber) =>
			parcel(ONE, 'T1', { options: { packageNumber } }),
		);
		const output = await ship(desk, items, { onError: 'continueRegularOutput' });
		expect(output[1].error).toContain(
			"Items 0 and 1 contradict each other: the tracking number 'T1' has two values for 'Package Number'",
		);
	});
});

describe('a lost answer', () => {
	const lostTimes = (desk: Desk, mishap: 'lostBefore' | 'lostAfter', times: number) => {
		let nth = 0;
		desk.mishap = (call) => (CONFIRM.test(call) && nth++ < times ? mishap : undefined);
	};

	it('is asked for again with the same package number', async () => {
		const desk = new Desk({ [ONE]: order() });
		lostTimes(desk, 'lostAfter', 1);
		const [item] = await ship(desk, [parcel(ONE, 'T1')]);
		const numbers = desk.bodies.map(
			({ packageDetail }) => (packageDetail as IDataObject).packageReferenceId,
		);
		expect(item.status).toBe('done');
		expect(numbers).toEqual([packageNumberOf(ONE, 'T1'), packageNumberOf(ONE, 'T1')]);
	});

	it('that never comes is looked for in the order, also where none was read before', async () => {
		const desk = new Desk({ [ONE]: order() });
		lostTimes(desk, 'lostAfter', Infinity);
		const [item] = await ship(desk, [parcel(ONE, 'T1', { ...one, marketplaceId: GERMANY })]);
		expect(desk.count(READ)).toBe(1);
		expect(item).toMatchObject({
			status: 'done',
			shipment: { id: packageNumberOf(ONE, 'T1'), lines: [{ lineId: '11', quantity: 1 }] },
		});
	});

	it('of one parcel does not change what remains after the others', async () => {
		const desk = new Desk({ [ONE]: order() });
		let nth = 0;
		desk.mishap = (call) => (CONFIRM.test(call) && nth++ > 0 ? 'lostAfter' : undefined);
		const confirmed = desk.orders[ONE];
		const items = [parcel(ONE, 'T1', one), parcel(ONE, 'T2', one)];
		const read = desk.answer.bind(desk);
		desk.answer = (options) => {
			// Amazon counts what was confirmed.
			const count = (confirmed.packages as unknown[]).length > 0 ? 2 : 0;
			confirmed.orderItems = [line('11', 2, count), line('12', 1)];
			return read(options);
		};
		const output = await ship(desk, items);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(output[0].remaining).toEqual([{ lineId: '12', quantity: 1 }]);
	});

	it('that was not carried out is asked for once more after a look', async () => {
		const { packages: _none, ...empty } = order();
		const desk = new Desk({ [ONE]: empty });
		lostTimes(desk, 'lostBefore', 4);
		const [item] = await ship(desk, [parcel(ONE, 'T1')]);
		expect([item.status, desk.count(READ), desk.count(CONFIRM)]).toEqual(['done', 2, 5]);
	});

	it('stays unknown where Amazon does not show the parcels', async () => {
		const { packages: _none, ...blind } = order({ orderItems: [line('11', 2, 1), line('12', 1)] });
		const desk = new Desk({ [ONE]: blind });
		lostTimes(desk, 'lostAfter', Infinity);
		const [item] = await ship(desk, [parcel(ONE, 'T1')], { onError: 'continueRegularOutput' });
		expect(item).toMatchObject({ status: 'unknown', orderId: ONE, trackingNumber: 'T1' });
		expect(item.message).toContain('run the node again');
	});
});

describe("Amazon's refusals", () => {
	const saying = async (statusCode: number, message: string) => {
		const desk = new Desk({ [ONE]: order() });
		const body = { errors: [{ code: 'InvalidInput', message, details: '' }] };
		desk.mishap = (call) => (CONFIRM.test(call) ? { statusCode, body } : undefined);
		return await refusal(desk, [parcel(ONE, 'T1')]);
	};

	it.each([
		[
			400,
			'errorMetric=PackageToUpdateNotFound',
			'were confirmed as shipped before',
			'Package Number',
		],
		[400, 'bad packageDetail.packageReferenceId', 'did not accept the package number', 'digits'],
		[400, 'FBM Ship+ order', 'Amazon confirms this order itself', 'Nothing has to be done'],
		[400, 'Invalid carrierCode', 'Amazon rejected the request', 'exactly as Seller Central'],
		[400, 'ErrorCode: NonexistentOrderItem', 'has no such line', "'lines[].id'"],
		[400, 'Invalid Input', 'Amazon rejected the request', 'Check carrier'],
		[403, 'Unauthorized', 'did not let the app confirm shipments', 'authorize the app again'],
		[404, 'none', `Order '${ONE}' was not found`, 'Check the ID'],
	])('%i %s', async (status, message, shown, advice) => {
		const error = await saying(status, message);
		expect(error.message).toContain(shown);
		expect(error.description).toContain(advice);
		expect(`${error.message} ${error.description}`).toContain(message);
		expect(error.description).toContain('Code: InvalidInput');
	});
});

it('confirms sixty parcels in sixty calls, as fast as the quota allows', async () => {
	const ids = Array.from({ length: 60 }, (_, nth) => `902-3159896-${1000000 + nth}`);
	const desk = new Desk({});
	const wish = { ...one, marketplaceId: GERMANY };
	const start = clock.now;
	await ship(
		desk,
		ids.map((id) => parcel(id, `T${id}`, wish)),
	);
	expect(desk.calls).toHaveLength(60);
	expect((clock.now - start) / 1000).toBeGreaterThan(24);
	expect((clock.now - start) / 1000).toBeLessThan(27);
});

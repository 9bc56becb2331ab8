import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { line, type Mishap, type Order, runOn, type Setting, Store } from './store';

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock();
	forgetProcess('quota');
});
afterEach(() => vi.restoreAllMocks());

const open = (...lines: IDataObject[]): Order => ({
	...{ status_id: 11, status: 'Awaiting Fulfillment' },
	lines,
});

const parcel = (trackingNumber: string, more: IDataObject = {}): IDataObject => ({
	orderId: '118',
	carrier: { mode: 'list', value: 'ups' },
	trackingNumber,
	...more,
});

const selected = (...lines: IDataObject[]): IDataObject => ({
	shipLines: 'selected',
	lines: { line: lines },
});

async function ship(store: Store, items: IDataObject[], setting?: Setting) {
	const output = await clock.run(runOn(store, 'ship', items, setting));
	return output.map(({ json }) => json);
}

async function refusal(store: Store, item: IDataObject): Promise<NodeError> {
	return (await clock.run(failureOf(runOn(store, 'ship', [item])))) as NodeError;
}

/** What happens to the calls that make shipments, by their number. */
const happening = (...mishaps: Mishap[]) => {
	let nth = 0;
	return (call: string): Mishap => (call.startsWith('POST') ? mishaps[nth++] : undefined);
};

const posts = (store: Store) => store.lines.filter((call) => call.startsWith('POST'));

describe('a parcel', () => {
	it('is what is open, in three calls, and no status is set with it', async () => {
		const store = new Store({
			118: open(
				line(194, { quantity: 3, quantity_shipped: 1, quantity_refunded: 1 }),
				line(195, { quantity: 2 }),
				line(196, { quantity_shipped: 1 }),
			),
		});
		const [json] = await ship(store, [parcel(' 1Z999AA10123456784 ')]);
		expect(store.lines).toEqual([
			'GET /v2/orders/118/products',
			'GET /v2/orders/118/shipments',
			'POST /v2/orders/118/shipments',
		]);
		expect(store.bodies).toEqual([
			{
				order_address_id: 131,
				tracking_number: '1Z999AA10123456784',
				shipping_provider: 'ups',
				items: [
					{ order_product_id: 194, quantity: 1 },
					{ order_product_id: 195, quantity: 2 },
				],
			},
		]);
		expect(json).toEqual({
			schema: 'shipment/1',
			marketplace: 'bigcommerce',
			account: 'abc123',
			orderId: '118',
			status: 'done',
			shipment: {
				id: '7',
				carrier: 'ups',
				trackingNumber: '1Z999AA10123456784',
				trackingUrl: 'https://track.example/1',
				shippedAt: '2019-03-11T17:22:08+00:00',
				lines: [
					{ lineId: '194', quantity: 1 },
					{ lineId: '195', quantity: 2 },
				],
			},
			remaining: [],
			handle: null,
			warnings: [],
		});
	});

	it('may be some lines, and says what remains after all parcels of the run', async () => {
		const store = new Store({ 118: open(line(194, { quantity: 3 }), line(195)) });
		const output = await ship(store, [
			parcel('T1', selected({ lineId: '194', quantity: '1' })),
			parcel('T2', selected({ lineId: 195 })),
		]);
		expect(output.map(({ remaining }) => remaining)).toEqual([
			[{ lineId: '194', quantity: 2 }],
			[{ lineId: '194', quantity: 2 }],
		]);
		expect(store.bodies).toMatchObject([
			{ tracking_number: 'T1', items: [{ order_product_id: 194, quantity: 1 }] },
			{ tracking_number: 'T2', items: [{ order_product_id: 195, quantity: 1 }] },
		]);
	});

	it('carries what the options say, and leaves out what they do not', async () => {
		const store = new Store({ 118: open(line(194)) });
		const options = {
			trackingLink: 'https://t.example/9',
			shippingMethod: 'Express',
			comments: 'x',
		};
		const [json] = await ship(store, [{ orderId: 118, options }]);
		expect(store.bodies).toEqual([
			{
				order_address_id: 131,
				tracking_link: 'https://t.example/9',
				shipping_method: 'Express',
				comments: 'x',
				items: [{ order_product_id: 194, quantity: 1 }],
			},
		]);
		expect(json).toMatchObject({
			shipment: { carrier: null, trackingNumber: null, trackingUrl: 'https://t.example/9' },
		});
	});

	it('finds lines behind the first page', async () => {
		const lines = Array.from({ length: 51 }, (_, at) => line(at + 1, { quantity_shipped: 1 }));
		const store = new Store({ 118: open(...lines, line(60)) });
		await ship(store, [parcel('T1')]);
		expect(store.bodies).toMatchObject([{ items: [{ order_product_id: 60 }] }]);
	});

	it('is one, however the order ID is written', async () => {
		const store = new Store({ 118: open(line(194)) });
		const output = await ship(store, [
			parcel('T1', { orderId: 118 }),
			parcel('T1', { orderId: '0118' }),
		]);
		expect(output.map(({ orderId }) => orderId)).toEqual(['118', '118']);
		expect(posts(store)).toHaveLength(1);
	});
});

describe('an order with several addresses', () => {
	const two = () => open(line(194), line(195, { order_address_id: 132 }), line(196));

	it('gets a shipment for each', async () => {
		const store = new Store({ 118: two() });
		const [json] = await ship(store, [parcel('T1')]);
		expect(store.bodies).toMatchObject([
			{ order_address_id: 131, items: [{ order_product_id: 194 }, { order_product_id: 196 }] },
			{ order_address_id: 132, items: [{ order_product_id: 195 }] },
		]);
		expect(json).toMatchObject({
			status: 'done',
			shipment: {
				id: '7, 8',
				lines: [{ lineId: '194' }, { lineId: '196' }, { lineId: '195' }],
			},
			warnings: [
				'The parcel is 2 shipments, as BigCommerce has one per delivery address: 7 (address 131), 8 (address 132)',
			],
		});
	});

	it('is half done where one is refused, and a second run sends the other only', async () => {
		const store = new Store({ 118: two() });
		store.mishap = happening(undefined, 400);
		const { message, description } = await refusal(store, parcel('T1'));
		expect(message).toMatch(/^1 of 2 parts \(one per address\) was shipped: BigCommerce rejected/);
		expect(description).toMatch(/^Compare the lines and quantities/);
		store.mishap = () => undefined;
		const [json] = await ship(store, [parcel('T1')]);
		expect(json).toMatchObject({ status: 'done', shipment: { id: '7, 8' }, remaining: [] });
		expect(store.shipments('118')).toHaveLength(2);
	});
});

describe('what is not shipped', () => {
	const mixed = () =>
		open(
			line(194),
			line(195, { type: 'digital', order_address_id: 0 }),
			line(196, { type: 'giftcertificate', order_address_id: 0, quantity_shipped: 1 }),
			line(197, { order_pickup_method_id: 1, order_address_id: 0 }),
		);

	it('is left out with a warning', async () => {
		const store = new Store({ 118: mixed() });
		const [json] = await ship(store, [parcel('T1')]);
		expect(json).toMatchObject({
			shipment: { lines: [{ lineId: '194', quantity: 1 }] },
			remaining: [],
			warnings: [
				'Lines that are not shipped were left out: 195 (a download), 197 (collected by the buyer)',
			],
		});
	});

	it.each([
		['195', 'a download'],
		['196', 'a gift certificate'],
		['197', 'collected by the buyer'],
	])('is refused where it is named: %s', async (lineId, reason) => {
		const store = new Store({ 118: mixed() });
		const { message } = await refusal(store, parcel('T1', selected({ lineId })));
		expect(message).toBe(`Line '${lineId}' of order '118' is not shipped: it is ${reason}`);
		expect(posts(store)).toEqual([]);
	});

	it.each([
		[[line(195, { type: 'digital' })], 'Its lines are: a download'],
		[[line(195, { order_address_id: 0 })], 'Its lines are: without a delivery address'],
		[[], 'It has no lines'],
	])('may be the whole order', async (lines, reason) => {
		const store = new Store({ 118: open(...lines) });
		const { message, description } = await refusal(store, parcel('T1'));
		expect(message).toBe("Order '118' has nothing to be shipped");
		expect(description).toContain(reason);
	});
});

describe('a second run', () => {
	it.each<[string, IDataObject]>([
		['everything', parcel('T-1')],
		['everything, whoever brings it', parcel('t 1', { carrier: '' })],
		['its line', parcel('T1', selected({ lineId: '194' }))],
		['its line and units', parcel('T1', selected({ lineId: '194', quantity: '2' }))],
		['everything without a number', { orderId: '118' }],
		['its line without a number', { orderId: '118', ...selected({ lineId: '194' }) }],
	])('leaves the parcel as it is: %s', async (_, item) => {
		const store = new Store({ 118: open(line(194, { quantity: 2 })) });
		await ship(store, [parcel('T1')]);
		const [json] = await ship(store, [item]);
		expect(json).toMatchObject({ status: 'unchanged', remaining: [], warnings: [] });
		expect(store.shipments('118')).toHaveLength(1);
	});

	it('shows the parcel that is there', async () => {
		const store = new Store({ 118: open(line(194)) });
		const [first] = await ship(store, [parcel('T1')]);
		const [second] = await ship(store, [parcel('T1')]);
		expect(second).toEqual({ ...first, status: 'unchanged' });
	});

	it('adds only the lines that the parcel lacks', async () => {
		const store = new Store({ 118: open(line(194, { quantity: 2 }), line(195)) });
		await ship(store, [parcel('T1', selected({ lineId: '194', quantity: 1 }))]);
		const both = selected({ lineId: '194', quantity: 2 }, { lineId: '195' });
		const [json] = await ship(store, [parcel('T1', both)]);
		expect(store.bodies[1]).toMatchObject({
			items: [
				{ order_product_id: 194, quantity: 1 },
				{ order_product_id: 195, quantity: 1 },
			],
		});
		expect(json).toMatchObject({ status: 'done', shipment: { id: '7, 8' }, remaining: [] });
	});

	it('puts nothing more into a parcel unless it is named', async () => {
		const store = new Store({ 118: open(line(194), line(195)) });
		await ship(store, [parcel('T1', selected({ lineId: '194' }))]);
		const [json] = await ship(store, [parcel('T1')]);
		expect(json).toMatchObject({
			status: 'unchanged',
			remaining: [{ lineId: '195', quantity: 1 }],
			warnings: [expect.stringMatching(/^The parcel was there already/)],
		});
	});

	it('with another number, and nothing left, is refused', async () => {
		const store = new Store({ 118: open(line(194)) });
		await ship(store, [parcel('T1')]);
		expect((await refusal(store, parcel('T2'))).message).toMatch(/^Nothing is left to be sent/);
	});

	it('with another carrier is refused', async () => {
		const store = new Store({ 118: open(line(194, { quantity: 2 })) });
		await ship(store, [parcel('T1', selected({ lineId: '194', quantity: 1 }))]);
		expect((await refusal(store, parcel('T1', { carrier: 'fedex' }))).message).toBe(
			"Order '118' has the parcel 'T1' already, with the carrier 'ups'",
		);
	});
});

describe('a lost answer', () => {
	it.each<[string, IDataObject]>([
		['a number', parcel('T1', selected({ lineId: '194', quantity: 1 }))],
		['no number', { orderId: '118', ...selected({ lineId: '194', quantity: 1 }) }],
	])('of a parcel with %s is found, and nothing is sent again', async (_, item) => {
		const store = new Store({ 118: open(line(194, { quantity: 3 })) });
		store.mishap = happening('lostAfter');
		const [json] = await ship(store, [item]);
		expect(json).toMatchObject({
			status: 'done',
			shipment: { id: '7', lines: [{ lineId: '194', quantity: 1 }] },
			remaining: [{ lineId: '194', quantity: 2 }],
		});
		expect(store.shipments('118')).toHaveLength(1);
	});

	it('is not taken for an older parcel, nor for another one of this run', async () => {
		const store = new Store({ 118: open(line(194, { quantity: 4 })) });
		const unit = { orderId: '118', ...selected({ lineId: '194', quantity: 1 }) };
		const rest = { orderId: '118', shipLines: 'all' };
		await ship(store, [unit]);
		await ship(store, [unit]);
		store.mishap = happening(undefined, 'lostBefore');
		const output = await ship(store, [unit, rest]);
		expect(output.map(({ shipment }) => (shipment as IDataObject).id)).toEqual(['9', '10']);
		expect(store.shipments('118')).toHaveLength(4);
	});

	it('is not taken for another parcel that had no answer either', async () => {
		const store = new Store({ 118: open(line(194), line(195)) });
		store.mishap = happening('lostBefore', 'lostAfter');
		const items = ['194', '195'].map((lineId) => ({ orderId: '118', ...selected({ lineId }) }));
		const output = await ship(store, items);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(output.map(({ shipment }) => (shipment as IDataObject).id)).toEqual(['8', '7']);
		expect(store.shipments('118')).toHaveLength(2);
	});

	it('is what an answer without a shipment is', async () => {
		const store = new Store({ 118: open(line(194)) });
		store.mishap = happening(200);
		const [json] = await ship(store, [parcel('T1')]);
		expect(json).toMatchObject({ status: 'done', shipment: { id: '7' } });
		expect(posts(store)).toHaveLength(2);
	});

	it('is sent again where nothing was done, and only that address', async () => {
		const store = new Store({ 118: open(line(194), line(195, { order_address_id: 132 })) });
		store.mishap = happening(undefined, 'lostBefore');
		const [json] = await ship(store, [parcel('T1')]);
		expect(json).toMatchObject({ status: 'done', shipment: { id: '7, 8' }, remaining: [] });
		expect(store.shipments('118')).toHaveLength(2);
	});

	it('stays unknown where it cannot be read, and says where to look', async () => {
		const store = new Store({ 118: open(line(194)) });
		store.mishap = (call) =>
			call.startsWith('POST') ? 'lostAfter' : store.calls.length > 3 ? 403 : undefined;
		const { message, description } = await refusal(store, parcel('T1'));
		expect(message).toMatch(/may have been done/);
		expect(description).toMatch(/^Look at the shipments of the order/);
	});

	it('leaves the other parcels of the order as they are told', async () => {
		const store = new Store({ 118: open(line(194), line(195)) });
		const post = happening(undefined, 'lostAfter');
		store.mishap = (call) => (call.startsWith('GET') && store.calls.length > 4 ? 403 : post(call));
		const items = ['194', '195'].map((lineId) => parcel(`T${lineId}`, selected({ lineId })));
		const output = await ship(store, items, { onError: 'continueRegularOutput' });
		expect(output).toMatchObject([
			{ status: 'done', remaining: [{ lineId: '195', quantity: 1 }] },
			{ status: 'unknown' },
		]);
	});

	it.each<[string, IDataObject, number]>([
		['with a number, and finds it', parcel('T1'), 1],
		['of everything, and finds it', { orderId: '118' }, 1],
		[
			'without a number, and does not send it again',
			{ orderId: '118', ...selected({ lineId: '194', quantity: 1 }) },
			1,
		],
	])('is run again by Retry On Fail %s', async (_, item, shipments) => {
		const store = new Store({ 118: open(line(194, { quantity: 2 })) });
		const setting = { retryOnFail: true, run: { node: { name: 'Shop' } } };
		store.mishap = (call) =>
			call.startsWith('POST') ? 'lostAfter' : store.calls.length > 3 ? 403 : undefined;
		await clock.run(failureOf(runOn(store, 'ship', [item], setting)));
		store.mishap = () => undefined;
		await clock.run(runOn(store, 'ship', [item], setting).catch(() => undefined));
		expect(store.shipments('118')).toHaveLength(shipments);
	});
});

describe('is refused before anything is sent', () => {
	it.each<[string, IDataObject, RegExp]>([
		['an order ID that is none', parcel('T1', { orderId: 'A-118' }), /not a valid order ID/],
		['a long number', parcel('1'.repeat(51)), /more than 50 characters/],
		[
			'a carrier that is a name',
			parcel('T1', { carrier: 'Deutsche Post' }),
			/^'Carrier' is neither/,
		],
		['a link that is none', parcel('T1', { options: { trackingLink: 'x' } }), /not a web address/],
		[
			'a long link',
			parcel('T1', { options: { trackingLink: `https://${'x'.repeat(500)}` } }),
			/more than 500 characters/,
		],
	])('%s', async (_, item, words) => {
		const store = new Store({ 118: open(line(194)) });
		expect((await refusal(store, item)).message).toMatch(words);
		expect(store.calls).toEqual([]);
	});

	it('a parcel with two comments', async () => {
		const store = new Store({ 118: open(line(194), line(195)) });
		const items = ['a', 'b'].map((comments, at) =>
			parcel('T1', { options: { comments }, ...selected({ lineId: 194 + at }) }),
		);
		const output = await ship(store, items, { onError: 'continueRegularOutput' });
		expect(output.map(({ status }) => status)).toEqual(['done', 'failed']);
		expect(output[1].message).toMatch(/two values of 'Comments'/);
	});
});

describe('says what to do', () => {
	it('about an order that is not there', async () => {
		const { message } = await refusal(new Store({}), parcel('T1'));
		expect(message).toBe("Order '118' was not found: Not found.");
	});

	it('about a missing scope', async () => {
		const store = new Store({ 118: open(line(194)) });
		store.mishap = happening(403);
		const { description } = await refusal(store, parcel('T1'));
		expect(description).toMatch(/Orders: modify.*create a new one/);
		expect(posts(store)).toHaveLength(1);
	});
});

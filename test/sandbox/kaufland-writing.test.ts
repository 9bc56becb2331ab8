import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { BOTH, KauflandDesk, START } from '../kit/kaufland-desk';

/** What an API answers has no type of ours. */
type Json = any;

let desk: KauflandDesk;
beforeEach(async () => (desk = await KauflandDesk.open({ orders: 400, bigOrder: 3 })));
afterEach(async () => await desk.server.close());

async function unitsThat(fits: (unit: Json) => boolean): Promise<Json[]> {
	return (await desk.all(`/order-units?${BOTH}`)).filter(fits);
}

/** Pieces that the seller may send. */
const waiting = async () =>
	await unitsThat(
		({ status, fulfillment_type: type }) =>
			status === 'need_to_be_sent' && type === 'fulfilled_by_merchant',
	);

const read = async (id: number) => (await desk.get(`/order-units/${id}`)).body.data;

const act = async (id: number, what: string, body?: unknown) =>
	await desk.call('PATCH', `/order-units/${id}/${what}`, { body });

const send = async (id: number, more: object = {}) =>
	await act(id, 'send', { tracking_numbers: 'T1', carrier_code: 'DHL', ...more });

describe('a seller at Kaufland', () => {
	it('sends piece by piece, once', async () => {
		desk.now += 60_000;
		const [{ id_order: orderId, id_order_unit: id }] = await waiting();
		expect(await send(id)).toMatchObject({ status: 204, body: undefined });
		expect(await read(id)).toMatchObject({
			status: 'sent',
			ts_updated_iso: new Date(desk.now).toISOString().replace('.000', ''),
		});
		const again = await send(id);
		expect([again.status, again.body.type]).toEqual([403, '/problems/action-not-allowed']);
		expect(desk.backend.parcels?.(orderId)).toEqual([
			{
				...{ id: 'DHL T1', carrier: 'DHL', trackingNumber: 'T1' },
				lines: [{ lineId: String(id), quantity: 1 }],
			},
		]);
	});

	it('sends a whole order in one parcel, or a piece in several', async () => {
		const all = await waiting();
		const { id_order: orderId } = all[0];
		const own = all.filter((unit) => unit.id_order === orderId);
		const [first, ...others] = own.length > 1 ? own : [own[0]];
		await send(first.id_order_unit, { tracking_numbers: 'A1,A2' });
		for (const { id_order_unit: id } of others) await send(id, { tracking_numbers: 'A1' });
		const parcels = desk.backend.parcels?.(orderId) ?? [];
		expect(parcels.map(({ trackingNumber }) => trackingNumber)).toEqual(['A1', 'A2']);
		expect(parcels[0].lines).toHaveLength(own.length);
		expect(parcels[1].lines).toHaveLength(1);
	});

	it('adds a parcel to what is sent, and once more when it is called once more', async () => {
		const [{ id_order: orderId, id_order_unit: id }] = await waiting();
		const add = async (number: string, idOrderUnit: unknown = id) =>
			await desk.call('POST', '/shipments', {
				body: {
					id_order_unit: idOrderUnit,
					shipment_information: { carrier_code: 'GLS', tracking_number: number },
				},
			});
		expect((await add('G1')).status).toBe(403);
		await send(id);
		const before = await read(id);
		expect((await add('G1')).status).toBe(204);
		expect((await add('G1')).status).toBe(204);
		expect((await add('G1', String(id))).status).toBe(400);
		expect((await add('G1', 1)).status).toBe(404);
		expect((await add('')).status).toBe(400);
		expect(await read(id)).toEqual(before);
		const parcels = desk.backend.parcels?.(orderId) ?? [];
		expect(parcels.map(({ trackingNumber }) => trackingNumber)).toEqual(['T1', 'G1']);
		expect(parcels[1].lines).toHaveLength(2);
	});

	it('names a carrier that exists, and a number but for two of them', async () => {
		const { data } = (await desk.get('/carriers')).body;
		expect(data.carriers).toContainEqual({ name: 'DHL', isHauler: false });
		const units = await waiting();
		const [{ id_order_unit: id }, { id_order: orderId, id_order_unit: other }] = units;
		for (const [more, field] of [
			[{ carrier_code: 'dhl' }, 'carrier_code'],
			[{ carrier_code: 'Pigeon' }, 'carrier_code'],
			[{ tracking_numbers: '' }, 'tracking_numbers'],
			[{ tracking_numbers: 'A1,,A2' }, 'tracking_numbers'],
			[{ tracking_numbers: ['A1'] }, 'tracking_numbers'],
			[{ tracking_numbers: undefined }, 'tracking_numbers'],
			[{ tracking_number: 'A1' }, 'tracking_number'],
		] as const) {
			const { status, body } = await send(id, more);
			expect([status, body.errors[0].field]).toEqual([400, field]);
		}
		expect((await read(id)).status).toBe('need_to_be_sent');
		expect((await send(other, { carrier_code: 'Other', tracking_numbers: '' })).status).toBe(204);
		expect(desk.backend.parcels?.(orderId)[0]).toMatchObject({
			carrier: 'Other',
			trackingNumber: null,
		});
	});

	it('sends nothing that is not paid, over, or with Kaufland', async () => {
		const refused = await unitsThat(
			({ status, fulfillment_type: type }) =>
				status !== 'need_to_be_sent' || type === 'fulfilled_by_kaufland',
		);
		const states = new Set<string>();
		for (const unit of refused) {
			const state = `${unit.status} ${unit.fulfillment_type}`;
			if (states.has(state)) continue;
			states.add(state);
			expect([state, (await send(unit.id_order_unit)).status]).toEqual([state, 403]);
		}
		expect(states.size).toBeGreaterThan(8);
		expect((await send(1)).status).toBe(404);
	});

	it('cancels with a reason what is not sent', async () => {
		const [{ id_order_unit: id }, { id_order_unit: other }] = await waiting();
		for (const reason of ['SoldOut', '', null, undefined]) {
			expect((await act(id, 'cancel', { reason })).status).toBe(400);
		}
		expect((await act(id, 'cancel', { reason: 'NoInventory' })).status).toBe(204);
		expect(await read(id)).toMatchObject({ status: 'cancelled', cancel_reason: 'NoInventory' });
		const again = await act(id, 'cancel', { reason: 'NoInventory' });
		expect([again.status, again.body.type]).toEqual([
			403,
			'/problems/order-units/cancel-not-possible',
		]);
		await send(other);
		expect((await act(other, 'cancel', { reason: 'WrongPrice' })).status).toBe(403);
	});

	it('releases what is open', async () => {
		const [{ id_order_unit: id }] = await unitsThat(({ status }) => status === 'open');
		expect((await act(id, 'fulfil')).status).toBe(204);
		expect((await read(id)).status).toBe('need_to_be_sent');
		expect((await act(id, 'fulfil')).status).toBe(403);
	});

	it('does not learn what became of a call whose answer is lost', async () => {
		const [{ id_order_unit: id }, { id_order_unit: other }, { id_order_unit: third }] =
			await waiting();
		desk.server.faults.set([{ kind: 'lost', path: '/send', times: 1 }]);
		await expect(send(id)).rejects.toThrow();
		expect((await read(id)).status).toBe('sent');
		desk.server.faults.set([{ kind: 'done504', path: '/send', times: 1 }]);
		expect((await send(other)).status).toBe(504);
		expect((await read(other)).status).toBe('sent');
		desk.server.faults.set([{ kind: 'status', status: 500, path: '/send', times: 1 }]);
		expect((await send(third)).status).toBe(500);
		expect((await read(third)).status).toBe('need_to_be_sent');
	});

	it('is refused what is no JSON, and what has a form of its own', async () => {
		const [{ id_order_unit: id }] = await waiting();
		const form = { 'content-type': 'application/x-www-form-urlencoded' };
		const body = { tracking_numbers: 'T1', carrier_code: 'DHL' };
		const path = `/order-units/${id}/send`;
		expect((await desk.call('PATCH', path, { body, headers: form })).status).toBe(400);
		expect((await desk.call('PATCH', path)).status).toBe(400);
		expect((await desk.call('PATCH', path, { body: [body] })).status).toBe(400);
	});

	it('touches nothing of another seller', async () => {
		const { body } = await desk.get(`/order-units?${BOTH}`, { keys: desk.grant.second });
		const [{ id_order_unit: id }] = body.data;
		expect((await send(id)).status).toBe(404);
		expect((await act(id, 'cancel', { reason: 'NoInventory' })).status).toBe(404);
	});
});

describe('the offers of Kaufland', () => {
	const held = (id: number) => desk.backend.offers().find((offer) => offer.id === String(id));
	const bulk = async (entries: unknown, storefront = 'de') =>
		await desk.call('POST', `/units/bulk?storefront=${storefront}`, { body: entries });
	const patch = async (id: number, body: object, storefront = 'de') =>
		await desk.call('PATCH', `/units/${id}?storefront=${storefront}`, { body });
	const list = async (storefront = 'de', more = '') =>
		await desk.all(`/units?storefront=${storefront}${more}`);

	it('are of a storefront, with a stock and a price in its money', async () => {
		await desk.server.close();
		desk = await KauflandDesk.open({ orders: 5, offers: 300 });
		const german = await list('de', `&${BOTH}`);
		const czech = await list('cz', `&${BOTH}`);
		expect(german.length).toBeGreaterThan(200);
		expect(new Set(czech.map(({ currency }) => currency))).toEqual(new Set(['CZK']));
		const skus = (offers: Json[]) => offers.map(({ id_offer: sku }) => sku);
		const twins = skus(czech).filter((sku) => skus(german).includes(sku));
		expect(twins.length).toBeGreaterThan(50);
		const ids = [...german, ...czech].map(({ id_unit: id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const merchant = await list();
		expect(merchant.length).toBeLessThan(german.length);
		for (const one of german) {
			expect(held(one.id_unit)).toMatchObject({
				...{ site: 'de', sku: one.id_offer, quantity: one.amount, status: one.status },
				price: (one.listing_price / 100).toFixed(2),
			});
		}
		expect(desk.server.stats().violations).toEqual([]);
	});

	it('are found by SKU, EAN and product, in their storefront only', async () => {
		const [found] = await list('de', '&id_offer=kabel%202m');
		expect(found).toMatchObject({ id_offer: 'kabel 2m', storefront: 'de', listing_price: 790 });
		expect(await list('de', `&ean=8591234567890`)).toEqual([found]);
		expect(await list('de', `&id_product=${found.id_product}`)).toEqual([found]);
		expect(await list('de', '&id_offer=nothing')).toEqual([]);
		const [twin] = await list('cz', '&id_offer=kabel%202m');
		expect(twin.id_unit).not.toBe(found.id_unit);
		const path = `/units/${found.id_unit}`;
		expect((await desk.get(`${path}?storefront=cz`)).status).toBe(404);
		expect((await desk.get(path)).status).toBe(400);
		expect((await desk.get('/units')).status).toBe(400);
		const withProduct = await desk.get(`${path}?storefront=de&embedded=products`);
		expect(withProduct.body.data.product.eans).toEqual(['8591234567890']);
	});

	it('take a new stock and a new price, one at a time', async () => {
		desk.now += 60_000;
		const [{ id_unit: id }] = await list('de', '&id_offer=00123');
		const { status, body } = await patch(id, { amount: 17 });
		expect([status, body.data.amount]).toEqual([200, 17]);
		expect(body.data.date_lastchange_iso).toBe(new Date(desk.now).toISOString());
		await patch(id, { amount: 17, listing_price: 2495 });
		expect(held(id)).toMatchObject({
			...{ quantity: 17, price: '24.95' },
			written: { quantity: [17, 17], price: ['24.95'] },
		});
		const { data } = (await desk.get(`/units/${id}?storefront=de`)).body;
		expect(data).toMatchObject({ listing_price: 2495, minimum_price: 2495, price: 2495 });
		expect((await patch(1, { amount: 1 })).status).toBe(404);
	});

	it('refuse values that cannot be', async () => {
		const [{ id_unit: id }] = await list('de', '&id_offer=00123');
		const before = held(id);
		const wrong: [string, unknown][] = [
			['amount', -1],
			['amount', 1.5],
			['amount', '3'],
			['amount', 2 ** 31],
			['listing_price', 0],
			['listing_price', 19.95],
			['listing_price', 100_000_001],
			['handling_time', 101],
			['note', 'x'.repeat(251)],
			['status', 'INCOMPLETE'],
			['vat_indicator', 'unspecified'],
			['price', 1000],
		];
		for (const [field, value] of wrong) {
			const { status, body } = await patch(id, { [field]: value, note: 'x', [field]: value });
			expect([field, status, body.errors[0].field]).toEqual([field, 400, field]);
		}
		expect(held(id)).toEqual(before);
		const [czech] = await list('cz', '&id_offer=00123');
		expect((await patch(czech.id_unit, { listing_price: 100_000_001 }, 'cz')).status).toBe(200);
		desk.settings.priceRequired = true;
		expect((await patch(id, { amount: 1 })).status).toBe(400);
		expect((await patch(id, { amount: 1, listing_price: 100 })).status).toBe(200);
	});

	it('stay between two prices where Kaufland finds the third', async () => {
		await desk.server.close();
		const oddOffers = [
			{ id: 42, sku: 'SMART', listingPrice: 2000, minimumPrice: 1500, price: 1800 },
			{ id: 43, sku: 'DEPOT', fulfillment: 'fulfilled_by_kaufland' as const },
			{ id: 44, sku: null },
		];
		desk = await KauflandDesk.open({ orders: 5, oddOffers });
		const prices = async (body: object) => {
			const { data } = (await patch(42, body)).body;
			return [data.listing_price, data.minimum_price, data.price];
		};
		expect(await prices({ listing_price: 1700 })).toEqual([1700, 1500, 1700]);
		expect(await prices({ listing_price: 3000 })).toEqual([3000, 1500, 1700]);
		expect(await prices({ minimum_price: 2500 })).toEqual([3000, 2500, 2500]);
		expect(held(42)?.written.price).toEqual(['17.00', '30.00']);
		const refused = await patch(43, { amount: 1 });
		expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'amount']);
		expect((await list()).find(({ id_unit: id }) => id === 44).id_offer).toBeNull();
	});

	it('take up to 150 at once, each for itself', async () => {
		await desk.server.close();
		desk = await KauflandDesk.open({ orders: 5, offers: 400 });
		const ids = (await list()).map(({ id_unit: id }) => id).slice(0, 151);
		const [czech] = await list('cz');
		const entries = ids.map((id, i) => ({ id_unit: id, unit_data: { amount: i } }));
		const many = await bulk(entries);
		expect([many.status, many.body.type]).toEqual([400, '/problems/units/bulk-too-many-units']);
		const twice = await bulk([entries[0], entries[1], entries[0]]);
		expect([twice.status, twice.body.type]).toEqual([400, '/problems/units/bulk-duplicate-units']);
		expect(desk.backend.offers().flatMap(({ written }) => written.quantity)).toEqual([]);
		const most = entries.slice(0, 150);
		most[3] = { id_unit: ids[3], unit_data: { amount: -1 } };
		most[7] = { id_unit: 7, unit_data: { amount: 1 } };
		most[9] = { id_unit: czech.id_unit, unit_data: { amount: 1 } };
		const { status, body } = await bulk(most);
		expect(status).toBe(207);
		expect(body.data.map((one: Json) => one.id_unit)).toEqual(most.map((one) => one.id_unit));
		const codes = body.data.map((one: Json) => one.status_code);
		expect([codes[3], codes[7], codes[9]]).toEqual([400, 404, 404]);
		expect(codes.filter((code: number) => code === 200)).toHaveLength(147);
		expect(body.data[3].errors[0].field).toBe('amount');
		expect(body.data[8].unit).toMatchObject({ id_unit: ids[8], amount: 8 });
		expect(ids.map((id) => held(id)?.quantity).slice(10, 150)).toEqual(
			Array.from({ length: 140 }, (_unused, i) => i + 10),
		);
		expect(held(ids[3])?.written.quantity).toEqual([]);
	});

	it('refuse a batch that cannot be read', async () => {
		const [{ id_unit: id }] = await list();
		const good = { id_unit: id, unit_data: { amount: 1 } };
		for (const body of [
			[],
			{ ...good },
			[good, { id_unit: id + 5 }],
			[good, { id_unit: 'x', unit_data: {} }],
			[good, { id_unit: id + 5, unit_data: 3 }],
			[good, { id_unit: id + 5, unit_data: {}, id_offer: 'A' }],
		]) {
			expect((await bulk(body)).status).toBe(400);
		}
		expect((await desk.call('POST', '/units/bulk', { body: [good] })).status).toBe(400);
		expect(held(id)?.written.quantity).toEqual([]);
	});

	it('fail one by one, or say nothing, where a test asks for it', async () => {
		const [a, b, c, d] = (await list()).map(({ id_unit: id }) => id);
		desk.settings.troubles = { [a]: 'invalid', [b]: 'internal', [c]: 'silent' };
		const entries = [a, b, c, d].map((id) => ({ id_unit: id, unit_data: { amount: 99 } }));
		const { status, body } = await bulk(entries);
		expect(status).toBe(207);
		const codes = body.data.map((one: Json) => [one.id_unit, one.status_code]);
		expect(codes).toEqual([
			[a, 400],
			[b, 500],
			[d, 200],
		]);
		expect([a, b, c, d].map((id) => held(id)?.written.quantity)).toEqual([[], [], [99], [99]]);
		expect((await patch(a, { amount: 1 })).status).toBe(400);
		expect((await patch(b, { amount: 1 })).status).toBe(500);
		expect((await patch(c, { amount: 1 })).status).toBe(200);
	});

	it('are changed when the answer is lost', async () => {
		const [a, b] = (await list()).map(({ id_unit: id }) => id);
		desk.server.faults.set([{ kind: 'lost', path: '/units', times: 1 }]);
		const entries = [a, b].map((id) => ({ id_unit: id, unit_data: { amount: 8 } }));
		await expect(bulk(entries)).rejects.toThrow();
		expect([held(a)?.quantity, held(b)?.quantity]).toEqual([8, 8]);
		desk.server.faults.set([{ kind: 'done504', path: '/units', times: 1 }]);
		expect((await patch(a, { amount: 9 })).status).toBe(504);
		expect(held(a)?.written.quantity).toEqual([8, 9]);
	});

	it('come and go while their list is read', async () => {
		await desk.server.close();
		desk = await KauflandDesk.open({ orders: 5, offers: 400, offerChurn: { add: 3 } });
		const before = desk.backend.offers().filter(({ site }) => site === 'de');
		const grown = (await list('de', `&${BOTH}`)).map(({ id_unit: id }) => String(id));
		expect(new Set(grown).size).toBeLessThan(grown.length);
		expect(before.filter(({ id }) => !grown.includes(id))).toEqual([]);
		desk.settings.offerChurn = { remove: 3 };
		const shrunk = new Set((await list('de', `&${BOTH}`)).map(({ id_unit: id }) => String(id)));
		const left = desk.backend.offers().filter(({ site }) => site === 'de');
		expect(left.filter(({ id }) => !shrunk.has(id)).length).toBeGreaterThan(0);
	});

	it('show what is new later, with a lag', async () => {
		await desk.server.close();
		const lag = { orders: 5, offerChurn: { add: 20 }, indexLagMs: 300_000 };
		desk = await KauflandDesk.open(lag);
		desk.now = START + 1000;
		await desk.get('/units?storefront=de');
		desk.settings.offerChurn = {};
		const isNew = ({ id_offer: sku }: Json) => sku?.startsWith('NEW-');
		expect((await list()).filter(isNew).length).toBeLessThan(15);
		desk.now += 300_000;
		expect((await list()).filter(isNew)).toHaveLength(20);
	});

	it('are ten thousand, if that is wanted', async () => {
		await desk.server.close();
		desk = await KauflandDesk.open({ orders: 5, offers: 10_000 });
		const { body } = await desk.get(`/units?storefront=de&limit=100&offset=5000&${BOTH}`);
		expect(body.data).toHaveLength(100);
		expect(body.pagination.total).toBeGreaterThan(7000);
	});
});

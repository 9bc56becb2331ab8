import { afterEach, describe, expect, it } from 'vitest';

import { Random } from '../../sandbox/kit/random';
import { STATUSES } from '../../sandbox/kaufland/order';
import { BOTH, KauflandDesk, START } from '../kit/kaufland-desk';

/** What an API answers has no type of ours. */
type Json = any;

const DAY = 86_400_000;
let desk: KauflandDesk;
afterEach(async () => await desk.server.close());

const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
const isoQuery = (time: number) => encodeURIComponent(iso(time));
const byId = (units: Json[]) => new Map(units.map((unit) => [String(unit.id_order_unit), unit]));
const clean = () => expect(desk.server.stats().violations).toEqual([]);

describe('the order units of Kaufland', () => {
	it('are every piece of every order, of all storefronts', async () => {
		desk = await KauflandDesk.open();
		const held = desk.backend.held();
		const units = await desk.all(`/order-units?${BOTH}`);
		expect([...byId(units).keys()].sort()).toEqual(held.flatMap(({ lineIds }) => lineIds).sort());
		for (const { id, lineIds, createdAt, updatedAt, status } of held) {
			const own = units.filter((unit) => unit.id_order === id);
			expect(own.map((unit) => String(unit.id_order_unit)).sort()).toEqual([...lineIds].sort());
			expect(new Set(own.map((unit) => unit.ts_created_iso))).toEqual(new Set([createdAt]));
			expect(
				own
					.map((unit) => unit.ts_updated_iso)
					.sort()
					.pop(),
			).toBe(updatedAt);
			expect(status.split(',').sort()).toEqual([...new Set(own.map((u) => u.status))].sort());
		}
		expect(new Set(units.map(({ storefront }) => storefront)).size).toBe(9);
		expect(new Set(units.map(({ currency }) => currency))).toEqual(new Set(['EUR', 'CZK', 'PLN']));
		expect(new Set(units.map(({ status }) => status))).toEqual(new Set(STATUSES));
		clean();
	});

	it('have what careless code breaks on', async () => {
		desk = await KauflandDesk.open({ orders: 2000 });
		const units = await desk.all(`/order-units?${BOTH}`);
		for (const nullable of ['buyer', 'billing_address', 'product', 'vat', 'id_offer', 'note']) {
			expect(units.some((unit) => unit[nullable] === null)).toBe(true);
			expect(units.some((unit) => unit[nullable] !== null)).toBe(true);
		}
		expect(units.every(({ price }) => Number.isInteger(price))).toBe(true);
		expect(units.every(({ id_order_unit: id }) => String(id).length === 15)).toBe(true);
		expect(units.every(({ id_order: id }) => /^M[0-9A-Z]{6}$/.test(id))).toBe(true);
		// More of one second than a page holds, and orders of several pieces.
		const times = units.map(({ ts_created_iso: at }) => at);
		const most = Math.max(...[...new Set(times)].map((at) => times.filter((t) => t === at).length));
		expect(most).toBeGreaterThan(100);
		expect(new Set(units.map(({ id_order: id }) => id)).size).toBeLessThan(units.length / 1.2);
	});

	it('are those that the seller sends, if nobody asks for the others', async () => {
		desk = await KauflandDesk.open();
		const all = await desk.all(`/order-units?${BOTH}`);
		const merchant = await desk.all('/order-units');
		const kauflands = await desk.all('/order-units?fulfillment_type=fulfilled_by_kaufland');
		expect(merchant.every((unit) => unit.fulfillment_type === 'fulfilled_by_merchant')).toBe(true);
		expect(kauflands.length).toBeGreaterThan(10);
		expect(merchant.length + kauflands.length).toBe(all.length);
		const ids = (await desk.all('/orders')).length;
		expect(ids).toBeLessThan((await desk.all(`/orders?${BOTH}`)).length);
	});

	it('come newest first, by creation or by change', async () => {
		desk = await KauflandDesk.open();
		for (const [sort, field] of [
			['ts_created:desc', 'ts_created_iso'],
			['ts_updated:desc', 'ts_updated_iso'],
		]) {
			const list = await desk.all(`/order-units?${BOTH}&sort=${encodeURIComponent(sort)}`);
			const times = list.map((unit) => unit[field]);
			expect(times).toEqual([...times].sort().reverse());
		}
		const plain = await desk.get('/order-units');
		expect(plain.body.pagination).toMatchObject({ offset: 0, limit: 30 });
		expect(plain.body.data).toHaveLength(30);
	});

	it('are filtered by storefront, status, SKU and the times before', async () => {
		desk = await KauflandDesk.open();
		const all = await desk.all(`/order-units?${BOTH}`);
		const only = async (query: string, fits: (unit: Json) => boolean) => {
			const found = await desk.all(`/order-units?${BOTH}&${query}`);
			expect(found.length).toBeGreaterThan(0);
			expect([...byId(found).keys()].sort()).toEqual([...byId(all.filter(fits)).keys()].sort());
		};
		await only('storefront=cz', ({ storefront }) => storefront === 'cz');
		await only('status=sent&status=open', ({ status }) => ['sent', 'open'].includes(status));
		await only('id_offer=00123', ({ id_offer: sku }) => sku === '00123');
		const odd = 'MUG/WHITE+330';
		await only(`id_offer=${encodeURIComponent(odd)}`, ({ id_offer: sku }) => sku === odd);
		const from = START - 3 * DAY;
		const isAfter = (text: string) => Date.parse(text) > from;
		await only(`ts_created_from_iso=${isoQuery(from)}`, (u) => isAfter(u.ts_created_iso));
		await only(`ts_updated_from_iso=${isoQuery(from)}`, (u) => isAfter(u.ts_updated_iso));
		clean();
	});

	it('leave out the second that a filter names, or not', async () => {
		desk = await KauflandDesk.open();
		const [{ ts_updated_iso: newest }] = (
			await desk.get(`/order-units?${BOTH}&sort=ts_updated%3Adesc`)
		).body.data;
		const path = `/order-units?${BOTH}&ts_updated_from_iso=${encodeURIComponent(newest)}`;
		expect((await desk.get(path)).body.pagination.total).toBe(0);
		desk.settings.fromIsExclusive = false;
		expect((await desk.get(path)).body.pagination.total).toBeGreaterThan(0);
	});

	it('refuse what they do not know', async () => {
		desk = await KauflandDesk.open({ orders: 20, storefronts: ['de', 'cz'] });
		const refused = [
			'limit=101',
			'limit=0',
			'limit=ten',
			'offset=-1',
			'limit=10&limit=20',
			'sort=ts_created%3Aasc',
			'status=sent%2Copen',
			'status=shipped',
			'storefront=uk',
			'fulfillment_type=FBK',
			'ts_created_from_iso=2026-11-20',
			'ts_created_from_iso=2026-11-20T12%3A00%3A00.000Z',
			'ts_created_from_iso=2026-11-20T12%3A00%3A00%2B01%3A00',
		];
		for (const query of refused) {
			const { status, body } = await desk.get(`/order-units?${query}`);
			expect([query, status, body.type]).toEqual([query, 400, '/problems/validation-error']);
			expect(body.errors[0].field).toBe(query.split('=')[0]);
		}
		const foreign = await desk.get('/order-units?storefront=pl');
		expect([foreign.status, foreign.body.type]).toEqual([
			400,
			'/problems/storefront-not-configured',
		]);
		desk.server.resetStats();
		// A filter that does not filter.
		expect((await desk.get('/order-units?filter=x&status%5B%5D=sent')).status).toBe(200);
		expect(desk.server.stats().violations).toHaveLength(2);
	});

	it('are of one storefront without being asked, where that is so', async () => {
		desk = await KauflandDesk.open({ withoutStorefront: 'first', storefronts: ['cz', 'de'] });
		const units = await desk.all(`/order-units?${BOTH}`);
		expect(new Set(units.map(({ storefront }) => storefront))).toEqual(new Set(['cz']));
		expect((await desk.all(`/order-units?${BOTH}&storefront=de`)).length).toBeGreaterThan(0);
	});

	it('can be read one by one, with more on request', async () => {
		desk = await KauflandDesk.open({ orders: 1000 });
		const units = await desk.all(`/order-units?${BOTH}&status=returned`);
		const { id_order_unit: id } = units[0];
		const { body } = await desk.get(`/order-units/${id}`);
		expect(body.data).toEqual(units[0]);
		const embedded = 'embedded=return_unit&embedded=delivery';
		const more = (await desk.get(`/order-units/${id}?${embedded}`)).body.data;
		expect(more.return_unit).toMatchObject({ id_order_unit: id, status: 'return_accepted' });
		expect(more.delivery).toHaveProperty('pickup_location');
		expect((await desk.get('/order-units/1')).status).toBe(404);
		expect((await desk.get('/order-units/abc')).status).toBe(400);
		expect((await desk.get(`/order-units/${id}`, { keys: desk.grant.second })).status).toBe(404);
	});
});

describe('the orders of Kaufland', () => {
	it('are heads in the list and whole alone', async () => {
		desk = await KauflandDesk.open();
		const heads = await desk.all(`/orders?${BOTH}`);
		expect(heads.map((head) => head.id_order).sort()).toEqual(
			desk.backend
				.held()
				.map(({ id }) => id)
				.sort(),
		);
		expect(Object.keys(heads[0]).sort()).toEqual([
			'fulfillment_type',
			'id_order',
			'is_marketplace_deemed_supplier',
			'order_units_count',
			'storefront',
			'ts_created_iso',
			'ts_units_updated_iso',
		]);
		const big = heads.find((head) => head.order_units_count > 2);
		const { data } = (await desk.get(`/orders/${big.id_order}`)).body;
		expect(data.order_units).toHaveLength(big.order_units_count);
		expect(data).not.toHaveProperty('delivery');
		const found = await desk.all(`/order-units?${BOTH}`);
		const own = found.filter((unit) => unit.id_order === big.id_order);
		const { buyer, billing_address: billing, shipping_address: shipping } = own[0];
		expect(data).toMatchObject({ buyer, billing_address: billing, shipping_address: shipping });
		clean();
		expect((await desk.get('/orders/MXXXXXX')).status).toBe(404);
	});

	it('say where a buyer fetches one', async () => {
		desk = await KauflandDesk.open({ orders: 400, storefronts: ['de'] });
		const ids = desk.backend.held().map(({ id }) => id);
		const found = await Promise.all(
			ids.map(async (id) => (await desk.get(`/orders/${id}?embedded=delivery`)).body.data.delivery),
		);
		expect(found.some(({ pickup_location: at }) => at?.dhl_post_number)).toBe(true);
		expect(found.some(({ pickup_location: at }) => at === null)).toBe(true);
	});

	it('are found by the change of any piece', async () => {
		desk = await KauflandDesk.open();
		desk.now += 60_000;
		const { orderId } = desk.backend.world.act(new Random(1), 'shipOne');
		const from = isoQuery(START + 30_000);
		const heads = await desk.all(`/orders?${BOTH}&ts_units_updated_from_iso=${from}`);
		expect(heads.map((head) => head.id_order)).toEqual([orderId]);
		const units = await desk.all(`/order-units?${BOTH}&ts_updated_from_iso=${from}`);
		expect(units.map((unit) => [unit.id_order, unit.status])).toEqual([[orderId, 'sent']]);
	});

	it('can be larger than a page', async () => {
		desk = await KauflandDesk.open({ bigOrder: 130 });
		const [newest] = (await desk.get(`/orders?${BOTH}&limit=1`)).body.data;
		expect(newest.order_units_count).toBe(130);
		const { data } = (await desk.get(`/order-units?${BOTH}&limit=100`)).body;
		expect(new Set(data.map((unit: Json) => unit.id_order))).toEqual(new Set([newest.id_order]));
	});

	it('write some times and countries otherwise, where that is asked for', async () => {
		desk = await KauflandDesk.open({ oddTimes: true, countryForm: 'iso3' });
		const [head] = (await desk.get('/orders')).body.data;
		expect(head.ts_created_iso).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		expect(head.ts_units_updated_iso).toMatch(/T$/);
		const units = await desk.all('/order-units?storefront=de');
		expect(units.find((unit) => unit.buyer).shipping_address.country).toBe('DEU');
	});
});

describe('the lists of Kaufland', () => {
	it('push old pieces down when new ones come, so that some are read twice and none is lost', async () => {
		desk = await KauflandDesk.open({ orderChurn: { add: 2 } });
		const before = desk.backend.held().flatMap(({ lineIds }) => lineIds);
		const units = await desk.all(`/order-units?${BOTH}`);
		const ids = units.map((unit) => String(unit.id_order_unit));
		expect(new Set(ids).size).toBeLessThan(ids.length);
		expect(before.filter((id) => !ids.includes(id))).toEqual([]);
	});

	it('lose what changes while they are read downward by change', async () => {
		desk = await KauflandDesk.open({ orders: 1000, orderChurn: { change: 20 } });
		const before = desk.backend.held().flatMap(({ lineIds }) => lineIds);
		desk.now += 60_000;
		const units = await desk.all(`/order-units?${BOTH}&sort=ts_updated%3Adesc`);
		const ids = new Set(units.map((unit) => String(unit.id_order_unit)));
		const lost = before.filter((id) => !ids.has(id));
		expect(lost.length).toBeGreaterThan(0);
		const from = isoQuery(START);
		const changed = await desk.all(`/order-units?${BOTH}&ts_updated_from_iso=${from}`);
		const told = byId(changed);
		expect(lost.filter((id) => !told.has(id))).toEqual([]);
	});

	it('show later what has happened, with a lag', async () => {
		desk = await KauflandDesk.open({ indexLagMs: 600_000 });
		desk.now += 1000;
		const random = new Random(4);
		const bought = Array.from({ length: 20 }, () => desk.backend.world.act(random, 'buy').orderId);
		const shown = async () => {
			const heads = await desk.all(`/orders?${BOTH}`);
			const units = await desk.all(`/order-units?${BOTH}`);
			const ids = new Set(units.map((unit) => unit.id_order));
			expect(new Set(heads.map((head) => head.id_order))).toEqual(ids);
			return bought.filter((id) => ids.has(id)).length;
		};
		expect(await shown()).toBeLessThan(15);
		desk.now += 600_000;
		expect(await shown()).toBe(20);
	});

	it('show a piece as it was until they know better; alone it is as it is', async () => {
		desk = await KauflandDesk.open({ orders: 20, indexLagMs: 600_000 });
		desk.now += 1000;
		const { orderId } = desk.backend.world.act(new Random(1), 'ship');
		const listed = async () =>
			(await desk.all(`/order-units?${BOTH}&sort=ts_updated%3Adesc`)).find(
				(unit) => unit.id_order === orderId,
			);
		const before = await listed();
		expect(before.status).toBe('need_to_be_sent');
		const alone = await desk.get(`/order-units/${before.id_order_unit}`);
		expect(alone.body.data.status).toBe('sent');
		desk.now += 600_000;
		expect((await listed()).status).toBe('sent');
	});

	it('repeat a page, never end or are cut short, where a fault says so', async () => {
		desk = await KauflandDesk.open();
		const page = async (offset: number) =>
			(await desk.get(`/order-units?limit=10&offset=${offset}`)).body;
		const first = await page(0);
		desk.server.faults.set([{ kind: 'repeatPage', times: 1 }]);
		expect(await page(10)).toEqual(first);
		desk.server.faults.set([{ kind: 'endlessCursor' }]);
		const far = await page(5000);
		expect(far.data).toHaveLength(10);
		expect(far.pagination.total).toBeGreaterThan(5010);
		desk.server.faults.set([{ kind: 'shortPage', entries: 3, times: 1 }]);
		const short = await page(0);
		expect(short.data).toEqual(first.data.slice(0, 3));
		expect(short.pagination.total).toBe(first.pagination.total);
	});

	it('hold ten thousand orders, the same for the same seed', async () => {
		const held: unknown[] = [];
		for (const seed of [5, 5, 6]) {
			desk = await KauflandDesk.open({ orders: 10_000, seed });
			held.push(desk.backend.held());
			const { body } = await desk.get(`/order-units?${BOTH}&limit=100&offset=9000`);
			expect(body.data).toHaveLength(100);
			if (held.length < 3) await desk.server.close();
		}
		expect((held[0] as unknown[]).length).toBe(10_000);
		expect(new Set((held[0] as Json[]).map(({ id }) => id)).size).toBe(10_000);
		expect(held[1]).toEqual(held[0]);
		expect(held[2]).not.toEqual(held[0]);
	});

	it('have nothing in the future', async () => {
		desk = await KauflandDesk.open({ orders: 2000 });
		const late = desk.backend
			.held()
			.filter(({ createdAt, updatedAt }) => updatedAt > iso(START) || updatedAt < createdAt);
		expect(late).toEqual([]);
	});
});

describe('the life of orders at Kaufland', () => {
	it('plays every action, and stamps what it is not silent about', async () => {
		desk = await KauflandDesk.open({ orders: 60 });
		const { world } = desk.backend;
		const random = new Random(3);
		const open = new Set(world.actions());
		for (let i = 0; i < 4000 && open.size > 0; i++) {
			desk.now += 60_000;
			const truth = world.act(random);
			open.delete(truth.action);
			const held = desk.backend.held().find(({ id }) => id === truth.orderId);
			const isStamped = Date.parse(held?.updatedAt ?? '') === truth.at;
			expect([truth.action, isStamped]).toEqual([truth.action, truth.isSilent !== true]);
		}
		expect([...open]).toEqual([]);
		// What follows from what: nothing that was cancelled is sent, nothing is paid back that has not returned.
		const units = await desk.all(`/order-units?${BOTH}`);
		for (const unit of units) {
			expect(unit.cancel_reason !== null).toBe(unit.status === 'cancelled');
			if (unit.status === 'received') expect(unit.order_received_timestamp_iso).not.toBeNull();
		}
	});

	it('is the same for the same seed', async () => {
		const lived = async () => {
			desk = await KauflandDesk.open({ orders: 60 });
			const random = new Random(9);
			return Array.from({ length: 300 }, () => {
				desk.now += 60_000;
				return desk.backend.world.act(random);
			});
		};
		const first = await lived();
		await desk.server.close();
		expect(await lived()).toEqual(first);
	});

	it('is that of the first seller; the second has orders of its own', async () => {
		desk = await KauflandDesk.open();
		const { body } = await desk.get(`/orders?${BOTH}`, { keys: desk.grant.second });
		const own = new Set(desk.backend.held().map(({ id }) => id));
		expect(body.data.length).toBeGreaterThan(20);
		expect(body.data.some((head: Json) => own.has(head.id_order))).toBe(false);
	});
});

import { afterEach, describe, expect, it } from 'vitest';

import { startMarketplace, type MarketplaceName } from '../../sandbox';
import { Random } from '../../sandbox/kit/random';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { signedHeaders } from '../kit/kaufland-desk';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const LAG = 600_000;

let now = START;
let server: MarketplaceServer;
let grant: Record<string, string>;
afterEach(async () => await server.close());

type Json = any;

async function open(name: MarketplaceName, settings: object = {}): Promise<void> {
	now = START;
	const all = { orders: 30, quotaScale: 10_000, now: () => now, ...settings };
	server = await startMarketplace(name, all);
	grant = server.backend.grant({ expired: false }) as Record<string, string>;
}

async function read(path: string, headers: Record<string, string>): Promise<Json> {
	const response = await fetch(server.url + path, { headers });
	const text = await response.text();
	if (text === '') return [];
	return response.ok ? JSON.parse(text) : { missing: response.status };
}

const kst = (time: number) =>
	encodeURIComponent(new Date(time + 9 * 3_600_000).toISOString().replace('Z', '+09:00'));

/** Ids in the marketplace's list of what changed since the start, with a word on each one's state. */
const LISTS: Partial<Record<MarketplaceName, () => Promise<[string, string][]>>> = {
	amazon: async () => {
		const after = encodeURIComponent(new Date(START + 1).toISOString());
		const path = `/orders/2026-01-01/orders?lastUpdatedAfter=${after}&includedData=FULFILLMENT`;
		const { orders } = await read(path, { 'x-amz-access-token': grant.accessToken });
		return orders.map((o: Json) => [o.orderId, o.fulfillment.fulfillmentStatus]);
	},
	bigCommerce: async () => {
		const after = encodeURIComponent(new Date(START + 1000).toISOString());
		const path = `/stores/${grant.storeHash}/v2/orders?min_date_modified=${after}`;
		const headers = { 'x-auth-token': grant.accessToken, accept: 'application/json' };
		return (await read(path, headers)).map((o: Json) => [`${o.id}`, o.status]);
	},
	kaufland: async () => {
		const after = new Date(START).toISOString().replace('.000Z', 'Z');
		const path = `/v2/order-units?limit=100&ts_updated_from_iso=${encodeURIComponent(after)}`;
		const both = 'fulfillment_type=fulfilled_by_merchant&fulfillment_type=fulfilled_by_kaufland';
		const query = `${path}&${both}`;
		const { clientKey, secretKey } = grant;
		const headers = signedHeaders({ clientKey, secretKey }, 'GET', server.url + query, '', now);
		const { data } = await read(query, { ...headers, 'user-agent': 'Tests' });
		return data.map((unit: Json) => [unit.id_order, unit.status]);
	},
	naver: async () => {
		const base = '/external/v1/pay-order/seller/product-orders/last-changed-statuses';
		const headers = { authorization: `Bearer ${grant.accessToken}` };
		const { data } = await read(`${base}?lastChangedFrom=${kst(START + 1)}`, headers);
		return (data?.lastChangeStatuses ?? []).map((one: Json) => [
			one.orderId,
			one.productOrderStatus,
		]);
	},
};

const NAMES = Object.keys(LISTS) as MarketplaceName[];

describe.each(NAMES)('the lists of %s', (name) => {
	it('show what happened at once without a lag', async () => {
		await open(name, { settleMs: 0 });
		now += 2000;
		const { orderId } = server.backend.world.act(new Random(1), 'buy');
		expect((await LISTS[name]?.())?.map(([id]) => id)).toContain(orderId);
	});

	it('show it later with one, and all of it in the end', async () => {
		await open(name, { indexLagMs: LAG, settleMs: 0 });
		const random = new Random(2);
		const bought = Array.from({ length: 20 }, () => {
			now += 2000;
			return server.backend.world.act(random, 'buy').orderId;
		});
		now += 1000;
		const shown = (await LISTS[name]?.()) ?? [];
		expect(shown.length).toBeLessThan(15);
		now += LAG;
		const all = new Set(((await LISTS[name]?.()) ?? []).map(([id]) => id));
		expect(bought.filter((id) => !all.has(id))).toEqual([]);
	});

	it('show an order as it was until they know better', async () => {
		await open(name, { settleMs: 0 });
		now += 2000;
		const random = new Random(3);
		const { orderId, state } = server.backend.world.act(
			random,
			['kaufland', 'naver'].includes(name) ? 'order' : 'buy',
		);
		server.settings.indexLagMs = LAG;
		const before = server.backend.world.revision(orderId);
		now += 5000;
		for (let i = 0; server.backend.world.revision(orderId) === before; i++) {
			if (i > 500) throw new Error('the order was never paid');
			server.backend.world.act(random, name === 'bigCommerce' ? 'prepare' : 'pay');
		}
		const stateOf = async () => (await LISTS[name]?.())?.find(([id]) => id === orderId)?.[1];
		expect(await stateOf()).toBe(state);
		now += LAG;
		expect(await stateOf()).not.toBe(state);
	});
});

describe('the journal of Allegro', () => {
	async function events(): Promise<Json[]> {
		const headers = {
			authorization: `Bearer ${grant.accessToken}`,
			accept: 'application/vnd.allegro.public.v1+json',
			'accept-language': 'en-US',
			'user-agent': `${grant.applicationName}/1.0 (+${grant.applicationUrl})`,
		};
		const from = START * 1000;
		return (await read(`/order/events?limit=1000&from=${from}`, headers)).events;
	}

	async function live(journal: object): Promise<string[]> {
		await open('allegro', { journal });
		const random = new Random(9);
		return Array.from({ length: 120 }, () => {
			now += 60_000;
			return server.backend.world.act(random, 'buy').orderId;
		});
	}

	const idOf = (event: Json): string => event.order.checkoutForm.id;

	it('tells each event once and in order when it does not lie', async () => {
		const bought = await live({});
		expect((await events()).map(idOf)).toEqual(bought);
	});

	it('drops some for ever', async () => {
		const bought = await live({ drop: 0.3 });
		now += 3 * 3_600_000;
		const told = (await events()).map(idOf);
		expect(told.length).toBeGreaterThan(60);
		expect(told.length).toBeLessThan(100);
		expect(told.every((id) => bought.includes(id))).toBe(true);
	});

	it('tells some twice, with ids of their own', async () => {
		const bought = await live({ double: 0.3 });
		now += 3 * 3_600_000;
		const told = await events();
		expect(new Set(told.map(idOf))).toEqual(new Set(bought));
		expect(told.length).toBeGreaterThan(bought.length + 20);
		expect(new Set(told.map((event) => event.id)).size).toBe(told.length);
	});

	it('tells some late: ascending ids, and times that are not', async () => {
		const bought = await live({ late: 0.3 });
		const early = await events();
		expect(early.length).toBeLessThan(bought.length);
		now += 3 * 3_600_000;
		const told = await events();
		expect(told.slice(0, early.length)).toEqual(early);
		expect(told.map(idOf).sort()).toEqual([...bought].sort());
		const ids = told.map((event) => Number(event.id));
		expect([...ids].sort((a, b) => a - b)).toEqual(ids);
		const times = told.map((event) => Date.parse(event.occurredAt));
		expect([...times].sort((a, b) => a - b)).not.toEqual(times);
	});

	it('names orders that are not found by their ids for hours', async () => {
		const bought = await live({ hide: 0.3, hideMs: 24 * 3_600_000 });
		const headers = {
			authorization: `Bearer ${grant.accessToken}`,
			accept: 'application/vnd.allegro.public.v1+json',
			'accept-language': 'en-US',
			'user-agent': `${grant.applicationName}/1.0 (+${grant.applicationUrl})`,
		};
		const hidden = async () => {
			const found = await Promise.all(
				bought.map((id) => read(`/order/checkout-forms/${id}`, headers)),
			);
			return found.filter(({ missing }) => missing === 404).length;
		};
		expect((await events()).map(idOf)).toEqual(bought);
		expect(await hidden()).toBeGreaterThan(20);
		now += 24 * 3_600_000;
		expect(await hidden()).toBe(0);
	});

	it('lies the same for the same seed', async () => {
		await live({ drop: 0.2, double: 0.2, late: 0.2 });
		now += 3 * 3_600_000;
		const first = await events();
		expect(first.length).toBeGreaterThan(80);
		await server.close();
		await live({ drop: 0.2, double: 0.2, late: 0.2 });
		now += 3 * 3_600_000;
		expect(await events()).toEqual(first);
	});
});

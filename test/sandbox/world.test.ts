import { describe, expect, it } from 'vitest';

import { BACKENDS, startMarketplace, type MarketplaceName } from '../../sandbox';
import { Random } from '../../sandbox/kit/random';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import type { TruthRecord } from '../../sandbox/kit/world';

const NAMES = Object.keys(BACKENDS) as MarketplaceName[];
const START = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE = 60_000;

/** A marketplace on a clock that goes a minute with every act. */
async function lived(
	name: MarketplaceName,
	acts: number,
	check?: (server: MarketplaceServer, truth: TruthRecord) => void,
): Promise<readonly TruthRecord[]> {
	let now = START;
	const server = await startMarketplace(name, { orders: 60, now: () => now });
	const random = new Random(7);
	for (let i = 0; i < acts; i++) {
		now += MINUTE;
		const truth = server.backend.world.act(random);
		check?.(server, truth);
	}
	await server.close();
	return server.backend.world.history;
}

describe.each(NAMES)('the world of %s', (name) => {
	it('is the same for the same seed', async () => {
		const [first, second] = [await lived(name, 200), await lived(name, 200)];
		expect(second).toEqual(first);
	});

	it('changes what is shown with every act, at its time, and nothing else', async () => {
		let before = new Map<string, string>();
		await lived(name, 100, ({ backend }, truth) => {
			const { world } = backend;
			const ids = backend.held().map(({ id }) => id);
			const after = new Map(ids.map((id) => [id, world.revision(id)]));
			if (before.size > 0) {
				const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
					(id) => before.get(id) !== after.get(id),
				);
				const told = world.history.filter(({ at }) => at === truth.at);
				expect(changed.sort()).toEqual(told.map(({ orderId }) => orderId).sort());
				for (const one of told) expect(one.revision).toBe(after.get(one.orderId) ?? '');
			}
			before = after;
		});
	});

	it('stamps what it does not keep silent about', async () => {
		const history = await lived(name, 100, ({ backend }, truth) => {
			if (truth.kind !== 'created') return;
			const held = backend.held().find(({ id }) => id === truth.orderId);
			// Japanese wall clock in one of them, whole seconds in another.
			const at = name === 'assistTencho' ? `${held?.createdAt}+09:00` : (held?.createdAt ?? '');
			expect(truth.at - Date.parse(at)).toBeGreaterThanOrEqual(0);
			expect(truth.at - Date.parse(at)).toBeLessThan(15 * 86_400_000);
		});
		expect(new Set(history.map(({ kind }) => kind)).size).toBeGreaterThan(3);
	});

	it('plays every action that it names, and no other', async () => {
		let now = START;
		const server = await startMarketplace(name, { orders: 60, now: () => now });
		const { world } = server.backend;
		const random = new Random(3);
		const open = new Set(world.actions());
		for (let i = 0; i < 6000 && open.size > 0; i++) {
			now += MINUTE;
			open.delete(world.act(random).action);
		}
		expect([...open]).toEqual([]);
		expect(() => world.act(random, 'explode')).toThrow('no action explode');
		await server.close();
	});
});

describe('the life of orders', () => {
	it('moves the time of an Allegro order with its buyer and not with its seller', async () => {
		const buyers = ['fillIn', 'pay', 'payMore', 'changeAddress', 'cancel', 'giveUp'];
		const sellers = ['process', 'suspend', 'ship', 'handOver', 'takeBack'];
		await lived('allegro', 600, ({ backend }, { orderId, action, at }) => {
			const held = backend.held().find(({ id }) => id === orderId);
			const updatedAt = Date.parse(held?.updatedAt ?? '');
			if (buyers.includes(action)) expect(updatedAt).toBe(at);
			if (sellers.includes(action)) expect(updatedAt).toBeLessThan(at);
		});
	});

	it('makes one Allegro form of two, and the old ones are gone', async () => {
		const history = await lived('allegro', 2500);
		const merged = history.filter(({ kind }) => kind === 'merged');
		expect(merged.length).toBeGreaterThan(1);
		for (const { into, orderId, revision } of merged) {
			expect(revision).toBe('');
			const whole = history.find((one) => one.orderId === into && one.action === 'merge');
			expect(whole).toMatchObject({ kind: 'created' });
			const later = history.slice(history.findIndex((one) => one.into === into) + 2);
			expect(later.some((one) => one.orderId === orderId)).toBe(false);
		}
	});

	it('keeps silent about what Naver tells nobody', async () => {
		const history = await lived('naver', 600);
		const silent = new Set(history.filter((one) => one.isSilent).map(({ action }) => action));
		expect([...silent].sort()).toEqual(['confirm', 'deliver']);
	});
});

it('can be lived through from outside', async () => {
	const server = await startMarketplace('amazon', { orders: 20 });
	const headers = { 'content-type': 'application/json' };
	const init = { method: 'POST', headers, body: JSON.stringify({ count: 3, name: 'buy' }) };
	const acted = await (await fetch(`${server.url}/__sandbox/world`, init)).json();
	const history = await (await fetch(`${server.url}/__sandbox/world`)).json();
	await server.close();
	expect(acted).toHaveLength(3);
	expect(history).toEqual(acted);
});

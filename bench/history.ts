import type { IDataObject } from 'n8n-workflow';

import { PEERS } from './peers';
import { iso } from './peers/peer';
import { Shop } from './shop';
import { SimulatedClock } from './simulated-clock';
import { lasting, print, rounded, times } from './table';

const DAY = 24 * 60 * 60_000;
/** The sandbox holds the orders of about twenty days. */
const BACK = 30 * DAY;

const NAMES = ['allegro', 'amazon', 'bigCommerce', 'naver'] as const;
type Name = (typeof NAMES)[number];

/** What "Get Many" is asked for, so that it reaches back to the oldest order. */
const FILTERS: Record<Name, (from: number) => IDataObject> = {
	allegro: () => ({}),
	amazon: (from) => ({ createdAfter: iso(from) }),
	bigCommerce: () => ({}),
	naver: (from) => ({ updatedAfter: iso(from) }),
};

type Read = (shop: Shop, time: SimulatedClock) => Promise<string[]>;

interface Outcome {
	way: string;
	requests: number;
	refused: number;
	tookMs: number;
	lost: number;
}

/** Every order of a shop, by our node and by the peers. */
export async function history(orders: number, latencyMs: number): Promise<void> {
	const body: string[][] = [];
	for (const name of NAMES) {
		const outcomes = [await measure(name, 'ours', orders, latencyMs, ours)];
		for (const { marketplace, name: way, since } of PEERS) {
			if (marketplace !== name) continue;
			outcomes.push(
				await measure(name, way, orders, latencyMs, async (shop, time) => {
					const { now } = time;
					const node = shop.peer(async (ask) => await since(ask, now - BACK, now));
					return (await node.poll()).map(({ json }) => String(json.id));
				}),
			);
		}
		body.push(...outcomes.map((outcome) => cells(name, orders, outcome, outcomes[0])));
	}
	print(
		`All ${rounded(orders)} orders of a shop, ${latencyMs} ms latency, published quotas`,
		['marketplace', 'way', 'requests', 'an order', 'took', '429s', 'lost', 'requests : ours'],
		body,
	);
}

async function ours(shop: Shop, time: SimulatedClock): Promise<string[]> {
	const items = await shop.everyOrder(FILTERS[shop.name as Name](time.now - BACK));
	return items.map(({ json }) => String(json.id));
}

async function measure(
	name: Name,
	way: string,
	orders: number,
	latencyMs: number,
	read: Read,
): Promise<Outcome> {
	const time = new SimulatedClock();
	const shop = await Shop.open(name, time, latencyMs, { orders });
	try {
		// Lists may be two minutes behind; nobody is blamed for that.
		time.now += 10 * 60_000;
		const begin = time.now;
		const found = new Set(await shop.run(read(shop, time)));
		const { requests, statuses } = shop.server.stats();
		const lost = shop.ids.filter((id) => !found.has(id)).length;
		return { way, requests, refused: statuses['429'] ?? 0, tookMs: time.now - begin, lost };
	} finally {
		await shop.server.close();
	}
}

function cells(name: Name, orders: number, outcome: Outcome, own: Outcome): string[] {
	const { way, requests, refused, tookMs, lost } = outcome;
	return [
		name,
		way,
		rounded(requests),
		rounded(requests / orders, 3),
		lasting(tookMs),
		rounded(refused),
		rounded(lost),
		outcome === own ? '' : times(requests, own.requests),
	];
}

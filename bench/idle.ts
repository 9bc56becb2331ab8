import { forgetProcess } from '../core/request/process-memory';
import { MARKETPLACES } from '../scripts/marketplaces';
import type { MarketplaceName } from '../sandbox';
import { NEWEST } from './idle-lists';
import { Shop } from './shop';
import { SimulatedClock } from './simulated-clock';
import { print, rounded } from './table';

const MINUTE = 60_000;
const POLLS = 60;
/** The shop sells well, so that the newest page is full. */
const ORDERS = 2500;

type Poll = () => Promise<unknown>;

/** What a poll costs when nothing has happened: ours, the newest page, and a poll that asks for nothing. */
export async function idle(latencyMs: number, rounds: number): Promise<void> {
	const counted: string[][] = [];
	const timed: string[][] = [];
	for (const name of MARKETPLACES) {
		const [own, list] = [
			await hour(name, latencyMs, (shop) => shop.trigger()),
			await hour(name, latencyMs, (shop, time) => newest(shop, time)),
		];
		counted.push([
			name,
			rounded(own.requests / POLLS, 2),
			rounded(own.refused),
			rounded(list.requests / POLLS, 2),
			rounded(list.refused),
		]);
		timed.push([name, ...(await cost(name, rounds))]);
	}
	print(
		'An hour without news, a poll a minute, published quotas',
		['marketplace', 'ours: requests a poll', '429s', 'newest page: requests a poll', '429s'],
		counted,
	);
	print(
		`Processor time of an idle poll beyond an empty one, n8n's helper, answer and sandbox included (median of ${rounds})`,
		['marketplace', 'ours, ms', 'newest page, ms', 'newest page : ours', 'an empty poll, ms'],
		timed,
	);
}

function newest(shop: Shop, time: SimulatedClock) {
	const seen = new Set<string>();
	return shop.peer(async (ask) => {
		const answer = JSON.stringify(await ask(NEWEST[shop.name](time.now)));
		// Stands for whatever tells old orders from new ones.
		seen.add(answer.slice(0, 1000));
		return [];
	});
}

async function hour(
	name: MarketplaceName,
	latencyMs: number,
	nodeOf: (shop: Shop, time: SimulatedClock) => { poll: Poll },
): Promise<{ requests: number; refused: number }> {
	const time = new SimulatedClock();
	const shop = await Shop.open(name, time, latencyMs, { orders: ORDERS });
	try {
		const node = nodeOf(shop, time);
		await shop.run(node.poll());
		shop.server.resetStats();
		for (let poll = 0; poll < POLLS; poll++) {
			time.now += MINUTE;
			await shop.run(node.poll());
		}
		const { requests, statuses } = shop.server.stats();
		return { requests, refused: statuses['429'] ?? 0 };
	} finally {
		await shop.server.close();
	}
}

/** One after the other, round after round, so that a busy machine is busy for all. */
async function cost(name: MarketplaceName, rounds: number): Promise<string[]> {
	const time = new SimulatedClock();
	const shop = await Shop.open(name, time, 0, { orders: ORDERS, quotaScale: 1000 });
	try {
		const nodes = [shop.trigger(), newest(shop, time), shop.peer(async () => [])];
		const spent: number[][] = nodes.map(() => []);
		for (let round = -5; round < rounds; round++) {
			for (const [i, node] of nodes.entries()) {
				time.now += 2000;
				forgetProcess('quota');
				const start = process.cpuUsage();
				await shop.run(node.poll());
				const { user, system } = process.cpuUsage(start);
				// The first rounds warm up.
				if (round >= 0) spent[i].push((user + system) / 1000);
			}
		}
		const [own, list, empty] = spent.map(median);
		return [
			rounded(own - empty, 1),
			rounded(list - empty, 1),
			`${rounded((list - empty) / (own - empty), 1)}×`,
			rounded(empty, 1),
		];
	} finally {
		await shop.server.close();
	}
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

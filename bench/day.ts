import { CONTENDERS, type Contender } from './contenders';
import { Shop } from './shop';
import { SimulatedClock } from './simulated-clock';
import { lasting, print, rounded, times } from './table';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Orders that the shop has from before. */
const OLD_ORDERS = 500;
const POLL_EVERY = 5 * MINUTE;
/** Lists may be two minutes behind; nobody is blamed for that. */
const SETTLE = 10 * MINUTE;

/** What came of a day. */
interface Outcome {
	contender: Contender;
	requests: number;
	refused: number;
	tookMs: number;
	orders: number;
	lost: number;
}

/** The orders of a day come while nobody asks, and are fetched afterwards. */
export async function dayDown(orders: number, latencyMs: number): Promise<void> {
	const outcomes: Outcome[] = [];
	for (const contender of CONTENDERS) {
		outcomes.push(
			await live(contender, orders, latencyMs, async (shop, time, poll) => {
				for (let at = 0; at < orders; at++) {
					time.now += DAY / orders;
					shop.server.backend.add(1);
				}
				time.now += SETTLE;
				shop.server.resetStats();
				const begin = time.now;
				const told = new Set<string>();
				let end = begin;
				// n8n polls again every minute, whatever the poll before has left.
				while (time.now - begin < DAY) {
					const found = await shop.run(poll());
					if (found.length > 0) end = time.now;
					found.forEach((id) => told.add(id));
					if (shop.ids.slice(-orders).every((id) => told.has(id)) || found.length === 0) break;
					time.now += MINUTE;
				}
				return { told, tookMs: end - begin };
			}),
		);
	}
	print(
		`After a day down: ${rounded(orders)} new orders, ${latencyMs} ms latency, published quotas`,
		['marketplace', 'way', 'requests', 'a new order', 'took', '429s', 'lost', 'requests : ours'],
		outcomes.map((outcome) => cells(outcome, outcomes, lasting(outcome.tookMs))),
	);
}

/** The same orders, fetched while they come. */
export async function dayUp(orders: number, latencyMs: number): Promise<void> {
	const outcomes: Outcome[] = [];
	for (const contender of CONTENDERS) {
		outcomes.push(
			await live(contender, orders, latencyMs, async (shop, time, poll) => {
				shop.server.resetStats();
				const told = new Set<string>();
				const begin = time.now;
				let added = 0;
				while (time.now - begin < DAY + SETTLE) {
					time.now += POLL_EVERY;
					const due = Math.min(orders, Math.floor(((time.now - begin) / DAY) * orders));
					shop.server.backend.add(due - added);
					added = due;
					(await shop.run(poll())).forEach((id) => told.add(id));
				}
				return { told, tookMs: 0 };
			}),
		);
	}
	print(
		`A day of ${rounded(orders)} new orders, a poll every ${POLL_EVERY / MINUTE} minutes, published quotas`,
		['marketplace', 'way', 'requests', 'a new order', '429s', 'lost', 'requests : ours'],
		outcomes.map((outcome) => cells(outcome, outcomes)),
	);
}

type Day = (
	shop: Shop,
	time: SimulatedClock,
	poll: () => Promise<string[]>,
) => Promise<{ told: Set<string>; tookMs: number }>;

async function live(
	contender: Contender,
	orders: number,
	latencyMs: number,
	day: Day,
): Promise<Outcome> {
	const time = new SimulatedClock();
	const shop = await Shop.open(contender.marketplace, time, latencyMs, { orders: OLD_ORDERS });
	try {
		const old = new Set(shop.ids);
		const poll = await contender.begin(shop, time);
		const { told, tookMs } = await day(shop, time, poll);
		const { requests, statuses } = shop.server.stats();
		const lost = shop.ids.filter((id) => !old.has(id) && !told.has(id)).length;
		return { contender, requests, refused: statuses['429'] ?? 0, tookMs, orders, lost };
	} finally {
		await shop.server.close();
	}
}

function cells(outcome: Outcome, all: readonly Outcome[], ...took: string[]): string[] {
	const { contender, requests, refused, orders, lost } = outcome;
	const own = all.find(
		({ contender: other }) => other.isOurs && other.marketplace === contender.marketplace,
	);
	return [
		contender.marketplace,
		contender.name,
		rounded(requests),
		rounded(requests / orders, 3),
		...took,
		rounded(refused),
		rounded(lost),
		contender.isOurs ? '' : times(requests, own?.requests ?? 0),
	];
}

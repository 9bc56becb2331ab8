import { clock } from '../core/request/clock';
import { ResponseError } from '../core/request/errors';
import type { MarketplaceName } from '../sandbox';
import { iso, korean, type Question } from './peers/peer';
import { Shop } from './shop';
import { SimulatedClock } from './simulated-clock';
import { lasting, print, rounded } from './table';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** As many at once as our nodes have under way. */
const PARALLEL = 20;

/** A published limit, and a small request that falls under it. */
interface Limit {
	name: MarketplaceName;
	/** What the marketplace lets through in so long. */
	lastsMs: number;
	allows: number;
	/** In the long run; what a pause between two requests is made of. */
	perSecond: number;
	question(now: number): Question;
}

const LIMITS: readonly Limit[] = [
	{
		name: 'allegro',
		// 9,000 a minute: an hour of it would be half a million requests.
		lastsMs: 2 * MINUTE,
		allows: 18_000,
		perSecond: 150,
		question: () => ({ path: '/order/checkout-forms', query: { limit: 1 } }),
	},
	{
		name: 'amazon',
		lastsMs: HOUR,
		allows: 20 + 0.0056 * 3600,
		perSecond: 0.0056,
		question: (now) => ({
			path: '/orders/2026-01-01/orders',
			query: { lastUpdatedAfter: iso(now - 24 * HOUR), maxResultsPerPage: 1 },
		}),
	},
	{
		name: 'assistTencho',
		lastsMs: HOUR,
		allows: 3600,
		perSecond: 1,
		question: () => ({ path: '/api/v1/orders.php', query: { serial_order_id: '1' } }),
	},
	{
		name: 'bigCommerce',
		lastsMs: HOUR / 3,
		allows: 150 * 40,
		perSecond: 5,
		question: () => ({ path: '/v2/orders', query: { limit: 1 } }),
	},
	{
		name: 'naver',
		lastsMs: HOUR,
		allows: 4 + 2 * 3600,
		perSecond: 2,
		question: (now) => ({
			path: '/v1/pay-order/seller/product-orders/last-changed-statuses',
			query: { lastChangedFrom: korean(now - HOUR), limitCount: 1 },
		}),
	},
];

/** Sends as much as it may until `end`, and says so after each answer. */
type Way = (shop: Shop, limit: Limit, end: number, answered: () => void) => Promise<unknown>;

const WAYS: ReadonlyArray<[name: string, way: Way]> = [
	[
		`ours, ${PARALLEL} at once`,
		async (shop, { question }, end, answered) =>
			await shop
				.client(async ({ send }) => {
					const work = async () => {
						while (clock.now() < end) {
							if (await isAnswered(send({ method: 'GET', ...question(clock.now()) }))) answered();
						}
					};
					await Promise.all(Array.from({ length: PARALLEL }, work));
				})
				.poll(),
	],
	[
		'a pause of 1/rate after each answer (Airbyte)',
		async (shop, { question, perSecond }, end, answered) =>
			await shop
				.peer(async (ask) => {
					for (; clock.now() < end; await clock.sleep(SECOND / perSecond)) {
						await ask(question(clock.now()));
						answered();
					}
					return [];
				})
				.poll(),
	],
	[
		'no pause, wait after a 429 (OpenLinker, Nango)',
		async (shop, { question }, end, answered) =>
			await shop
				.peer(async (ask) => {
					while (clock.now() < end) {
						await ask(question(clock.now()));
						answered();
					}
					return [];
				})
				.poll(),
	],
];

/** Our transport sends a refused request again by itself; some time it gives up, and the bench does not. */
async function isAnswered(sent: Promise<unknown>): Promise<boolean> {
	try {
		await sent;
		return true;
	} catch (error) {
		if (error instanceof ResponseError && error.verdict === 'throttled') return false;
		throw error;
	}
}

/** How much of a published limit is used, and how often it is run into. */
export async function quotaUse(latencyMs: number): Promise<void> {
	const body: string[][] = [];
	for (const limit of LIMITS) {
		for (const [name, way] of WAYS) {
			const { answers, refused } = await measure(limit, way, latencyMs);
			body.push([
				limit.name,
				name,
				lasting(limit.lastsMs),
				rounded(answers),
				`${rounded((answers / limit.allows) * 100, 1)} %`,
				rounded(refused),
			]);
		}
	}
	print(
		`Use of a published limit, ${latencyMs} ms latency`,
		['marketplace', 'way', 'time', 'answers', 'of what is allowed', '429s'],
		body,
	);
}

async function measure(
	limit: Limit,
	way: Way,
	latencyMs: number,
): Promise<{ answers: number; refused: number }> {
	const time = new SimulatedClock();
	const shop = await Shop.open(limit.name, time, latencyMs, { orders: 50 });
	try {
		const end = time.now + limit.lastsMs;
		let answers = 0;
		let refused = 0;
		const answered = () => {
			if (time.now > end) return;
			answers++;
			refused = shop.server.stats().statuses['429'] ?? 0;
		};
		await shop.run(way(shop, limit, end, answered));
		return { answers, refused };
	} finally {
		await shop.server.close();
	}
}

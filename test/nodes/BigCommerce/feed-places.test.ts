import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse, Query } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { feed } from '../../../nodes/BigCommerce/trigger/feed';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const T0 = Date.parse('2026-03-01T08:00:00Z');
const at = (seconds: number) => new Date(T0 + seconds * 1000);
const rfc = (seconds: number) => at(seconds).toUTCString().replace('GMT', '+0000');
const iso = (seconds: number) => at(seconds).toISOString().replace('.000', '');
const WITH_LINES = {
	include: ['consignments.line_items', 'fees'],
	consignment_structure: 'object',
};

const order = (id: number | string, seconds: number, status_id = 11) => ({
	...{ id, status_id, date_created: rfc(seconds), date_modified: rfc(seconds), channel_id: 1 },
});
const place = (seconds: number, more: object = {}) => ({
	...{ since: iso(seconds), afterId: null, incomplete: [] as string[] },
	...more,
});
const page = (count: number, seconds: (i: number) => number, status?: number) =>
	Array.from({ length: count }, (_unused, i) => order(i + 1, seconds(i), status));

let time: FakeClock;
beforeEach(() => (time = new FakeClock(at(9000).getTime())));

/** A store whose answer to the nth request is the nth page, and the last one's from then on. */
function store(pages: object[][], parameters: Record<string, unknown> = {}, now = 9000) {
	const asked: Query[] = [];
	const send = async ({ path, query = {} }: ApiRequest): Promise<ApiResponse> => {
		expect(path).toBe('/v2/orders');
		const body = pages[Math.min(asked.length, pages.length - 1)];
		asked.push(query);
		const headers = { date: at(now + asked.length - 1).toUTCString() };
		return body.length === 0
			? { status: 204, headers, body: undefined }
			: { status: 200, headers, body };
	};
	const call = {
		client: { send },
		parameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		collection: (name: string) => parameters[name] ?? {},
	} as unknown as Call;
	return { call, asked };
}

const next = async ({ call }: { call: Call }, from: object) =>
	await time.run(feed.next(call, from as never));

describe('the beginning', () => {
	const OPEN = { status_id: 0, sort: 'id:desc', limit: 250 };

	it('asks for the checkouts under way, of the channel that is wanted', async () => {
		const plain = store([[order(9, 5, 0)]]);
		await feed.start(plain.call);
		expect(plain.asked).toEqual([OPEN]);
		const channel = store([[]], { filters: { channelId: 7, includeIncomplete: true } });
		expect((await feed.start(channel.call)).checkpoint).toEqual(place(9000));
		expect(channel.asked).toEqual([{ channel_id: 7, ...OPEN }]);
	});

	it('remembers 250 of them, also where pages are cut, the oldest first', async () => {
		const cut = (from: number) => Array.from({ length: 50 }, (_unused, i) => order(from - i, 5, 0));
		const { call, asked } = store([1000, 950, 900, 850, 800, 750].map(cut));
		const { checkpoint, at: begin } = await feed.start(call);
		expect(asked.map(({ max_id }) => max_id)).toEqual([undefined, 950, 900, 850, 800]);
		expect(asked[1]).toEqual({ ...OPEN, max_id: 950 });
		const { incomplete } = checkpoint as { incomplete: string[] };
		expect(incomplete).toHaveLength(250);
		expect([incomplete[0], incomplete.at(-1)]).toEqual(['751', '1000']);
		// The first answer is the present; what came while the rest was read comes after it.
		expect([begin, checkpoint.since]).toEqual([at(9000).getTime(), iso(9000)]);
	});

	it('stops behind a page that is no round number', async () => {
		const { call, asked } = store([page(50, () => 5, 0), page(3, () => 5, 0)]);
		const { checkpoint } = await feed.start(call);
		expect(asked).toHaveLength(2);
		expect(checkpoint.incomplete).toHaveLength(53);
	});

	it('is the time that the user wants, where he wants one', async () => {
		const { checkpoint, at: begin } = await feed.start(store([[]]).call, at(60).getTime());
		expect([begin, checkpoint]).toEqual([at(60).getTime(), place(60)]);
		const first = await feed.start(store([[]]).call, -1);
		expect(first.checkpoint.since).toBe('1970-01-01T00:00:00Z');
	});
});

describe('a page', () => {
	it('is asked for by the time of the last change, with lines and filters', async () => {
		const shop = store([[]], { filters: { channelId: 7 } });
		await next(shop, place(400));
		expect(shop.asked).toEqual([
			{
				...{ channel_id: 7, ...WITH_LINES, limit: 250 },
				...{ min_date_modified: iso(399), sort: 'date_modified:asc' },
			},
		]);
	});

	it('within one second is asked for by id, a second more on each side', async () => {
		const shop = store([[]]);
		await next(shop, place(400, { afterId: 20 }));
		expect(shop.asked).toEqual([
			{
				...{ ...WITH_LINES, limit: 250, min_id: 21, sort: 'id:asc' },
				...{ min_date_modified: iso(399), max_date_modified: iso(401) },
			},
		]);
	});

	it.each([
		['before the place', order(1, 398), true],
		['at the second before', order(1, 399), false],
		['at no time', { ...order(1, 0), date_modified: '' }, false],
	])(
		'with an order of a change %s is an answer to another question or not',
		async (_what, one, odd) => {
			const given = next(store([[one, order(2, 500)]]), place(400));
			if (!odd) return expect((await given).changes).toHaveLength(2);
			expect(await failureOf(given)).toMatchObject({
				message: 'The marketplace returned other orders than requested',
			});
		},
	);

	it('within one second has to have ids, and any other need not', async () => {
		const nameless = [[{ ...order(1, 400), id: null }]];
		expect((await next(store(nameless), place(400))).changes).toHaveLength(1);
		expect(await failureOf(next(store(nameless), place(400, { afterId: 1 })))).toMatchObject({
			message: 'An order has no ID',
		});
	});
});

describe('the place behind a page', () => {
	it.each([
		['at the time of the answer', 9000, 8880],
		['a second later, which is the future', 9001, 480],
	])('is not led by an order %s', async (_what, seconds, since) => {
		const step = await next(store([[order(1, 600), order(2, seconds)]]), place(400));
		expect(step).toMatchObject({ done: true, checkpoint: place(since) });
	});

	it.each([
		['just not near', 8880, false],
		['near the present', 8881, true],
	])('notes when it was %s', async (_what, newest, isNear) => {
		const full = page(250, (i) => newest - 249 + i);
		const step = await next(store([full]), place(newest - 249));
		expect(step).toMatchObject({ done: false });
		expect(step.checkpoint.near).toBe(isNear ? at(9000).getTime() : undefined);
	});

	it('keeps the first time at which it was near, and drops it when all is read', async () => {
		const near = at(8000).getTime();
		const on = await next(store([page(250, (i) => 8700 + i)]), place(8700, { near }));
		expect(on.checkpoint).toEqual(place(8949, { near }));
		const within = await next(store([page(250, () => 8700)]), place(8700, { near, afterId: 0 }));
		expect(within.checkpoint).toEqual(place(8700, { near, afterId: 250 }));
		const behind = await next(store([page(3, () => 8700)]), place(8700, { near, afterId: 250 }));
		expect(behind.checkpoint).toEqual(place(8701, { near }));
		const done = await next(store([[order(1, 8990)]]), place(8700, { near }));
		expect(done).toEqual(expect.objectContaining({ done: true, checkpoint: place(8000 - 120) }));
		const earlier = await next(store([[order(1, 8050)]]), place(7900, { near }));
		expect(earlier.checkpoint).toEqual(place(8000 - 120));
		const before = await next(store([[order(1, 7950)]]), place(7900, { near }));
		expect(before.checkpoint).toEqual(place(7950 - 120));
	});

	it('goes on by id from an empty page within a second, too', async () => {
		const step = await next(store([[]]), place(400, { afterId: 7 }));
		expect(step).toMatchObject({ done: false, checkpoint: place(401) });
	});

	it('stays where it is for a page of orders without a time that it can believe', async () => {
		const lost = page(250, () => 0).map((one) => ({ ...one, date_modified: '', date_created: '' }));
		const step = await next(store([lost]), place(400));
		expect(step).toMatchObject({ done: false, checkpoint: place(400, { afterId: 0 }) });
	});

	it('is by id where a full page ends in the second in which it began, or before', async () => {
		const before = page(250, () => 399);
		expect((await next(store([before]), place(400))).checkpoint.afterId).toBe(0);
		const behind = page(250, (i) => (i < 249 ? 400 : 401));
		expect((await next(store([behind]), place(400))).checkpoint).toEqual(place(401));
	});
});

describe('an order that may change once more within its second', () => {
	const UPDATED = { events: ['orderUpdated'] };

	it.each([
		['now', 0, 2],
		['a second ago', -1, 2],
		['two seconds ago', -2, 1],
		['a second ahead', 1, 2],
		['two seconds ahead', 2, 1],
	])('is waited for where it changed %s', async (_when, seconds, requests) => {
		const shop = store([[order(1, 9000 + seconds)]], UPDATED, 9000);
		await next(shop, place(8900));
		expect(shop.asked).toHaveLength(requests);
		expect(time.sleeps).toEqual(requests === 2 ? [2000] : []);
	});

	it('is told as it is then, and not where it still changes', async () => {
		const [first, later] = [order(1, 9000), { ...order(1, 9000), staff_notes: 'later' }];
		const shop = store([[first], [later, order(2, 9000), order(3, 9002)]], UPDATED, 9000);
		// The second answer comes two seconds after the first.
		const send = shop.call.client.send;
		Object.assign(shop.call.client, {
			send: async (request: ApiRequest) => {
				const answer = await send(request);
				return shop.asked.length < 2
					? answer
					: { ...answer, headers: { date: at(9002).toUTCString() } };
			},
		});
		const { changes } = await next(shop, place(8900));
		expect(changes.map(({ raw }) => [raw.id, raw.staff_notes])).toEqual([
			[1, 'later'],
			[2, undefined],
		]);
	});

	it('is not waited for by any other event, nor within a second that is read by id', async () => {
		const events = [{}, { events: ['orderPaid'] }].map((more) => store([[order(1, 9000)]], more));
		for (const shop of events) {
			const { changes } = await next(shop, place(8900));
			expect([shop.asked.length, changes.length]).toEqual([1, 1]);
		}
		const byId = store([[order(1, 9000)]], UPDATED);
		await next(byId, place(9000, { afterId: 0 }));
		expect([byId.asked.length, time.sleeps]).toEqual([1, []]);
	});
});

describe('checkouts', () => {
	const idsOf = ({ checkpoint }: { checkpoint: object }) =>
		(checkpoint as { incomplete: string[] }).incomplete;

	it('are remembered in the order in which they were last seen, and no more than 1000', async () => {
		const known = Array.from({ length: 1000 }, (_unused, i) => String(5000 + i));
		const shop = store([[order(1, 500, 0), order('5003', 501, 0)]]);
		const step = await next(shop, place(400, { incomplete: known }));
		expect(idsOf(step)).toHaveLength(1000);
		expect(idsOf(step)[0]).toBe('5001');
		expect(idsOf(step).slice(-2)).toEqual(['1', '5003']);
		expect(step.changes).toEqual([]);
	});

	it('that are wanted are told, and told no more as new when they are paid', async () => {
		const wish = { filters: { includeIncomplete: true } };
		const open = await next(store([[order(1, 500, 0)]], wish), place(400));
		expect(open.changes.map(({ facts }) => facts)).toEqual([{ orderCreated: at(500).getTime() }]);
		expect(idsOf(open)).toEqual(['1']);
		const paid = { ...order(1, 600), date_created: rfc(500) };
		const { changes, checkpoint } = await next(store([[paid]], wish), open.checkpoint);
		expect(changes[0].facts.orderCreated).toBe(at(500).getTime());
		expect(idsOf({ checkpoint })).toEqual([]);
	});
});

describe('the newest orders', () => {
	it.each([
		[100, 100],
		[250, 250],
		[251, 250],
	])('are %i of at most a page', async (count, limit) => {
		const shop = store([[order(1, 500), order(2, 400, 0)]], { filters: { channelId: 7 } });
		const found = await feed.recent(shop.call, count);
		expect(shop.asked).toEqual([
			{ channel_id: 7, ...WITH_LINES, sort: 'date_modified:desc', limit },
		]);
		expect(found.map(({ id }) => id)).toEqual(['1']);
	});

	it('are checkouts, too, where those are wanted', async () => {
		const shop = store([[order(1, 500, 0)]], { filters: { includeIncomplete: true } });
		expect(await feed.recent(shop.call, 5)).toHaveLength(1);
	});

	it('are none where there is none', async () => {
		expect(await feed.recent(store([[]]).call, 5)).toEqual([]);
	});
});

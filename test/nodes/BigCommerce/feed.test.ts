import { describe, expect, it, vi } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { clock } from '../../../core/request/clock';
import { feed } from '../../../nodes/BigCommerce/trigger/feed';

const T0 = Date.parse('2026-03-01T08:00:00Z');
const at = (seconds: number) => new Date(T0 + seconds * 1000);
const rfc = (seconds: number) => at(seconds).toUTCString().replace('GMT', '+0000');
const iso = (seconds: number) => at(seconds).toISOString().replace('.000', '');

const order = (id: number, seconds: number, status_id = 11) => ({
	...{ id, status_id, date_created: rfc(seconds), date_modified: rfc(seconds), channel_id: 1 },
});

/** A store that answers what it is told to, and keeps what it was asked. */
function store(page: object[], parameters: Record<string, unknown> = {}, now = 9000) {
	const asked: Array<Record<string, unknown>> = [];
	const send = async ({ query = {} }: ApiRequest): Promise<ApiResponse> => {
		asked.push(query);
		return page.length === 0
			? { status: 204, headers: { date: at(now).toUTCString() }, body: undefined }
			: { status: 200, headers: { date: at(now).toUTCString() }, body: page };
	};
	const call = {
		client: { send },
		parameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		collection: (name: string) => parameters[name] ?? {},
	} as unknown as Call;
	return { call, asked };
}

const place = (seconds: number, more: object = {}) => ({
	...{ since: iso(seconds), afterId: null, incomplete: [] },
	...more,
});
const page = (count: number, seconds: (i: number) => number) =>
	Array.from({ length: count }, (_unused, i) => order(i + 1, seconds(i)));

describe('the feed of BigCommerce', () => {
	it('begins at the time of the answer, and knows the checkouts that are under way', async () => {
		const { call, asked } = store([order(9, 5, 0), order(7, 4, 0)]);
		expect(await feed.start(call)).toEqual({
			checkpoint: place(9000, { incomplete: ['7', '9'] }),
			at: at(9000).getTime(),
		});
		expect(asked).toMatchObject([{ status_id: 0 }]);
		expect((await feed.start(call, T0)).at).toBe(T0);
	});

	it('reads two minutes again once it has caught up, and stays where nothing came', async () => {
		const { call, asked } = store([order(1, 500), order(2, 600)]);
		const step = await feed.next(call, place(400));
		expect(step).toMatchObject({ done: true, checkpoint: place(480) });
		expect(asked[0]).toMatchObject({ min_date_modified: iso(399), sort: 'date_modified:asc' });
		expect(await feed.next(store([]).call, place(400))).toMatchObject({
			...{ done: true, checkpoint: place(400), changes: [] },
		});
	});

	it('does not follow an order into the future, and tells it nevertheless', async () => {
		const { call } = store([order(1, 600), order(2, 9000 + 3600)]);
		expect(await feed.next(call, place(400))).toMatchObject({ checkpoint: place(480), done: true });
		const alone = store([order(2, 9000 + 3600)], { events: ['orderUpdated'] });
		vi.spyOn(clock, 'sleep').mockRejectedValue(new Error('waited for'));
		const { checkpoint, changes } = await feed.next(alone.call, place(400));
		expect([checkpoint, changes.length]).toEqual([place(400), 1]);
		vi.restoreAllMocks();
	});

	it('tells of an order that was shipped and then went on that it was shipped', async () => {
		const shipped = { date_shipped: rfc(700) };
		const orders = [10, 4, 13, 14].map((status, i) => ({ ...order(i, 800, status), ...shipped }));
		const others = [order(8, 800, 10), { ...order(9, 800, 11), ...shipped }];
		const { changes } = await feed.next(store([...orders, ...others]).call, place(400));
		const at = T0 + 700_000;
		expect(changes.map(({ facts }) => facts.orderShipped)).toEqual([
			at,
			at,
			at,
			at,
			undefined,
			undefined,
		]);
	});

	it('goes on behind a full page at its last time, which it reads again', async () => {
		const { call } = store(page(250, (i) => 400 + i));
		const step = await feed.next(call, place(400));
		expect(step).toMatchObject({ done: false, checkpoint: place(649) });
	});

	it('takes no page of a round size for the end: it may have been cut', async () => {
		for (const count of [50, 100, 150, 200]) {
			const step = await feed.next(store(page(count, (i) => 400 + i)).call, place(400));
			expect(step).toMatchObject({ done: false, checkpoint: place(400 + count - 1) });
		}
		for (const count of [0, 1, 49, 51, 249]) {
			const step = await feed.next(store(page(count, (i) => 400 + i)).call, place(400));
			expect(step.done).toBe(true);
		}
	});

	it('reads again what may have come late into pages that it left minutes ago', async () => {
		const first = await feed.next(store(page(250, (i) => 8740 + i)).call, place(8740));
		expect(first).toMatchObject({ done: false, checkpoint: place(8989) });
		const full = store(
			page(250, (i) => 8989 + i),
			{},
			9250,
		);
		const second = await feed.next(full.call, first.checkpoint);
		expect(second).toMatchObject({ done: false, checkpoint: place(9238) });
		const last = await feed.next(store([order(1, 9290)], {}, 9300).call, second.checkpoint);
		expect(last).toMatchObject({ done: true, checkpoint: place(9000 - 120) });
		const next = await feed.next(store([order(1, 9290)], {}, 9360).call, last.checkpoint);
		expect(next).toMatchObject({ done: true, checkpoint: place(9290 - 120) });
	});

	it('reads a second by id that holds more than a page, and then the next', async () => {
		const full = store(page(250, () => 400));
		const stuck = await feed.next(full.call, place(400));
		expect(stuck).toMatchObject({ done: false, checkpoint: place(400, { afterId: 0 }) });
		const within = await feed.next(full.call, stuck.checkpoint);
		expect(within).toMatchObject({ done: false, checkpoint: place(400, { afterId: 250 }) });
		expect(full.asked[1]).toMatchObject({
			...{ min_date_modified: iso(399), max_date_modified: iso(401), min_id: 1, sort: 'id:asc' },
		});
		const last = await feed.next(store(page(3, () => 400)).call, within.checkpoint);
		expect(last).toMatchObject({ done: false, checkpoint: place(401) });
	});

	it('tells a checkout that was paid as an order of the moment when it was', async () => {
		const before = place(400, { incomplete: ['1', '3'] });
		const paid = { ...order(1, 500), date_created: rfc(10) };
		const { changes, checkpoint } = await feed.next(store([paid, order(2, 501, 0)]).call, before);
		expect(changes.map(({ id, facts }) => [id, facts.orderCreated])).toEqual([
			['1', at(500).getTime()],
		]);
		expect(checkpoint.incomplete).toEqual(['3', '2']);
	});

	it('says when an order was placed and shipped, and of the rest only that it was', async () => {
		const shipped = {
			...{ ...order(1, 500, 2), date_created: rfc(10), date_shipped: rfc(300) },
			payment_status: 'captured',
		};
		const [{ facts, revision }] = (await feed.next(store([shipped]).call, place(400))).changes;
		expect(facts).toEqual({
			orderCreated: at(10).getTime(),
			orderPaid: null,
			orderShipped: at(300).getTime(),
		});
		expect(revision).toBe('2026-03-01T08:08:20+00:00');
	});
});

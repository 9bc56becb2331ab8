import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import type { Checkpoint } from '../../../core/triggers/feed';
import { clock } from '../../../core/request/clock';
import { ResponseError } from '../../../core/request/errors';
import { feed } from '../../../nodes/NaverCommerce/trigger/feed';
import { kst } from '../../../nodes/NaverCommerce/orders/time';
import { failureOf } from '../../kit/failure';
import { ScriptedCall } from '../feeds/scripted-call';

const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';
const QUERY = '/v1/pay-order/seller/product-orders/query';
const SEARCH = '/v1/pay-order/seller/product-orders';
const NOW = Date.parse('2026-03-01T08:00:00Z');
const MINUTE = 60_000;
const before = (minutes: number) => kst(NOW - minutes * MINUTE);

interface Line {
	id: string;
	orderId: string;
	status: string;
	claim?: string;
	/** No details of it. */
	isGone?: boolean;
}

const detail = ({ id, orderId, status, claim }: Line) => ({
	order: { orderId, orderDate: before(30), paymentDate: before(29) },
	productOrder: { productOrderId: id, productOrderStatus: status },
	...(claim && {
		currentClaim: {
			cancel: { claimId: claim, claimStatus: 'CANCEL_REQUEST', claimRequestDate: before(4) },
		},
	}),
});

/** A store with these lines, all changed four minutes ago; its search still shows each as `PAYED`. */
class Store extends ScriptedCall {
	more?: object;
	changed: Line[];

	constructor(private readonly lines: Line[]) {
		super((request) => this.reply(request), NOW);
		this.changed = lines;
	}

	private reply({ path, body, query = {} }: ApiRequest): object | number {
		if (path === FEED) {
			if (query.moreSequence === 'forgotten') return 400;
			return {
				timestamp: '',
				data: { lastChangeStatuses: this.changed.map(row), more: this.more },
			};
		}
		const lines = this.lines.filter(({ isGone }) => isGone !== true);
		if (path === QUERY) {
			const { productOrderIds } = body as { productOrderIds: string[] };
			if (productOrderIds.includes('')) return 400;
			return { data: lines.filter(({ id }) => productOrderIds.includes(id)).map(detail) };
		}
		if (path === SEARCH) {
			const contents = lines.map((line) => ({ content: detail({ ...line, status: 'PAYED' }) }));
			return { data: { contents, pagination: { hasNext: false } } };
		}
		const own = lines.filter(({ orderId }) => path.includes(`/orders/${orderId}/`));
		return own.length === 0 ? 400 : { data: own.map(({ id }) => id) };
	}
}

const row = ({ id, orderId, status }: Line) => ({
	...{ orderId, productOrderId: id, productOrderStatus: status },
	...{ lastChangedDate: before(4), lastChangedType: 'PAYED' },
});

const POSITION = { from: NOW - 10 * MINUTE, newest: NOW - 10 * MINUTE, shown: [] };
const line = (id: number, more: Partial<Line> = {}): Line => ({
	...{ id: `${id}`, orderId: `order-${id}`, status: 'CANCELED' },
	...more,
});

describe('the feed of Naver', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it('does not step over a window whose answer is that of the one before', async () => {
		const empty = { timestamp: '2026-03-01T17:00:00.123+09:00', traceId: 'trace-1', data: {} };
		const script = new ScriptedCall(() => ({ ...empty, data: { lastChangeStatuses: [] } }), NOW);
		const from = NOW - 3 * 24 * 60 * MINUTE;
		const first = await feed.next(script.call, { from, newest: from, shown: [] });
		expect(first.done).toBe(false);
		const again = feed.next(script.call, first.checkpoint);
		await expect(again).rejects.toThrow('the same page twice');
	});

	it('keeps nothing new where nothing is new', async () => {
		const answer = { timestamp: '2026-03-01T17:00:00.123+09:00', traceId: 'trace-1' };
		const script = new ScriptedCall(() => ({ ...answer, data: { lastChangeStatuses: [] } }), NOW);
		const { done, checkpoint } = await feed.next(script.call, POSITION);
		expect([done, checkpoint]).toEqual([true, POSITION]);
	});

	it('shows lines as the query tells them, also where a search is behind', async () => {
		const store = new Store([1, 2, 3, 4, 5].map((id) => line(id)));
		const { changes } = await feed.next(store.call, POSITION);
		expect(store.queries(SEARCH)).toHaveLength(1);
		expect(changes.filter(({ facts }) => 'orderCancelled' in facts)).toHaveLength(5);
	});

	it.each([
		[1, true, 0],
		[Infinity, false, 1],
	])(
		'takes no order for one without lines where Naver names none, %i times',
		async (times, isWhole, hints) => {
			vi.spyOn(clock, 'sleep').mockResolvedValue();
			const store = new Store([line(1), line(2, { orderId: 'order-1' })]);
			store.changed = [line(1)];
			const { answer } = store;
			let asked = 0;
			store.answer = (request) =>
				request.path.endsWith('/product-order-ids') && ++asked <= times
					? { data: [] }
					: answer(request);
			const { changes } = await feed.next(store.call, POSITION);
			expect(changes[0].raw).toMatchObject({ linesComplete: isWhole });
			expect(changes[0].raw.details).toHaveLength(isWhole ? 2 : 1);
			expect(store.hints).toHaveLength(hints);
			expect(asked).toBe(2);
		},
	);

	it('shows the lines that did not change as the query tells them, too', async () => {
		const lines = [1, 2, 3, 4, 5].map((id) => line(id));
		const store = new Store([...lines, line(6, { orderId: 'order-1' })]);
		store.changed = lines;
		const { changes } = await feed.next(store.call, POSITION);
		expect(changes[0]).toMatchObject({ id: 'order-1', raw: { linesComplete: true } });
		expect(changes[0].raw.details).toHaveLength(2);
		expect(changes[0].facts).toHaveProperty('orderCancelled');
	});

	it('asks again for the details that Naver does not give yet, and then shows the order whole', async () => {
		const late = line(2, { isGone: true });
		const store = new Store([line(1), late]);
		const first = await feed.next(store.call, POSITION);
		expect(first.changes.map(({ id }) => id)).toEqual(['order-1']);
		expect(store.hints.join()).toContain('no details yet for 1 product orders (2)');
		store.now = NOW + 10 * MINUTE;
		late.isGone = false;
		const { changes, checkpoint } = await feed.next(store.call, first.checkpoint);
		expect(changes).toMatchObject([{ id: 'order-2', raw: { linesComplete: true } }]);
		expect(checkpoint).not.toHaveProperty('late');
		expect(store.hints).toHaveLength(1);
	});

	it('shows an order of which Naver never gives details by its row, as not complete', async () => {
		const store = new Store([line(1), line(2, { isGone: true })]);
		let { checkpoint } = await feed.next(store.call, POSITION);
		store.now = NOW + 59 * MINUTE;
		const waiting = await feed.next(store.call, checkpoint);
		expect(waiting.changes).toEqual([]);
		({ checkpoint } = waiting);
		store.now = NOW + 61 * MINUTE;
		const { changes, done } = await feed.next(store.call, checkpoint);
		expect(done).toBe(true);
		expect(changes.map(({ id, raw }) => [id, raw.linesComplete])).toEqual([['order-2', false]]);
		expect(store.hints.join()).toContain('order-2');
	});

	it('asks again for rows that an answer counts and does not hold', async () => {
		const store = new Store([line(1)]);
		const { answer } = store;
		let asked = 0;
		store.answer = (request) =>
			request.path === FEED && ++asked === 1
				? { timestamp: '', data: { lastChangeStatuses: [], count: 1 } }
				: answer(request);
		vi.spyOn(clock, 'sleep').mockResolvedValue();
		expect((await feed.next(store.call, POSITION)).changes).toHaveLength(1);
		store.answer = () => ({ timestamp: '', data: { count: 7 } });
		await expect(feed.next(store.call, POSITION)).rejects.toThrow('at least 7 entries');
	});

	it('is not held up by a row without an id', async () => {
		const store = new Store([line(1)]);
		store.changed = [line(1), line(2, { id: '' })];
		const { changes } = await feed.next(store.call, POSITION);
		expect(changes.map(({ id }) => id)).toEqual(['order-1']);
		expect(store.hints).toEqual(['Naver lists a change without a product order number']);
	});

	it('shows an order once for each claim, so that each is told', async () => {
		const shared = { orderId: 'order-1', status: 'PAYED' };
		const store = new Store([
			line(1, { ...shared, claim: 'claim-a' }),
			line(2, { ...shared, claim: 'claim-b' }),
		]);
		const { changes } = await feed.next(store.call, POSITION);
		expect(changes.map(({ occasions }) => occasions?.orderClaimed)).toEqual(['claim-a', 'claim-b']);
	});

	it('says that nobody knows when, where an order on its way has no date of dispatch', async () => {
		const sent = new Store([line(1, { status: 'DELIVERING' })]);
		expect((await feed.next(sent.call, POSITION)).changes[0].facts.orderShipped).toBeNull();
		const arrived = new Store([line(1, { status: 'DELIVERED' })]);
		expect((await feed.next(arrived.call, POSITION)).changes[0].facts.orderShipped).toBe(
			NOW - 30 * MINUTE,
		);
	});

	it('reads a window again from its beginning when Naver has forgotten the page', async () => {
		const store = new Store([line(1)]);
		const more = { lastChangedFrom: before(5), moreSequence: 'forgotten' };
		const step = await feed.next(store.call, { ...POSITION, more });
		const checkpoint = { ...POSITION, refused: true };
		expect(step).toEqual({ changes: [], checkpoint, done: false });
	});

	it('says why Naver refuses a page again and again, in its own words', async () => {
		const store = new Store([line(1)]);
		store.more = { moreFrom: before(3), moreSequence: 'forgotten' };
		let checkpoint: Checkpoint = POSITION;
		for (let step = 0; step < 3; step++) {
			({ checkpoint } = await feed.next(store.call, checkpoint));
		}
		const failure = await failureOf(feed.next(store.call, checkpoint));
		expect(failure).toBeInstanceOf(ResponseError);
		expect(failure).toMatchObject({ response: { status: 400 }, path: FEED });
	});

	it('does not hold a refusal against a page that came later', async () => {
		const store = new Store([line(1)]);
		store.more = { moreFrom: before(3), moreSequence: 'forgotten' };
		const refused = await feed.next(store.call, (await feed.next(store.call, POSITION)).checkpoint);
		store.more = { moreFrom: before(3), moreSequence: 'good' };
		let { checkpoint } = await feed.next(store.call, refused.checkpoint);
		expect(checkpoint).toMatchObject({ refused: true });
		({ checkpoint } = await feed.next(store.call, checkpoint));
		expect(checkpoint).not.toHaveProperty('refused');
	});

	it('looks again at the five minutes before its place, and shows nothing of them twice', async () => {
		const store = new Store([line(1)]);
		const first = await feed.next(store.call, POSITION);
		expect(first.changes).toHaveLength(1);
		const { changes } = await feed.next(store.call, first.checkpoint);
		expect(store.queries(FEED)[1].lastChangedFrom).toBe(before(4 + 5));
		expect(changes).toEqual([]);
	});

	it('looks again at what may have come late into a page that it left minutes ago', async () => {
		const store = new Store([line(1)]);
		store.more = { moreFrom: before(3), moreSequence: '2' };
		const first = await feed.next(store.call, POSITION);
		expect(first.done).toBe(false);
		store.now = NOW + 10 * MINUTE;
		store.more = undefined;
		store.answer = ({ path }) =>
			path === FEED
				? { data: { lastChangeStatuses: [{ ...row(line(1)), lastChangedDate: before(-9) }] } }
				: { data: [] };
		const last = await feed.next(store.call, first.checkpoint);
		expect(last).toMatchObject({ done: true, checkpoint: { from: NOW } });
		const next = await feed.next(store.call, last.checkpoint);
		expect(store.queries(FEED)[2].lastChangedFrom).toBe(before(5));
		expect(next.checkpoint.from).toBe(NOW + 9 * MINUTE);
	});

	it('does not follow a row into the future', async () => {
		const store = new Store([line(1)]);
		store.now = NOW - 60 * MINUTE;
		const { checkpoint } = await feed.next(store.call, POSITION);
		expect(checkpoint.from).toBe(POSITION.from);
	});

	it('asks for the past when it begins, also with a clock that is hours ahead', async () => {
		const store = new Store([]);
		store.now = NOW - 3 * 60 * MINUTE;
		expect((await feed.start(store.call)).at).toBe(store.now);
		const [{ lastChangedFrom }] = store.queries(FEED);
		expect(Date.parse(String(lastChangedFrom))).toBeLessThan(store.now);
	});
});

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('what the feed is asked for', () => {
	const empty = () => ({ timestamp: '', data: { lastChangeStatuses: [] as object[] } });
	const script = (answer: (request: ApiRequest) => object = empty) => new ScriptedCall(answer, NOW);

	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it('is one row of the last half day when it begins, at the time of the answer', async () => {
		const server = script();
		server.now = NOW + 3 * MINUTE;
		expect(await feed.start(server.call)).toEqual({
			at: NOW + 3 * MINUTE,
			checkpoint: { from: NOW + 3 * MINUTE, newest: NOW + 3 * MINUTE, shown: [] },
		});
		expect(server.asked).toEqual([
			{
				method: 'GET',
				path: FEED,
				query: { lastChangedFrom: before(12 * 60), limitCount: 1 },
			},
		]);
		const from = NOW - DAY;
		expect(await feed.start(server.call, from)).toEqual({
			at: from,
			checkpoint: { from, newest: from, shown: [] },
		});
	});

	it.each([
		[DAY, undefined],
		[DAY + 1, NOW - 1],
		[3 * DAY, NOW - 2 * DAY],
	])('is a day at most, up to now where that is less: %i ms ago', async (ago, to) => {
		const server = script();
		// The window begins five minutes before the place.
		const from = NOW - ago + 5 * MINUTE;
		const { done, checkpoint } = await feed.next(server.call, { from, newest: from, shown: ['x'] });
		expect(server.queries(FEED)).toEqual([
			{
				lastChangedFrom: kst(NOW - ago),
				...(to !== undefined && { lastChangedTo: kst(to) }),
				limitCount: 300,
			},
		]);
		expect(done).toBe(to === undefined);
		// An empty day is left at its end, but not later than changes may still be written.
		const reached = to === undefined ? from : Math.max(from, Math.min(to, NOW - 5 * MINUTE));
		expect(checkpoint).toEqual({ from: reached, newest: reached, shown: ['x'] });
	});

	it('is nothing before there were any times', async () => {
		const server = script();
		await feed.next(server.call, { from: 1000, newest: 1000, shown: [] });
		expect(server.queries(FEED)[0].lastChangedFrom).toBe('1970-01-01T09:00:00.000+09:00');
	});

	it('is done with the day in which it is now, whatever the clock of n8n says', async () => {
		const server = script();
		server.now = NOW - 2 * DAY;
		const from = NOW - 3 * DAY + 5 * MINUTE;
		const step = await feed.next(server.call, { from, newest: from, shown: [] });
		expect(server.queries(FEED)[0].lastChangedTo).toBe(kst(NOW - 2 * DAY));
		expect(step.done).toBe(true);
		expect(step.checkpoint.from).toBe(NOW - 2 * DAY - 5 * MINUTE);
	});

	it('is the same window to its end, page by page', async () => {
		const answers = [
			{ data: { more: { moreFrom: before(2000), moreSequence: '7' } } },
			{ data: { more: { moreFrom: before(1990) } } },
			empty(),
		].map((answer) => ({ timestamp: '', ...answer }));
		const rows = [2010, 1995, 1985].map((minutes, index) => ({
			...row(line(index)),
			lastChangedDate: before(minutes),
		}));
		const server = script(({ path }) => {
			if (path !== FEED) return { data: [] };
			const at = server.queries(FEED).length - 1;
			const { data, ...rest } = answers[at];
			return { ...rest, data: { ...data, lastChangeStatuses: [rows[at]] } };
		});
		const from = NOW - 2 * DAY + 5 * MINUTE;
		const to = NOW - DAY;
		let step = await feed.next(server.call, { from, newest: from, shown: [] });
		expect(step).toMatchObject({
			done: false,
			checkpoint: {
				from,
				to,
				newest: Date.parse(before(2010)),
				more: { lastChangedFrom: before(2000), moreSequence: '7' },
			},
		});
		step = await feed.next(server.call, step.checkpoint);
		expect(step.checkpoint).toMatchObject({ from, to, more: { lastChangedFrom: before(1990) } });
		step = await feed.next(server.call, step.checkpoint);
		const { late, ...checkpoint } = step.checkpoint;
		expect(late).toHaveLength(3);
		expect(checkpoint).toEqual({ from: to, newest: to, shown: [] });
		expect(step.done).toBe(false);
		const window = { lastChangedTo: kst(to), limitCount: 300 };
		expect(server.queries(FEED)).toEqual([
			{ ...window, lastChangedFrom: kst(NOW - 2 * DAY) },
			{ ...window, lastChangedFrom: before(2000), moreSequence: '7' },
			{ ...window, lastChangedFrom: before(1990) },
		]);
	});

	it.each([
		[-1000, false],
		[-1001, true],
		[DAY + 1000, false],
		[DAY + 1001, true],
	])('is not answered by a row of another time: %i ms from its beginning', async (ms, isOther) => {
		const start = NOW - 3 * DAY;
		const changed = { ...row(line(1)), lastChangedDate: kst(start + ms) };
		const server = script(({ path }) =>
			path === FEED ? { data: { lastChangeStatuses: [changed] } } : { data: [] },
		);
		const from = start + 5 * MINUTE;
		const work = feed.next(server.call, { from, newest: from, shown: [] });
		if (isOther) await expect(work).rejects.toThrow('answered for another time than requested');
		else expect((await work).done).toBe(false);
	});

	it('is a row in Korean time, also where its offset is missing', async () => {
		const changed = { ...row(line(1)), lastChangedDate: before(4).slice(0, 19) };
		const server = script(({ path }) =>
			path === FEED ? { data: { lastChangeStatuses: [changed] } } : { data: [] },
		);
		expect((await feed.next(server.call, POSITION)).checkpoint.from).toBe(NOW - 4 * MINUTE);
	});

	it('follows a row of the very moment of the answer', async () => {
		const changed = { ...row(line(1)), lastChangedDate: kst(NOW) };
		const server = script(({ path }) =>
			path === FEED ? { data: { lastChangeStatuses: [changed] } } : { data: [] },
		);
		expect((await feed.next(server.call, POSITION)).checkpoint.from).toBe(NOW);
	});

	it('may be refused, but for a page only, and only where the request is at fault', async () => {
		const failing = (verdict: 'denied' | 'invalid') =>
			script(() => {
				throw new ResponseError({ status: 400, headers: {}, body: {} }, verdict, FEED);
			});
		const more = { lastChangedFrom: before(5), moreSequence: '1' };
		const paged = { ...POSITION, more };
		await expect(feed.next(failing('denied').call, paged)).rejects.toBeInstanceOf(ResponseError);
		await expect(feed.next(failing('invalid').call, POSITION)).rejects.toBeInstanceOf(
			ResponseError,
		);
		const server = script(() => {
			throw new Error('No answer');
		});
		await expect(feed.next(server.call, paged)).rejects.toThrow('No answer');
	});

	it('is the window from its beginning when a page was refused, with all that it knew', async () => {
		const kept = {
			...{ from: NOW - HOUR, newest: NOW - HOUR, shown: ['x'], to: NOW - MINUTE, near: NOW },
			more: { lastChangedFrom: before(5), moreSequence: '1' },
			late: [{ row: row(line(7)), since: NOW }],
		};
		const server = script(() => {
			throw new ResponseError({ status: 400, headers: {}, body: {} }, 'invalid', FEED);
		});
		const { checkpoint } = await feed.next(server.call, kept as unknown as Checkpoint);
		const { from, newest, shown, late } = kept;
		expect(checkpoint).toEqual({ from, newest, shown, late, refused: true });
	});
});

describe('what was shown', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it.each([
		['another type', { lastChangedType: 'CLAIM_REQUESTED' }, 1],
		['another time', { lastChangedDate: before(3.99) }, 1],
		['another line', { productOrderId: '2' }, 1],
		['nothing else', {}, 0],
	])('is known by line, time and type: a row with %s', async (_what, change, count) => {
		const store = new Store([line(1), line(2)]);
		store.changed = [line(1)];
		const first = await feed.next(store.call, POSITION);
		const { answer } = store;
		store.answer = (request) =>
			request.path === FEED
				? { data: { lastChangeStatuses: [{ ...row(line(1)), ...change }] } }
				: answer(request);
		expect((await feed.next(store.call, first.checkpoint)).changes).toHaveLength(count);
	});

	it('is kept for the five minutes that are read again, and the last 300 from before', async () => {
		const store = new Store([]);
		const rows = [
			[14, 'a'],
			[9, 'b'],
			[4, 'c'],
		].map(([minutes, id]) => ({
			...row(line(1, { id: String(id) })),
			lastChangedDate: before(Number(minutes)),
		}));
		store.answer = ({ path }) =>
			path === FEED ? { data: { lastChangeStatuses: rows } } : { data: [] };
		const shown = Array.from({ length: 301 }, (_, index) => `x${index}`);
		const from = NOW - 10 * MINUTE;
		const { checkpoint } = await feed.next(store.call, { from, newest: from, shown });
		const key = (id: string, minutes: number) => `${id}|${before(minutes)}|PAYED`;
		// The first row is too old to come again.
		expect(checkpoint.shown).toEqual([...shown.slice(1), key('b', 9), key('c', 4)]);
	});

	it('moves the place to the newest change, where pages that reach into the present are behind', async () => {
		const store = new Store([line(1)]);
		store.more = { moreFrom: before(3), moreSequence: '2' };
		const { checkpoint } = await feed.next(store.call, POSITION);
		expect(checkpoint).toMatchObject({ near: NOW, newest: NOW - 4 * MINUTE });
		// A page of long ago can hold nothing that comes late.
		const old = new Store([line(1)]);
		old.more = store.more;
		old.now = NOW + MINUTE;
		expect((await feed.next(old.call, POSITION)).checkpoint).not.toHaveProperty('near');
		old.now = NOW + MINUTE - 1000;
		expect((await feed.next(old.call, POSITION)).checkpoint).toHaveProperty('near');
	});

	it('is remembered by answer only from one window to the next', async () => {
		const answer = { timestamp: 't', traceId: 'a', data: { lastChangeStatuses: [] } };
		const script = new ScriptedCall(() => answer, NOW);
		const from = NOW - 3 * DAY;
		const day = await feed.next(script.call, { from, newest: from, shown: [] });
		expect(day.checkpoint.answer).toBe('t a');
		expect((await feed.next(script.call, POSITION)).checkpoint).not.toHaveProperty('answer');
		const more = { moreFrom: before(4000), moreSequence: '1' };
		const rows = [{ ...row(line(1)), lastChangedDate: before(4200) }];
		const paged = new ScriptedCall(
			({ path }) =>
				path === FEED
					? { ...answer, data: { lastChangeStatuses: rows, more } }
					: { data: [detail(line(1))] },
			NOW,
		);
		expect(
			(await feed.next(paged.call, { from, newest: from, shown: [] })).checkpoint,
		).not.toHaveProperty('answer');
	});
});

describe('details that are late', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));
	const gone = (count: number) =>
		Array.from({ length: count }, (_, index) => line(index + 1, { isGone: true }));

	it.each([
		[3, '3 product orders (1, 2, 3). They are requested again for an hour'],
		[4, '4 product orders (1, 2, 3 …). They are requested again for an hour'],
	])('are told once, with three of %i numbers', async (count, told) => {
		const store = new Store(gone(count));
		const { checkpoint, changes } = await feed.next(store.call, POSITION);
		expect(changes).toEqual([]);
		expect(store.hints).toEqual([`Naver has no details yet for ${told}`]);
		store.now = NOW + MINUTE;
		await feed.next(store.call, checkpoint);
		expect(store.hints).toHaveLength(1);
	});

	it('are waited for an hour and no longer, from when they were missed first', async () => {
		const store = new Store(gone(1));
		let { checkpoint } = await feed.next(store.call, POSITION);
		expect(checkpoint.late).toEqual([{ row: row(line(1)), since: NOW }]);
		store.changed = [];
		store.now = NOW + HOUR - 1000;
		({ checkpoint } = await feed.next(store.call, checkpoint));
		expect(checkpoint.late).toEqual([{ row: row(line(1)), since: NOW }]);
		store.now = NOW + HOUR;
		const last = await feed.next(store.call, checkpoint);
		expect(last.changes.map(({ id }) => id)).toEqual(['order-1']);
		expect(last.checkpoint).not.toHaveProperty('late');
	});

	it('are those of the newer row where a line has changed again', async () => {
		const store = new Store(gone(1));
		const late = [{ row: { ...row(line(1)), lastChangedType: 'OLD' }, since: NOW - MINUTE }];
		const { checkpoint } = await feed.next(store.call, { ...POSITION, late });
		expect(checkpoint.late).toEqual([{ row: row(line(1)), since: NOW - MINUTE }]);
	});

	it('are waited for up to 300 lines; the oldest of more are shown by their rows', async () => {
		const store = new Store(gone(302));
		const { changes, checkpoint } = await feed.next(store.call, POSITION);
		expect(changes.map(({ id }) => id)).toEqual(['order-1', 'order-2']);
		expect(checkpoint.late).toHaveLength(300);
		expect(changes[0].raw.details).toEqual([
			{
				order: { orderId: 'order-1', paymentDate: undefined },
				productOrder: {
					...{ productOrderId: '1', productOrderStatus: 'CANCELED' },
					...{ lastChangedDate: before(4), lastChangedType: 'PAYED' },
				},
			},
		]);
		const asked = store.asked.filter(({ path }) => path === QUERY);
		const counts = asked.map(
			({ body }) => (body as { productOrderIds: [] }).productOrderIds.length,
		);
		expect(counts).toEqual([300, 2]);
	});
});

describe('the feed', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it('tells when a present was accepted', async () => {
		const store = new Store([line(1, { status: 'PAYED' })]);
		const present = (request: ApiRequest, lastChangedType: string) => {
			if (request.path === FEED)
				return { data: { lastChangeStatuses: [{ ...row(line(1)), lastChangedType }] } };
			if (request.path !== QUERY) return { data: ['1'] };
			const given = detail(line(1, { status: 'PAYED' }));
			const productOrder = { ...given.productOrder, giftReceivingStatus: 'RECEIVED' };
			return { data: [{ ...given, productOrder }] };
		};
		for (const [type, expected] of [
			['GIFT_RECEIVED', NOW - 4 * MINUTE],
			['PAYED', null],
		] as const) {
			store.answer = (request) => present(request, type);
			const { changes } = await feed.next(store.call, POSITION);
			expect(changes[0].facts.orderReadyToShip).toBe(expected);
		}
	});

	it('shows an order with the newest time that the rows tell of its lines', async () => {
		const store = new Store([line(1)]);
		const [{ revision, at }] = (await feed.next(store.call, POSITION)).changes;
		expect([revision, at]).toEqual([before(4), NOW - 4 * MINUTE]);
	});
});

describe('a look at what was last', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it('goes back day by day, for a week at most', async () => {
		const server = new ScriptedCall(() => ({ timestamp: '', data: {} }), NOW);
		expect(await feed.recent?.(server.call, 5)).toEqual([]);
		expect(server.queries(FEED)).toEqual(
			[1, 2, 3, 4, 5, 6, 7].map((day) => ({
				lastChangedFrom: kst(NOW - day * DAY),
				lastChangedTo: kst(NOW - (day - 1) * DAY),
				limitCount: 300,
			})),
		);
	});

	it('shows the last few of the first day that has any, the newest first', async () => {
		const store = new Store([1, 2, 3].map((id) => line(id)));
		const { answer } = store;
		store.answer = (request) =>
			request.path === FEED && store.queries(FEED).length < 3
				? { timestamp: '', data: {} }
				: answer(request);
		const found = await feed.recent?.(store.call, 2);
		expect(found?.map(({ id }) => id)).toEqual(['order-3', 'order-2']);
		expect(store.queries(FEED)).toHaveLength(3);
	});

	it('shows a change without details by its row, for nobody comes back to it', async () => {
		const store = new Store([line(1, { isGone: true })]);
		const found = await feed.recent?.(store.call, 5);
		expect(found?.map(({ id }) => id)).toEqual(['order-1']);
		expect(store.hints.join()).not.toContain('asked for an hour');
	});
});

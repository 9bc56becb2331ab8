import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { ApiRequest } from '../../../core/marketplace';
import type { Position } from '../../../core/trigger/feed';
import { clock } from '../../../core/transport/clock';
import { Refused } from '../../../core/transport/trouble';
import { feed } from '../../../nodes/NaverCommerce/naver.feed';
import { kst } from '../../../nodes/NaverCommerce/naver.time';
import { failureOf } from '../../kit/failure';
import { ScriptedCall } from './scripted-call';

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
		const again = feed.next(script.call, first.position);
		await expect(again).rejects.toThrow('the same page twice');
	});

	it('keeps nothing new where nothing is new', async () => {
		const answer = { timestamp: '2026-03-01T17:00:00.123+09:00', traceId: 'trace-1' };
		const script = new ScriptedCall(() => ({ ...answer, data: { lastChangeStatuses: [] } }), NOW);
		const { done, position } = await feed.next(script.call, POSITION);
		expect([done, position]).toEqual([true, POSITION]);
	});

	it('shows lines as the query tells them, also where a search is behind', async () => {
		const store = new Store([1, 2, 3, 4, 5].map((id) => line(id)));
		const { sightings } = await feed.next(store.call, POSITION);
		expect(store.queries(SEARCH)).toHaveLength(1);
		expect(sightings.filter(({ facts }) => 'orderCancelled' in facts)).toHaveLength(5);
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
			const { sightings } = await feed.next(store.call, POSITION);
			expect(sightings[0].raw).toMatchObject({ linesComplete: isWhole });
			expect(sightings[0].raw.details).toHaveLength(isWhole ? 2 : 1);
			expect(store.hints).toHaveLength(hints);
			expect(asked).toBe(2);
		},
	);

	it('shows the lines that did not change as the query tells them, too', async () => {
		const lines = [1, 2, 3, 4, 5].map((id) => line(id));
		const store = new Store([...lines, line(6, { orderId: 'order-1' })]);
		store.changed = lines;
		const { sightings } = await feed.next(store.call, POSITION);
		expect(sightings[0]).toMatchObject({ id: 'order-1', raw: { linesComplete: true } });
		expect(sightings[0].raw.details).toHaveLength(2);
		expect(sightings[0].facts).toHaveProperty('orderCancelled');
	});

	it('asks again for the details that Naver does not give yet, and then shows the order whole', async () => {
		const late = line(2, { isGone: true });
		const store = new Store([line(1), late]);
		const first = await feed.next(store.call, POSITION);
		expect(first.sightings.map(({ id }) => id)).toEqual(['order-1']);
		expect(store.hints.join()).toContain('no details yet of 1 product orders (2)');
		store.now = NOW + 10 * MINUTE;
		late.isGone = false;
		const { sightings, position } = await feed.next(store.call, first.position);
		expect(sightings).toMatchObject([{ id: 'order-2', raw: { linesComplete: true } }]);
		expect(position).not.toHaveProperty('late');
		expect(store.hints).toHaveLength(1);
	});

	it('shows an order of which Naver never gives details by its row, as not complete', async () => {
		const store = new Store([line(1), line(2, { isGone: true })]);
		let { position } = await feed.next(store.call, POSITION);
		store.now = NOW + 59 * MINUTE;
		const waiting = await feed.next(store.call, position);
		expect(waiting.sightings).toEqual([]);
		({ position } = waiting);
		store.now = NOW + 61 * MINUTE;
		const { sightings, done } = await feed.next(store.call, position);
		expect(done).toBe(true);
		expect(sightings.map(({ id, raw }) => [id, raw.linesComplete])).toEqual([['order-2', false]]);
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
		expect((await feed.next(store.call, POSITION)).sightings).toHaveLength(1);
		store.answer = () => ({ timestamp: '', data: { count: 7 } });
		await expect(feed.next(store.call, POSITION)).rejects.toThrow('at least 7 entries');
	});

	it('is not held up by a row without an id', async () => {
		const store = new Store([line(1)]);
		store.changed = [line(1), line(2, { id: '' })];
		const { sightings } = await feed.next(store.call, POSITION);
		expect(sightings.map(({ id }) => id)).toEqual(['order-1']);
		expect(store.hints).toEqual(['Naver lists a change without a product order number']);
	});

	it('shows an order once for each claim, so that each is told', async () => {
		const shared = { orderId: 'order-1', status: 'PAYED' };
		const store = new Store([
			line(1, { ...shared, claim: 'claim-a' }),
			line(2, { ...shared, claim: 'claim-b' }),
		]);
		const { sightings } = await feed.next(store.call, POSITION);
		expect(sightings.map(({ occasions }) => occasions?.orderClaimed)).toEqual([
			'claim-a',
			'claim-b',
		]);
	});

	it('says that nobody knows when, where an order on its way has no date of dispatch', async () => {
		const sent = new Store([line(1, { status: 'DELIVERING' })]);
		expect((await feed.next(sent.call, POSITION)).sightings[0].facts.orderShipped).toBeNull();
		const arrived = new Store([line(1, { status: 'DELIVERED' })]);
		expect((await feed.next(arrived.call, POSITION)).sightings[0].facts.orderShipped).toBe(
			NOW - 30 * MINUTE,
		);
	});

	it('reads a window again from its beginning when Naver has forgotten the page', async () => {
		const store = new Store([line(1)]);
		const more = { lastChangedFrom: before(5), moreSequence: 'forgotten' };
		const step = await feed.next(store.call, { ...POSITION, more });
		const position = { ...POSITION, refused: true };
		expect(step).toEqual({ sightings: [], position, done: false });
	});

	it('says why Naver refuses a page again and again, in its own words', async () => {
		const store = new Store([line(1)]);
		store.more = { moreFrom: before(3), moreSequence: 'forgotten' };
		let position: Position = POSITION;
		for (let step = 0; step < 3; step++) {
			({ position } = await feed.next(store.call, position));
		}
		const failure = await failureOf(feed.next(store.call, position));
		expect(failure).toBeInstanceOf(Refused);
		expect(failure).toMatchObject({ response: { status: 400 }, path: FEED });
	});

	it('does not hold a refusal against a page that came later', async () => {
		const store = new Store([line(1)]);
		store.more = { moreFrom: before(3), moreSequence: 'forgotten' };
		const refused = await feed.next(store.call, (await feed.next(store.call, POSITION)).position);
		store.more = { moreFrom: before(3), moreSequence: 'good' };
		let { position } = await feed.next(store.call, refused.position);
		expect(position).toMatchObject({ refused: true });
		({ position } = await feed.next(store.call, position));
		expect(position).not.toHaveProperty('refused');
	});

	it('looks again at the five minutes before its place, and shows nothing of them twice', async () => {
		const store = new Store([line(1)]);
		const first = await feed.next(store.call, POSITION);
		expect(first.sightings).toHaveLength(1);
		const { sightings } = await feed.next(store.call, first.position);
		expect(store.queries(FEED)[1].lastChangedFrom).toBe(before(4 + 5));
		expect(sightings).toEqual([]);
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
		const last = await feed.next(store.call, first.position);
		expect(last).toMatchObject({ done: true, position: { from: NOW } });
		const next = await feed.next(store.call, last.position);
		expect(store.queries(FEED)[2].lastChangedFrom).toBe(before(5));
		expect(next.position.from).toBe(NOW + 9 * MINUTE);
	});

	it('does not follow a row into the future', async () => {
		const store = new Store([line(1)]);
		store.now = NOW - 60 * MINUTE;
		const { position } = await feed.next(store.call, POSITION);
		expect(position.from).toBe(POSITION.from);
	});

	it('asks for the past when it begins, also with a clock that is hours ahead', async () => {
		const store = new Store([]);
		store.now = NOW - 3 * 60 * MINUTE;
		expect((await feed.start(store.call)).at).toBe(store.now);
		const [{ lastChangedFrom }] = store.queries(FEED);
		expect(Date.parse(String(lastChangedFrom))).toBeLessThan(store.now);
	});
});

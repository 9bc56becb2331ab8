import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Checkpoint } from '../../../core/triggers/feed';
import { clock } from '../../../core/request/clock';
import { feed } from '../../../nodes/AmazonSellingPartner/trigger/feed';
import { ResponseError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { ScriptedCall } from '../feeds/scripted-call';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-01T08:00:00Z');
const PATH = '/orders/2026-01-01/orders';
const iso = (ms: number) => new Date(ms).toISOString();

interface Asked {
	lastUpdatedAfter: string;
	lastUpdatedBefore?: string;
	paginationToken?: string;
}

/** A seller with an order in every minute. Pages of ten hours; tokens are refused a day later. */
class Seller extends ScriptedCall {
	/** Up to when everything was shown. */
	readonly shown: Array<[number, number]> = [];

	constructor() {
		super(({ query }) => this.page(query as unknown as Asked), NOW);
	}

	private page({ lastUpdatedAfter, lastUpdatedBefore, paginationToken }: Asked): object | number {
		const end = Date.parse(lastUpdatedBefore ?? iso(this.now - 120_000));
		const [at, begun] = (paginationToken ?? `${Date.parse(lastUpdatedAfter)}|${this.now}`)
			.split('|')
			.map(Number);
		if (this.now - begun > DAY) return 400;
		const next = at + 10 * HOUR;
		this.shown.push([at, Math.min(next, end)]);
		return {
			orders: [{ orderId: `at-${at}`, lastUpdatedTime: iso(at), createdTime: iso(at) }],
			lastUpdatedBefore: iso(end),
			...(next < end ? { pagination: { nextToken: `${next}|${begun}` } } : {}),
		};
	}
}

describe('the feed of Amazon', () => {
	let seller: Seller;
	beforeEach(() => {
		seller = new Seller();
		vi.spyOn(clock, 'now').mockImplementation(() => seller.now);
	});

	it('comes to the present, however rarely it is polled', async () => {
		const begin = NOW - 20 * DAY;
		let { checkpoint } = await feed.start(seller.call, begin);
		let polls = 0;
		for (let done = false; !done && polls < 60; polls++) {
			// Once a day, ten pages.
			for (let page = 0; page < 10 && !done; page++) {
				({ checkpoint, done } = await feed.next(seller.call, checkpoint));
			}
			seller.now += 25 * HOUR;
		}
		expect(polls).toBeLessThan(60);
		let upTo = begin;
		for (const [from, to] of seller.shown) if (from <= upTo) upTo = Math.max(upTo, to);
		expect(upTo).toBeGreaterThan(seller.now - 2 * DAY);
	});

	it('does not follow an end or an order into the future', async () => {
		const orders = [{ orderId: '1', lastUpdatedTime: iso(NOW + HOUR), createdTime: iso(NOW) }];
		for (const lastUpdatedBefore of [iso(NOW + HOUR), undefined]) {
			seller.answer = () => ({ orders, lastUpdatedBefore });
			const { checkpoint } = await feed.next(seller.call, { after: iso(NOW - HOUR) });
			expect(Date.parse(String(checkpoint.after))).toBeLessThanOrEqual(NOW);
			const begun = await feed.start(seller.call);
			expect(Date.parse(String(begun.checkpoint.after))).toBeLessThanOrEqual(NOW);
		}
	});

	it('goes on from the end that the first page told, not from that of a later one', async () => {
		const checkpoint = { after: iso(NOW - 15 * HOUR) };
		const first = await feed.next(seller.call, checkpoint);
		expect(first.done).toBe(false);
		seller.now += HOUR;
		const last = await feed.next(seller.call, first.checkpoint);
		expect(last).toMatchObject({ checkpoint: { after: iso(NOW - 120_000) }, done: true });
	});

	it.each([
		['orderCreated', ['PROCEEDS', 'FULFILLMENT']],
		['orderReturned', ['PROCEEDS', 'FULFILLMENT', 'PACKAGES']],
		['orderShipped', ['PROCEEDS', 'FULFILLMENT', 'PACKAGES']],
	])('asks for what proves %s, also where the user does not', async (event, parts) => {
		seller.parameters = { events: [event], includedData: ['PROCEEDS'] };
		await feed.next(seller.call, { after: iso(NOW - HOUR) });
		expect(seller.queries(PATH)[0].includedData).toEqual(parts);
	});

	it('goes no farther than its beginning where Amazon does not tell the end', async () => {
		const moved = iso(NOW + HOUR - 60_000);
		seller.answer = ({ query }) => {
			const { paginationToken } = query as unknown as Asked;
			const time = paginationToken === undefined ? iso(NOW - HOUR) : moved;
			return {
				orders: [{ orderId: time, lastUpdatedTime: time, createdTime: time }],
				...(paginationToken === undefined ? { pagination: { nextToken: 'second' } } : {}),
			};
		};
		const first = await feed.next(seller.call, { after: iso(NOW - 2 * HOUR) });
		seller.now += HOUR;
		const last = await feed.next(seller.call, first.checkpoint);
		expect(last).toMatchObject({ checkpoint: { after: iso(NOW) }, done: true });
	});

	it('says why Amazon refuses a page again and again, in its own words', async () => {
		const after = iso(NOW - 3 * DAY);
		const { answer } = seller;
		seller.answer = (request) =>
			'paginationToken' in JSON.parse(JSON.stringify(request.query)) ? 400 : answer(request);
		let checkpoint: Checkpoint = { after };
		for (let step = 0; step < 3; step++) {
			({ checkpoint } = await feed.next(seller.call, checkpoint));
		}
		const failure = await failureOf(feed.next(seller.call, checkpoint));
		expect(failure).toBeInstanceOf(ResponseError);
		expect(failure).toMatchObject({ response: { status: 400 }, path: PATH });
		// A day later the token has ended, and nobody knows whether the next one is refused, too.
		seller.now += 25 * HOUR;
		const step = await feed.next(seller.call, checkpoint);
		expect(step.checkpoint).not.toHaveProperty('open');
		expect(step.checkpoint).not.toHaveProperty('refused');
	});

	it('does not hold a refusal against a page that came later', async () => {
		const { answer } = seller;
		let refuses = true;
		seller.answer = (request) =>
			refuses && 'paginationToken' in JSON.parse(JSON.stringify(request.query))
				? 400
				: answer(request);
		let { checkpoint } = await feed.next(seller.call, { after: iso(NOW - 3 * DAY) });
		({ checkpoint } = await feed.next(seller.call, checkpoint));
		expect(checkpoint).toMatchObject({ refused: true });
		refuses = false;
		({ checkpoint } = await feed.next(seller.call, checkpoint));
		({ checkpoint } = await feed.next(seller.call, checkpoint));
		expect(checkpoint).not.toHaveProperty('refused');
	});

	it('reads half as far when a token was refused, and farther again when all went well', async () => {
		const after = iso(NOW - 3 * DAY);
		const open = { range: { after }, token: `${NOW}|0`, at: 0, end: iso(NOW) };
		const step = await feed.next(seller.call, { after, open } as unknown as Checkpoint);
		expect(step).toEqual({ changes: [], checkpoint: { after, span: 1.5 * DAY }, done: false });
		seller.now = NOW;
		let { checkpoint, done } = step;
		for (let page = 0; page < 4; page++) {
			({ checkpoint, done } = await feed.next(seller.call, checkpoint));
		}
		const [, first] = seller.queries(PATH);
		expect(first.lastUpdatedBefore).toBe(iso(NOW - 1.5 * DAY - 300_000));
		expect({ checkpoint, done }).toEqual({
			checkpoint: { after: first.lastUpdatedBefore, span: 3 * DAY },
			done: false,
		});
	});
});

describe('the ranges of the feed', () => {
	const END = iso(NOW - 120_000);
	let seller: ScriptedCall;
	beforeEach(() => {
		seller = new ScriptedCall(() => ({ orders: [], lastUpdatedBefore: END }), NOW);
		vi.spyOn(clock, 'now').mockImplementation(() => seller.now);
	});
	const asked = () => seller.queries(PATH).at(-1) ?? {};
	const next = async (checkpoint: object) => await feed.next(seller.call, checkpoint as Checkpoint);
	const order = (n: number, ms: number) => ({ orderId: String(n), lastUpdatedTime: iso(ms) });

	it('begin five minutes before the end of the last one', async () => {
		await next({ after: iso(NOW - HOUR) });
		expect(asked().lastUpdatedAfter).toBe(iso(NOW - HOUR - 300_000));
		expect(asked()).toMatchObject({ maxResultsPerPage: 100 });
		expect(asked()).not.toHaveProperty('lastUpdatedBefore');
		expect(asked()).not.toHaveProperty('paginationToken');
	});

	it.each([
		[8 * DAY - 300_000, undefined],
		[8 * DAY - 299_999, 7 * DAY],
	])('of %i ms before now end after %s', async (ago, length) => {
		const begin = NOW - ago - 300_000;
		const { done, checkpoint } = await next({ after: iso(NOW - ago) });
		const end = length === undefined ? undefined : iso(begin + length);
		expect(asked().lastUpdatedBefore).toBe(end);
		expect(done).toBe(end === undefined);
		expect(checkpoint).toEqual({ after: end ?? END });
	});

	it.each([
		[HOUR, 2 * HOUR - 300_000, undefined],
		[HOUR, 2 * HOUR - 299_999, HOUR],
	])('of a span of %i are cut twice as long after it, %i: %s', async (span, ago, length) => {
		await next({ after: iso(NOW - ago), span });
		const begin = NOW - ago - 300_000;
		const end = length === undefined ? undefined : iso(begin + length);
		expect(asked().lastUpdatedBefore).toBe(end);
	});

	it.each([
		[HOUR, 2 * HOUR],
		[3.4 * DAY, 6.8 * DAY],
		[3.5 * DAY, undefined],
		[4 * DAY, undefined],
		[undefined, undefined],
	])('grow again, twice as long each time: %s, then %s', async (span, then) => {
		const { checkpoint } = await next({ after: iso(NOW - HOUR), span });
		expect(checkpoint).toEqual({ after: END, ...(then === undefined ? {} : { span: then }) });
	});

	it.each([
		[undefined, 3 * DAY, undefined, 1.5 * DAY],
		[DAY, 3 * DAY, undefined, DAY / 2],
		[undefined, HOUR, undefined, HOUR / 2],
		[undefined, HOUR - 2, undefined, 30 * 60_000],
		[undefined, 40 * 60_000, undefined, 30 * 60_000],
		[undefined, 3 * DAY, NOW - DAY, DAY],
	])('of a token that has ended are halved: %s, %i', async (span, length, before, then) => {
		const after = iso(NOW - 3 * DAY);
		const range = { after: iso(NOW - length), ...(before ? { before: iso(before) } : {}) };
		const open = { range, token: 'T', at: NOW - 23 * HOUR, end: iso(NOW) };
		seller.answer = () => 400;
		const step = await next({ after, span, open });
		expect(step).toEqual({ changes: [], checkpoint: { after, span: then }, done: false });
	});

	it('are halved by their end, or by now where that is not known', async () => {
		seller.answer = () => 400;
		const after = iso(NOW - 4 * DAY);
		const open = (end: string | null) => ({
			...{ range: { after }, token: 'T', at: NOW - DAY, end },
		});
		expect((await next({ after, open: open(iso(NOW - 2 * DAY)) })).checkpoint).toEqual({
			...{ after, span: DAY },
		});
		expect((await next({ after, open: open(null) })).checkpoint).toEqual({ after, span: 2 * DAY });
	});

	it.each([
		[23 * HOUR - 1, true],
		[23 * HOUR, false],
	])('that were begun %i ms ago go on with their token: %s', async (age, goesOn) => {
		seller.answer = () => ({ orders: [order(1, NOW)], pagination: { nextToken: 'U' } });
		const [after, end] = [iso(NOW - DAY), iso(NOW - HOUR)];
		const open = { range: { after }, token: 'T', at: NOW - age, end };
		const { checkpoint, changes, done } = await next({ after, open });
		expect(changes).toHaveLength(1);
		expect(done).toBe(false);
		expect(asked()).toMatchObject({ lastUpdatedAfter: after, paginationToken: 'T' });
		expect(checkpoint).toEqual(
			goesOn
				? { after, open: { range: { after }, token: 'U', at: NOW - age, end } }
				: { after, span: DAY / 2 - HOUR / 2 },
		);
	});

	it.each([
		[23 * HOUR - 1, true],
		[23 * HOUR, undefined],
	])('that are refused %i ms after their beginning are read again', async (age, refused) => {
		seller.answer = () => 400;
		const after = iso(NOW - DAY);
		const open = { range: { after }, token: 'T', at: NOW - age, end: iso(NOW) };
		const { checkpoint } = await next({ after, open });
		expect(checkpoint).toEqual({ after, span: DAY / 2, ...(refused && { refused }) });
		// The first page is never refused for its token.
		expect(await failureOf(next({ after }))).toBeInstanceOf(ResponseError);
		// Another refusal is no word about the token.
		seller.answer = () => 404;
		expect(await failureOf(next({ after, open }))).toBeInstanceOf(ResponseError);
	});

	it('keep the mark of a refusal over the first page of the next', async () => {
		seller.answer = () => ({ orders: [], pagination: { nextToken: 'U' }, lastUpdatedBefore: END });
		const { checkpoint } = await next({ after: iso(NOW - DAY), refused: true });
		expect(checkpoint).toMatchObject({ refused: true, open: { token: 'U', at: NOW, end: END } });
		seller.answer = () => ({ orders: [], lastUpdatedBefore: END });
		const whole = await next(checkpoint);
		expect(whole.checkpoint).toEqual({ after: END });
	});

	it.each([
		// Of both ends the earlier counts, and none lies behind the time of the answer.
		[iso(NOW - 15 * DAY), iso(NOW - 15 * DAY)],
		[iso(NOW - HOUR), undefined],
		['soon', undefined],
		[undefined, undefined],
	])('with an end end there, whatever the answer says: %s', async (told, expected) => {
		seller.answer = () => ({ orders: [order(1, NOW)], lastUpdatedBefore: told });
		const after = NOW - 20 * DAY;
		const { checkpoint } = await next({ after: iso(after) });
		expect(checkpoint).toEqual({ after: expected ?? iso(after - 300_000 + 7 * DAY) });
	});

	it('without any end go on from their newest order, and never back', async () => {
		seller.answer = () => ({ orders: [order(1, NOW - HOUR), order(2, NOW - 2 * HOUR)] });
		const after = NOW - DAY;
		expect((await next({ after: iso(after) })).checkpoint).toEqual({ after: iso(NOW - HOUR) });
		seller.answer = () => ({ orders: [order(1, after - HOUR)] });
		expect((await next({ after: iso(after) })).checkpoint).toEqual({ after: iso(after) });
		seller.answer = () => ({ orders: [] });
		expect((await next({ after: iso(after) })).checkpoint).toEqual({ after: iso(after) });
	});

	it('ask for the sites and the shipper that the user wants', async () => {
		seller.parameters = {
			...{ filters: { fulfilledBy: ['AMAZON'] }, marketplaceIds: ['A1PA6795UKMFR9'] },
			...{ includedData: ['FULFILLMENT', 'BUYER'], events: ['orderCreated'] },
		};
		await next({ after: iso(NOW - HOUR) });
		expect(asked()).toMatchObject({
			...{ fulfilledBy: ['AMAZON'], marketplaceIds: ['A1PA6795UKMFR9'] },
			includedData: ['FULFILLMENT', 'BUYER'],
		});
		seller.parameters = { filters: { fulfilledBy: 'AMAZON' }, marketplaceIds: ['ATVPDKIKX0DER'] };
		expect(((await failureOf(next({ after: iso(NOW) }))) as Error).message).toContain(
			'United States',
		);
		seller.parameters = {
			...{ filters: { fulfilledBy: 'AMAZON' }, events: ['orderCancelled'] },
			includedData: [],
		};
		await next({ after: iso(NOW - HOUR) });
		expect(asked()).not.toHaveProperty('fulfilledBy');
		expect(asked().includedData).not.toContain('PACKAGES');
	});

	it('begin at the end that Amazon tells, at a time that is given, or a little before now', async () => {
		const { checkpoint, at } = await feed.start(seller.call);
		expect([checkpoint, at]).toEqual([{ after: END }, NOW]);
		expect(asked()).toMatchObject({ lastUpdatedAfter: iso(NOW - DAY), maxResultsPerPage: 1 });
		seller.answer = () => ({ orders: [] });
		expect((await feed.start(seller.call)).checkpoint).toEqual({ after: iso(NOW - 300_000) });
		const before = seller.asked.length;
		const given = await feed.start(seller.call, NOW - DAY);
		expect(given).toEqual({ checkpoint: { after: iso(NOW - DAY) }, at: NOW - DAY });
		expect(seller.asked).toHaveLength(before);
	});

	it.each([
		[5, 5],
		[100, 100],
		[250, 100],
	])('of the last week show the newest %i first', async (count, size) => {
		seller.answer = () => ({ orders: [order(1, NOW - HOUR), order(2, NOW), order(3, NOW - DAY)] });
		const found = await feed.recent?.(seller.call, count);
		expect(found?.map(({ id }) => id)).toEqual(['2', '1', '3']);
		expect(asked()).toMatchObject({
			...{ lastUpdatedAfter: iso(NOW - 7 * DAY), maxResultsPerPage: size },
		});
	});
});

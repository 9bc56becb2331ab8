import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Position } from '../../../core/trigger/feed';
import { clock } from '../../../core/transport/clock';
import { feed } from '../../../nodes/AmazonSellingPartner/amazon.feed';
import { Refused } from '../../../core/transport/trouble';
import { failureOf } from '../../kit/failure';
import { ScriptedCall } from './scripted-call';

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
		let { position } = await feed.start(seller.call, begin);
		let polls = 0;
		for (let done = false; !done && polls < 60; polls++) {
			// Once a day, ten pages.
			for (let page = 0; page < 10 && !done; page++) {
				({ position, done } = await feed.next(seller.call, position));
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
			const { position } = await feed.next(seller.call, { after: iso(NOW - HOUR) });
			expect(Date.parse(String(position.after))).toBeLessThanOrEqual(NOW);
			const begun = await feed.start(seller.call);
			expect(Date.parse(String(begun.position.after))).toBeLessThanOrEqual(NOW);
		}
	});

	it('goes on from the end that the first page told, not from that of a later one', async () => {
		const position = { after: iso(NOW - 15 * HOUR) };
		const first = await feed.next(seller.call, position);
		expect(first.done).toBe(false);
		seller.now += HOUR;
		const last = await feed.next(seller.call, first.position);
		expect(last).toMatchObject({ position: { after: iso(NOW - 120_000) }, done: true });
	});

	it.each([
		['orderCreated', ['PROCEEDS', 'FULFILLMENT']],
		['orderReturned', ['PROCEEDS', 'FULFILLMENT', 'PACKAGES']],
		['orderShipped', ['PROCEEDS', 'FULFILLMENT', 'PACKAGES']],
	])('asks for what proves %s, also where the user does not', async (event, parts) => {
		seller.parameters = { event, includedData: ['PROCEEDS'] };
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
		const last = await feed.next(seller.call, first.position);
		expect(last).toMatchObject({ position: { after: iso(NOW) }, done: true });
	});

	it('says why Amazon refuses a page again and again, in its own words', async () => {
		const after = iso(NOW - 3 * DAY);
		const { answer } = seller;
		seller.answer = (request) =>
			'paginationToken' in JSON.parse(JSON.stringify(request.query)) ? 400 : answer(request);
		let position: Position = { after };
		for (let step = 0; step < 3; step++) {
			({ position } = await feed.next(seller.call, position));
		}
		const failure = await failureOf(feed.next(seller.call, position));
		expect(failure).toBeInstanceOf(Refused);
		expect(failure).toMatchObject({ response: { status: 400 }, path: PATH });
		// A day later the token has ended, and nobody knows whether the next one is refused, too.
		seller.now += 25 * HOUR;
		const step = await feed.next(seller.call, position);
		expect(step.position).not.toHaveProperty('open');
		expect(step.position).not.toHaveProperty('refused');
	});

	it('does not hold a refusal against a page that came later', async () => {
		const { answer } = seller;
		let refuses = true;
		seller.answer = (request) =>
			refuses && 'paginationToken' in JSON.parse(JSON.stringify(request.query))
				? 400
				: answer(request);
		let { position } = await feed.next(seller.call, { after: iso(NOW - 3 * DAY) });
		({ position } = await feed.next(seller.call, position));
		expect(position).toMatchObject({ refused: true });
		refuses = false;
		({ position } = await feed.next(seller.call, position));
		({ position } = await feed.next(seller.call, position));
		expect(position).not.toHaveProperty('refused');
	});

	it('reads half as far when a token was refused, and farther again when all went well', async () => {
		const after = iso(NOW - 3 * DAY);
		const open = { range: { after }, token: `${NOW}|0`, at: 0, end: iso(NOW) };
		const step = await feed.next(seller.call, { after, open } as unknown as Position);
		expect(step).toEqual({ sightings: [], position: { after, span: 1.5 * DAY }, done: false });
		seller.now = NOW;
		let { position, done } = step;
		for (let page = 0; page < 4; page++) {
			({ position, done } = await feed.next(seller.call, position));
		}
		const [, first] = seller.queries(PATH);
		expect(first.lastUpdatedBefore).toBe(iso(NOW - 1.5 * DAY - 300_000));
		expect({ position, done }).toEqual({
			position: { after: first.lastUpdatedBefore, span: 3 * DAY },
			done: false,
		});
	});
});

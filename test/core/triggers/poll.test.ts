import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { clock } from '../../../core/request/clock';
import {
	ListError,
	NoResponseError,
	UnexpectedResponseError,
	QuotaError,
	ResponseError,
	TokenError,
} from '../../../core/request/errors';
import type { OrderChange } from '../../../core/triggers/feed';
import { FakeClock } from '../../kit/fake-clock';
import { MINUTE, NOW, seen, Shop, type Raw } from './shop';

const iso = new Date(NOW).toISOString();

describe('a poll', () => {
	let shop: Shop;
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockReturnValue(NOW + 100 * MINUTE);
		forgetProcess('poll');
		shop = new Shop();
	});
	afterEach(() => vi.restoreAllMocks());

	it('tells what was found before an error, and throws it at the next poll', async () => {
		const refused = new ResponseError(
			{ status: 503, headers: {}, body: {} },
			'transient',
			'/orders',
		);
		shop.feed.steps = [{ changes: [seen('1', NOW)] }, refused];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		expect(shop.log.join()).toContain('status 503, code E503, request ID r-1');
		const before = structuredClone(shop.kept);
		await expect(shop.poll()).rejects.toThrow();
		expect(shop.kept).toEqual(before);
	});

	it('keeps its place until what it found was written', async () => {
		shop.feed.steps = [{ changes: [seen('1', NOW), seen('2', NOW)], done: true }];
		shop.unreadable = '2';
		await expect(shop.poll()).rejects.toThrow('cannot be read');
		expect(shop.kept).toEqual({});
		shop.unreadable = undefined;
		expect(await shop.poll()).toHaveLength(2);
	});

	it('needs no expression after it has begun to wait', async () => {
		shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: '2026-02-05' };
		shop.losesExpressions = true;
		shop.feed.steps = [{ changes: [seen('1', NOW)], done: true }];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
	});

	describe('with more to read than one poll may', () => {
		const one = (id: number) => ({ changes: [seen(`${id}`, NOW + id)] });

		it.each([
			['half of five minutes where n8n does not say how long', undefined, 3],
			['half of the time that n8n gives', 8 * MINUTE, 4],
		])('begins no step after %s, and goes on at the next', async (_what, budgetMs, count) => {
			let now = NOW + 100 * MINUTE;
			vi.mocked(clock.now).mockImplementation(() => now);
			shop.feed.meanwhile = () => void (now += MINUTE);
			shop.budgetMs = budgetMs;
			shop.feed.steps = [1, 2, 3, 4, 5].map(one);
			const keys = [1, 2, 3, 4, 5].map((id) => `shop:${id}:orderCreated`);
			expect(await shop.poll()).toEqual(keys.slice(0, count));
			expect(await shop.poll()).toEqual(keys.slice(count));
		});

		it('begins no step after 2,000 orders, and goes on at the next', async () => {
			const part = (of: number) => ({
				changes: Array.from({ length: 1500 }, (_unused, i) => seen(`${of}-${i}`, NOW + i)),
			});
			shop.feed.steps = [part(1), part(2), part(3)];
			expect(await shop.poll()).toHaveLength(3000);
			expect(await shop.poll()).toHaveLength(1500);
		});

		it('still tells what is older than all that it had to forget', async () => {
			shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: '2026-02-05' };
			const many = Array.from({ length: 10_050 }, (_unused, i) => seen(`${i}`, NOW + i * 1000));
			shop.feed.steps = [{ changes: many }, { changes: [seen('old', NOW - MINUTE)], done: true }];
			expect(await shop.poll()).toHaveLength(10_050);
			expect(await shop.poll()).toEqual(['shop:old:orderCreated']);
		});
	});

	it('ends without a word where its own pace leaves no quota, unless that takes long', async () => {
		const paced = (minutes: number) => new QuotaError('orders', minutes * MINUTE);
		shop.feed.steps = [paced(29)];
		expect(await shop.poll()).toEqual([]);
		shop.feed.steps = [paced(31)];
		await expect(shop.poll()).rejects.toThrow();
	});

	describe('beside another from the same place, of which n8n gives each a copy', () => {
		let before: IDataObject;

		beforeEach(async () => {
			await shop.poll();
			before = structuredClone(shop.kept);
			shop.feed.steps = [{ changes: [seen('1', NOW)], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			shop.kept = structuredClone(before);
		});

		it('tells nothing again, and keeps no place that would undo the other', async () => {
			expect(await shop.poll()).toEqual([]);
			expect(shop.kept).toEqual(before);
		});

		it('tells all again a little later, as n8n may have failed to keep the place', async () => {
			vi.mocked(clock.now).mockReturnValue(NOW + 100 * MINUTE + 11_000);
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it('tells all again where our clock was set back meanwhile', async () => {
			vi.mocked(clock.now).mockReturnValue(NOW + 40 * MINUTE);
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it('begins at once where n8n has no place for it, because a later beginning loses events', async () => {
			Object.assign(shop, { kept: {}, keptOfAll: {}, workflowId: 'another' });
			shop.feed.steps = [{ changes: [seen('1', NOW)], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			Object.assign(shop, { kept: {}, keptOfAll: {} });
			await shop.poll();
			expect(shop.kept).not.toEqual({});
		});
	});

	it.each([
		['stays where it is', [{ checkpoint: { step: 0 } }]],
		['goes back to where it was', [{}, {}, { checkpoint: { step: 1 } }]],
	])('ends with an error when a feed %s', async (_name, steps) => {
		shop.feed.steps = steps;
		await expect(shop.poll()).rejects.toThrow('sent the same page');
		expect(shop.kept).toEqual({});
	});

	it('tells what it has found before the feed ran in circles', async () => {
		shop.feed.steps = [{ changes: [seen('1', NOW)] }, {}, { checkpoint: { step: 1 } }];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		await expect(shop.poll()).rejects.toThrow('sent the same page');
	});

	it('tells what the page that comes again shows beside, e.g. a list that is read along with it', async () => {
		const page = { changes: [seen('1', NOW)], checkpoint: { step: 0 } };
		shop.feed.steps = [page];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		await expect(shop.poll()).rejects.toThrow('sent the same page');
	});

	it('goes on with another account from the last time at which all was told', async () => {
		shop.feed.steps = [{ changes: [seen('1', NOW + 60 * MINUTE)], done: true }];
		await shop.poll();
		shop.account = 'shop-2';
		await shop.poll();
		expect(shop.feed.begun).toEqual([undefined, NOW + 50 * MINUTE]);
	});

	it('takes no time for told up to which the feed has not shown all', async () => {
		const last = new ResponseError({ status: 503, headers: {}, body: {} }, 'transient', '/orders');
		shop.feed.steps = [{ changes: [seen('1', NOW + 60 * MINUTE)] }, last];
		await shop.poll();
		shop.account = 'shop-2';
		await shop.poll();
		expect(shop.feed.begun).toEqual([undefined, NOW]);
	});

	describe('of another account', () => {
		/** What happens to an order of long ago, once another account is behind the credential. */
		async function later(change: () => void): Promise<string[]> {
			shop.feed.steps = [{ changes: [seen('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			change();
			const old = seen('2', NOW + 90 * MINUTE, { facts: { orderCreated: NOW + MINUTE } });
			shop.feed.steps = [{ changes: [old], done: true }];
			return await shop.poll();
		}

		it('tells nothing from before the change', async () => {
			expect(await later(() => (shop.account = 'shop-2'))).toEqual([]);
		});

		it('loses nothing when the same one, which nobody names, has got new keys', async () => {
			shop.account = null;
			expect(await later(() => (shop.keys = 'keys-2'))).toEqual(['shop:2:orderCreated']);
		});

		it('begins with the present where no times are compared', async () => {
			shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: '2026-02-05' };
			shop.feed.comparesContent = true;
			await later(() => (shop.account = 'shop-2'));
			expect(shop.feed.begun).toEqual([Date.parse('2026-02-05T00:00:00Z'), undefined]);
		});
	});

	describe('whose node was renamed', () => {
		beforeEach(async () => {
			shop.feed.steps = [{ changes: [seen('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			// n8n keeps it under the name that the node had.
			shop.kept = {};
		});

		it('loses nothing that happened since it last told of something', async () => {
			const old = seen('2', NOW + 61 * MINUTE, { facts: { orderCreated: NOW + MINUTE } });
			shop.feed.steps = [{ changes: [old, seen('3', NOW + 62 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:3:orderCreated']);
			expect(shop.feed.begun).toEqual([undefined, NOW + 50 * MINUTE]);
		});

		it('begins where the user wants it to, if that has changed too', async () => {
			shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: '2026-02-05' };
			await shop.poll();
			expect(shop.feed.begun).toEqual([undefined, Date.parse('2026-02-05T00:00:00Z')]);
		});

		it('goes on at its place where no times are compared', async () => {
			Object.assign(shop, { keptOfAll: {}, workflowId: 'another' });
			shop.feed.comparesContent = true;
			shop.feed.steps = [{}, { done: true }, { changes: [seen('4', NOW)], done: true }];
			await shop.poll();
			shop.kept = {};
			expect(await shop.poll()).toEqual(['shop:4:orderCreated']);
			expect(shop.feed.begun).toEqual([undefined, undefined]);
		});

		it('begins anew as a copy in another workflow', async () => {
			Object.assign(shop, { keptOfAll: {}, workflowId: 'another' });
			await shop.poll();
			expect(shop.feed.begun).toEqual([undefined, undefined]);
		});
	});

	describe('for another event', () => {
		const shipped = (id: string, at: number) =>
			seen(id, at, { facts: { orderCreated: NOW, orderShipped: at } });

		it('tells nothing from before the change, and all that comes after it', async () => {
			shop.feed.steps = [{ changes: [shipped('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			shop.parameters = { events: ['orderShipped'] };
			const old = seen('2', NOW + 90 * MINUTE, { facts: { orderShipped: NOW + 20 * MINUTE } });
			shop.feed.steps = [{}, { changes: [old, shipped('3', NOW + 61 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:3:orderShipped']);
			expect(shop.feed.begun).toEqual([undefined]);
		});

		it('is not led into the future by an order that claims to be from there', async () => {
			const future = NOW + 24 * 60 * MINUTE;
			shop.feed.steps = [{ changes: [seen('1', future)], done: true }];
			await shop.poll();
			shop.parameters = { events: ['orderShipped'] };
			shop.feed.steps = [{}, { changes: [shipped('2', NOW + 99 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:2:orderShipped']);
		});

		it('changes nothing where no times are compared', async () => {
			shop.feed.comparesContent = true;
			shop.feed.steps = [{ changes: [seen('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			shop.parameters = { events: ['orderShipped'] };
			shop.feed.steps = [{}, { changes: [shipped('2', NOW + 20 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:2:orderShipped']);
		});
	});

	it('tells an order that changed twice while nobody looked once, in its last state', async () => {
		shop.parameters = { events: ['orderUpdated'] };
		shop.feed.steps = [
			{ changes: [seen('1', NOW + 2), seen('2', NOW + 3)] },
			{ changes: [seen('1', NOW + 4)], done: true },
		];
		expect(await shop.poll()).toEqual([`shop:2:r${NOW + 3}`, `shop:1:r${NOW + 4}`]);
	});

	it('does not tell a former state of an order again whose last state was told', async () => {
		shop.parameters = { events: ['orderUpdated'] };
		shop.feed.steps = [{ changes: [seen('1', NOW + 4)], done: true }, {}];
		expect(await shop.poll()).toEqual([`shop:1:r${NOW + 4}`]);
		shop.feed.steps[1] = { changes: [seen('1', NOW + 2), seen('2', NOW + 3)] };
		shop.feed.steps.push({ changes: [seen('1', NOW + 4)], done: true });
		expect(await shop.poll()).toEqual([`shop:2:r${NOW + 3}`]);
	});

	it('loses no state behind an old copy with a newer time', async () => {
		shop.parameters = { events: ['orderUpdated'] };
		const fresh = seen('1', NOW + 2);
		const copy = seen('1', NOW + 4, { revision: 'old' });
		shop.feed.steps = [{ changes: [fresh] }, { changes: [copy, fresh], done: true }];
		expect(await shop.poll()).toEqual(['shop:1:old', `shop:1:r${NOW + 2}`]);
		shop.feed.steps = [{ changes: [seen('2', NOW + 2)] }, { changes: [copy] }];
		shop.feed.steps.push({ changes: [seen('2', NOW + 4)], done: true }, {});
		shop.kept = {};
		expect(await shop.poll()).toEqual(['shop:1:old', `shop:2:r${NOW + 4}`]);
		shop.feed.steps[3] = { changes: [seen('2', NOW + 2)], done: true };
		expect(await shop.poll()).toEqual([`shop:2:r${NOW + 2}`]);
	});

	describe('from a date', () => {
		const day = (n: number) => `2026-02-0${n}T00:00:00Z`;
		const ms = (n: number) => Date.parse(day(n));

		it('begins anew from another one, and does not tell again what was told', async () => {
			shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: day(5) };
			shop.feed.steps = [{ changes: [seen('5', ms(5))], done: true }];
			expect(await shop.poll()).toHaveLength(1);
			shop.parameters.startDate = day(3);
			shop.feed.steps = [{ changes: [seen('3', ms(3)), seen('5', ms(5))], done: true }];
			expect(await shop.poll()).toEqual(['shop:3:orderCreated']);
			expect(shop.feed.begun).toEqual([ms(5), ms(3)]);
		});

		it('tells what is older than all that was forgotten', async () => {
			shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: day(5) };
			const many = Array.from({ length: 10_050 }, (_unused, i) => seen(`${i}`, ms(5) + i * 1000));
			shop.feed.steps = [{ changes: many, done: true }];
			expect(await shop.poll()).toHaveLength(10_050);
			shop.parameters.startDate = day(3);
			shop.feed.steps = [{ changes: [seen('old', ms(3))], done: true }];
			expect(await shop.poll()).toEqual(['shop:old:orderCreated']);
		});

		it('tells what happened between two beginnings while nobody looked, however much was forgotten', async () => {
			const after = (n: number) =>
				Array.from({ length: 10_050 }, (_unused, i) => seen(`${n}-${i}`, ms(n) + i * 1000));
			for (const n of [3, 5]) {
				vi.mocked(clock.now).mockReturnValue(ms(n) + 180 * MINUTE);
				shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: day(n) };
				shop.feed.steps = [{ changes: after(n), done: true }];
				expect(await shop.poll()).toHaveLength(10_050);
			}
			shop.parameters.startDate = day(4);
			const missed = seen('missed', ms(4) + 60 * MINUTE);
			shop.feed.steps = [{ changes: [missed, ...after(5)], done: true }];
			expect(await shop.poll()).toEqual(['shop:missed:orderCreated']);
		});

		describe('after many thousands of events', () => {
			const created = (i: number) => seen(`${i}`, ms(5) + i * 1000);
			const shipped = (i: number) =>
				seen(`${i}`, ms(5) + i * 1000, { facts: { orderShipped: null } });
			const many = (one: (i: number) => OrderChange<Raw>) =>
				Array.from({ length: 12_500 }, (_unused, i) => one(i));
			beforeEach(() => {
				vi.mocked(clock.now).mockReturnValue(NOW);
			});

			it.each([
				['an earlier date', 'orderCreated', created, day(3)],
				['a later date', 'orderCreated', created, '2026-02-05T00:05:00Z'],
				['an earlier date, of what nobody dates', 'orderShipped', shipped, day(3)],
				['the same date in other words', 'orderCreated', created, '2026-02-05T01:00:00+01:00'],
			])('tells none of them again from %s', async (_what, event, one, startDate) => {
				shop.parameters = { events: [event], startFrom: 'date', startDate: day(5) };
				const last = seen('last', NOW - MINUTE, { facts: {} });
				shop.feed.steps = [{ changes: [...many(one), last], done: true }];
				expect(await shop.poll()).toHaveLength(12_500);
				shop.parameters = { events: [event], startFrom: 'date', startDate };
				shop.feed.steps = [{ changes: [...many(one), last], done: true }];
				expect(await shop.poll()).toEqual([]);
			});

			it('stays where it is in another time zone', async () => {
				shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: '2026-02-05' };
				shop.feed.steps = [{ changes: many(created), done: true }, { done: true }];
				expect(await shop.poll()).toHaveLength(12_500);
				shop.zone = 'Asia/Tokyo';
				expect(await shop.poll()).toEqual([]);
				expect(shop.feed.begun).toEqual([ms(5)]);
			});

			it('tells from an earlier date what only another event or filter had left out', async () => {
				shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: day(5) };
				shop.keeps = ({ id }) => id !== '7';
				shop.feed.steps = [{ changes: many(created), done: true }];
				expect(await shop.poll()).toHaveLength(12_499);
				shop.keeps = undefined;
				const filters = { status: 'any' };
				shop.parameters = {
					events: ['orderCreated'],
					startFrom: 'date',
					startDate: day(3),
					filters,
				};
				shop.feed.steps = [{ changes: many(created), done: true }];
				expect(await shop.poll()).toEqual(['shop:7:orderCreated']);
				shop.parameters = { ...shop.parameters, events: ['orderShipped'], startDate: day(2) };
				const left = many((i) =>
					seen(`${i}`, ms(5) + i * 1000, { facts: { orderShipped: ms(6) } }),
				);
				shop.feed.steps = [{ changes: left, done: true }];
				expect(await shop.poll()).toHaveLength(12_500);
			});
		});

		it('stays where it is while an expression gives another date at every poll', async () => {
			const expression = '={{ $now.minus(1, "day") }}';
			shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: expression };
			shop.values = { startDate: day(5) };
			await shop.poll();
			shop.values = { startDate: day(6) };
			await shop.poll();
			expect(shop.feed.begun).toEqual([ms(5)]);
		});
	});

	describe('of a workflow that was published twice in a row', () => {
		/** What n8n has for the second one: nothing of the first. */
		const publishAgain = () => void Object.assign(shop, { kept: {}, keptOfAll: {} });

		it('begins where the first one began, though the first one was still under way at the second', async () => {
			const checkpoint = { step: 0 };
			let goOn = () => {};
			shop.feed.start = async (_call, from) => {
				const isFirst = shop.feed.begun.push(from) === 1;
				if (isFirst) await new Promise<void>((resolve) => (goOn = resolve));
				// Whoever begins later, begins later in the feed.
				return isFirst ? { checkpoint, at: NOW } : { checkpoint: { step: 9 }, at: NOW + MINUTE };
			};
			const first = shop.poll();
			await vi.waitFor(() => expect(shop.feed.begun).toHaveLength(1));
			publishAgain();
			expect(await shop.poll()).toEqual([]);
			goOn();
			await first;
			shop.feed.steps = [{ changes: [seen('1', NOW + 1)], done: true }];
			publishAgain();
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it.each([
			['another event', { parameters: { events: ['orderShipped'] } }],
			['another account', { account: 'shop-2' }],
			[
				'another start',
				{ parameters: { events: ['orderCreated'], startFrom: 'date', startDate: iso } },
			],
		])('begins anew with %s', async (_name, changed) => {
			await shop.poll();
			publishAgain();
			Object.assign(shop, changed);
			const facts = { orderCreated: NOW - 1, orderShipped: NOW - 1 };
			shop.feed.start = async () => ({ checkpoint: { step: 0 }, at: NOW - 1 });
			shop.feed.steps = [{ changes: [seen('1', NOW - 1, { facts })], done: true }];
			expect(await shop.poll()).toHaveLength(1);
		});

		it('begins anew once n8n was seen to keep a place', async () => {
			await shop.poll();
			await shop.poll();
			publishAgain();
			shop.feed.start = async () => ({ checkpoint: { step: 0 }, at: NOW + MINUTE });
			shop.feed.steps = [{ changes: [seen('1', NOW + 1)], done: true }];
			expect(await shop.poll()).toEqual([]);
		});
	});

	describe('right after the workflow was published', () => {
		const later = NOW + 100 * MINUTE;
		let now: number;
		const trouble = (status: number, verdict: 'transient' | 'throttled' | 'denied') =>
			new ResponseError({ status, headers: {}, body: {} }, verdict, '/orders');
		/** The marketplace's clock is an hour behind ours. */
		const theirs = (ours: number) => ours - 60 * MINUTE;

		beforeEach(() => {
			now = later;
			vi.mocked(clock.now).mockImplementation(() => now);
		});

		/** The marketplace answers as it does, and then as it should. */
		function answers(...troubles: Error[]): void {
			shop.feed.start = async (_call, from) => {
				shop.feed.begun.push(from);
				const failure = troubles.shift();
				if (failure) throw failure;
				return { checkpoint: { step: 0 }, at: from ?? theirs(now) };
			};
		}

		it.each([
			['answers 429', () => trouble(429, 'throttled')],
			['answers 503', () => trouble(503, 'transient')],
			['does not answer in time', () => new NoResponseError('ETIMEDOUT')],
			['refuses the connection', () => new NoResponseError('ECONNREFUSED')],
			['gives no token for now', () => new TokenError('not now', 'later', 'busy', true)],
			['answers with something else', () => new UnexpectedResponseError('no list', 'later')],
			['asks for a long wait', () => new QuotaError(undefined, 50 * MINUTE)],
		])('does not keep it from being published when the marketplace %s', async (_what, failure) => {
			answers(failure());
			expect(await shop.poll()).toEqual([]);
			expect(shop.log.join()).toContain('The trigger is active anyway');
			now += MINUTE;
			shop.feed.steps = [{ changes: [seen('1', theirs(later + 12_000))], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it.each([
			['the access is denied', () => trouble(403, 'denied')],
			['the user has to narrow the list', () => new ListError('too long', 'narrow it')],
			['the credential is not connected', () => new TokenError('no', 'connect')],
		])('keeps it from being published when %s', async (_what, failure) => {
			answers(failure());
			await expect(shop.poll()).rejects.toThrow();
			expect(shop.kept).toEqual({});
		});

		it('tells at the second poll what is still wrong', async () => {
			answers(trouble(503, 'transient'), trouble(503, 'transient'));
			expect(await shop.poll()).toEqual([]);
			await expect(shop.poll()).rejects.toThrow();
		});

		it('counts from the publication, whatever either clock says and however long it takes', async () => {
			answers(...Array.from({ length: 3 }, () => trouble(503, 'transient')));
			await shop.poll();
			for (let polls = 0; polls < 2; polls++) {
				now += 10 * MINUTE;
				await expect(shop.poll()).rejects.toThrow();
			}
			now += 10 * MINUTE;
			const [early, old] = [theirs(later + 1000), theirs(later - 1000)];
			shop.feed.steps = [{ changes: [seen('old', old), seen('1', early)], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it('counts from the publication when one poll had to ask several times', async () => {
			shop.feed.start = async (_call, from) => {
				shop.feed.begun.push(from);
				if (from === undefined) now += 40_000;
				return { checkpoint: { step: 0 }, at: from ?? theirs(now) };
			};
			shop.feed.steps = [{ changes: [seen('1', theirs(later + 12_000))], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it('counts from the publication after a restart that came before the first good answer', async () => {
			answers(trouble(503, 'transient'));
			await shop.poll();
			forgetProcess('poll');
			now += 5 * MINUTE;
			shop.feed.steps = [{ changes: [seen('1', theirs(later + 12_000))], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			expect(shop.kept).not.toHaveProperty('published');
		});

		it('keeps the place that it found before the first page failed', async () => {
			answers();
			shop.feed.steps = [trouble(503, 'transient')];
			expect(await shop.poll()).toEqual([]);
			expect(shop.kept).toHaveProperty('state');
			shop.feed.steps = [{ changes: [seen('1', theirs(later + 12_000))], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			expect(shop.feed.begun).toEqual([undefined]);
		});

		it('goes on from the place that is kept, at the next poll', async () => {
			answers();
			await shop.poll();
			forgetProcess('poll');
			shop.feed.steps = [trouble(429, 'throttled')];
			const before = structuredClone(shop.kept);
			expect(await shop.poll()).toEqual([]);
			expect(shop.kept).toMatchObject(before);
			await expect(shop.poll()).rejects.toThrow();
		});
	});

	describe('beside one that does not end', () => {
		let now: number;
		beforeEach(() => {
			now = NOW + 100 * MINUTE;
			vi.mocked(clock.now).mockImplementation(() => now);
		});

		it('waits for it as long as a poll may take, then reads in its place', async () => {
			await shop.poll();
			let goOn = (): void => undefined;
			let isAsked = false;
			const next = shop.feed.next.bind(shop.feed);
			shop.feed.next = async (call, checkpoint) => {
				isAsked = true;
				await new Promise<void>((resolve) => (goOn = resolve));
				return await next(call, checkpoint);
			};
			shop.feed.steps = [{ changes: [seen('1', NOW + 1)], done: true }];
			const hung = shop.poll();
			await vi.waitFor(() => expect(isAsked).toBe(true));
			shop.feed.next = next;
			now += 5 * MINUTE;
			expect(await shop.poll()).toEqual([]);
			now += 6 * MINUTE;
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			const kept = structuredClone(shop.kept);
			goOn();
			expect(await hung).toEqual([]);
			expect(shop.kept).toEqual(kept);
			expect(await shop.poll()).toEqual([]);
		});

		it('keeps what the other saved, although it hung only when it completed orders', async () => {
			await shop.poll();
			let goOn = (): void => undefined;
			let isAsked = false;
			shop.complete = async (raws) => {
				isAsked = true;
				await new Promise<void>((resolve) => (goOn = resolve));
				return raws;
			};
			shop.feed.steps = [{}, { changes: [seen('1', NOW + 1)], done: true }];
			const hung = shop.poll();
			await vi.waitFor(() => expect(isAsked).toBe(true));
			shop.complete = undefined;
			now += 11 * MINUTE;
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			shop.feed.steps.push({ changes: [seen('2', NOW + 2)], done: true });
			expect(await shop.poll()).toEqual(['shop:2:orderCreated']);
			const kept = structuredClone(shop.kept);
			goOn();
			expect(await hung).toEqual([]);
			expect(shop.kept).toEqual(kept);
			expect(await shop.poll()).toEqual([]);
		});

		it.each([
			['the marketplace lets hang', 'did not end within 10 minutes'],
			['n8n does not even give its credential', 'could not read the credential in time'],
		])('hears of one that %s', async (_what, words) => {
			await shop.poll();
			const time = new FakeClock(now);
			const never = new Promise<never>(() => undefined);
			const next = shop.feed.next.bind(shop.feed);
			if (words.includes('credential')) shop.credential = never;
			else shop.feed.next = async () => await never;
			const failure = expect(shop.poll()).rejects.toThrow(words);
			await time.advance(11 * MINUTE);
			await failure;
			Object.assign(shop, { credential: Promise.resolve({}) });
			shop.feed.next = next;
			shop.feed.steps = [{ changes: [seen('1', NOW + 1)], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});
	});

	describe('while others use up the quota', () => {
		const paced = new QuotaError('orders', 3 * MINUTE);
		/** What became of each of so many polls, one a minute. */
		async function pollFor(minutes: number, everyMinutes = 1): Promise<string[]> {
			let now = clock.now();
			vi.mocked(clock.now).mockImplementation(() => now);
			const told: string[] = [];
			for (let at = 0; at < minutes; at += everyMinutes) {
				const poll = shop.poll();
				told.push(
					...(await poll.catch((error: Error & { httpCode: string }) => [
						`${error.httpCode} ${error.message}`,
					])),
				);
				now += everyMinutes * MINUTE;
			}
			return told;
		}

		it('is silent for a while, then says what keeps it from reading', async () => {
			await shop.poll();
			shop.feed.steps = [paced];
			expect(await pollFor(15)).toEqual([]);
			const [said, ...others] = await pollFor(10);
			expect(said).toContain('429');
			expect(said).toContain('could not read for 15 minutes');
			expect(others).toEqual([]);
		});

		it('is silent at three polls, however seldom they come', async () => {
			await shop.poll();
			shop.feed.steps = [paced];
			expect(await pollFor(3 * 60, 60)).toEqual([]);
			expect(await pollFor(60, 60)).toHaveLength(1);
		});

		it('says it also where it could not even begin', async () => {
			shop.feed.start = async () => {
				throw paced;
			};
			expect(await pollFor(16)).toHaveLength(1);
		});

		it('says nothing where it gets its turn now and then', async () => {
			await shop.poll();
			for (let turn = 0; turn < 6; turn++) {
				shop.feed.steps = [paced];
				expect(await pollFor(10)).toEqual([]);
				shop.feed.steps = [];
				expect(await shop.poll()).toEqual([]);
			}
		});
	});

	describe('with filters', () => {
		const orders = (count: number, from: number) =>
			Array.from({ length: count }, (_unused, i) => seen(`o${from + i}`, NOW + (from + i) * 1000));

		it('tells an order that fits only after many thousands of others', async () => {
			let isPaid = false;
			shop.keeps = ({ id }) => isPaid || id !== 'late';
			shop.feed.steps = [
				{ changes: [seen('late', NOW + 1000), ...orders(12_000, 10)], done: true },
			];
			expect(await shop.poll()).toHaveLength(12_000);
			isPaid = true;
			const changed = seen('late', NOW + 99 * MINUTE, { facts: { orderCreated: NOW + 1000 } });
			const old = seen('o10', NOW + 99 * MINUTE, { facts: { orderCreated: NOW + 10_000 } });
			shop.feed.steps.push({ changes: [changed, old], done: true });
			expect(await shop.poll()).toEqual(['shop:late:orderCreated']);
			shop.feed.steps.push({ changes: [changed], done: true });
			expect(await shop.poll()).toEqual([]);
		});

		it.each([
			['were taken away', { filters: { status: 'paid' } }, {}],
			['are others', { filters: { status: 'paid' } }, { filters: { status: 'sent' } }],
			['were added', {}, { filters: { status: 'paid' } }],
		])('that %s, tells nothing from before, and all that comes after', async (_what, was, is) => {
			shop.parameters = { events: ['orderCreated'], ...was };
			shop.keeps = ({ id }) => id !== 'refused';
			const first = [seen('refused', NOW + MINUTE), seen('1', NOW + 60 * MINUTE)];
			shop.feed.steps = [{ changes: first, done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			shop.parameters = { events: ['orderCreated'], ...is };
			shop.keeps = undefined;
			const old = seen('refused', NOW + 90 * MINUTE, { facts: { orderCreated: NOW + MINUTE } });
			shop.feed.steps.push({ changes: [old, seen('2', NOW + 61 * MINUTE)], done: true });
			expect(await shop.poll()).toEqual(['shop:2:orderCreated']);
			expect(shop.feed.begun).toEqual([undefined]);
		});

		it('that only stand in another order, tells what fits later', async () => {
			shop.parameters = { events: ['orderCreated'], filters: { a: 1, b: 2 } };
			let fits = false;
			shop.keeps = () => fits;
			shop.feed.steps = [
				{ changes: [seen('1', NOW + MINUTE), seen('2', NOW + 60 * MINUTE)], done: true },
			];
			expect(await shop.poll()).toEqual([]);
			shop.parameters = { events: ['orderCreated'], filters: { b: 2, a: 1 } };
			fits = true;
			const changed = seen('1', NOW + 90 * MINUTE, { facts: { orderCreated: NOW + MINUTE } });
			shop.feed.steps.push({ changes: [changed], done: true });
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});
	});

	it('tells an order of which there was nothing to write as soon as there is', async () => {
		shop.parameters = { events: ['orderCreated'], output: 'marketplace' };
		shop.blank.add('1');
		shop.feed.steps = [{ changes: [seen('1', NOW), seen('2', NOW)], done: true }];
		expect(await shop.poll()).toEqual(['shop:2:orderCreated']);
		shop.blank.clear();
		const whole = seen('1', NOW + MINUTE, { facts: { orderCreated: NOW } });
		shop.feed.steps.push({ changes: [whole], done: true });
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
	});

	it('gets through fifty thousand events at once, and through a restart behind them', async () => {
		forgetProcess('handover');
		shop.parameters = { events: ['orderCreated'], startFrom: 'date', startDate: '2026-02-05' };
		const many = Array.from({ length: 50_000 }, (_unused, i) => seen(`${i}`, NOW + i));
		shop.feed.steps = [{ changes: many }, { changes: many.slice(-100), done: true }];
		expect(await shop.poll()).toHaveLength(50_000);
		expect(await shop.poll()).toEqual([]);
		// Nobody knows whether the process before was killed.
		forgetProcess('handover');
		expect(await shop.poll()).toHaveLength(50_000);
	});

	it('refuses a workflow of which n8n would keep nothing, before it asks the marketplace', async () => {
		shop.workflowId = 'made-by-hand-in-a-file';
		await expect(shop.poll()).rejects.toThrow('n8n cannot save the state of the workflow');
		expect(shop.feed.begun).toEqual([]);
		shop.mode = 'manual';
		shop.feed.sample = [seen('1', NOW)];
		await expect(shop.poll()).resolves.toHaveLength(1);
	});

	it('refuses an event that the marketplace does not have', async () => {
		shop.parameters = { events: ['orderTeleported'] };
		await expect(shop.poll()).rejects.toThrow("The event 'orderTeleported' is unknown");
		expect(shop.feed.begun).toEqual([]);
	});

	it('shows the newest five in the editor, and says what it looked at where there is none', async () => {
		shop.mode = 'manual';
		shop.feed.sample = [1, 2, 3, 4, 5, 6, 7].map((id) => seen(`${id}`, NOW - id));
		expect(await shop.poll()).toEqual([1, 2, 3, 4, 5].map((id) => `shop:${id}:orderCreated`));
		shop.parameters = { events: ['orderShipped'] };
		const words =
			"No example of 'orderShipped' was found (searched the newest orders: 7 orders, none matches)";
		await expect(shop.poll()).rejects.toThrow(words);
	});

	it('shows an order once in the editor, however many of its events the feed shows', async () => {
		shop.mode = 'manual';
		shop.feed.sample = [seen('1', NOW), seen('1', NOW), seen('2', NOW)];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated', 'shop:2:orderCreated']);
		expect(shop.kept).toEqual({});
	});
});

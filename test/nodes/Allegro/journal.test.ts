import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import type { Checkpoint } from '../../../core/triggers/feed';
import { readForms } from '../../../nodes/Allegro/orders/checkout-forms';
import { feed } from '../../../nodes/Allegro/trigger/feed';
import { dueOf, stillHidden, type HiddenOrder } from '../../../nodes/Allegro/trigger/hidden';
import type { JournalEvent } from '../../../nodes/Allegro/trigger/events';
import { ScriptedCall } from '../feeds/scripted-call';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const JOURNAL = '/order/events';
const STATS = '/order/event-stats';
const FORMS = '/order/checkout-forms';
const CHANGED = 'FULFILLMENT_STATUS_CHANGED';
const iso = (ms: number) => new Date(NOW + ms).toISOString();

interface Entry {
	form: string | null;
	type?: string;
	/** In milliseconds from now. */
	at: number;
	revision?: string;
	id?: string | null;
}

const entry = ({ form, type = 'BOUGHT', at, revision = 'r', id }: Entry, index: number) => ({
	id: id === undefined ? `${(NOW + at) * 1000 + index}` : id,
	...{ type, occurredAt: iso(at) },
	order: form === null ? {} : { checkoutForm: { id: form, revision } },
});

const formOf = (id: string, at: number, more: object = {}) => ({
	...{ id, status: 'READY_FOR_PROCESSING', revision: 'r', updatedAt: iso(at) },
	...{ fulfillment: { status: 'NEW' }, lineItems: [{ boughtAt: iso(at) }], ...more },
});

/** A seller with a journal and a list; an order that is looked at by itself was bought a day ago. */
class Seller extends ScriptedCall {
	events: Entry[] = [];
	/** What the list by `updatedAt` shows. */
	listed: Array<ReturnType<typeof formOf>> = [];
	single: (id: string) => object | number = (id) => formOf(id, -DAY);
	latest: object | undefined;

	constructor() {
		super((request) => this.reply(request), NOW);
	}

	private reply({ path, query = {} }: ApiRequest): object | number {
		if (path === STATS) return { latestEvent: this.latest };
		if (path === JOURNAL) return { events: this.events.map(entry) };
		if (path !== FORMS) return this.single(path.slice(FORMS.length + 1));
		const from = Date.parse(String(query['updatedAt.gte']));
		const all = this.listed.filter(({ updatedAt }) => Date.parse(updatedAt) >= from);
		const page = all.slice(Number(query.offset ?? 0)).slice(0, Number(query.limit));
		return { checkoutForms: page, count: page.length, totalCount: all.length };
	}

	/** Orders that were looked at by themselves. */
	get looks(): string[] {
		const paths = this.asked.map(({ path }) => path);
		return paths
			.filter((path) => path.startsWith(`${FORMS}/`))
			.map((path) => path.slice(FORMS.length + 1));
	}
}

const at = (more: object = {}) =>
	({
		...{ event: `${NOW * 1000}`, sweep: iso(0), offset: 0, open: false, sweptAt: NOW, again: [] },
		...more,
	}) as unknown as Checkpoint;

const many = (count: number, more: (i: number) => Partial<Entry>): Entry[] =>
	Array.from({ length: count }, (_unused, i) => ({ form: `f${i}`, at: i - 5000, ...more(i) }));

describe('the beginning of the feed of Allegro', () => {
	it.each([
		['behind the last event', (NOW - MINUTE) * 1000 + 17, undefined],
		['behind an event of this second', (NOW + SECOND) * 1000 - 1, undefined],
		['at the clock, where the last event is of the future', (NOW + SECOND) * 1000, NOW * 1000],
	])('is %s', async (_name, id, event) => {
		const seller = new Seller();
		seller.latest = { id: `${id}`, occurredAt: iso(0) };
		const { checkpoint, at: since } = await feed.start(seller.call);
		expect(checkpoint).toEqual({
			...{ event: `${event ?? id}`, sweep: iso(0), offset: 0, open: true, sweptAt: 0, again: [] },
		});
		expect(since).toBe(NOW);
		expect(seller.asked).toEqual([{ method: 'GET', path: STATS }]);
		expect(seller.hints).toEqual([]);
	});

	it.each([undefined, {}, { id: null }])(
		'is at the clock of Allegro without one: %j',
		async (latest) => {
			const seller = new Seller();
			seller.latest = latest;
			expect((await feed.start(seller.call)).checkpoint.event).toBe(`${NOW * 1000}`);
		},
	);

	it.each([
		[MINUTE, false],
		[60 * DAY, false],
		[60 * DAY + 1, true],
	])('is the Start Date, and says where the journal is shorter: %i', async (before, isTold) => {
		const seller = new Seller();
		seller.latest = { id: `${NOW * 1000 - 1}`, occurredAt: iso(0) };
		const from = NOW - before;
		const { checkpoint, at: since } = await feed.start(seller.call, from);
		expect(checkpoint).toMatchObject({ event: `${from * 1000}`, sweep: iso(-before) });
		expect(since).toBe(from);
		expect(seller.hints).toHaveLength(isTold ? 1 : 0);
		expect(seller.hints.join()).toContain(isTold ? '60 days' : '');
	});
});

describe('a poll of Allegro', () => {
	it('asks the journal for all behind its place, and nothing else where nothing happened', async () => {
		const seller = new Seller();
		const checkpoint = at({ sweptAt: NOW - 15 * MINUTE + SECOND });
		const step = await feed.next(seller.call, checkpoint);
		expect(step).toEqual({ changes: [], checkpoint, done: true });
		expect(seller.asked).toEqual([
			{ method: 'GET', path: JOURNAL, query: { from: `${NOW * 1000}`, limit: 1000 } },
		]);
	});

	it.each([
		['a quarter of an hour after the last sweep', { sweptAt: NOW - 15 * MINUTE }],
		['where a sweep has not come to its end', { open: true }],
	])('finds an order that the journal has lost %s', async (_name, more) => {
		const seller = new Seller();
		seller.listed = [formOf('lost', 0)];
		const { changes, checkpoint } = await feed.next(seller.call, at(more));
		expect(changes.map(({ id }) => id)).toEqual(['lost']);
		expect(checkpoint).toMatchObject({ sweptAt: NOW, open: false });
	});

	it('finds, by what the sweep shows, each order once and without a look of its own', async () => {
		const seller = new Seller();
		seller.events = [
			{ form: 'a', at: -2000 },
			{ form: 'a', type: CHANGED, at: -1000 },
		];
		seller.listed = [formOf('a', -2000)];
		const { changes } = await feed.next(seller.call, at());
		expect(changes).toMatchObject([{ id: 'a', at: NOW - 1000 }]);
		expect(seller.looks).toEqual([]);
	});

	it('looks for an order that the list does not show yet', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', at: -1000 }];
		const { changes } = await feed.next(seller.call, at());
		expect(changes).toMatchObject([{ id: 'a', at: NOW - 1000 }]);
		expect(seller.looks).toEqual(['a']);
	});

	it('looks for nothing where an event names no order, and goes on behind it', async () => {
		const seller = new Seller();
		seller.events = [{ form: null, at: -1000 }];
		const { changes, checkpoint } = await feed.next(seller.call, at());
		expect([changes, seller.looks]).toEqual([[], []]);
		expect(checkpoint).toMatchObject({ event: `${(NOW - 1000) * 1000}`, again: [] });
	});

	it.each([
		['has no id', { at: -1000, id: null }],
		['comes from the next second', { at: SECOND }],
	])('stays in its place where an event %s', async (_name, more) => {
		const seller = new Seller();
		seller.events = [{ form: 'a', ...more }];
		const { checkpoint } = await feed.next(seller.call, at({ event: '5' }));
		expect(checkpoint.event).toBe('5');
	});

	it('follows an event of this second', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', at: SECOND - 1 }];
		const { checkpoint } = await feed.next(seller.call, at());
		expect(checkpoint.event).toBe(`${(NOW + SECOND - 1) * 1000}`);
	});

	it.each([
		['another revision', 'BOUGHT', 'old', -MINUTE, 1],
		['the same revision', 'BOUGHT', 'r', -MINUTE, 0],
		["a seller's change of the same revision", CHANGED, 'r', -MINUTE, 1],
		['another revision for a little less than an hour', 'BOUGHT', 'old', 1 - 60 * MINUTE, 1],
		['another revision for an hour', 'BOUGHT', 'old', -60 * MINUTE, 0],
	])('looks once more at an order after %s', async (_name, type, revision, when, looks) => {
		const seller = new Seller();
		seller.events = [{ form: 'a', type, at: when, revision }];
		const first = await feed.next(seller.call, at());
		expect(first.checkpoint.again).toHaveLength(looks);
		seller.events = [];
		const before = seller.looks.length;
		const second = await feed.next(seller.call, first.checkpoint);
		expect(seller.looks.slice(before)).toHaveLength(looks);
		expect(second.checkpoint.again ?? []).toEqual([]);
		expect(second.changes).toHaveLength(looks);
	});

	it('looks by the last of several events whether an order is as new as they are', async () => {
		const seller = new Seller();
		seller.events = [
			{ form: 'a', at: -2000, revision: 'r0' },
			{ form: 'a', at: -1000, revision: 'r' },
			{ form: 'b', at: -2000, revision: 'r' },
			{ form: 'b', at: -1000, revision: 'r1' },
		];
		const { checkpoint } = await feed.next(seller.call, at());
		const again = checkpoint.again as unknown as JournalEvent[];
		expect(again.map(({ formId }) => formId)).toEqual(['b', 'b']);
	});

	it.each([400, 403, 500])('fails where the journal answers %i', async (status) => {
		const seller = new Seller();
		seller.answer = () => status;
		await expect(feed.next(seller.call, at())).rejects.toThrow(`status ${status}`);
		expect(seller.asked).toHaveLength(1);
	});

	it('reads the journal from its beginning where its place is refused, a page as large', async () => {
		const seller = new Seller();
		const { answer } = seller;
		seller.answer = (request) => (request.query?.from === undefined ? answer(request) : 422);
		await feed.next(seller.call, at({ event: '5' }));
		expect(seller.queries(JOURNAL)).toEqual([{ from: '5', limit: 1000 }, { limit: 1000 }]);
		expect(seller.hints).toEqual([expect.stringContaining('event 5.')]);
	});

	it.each([403, 500])('fails where an order answers %i', async (status) => {
		const seller = new Seller();
		seller.events = [{ form: 'a', at: -1000 }];
		seller.single = () => status;
		await expect(feed.next(seller.call, at())).rejects.toThrow(`status ${status}`);
	});
});

it('sweeps the list to its end behind a page that is not full, and not at every look', async () => {
	const seller = new Seller();
	seller.events = [{ form: 'a', at: -5000, type: CHANGED }];
	seller.listed = Array.from({ length: 450 }, (_unused, i) => formOf(`l${i}`, i - 4000));
	const first = await feed.next(seller.call, at({ sweep: iso(-5000) }));
	expect(first).toMatchObject({ done: true, checkpoint: { open: false } });
	expect(first.changes).toHaveLength(451);
	const asked = seller.asked.length;
	seller.events = [];
	await feed.next(seller.call, first.checkpoint);
	expect(seller.asked.slice(asked).map(({ path }) => path)).toEqual([JOURNAL, `${FORMS}/a`]);
});

it('looks no more for an order that the list shows before its next look', async () => {
	const seller = new Seller();
	const events = [{ id: '1', type: CHANGED, occurredAt: NOW - 9000, formId: 'a', revision: 'r' }];
	const hidden = [{ id: 'a', since: NOW - 9000, next: NOW + MINUTE, events }];
	seller.listed = [formOf('a', 0)];
	const { changes, checkpoint } = await feed.next(seller.call, at({ open: true, hidden }));
	expect(changes.map(({ id }) => id)).toEqual(['a']);
	expect(checkpoint.hidden).toBeUndefined();
});

describe('a full page of the journal', () => {
	const pageOf = (more: (i: number) => Partial<Entry> = () => ({})) => many(1000, more);

	it('is not the last, and one of 999 is', async () => {
		const seller = new Seller();
		seller.events = pageOf();
		expect((await feed.next(seller.call, at())).done).toBe(false);
		seller.events = seller.events.slice(1);
		expect((await feed.next(seller.call, at())).done).toBe(true);
	});

	it('is not the last, either, where the sweep is behind', async () => {
		const seller = new Seller();
		seller.listed = Array.from({ length: 1001 }, (_unused, i) => formOf(`l${i}`, i));
		const { done, checkpoint } = await feed.next(seller.call, at({ open: true }));
		expect([done, checkpoint.open]).toEqual([false, true]);
	});

	it('leaves the next sweep due, as that one went only as far as the page', async () => {
		const seller = new Seller();
		seller.events = pageOf();
		const { checkpoint } = await feed.next(seller.call, at({ sweptAt: 77 }));
		expect(checkpoint.sweptAt).toBe(77);
		seller.events = seller.events.slice(1);
		expect((await feed.next(seller.call, at({ sweptAt: 77 }))).checkpoint.sweptAt).toBe(NOW);
	});

	it('is compared with the orders up to its last event, and not with later ones', async () => {
		const seller = new Seller();
		// The events are of the last five seconds; the list goes on for ten pages after them.
		seller.events = pageOf();
		const before = Array.from({ length: 100 }, (_unused, i) => formOf(`f${i}`, i - 5000));
		const later = Array.from({ length: 1000 }, (_unused, i) => formOf(`l${i}`, i));
		seller.listed = [...before, ...later];
		const { checkpoint } = await feed.next(seller.call, at({ sweep: iso(-6000), open: true }));
		expect(seller.queries(FORMS)).toHaveLength(2);
		expect(checkpoint).toMatchObject({ open: true, sweep: iso(98) });
	});

	it('needs a look at what sellers changed, but for what the sweep will show', async () => {
		const seller = new Seller();
		const types = ['BOUGHT', CHANGED];
		// The sweep comes to 90 ms; what happened up to then and is not in it will not come.
		seller.events = [...pageOf((i) => ({ form: `f${i % 4}`, type: types[i % 2], at: 200 }))].slice(
			0,
			996,
		);
		seller.events.push(
			{ form: 'early', at: 90 },
			{ form: 'late', at: 91 },
			{ form: 'seller', type: CHANGED, at: 300 },
			{ form: 'last', at: 301 },
		);
		seller.listed = Array.from({ length: 1100 }, (_unused, i) => formOf(`l${i}`, i - 900));
		await feed.next(seller.call, at({ sweep: iso(-900), open: true }));
		expect([...seller.looks].sort()).toEqual(['early', 'f1', 'f3', 'seller']);
	});
});

describe('orders that Allegro does not show', () => {
	const event = (id: string, formId: string): JournalEvent => {
		return { id, type: CHANGED, occurredAt: NOW, formId, revision: 'r' };
	};
	const hidden = (id: string, since: number, next: number): HiddenOrder => {
		return { id, since, next, events: [event('e', id)] };
	};

	function still(
		before: HiddenOrder[],
		asked: string[],
		unknown: string[],
		now: number,
		events = {},
	) {
		const seller = new Seller();
		const byForm = new Map(Object.entries(events)) as Map<string, JournalEvent[]>;
		const left = stillHidden(seller.call, before, { asked, unknown }, byForm, now);
		return { left, hints: seller.hints };
	}

	it.each([
		[0, MINUTE],
		[30 * SECOND, MINUTE],
		[5 * MINUTE, 5 * MINUTE],
		[60 * MINUTE, 60 * MINUTE],
		[5 * 60 * MINUTE, 60 * MINUTE],
	])('are looked for again after as long as before: %i', (age, pause) => {
		const { left } = still([hidden('a', NOW - age, NOW)], ['a'], ['a'], NOW);
		expect(left).toMatchObject([{ id: 'a', since: NOW - age, next: NOW + pause }]);
	});

	it('are looked for when their time has come, so many at once', () => {
		const all = [hidden('a', 0, NOW - 1), hidden('b', 0, NOW), hidden('c', 0, NOW + 1)];
		expect(dueOf(all, NOW)).toEqual(['a', 'b']);
		const crowd = Array.from({ length: 201 }, (_unused, i) => hidden(`${i}`, 0, NOW));
		expect(dueOf(crowd, NOW)).toHaveLength(200);
		expect(dueOf(crowd, NOW)[0]).toBe('0');
	});

	it('keep what was told of them, each thing once', () => {
		const events = { a: [event('1', 'a'), event('2', 'a'), event('1', 'a')] };
		const { left } = still([], ['a'], ['a'], NOW, events);
		expect(left).toEqual([
			{ id: 'a', since: NOW, next: NOW + MINUTE, events: [event('1', 'a'), event('2', 'a')] },
		]);
	});

	it('stay as they are while nobody looks, and are forgotten when they are there', () => {
		const waiting = hidden('a', NOW - 2 * DAY, NOW + 1);
		const { left, hints } = still([waiting, hidden('b', NOW - 1, NOW)], ['b'], [], NOW);
		expect(left).toEqual([waiting]);
		expect(hints).toEqual([]);
	});

	it.each([
		[DAY - 1, true],
		[DAY, false],
	])('are looked for for a day: %i', (age, isResumable) => {
		const { left, hints } = still([hidden('a', NOW - age, NOW)], ['a'], ['a'], NOW);
		expect(left).toHaveLength(isResumable ? 1 : 0);
		expect(hints).toEqual(
			isResumable ? [] : [expect.stringContaining('merged into others: 1 (a)')],
		);
	});

	it('are told when they are missed first, and three of them by name', () => {
		expect(still([], ['a'], ['a'], NOW).hints).toEqual([
			expect.stringMatching(/cannot be read yet .* for 24 hours: 1 \(a\)$/),
		]);
		const three = ['a', 'b', 'c'];
		expect(still([], three, three, NOW).hints.join()).toContain(': 3 (a, b, c)');
		const four = [...three, 'd'];
		expect(still([], four, four, NOW).hints.join()).toContain(': 4 (a, b, c …)');
		expect(still([hidden('a', NOW - 1, NOW)], ['a'], ['a'], NOW).hints).toEqual([]);
	});

	it('are no more than two thousand, of which the oldest are given up', () => {
		const before = Array.from({ length: 2000 }, (_unused, i) =>
			hidden(`${i}`, NOW - 5000 + i, NOW + 9),
		);
		const { left, hints } = still(before.toReversed(), ['new'], ['new'], NOW);
		expect(left).toHaveLength(2000);
		expect([left[0].id, left.at(-1)?.id]).toEqual(['1', 'new']);
		expect(hints.join()).toContain('merged into others: 1 (0)');
	});
});

describe('orders that are looked at by themselves', () => {
	it('are read twenty at once, by their ids', async () => {
		let [under, most] = [0, 0];
		const paths: string[] = [];
		const send = async ({ method, path }: ApiRequest) => {
			paths.push(`${method} ${path}`);
			most = Math.max(most, ++under);
			await new Promise<void>((resolve) => setImmediate(resolve));
			under--;
			return { status: 200, headers: {}, body: { id: path } };
		};
		const ids = Array.from({ length: 50 }, (_unused, i) => `a/${i}`);
		const { forms, unknown } = await readForms({ client: { send } } as never, ids);
		expect(most).toBe(20);
		expect([forms.length, unknown]).toEqual([50, []]);
		expect(paths[0]).toBe('GET /order/checkout-forms/a%2F0');
	});

	it('are told by their number and what Allegro says where it refuses to show them', async () => {
		const seller = new Seller();
		seller.single = (id) => (id === 'bad' ? 422 : id === 'new' ? 404 : { id });
		const found = await readForms(seller.call, ['bad', 'good', 'new']);
		expect(found).toEqual({ forms: [{ id: 'good' }], unknown: ['new'] });
		expect(seller.hints).toEqual(['Allegro refused to show order bad (status 422)']);
	});
});

it.each([
	[5, 5],
	[100, 100],
	[500, 100],
])(
	'asks for %i examples in the editor by the %i orders that changed last',
	async (count, limit) => {
		const seller = new Seller();
		seller.answer = () => ({ checkoutForms: [formOf('a', 0)], count: 1, totalCount: 1 });
		const found = await feed.recent(seller.call, count);
		expect(found).toMatchObject([{ id: 'a', facts: { orderCreated: NOW } }]);
		expect(seller.asked).toEqual([
			{ method: 'GET', path: FORMS, query: { sort: '-updatedAt', limit } },
		]);
	},
);

it('takes as many examples as it asked for, however long the list is', async () => {
	const seller = new Seller();
	const forms = [formOf('a', 0), formOf('b', -1)];
	seller.answer = () => ({ checkoutForms: forms, count: 2, totalCount: 900 });
	expect(await feed.recent(seller.call, 2)).toHaveLength(2);
	expect(seller.asked).toHaveLength(1);
});

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import type { FeedStart } from '../../../core/triggers/feed';
import { beginOf, type StateBackup } from '../../../core/triggers/state';
import { startOf } from '../../../core/triggers/start';
import { FakeClock } from '../../kit/fake-clock';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-03-01T08:00:00Z');
/** Their clock is an hour behind ours. */
const THEIRS = NOW - 60 * MINUTE;

let time: FakeClock;
let scene: {
	parameters: IDataObject;
	values: IDataObject;
	zone: string;
	account: string | null;
	keys: string;
	comparesContent: boolean;
	selectedBy?: string[];
	events: string;
};
/** With what the feed was begun. */
let begun: unknown[][];

beforeEach(() => {
	time = new FakeClock(NOW);
	begun = [];
	scene = {
		...{ parameters: {}, values: {}, zone: 'UTC', account: 'seller', keys: 'keys-1' },
		...{ comparesContent: false, events: 'orderCreated' },
	};
});

async function start(kept?: StateBackup, published = time.now) {
	const { parameters, values, zone, account, keys } = scene;
	const call = {
		parameter: (name: string, fallback: unknown) =>
			({ ...parameters, ...values })[name] ?? fallback,
		context: { getNode: () => ({ parameters }), getTimezone: () => zone },
		client: {
			marketplace: { id: 'shop' },
			connection: { baseUrl: 'https://shop.example', account, quotaOwner: keys },
		},
	} as unknown as Call;
	const feed = {
		comparesContent: scene.comparesContent,
		start: async (_call: unknown, ...how: unknown[]): Promise<FeedStart> => {
			begun.push(how);
			const at = (how[0] as number | undefined) ?? THEIRS;
			return await Promise.resolve({ checkpoint: { begun: begun.length }, at });
		},
	};
	const trigger = { feed, selectedBy: scene.selectedBy } as never;
	return await startOf(call, trigger, kept, scene.events, published);
}

/** What is kept after polls up to `at`. */
async function polled(at = THEIRS, more: Partial<StateBackup> = {}): Promise<StateBackup> {
	const state = await start();
	begun = [];
	return { ...state, at, checkpoint: { place: 7 }, seen: { keys: { a: 1 }, spans: [] }, ...more };
}

describe('the first poll', () => {
	it('begins now, by their clock, and tells nothing from before', async () => {
		expect(await start()).toMatchObject({
			checkpoint: { begun: 1 },
			...{
				at: THEIRS,
				begin: THEIRS,
				seen: {},
				choice: 'now',
				events: 'orderCreated',
				filters: '',
			},
		});
		expect(begun).toEqual([[]]);
	});

	it.each([
		[999, [[]]],
		[1000, [[], [THEIRS - 1000, true]]],
		[5 * MINUTE, [[], [THEIRS - 5 * MINUTE, true]]],
	])('begins at the publication %d ms ago', async (ms, how) => {
		const { at } = await start(undefined, NOW - ms);
		expect(begun).toEqual(how);
		expect(at).toBe(how.length === 1 ? THEIRS : THEIRS - ms);
	});

	it('begins at the publication by our clock, where no times are compared', async () => {
		scene.comparesContent = true;
		await start(undefined, NOW - MINUTE);
		expect(begun).toEqual([[], [NOW - MINUTE, true]]);
	});

	it.each([
		['2026-02-05', 'UTC', '2026-02-05T00:00:00Z'],
		['2026-02-05', 'Asia/Tokyo', '2026-02-04T15:00:00Z'],
		['2026-02-05T12:00:00+01:00', 'Asia/Tokyo', '2026-02-05T11:00:00Z'],
		['2026-03-01T08:00:00Z', 'UTC', '2026-03-01T08:00:00Z'],
	])('begins at the date %s in %s', async (startDate, zone, iso) => {
		Object.assign(scene, { parameters: { startFrom: 'date', startDate }, zone });
		const { at, begin, choice } = await start(undefined, NOW - 5 * MINUTE);
		expect(begun).toEqual([[Date.parse(iso)]]);
		expect([at, begin, choice]).toEqual([Date.parse(iso), Date.parse(iso), startDate]);
	});

	it.each([
		['a DateTime', DateTime.fromISO('2026-02-05T00:00:00Z')],
		['a Date', new Date('2026-02-05T00:00:00Z')],
	])('begins at a date that an expression gives as %s', async (_what, startDate) => {
		const written = '={{ $today.minus({ days: 24 }) }}';
		scene.parameters = { startFrom: 'date', startDate: written };
		scene.values = { startDate: startDate as unknown as string };
		const { at, choice } = await start();
		expect([at, choice]).toEqual([Date.parse('2026-02-05T00:00:00Z'), written]);
	});

	it.each([
		[{ startFrom: 'date', startDate: null }, "'Start Date' is empty"],
		[{ startFrom: 'date', startDate: '2026-03-01T08:00:00.001Z' }, "'Start Date' is in the future"],
		[{ startFrom: 'date', startDate: ' ' }, "'Start Date' is empty"],
		[{ startFrom: 'date', startDate: 'soon' }, "'Start Date' is not a valid date"],
		[{ startFrom: 'yesterday' }, "'Start From' is unknown"],
	])('is refused with %o', async (parameters, words) => {
		Object.assign(scene, { parameters });
		await expect(start()).rejects.toThrow(words);
		expect(begun).toEqual([]);
	});
});

describe('a later poll', () => {
	it('goes on where the last one ended, with all that is known', async () => {
		const kept = await polled(NOW, { shown: [[1, 2]] });
		expect(await start(kept)).toEqual(kept);
		expect(begun).toEqual([]);
	});

	it('goes on where nothing is known of event and filters yet', async () => {
		const kept = await polled(NOW, { events: undefined, filters: undefined });
		expect(await start(kept)).toMatchObject({ begin: THEIRS, events: 'orderCreated' });
	});

	describe('with another event or filter', () => {
		it.each<[string, () => void]>([
			['event', () => (scene.events = 'orderShipped')],
			['filter', () => (scene.parameters = { filters: { status: 'paid' } })],
			[
				'selection',
				() => Object.assign(scene, { selectedBy: ['kind'], parameters: { kind: 'b' } }),
			],
		])('goes on at the same place, and tells nothing from before: %s', async (_what, change) => {
			const kept = await polled(THEIRS + 30 * MINUTE, { shown: [[1, 2]] });
			change();
			const state = await start(kept);
			expect(state).toMatchObject({ checkpoint: { place: 7 } });
			expect(beginOf(state, scene.events)).toBe(THEIRS + 20 * MINUTE);
			expect(state.shown).toBeUndefined();
			expect(state.seen).toEqual(kept.seen);
			// From then on that is the wish.
			expect(await start(state)).toEqual(state);
		});

		it('changes no beginning where no times are compared', async () => {
			scene.comparesContent = true;
			const kept = await polled(THEIRS + 30 * MINUTE);
			scene.events = 'orderShipped';
			const state = await start(kept);
			expect(state).toMatchObject({ checkpoint: { place: 7 }, begin: THEIRS });
			expect(beginOf(state, 'orderShipped')).toBe(THEIRS);
		});

		it('begins with an event that is added, and lets the others go on', async () => {
			const kept = await polled(THEIRS + 30 * MINUTE);
			scene.events = 'orderCreated,orderShipped';
			const both = await start(kept);
			const begins = ['orderCreated', 'orderShipped'].map((event) => beginOf(both, event));
			expect(begins).toEqual([THEIRS, THEIRS + 20 * MINUTE]);
			expect(await start(both)).toEqual(both);
			scene.events = 'orderShipped';
			const one = await start({ ...both, at: THEIRS + 60 * MINUTE });
			expect(beginOf(one, 'orderShipped')).toBe(THEIRS + 20 * MINUTE);
		});

		it('begins anew with an event that was left out for a while', async () => {
			scene.events = 'orderCreated,orderShipped';
			const kept = await start();
			scene.events = 'orderCreated';
			const without = await start(kept);
			scene.events = 'orderCreated,orderShipped';
			const again = await start({ ...without, at: THEIRS + 60 * MINUTE });
			expect(beginOf(again, 'orderShipped')).toBe(THEIRS + 50 * MINUTE);
			expect(beginOf(again, 'orderCreated')).toBe(THEIRS);
		});

		it('begins with every event at once where the filter is another, too', async () => {
			const kept = await polled(THEIRS + 30 * MINUTE);
			scene.events = 'orderCreated,orderShipped';
			scene.parameters = { filters: { status: 'paid' } };
			expect(beginOf(await start(kept), 'orderCreated')).toBe(THEIRS + 20 * MINUTE);
		});

		it.each([
			['at the beginning, if that is later', THEIRS + 5 * MINUTE, THEIRS],
			['ten minutes before the last event', THEIRS + 15 * MINUTE, THEIRS + 5 * MINUTE],
			['ten minutes ago, if the last event is in the future', NOW + DAY, NOW - 10 * MINUTE],
		])('begins to tell %s', async (_when, at, begin) => {
			const kept = await polled(at);
			scene.events = 'orderShipped';
			expect(beginOf(await start(kept), 'orderShipped')).toBe(begin);
		});
	});

	it.each<[string, IDataObject, IDataObject, boolean]>([
		['in another order', { filters: { a: 1, b: 2 } }, { filters: { b: 2, a: 1 } }, true],
		['as an empty collection', {}, { filters: {} }, true],
		['with other values', { filters: { a: 1 } }, { filters: { a: 2 } }, false],
		['with other names', { filters: { a: 1 } }, { filters: { b: 1 } }, false],
		['in a list of another order', { filters: { a: [1, 2] } }, { filters: { a: [2, 1] } }, false],
		['in another field', { filters: { a: 1 } }, { kind: { a: 1 } }, false],
		['as a selection', { kind: 'x' }, { kind: 'y' }, false],
		['as a list', { kind: ['x'] }, { kind: ['x', 'y'] }, false],
		['beside what decides nothing', { output: 'order' }, { output: 'orderLine' }, true],
	])('takes filters that stand %s for the same, or not', async (_how, was, is, same) => {
		scene.selectedBy = ['kind'];
		scene.parameters = was;
		const kept = await polled(NOW);
		scene.parameters = is;
		const { begin, filters } = await start(kept);
		expect([begin === THEIRS, filters === kept.filters]).toEqual([same, same]);
		expect(filters).toMatch(/^(?:[\w-]{11})?$/);
	});

	describe('of another account', () => {
		it('begins at the last time at which all was told, and has told nothing yet', async () => {
			const kept = await polled(THEIRS + 30 * MINUTE, {
				shown: [[1, 2]],
				seen: { keys: { a: 1 }, spans: [[1, 2]] },
			});
			scene.account = 'another';
			const state = await start(kept);
			expect(begun).toEqual([[THEIRS + 20 * MINUTE]]);
			expect(state).toMatchObject({ checkpoint: { begun: 1 }, begin: THEIRS + 20 * MINUTE });
			expect([state.seen.spans, state.shown]).toEqual([[], undefined]);
			expect(await start(state)).toEqual(state);
		});

		it('may be the same with new keys, where nobody names it: what was told stays told', async () => {
			scene.account = null;
			const seen = { keys: { a: 1 }, spans: [[1, 2]] };
			const kept = await polled(THEIRS + 30 * MINUTE, { seen });
			scene.keys = 'keys-2';
			const state = await start(kept);
			expect(begun).toEqual([[THEIRS + 20 * MINUTE]]);
			expect(state).toMatchObject({ begin: THEIRS, seen });
			expect(state.account).not.toBe(kept.account);
		});

		it('begins now where no times are compared', async () => {
			scene.comparesContent = true;
			const kept = await polled(THEIRS + 30 * MINUTE);
			scene.account = 'another';
			expect(await start(kept)).toMatchObject({ begin: THEIRS });
			expect(begun).toEqual([[undefined]]);
		});
	});

	describe('of a renamed node', () => {
		it('begins at the last time at which all was told', async () => {
			const kept = { ...(await polled(THEIRS + 30 * MINUTE)), checkpoint: undefined };
			const state = await start(kept);
			expect(begun).toEqual([[THEIRS + 20 * MINUTE]]);
			expect(state).toMatchObject({ checkpoint: { begun: 1 }, begin: THEIRS + 20 * MINUTE });
			expect(state.events).toBe('orderCreated');
		});

		it('begins now where no times are compared and no place was noted', async () => {
			scene.comparesContent = true;
			const kept = { ...(await polled()), checkpoint: undefined };
			await start(kept, NOW - MINUTE);
			expect(begun).toEqual([[], [NOW - MINUTE, true]]);
		});
	});

	describe('from another date', () => {
		const from = (startDate: string) => (scene.parameters = { startFrom: 'date', startDate });
		const FEBRUARY = Date.parse('2026-02-05');

		it('begins there, and what was told stays told', async () => {
			from('2026-02-05');
			const kept = await polled(NOW - 2 * DAY);
			from('2026-02-03');
			expect(await start(kept)).toMatchObject({
				checkpoint: { begun: 1 },
				begin: Date.parse('2026-02-03'),
				seen: kept.seen,
				shown: [[FEBRUARY, NOW - 3 * DAY]],
			});
		});

		it('begins now again, where the user chooses that', async () => {
			from('2026-02-05');
			const kept = await polled();
			scene.parameters = {};
			expect(await start(kept, NOW - MINUTE)).toMatchObject({ begin: THEIRS - MINUTE });
		});

		it.each<[string, Partial<StateBackup>, number, unknown]>([
			['nothing, where the last event is no day behind the beginning', {}, FEBRUARY + DAY, []],
			['a moment', {}, FEBRUARY + DAY + 1, [[FEBRUARY, FEBRUARY + 1]]],
			['nothing of the future', {}, NOW + DAY, [[FEBRUARY, NOW - DAY]]],
			[
				'what was shown before, too',
				{ shown: [[1, 2]] },
				FEBRUARY + 2 * DAY,
				[
					[1, 2],
					[FEBRUARY, FEBRUARY + DAY],
				],
			],
		])('knows as shown %s', async (_what, more, at, shown) => {
			from('2026-02-05');
			const kept = await polled(at, more);
			from('2026-02-03');
			expect((await start(kept)).shown).toEqual(shown);
		});

		it('knows the newest twenty times of which all was shown', async () => {
			from('2026-02-05');
			const before = Array.from({ length: 20 }, (_unused, i): [number, number] => [i, i + 1]);
			const kept = await polled(FEBRUARY + 2 * DAY, { shown: before });
			from('2026-02-03');
			const { shown } = await start(kept);
			expect(shown).toHaveLength(20);
			expect([shown?.[0], shown?.at(-1)]).toEqual([
				[1, 2],
				[FEBRUARY, FEBRUARY + DAY],
			]);
		});

		it.each<[string, () => void, boolean]>([
			['with another account', () => (scene.account = 'another'), true],
			['with another event', () => (scene.events = 'orderShipped'), true],
			['with another filter', () => (scene.parameters.filters = { a: 1 }), false],
			['where no times are compared', () => (scene.comparesContent = true), false],
		])('knows of no time that all was shown %s', async (_what, change, losesSpans) => {
			from('2026-02-05');
			const seen = { keys: { a: 1 }, spans: [[1, 2]] };
			const kept = await polled(NOW - 2 * DAY, { seen, shown: [[1, 2]] });
			from('2026-02-03');
			change();
			const state = await start(kept);
			expect(state.shown).toBeUndefined();
			expect(state.seen).toEqual(losesSpans ? { ...seen, spans: [] } : seen);
		});
	});
});

import { ObservableObject, type IPollFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import {
	requireStaticData,
	resolveUnconfirmed,
	withUnconfirmed,
} from '../../../core/triggers/handover';
import { EmittedEvents } from '../../../core/triggers/dedupe';
import type { TriggerState } from '../../../core/triggers/state';
import { FakeClock } from '../../kit/fake-clock';

type Kind = 'firstLine' | 'secondLine' | 'durable';

/** Durable cursors are plain copies; all else n8n watches for changes. */
const context = (kind: Kind, id = 'w') =>
	({
		getWorkflow: () => ({ id }),
		getNode: () => ({ id: 'n' }),
		getWorkflowStaticData: () => (kind === 'durable' ? {} : ObservableObject.create({})),
		...(kind === 'firstLine' ? {} : { __commitCursor: async () => undefined }),
	}) as unknown as IPollFunctions;
const FIRST_LINE = context('firstLine');
const SECOND_LINE = context('secondLine');
const DURABLE = context('durable');

function state(place: number, ...told: string[]): TriggerState {
	const seen = EmittedEvents.read(undefined);
	for (const key of told) seen.add(key, place);
	return {
		checkpoint: { place },
		at: place,
		begin: 0,
		seen: seen.write(true),
		account: 'a',
		choice: 'now',
	};
}

const BEFORE = state(1, 'old');
const AFTER = state(2, 'old', 'new');

describe('the place behind events that were just told', () => {
	let time: FakeClock;

	beforeEach(() => {
		forgetProcess('handover');
		time = new FakeClock();
	});

	/** What the next poll goes on from, after `ms`. */
	async function next(kept: TriggerState, ms: number, isRestarted: boolean) {
		await time.advance(ms);
		if (isRestarted) forgetProcess('handover');
		return resolveUnconfirmed(FIRST_LINE, JSON.parse(JSON.stringify(kept)) as TriggerState);
	}

	it('holds while the process lives', async () => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		expect(await next(kept, 60_000, false)).toEqual(AFTER);
	});

	it.each([
		['1.x', FIRST_LINE],
		['2.x without durable cursors', SECOND_LINE],
	])('is given up when another process begins soon after, on %s', async (_line, line) => {
		const kept = withUnconfirmed(line, BEFORE, AFTER, ['new']);
		const start = await next(kept, 60_000, true);
		expect(start).toMatchObject({ checkpoint: BEFORE.checkpoint, at: BEFORE.at });
		const seen = EmittedEvents.read(start?.seen);
		expect([seen.has('old', null), seen.has('new', null)]).toEqual([true, false]);
	});

	it('is given up with what was told of times that are forgotten since', async () => {
		const many = (from: number, to: number) =>
			Array.from({ length: to - from }, (_unused, i) => `${from + i}`);
		const seen = EmittedEvents.read(undefined);
		for (const key of many(2000, 12_000)) seen.add(key, Number(key) * 1000);
		const before = { ...state(1), seen: seen.write(true) };
		for (const key of many(1000, 1100)) seen.add(key, Number(key) * 1000);
		const after = { ...state(2), seen: seen.write(true) };
		const kept = withUnconfirmed(FIRST_LINE, before, after, many(1000, 1100));
		const start = await next(kept, 60_000, true);
		expect(EmittedEvents.read(start?.seen).has('1000', 1000 * 1000)).toBe(false);
	});

	it('is given up even if the first polls of that process fail', async () => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		await next(kept, 60_000, true);
		expect(await next(kept, 30 * 60_000, false)).toMatchObject({ checkpoint: BEFORE.checkpoint });
	});

	it.each([
		['is given up', 5 * 60_000, BEFORE],
		['holds', 5 * 60_000 + 1, AFTER],
	])('%s when another process begins %d ms later', async (_what, ms, place) => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		expect(await next(kept, ms, true)).toMatchObject({ checkpoint: place.checkpoint });
	});

	it('is not taken for that of another trigger', async () => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		forgetProcess('handover');
		withUnconfirmed(context('firstLine', 'another'), BEFORE, AFTER, []);
		expect(await next(kept, 1000, false)).toMatchObject({ checkpoint: BEFORE.checkpoint });
	});

	it('is settled by the first poll that ends well', async () => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		expect(await next(kept, 1000, true)).toMatchObject({ checkpoint: BEFORE.checkpoint });
		withUnconfirmed(FIRST_LINE, AFTER, AFTER, []);
		expect(await next(kept, 1000, false)).toEqual(AFTER);
	});

	it('is gone from what a poll goes on from', async () => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		expect(await next(kept, 1000, true)).not.toHaveProperty('unconfirmed');
		expect(resolveUnconfirmed(FIRST_LINE, undefined)).toBeUndefined();
		expect(resolveUnconfirmed(FIRST_LINE, BEFORE)).toBe(BEFORE);
	});

	it('holds when another process begins much later', async () => {
		const kept = withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
		expect(await next(kept, 6 * 60_000, true)).toEqual(AFTER);
	});

	describe('by two polls, one right behind the other', () => {
		const LATER = state(3, 'old', 'new', 'newer');

		it.each([
			['told more', ['newer'], LATER, ['old']],
			['found nothing', [], AFTER, ['old']],
		])('is given up for both when the second one %s', async (_what, told, after, seen) => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			await time.advance(5000);
			const kept = withUnconfirmed(FIRST_LINE, AFTER, after, told);
			const start = await next(kept, 5000, true);
			expect(start).toMatchObject({ checkpoint: BEFORE.checkpoint, at: BEFORE.at });
			const known = EmittedEvents.read(start?.seen);
			expect(['old', 'new', 'newer'].filter((key) => known.has(key, null))).toEqual(seen);
		});

		it('is given up for the second one alone when the first is long done', async () => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			await time.advance(60_000);
			const kept = withUnconfirmed(FIRST_LINE, AFTER, LATER, ['newer']);
			expect(await next(kept, 5000, true)).toMatchObject({ checkpoint: AFTER.checkpoint });
		});

		it('is not given up for what another account was told', async () => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			await time.advance(5000);
			const other = { ...state(7), account: 'b' };
			const kept = withUnconfirmed(FIRST_LINE, other, { ...LATER, account: 'b' }, ['newer']);
			expect(await next(kept, 5000, true)).toMatchObject({ checkpoint: other.checkpoint });
		});

		it.each([
			['is given up for both', 29_999, BEFORE],
			['is given up for the second alone', 30_000, AFTER],
		])('%s when %d ms lie between', async (_what, ms, place) => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			await time.advance(ms);
			const kept = withUnconfirmed(FIRST_LINE, AFTER, LATER, ['newer']);
			expect(await next(kept, 5000, true)).toMatchObject({ checkpoint: place.checkpoint });
		});

		it('is given up for the second alone where our clock was set back', async () => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			time.now -= 60_000;
			const kept = withUnconfirmed(FIRST_LINE, AFTER, LATER, ['newer']);
			expect(await next(kept, 5000, true)).toMatchObject({ checkpoint: AFTER.checkpoint });
		});

		it('holds for good once half a minute went by in which nothing was told', async () => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			await time.advance(30_000);
			expect(withUnconfirmed(FIRST_LINE, AFTER, AFTER, []).unconfirmed).toBeUndefined();
		});

		it.each([
			['choice', { choice: '2026-02-05' }],
			['events', { events: 'orderShipped' }],
		])('is not given up for what was told of another %s', async (_what, more) => {
			withUnconfirmed(FIRST_LINE, BEFORE, AFTER, ['new']);
			await time.advance(5000);
			const kept = withUnconfirmed(FIRST_LINE, { ...AFTER, ...more }, { ...LATER, ...more }, [
				'newer',
			]);
			expect(kept.unconfirmed?.keys).toEqual([EmittedEvents.short('newer')]);
		});

		it('begins anew every five minutes while one poll follows the other', async () => {
			const places: unknown[] = [];
			for (let place = 1; place <= 40; place++) {
				const kept = withUnconfirmed(FIRST_LINE, state(place), state(place + 1), [`${place}`]);
				places.push(kept.unconfirmed?.checkpoint.place);
				await time.advance(10_000);
			}
			expect(places).toEqual([...Array<number>(30).fill(1), ...Array<number>(10).fill(31)]);
		});

		it('does not grow for ever while one poll follows the other', async () => {
			for (let place = 1; place < 100; place++) {
				const kept = withUnconfirmed(FIRST_LINE, state(place), state(place + 1), [`${place}`]);
				expect(kept.unconfirmed?.keys.length).toBeLessThanOrEqual(60);
				await time.advance(5000);
			}
		});
	});

	it('holds where n8n keeps it together with the execution, and where nothing was told', () => {
		expect(withUnconfirmed(DURABLE, BEFORE, AFTER, ['new'])).toEqual(AFTER);
		expect(withUnconfirmed(FIRST_LINE, BEFORE, AFTER, [])).toEqual(AFTER);
	});
});

describe('an n8n that keeps places in a way that is not known', () => {
	const strange = (kept: object, more: object) => {
		const log: string[] = [];
		const logger = { warn: (line: string) => void log.push(line) };
		const known = {
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id: 'n', name: 'Trigger' }),
		};
		const line = { ...known, getWorkflowStaticData: () => kept, logger, ...more };
		return { log, line: line as unknown as IPollFunctions };
	};
	const commit = { __commitCursor: async () => undefined };

	it.each([
		['copies without a commit', {}, {}],
		['proxies that watch otherwise', new Proxy({}, {}), commit],
	])('is told once, and nothing is taken for granted: %s', (_name, kept, more) => {
		forgetProcess('handover');
		const { line, log } = strange(kept, more);
		expect(withUnconfirmed(line, BEFORE, AFTER, ['new']).unconfirmed).toBeDefined();
		withUnconfirmed(line, BEFORE, AFTER, ['new']);
		expect(log).toEqual([expect.stringContaining('in an unknown way')]);
	});
});

it('is told of each trigger', () => {
	forgetProcess('handover');
	const log: string[] = [];
	for (const id of ['w', 'v', 'w']) {
		const line = {
			getWorkflow: () => ({ id }),
			getNode: () => ({ id: 'n', name: `Trigger of ${id}` }),
			getWorkflowStaticData: () => ({}),
			logger: { warn: (words: string) => void log.push(words) },
		};
		withUnconfirmed(line as unknown as IPollFunctions, BEFORE, AFTER, []);
	}
	expect(log).toEqual([
		expect.stringContaining('Trigger of w: '),
		expect.stringContaining('Trigger of v: '),
	]);
});

describe('a workflow of which n8n keeps nothing', () => {
	it.each<[string, Kind, number]>([
		['1.x', 'firstLine', 16],
		['2.x without durable cursors', 'secondLine', 21],
	])('is refused on %s', (_line, kind, longest) => {
		expect(() => requireStaticData(context(kind, 'i'.repeat(longest)))).not.toThrow();
		const refuse = () => requireStaticData(context(kind, 'i'.repeat(longest + 1)));
		expect(refuse).toThrow(`ID is longer than ${longest} characters`);
	});

	it('is none where n8n keeps the place with the execution', () => {
		expect(() => requireStaticData(context('durable', 'i'.repeat(36)))).not.toThrow();
	});

	it('is none where n8n does not tell its id', () => {
		const nameless = { ...context('firstLine'), getWorkflow: () => ({}) };
		expect(() => requireStaticData(nameless as unknown as IPollFunctions)).not.toThrow();
	});
});

import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { EmittedEvents } from '../../../core/triggers/dedupe';

const at = (second: number) => second * 1000;

describe('Seen', () => {
	it('knows after a restart what it was told before', () => {
		const seen = EmittedEvents.read(undefined);
		seen.add('a:orderCreated', at(10));
		seen.add('b:orderShipped', null);
		const again = EmittedEvents.read(JSON.parse(JSON.stringify(seen.write(true))));
		expect(again.has('a:orderCreated', at(10))).toBe(true);
		expect(again.has('b:orderShipped', null)).toBe(true);
		expect(again.has('a:orderShipped', at(10))).toBe(false);
	});

	describe('with more events than it keeps', () => {
		const full = () => {
			const seen = EmittedEvents.read(undefined);
			for (let i = 1; i <= 12_000; i++) seen.add(`order-${i}`, at(i));
			return seen;
		};

		it('forgets the oldest, and still does not tell them again', () => {
			const kept = full().write(true);
			expect(Object.keys(kept.keys as object)).toHaveLength(10_000);
			const again = EmittedEvents.read(kept);
			expect(again.has('order-1', at(1))).toBe(true);
			expect(again.has('order-12000', at(12_000))).toBe(true);
			expect(again.has('another', at(12_001))).toBe(false);
		});

		it('takes nothing for told while its feed is behind', () => {
			const again = EmittedEvents.read(full().write(false));
			expect(again.has('order-1', at(1))).toBe(true);
			expect(again.has('another', at(1))).toBe(false);
		});

		it('keeps events without a time: nothing else tells that they are old', () => {
			const seen = full();
			seen.add('timeless', null);
			expect(EmittedEvents.read(seen.write(true)).has('timeless', null)).toBe(true);
		});

		it('takes nothing for told that came with a time when most have none', () => {
			const seen = EmittedEvents.read(undefined);
			for (let i = 1; i <= 12_000; i++) seen.add(`timeless-${i}`, null);
			for (let i = 1; i <= 100; i++) seen.add(`order-${i}`, at(1000 + i));
			const kept = seen.write(true);
			expect(Object.keys(kept.keys as object)).toHaveLength(10_000);
			const again = EmittedEvents.read(kept);
			expect(again.has('order-1', at(1001))).toBe(true);
			expect(again.has('timeless-12000', null)).toBe(true);
			expect(again.has('sent before, shown later', at(1050))).toBe(false);
		});

		it('does not tell again what happened in one second with others, however many', () => {
			const seen = EmittedEvents.read(undefined);
			for (let i = 1; i <= 12_000; i++) seen.add(`order-${i}`, at(7));
			const again = EmittedEvents.read(seen.write(true));
			expect(again.has('order-1', at(7))).toBe(true);
			expect(again.has('another', at(8))).toBe(false);
		});
	});
});

const kept = (seen: EmittedEvents, isCaughtUp = true, begin?: number) => {
	const stored = JSON.parse(JSON.stringify(seen.write(isCaughtUp, begin))) as IDataObject;
	return { again: EmittedEvents.read(stored), keys: Object.keys(stored.keys as object), stored };
};

/** Seconds from the first to the last, as `Seen` keeps events of one kind that happened then. */
function events(name: string, from: number, to: number, isTimed = true): Record<string, number> {
	const keys: Record<string, number> = {};
	for (let i = from; i <= to; i++) keys[`${name}-${i}`] = isTimed ? i : 0;
	return keys;
}

const holding = (...all: Array<Record<string, number>>) =>
	EmittedEvents.read({ keys: Object.assign({}, ...all) as IDataObject });

describe('what Seen keeps', () => {
	it('is short', () => {
		expect(EmittedEvents.short('a:orderCreated')).toMatch(/^[\w-]{11}$/);
		expect(EmittedEvents.short('a:orderCreated')).not.toBe(EmittedEvents.short('b:orderCreated'));
	});

	it('ends at exactly 10,000 events', () => {
		const seen = holding(events('o', 1, 10_000));
		const full = kept(seen);
		expect([full.keys.length, full.stored.spans]).toEqual([10_000, []]);
		seen.add('o-10001', at(10_001));
		const over = kept(seen);
		expect([over.keys.length, over.stored.spans]).toEqual([10_000, [[1, 1]]]);
		expect(over.keys).not.toContain('o-1');
		expect(over.keys).toContain(EmittedEvents.short('o-10001'));
	});

	it('ends at 50,000 events while its feed is behind, and takes no time for told then', () => {
		const seen = holding(events('o', 1, 50_000));
		expect(Object.keys(seen.write(false).keys as object)).toHaveLength(50_000);
		seen.add('o-50001', at(50_001));
		const { keys = {}, spans } = seen.write(false);
		expect([Object.keys(keys as object).length, spans]).toEqual([50_000, []]);
		expect(keys).not.toHaveProperty('o-1');
		expect(keys).toHaveProperty('o-2');
	});

	it.each([
		['5,000 of each, where there are more of both', 6000, 7000, 5000, 5000],
		['more timeless ones, where few have a time', 8000, 4000, 6000, 4000],
		['all timeless ones, where there are few', 2000, 9000, 2000, 8000],
	])('is the newest: %s', (_what, timeless, timed, keptTimeless, keptTimed) => {
		const { keys, stored } = kept(holding(events('n', 1, timeless, false), events('t', 1, timed)));
		expect(keys).toHaveLength(10_000);
		const known = (name: string, i: number) => keys.includes(`${name}-${i}`);
		expect(known('n', timeless)).toBe(true);
		expect(known('n', timeless - keptTimeless + 1)).toBe(true);
		expect(known('n', timeless - keptTimeless)).toBe(false);
		expect([known('t', timed - keptTimed + 1), known('t', timed - keptTimed)]).toEqual([
			true,
			false,
		]);
		expect(stored.spans).toEqual(keptTimed < timed ? [[1, timed - keptTimed]] : []);
	});

	it('are the newest 20,000 of those that were not told yet; one that is seen again is new', () => {
		const seen = EmittedEvents.read(undefined);
		for (let i = 0; i < 20_000; i++) seen.skip(`o-${i}`);
		seen.skip('o-0');
		seen.skip('o-20000');
		const { stored } = kept(seen);
		expect(stored.skipped).toHaveLength(20_000 * 11);
		const skipped = String(stored.skipped).match(/.{11}/g);
		expect(skipped).not.toContain(EmittedEvents.short('o-1'));
		expect(skipped).toContain(EmittedEvents.short('o-2'));
		expect(skipped?.slice(-2)).toEqual(['o-0', 'o-20000'].map((key) => EmittedEvents.short(key)));
	});

	it('is without the word for what was not told, where all was', () => {
		const seen = EmittedEvents.read(undefined);
		seen.skip('a');
		seen.add('a', at(5));
		expect(kept(seen).stored).toEqual({ keys: { [EmittedEvents.short('a')]: 5 }, spans: [] });
	});
});

describe('what Seen takes for told', () => {
	const stored = (more: object) => ({ keys: {}, spans: [[10, 20]], ...more }) as IDataObject;

	it.each([
		[9_999, false],
		[10_000, true],
		[20_000, true],
		[20_999, true],
		[21_000, false],
		[null, false],
	])('is what happened between the forgotten: at %s ms %s', (ms, isTold) => {
		expect(EmittedEvents.read(stored({})).has('a', ms)).toBe(isTold);
	});

	it('is not what was seen between them and did not fit, until it is told', () => {
		const seen = EmittedEvents.read(stored({}));
		seen.skip('a');
		seen.skip('b');
		const { again } = kept(seen);
		expect([again.has('a', at(15)), again.has('b', at(15)), again.has('c', at(15))]).toEqual([
			false,
			false,
			true,
		]);
		again.add('a', at(15));
		expect([again.has('a', at(15)), again.has('b', at(15))]).toEqual([true, false]);
	});

	it('is not what was told and then left skipped, or forgotten', () => {
		const seen = EmittedEvents.read(undefined);
		for (const key of ['a', 'b', 'c']) seen.add(key, at(1));
		seen.skip('a');
		seen.forget('b');
		expect(['a', 'b', 'c'].map((key) => seen.has(key, null))).toEqual([false, false, true]);
	});

	it('is not what was kept without it; what was not told stays skipped', () => {
		const seen = EmittedEvents.read(stored({}));
		for (const key of ['a', 'b']) seen.add(key, at(30));
		seen.skip('c');
		const short = [EmittedEvents.short('a')];
		const again = EmittedEvents.read(EmittedEvents.without(seen.write(true), short, [[1, 2]]));
		expect([again.has('a', at(30)), again.has('b', at(30))]).toEqual([false, true]);
		expect([again.has('x', at(15)), again.has('x', at(1)), again.has('c', at(1))]).toEqual([
			false,
			true,
			false,
		]);
		expect(EmittedEvents.spansOf(seen.write(true))).toEqual([[10, 20]]);
		expect(EmittedEvents.without({}, ['a'], [])).toEqual({ keys: {}, spans: [] });
	});
});

describe('the times of what Seen has forgotten', () => {
	/** What was forgotten of 100 events in these seconds, in a feed that began then. */
	function forgotten(from: number, begin: number, before?: IDataObject) {
		const keys = { ...events('new', 100_001, 110_000), ...events('o', from, from + 99) };
		return EmittedEvents.read({ ...before, keys }).write(true, at(begin));
	}

	it('grow from the first to the last', () => {
		const first = forgotten(500, 0);
		expect(first.spans).toEqual([[500, 599]]);
		expect(forgotten(700, 0, first).spans).toEqual([[500, 799]]);
		expect(forgotten(300, 0, first).spans).toEqual([[300, 599]]);
		expect(forgotten(510, 0, { ...first }).spans).toEqual([[500, 609]]);
	});

	it.each([
		[
			'before',
			800,
			700,
			[
				[500, 599],
				[800, 899],
			],
		],
		[
			'at',
			700,
			700,
			[
				[500, 599],
				[700, 799],
			],
		],
		['behind', 600, 700, [[500, 699]]],
	])('never reach over a beginning: %s it', (_where, from, begin, spans) => {
		const first = forgotten(500, 0);
		expect(forgotten(from, begin, first).spans).toEqual(spans);
	});

	it('go on with what came last, behind a beginning', () => {
		const second = forgotten(800, 700, forgotten(500, 0));
		const third = forgotten(1000, 700, second);
		expect(third.spans).toEqual([
			[500, 599],
			[800, 1099],
		]);
		const again = EmittedEvents.read(third);
		expect([again.has('x', at(650)), again.has('x', at(950))]).toEqual([false, true]);
	});

	it('go on with what came before, of what is older than the beginning', () => {
		const second = forgotten(800, 700, forgotten(500, 0));
		expect(forgotten(200, 700, second).spans).toEqual([
			[200, 599],
			[800, 899],
		]);
	});
});

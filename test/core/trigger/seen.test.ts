import { describe, expect, it } from 'vitest';

import { Seen } from '../../../core/trigger/seen';

const at = (second: number) => second * 1000;

describe('Seen', () => {
	it('knows after a restart what it was told before', () => {
		const seen = Seen.read(undefined);
		seen.add('a:orderCreated', at(10));
		seen.add('b:orderShipped', null);
		const again = Seen.read(JSON.parse(JSON.stringify(seen.write(true))));
		expect(again.has('a:orderCreated', at(10))).toBe(true);
		expect(again.has('b:orderShipped', null)).toBe(true);
		expect(again.has('a:orderShipped', at(10))).toBe(false);
	});

	describe('with more events than it keeps', () => {
		const full = () => {
			const seen = Seen.read(undefined);
			for (let i = 1; i <= 12_000; i++) seen.add(`order-${i}`, at(i));
			return seen;
		};

		it('forgets the oldest, and still does not tell them again', () => {
			const kept = full().write(true);
			expect(Object.keys(kept.keys as object)).toHaveLength(10_000);
			const again = Seen.read(kept);
			expect(again.has('order-1', at(1))).toBe(true);
			expect(again.has('order-12000', at(12_000))).toBe(true);
			expect(again.has('another', at(12_001))).toBe(false);
		});

		it('takes nothing for told while its feed is behind', () => {
			const again = Seen.read(full().write(false));
			expect(again.has('order-1', at(1))).toBe(true);
			expect(again.has('another', at(1))).toBe(false);
		});

		it('keeps events without a time: nothing else tells that they are old', () => {
			const seen = full();
			seen.add('timeless', null);
			expect(Seen.read(seen.write(true)).has('timeless', null)).toBe(true);
		});

		it('takes nothing for told that came with a time when most have none', () => {
			const seen = Seen.read(undefined);
			for (let i = 1; i <= 12_000; i++) seen.add(`timeless-${i}`, null);
			for (let i = 1; i <= 100; i++) seen.add(`order-${i}`, at(1000 + i));
			const kept = seen.write(true);
			expect(Object.keys(kept.keys as object)).toHaveLength(10_000);
			const again = Seen.read(kept);
			expect(again.has('order-1', at(1001))).toBe(true);
			expect(again.has('timeless-12000', null)).toBe(true);
			expect(again.has('sent before, shown later', at(1050))).toBe(false);
		});

		it('does not tell again what happened in one second with others, however many', () => {
			const seen = Seen.read(undefined);
			for (let i = 1; i <= 12_000; i++) seen.add(`order-${i}`, at(7));
			const again = Seen.read(seen.write(true));
			expect(again.has('order-1', at(7))).toBe(true);
			expect(again.has('another', at(8))).toBe(false);
		});
	});
});

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../../core/request/clock';
import { forgetProcess, ProcessMemory } from '../../../core/request/process-memory';

describe('the memory of a process', () => {
	let now = 1_000_000;
	beforeEach(() => {
		now = 1_000_000;
		vi.spyOn(clock, 'now').mockImplementation(() => now);
	});
	const held = (memory: ProcessMemory<unknown>): number => memory.clear();

	it('gives what was set last, and nothing for what was deleted or never there', () => {
		const memory = new ProcessMemory<number>('test.plain');
		memory.set('a', 1);
		memory.set('a', 2);
		memory.set('b', 3);
		memory.delete('b');
		expect(['a', 'b', 'c'].map((key) => memory.get(key))).toEqual([2, undefined, undefined]);
		expect(['a', 'b', 'c'].map((key) => memory.has(key))).toEqual([true, false, false]);
	});

	it('holds no more than it may; what was set longest ago goes first', () => {
		const memory = new ProcessMemory<number>('test.bounded', { most: 3 });
		for (const key of ['a', 'b', 'c']) memory.set(key, 0);
		memory.set('a', 1);
		memory.set('d', 0);
		expect(['a', 'b', 'c', 'd'].map((key) => memory.has(key))).toEqual([true, false, true, true]);
		for (let i = 0; i < 1000; i++) memory.set(`key ${i}`, i);
		expect(held(memory)).toBe(3);
	});

	it('holds 10,000 entries where nothing else is said', () => {
		const memory = new ProcessMemory<number>('test.usual');
		for (let i = 0; i < 10_005; i++) memory.set(`key ${i}`, i);
		expect([memory.has('key 4'), memory.has('key 5')]).toEqual([false, true]);
		expect(held(memory)).toBe(10_000);
	});

	it('gives nothing that is over, also where nothing was set since', () => {
		const memory = new ProcessMemory<string>('test.life', { lifeMs: 5000 });
		memory.set('token', 'secret');
		now += 4999;
		expect(memory.get('token')).toBe('secret');
		now += 1;
		expect([memory.get('token'), memory.has('token')]).toEqual([undefined, false]);
	});

	it('lets go of what is over as soon as anything is set anywhere', () => {
		const [memory, other] = [
			new ProcessMemory<string>('test.secrets', { lifeMs: 5000 }),
			new ProcessMemory<string>('test.others'),
		];
		memory.set('token', 'secret');
		now += 5000;
		other.set('a', 'b');
		expect(held(memory)).toBe(0);
	});

	it('lives no longer where the clock was set back', () => {
		const memory = new ProcessMemory<string>('test.back', { lifeMs: 5000 });
		memory.set('a', 'b');
		now -= 5000;
		expect(memory.get('a')).toBeUndefined();
	});

	it('forgets what is over by its own account', () => {
		const memory = new ProcessMemory<number>('test.pruned');
		for (const until of [1, 5, 3]) memory.set(`until ${until}`, until);
		memory.prune((until) => until < 4);
		expect(held(memory)).toBe(1);
	});

	it('is emptied as after a restart, all of it or one subject', () => {
		const [one, two] = [
			new ProcessMemory<number>('subject.first'),
			new ProcessMemory<number>('subject.second'),
		];
		for (const memory of [one, two]) memory.set('a', 1);
		expect(forgetProcess('subject.first')).toBe(1);
		expect([one.has('a'), two.has('a')]).toEqual([false, true]);
		one.set('a', 1);
		expect(forgetProcess('subject')).toBe(2);
		expect([one.has('a'), two.has('a')]).toEqual([false, false]);
	});
});

import type { IPollFunctions } from 'n8n-workflow';
import { beforeEach, expect, it } from 'vitest';
import {
	forgetTold,
	listen,
	Told,
	toldBy,
	triggerKey,
} from '../../../core/triggers/webhook-memory';

beforeEach(() => forgetTold());

const context = (workflow: string, node: string) =>
	({ getWorkflow: () => ({ id: workflow }), getNode: () => ({ id: node }) }) as IPollFunctions;

it('keeps the triggers of all workflows apart', () => {
	const keys = [context('w', 'n'), context('w', 'm'), context('v', 'n')].map(triggerKey);
	expect(new Set(keys).size).toBe(3);
	expect(triggerKey(context('w', 'n'))).toBe(keys[0]);
});

it('is there for webhook and poll alike from the first listening on, until the webhook is gone', () => {
	expect(toldBy('a')).toBeUndefined();
	const told = listen('a');
	expect([listen('a'), toldBy('a')]).toEqual([told, told]);
	expect(listen('a')).toBe(told);
	const other = listen('b');
	forgetTold('a');
	expect(toldBy('a')).toBeUndefined();
	expect(toldBy('b')).toBe(other);
	forgetTold();
	expect(toldBy('b')).toBeUndefined();
});

it.each(['events', 'calls'] as const)('remembers the newest 2,000 %s, and no more', (of) => {
	const memory = new Told()[of];
	for (let i = 0; i < 2000; i++) memory.add(`${i}`);
	expect([memory.has('0'), memory.has('1999'), memory.has('2000')]).toEqual([true, true, false]);
	memory.add('1999');
	expect(memory.has('0')).toBe(true);
	memory.add('2000');
	expect(['0', '1', '2000'].map((entry) => memory.has(entry))).toEqual([false, true, true]);
});

import type { IPollFunctions } from 'n8n-workflow';
import { beforeEach, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import {
	closeWebhookMemory,
	openWebhookMemory,
	WebhookMemory,
	webhookMemoryOf,
	triggerKey,
} from '../../../core/triggers/webhook-memory';

beforeEach(() => forgetProcess('webhook'));

const context = (workflow: string, node: string) =>
	({ getWorkflow: () => ({ id: workflow }), getNode: () => ({ id: node }) }) as IPollFunctions;

it('keeps the triggers of all workflows apart', () => {
	const keys = [context('w', 'n'), context('w', 'm'), context('v', 'n')].map(triggerKey);
	expect(new Set(keys).size).toBe(3);
	expect(triggerKey(context('w', 'n'))).toBe(keys[0]);
});

it('is there for webhook and poll alike from the first listening on, until the webhook is gone', () => {
	expect(webhookMemoryOf('a')).toBeUndefined();
	const told = openWebhookMemory('a');
	expect([openWebhookMemory('a'), webhookMemoryOf('a')]).toEqual([told, told]);
	expect(openWebhookMemory('a')).toBe(told);
	const other = openWebhookMemory('b');
	closeWebhookMemory('a');
	expect(webhookMemoryOf('a')).toBeUndefined();
	expect(webhookMemoryOf('b')).toBe(other);
	forgetProcess('webhook');
	expect(webhookMemoryOf('b')).toBeUndefined();
});

it.each(['emitted', 'calls'] as const)('remembers the newest 2,000 %s, and no more', (of) => {
	const memory = new WebhookMemory()[of];
	for (let i = 0; i < 2000; i++) memory.add(`${i}`);
	expect([memory.has('0'), memory.has('1999'), memory.has('2000')]).toEqual([true, true, false]);
	memory.add('1999');
	expect(memory.has('0')).toBe(true);
	memory.add('2000');
	expect(['0', '1', '2000'].map((entry) => memory.has(entry))).toEqual([false, true, true]);
});

import { DateTime } from 'luxon';
import { expect } from 'vitest';

import type { Outcome } from './bench';

/** The node did it, and nothing of what it sent is wrong. */
export function expectRight({ failure, problems, sent }: Outcome): void {
	expect(problems).toEqual([]);
	expect(failure).toBeUndefined();
	expect(sent.length).toBeGreaterThan(0);
}

/** What the node refuses, it has to refuse by itself. */
export function expectRightOrNone({ failure, problems, sent }: Outcome): void {
	expect(problems).toEqual([]);
	if (failure) expect(sent, failure.message).toEqual([]);
	else expect(sent.length).toBeGreaterThan(0);
}

/** All that one run asked for, to compare it with another. */
export function asked({ sent }: Outcome): unknown {
	return sent.map(({ method, path, query, body }) => [method, path, query, body]);
}

/** Values of all parameters, decoded. */
export function sentValues({ sent }: Outcome): string[] {
	return sent.flatMap(({ query }) => query.map(([, value]) => decodeURIComponent(value)));
}

/** Without an offset it is meant in the time zone of the workflow. */
export function momentOf(value: unknown): number {
	return DateTime.fromISO(String(value), { zone: 'Europe/Warsaw' }).toMillis();
}

/** Calls of the list itself, without those of single orders. */
export function listCalls({ sent }: Outcome): number {
	return sent.filter(({ path }) => path === sent[0].path).length;
}

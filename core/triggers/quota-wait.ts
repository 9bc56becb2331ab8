import { clock } from '../request/clock';
import type { Client } from '../client';
import { QuotaError, QuotaStarvedError } from '../request/errors';
import { ProcessMemory } from '../request/process-memory';

/** No quota of any marketplace lets wait longer for one request; who waits longer has to hear of it. */
const LONGEST_PACE_MS = 30 * 60_000;
/** So many polls in a row, and so long, may end without quota before somebody has to hear of it. */
const PATIENT_POLLS = 3;
const PATIENT_MS = 15 * 60_000;

/** Since when the triggers of this process find no quota, and at how many polls. */
const waiting = new ProcessMemory<{ since: number; polls: number }>('poll.quotaWait');

/** Whether it was our own pace, not the marketplace's refusal: nothing was asked, `asked` requests ago. */
export function isOwnQuotaWait(error: unknown, client: Client, asked: number): error is QuotaError {
	return (
		error instanceof QuotaError && client.requests() === asked && error.waitMs < LONGEST_PACE_MS
	);
}

/** The poll ends without a word, unless several have by now: whoever waits for orders has to know. */
export function noteQuotaWait(key: string, error: QuotaError): void {
	const now = clock.now();
	const { since, polls } = waiting.get(key) ?? { since: now, polls: 0 };
	if (polls < PATIENT_POLLS || now - since < PATIENT_MS) {
		waiting.set(key, { since: Math.min(since, now), polls: polls + 1 });
		return;
	}
	// Reported once, then again after as long.
	waiting.delete(key);
	throw new QuotaStarvedError(error.quota, error.waitMs, Math.round((now - since) / 60_000));
}

/** It could read. */
export function endQuotaWait(key: string): void {
	waiting.delete(key);
}

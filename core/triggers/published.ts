import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { clock, HOUR_MS } from '../request/clock';
import {
	ListError,
	NoResponseError,
	UnexpectedResponseError,
	TimeoutBeforeSendError,
	QuotaError,
	ResponseError,
	TokenError,
} from '../request/errors';
import { ProcessMemory } from '../request/process-memory';

/** Somebody who publishes by hand so long after the last try means another present. */
const FORGOTTEN_MS = HOUR_MS;
/** How n8n calls it when a person publishes; at its own start it says something else. */
const BY_HAND = ['activate', 'create'];
/** Under this name n8n keeps it, until there is a state. */
const KEPT = 'published';

/** When a trigger without a state was polled first and last, by our own clock. */
interface Tries {
	first: number;
	last: number;
}

/** Of the triggers in this process that have no state yet: n8n keeps nothing of a poll that fails. */
const tries = new ProcessMemory<Tries>('poll.tries');
/** How many polls each context has served. */
const uses = new WeakMap<object, number>();
/** The triggers that have polled in this process, and whether the last context has served more than one poll. */
const polled = new ProcessMemory<boolean>('poll.polled');

/**
 * Whether n8n polls for the first time since it began with the trigger. It makes a context for each activation;
 * where it makes one for each poll, nothing but the first in this process counts.
 */
export function isFirstPoll(context: IPollFunctions, key: string): boolean {
	const before = uses.get(context) ?? 0;
	uses.set(context, before + 1);
	const isFirst = before === 0 && polled.get(key) !== false;
	polled.set(key, before > 0);
	return isFirst;
}

/** The present that 'Now' means: when the trigger was polled first, whatever came of it. */
export function publishedAt(
	context: IPollFunctions,
	key: string,
	kept: IDataObject,
	isFirst: boolean,
): number {
	const now = clock.now();
	const before = tries.get(key) ?? (kept[KEPT] as unknown as Tries | undefined);
	const isByHand = isFirst && BY_HAND.includes(context.getActivationMode?.() ?? '');
	const isOver = before !== undefined && isByHand && now - before.last > FORGOTTEN_MS;
	const first = before === undefined || isOver ? now : Math.min(before.first, now);
	tries.set(key, { first, last: now });
	return first;
}

/** For n8n to keep, as it does when the poll of an activation ends without an error. */
export function keepPublished(key: string, kept: IDataObject): void {
	const known = tries.get(key);
	if (known) kept[KEPT] = { ...known };
}

/** There is a state now, or n8n does not publish. */
export function dropPublished(key: string, kept?: IDataObject): void {
	tries.delete(key);
	if (kept && KEPT in kept) delete kept[KEPT];
}

/** Whether it may be over at the next poll, without anybody's help. */
export function isTemporary(error: unknown): boolean {
	if (error instanceof ResponseError) return ['throttled', 'transient'].includes(error.verdict);
	if (error instanceof TokenError) return error.transient;
	return [
		NoResponseError,
		UnexpectedResponseError,
		TimeoutBeforeSendError,
		QuotaError,
		PollTimeoutError,
	].some((kind) => error instanceof kind);
}

/** The poll itself did not come to an end. */
export class PollTimeoutError extends ListError {}

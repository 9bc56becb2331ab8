import { createHash } from 'crypto';

import type { Call, TriggerCall } from '../operations/call';
import { clock } from '../request/clock';
import { ListError, raise, reasonOf } from '../request/errors';
import type { TriggerEvent } from './event';
import type { Checkpoint, FeedStep, Trigger } from './feed';
import { type FoundEvent, NewEvents } from './new-events';
import { endQuotaWait, isOwnQuotaWait, noteQuotaWait } from './quota-wait';
import { isTemporary } from './published';
import { EmittedEvents } from './dedupe';
import type { TriggerState } from './state';

/** More orders than this are left to the next poll: one execution has to hold them all. */
const MOST_ORDERS = 2_000;

/** What bounds a poll. */
interface Bounds {
	/** Names the trigger. */
	key: string;
	/** No step begins later, by our own clock. */
	until: number;
	/** Whether an error that may pass by itself is left to the next poll to report. */
	isFirst: boolean;
}

/** How far a poll has come, and what it has found on the way. */
interface FeedReading<Raw> {
	checkpoint: Checkpoint;
	/** Newest time up to which all was shown. */
	at: number;
	/** Whether the feed has caught up with the present. */
	caughtUp: boolean;
	seen: EmittedEvents;
	found: NewEvents<Raw>;
}

/** Step after step, until the feed has caught up or enough is in hand. */
export async function readFeed<Raw extends object>(
	call: TriggerCall,
	{ feed, matches }: Trigger<Raw>,
	events: ReadonlyArray<TriggerEvent<Raw>>,
	start: TriggerState,
	bounds: Bounds,
): Promise<FeedReading<Raw>> {
	const seen = EmittedEvents.read(start.seen);
	const found = new NewEvents(events, seen, start, matches?.(call));
	const visited = new Set([digestOf(start.checkpoint)]);
	const { shown = [] } = start;
	let { checkpoint, at: newest } = start;
	let [steps, done] = [0, false];
	while (steps === 0 || (!done && clock.now() < bounds.until && found.count < MOST_ORDERS)) {
		const step = await nextOrNothing(call, feed, checkpoint, steps, bounds);
		if (step === undefined) break;
		for (const change of step.changes) {
			newest = Math.max(newest, change.at);
			if (!isWithin(shown, change.at)) found.add(change);
		}
		if (runsInCircles(visited, step, found.count)) break;
		({ checkpoint, done } = step);
		steps++;
		endQuotaWait(bounds.key);
	}
	// Before the feed has caught up, older events may come behind newer ones.
	return { checkpoint, at: done ? newest : start.at, caughtUp: done, seen, found };
}

/** A state that was shown before the feed started again has emitted all that it can prove. */
function isWithin(shown: NonNullable<TriggerState['shown']>, at: number): boolean {
	return shown.some(([from, to]) => from <= at && at < to);
}

/**
 * The next step; nothing, if it fails after others were read: those are emitted now, and the next poll begins with
 * the step that failed and throws if it fails again.
 */
async function nextOrNothing<Raw extends object>(
	call: TriggerCall,
	feed: Trigger<Raw>['feed'],
	checkpoint: Checkpoint,
	steps: number,
	{ key, isFirst }: Bounds,
): Promise<FeedStep<Raw> | undefined> {
	const asked = call.client.requests();
	try {
		return await feed.next(call, checkpoint);
	} catch (error) {
		if (isOwnQuotaWait(error, call.client, asked)) {
			if (steps === 0) noteQuotaWait(key, error);
			return undefined;
		}
		if (steps === 0 && !(isFirst && isTemporary(error))) return raise(error);
		const { marketplace, secrets } = call.client;
		const reason = secrets.redact(reasonOf(marketplace, error));
		call.hint(`Stopped early, the next poll continues (${reason})`);
		return undefined;
	}
}

/** Recognises a checkpoint that may be a megabyte. */
function digestOf(checkpoint: Checkpoint): string {
	return createHash('sha256').update(JSON.stringify(checkpoint)).digest('base64url');
}

/**
 * A feed that says that it goes on, and comes back to where it was, would never end. What was found before is
 * emitted; with nothing found, nobody would learn that it stands still.
 */
function runsInCircles<Raw>(
	visited: Set<string>,
	{ checkpoint, done }: FeedStep<Raw>,
	found: number,
): boolean {
	const way = digestOf(checkpoint);
	if (done || !visited.has(way)) {
		visited.add(way);
		return false;
	}
	if (found > 0) return true;
	throw new ListError(
		'The marketplace sent the same page of its feed twice',
		'Nothing is lost: the next poll continues from the same place',
	);
}

/** The orders of new events, whole also where the feed of the marketplace leaves something out. */
export async function completeOrders<Raw extends object>(
	call: Call,
	{ complete }: Pick<Trigger<Raw>, 'complete'>,
	found: ReadonlyArray<FoundEvent<Raw>>,
): Promise<Array<Pick<FoundEvent<Raw>, 'key' | 'event'> & { raw: Raw }>> {
	// Several events of one change need its order once.
	const changes = [...new Set(found.map(({ change }) => change))];
	const orders = changes.map(({ raw }) => raw);
	const completed = orders.length === 0 ? [] : ((await complete?.(call, orders)) ?? orders);
	const rawOf = new Map(changes.map((change, index) => [change, completed[index]]));
	return found.map(({ key, event, change }) => ({ key, event, raw: rawOf.get(change) as Raw }));
}

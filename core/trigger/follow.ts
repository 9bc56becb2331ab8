import { createHash } from 'crypto';

import type { PollCall } from '../node/call';
import { clock } from '../transport/clock';
import { ListTrouble, QuotaTrouble, raise } from '../transport/trouble';
import type { TriggerEvent } from './event';
import type { Position, Sighting, Step, Trigger } from './feed';
import { Finds } from './finds';
import { Seen } from './seen';
import type { State } from './state';

/** More orders than this are left to the next poll: one execution has to hold them all. */
const MOST_ORDERS = 2_000;
/** No quota of any marketplace lets wait longer for one request; who waits longer has to hear of it. */
const LONGEST_PACE_MS = 30 * 60_000;

/** How far a poll has come, and what it has found on the way. */
interface Progress<Raw> {
	state: State;
	told: Array<Sighting<Raw>>;
}

/** Step after step, until the feed has caught up or enough is in hand. */
export async function follow<Raw extends object>(
	call: PollCall,
	{ feed, keeps }: Trigger<Raw>,
	event: TriggerEvent<Raw>,
	start: State,
	until: number,
): Promise<Progress<Raw>> {
	const seen = Seen.read(start.seen);
	const finds = new Finds(event, seen, start.begin, keeps?.(call));
	const ways = new Set([wayOf(start.position)]);
	let { position, at: newest } = start;
	let [steps, done] = [0, false];
	while (steps === 0 || (!done && clock.now() < until && finds.count < MOST_ORDERS)) {
		const step = await nextOrNothing(call, feed, position, steps);
		if (step === undefined) break;
		for (const sighting of step.sightings) {
			newest = Math.max(newest, sighting.at);
			finds.add(sighting);
		}
		if (runsInCircles(ways, step, finds.count)) break;
		({ position, done } = step);
		steps++;
	}
	// Before the feed has caught up, older events may come behind newer ones.
	const state = { ...start, position, at: done ? newest : start.at, seen: seen.write(done) };
	return { state, told: finds.all() };
}

/**
 * The next step; nothing, if it fails after others were read: those are told now, and the next poll
 * begins with the step that failed and throws if it fails again.
 */
async function nextOrNothing<Raw extends object>(
	call: PollCall,
	feed: Trigger<Raw>['feed'],
	position: Position,
	steps: number,
): Promise<Step<Raw> | undefined> {
	const asked = call.client.requests();
	try {
		return await feed.next(call, position);
	} catch (error) {
		// Our own pace, not the marketplace's refusal: nothing was asked, so there is nothing to complain of.
		const isPaced =
			error instanceof QuotaTrouble &&
			call.client.requests() === asked &&
			error.waitMs < LONGEST_PACE_MS;
		if (steps === 0 && !isPaced) return raise(error);
		const reason = call.client.secrets.redact((error as Error).message);
		if (!isPaced) call.hint(`Stopped here, the next poll goes on (${reason})`);
		return undefined;
	}
}

/** Recognises a position that may be a megabyte. */
function wayOf(position: Position): string {
	return createHash('sha256').update(JSON.stringify(position)).digest('base64url');
}

/**
 * A feed that says that it goes on, and comes back to where it was, would never end. What was found before
 * is told; with nothing found, nobody would learn that it stands still.
 */
function runsInCircles<Raw>(
	ways: Set<string>,
	{ position, done }: Step<Raw>,
	found: number,
): boolean {
	const way = wayOf(position);
	if (done || !ways.has(way)) {
		ways.add(way);
		return false;
	}
	if (found > 0) return true;
	throw new ListTrouble(
		'The marketplace sent the same page of its feed twice',
		'Nothing is lost: the next poll reads on from the same place',
	);
}

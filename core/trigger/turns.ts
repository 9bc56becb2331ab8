import { createHash } from 'crypto';

import { clock } from '../transport/clock';
import type { Note } from './renamed';

/** Polls that were due while n8n was down begin within a few seconds of each other. */
const SAME_MOMENT_MS = 10_000;

/** Polls under way in this process. */
const underWay = new Set<string>();

/** The place from which each trigger told events last, and when, in this process. */
const left = new Map<string, { place: string; at: number }>();

/** Whether the poll may begin: what another one reads, that one tells. Ended by `endTurn`. */
export function beginTurn(key: string): boolean {
	if (underWay.has(key)) return false;
	underWay.add(key);
	return true;
}

export function endTurn(key: string): void {
	underWay.delete(key);
}

/** Events were told from this place, and n8n has the next one. */
export function leave(key: string, place: Note): void {
	left.set(key, { place: digest(place), at: clock.now() });
}

/**
 * Whether the poll has a place that the one before has just left. With durable cursors n8n reads the place of
 * all polls that are due before it starts the first of them, and each would tell the same events at the same
 * moment, in which n8n's Remove Duplicates lets both through. Nothing is lost: such a poll keeps no place, and
 * should n8n have failed to keep the one before's, a later poll begins here again.
 */
export function isLeft(key: string, place: Note): boolean {
	const last = left.get(key);
	if (last === undefined || Math.abs(clock.now() - last.at) > SAME_MOMENT_MS) return false;
	return last.place === digest(place);
}

/** For tests, which share one process. */
export function forgetTurns(): void {
	left.clear();
}

/** Short, because a place holds thousands of keys. */
function digest(place: Note): string {
	return createHash('sha256').update(JSON.stringify(place)).digest('base64');
}

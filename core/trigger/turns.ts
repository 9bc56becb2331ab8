import { createHash } from 'crypto';

import { clock } from '../transport/clock';
import type { Note } from './renamed';
import type { State } from './state';

/** Polls that were due while n8n was down begin within a few seconds of each other. */
const SAME_MOMENT_MS = 10_000;

/** Polls under way in this process. */
const underWay = new Set<string>();

/** Where each trigger began of which n8n has not shown yet that it keeps a place. */
const beginnings = new Map<string, State>();

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

/**
 * Where a poll without a place begins: where one before it began, too. Of a workflow that is published twice in
 * a row, n8n may never learn of the first poll's place; "now" would step over what came since.
 */
export function firstStart(key: string, start: State): State {
	const before = beginnings.get(key);
	const isSame = before !== undefined && choiceOf(before) === choiceOf(start);
	return isSame ? before : start;
}

/** The first poll has ended well, and n8n has its place, or has not. */
export function holdFirstStart(key: string, start: State): void {
	beginnings.set(key, start);
}

/** The poll had a place, so n8n keeps them. */
export function dropFirstStart(key: string): void {
	beginnings.delete(key);
}

function choiceOf({ account, choice, event }: State): string {
	return JSON.stringify([account, choice, event]);
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
	beginnings.clear();
}

/** Short, because a place holds thousands of keys. */
function digest(place: Note): string {
	return createHash('sha256').update(JSON.stringify(place)).digest('base64');
}

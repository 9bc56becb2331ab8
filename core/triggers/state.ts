import { createHash } from 'crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Client } from '../client';
import type { Feed, Checkpoint } from './feed';
import type { Span } from './dedupe';

/** Form of what is kept between polls. A later form must still read this one. */
const VERSION = 1;

/** What a trigger keeps between two polls, in n8n's static data. */
export interface TriggerState {
	checkpoint: Checkpoint;
	/** Newest time by the marketplace's clock up to which all was emitted, in milliseconds since 1970. */
	at: number;
	/** What happened before it is not emitted. */
	begin: number;
	/** The same of each event that was chosen later than the others. */
	begins?: Record<string, number>;
	/** `EmittedEvents` as it writes itself. */
	seen: IDataObject;
	/** Whose orders the checkpoint counts. */
	account: string;
	/** The user's choice of where to begin. */
	choice: string;
	/** The events that the user waited for; absent in what was kept before they were noted. */
	events?: string;
	/** What decides which orders the user hears of, in short; absent in what was kept before it was noted. */
	filters?: string;
	/** Times, in milliseconds since 1970, of which every state was shown before the feed started again. */
	shown?: Array<[from: number, to: number]>;
	/** Only where n8n may have kept the checkpoint without what was emitted. */
	unconfirmed?: Unconfirmed;
}

/** The checkpoint before the events that were emitted last, as long as nobody knows whether n8n has them. */
export interface Unconfirmed {
	checkpoint: Checkpoint;
	at: number;
	/** Those events, as `EmittedEvents` knows them. */
	keys: string[];
	/** The times of which events counted as emitted before. */
	spans: Span[];
	/** When they were emitted, by our own clock: no other is compared with it. */
	emittedAt: number;
}

/** From when on an event is emitted. */
export function beginOf(
	{ begin, begins }: Pick<TriggerState, 'begin' | 'begins'>,
	event: string,
): number {
	return Math.max(begin, begins?.[event] ?? begin);
}

interface Stored extends TriggerState {
	version: number;
}

/** The state as it was kept; nothing on the first poll. */
export function loadState(kept: IDataObject): TriggerState | undefined {
	const stored = kept.state as unknown as Stored | undefined;
	if (stored === undefined || typeof stored.checkpoint !== 'object') return undefined;
	// What n8n has loaded is wrapped in proxies, which structuredClone refuses.
	return JSON.parse(JSON.stringify(stored)) as TriggerState;
}

/** Put there at once and last: whatever fails before leaves the old state. */
export function saveState(kept: IDataObject, state: TriggerState): void {
	const stored: Stored = { version: VERSION, ...state };
	if (JSON.stringify(kept.state) === JSON.stringify(stored)) return;
	kept.state = stored as unknown as IDataObject;
}

/** Names the account without saying who it is. */
export function accountOf({ connection, marketplace }: Client): string {
	const { baseUrl, quotaOwner, account } = connection;
	const name = [marketplace.id, baseUrl, account ?? quotaOwner].join('|');
	return createHash('sha256').update(name).digest('base64url').slice(0, 16);
}

/** What all nodes of a workflow keep together is shared with the user's own. */
const OURS = 'marketplaceTriggers';

/** Of a state, what a trigger can go on from: a time, or for a feed that compares no times its checkpoint. */
export type StateBackup = Omit<TriggerState, 'checkpoint'> & Partial<TriggerState>;

/**
 * The state in short, kept under the node's id: n8n keeps the state itself under the node's name, so a node that
 * was renamed finds nothing, and what happened since its last poll would be lost. With durable cursors n8n does
 * not keep the state of the first poll either.
 */
export function backUpState<Raw>(
	context: IPollFunctions,
	feed: Feed<Raw>,
	state: TriggerState,
): void {
	const { at, begin, account, choice, checkpoint } = state;
	const all = context.getWorkflowStaticData('global');
	const former = backupsIn(all);
	const time: StateBackup = { at, begin, account, choice, seen: {} };
	const own = feed.comparesContent ? { ...time, checkpoint } : time;
	const { id } = context.getNode();
	if (JSON.stringify(former[id]) === JSON.stringify(own)) return;
	all[OURS] = { ...former, [id]: { ...own } };
}

/** The backup of this node, whatever its name was then. */
export function readBackup(context: IPollFunctions): StateBackup | undefined {
	return backupsIn(context.getWorkflowStaticData('global'))[context.getNode().id];
}

/** As a copy: what n8n has loaded is wrapped in proxies. */
function backupsIn(all: IDataObject): Record<string, StateBackup> {
	return JSON.parse(JSON.stringify(all[OURS] ?? {})) as Record<string, StateBackup>;
}

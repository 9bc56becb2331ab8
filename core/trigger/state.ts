import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../transport/client';
import type { Position } from './feed';
import type { Doubt } from './handover';

/** Form of what is kept between polls. A later form must still read this one. */
const VERSION = 1;

/** What a trigger keeps between two polls, in n8n's static data. */
export interface State {
	position: Position;
	/** Newest time by the marketplace's clock up to which all was told, in milliseconds since 1970. */
	at: number;
	/** Orders that were placed before it are not new. */
	begin: number;
	/** `Seen` as it writes itself. */
	seen: IDataObject;
	/** Whose orders the position counts. */
	account: string;
	/** The user's choice of where to begin. */
	choice: string;
	/** The event that the user waited for; absent in what was kept before it was noted. */
	event?: string;
	/** What decides which orders the user hears of, in short; absent in what was kept before it was noted. */
	filters?: string;
	/** Times, in milliseconds since 1970, of which every state was shown before the feed began anew. */
	shown?: Array<[from: number, to: number]>;
	/** Only where n8n may have kept the place without what was told. */
	doubt?: Doubt;
}

interface Stored extends State {
	version: number;
}

/** The state as it was kept; nothing on the first poll. */
export function readState(kept: IDataObject): State | undefined {
	const stored = kept.state as unknown as Stored | undefined;
	if (stored === undefined || typeof stored.position !== 'object') return undefined;
	// What n8n has loaded is wrapped in proxies, which structuredClone refuses.
	return JSON.parse(JSON.stringify(stored)) as State;
}

/** Put in place at once and last: whatever fails before leaves the old state. */
export function keepState(kept: IDataObject, state: State): void {
	const stored: Stored = { version: VERSION, ...state };
	if (JSON.stringify(kept.state) === JSON.stringify(stored)) return;
	kept.state = stored as unknown as IDataObject;
}

/** Names the account without telling who it is. */
export function accountOf({ connection, marketplace }: Client): string {
	const { baseUrl, quotaOwner, account } = connection;
	const name = [marketplace.id, baseUrl, account ?? quotaOwner].join('|');
	return createHash('sha256').update(name).digest('base64url').slice(0, 16);
}

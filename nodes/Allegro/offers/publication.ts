import type { ItemCall } from '../../../core/operations/call';
import { ProcessMemory } from '../../../core/request/process-memory';

/** The list shows what has changed within a minute. See BEHAVIOR.md, Offers. */
const LIFE_MS = 2 * 60_000;

const memory = new ProcessMemory<Publication>('publication', { lifeMs: LIFE_MS });

type Publication = 'ACTIVE' | 'ENDED';

/**
 * What this process has just ended or published. The list may still show it as before: an offer that has ended would
 * get a new stock and stay ended.
 */
export function noteStatus(call: ItemCall, offerId: string, status: Publication): void {
	memory.set(keyOf(call, offerId), status);
}

export function notedStatus(call: ItemCall, offerId: string): Publication | undefined {
	return memory.get(keyOf(call, offerId));
}

function keyOf({ client }: ItemCall, offerId: string): string {
	const { baseUrl, account, quotaOwner } = client.connection;
	return JSON.stringify([baseUrl, account ?? quotaOwner, offerId]);
}

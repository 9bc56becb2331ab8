import type { ItemCall } from '../operations/call';
import { ProcessMemory } from '../request/process-memory';

/** Marketplaces show what was written some seconds, some of them minutes later. */
const LIFE_MS = 15 * 60_000;

const memory = new ProcessMemory<string>('values', { lifeMs: LIFE_MS });

/**
 * The values that this process has just sent. A list may still show what was there before: taken for the present
 * value, it would leave out a write that is needed.
 */
export class RecentValues {
	private readonly scope: string;

	constructor({ client }: ItemCall, field: string) {
		const { marketplace, connection } = client;
		const owner = connection.account ?? connection.quotaOwner;
		this.scope = JSON.stringify([marketplace.id, connection.baseUrl, owner, field]);
	}

	/** To be called before it is sent: also without an answer, it may have been done. */
	sent(name: string, value: string): void {
		memory.set(this.scope + name, value);
	}

	/** Whether a value that was read can be the present one. */
	agree(name: string, value: string): boolean {
		const last = memory.get(this.scope + name);
		return last === undefined || last === value;
	}
}

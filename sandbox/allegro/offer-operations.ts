import { randomUUID } from 'node:crypto';

import type { Reason } from './offer';

/** An edit of an offer that was taken and is worked on. */
interface Operation {
	id: string;
	offerId: string;
	startedAt: number;
	doneAt: number;
	/** Why it came to nothing. */
	reason?: Reason;
}

/** The edits of a seller's offers that were queued. */
export class Operations {
	private readonly known = new Map<string, Operation>();

	start(offerId: string, startedAt: number, ms: number): Operation {
		const operation = { id: randomUUID(), offerId, startedAt, doneAt: startedAt + ms };
		this.known.set(operation.id, operation);
		return operation;
	}

	get(id: string): Operation | undefined {
		return this.known.get(id);
	}
}

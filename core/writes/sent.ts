import { createHash } from 'crypto';

import type { ItemCall } from '../operations/call';
import { RunMemory, runOf } from '../operations/run-memory';
import type { Outcome } from '../operations/batch';

const memory = new RunMemory<Outcome>();

/** What earlier tries of this run have done: "Retry On Fail" runs all items again for the sake of one. */
export class SentBefore {
	private readonly outcomes: Map<string, Outcome> | undefined;
	private readonly keepsDone: boolean;
	/** Items of one account; the first of them stays the same in every try. */
	private readonly scope: string;

	constructor(call: ItemCall) {
		const run = runOf(call);
		this.scope = JSON.stringify([call.context.getNode().name, call.itemIndex]);
		this.keepsDone = run?.isOwn === true;
		this.outcomes = run && memory.of(run.of);
	}

	outcome(key: string): Outcome | undefined {
		return this.outcomes && this.outcomes.get(digest(this.scope, key));
	}

	/**
	 * Remembers what must not be sent again, or need not be, and says whether it did. An agent may mean to do a thing
	 * twice.
	 */
	keep(key: string, outcome: Outcome, mayRepeat: boolean): boolean {
		const isDone = 'json' in outcome;
		const isDoubtful = !isDone && outcome.status === 'unknown' && !mayRepeat;
		if (!this.outcomes || !((isDone && this.keepsDone) || isDoubtful)) return false;
		this.outcomes.set(digest(this.scope, key), outcome);
		return true;
	}
}

function digest(scope: string, key: string): string {
	return createHash('sha256')
		.update(JSON.stringify([scope, key]))
		.digest('base64url');
}

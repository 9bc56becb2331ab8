import { createHash } from 'crypto';

import type { ItemCall } from '../operations/call';
import { runOf } from '../operations/write-once';
import type { Outcome } from '../operations/batch';

/**
 * The writes of each run of a node, by the object that n8n runs it with: the same for every try of "Retry On
 * Fail", another for every other run. What was kept goes with it.
 */
const runs = new WeakMap<object, Map<string, Outcome>>();

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
		if (!run) return;
		this.outcomes = runs.get(run.of) ?? new Map<string, Outcome>();
		runs.set(run.of, this.outcomes);
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

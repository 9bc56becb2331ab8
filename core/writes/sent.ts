import { createHash } from 'crypto';

import type { ItemCall } from '../operations/call';
import { RunMemory, runOf } from '../operations/run-memory';
import type { Outcome } from '../operations/batch';

interface Kept {
	readonly outcome: Outcome;
	/** Whether it must not be sent again, or need not be. */
	readonly isEnd: boolean;
}

const memory = new RunMemory<Kept>();

/** What earlier tries of this run have done: "Retry On Fail" runs all items again for the sake of one. */
export class SentBefore {
	private readonly outcomes: Map<string, Kept> | undefined;
	private readonly keepsDone: boolean;
	/** Items of one account; the first of them stays the same in every try. */
	private readonly scope: string;

	constructor(call: ItemCall) {
		const run = runOf(call);
		this.scope = JSON.stringify([call.context.getNode().name, call.itemIndex]);
		this.keepsDone = run?.isOwn === true;
		this.outcomes = run && memory.of(run.of);
	}

	/** How it has ended; it is not to be sent again. */
	outcome(key: string): Outcome | undefined {
		const kept = this.outcomes?.get(digest(this.scope, key));
		return kept?.isEnd === true ? kept.outcome : undefined;
	}

	/** What an earlier try did not find out. As long as nobody has looked since, it may have been done. */
	doubt(key: string): Outcome | undefined {
		const kept = this.outcomes?.get(digest(this.scope, key));
		return kept?.isEnd === false ? kept.outcome : undefined;
	}

	/** Remembers it for the next try, and says whether that gives the same. An agent may mean to do a thing twice. */
	keep(key: string, outcome: Outcome, mayRepeat: boolean): boolean {
		const isDone = 'json' in outcome;
		const isUnknown = !isDone && outcome.status === 'unknown';
		const isEnd = isDone ? this.keepsDone : isUnknown && !mayRepeat;
		const name = digest(this.scope, key);
		if (isEnd || isUnknown) this.outcomes?.set(name, { outcome, isEnd });
		else this.outcomes?.delete(name);
		return isEnd && this.outcomes !== undefined;
	}
}

function digest(scope: string, key: string): string {
	return createHash('sha256')
		.update(JSON.stringify([scope, key]))
		.digest('base64url');
}

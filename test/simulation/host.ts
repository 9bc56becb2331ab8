import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { forgetProcess } from '../../core/request/process-memory';
import type { PollingNode } from '../kit/poll-context';

/** Back within five minutes, what was told last is told again; a poll itself takes its time. */
const DOUBTFUL_MS = 6 * 60_000;

/** So many polls, a minute apart, any quota lets one of them read. */
const OWING_POLLS = 10;

/** When n8n is killed, if at all; between telling and storing, either kind has its own order of things. */
export type Fate = 'well' | 'beforeEmit' | 'afterExecution' | 'afterPlace';

/** Items that an execution has got, and those that may rightly come again. */
export interface Outcome {
	told: INodeExecutionData[];
	again: INodeExecutionData[];
}

/** The n8n that polls a trigger: what it keeps, and what it loses when it is killed. */
export interface Host {
	poll(fate: Fate): Promise<Outcome>;
	restart(): void;
	/** Whether something is to come again that nobody has got, so that n8n should be back soon. */
	readonly isOwing: boolean;
}

/** What is only in memory is gone. */
export function forgetAll(): void {
	forgetProcess('quota');
	forgetProcess('token');
	forgetProcess('webhook');
	forgetProcess('handover');
	forgetProcess('poll');
}

/** n8n 2.x with durable cursors: place and execution are stored in one step, after every poll. */
export class OneStep implements Host {
	readonly isOwing = false;

	constructor(private readonly node: PollingNode) {}

	async poll(fate: Fate): Promise<Outcome> {
		const { items, commit } = await this.node.pollOnce();
		if (fate === 'beforeEmit') return this.killed([], []);
		if (fate !== 'well') return this.killed(items, items);
		commit();
		return { told: items, again: [] };
	}

	restart(): void {
		forgetAll();
	}

	private killed(told: INodeExecutionData[], again: INodeExecutionData[]): Outcome {
		this.restart();
		return { told, again };
	}
}

/** Any other n8n: the place is in memory, and stored with the next items, beside their execution. */
export class SideBySide implements Host {
	private stored: IDataObject = {};
	private last: { at: number; items: INodeExecutionData[] } = { at: 0, items: [] };
	/** When it first polled since it was started; nothing, once a poll has come through. */
	private begunAt?: number;
	private isNew = false;
	/** Polls within which what nobody has got must come again. */
	private owing = 0;

	constructor(
		private readonly node: PollingNode,
		private readonly now: () => number,
	) {}

	async poll(fate: Fate): Promise<Outcome> {
		if (this.isNew) this.begunAt ??= this.now();
		const { items, commit } = await this.node.pollOnce();
		const doubted = this.doubted();
		this.isNew = false;
		// A poll that had no quota has told nothing yet.
		this.owing = items.length > 0 ? 0 : Math.max(0, this.owing - 1);
		if (fate === 'beforeEmit') return this.killed([], doubted);
		if (fate === 'afterExecution') return this.killed(items, [...doubted, ...items]);
		commit();
		// The activation stores the place without any items.
		if (items.length > 0 || this.last.at === 0) {
			this.stored = structuredClone(this.node.kept);
			this.last = { at: this.now(), items };
		}
		if (fate === 'afterPlace') {
			// Nobody has got them, so that they are told for the first time when they come again.
			this.owing = items.length > 0 ? OWING_POLLS : 0;
			return this.killed([], doubted);
		}
		return { told: items, again: doubted };
	}

	get isOwing(): boolean {
		return this.owing > 0;
	}

	restart(): void {
		forgetAll();
		this.node.kept = structuredClone(this.stored);
		this.isNew = true;
		this.begunAt = undefined;
	}

	private doubted(): INodeExecutionData[] {
		const isDoubted = this.isNew && (this.begunAt ?? 0) - this.last.at <= DOUBTFUL_MS;
		return isDoubted ? this.last.items : [];
	}

	private killed(told: INodeExecutionData[], again: INodeExecutionData[]): Outcome {
		this.restart();
		return { told, again };
	}
}

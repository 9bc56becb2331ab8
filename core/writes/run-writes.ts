import { pool } from '../lists/side-by-side';
import { chunks } from '../lists/windows';
import { type BatchOperation, type Outcome, wasOrWere } from '../operations/batch';
import type { Send } from '../marketplace';
import type { ItemCall } from '../operations/call';
import { ProgressLog } from '../operations/progress';
import { isUndone } from '../operations/write-once';
import { clock, pause, StoppedError } from '../request/clock';
import {
	HalfDoneError,
	InvalidInputError,
	NoResponseError,
	raise,
	ResponseError,
	TIMED_OUT,
	TokenError,
	UnconfirmedWriteError,
	UnexpectedResponseError,
} from '../request/errors';
import type { Answer, Reader, States, WriteOperation, Writer, Written } from './operation';
import { SentBefore } from './sent';

/** So many calls are under way at once: enough to use up every published quota, also where answers take a second. */
const SIDE_BY_SIDE = 8;

/** So many are looked up together, where many go into one call. */
const SUBJECTS_TOGETHER = 300;

/** How long after a lost answer the state is read: what was under way has come to its end by then. */
const BEFORE_LOOK_MS = 2000;

/** The same after a time-out: whoever was so slow may still be at work. */
const AFTER_TIMEOUT_MS = 10_000;

/**
 * A write of all input items:
 * read → merge → look up together → leave out what is so already → send in as few calls as the API allows →
 * look again at what had no answer → send that again where it is safe → one outcome per item, in their order
 */
export function runWrites<Wish extends object, State, Part>(
	operation: WriteOperation<Wish, State, Part>,
): BatchOperation {
	return {
		words: operation.words,
		names: (call) => operation.names(call),
		run: async (calls) => await new WriteRun(operation, calls).outcomes(),
	};
}

/** A wish of one input item, or of several that ask for the same. */
interface Task<Wish, Part> {
	wish: Wish;
	readonly key: string;
	readonly subject: string;
	/** Places of its items. */
	readonly items: number[];
	/** What is still to be sent. */
	parts: readonly Part[];
	/** Of `parts`, in their order. */
	answers: Array<Answer | Lost>;
	/** Of parts that were sent before a look. */
	before: Answer[];
	end?: 'written' | Outcome;
}

/** The tasks of one subject, in the order of the input. */
type Group<Wish, Part> = Array<Task<Wish, Part>>;

/** No answer came. */
interface Lost {
	readonly status: 'lost';
	readonly error: unknown;
}

class WriteRun<Wish extends object, State, Part> {
	private readonly ends: Outcome[] = [];
	private readonly states = new Map<string, State | Error>();
	private readonly call: ItemCall;
	private readonly writer: Omit<Writer, 'waitUntil'>;
	private readonly sent: SentBefore;
	private readonly progress: ProgressLog;
	/** Why nothing more is sent: the access has ended, or the account is blocked. */
	private stopped?: { error: unknown };
	private count = 0;
	private subjects = 0;

	constructor(
		private readonly operation: WriteOperation<Wish, State, Part>,
		private readonly calls: readonly ItemCall[],
	) {
		[this.call] = calls;
		const { client } = this.call;
		this.writer = {
			send: client.send,
			call: this.call,
			pause: async (ms) => await pause(ms, client.signal),
		};
		this.sent = new SentBefore(this.call);
		this.progress = new ProgressLog(this.call, operation.words.things, operation.words.done);
	}

	/** Of 10,000 items, little more than their outcomes is held: what is through is let go. */
	async outcomes(): Promise<Outcome[]> {
		const { chunk } = this.operation;
		const groups = this.read();
		this.subjects = groups.length;
		if (chunk) {
			const together = chunk.together ?? SUBJECTS_TOGETHER;
			for (const some of taken(chunks(groups, together))) await this.carryOut(some);
		} else {
			// One is looked up while another is sent: looks and writes have quotas of their own.
			await pool(taken(groups), SIDE_BY_SIDE, async (group) => await this.carryOut([group]));
		}
		this.progress.end(this.count);
		return this.ends;
	}

	private async carryOut(groups: Array<Group<Wish, Part>>): Promise<void> {
		const tasks = groups.flat();
		if (this.stopped) {
			const { error } = this.stopped;
			for (const task of openOf(tasks)) task.end = this.unsent(task, error);
		}
		await this.look(openOf(tasks), false);
		this.plan(openOf(tasks));
		await this.send(openOf(tasks));
		await this.settle(tasks);
		await this.followUp(groups);
		for (const group of groups) this.finish(group);
		this.count += tasks.length;
		this.progress.tell(this.count);
	}

	/**
	 * Checks all items before anything is sent, and brings those together that ask for the same. Gives the tasks of
	 * each subject.
	 */
	private read(): Array<Group<Wish, Part>> {
		const { operation, sent } = this;
		const tasks = new Map<string, Task<Wish, Part>>();
		for (const [at, call] of this.calls.entries()) {
			try {
				const wish = operation.read(call);
				const key = operation.key(wish);
				const known = tasks.get(key);
				if (known) {
					known.wish = this.merged(known, wish, at);
					known.items.push(at);
				} else {
					const subject = operation.subject(wish);
					const nothing = { parts: [], answers: [], before: [] };
					tasks.set(key, { wish, key, subject, items: [at], ...nothing });
				}
			} catch (error) {
				this.ends[at] = { error, status: 'failed' };
			}
		}
		for (const task of tasks.values()) task.end = sent.outcome(task.key);
		return bySubject(tasks.values());
	}

	private merged({ wish, items }: Task<Wish, Part>, other: Wish, at: number): Wish {
		try {
			return this.operation.merge?.(wish, other) ?? wish;
		} catch (error) {
			if (!(error instanceof InvalidInputError)) return raise(error);
			const [first] = items.map((item) => this.calls[item].itemIndex);
			const both = `Items ${first} and ${this.calls[at].itemIndex} contradict each other`;
			return raise(new InvalidInputError(`${both}: ${error.message}`, error.advice));
		}
	}

	/** How things are. A subject that cannot be read ends its tasks, before anything was sent for them. */
	private async look(tasks: Array<Task<Wish, Part>>, isCheck: boolean): Promise<States<State>> {
		const { operation, writer } = this;
		if (!operation.lookUp || tasks.length === 0) return new Map();
		const subjects = new Map(
			bySubject(tasks).map((group) => [group[0].subject, group.map(({ wish }) => wish)]),
		);
		const { send, call } = writer;
		const reader: Reader = { send, call, isCheck, subjects: this.subjects };
		let found: States<State>;
		try {
			found = await operation.lookUp(subjects, reader);
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			found = new Map([...subjects.keys()].map((subject) => [subject, error as Error]));
		}
		for (const [subject, state] of found) {
			// After a look in vain, what was known before is still the best that is known.
			if (isCheck && operation.tellsBefore === true) continue;
			if (!isCheck || !(state instanceof Error)) this.states.set(subject, state);
		}
		return found;
	}

	private plan(tasks: Array<Task<Wish, Part>>): void {
		for (const task of tasks) {
			const state = this.states.get(task.subject);
			if (state instanceof Error) {
				if (endsAll(state)) this.stopped ??= { error: state };
				task.end = this.unsent(task, state);
				continue;
			}
			try {
				task.parts = this.operation.plan(task.wish, state);
				task.answers = [];
				if (task.parts.length === 0) task.end = 'written';
			} catch (error) {
				task.end = { error, status: 'failed' };
			}
		}
	}

	/** Nothing is sent in this try, and nobody has looked: an earlier one may have done it. */
	private unsent({ key }: Task<Wish, Part>, error: unknown): Outcome {
		return this.sent.doubt(key) ?? { error, status: 'failed' };
	}

	/** Sends the parts of all tasks, one after the other or as many as go into a call. */
	private async send(tasks: Array<Task<Wish, Part>>): Promise<void> {
		if (this.operation.chunk) {
			await pool(this.chunks(tasks), SIDE_BY_SIDE, async (job) => await job());
		} else {
			for (const task of tasks) {
				for (const [at, part] of task.parts.entries()) {
					[task.answers[at]] = await this.write([part]);
				}
			}
		}
		for (const task of tasks) task.end ??= this.endOf(task);
	}

	private chunks(tasks: Array<Task<Wish, Part>>): Array<() => Promise<void>> {
		const { size, key, identity } = this.operation.chunk as NonNullable<
			WriteOperation<Wish, State, Part>['chunk']
		>;
		const places = new Map<string, { part: Part; of: Array<[Task<Wish, Part>, number]> }>();
		for (const task of tasks) {
			for (const [at, part] of task.parts.entries()) {
				const place = places.get(identity(part));
				if (!place) places.set(identity(part), { part, of: [[task, at]] });
				else if (JSON.stringify(place.part) === JSON.stringify(part)) place.of.push([task, at]);
				else task.answers[at] = { status: 'failed', error: twice(identity(part)) };
			}
		}
		const byKey = new Map<string, Array<{ part: Part; of: Array<[Task<Wish, Part>, number]> }>>();
		for (const place of places.values()) {
			const name = key?.(place.part) ?? '';
			const others = byKey.get(name) ?? [];
			others.push(place);
			byKey.set(name, others);
		}
		const sizeOf = (part: Part): number => (typeof size === 'number' ? size : size(part));
		return [...byKey.values()].flatMap((all) =>
			chunks(all, sizeOf(all[0].part)).map((here) => async () => {
				const answers = await this.write(here.map(({ part }) => part));
				for (const [index, { of }] of here.entries()) {
					for (const [task, at] of of) task.answers[at] = answers[index];
				}
			}),
		);
	}

	/** One call. Where it fails as a whole because of one of its parts, that one is found by halving. */
	private async write(parts: readonly Part[]): Promise<Array<Answer | Lost>> {
		if (this.stopped) {
			const { error } = this.stopped;
			return parts.map(() => ({ status: 'failed', error: error as Error }));
		}
		let isTaken = false;
		let question: unknown;
		const send: Send = async (request) => {
			const isQuestion = isTaken && request.method === 'GET';
			try {
				const answer = await this.writer.send(request);
				isTaken ||= request.method !== 'GET';
				return answer;
			} catch (error) {
				if (isQuestion) question = error;
				return raise(error);
			}
		};
		try {
			const answers = await this.operation.write(parts, {
				...this.writer,
				send,
				waitUntil: clock.now() + this.call.client.maxWaitMs,
			});
			return parts.map((_, at) => answers[at] ?? { status: 'lost', error: noWord() });
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			if (endsAll(error)) this.stopped ??= { error };
			// After a write that was taken, a question for its result that fails says nothing about it.
			const saysNothing = error === question || !isUndone(error);
			if (saysNothing) return parts.map(() => ({ status: 'lost', error }));
			if (parts.length > 1 && error instanceof ResponseError && error.verdict === 'invalid') {
				const half = Math.ceil(parts.length / 2);
				const first = await this.write(parts.slice(0, half));
				return [...first, ...(await this.write(parts.slice(half)))];
			}
			return parts.map(() => ({ status: 'failed', error: error as Error }));
		}
	}

	/** What its answers say, where they say anything. */
	private endOf({ answers, before }: Task<Wish, Part>): Task<Wish, Part>['end'] {
		if (answers.some(({ status }) => status === 'lost')) return undefined;
		const all = [...before, ...answers];
		const failed = all.flatMap((answer) => (answer.status === 'failed' ? [answer.error] : []));
		if (failed.length === 0) return 'written';
		const { done, parts } = this.operation.words;
		const count = all.length - failed.length;
		const halfDone = `${count} of ${all.length} ${parts ?? 'parts'} ${wasOrWere(count)} ${done}`;
		const error = count === 0 ? failed[0] : new HalfDoneError(halfDone, failed[0]);
		return { error, status: 'failed' };
	}

	/** Looks at what had no answer; what was not done is sent again, once, where that is safe. */
	private async settle(tasks: Array<Task<Wish, Part>>): Promise<void> {
		const { operation } = this;
		const tries = operation.repeat === 'never' ? 1 : 2;
		for (let attempt = 1; attempt <= tries; attempt++) {
			const lost = openOf(tasks);
			if (lost.length === 0 || !operation.lookUp) break;
			await this.writer.pause(lost.some(isTimeOut) ? AFTER_TIMEOUT_MS : BEFORE_LOOK_MS);
			const found = await this.look(lost, true);
			const left = lost.filter((task) => this.isLeft(task, found.get(task.subject)));
			if (attempt < tries && !this.stopped) await this.sendAgain(left);
		}
		for (const task of openOf(tasks)) {
			const lost = task.answers.find(({ status }) => status === 'lost') as Lost;
			const error = new UnconfirmedWriteError(lost.error, operation.whereToLook);
			task.end = { error, status: 'unknown' };
		}
	}

	/** After a look: whether something is left to be sent. What the look cannot say stays as it is. */
	private isLeft(task: Task<Wish, Part>, state: State | Error | undefined): boolean {
		const { operation } = this;
		if (state === undefined || state instanceof Error) return false;
		if (operation.recognize) {
			this.recognize(task, (part) => operation.recognize?.(part, state));
			return task.end === undefined;
		}
		try {
			task.parts = operation.plan(task.wish, state);
		} catch (error) {
			if (error instanceof InvalidInputError) return false;
			return raise(error);
		}
		if (task.parts.length === 0) task.end = 'written';
		return task.parts.length > 0;
	}

	/** What the look shows of a part takes the place of its answer. The other parts stay as they are. */
	private recognize(task: Task<Wish, Part>, look: (part: Part) => Answer | undefined): void {
		const { parts } = task;
		const answers = task.answers.map((answer, at) =>
			answer.status === 'lost' ? (look(parts[at]) ?? answer) : answer,
		);
		const isLost = (answer: Answer | Lost): answer is Lost => answer.status === 'lost';
		task.before.push(...answers.filter((answer): answer is Answer => !isLost(answer)));
		task.parts = parts.filter((_, at) => isLost(answers[at]));
		task.answers = answers.filter(isLost);
		task.end = this.endOf(task);
	}

	private async sendAgain(tasks: Array<Task<Wish, Part>>): Promise<void> {
		for (const task of tasks) {
			const done = task.answers.flatMap((answer) => (answer.status === 'done' ? [answer] : []));
			task.before.push(...done);
			task.answers = [];
		}
		await this.send(tasks);
	}

	private async followUp(groups: Array<Group<Wish, Part>>): Promise<void> {
		const { operation } = this;
		if (!operation.followUp) return;
		const written = groups
			.map((group) => group.filter(({ end }) => end === 'written'))
			.filter((group) => group.length > 0);
		const jobs = written.map((group) => async () => {
			const more = operation.followUp?.(group.map((task) => this.written(task)));
			if (more === undefined) return;
			const [answer] = await this.write([more.part]);
			if (answer.status !== 'failed' && answer.status !== 'lost') return;
			const error = new HalfDoneError(more.otherwise, answer.error);
			for (const task of group) {
				if (more.concerns?.(task.wish) !== false) task.end = { error, status: 'failed' };
			}
		});
		await pool(jobs, SIDE_BY_SIDE, async (job) => await job());
	}

	private written({ wish, subject, before, answers }: Task<Wish, Part>): Written<Wish, State> {
		const state = this.states.get(subject);
		const all = [...before, ...answers];
		// A part without an answer was found to be done.
		const isDone = all.some(({ status }) => status === 'done' || status === 'lost');
		const handles = all.flatMap((answer) => (answer.status === 'accepted' ? [answer.handle] : []));
		const told = all.flatMap((answer) =>
			answer.status === 'failed' || answer.status === 'lost' ? [] : [answer],
		);
		return {
			wish,
			state: state instanceof Error ? undefined : state,
			status: handles.length > 0 ? 'accepted' : isDone ? 'done' : 'unchanged',
			bodies: told.flatMap((answer) =>
				'body' in answer && answer.body !== undefined ? [answer.body] : [],
			),
			// All parts of one call may say the same.
			warnings: [...new Set(told.flatMap(({ warnings }) => warnings ?? []))],
			handle: handles[0] ?? null,
		};
	}

	private finish(group: Group<Wish, Part>): void {
		const { operation, sent } = this;
		const own = new Map<Task<Wish, Part>, Written<Wish, State>>();
		for (const task of group) if (task.end === 'written') own.set(task, this.written(task));
		const others = [...own.values()];
		for (const task of group) {
			const { wish, key, items } = task;
			const one = own.get(task);
			const outcome = one
				? { json: operation.toItem(one, others, this.call) }
				: (task.end as Outcome);
			const mayRepeat = operation.repeat !== 'never' && operation.leavesTrace?.(wish) !== false;
			const isKept = sent.keep(key, outcome, mayRepeat);
			// Whatever comes after this node may change an item; nothing else is to change with it.
			const isShared = isKept || items.length > 1;
			for (const item of items) this.ends[item] = isShared ? copied(outcome) : outcome;
		}
		this.states.delete(group[0].subject);
	}
}

function bySubject<T extends { subject: string }>(tasks: Iterable<T>): T[][] {
	const groups = new Map<string, T[]>();
	for (const task of tasks) {
		const group = groups.get(task.subject);
		if (group) group.push(task);
		else groups.set(task.subject, [task]);
	}
	return [...groups.values()];
}

/** One after the other, and let go with that. */
function* taken<T>(all: T[]): Generator<T> {
	all.reverse();
	for (let one = all.pop(); one !== undefined; one = all.pop()) yield one;
}

function openOf<T extends { end?: unknown }>(tasks: readonly T[]): T[] {
	return tasks.filter(({ end }) => end === undefined);
}

function copied(outcome: Outcome): Outcome {
	return 'json' in outcome ? { json: structuredClone(outcome.json) } : outcome;
}

const TIME_OUT_STATUSES = [408, 504, 524];

function isTimeOut({ answers }: { answers: ReadonlyArray<Answer | Lost> }): boolean {
	return answers.some((answer) => {
		if (answer.status !== 'lost') return false;
		const { error } = answer;
		if (error instanceof NoResponseError) return [TIMED_OUT, 'ETIMEDOUT'].includes(error.code);
		return error instanceof ResponseError && TIME_OUT_STATUSES.includes(error.response.status);
	});
}

/** Whatever is sent after this fails the same. */
function endsAll(error: unknown): boolean {
	if (error instanceof TokenError) return !error.transient;
	return error instanceof ResponseError && ['blocked', 'expired'].includes(error.verdict);
}

function noWord(): Error {
	return new UnexpectedResponseError(
		'The answer does not say what became of it',
		"Look at it in the seller's panel before you send it again",
	);
}

function twice(identity: string): Error {
	return new InvalidInputError(
		`'${identity}' is in this run twice, with different values`,
		'Leave one of them out',
	);
}

import { inOrder } from '../lists/side-by-side';
import { chunks } from '../lists/windows';
import type { BatchOperation, Outcome } from '../operations/batch';
import type { ItemCall } from '../operations/call';
import { ProgressLog } from '../operations/progress';
import { isUndone } from '../operations/write-once';
import { clock, pause, StoppedError } from '../request/clock';
import {
	HalfDoneError,
	InvalidInputError,
	raise,
	ResponseError,
	TokenError,
	UnconfirmedWriteError,
	UnexpectedResponseError,
} from '../request/errors';
import type { Answer, Reader, States, WriteOperation, Writer, Written } from './operation';
import { SentBefore } from './sent';

/** So many calls are under way at once: enough to use up every published quota, also where answers take a second. */
const SIDE_BY_SIDE = 8;

/** So many subjects are looked up while those before them are sent. */
const SUBJECTS_AHEAD = 10;

/** How long after a lost answer the state is read: what was under way has come to its end by then. */
const BEFORE_LOOK_MS = 2000;

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

/** No answer came. */
interface Lost {
	readonly status: 'lost';
	readonly error: unknown;
}

class WriteRun<Wish extends object, State, Part> {
	private readonly ends: Outcome[] = [];
	private readonly tasks = new Map<string, Task<Wish, Part>>();
	private readonly states = new Map<string, State | Error>();
	private readonly call: ItemCall;
	private readonly writer: Writer;
	private readonly sent: SentBefore;
	private readonly progress: ProgressLog;
	/** Why nothing more is sent: the access has ended, or the account is blocked. */
	private stopped?: { error: unknown };
	private count = 0;

	constructor(
		private readonly operation: WriteOperation<Wish, State, Part>,
		private readonly calls: readonly ItemCall[],
	) {
		[this.call] = calls;
		const { client } = this.call;
		this.writer = {
			send: client.send,
			waitUntil: clock.now() + client.maxWaitMs,
			call: this.call,
			pause: async (ms) => await pause(ms, client.signal),
		};
		this.sent = new SentBefore(this.call);
		this.progress = new ProgressLog(this.call, operation.words.things, operation.words.done);
	}

	async outcomes(): Promise<Outcome[]> {
		this.read();
		await this.lookAndSend(this.open());
		await this.settle();
		await this.followUp();
		this.finish();
		this.progress.end(this.count);
		return this.ends;
	}

	/** Checks all items before anything is sent, and brings those together that ask for the same. */
	private read(): void {
		const { operation, sent } = this;
		for (const [at, call] of this.calls.entries()) {
			try {
				const wish = operation.read(call);
				const key = operation.key(wish);
				const known = this.tasks.get(key);
				if (known) known.wish = this.merged(known, wish, at);
				else {
					const subject = operation.subject(wish);
					this.tasks.set(key, {
						wish,
						key,
						subject,
						items: [],
						parts: [],
						answers: [],
						before: [],
					});
				}
				this.tasks.get(key)?.items.push(at);
			} catch (error) {
				this.ends[at] = { error, status: 'failed' };
			}
		}
		for (const task of this.tasks.values()) task.end = sent.outcome(task.key, task.wish);
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

	/**
	 * What is sent together is looked up together. What is sent one by one is looked up ahead, while others are sent:
	 * both have a quota of their own.
	 */
	private async lookAndSend(tasks: Array<Task<Wish, Part>>): Promise<void> {
		const slices = this.operation.chunk ? [tasks] : this.slices(tasks);
		let sending: Promise<void> = Promise.resolve();
		for (const slice of slices) {
			await this.look(slice, false);
			this.plan(slice);
			await sending;
			sending = this.send(slice.filter(({ end }) => end === undefined));
			// It is waited for with the next slice, and heard of then.
			sending.catch(() => undefined);
		}
		await sending;
	}

	/** Tasks of a subject stay together, and in their order. */
	private slices(tasks: Array<Task<Wish, Part>>): Array<Array<Task<Wish, Part>>> {
		const bySubject = new Map<string, Array<Task<Wish, Part>>>();
		for (const task of tasks) {
			const others = bySubject.get(task.subject) ?? [];
			others.push(task);
			bySubject.set(task.subject, others);
		}
		return chunks([...bySubject.values()], SUBJECTS_AHEAD).map((groups) => groups.flat());
	}

	private open(): Array<Task<Wish, Part>> {
		return [...this.tasks.values()].filter(({ end }) => end === undefined);
	}

	/** How things are. A subject that cannot be read ends its tasks, before anything was sent for them. */
	private async look(tasks: Array<Task<Wish, Part>>, isCheck: boolean): Promise<States<State>> {
		const { operation, writer } = this;
		if (!operation.lookUp || tasks.length === 0) return new Map();
		const subjects = new Map<string, Wish[]>();
		for (const { subject, wish } of tasks) {
			const wishes = subjects.get(subject) ?? [];
			wishes.push(wish);
			subjects.set(subject, wishes);
		}
		const reader: Reader = { send: writer.send, isCheck };
		let found: States<State>;
		try {
			found = await operation.lookUp(subjects, reader);
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			found = new Map([...subjects.keys()].map((subject) => [subject, error as Error]));
		}
		for (const [subject, state] of found) {
			// After a look in vain, what was known before is still the best that is known.
			if (!isCheck || !(state instanceof Error)) this.states.set(subject, state);
		}
		return found;
	}

	private plan(tasks: Array<Task<Wish, Part>>): void {
		for (const task of tasks) {
			const state = this.states.get(task.subject);
			if (state instanceof Error) {
				task.end = { error: state, status: 'failed' };
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

	/** Sends the parts of all tasks; of one subject in their order, of others side by side. */
	private async send(tasks: Array<Task<Wish, Part>>): Promise<void> {
		const jobs = this.operation.chunk ? this.chunks(tasks) : this.oneByOne(tasks);
		for await (const count of inOrder(jobs, SIDE_BY_SIDE)) {
			this.count += count;
			this.progress.tell(this.count);
		}
		for (const task of tasks) task.end ??= this.endOf(task);
	}

	private oneByOne(tasks: Array<Task<Wish, Part>>): Array<() => Promise<number>> {
		const bySubject = new Map<string, Array<Task<Wish, Part>>>();
		for (const task of tasks) {
			const others = bySubject.get(task.subject) ?? [];
			others.push(task);
			bySubject.set(task.subject, others);
		}
		return [...bySubject.values()].map((group) => async () => {
			for (const task of group) {
				for (const [at, part] of task.parts.entries()) {
					[task.answers[at]] = await this.write([part]);
				}
			}
			return group.length;
		});
	}

	private chunks(tasks: Array<Task<Wish, Part>>): Array<() => Promise<number>> {
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
		return [...byKey.values()].flatMap((all) =>
			Array.from({ length: Math.ceil(all.length / size) }, (_, chunk) => async () => {
				const here = all.slice(chunk * size, (chunk + 1) * size);
				const answers = await this.write(here.map(({ part }) => part));
				for (const [index, { of }] of here.entries()) {
					for (const [task, at] of of) task.answers[at] = answers[index];
				}
				return here.length;
			}),
		);
	}

	/** One call. Where it fails as a whole because of one of its parts, that one is found by halving. */
	private async write(parts: readonly Part[]): Promise<Array<Answer | Lost>> {
		if (this.stopped) {
			const { error } = this.stopped;
			return parts.map(() => ({ status: 'failed', error: error as Error }));
		}
		try {
			const answers = await this.operation.write(parts, this.writer);
			return parts.map((_, at) => answers[at] ?? { status: 'lost', error: noWord() });
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			if (!isUndone(error)) return parts.map(() => ({ status: 'lost', error }));
			if (endsAll(error)) this.stopped = { error };
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
		const halfDone = `${count} of ${all.length} ${parts ?? 'parts'} were ${done}`;
		const error = count === 0 ? failed[0] : new HalfDoneError(halfDone, failed[0]);
		return { error, status: 'failed' };
	}

	/** Looks at what had no answer; what was not done is sent again, once, where that is safe. */
	private async settle(): Promise<void> {
		const { operation } = this;
		const tries = operation.repeat === 'never' ? 1 : 2;
		for (let attempt = 1; attempt <= tries; attempt++) {
			const lost = this.open();
			if (lost.length === 0 || !operation.lookUp) break;
			await this.writer.pause(BEFORE_LOOK_MS);
			const found = await this.look(lost, true);
			const left = lost.filter((task) => this.isLeft(task, found.get(task.subject)));
			if (attempt < tries && !this.stopped) await this.sendAgain(left);
		}
		for (const task of this.open()) {
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

	private async followUp(): Promise<void> {
		const { operation } = this;
		if (!operation.followUp) return;
		const bySubject = new Map<string, Array<Task<Wish, Part>>>();
		for (const task of this.tasks.values()) {
			if (task.end !== 'written') continue;
			const others = bySubject.get(task.subject) ?? [];
			others.push(task);
			bySubject.set(task.subject, others);
		}
		const jobs = [...bySubject.values()].map((group) => async () => {
			const more = operation.followUp?.(group.map((task) => this.written(task)));
			if (more === undefined) return;
			const [answer] = await this.write([more.part]);
			if (answer.status !== 'failed' && answer.status !== 'lost') return;
			const error = new HalfDoneError(more.otherwise, answer.error);
			for (const task of group) task.end = { error, status: 'failed' };
		});
		for await (const _ of inOrder(jobs, SIDE_BY_SIDE));
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

	private finish(): void {
		const { operation } = this;
		const written = new Map<string, Array<Written<Wish, State>>>();
		const own = new Map<Task<Wish, Part>, Written<Wish, State>>();
		for (const task of this.tasks.values()) {
			if (task.end !== 'written') continue;
			const one = this.written(task);
			own.set(task, one);
			const others = written.get(task.subject) ?? [];
			others.push(one);
			written.set(task.subject, others);
		}
		for (const task of this.tasks.values()) {
			const one = own.get(task);
			const outcome = one
				? { json: operation.toItem(one, written.get(task.subject) ?? [], this.call) }
				: (task.end as Outcome);
			const mayRepeat =
				operation.repeat !== 'never' && operation.leavesTrace?.(task.wish) !== false;
			this.sent.keep(task.key, task.wish, outcome, mayRepeat);
			// Whatever comes after this node may change an item; the others are not to change with it.
			for (const item of task.items) this.ends[item] = copied(outcome);
		}
	}
}

function copied(outcome: Outcome): Outcome {
	return 'json' in outcome ? { json: structuredClone(outcome.json) } : outcome;
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

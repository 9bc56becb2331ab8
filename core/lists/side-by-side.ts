import { raise } from '../request/errors';

/**
 * Runs tasks side by side and yields their results in the order of the tasks, lazily: no task starts
 * before there is room for it, and none after one has failed or the reader has stopped. What those under way
 * still want to send is withdrawn when their client is ended.
 */
export async function* inOrder<T>(
	tasks: Iterable<() => Promise<T>>,
	parallel: number,
): AsyncGenerator<T> {
	const running: Array<Promise<T>> = [];
	const iterator = tasks[Symbol.iterator]();
	let failed = false;
	const fill = (): void => {
		while (running.length < parallel && !failed) {
			const { value: task, done } = iterator.next();
			if (done === true) return;
			const run = task();
			// A failure is thrown when its task is next; until then it is no unhandled one.
			run.catch(() => (failed = true));
			running.push(run);
		}
	};
	for (fill(); running.length > 0; fill()) {
		yield await (running.shift() as Promise<T>);
	}
}

/** Does `work` on all of them, so many at once, each as soon as there is room; none is begun after a failure. */
export async function pool<T>(
	all: Iterable<T>,
	parallel: number,
	work: (one: T) => Promise<void>,
): Promise<void> {
	const iterator = all[Symbol.iterator]();
	let hasFailed = false;
	const worker = async (): Promise<void> => {
		while (!hasFailed) {
			const { value, done } = iterator.next();
			if (done === true) return;
			try {
				await work(value);
			} catch (error) {
				hasFailed = true;
				raise(error);
			}
		}
	};
	await Promise.all(Array.from({ length: parallel }, worker));
}

/** Lets a source work on while the reader is busy, up to `depth` steps ahead; no further once the reader stops. */
export async function* prefetch<T>(source: AsyncIterator<T>, depth: number): AsyncGenerator<T> {
	const ready: T[] = [];
	let state: 'idle' | 'working' | 'ended' = 'idle';
	let failure: { error: unknown } | undefined;
	let arrived = (): void => undefined;

	const work = async (): Promise<void> => {
		if (state !== 'idle' || ready.length >= depth) return;
		state = 'working';
		try {
			const { value, done } = await source.next();
			if (done !== true) ready.push(value);
			if (state === 'working') state = done === true ? 'ended' : 'idle';
		} catch (error) {
			failure = { error };
			state = 'ended';
		}
		arrived();
		await work();
	};

	try {
		for (;;) {
			void work();
			if (ready.length > 0) {
				const value = ready.shift() as T;
				void work();
				yield value;
			} else if (failure) {
				throw failure.error;
			} else if (isEnded(state)) {
				return;
			} else {
				await new Promise<void>((resolve) => (arrived = resolve));
			}
		}
	} finally {
		state = 'ended';
		// Nobody waits for a step that is under way.
		source.return?.().catch(() => undefined);
	}
}

/** Asked for by a function, because the compiler does not see that it changes meanwhile. */
function isEnded(state: string): boolean {
	return state === 'ended';
}

/** Works on what a source gives while the source gives more; results keep the order of the source. */
export async function* pipeline<T, R>(
	source: AsyncIterable<T>,
	work: (value: T) => Promise<R>,
	depth: number,
): AsyncGenerator<R> {
	async function* started(): AsyncGenerator<{ result: Promise<R> }> {
		for await (const value of source) {
			const result = work(value);
			result.catch(() => undefined);
			yield { result };
		}
	}
	for await (const { result } of prefetch(started(), depth)) yield await result;
}

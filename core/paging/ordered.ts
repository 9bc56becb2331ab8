/**
 * Runs tasks side by side and yields their results in the order of the tasks, lazily: no task starts
 * before there is room for it, and none after the reader has stopped.
 */
export async function* ordered<T>(
	tasks: Iterable<() => Promise<T>>,
	parallel: number,
): AsyncGenerator<T> {
	const running: Array<Promise<T>> = [];
	const iterator = tasks[Symbol.iterator]();
	const fill = (): void => {
		while (running.length < parallel) {
			const { value: task, done } = iterator.next();
			if (done === true) return;
			const run = task();
			// A failure is told when its turn comes; until then it is no unhandled one.
			run.catch(() => undefined);
			running.push(run);
		}
	};
	for (fill(); running.length > 0; fill()) {
		yield await (running.shift() as Promise<T>);
	}
}

/** Starts the next step while the reader is busy with this one, `depth` steps ahead. */
export async function* ahead<T>(source: AsyncIterator<T>, depth: number): AsyncGenerator<T> {
	const waiting: Array<Promise<IteratorResult<T>>> = [];
	const fill = (): void => {
		while (waiting.length < depth) {
			const next = source.next();
			next.catch(() => undefined);
			waiting.push(next);
		}
	};
	try {
		for (fill(); ; fill()) {
			const { value, done } = await (waiting.shift() as Promise<IteratorResult<T>>);
			if (done === true) return;
			yield value;
		}
	} finally {
		await source.return?.();
	}
}

/** Works on what a source gives while the source gives more; results keep the order of the source. */
export async function* pipelined<T, R>(
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
	for await (const { result } of ahead(started(), depth)) yield await result;
}

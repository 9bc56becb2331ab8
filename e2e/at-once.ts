import { describe } from 'vitest';

/**
 * As `describe.each`, but all of the list at the same time, and the tests of each in turn: for tests that wait more
 * than they compute. What they share, no test may change.
 */
export function describeAtOnce<T>(
	list: readonly T[],
	title: string,
	define: (one: T) => void,
): void {
	describe.concurrent.each(list)(title, (one) => {
		describe.sequential('in turn', () => define(one));
	});
}

/** Gives a function that does one piece of work after another: for what n8n cannot do several times at once. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return async (work) => {
		const mine = last.then(work);
		last = mine.catch(() => undefined);
		return await mine;
	};
}

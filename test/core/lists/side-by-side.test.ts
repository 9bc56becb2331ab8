import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefetch, inOrder, pipeline } from '../../../core/lists/side-by-side';
import { failureOf } from '../../kit/failure';

const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);

beforeEach(() => {
	unhandled.length = 0;
	process.on('unhandledRejection', note);
});

afterEach(async () => {
	await settle();
	process.off('unhandledRejection', note);
	expect(unhandled).toEqual([]);
});

/** Lets everything that can happen now happen. */
async function settle(): Promise<void> {
	for (let i = 0; i < 50; i++) await setImmediate();
}

/** Tasks that end after as many turns as `lengths` says, and note what happens. */
function tasksOf(lengths: number[]) {
	const seen = { started: 0, running: 0, most: 0 };
	const tasks = lengths.map((length, index) => async () => {
		seen.started++;
		seen.most = Math.max(seen.most, ++seen.running);
		for (let i = 0; i < Math.abs(length); i++) await setImmediate();
		seen.running--;
		if (length < 0) throw new Error(`task ${index}`);
		return index;
	});
	return { tasks, seen };
}

async function gather<T>(source: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const value of source) all.push(value);
	return all;
}

describe('ordered', () => {
	it('keeps the order of the tasks, whichever ends first', async () => {
		const { tasks, seen } = tasksOf([9, 1, 5, 0, 3, 0, 7]);
		expect(await gather(inOrder(tasks, 3))).toEqual([0, 1, 2, 3, 4, 5, 6]);
		expect(seen.most).toBe(3);
	});

	it('starts nothing before it is read, and no more than there is room for', async () => {
		const { tasks, seen } = tasksOf(Array(20).fill(1));
		const reader = inOrder(tasks, 4);
		await settle();
		expect(seen.started).toBe(0);
		await reader.next();
		await settle();
		expect(seen.started).toBe(4);
		await reader.next();
		expect(seen.started).toBe(5);
	});

	it('starts no further task once the reader has stopped', async () => {
		const { tasks, seen } = tasksOf(Array(20).fill(1));
		for await (const index of inOrder(tasks, 4)) if (index === 2) break;
		const { started } = seen;
		await settle();
		expect(seen.started).toBe(started);
		expect(started).toBeLessThanOrEqual(7);
	});

	it('tells a failure once, when its turn comes, and starts nothing afterwards', async () => {
		const { tasks, seen } = tasksOf([5, -1, -1, 1, 1, 1, 1, 1]);
		const reader = inOrder(tasks, 3);
		expect(await reader.next()).toEqual({ value: 0, done: false });
		expect(await failureOf(reader.next())).toMatchObject({ message: 'task 1' });
		expect(await reader.next()).toEqual({ value: undefined, done: true });
		await settle();
		expect(seen.started).toBe(3);
	});

	it('gives nothing of no tasks', async () => {
		expect(await gather(inOrder([], 3))).toEqual([]);
	});
});

describe('ahead', () => {
	/** Counts up; each step takes a turn. */
	function source(end: number, failAt = Infinity) {
		const seen = { started: 0, closed: false };
		async function* steps() {
			try {
				for (let i = 0; i < end; i++) {
					seen.started++;
					await setImmediate();
					if (i === failAt) throw new Error(`step ${i}`);
					yield i;
				}
			} finally {
				seen.closed = true;
			}
		}
		return { steps: steps(), seen };
	}

	it('gives all in order, and ends its source', async () => {
		const { steps, seen } = source(10);
		expect(await gather(prefetch(steps, 3))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(seen.closed).toBe(true);
	});

	it('starts the next step while the reader is busy', async () => {
		const { steps, seen } = source(10);
		const reader = prefetch(steps, 2);
		await reader.next();
		await settle();
		expect(seen.started).toBe(3);
		await reader.return(undefined);
	});

	it('is one step ahead with a depth of one', async () => {
		const { steps, seen } = source(10);
		const reader = prefetch(steps, 1);
		await reader.next();
		await settle();
		expect(seen.started).toBe(2);
		await reader.return(undefined);
	});

	it('starts no further step once the reader has stopped', async () => {
		const { steps, seen } = source(10);
		const reader = prefetch(steps, 4);
		await reader.next();
		const { started } = seen;
		await reader.return(undefined);
		await settle();
		expect(seen.closed).toBe(true);
		expect(seen.started).toBeLessThanOrEqual(started + 1);
	});

	it('tells a failure when its turn comes', async () => {
		const { steps, seen } = source(10, 2);
		const reader = prefetch(steps, 3);
		expect([(await reader.next()).value, (await reader.next()).value]).toEqual([0, 1]);
		expect(await failureOf(reader.next())).toMatchObject({ message: 'step 2' });
		expect(seen.closed).toBe(true);
	});

	it('gives all that was read before a failure, however busy the reader was', async () => {
		const { steps } = source(10, 3);
		const reader = prefetch(steps, 4);
		expect((await reader.next()).value).toBe(0);
		await settle();
		expect([(await reader.next()).value, (await reader.next()).value]).toEqual([1, 2]);
		expect(await failureOf(reader.next())).toMatchObject({ message: 'step 3' });
	});

	it('leaves no failure unhandled when the reader stops before it', async () => {
		const { steps } = source(10, 2);
		for await (const _ of prefetch(steps, 4)) break;
		await settle();
		expect(unhandled).toEqual([]);
	});
});

describe('pipelined', () => {
	async function* numbers(end: number) {
		for (let i = 0; i < end; i++) yield i;
	}

	it('keeps the order of the source, whichever work ends first', async () => {
		const work = async (value: number) => {
			for (let i = 0; i < (value * 7) % 5; i++) await setImmediate();
			return value * 10;
		};
		expect(await gather(pipeline(numbers(6), work, 3))).toEqual([0, 10, 20, 30, 40, 50]);
	});

	it('tells a failing work once and handles the others', async () => {
		const work = async (value: number) => {
			if (value > 0) throw new Error(`work ${value}`);
			return value;
		};
		const reader = pipeline(numbers(6), work, 3);
		expect((await reader.next()).value).toBe(0);
		expect(await failureOf(reader.next())).toMatchObject({ message: 'work 1' });
	});
});

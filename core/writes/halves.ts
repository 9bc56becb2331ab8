import { isUndone } from '../operations/write-once';
import { StoppedError } from '../request/clock';
import { raise } from '../request/errors';
import type { Answer } from './operation';

/**
 * Writes what was refused as a whole once more, in two halves, to find what it was refused for. What went through
 * with the first half stays so, whatever becomes of the second.
 */
export async function inHalves<Part>(
	parts: readonly Part[],
	write: (some: readonly Part[]) => Promise<ReadonlyArray<Answer | undefined>>,
): Promise<Array<Answer | undefined>> {
	const half = Math.ceil(parts.length / 2);
	const first = await write(parts.slice(0, half));
	const others = parts.slice(half);
	try {
		return [...first, ...(await write(others))];
	} catch (error) {
		if (error instanceof StoppedError || !isUndone(error)) return raise(error);
		return [...first, ...others.map((): Answer => ({ status: 'failed', error: error as Error }))];
	}
}

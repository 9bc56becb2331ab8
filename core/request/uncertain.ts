import { ResponseError } from './errors';

/** How writes ended that were sent again, where an earlier try may have been carried out. */
const ends = new WeakSet<object>();

/** The same answer or error, which says nothing of the tries before it. */
export function uncertain<T>(end: T): T {
	if (typeof end === 'object' && end !== null) ends.add(end);
	return end;
}

/** Whether an error leaves open what became of an earlier try. */
export function isUncertain(error: unknown): boolean {
	if (error instanceof ResponseError) return ends.has(error.response);
	return typeof error === 'object' && error !== null && ends.has(error);
}

import { createHash } from 'crypto';

import type { PageExtent } from '../marketplace';
import { count } from '../orders/read';
import { clock } from '../request/clock';
import { UnexpectedResponseError, raise, ResponseError } from '../request/errors';

/** So often a page is asked for again before it counts as lost, and so often what was just named is asked for. */
const TRIES = 4;
const FIRST_PAUSE_MS = 500;
/** So often a page that may rightly be thin is asked for again. */
const TRIES_OF_THIN = 1;

/** A part of a list that can be looked at again. */
interface View<P> {
	extent(page: P): PageExtent;
	/** The same page, asked for again. */
	again(): Promise<P>;
	/** How long the list is now, by an answer to another question; absent where there is none. */
	elsewhere?(): Promise<number | undefined>;
}

/**
 * A page that is the end of its list only where it reaches the largest length that any answer has named. A shorter
 * one is asked for again. A list from which entries go meanwhile is really shorter now: then an answer to another
 * question has to say so, too; it need not agree to the entry while the list moves.
 */
export async function completePage<P>(first: P, known: number, view: View<P>): Promise<P> {
	let page = first;
	let expected = known;
	let before: number | undefined;
	let drift = 0;
	for (let attempt = 1; ; attempt++) {
		const { reach, isFull, total = 0, mayBeThin = false } = view.extent(page);
		const length = Math.max(expected, total);
		if (isFull || reach >= length || (mayBeThin && attempt > TRIES_OF_THIN)) return page;
		if (attempt > TRIES) throw tooShort(reach, length);
		const isEndByItself = reach >= total;
		if (attempt > 1 || !isEndByItself) await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
		if (isEndByItself) {
			const now = view.elsewhere ? await view.elsewhere() : total;
			drift = Math.max(drift, Math.abs((now ?? 0) - (before ?? now ?? 0)));
			if (now !== undefined) expected = now - drift;
			before = now;
		}
		page = await view.again();
	}
}

/** A length as an answer names it, perhaps as text; nothing where it is no length. */
export function readTotal(total: unknown): number | undefined {
	const length = count(total);
	return length !== null && length >= 0 ? length : undefined;
}

function tooShort(reach: number, length: number): UnexpectedResponseError {
	return new UnexpectedResponseError(
		`The list ended after ${reach} of at least ${length} entries`,
		'The page was requested several times. The list could not be read to its end. Try again later',
	);
}

/** Reads what the marketplace has just named: if it does not know it yet, it is asked again a little later. */
export async function retryUntilFound<T>(read: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await read();
		} catch (error) {
			const isUnknown = error instanceof ResponseError && error.verdict === 'gone';
			if (!isUnknown || attempt === TRIES) return raise(error);
		}
		await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
	}
}

/** What an entry is recognised by: its id, or without one its content. */
export function keyOf<T>(id: (entry: T) => string, entry: T): string {
	const own = id(entry);
	return own === '' ? `content ${JSON.stringify(entry)}` : own;
}

/**
 * Readers meet entries twice, and whoever puts them together goes by id. So an entry without one is given
 * once: when its content is met again on a later page, it is the same.
 */
export async function* withoutRepeats<T>(
	parts: AsyncIterable<T[]>,
	id: (entry: T) => string,
): AsyncGenerator<T[]> {
	const seen = new Set<string>();
	for await (const part of parts) {
		const fresh = part.filter((entry) => id(entry) !== '' || !seen.has(keyOf(id, entry)));
		for (const entry of part) if (id(entry) === '') seen.add(keyOf(id, entry));
		yield fresh;
	}
}

/** An id for what has none, by which it is known again as long as it stays as it is; empty for what is nothing. */
export function idOrDigest(id: string | null, entry: object): string {
	if (id !== null || Object.keys(entry).length === 0) return id ?? '';
	return createHash('sha256').update(JSON.stringify(entry)).digest('base64url').slice(0, 22);
}

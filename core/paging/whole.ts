import type { Extent } from '../marketplace';
import { count } from '../order/read';
import { clock } from '../transport/clock';
import { OddAnswer } from '../transport/trouble';

/** So often a page is asked for again before it counts as lost. */
const TRIES = 4;
const FIRST_PAUSE_MS = 500;
/** So often a page that may rightly be thin is asked for again. */
const TRIES_OF_THIN = 1;

/** A place of a list that can be looked at again. */
interface View<P> {
	extent(page: P): Extent;
	/** The same page, asked for again. */
	again(): Promise<P>;
	/** How long the list is now, by an answer to another question; absent where there is none. */
	elsewhere?(): Promise<number | undefined>;
}

/**
 * A page that is the end of its list only where it reaches the largest length that any answer has told. A
 * shorter one is asked for again. A list from which entries go meanwhile is really shorter now: then an answer
 * to another question has to say so, too; it need not agree to the entry while the list moves.
 */
export async function whole<P>(first: P, known: number, view: View<P>): Promise<P> {
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

/** A length as an answer tells it, perhaps as text; nothing where it is no length. */
export function told(total: unknown): number | undefined {
	const length = count(total);
	return length !== null && length >= 0 ? length : undefined;
}

function tooShort(reach: number, length: number): OddAnswer {
	return new OddAnswer(
		`The marketplace says that the list has at least ${length} entries, and ends it after ${reach}`,
		'It was asked several times. The list was not read to its end, so nothing is shown as complete. Try again later',
	);
}

import type { Call } from '../../../core/operations/call';
import type { Query } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import { readFrom, type Read } from '../../../core/lists/keyset';
import { FORMS_PER_PAGE, listForms } from '../orders/checkout-forms';
import type { RawForm } from './events';

/** Pages of the sweep in one step. */
const PAGES_PER_STEP = 10;
/** Every sweep begins this long before the end of the last one: lists may lag behind. */
const OVERLAP_MS = 10 * 60_000;

/** Where the sweep of the orders by `updatedAt` stands. */
export interface SweepProgress {
	/** `updatedAt` up to which the orders were swept, and how many of exactly this time were read. */
	sweep: string;
	offset: number;
	/** Whether the sweep has not reached its end yet. */
	open: boolean;
	/** While it is open: when the first page was read that reaches into the present, by Allegro's clock. */
	near?: number;
	/** When the last sweep ended, by Allegro's clock. */
	sweptAt: number;
}

/** What a sweep has found, and how far it has come. */
interface Swept {
	place: SweepProgress;
	forms: RawForm[];
}

/**
 * The orders whose `updatedAt` is that of the last sweep or later, oldest first, as far as one step goes, or
 * to `until`: events of later ones are on the journal's next page, and would be asked for again with it.
 */
export async function sweep(
	call: Call,
	before: SweepProgress,
	now: number,
	until: number,
): Promise<Swept> {
	const forms: RawForm[] = [];
	let { sweep: key, offset, near } = before;
	if (!before.open) key = new Date(Date.parse(key) - OVERLAP_MS).toISOString();
	let former: Read<RawForm> | undefined;
	for (let page = 0; page < PAGES_PER_STEP; page++) {
		former = await readFrom(listOf(call, key), key, offset, former);
		const found = former.entries;
		forms.push(...found);
		const last = text(found.at(-1)?.updatedAt) ?? key;
		if (found.length < FORMS_PER_PAGE) {
			const end = Math.max(Date.parse(before.sweep), timeOf(last) ?? 0);
			// Into pages that were left some time ago, an order may have come late; from the future comes none.
			const reached = new Date(Math.min(end, near ?? now)).toISOString();
			return { place: { sweep: reached, offset: 0, open: false, sweptAt: now }, forms };
		}
		// The last form is met again. Only those of this time count: a page that a cache sends once more must not
		// lead past forms that nobody has seen.
		const same = found.filter((form) => (text(form.updatedAt) ?? key) === key).length;
		offset = last === key ? offset + same - 1 : 0;
		key = last;
		const reached = timeOf(key) ?? 0;
		if (reached > now - OVERLAP_MS) near ??= now;
		if (reached > until) break;
	}
	const progress = { sweep: key, offset, open: true, sweptAt: before.sweptAt };
	return { place: near === undefined ? progress : { ...progress, near }, forms };
}

function listOf(call: Call, key: string) {
	return {
		pageSize: FORMS_PER_PAGE,
		key: (form: RawForm) => text(form.updatedAt) ?? key,
		read: async (from = key, offset: number) => await listForms(call, sweepQuery(from, offset)),
	};
}

function sweepQuery(from: string, offset: number): Query {
	return {
		'updatedAt.gte': from,
		sort: 'updatedAt',
		limit: FORMS_PER_PAGE,
		...(offset === 0 ? {} : { offset }),
	};
}

import type { DateTime } from 'luxon';
import { DAY_MS } from '../../../core/request/clock';
import type { FilterValues } from '../../../core/operations/filters';
import { InvalidInputError } from '../../../core/request/errors';

/** Amazon wants the end of a range to be two minutes ago; one more for clocks that differ. */
const LAG_MS = 3 * 60_000;
const DEFAULT_DAYS = 7;
/** How far back Amazon keeps orders. See BEHAVIOR.md, Orders. */
const HISTORY_DAYS = 730;

/** The one range that a list has, in either family of dates. */
export interface DateRange {
	family: 'created' | 'updated';
	after: string;
	before?: string;
	/** What the user should know about it. */
	hints: string[];
}

type Dates = Pick<FilterValues, 'time'>;

/**
 * Computed once for all pages: Amazon refuses a page token whose other parameters have changed.
 * `undated` is the family and the days to go back where the user gives no date.
 */
export function dateRange(
	filters: Dates,
	now: number,
	undated: { family: DateRange['family']; days: number } = {
		family: 'updated',
		days: DEFAULT_DAYS,
	},
): DateRange {
	const created = [filters.time('createdAfter'), filters.time('createdBefore')];
	const updated = [filters.time('updatedAfter'), filters.time('updatedBefore')];
	const hasCreated = created.some(Boolean);
	const hasUpdated = updated.some(Boolean);
	if (hasCreated && hasUpdated) {
		throw new InvalidInputError(
			"'Created After/Before' and 'Updated After/Before' cannot be combined",
			'Amazon filters by one of them: remove the others',
		);
	}
	if (hasCreated) return ranged('created', created, now);
	if (hasUpdated) return ranged('updated', updated, now);
	const isDefault = undated.days === DEFAULT_DAYS;
	const said = `No date was set: these are the orders ${undated.family} in the last ${DEFAULT_DAYS} days`;
	return {
		family: undated.family,
		after: writeTime(now - undated.days * DAY_MS),
		hints: isDefault ? [said] : [],
	};
}

/** Days that reach all of the history. */
export const WHOLE_HISTORY = HISTORY_DAYS;

function ranged(
	family: DateRange['family'],
	[after, before]: Array<DateTime | undefined>,
	now: number,
): DateRange {
	const label = family === 'created' ? 'Created' : 'Updated';
	const start = after?.toMillis() ?? (before?.toMillis() ?? now) - HISTORY_DAYS * DAY_MS;
	const range = { family, after: writeTime(start) };
	if (before === undefined) return { ...range, hints: [] };
	const latest = now - LAG_MS;
	// To the end of its second: windows that end a millisecond before the next begins would lose one otherwise.
	const end = Math.ceil(before.toMillis() / 1000) * 1000;
	if (end <= latest) return { ...range, before: writeTime(end), hints: [] };
	const hints = [
		`'${label} Before' was set earlier: Amazon lists orders only up to two minutes ago`,
	];
	// Amazon cuts by itself where it is given no end.
	return start < latest ? { ...range, before: writeTime(latest), hints } : { ...range, hints };
}

/** Amazon's form, in whole seconds. */
export function writeTime(ms: number): string {
	return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

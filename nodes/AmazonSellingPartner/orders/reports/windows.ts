import type { Call } from '../../../../core/operations/call';
import {
	invalidCursor,
	type ListCursor,
	type ListPosition,
} from '../../../../core/operations/cursor';
import { FilterValues } from '../../../../core/operations/filters';
import { timeOf } from '../../../../core/orders/time';
import { inOrder } from '../../../../core/lists/side-by-side';
import { byTime, windows } from '../../../../core/lists/windows';
import { clock, DAY_MS } from '../../../../core/request/clock';
import { ListError, raise } from '../../../../core/request/errors';
import { byOrder, NoReportError, reportRows, type ReportRow } from './file';
import { latest } from './mapping';
import { reportStanding } from './status';
import { dateRange, writeTime, type DateRange } from '../dates';
import { orderFilters } from '../filters';
import { isV0, searchV0, type V0Raw } from '../v0/list';
import { waitingForQuota } from '../quota-wait';
import { Report, type ReportRequest } from './report';
import { LeftOut } from './left-out';
import { reportSites } from './site-choice';
import { chosenSites, searchPages, searchQuery, type SearchOrder } from '../search';

/** Amazon covers 30 days a report; the last one grows while the others are made. See BEHAVIOR.md, Reports. */
const WINDOW_MS = 29 * DAY_MS;
/** Reports that Amazon makes side by side. */
const PARALLEL = 3;
/** Whoever goes on later does so behind such a part: the same report again would be refused for half an hour. */
const ORDERS_A_PART = 100;

const TYPES = {
	created: 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL',
	updated: 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL',
} as const;

/** The column with the time by which Amazon puts an order into a report. */
const TIMES = { created: 'purchase-date', updated: 'last-updated-date' } as const;

/** An order as a report has it: its rows, and the sites that the report is about. */
export interface ReportedOrder {
	rows: ReportRow[];
	sites: readonly string[];
}

/** Orders as a report or, for a window that has none, as the Orders API has them. */
export type Reported =
	{ reported: ReportedOrder } | { searched: SearchOrder } | { searchedV0: V0Raw };

type ReportCursor = Pick<ListCursor<unknown>, 'start' | 'advance'>;

/** A window of time and, once it was read, its orders; none where Amazon made no report. */
interface Window {
	from: number;
	to: number;
	isOpen: boolean;
	orders?: Map<string, ReportRow[]>;
}

/** All orders of the range that the filters ask for, through as many reports as it takes. */
export async function* reportedOrders(
	call: Call,
	waitMs: number,
	cursor?: ReportCursor,
	given?: DateRange,
): AsyncGenerator<Reported[]> {
	const filters = FilterValues.read(call, orderFilters);
	const start = cursor?.start?.from === undefined ? undefined : readStart(cursor.start);
	const range = given ?? start?.range ?? dateRange(filters, clock.now());
	// Refuses filters that no report and no search of this version knows.
	searchQuery(filters, range, { includedData: [], marketplaceIds: [], limit: 1 });
	if (!given && !start) range.hints.forEach((hint) => call.hint(hint));
	const sites = await reportSites(call, waitingForQuota(call, clock.now() + waitMs));
	const rest = new LeftOut({
		sites: chosenSites(call),
		column: TIMES[range.family],
		from: start?.from ?? Date.parse(range.after),
		to: range.before === undefined ? Infinity : Date.parse(range.before),
	});
	const parts = readWindows(call, { range, sites, waitMs, from: start?.from, rest }, cursor);
	try {
		yield* parts;
	} finally {
		rest.tell(call);
	}
}

/** What all windows of one list have in common. */
interface Scope {
	range: DateRange;
	sites: readonly string[];
	waitMs: number;
	from?: number;
	rest: LeftOut;
}

async function* readWindows(
	call: Call,
	{ range, sites, waitMs, from: begin, rest }: Scope,
	cursor?: ReportCursor,
): AsyncGenerator<Reported[]> {
	const fits = filterOf(FilterValues.read(call, orderFilters));
	const empty: Window[] = [];
	const momentOf = (rows: ReportRow[]) => timeOf(latest(rows, TIMES[range.family]));
	for await (const window of inOrder(tasks(call, range, sites, waitMs, begin), PARALLEL)) {
		const { orders, from, to } = window;
		if (!orders) empty.push(window);
		if (orders && cursor) {
			// Whoever goes on behind this window would never hear of the empty ones before it.
			yield* searched(call, range, sites, waitMs, empty.splice(0));
			yield* reached(cursor, range, from);
		}
		const found = [...(orders?.values() ?? [])].filter((rows) => rest.keeps(rows) && fits(rows));
		for (const { part, behind } of byTime(found, momentOf, ORDERS_A_PART)) {
			if (behind > from && behind < to) cursor?.advance(positionOf(range, behind));
			yield part.map((rows) => ({ reported: { rows, sites } }));
		}
		if (orders && cursor) yield* reached(cursor, range, to);
	}
	yield* searched(call, range, sites, waitMs, empty);
}

/** All before this moment was given out. */
function* reached(cursor: ReportCursor, range: DateRange, from: number): Generator<Reported[]> {
	cursor.advance(positionOf(range, from));
	yield [];
}

function positionOf(range: DateRange, from: number): ListPosition {
	return { from, range: { ...range, hints: [] } };
}

/** The last window stays open, and is asked for when the others are there: orders move into it meanwhile. */
function* tasks(
	call: Call,
	{ family, after, before }: DateRange,
	marketplaceIds: readonly string[],
	waitMs: number,
	from = Date.parse(after),
): Generator<() => Promise<Window>> {
	const to = before === undefined ? clock.now() : Date.parse(before);
	const all = [...windows(from, to, WINDOW_MS)];
	// A report holds the orders of the whole region, and only this one has Japan.
	const isJapan = call.client.connection.settings?.region === 'fe';
	const running: Array<Promise<unknown>> = [];
	for (const [index, [start, end]] of all.entries()) {
		const isOpen = before === undefined && index === all.length - 1;
		const request: ReportRequest = {
			reportType: TYPES[family],
			dataStartTime: writeTime(start),
			...(isOpen ? {} : { dataEndTime: writeTime(end) }),
			marketplaceIds,
		};
		yield async () => {
			if (isOpen) await Promise.all(running);
			const reading = readWindow(call, request, waitMs, isJapan);
			running.push(reading);
			return { from: start, to: end, isOpen, orders: await reading };
		};
	}
}

async function readWindow(call: Call, request: ReportRequest, waitMs: number, isJapan: boolean) {
	const file = await new Report(call, waitMs).read(request, isJapan);
	if (!file) return undefined;
	try {
		return byOrder(reportRows(file.chunks, file.charset));
	} catch (error) {
		if (!(error instanceof NoReportError)) return raise(error);
		return raise(
			new ListError(
				`Amazon's report of the orders from ${request.dataStartTime} cannot be read: ${error.message}`,
				"Try again later, read other dates, or choose the Orders API in 'Read Through'",
			),
		);
	}
}

/**
 * Amazon cancels a report without orders, but also one that somebody called off. So the windows without
 * a report are asked for from the Orders API, neighbours at once; mostly that is one empty page. Its quota
 * may be used up by now: that is why there are reports at all.
 */
async function* searched(
	call: Call,
	range: DateRange,
	sites: readonly string[],
	waitMs: number,
	empty: readonly Window[],
): AsyncGenerator<Reported[]> {
	for (const { from, to, isOpen } of joined(empty)) {
		const before = isOpen ? undefined : writeTime(to);
		const part = { family: range.family, after: writeTime(from), before, hints: [] };
		const send = waitingForQuota(call, clock.now() + waitMs);
		if (isV0(call)) {
			for await (const orders of searchV0(call, part, sites, send)) {
				yield orders.map((order) => ({ searchedV0: order }));
			}
			continue;
		}
		for await (const { orders } of searchPages(call, Infinity, { range: part }, send)) {
			yield orders.map((order) => ({ searched: order }));
		}
	}
}

function joined(empty: readonly Window[]): Window[] {
	const all: Window[] = [];
	for (const window of empty) {
		const last = all.at(-1);
		if (last?.to === window.from) all[all.length - 1] = { ...window, from: last.from };
		else all.push(window);
	}
	return all;
}

/** A report knows no filters, so they are applied to its rows. */
function filterOf(filters: FilterValues): (rows: readonly ReportRow[]) => boolean {
	const statuses = filters.get<string[]>('status');
	const channels = filters.get<string[]>('fulfilledBy');
	return (rows) =>
		(!statuses || statuses.includes(reportStanding(rows).known ?? '')) &&
		(!channels || rows.some((row) => channels.includes(channelOf(row))));
}

function channelOf(row: ReportRow): string {
	const channel = row['fulfillment-channel']?.trim() ?? '';
	return /^(amazon|afn)/i.test(channel) ? 'AMAZON' : 'MERCHANT';
}

function readStart(start: NonNullable<ReportCursor['start']>): { from: number; range: DateRange } {
	const { from, range } = start as { from: number; range?: Partial<DateRange> };
	const { family, after, before } = range ?? {};
	const isFamily = family === 'created' || family === 'updated';
	const isBefore = before === undefined || typeof before === 'string';
	if (!Number.isSafeInteger(from) || !isFamily || typeof after !== 'string' || !isBefore) {
		throw invalidCursor();
	}
	return { from, range: { family, after, before, hints: [] } };
}

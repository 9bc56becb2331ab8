import type { Call } from '../../../../core/operations/call';
import type { ListCursor } from '../../../../core/operations/cursor';
import { clock } from '../../../../core/request/clock';
import { InvalidInputError, QuotaError, raise } from '../../../../core/request/errors';
import { includedData } from '../parameters';
import { latest } from './mapping';
import { reportedOrders, type Reported } from './windows';
import {
	readStart,
	searchOrders,
	searchPages,
	type SearchOrder,
	type SearchStart,
} from '../search';

const WAYS = ['auto', 'ordersApi', 'report'] as const;
type Way = (typeof WAYS)[number];

const DEFAULT_WAIT_SECONDS = 1800;
/** Pages of the burst: what the Orders API gives at once. See BEHAVIOR.md, Reports. */
const AT_ONCE = 2000;
/** No answer takes so long, so the page has waited for quota; a report is quicker then. */
const WAITED_MS = 60_000;
/** Parts that no report has. */
const PERSONAL: ReadonlySet<string> = new Set(['BUYER', 'RECIPIENT', 'TAX']);

/** Orders in the way that the user has chosen. */
export async function* readOrders(
	call: Call,
	limit: number,
	cursor?: ListCursor<unknown>,
): AsyncGenerator<Reported[]> {
	const way = wayOf(call);
	if (way === 'report') return yield* reportedOrders(call, waitOf(call), cursor);
	if (way === 'auto' && mayChange(call, limit, cursor)) return yield* automatic(call, cursor);
	for await (const orders of searchOrders(call, limit, cursor)) yield orders.map(searched);
}

/** What the user has chosen; part of what a cursor counts for. */
export function wayOf(call: Call): Way {
	const { readThrough = 'auto' } = call.collection('options');
	const way = WAYS.find((known) => known === readThrough);
	if (way) return way;
	throw new InvalidInputError("'Read Through' is unknown", `Possible values: ${WAYS.join(', ')}`);
}

function waitOf(call: Call): number {
	const seconds = Number(call.collection('options').reportWait ?? DEFAULT_WAIT_SECONDS);
	if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
	throw new InvalidInputError(
		"'Maximum Report Wait' is not a number of seconds",
		'Enter a number above zero',
	);
}

/** Reports have another form and less in them; whoever needs what they lack, or can go on later, gets none unasked. */
function mayChange(call: Call, limit: number, cursor?: ListCursor<unknown>): boolean {
	const wantsPersonal = includedData(call).some((name) => PERSONAL.has(name));
	const isUnified = call.parameter<string>('output', 'order') !== 'marketplace';
	return limit > AT_ONCE && cursor?.isResumable !== true && isUnified && !wantsPersonal;
}

/**
 * Nobody knows beforehand how long the list is. So the pages that come at once are read; the first one
 * that has to wait for quota shows that a report is quicker, and the rest comes from there.
 */
async function* automatic(
	call: Call,
	cursor: ListCursor<unknown> | undefined,
): AsyncGenerator<Reported[]> {
	const start = readStart(call);
	const waitMs = waitOf(call);
	const given = new Map<string, number>();
	if (yield* untilQuotaEnds(call, start, given, cursor)) return;
	call.hint(
		`${given.size} orders were read through the Orders API. Its quota is used up, so the rest comes from reports, without order totals and parcels (see 'missing'). Set 'Read Through' to use only one of them`,
	);
	for await (const part of reportedOrders(call, waitMs, undefined, start.range)) {
		yield part.filter((entry) => !isGiven(entry, given));
	}
}

/** Whether the list was read to its end. */
async function* untilQuotaEnds(
	call: Call,
	start: SearchStart,
	given: Map<string, number>,
	cursor: ListCursor<unknown> | undefined,
): AsyncGenerator<Reported[], boolean> {
	const pages = searchPages(call, Infinity, start);
	for (;;) {
		const asked = clock.now();
		const page = await pages.next().catch(usedUp);
		if (page === 'usedUp') return false;
		if (page.done === true) return true;
		const { orders, behind } = page.value;
		for (const order of orders) given.set(String(order.orderId), timeOf(order.lastUpdatedTime));
		// Whoever goes on after an error does so through the Orders API, also when the error was in a report.
		if (behind) cursor?.advance(behind);
		yield orders.map(searched);
		if (behind && clock.now() - asked > WAITED_MS) return false;
	}
}

function usedUp(error: unknown): 'usedUp' {
	return error instanceof QuotaError ? 'usedUp' : raise(error);
}

/** The Orders API knows more of an order than a report, so its word stands as long as it is not older. */
function isGiven(entry: Reported, given: ReadonlyMap<string, number>): boolean {
	if ('searchedV0' in entry) return false;
	const [id, updated] =
		'searched' in entry
			? [entry.searched.orderId, entry.searched.lastUpdatedTime]
			: [idOf(entry), latest(entry.reported.rows, 'last-updated-date')];
	const known = given.get(String(id));
	// A report has whole seconds: the start of the one in which the order changed.
	return known !== undefined && !(timeOf(updated) > known);
}

function idOf(entry: Extract<Reported, { reported: unknown }>): string {
	return entry.reported.rows[0]['amazon-order-id'].trim();
}

function timeOf(written: unknown): number {
	return Date.parse(String(written));
}

function searched(order: SearchOrder): Reported {
	return { searched: order };
}

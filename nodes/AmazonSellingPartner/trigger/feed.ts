import type { Call } from '../../../core/operations/call';
import type { ApiResponse, Query } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import { itemsOf } from '../../../core/lists/pages';
import type {
	FeedStart,
	Feed,
	Checkpoint,
	OrderChange,
	FeedStep,
} from '../../../core/triggers/feed';
import { serverTime } from '../../../core/request/server-clock';
import { clock, DAY_MS, HOUR_MS } from '../../../core/request/clock';
import { raise, ResponseError } from '../../../core/request/errors';
import { searchOrdersPages } from '../pages';
import { readSites } from '../regions';
import { toOrderChange } from './events';
import { includedData } from '../orders/parameters';
import type { AmazonRaw } from '../orders/list';
import { chosenEvents } from '../../../core/triggers/event';

const PATH = '/orders/2026-01-01/orders';
const PAGE_SIZE = 100;
/** Amazon forgets a page token after a day, and shows a page every three minutes: room for 46,000 orders. */
const TOKEN_MS = 23 * HOUR_MS;
/** Longest range that is begun, so that it is read to its end before its token ends. */
const RANGE_MS = 7 * DAY_MS;
/** Shortest range: longer than the overlap, or the feed would stand still. */
const LEAST_RANGE_MS = 30 * 60_000;
/** Every range begins this long before the end of the last one: the index may lag behind. */
const OVERLAP_MS = 5 * 60_000;
/** Events that only the parcels show, or when. */
const OF_PARCELS = ['orderReturned', 'orderShipped'];

/** Dates that all pages of one range are asked for with. */
interface Range {
	after: string;
	/** Absent for the range that reaches into the present. */
	before?: string;
}

/** Where the feed stands. See BEHAVIOR.md, Trigger. */
interface Progress {
	/** Everything that changed before it was shown: the end of the last range that was read whole. */
	after: string;
	/** Longest range to begin, after one that was too long for its token. */
	span?: number;
	/** Whether Amazon has refused a page whose token had not ended, and the range is read again for that. */
	refused?: true;
	/** A range that is not read to its end yet. */
	open?: {
		range: Range;
		token: string;
		/** When it was begun, by Amazon's clock. */
		at: number;
		/** Its end, as Amazon set it on the first page; what changes later is in the next range. */
		end: string | null;
	};
}

/** `searchOrders` by time of the last change. */
export const feed: Feed<AmazonRaw> = { start, next, recent };

/** One cheap question gives Amazon's time, and up to when the index is complete. */
async function start(call: Call, from?: number): Promise<FeedStart> {
	if (from !== undefined) return { checkpoint: checkpointOf({ after: iso(from) }), at: from };
	const range = { after: iso(clock.now() - DAY_MS) };
	const response = await search(call, range, { maxResultsPerPage: 1 });
	const now = serverTime(response);
	const complete = timeOf(upTo(response)) ?? now - OVERLAP_MS;
	return { checkpoint: checkpointOf({ after: iso(Math.min(complete, now)) }), at: now };
}

async function next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<AmazonRaw>> {
	const progress = checkpoint as unknown as Progress;
	const { open } = progress;
	const range = open?.range ?? rangeFrom(progress);
	const response = await readPage(call, range, progress);
	if (response === 'ended' || response === 'refused') {
		const refused = response === 'refused' ? true : undefined;
		return { changes: [], checkpoint: shorter({ ...progress, refused }, range), done: false };
	}
	const begun = open?.at ?? serverTime(response);
	const end = open ? open.end : upTo(response);
	const token = text(object(object(response.body).pagination).nextToken);
	const changes = changesOf(response);
	if (token !== null && serverTime(response) - begun < TOKEN_MS) {
		const behind = { ...progress, open: { range, token, at: begun, end } };
		// A page behind the first has come: pages are not refused any more.
		if (open) delete behind.refused;
		return { changes, checkpoint: checkpointOf(behind), done: false };
	}
	if (token !== null) return { changes, checkpoint: shorter(progress, range), done: false };
	const newest = changes.map((change) => change.at).reduce((a, b) => Math.max(a, b), 0);
	// Without an end, the pages may show what changed after the first one, and not all of that.
	const reached = earlier(end, range.before);
	const after =
		reached === null
			? latest(progress.after, Math.min(newest, begun))
			: iso(Math.min(timeOf(reached) ?? begun, begun));
	return {
		changes,
		checkpoint: checkpointOf({ after, ...longer(progress) }),
		done: range.before === undefined,
	};
}

/** Of a long time, its start; the rest follows. Our clock may be wrong, so both ends keep away from now. */
function rangeFrom({ after, span = RANGE_MS }: Progress): Range {
	const from = (timeOf(after) ?? 0) - OVERLAP_MS;
	const isLong = clock.now() - from > span + Math.min(span, DAY_MS);
	return { after: iso(from), ...(isLong ? { before: iso(from + span) } : {}) };
}

/**
 * Amazon no longer knows the token, or soon will not: the range is read again from its start, and only half as
 * far; otherwise whoever polls too rarely for it would read the same first pages for ever.
 */
function shorter({ after, span = RANGE_MS, open, refused }: Progress, range: Range): Checkpoint {
	const end = timeOf(range.before ?? open?.end) ?? clock.now();
	const length = Math.min(span, end - (timeOf(range.after) ?? 0));
	const shortened = Math.max(LEAST_RANGE_MS, Math.floor(length / 2));
	return checkpointOf({ after, span: shortened, ...(refused && { refused }) });
}

function longer({ span = RANGE_MS }: Progress): Pick<Progress, 'span'> {
	return span * 2 < RANGE_MS ? { span: span * 2 } : {};
}

/**
 * A page; or that its token counts no more, which is usual for an old one. A refusal of a young one may come from
 * parameters that the user has changed meanwhile; if it comes again, it has another reason, which has to be
 * reported.
 */
async function readPage(
	call: Call,
	range: Range,
	{ open, refused }: Progress,
): Promise<ApiResponse | 'ended' | 'refused'> {
	const query = { maxResultsPerPage: PAGE_SIZE, paginationToken: open?.token };
	try {
		return await search(call, range, query);
	} catch (error) {
		const isRefused = error instanceof ResponseError && error.verdict === 'invalid';
		if (!open || !isRefused) return raise(error);
		if (serverTime(error.response) - open.at >= TOKEN_MS) return 'ended';
		return refused ? raise(error) : 'refused';
	}
}

async function search(call: Call, { after, before }: Range, query: Query): Promise<ApiResponse> {
	const { fulfilledBy } = call.collection('filters');
	return await call.client.send({
		method: 'GET',
		path: PATH,
		query: {
			lastUpdatedAfter: after,
			lastUpdatedBefore: before,
			...query,
			fulfilledBy: Array.isArray(fulfilledBy) ? (fulfilledBy as string[]) : undefined,
			marketplaceIds: readSites(
				call.parameter<unknown>('marketplaceIds', []),
				call.client.connection.settings?.region,
			),
			includedData: [...new Set([...includedData(call), ...proofsOf(call)])],
		},
	});
}

/** Parts without which the event would never be seen: no status at all, or nothing of the parcels. */
function proofsOf(call: Call): string[] {
	const isOfParcels = chosenEvents(call).some((event) => OF_PARCELS.includes(event));
	return ['FULFILLMENT', ...(isOfParcels ? ['PACKAGES'] : [])];
}

function changesOf(response: ApiResponse): Array<OrderChange<AmazonRaw>> {
	const orders = itemsOf(response, searchOrdersPages.items);
	return orders.map((order) => toOrderChange(object(order)));
}

/** The end of the range as Amazon has set it. */
function upTo({ body }: ApiResponse): string | null {
	return text(object(body).lastUpdatedBefore);
}

/** Nothing behind the end that was asked for has been shown, whatever the answer says. */
function earlier(end: string | null, before: string | undefined): string | null {
	if (end === null || before === undefined) return end ?? before ?? null;
	return (timeOf(end) ?? Infinity) < (timeOf(before) ?? Infinity) ? end : before;
}

function latest(after: string, newest: number): string {
	return newest > (timeOf(after) ?? 0) ? iso(newest) : after;
}

function checkpointOf(progress: Progress): Checkpoint {
	return { ...progress } as unknown as Checkpoint;
}

function iso(time: number): string {
	return new Date(time).toISOString();
}

/** The last week's orders, or as many as one page holds. */
async function recent(call: Call, count: number): Promise<Array<OrderChange<AmazonRaw>>> {
	const range = { after: iso(clock.now() - RANGE_MS) };
	const query = { maxResultsPerPage: Math.min(count, PAGE_SIZE) };
	const changes = changesOf(await search(call, range, query));
	return changes.sort((a, b) => b.at - a.at);
}

import type { ItemCall } from '../../../core/operations/call';
import { isUndone } from '../../../core/operations/write-once';
import { StoppedError } from '../../../core/request/clock';
import {
	InvalidInputError,
	raise,
	RefusedWriteError,
	ResponseError,
	TokenError,
	UnexpectedResponseError,
} from '../../../core/request/errors';
import { statusItem } from '../../../core/writes/item';
import { lookAtEach } from '../../../core/writes/look-up';
import type { WantedLines } from '../../../core/writes/open-lines';
import type { Answer, WriteOperation, Writer } from '../../../core/writes/operation';
import { orderName, readLines, readOrderId } from '../../../core/writes/parcel';
import { type DocumentFile, fetchDocument } from '../documents';
import {
	createFeed,
	feedPath,
	type FeedFile,
	finishedFeed,
	type FinishedFeed,
	uploadFile,
} from '../feeds/feed';
import {
	firstWords,
	type ProcessingReport,
	readProcessingReport,
	type Remark,
} from '../feeds/processing-report';
import { ORDER_ID } from '../orders/filters';
import { type KnownLine, type KnownOrder, openLinesOf, readOrder, refuseAmazonsOwn } from './order';

/** Despite its name, this feed cancels. See BEHAVIOR.md, Cancelling. */
const FEED_TYPE = 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA';
const CONTENT_TYPE = 'text/tab-separated-values; charset=UTF-8';
const COLUMNS = ['order-id', 'amazon-order-item-code', 'cancellation-reason-code'];

/** One feed takes far more; nobody waits for so many. */
const MOST_LINES = 10_000;
const MOST_SHOWN = 300;

/** Amazon's words, as its schema has them, with what Seller Central calls them. */
export const CANCEL_REASONS = [
	{ name: 'Buyer Cancelled', value: 'BuyerCanceled' },
	{ name: 'Customer Exchange', value: 'CustomerExchange' },
	{ name: 'General Adjustment', value: 'GeneralAdjustment' },
	{ name: 'No Inventory', value: 'NoInventory' },
	{ name: 'Pricing Error', value: 'PricingError' },
	{ name: 'Shipping Address Undeliverable', value: 'ShippingAddressUndeliverable' },
];

/** What an input item asks for. */
export interface Cancellation {
	readonly orderId: string;
	readonly lines: WantedLines;
	readonly reason: string;
}

/** A line of the feed. */
export interface CancelledLine {
	readonly orderId: string;
	readonly lineId: string;
	readonly marketplaceId: string;
	readonly reason: string;
}

/** _Order > Cancel_: one feed for each marketplace. */
export const cancel: WriteOperation<Cancellation, KnownOrder, CancelledLine> = {
	words: { things: 'orders', done: 'cancelled', parts: 'lines' },
	names: orderName,
	read: (call) => ({
		orderId: readOrderId(call, ORDER_ID),
		lines: readLines(call),
		reason: readReason(call),
	}),
	subject: ({ orderId }) => orderId,
	key: ({ orderId, lines, reason }) => JSON.stringify([orderId, lines, reason]),
	lookUp: async (subjects, { send }) =>
		await lookAtEach(subjects, async (orderId) => await readOrder(send, orderId)),
	plan,
	chunk: {
		size: MOST_LINES,
		key: ({ marketplaceId }) => marketplaceId,
		identity: ({ orderId, lineId }) => `Line ${lineId} of order ${orderId}`,
	},
	write,
	repeat: 'never',
	whereToLook:
		'Look at the order in Seller Central in some minutes. Cancel it again only if it is still Unshipped',
	toItem: (written, _others, call) =>
		statusItem(
			call,
			written,
			written.status === 'unchanged' ? (written.state?.status ?? null) : null,
		),
};

function readReason(call: ItemCall): string {
	const reason = call.required('reason', 'Reason');
	if (CANCEL_REASONS.some(({ value }) => value === reason)) return reason;
	throw new InvalidInputError(
		`'Reason' has an unknown value: ${reason.slice(0, 40)}`,
		`Possible values: ${CANCEL_REASONS.map(({ value }) => value).join(', ')}`,
	);
}

function plan(
	{ orderId, lines: wanted, reason }: Cancellation,
	order: KnownOrder | undefined,
): readonly CancelledLine[] {
	if (!order || order.status === 'CANCELLED') return [];
	refuseAmazonsOwn(order, 'cancelled');
	openLinesOf(order);
	const lines = wanted === 'all' ? order.lines : wanted.map((line) => wholeLine(order, line));
	const shipped = lines.find((line) => line.shipped > 0);
	if (shipped || order.status === 'SHIPPED') {
		const what = shipped ? `line '${shipped.id}'` : 'all of it';
		throw new InvalidInputError(
			`Order '${orderId}' cannot be cancelled: ${what} was shipped`,
			wanted === 'all' && order.status !== 'SHIPPED'
				? "To cancel what was not shipped, set 'Lines' to 'Selected Lines' and name these lines"
				: 'Amazon cancels before shipping only. After that, refund the buyer in Seller Central',
		);
	}
	const { marketplaceId } = order;
	if (marketplaceId === null) {
		throw new InvalidInputError(
			`Amazon does not say on which marketplace order '${orderId}' was placed`,
			'Cancel it in Seller Central',
		);
	}
	const open = lines.filter((line) => line.open !== 0);
	return open.map(({ id }) => ({ orderId, lineId: id, marketplaceId, reason }));
}

function wholeLine(
	{ id: orderId, lines }: KnownOrder,
	{ lineId, quantity }: Exclude<WantedLines, 'all'>[number],
): KnownLine {
	const line = lines.find(({ id }) => id === lineId);
	if (!line) {
		const ids = lines.map(({ id }) => id).join(', ');
		throw new InvalidInputError(
			`Order '${orderId}' has no line '${lineId}'`,
			`Use 'lines[].id' of the order. Its lines are: ${ids.slice(0, MOST_SHOWN)}`,
		);
	}
	if (quantity === null || quantity === line.open || line.open === 0) return line;
	throw new InvalidInputError(
		`Amazon cancels whole lines only: line '${lineId}' of order '${orderId}' has ${line.open} units, not ${quantity}`,
		"Leave 'Quantity' empty, or cancel a part of it in Seller Central",
	);
}

/** One feed. Until it is made, whatever fails has changed nothing; after that, nothing may be called failed. */
async function write(lines: readonly CancelledLine[], writer: Writer): Promise<Answer[]> {
	const all = (answer: Answer): Answer[] => lines.map(() => answer);
	const file = toFile(lines);
	let documentId: string;
	try {
		documentId = await uploadFile(writer, file);
	} catch (error) {
		return endsAll(error) ? raise(error) : all({ status: 'failed', error: error as Error });
	}
	let feedId: string | null;
	try {
		feedId = await createFeed(writer, file, documentId);
	} catch (error) {
		if (endsAll(error) || !isUndone(error)) return raise(error);
		return all({ status: 'failed', error: error as Error });
	}
	if (feedId === null) {
		throw new UnexpectedResponseError('Amazon gave no ID for the feed', 'Look at the order');
	}
	return await resultOf(feedId, lines, writer);
}

/** Lines have nothing to do with it, so there is no use in sending half of them. */
function endsAll(error: unknown): boolean {
	if (error instanceof StoppedError || error instanceof TokenError) return true;
	return error instanceof ResponseError && ['blocked', 'expired'].includes(error.verdict);
}

/** The table that Amazon reads: without quotation marks, and what is in it has neither tabs nor line breaks. */
function toFile(lines: readonly CancelledLine[]): FeedFile {
	const rows = lines.map(({ orderId, lineId, reason }) => [orderId, lineId, reason]);
	return {
		feedType: FEED_TYPE,
		marketplaceId: lines[0].marketplaceId,
		contentType: CONTENT_TYPE,
		content: [COLUMNS, ...rows].map((cells) => `${cells.join('\t')}\n`).join(''),
	};
}

async function resultOf(
	feedId: string,
	lines: readonly CancelledLine[],
	writer: Writer,
): Promise<Answer[]> {
	const handle = { type: 'feed', id: feedId };
	const accepted = (...warnings: string[]): Answer => ({ status: 'accepted', handle, warnings });
	const later = `Ask later with API Request: GET ${feedPath(feedId)}`;
	let feed: FinishedFeed | undefined;
	let file: DocumentFile | undefined;
	try {
		feed = await finishedFeed(writer, feedId);
		if (feed?.report && feed.status !== 'CANCELLED') {
			file = await fetchDocument(writer.call, writer.send, feed.report);
		}
	} catch (error) {
		if (error instanceof StoppedError) return raise(error);
		if (feed?.status === 'FATAL') return raise(brokenOff(feedId, undefined));
		const { message } = writer.call.nodeError(error);
		const unread = `Amazon has taken the feed, but its result could not be read: ${message}. ${later}`;
		return lines.map(() => accepted(unread));
	}
	if (feed === undefined) return lines.map(() => accepted());
	if (feed.status === 'CANCELLED')
		return lines.map(() => ({ status: 'failed', error: calledOff() }));
	if (feed.status === 'FATAL') throw brokenOff(feedId, file);
	const report = file && readProcessingReport(file);
	if (report === undefined) {
		const none = `Amazon has worked through the feed, but gave no report that can be read. ${later}`;
		return lines.map(() => accepted(none));
	}
	return answersOf(report, lines, accepted(`Amazon's report does not name this line. ${later}`));
}

/** What the report says about each line; `unnamed` is for those that it does not account for. */
export function answersOf(
	{ processed, successful, remarks }: ProcessingReport,
	lines: readonly CancelledLine[],
	unnamed: Answer,
): Answer[] {
	const isAllDone = successful !== null && successful >= lines.length;
	const refusals = new Map<CancelledLine, Remark>();
	const warnings = new Map<CancelledLine, string[]>();
	for (const remark of remarks) {
		for (const line of linesOf(remark, lines)) {
			const isRefusal = !remark.isWarning && !isAllDone;
			if (isRefusal) refusals.set(line, refusals.get(line) ?? remark);
			else warnings.set(line, [...(warnings.get(line) ?? []), saidIn(remark)]);
		}
	}
	const counted = successful ?? (processed ?? lines.length) - refusals.size;
	const isComplete = counted + refusals.size >= lines.length;
	return lines.map((line) => {
		const refusal = refusals.get(line);
		if (refusal) return { status: 'failed', error: refused(line, refusal) };
		return isComplete ? { status: 'done', warnings: warnings.get(line) } : unnamed;
	});
}

/** Lines by their IDs, where the report has them, and by the number of the record. */
function linesOf(
	{ record, orderId, itemId }: Remark,
	lines: readonly CancelledLine[],
): readonly CancelledLine[] {
	const named = lines.filter(
		(line) =>
			(orderId === null || orderId === line.orderId) && (itemId === null || itemId === line.lineId),
	);
	const counted = record === null ? undefined : lines[record - 1];
	if (counted && named.includes(counted)) return [counted];
	return orderId === null && itemId === null ? [] : named;
}

function saidIn({ code, message }: Remark): string {
	return `Amazon says: ${[message, code && `(${code})`].filter(Boolean).join(' ')}`;
}

function refused({ orderId, lineId }: CancelledLine, { code, message }: Remark): RefusedWriteError {
	return new RefusedWriteError(`Amazon did not cancel line '${lineId}' of order '${orderId}'`, {
		said: message ?? undefined,
		code: code ?? undefined,
		advice: 'Look at the order in Seller Central. Only what was not shipped yet can be cancelled',
	});
}

/** Before it began, says Amazon. */
function calledOff(): RefusedWriteError {
	return new RefusedWriteError('The feed was called off before Amazon began with it', {
		advice: 'Nothing was cancelled. Run the node again',
	});
}

/** Some, none or all of it may have been done. */
function brokenOff(feedId: string, file: DocumentFile | undefined): UnexpectedResponseError {
	const said = file ? firstWords(file) : '';
	return new UnexpectedResponseError(
		`Amazon has broken off the feed ${feedId}${said === '' ? '' : `, and says: ${said}`}`,
		'Look at the order',
	);
}

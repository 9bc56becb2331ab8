import type { ItemCall } from '../../../core/operations/call';
import { InvalidInputError } from '../../../core/request/errors';
import { statusItem } from '../../../core/writes/item';
import { lookAtEach } from '../../../core/writes/look-up';
import type { WriteOperation, Written } from '../../../core/writes/operation';
import { orderName, readLines, readOrderId } from '../../../core/writes/parcel';
import { ORDER_ID } from '../orders/list';
import {
	changePiece,
	checkLines,
	isCancelled,
	isOpen,
	type KnownOrder,
	lineIds,
	type OrderWish,
	type Piece,
	type PieceChange,
	readOrder,
	wasSent,
} from './order';
import { REASONS } from './panel';

interface CancelWish extends OrderWish {
	readonly reason: string;
}

interface Cancelling extends PieceChange {
	readonly reason: string;
}

/** _Order > Cancel_: one call for each piece. It gives money back, and its state keeps that from happening twice. */
export const cancel: WriteOperation<CancelWish, KnownOrder, Cancelling> = {
	words: { things: 'orders', done: 'cancelled', parts: 'lines' },
	names: orderName,
	read,
	subject: ({ orderId }) => orderId,
	key: ({ orderId, lines }) => JSON.stringify([orderId, lines]),
	merge(first, second) {
		if (first.reason === second.reason) return first;
		throw new InvalidInputError(
			`order '${first.orderId}' has two reasons`,
			'Choose one reason for the same lines',
		);
	},
	lookUp: async (subjects, { send }) =>
		await lookAtEach(subjects, async (orderId) => await readOrder(send, orderId)),
	plan,
	async write([one], { send }) {
		const answer = await changePiece(send, one, 'cancel', { reason: one.reason }, isCancelled);
		return [answer?.status === 'done' ? { ...answer, body: one } : answer];
	},
	repeat: 'afterLook',
	recognize(one, order) {
		const piece = order.piece(one.lineId);
		return piece && isCancelled(piece) ? { status: 'done', body: one } : undefined;
	},
	whereToLook:
		"Look at the order in Kaufland's seller portal, or run the node again: lines that were cancelled are not cancelled twice",
	toItem(written, others, call) {
		const { pieces } = written.state as KnownOrder;
		const sent = written.wish.lines === 'all' ? pieces.filter(wasSent) : [];
		return statusItem(call, written, statusRaw(pieces, others), sentWarnings(sent));
	},
};

function read(call: ItemCall): CancelWish {
	const wish = { orderId: readOrderId(call, ORDER_ID), lines: readLines(call) };
	checkLines(wish);
	const reason = call.required('reason', 'Reason');
	if (REASONS.some(({ value }) => value === reason)) return { ...wish, reason };
	throw new InvalidInputError(
		`'Reason' is not a reason that Kaufland knows: ${reason.slice(0, 40)}`,
		`Use one of ${REASONS.map(({ value }) => value).join(', ')}`,
	);
}

function plan({ orderId, lines, reason }: CancelWish, state: KnownOrder | undefined): Cancelling[] {
	const order = state as KnownOrder;
	order.refuseKauflands('cancelled');
	const pieces = lines === 'all' ? everything(order) : order.named(lines);
	const back = pieces.find(({ status }) => status.startsWith('returned'));
	if (back) {
		throw new InvalidInputError(
			`Line '${back.lineId}' of order '${orderId}' cannot be cancelled: it came back from the buyer`,
			'The return pays the money back',
		);
	}
	order.take(pieces);
	// One that was sent and is named all the same: whether its parcel never arrived, Kaufland has to judge.
	return pieces
		.filter((piece) => !isCancelled(piece))
		.map(({ lineId }) => ({ orderId, lineId, reason }));
}

/** All that is open. Where there is nothing, it is what was cancelled before. */
function everything(order: KnownOrder): Piece[] {
	const open = order.free.filter(isOpen);
	if (open.length > 0) return open;
	const cancelled = order.free.filter(isCancelled);
	if (cancelled.length > 0) return cancelled;
	throw order.nothingLeft(
		'cancelled',
		"It was sent before. If its parcel did not arrive, name the lines in 'Selected Lines'",
	);
}

/** The status as `statusRaw` of the order has it now. */
function statusRaw(
	pieces: readonly Piece[],
	written: ReadonlyArray<Written<CancelWish, KnownOrder>>,
): string {
	const cancelled = new Set(
		written.flatMap(({ bodies }) => bodies as Cancelling[]).map(({ lineId }) => lineId),
	);
	const words = pieces.map(({ lineId, status }) => (cancelled.has(lineId) ? 'cancelled' : status));
	return [...new Set(words)].sort().join(',');
}

function sentWarnings(sent: readonly Piece[]): string[] {
	if (sent.length === 0) return [];
	return [`Lines that were sent before were not cancelled: ${lineIds(sent)}.`];
}

import type { Send } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import {
	InvalidInputError,
	raise,
	RefusedWriteError,
	ResponseError,
	UnexpectedResponseError,
} from '../../../core/request/errors';
import type { WantedLine, WantedLines } from '../../../core/writes/open-lines';
import type { Answer } from '../../../core/writes/operation';
import { kaufland } from '../marketplace';
import { progressOf, statusOf, unitsOf } from '../orders/statuses';
import { type Unit, UNITS } from '../orders/units';
import type { RawOrder } from '../orders/wire';

/** Not paid, or not checked yet. */
export const UNRELEASED = 'open';
/** The seller may send it. */
export const READY = 'need_to_be_sent';

/** One piece of an order, which is a line of its own. */
export interface Piece {
	readonly lineId: string;
	/** Kaufland's own word. */
	readonly status: string;
}

/** What a wish names: an order, and perhaps some of its pieces. */
export interface OrderWish {
	readonly orderId: string;
	readonly lines: WantedLines;
}

/** A line has no quantity but one, which is found before anything is sent. */
export function checkLines({ lines }: OrderWish): void {
	if (lines === 'all') return;
	const wrong = lines.find(({ quantity }) => (quantity ?? 1) !== 1);
	if (wrong === undefined) return;
	throw new InvalidInputError(
		`A line of Kaufland is one piece: 'Quantity' of line '${wrong.lineId}' is ${wrong.quantity}`,
		"Leave 'Quantity' empty, and name each piece by its own line ID",
	);
}

/** An order as far as its writes need to know. */
export class KnownOrder {
	private readonly taken = new Set<string>();

	constructor(
		readonly orderId: string,
		/** Whether Kaufland stores and sends it. */
		readonly isKauflands: boolean,
		readonly pieces: readonly Piece[],
	) {}

	/** Pieces that no item of this run means yet. */
	get free(): Piece[] {
		return this.pieces.filter(({ lineId }) => !this.taken.has(lineId));
	}

	/** Pieces that an item means: those that come after it do not get them. */
	take(pieces: readonly Piece[]): void {
		for (const { lineId } of pieces) this.taken.add(lineId);
	}

	/** Pieces by their IDs. */
	named(lines: readonly WantedLine[]): Piece[] {
		return lines.map(({ lineId }) => {
			const found = this.piece(lineId);
			if (!found) {
				const ids = this.pieces.map((piece) => piece.lineId).join(', ');
				throw new InvalidInputError(
					`Order '${this.orderId}' has no line '${lineId}'`,
					`Use 'lines[].id' of the order. Its lines are: ${ids.slice(0, 300)}`,
				);
			}
			if (!this.taken.has(lineId)) return found;
			throw new InvalidInputError(
				`Line '${lineId}' of order '${this.orderId}' is in this run twice`,
				'A line is one piece. Name it in one item',
			);
		});
	}

	piece(wanted: string): Piece | undefined {
		return this.pieces.find(({ lineId }) => lineId === wanted);
	}

	/** Kaufland sends it itself, and answers for it. */
	refuseKauflands(done: string): void {
		if (!this.isKauflands) return;
		throw new InvalidInputError(
			`Order '${this.orderId}' cannot be ${done} here: it is fulfilled by Kaufland`,
			'Leave it to Kaufland, or ask its seller support',
		);
	}

	/** Why nothing is left for an item. */
	nothingLeft(done: string, otherwise: string): InvalidInputError {
		return new InvalidInputError(
			`Nothing is left to be ${done} in order '${this.orderId}'`,
			this.taken.size > 0
				? "An earlier item of this run takes all its lines. To name lines, set 'Lines' to 'Selected Lines'"
				: otherwise,
		);
	}
}

export function pieceOf(unit: Unit): Piece {
	return { lineId: text(unit.id_order_unit) ?? '', status: statusOf(unit) };
}

export function wasSent({ status }: Piece): boolean {
	return (progressOf({ status }) ?? 0) > 0;
}

export function isCancelled({ status }: Piece): boolean {
	return progressOf({ status }) === null;
}

/** Neither sent nor cancelled. */
export function isOpen({ status }: Piece): boolean {
	return progressOf({ status }) === 0;
}

export function isByKaufland(fulfillment: unknown): boolean {
	return fulfillment === 'fulfilled_by_kaufland';
}

export function lineIds(pieces: ReadonlyArray<{ lineId: string }>): string {
	return pieces.map(({ lineId }) => lineId).join(', ');
}

/** An order with all its pieces, as it is now. */
export async function readOrder(send: Send, orderId: string): Promise<KnownOrder> {
	const path = `/orders/${pathSegment(orderId)}`;
	const { body } = await send({ method: 'GET', path });
	const raw = object(object(body).data) as RawOrder;
	const pieces = unitsOf(raw).map(pieceOf);
	if (pieces.length === 0) {
		throw new UnexpectedResponseError('The order came without its lines', 'Try again later');
	}
	return new KnownOrder(orderId, isByKaufland(raw.fulfillment_type), pieces);
}

/** One call. */
export interface PieceChange {
	readonly orderId: string;
	readonly lineId: string;
}

/**
 * Changes one piece. Kaufland refuses what the state does not allow, and does not say the state; so it is read, and
 * `isSo` decides whether somebody else was faster.
 */
export async function changePiece(
	send: Send,
	{ orderId, lineId }: PieceChange,
	verb: 'send' | 'cancel',
	body: object,
	isSo: (piece: Piece) => boolean,
): Promise<Answer | undefined> {
	const path = `${UNITS}/${pathSegment(lineId)}`;
	try {
		const request = { method: 'PATCH', path: `${path}/${verb}`, body, idempotent: false } as const;
		const { status } = await send(request);
		// Any other answer is that of something in between.
		return status === 204 ? { status: 'done' } : undefined;
	} catch (error) {
		if (!(error instanceof ResponseError)) return raise(error);
		const { status } = error.response;
		if (![400, 403, 404].includes(status)) return raise(error);
		const now = status === 403 ? await readPiece(send, path) : undefined;
		if (now && isSo(now)) return { status: 'unchanged' };
		return { status: 'failed', error: refusal(orderId, lineId, error, now) };
	}
}

async function readPiece(send: Send, path: string): Promise<Piece> {
	const { body } = await send({ method: 'GET', path });
	return pieceOf(object(object(body).data) as Unit);
}

function refusal(
	orderId: string,
	lineId: string,
	{ response, path }: ResponseError,
	now: Piece | undefined,
): RefusedWriteError {
	const { message, ...details } = kaufland.describe(response, path);
	const why = message ?? details.said ?? 'Kaufland gives no reason';
	const state = now === undefined ? '' : ` (its status is '${now.status}')`;
	return new RefusedWriteError(
		`Line '${lineId}' of order '${orderId}' was refused${state}: ${why}`,
		details,
	);
}

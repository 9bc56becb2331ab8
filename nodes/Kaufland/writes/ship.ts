import type { ItemCall } from '../../../core/operations/call';
import { InvalidInputError } from '../../../core/request/errors';
import type { Send } from '../../../core/marketplace';
import type { Carrier } from '../../../core/writes/carriers';
import type {
	Reader,
	States,
	Subjects,
	WriteOperation,
	Written,
} from '../../../core/writes/operation';
import {
	mergeParcels,
	type Parcel,
	parcelKey,
	parcelNames,
	type ParcelRules,
	readParcel,
	shipmentItem,
} from '../../../core/writes/parcel';
import { ORDER_ID } from '../orders/list';
import { carrierCode, carriersOf, needsNumber } from './carriers';
import { lookAtOrders } from './open-pieces';
import {
	changePiece,
	checkLines,
	isOpen,
	type KnownOrder,
	lineIds,
	type Piece,
	type PieceChange,
	READY,
	UNRELEASED,
	wasSent,
} from './order';

/** Kaufland publishes no length. Several numbers of one piece are one text. */
const RULES: ParcelRules = {
	orderId: ORDER_ID,
	trackingNumber: { isRequired: false, most: 255 },
	needsCarrier: true,
};

interface ShipState {
	readonly order: KnownOrder;
	readonly carriers: readonly Carrier[];
}

/** A piece of a parcel. */
interface Sending extends PieceChange {
	readonly carrier: string;
	readonly trackingNumber: string | null;
	/** Then there is nothing to send. */
	readonly isBefore: boolean;
}

/** What `toItem` wants to know of a piece. */
type Sent = Pick<Sending, 'lineId' | 'carrier' | 'isBefore'>;

/**
 * _Order > Ship_: one call for each piece. Its state keeps it from being sent twice; the tracking number can be read
 * nowhere. See BEHAVIOR.md, Writes.
 */
export const ship: WriteOperation<Parcel, ShipState, Sending> = {
	words: { things: 'parcels', done: 'shipped', parts: 'lines' },
	names: parcelNames,
	read,
	subject: ({ orderId }) => orderId,
	key: parcelKey,
	merge: mergeParcels,
	lookUp,
	plan,
	async write([one], { send }) {
		const { lineId, carrier, trackingNumber, isBefore } = one;
		if (isBefore) return [{ status: 'unchanged', body: one }];
		const body = { tracking_numbers: trackingNumber ?? '', carrier_code: carrier };
		const answer = await changePiece(send, one, 'send', body, wasSent);
		if (answer?.status === 'done') return [{ ...answer, body: one }];
		if (answer?.status !== 'unchanged') return [answer];
		return [{ ...answer, body: { lineId, carrier, isBefore: true } satisfies Sent }];
	},
	repeat: 'afterLook',
	recognize(one, { order }) {
		const piece = order.piece(one.lineId);
		return piece && wasSent(piece) ? { status: 'done', body: one } : undefined;
	},
	whereToLook:
		"Look at the order in Kaufland's seller portal, or run the node again: lines that were sent are not sent twice",
	toItem,
};

function read(call: ItemCall): Parcel {
	const parcel = readParcel(call, RULES);
	checkLines(parcel);
	if (parcel.trackingNumber === null && needsNumber(parcel.carrier)) {
		throw new InvalidInputError(
			"'Tracking Number' is empty",
			"Enter it. Only with the carriers 'Other' and 'Other Hauler' it may be left out",
		);
	}
	return { ...parcel, trackingNumber: plainNumbers(parcel) };
}

/** A piece may come in several parcels: their numbers stand in one text, with commas between them. */
function plainNumbers({ trackingNumber }: Parcel): string | null {
	const numbers = trackingNumber?.split(',').map((number) => number.trim());
	if (numbers?.includes('') !== true) return numbers?.join(',') ?? null;
	throw new InvalidInputError(
		"'Tracking Number' has a comma without a number",
		'Write several numbers of one line as e.g. 0034123456789,0034987654321',
	);
}

async function lookUp(subjects: Subjects<Parcel>, reader: Reader): Promise<States<ShipState>> {
	const [carriers, orders] = await Promise.all([
		carriersOnce(reader.send),
		lookAtOrders(subjects, reader),
	]);
	return new Map(
		[...orders].map(([orderId, order]) => [
			orderId,
			order instanceof Error ? order : { order, carriers },
		]),
	);
}

/** Of each run; asked for once. */
const carrierLists = new WeakMap<Send, Promise<readonly Carrier[]>>();

async function carriersOnce(send: Send): Promise<readonly Carrier[]> {
	const known = carrierLists.get(send) ?? carriersOf({ send });
	carrierLists.set(send, known);
	return await known;
}

function plan(wish: Parcel, state: ShipState | undefined): Sending[] {
	const { order, carriers } = state as ShipState;
	const { orderId, trackingNumber, lines } = wish;
	// `readParcel` has made sure that there is one.
	const carrier = carrierCode(wish.carrier as string, carriers);
	order.refuseKauflands('shipped');
	const pieces = lines === 'all' ? everything(order) : order.named(lines);
	refuseUnsendable(order, pieces);
	order.take(pieces);
	return pieces.map((piece) => ({
		...{ orderId, carrier, trackingNumber },
		lineId: piece.lineId,
		isBefore: wasSent(piece),
	}));
}

/** All that can be sent. Where there is nothing, and nothing waits, it is what was sent before. */
function everything(order: KnownOrder): Piece[] {
	const { free } = order;
	const ready = free.filter(({ status }) => status === READY);
	if (ready.length > 0) return ready;
	const waiting = free.filter(({ status }) => status === UNRELEASED);
	if (waiting.length > 0) return waiting;
	const sent = free.filter(wasSent);
	if (sent.length > 0) return sent;
	const statuses = [...new Set(order.pieces.map(({ status }) => status))];
	throw order.nothingLeft('sent', `Its lines are: ${statuses.join(', ')}`);
}

/** A parcel goes as it is wished, or not at all. */
function refuseUnsendable({ orderId }: KnownOrder, pieces: readonly Piece[]): void {
	const waiting = pieces.filter(({ status }) => status === UNRELEASED);
	if (waiting.length > 0) {
		throw new InvalidInputError(
			`Order '${orderId}' has lines that cannot be sent yet, because Kaufland has not released them (open): ${lineIds(waiting)}`,
			'Kaufland may still be checking the payment. Wait until their status is need_to_be_sent',
		);
	}
	const other = pieces.find((piece) => piece.status !== READY && !wasSent(piece));
	if (!other) return;
	throw new InvalidInputError(
		`Line '${other.lineId}' of order '${orderId}' cannot be sent: its status is '${other.status}'`,
		'Leave it out',
	);
}

function toItem(
	written: Written<Parcel, ShipState>,
	others: ReadonlyArray<Written<Parcel, ShipState>>,
	call: ItemCall,
): object {
	const { wish, bodies, state } = written;
	const { pieces } = (state as ShipState).order;
	const sent = bodies as Sent[];
	const now = sent.filter(({ isBefore }) => !isBefore);
	const before = sent.filter(({ isBefore }) => isBefore);
	const isNew = now.length > 0;
	const ids = idsOf(isNew ? now : before);
	const gone = idsOf(others.flatMap((other) => other.bodies as Sent[]));
	const left = pieces.filter((piece) => isOpen(piece) && !gone.has(piece.lineId));
	const linesOf = (some: readonly Piece[]) => some.map(({ lineId }) => ({ lineId, quantity: 1 }));
	// How something was sent before, nobody knows.
	const known = isNew ? { carrier: now[0].carrier } : { carrier: null, trackingNumber: null };
	return shipmentItem(
		call,
		{ ...written, wish: { ...wish, ...known } },
		{
			// What was sent after a second try is in its place, too.
			lines: linesOf(pieces.filter(({ lineId }) => ids.has(lineId))),
			remaining: linesOf(left),
			warnings: [...sentBefore(before), ...(wish.lines === 'all' ? notReleased(left) : [])],
		},
	);
}

function idsOf(sent: readonly Sent[]): Set<string> {
	return new Set(sent.map(({ lineId }) => lineId));
}

function sentBefore(before: readonly Sent[]): string[] {
	if (before.length === 0) return [];
	return [
		`Lines that were sent before were not sent again: ${lineIds(before)}. Kaufland does not return tracking numbers, so check in its seller portal that they are in this parcel.`,
	];
}

function notReleased(left: readonly Piece[]): string[] {
	const waiting = left.filter(({ status }) => status === UNRELEASED);
	if (waiting.length === 0) return [];
	return [
		`Lines that Kaufland has not released yet (open) were left out: ${lineIds(waiting)}. Send them once their status is need_to_be_sent.`,
	];
}

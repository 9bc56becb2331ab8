import type { Send } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { raise, ResponseError, UnexpectedResponseError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import type { Reader, States, Subjects } from '../../../core/writes/operation';
import { PAGE_SIZE, totalOf } from '../marketplace';
import { allUnitPages, FULFILLMENTS } from '../orders/units';
import {
	isByKaufland,
	KnownOrder,
	type OrderWish,
	type Piece,
	pieceOf,
	readOrder,
	READY,
	UNRELEASED,
} from './order';

/** For fewer orders, the list is not worth its first page. */
const LEAST_ORDERS = 10;

/** All pieces that are still to be sent, by their orders. */
type OpenOrders = ReadonlyMap<string, { isKauflands: boolean; pieces: Piece[] }>;

/**
 * Looks at orders before they are sent. For many, the list of what waits takes fewer calls than each of them; an
 * order of which it does not say all that is asked is read by itself.
 */
export async function lookAtOrders<Wish extends OrderWish>(
	subjects: Subjects<Wish>,
	reader: Reader,
): Promise<States<KnownOrder>> {
	const { send, isCheck, subjects: inRun } = reader;
	const isWorthIt = !isCheck && inRun >= LEAST_ORDERS;
	const listed = isWorthIt ? await openOrders(reader) : undefined;
	return await lookAtEach(subjects, async (orderId, wishes) => {
		const known = listed?.get(orderId);
		if (!known || !saysAll(known.pieces, wishes)) return await readOrder(send, orderId);
		return new KnownOrder(orderId, known.isKauflands, known.pieces);
	});
}

/** What is not released may have been since, and a line that is not in the list was perhaps sent before. */
function saysAll(pieces: readonly Piece[], wishes: readonly OrderWish[]): boolean {
	const ids = new Set(pieces.map(({ lineId }) => lineId));
	return (
		pieces.every(({ status }) => status === READY) &&
		wishes.every(({ lines }) => lines === 'all' || lines.every(({ lineId }) => ids.has(lineId)))
	);
}

/** Read once in a run; nothing, where it is of no use. */
async function openOrders(reader: Reader): Promise<OpenOrders | undefined> {
	const known = lists.get(reader.send) ?? readOpenOrders(reader);
	lists.set(reader.send, known);
	return await known;
}

/** Of each run. */
const lists = new WeakMap<Send, Promise<OpenOrders | undefined>>();

async function readOpenOrders({ call, subjects }: Reader): Promise<OpenOrders | undefined> {
	const found = new Map<string, { isKauflands: boolean; pieces: Piece[] }>();
	const filters = { status: [UNRELEASED, READY], fulfillment_type: [...FULFILLMENTS] };
	try {
		for await (const { units, response } of allUnitPages(call, filters)) {
			const total = totalOf(response.body);
			if (total === undefined || total > subjects * PAGE_SIZE) return undefined;
			for (const unit of units) {
				const orderId = text(unit.id_order) ?? '';
				const isKauflands = isByKaufland(unit.fulfillment_type);
				const known = found.get(orderId) ?? { isKauflands, pieces: [] };
				const piece = pieceOf(unit);
				if (known.pieces.every(({ lineId }) => lineId !== piece.lineId)) known.pieces.push(piece);
				found.set(orderId, known);
			}
		}
		return found;
	} catch (error) {
		// While it is read, pieces leave the list, so some may be missing.
		const isUseless = error instanceof UnexpectedResponseError || error instanceof ResponseError;
		return isUseless ? undefined : raise(error);
	}
}

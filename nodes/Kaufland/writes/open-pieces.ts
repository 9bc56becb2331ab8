import type { Send } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { ListError, raise, ResponseError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import type { Reader, States, Subjects } from '../../../core/writes/operation';
import { FULFILLMENTS } from '../common-filters';
import { PAGE_SIZE } from '../marketplace';
import { allUnits } from '../orders/units';
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
type OpenOrders = ReadonlyMap<string, OpenOrder>;

interface OpenOrder {
	readonly isKauflands: boolean;
	/** By their IDs: some come twice. */
	readonly pieces: Map<string, Piece>;
}

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
		if (!known || !saysAll(known, wishes)) return await readOrder(send, orderId);
		return new KnownOrder(orderId, known.isKauflands, [...known.pieces.values()]);
	});
}

/** What is not released may have been since, and a line that is not in the list was perhaps sent before. */
function saysAll({ pieces }: OpenOrder, wishes: readonly OrderWish[]): boolean {
	return (
		[...pieces.values()].every(({ status }) => status === READY) &&
		wishes.every(({ lines }) => lines === 'all' || lines.every(({ lineId }) => pieces.has(lineId)))
	);
}

/** Without the second, Kaufland leaves out what it sends for the seller. */
const WAITING = { status: [UNRELEASED, READY], fulfillment_type: FULFILLMENTS };

/** Read once in a run; nothing, where it is of no use. */
async function openOrders(reader: Reader): Promise<OpenOrders | undefined> {
	const known = lists.get(reader.send) ?? readOpenOrders(reader);
	lists.set(reader.send, known);
	return await known;
}

/** Of each run. */
const lists = new WeakMap<Send, Promise<OpenOrders | undefined>>();

async function readOpenOrders({ send, subjects }: Reader): Promise<OpenOrders | undefined> {
	const found = new Map<string, OpenOrder>();
	let pages = Infinity;
	const list = allUnits(send, WAITING, (total) => (pages = total / PAGE_SIZE));
	try {
		for await (const units of list) {
			if (pages > subjects) return undefined;
			for (const unit of units) {
				const orderId = text(unit.id_order) ?? '';
				const isKauflands = isByKaufland(unit.fulfillment_type);
				const known = found.get(orderId) ?? { isKauflands, pieces: new Map<string, Piece>() };
				const piece = pieceOf(unit);
				known.pieces.set(piece.lineId, piece);
				found.set(orderId, known);
			}
		}
		return found;
	} catch (error) {
		const isUseless = error instanceof ListError || error instanceof ResponseError;
		return isUseless ? undefined : raise(error);
	}
}

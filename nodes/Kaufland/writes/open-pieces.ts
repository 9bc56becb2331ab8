import { overlapped } from '../../../core/lists/overlapped';
import { itemsOf } from '../../../core/lists/pages';
import type { Send } from '../../../core/marketplace';
import { object, parts, text } from '../../../core/orders/read';
import { ListError, raise, ResponseError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import type { Reader, States, Subjects } from '../../../core/writes/operation';
import { PAGE_SIZE, totalOf } from '../marketplace';
import { FULFILLMENTS } from '../common-filters';
import type { Unit } from '../orders/units';
import type { OrderUnit } from '../orders/wire';
import {
	isByKaufland,
	KnownOrder,
	type OrderWish,
	type Piece,
	pieceOf,
	readOrder,
	READY,
	UNITS,
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

/** The newest first: an order that stays, also where the status of a piece changes. */
const QUERY = {
	status: [UNRELEASED, READY],
	// Without it, Kaufland leaves out what it sends for the seller.
	fulfillment_type: [...FULFILLMENTS],
	sort: 'ts_created:desc',
	limit: PAGE_SIZE,
};

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
	// Pieces leave it while it is read, because others send or cancel them.
	const list = overlapped<Unit>({
		async read(offset) {
			const response = await send({ method: 'GET', path: UNITS, query: { ...QUERY, offset } });
			const entries = itemsOf(response, (body) => object(body).data as unknown[]);
			const total = totalOf(response.body);
			if (total !== undefined) pages = total / PAGE_SIZE;
			return { entries: parts(entries as OrderUnit[]), total };
		},
		id: (unit) => text(unit.id_order_unit) ?? '',
		pageSize: PAGE_SIZE,
		depth: Infinity,
	});
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

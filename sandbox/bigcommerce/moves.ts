import type { Random } from '../kit/random';
import type { Kind, Move } from '../kit/world';
import { money, type Held, type OrderProduct } from './order';
import { bookShipments, openItems } from './shipments';
import type { Store } from './store';

type Fits = (held: Held) => boolean;

/** Where a paid order waits */
const OPEN = [8, 9, 11];
const UNPAID = [0, 1, 7, 12];

export const isIn =
	(...ids: number[]): Fits =>
	({ order }) =>
		ids.includes(order.status_id) && !order.is_deleted;
const canShip: Fits = (held) => isIn(...OPEN, 3)(held) && openItems(held).length > 0;
const canShipPart: Fits = (held) => isIn(9, 11)(held) && pieces(openItems(held)) > 1;
const canEdit: Fits = (held) => isIn(9, 11)(held) && lineToEdit(held) !== undefined;

function pieces(items: readonly { quantity: number }[]): number {
	return items.reduce((sum, { quantity }) => sum + quantity, 0);
}

function move(
	kind: Kind,
	weight: number,
	fits: Fits,
	deed: Move<Held, Store>['deed'],
): Move<Held, Store> {
	return { kind, weight, fits, deed };
}

function to(id: number): Move<Held, Store>['deed'] {
	return (held, store) => store.setStatus(held, id);
}

/** What customers and the merchant do with orders that are there. */
export const MOVES: Record<string, Move<Held, Store>> = {
	pay: move('paid', 10, isIn(...UNPAID), (held, store) =>
		store.setStatus(held, held.delivery === 'pickup' ? 8 : 11),
	),
	decline: move('cancelled', 1, isIn(1, 7), to(6)),
	prepare: move('changed', 4, isIn(11), to(9)),
	shipPart: move('partiallyShipped', 4, canShipPart, (held, store) => {
		const [{ line }] = openItems(held);
		bookShipments(store, held, [{ line, quantity: 1 }]);
	}),
	ship: move('shipped', 16, canShip, (held, store) => bookShipments(store, held, openItems(held))),
	complete: move('completed', 8, isIn(2, 8), to(10)),
	cancel: move('cancelled', 3, isIn(...OPEN, 7), to(5)),
	dispute: move('claimed', 1, isIn(2, 10), to(13)),
	refund: move('refunded', 2, isIn(2, 10, 13), (held, store) => store.refund(held, true)),
	refundPart: move('refunded', 2, isIn(2, 10), (held, store) => store.refund(held, false)),
	edit: move('changed', 3, canEdit, addPiece),
	changeAddress: move('changed', 2, isIn(9, 11), changeAddress),
	note: move('changed', 3, ({ order }) => !order.is_deleted, note),
	archive: move('removed', 1, isIn(0, 5, 6), (held, store) => store.archive(held)),
};

function changeAddress(held: Held, store: Store, random: Random): void {
	held.order.billing_address.street_1 = `${random.int(1, 99)} New Street`;
	store.touch(held);
}

function note(held: Held, store: Store, random: Random): void {
	held.order.staff_notes = `Called back, ticket ${random.digits(6)}`;
	store.touch(held);
}

function lineToEdit({ products }: Held): OrderProduct | undefined {
	return products.find(
		({ quantity_shipped: shipped, type }) => shipped === 0 && type === 'physical',
	);
}

/** The merchant adds one piece to a line, and all sums follow. */
function addPiece(held: Held, store: Store): void {
	const line = lineToEdit(held);
	if (!line) throw new Error(`order ${held.order.id} cannot be edited`);
	const { order, addresses } = held;
	line.quantity += 1;
	for (const part of ['ex_tax', 'inc_tax', 'tax']) {
		const price = Number(line[`price_${part}`]);
		const add = (target: Record<string, unknown>, key: string): void => {
			target[key] = money(Number(target[key]) + price);
		};
		add(line, `total_${part}`);
		add(order, part === 'tax' ? 'total_tax' : `total_${part}`);
		add(order, `subtotal_${part}`);
	}
	line.discounted_total_inc_tax = line.total_inc_tax;
	order.items_total += 1;
	for (const address of addresses) {
		if (address.id === line.order_address_id) address.items_total += 1;
	}
	store.touch(held);
}

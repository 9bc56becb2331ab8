import { moves, pickWhere, World, type Action, type Done } from '../kit/world';
import { MOVES, isIn } from './moves';
import type { Held } from './order';
import { orderJson } from './order-view';
import type { Store } from './store';

/** The first store's orders. Any change of one moves its `date_modified` and tells the webhooks. */
export function bigCommerceWorld(store: Store): World {
	const done = ({ order }: Held): Done => ({ orderId: `${order.id}`, state: order.status });
	const buy = (weight: number, id: number): Action => ({
		kind: 'created',
		weight,
		act: () => done(store.buy(id)),
	});
	const orders = {
		all: () => store.list,
		change: (held: Held, deed: (store: Store) => void) => store.alter(held, () => deed(store)),
		done,
	};
	return new World(
		{
			buy: buy(20, 11),
			order: buy(6, 7),
			checkOut: buy(3, 0),
			...moves(orders, MOVES),
			delete: {
				kind: 'removed',
				weight: 0.3,
				act(random) {
					const held = pickWhere(random, store.list, isIn(0, 5, 6));
					if (!held) return undefined;
					store.remove(held);
					return { ...done(held), state: 'GONE' };
				},
			},
		},
		() => store.now,
		(id) => everythingOf(store.get(Number(id))),
	);
}

function everythingOf(held: Held | undefined): unknown {
	if (!held) return undefined;
	const order = orderJson(held, { consignments: 'object', lineItems: 'all', fees: true });
	return [order, held.products, held.addresses, held.shipments, held.refunds];
}

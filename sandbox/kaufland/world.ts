import { moves, World, type Action, type Done } from '../kit/world';
import { MOVES } from './moves';
import { statusesOf, type Order } from './order';
import { wholeView } from './order-view';
import type { KauflandSettings } from './settings';
import { release } from './steps';
import type { Store } from './store';

/** The first seller's orders. */
export function kauflandWorld(store: Store, settings: KauflandSettings): World {
	const shop = store.first;
	const now = (): number => settings.now();
	const done = (order: Order): Done => ({ orderId: order.id, state: statusesOf(order) });
	const buy = (weight: number, isPaid: boolean): Action => ({
		kind: 'created',
		weight,
		act() {
			const order = store.maker.make(now());
			if (isPaid) for (const unit of order.units) release(unit, now());
			shop.add(order);
			return done(order);
		},
	});
	return new World(
		{
			buy: buy(18, true),
			order: buy(8, false),
			...moves(
				{
					all: () => shop.all,
					change: (order, deed) => shop.change(order, () => deed(now())),
					done,
				},
				MOVES,
			),
		},
		now,
		(id) => {
			const order = shop.order(id);
			return order && wholeView(order, settings);
		},
	);
}

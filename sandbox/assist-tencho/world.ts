import { pickWhere, World, type Action, type Done } from '../kit/world';
import { APP } from './app';
import type { AssistSettings } from './settings';
import { newOrder, wallClock, type AssistOrder } from './seed';
import type { Store } from './store';

type Status = AssistOrder['status'];

/**
 * The first shop's orders. The vendor has published nothing about their life, so all that counts is that
 * their content changes.
 */
export function assistWorld(store: Store, settings: AssistSettings): World {
	const orders = store.of(APP);
	const byId = new Map(orders.map((order) => [order.serial_order_id, order]));
	const done = ({ serial_order_id: orderId, status: state }: AssistOrder): Done => ({
		orderId,
		state,
	});
	const move = (
		kind: Action['kind'],
		weight: number,
		from: readonly Status[],
		change: (text: string) => Partial<AssistOrder>,
	): Action => ({
		kind,
		weight,
		act(random) {
			const order = pickWhere(random, orders, ({ status }) => from.includes(status));
			if (!order) return undefined;
			const update_datetime = wallClock(settings.now());
			Object.assign(order, change(random.digits(4)), { update_datetime });
			return done(order);
		},
	});
	return new World(
		{
			buy: {
				kind: 'created',
				weight: 10,
				act(random) {
					const order = newOrder(random, APP, settings.now(), orders.length);
					orders.push(order);
					byId.set(order.serial_order_id, order);
					return done(order);
				},
			},
			accept: move('changed', 6, ['新規受付'], () => ({ status: '入金待ち' })),
			pay: move('paid', 6, ['新規受付', '入金待ち'], () => ({ status: '発送待ち' })),
			ship: move('shipped', 6, ['発送待ち'], () => ({ status: '発送済み' })),
			cancel: move('cancelled', 1, ['新規受付', '入金待ち', '発送待ち'], () => ({
				status: 'キャンセル',
			})),
			note: move('changed', 2, ['新規受付', '入金待ち', '発送待ち', '発送済み'], (text) => ({
				memo: `電話済み ${text}`,
			})),
		},
		() => settings.now(),
		(id) => byId.get(id),
	);
}

import { Random } from '../kit/random';
import type { HeldOrder } from '../kit/backend';
import { APP, SECOND_SHOP, type AssistShop } from './app';
import type { AssistSettings } from './settings';
import { newOrder, seedOrders, wallClock, type AssistOrder } from './seed';

/** Both shops' orders, oldest first. */
export class Store {
	readonly random: Random;
	private readonly orders: Record<AssistShop['key'], AssistOrder[]>;

	constructor(private readonly settings: AssistSettings) {
		this.random = new Random(settings.seed + 0x7e4c);
		const now = settings.now();
		const fewer = Math.max(5, Math.round(settings.orders / 10));
		this.orders = {
			first: seedOrders(this.random, APP, settings.orders, now),
			second: seedOrders(this.random, SECOND_SHOP, fewer, now),
		};
	}

	of(shop: AssistShop): AssistOrder[] {
		return this.orders[shop.key];
	}

	add(count: number): void {
		const { first } = this.orders;
		for (let i = 0; i < count; i++) {
			first.push(newOrder(this.random, APP, this.settings.now(), first.length));
		}
	}

	change(count: number): void {
		const { first } = this.orders;
		const next = { 新規受付: '入金待ち', 入金待ち: '発送待ち', 発送待ち: '発送済み' } as const;
		for (let i = 0; i < count && first.length > 0; i++) {
			const order = this.random.pick(first);
			order.status = order.status in next ? next[order.status as keyof typeof next] : 'キャンセル';
			order.update_datetime = wallClock(this.settings.now());
		}
	}

	held(): HeldOrder[] {
		return this.orders.first.map((order) => ({
			id: order.serial_order_id,
			lineIds: order.items.map((item) => item.line_id),
			createdAt: order.order_datetime,
			updatedAt: order.update_datetime,
			status: order.status,
		}));
	}
}

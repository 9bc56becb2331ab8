import { moves, pickWhere, World, type Action, type Done } from '../kit/world';
import type { NaverSettings } from './settings';
import { isIn, MOVES } from './moves';
import { toDetail } from './order-view';
import type { ProductOrder } from './product-order';
import { expire, newLines, pay } from './seed';
import type { Shop } from './store';

/**
 * The first store's product orders. The feed knows the newest change of each and nothing of what the
 * system does alone, e.g. a delivery, see https://github.com/commerce-api-naver/commerce-api/discussions/2437
 */
export function naverWorld(shop: Shop, settings: NaverSettings): World {
	const now = (): number => settings.now();
	const change = (line: ProductOrder, deed: (now: number) => void): void =>
		shop.change(line, () => deed(now()));
	/** All lines of an order at once, as a payment does it. */
	const whole = (
		kind: Action['kind'],
		weight: number,
		deed: (line: ProductOrder, now: number) => void,
	): Action => ({
		kind,
		weight,
		act(random) {
			const line = pickWhere(random, shop.all, isIn('PAYMENT_WAITING'));
			if (!line) return undefined;
			const own = shop.linesOf(line.order.id) ?? [];
			for (const one of own) change(one, (at) => deed(one, at));
			return done(line);
		},
	});
	return new World(
		{
			buy: buy(shop, now, 18, true),
			order: buy(shop, now, 6, false),
			pay: whole('paid', 6, pay),
			expire: whole('cancelled', 1, expire),
			...moves({ all: () => shop.all, change, done }, MOVES),
		},
		now,
		(id) => shop.linesOf(id)?.map((line) => toDetail(line, shop.app)),
	);
}

function done({ order, status, claim }: ProductOrder): Done {
	return { orderId: order.id, state: claim ? `${status}/${claim.status}` : status };
}

function buy(shop: Shop, now: () => number, weight: number, isPaid: boolean): Action {
	return {
		kind: 'created',
		weight,
		act(random) {
			const lines = newLines(random, shop.app, now(), shop.orderCount);
			if (isPaid) lines.forEach((line) => pay(line, now()));
			shop.add(lines);
			return done(lines[0]);
		},
	};
}

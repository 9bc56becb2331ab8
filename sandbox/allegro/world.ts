import type { Random } from '../kit/random';
import { moves, pickWhere, World, type Done } from '../kit/world';
import type { Held } from './form';
import { isUnpaid, MOVES, type Moment } from './moves';
import { merge, newPurchase } from './seed';
import type { Shop } from './shop';

/** The first seller's orders, moved by their buyers, by the seller and by Allegro. */
export function allegroWorld(shop: Shop): World {
	const done = ({ form }: Held): Done => ({
		orderId: form.id,
		state: form.status + (form.payment ? `/${form.fulfillment.status}` : ''),
	});
	const orders = {
		all: () => shop.all,
		change: (_held: Held, deed: (moment: Moment) => void) =>
			shop.act((life, now) => deed({ life, now })),
		done,
	};
	return new World(
		{
			buy: { kind: 'created', weight: 24, act: (random) => done(buy(shop, random)) },
			buyAgain: { kind: 'created', weight: 3, act: (random) => buyAgain(shop, random, done) },
			merge: { kind: 'created', weight: 3, act: (random) => join(shop, random, done) },
			...moves(orders, MOVES),
		},
		() => shop.now,
		(id) => shop.get(id)?.form,
	);
}

function buy(shop: Shop, random: Random, buyer?: Held['form']['buyer']): Held {
	const held = newPurchase(random, shop.seller, shop.now);
	if (buyer) held.form.buyer = buyer;
	shop.act((life) => {
		shop.put(held);
		life.bought(held);
	});
	return held;
}

function buyAgain(shop: Shop, random: Random, done: (held: Held) => Done): Done | undefined {
	const before = pickWhere(random, shop.all, isUnpaid);
	return before && done(buy(shop, random, before.form.buyer));
}

/**
 * Paid together, two purchases become a new form; nobody finds the old ones again,
 * see https://github.com/allegro/allegro-api/issues/1553
 */
function join(shop: Shop, random: Random, done: (held: Held) => Done): Done[] | undefined {
	const first = pickWhere(
		random,
		shop.all,
		(held) => isUnpaid(held) && partner(shop, held) !== undefined,
	);
	const second = first && partner(shop, first);
	if (!first || !second) return undefined;
	const whole = merge(random, [first, second], shop.now);
	shop.act((life, at) => {
		shop.remove(first);
		shop.remove(second);
		shop.put(whole);
		life.filledIn(whole, at);
		life.paid(whole, at);
	});
	const gone = [first, second].map(({ form }): Done => {
		return { orderId: form.id, kind: 'merged', state: 'GONE', into: whole.form.id };
	});
	return [done(whole), ...gone];
}

/** Another unpaid purchase of the same buyer in the same place. */
function partner(shop: Shop, { form }: Held): Held | undefined {
	return shop.all.find(
		(other) =>
			other.form.id !== form.id &&
			isUnpaid(other) &&
			other.form.buyer.id === form.buyer.id &&
			other.form.marketplace.id === form.marketplace.id &&
			other.form.summary.totalToPay.currency === form.summary.totalToPay.currency,
	);
}

import { Random } from '../kit/random';
import { newAddress, newShipping } from './address';
import type { StoreIdentity } from './app';
import { CUSTOM, PRODUCTS, type Product } from './catalogue';
import { newHead } from './head';
import { newLine } from './line';
import { money, type Held, type OrderProduct } from './order';
import { COUNTRIES, type Country } from './people';
import { pricing, type Pricing } from './pricing';

const DAY = 86_400_000;
const SPAN = 20 * DAY;
const NEWEST_AGE = 3 * 60_000;
const PICKUP_METHOD = 1;

/** Ids that the next order takes. They are shared by the store, so lines of two orders never clash. */
export interface Counters {
	order: number;
	line: number;
	address: number;
	shipment: number;
	refund: number;
	fee: number;
}

/** When the seeded orders were placed: whole seconds, oldest first, with many ties. */
export function orderTimes(random: Random, count: number, now: number): number[] {
	// An import: more orders in one second than fit on a page of the default size.
	const imported = Math.floor(count * 0.03);
	const start = Math.floor((now - 7 * DAY) / 3_600_000) * 3_600_000;
	const times = Array.from({ length: count }, (_unused, i) =>
		i < imported ? start : now - NEWEST_AGE - Math.floor(random.next() * SPAN),
	).sort((a, b) => a - b);
	for (let i = 1; i < times.length; i++) {
		if (random.chance(0.05)) times[i] = times[i - 1];
	}
	if (count > 0) times[count - 1] = Math.max(times[count - 1], now - NEWEST_AGE);
	return times.map((time) => Math.floor(time / 1000) * 1000);
}

/** Somebody has checked out. */
export function newOrder(
	random: Random,
	store: StoreIdentity,
	counters: Counters,
	at: number,
	statusId: number,
): Held {
	// Ids have gaps: abandoned carts and deleted orders, about three in a hundred.
	if (random.chance(0.03)) counters.order += random.int(1, 3);
	const id = counters.order++;
	const country = countryOf(random);
	const billing = newAddress(random, country);
	const goods = newGoods(random);
	const delivery = deliveryOf(random, goods);
	const addressId = delivery === 'shipping' ? counters.address++ : 0;
	const price = pricing(random, store, country);
	const products = goods.map((product) =>
		newLine(random, product, price, { id: counters.line++, orderId: id, addressId }),
	);
	const shippingCost = delivery === 'shipping' ? price.of(random.pick([0, 5.1, 12])) : 0;
	const held: Held = {
		order: newHead(random, store, {
			id,
			at,
			statusId,
			billing,
			country,
			price,
			products,
			shippingCost,
			delivery,
		}),
		createdAt: at,
		modifiedAt: at,
		delivery,
		products,
		addresses: [],
		fees: [],
		shipments: [],
		refunds: [],
		mails: [],
		views: new Map(),
	};
	if (delivery === 'shipping') {
		held.addresses.push(newShipping(random, store, held, addressId, shippingCost));
		divide(held, store, counters);
	}
	if (delivery === 'pickup') {
		for (const line of physicalOf(held)) line.order_pickup_method_id = PICKUP_METHOD;
	}
	if (random.chance(0.05)) addFee(held, counters, price);
	return held;
}

/** Of some orders with several things, the last one goes to somebody else. */
function divide(held: Held, store: StoreIdentity, counters: Counters): void {
	const last = physicalOf(held).at(-1);
	// Dice of its own, so that what is rolled here moves no other seed.
	const dice = new Random(held.order.id);
	if (!last || physicalOf(held).length < 2 || !dice.chance(0.3)) return;
	last.order_address_id = counters.address++;
	held.addresses[0].items_total -= last.quantity;
	held.addresses.push(newShipping(dice, store, held, last.order_address_id, 0));
	held.order.shipping_address_count = held.addresses.length;
}

function physicalOf({ products }: Held): OrderProduct[] {
	return products.filter(({ type }) => type === 'physical');
}

function countryOf(random: Random): Country {
	let at = random.next();
	return COUNTRIES.find(({ share }) => (at -= share) < 0) ?? COUNTRIES[0];
}

function newGoods(random: Random): Product[] {
	const first = random.int(0, PRODUCTS.length - 1);
	const count = random.chance(0.1) ? random.int(2, 3) : 1;
	const goods = Array.from(
		{ length: count },
		(_unused, i) => PRODUCTS[(first + i) % PRODUCTS.length],
	);
	return count > 1 && random.chance(0.2) ? [...goods.slice(1), CUSTOM] : goods;
}

function deliveryOf(random: Random, goods: readonly Product[]): Held['delivery'] {
	if (goods.every(({ type }) => type !== 'physical')) return 'download';
	return random.chance(0.04) ? 'pickup' : 'shipping';
}

function addFee(held: Held, counters: Counters, price: Pricing): void {
	const cost = price.of(4);
	held.fees.push({
		id: counters.fee++,
		type: 'custom_fee',
		display_name_customer: 'Green delivery',
		display_name_merchant: 'Green delivery',
		source: 'AA',
		base_cost: money(cost),
		cost_ex_tax: money(cost),
		cost_inc_tax: money(cost),
		cost_tax: '0.0000',
		tax_class_id: null,
	});
	for (const key of ['total_ex_tax', 'total_inc_tax'] as const) {
		held.order[key] = money(Number(held.order[key]) + cost);
	}
}

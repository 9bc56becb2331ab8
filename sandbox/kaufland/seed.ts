import type { Random } from '../kit/random';
import { GOODS } from './goods';
import { wholeSecond, type Address, type Buyer, type Order, type Unit } from './order';
import { COMPANIES, NAMES, STREETS } from './people';
import type { Seller } from './sellers';
import {
	announceReturn,
	autopay,
	cancel,
	payBack,
	receive,
	release,
	sendAnyhow,
	takeBack,
} from './steps';
import { localPrice, storefrontOf, type StorefrontName } from './storefronts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SPREAD = 20 * DAY;
const NEWEST = 3 * MINUTE;

/** How many pieces an order has: mostly one. */
const PIECES = [1, 1, 1, 1, 1, 1, 1, 2, 2, 4];

/** All orders that a seller has at the start, oldest first. */
export function seedOrders(
	maker: OrderMaker,
	random: Random,
	count: number,
	now: number,
	bigOrder?: number,
): Order[] {
	const step = (SPREAD - NEWEST) / Math.max(1, count - 1);
	let time = now - SPREAD;
	// More pieces of one second than a page holds, if there are enough orders.
	const flash = { from: count / 2, to: count / 2 + Math.min(400, count / 8) };
	return Array.from({ length: count }, (_unused, i) => {
		const isFlash = i > flash.from && i < flash.to;
		// Some orders share a second, as when a sale opens.
		const isLast = i === count - 1;
		if (!isFlash && (isLast || !random.chance(0.3))) time = now - SPREAD + i * step;
		const order = maker.make(time, isLast ? bigOrder : undefined);
		if (isFlash) sellOut(random, order);
		else if (isLast) for (const unit of order.units) release(unit, time);
		else age(random, order, now);
		return order;
	});
}

/** Makes orders with numbers of their own. */
export class OrderMaker {
	private serial = 0;
	private units = 0;

	constructor(
		private readonly seller: Seller,
		private readonly random: Random,
		private readonly storefronts: readonly StorefrontName[],
	) {}

	/** A new order that waits to be released. */
	make(at: number, pieces = this.random.pick(PIECES)): Order {
		const { random } = this;
		const storefront = random.pick(this.storefronts);
		const order: Order = {
			id: orderId(this.seller, this.serial++),
			storefront,
			fulfillment: random.chance(0.15) ? 'fulfilled_by_kaufland' : 'fulfilled_by_merchant',
			createdAt: wholeSecond(at),
			isDeemedSupplier: random.chance(0.1),
			buyer: newBuyer(random, storefront),
			units: [],
		};
		if (storefront === 'de' && random.chance(0.1)) {
			order.pickup = { id: random.digits(3), carrier: 'DHL', postNumber: random.digits(9) };
		}
		// Several pieces are mostly of one thing.
		const good = random.pick(GOODS);
		const isMixed = random.chance(0.4);
		for (let i = 0; i < pieces; i++) {
			order.units.push(this.unit(order, isMixed ? random.pick(GOODS) : good));
		}
		return order;
	}

	private unit(order: Order, good: Unit['good']): Unit {
		const { random } = this;
		const { storefront, createdAt } = order;
		const head = this.seller.key === 'first' ? 314_000_000_000_000 : 514_000_000_000_000;
		return {
			id: head + 7 * ++this.units,
			order,
			status: 'open',
			createdAt,
			updatedAt: createdAt,
			good: random.chance(0.02) ? null : good,
			price: localPrice(storefront, good?.price ?? 0),
			shippingRate: random.chance(0.5) ? localPrice(storefront, 390) : 0,
			vat: random.chance(0.05) ? null : storefrontOf(storefront).vat,
			note: random.chance(0.05) ? 'Ware 2. Wahl, "wie neu"' : null,
			cancelReason: null,
			receivedAt: null,
			parcels: [],
		};
	}
}

/** Seven letters and digits that look like chance, and are of one order only. */
function orderId({ key }: Seller, serial: number): string {
	const letters = '0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ';
	const size = letters.length ** 6;
	// Prime, and so a way through all of them.
	let rest = (serial * 433_494_437 + 12_345) % size;
	let id = '';
	for (let i = 0; i < 6; i++) {
		id += letters[rest % letters.length];
		rest = Math.floor(rest / letters.length);
	}
	return (key === 'first' ? 'M' : 'N') + id;
}

function newBuyer(random: Random, storefront: StorefrontName): Buyer {
	const shipping = newAddress(random, storefront);
	return {
		id: 21_000_000 + random.int(0, 999_999),
		email: `${random.hex(12)}@buyer.kaufland.example`,
		shipping,
		billing: random.chance(0.8) ? shipping : newAddress(random, storefront),
	};
}

export function newAddress(random: Random, storefront: StorefrontName): Address {
	const [firstName, lastName] = random.pick(NAMES);
	const [street, houseNumber, more, postcode, city] = random.pick(STREETS[storefront]);
	return {
		firstName,
		lastName,
		company: random.chance(0.2) ? random.pick(COMPANIES) : null,
		street,
		houseNumber,
		more: more || null,
		postcode,
		city,
		phone: random.chance(0.7) ? `+49${random.digits(9)}` : null,
	};
}

/** A whole sale is sent off at once. */
function sellOut(random: Random, { units, createdAt }: Order): void {
	for (const unit of units) {
		release(unit, createdAt);
		sendAnyhow(random, unit, createdAt + DAY);
	}
}

/** Gives an old order the life it has had since, never with an event in the future. */
function age(random: Random, order: Order, now: number): void {
	const { createdAt, units } = order;
	const at = (days: number) => createdAt + days * DAY * (0.5 + random.next() / 2);
	if (random.chance(0.03)) return;
	for (const unit of units) release(unit, createdAt);
	if (random.chance(0.06)) {
		const time = at(1);
		if (time < now - MINUTE) for (const unit of units) cancel(unit, 'BuyerCancelled', time);
		return;
	}
	// Pieces of an order go their own ways now and then.
	const isSplit = units.length > 1 && random.chance(0.3);
	const times = [at(1), at(4), at(12)];
	for (const unit of units) {
		live(random, unit, isSplit ? [at(1), at(4), at(12)] : times, now - MINUTE);
	}
	if (createdAt < now - 18 * DAY && random.chance(0.3)) order.buyer = null;
}

function live(random: Random, unit: Unit, [sent, arrived, back]: number[], until: number): void {
	if (sent > until) return;
	if (random.chance(0.02)) return cancel(unit, 'NoInventory', sent);
	sendAnyhow(random, unit, sent);
	if (arrived > until || arrived < sent) return;
	if (random.chance(0.3)) autopay(unit, arrived);
	else receive(unit, arrived);
	if (back > until || back < arrived || random.chance(0.85)) return;
	if (random.chance(0.3)) return announceReturn(random, unit, back);
	takeBack(random, unit, back);
	if (random.chance(0.5)) payBack(unit, back);
}

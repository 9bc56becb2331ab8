import { Random } from '../kit/random';
import { isIn, type Order } from './order';
import { OrderMaker, seedOrders } from './seed';
import { SECOND_SELLER, SELLER, type Seller } from './sellers';
import type { KauflandSettings } from './settings';
import { Shop } from './shop';
import { autopay, cancel, receive, release, sendAnyhow, takeBack } from './steps';
import { ALL_STOREFRONTS, type StorefrontName } from './storefronts';

/** Both sellers. */
export class Store {
	readonly first: Shop;
	readonly second: Shop;
	/** Of the first seller. */
	readonly maker: OrderMaker;
	private readonly random: Random;
	/** The first seller has made a new pair of keys so many times. */
	private renewed = 0;

	constructor(private readonly settings: KauflandSettings) {
		this.random = new Random(settings.seed + 0x6b61);
		const { storefronts = ALL_STOREFRONTS, orders, bigOrder } = settings;
		const first = this.open(SELLER, storefronts, orders, bigOrder);
		const least = Math.max(5, Math.round(orders / 10));
		this.first = first.shop;
		this.maker = first.maker;
		this.second = this.open(SECOND_SELLER, ['de', 'at'], least).shop;
	}

	private open(
		seller: Seller,
		storefronts: readonly StorefrontName[],
		count: number,
		bigOrder?: number,
	) {
		const maker = new OrderMaker(seller, this.random, storefronts);
		const orders = seedOrders(maker, this.random, count, this.settings.now(), bigOrder);
		return { maker, shop: new Shop(seller, storefronts, orders, this.settings) };
	}

	/** The pair that is good now. */
	keysOf({ seller }: Shop): { clientKey: string; secretKey: string } {
		const { clientKey, secretKey } = seller;
		if (seller.key !== 'first') return { clientKey, secretKey };
		if (this.renewed === 0) {
			const { settings } = this;
			return {
				clientKey: settings.clientKey ?? clientKey,
				secretKey: settings.secretKey ?? secretKey,
			};
		}
		const random = new Random(this.settings.seed + this.renewed);
		return { clientKey: random.hex(32), secretKey: random.hex(64) };
	}

	/** The seller makes a new pair, and the old one is good for nothing. */
	renewKeys(): void {
		this.renewed++;
	}

	shopOf(clientKey: string): Shop | undefined {
		return [this.first, this.second].find((shop) => this.keysOf(shop).clientKey === clientKey);
	}

	add(count: number): void {
		const now = this.settings.now();
		for (let i = 0; i < count; i++) {
			const order = this.maker.make(now);
			if (this.random.chance(0.9)) for (const unit of order.units) release(unit, now);
			this.first.add(order);
		}
	}

	change(count: number): void {
		const isOver = isIn('cancelled', 'returned', 'returned_paid');
		const open = this.first.all.filter(({ units }) => !units.every(isOver));
		for (let i = 0; i < count && open.length > 0; i++) {
			const order = this.random.pick(open);
			this.first.change(order, () => this.step(order));
		}
	}

	/** One piece goes on. */
	private step({ units }: Order): void {
		const { random } = this;
		const now = this.settings.now();
		const unit = random.pick(units);
		switch (unit.status) {
			case 'open':
				return release(unit, now);
			case 'need_to_be_sent':
				return random.chance(0.8)
					? sendAnyhow(random, unit, now)
					: cancel(unit, 'BuyerCancelled', now);
			case 'sent':
				return random.chance(0.7) ? receive(unit, now) : autopay(unit, now);
			case 'received':
			case 'sent_and_autopaid':
				return takeBack(random, unit, now);
			default:
		}
	}
}

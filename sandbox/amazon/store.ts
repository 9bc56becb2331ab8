import { Random } from '../kit/random';
import type { HeldOrder, HeldParcel } from '../kit/backend';
import { sellersOf, type Seller } from './app';
import type { AmazonSettings, Region } from './settings';
import { CANCEL_REASONS } from './people';
import { Catalogue } from './catalogue';
import { Ledger } from './ledger';
import type { Sale } from './sale';
import { become, newSale, seedSales } from './seed';

export interface Shop {
	seller: Seller;
	ledger: Ledger;
	catalogue: Catalogue;
}

/** Both sellers' orders and listings. */
export class Store {
	readonly region: Region;
	readonly first: Shop;
	readonly second: Shop;
	private readonly random: Random;

	constructor(private readonly settings: AmazonSettings) {
		this.region = settings.region ?? 'eu';
		this.random = new Random(settings.seed + 0xa3a2);
		const sellers = sellersOf(this.region);
		this.first = this.open(sellers.first, settings.orders, 1);
		this.second = this.open(sellers.second, Math.max(5, Math.round(settings.orders / 10)), 0.1);
	}

	private open(seller: Seller, count: number, share: number): Shop {
		const sales = seedSales(this.random, seller, count, this.settings.now());
		return {
			seller,
			ledger: new Ledger(sales, this.settings),
			catalogue: new Catalogue(seller, this.settings, share),
		};
	}

	add(count: number): void {
		const { ledger, seller } = this.first;
		const now = this.settings.now();
		const from = ledger.size;
		ledger.add(
			Array.from({ length: count }, (_unused, i) => newSale(this.random, seller, now, from + i)),
		);
	}

	change(count: number): void {
		const { ledger } = this.first;
		for (let i = 0; i < count && ledger.size > 0; i++) {
			const sale = this.random.pick(ledger.all);
			ledger.change(sale, () => this.step(sale));
		}
	}

	private step(sale: Sale): void {
		const now = this.settings.now();
		if (sale.status === 'PENDING') {
			become(this.random, sale, this.random.chance(0.9) ? 'UNSHIPPED' : 'CANCELLED', now);
			return;
		}
		if (sale.status === 'UNSHIPPED' || sale.status === 'PARTIALLY_SHIPPED') {
			if (this.random.chance(0.2)) {
				sale.lines[0].cancelRequest = this.random.pick(CANCEL_REASONS);
				sale.updatedAt = now;
				return;
			}
			become(this.random, sale, this.random.chance(0.9) ? 'SHIPPED' : 'CANCELLED', now);
			return;
		}
		// A shipped or cancelled order still moves, e.g. when its delivery is scanned.
		sale.updatedAt = now;
	}

	held(): HeldOrder[] {
		return this.first.ledger.by('createdAt').map((sale) => ({
			id: sale.id,
			lineIds: sale.lines.map((line) => line.id),
			createdAt: new Date(sale.createdAt).toISOString(),
			updatedAt: new Date(sale.updatedAt).toISOString(),
			status: sale.status,
		}));
	}

	parcels(orderId: string): HeldParcel[] {
		const parcels = this.first.ledger.find(orderId)?.parcels ?? [];
		return parcels.map(({ id, carrier, trackingNumber, lines }) => ({
			...{ id, carrier, trackingNumber },
			lines: lines.map((line) => ({ ...line })),
		}));
	}
}

import { Random } from '../kit/random';
import type { HeldOrder, HeldParcel } from '../kit/backend';
import type { AllegroSettings } from './settings';
import type { Seller } from './app';
import type { Held, Shipment } from './form';
import { Journal } from './journal';
import { Liar } from './lies';
import { OfferBook } from './offer-book';
import { Operations } from './offer-operations';
import { Commands } from './offer-command-book';
import { grow, Life } from './life';
import { coveredBy, more, parcelOf } from './parcel';
import { newPurchase, purchaseTimes } from './seed';

export type SortKey = 'boughtAt' | 'updatedAt';

/** One seller's orders, kept sorted, with their journal. */
export class Shop {
	readonly journal: Journal;
	readonly offers: OfferBook;
	/** Edits of offers that were queued. */
	readonly edits = new Operations();
	readonly commands = new Commands();
	/** The page of the list that was sent last, and the time of its last order. */
	lastPage?: { end: number; answer: string };
	private readonly random: Random;
	private readonly orders = new Map<string, Held>();
	private list?: Held[];
	private sorted: Partial<Record<SortKey, Held[]>> = {};
	private stale: Partial<Record<SortKey, boolean>> = {};
	private readonly liar: Liar;
	private found?: { key: string; orders: Held[] };
	private readonly waybills = new Map<string, string[]>();

	constructor(
		readonly seller: Seller,
		readonly settings: AllegroSettings,
		count: number,
	) {
		this.random = new Random(settings.seed + Number(seller.id));
		this.journal = new Journal(seller.id);
		this.liar = new Liar(settings);
		this.offers = new OfferBook(seller, settings);
		const now = settings.now();
		const life = new Life(this.random, now);
		for (const at of purchaseTimes(this.random, count, now)) {
			const held = newPurchase(this.random, seller, at);
			this.put(held);
			grow(this.random, life, held, now);
		}
		this.journal.append(life.events, now);
	}

	get now(): number {
		return this.settings.now();
	}

	/** Every order, in no order. */
	get all(): readonly Held[] {
		return (this.list ??= [...this.orders.values()]);
	}

	put(held: Held): void {
		this.orders.set(held.form.id, held);
		this.forget();
	}

	remove(held: Held): void {
		this.orders.delete(held.form.id);
		this.forget();
	}

	private forget(): void {
		this.list = undefined;
		this.sorted = {};
		this.found = undefined;
	}

	/** Capitals name no order, see allegro-api #9119. */
	get(id: string): Held | undefined {
		return this.orders.get(id);
	}

	/** Orders by one of their times; ties by id, so that the order of equal times never changes. */
	by(key: SortKey): Held[] {
		const list = (this.sorted[key] ??= this.resort(key, [...this.all]));
		// Sorting again what is sorted but for a few costs next to nothing.
		if (this.stale[key]) this.resort(key, list);
		return list;
	}

	private resort(key: SortKey, list: Held[]): Held[] {
		this.stale[key] = false;
		return list.sort((a, b) => a[key] - b[key] || (a.form.id < b.form.id ? -1 : 1));
	}

	/** What `find` gives for `key`, remembered until an order changes: pages ask the same again. */
	remember(key: string, find: () => Held[]): Held[] {
		if (this.found?.key !== key) this.found = { key, orders: find() };
		return this.found.orders;
	}

	/** Lets somebody act on the orders now. */
	act(deed: (life: Life, now: number) => void): void {
		const now = this.settings.now();
		const life = new Life(this.random, now);
		deed(life, now);
		this.changed();
		this.liar.hide(life.events, now);
		this.journal.append(this.liar.tell(life.events), now);
	}

	/** Lets the seller act on an order through the API. */
	bySeller(held: Held, deed: (life: Life, now: number) => void): void {
		const { oldFormMs = 0 } = this.settings;
		const form = oldFormMs > 0 ? structuredClone(held.form) : undefined;
		held.old = form && { form, until: this.now + oldFormMs };
		this.act(deed);
	}

	/** A waybill moves no status, unless the seller wants that. */
	addShipment(held: Held, shipment: Shipment): void {
		held.shipments.push(shipment);
		this.waybills.set(shipment.waybill, [...this.ordersWith(shipment.waybill), held.form.id]);
		const { fulfillment } = held.form;
		const isFirst = held.shipments.length === 1;
		this.bySeller(held, (life, now) => {
			// What the seller has called sent stays so, with or without a waybill.
			const covered = more(fulfillment.shipmentSummary.lineItemsSent, coveredBy(held));
			if (this.settings.sentByWaybill && isFirst && fulfillment.status !== 'SENT') {
				life.fulfilled(held, now, 'SENT', covered);
			} else if (fulfillment.shipmentSummary.lineItemsSent !== covered) {
				life.counted(held, covered);
			}
		});
	}

	/** Ids of the orders that have a parcel of this number. */
	ordersWith(waybill: string): string[] {
		return [...new Set(this.waybills.get(waybill))];
	}

	parcels(orderId: string): HeldParcel[] | undefined {
		return this.get(orderId)?.shipments.map(parcelOf);
	}

	add(count: number): void {
		this.act((life, now) => {
			for (let i = 0; i < count; i++) {
				const held = newPurchase(this.random, this.seller, now);
				this.put(held);
				grow(this.random, life, held, now);
			}
		});
	}

	/** Random orders change: most by their buyers, some by the seller. */
	change(count: number): void {
		const { all } = this;
		if (all.length === 0) return;
		this.act((life, now) => {
			for (let i = 0; i < count; i++) this.step(life, this.random.pick(all), now);
		});
	}

	private step(life: Life, held: Held, now: number): void {
		const { form } = held;
		if (form.status === 'BOUGHT') return life.filledIn(held, now);
		if (form.status === 'FILLED_IN') {
			if (this.random.chance(0.8)) return life.paid(held, now);
			return life.cancelled(held, now, 'AUTO_CANCELLED');
		}
		if (form.status === 'CANCELLED') return life.fulfilled(held, now, 'CANCELLED');
		const open = form.fulfillment.status === 'NEW';
		if (open && this.random.chance(0.3)) return life.cancelled(held, now, 'BUYER_CANCELLED');
		if (open && this.random.chance(0.3)) return life.movedHouse(held, now);
		if (this.random.chance(0.2)) return life.paidMore(held, now);
		return life.fulfilled(held, now, open ? 'PROCESSING' : this.random.pick(['SENT', 'RETURNED']));
	}

	held(): HeldOrder[] {
		return this.by('boughtAt').map(({ form, boughtAt }) => ({
			id: form.id,
			lineIds: form.lineItems.map((line) => line.id),
			createdAt: new Date(boughtAt).toISOString(),
			updatedAt: form.updatedAt,
			status: form.status,
		}));
	}

	private changed(): void {
		this.stale = { boughtAt: true, updatedAt: true };
		this.found = undefined;
	}
}

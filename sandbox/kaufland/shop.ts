import { LaggingIndex } from '../kit/lagging-index';
import type { HeldOrder, HeldParcel } from '../kit/backend';
import { OfferBook } from './offer-book';
import { iso, statusesOf, updatedAt, type Order, type Unit } from './order';
import type { Seller } from './sellers';
import type { KauflandSettings } from './settings';
import type { StorefrontName } from './storefronts';

export type UnitSort = 'ts_created:desc' | 'ts_updated:desc';

const TIMES: Record<UnitSort, (unit: Unit) => number> = {
	'ts_created:desc': ({ createdAt }) => createdAt,
	'ts_updated:desc': (unit) => unit.updatedAt,
};

/** One seller's orders and offers. */
export class Shop {
	readonly offers: OfferBook;
	private readonly byId = new Map<string, Order>();
	private readonly unitById = new Map<number, Unit>();
	private list?: readonly Order[];
	private readonly sorted = new Map<UnitSort, Unit[]>();
	private readonly stale = new Set<UnitSort>();
	private readonly index: LaggingIndex<Order>;

	constructor(
		readonly seller: Seller,
		readonly storefronts: readonly StorefrontName[],
		orders: readonly Order[],
		settings: KauflandSettings,
	) {
		this.index = new LaggingIndex(settings);
		this.offers = new OfferBook(seller, storefronts, settings);
		for (const order of orders) this.put(order);
	}

	/** The oldest first. */
	get all(): readonly Order[] {
		return (this.list ??= [...this.byId.values()]);
	}

	order(id: string): Order | undefined {
		return this.byId.get(id);
	}

	unit(id: number): Unit | undefined {
		return this.unitById.get(id);
	}

	add(order: Order): void {
		this.index.hold(order.id, undefined);
		this.put(order);
	}

	private put(order: Order): void {
		this.byId.set(order.id, order);
		for (const unit of order.units) this.unitById.set(unit.id, unit);
		this.list = undefined;
		this.sorted.clear();
	}

	/** Changes an order in place. */
	change(order: Order, deed: () => void): void {
		this.index.hold(order.id, order);
		deed();
		if (!this.index.isEmpty) this.sorted.clear();
		for (const sort of this.sorted.keys()) this.stale.add(sort);
	}

	/** What the lists did not know a moment ago, and know now. */
	private settle(): void {
		if (this.index.settle()) this.sorted.clear();
	}

	/** The orders as their list shows them, newest first. */
	listed(): Order[] {
		this.settle();
		return this.index
			.shown(this.all, ({ id }) => id)
			.sort((a, b) => b.createdAt - a.createdAt || b.units[0].id - a.units[0].id);
	}

	/** The pieces as their list shows them, newest first. */
	listedUnits(sort: UnitSort): readonly Unit[] {
		this.settle();
		const known = this.sorted.get(sort);
		const list = known ?? this.index.shown(this.all, ({ id }) => id).flatMap(({ units }) => units);
		const timeOf = TIMES[sort];
		// Sorting again what is sorted but for a few costs next to nothing.
		if (this.stale.delete(sort) || !known)
			list.sort((a, b) => timeOf(b) - timeOf(a) || b.id - a.id);
		this.sorted.set(sort, list);
		return list;
	}

	held(): HeldOrder[] {
		return this.all.map((order) => ({
			id: order.id,
			lineIds: order.units.map(({ id }) => String(id)),
			createdAt: iso(order.createdAt),
			updatedAt: iso(updatedAt(order)),
			status: statusesOf(order),
		}));
	}

	/** Pieces with the same number are in the same parcel; without a number each is one. */
	parcels(orderId: string): HeldParcel[] {
		const found = new Map<string, HeldParcel>();
		for (const { id, parcels } of this.order(orderId)?.units ?? []) {
			for (const { carrier, trackingNumber } of parcels) {
				const key = `${carrier} ${trackingNumber ?? id}`;
				const parcel = found.get(key) ?? { id: key, carrier, trackingNumber, lines: [] };
				parcel.lines.push({ lineId: String(id), quantity: 1 });
				found.set(key, parcel);
			}
		}
		return [...found.values()];
	}
}

import { LaggingIndex } from '../kit/lagging-index';
import { Random } from '../kit/random';
import type { HeldOrder, HeldParcel } from '../kit/backend';
import { APPS, type NaverApp } from './app';
import { Catalogue } from './catalogue';
import type { NaverSettings } from './settings';
import { kst, unitsOf, type ProductOrder } from './product-order';
import { cancel, decide, deliver, dispatch, giveBack, newLines, pay, seedLines } from './seed';

export type ByTime = (line: ProductOrder) => number | undefined;

/** One store's lines, found by id, by order and by time. */
export class Shop {
	private readonly byId = new Map<string, ProductOrder>();
	private readonly byOrder = new Map<string, ProductOrder[]>();
	private list?: readonly ProductOrder[];
	private readonly sorted = new Map<ByTime, ProductOrder[]>();
	private readonly stale = new Set<ByTime>();
	private readonly index: LaggingIndex<ProductOrder>;
	readonly catalogue: Catalogue;

	constructor(
		readonly app: NaverApp,
		lines: ProductOrder[],
		settings: NaverSettings,
	) {
		this.index = new LaggingIndex(settings);
		this.catalogue = new Catalogue(app, settings);
		this.put(lines);
	}

	get all(): readonly ProductOrder[] {
		return (this.list ??= [...this.byId.values()]);
	}

	get orderCount(): number {
		return this.byOrder.size;
	}

	find(id: string): ProductOrder | undefined {
		return this.byId.get(id);
	}

	linesOf(orderId: string): ProductOrder[] | undefined {
		return this.byOrder.get(orderId);
	}

	orders(): [string, ProductOrder[]][] {
		return [...this.byOrder];
	}

	add(lines: ProductOrder[]): void {
		for (const { id } of lines) this.index.hold(id, undefined);
		this.put(lines);
	}

	private put(lines: ProductOrder[]): void {
		for (const line of lines) {
			this.byId.set(line.id, line);
			this.byOrder.set(line.order.id, [...(this.byOrder.get(line.order.id) ?? []), line]);
		}
		this.list = undefined;
		this.sorted.clear();
	}

	/** Changes a line in place. */
	change(line: ProductOrder, deed: () => void): void {
		this.index.hold(line.id, line);
		deed();
		this.touched();
	}

	/** To be called after a line was changed in place. */
	touched(): void {
		if (!this.index.isEmpty) this.sorted.clear();
		for (const timeOf of this.sorted.keys()) this.stale.add(timeOf);
	}

	/** Lines of this time span, both ends included, ties by id. */
	between(timeOf: ByTime, from: number, to: number): ProductOrder[] {
		const list = this.sortedBy(timeOf);
		let low = 0;
		let high = list.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((timeOf(list[middle]) ?? 0) < from) low = middle + 1;
			else high = middle;
		}
		let end = low;
		while (end < list.length && (timeOf(list[end]) ?? 0) <= to) end++;
		return list.slice(low, end);
	}

	private sortedBy(timeOf: ByTime): ProductOrder[] {
		if (this.index.settle()) this.sorted.clear();
		const known = this.sorted.get(timeOf);
		const list = known ?? this.index.shown(this.all, ({ id }) => id);
		// Sorting again what is sorted but for a few costs next to nothing.
		if (this.stale.delete(timeOf) || !known) list.sort(byTimeThenId(timeOf));
		this.sorted.set(timeOf, list);
		return list;
	}
}

/** Lines that have no such time come first, where no search begins. */
function byTimeThenId(timeOf: ByTime): (a: ProductOrder, b: ProductOrder) => number {
	return (a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** From these states a product order still moves. */
const OPEN: ProductOrder['status'][] = ['PAYMENT_WAITING', 'PAYED', 'DELIVERING', 'DELIVERED'];

/** Both stores. */
export class Store {
	readonly first: Shop;
	readonly second: Shop;
	readonly random: Random;

	constructor(private readonly settings: NaverSettings) {
		this.random = new Random(settings.seed + 0x4a4e);
		const open = (app: NaverApp, count: number) =>
			new Shop(app, seedLines(this.random, app, count, settings.now()), settings);
		this.first = open(APPS.first, settings.orders);
		this.second = open(APPS.second, Math.max(5, Math.round(settings.orders / 10)));
	}

	/** Whether any store has this product order. */
	knows(id: string): boolean {
		return [this.first, this.second].some((shop) => shop.find(id) !== undefined);
	}

	add(count: number): void {
		const now = this.settings.now();
		for (let i = 0; i < count; i++) {
			const { app, orderCount } = this.first;
			const lines = newLines(this.random, app, now, orderCount);
			for (const line of lines) if (this.random.chance(0.9)) pay(line, now);
			this.first.add(lines);
		}
	}

	change(count: number): void {
		const isOpen = ({ status }: ProductOrder) => OPEN.includes(status);
		const lines = this.first.all.filter(isOpen);
		for (let i = 0; i < count && lines.length > 0; i++) {
			const line = this.random.pick(lines);
			this.first.change(line, () => this.step(line));
		}
	}

	private step(line: ProductOrder): void {
		const now = this.settings.now();
		const steps: Partial<Record<ProductOrder['status'], () => void>> = {
			PAYMENT_WAITING: () => pay(line, now),
			PAYED: () =>
				this.random.chance(0.8)
					? dispatch(this.random, line, now)
					: cancel(this.random, line, now, now),
			DELIVERING: () => deliver(line, now),
			DELIVERED: () =>
				this.random.chance(0.8) ? decide(line, now) : giveBack(this.random, line, now),
		};
		steps[line.status]?.();
	}

	held(): HeldOrder[] {
		return this.first.orders().map(([id, lines]) => ({
			id,
			lineIds: lines.map((line) => line.id),
			createdAt: kst(lines[0].order.orderedAt),
			updatedAt: kst(Math.max(...lines.map((line) => line.fed.at))),
			status: lines[0].status,
		}));
	}

	/** Lines with the same number are in the same parcel; without a number each is one. */
	parcels(orderId: string): HeldParcel[] {
		const found = new Map<string, HeldParcel>();
		for (const line of this.first.linesOf(orderId) ?? []) {
			if (!line.parcel) continue;
			const { courier = null, trackingNumber = null } = line.parcel;
			const key = trackingNumber === null ? line.id : `${courier} ${trackingNumber}`;
			const parcel = found.get(key) ?? { id: line.id, carrier: courier, trackingNumber, lines: [] };
			parcel.lines.push({ lineId: line.id, quantity: unitsOf(line) });
			found.set(key, parcel);
		}
		return [...found.values()];
	}
}

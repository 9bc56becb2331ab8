import { LaggingIndex } from '../kit/lagging-index';
import type { AmazonSettings } from './settings';
import type { Sale } from './sale';

export type TimeKey = 'createdAt' | 'updatedAt';

const KEYS: readonly TimeKey[] = ['createdAt', 'updatedAt'];

/** Sales of one seller, kept in both orders that searches ask for. */
export class Ledger {
	private readonly byId = new Map<string, Sale>();
	private list?: Sale[];
	private readonly sorted = new Map<TimeKey, Sale[]>();
	private readonly stale = new Set<TimeKey>();
	private readonly index: LaggingIndex<Sale>;
	/** What was made of the sales as they are now; dropped with every change. */
	private readonly views = new Map<string, Map<Sale, object>>();

	constructor(sales: Sale[], settings: AmazonSettings) {
		this.index = new LaggingIndex(settings);
		for (const sale of sales) this.byId.set(sale.id, sale);
	}

	get all(): readonly Sale[] {
		return (this.list ??= [...this.byId.values()]);
	}

	get size(): number {
		return this.byId.size;
	}

	find(id: string): Sale | undefined {
		return this.byId.get(id);
	}

	add(sales: Sale[]): void {
		for (const sale of sales) {
			this.index.hold(sale.id, undefined);
			this.byId.set(sale.id, sale);
		}
		this.list = undefined;
		this.sorted.clear();
	}

	/** Changes a sale in place. */
	change(sale: Sale, deed: () => void): void {
		this.index.hold(sale.id, sale);
		deed();
		for (const views of this.views.values()) views.delete(sale);
		if (this.index.isEmpty) KEYS.forEach((key) => this.stale.add(key));
		else this.sorted.clear();
	}

	/** Made once for each kind of view. */
	view(kind: string, sale: Sale, make: () => object): object {
		const views = this.views.get(kind) ?? new Map<Sale, object>();
		this.views.set(kind, views);
		const view = views.get(sale) ?? make();
		views.set(sale, view);
		return view;
	}

	/** Oldest first, ties by id, so that a page can go on after the last order it showed. */
	by(key: TimeKey): Sale[] {
		if (this.index.settle()) this.sorted.clear();
		const list = this.sorted.get(key) ?? this.index.shown(this.all, ({ id }) => id);
		// Sorting again what is sorted but for a few costs next to nothing.
		if (!this.sorted.has(key) || this.stale.delete(key)) {
			list.sort((a, b) => a[key] - b[key] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
		}
		this.sorted.set(key, list);
		return list;
	}

	/** Index of the first sale at or after this place in the order. */
	indexOf(key: TimeKey, time: number, afterId = ''): number {
		const list = this.by(key);
		let low = 0;
		let high = list.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			const sale = list[middle];
			const isBefore = sale[key] < time || (sale[key] === time && sale.id <= afterId);
			if (isBefore) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

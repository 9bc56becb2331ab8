import type { Sale } from './sale';

export type TimeKey = 'createdAt' | 'updatedAt';

/** Sales of one seller, kept in both orders that searches ask for. */
export class Ledger {
	private readonly byId = new Map<string, Sale>();
	private sorted: Partial<Record<TimeKey, Sale[]>> = {};
	/** What was made of the sales as they are now; dropped with every change. */
	private readonly views = new Map<string, Map<Sale, object>>();

	constructor(sales: Sale[]) {
		this.add(sales);
	}

	get all(): Sale[] {
		return [...this.byId.values()];
	}

	get size(): number {
		return this.byId.size;
	}

	find(id: string): Sale | undefined {
		return this.byId.get(id);
	}

	add(sales: Sale[]): void {
		for (const sale of sales) this.byId.set(sale.id, sale);
		this.touched();
	}

	/** To be called after a sale was changed in place. */
	touched(): void {
		this.sorted = {};
		this.views.clear();
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
		return (this.sorted[key] ??= this.all.sort(
			(a, b) => a[key] - b[key] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
		));
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

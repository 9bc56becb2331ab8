import type { HeldOffer } from '../kit/backend';
import { LaggingIndex } from '../kit/lagging-index';
import type { NaverApp } from './app';
import { stockOf, type Product, type Written } from './product';
import { seedProducts, toProduct } from './product-seed';
import type { NaverSettings } from './settings';

/** The products of one store, made when somebody first asks for them. */
export class Catalogue {
	private byNo?: Map<number, Product>;
	private readonly index: LaggingIndex<Product>;

	constructor(
		private readonly app: NaverApp,
		private readonly settings: NaverSettings,
	) {
		this.index = new LaggingIndex(settings);
	}

	/** The oldest first. */
	get all(): Map<number, Product> {
		return (this.byNo ??= new Map(
			seedProducts(this.app, this.settings).map((product) => [product.no, product]),
		));
	}

	find(no: number): Product | undefined {
		const product = this.all.get(no);
		return product?.status === 'DELETE' ? undefined : product;
	}

	/** The product that a buyer sees under this number. */
	ofChannel(no: number): Product | undefined {
		const shown = [...this.all.values()].find(
			({ channelNo, windowNo }) => channelNo === no || windowNo === no,
		);
		return shown && this.find(shown.no);
	}

	/** The products as the search knows them. */
	listed(): Product[] {
		this.index.settle();
		return this.index.shown(this.all.values(), ({ no }) => String(no));
	}

	change(product: Product, deed: () => void): void {
		this.index.hold(String(product.no), product);
		deed();
		product.updatedAt = this.settings.now();
	}

	/** A new product, which every list by number begins with. */
	add(): Product {
		const at = this.settings.now();
		const product = toProduct(this.app, this.all.size, {}, at, at);
		this.index.hold(String(product.no), undefined);
		this.all.set(product.no, product);
		return product;
	}

	/** It is in no list any more, and whatever stood behind it moves up. */
	remove(product: Product): void {
		this.index.hold(String(product.no), product);
		product.status = 'DELETE';
	}

	held(): HeldOffer[] {
		return [...this.all.values()]
			.filter(({ status }) => status !== 'DELETE')
			.flatMap((product) => heldOf(product));
	}
}

function heldOf(product: Product): HeldOffer[] {
	const common = { id: String(product.no), status: product.status };
	if (!product.optionType) {
		const { code = null, price, written } = product;
		const value = { sku: code, quantity: stockOf(product), price: String(price) };
		return [{ ...common, variantId: null, ...value, ...writesOf(written) }];
	}
	return product.options.map(({ id, code = null, stock, surcharge, written }) => ({
		...common,
		variantId: String(id),
		sku: code,
		quantity: stock,
		price: String(product.price + surcharge),
		...writesOf(written),
	}));
}

function writesOf(written: Written) {
	return { written, writes: { quantity: written.quantity.length, price: written.price.length } };
}

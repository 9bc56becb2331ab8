/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/search-product */
export const PRODUCT_STATUSES = [
	'WAIT',
	'SALE',
	'OUTOFSTOCK',
	'UNADMISSION',
	'REJECTION',
	'SUSPENSION',
	'CLOSE',
	'PROHIBITION',
	'DELETE',
] as const;

export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** One value of a combination (조합형) or standard (표준형) option; each has a stock of its own. */
export interface ProductOption {
	id: number;
	names: string[];
	code?: string;
	stock: number;
	/** What it costs beyond the product's price; standard options have none. */
	surcharge: number;
	usable: boolean;
	written: Written;
}

/** Every value that calls have written, also where it was so already. */
export interface Written {
	quantity: number[];
	price: number[];
}

export interface Discount {
	value: number;
	unitType: 'PERCENT' | 'WON';
	startDate?: string;
	endDate?: string;
}

/** Sold beside a product, with its own price and stock; no call but the full replacement changes it. */
export interface Supplement {
	id: number;
	name: string;
	code?: string;
	stock: number;
	price: number;
}

/** An "origin product"; what a buyer sees of it is its "channel product", which has another number. */
export interface Product {
	no: number;
	channelNo: number;
	/** Where it is sold in Shopping Window as well. */
	windowNo?: number;
	groupNo?: number;
	code?: string;
	name: string;
	status: ProductStatus;
	price: number;
	discount?: Discount;
	/** Of a product without options that have a stock. */
	ownStock: number;
	optionType?: 'combination' | 'standard';
	options: ProductOption[];
	/** Options (단독형) that a buyer chooses among without a stock of their own. */
	simple: string[];
	/** Whether options count their stock at all. */
	isStockManaged: boolean;
	supplements: Supplement[];
	written: Written;
	createdAt: number;
	updatedAt: number;
}

/** What a test says of a product; the rest is made up. */
export interface ProductSeed {
	sku?: string | null;
	name?: string;
	stock?: number;
	price?: number;
	status?: ProductStatus;
	discount?: Discount;
	optionType?: 'combination' | 'standard';
	/** With a stock each. */
	options?: Array<{
		sku?: string;
		stock: number;
		surcharge?: number;
		usable?: boolean;
		names?: string[];
	}>;
	isStockManaged?: boolean;
	/** Without. */
	simple?: string[];
	supplements?: Array<{ sku?: string; stock: number; price: number }>;
	inWindow?: boolean;
	groupNo?: number;
}

/** What an option has that counts no stock, see the page of `option-stock`. */
export const UNCOUNTED = 9999;

/** The stock of a product is the sum of its options', see https://github.com/commerce-api-naver/commerce-api/discussions/1194 */
export function stockOf({ optionType, options, ownStock }: Product): number {
	return optionType ? options.reduce((sum, { stock }) => sum + stock, 0) : ownStock;
}

export function discountedPrice({ price, discount }: Product): number {
	if (!discount) return price;
	const { unitType, value } = discount;
	return unitType === 'WON' ? price - value : Math.round(price * (1 - value / 100));
}

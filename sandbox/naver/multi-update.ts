import { violation } from '../kit/server';
import type { Api, Call } from './gate';
import type { Discount, Product } from './product';
import { badInput, listOf, UNREADABLE_PRODUCT, whole, type ProductError } from './product-errors';
import { discountOf } from './option-stock';
import { afterStock, checkOpen, MOST_PRICE, MOST_STOCK } from './product-status';
import type { NaverSettings } from './settings';

const TYPES = [
	'SALE_PRICE',
	'IMMEDIATE_DISCOUNT',
	'STOCK',
	'PRODUCT_STATUS_SALE',
	'PRODUCT_STATUS_SUSPENSION',
];
const LIST = 'multiProductUpdateRequestVos';
/** How many it takes is not published. */
const MOST = 50;

/** What one entry asks for. */
interface Wish {
	product: Product;
	types: string[];
	stock?: number;
	price?: number;
	discount?: Discount;
}

/**
 * Values of many products at once, each its own,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/update-multi-products-product
 */
export function multiUpdate(settings: NaverSettings): Api {
	return {
		method: 'PATCH',
		path: '/v1/products/origin-products/multi-update',
		group: '상품',
		unreadable: UNREADABLE_PRODUCT,
		fields: [LIST],
		isWrapped: false,
		run(call) {
			const entries = listOf(call.body[LIST], LIST);
			if (entries.length > (settings.multiUpdateMost ?? MOST)) {
				throw badInput(LIST, `${LIST}: 최대 ${settings.multiUpdateMost ?? MOST}건`);
			}
			const numbers = entries.map((entry) => entry.originProductNo);
			if (new Set(numbers).size < numbers.length) throw badInput(LIST, '중복된 상품이 있습니다.');
			const { wishes, problem } = read(call, entries, settings);
			// One that cannot be done stops all, or those after it: nothing is published about it.
			if (!problem || settings.multiUpdateFailure === 'untilThere') {
				for (const wish of wishes) apply(call, wish, settings);
			}
			if (problem) throw problem;
			return { code: 'SUCCESS', message: '', data: {} };
		},
	};
}

/** The wishes up to the first that cannot be done. */
function read(call: Call, entries: Record<string, unknown>[], settings: NaverSettings) {
	const wishes: Wish[] = [];
	for (const [i, entry] of entries.entries()) {
		try {
			wishes.push(wishOf(call, entry, `${LIST}[${i}]`, settings));
		} catch (problem) {
			return { wishes, problem: problem as ProductError };
		}
	}
	return { wishes };
}

function wishOf(
	{ shop, request }: Call,
	entry: Record<string, unknown>,
	at: string,
	settings: NaverSettings,
): Wish {
	const no = whole(entry.originProductNo, `${at}.originProductNo`, Number.MAX_SAFE_INTEGER, 1);
	const types = entry.multiUpdateTypes;
	if (!Array.isArray(types) || types.length === 0 || types.some((type) => !TYPES.includes(type))) {
		throw badInput(`${at}.multiUpdateTypes`, TYPES.join(', '));
	}
	for (const [field, type] of Object.entries(FIELDS)) {
		const isLost = entry[field] !== undefined && !types.includes(type);
		if (isLost) violation(request, `${field} without ${type} changes nothing`);
	}
	const product = shop.catalogue.find(no);
	if (!product) {
		throw badInput(`${at}.originProductNo`, '상품이 존재하지 않습니다.');
	}
	checkOpen(product);
	const wish: Wish = { product, types };
	if (types.includes('STOCK')) {
		wish.stock = whole(entry.stockQuantity, `${at}.stockQuantity`, MOST_STOCK);
		if (product.optionType && settings.stockOfOptionProducts !== 'ignored') {
			throw badInput(`${at}.stockQuantity`, '옵션 상품의 재고는 옵션 재고로 변경해야 합니다.');
		}
	}
	if (types.includes('SALE_PRICE')) {
		const price = (entry.productSalePrice as { salePrice?: unknown } | undefined)?.salePrice;
		wish.price = whole(price, `${at}.productSalePrice.salePrice`, MOST_PRICE, 1);
	}
	if (types.includes('IMMEDIATE_DISCOUNT')) {
		wish.discount = discountOf(entry.immediateDiscountPolicy);
	}
	return wish;
}

/** Which type makes a field count. */
const FIELDS = {
	stockQuantity: 'STOCK',
	productSalePrice: 'SALE_PRICE',
	immediateDiscountPolicy: 'IMMEDIATE_DISCOUNT',
};

function apply({ shop }: Call, wish: Wish, settings: NaverSettings): void {
	const { product, types, stock, price } = wish;
	shop.catalogue.change(product, () => {
		if (price !== undefined) {
			// Every option costs more or less with its product.
			product.price = price;
			product.written.price.push(price);
		}
		if (types.includes('IMMEDIATE_DISCOUNT')) product.discount = wish.discount;
		if (stock !== undefined && !product.optionType) {
			product.ownStock = stock;
			product.written.quantity.push(stock);
		}
		if (types.includes('PRODUCT_STATUS_SUSPENSION')) product.status = 'SUSPENSION';
		const isStuck = product.status === 'OUTOFSTOCK' && settings.multiUpdateOpens === false;
		if (types.includes('PRODUCT_STATUS_SALE') && !isStuck) product.status = 'SALE';
		afterStock(product, settings.stockReopens);
	});
}

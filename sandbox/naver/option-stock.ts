import type { Api } from './gate';
import { UNCOUNTED, type Discount, type Product, type ProductOption } from './product';
import { badInput, NO_PRODUCT, UNREADABLE_PRODUCT, whole } from './product-errors';
import { afterStock, checkOpen, MOST_PRICE, MOST_STOCK } from './product-status';
import { toChanged } from './product-view';
import type { NaverSettings } from './settings';

const LISTS = { combination: 'optionCombinations', standard: 'optionStandards' } as const;

/** What is written for one option. */
interface Values {
	stock: number;
	surcharge: number;
	usable: boolean;
}

/**
 * Stock and price of all options of a product: what is left out becomes 0, an option or a field of it,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/update-options-product
 */
export function optionStock(settings: NaverSettings): Api {
	return {
		method: 'PUT',
		path: '/v1/products/origin-products/:originProductNo/option-stock',
		group: '상품',
		unreadable: UNREADABLE_PRODUCT,
		fields: ['productSalePrice', 'immediateDiscountPolicy', 'optionInfo'],
		isWrapped: false,
		run({ body, shop, pathParams }) {
			const product = shop.catalogue.find(Number(pathParams.originProductNo));
			if (!product) throw NO_PRODUCT;
			checkOpen(product);
			const price = priceOf(body.productSalePrice);
			const discount = discountOf(body.immediateDiscountPolicy);
			const info = body.optionInfo as Record<string, unknown> | undefined;
			if (typeof info !== 'object' || info === null) {
				throw badInput('optionInfo', 'optionInfo: 필수 항목입니다.');
			}
			const values = valuesOf(product, info);
			shop.catalogue.change(product, () => {
				if (price !== undefined && price !== product.price) {
					product.price = price;
					product.written.price.push(price);
				}
				product.discount = discount;
				product.isStockManaged = info.useStockManagement === true;
				for (const option of product.options) write(product, option, values.get(option.id));
				afterStock(product, settings.stockReopens);
			});
			return toChanged(product, shop.app);
		},
	};
}

function valuesOf(product: Product, info: Record<string, unknown>): Map<number, Values> {
	if (!product.optionType) throw badInput('optionInfo', '옵션이 없는 상품입니다.');
	const name = LISTS[product.optionType];
	const given = info[name];
	if (!Array.isArray(given)) throw badInput(`optionInfo.${name}`, '필수 항목입니다.');
	const known = new Set(product.options.map(({ id }) => id));
	const values = new Map<number, Values>();
	for (const [i, entry] of (given as Record<string, unknown>[]).entries()) {
		const at = `optionInfo.${name}[${i}]`;
		const id = whole(entry.id, `${at}.id`, Number.MAX_SAFE_INTEGER, 1);
		if (!known.has(id)) throw badInput(`${at}.id`, '옵션이 존재하지 않습니다.');
		if (values.has(id)) throw badInput(`${at}.id`, '중복된 옵션이 있습니다.');
		values.set(id, {
			stock: whole(entry.stockQuantity ?? 0, `${at}.stockQuantity`, MOST_STOCK),
			surcharge: whole(entry.price ?? 0, `${at}.price`, MOST_PRICE, -MOST_PRICE),
			usable: entry.usable !== false,
		});
	}
	return values;
}

function write(product: Product, option: ProductOption, values: Values | undefined): void {
	const { stock, surcharge, usable } = values ?? { stock: 0, surcharge: 0, usable: true };
	option.stock = product.isStockManaged ? stock : UNCOUNTED;
	option.surcharge = product.optionType === 'standard' ? 0 : surcharge;
	option.usable = usable;
	option.written.quantity.push(option.stock);
	option.written.price.push(product.price + option.surcharge);
}

function priceOf(value: unknown): number | undefined {
	if (value === undefined) return undefined;
	const { salePrice } = value as { salePrice?: unknown };
	return whole(salePrice, 'productSalePrice.salePrice', MOST_PRICE, 1);
}

/** Left out, there is no discount any more. */
export function discountOf(value: unknown): Discount | undefined {
	const method = (value as { discountMethod?: Record<string, unknown> } | undefined)
		?.discountMethod;
	if (!method) return undefined;
	const at = 'immediateDiscountPolicy.discountMethod';
	whole(method.value, `${at}.value`, 10_000_000, 1);
	if (method.unitType !== 'PERCENT' && method.unitType !== 'WON') {
		throw badInput(`${at}.unitType`, 'PERCENT, WON');
	}
	checkMinutes(method.startDate, `${at}.startDate`, '0');
	checkMinutes(method.endDate, `${at}.endDate`, '9');
	return method as unknown as Discount;
}

/** Discounts begin at full tens of minutes and end a minute before. */
function checkMinutes(value: unknown, name: string, digit: string): void {
	if (value === undefined) return;
	const minutes = /T\d\d:\d(\d)/.exec(String(value))?.[1];
	if (minutes !== digit) throw badInput(name, `${name}: 분은 ${digit}으로 끝나야 합니다.`);
}

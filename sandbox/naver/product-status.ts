import type { Api } from './gate';
import { stockOf, type Product, type ProductStatus } from './product';
import { badInput, NO_PRODUCT, UNREADABLE_PRODUCT, whole } from './product-errors';

export const MOST_STOCK = 99_999_999;
export const MOST_PRICE = 999_999_990;

/** Nothing can be changed in these; Naver has locked or ended them. */
const LOCKED: ProductStatus[] = ['PROHIBITION', 'REJECTION', 'UNADMISSION', 'CLOSE', 'DELETE'];

export function checkOpen({ status, no }: Product): void {
	if (LOCKED.includes(status))
		throw badInput('originProductNo', `변경할 수 없는 상태입니다: ${no}`);
}

/** Without stock a product is sold out, whatever was asked for; a new stock alone does not open it. */
export function afterStock(product: Product, reopens = false): void {
	if (stockOf(product) === 0 && product.status === 'SALE') product.status = 'OUTOFSTOCK';
	if (stockOf(product) > 0 && product.status === 'OUTOFSTOCK' && reopens) product.status = 'SALE';
}

/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/read-channel-product-product */
export const CHANGE_STATUS: Api = {
	method: 'PUT',
	path: '/v1/products/origin-products/:originProductNo/change-status',
	group: '상품',
	unreadable: UNREADABLE_PRODUCT,
	fields: ['statusType', 'stockQuantity', 'saleStartDate', 'saleEndDate'],
	isWrapped: false,
	run({ body, shop, pathParams }) {
		const { statusType: wanted, stockQuantity } = body;
		const product = shop.catalogue.find(Number(pathParams.originProductNo));
		if (!product) throw NO_PRODUCT;
		checkOpen(product);
		if (wanted !== 'SALE' && wanted !== 'OUTOFSTOCK' && wanted !== 'SUSPENSION') {
			throw badInput('statusType', 'statusType: SALE, OUTOFSTOCK, SUSPENSION');
		}
		const isOpening = product.status === 'OUTOFSTOCK' && wanted === 'SALE';
		const stock =
			stockQuantity === undefined && !isOpening
				? undefined
				: whole(stockQuantity, 'stockQuantity', MOST_STOCK);
		shop.catalogue.change(product, () => open(product, wanted, stock));
		return { code: 'SUCCESS', message: '', data: {} };
	},
};

function open(product: Product, wanted: ProductStatus, stock: number | undefined): void {
	// The stock of options is changed nowhere but by their own call.
	const given = wanted === 'OUTOFSTOCK' ? 0 : stock;
	if (given !== undefined && !product.optionType) {
		product.ownStock = given;
		product.written.quantity.push(given);
	}
	if (wanted === 'OUTOFSTOCK') for (const option of product.options) option.stock = 0;
	product.status = wanted;
	afterStock(product);
}

import { channelOf, V0_STATUS } from './order-view-v0';
import { iso, decimal, isPending, type Sale, type SaleLine } from './sale';

/**
 * Tab separated and never quoted: a tab inside a title stands there like any other,
 * see https://github.com/amzn/selling-partner-api-models/issues/5093
 */
const COLUMNS: [string, (sale: Sale, line: SaleLine) => string][] = [
	['amazon-order-id', (sale) => sale.id],
	['merchant-order-id', (sale) => sale.alias ?? ''],
	['purchase-date', (sale) => second(sale.createdAt)],
	['last-updated-date', (sale) => second(sale.updatedAt)],
	['order-status', statusOf],
	['fulfillment-channel', (sale) => (channelOf(sale) === 'AFN' ? 'Amazon' : 'Merchant')],
	['sales-channel', (sale) => sale.place.name],
	['product-name', (_sale, line) => line.title],
	['sku', (_sale, line) => line.sku],
	['asin', (_sale, line) => line.asin],
	['quantity', (_sale, line) => String(line.quantity)],
	['currency', (sale) => (isPending(sale) ? '' : sale.place.currency)],
	['item-price', (sale, line) => price(sale, line.unitPrice * line.quantity)],
	['item-tax', (sale, line) => price(sale, line.tax)],
	['shipping-price', (sale, line) => price(sale, line.shipping)],
	['item-promotion-discount', (sale, line) => price(sale, line.discount)],
	['ship-city', (sale) => sale.address.city],
	['ship-state', (sale) => sale.address.region ?? ''],
	['ship-postal-code', (sale) => sale.address.postalCode],
	['ship-country', (sale) => sale.address.country],
	['promotion-ids', (_sale, line) => line.promotionId ?? ''],
	['purchase-order-number', (sale) => sale.buyer.purchaseOrder ?? ''],
];

/** Reports follow an order to the door, unlike the Orders API: docs#832. */
function statusOf(sale: Sale): string {
	return sale.status === 'SHIPPED' && sale.deliveredAt !== undefined
		? 'Shipped - Delivered to Buyer'
		: V0_STATUS[sale.status];
}

/** Reports have whole seconds, whatever the Orders API has. */
function second(time: number): string {
	return iso(time).replace(/\.\d+Z$/, '+00:00');
}

function price(sale: Sale, minor: number): string {
	return isPending(sale) || minor === 0 ? '' : decimal(minor, sale.place);
}

/** One row a line of an order. */
export function flatFile(sales: Sale[]): string {
	const rows = sales.flatMap((sale) =>
		sale.lines.map((line) => COLUMNS.map(([, of]) => of(sale, line)).join('\t')),
	);
	return [COLUMNS.map(([name]) => name).join('\t'), ...rows, ''].join('\n');
}

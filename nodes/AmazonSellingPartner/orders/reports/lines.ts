import { type LineFacts, orderLine, type OrderLine } from '../../../../core/orders/order';
import { amount, count, text } from '../../../../core/orders/read';
import { isCancelled } from './status';
import type { ReportRow } from './repair';

/** Charges beside the goods: what kind of line it becomes, its column, its tax and its discount. */
const CHARGES = [
	['shipping', 'shipping-price', 'shipping-tax', 'ship-promotion-discount'],
	['fee', 'gift-wrap-price', 'gift-wrap-tax', ''],
	['fee', 'cod-fee', '', 'cod-fee-discount'],
] as const;

/** What whoever packs the line has to see. */
const OPTIONS = {
	giftMessage: 'gift-message-text',
	giftWrapLevel: 'gift-wrap-type',
	customizedUrl: 'customized-url',
	iossNumber: 'ioss-number',
	purchaseOrderNumber: 'purchase-order-number',
} as const;

/** Columns that distinguish lines of one SKU, those first that change least. */
const CONTENT = [
	'asin',
	'customized-url',
	'product-name',
	'promotion-ids',
	'item-price',
	'quantity',
	'item-status',
];

/** Goods of every row, then what is charged beside them. */
export function linesOf(rows: readonly ReportRow[]): LineFacts[] {
	const names = namesOf(rows);
	return [
		...rows.map((row) => goods(row, names.get(row) ?? '')),
		...rows.flatMap((row) => charges(row, names.get(row) ?? '')),
	];
}

/**
 * A row has no ID, and rows come in any order: models#442. So SKU (or ASIN) names a line, and of several with the
 * same one their content decides which is which.
 */
function namesOf(rows: readonly ReportRow[]): Map<ReportRow, string> {
	const alike = new Map<string, ReportRow[]>();
	for (const row of rows) {
		const name = text(row.sku) ?? text(row.asin) ?? text(row['product-name']) ?? '?';
		alike.set(name, [...(alike.get(name) ?? []), row]);
	}
	return new Map(
		[...alike].flatMap(([name, same]) =>
			same
				.map((row) => ({ row, content: contentOf(row) }))
				.sort((a, b) => (a.content < b.content ? -1 : Number(a.content > b.content)))
				.map(({ row }, at): [ReportRow, string] => [row, at === 0 ? name : `${name}#${at + 1}`]),
		),
	);
}

function contentOf(row: ReportRow): string {
	const others = Object.keys(row).sort();
	return JSON.stringify([...CONTENT, ...others].map((name) => row[name] ?? ''));
}

function goods(row: ReportRow, name: string): LineFacts {
	const quantity = count(row.quantity);
	const total = amount(row['item-price']);
	return orderLine({
		key: `product:${name}`,
		sku: text(row.sku),
		productId: text(row.asin),
		title: text(row['product-name']),
		options: optionsOf(row),
		quantity,
		quantityCancelled: isCancelled(row) ? quantity : null,
		// The price of the line is that of one unit only where the line is one unit.
		unitPrice: quantity === 1 ? total : null,
		total,
		tax: amount(row['item-tax']),
		discount: amount(row['item-promotion-discount']),
		statusRaw: text(row['item-status']),
	});
}

function charges(row: ReportRow, name: string): LineFacts[] {
	return CHARGES.flatMap(([kind, price, tax, discount]) => {
		const total = amount(row[price]);
		if (Number(total) === 0) return [];
		const [taxed, reduced] = [amount(row[tax]), amount(row[discount])];
		const key = `${kind}:${name}:${price}`;
		return [orderLine({ key, kind, title: price, total, tax: taxed, discount: reduced })];
	});
}

function optionsOf(row: ReportRow): OrderLine['options'] {
	return Object.entries(OPTIONS).flatMap(([name, column]) => {
		const value = text(row[column]);
		return value === null ? [] : [{ name, value }];
	});
}

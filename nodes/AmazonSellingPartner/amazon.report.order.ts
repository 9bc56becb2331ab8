import { address, eventKey, order, orderLine } from '../../core/order/order';
import type {
	Address,
	Discount,
	Missing,
	Order,
	LineFacts,
	OrderLine,
	Tax,
} from '../../core/order/order';
import { amount, count, flag, text, word } from '../../core/order/read';
import { isoTime } from '../../core/order/time';
import { because } from './amazon.missing';
import { promotions } from './amazon.promotions';
import type { ReportRow } from './amazon.reportFile';
import { siteOf } from './amazon.reportSites';
import { PENDING, statusesOf } from './amazon.status';

/** The report's words in those of Orders 2026-01-01; `Shipped - …` counts as shipped. */
const STATUS: Record<string, string> = {
	pending: 'PENDING',
	pendingavailability: 'PENDING_AVAILABILITY',
	unshipped: 'UNSHIPPED',
	partiallyshipped: 'PARTIALLY_SHIPPED',
	shipped: 'SHIPPED',
	complete: 'SHIPPED',
	unfulfillable: 'UNFULFILLABLE',
	cancelled: 'CANCELLED',
	canceled: 'CANCELLED',
};

const FULFILLED_BY: Record<string, Order['fulfilledBy']> = {
	amazon: 'marketplace',
	afn: 'marketplace',
	merchant: 'seller',
	mfn: 'seller',
};

/** Charges beside the goods: column, its tax, its discount, and what kind of line it becomes. */
const CHARGES = [
	['shipping', 'shipping-price', 'shipping-tax', 'ship-promotion-discount'],
	['fee', 'gift-wrap-price', 'gift-wrap-tax', ''],
] as const;

/** What the Orders API tells and no order report does. */
const NOT_IN_REPORT = [
	'totals',
	'shipBy',
	'deliverBy',
	'buyer.name',
	'buyer.email',
	'shippingAddress.name',
	'shippingAddress.line1',
	'shippingAddress.phone',
	'invoice',
	'lines.id',
	'lines.quantityShipped',
	'shipments',
];

const PAYMENT = ['paymentStatus', 'paymentMethod', 'cashOnDelivery'];

/** One order of an order report, as the unified order. */
export function toOrderOfReport(
	rows: readonly ReportRow[],
	{ account, sites }: { account: string | null; sites: readonly string[] },
): Order {
	const facts = rows[0];
	const id = facts['amazon-order-id'].trim();
	const updatedAt = reportTime(facts['last-updated-date']);
	const channel = text(facts['fulfillment-channel'])?.toLowerCase() ?? null;
	const lines = linesOf(rows);
	return order({
		marketplace: 'amazon',
		account,
		site: siteOf(facts['sales-channel'], sites),
		id,
		number: id,
		relatedIds: relatedIds(facts, id),
		eventKey: eventKey('amazon', id, updatedAt),
		...statuses(facts),
		fulfilledBy: word(FULFILLED_BY, channel),
		placedAt: reportTime(facts['purchase-date']),
		updatedAt,
		currency: first(rows, 'currency'),
		taxes: taxesOf(rows),
		discounts: discountsOf(rows),
		shippingAddress: addressOf(facts),
		shipping: {
			methodId: text(facts['ship-service-level']),
			method: null,
			carrier: null,
			price: null,
		},
		lines,
		missing: missingOf(facts, lines),
	});
}

/** The status in the words of Orders 2026-01-01; `null` for a word that is not known. */
export function reportStatus(facts: ReportRow): string | null {
	const raw = text(facts['order-status'])?.toLowerCase() ?? '';
	// `Shipped - Delivered to Buyer`, `Pending - Waiting for Pick Up`, …
	const known = word(STATUS, raw.split(' - ')[0].replaceAll(/[\s_]/g, ''));
	return known === 'unknown' ? null : known;
}

/** Only some reports tell how an order is paid; of others nobody knows whether the cash is still due. */
function statuses(facts: ReportRow): Partial<Order> {
	const method = text(facts['payment-method-details']);
	const isCash = method === null ? null : /cash|cod\b/i.test(method);
	const known = reportStatus(facts);
	const told = statusesOf(known, isCash, text(facts['order-status']));
	const isUnknown = isCash === null && told.paymentStatus === 'paid';
	return { ...told, paymentMethod: method, ...(isUnknown ? { paymentStatus: 'unknown' } : {}) };
}

/** The Orders API writes the same moments with `Z`; where it gives no milliseconds, `eventKey` is the same for both. */
export function reportTime(written: string | undefined): string | null {
	return isoTime(written)?.replace(/[+-]00:00$/, 'Z') ?? null;
}

function linesOf(rows: readonly ReportRow[]): LineFacts[] {
	return [...rows.map(goods), ...rows.flatMap(charges)];
}

function goods(row: ReportRow): LineFacts {
	const quantity = count(row.quantity);
	const total = amount(row['item-price']);
	return orderLine({
		sku: text(row.sku),
		productId: text(row.asin),
		title: text(row['product-name']),
		options: optionsOf(row),
		quantity,
		// The price of the line is that of one unit only where the line is one unit.
		unitPrice: quantity === 1 ? total : null,
		total,
		tax: amount(row['item-tax']),
		discount: amount(row['item-promotion-discount']),
		statusRaw: text(row['item-status']),
	});
}

function charges(row: ReportRow): LineFacts[] {
	return CHARGES.flatMap(([kind, price, tax, discount]) => {
		const total = amount(row[price]);
		if (Number(total) === 0) return [];
		const [taxed, reduced] = [amount(row[tax]), amount(row[discount])];
		return [orderLine({ kind, title: price, total, tax: taxed, discount: reduced })];
	});
}

function optionsOf(row: ReportRow): OrderLine['options'] {
	const value = text(row['customized-url']);
	return value === null ? [] : [{ name: 'customizedUrl', value }];
}

function taxesOf(rows: readonly ReportRow[]): Tax[] {
	return rows.flatMap((row) => {
		const given = amount(row['item-tax']);
		const isAmazons = text(row['tax-collection-model']) === 'MarketplaceFacilitator';
		const collectedBy = isAmazons ? 'marketplace' : 'unknown';
		return given === null ? [] : [{ name: null, rate: null, amount: given, collectedBy }];
	});
}

function discountsOf(rows: readonly ReportRow[]): Discount[] {
	return promotions(rows.flatMap((row) => (row['promotion-ids'] ?? '').split(',').map(text)));
}

/** Town and country only; whom it goes to is in restricted reports. */
function addressOf(facts: ReportRow): Address | null {
	const known = {
		city: text(facts['ship-city']),
		region: text(facts['ship-state']),
		postalCode: text(facts['ship-postal-code']),
		countryCode: text(facts['ship-country']),
	};
	return Object.values(known).every((value) => value === null) ? null : address(known);
}

function relatedIds(facts: ReportRow, id: string): string[] {
	const replaced = flag(facts['is-replacement-order']) === true ? facts['original-order-id'] : '';
	const ids = [text(facts['merchant-order-id']), text(replaced)];
	return [...new Set(ids)].filter((other) => other !== null && other !== id) as string[];
}

function missingOf(facts: ReportRow, lines: readonly LineFacts[]): Missing[] {
	const isPending = PENDING.has(reportStatus(facts));
	const hasMethod = text(facts['payment-method-details']) !== null;
	const hasOnlyTotals = lines.some(
		({ kind, total, unitPrice }) => kind === 'product' && total !== null && unitPrice === null,
	);
	return [
		...because('not in the report', ...NOT_IN_REPORT),
		...(hasMethod ? [] : because('not in the report', ...PAYMENT)),
		...(hasOnlyTotals
			? because('the report gives the price of the line only', 'lines.unitPrice')
			: []),
		...(isPending ? because('pending order', 'lines.total') : []),
	];
}

function first(rows: readonly ReportRow[], column: string): string | null {
	return rows.map((row) => text(row[column])).find((value) => value !== null) ?? null;
}

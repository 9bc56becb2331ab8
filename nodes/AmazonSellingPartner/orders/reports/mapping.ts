import {
	address,
	type Address,
	type Discount,
	eventKey,
	type LineFacts,
	type Missing,
	order,
	type Order,
	type Tax,
} from '../../../../core/orders/order';
import { amount, flag, text, word } from '../../../../core/orders/read';
import { because, untimed } from '../missing';
import { promotions } from '../payments';
import { PENDING, type Standing } from '../standing';
import { statusesOf } from '../status';
import { linesOf } from './lines';
import { reportStanding, reportWords } from './status';
import type { ReportRow } from './repair';
import { sellerCentralPage, siteName } from '../../regions';
import { siteOf } from './sites';
import { reportTime } from './time';

const FULFILLED_BY: Record<string, Order['fulfilledBy']> = {
	amazon: 'marketplace',
	afn: 'marketplace',
	merchant: 'seller',
	mfn: 'seller',
};

/** What the Orders API has and no order report has. */
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
	const id = rows[0]['amazon-order-id'].trim();
	const updatedAt = latest(rows, 'last-updated-date');
	const standing = reportStanding(rows);
	const lines = linesOf(rows);
	const told = statuses(rows, standing);
	const site = siteIn(rows, sites);
	return order({
		marketplace: 'amazon',
		account,
		site,
		siteName: siteName(site),
		id,
		number: id,
		url: sellerCentralPage(site, id),
		relatedIds: relatedIds(rows, id),
		eventKey: eventKey('amazon', id, updatedAt),
		...told,
		fulfilledBy: fulfilledBy(rows),
		placedAt: timesOf(rows, 'purchase-date').at(0) ?? null,
		updatedAt,
		currency: only(rows, 'currency'),
		taxes: taxesOf(rows),
		discounts: discountsOf(rows),
		shippingAddress: addressOf(rows),
		shipping: {
			methodId: first(rows, 'ship-service-level'),
			method: null,
			carrier: null,
			price: null,
		},
		lines,
		missing: [...missingOf(rows, standing, lines), ...untimed(told)],
	});
}

/** The latest moment that the rows of an order have in a column, as the Orders API writes it. */
export function latest(rows: readonly ReportRow[], column: string): string | null {
	return timesOf(rows, column).at(-1) ?? null;
}

/** The moments that the rows of an order have in a column, the earliest first. */
function timesOf(rows: readonly ReportRow[], column: string): string[] {
	const times = rows.map((row) => reportTime(row[column])).filter((time) => time !== null);
	return times.sort((a, b) => Date.parse(a) - Date.parse(b));
}

/** The site of all rows; none where they are of several. */
function siteIn(rows: readonly ReportRow[], sites: readonly string[]): string | null {
	const channels = valuesOf(rows, 'sales-channel');
	if (channels.length === 0) return siteOf(null, sites);
	const [site, ...others] = new Set(channels.map((channel) => siteOf(channel, sites)));
	return others.length === 0 ? site : null;
}

/** Only some reports say how an order is paid; of others nobody knows whether the cash is still due. */
function statuses(rows: readonly ReportRow[], standing: Standing): Partial<Order> {
	const method = first(rows, 'payment-method-details');
	const isCash = method === null ? null : /cash|cod\b/i.test(method);
	const told = statusesOf(standing, isCash, reportWords(rows));
	const isUnknown = isCash === null && told.paymentStatus === 'paid';
	return { ...told, paymentMethod: method, ...(isUnknown ? { paymentStatus: 'unknown' } : {}) };
}

function fulfilledBy(rows: readonly ReportRow[]): Order['fulfilledBy'] {
	const channels = rows.map((row) => text(row['fulfillment-channel'])?.toLowerCase() ?? null);
	const [known, ...others] = new Set(channels.map((channel) => word(FULFILLED_BY, channel)));
	return others.length === 0 ? known : 'mixed';
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
function addressOf(rows: readonly ReportRow[]): Address | null {
	const known = {
		city: first(rows, 'ship-city'),
		region: first(rows, 'ship-state'),
		postalCode: first(rows, 'ship-postal-code'),
		countryCode: first(rows, 'ship-country'),
	};
	return Object.values(known).every((value) => value === null) ? null : address(known);
}

function relatedIds(rows: readonly ReportRow[], id: string): string[] {
	const ids = rows.flatMap((row) => {
		const isReplacement = flag(row['is-replacement-order']?.toLowerCase()) === true;
		const isExchange = flag(row['is-exchange-order']?.toLowerCase()) === true;
		const replaced = isReplacement || isExchange ? row['original-order-id'] : '';
		return [text(row['merchant-order-id']), text(replaced)];
	});
	return [...new Set(ids)].filter((other) => other !== null && other !== id) as string[];
}

function missingOf(
	rows: readonly ReportRow[],
	{ known }: Standing,
	lines: readonly LineFacts[],
): Missing[] {
	const hasOnlyTotals = lines.some(
		({ kind, total, unitPrice }) => kind === 'product' && total !== null && unitPrice === null,
	);
	return [
		...because('not in the report', ...NOT_IN_REPORT),
		...(first(rows, 'payment-method-details') ? [] : because('not in the report', ...PAYMENT)),
		...(hasOnlyTotals
			? because('the report gives the price of the line only', 'lines.unitPrice')
			: []),
		...(PENDING.has(known) ? because('pending order', 'lines.total') : []),
		...severalIn(rows),
	];
}

/** Rows that disagree where an order has one value only. */
function severalIn(rows: readonly ReportRow[]): Missing[] {
	const currencies = valuesOf(rows, 'currency');
	const channels = valuesOf(rows, 'sales-channel');
	const isOfSeveral = new Set(channels.map((channel) => siteOf(channel, []))).size > 1;
	return [
		...(currencies.length > 1 ? because(saying(currencies), 'currency') : []),
		...(isOfSeveral ? because(saying(channels), 'site') : []),
	];
}

function saying(values: readonly string[]): string {
	return `the rows of the report say ${values.join(', ')}`;
}

function first(rows: readonly ReportRow[], column: string): string | null {
	return valuesOf(rows, column).at(0) ?? null;
}

function only(rows: readonly ReportRow[], column: string): string | null {
	const values = valuesOf(rows, column);
	return values.length === 1 ? values[0] : null;
}

/** What the rows of an order have in a column, each value once. */
export function valuesOf(rows: readonly ReportRow[], column: string): string[] {
	const values = rows.map((row) => text(row[column])).filter((value) => value !== null);
	return [...new Set(values)];
}

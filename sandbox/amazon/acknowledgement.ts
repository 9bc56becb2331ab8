import type { Ledger } from './ledger';
import type { Sale } from './sale';

/** Columns of a file that cancels, see https://developer-docs.amazon.com/sp-api/docs/order-feed-type-values */
const COLUMNS = ['order-id', 'amazon-order-item-code', 'cancellation-reason-code'] as const;

const REASONS = [
	'NoInventory',
	'BuyerCanceled',
	'GeneralAdjustment',
	'PricingError',
	'ShippingAddressUndeliverable',
	'CustomerExchange',
	'CarrierCreditDecision',
	'RiskAssessmentInformationNotValid',
	'CarrierCoverageFailure',
	'CustomerReturn',
	'MerchandiseNotReceived',
];

type Cells = Record<(typeof COLUMNS)[number], string>;

/** One line of the file; the first below the heads has the number 1. */
interface Row extends Cells {
	number: number;
}

/** Why nothing was done for a row. The numbers are made up: Amazon publishes none for these. */
interface Problem {
	number: number;
	code: string;
	message: string;
}

/** A file that is none of this kind. */
export class Unreadable extends Error {}

/** Tab separated and never quoted. */
function tableOf(text: string): string[][] {
	return text
		.split(/\r?\n/)
		.filter((line) => line.trim() !== '')
		.map((line) => line.split('\t'));
}

/** Columns that such a file does not have. */
export function strangeColumns(text: string): string[] {
	const [heads = []] = tableOf(text);
	return heads.filter((head) => !(COLUMNS as readonly string[]).includes(head));
}

export function rowsOf(text: string): Row[] {
	const [heads = [], ...rows] = tableOf(text);
	const missing = COLUMNS.find((column) => !heads.includes(column));
	if (missing) throw new Unreadable(`The column ${missing} is missing.`);
	return rows.map((cells, at) => {
		const entries = COLUMNS.map((column) => [column, cells[heads.indexOf(column)] ?? '']);
		return { ...(Object.fromEntries(entries) as Cells), number: at + 1 };
	});
}

/**
 * Cancels lines for the seller. Despite its name such a feed acknowledges nothing,
 * see https://developer-docs.amazon.com/sp-api/docs/order-feed-type-values
 */
export function cancelRows(
	rows: readonly Row[],
	ledger: Ledger,
	marketplaceIds: readonly string[],
	at: number,
): Problem[] {
	return rows.flatMap((row) => {
		const sale = ledger.find(row['order-id']);
		const problem = problemOf(row, sale, marketplaceIds);
		if (sale && !problem) ledger.change(sale, () => cancel(sale, row, at));
		return problem ? [{ number: row.number, ...problem }] : [];
	});
}

function problemOf(row: Row, sale: Sale | undefined, marketplaceIds: readonly string[]) {
	const line = sale?.lines.find(({ id }) => id === row['amazon-order-item-code']);
	if (!sale || !marketplaceIds.includes(sale.place.id))
		return refuse('18028', 'order-id not found');
	if (!line) return refuse('18029', 'amazon-order-item-code is not of this order');
	const reason = row['cancellation-reason-code'];
	if (!REASONS.includes(reason)) {
		return refuse('18030', `cancellation-reason-code '${reason}' is not valid`);
	}
	if (sale.fulfilledBy === 'AMAZON') return refuse('18031', 'order is fulfilled by Amazon');
	if (line.cancelledBy) return refuse('18032', 'order item is canceled already');
	// Once a parcel is on its way, only a refund remains.
	if (sale.status !== 'UNSHIPPED') {
		return refuse('18033', `order cannot be canceled, its status is ${sale.status}`);
	}
	return undefined;
}

function refuse(code: string, message: string): Omit<Problem, 'number'> {
	return { code, message };
}

function cancel(sale: Sale, row: Row, at: number): void {
	const line = sale.lines.find(({ id }) => id === row['amazon-order-item-code']);
	Object.assign(line ?? {}, {
		cancelledBy: 'MERCHANT',
		cancelReason: row['cancellation-reason-code'],
	});
	if (sale.lines.every(({ cancelledBy }) => cancelledBy)) sale.status = 'CANCELLED';
	sale.updatedAt = Math.max(sale.updatedAt, at);
}

/**
 * What a feed says of its rows; those that are not there were done,
 * see https://github.com/amzn/selling-partner-api-models/issues/2437
 */
export function processingReport(count: number, problems: readonly Problem[]): string {
	return [
		'Feed Processing Summary:',
		`\tNumber of records processed\t\t${count}`,
		`\tNumber of records successful\t\t${count - problems.length}`,
		'',
		'original-record-number\tsku\terror-code\terror-type\terror-message',
		...problems.map(({ number, code, message }) => `${number}\t\t${code}\tError\t${message}`),
		'',
	].join('\n');
}

import type { Call } from '../../../core/operations/call';
import { product, type Product, type ProductStatus } from '../../../core/products/product';
import { amount, count, text, word } from '../../../core/orders/read';
import { ListError } from '../../../core/request/errors';
import type { DocumentFile } from '../documents';
import { Report } from '../orders/reports/report';
import { currencyOf } from '../regions';
import { isKeptByAmazon, KEPT_BY_AMAZON, pageOf } from './wire';

const REPORT_TYPE = 'GET_MERCHANT_LISTINGS_ALL_DATA';
/** Reports on all listings take minutes. */
const WAIT_MS = 30 * 60_000;
const JAPAN = 'A1VC38T7YXB528';

/** A row of the report, by the names of its columns. */
export type ReportRow = Readonly<Record<string, string>>;

/** The columns that are needed, by what they are called on sites that translate them. */
const NAMES: Readonly<Record<string, string>> = {
	出品者sku: 'seller-sku',
	商品名: 'item-name',
	価格: 'price',
	数量: 'quantity',
	ステータス: 'status',
	フルフィルメント・チャンネル: 'fulfillment-channel',
	フルフィルメントチャンネル: 'fulfillment-channel',
	asin: 'asin1',
	'asin-1': 'asin1',
};

/** All listings on a site, as Amazon's report has them at one moment. */
export async function allListings(call: Call, site: string): Promise<ReportRow[]> {
	const request = { reportType: REPORT_TYPE, marketplaceIds: [site] };
	const file = await new Report(call, WAIT_MS).read(request, site === JAPAN);
	if (file === undefined) {
		throw new ListError(
			'Amazon called off the report on all listings',
			'It makes such a report about every 30 minutes. Try again later',
		);
	}
	return rowsOf(file);
}

/**
 * Tab separated and never quoted. A description may hold line breaks: lines belong together until the row has all
 * its cells. A title may hold tabs: then a line has too many cells.
 */
export function rowsOf({ chunks, charset }: DocumentFile): ReportRow[] {
	const content = new TextDecoder(charset).decode(Buffer.concat(chunks));
	const [head = '', ...lines] = content.split(/\r\n|\n|\r/);
	const columns = head.split('\t').map(columnName);
	if (!columns.includes('seller-sku')) throw noReport(head);
	const rows: ReportRow[] = [];
	let open = '';
	for (const line of lines) {
		if (open === '' && line.trim() === '') continue;
		const text = open === '' ? line : `${open}\n${line}`;
		const cells = withoutTabs(text.split('\t'), columns);
		if (cells.length > columns.length) throw broken(rows.length + 1);
		open = cells.length < columns.length ? text : '';
		if (open === '') rows.push(Object.fromEntries(columns.map((name, at) => [name, cells[at]])));
	}
	if (open !== '') throw broken(rows.length + 1);
	return rows;
}

/** The most tabs that a title may hold; more would be another row. */
const MOST_TABS = 5;

/** What a row must look like, put together from too many cells. */
const FORMS: ReadonlyArray<readonly [column: string, form: RegExp]> = [
	['seller-sku', /./],
	['price', /^([\d.,]+)?$/],
	['quantity', /^\d*$/],
	['asin1', /^[A-Z\d]{10}$/],
	['status', /^\p{L}+$/u],
];

/** Where a line has too many cells, and the surplus is a part of the title, the title in one cell. */
function withoutTabs(cells: string[], columns: readonly string[]): string[] {
	const surplus = cells.length - columns.length;
	const at = columns.indexOf('item-name');
	if (at < 0 || surplus <= 0 || surplus > MOST_TABS || cells.some((cell) => cell.includes('\n'))) {
		return cells;
	}
	const title = cells.slice(at, at + surplus + 1).join(' ');
	const row = [...cells.slice(0, at), title, ...cells.slice(at + surplus + 1)];
	const isRow = FORMS.every(([column, form]) => form.test(row[columns.indexOf(column)] ?? ''));
	return isRow ? row : cells;
}

function columnName(cell: string): string {
	const name = cell.trim().toLowerCase().replaceAll(/[ _]+/g, '-');
	return NAMES[name] ?? name;
}

function noReport(head: string): ListError {
	return new ListError(
		'The file is no report on listings',
		`It begins with: ${head.slice(0, 200)}. Try again later`,
	);
}

function broken(row: number): ListError {
	return new ListError(
		`Row ${row} of the report on all listings is broken`,
		'The list could not be read to its end. Try again later',
	);
}

const STATUSES: Readonly<Record<string, ProductStatus>> = {
	Active: 'active',
	Inactive: 'inactive',
	Incomplete: 'draft',
};

/** As `product/1`. Amazon gives less in a report than for a single listing. */
export function toReported(
	row: ReportRow,
	{ account, site }: { account: string | null; site: string },
): Product {
	const sku = row['seller-sku'];
	const statusRaw = text(row.status);
	const channel = row['fulfillment-channel'] ?? '';
	const quantity = count(row.quantity);
	return product({
		marketplace: 'amazon',
		account,
		site,
		id: sku,
		sku,
		title: text(row['item-name']),
		status: word(STATUSES, statusRaw),
		statusRaw,
		quantity,
		price: amount(row.price?.replace(',', '.')),
		currency: currencyOf(site),
		url: pageOf(text(row.asin1), site),
		imageUrl: text(row['image-url']),
		missing: [
			{ field: 'updatedAt', reason: 'The report on all listings does not have it' },
			...(quantity === null && isKeptByAmazon([channel]) ? [KEPT_BY_AMAZON] : []),
		],
	});
}

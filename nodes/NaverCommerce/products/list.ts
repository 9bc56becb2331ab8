import type { Client } from '../../../core/client';
import { pipeline } from '../../../core/lists/side-by-side';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { ProductSource } from '../../../core/products/read-products';
import type { ProductPage, ProductSearch } from '../../../core/products/search-products';
import { InvalidInputError, raise } from '../../../core/request/errors';
import { kst } from '../orders/time';
import {
	byNumber,
	findEntries,
	isGone,
	keyOf,
	nameOf,
	noteOptions,
	readOrigin,
	searchAll,
	searchPage,
	type Wanted,
} from './catalog';
import {
	asSent,
	changedAt,
	type Entry,
	entriesOf,
	type Found,
	numberOf,
	type Origin,
	sellerCodeOf,
	toProduct,
} from './wire';

const PAGE_SIZE = 500;
const SIDE_BY_SIDE = 4;

/** For sentences. */
export const words = { thing: 'product', things: 'products' };

export const PRODUCT_NO = { expression: /^\d{1,18}$/, looksLike: '10123456789' };

/** Filters of the product search. */
export const productFilters: Filters = [
	{
		kind: 'text',
		property: {
			displayName: 'SKU',
			name: 'sku',
			type: 'string',
			default: '',
			placeholder: 'e.g. MUG-1',
			description:
				"Only products with this seller's code (판매자 상품코드). Codes of options are found by 'Get'.",
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: [
				{ name: 'Closed', value: 'CLOSE' },
				{ name: 'On Sale', value: 'SALE' },
				{ name: 'Out of Stock', value: 'OUTOFSTOCK' },
				{ name: 'Prohibited', value: 'PROHIBITION' },
				{ name: 'Rejected', value: 'REJECTION' },
				{ name: 'Suspended', value: 'SUSPENSION' },
				{ name: 'Waiting', value: 'WAIT' },
				{ name: 'Waiting for Approval', value: 'UNADMISSION' },
			],
			default: ['SALE'],
			description: 'Only products with one of these statuses',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only products changed on this day in Korea or later',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only products changed on this day in Korea or earlier',
		},
	},
];

export const products: ProductSource<Entry> = {
	words,
	idPattern: PRODUCT_NO,
	key: (entry) => (numberOf(entry.found) === '' ? '' : keyOf(entry)),
	async find({ client }, ref) {
		const found = (await findEntries(client, [ref])).get(nameOf(ref)) ?? [];
		if (found instanceof Error) return raise(found);
		const read = await Promise.all(
			found.map(async (entry) => {
				if (entry.option) return [entry];
				return entriesOf(entry.found, await readOrigin(client.send, numberOf(entry.found)));
			}),
		);
		return read.flat();
	},
	list: listProducts,
	toProduct: (entry, { client }) => toProduct(entry, client.connection.account),
	asSent,
};

/** Options need a request for each product, because no list has them. */
async function* listProducts(call: Call, limit: number): AsyncGenerator<Entry[]> {
	const pages = searchWanted(call, limit);
	if (call.collection('options').readOptions === false) {
		for await (const page of pages) yield page.map((found) => ({ found }));
		return;
	}
	const seen = new Set<string>();
	async function* fresh(): AsyncGenerator<Partial<Found>> {
		for await (const page of pages) {
			for (const found of page) {
				const number = numberOf(found);
				if (!seen.has(number)) yield found;
				seen.add(number);
			}
		}
	}
	const read = async (found: Partial<Found>): Promise<Entry[]> => {
		let origin: Partial<Origin>;
		try {
			origin = await readOrigin(call.client.send, numberOf(found));
		} catch (error) {
			// Deleted since the list was read, which had it: it is not left out.
			return isGone(error) ? [{ found }] : raise(error);
		}
		noteOptions(call.client, numberOf(found), origin, changedAt(found));
		return entriesOf(found, origin);
	};
	yield* pipeline(fresh(), read, SIDE_BY_SIDE);
}

/** A search for a code may give what only contains it. */
async function* searchWanted(call: Call, limit: number): AsyncGenerator<Array<Partial<Found>>> {
	const wanted = readWanted(call);
	const { sellerManagementCode: sku } = wanted;
	for await (const page of searchAll(call.client.send, wanted, Math.min(limit, PAGE_SIZE))) {
		yield sku === undefined ? page : page.filter((found) => sellerCodeOf({ found }) === sku);
	}
}

function readWanted(call: Call): Wanted {
	const values = FilterValues.read(call, productFilters);
	const sku = values.get<string>('sku');
	const after = values.time('updatedAfter');
	const before = values.time('updatedBefore');
	const days = {
		...(after ? { fromDate: day(after.toMillis()) } : {}),
		...(before ? { toDate: day(before.toMillis()) } : {}),
	};
	return {
		...(sku === undefined ? {} : { searchKeywordType: 'SELLER_CODE', sellerManagementCode: sku }),
		...(values.get('status') ? { productStatusTypes: values.get('status') } : {}),
		...(after || before ? { periodType: 'PROD_MOD_DAY', ...days } : {}),
	};
}

function day(ms: number): string {
	return kst(ms).slice(0, 10);
}

const SEARCH_SIZE = 100;

/** For the list in the panel: the newest products; what is typed is a number or the exact seller's code. */
export async function searchShop(
	client: Client,
	{ filter, from }: ProductSearch,
): Promise<ProductPage> {
	const page = Number(from ?? 1);
	if (!Number.isSafeInteger(page)) throw new InvalidInputError('The list cannot go on there');
	const account = client.connection.account;
	const shown = (all: ReadonlyArray<Partial<Found>>) =>
		all.map((found) => toProduct({ found }, account));
	if (filter === '') {
		const { entries, isLast } = await searchPage(client.send, {}, page, SEARCH_SIZE);
		return { products: shown(entries), ...(isLast ? {} : { next: String(page + 1) }) };
	}
	const wanted = { searchKeywordType: 'SELLER_CODE', sellerManagementCode: filter };
	const byCode = (await searchPage(client.send, wanted, 1, SEARCH_SIZE)).entries;
	const byNo = PRODUCT_NO.expression.test(filter) ? await byNumber(client.send, [filter]) : [];
	return { products: shown([...byNo, ...byCode]) };
}

import type { Client } from '../../../core/client';
import type { Query } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import { utcIso } from '../../../core/orders/time';
import type { Product } from '../../../core/products/product';
import type { ProductSource } from '../../../core/products/read-products';
import type { ProductPage, ProductSearch } from '../../../core/products/search-products';
import { InvalidInputError, ListError } from '../../../core/request/errors';
import { allListings, type ReportRow, toReported } from './all-listings';
import { findListing, PAGE_SIZE, readSite, searchPage, siteOf } from './items';
import { type Listing, skuOf, toProduct } from './wire';

/** So many listings can be reached page by page. */
const MOST_REACHED = 1000;
/** SKUs in one search. */
const MOST_SKUS = 20;

/** For sentences. */
export const words = { thing: 'listing', things: 'listings' };

/** Filters of `searchListingsItems`. */
export const listingFilters: Filters = [
	{
		kind: 'list',
		query: 'identifiers',
		property: {
			displayName: 'SKUs',
			name: 'skus',
			type: 'string',
			default: '',
			placeholder: 'e.g. MUG-1, MUG-2',
			description: 'Only listings with these SKUs, up to 20',
		},
	},
	{
		kind: 'list',
		query: 'withStatus',
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: [
				{ name: 'Buyable', value: 'BUYABLE' },
				{ name: 'Discoverable', value: 'DISCOVERABLE' },
			],
			default: ['BUYABLE'],
			description: 'Only listings that buyers can buy, or find',
		},
	},
	{
		kind: 'time',
		query: 'lastUpdatedAfter',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only listings changed at this time or later',
		},
	},
	{
		kind: 'time',
		query: 'lastUpdatedBefore',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only listings changed at this time or earlier',
		},
	},
];

/** A listing of the API, or of the report on all of them. */
type Raw =
	| { readonly site: string; readonly listing: Partial<Listing> }
	| { readonly site: string; readonly row: ReportRow };

export const listings: ProductSource<Raw> = {
	words,
	key: (raw) => ('row' in raw ? raw.row['seller-sku'] : skuOf(raw.listing)),
	async find(call, { value }) {
		const site = siteOf(call);
		const listing = await findListing(call.client, site, value);
		return listing ? [{ site, listing }] : [];
	},
	list: listListings,
	toProduct: (raw, { client }) => {
		const { account } = client.connection;
		return 'row' in raw
			? toReported(raw.row, { account, site: raw.site })
			: toProduct(raw.listing, { account, site: raw.site });
	},
	asSent: (raw) => ('row' in raw ? raw.row : raw.listing),
};

/**
 * New listings come at the end, and changed ones keep their places: no page misses what moves meanwhile. See
 * BEHAVIOR.md, Listings.
 */
const ORDER: Query = { sortBy: 'createdDate', sortOrder: 'ASC' };

/** A list that becomes shorter is read again so often. */
const MOST_READINGS = 3;

/** Page by page as far as Amazon goes, beyond that by a report. See BEHAVIOR.md, Listings. */
async function* listListings(call: Call, limit: number): AsyncGenerator<Raw[]> {
	const site = siteOf(call);
	const query = readQuery(call);
	const beyond = async (total: number): Promise<Raw[]> => {
		if (Object.keys(query).length > 0) throw tooMany(total);
		return (await allListings(call, site)).map((row) => ({ site, row }));
	};
	let readings = 1;
	let read = 0;
	let before = 0;
	for (let pageToken: string | undefined; ;) {
		const page = await searchPage(call.client, site, {
			...query,
			...ORDER,
			...(pageToken === undefined ? {} : { pageToken }),
		});
		const total = page.total ?? 0;
		if (Math.min(limit, total) > MOST_REACHED) return yield await beyond(total);
		if (pageToken !== undefined && total < before) {
			// What is gone moved others to a page that was read already.
			if (readings++ === MOST_READINGS) throw restless();
			pageToken = undefined;
			read = before = 0;
			continue;
		}
		before = total;
		yield page.listings.map((listing) => ({ site, listing }));
		read += page.listings.length;
		if (page.next === null) {
			if (read < total) throw tooShort(read, total);
			// Where Amazon shows no more, it may say that there is no more.
			if (read >= MOST_REACHED && read < limit) yield await beyond(read);
			return;
		}
		pageToken = page.next;
	}
}

function readQuery(call: Call): Query {
	const query = FilterValues.read(call, listingFilters).query(utcIso);
	const skus = query.identifiers as string[] | undefined;
	if (skus === undefined) return query;
	if (skus.length > MOST_SKUS) {
		throw new InvalidInputError(
			`'SKUs' has ${skus.length} SKUs`,
			`Amazon takes ${MOST_SKUS} at most. Use the operation 'Get' for more`,
		);
	}
	return { ...query, identifiersType: 'SKU' };
}

function tooMany(total: number): ListError {
	return new ListError(
		`${total} or more listings match these filters, and Amazon shows ${MOST_REACHED} of them at most`,
		'Narrow the filters, or remove them: then the node reads all listings by a report',
	);
}

function restless(): ListError {
	return new ListError(
		'Listings were removed again and again while the list was read',
		'The list could not be read to its end. Try again later',
	);
}

function tooShort(read: number, total: number): ListError {
	return new ListError(
		`The list ended after ${read} of ${total} listings`,
		'The list could not be read to its end. Try again later',
	);
}

/** For the list in the panel: a page of listings, or the one with exactly this SKU. */
export async function searchShop(
	client: Client,
	{ filter, from, parameter }: ProductSearch,
): Promise<ProductPage> {
	const site = readSite(parameter('marketplaceId'), client);
	const { account } = client.connection;
	const shown = (all: ReadonlyArray<Partial<Listing>>): Product[] =>
		all.map((listing) => toProduct(listing, { account, site }));
	if (filter !== '') {
		const found = await findListing(client, site, filter);
		return { products: shown(found ? [found] : []) };
	}
	const query = from === undefined ? {} : { pageToken: from };
	const page = await searchPage(client, site, { pageSize: PAGE_SIZE, ...query });
	return { products: shown(page.listings), ...(page.next === null ? {} : { next: page.next }) };
}

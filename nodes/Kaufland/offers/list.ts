import type { Client } from '../../../core/client';
import type { Query } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import { join, text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import type { Product } from '../../../core/products/product';
import type { ProductSource, ProductWords } from '../../../core/products/read-products';
import type { ProductPage, ProductSearch } from '../../../core/products/search-products';
import { raise } from '../../../core/request/errors';
import { fulfilledBy, ofStorefront } from '../common-filters';
import { PAGE_SIZE } from '../marketplace';
import { storefrontsOf } from '../orders/storefront-lists';
import { findOffers, offerPages, readPage } from './find';
import { idOf, OFFER_ID, toProduct } from './offer';
import { readSite } from './site';
import type { Offer } from './wire';

/** For sentences. */
export const words: ProductWords = {
	thing: 'offer',
	things: 'offers',
	choose: "Choose one of them by its ID, or by the option 'Storefront'",
};

/** Filters of `GET /units`; it has none for the status. */
export const offerFilters: Filters = [
	{
		kind: 'text',
		query: 'ean',
		property: {
			displayName: 'EAN',
			name: 'ean',
			type: 'string',
			default: '',
			placeholder: 'e.g. 4006381333931',
			description: 'Only offers of the product with this EAN, 13 or 14 digits',
		},
	},
	fulfilledBy('offers'),
	{
		kind: 'integer',
		query: 'id_product',
		property: {
			displayName: 'Product ID',
			name: 'productId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 362524873',
			description: "Only offers of the product with this ID in Kaufland's catalog",
		},
	},
	{
		kind: 'text',
		query: 'id_offer',
		property: {
			displayName: 'SKU',
			name: 'sku',
			type: 'string',
			default: '',
			placeholder: 'e.g. MUG-BLUE',
			description: 'Only offers with this SKU (ID Offer)',
		},
	},
	ofStorefront('offers'),
];

const EAN = /^\d{13,14}$/;

/** Its name, EAN and picture come with the product. */
const WITH_PRODUCT: Query = { embedded: ['products'] };

export const offers: ProductSource<Offer> = {
	words,
	idPattern: OFFER_ID,
	key: idOf,
	async find(call, ref) {
		const wanted = { ref, more: { site: readSite(call) } };
		const found = (await findOffers(call, [wanted], WITH_PRODUCT)).get(wanted) ?? [];
		return found instanceof Error ? raise(found) : found;
	},
	list,
	toProduct,
	asSent: ({ wire }) => wire,
};

/** One storefront after the other: no list is of several. */
async function* list(call: Call, limit: number): AsyncGenerator<Offer[]> {
	const filters = FilterValues.read(call, offerFilters).query(utcIso);
	const { storefront } = filters;
	const sites = storefront === undefined ? await storefrontsOf(call.client.send) : [storefront];
	for (const site of sites) {
		const query = { ...WITH_PRODUCT, ...filters, storefront: site };
		yield* offerPages(call.client.send, query, Math.min(limit, PAGE_SIZE));
	}
}

/** For the list in the panel, storefront by storefront; what is typed is a SKU, an EAN or an ID. */
export async function searchOffers(
	client: Client,
	{ filter, from, parameter }: ProductSearch,
): Promise<ProductPage> {
	const chosen = text(parameter('options.site'));
	const sites = chosen === null ? await storefrontsOf(client.send) : [chosen];
	if (filter !== '') return { products: (await named(client, sites, filter)).map(shown) };
	const [first = sites[0], start = '0'] = from?.split(' ') ?? [];
	let offset = Number(start);
	for (const [at, storefront] of sites.entries()) {
		if (at < sites.indexOf(first)) continue;
		const query = { ...WITH_PRODUCT, storefront, limit: PAGE_SIZE, offset };
		const { entries, total = 0 } = await readPage(client.send, query);
		const end = offset + entries.length;
		const onward = end < total ? `${storefront} ${end}` : sites[at + 1];
		if (entries.length > 0) return { products: entries.map(shown), next: onward };
		offset = 0;
	}
	return { products: [] };
}

async function named(client: Client, sites: readonly string[], name: string): Promise<Offer[]> {
	const wanted = sites.flatMap((site) =>
		(['sku', 'id'] as const)
			.filter((by) => by === 'sku' || OFFER_ID.expression.test(name))
			.map((by) => ({ ref: { by, value: name }, more: { site } })),
	);
	const found = [...(await findOffers({ client }, wanted, WITH_PRODUCT)).values()];
	const byEan = EAN.test(name)
		? sites.map(async (storefront) => {
				const query = { ...WITH_PRODUCT, storefront, ean: name, limit: PAGE_SIZE };
				return (await readPage(client.send, query)).entries;
			})
		: [];
	const all = [...found, ...(await Promise.all(byEan))].flatMap((part) =>
		part instanceof Error ? raise(part) : part,
	);
	return [...new Map(all.map((offer) => [idOf(offer), offer])).values()];
}

/** The same SKU may be in several storefronts. */
function shown(offer: Offer): Product {
	const known = toProduct(offer);
	return { ...known, title: join(known.title, `(${offer.site})`) };
}

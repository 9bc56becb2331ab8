import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Client } from '../client';
import type { Marketplace } from '../marketplace';
import { loadList } from '../operations/load-options';
import type { Product } from './product';

/** What a user looks for in the list of a panel. */
export interface ProductSearch {
	/** Words that the user types; empty for all. */
	readonly filter: string;
	/** `next` of the page before. */
	readonly from?: string;
	/** Another parameter of the panel, e.g. the site. */
	parameter(name: string): unknown;
}

export interface ProductPage {
	readonly products: readonly Product[];
	/** Where the list goes on, if it does. */
	readonly next?: string;
}

/** The list of the field in which a user chooses what to write to. */
export async function searchProducts(
	context: ILoadOptionsFunctions,
	marketplace: Marketplace,
	search: (client: Client, wanted: ProductSearch) => Promise<ProductPage>,
	filter = '',
	from?: string,
): Promise<INodeListSearchResult> {
	const parameter = (name: string): unknown => context.getCurrentNodeParameter(name);
	const wanted: ProductSearch = { filter: filter.trim(), from, parameter };
	const { products, next } = await loadList(
		context,
		marketplace,
		async (client) => await search(client, wanted),
	);
	return {
		results: products.map((product) => ({
			name: shownName(product),
			value: product.variantId ?? product.id,
			...(product.url === null ? {} : { url: product.url }),
		})),
		...(next === undefined ? {} : { paginationToken: next }),
	};
}

function shownName({ sku, title, variantId, id }: Product): string {
	return [title, sku ?? variantId ?? id].filter((text) => text !== null).join(' · ');
}

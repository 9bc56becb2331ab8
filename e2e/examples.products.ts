import type { MarketplaceName } from '../sandbox';
import type { HeldOffer } from '../sandbox/kit/backend';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import type { N8n } from '../scripts/n8n/n8n';
import type { Workflow } from '../scripts/n8n/workflow';

/** The nodes that read what is for sale, in "Low stock alert". */
export const LISTS = {
	allegro: 'Allegro Offers',
	amazon: 'Amazon Listings',
	bigCommerce: 'BigCommerce Products',
	kaufland: 'Kaufland Offers',
	naver: 'Naver Products',
};
export type Selling = keyof typeof LISTS;
export const SELLING = Object.keys(LISTS) as Selling[];

/** What the examples are to read; the marketplaces of the others have what they always have. */
export const CATALOGUES = {
	allegro: { offers: 20 },
	bigCommerce: { products: 20, goods: 'simple' },
	kaufland: { offers: 20 },
	naver: { products: 12 },
};

/** A product, as far as the examples show it. */
export interface Listed {
	id: string;
	variantId: string | null;
	sku: string | null;
	title: string;
	status: string;
	quantity: number | null;
	price: string | null;
	currency: string | null;
	marketplace: string;
	site: string | null;
}

export const listed = (execution: Execution, name: Selling): Listed[] =>
	itemsOf(execution, LISTS[name]) as unknown as Listed[];

/** Things that can be written to by their SKU. */
export function writable(execution: Execution, name: Selling): Listed[] {
	const all = listed(execution, name);
	return all.filter(
		({ sku, status, quantity, price, variantId, site }) =>
			status === 'active' &&
			// The example names this storefront.
			(name !== 'kaufland' || site === 'de') &&
			(name === 'bigCommerce' || variantId === null) &&
			sku?.trim() === sku &&
			(quantity ?? 0) > 3 &&
			price !== null &&
			all.filter((other) => other.sku === sku).length === 1,
	);
}

/** As the marketplace has it now. */
export function held(
	servers: Record<MarketplaceName, MarketplaceServer>,
	name: Selling,
	sku: string | null,
): HeldOffer {
	const found = servers[name].backend.offers?.().find((offer) => offer.sku?.trim() === sku);
	if (!found) throw new Error(`${name} has no ${String(sku)}`);
	return found;
}

export interface StockRow {
	sku: string;
	stock: number;
	soldOn: string;
}

/** Makes a Data Table with these rows, and chooses it in the node. */
export async function fillTable(
	n8n: N8n,
	workflowId: string,
	node: string,
	rows: StockRow[],
): Promise<void> {
	const { id: project } = await n8n.call<{ id: string }>('GET', '/projects/personal');
	const tables = `/projects/${project}/data-tables`;
	const columns = [
		{ name: 'sku', type: 'string' },
		{ name: 'stock', type: 'number' },
		{ name: 'soldOn', type: 'string' },
	];
	const { id } = await n8n.call<{ id: string }>('POST', tables, { name: 'Own stock', columns });
	await n8n.call('POST', `${tables}/${id}/insert`, { data: rows, returnType: 'count' });
	const path = `/workflows/${workflowId}`;
	const { versionId, nodes } = await n8n.call<Workflow>('GET', path);
	const reads = nodes.find(({ name }) => name === node);
	if (!reads) throw new Error(`No node ${node}`);
	reads.parameters = { ...reads.parameters, dataTableId: { __rl: true, mode: 'id', value: id } };
	await n8n.call('PATCH', path, { nodes, versionId });
}

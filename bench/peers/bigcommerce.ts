import type { IDataObject } from 'n8n-workflow';

import { rows, type Ask, type Peer, type Question } from './peer';

const ORDERS = '/v2/orders';

/** Pages of the list by the time of the change. */
async function* listed(
	ask: Ask,
	from: number,
	limit: number,
	more: Question['query'] = {},
): AsyncGenerator<IDataObject[]> {
	for (let page = 1; ; page++) {
		const query = {
			// V2 reads ISO 8601 without milliseconds.
			min_date_modified: new Date(from).toISOString().replace(/\.\d+Z/, 'Z'),
			sort: 'date_modified:asc',
			limit,
			page,
			...more,
		};
		// An empty page is no page: 204 without a body.
		const found = rows(await ask({ path: ORDERS, query }));
		yield found;
		if (found.length < limit) return;
	}
}

/** The whole order in the list, as whoever has read the manual sets up an HTTP Request node. */
export const bigCommerceList: Peer = {
	marketplace: 'bigCommerce',
	name: 'HTTP Request: list with `include`, pages of 250',
	lagMs: 0,
	async since(ask, from) {
		const ids: string[] = [];
		const include = 'consignments.line_items,fees';
		for await (const page of listed(ask, from, 250, { include, consignment_structure: 'object' })) {
			ids.push(...page.map(({ id }) => String(id)));
		}
		return ids;
	},
};

/** The list, and the parts of each order by themselves. */
export const bigCommerceParts: Peer = {
	marketplace: 'bigCommerce',
	name: 'list + products and addresses an order (Nango, Airbyte, Pipedream)',
	lagMs: 0,
	async since(ask, from) {
		const ids: string[] = [];
		for await (const page of listed(ask, from, 250)) {
			for (const { id } of page) {
				await ask({ path: `${ORDERS}/${String(id)}/products` });
				await ask({ path: `${ORDERS}/${String(id)}/shipping_addresses` });
				ids.push(String(id));
			}
		}
		return ids;
	},
};

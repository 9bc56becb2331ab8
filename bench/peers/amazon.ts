import type { IDataObject } from 'n8n-workflow';

import { PLACES } from '../../sandbox/amazon/app';
import { iso, rows, type Peer } from './peer';

/** Every site of the region that the sandbox stands for. */
const SITES = PLACES.filter(({ region }) => region === 'eu').map(({ id }) => id);
/** Amazon shows changes two minutes late. */
const LAG_MS = 130_000;

/** The newer API by hand. No peer uses it; whoever has our credential can. */
export const amazonSearch: Peer = {
	marketplace: 'amazon',
	name: 'HTTP Request: searchOrders, pages of 100',
	lagMs: LAG_MS,
	async since(ask, from) {
		const ids: string[] = [];
		for (let paginationToken: string | undefined; ;) {
			const answer = (await ask({
				path: '/orders/2026-01-01/orders',
				query: {
					lastUpdatedAfter: iso(from),
					maxResultsPerPage: 100,
					marketplaceIds: SITES,
					includedData: ['FULFILLMENT', 'PROCEEDS'],
					paginationToken,
				},
			})) as IDataObject;
			ids.push(...rows(answer.orders).map(({ orderId }) => String(orderId)));
			paginationToken = (answer.pagination as IDataObject | undefined)?.nextToken as
				string | undefined;
			if (paginationToken === undefined) return ids;
		}
	},
};

/** Orders v0, and the items of each order by themselves. */
export const amazonV0: Peer = {
	marketplace: 'amazon',
	name: 'v0 getOrders + getOrderItems an order (Airbyte, riknetus)',
	lagMs: LAG_MS,
	async since(ask, from) {
		const path = '/orders/v0/orders';
		const ids: string[] = [];
		for (let NextToken: string | undefined; ;) {
			const fixed = { LastUpdatedAfter: iso(from), MarketplaceIds: SITES, MaxResultsPerPage: 100 };
			const answer = (await ask({ path, query: { ...fixed, NextToken } })) as IDataObject;
			const payload = answer.payload as IDataObject;
			for (const { AmazonOrderId: id } of rows(payload.Orders)) {
				await ask({ path: `${path}/${String(id)}/orderItems` });
				ids.push(String(id));
			}
			NextToken = payload.NextToken as string | undefined;
			if (NextToken === undefined) return ids;
		}
	},
};

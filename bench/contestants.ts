import { credentialReference, everyOrder, nodeOf } from '../scripts/marketplaces';
import type { NodeSketch } from '../scripts/n8n/workflow';

/** A way to read every order of one marketplace. */
export interface Contestant {
	id: string;
	marketplace: 'allegro' | 'bigCommerce';
	isOurs: boolean;
	/** `orders` is what the user of the HTTP Request node has to know to end the list. */
	node(url: string, userAgent: string, orders: number): NodeSketch;
	/** How many orders its items hold. */
	count(items: Array<Record<string, unknown>>): number;
}

interface Paging {
	parameter: string;
	value: string;
	pages: number;
}

/** n8n's HTTP Request node as a careful user sets it up: same credential, same pages, its own pagination. */
function httpRequest(
	marketplace: Contestant['marketplace'],
	url: string,
	query: Record<string, string>,
	headers: Record<string, string>,
	{ parameter, value, pages }: Paging,
): NodeSketch {
	const pairs = (values: Record<string, string>) => ({
		parameters: Object.entries(values).map(([name, text]) => ({ name, value: text })),
	});
	const [credentialType] = Object.keys(credentialReference(marketplace));
	return {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		credentials: credentialReference(marketplace),
		parameters: {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
			sendQuery: true,
			queryParameters: pairs(query),
			sendHeaders: true,
			headerParameters: pairs(headers),
			options: {
				// Allegro's media type is none that the node reads as JSON by itself.
				response: { response: { responseFormat: 'json' } },
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: { parameters: [{ type: 'qs', name: parameter, value }] },
						paginationCompleteWhen: 'receiveSpecificStatusCodes',
						statusCodesWhenComplete: '204',
						limitPagesFetched: true,
						maxRequests: pages,
					},
				},
			},
		},
	};
}

export const CONTESTANTS: readonly Contestant[] = [
	{
		id: 'Allegro node, unified',
		marketplace: 'allegro',
		isOurs: true,
		node: () => nodeOf('allegro', everyOrder('allegro')),
		count: (items) => items.length,
	},
	{
		id: 'Allegro node, untouched',
		marketplace: 'allegro',
		isOurs: true,
		node: () => nodeOf('allegro', everyOrder('allegro', 'marketplace')),
		count: (items) => items.length,
	},
	{
		id: 'HTTP Request, Allegro',
		marketplace: 'allegro',
		isOurs: false,
		node: (url, userAgent, orders) =>
			httpRequest(
				'allegro',
				`${url}/order/checkout-forms`,
				{ limit: '100', sort: 'lineItems.boughtAt' },
				{
					accept: 'application/vnd.allegro.public.v1+json',
					'accept-language': 'en-US',
					'user-agent': userAgent,
				},
				{
					parameter: 'offset',
					value: '={{ $pageCount * 100 }}',
					pages: Math.ceil(orders / 100),
				},
			),
		count: (items) =>
			items.reduce((sum, { checkoutForms }) => sum + (checkoutForms as unknown[]).length, 0),
	},
	{
		id: 'BigCommerce node, unified',
		marketplace: 'bigCommerce',
		isOurs: true,
		node: () => nodeOf('bigCommerce', everyOrder('bigCommerce')),
		count: (items) => items.length,
	},
	{
		id: 'BigCommerce node, untouched',
		marketplace: 'bigCommerce',
		isOurs: true,
		node: () => nodeOf('bigCommerce', everyOrder('bigCommerce', 'marketplace')),
		count: (items) => items.length,
	},
	{
		id: 'HTTP Request, BigCommerce',
		marketplace: 'bigCommerce',
		isOurs: false,
		node: (url, _userAgent, orders) =>
			httpRequest(
				'bigCommerce',
				`${url}/v2/orders`,
				{
					limit: '250',
					sort: 'id:asc',
					include: 'consignments.line_items,fees',
					consignment_structure: 'object',
				},
				{ accept: 'application/json' },
				{
					parameter: 'page',
					value: '={{ $pageCount + 1 }}',
					pages: Math.ceil(orders / 250),
				},
			),
		count: (items) => items.filter(({ id }) => id !== undefined).length,
	},
];

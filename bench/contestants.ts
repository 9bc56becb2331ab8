import { credentialReference, everyOrder, nodeOf } from '../scripts/marketplaces';
import type { NodeSketch } from '../scripts/n8n/workflow';

/** A way to read every order of one marketplace. */
export interface Contestant {
	id: string;
	marketplace: 'allegro' | 'bigCommerce';
	isOurs: boolean;
	node(url: string, userAgent: string): NodeSketch;
	/** How many orders its items hold. */
	count(items: Array<Record<string, unknown>>): number;
}

interface Paging {
	parameter: string;
	value: string;
	completeWhen: string;
}

/** n8n's HTTP Request node as a careful user sets it up: same credential, same pages, its own pagination. */
function httpRequest(
	marketplace: Contestant['marketplace'],
	url: string,
	query: Record<string, string>,
	headers: Record<string, string>,
	{ parameter, value, completeWhen }: Paging,
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
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: { parameters: [{ type: 'qs', name: parameter, value }] },
						paginationCompleteWhen: 'other',
						completeExpression: completeWhen,
						limitPagesFetched: false,
					},
				},
			},
		},
	};
}

export const CONTESTANTS: readonly Contestant[] = [
	{
		id: 'Allegro node',
		marketplace: 'allegro',
		isOurs: true,
		node: () => nodeOf('allegro', everyOrder('allegro')),
		count: (items) => items.length,
	},
	{
		id: 'HTTP Request, Allegro',
		marketplace: 'allegro',
		isOurs: false,
		node: (url, userAgent) =>
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
					completeWhen: '={{ ($pageCount + 1) * 100 >= $response.body.totalCount }}',
				},
			),
		count: (items) =>
			items.reduce((sum, { checkoutForms }) => sum + (checkoutForms as unknown[]).length, 0),
	},
	{
		id: 'BigCommerce node',
		marketplace: 'bigCommerce',
		isOurs: true,
		node: () => nodeOf('bigCommerce', everyOrder('bigCommerce')),
		count: (items) => items.length,
	},
	{
		id: 'HTTP Request, BigCommerce',
		marketplace: 'bigCommerce',
		isOurs: false,
		node: (url) =>
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
					completeWhen: '={{ $response.statusCode === 204 || $response.body.length < 250 }}',
				},
			),
		count: (items) => items.filter(({ id }) => id !== undefined).length,
	},
];

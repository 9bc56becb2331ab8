import type { ICredentialType, INodeType } from 'n8n-workflow';

import type { Filters } from '../../core/operations/filters';
import { AllegroOAuth2Api } from '../../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { BigCommerceOAuth2Api } from '../../credentials/BigCommerceOAuth2Api.credentials';
import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { Allegro } from '../../nodes/Allegro/Allegro.node';
import { orderFilters as allegroFilters } from '../../nodes/Allegro/orders/list';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { orderFilters as amazonFilters } from '../../nodes/AmazonSellingPartner/orders/filters';
import { BigCommerce } from '../../nodes/BigCommerce/BigCommerce.node';
import { orderFilters as bigCommerceFilters } from '../../nodes/BigCommerce/orders/list';
import { Kaufland } from '../../nodes/Kaufland/Kaufland.node';
import { orderFilters as kauflandFilters } from '../../nodes/Kaufland/orders/list';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { orderFilters as naverFilters } from '../../nodes/NaverCommerce/orders/list';
import type { MarketplaceName } from '../../sandbox';
import { readNaverTable } from './description/naver';
import { readOpenApi } from './description/openapi';
import type { Operation } from './description/operation';
import { readSpec } from './specs';

type Fields = Record<string, unknown>;

/** One marketplace as the contract tests see it. */
export interface Case {
	label: string;
	name: MarketplaceName;
	node: () => INodeType;
	credentialType: () => ICredentialType;
	/** The credential, where it is another than that of the demo. */
	fields?: (url: string, grant: Record<string, string>) => Fields;
	filters: Filters;
	/** More than fit on a page, wherever a list is cut. */
	orders: number;
	/** Parameters under which everything is tried; a filter has to work under one of them. */
	variants: Array<[label: string, parameters: Record<string, string>]>;
	operations: () => Operation[];
	/** What every request carries, though the descriptions do not list it as a parameter. */
	headers: Record<string, RegExp>;
	/** Filters that choose among the answers and change no request. */
	afterwards?: string[];
	/** By how much times go out earlier than the user has them. */
	earlierMs?: number;
	/** Values that came after the description at hand. */
	newer?: unknown[];
	/** How the sandbox differs from the usual. */
	settings?: object;
}

export const openApi = (...names: string[]) =>
	names.flatMap((name) => readOpenApi(readSpec<Fields>(name)));

const bigCommerce: Case = {
	label: 'bigCommerce',
	name: 'bigCommerce',
	node: () => new BigCommerce(),
	credentialType: () => new BigCommerceApi(),
	filters: bigCommerceFilters,
	orders: 320,
	variants: [['', {}]],
	operations: () =>
		openApi(
			'bigcommerce/orders.v2.oas2.yml',
			'bigcommerce/channels.v3.yml',
			'bigcommerce/store_information.v2.yml',
			'bigcommerce/webhooks.v3.yml',
		),
	headers: { 'x-auth-token': /^\S+$/, accept: /^application\/json$/ },
};

export const CASES: Case[] = [
	{
		label: 'allegro',
		name: 'allegro',
		node: () => new Allegro(),
		credentialType: () => new AllegroOAuth2Api(),
		filters: allegroFilters,
		orders: 320,
		variants: [['', {}]],
		operations: () => openApi('allegro/swagger.yaml'),
		headers: { authorization: /^Bearer \S+$/, 'user-agent': /^[\w-]+\/[\d.]+ \(\+https?:\S+\)$/ },
	},
	{
		label: 'amazon',
		name: 'amazon',
		node: () => new AmazonSellingPartner(),
		credentialType: () => new AmazonSellingPartnerApi(),
		filters: amazonFilters,
		orders: 320,
		variants: [
			['2026-01-01', { apiVersion: '2026-01-01' }],
			['v0', { apiVersion: 'v0' }],
		],
		operations: () =>
			openApi(
				'amazon/orders_2026-01-01.json',
				'amazon/ordersV0.json',
				'amazon/tokens_2021-03-01.json',
				'amazon/sellers.json',
				'amazon/reports_2021-06-30.json',
				'amazon/feeds_2021-06-30.json',
			),
		headers: {
			'x-amz-access-token': /^Atz\S+$/,
			'x-amz-date': /^\d{8}T\d{6}Z$/,
			'user-agent': /^\S+\/\S+ \(Language=\w+.*\)$/,
		},
		// Order numbers go without a date, though the words ask for one always.
	},
	bigCommerce,
	{
		...bigCommerce,
		label: 'bigCommerce by OAuth2',
		credentialType: () => new BigCommerceOAuth2Api(),
		fields: (url, { storeHash, clientId, clientSecret, accessToken }) => ({
			...{ environment: 'custom', authBaseUrl: url, apiBaseUrl: url },
			...{ storeHash, clientId, clientSecret },
			oauthTokenData: { access_token: accessToken, token_type: 'Bearer' },
		}),
		variants: [['', { authentication: 'oAuth2' }]],
	},
	{
		label: 'kaufland',
		name: 'kaufland',
		node: () => new Kaufland(),
		credentialType: () => new KauflandApi(),
		filters: kauflandFilters,
		orders: 320,
		variants: [['', {}]],
		operations: () => openApi('kaufland/swagger.json'),
		headers: {
			'shop-client-key': /^\w+$/,
			'shop-timestamp': /^\d{10}$/,
			'shop-signature': /^[0-9a-f]{64}$/,
			'user-agent': /^n8n-nodes-marketplaces\/\S+$/,
		},
		earlierMs: 1000,
		newer: ['es', 'nl'],
		settings: { storefronts: ['de', 'cz', 'sk', 'pl', 'at', 'fr', 'it'] },
	},
	{
		label: 'naver',
		name: 'naver',
		node: () => new NaverCommerce(),
		credentialType: () => new NaverCommerceApi(),
		filters: naverFilters,
		// Its lists are cut into days.
		orders: 6000,
		variants: [['', {}]],
		operations: readNaverTable,
		headers: { authorization: /^Bearer \S+$/ },
		// A state can change while the list is read.
		afterwards: ['placeOrderStatus', 'status'],
	},
];

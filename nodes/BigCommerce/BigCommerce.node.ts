import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { accountOperations } from '../../core/accounts/check';
import { apiRequestOperations } from '../../core/operations/api-request';
import { orderOperations } from '../../core/operations/orders';
import { runNode } from '../../core/operations/run';
import { productOperations } from '../../core/products/read-products';
import { searchProducts } from '../../core/products/search-products';
import { carrierOperations, searchCarriers } from '../../core/writes/carriers';
import { runWrites } from '../../core/writes/run-writes';
import { nodeProperties } from '../shared/node-properties';
import { operationSubtitle } from '../shared/subtitle';
import { bigCommerce } from './marketplace';
import { accounts } from './access/account-check';
import { getChannels, getStatuses } from './orders/list-options';
import { orderFilters, orders } from './orders/list';
import { products as catalog, searchCatalog } from './products/list';
import { products } from './products/panel';
import { updatePrice } from './products/update-price';
import { updateStock } from './products/update-stock';
import { carriersOf } from './writes/carriers';
import { orderWrites } from './writes/panel';
import { cancel, updateStatus } from './writes/set-status';
import { ship } from './writes/ship';

const properties = nodeProperties({
	authentication: {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Access Token', value: 'accessToken' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
		default: 'accessToken',
		description: 'Enter the token of a store-level API account, or sign in with your own app',
	},
	filters: orderFilters,
	order: {
		orderIdPlaceholder: 'e.g. 118',
		orderIdDescription: 'The order number, as shown in the control panel',
		limitHint: 'Newest orders first, by order number',
		outputDefault: 'order',
	},
	orderWrites,
	products,
	examplePath: '/v2/orders',
});

export class BigCommerce implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BigCommerce',
		name: 'bigCommerce',
		icon: { light: 'file:bigCommerce.svg', dark: 'file:bigCommerce.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: operationSubtitle(properties),
		description:
			'Read, ship and cancel orders of a BigCommerce store, update stock and prices, and call its REST API',
		defaults: { name: 'BigCommerce' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'bigCommerceApi',
				required: true,
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: 'bigCommerceOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties,
	};

	methods = {
		loadOptions: { getChannels, getStatuses },
		listSearch: {
			async searchCarriers(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return await searchCarriers(this, bigCommerce, carriersOf, filter);
			},
			async searchProducts(
				this: ILoadOptionsFunctions,
				filter?: string,
				from?: string,
			): Promise<INodeListSearchResult> {
				return await searchProducts(this, bigCommerce, searchCatalog, filter, from);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, bigCommerce, {
			...orderOperations(orders),
			'order.ship': runWrites(ship),
			'order.updateStatus': runWrites(updateStatus),
			'order.cancel': runWrites(cancel),
			...carrierOperations(carriersOf),
			...productOperations('product', catalog),
			'product.updateStock': runWrites(updateStock),
			'product.updatePrice': runWrites(updatePrice),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

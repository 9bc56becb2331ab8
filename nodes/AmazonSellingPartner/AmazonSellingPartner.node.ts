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
import { amazon } from './marketplace';
import { accounts } from './access/account-check';
import { listings, searchShop } from './listings/list';
import { products } from './listings/panel';
import { getResult } from './listings/results';
import { updatePrice, updateStock } from './listings/update';
import { orderFilters } from './orders/filters';
import { orders } from './orders/list';
import { orderParameters } from './orders/parameters';
import { reportOptions } from './orders/reports/properties';
import { cancel } from './writes/cancel';
import { carriersOf } from './writes/carriers';
import { orderWrites } from './writes/properties';
import { ship } from './writes/ship';

const properties = nodeProperties({
	filters: orderFilters,
	orderParameters,
	orderWrites,
	order: {
		orderIdPlaceholder: 'e.g. 902-3159896-1390916',
		orderIdDescription: 'The Amazon order number, in 3-7-7 format',
		filtersNotice:
			'Without a date: orders changed in the last 7 days. Created and Updated dates cannot be combined.',
		limitHint: "In Amazon's own order, usually oldest first",
		outputDefault: 'order',
		options: reportOptions,
	},
	products,
	examplePath: '/orders/2026-01-01/orders',
});

export class AmazonSellingPartner implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Amazon Selling Partner',
		name: 'amazonSellingPartner',
		icon: { light: 'file:amazonSellingPartner.svg', dark: 'file:amazonSellingPartner.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: operationSubtitle(properties),
		description:
			'Read, ship and cancel orders of an Amazon seller, update stock and prices of listings, and call the Selling Partner API',
		defaults: { name: 'Amazon Selling Partner' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'amazonSellingPartnerApi', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			async searchCarriers(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return await searchCarriers(this, amazon, carriersOf, filter);
			},
			async searchProducts(
				this: ILoadOptionsFunctions,
				filter?: string,
				from?: string,
			): Promise<INodeListSearchResult> {
				return await searchProducts(this, amazon, searchShop, filter, from);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, amazon, {
			...orderOperations(orders),
			'order.ship': runWrites(ship),
			'order.cancel': runWrites(cancel),
			...carrierOperations(carriersOf),
			...productOperations('listing', listings),
			'listing.updateStock': runWrites(updateStock),
			'listing.updatePrice': runWrites(updatePrice),
			'listing.getResult': runWrites(getResult),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

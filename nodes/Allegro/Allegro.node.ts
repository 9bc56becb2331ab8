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
import { allegro } from './marketplace';
import { accounts } from './access/account-check';
import { orderFilters, orders } from './orders/list';
import { offers, searchOffers } from './offers/list';
import { products } from './offers/panel';
import { getResult } from './offers/results';
import { updatePrice, updateStock } from './offers/updates';
import { carriersOf } from './writes/carriers';
import { orderWrites } from './writes/panel';
import { ship } from './writes/ship';
import { updateStatus } from './writes/update-status';

const properties = nodeProperties({
	filters: orderFilters,
	order: {
		orderIdPlaceholder: 'e.g. 29738e61-7f6a-11e8-ac45-09db60ede9d6',
		orderIdDescription: 'The ID of the order (checkout form)',
		limitHint: 'Newest orders first, by time of purchase',
		outputDefault: 'order',
	},
	orderWrites,
	products,
	examplePath: '/order/checkout-forms',
});

export class Allegro implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Allegro',
		name: 'allegro',
		icon: { light: 'file:allegro.svg', dark: 'file:allegro.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: operationSubtitle(properties),
		description:
			'Read and ship orders of an Allegro seller, update stock and prices of offers, and call the Allegro REST API',
		defaults: { name: 'Allegro' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'allegroOAuth2Api', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			async searchCarriers(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return await searchCarriers(this, allegro, carriersOf, filter);
			},
			async searchProducts(
				this: ILoadOptionsFunctions,
				filter?: string,
				from?: string,
			): Promise<INodeListSearchResult> {
				return await searchProducts(this, allegro, searchOffers, filter, from);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, allegro, {
			...orderOperations(orders),
			'order.ship': runWrites(ship),
			'order.updateStatus': runWrites(updateStatus),
			...carrierOperations(carriersOf),
			...productOperations('offer', offers),
			'offer.updateStock': runWrites(updateStock),
			'offer.updatePrice': runWrites(updatePrice),
			'offer.getResult': runWrites(getResult),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

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
import { kaufland } from './marketplace';
import { accounts } from './access/account-check';
import { offers, searchOffers } from './offers/list';
import { products } from './offers/panel';
import { updatePrice, updateStock } from './offers/updates';
import { orderFilters, orders } from './orders/list';
import { cancel } from './writes/cancel';
import { carriersOf } from './writes/carriers';
import { orderWrites } from './writes/panel';
import { ship } from './writes/ship';

const properties = nodeProperties({
	filters: orderFilters,
	order: {
		orderIdPlaceholder: 'e.g. MB7UWLD',
		orderIdDescription: 'The order number, as shown in the seller portal',
		filtersNotice:
			'Without a date: all orders that Kaufland still lists. An order comes with all its lines, one line per piece.',
		limitHint: 'Newest orders first, by the time of the order',
		outputDefault: 'order',
		withoutCursor: true,
		options: [
			{
				displayName: 'Include Pickup Points',
				name: 'includePickupPoints',
				type: 'boolean',
				displayOptions: { show: { '/operation': ['getAll'] } },
				default: false,
				description:
					'Whether to read the pickup point of each order, which the list does not show. One more request per order.',
			},
		],
	},
	orderWrites,
	products,
	examplePath: '/order-units',
});

export class Kaufland implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kaufland',
		name: 'kaufland',
		icon: { light: 'file:kaufland.svg', dark: 'file:kaufland.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: operationSubtitle(properties),
		description:
			'Read, ship and cancel orders of a Kaufland seller, update stock and prices of offers, and call the Kaufland Seller API',
		defaults: { name: 'Kaufland' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kauflandApi', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			async searchCarriers(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return await searchCarriers(this, kaufland, carriersOf, filter);
			},
			async searchProducts(
				this: ILoadOptionsFunctions,
				filter?: string,
				from?: string,
			): Promise<INodeListSearchResult> {
				return await searchProducts(this, kaufland, searchOffers, filter, from);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, kaufland, {
			...orderOperations(orders),
			'order.ship': runWrites(ship),
			'order.cancel': runWrites(cancel),
			...carrierOperations(carriersOf),
			...productOperations('offer', offers),
			'offer.updateStock': runWrites(updateStock),
			'offer.updatePrice': runWrites(updatePrice),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

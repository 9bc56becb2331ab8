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
import { naver } from './marketplace';
import { accounts } from './access/account-check';
import { orderFilters, orders } from './orders/list';
import { products as shop, searchShop } from './products/list';
import { products } from './products/panel';
import { updatePrice, updateStock } from './products/update';
import { cancel } from './writes/cancel';
import { carriersOf } from './writes/carriers';
import { confirm } from './writes/confirm';
import { ship } from './writes/ship';
import { orderWrites } from './writes/panel';

const properties = nodeProperties({
	filters: orderFilters,
	order: {
		orderIdPlaceholder: 'e.g. 2022051120592121',
		orderIdDescription:
			'The order number (주문번호). An order has one or more product orders (상품주문번호). Ship, Confirm and Cancel take a product order number, too.',
		filtersNotice:
			'Without a date: order lines changed in the last 7 days. Created and Updated dates cannot be combined.',
		limitHint: 'Oldest orders first, by the date used as filter',
		outputDefault: 'order',
	},
	orderWrites,
	products,
	examplePath: '/v1/pay-order/seller/product-orders',
});

export class NaverCommerce implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Naver Commerce',
		name: 'naverCommerce',
		icon: { light: 'file:naverCommerce.svg', dark: 'file:naverCommerce.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: operationSubtitle(properties),
		description:
			'Read, confirm, ship and cancel orders of a Naver Smart Store, update stock and prices, and call the Naver Commerce API',
		defaults: { name: 'Naver Commerce' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'naverCommerceApi', required: true }],
		properties,
	};

	methods = {
		listSearch: {
			async searchCarriers(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return await searchCarriers(this, naver, carriersOf, filter);
			},
			async searchProducts(
				this: ILoadOptionsFunctions,
				filter?: string,
				from?: string,
			): Promise<INodeListSearchResult> {
				return await searchProducts(this, naver, searchShop, filter, from);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, naver, {
			...orderOperations(orders),
			'order.ship': runWrites(ship),
			'order.confirm': runWrites(confirm),
			'order.cancel': runWrites(cancel),
			...carrierOperations(carriersOf),
			...productOperations('product', shop),
			'product.updateStock': runWrites(updateStock),
			'product.updatePrice': runWrites(updatePrice),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

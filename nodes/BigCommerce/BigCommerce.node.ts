import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { accountOperations } from '../../core/accounts/check';
import { apiRequestOperations } from '../../core/operations/api-request';
import { orderOperations } from '../../core/operations/orders';
import { runNode } from '../../core/operations/run';
import { nodeProperties } from '../shared/node-properties';
import { bigCommerce } from './marketplace';
import { accounts } from './access/account-check';
import { getChannels, getStatuses } from './orders/list-options';
import { orderFilters, orders } from './orders/list';

export class BigCommerce implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BigCommerce',
		name: 'bigCommerce',
		icon: { light: 'file:bigCommerce.svg', dark: 'file:bigCommerce.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read the orders of a BigCommerce store and call any endpoint of its REST API',
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
		properties: nodeProperties({
			authentication: {
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'Access Token', value: 'accessToken' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
				default: 'accessToken',
				description: 'A store-level API account, or an app of your own',
			},
			filters: orderFilters,
			order: {
				orderIdPlaceholder: 'e.g. 118',
				orderIdDescription: 'Number of the order, as shown in the control panel',
				listHint: 'Orders come newest first, by their number',
				outputDefault: 'order',
			},
			examplePath: '/v3/catalog/products',
		}),
	};

	methods = { loadOptions: { getChannels, getStatuses } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, bigCommerce, {
			...orderOperations(orders),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

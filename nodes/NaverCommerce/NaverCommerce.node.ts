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
import { naver } from './marketplace';
import { accounts } from './access/account-check';
import { orderFilters, orders } from './orders/list';

export class NaverCommerce implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Naver Commerce',
		name: 'naverCommerce',
		icon: { light: 'file:naverCommerce.svg', dark: 'file:naverCommerce.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read the orders of a Naver Smart Store and call any endpoint of the Naver Commerce API',
		defaults: { name: 'Naver Commerce' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'naverCommerceApi', required: true }],
		properties: nodeProperties({
			filters: orderFilters,
			order: {
				orderIdPlaceholder: 'e.g. 2022051120592121',
				orderIdDescription:
					'Number of the order (주문번호), which holds one or more product orders',
				filtersHint: 'Without a date, lines changed in the last 7 days are read',
				listHint: 'Orders come oldest first, by the time by which you filter',
				outputDefault: 'order',
			},
			examplePath: '/v1/seller/channels',
		}),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, naver, {
			...orderOperations(orders),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

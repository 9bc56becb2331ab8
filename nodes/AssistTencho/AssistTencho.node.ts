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
import { nodeProperties, showFor } from '../shared/node-properties';
import { operationSubtitle } from '../shared/subtitle';
import { assistTencho } from './marketplace';
import { accounts, WARN_DAYS } from './access/account-check';
import { orderFilters, orders } from './orders/list';
import { searchParameters } from './orders/search-parameters';

const properties = nodeProperties({
	authentication: {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Access Token', value: 'accessToken' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
		default: 'oAuth2',
		description: 'Sign in with OAuth2, or enter an access token or authorization code',
	},
	warnDays: WARN_DAYS,
	filters: orderFilters,
	orderParameters: showFor({ operation: ['getAll'] }, searchParameters),
	order: {
		orderIdPlaceholder: 'e.g. 5',
		orderIdDescription: 'The serial_order_id of the order',
		limitHint: "In the order of the vendor's response",
		outputDefault: 'marketplace',
		inOnePiece: true,
	},
	examplePath: '/api/v1/orders.php',
});

export class AssistTencho implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Assist Tencho',
		name: 'assistTencho',
		icon: { light: 'file:assistTencho.svg', dark: 'file:assistTencho.dark.svg' },
		group: ['transform'],
		version: [1],
		subtitle: operationSubtitle(properties),
		description:
			'Search orders of an Assist Tencho (アシスト店長) or Rakuraku Repeat (楽楽リピート) shop and call its API',
		defaults: { name: 'Assist Tencho' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'assistTenchoApi',
				required: true,
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: 'assistTenchoOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, assistTencho, {
			...orderOperations(orders),
			...accountOperations(accounts),
			...apiRequestOperations,
		});
	}
}

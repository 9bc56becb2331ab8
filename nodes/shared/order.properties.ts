import type { INodeProperties } from 'n8n-workflow';

import type { Filters } from '../../core/node/filters';

const showForGet = { show: { operation: ['get'] } };
const showForGetMany = { show: { operation: ['getAll'] } };

/** What differs between the marketplaces in the common parameters. */
export interface OrderTexts {
	orderIdPlaceholder: string;
	orderIdDescription: string;
	/** Shown under the filters, where the API needs to know where to begin. */
	filtersHint?: string;
	outputDefault: 'order' | 'marketplace';
}

export const orderOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Get',
			value: 'get',
			description: 'Retrieve one order with its lines',
			action: 'Get order',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			description: 'Retrieve a list of orders with their lines',
			action: 'Get many orders',
		},
	],
	default: 'getAll',
};

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	displayOptions: showForGetMany,
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { operation: ['getAll'], returnAll: [false] } },
	default: 50,
	description: 'Max number of results to return',
};

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'As the Marketplace Sends It',
			value: 'marketplace',
			description: 'Untouched, with the field names of the marketplace',
		},
		{
			name: 'Order',
			value: 'order',
			description: 'One item an order, in the same form for every marketplace',
		},
		{
			name: 'Order Line',
			value: 'orderLine',
			description: 'One item a line, each with the fields of its order',
		},
	],
	default: 'order',
	description: 'What each item holds',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Include Raw Order',
			name: 'includeRaw',
			type: 'boolean',
			default: true,
			description: "Whether to add the marketplace's own object to each order, as 'raw'",
		},
		{
			displayName: 'Keep What Was Read',
			name: 'partialResults',
			type: 'boolean',
			default: false,
			description:
				'Whether to return the orders read so far, with a notice as the last item, when the list cannot be read to its end',
		},
		{
			displayName: 'Maximum Wait (Seconds)',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description: 'Longest time to wait for the quota of the marketplace before a request',
		},
		{
			displayName: 'Timeout (Milliseconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60000,
			description: 'Longest time to wait for one answer of the marketplace',
		},
	],
};

export function orderProperties(
	texts: OrderTexts,
	filters: Filters,
	further: INodeProperties[],
): INodeProperties[] {
	return [
		{
			displayName: 'Order ID',
			name: 'orderId',
			type: 'string',
			required: true,
			displayOptions: showForGet,
			default: '',
			placeholder: texts.orderIdPlaceholder,
			description: texts.orderIdDescription,
		},
		returnAll,
		limit,
		...further,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			displayOptions: showForGetMany,
			default: {},
			options: filters.map(({ property }) => property),
			...(texts.filtersHint === undefined ? {} : { hint: texts.filtersHint }),
		},
		{ ...output, default: texts.outputDefault },
		options,
	];
}

import type { INodeProperties } from 'n8n-workflow';
import { listProperties } from './list-properties';
import { timeOptions } from './time-options';

/** The resource _Carrier_: whom a parcel can be given to, by the marketplace's codes. */
export const carrierProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Retrieve the carriers that this marketplace knows, with their codes',
				action: 'Get many carriers',
			},
		],
		default: 'getAll',
	},
	...listProperties({ operation: ['getAll'] }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: timeOptions,
	},
];

import type { INodeProperties } from 'n8n-workflow';

/** Options of Get Many that only Amazon has. */
export const reportOptions: INodeProperties[] = [
	{
		displayName: 'Maximum Report Wait (Seconds)',
		name: 'reportWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/operation': ['getAll'] } },
		default: 1800,
		description: 'Longest time to wait for one report and for the quota of its requests',
	},
	{
		displayName: 'Read Through',
		name: 'readThrough',
		type: 'options',
		displayOptions: { show: { '/operation': ['getAll'] } },
		options: [
			{
				name: 'Automatically',
				value: 'auto',
				description: 'The Orders API while its quota lasts, then reports for the rest',
			},
			{
				name: 'Orders API',
				value: 'ordersApi',
				description: 'All details, but 100 orders in 3 minutes once the first 2000 were read',
			},
			{
				name: 'Reports',
				value: 'report',
				description: 'Any number of orders in some minutes, without personal data and order totals',
			},
		],
		default: 'auto',
		description: 'Where the orders come from',
	},
];

import type { INodeProperties } from 'n8n-workflow';

/** Options of Get Many that only Amazon has. */
export const reportOptions: INodeProperties[] = [
	{
		displayName: 'Maximum Report Wait (Seconds)',
		name: 'reportWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/operation': ['getAll'] }, hide: { readThrough: ['ordersApi'] } },
		default: 1800,
		description: 'How long to wait for one report, including rate limits',
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
				description: 'The Orders API within its rate limit, then reports for the rest',
			},
			{
				name: 'Orders API',
				value: 'ordersApi',
				description: 'All details, but after the first 2000 orders only 100 per 3 minutes',
			},
			{
				name: 'Reports',
				value: 'report',
				description: 'Any number of orders within minutes, without personal data and order totals',
			},
		],
		default: 'auto',
		description: 'Where to read the orders from',
	},
];

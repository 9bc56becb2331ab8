import type { INodeProperties } from 'n8n-workflow';

/** How long a request may take; in every collection of options. */
export const timeOptions: INodeProperties[] = [
	{
		displayName: 'Maximum Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description: 'How long a request may wait in total, for rate limits and between retries',
	},
	{
		displayName: 'Timeout (Milliseconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60000,
		description: 'How long to wait for a complete response before the request fails',
	},
];

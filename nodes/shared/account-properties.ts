import type { INodeProperties } from 'n8n-workflow';

export const accountOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Check',
			value: 'check',
			description: 'Show the account, its permissions and expiry dates',
			action: 'Check account',
		},
	],
	default: 'check',
};

const options = (warnDays: number): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Maximum Wait (Seconds)',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description: 'Longest total time that a request may wait for the quota and between retries',
		},
		{
			displayName: 'Timeout (Milliseconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60000,
			description: 'Longest time for one response, from the request to its last byte',
		},
		{
			displayName: 'Warn Days Ahead',
			name: 'warnDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: warnDays,
			description: 'How many days before an expiry date the warnings begin',
		},
	],
});

export function accountProperties(warnDays: number): INodeProperties[] {
	return [options(warnDays)];
}

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
			description: 'Tell whose credential it is, what it may do, and what ends when',
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
			description:
				'Longest time that a request may wait in all, for the quota of the marketplace and between two tries',
		},
		{
			displayName: 'Timeout (Milliseconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60000,
			description:
				'Longest time for one answer of the marketplace, from the request to its last byte',
		},
		{
			displayName: 'Warn Days Ahead',
			name: 'warnDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: warnDays,
			description: 'How many days before something ends the warnings name it',
		},
	],
});

/** When a client secret was made, which no API tells. */
export const clientSecretCreatedAt: INodeProperties = {
	displayName: 'Client Secret Created At',
	name: 'clientSecretCreatedAt',
	type: 'dateTime',
	default: '',
	description:
		'The day on which the client secret was made or last rotated; it ends 180 days later',
};

/** When the seller last gave consent, which no API tells. */
export function authorizedAt(description: string): INodeProperties {
	return {
		displayName: 'Authorized At',
		name: 'authorizedAt',
		type: 'dateTime',
		default: '',
		description,
	};
}

/** `further`: what only the user knows. */
export function accountProperties(further: INodeProperties[], warnDays: number): INodeProperties[] {
	return [...further, options(warnDays)];
}

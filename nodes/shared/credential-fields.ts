import type { INodeProperties } from 'n8n-workflow';

/** The user's own name for the account, in every credential type. */
export const accountLabel: INodeProperties = {
	displayName: 'Account Label',
	name: 'accountLabel',
	type: 'string',
	default: '',
	placeholder: 'e.g. My Shop DE',
	description:
		'Your own name for this account. Orders and errors show it where the marketplace does not return the account.',
};

/** When a client secret was made, which no API returns. */
export const clientSecretCreatedAt: INodeProperties = {
	displayName: 'Client Secret Created At',
	name: 'clientSecretCreatedAt',
	type: 'dateTime',
	default: '',
	description:
		'The day on which the client secret was created or last rotated. With it, Account > Check warns before the secret expires.',
};

/** When the seller last gave consent, which no API returns. */
export function authorizedAt(description: string): INodeProperties {
	return {
		displayName: 'Authorized At',
		name: 'authorizedAt',
		type: 'dateTime',
		default: '',
		description,
	};
}

/**
 * A notice above 'Client ID' in a credential with a Connect button. The fields that such a credential inherits come
 * before its own; it takes the place of one that n8n never shows.
 */
export function noticeAboveClientId(displayName: string): INodeProperties {
	return { displayName, name: 'serverUrl', type: 'notice', default: '' };
}

/**
 * n8n 2.x would try to refresh a token after a 401, although there is no refresh token, and show only that.
 */
export const neverRefreshed: INodeProperties = {
	displayName: 'Token Expired Status Code',
	name: 'tokenExpiredStatusCode',
	type: 'hidden',
	default: 0,
};

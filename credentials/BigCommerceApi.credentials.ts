import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { exchangeCode } from '../nodes/BigCommerce/access/pasted-code';
import { STORE_URL } from '../nodes/BigCommerce/access/store-hash';

const showForToken = { show: { method: ['accessToken'] } };
const showForCode = { show: { method: ['authorizationCode'] } };
const showForCustom = { show: { environment: ['custom'] } };

export class BigCommerceApi implements ICredentialType {
	name = 'bigCommerceApi';

	displayName = 'BigCommerce API';

	icon: Icon = {
		light: 'file:../nodes/BigCommerce/bigCommerce.svg',
		dark: 'file:../nodes/BigCommerce/bigCommerce.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/bigcommerce.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Custom', value: 'custom' },
				{ name: 'Production', value: 'production' },
			],
			default: 'production',
		},
		{
			displayName: 'Authorization Base URL',
			name: 'authBaseUrl',
			type: 'string',
			displayOptions: { show: { environment: ['custom'], method: ['authorizationCode'] } },
			default: '',
			placeholder: 'e.g. https://login.bigcommerce.com',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: showForCustom,
			default: '',
			placeholder: 'e.g. https://api.bigcommerce.com',
		},
		{
			displayName: 'Store Hash',
			name: 'storeHash',
			type: 'string',
			// Not required: n8n 1 would refuse the credential of an app, which belongs to no store.
			default: '',
			placeholder: 'e.g. abc123',
			description:
				'The part after store- in the address of the control panel, or the whole address. Only the credential of an app for the Marketplace Authorization Trigger may do without.',
		},
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [
				{
					name: 'Access Token',
					value: 'accessToken',
					description: 'Of a store-level API account: Settings > Store-level API accounts',
				},
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'Of an app of your own, from a browser elsewhere',
				},
			],
			default: 'accessToken',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForToken,
			default: '',
			description: 'Shown once, when the API account is created',
		},
		{
			displayName:
				"Fill in the fields below, leave Authorization Code empty and save. The message under 'More details' then holds the link to open in any browser; when the owner of the store has allowed the access there, paste the address at which the browser arrives and save again.",
			name: 'codeNotice',
			type: 'notice',
			displayOptions: showForCode,
			default: '',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			displayOptions: showForCode,
			default: '',
			description: "Of the app in BigCommerce's developer portal",
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Of the app or API account. With an access token, only webhooks need it.',
		},
		{
			displayName: 'Permissions',
			name: 'permissions',
			type: 'string',
			displayOptions: showForCode,
			default: 'store_v2_orders_read_only store_v2_information_read_only',
			description: 'Scopes of the app, separated by blanks',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			displayOptions: showForCode,
			default: '',
			placeholder: 'e.g. https://example.com/auth',
			description: 'The auth callback URL of the app, exactly as registered',
		},
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForCode,
			default: '',
			description: 'The code, or the whole address to which the browser was sent back',
			hint: 'It works once, and only for a short time: paste it and save at once',
		},
		// Written by the exchange of the code; n8n asks for it whenever it is empty.
		{
			displayName: 'Exchanged Token',
			name: 'exchangedToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Exchanged Code', name: 'exchangedCode', type: 'hidden', default: '' },
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await exchangeCode(this, credentials);
	}

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'X-Auth-Token':
					'={{ ($credentials.method === "authorizationCode" ? $credentials.exchangedToken : $credentials.accessToken).trim() }}',
				Accept: 'application/json',
			},
		},
	};

	// Hooks need no scope: this tells whether token and store belong together, whatever else is allowed.
	test: ICredentialTestRequest = {
		request: {
			baseURL: STORE_URL,
			url: '/v3/hooks',
			disableFollowRedirect: true,
			qs: { limit: 1 },
			headers: { Accept: 'application/json' },
		},
	};
}

import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { authenticate, preAuthenticate, TEST_MARK } from '../core/accounts/credential-test';
import { bigCommerceTest } from '../nodes/BigCommerce/access/credential-test';
import { exchangeCode } from '../nodes/BigCommerce/access/pasted-code';
import { STORE_URL } from '../nodes/BigCommerce/access/store-hash';
import { accountLabel } from '../nodes/shared/credential-fields';

const showForToken = { show: { method: ['accessToken'] } };
const showForCode = { show: { method: ['authorizationCode'] } };
const showForApp = { show: { method: ['authorizationCode', 'app'] } };
const hideForApp = { hide: { method: ['app'] } };
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
			// Not required: n8n's public API would ask for it with an access token, too.
			displayOptions: { show: { ...showForCustom.show, ...showForApp.show } },
			default: '',
			placeholder: 'e.g. https://login.bigcommerce.com',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: { ...showForCustom, ...hideForApp },
			required: true,
			default: '',
			placeholder: 'e.g. https://api.bigcommerce.com',
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
					name: 'App Only',
					value: 'app',
					description: 'Without a store, for the Marketplace Authorization Trigger',
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
			displayName: 'Store Hash',
			name: 'storeHash',
			type: 'string',
			displayOptions: hideForApp,
			required: true,
			default: '',
			placeholder: 'e.g. abc123',
			description:
				'The part after store- in the address of the control panel, or the whole address',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForToken,
			required: true,
			default: '',
			description: 'Shown once, when the API account is created',
		},
		{
			displayName:
				"Fill in the fields below, leave Authorization Code empty and save. Then open the link under 'More details' in any browser and allow access as the owner of the store. Paste the address at which the browser arrives into Authorization Code, and save again.",
			name: 'codeNotice',
			type: 'notice',
			displayOptions: showForCode,
			default: '',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			displayOptions: showForApp,
			required: true,
			default: '',
			description: "Of the app in BigCommerce's developer portal",
		},
		// One field for all methods, and not required: n8n's public API takes what is shown for a method as required
		// for it, and refuses it for any other.
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
			required: true,
			default: 'store_v2_orders store_v2_information_read_only',
			description: 'Scopes of the app, separated by spaces',
			hint: 'To read orders only, store_v2_orders_read_only is enough instead of store_v2_orders',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			displayOptions: showForCode,
			required: true,
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
		{ ...accountLabel, displayOptions: hideForApp },
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
		const exchange = async () => await exchangeCode(this, credentials);
		return await preAuthenticate(this, credentials, bigCommerceTest, exchange);
	}

	authenticate: IAuthenticate = async (credentials, options) =>
		await authenticate(bigCommerceTest, credentials, options);

	test: ICredentialTestRequest = {
		request: {
			baseURL: STORE_URL,
			url: bigCommerceTest.path,
			disableFollowRedirect: true,
			qs: { ...bigCommerceTest.query },
			headers: { ...TEST_MARK, Accept: 'application/json' },
		},
	};
}

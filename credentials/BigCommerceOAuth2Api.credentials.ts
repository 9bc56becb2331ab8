import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { testRules } from '../core/accounts/credential-test';
import { addressField, hostExpression } from '../core/request/address';
import { bigCommerceOAuth2Test } from '../nodes/BigCommerce/access/credential-test';
import { STORE_URL, storeHashExpression } from '../nodes/BigCommerce/access/store-hash';
import {
	accountLabel,
	neverRefreshed,
	noticeAboveClientId,
} from '../nodes/shared/credential-fields';

const showForCustom = { show: { environment: ['custom'] } };

const AUTH_HOST = hostExpression('$self', 'authBaseUrl', {
	production: 'https://login.bigcommerce.com',
});

const STORE_HASH = storeHashExpression('$self["storeHash"]');

/** As people write lists. */
const SCOPES = '$self["permissions"].trim().split(/[\\s,]+/).join(" ")';

/** One sign-in page serves all stores, so what is wrong with the hash has to be found before. */
function loginField(path: string): string {
	const host = `(${STORE_HASH} ? ${AUTH_HOST} : "store-hash-is-not-a-valid-store-hash:")`;
	return addressField(host, path, 'authorization-base-url-is-not-a-valid-address');
}

export class BigCommerceOAuth2Api implements ICredentialType {
	name = 'bigCommerceOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'BigCommerce OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/BigCommerce/bigCommerce.svg',
		dark: 'file:../nodes/BigCommerce/bigCommerce.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/bigcommerce.md';

	properties: INodeProperties[] = [
		noticeAboveClientId(
			'For an app of your own, which you install with the Connect button. Create it at <a href="https://devtools.bigcommerce.com" target="_blank">devtools.bigcommerce.com</a>, with the redirect URL shown above as auth callback URL. It shows you Client ID and Client Secret.',
		),
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
			displayOptions: showForCustom,
			required: true,
			default: '',
			placeholder: 'e.g. https://login.bigcommerce.com',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: showForCustom,
			required: true,
			default: '',
			placeholder: 'e.g. https://api.bigcommerce.com',
		},
		{
			displayName: 'Store Hash',
			name: 'storeHash',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. abc123',
			description:
				'The part after store- in the address of the control panel, or the whole address',
		},
		{
			displayName: 'Permissions',
			name: 'permissions',
			type: 'string',
			required: true,
			default: 'store_v2_orders store_v2_information_read_only',
			description: 'Scopes separated by spaces, exactly as in the settings of the app',
			hint: 'To read orders only, store_v2_orders_read_only is enough instead of store_v2_orders',
		},
		accountLabel,
		{
			displayName:
				"n8n's HTTP Request node cannot send BigCommerce's token header with this credential. Use the BigCommerce node, or the credential 'BigCommerce API'.",
			name: 'headerNotice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: loginField('/oauth2/authorize'),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: loginField('/oauth2/token'),
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: `={{ ${SCOPES} }}` },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: `=context=stores/{{ ${STORE_HASH} }}`,
		},
		// Without both, the token comes with no scope at all. See https://github.com/NangoHQ/nango/issues/7026.
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: `={{ JSON.stringify({ context: "stores/" + ${STORE_HASH}, scope: ${SCOPES} }) }}`,
		},
		// The token endpoint reads client id and secret from the body only.
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		neverRefreshed,
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: STORE_URL,
			url: bigCommerceOAuth2Test.path,
			disableFollowRedirect: true,
			qs: { ...bigCommerceOAuth2Test.query },
			headers: {
				Accept: 'application/json',
				'X-Auth-Token': '={{ $credentials.oauthTokenData.access_token }}',
			},
		},
		rules: testRules(bigCommerceOAuth2Test),
	};
}

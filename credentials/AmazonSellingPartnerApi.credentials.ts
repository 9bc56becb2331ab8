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
import { baseUrlExpression } from '../core/request/address';
import { draftApp, SELLER_CENTRALS } from '../nodes/AmazonSellingPartner/access/consent';
import { amazonTest } from '../nodes/AmazonSellingPartner/access/credential-test';
import { renewToken } from '../nodes/AmazonSellingPartner/access/tokens';
import { USER_AGENT } from '../nodes/AmazonSellingPartner/marketplace';
import {
	accountLabel,
	authorizedAt,
	clientSecretCreatedAt,
} from '../nodes/shared/credential-fields';

const showForCustom = { show: { environment: ['custom'] } };
const showForToken = { show: { method: ['refreshToken'] } };
const showForCode = { show: { method: ['authorizationCode'] } };
// Not `show`: n8n's public API would refuse the field for all methods but the first.
const hideForApp = { hide: { method: ['app'] } };

/** The API host, as an expression that n8n evaluates for the test. */
const apiHost = `$credentials.environment === "custom" ? ${baseUrlExpression('$credentials.apiBaseUrl')} : "https://" + ($credentials.environment === "sandbox" ? "sandbox." : "") + "sellingpartnerapi-" + $credentials.region + ".amazon.com"`;

export class AmazonSellingPartnerApi implements ICredentialType {
	name = 'amazonSellingPartnerApi';

	displayName = 'Amazon Selling Partner API';

	icon: Icon = {
		light: 'file:../nodes/AmazonSellingPartner/amazonSellingPartner.svg',
		dark: 'file:../nodes/AmazonSellingPartner/amazonSellingPartner.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/amazon.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Custom', value: 'custom' },
				{ name: 'Production', value: 'production' },
				{ name: 'Sandbox', value: 'sandbox' },
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
			placeholder: 'e.g. https://api.amazon.com',
			description: 'Host of Login with Amazon',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: { ...showForCustom, ...hideForApp },
			required: true,
			default: '',
			placeholder: 'e.g. https://sellingpartnerapi-eu.amazon.com',
			description: 'Host of the Selling Partner API',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{
					name: 'Europe',
					value: 'eu',
					description: 'With the Middle East, Egypt, South Africa, Turkey and India',
				},
				{ name: 'Far East', value: 'fe', description: 'Australia, Japan and Singapore' },
				{ name: 'North America', value: 'na', description: 'With Mexico and Brazil' },
			],
			required: true,
			// None is likelier than the others, and a wrong one looks like a missing role.
			default: '',
			description: 'Where the seller account is. A refresh token belongs to one region.',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. amzn1.application-oa2-client.0123456789abcdef',
			description: 'LWA credentials of the app, in Solution Provider Portal or Seller Central',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'It expires after 180 days: rotate it in time and enter the new one here',
		},
		clientSecretCreatedAt,
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [
				{
					name: 'App Only',
					value: 'app',
					description: 'Without an account, for the Marketplace Authorization Trigger',
				},
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'From a browser in which the seller has given consent',
				},
				{
					name: 'Refresh Token',
					value: 'refreshToken',
					description: "Of an app of your own: 'Authorize app' in Seller Central shows it once",
				},
			],
			default: 'refreshToken',
		},
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForToken,
			required: true,
			default: '',
			placeholder: 'e.g. Atzr|IQEBL…',
			description:
				"Shown once, after 'Authorize app' in the app's menu. Each seller account and region has its own.",
		},
		{
			displayName:
				"For an app of your own, the refresh token is simpler: 'Authorize' in Seller Central shows it. Otherwise fill in the fields below, leave Authorization Code empty and save. Then open the link under 'More details' in any browser and allow access. Paste the address at which the browser arrives into Authorization Code, and save again.",
			name: 'codeNotice',
			type: 'notice',
			displayOptions: showForCode,
			default: '',
		},
		{
			displayName: 'Application ID',
			name: 'applicationId',
			type: 'string',
			displayOptions: showForCode,
			default: '',
			placeholder: 'e.g. amzn1.sp.solution.01234567-89ab-cdef-0123-456789abcdef',
			description:
				'App ID in Solution Provider Portal or Seller Central (not the client ID). Needed for the link to a code.',
		},
		draftApp(showForCode),
		{
			displayName: 'Seller Central',
			name: 'sellerCentral',
			type: 'options',
			displayOptions: {
				show: { method: ['authorizationCode'] },
				hide: { environment: ['custom'] },
			},
			options: SELLER_CENTRALS,
			default: '',
			description: 'Where the seller signs in',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			displayOptions: showForCode,
			default: '',
			placeholder: 'e.g. https://example.com/amazon',
			description:
				'Where Amazon sends the browser back. Enter one that is registered with the app, or leave it empty for the first of them.',
		},
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForCode,
			default: '',
			description:
				'The spapi_oauth_code, or the whole address to which Amazon sent the browser back',
			hint: 'It works once and for five minutes: paste it and save at once',
		},
		{
			...authorizedAt(
				'Only for public apps: the day on which the seller last authorized the app. With it, Account > Check warns before the authorization expires.',
			),
			displayOptions: hideForApp,
		},
		{
			displayName: 'Seller ID',
			name: 'sellerId',
			type: 'string',
			displayOptions: hideForApp,
			default: '',
			placeholder: 'e.g. A2EXAMPLE1MERCH',
			description:
				'Only for listings, stock and prices: the Merchant Token, in Seller Central under Settings > Account Info',
		},
		{ ...accountLabel, displayOptions: hideForApp },
		// Written by the renewal; n8n asks for a new token whenever it is empty.
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Access Token Expires At',
			name: 'accessTokenExpiresAt',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{ displayName: 'Issued For', name: 'issuedFor', type: 'hidden', default: '' },
		{ displayName: 'Exchanged Code', name: 'exchangedCode', type: 'hidden', default: '' },
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const renew = async () => await renewToken(this, credentials);
		return await preAuthenticate(this, credentials, amazonTest, renew);
	}

	authenticate: IAuthenticate = async (credentials, options) =>
		await authenticate(amazonTest, credentials, options);

	// n8n renews the token first, which proves app and refresh token.
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${apiHost} }}`,
			url: amazonTest.path,
			disableFollowRedirect: true,
			headers: {
				...TEST_MARK,
				Accept: 'application/json',
				'User-Agent': USER_AGENT,
				'X-Amz-Date': '={{ new Date().toISOString().replace(/[-:]|\\.\\d+/g, "") }}',
			},
		},
	};
}

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
import { hostExpression } from '../core/request/address';
import { API } from '../nodes/NaverCommerce/access/connection';
import { naverTest } from '../nodes/NaverCommerce/access/credential-test';
import { renewNaverToken } from '../nodes/NaverCommerce/access/tokens';
import { accountLabel } from '../nodes/shared/credential-fields';

const showForCustom = { show: { environment: ['custom'] } };
const showForSeller = { show: { accountType: ['SELLER'] } };

export class NaverCommerceApi implements ICredentialType {
	name = 'naverCommerceApi';

	displayName = 'Naver Commerce API';

	icon: Icon = {
		light: 'file:../nodes/NaverCommerce/naverCommerce.svg',
		dark: 'file:../nodes/NaverCommerce/naverCommerce.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/naver.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Get Client ID and Client Secret at <a href="https://apicenter.commerce.naver.com" target="_blank">apicenter.commerce.naver.com</a> (커머스API센터) > application. Register the outbound IP address of this n8n there, under API호출 IP: Naver answers no other server. The keys are for your own use.',
			name: 'ipNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Custom', value: 'custom', description: 'A gateway, or the host for API agencies' },
				{ name: 'Production', value: 'production' },
			],
			default: 'production',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: showForCustom,
			required: true,
			default: '',
			placeholder: 'e.g. https://api.commerce.naver.com/partner',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 7dMvteboKNHwyRremLXXXX',
			description: 'Application ID (애플리케이션 ID)',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Application secret (애플리케이션 시크릿), complete, starting with $2a$04$',
		},
		{
			displayName: 'Account Type',
			name: 'accountType',
			type: 'options',
			options: [
				{ name: 'Own Store (SELF)', value: 'SELF' },
				{
					name: 'Another Seller (SELLER)',
					value: 'SELLER',
					description: 'For solutions and agencies',
				},
			],
			default: 'SELF',
		},
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			required: true,
			displayOptions: showForSeller,
			default: '',
			placeholder: 'e.g. ncp_2sRZTWJVbDtHPoz9OXXXX',
			description: 'Seller ID or UID of the account',
		},
		accountLabel,
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Expires At', name: 'expiresAt', type: 'hidden', default: '' },
		{ displayName: 'Issued For', name: 'issuedFor', type: 'hidden', default: '' },
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const renew = async () => await renewNaverToken(this, credentials);
		return await preAuthenticate(this, credentials, naverTest, renew);
	}

	authenticate: IAuthenticate = async (credentials, options) =>
		await authenticate(naverTest, credentials, options);

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${hostExpression('$credentials', 'apiBaseUrl', { production: API })} }}`,
			url: naverTest.path,
			disableFollowRedirect: true,
			headers: { ...TEST_MARK, Accept: 'application/json' },
		},
	};
}

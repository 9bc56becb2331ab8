import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { testRules } from '../core/accounts/credential-test';
import { addressField } from '../core/request/address';
import { assistTenchoAuthorizedAt } from '../nodes/AssistTencho/access/authorized-at';
import { shopUrlExpression } from '../nodes/AssistTencho/access/connection';
import { assistTenchoOAuth2Test } from '../nodes/AssistTencho/access/credential-test';
import {
	accountLabel,
	neverRefreshed,
	noticeAboveClientId,
} from '../nodes/shared/credential-fields';

const shop = shopUrlExpression('$self["baseUrl"]');

const COMPLAINT = 'base-url-is-not-a-valid-address';

export class AssistTenchoOAuth2Api implements ICredentialType {
	name = 'assistTenchoOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Assist Tencho OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/AssistTencho/assistTencho.svg',
		dark: 'file:../nodes/AssistTencho/assistTencho.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/assist-tencho.md';

	properties: INodeProperties[] = [
		noticeAboveClientId(
			'Register this n8n under 環境設定 > 外部アプリ連携, with the redirect URL shown above as リダイレクトURL. Client ID is クライアントID, Client Secret is シークレットID. The vendor gives no refresh token: when access ends, connect again. On n8n 1.x, if connecting fails with an unsupported content type, use the credential "Assist Tencho API".',
		),
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://asp001.assist-tencho.com/shop',
			description: 'Address of your admin screen, with its path, without the page name',
		},
		assistTenchoAuthorizedAt,
		accountLabel,
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: addressField(shop, '/api/oauth/authorize.php', COMPLAINT),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: addressField(shop, '/api/oauth/token.php', COMPLAINT),
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: 'read_sales' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		// The vendor exchanges the code under another grant's name. See https://assist-tencho.com/faq/?p=7475.
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: '{"grant_type":"client_credentials"}',
		},
		neverRefreshed,
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${shopUrlExpression('$credentials.baseUrl')} }}`,
			url: assistTenchoOAuth2Test.path,
			disableFollowRedirect: true,
			qs: { ...assistTenchoOAuth2Test.query },
			headers: { Accept: 'application/json' },
		},
		rules: testRules(assistTenchoOAuth2Test),
	};
}

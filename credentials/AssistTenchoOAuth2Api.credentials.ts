import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { addressField } from '../core/request/address';
import { shopUrlExpression } from '../nodes/AssistTencho/access/connection';

const shop = shopUrlExpression('$self["baseUrl"]');

const COMPLAINT = 'base-url-is-no-address';

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
		{
			displayName:
				'Register this n8n under 環境設定 > 外部アプリ連携, with the redirect URL shown above as リダイレクトURL. The vendor gives no refresh token: when the access ends, connect again. On n8n 1.x, if connecting fails with an unsupported content type, use the credential "Assist Tencho API".',
			name: 'setupNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://asp001.assist-tencho.com/shop',
			description: 'Address of your admin screen, with its path, without the page name',
		},
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
	];

	// A search for one order costs little and says whether the token is accepted.
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${shopUrlExpression('$credentials.baseUrl')} }}`,
			url: '/api/v1/orders.php',
			disableFollowRedirect: true,
			qs: { serial_order_id: 1 },
			headers: { Accept: 'application/json' },
		},
	};
}

import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { shopUrlExpression } from '../nodes/AssistTencho/access/connection';
import { exchangeCode } from '../nodes/AssistTencho/access/pasted-code';

const showForToken = { show: { method: ['accessToken'] } };
const showForCode = { show: { method: ['authorizationCode'] } };

export class AssistTenchoApi implements ICredentialType {
	name = 'assistTenchoApi';

	displayName = 'Assist Tencho API';

	icon: Icon = {
		light: 'file:../nodes/AssistTencho/assistTencho.svg',
		dark: 'file:../nodes/AssistTencho/assistTencho.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/assist-tencho.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://asp001.assist-tencho.com/shop',
			description: 'Address of your admin screen, with its path, without the page name',
		},
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [
				{
					name: 'Access Token',
					value: 'accessToken',
					description: 'A token that was issued elsewhere',
				},
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'A code from a browser elsewhere',
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
		},
		{
			displayName:
				"Fill in the fields below, leave Authorization Code empty and save. The message under 'More details' then holds the link to open in any browser; when the administrator has allowed the access there, paste the address at which the browser arrives and save again.",
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
			description: 'クライアントID, from 環境設定 > 外部アプリ連携',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForCode,
			default: '',
			description: 'シークレットID, from 環境設定 > 外部アプリ連携',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			displayOptions: showForCode,
			default: '',
			placeholder: 'e.g. https://example.com/callback',
			description: 'リダイレクトURL, exactly as registered',
		},
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForCode,
			default: '',
			description: 'The code, or the whole address to which the browser was sent back',
			hint: 'It works once: paste it and save at once',
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
				Authorization:
					'=Bearer {{ ($credentials.method === "authorizationCode" ? $credentials.exchangedToken : $credentials.accessToken).trim() }}',
			},
		},
	};

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

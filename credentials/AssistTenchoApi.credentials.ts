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
import { shopUrlExpression } from '../nodes/AssistTencho/access/connection';
import { assistTenchoTest } from '../nodes/AssistTencho/access/credential-test';
import { exchangeCode } from '../nodes/AssistTencho/access/pasted-code';
import { assistTenchoAuthorizedAt } from '../nodes/AssistTencho/access/authorized-at';
import { accountLabel } from '../nodes/shared/credential-fields';

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
			required: true,
			default: '',
		},
		{
			displayName:
				"Fill in the fields below, leave Authorization Code empty and save. Then open the link under 'More details' in any browser and allow access as an administrator. Paste the address at which the browser arrives into Authorization Code, and save again.",
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
			required: true,
			default: '',
			description: 'クライアントID, from 環境設定 > 外部アプリ連携',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: showForCode,
			required: true,
			default: '',
			description: 'シークレットID, from 環境設定 > 外部アプリ連携',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			displayOptions: showForCode,
			required: true,
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
		assistTenchoAuthorizedAt,
		accountLabel,
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
		return await preAuthenticate(this, credentials, assistTenchoTest, exchange);
	}

	authenticate: IAuthenticate = async (credentials, options) =>
		await authenticate(assistTenchoTest, credentials, options);

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${shopUrlExpression('$credentials.baseUrl')} }}`,
			url: assistTenchoTest.path,
			disableFollowRedirect: true,
			qs: { ...assistTenchoTest.query },
			headers: { ...TEST_MARK, Accept: 'application/json' },
		},
	};
}

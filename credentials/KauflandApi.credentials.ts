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
import { API } from '../nodes/Kaufland/access/connection';
import { kauflandTest } from '../nodes/Kaufland/access/credential-test';
import { accountLabel } from '../nodes/shared/credential-fields';

export class KauflandApi implements ICredentialType {
	name = 'kauflandApi';

	displayName = 'Kaufland API';

	icon: Icon = {
		light: 'file:../nodes/Kaufland/kaufland.svg',
		dark: 'file:../nodes/Kaufland/kaufland.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/kaufland.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Make the keys in the seller portal: <a href="https://sellerportal.kaufland.de/settings/api" target="_blank">sellerportal.kaufland.de/settings/api</a>. Kaufland shows them once. One pair of keys is enough for all countries.',
			name: 'keysNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Custom', value: 'custom', description: 'A gateway or a proxy' },
				{ name: 'Production', value: 'production' },
				{
					name: 'Sandbox',
					value: 'sandbox',
					description: "Kaufland's playground: the same keys, after Kaufland has enabled it",
				},
			],
			default: 'production',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: { show: { environment: ['custom'] } },
			required: true,
			default: '',
			placeholder: 'e.g. https://sellerapi.kaufland.com/v2',
		},
		{
			displayName: 'Client Key',
			name: 'clientKey',
			type: 'string',
			required: true,
			default: '',
			description: '32 characters, the shorter of the two keys',
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: '64 characters, made together with the client key',
		},
		accountLabel,
		// There is no token. n8n calls `preAuthentication` because this is empty, and so gives the test a means to send.
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await preAuthenticate(this, credentials, kauflandTest, async () => ({}));
	}

	authenticate: IAuthenticate = async (credentials, options) =>
		await authenticate(kauflandTest, credentials, options);

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${hostExpression('$credentials', 'apiBaseUrl', API)} }}`,
			url: kauflandTest.path,
			disableFollowRedirect: true,
			headers: { ...TEST_MARK, Accept: 'application/json' },
		},
	};
}

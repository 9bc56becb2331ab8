import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { addressField, hostExpression } from '../core/request/address';
import { testRules } from '../core/accounts/credential-test';
import { API_HOSTS } from '../nodes/Allegro/access/connection';
import { allegroTest } from '../nodes/Allegro/access/credential-test';
import { accountLabel, noticeAboveClientId } from '../nodes/shared/credential-fields';

const showForCustom = { show: { environment: ['custom'] } };

const AUTH_HOST = hostExpression('$self', 'authBaseUrl', {
	production: 'https://allegro.pl',
	sandbox: 'https://allegro.pl.allegrosandbox.pl',
});

const API_HOST = hostExpression('$credentials', 'apiBaseUrl', API_HOSTS);

/** As `userAgent` writes it; without a version of its own the test stays the same for every release. */
const USER_AGENT =
	'={{ $credentials.applicationName.trim().replace(/ł/g, "l").replace(/Ł/g, "L").normalize("NFD").replace(/[^\\x20-\\x7e]/g, "").replace(/\\s+/g, "-") + "/1.0 (+" + $credentials.applicationUrl.trim().replace(/[^\\x21-\\x7e]+/g, (letters) => encodeURIComponent(letters)) + ")" }}';

export class AllegroOAuth2Api implements ICredentialType {
	name = 'allegroOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Allegro OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Allegro/allegro.svg',
		dark: 'file:../nodes/Allegro/allegro.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/docs/allegro.md';

	properties: INodeProperties[] = [
		noticeAboveClientId(
			'Register an application at <a href="https://apps.developer.allegro.pl" target="_blank">apps.developer.allegro.pl</a> as an app with access to a browser, with the redirect URL shown above. It shows you Client ID and Client Secret. Each seller needs an application of their own: Allegro forbids sharing keys.',
		),
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
			placeholder: 'e.g. https://allegro.pl',
			description: 'Host of the login and token pages',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: showForCustom,
			required: true,
			default: '',
			placeholder: 'e.g. https://api.allegro.pl',
			description: 'Host of the REST API',
		},
		{
			displayName: 'Application Name',
			name: 'applicationName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. My Shop Orders',
			description:
				'The name under which the application is registered. Allegro compares it with the User-Agent of every request.',
		},
		{
			displayName: 'Application URL',
			name: 'applicationUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/my-shop-orders',
			description:
				'A public page about the application. It is part of the User-Agent that Allegro requires.',
		},
		accountLabel,
		// n8n sends its own User-Agent there, and a credential for OAuth2 cannot add headers.
		{
			displayName:
				"Only for n8n's HTTP Request node: add two headers yourself, User-Agent with name and URL, e.g. My-Shop-Orders/1.0 (+https://example.com/my-shop-orders), and Accept: application/vnd.allegro.public.v1+json. The Allegro node sends them itself.",
			name: 'headersNotice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: addressField(
				AUTH_HOST,
				'/auth/oauth/authorize',
				'authorization-base-url-is-not-a-valid-address',
			),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: addressField(
				AUTH_HOST,
				'/auth/oauth/token',
				'authorization-base-url-is-not-a-valid-address',
			),
		},
		// Without a scope, Allegro grants what is ticked in the application.
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		// Shows which account is about to be connected; sellers often have several.
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: 'prompt=confirm',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${API_HOST} }}`,
			url: allegroTest.path,
			disableFollowRedirect: true,
			headers: {
				Accept: 'application/vnd.allegro.public.v1+json',
				'User-Agent': USER_AGENT,
			},
		},
		rules: testRules(allegroTest),
	};
}

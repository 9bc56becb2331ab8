import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

const showForCustom = { show: { environment: ['custom'] } };

/** The host of login and tokens, as an expression that n8n evaluates on the credential itself. */
const authHost =
	'{{ $self["environment"] === "custom" ? $self["authBaseUrl"].trim().replace(/\\/+$/, "") : $self["environment"] === "sandbox" ? "https://allegro.pl.allegrosandbox.pl" : "https://allegro.pl" }}';

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
		{
			displayName:
				'Allegro lets each seller use one application of their own, and forbids sharing its key. Register yours at apps.developer.allegro.pl as an app with access to a browser, with the redirect URL shown above.',
			name: 'policyNotice',
			type: 'notice',
			default: '',
		},
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
			default: '',
			placeholder: 'e.g. https://allegro.pl',
			description: 'Host of the login and token pages',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			displayOptions: showForCustom,
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
				'The name under which the application is registered; Allegro compares it with the User-Agent of every request',
		},
		{
			displayName: 'Application URL',
			name: 'applicationUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/my-shop-orders',
			description:
				'A public page about the application; part of the User-Agent that Allegro demands',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `=${authHost}/auth/oauth/authorize`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `=${authHost}/auth/oauth/token`,
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
			baseURL:
				'={{ $credentials.environment === "custom" ? $credentials.apiBaseUrl : $credentials.environment === "sandbox" ? "https://api.allegro.pl.allegrosandbox.pl" : "https://api.allegro.pl" }}',
			url: '/me',
			headers: {
				Accept: 'application/vnd.allegro.public.v1+json',
				'User-Agent':
					'={{ $credentials.applicationName.trim().replace(/\\s+/g, "-") + "/1.0 (+" + $credentials.applicationUrl.trim() + ")" }}',
			},
		},
	};
}

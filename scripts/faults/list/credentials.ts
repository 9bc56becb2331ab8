import { faultsOf, type ListedFault } from './fault';

/** Faults of the credential types. */
export const credentials: ListedFault[] = [
	...faultsOf('credentials/AllegroOAuth2Api.credentials.ts', [
		[
			"'https://allegro.pl.allegrosandbox.pl'",
			"'https://allegro.pl'",
			'a sandbox app is sent to the real login page and is unknown there',
		],
		[
			'.normalize("NFD")',
			'',
			'"Sklep Żółty" loses its letters in the User-Agent, which Allegro compares with the name',
		],
		[
			'.replace(/\\\\s+/g, "-")',
			'.replace(/\\\\s+/, "-")',
			'an application name of three words has a blank in the User-Agent of the test',
		],
		["default: 'prompt=confirm'", "default: ''", 'the wrong seller is connected silently'],
		["'/auth/oauth/token'", "'/auth/oauth/authorize'", 'the code is sent to the login page'],
		[
			"type: 'hidden', default: 'header'",
			"type: 'hidden', default: 'body'",
			'Allegro reads client id and secret only from the header: no Connect succeeds',
		],
		["url: '/me'", "url: '/users/me'", 'the credential test of every seller says 404'],
		[
			"'application/vnd.allegro.public.v1+json',\n",
			"'application/json',\n",
			'Allegro answers the credential test with 406',
		],
		[
			'https://allegro.pl.allegrosandbox.pl',
			'https://allegro.allegrosandbox.pl',
			'Nobody can connect a sandbox account: login and token host are wrong.',
		],
		[
			'.replace(/Ł/g, "L")',
			'',
			'The test of an app named with Ł sends another User-Agent than the node; Allegro refuses it.',
		],
	]),
	...faultsOf('credentials/AmazonSellingPartnerApi.credentials.ts', [
		[
			'$credentials.environment === "sandbox" ? "sandbox." : ""',
			'$credentials.environment !== "sandbox" ? "" : ""',
			'the test of a sandbox credential asks the production host',
		],
		["'x-amz-access-token'", "'Authorization'", 'each call of the HTTP Request node is refused'],
		[
			'displayOptions: showForToken,',
			'displayOptions: showForCode,',
			'the refresh token can be entered only where it is not needed',
		],
		[
			'value: 403,',
			'value: 401,',
			'a missing role is told as "authorization failed", and the seller changes what was right',
		],
		['value: 429,', 'value: 503,', 'a second test within a minute looks like a bad credential'],
		[
			"default: 'na',",
			"default: 'eu',",
			'a seller of the US who leaves the first choice asks Europe',
		],
		[
			"hide: { environment: ['custom'] },",
			"hide: { environment: ['sandbox'] },",
			'the sandbox credential cannot say where its seller signs in',
		],
		[
			'.replace(/[-:]|\\\\.\\\\d+/g, "")',
			'.replace(/[-:]/g, "")',
			'X-Amz-Date has milliseconds, which Amazon refuses',
		],
		[
			'typeOptions: { expirable: true, password: true },',
			'typeOptions: { password: true },',
			'n8n never asks for an access token',
		],
		[
			"baseUrlExpression('$credentials.apiBaseUrl')",
			"baseUrlExpression('$credentials.authBaseUrl')",
			'With Custom, the credential test asks the login host instead of the API: access token sent to the wrong host, test fails.',
		],
		[
			'/[-:]|\\\\.\\\\d+/g',
			'/[-:]/g',
			"X-Amz-Date of the test has milliseconds, which is not Amazon's form.",
		],
		[
			'\t\t\tdisplayOptions: showForCode,\n\t\t\tdefault: true,',
			'\t\t\tdisplayOptions: showForCode,\n\t\t\tdefault: false,',
			'The consent link of an unpublished app lacks version=beta unless the user changes the field: Amazon refuses the consent.',
		],
	]),
	...faultsOf('credentials/AssistTenchoApi.credentials.ts', [
		[
			'$credentials.method === "authorizationCode" ?',
			'$credentials.method !== "authorizationCode" ?',
			'a pasted token is not sent, an empty one is',
		],
		[
			"name: 'exchangedCode'",
			"name: 'usedCode'",
			'n8n drops the mark, so that the code is exchanged again',
		],
		['qs: { serial_order_id: 1 },', 'qs: {},', 'the test reads all orders of the shop'],
		[
			"default: 'accessToken',",
			"default: 'authorizationCode',",
			'a new credential asks for a code, although most users have a token',
		],
		[
			'$credentials.accessToken).trim()',
			'$credentials.accessToken)',
			'A token pasted with a line break makes an invalid header: test and HTTP Request node fail.',
		],
		[
			'typeOptions: { expirable: true, password: true }',
			'typeOptions: { password: true }',
			'n8n never calls the exchange, so a pasted code is never made a token.',
		],
	]),
	...faultsOf('credentials/AssistTenchoOAuth2Api.credentials.ts', [
		[
			'\'{"grant_type":"client_credentials"}\'',
			"''",
			'the code goes out as authorization_code, which the vendor does not know',
		],
		["default: 'read_sales'", "default: ''", 'the token may read no orders'],
		[
			"'/api/oauth/authorize.php'",
			"'/oauth/authorize.php'",
			'Connect opens a page that does not exist',
		],
		[
			'{"grant_type":"client_credentials"}',
			'{"grant_type":"authorization_code"}',
			'The vendor refuses the exchange of the code: nobody can connect.',
		],
		[
			'\t\t\tdisableFollowRedirect: true,\n',
			'',
			'A redirect to a login page passes the test, and the request is sent on to another address.',
		],
	]),
	...faultsOf('credentials/BigCommerceApi.credentials.ts', [
		[
			"\t\t\tqs: { limit: 1 },\n\t\t\theaders: { Accept: 'application/json' },",
			"\t\t\tqs: { limit: 1 },\n\t\t\theaders: { Accept: '*/*' },",
			'BigCommerce may answer the test in XML',
		],
		[
			").trim() }}'",
			") }}'",
			'a token that was pasted with a line break makes a header that cannot be sent',
		],
		[
			"show: { environment: ['custom'], method: ['authorizationCode'] }",
			"show: { environment: ['custom'], method: ['accessToken'] }",
			'the login host can be entered only where no login happens',
		],
		[
			"\t\t\tname: 'storeHash',\n\t\t\ttype: 'string',",
			"\t\t\tname: 'storeHash',\n\t\t\ttype: 'string',\n\t\t\trequired: true,",
			'n8n 1 refuses the credential of an app that belongs to no store',
		],
		[
			'$credentials.method === "authorizationCode" ? $credentials.exchangedToken : $credentials.accessToken',
			'$credentials.exchangedToken || $credentials.accessToken',
			'Who changes back to Access Token goes on sending the old exchanged token of the app.',
		],
		[
			"default: 'store_v2_orders_read_only store_v2_information_read_only'",
			"default: 'store_v2_orders_read_only'",
			"The consent asks for too few permissions: store information (name, currency, account check) is refused with 403, and the scopes differ from the app's.",
		],
	]),
	...faultsOf('credentials/BigCommerceOAuth2Api.credentials.ts', [
		[
			'.split(/[\\\\s,]+/).join(" ")',
			'.split(/[,]+/).join(" ")',
			'scopes that stand on two lines are asked for with the line break in them',
		],
		[
			'scope: ${SCOPES} })',
			'scopes: ${SCOPES} })',
			'the token request has no scope, so the token may do nothing',
		],
		[
			'`=context=stores/{{ ${STORE_HASH} }}`',
			'`=context={{ ${STORE_HASH} }}`',
			'the consent page does not know which store is meant',
		],
		[
			"type: 'hidden', default: 'body'",
			"type: 'hidden', default: 'header'",
			'the token endpoint finds no client id',
		],
		[
			"$credentials.oauthTokenData.access_token }}'",
			"$credentials.accessToken }}'",
			'the test of a connected store sends "undefined"',
		],
		[
			'split(/[\\\\s,]+/)',
			'split(/\\\\s+/)',
			'Permissions that are written with commas go to BigCommerce as one unknown scope.',
		],
		[
			'context: "stores/" + ${STORE_HASH}',
			'context: ${STORE_HASH}',
			'The exchange names no store as BigCommerce writes it: no token, or one without scope.',
		],
	]),
	...faultsOf('credentials/NaverCommerceApi.credentials.ts', [
		["'=Bearer {{", "'={{", 'every call of the HTTP Request node is refused'],
		[
			'required: true,\n\t\t\tdisplayOptions: showForSeller,',
			'displayOptions: showForSeller,',
			'an agency saves without the account to act for, and Naver says only "bad request"',
		],
		[
			"url: '/v1/seller/account'",
			"url: '/v1/oauth2/token'",
			'the test does not notice an IP address that is not registered',
		],
		["value: 'SELLER',", "value: 'AGENCY',", 'Naver refuses the token request of every agency'],
		[
			"name: 'clientSecret',\n\t\t\ttype: 'string',\n\t\t\ttypeOptions: { password: true },",
			"name: 'clientSecret',\n\t\t\ttype: 'string',",
			'the secret is readable for whoever looks at the screen',
		],
		[
			"'=Bearer {{ $credentials.accessToken }}'",
			"'Bearer {{ $credentials.accessToken }}'",
			'Without the = the header is sent as the bare expression text: every call of test and HTTP Request node is refused.',
		],
		[
			"hostExpression('$credentials', 'apiBaseUrl'",
			"hostExpression('$self', 'apiBaseUrl'",
			"The test's address is read from the wrong object: it cannot be evaluated, and no credential passes its test.",
		],
	]),
];

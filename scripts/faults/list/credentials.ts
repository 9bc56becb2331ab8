import type { ListedFault } from './fault';

const in_ =
	(file: string) =>
	(find: string, put: string, why: string): ListedFault => ({
		file: `credentials/${file}.credentials.ts`,
		find,
		put,
		why,
	});

const allegro = in_('AllegroOAuth2Api');
const amazon = in_('AmazonSellingPartnerApi');
const tencho = in_('AssistTenchoApi');
const tenchoOAuth2 = in_('AssistTenchoOAuth2Api');
const store = in_('BigCommerceApi');
const storeOAuth2 = in_('BigCommerceOAuth2Api');
const naver = in_('NaverCommerceApi');

/** Faults of credentials. */
export const credentials: ListedFault[] = [
	allegro(
		"'https://allegro.pl.allegrosandbox.pl'",
		"'https://allegro.pl'",
		'a sandbox app is sent to the real login page and is unknown there',
	),
	allegro(
		'.normalize("NFD")',
		'',
		'"Sklep Żółty" loses its letters in the User-Agent, which Allegro compares with the name',
	),
	allegro(
		'.replace(/\\\\s+/g, "-")',
		'.replace(/\\\\s+/, "-")',
		'an application name of three words has a blank in the User-Agent of the test',
	),
	allegro("default: 'prompt=confirm'", "default: ''", 'the wrong seller is connected silently'),
	allegro("'/auth/oauth/token'", "'/auth/oauth/authorize'", 'the code is sent to the login page'),
	allegro(
		"type: 'hidden', default: 'header'",
		"type: 'hidden', default: 'body'",
		'Allegro reads client id and secret only from the header: no Connect succeeds',
	),
	allegro("url: '/me'", "url: '/users/me'", 'the credential test of every seller says 404'),
	allegro(
		"'application/vnd.allegro.public.v1+json',\n",
		"'application/json',\n",
		'Allegro answers the credential test with 406',
	),
	amazon(
		'$credentials.environment === "sandbox" ? "sandbox." : ""',
		'$credentials.environment !== "sandbox" ? "" : ""',
		'the test of a sandbox credential asks the production host',
	),
	amazon(
		"'x-amz-access-token'",
		"'Authorization'",
		'each call of the HTTP Request node is refused',
	),
	amazon(
		'displayOptions: showForToken,',
		'displayOptions: showForCode,',
		'the refresh token can be entered only where it is not needed',
	),
	amazon(
		'value: 403,',
		'value: 401,',
		'a missing role is told as "authorization failed", and the seller changes what was right',
	),
	amazon('value: 429,', 'value: 503,', 'a second test within a minute looks like a bad credential'),
	amazon(
		"default: 'na',",
		"default: 'eu',",
		'a seller of the US who leaves the first choice asks Europe',
	),
	amazon(
		"hide: { environment: ['custom'] },",
		"hide: { environment: ['sandbox'] },",
		'the sandbox credential cannot say where its seller signs in',
	),
	amazon(
		'.replace(/[-:]|\\\\.\\\\d+/g, "")',
		'.replace(/[-:]/g, "")',
		'X-Amz-Date has milliseconds, which Amazon refuses',
	),
	amazon(
		'typeOptions: { expirable: true, password: true },',
		'typeOptions: { password: true },',
		'n8n never asks for an access token',
	),
	tencho(
		'$credentials.method === "authorizationCode" ?',
		'$credentials.method !== "authorizationCode" ?',
		'a pasted token is not sent, an empty one is',
	),
	tencho(
		"name: 'exchangedCode'",
		"name: 'usedCode'",
		'n8n drops the mark, so that the code is exchanged again',
	),
	tencho('qs: { serial_order_id: 1 },', 'qs: {},', 'the test reads all orders of the shop'),
	tencho(
		"default: 'accessToken',",
		"default: 'authorizationCode',",
		'a new credential asks for a code, although most users have a token',
	),
	tenchoOAuth2(
		'\'{"grant_type":"client_credentials"}\'',
		"''",
		'the code goes out as authorization_code, which the vendor does not know',
	),
	tenchoOAuth2("default: 'read_sales'", "default: ''", 'the token may read no orders'),
	tenchoOAuth2(
		"'/api/oauth/authorize.php'",
		"'/oauth/authorize.php'",
		'Connect opens a page that does not exist',
	),
	store(
		"			qs: { limit: 1 },\n			headers: { Accept: 'application/json' },",
		"			qs: { limit: 1 },\n			headers: { Accept: '*/*' },",
		'BigCommerce may answer the test in XML',
	),
	store(
		").trim() }}'",
		") }}'",
		'a token that was pasted with a line break makes a header that cannot be sent',
	),
	store(
		"show: { environment: ['custom'], method: ['authorizationCode'] }",
		"show: { environment: ['custom'], method: ['accessToken'] }",
		'the login host can be entered only where no login happens',
	),
	store(
		"			name: 'storeHash',\n			type: 'string',",
		"			name: 'storeHash',\n			type: 'string',\n			required: true,",
		'n8n 1 refuses the credential of an app that belongs to no store',
	),
	storeOAuth2(
		'.split(/[\\\\s,]+/).join(" ")',
		'.split(/[,]+/).join(" ")',
		'scopes that stand on two lines are asked for with the line break in them',
	),
	storeOAuth2(
		'scope: ${SCOPES} })',
		'scopes: ${SCOPES} })',
		'the token request has no scope, so the token may do nothing',
	),
	storeOAuth2(
		'`=context=stores/{{ ${STORE_HASH} }}`',
		'`=context={{ ${STORE_HASH} }}`',
		'the consent page does not know which store is meant',
	),
	storeOAuth2(
		"type: 'hidden', default: 'body'",
		"type: 'hidden', default: 'header'",
		'the token endpoint finds no client id',
	),
	storeOAuth2(
		"$credentials.oauthTokenData.access_token }}'",
		"$credentials.accessToken }}'",
		'the test of a connected store sends "undefined"',
	),
	naver("'=Bearer {{", "'={{", 'every call of the HTTP Request node is refused'),
	naver(
		'required: true,\n			displayOptions: showForSeller,',
		'displayOptions: showForSeller,',
		'an agency saves without the account to act for, and Naver says only "bad request"',
	),
	naver(
		"url: '/v1/seller/account'",
		"url: '/v1/oauth2/token'",
		'the test does not notice an IP address that is not registered',
	),
	naver("value: 'SELLER',", "value: 'AGENCY',", 'Naver refuses the token request of every agency'),
	naver(
		"name: 'clientSecret',\n			type: 'string',\n			typeOptions: { password: true },",
		"name: 'clientSecret',\n			type: 'string',",
		'the secret is readable for whoever looks at the screen',
	),
	{
		file: 'credentials/AllegroOAuth2Api.credentials.ts',
		find: 'https://allegro.pl.allegrosandbox.pl',
		put: 'https://allegro.allegrosandbox.pl',
		why: 'Nobody can connect a sandbox account: login and token host are wrong.',
	},
	{
		file: 'credentials/AllegroOAuth2Api.credentials.ts',
		find: '.replace(/Ł/g, "L")',
		put: '',
		why: 'The test of an app named with Ł sends another User-Agent than the node; Allegro refuses it.',
	},
	{
		file: 'credentials/AllegroOAuth2Api.credentials.ts',
		find: `default: 'prompt=confirm'`,
		put: `default: ''`,
		why: 'Allegro connects the account that is signed in without asking; sellers with several connect the wrong one.',
	},
	{
		file: 'credentials/AmazonSellingPartnerApi.credentials.ts',
		find: `baseUrlExpression('$credentials.apiBaseUrl')`,
		put: `baseUrlExpression('$credentials.authBaseUrl')`,
		why: 'With Custom, the credential test asks the login host instead of the API: access token sent to the wrong host, test fails.',
	},
	{
		file: 'credentials/AmazonSellingPartnerApi.credentials.ts',
		find: '/[-:]|\\\\.\\\\d+/g',
		put: '/[-:]/g',
		why: `X-Amz-Date of the test has milliseconds, which is not Amazon's form.`,
	},
	{
		file: 'credentials/AmazonSellingPartnerApi.credentials.ts',
		find: `			displayOptions: showForCode,
			default: true,`,
		put: `			displayOptions: showForCode,
			default: false,`,
		why: 'The consent link of an unpublished app lacks version=beta unless the user changes the field: Amazon refuses the consent.',
	},
	{
		file: 'credentials/AssistTenchoApi.credentials.ts',
		find: '$credentials.accessToken).trim()',
		put: '$credentials.accessToken)',
		why: 'A token pasted with a line break makes an invalid header: test and HTTP Request node fail.',
	},
	{
		file: 'credentials/AssistTenchoApi.credentials.ts',
		find: 'typeOptions: { expirable: true, password: true }',
		put: 'typeOptions: { password: true }',
		why: 'n8n never calls the exchange, so a pasted code is never made a token.',
	},
	{
		file: 'credentials/AssistTenchoOAuth2Api.credentials.ts',
		find: '{"grant_type":"client_credentials"}',
		put: '{"grant_type":"authorization_code"}',
		why: 'The vendor refuses the exchange of the code: nobody can connect.',
	},
	{
		file: 'credentials/AssistTenchoOAuth2Api.credentials.ts',
		find: `			disableFollowRedirect: true,
`,
		put: '',
		why: 'A redirect to a login page passes the test, and the request is sent on to another address.',
	},
	{
		file: 'credentials/BigCommerceApi.credentials.ts',
		find: '$credentials.method === "authorizationCode" ? $credentials.exchangedToken : $credentials.accessToken',
		put: '$credentials.exchangedToken || $credentials.accessToken',
		why: 'Who changes back to Access Token goes on sending the old exchanged token of the app.',
	},
	{
		file: 'credentials/BigCommerceApi.credentials.ts',
		find: `default: 'store_v2_orders_read_only store_v2_information_read_only'`,
		put: `default: 'store_v2_orders_read_only'`,
		why: `The consent asks for too few permissions: store information (name, currency, account check) is refused with 403, and the scopes differ from the app's.`,
	},
	{
		file: 'credentials/BigCommerceOAuth2Api.credentials.ts',
		find: 'split(/[\\\\s,]+/)',
		put: 'split(/\\\\s+/)',
		why: 'Permissions that are written with commas go to BigCommerce as one unknown scope.',
	},
	{
		file: 'credentials/BigCommerceOAuth2Api.credentials.ts',
		find: 'context: "stores/" + ${STORE_HASH}',
		put: 'context: ${STORE_HASH}',
		why: 'The exchange names no store as BigCommerce writes it: no token, or one without scope.',
	},
	{
		file: 'credentials/NaverCommerceApi.credentials.ts',
		find: `'=Bearer {{ $credentials.accessToken }}'`,
		put: `'Bearer {{ $credentials.accessToken }}'`,
		why: 'Without the = the header is sent as the bare expression text: every call of test and HTTP Request node is refused.',
	},
	{
		file: 'credentials/NaverCommerceApi.credentials.ts',
		find: `hostExpression('$credentials', 'apiBaseUrl'`,
		put: `hostExpression('$self', 'apiBaseUrl'`,
		why: `The test's address is read from the wrong object: it cannot be evaluated, and no credential passes its test.`,
	},
];

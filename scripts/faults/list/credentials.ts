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
];

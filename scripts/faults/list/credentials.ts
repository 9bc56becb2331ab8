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
		[
			'displayOptions: showForToken,',
			'displayOptions: showForCode,',
			'the refresh token can be entered only where it is not needed',
		],
		[
			"required: true,\n\t\t\t// None is likelier than the others, and a wrong one looks like a missing role.\n\t\t\tdefault: '',",
			"default: 'na',",
			'a seller of Europe who overlooks the field asks the servers of North America',
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
	]),
	...faultsOf('core/accounts/credential-test.ts', [
		[
			'if (mark !== undefined && helper) await',
			'if (helper) await',
			'every call of the HTTP Request node is made twice',
		],
		[
			'return test.sign(credentials, { ...options, headers });',
			'return test.sign(credentials, options);',
			'the mark of the test goes out to the marketplace',
		],
		[
			'await clock.sleep(pauseMs);',
			'',
			'Assist Tencho refuses the call of every test as one too many',
		],
		[
			"verdict === 'ok' || (verdict === 'gone' && response.status < 400)",
			"verdict === 'ok' || verdict === 'gone'",
			'a wrong store hash passes the test',
		],
		[
			'advice: advice?.[response.status] ?? told.advice',
			'advice: told.advice',
			'after a wrong store hash, the user looks for an ID and a path',
		],
		[
			'if (!(error instanceof TokenError) || !isNetworkCode(error.reason)) return error;',
			'return error;',
			'n8n replaces the sentence about a server that does not answer by one of its own',
		],
		[
			'return isLink ? message : ',
			'return ',
			'the link to the consent page ends in a full stop and does not open',
		],
	]),
	...faultsOf('nodes/shared/credential-fields.ts', [
		[
			"type: 'hidden',\n\tdefault: 0,",
			"type: 'hidden',\n\tdefault: 401,",
			'n8n 2 says of a revoked token only that there is no refresh token',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/credential-test.ts', [
		[
			"method === 'authorizationCode' ? exchangedToken : accessToken",
			'exchangedToken || accessToken',
			'who changes back to Access Token goes on sending the old exchanged token of the app',
		],
		[
			"String(token ?? '').trim(),",
			"String(token ?? ''),",
			'a token that was pasted with a line break makes a header that cannot be sent',
		],
	]),
	...faultsOf('nodes/AssistTencho/access/credential-test.ts', [
		[
			"method === 'authorizationCode' ? exchangedToken : accessToken",
			'exchangedToken',
			'a pasted token is not sent, an empty one is',
		],
		['query: { serial_order_id: 1 },', 'query: {},', 'the test reads all orders of the shop'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/credential-test.ts', [
		["'x-amz-access-token'", "'Authorization'", 'each call of the HTTP Request node is refused'],
	]),
	...faultsOf('nodes/NaverCommerce/access/credential-test.ts', [
		['`Bearer ${', '`${', 'every call of the HTTP Request node is refused'],
		[
			"path: '/v1/seller/account'",
			"path: '/v1/oauth2/token'",
			'the test does not notice an IP address that is not registered',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/consent.ts', [
		[
			'displayOptions,\n\tdefault: true,',
			'displayOptions,\n\tdefault: false,',
			'the consent link of a draft app lacks version=beta unless the user changes the field: Amazon refuses the consent',
		],
	]),
	...faultsOf('core/access/app-only.ts', [
		[
			"if (method !== 'app') return;",
			'return;',
			'the credential of an app without an account asks for a refresh token that it cannot have',
		],
	]),
	...faultsOf('credentials/AssistTenchoApi.credentials.ts', [
		[
			"name: 'exchangedCode'",
			"name: 'usedCode'",
			'n8n drops the mark, so that the code is exchanged again',
		],
		[
			"default: 'accessToken',",
			"default: 'authorizationCode',",
			'a new credential asks for a code, although most users have a token',
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
			"default: 'store_v2_orders store_v2_information_read_only'",
			"default: 'store_v2_orders_read_only store_v2_information_read_only'",
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
		[
			'required: true,\n\t\t\tdisplayOptions: showForSeller,',
			'displayOptions: showForSeller,',
			'an agency saves without the account to act for, and Naver says only "bad request"',
		],
		["value: 'SELLER',", "value: 'AGENCY',", 'Naver refuses the token request of every agency'],
		[
			"name: 'clientSecret',\n\t\t\ttype: 'string',\n\t\t\ttypeOptions: { password: true },",
			"name: 'clientSecret',\n\t\t\ttype: 'string',",
			'the secret is readable for whoever looks at the screen',
		],
		[
			"hostExpression('$credentials', 'apiBaseUrl'",
			"hostExpression('$self', 'apiBaseUrl'",
			"The test's address is read from the wrong object: it cannot be evaluated, and no credential passes its test.",
		],
	]),
];

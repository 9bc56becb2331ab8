import { NodeHelpers, type ICredentialTestRequest, type ICredentialType } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../../core/request/errors';
import { AllegroOAuth2Api } from '../../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoApi } from '../../credentials/AssistTenchoApi.credentials';
import { AssistTenchoOAuth2Api } from '../../credentials/AssistTenchoOAuth2Api.credentials';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { BigCommerceOAuth2Api } from '../../credentials/BigCommerceOAuth2Api.credentials';
import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { userAgent } from '../../nodes/Allegro/access/connection';
import {
	connectByApp as connectShop,
	readShopUrl,
} from '../../nodes/AssistTencho/access/connection';
import { connectByApp } from '../../nodes/BigCommerce/access/connection';
import { readStoreHash } from '../../nodes/BigCommerce/access/store-hash';
import { connectKaufland } from '../../nodes/Kaufland/access/connection';
import { amazonTest } from '../../nodes/AmazonSellingPartner/access/credential-test';
import { describe as describeAmazon } from '../../nodes/AmazonSellingPartner/answers';
import { evaluate, hiddenField } from '../kit/expression';

function testUrl(type: ICredentialType, values: object): unknown {
	const { request } = type.test as ICredentialTestRequest;
	return evaluate(String(request.baseURL), '$credentials', values);
}

it.each([
	new AllegroOAuth2Api(),
	new AmazonSellingPartnerApi(),
	new AssistTenchoApi(),
	new AssistTenchoOAuth2Api(),
	new BigCommerceApi(),
	new BigCommerceOAuth2Api(),
	new NaverCommerceApi(),
])('the test of $name takes no login page elsewhere for a success', ({ test }) => {
	// n8n would follow a redirect, and take the token along to any host.
	expect((test as ICredentialTestRequest).request.disableFollowRedirect).toBe(true);
});

describe('a store of BigCommerce', () => {
	it.each([
		'abc123',
		' ABC123 ',
		'store-abc123',
		'stores/abc123',
		'stores/abc123/',
		'/stores/abc123',
		'https://store-abc123.mybigcommerce.com',
		'https://store-abc123.mybigcommerce.com/manage/orders?viewId=1',
		'https://store-abc123-1.mybigcommerce.com/',
		'store-abc123.mybigcommerce.com',
		'https://api.bigcommerce.com/stores/abc123/v3/',
		'https://api.bigcommerce.com/stores/abc123',
		'https://example.com/auth?code=x&context=stores%2Fabc123&scope=y',
	])('is read from %o everywhere alike', (storeHash) => {
		const values = { environment: 'production', storeHash, permissions: ' a\n b,c ' };
		const type = new BigCommerceOAuth2Api();
		expect(readStoreHash(storeHash)).toBe('abc123');
		expect(hiddenField(type, 'authUrl', values)).toBe(
			'https://login.bigcommerce.com/oauth2/authorize',
		);
		expect(hiddenField(type, 'authQueryParameters', values)).toBe('context=stores/abc123');
		expect(hiddenField(type, 'scope', values)).toBe('a b c');
		expect(JSON.parse(String(hiddenField(type, 'additionalBodyProperties', values)))).toEqual({
			context: 'stores/abc123',
			scope: 'a b c',
		});
		for (const tested of [type, new BigCommerceApi()]) {
			expect(testUrl(tested, values)).toBe('https://api.bigcommerce.com/stores/abc123');
		}
	});

	it.each([
		'https://gateway.example/bc',
		' gateway.example/bc/ ',
		'https://gateway.example/bc/stores/abc123/v3/',
		'https://gateway.example/bc/stores/abc123',
	])('is called through the gateway %o everywhere alike', (apiBaseUrl) => {
		const values = { environment: 'custom', storeHash: 'abc123', apiBaseUrl };
		const url = 'https://gateway.example/bc/stores/abc123';
		expect(connectByApp(values).baseUrl).toBe(url);
		for (const type of [new BigCommerceOAuth2Api(), new BigCommerceApi()]) {
			expect(testUrl(type, values)).toBe(url);
		}
	});

	it.each(['', '  ', 'www.my-shop.com', 'https://my-shop.com/', 'my shop', '%%%', 'store-'])(
		'is not read from %o, and nobody is sent to a sign-in page',
		(storeHash) => {
			expect(() => readStoreHash(storeHash)).toThrow(InvalidInputError);
			const values = { environment: 'production', storeHash };
			expect(hiddenField(new BigCommerceOAuth2Api(), 'authUrl', values)).toMatch(
				/^store-hash-is-not-a-valid-store-hash:/,
			);
		},
	);

	it.each([null, '', undefined])('that granted the scope %o is told so', (scope) => {
		const fields = { environment: 'production', storeHash: 'abc123' };
		const connect = () => connectByApp({ ...fields, oauthTokenData: { access_token: 't', scope } });
		expect(connect).toThrow('granted no permission');
		const oauthTokenData = { access_token: 't', scope: 'store_v2_orders' };
		expect(connectByApp({ ...fields, oauthTokenData }).token).toBe('t');
		expect(connectByApp(fields).token).toBeUndefined();
	});

	it('that is connected is the one that the hash names', () => {
		const oauthTokenData = { access_token: 't', scope: 'a', context: 'stores/abc123' };
		const fields = { environment: 'production', oauthTokenData };
		expect(connectByApp({ ...fields, storeHash: 'store-ABC123' }).account).toBe('abc123');
		const wrong = () => connectByApp({ ...fields, storeHash: 'zzz9' });
		expect(wrong).toThrow(
			"'Store Hash' says zzz9, and the account is connected to the store abc123",
		);
	});
});

describe('a shop of Assist Tencho', () => {
	const SHOP = 'https://asp001.assist-tencho.com/shop';

	it.each([
		SHOP,
		`  ${SHOP}/ `,
		'asp001.assist-tencho.com/shop',
		`${SHOP}/api`,
		`${SHOP}/api/`,
		`${SHOP}/api/oauth/authorize.php`,
		`${SHOP}/api/oauth/authorize.php?client_id=x`,
		`${SHOP}/api/v1/orders.php`,
		`${SHOP}/index.php?action=login#top`,
		`${SHOP}/plugin/Raku2/plg_raku2_repeat.php?action=auth`,
	])('is read from %o everywhere alike', (baseUrl) => {
		const type = new AssistTenchoOAuth2Api();
		expect(readShopUrl(baseUrl)).toBe(SHOP);
		expect(connectShop({ baseUrl }).baseUrl).toBe(SHOP);
		expect(hiddenField(type, 'authUrl', { baseUrl })).toBe(`${SHOP}/api/oauth/authorize.php`);
		expect(hiddenField(type, 'accessTokenUrl', { baseUrl })).toBe(`${SHOP}/api/oauth/token.php`);
		for (const tested of [type, new AssistTenchoApi()]) {
			expect(testUrl(tested, { baseUrl })).toBe(SHOP);
		}
	});

	it.each(['', ' ', 'http://asp001.assist-tencho.com/shop', 'my shop', 'https://u:p@x.example'])(
		'is not read from %o',
		(baseUrl) => {
			expect(() => readShopUrl(baseUrl)).toThrow(InvalidInputError);
			for (const field of ['authUrl', 'accessTokenUrl']) {
				const told = hiddenField(new AssistTenchoOAuth2Api(), field, { baseUrl });
				expect(new URL(String(told)).protocol).toBe('base-url-is-not-a-valid-address:');
			}
		},
	);
});

describe('the host of Naver', () => {
	it.each([
		['production', '', 'https://api.commerce.naver.com/external'],
		['custom', ' api.commerce.naver.com/partner/ ', 'https://api.commerce.naver.com/partner'],
		['custom', 'http://127.0.0.1:9/x', 'http://127.0.0.1:9/x'],
		['custom', 'http://gateway.example/x', ''],
	])('of %s %j is tested as it is called', (environment, apiBaseUrl, tested) => {
		expect(testUrl(new NaverCommerceApi(), { environment, apiBaseUrl })).toBe(tested);
	});
});

describe('the host of Kaufland', () => {
	it.each([
		['production', '', 'https://sellerapi.kaufland.com/v2'],
		['sandbox', '', 'https://sellerapi-playground.kaufland.com/v2'],
		['custom', ' gate.example/k/v2/ ', 'https://gate.example/k/v2'],
		['custom', 'http://127.0.0.1:9/v2', 'http://127.0.0.1:9/v2'],
		['custom', 'http://gateway.example/v2', ''],
	])('of %s %j is tested as it is called', (environment, apiBaseUrl, tested) => {
		const fields = { environment, apiBaseUrl, clientKey: 'key', secretKey: 'secret' };
		expect(testUrl(new KauflandApi(), fields)).toBe(tested);
		if (tested !== '') expect(connectKaufland(fields).baseUrl).toBe(tested);
	});
});

describe('the hosts of Allegro', () => {
	it.each([
		['production', '', 'https://allegro.pl/auth/oauth', 'https://api.allegro.pl'],
		[
			'sandbox',
			'',
			'https://allegro.pl.allegrosandbox.pl/auth/oauth',
			'https://api.allegro.pl.allegrosandbox.pl',
		],
		['custom', ' localhost:1/ ', undefined, 'https://localhost:1'],
		['custom', 'http://[::1]:80/a/', 'http://[::1]:80/a/auth/oauth', 'http://[::1]:80/a'],
		['custom', 'http://127.0.0.1:9', 'http://127.0.0.1:9/auth/oauth', 'http://127.0.0.1:9'],
		[
			'custom',
			'http://127.0.0.1.evil.example',
			'authorization-base-url-is-not-a-valid-address:',
			'',
		],
		['custom', '', 'authorization-base-url-is-not-a-valid-address:', ''],
	])('of %s %o', (environment, typed, login = 'https://localhost:1/auth/oauth', api) => {
		const type = new AllegroOAuth2Api();
		const values = { environment, authBaseUrl: typed, apiBaseUrl: typed };
		const isAddress = login.startsWith('http');
		expect(hiddenField(type, 'authUrl', values)).toBe(login + (isAddress ? '/authorize' : ''));
		expect(hiddenField(type, 'accessTokenUrl', values)).toBe(login + (isAddress ? '/token' : ''));
		expect(testUrl(type, values)).toBe(api);
	});

	it.each([
		[' https://a.example/x ', 'https://a.example/x'],
		['https://żółw.example/o%20nas/😀', 'https://%C5%BC%C3%B3%C5%82w.example/o%20nas/%F0%9F%98%80'],
	])('test with name and page %o that the node sends', (applicationUrl, page) => {
		const values = { applicationName: ' Żółta Łódź  1 ', applicationUrl };
		const { request } = new AllegroOAuth2Api().test;
		const told = evaluate(String(request.headers?.['User-Agent']), '$credentials', values);
		const sent = userAgent(values.applicationName, values.applicationUrl);
		expect(told).toBe(sent.replace(/\/[\d.]+ /, '/1.0 '));
		expect(told).toBe(`Zolta-Lodz-1/1.0 (+${page})`);
	});
});

describe('the test of Amazon', () => {
	it.each([
		[403, /Region.*role.*orders can still work/],
		[429, /Try again later/],
	])('explains status %i of the list of marketplaces', (status, advice) => {
		const told = describeAmazon({ status, headers: {}, body: {} }, amazonTest.path);
		expect(told.advice).toMatch(advice);
	});

	it.each([
		[{ environment: 'production', region: 'eu' }, 'https://sellingpartnerapi-eu.amazon.com'],
		[{ environment: 'sandbox', region: 'na' }, 'https://sandbox.sellingpartnerapi-na.amazon.com'],
		[{ environment: 'custom', apiBaseUrl: ' a.example/x/ ' }, 'https://a.example/x'],
	])('of %o calls %s and dates the request', (values, url) => {
		const type = new AmazonSellingPartnerApi();
		expect(testUrl(type, values)).toBe(url);
		const date = evaluate(String(type.test.request.headers?.['X-Amz-Date']), '$credentials', {});
		expect(date).toMatch(/^\d{8}T\d{6}Z$/);
	});
});

describe('the credential of an app, which the Authorization Trigger uses', () => {
	const app = { method: 'app', clientId: 'cid', clientSecret: 'sec' };

	it.each([
		[new AmazonSellingPartnerApi(), { ...app, environment: 'production', region: 'eu' }],
		[new BigCommerceApi(), { ...app, environment: 'production' }],
	])('is stored by n8n with the fields that the docs name: $name', ({ properties }, fields) => {
		// What n8n 1 asks of a credential before it stores it; n8n 2 asks it of some fields only.
		const lacking = properties.filter(
			(property) =>
				property.required === true &&
				(property.default ?? '') === '' &&
				NodeHelpers.displayParameter(fields, property, null, null) &&
				!(property.name in fields),
		);
		expect(lacking.map(({ name }) => name)).toEqual([]);
	});
});

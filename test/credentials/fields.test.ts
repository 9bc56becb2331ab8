import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ICredentialType, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { AllegroOAuth2Api } from '../../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoApi } from '../../credentials/AssistTenchoApi.credentials';
import { AssistTenchoOAuth2Api } from '../../credentials/AssistTenchoOAuth2Api.credentials';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { BigCommerceOAuth2Api } from '../../credentials/BigCommerceOAuth2Api.credentials';
import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { rowsOf, shown, type Row } from '../kit/form';

interface Form {
	type: ICredentialType;
	/** The name by which n8n stores it, and by which the nodes ask for it. */
	name: string;
	/** All fields that a user fills in or reads, and those that the credential keeps for itself. */
	rows: Row[];
	/** What is shown, for these choices. */
	shows: Array<[choices: INodeParameters, names: string]>;
}

const SCOPES = 'store_v2_orders store_v2_information_read_only';

const SELLER_CENTRALS = [
	'',
	'sellercentral.amazon.com.au',
	'sellercentral.amazon.com.be',
	'sellercentral.amazon.com.br',
	'sellercentral.amazon.ca',
	'sellercentral.amazon.eg',
	'sellercentral-europe.amazon.com',
	'sellercentral.amazon.in',
	'sellercentral.amazon.ie',
	'sellercentral.amazon.co.jp',
	'sellercentral.amazon.com.mx',
	'sellercentral.amazon.nl',
	'sellercentral.amazon.pl',
	'sellercentral.amazon.sa',
	'sellercentral.amazon.sg',
	'sellercentral.amazon.co.za',
	'sellercentral.amazon.se',
	'sellercentral.amazon.com.tr',
	'sellercentral.amazon.ae',
	'sellercentral.amazon.com',
];

const FORMS: Form[] = [
	{
		type: new AllegroOAuth2Api(),
		name: 'allegroOAuth2Api',
		rows: [
			['serverUrl', 'notice', ''],
			['environment', 'custom|production|sandbox', 'production'],
			['authBaseUrl', 'string', '', 'required'],
			['apiBaseUrl', 'string', '', 'required'],
			['applicationName', 'string', '', 'required'],
			['applicationUrl', 'string', '', 'required'],
			['accountLabel', 'string', ''],
			['headersNotice', 'notice', ''],
		],
		shows: [
			[{}, 'serverUrl environment applicationName applicationUrl accountLabel headersNotice'],
			[
				{ environment: 'sandbox' },
				'serverUrl environment applicationName applicationUrl accountLabel headersNotice',
			],
			[
				{ environment: 'custom' },
				'serverUrl environment authBaseUrl apiBaseUrl applicationName applicationUrl accountLabel headersNotice',
			],
		],
	},
	{
		type: new AmazonSellingPartnerApi(),
		name: 'amazonSellingPartnerApi',
		rows: [
			['environment', 'custom|production|sandbox', 'production'],
			['authBaseUrl', 'string', '', 'required'],
			['apiBaseUrl', 'string', '', 'required'],
			['region', 'eu|fe|na', '', 'required'],
			['clientId', 'string', '', 'required'],
			['clientSecret', 'string', '', 'required', 'password'],
			['clientSecretCreatedAt', 'dateTime', ''],
			['method', 'app|authorizationCode|refreshToken', 'refreshToken'],
			['refreshToken', 'string', '', 'required', 'password'],
			['codeNotice', 'notice', ''],
			['applicationId', 'string', ''],
			['isDraft', 'boolean', true],
			['sellerCentral', SELLER_CENTRALS.join('|'), ''],
			['redirectUri', 'string', ''],
			['authorizationCode', 'string', '', 'password'],
			['authorizedAt', 'dateTime', ''],
			['sellerId', 'string', ''],
			['accountLabel', 'string', ''],
			['accessToken', 'hidden', '', 'expirable', 'password'],
			['accessTokenExpiresAt', 'hidden', '', 'password'],
			['issuedFor', 'hidden', ''],
			['exchangedCode', 'hidden', ''],
		],
		shows: [
			[
				{},
				'environment region clientId clientSecret clientSecretCreatedAt method refreshToken authorizedAt sellerId accountLabel',
			],
			[
				{ environment: 'sandbox' },
				'environment region clientId clientSecret clientSecretCreatedAt method refreshToken authorizedAt sellerId accountLabel',
			],
			[
				{ environment: 'custom' },
				'environment authBaseUrl apiBaseUrl region clientId clientSecret clientSecretCreatedAt method refreshToken authorizedAt sellerId accountLabel',
			],
			[
				{ method: 'authorizationCode' },
				'environment region clientId clientSecret clientSecretCreatedAt method codeNotice applicationId isDraft sellerCentral redirectUri authorizationCode authorizedAt sellerId accountLabel',
			],
			[
				{ method: 'authorizationCode', environment: 'sandbox' },
				'environment region clientId clientSecret clientSecretCreatedAt method codeNotice applicationId isDraft sellerCentral redirectUri authorizationCode authorizedAt sellerId accountLabel',
			],
			[
				{ method: 'app', environment: 'custom' },
				'environment authBaseUrl region clientId clientSecret clientSecretCreatedAt method',
			],
			[{ method: 'app' }, 'environment region clientId clientSecret clientSecretCreatedAt method'],
			// The address of a sandbox is entered once, for the pages of the seller as well.
			[
				{ method: 'authorizationCode', environment: 'custom' },
				'environment authBaseUrl apiBaseUrl region clientId clientSecret clientSecretCreatedAt method codeNotice applicationId isDraft redirectUri authorizationCode authorizedAt sellerId accountLabel',
			],
		],
	},
	{
		type: new AssistTenchoApi(),
		name: 'assistTenchoApi',
		rows: [
			['baseUrl', 'string', '', 'required'],
			['method', 'accessToken|authorizationCode', 'accessToken'],
			['accessToken', 'string', '', 'required', 'password'],
			['codeNotice', 'notice', ''],
			['clientId', 'string', '', 'required'],
			['clientSecret', 'string', '', 'required', 'password'],
			['redirectUri', 'string', '', 'required'],
			['authorizationCode', 'string', '', 'password'],
			['authorizedAt', 'dateTime', ''],
			['accountLabel', 'string', ''],
			['exchangedToken', 'hidden', '', 'expirable', 'password'],
			['exchangedCode', 'hidden', ''],
		],
		shows: [
			[{}, 'baseUrl method accessToken authorizedAt accountLabel'],
			[
				{ method: 'authorizationCode' },
				'baseUrl method codeNotice clientId clientSecret redirectUri authorizationCode authorizedAt accountLabel',
			],
		],
	},
	{
		type: new AssistTenchoOAuth2Api(),
		name: 'assistTenchoOAuth2Api',
		rows: [
			['serverUrl', 'notice', ''],
			['baseUrl', 'string', '', 'required'],
			['authorizedAt', 'dateTime', ''],
			['accountLabel', 'string', ''],
			['tokenExpiredStatusCode', 'hidden', 0],
		],
		shows: [[{}, 'serverUrl baseUrl authorizedAt accountLabel']],
	},
	{
		type: new BigCommerceApi(),
		name: 'bigCommerceApi',
		rows: [
			['environment', 'custom|production', 'production'],
			['authBaseUrl', 'string', ''],
			['apiBaseUrl', 'string', '', 'required'],
			['method', 'accessToken|app|authorizationCode', 'accessToken'],
			['storeHash', 'string', '', 'required'],
			['accessToken', 'string', '', 'required', 'password'],
			['codeNotice', 'notice', ''],
			['clientId', 'string', '', 'required'],
			['clientSecret', 'string', '', 'password'],
			['permissions', 'string', SCOPES, 'required'],
			['redirectUri', 'string', '', 'required'],
			['authorizationCode', 'string', '', 'password'],
			['accountLabel', 'string', ''],
			['exchangedToken', 'hidden', '', 'expirable', 'password'],
			['exchangedCode', 'hidden', ''],
		],
		shows: [
			// Webhooks need the secret, whatever the method.
			[{}, 'environment method storeHash accessToken clientSecret accountLabel'],
			[{ method: 'app' }, 'environment method clientId clientSecret'],
			[
				{ method: 'app', environment: 'custom' },
				'environment authBaseUrl method clientId clientSecret',
			],
			[
				{ environment: 'custom' },
				'environment apiBaseUrl method storeHash accessToken clientSecret accountLabel',
			],
			[
				{ method: 'authorizationCode' },
				'environment method storeHash codeNotice clientId clientSecret permissions redirectUri authorizationCode accountLabel',
			],
			[
				{ method: 'authorizationCode', environment: 'custom' },
				'environment authBaseUrl apiBaseUrl method storeHash codeNotice clientId clientSecret permissions redirectUri authorizationCode accountLabel',
			],
		],
	},
	{
		type: new BigCommerceOAuth2Api(),
		name: 'bigCommerceOAuth2Api',
		rows: [
			['serverUrl', 'notice', ''],
			['environment', 'custom|production', 'production'],
			['authBaseUrl', 'string', '', 'required'],
			['apiBaseUrl', 'string', '', 'required'],
			['storeHash', 'string', '', 'required'],
			['permissions', 'string', SCOPES, 'required'],
			['accountLabel', 'string', ''],
			['headerNotice', 'notice', ''],
			['tokenExpiredStatusCode', 'hidden', 0],
		],
		shows: [
			[{}, 'serverUrl environment storeHash permissions accountLabel headerNotice'],
			[
				{ environment: 'custom' },
				'serverUrl environment authBaseUrl apiBaseUrl storeHash permissions accountLabel headerNotice',
			],
		],
	},
	{
		type: new KauflandApi(),
		name: 'kauflandApi',
		rows: [
			['keysNotice', 'notice', ''],
			['environment', 'custom|production|sandbox', 'production'],
			['apiBaseUrl', 'string', '', 'required'],
			['clientKey', 'string', '', 'required'],
			['secretKey', 'string', '', 'required', 'password'],
			['accountLabel', 'string', ''],
			['accessToken', 'hidden', '', 'expirable', 'password'],
		],
		shows: [
			[{}, 'keysNotice environment clientKey secretKey accountLabel'],
			[
				{ environment: 'custom' },
				'keysNotice environment apiBaseUrl clientKey secretKey accountLabel',
			],
		],
	},
	{
		type: new NaverCommerceApi(),
		name: 'naverCommerceApi',
		rows: [
			['ipNotice', 'notice', ''],
			['environment', 'custom|production', 'production'],
			['apiBaseUrl', 'string', '', 'required'],
			['clientId', 'string', '', 'required'],
			['clientSecret', 'string', '', 'required', 'password'],
			['accountType', 'SELF|SELLER', 'SELF'],
			['accountId', 'string', '', 'required'],
			['accountLabel', 'string', ''],
			['accessToken', 'hidden', '', 'expirable', 'password'],
			['expiresAt', 'hidden', ''],
			['issuedFor', 'hidden', ''],
		],
		shows: [
			[{}, 'ipNotice environment clientId clientSecret accountType accountLabel'],
			[
				{ environment: 'custom' },
				'ipNotice environment apiBaseUrl clientId clientSecret accountType accountLabel',
			],
			[
				{ accountType: 'SELLER' },
				'ipNotice environment clientId clientSecret accountType accountId accountLabel',
			],
		],
	},
];

/** Fields that n8n's own credential for OAuth2 reads; what stands in them is tested with the requests. */
const OF_OAUTH2 = [
	...['grantType', 'authUrl', 'accessTokenUrl', 'scope', 'authQueryParameters'],
	...['authentication', 'additionalBodyProperties'],
];

describe.each(FORMS)('the credential $name', ({ type, name, rows, shows }) => {
	it('is known by this name', () => expect(type.name).toBe(name));

	it('asks for its fields in this order, hides secrets, and begins with what most people need', () => {
		const own = type.properties.filter((property) => !OF_OAUTH2.includes(property.name));
		expect(rowsOf(own)).toEqual(rows);
	});

	it.each(shows)('shows for %j what counts then', (choices, names) => {
		expect(shown(type.properties, choices).join(' ')).toBe(names);
	});

	it('keeps the fields of OAuth2 from the user, who could only break them', () => {
		const inherited = type.properties.filter((property) => OF_OAUTH2.includes(property.name));
		for (const property of inherited) expect(property.type, property.name).toBe('hidden');
		expect(type.extends).toEqual(inherited.length > 0 ? ['oAuth2Api'] : undefined);
	});

	it('has a picture for bright and for dark screens', () => {
		const { light, dark } = type.icon as { light: string; dark: string };
		expect(light).not.toBe(dark);
		for (const file of [light, dark]) {
			expect(existsSync(join('credentials', file.replace(/^file:/, ''))), file).toBe(true);
		}
	});
});

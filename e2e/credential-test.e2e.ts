import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { startMarketplace, type MarketplaceName } from '../sandbox';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { N8n } from '../scripts/n8n/n8n';
import { describeAtOnce, oneAtATime } from './at-once';
import { secretsIn } from './secrets';

type Grant = Record<string, string>;
type Fields = Record<string, unknown>;

/** A credential type, how it is filled in, and what the person who tests it reads. */
interface Tested {
	type: string;
	name: MarketplaceName;
	fields(url: string, grant: Grant): Fields;
	/** A key that is not right, and what is said of it. */
	wrong: [changes: Fields, sentence: RegExp];
	/** The API alone, without the calls for tokens. */
	path: string;
	/** What each status means, beside the name of the marketplace. */
	statuses: Array<[status: number, sentence: RegExp]>;
	/** Fields that make no sense. */
	nonsense: Array<[changes: Fields, sentence: RegExp]>;
	/** Signed by n8n itself: there are no words of ours but for a status, and on 1.x none at all. */
	oauth2?: true;
}

const custom = (url: string) => ({ environment: 'custom', authBaseUrl: url, apiBaseUrl: url });
const NOWHERE = 'http://127.0.0.1:9';
const busy: Array<[number, RegExp]> = [
	[429, /received too many requests/],
	[503, /could not process the request.*[Tt]ry again later/],
];

const TESTED: Tested[] = [
	{
		type: 'allegroOAuth2Api',
		name: 'allegro',
		fields: (url, { clientId, clientSecret, applicationName, applicationUrl, ...tokens }) => ({
			...custom(url),
			...{ clientId, clientSecret, applicationName, applicationUrl },
			oauthTokenData: { access_token: tokens.accessToken, refresh_token: tokens.refreshToken },
		}),
		// n8n 2 renews the token first, and says only that this failed.
		wrong: [{ oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' } }, /./],
		path: '/me',
		statuses: [[403, /^Allegro denied access.*Tick the missing permission/], ...busy],
		nonsense: [],
		oauth2: true,
	},
	{
		type: 'amazonSellingPartnerApi',
		name: 'amazon',
		fields: (url, { region, clientId, clientSecret, refreshToken }) => ({
			...custom(url),
			...{ method: 'refreshToken', region, clientId, clientSecret, refreshToken },
		}),
		wrong: [{ refreshToken: 'Atzr|wrong' }, /^The refresh token was refused.*Authorize the app/],
		path: '/sellers/',
		statuses: [
			[403, /^Amazon denied access to the list of marketplaces.*Check Region and Environment/],
			[404, /Check 'Environment'/],
			[429, /about once a minute/],
			[503, /could not process the request.*[Tt]ry again later/],
		],
		nonsense: [
			[{ refreshToken: ' ' }, /^'Refresh Token' is empty.*Marketplace: /],
			[{ clientSecret: 'amzn1.oa2 cs' }, /^'Client Secret' contains a space/],
			[{ region: '' }, /^'Region' is empty.*Marketplace: /],
			[{ apiBaseUrl: 'http://example.com' }, /^'API Base URL' must begin with https/],
			[{ method: 'app' }, /^This credential has no account, because 'Method' is 'App Only'/],
		],
	},
	{
		type: 'assistTenchoApi',
		name: 'assistTencho',
		fields: (url, { basePath, accessToken }) => ({
			...{ baseUrl: `${url}${basePath}`, method: 'accessToken', accessToken },
		}),
		wrong: [{ accessToken: 'wrong' }, /^Assist Tencho refused the access token.*IP制限/],
		path: 'orders',
		statuses: [[403, /^Assist Tencho denied access.*IP制限/], [404, /Check 'Base URL'/], ...busy],
		nonsense: [
			[{ accessToken: '' }, /^'Access Token' is empty.*Marketplace: /],
			[{ accessToken: 'one two' }, /^'Access Token' contains a space/],
			[{ baseUrl: 'the shop' }, /^'Base URL' is not a valid address/],
		],
	},
	{
		type: 'assistTenchoOAuth2Api',
		name: 'assistTencho',
		fields: (url, { basePath, clientId, clientSecret, accessToken }) => ({
			...{ baseUrl: `${url}${basePath}`, clientId, clientSecret },
			oauthTokenData: { access_token: accessToken, token_type: 'Bearer' },
		}),
		wrong: [
			{ oauthTokenData: { access_token: 'wrong', token_type: 'Bearer' } },
			/^Assist Tencho refused the access token.*IP制限/,
		],
		path: 'orders',
		statuses: [[403, /^Assist Tencho denied access.*IP制限/], [404, /Check 'Base URL'/], ...busy],
		nonsense: [],
		oauth2: true,
	},
	{
		type: 'bigCommerceApi',
		name: 'bigCommerce',
		fields: (url, { storeHash, accessToken }) => ({
			...custom(url),
			...{ method: 'accessToken', storeHash, accessToken },
		}),
		wrong: [
			{ accessToken: 'wrong' },
			/^BigCommerce refused the access token.*Check 'Access Token' and 'Store Hash'/,
		],
		path: 'hooks',
		statuses: [
			[403, /^BigCommerce denied access.*lacks the scope/],
			[404, /Check 'Store Hash'/],
			...busy,
		],
		nonsense: [
			[
				{ storeHash: 'www.my-shop.com' },
				/^'Store Hash' is not a valid store hash.*after store- in the address of the control panel/,
			],
			[{ storeHash: '' }, /^'Store Hash' is empty.*Marketplace: /],
			[{ accessToken: ' ' }, /^'Access Token' is empty.*Marketplace: /],
			[{ method: 'app' }, /^This credential has no account, because 'Method' is 'App Only'/],
		],
	},
	{
		type: 'bigCommerceOAuth2Api',
		name: 'bigCommerce',
		fields: (url, { storeHash, appClientId, appClientSecret, scope, accessToken }) => ({
			...custom(url),
			...{ storeHash, clientId: appClientId, clientSecret: appClientSecret, permissions: scope },
			oauthTokenData: { access_token: accessToken, scope, context: `stores/${storeHash}` },
		}),
		wrong: [
			{ oauthTokenData: { access_token: 'wrong', scope: 'store_v2_orders' } },
			/^BigCommerce refused the access token.*Check 'Access Token' and 'Store Hash'/,
		],
		path: 'hooks',
		statuses: [
			[403, /^BigCommerce denied access.*lacks the scope/],
			[404, /Check 'Store Hash'/],
			...busy,
		],
		nonsense: [],
		oauth2: true,
	},
	{
		type: 'kauflandApi',
		name: 'kaufland',
		fields: (url, { basePath, clientKey, secretKey }) => ({
			...{ environment: 'custom', apiBaseUrl: `${url}${basePath}`, clientKey, secretKey },
		}),
		wrong: [
			{ secretKey: 'a'.repeat(64) },
			/^Kaufland did not accept the signature.*Check 'Secret Key': all 64 characters/,
		],
		path: '/info/storefront',
		statuses: [
			[401, /^Kaufland did not accept the signed request.*the clock of this server/],
			[403, /^Kaufland denied access/],
			[404, /Check 'API Base URL'/],
			...busy,
		],
		nonsense: [
			[{ clientKey: '' }, /^'Client Key' is empty.*Marketplace: /],
			[{ secretKey: 'one two' }, /^'Secret Key' contains a space/],
			[{ apiBaseUrl: 'http://example.com' }, /^'API Base URL' must begin with https/],
		],
	},
	{
		type: 'naverCommerceApi',
		name: 'naver',
		fields: (url, { basePath, clientId, clientSecret }) => ({
			...{ environment: 'custom', apiBaseUrl: `${url}${basePath}`, accountType: 'SELF' },
			...{ clientId, clientSecret },
		}),
		wrong: [
			{ clientSecret: `$2a$04$${'a'.repeat(22)}` },
			/^Naver gave no access token.*Check 'Client ID' and 'Client Secret'/,
		],
		path: '/v1/seller/',
		statuses: [
			[401, /^Naver Commerce refused the access token/],
			[403, /^Naver Commerce blocked the request.*Register the outbound IP address.*API호출 IP/],
			[404, /Check 'API Base URL'/],
			...busy,
		],
		nonsense: [
			[{ clientSecret: 'secret' }, /^'Client Secret' is not a valid Naver application secret/],
			[{ clientId: '' }, /^'Client ID' is empty.*Marketplace: /],
			[{ accountType: 'SELLER', accountId: '' }, /^'Account ID' is empty.*Marketplace: /],
		],
	},
];

/** Each has a server of its own. */
const NAMES = [...new Set(TESTED.map(({ name }) => name))];

describe.each(inject('installations'))('credential tests in n8n $version', (installation) => {
	const isFirstLine = installation.version.startsWith('1.');
	const n8n = N8n.create(installation);
	const servers = new Map<MarketplaceName, MarketplaceServer>();
	const grants = new Map<MarketplaceName, Grant>();
	const seen: string[] = [];
	/** Its stand-in for a node is the same for all credentials that it tests. */
	const inN8n = oneAtATime();

	beforeAll(async () => {
		for (const name of NAMES) {
			const server = await startMarketplace(name, { orders: 3 });
			servers.set(name, server);
			grants.set(name, server.backend.grant({ expired: false }) as Grant);
		}
		await n8n.installPackage(inject('tarball'));
		await n8n.start();
	});

	afterAll(async () => {
		await n8n.dispose();
		for (const server of servers.values()) await server.close();
	});

	/** As the editor does it: n8n tests the fields of the form, and an OAuth2 token as it is stored. */
	async function test({ type, name, fields, oauth2 }: Tested, changes: Fields = {}, at?: string) {
		const good = fields(at ?? servers.get(name)!.url, grants.get(name)!);
		const data = { ...good, ...changes };
		const told = await inN8n(async () => {
			const { id } = await n8n.call<{ id: string }>('POST', '/credentials', {
				...{ name: type, type, data: oauth2 ? data : good },
			});
			return await n8n.call<{ status: string; message: string }>('POST', '/credentials/test', {
				credentials: { id, name: type, type, data },
			});
		});
		seen.push(told.message);
		// Nobody tests twice within a second, and Assist Tencho takes one call a second.
		await wait(1100);
		return told;
	}

	describeAtOnce(NAMES, '%s', (name) => {
		const types = TESTED.filter((tested) => tested.name === name);
		describe.each(types)('of $type', (tested) => {
			/** The first line shows only its own words for OAuth2, and its editor does not test them. */
			const told = (sentence: RegExp) => ({
				status: 'Error',
				message: expect.stringMatching(tested.oauth2 && isFirstLine ? /./ : sentence) as string,
			});

			it('succeeds, without a call that the marketplace would object to', async () => {
				servers.get(tested.name)!.resetStats();
				expect(await test(tested)).toMatchObject({ status: 'OK' });
				expect(servers.get(tested.name)!.stats().violations).toEqual([]);
			});

			it('says of a wrong key what a node would say', async () => {
				const [changes, sentence] = tested.wrong;
				expect(await test(tested, changes)).toMatchObject(told(sentence));
			});

			it.each(tested.statuses)('says what status %i means', async (status, sentence) => {
				const { faults } = servers.get(tested.name)!;
				faults.set([{ kind: 'status', status, path: tested.path }]);
				try {
					expect(await test(tested)).toMatchObject(told(sentence));
				} finally {
					faults.set([]);
				}
			});

			it('says that nobody answers', async () => {
				// n8n has nothing but a code for what it signs itself.
				const sentence = tested.oauth2 ? /./ : /did not answer \(connection refused\).*can reach/;
				expect(await test(tested, {}, NOWHERE)).toMatchObject(told(sentence));
			});

			it.each(tested.nonsense)(
				'names the field %j before anything is sent',
				async (changes, sentence) => {
					servers.get(tested.name)!.resetStats();
					expect(await test(tested, changes)).toMatchObject(told(sentence));
					expect(servers.get(tested.name)!.stats().requests).toBe(0);
				},
			);
		});
	});

	it('tell a key that Kaufland does not know from a wrong clock', async () => {
		const kaufland = TESTED.find(({ name }) => name === 'kaufland')!;
		const unknown = await test(kaufland, { clientKey: 'f'.repeat(32) });
		expect(unknown.message).toMatch(/^Kaufland does not know these keys.*Client Key/);
		const { settings } = servers.get('kaufland')!;
		const { now } = settings;
		for (const [minutes, side] of [
			[10, 'behind'],
			[-10, 'ahead'],
		] as const) {
			settings.now = () => now() + minutes * 60_000;
			const { message } = await test(kaufland);
			expect(message).toMatch(new RegExp(`^The clock of this server is \\d+ seconds ${side}`));
		}
		settings.now = now;
		expect(await test(kaufland)).toMatchObject({ status: 'OK' });
	});

	it('show no secret', () => {
		const secrets = [...grants.values()].flatMap((grant) =>
			[grant.accessToken, grant.refreshToken, grant.clientSecret, grant.secretKey].filter(Boolean),
		);
		expect(seen.flatMap((text) => secretsIn(text, secrets))).toEqual([]);
	});
});

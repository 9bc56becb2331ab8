import type {
	IAuthenticate,
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clock } from '../../../core/request/clock';
import { AmazonSellingPartnerApi } from '../../../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoApi } from '../../../credentials/AssistTenchoApi.credentials';
import { BigCommerceApi } from '../../../credentials/BigCommerceApi.credentials';
import { KauflandApi } from '../../../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../../../credentials/NaverCommerceApi.credentials';

type Answer = { status: number; body?: unknown } | Error;

const slept: number[] = [];
beforeEach(() => {
	slept.length = 0;
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		await Promise.resolve(slept.push(ms));
	});
});

const TOKEN = 'secret-token-1234';
const STORE = { environment: 'production', storeHash: 'abc123', method: 'accessToken' };
const SHOP = { baseUrl: 'https://asp001.assist-tencho.com/shop', method: 'accessToken' };
const MARK = { 'X-Credential-Test': 'true' };

/** What n8n does before it sends the request itself; `mark` is that of its credential test. */
async function signed(type: ICredentialType, fields: object, answer: Answer, mark: object = MARK) {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		asked.push(options);
		if (answer instanceof Error) throw answer;
		const body = Buffer.from(JSON.stringify(answer.body ?? ''));
		return await Promise.resolve({ statusCode: answer.status, headers: {}, body });
	};
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	const defaults = type.properties.map(({ name, default: value }) => [name, value] as const);
	const credentials = { ...Object.fromEntries(defaults), ...fields };
	await type.preAuthentication!.call(helper, credentials as ICredentialDataDecryptedObject);
	const authenticate = type.authenticate as Exclude<IAuthenticate, IAuthenticateGeneric>;
	const options = { url: 'https://a.example/b', headers: { accept: 'a/b', ...mark } };
	const result = await authenticate(credentials as ICredentialDataDecryptedObject, options);
	return { asked, headers: result.headers };
}

async function told(type: ICredentialType, fields: object, answer: Answer): Promise<string> {
	const error = await signed(type, fields, answer).catch((thrown: Error) => thrown);
	// n8n would show these in place of the message.
	expect(error).not.toHaveProperty('code');
	expect(error).not.toHaveProperty('response');
	return (error as Error).message;
}

describe('the test of a credential', () => {
	it('asks what n8n is about to ask, with the token and as the nodes do', async () => {
		const fields = { ...STORE, accessToken: TOKEN };
		const { asked } = await signed(new BigCommerceApi(), fields, { status: 200, body: {} });
		expect(asked).toHaveLength(1);
		expect(asked[0]).toMatchObject({
			method: 'GET',
			url: 'https://api.bigcommerce.com/stores/abc123/v3/hooks?limit=1',
			disableFollowRedirect: true,
		});
		expect(asked[0].headers).toMatchObject({ 'X-Auth-Token': TOKEN });
	});

	it('lets n8n ask then, without the mark', async () => {
		const fields = { ...STORE, accessToken: TOKEN };
		const { headers } = await signed(new BigCommerceApi(), fields, { status: 200, body: {} });
		expect(headers).toEqual({
			accept: 'a/b',
			Accept: 'application/json',
			'X-Auth-Token': TOKEN,
		});
	});

	it('is no part of any other request', async () => {
		const fields = { ...STORE, accessToken: TOKEN };
		const { asked } = await signed(new BigCommerceApi(), fields, { status: 500 }, {});
		expect(asked).toEqual([]);
	});

	it('leaves Assist Tencho alone for a second before n8n asks once more', async () => {
		const fields = { ...SHOP, accessToken: TOKEN };
		await signed(new AssistTenchoApi(), fields, { status: 200, body: [] });
		expect(slept.at(-1)).toBeGreaterThan(1000);
	});

	it('is content with an answer that there is no such order', async () => {
		const body = { error: 'not_found' };
		const { asked } = await signed(
			new AssistTenchoApi(),
			{ ...SHOP, accessToken: TOKEN },
			{ status: 200, body },
		);
		expect(asked).toHaveLength(1);
		const message = await told(
			new AssistTenchoApi(),
			{ ...SHOP, accessToken: TOKEN },
			{ status: 404, body },
		);
		expect(message).toContain("Check 'Base URL'");
	});

	it.each([
		[401, /^BigCommerce refused the access token.*Check 'Access Token' and 'Store Hash'/],
		[403, /^BigCommerce denied access.*lacks the scope/],
		[404, /^BigCommerce did not find.*Check 'Store Hash'/],
		[429, /^BigCommerce received too many requests/],
		[503, /^BigCommerce could not process the request.*Try again later/],
	])('asks once, and says what status %i means', async (status, sentence) => {
		expect(await told(new BigCommerceApi(), { ...STORE, accessToken: TOKEN }, { status })).toMatch(
			sentence,
		);
		expect(slept).toEqual([]);
	});

	it.each([
		['invalid-credentials', /^Kaufland does not know these keys.*Check 'Client Key'/],
		['corrupted-signature', /^Kaufland did not accept the signature.*Check 'Secret Key'/],
		['inactive-account', /^The seller account is not active/],
		[undefined, /^Kaufland did not accept the signed request.*the clock of this server/],
	])('signs, and says what is wrong where it signs itself: %s', async (type, sentence) => {
		const fields = { clientKey: 'key', secretKey: TOKEN };
		const status = type === 'inactive-account' ? 403 : 401;
		const body = { ...(type && { type: `/problems/${type}` }), message: `No ${TOKEN}` };
		const message = await told(new KauflandApi(), fields, { status, body });
		expect(message).toMatch(sentence);
		expect(message).not.toContain(TOKEN);
		const { asked, headers } = await signed(new KauflandApi(), fields, { status: 200, body: {} });
		expect(asked).toHaveLength(1);
		expect(asked[0].url).toBe('https://sellerapi.kaufland.com/v2/info/storefront');
		for (const sent of [asked[0].headers, headers]) {
			expect(sent).toMatchObject({ 'Shop-Client-Key': 'key' });
			expect(sent).not.toHaveProperty('X-Credential-Test');
		}
	});

	it("uses the marketplace's own words, without secrets", async () => {
		const body = { title: `No token ${TOKEN}` };
		const message = await told(
			new BigCommerceApi(),
			{ ...STORE, accessToken: TOKEN },
			{ status: 401, body },
		);
		expect(message).toContain('BigCommerce refused the access token: No token');
		expect(message).not.toContain(TOKEN);
	});

	it('names the account by its label', async () => {
		const fields = { ...STORE, accessToken: TOKEN, accountLabel: 'My Shop DE' };
		expect(await told(new BigCommerceApi(), fields, { status: 401 })).toContain(
			'Marketplace: BigCommerce · Account: My Shop DE',
		);
	});

	// n8n puts a sentence of its own in place of each message that holds such a code.
	it.each([
		[new BigCommerceApi(), { ...STORE, accessToken: TOKEN }, 'BigCommerce did not answer'],
		[new KauflandApi(), { clientKey: 'key', secretKey: TOKEN }, 'Kaufland did not answer'],
		[
			new AmazonSellingPartnerApi(),
			{ region: 'eu', clientId: 'id', clientSecret: 'sec-1', refreshToken: 'Atzr|1' },
			'The authorization server did not answer',
		],
		[
			new NaverCommerceApi(),
			{ clientId: 'id', clientSecret: '$2a$04$abcdefghijklmnopqrstuv' },
			'The authorization server did not answer',
		],
	])('says that nobody answers, without the code: $name', async (type, fields, sentence) => {
		const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		const message = await told(type, fields, refused);
		expect(message).toContain(`${sentence} (connection refused)`);
		expect(message).not.toContain('ECONN');
	});

	it.each<[ICredentialType, object, string]>([
		[new BigCommerceApi(), { ...STORE, accessToken: ' ' }, "'Access Token' is empty"],
		[
			new BigCommerceApi(),
			{ ...STORE, storeHash: 'www.my-shop.com', accessToken: TOKEN },
			"'Store Hash' is not a valid store hash. It is the part after store-",
		],
		[new BigCommerceApi(), { method: 'app', clientId: 'a', clientSecret: 'b' }, 'App Only'],
		[new AmazonSellingPartnerApi(), { method: 'app', clientId: 'a' }, 'App Only'],
		[new AssistTenchoApi(), { ...SHOP, accessToken: '' }, "'Access Token' is empty"],
		[new AssistTenchoApi(), { ...SHOP, baseUrl: '', accessToken: TOKEN }, "'Base URL' is empty"],
	])('of $name asks nobody where a field makes no sense: %o', async (type, fields, sentence) => {
		// Any request would fail otherwise.
		expect(await told(type, fields, new Error('was sent'))).toContain(sentence);
	});

	it('ends with the link, where there is one to open', async () => {
		const fields = {
			...{ ...STORE, method: 'authorizationCode', clientId: 'id', clientSecret: 'sec' },
			redirectUri: 'https://a.example/cb',
		};
		const message = await told(new BigCommerceApi(), fields, new Error('was sent'));
		expect(message).toMatch(/https:\/\/login\.bigcommerce\.com\/oauth2\/authorize\?\S+$/);
	});
});

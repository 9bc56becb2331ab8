import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TooManyCallsError } from '../../../core/authorization/budget';
import { CallbackQuery } from '../../../core/authorization/callback-query';
import { CallbackError } from '../../../core/authorization/callback-error';
import type { Callback } from '../../../core/authorization/callback';
import { clock } from '../../../core/request/clock';
import { TokenError } from '../../../core/request/errors';
import {
	connectAmazon,
	ownerOf,
	readKeys,
} from '../../../nodes/AmazonSellingPartner/access/connection';
import { amazonEntrance } from '../../../nodes/AmazonSellingPartner/access/authorization';
import {
	callbackAddress,
	consentAddress,
} from '../../../nodes/AmazonSellingPartner/access/authorization-address';
import { exchangeCode } from '../../../nodes/AmazonSellingPartner/access/authorization-code';
import { readLoginHost, withLink } from '../../../nodes/AmazonSellingPartner/access/consent';
import { renewToken, tokenUrl } from '../../../nodes/AmazonSellingPartner/access/tokens';
import { lwaError } from '../../../nodes/AmazonSellingPartner/access/token-errors';
import { failureOf } from '../../kit/failure';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const KEYS: ICredentialDataDecryptedObject = {
	...{ environment: 'production', region: 'eu', clientId: 'app', clientSecret: 'secret' },
	...{ method: 'refreshToken', refreshToken: 'Atzr|mine' },
};
const BY_CODE: ICredentialDataDecryptedObject = {
	...{ ...KEYS, method: 'authorizationCode', refreshToken: '' },
};

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));

function messageIn(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		return (error as Error).message;
	}
	return '';
}

describe('an answer of Login with Amazon', () => {
	it.each([
		['invalid_grant', 'The refresh token was refused', /365 days/, false],
		['invalid_client', 'Client ID or Client Secret was refused', /180 days/, false],
		['unauthorized_client', 'belongs to another app than Client ID', /Client ID/, false],
		['access_denied', 'The seller has withdrawn the access', /Authorize the app/, false],
		['invalid_request', 'A field is missing', /fill in every field/, false],
		['unsupported_grant_type', 'could not be read', /no proxy/, false],
		['server_error', 'Login with Amazon has an error', /some minutes/, true],
		['temporarily_unavailable', 'is not available for now', /some minutes/, true],
		['invalid_scope', 'Login with Amazon gave no access token', /Authorization Base URL/, false],
	])('%s, whatever its status', (error, message, advice, transient) => {
		for (const status of [200, 400, 401]) {
			const trouble = lwaError(status, { error });
			expect(trouble.message).toContain(message);
			expect(trouble.message).toContain(`(${error})`);
			expect(trouble.description).toMatch(advice);
			expect(trouble.transient).toBe(transient);
			expect(trouble.blocked).toBe(false);
		}
	});

	it.each([
		['The request has an invalid grant PARAMETER : CODE', 'authorization code was refused'],
		['parameter : refresh_token', 'refresh token was refused'],
	])('is of a code where it says so: %s', (error_description, message) => {
		expect(lwaError(400, { error: 'invalid_grant', error_description }).message).toContain(message);
		const other = lwaError(400, { error: 'access_denied', error_description });
		expect(other.message).toContain('withdrawn');
	});

	it.each([
		['a_b', 'a_b'],
		['x'.repeat(40), 'x'.repeat(40)],
		['x'.repeat(41), 'status 400'],
		['Atzr|secret', 'status 400'],
		['x1', 'status 400'],
		['', 'status 400'],
		[undefined, 'status 400'],
	])('names its error only where it is one word: %s', (error, named) => {
		expect(lwaError(400, { error }).message).toBe(
			`Login with Amazon gave no access token (${named})`,
		);
	});

	it.each([
		['server_error', 500, { isRepeatable: true }, 0],
		['server_error', 400, { isRepeatable: true }, 0],
		['temporarily_unavailable', 429, { isRepeatable: true, headers: { 'retry-after': '7' } }, 7000],
		['server_error', 500, { isRepeatable: false }, undefined],
	])('%s with status %i may be asked again: %j', (error, status, rest, repeatAfterMs) => {
		const given = { headers: {}, ...rest };
		expect(lwaError(status, { error }, given).repeatAfterMs).toBe(repeatAfterMs);
		expect(lwaError(status, { error }).repeatAfterMs).toBeUndefined();
	});

	it('without a word is one of a server that is busy, or of a page in front of it', () => {
		const rest = { headers: {}, isRepeatable: true };
		expect(lwaError(503, {}, rest)).toMatchObject({ transient: true, repeatAfterMs: 0 });
		expect(lwaError(429, {}, rest)).toMatchObject({ transient: true });
		expect(lwaError(403, {}, rest)).toMatchObject({ blocked: true });
		expect(lwaError(404, {}, rest)).toMatchObject({ transient: false, blocked: false });
	});
});

describe('the keys', () => {
	it.each([
		['Atza|x', true],
		['Atz.sprdt|x', true],
		['Atzr|x', false],
		['xAtza|x', false],
		['AtzaX', false],
		['AtzXsprdt|x', false],
	])('%s is an access token: %s', (refreshToken, is) => {
		const message = messageIn(() => readKeys({ ...KEYS, refreshToken }));
		expect(message).toBe(is ? "'Refresh Token' holds an access token" : '');
	});

	it('of a refresh token hold no code and no redirect URI', () => {
		const fields = { ...KEYS, authorizationCode: 'ANx', redirectUri: 'https://me.example' };
		expect(readKeys(fields)).toEqual({
			...{ clientId: 'app', clientSecret: 'secret', refreshToken: 'Atzr|mine' },
			...{ code: '', redirectUri: '' },
		});
	});

	it('of a code may lack the refresh token, the redirect URI, or the code itself later', () => {
		const read = (more: object) => readKeys({ ...BY_CODE, ...more } as never);
		expect(read({ authorizationCode: ' ANx ', redirectUri: ' https://me.example ' })).toEqual({
			...{ clientId: 'app', clientSecret: 'secret', refreshToken: '' },
			...{ code: 'ANx', redirectUri: 'https://me.example' },
		});
		expect(read({ refreshToken: 'Atzr|x' })).toMatchObject({ code: '', refreshToken: 'Atzr|x' });
		expect(read({ authorizationCode: 'ANx', redirectUri: null }).redirectUri).toBe('');
		expect(messageIn(() => read({ authorizationCode: ' ' }))).toContain(
			"'Authorization Code' is empty",
		);
		const twoLines = { authorizationCode: 'ANx', redirectUri: 'a b' };
		expect(messageIn(() => read(twoLines))).toContain("'Redirect URI'");
	});

	it('tell of a code that came to the Login URI first', () => {
		const half = 'https://me.example/?amazon_callback_uri=https://amazon.com/x&state=1';
		const read = (authorizationCode: string) => () => readKeys({ ...BY_CODE, authorizationCode });
		expect(messageIn(read(half))).toContain('Login URI of the app first');
		const other = messageIn(read('https://me.example/?state=1'));
		expect(other).toContain("'Authorization Code'");
		expect(other).not.toContain('Login URI');
	});

	it('are those of a token as long as they are the same', () => {
		const keys = readKeys(KEYS);
		const owners = [
			keys,
			{ ...keys, clientId: 'other' },
			{ ...keys, clientSecret: 'other' },
			{ ...keys, refreshToken: 'other' },
			{ ...keys, code: 'C' },
		].map(ownerOf);
		expect(new Set(owners).size).toBe(5);
		expect(ownerOf({ ...keys, redirectUri: 'x' })).toBe(owners[0]);
		// What was issued for a code is still of it when the refresh token is there.
		expect(ownerOf({ ...keys, code: 'C', refreshToken: '' })).toBe(owners[4]);
	});

	it('tell the quota of app, seller, region and environment apart', () => {
		const of = (more: object) => connectAmazon({ ...KEYS, ...more } as never).quotaOwner;
		const owners = [
			{},
			{ region: 'na' },
			{ environment: 'sandbox' },
			{ clientId: 'other' },
			{ refreshToken: 'Atzr|other' },
		].map(of);
		expect(new Set(owners).size).toBe(5);
		expect(of({ clientSecret: 'rotated' })).toBe(owners[0]);
		const before = of({ ...BY_CODE, authorizationCode: 'ANx' });
		expect(of({ ...BY_CODE, authorizationCode: 'ANx', refreshToken: 'Atzr|x' })).toBe(before);
	});

	it('come with a token only where it was issued for them, and with its end', () => {
		const issuedFor = ownerOf(readKeys(KEYS));
		const stored = { ...KEYS, accessToken: 'Atza|x', issuedFor };
		const accessTokenExpiresAt = new Date(NOW).toISOString();
		expect(connectAmazon({ ...stored, accessTokenExpiresAt })).toMatchObject({
			...{ token: 'Atza|x', tokenExpiresAt: NOW },
		});
		expect(connectAmazon(stored)).toMatchObject({ token: 'Atza|x', tokenExpiresAt: undefined });
		expect(connectAmazon({ ...stored, accessToken: ' ' }).token).toBeUndefined();
		const foreign = { ...stored, accessTokenExpiresAt, issuedFor: 'x' };
		expect(connectAmazon(foreign)).toMatchObject({ token: undefined, tokenExpiresAt: undefined });
	});

	it('name the seller only where a whole address was pasted for them', () => {
		const of = (fields: object) => connectAmazon({ ...BY_CODE, ...fields } as never).account;
		const address = 'https://me.example/?selling_partner_id=A3FH&spapi_oauth_code=ANx';
		expect(of({ authorizationCode: address })).toBe('A3FH');
		expect(of({ authorizationCode: 'ANx' })).toBeNull();
		expect(of({ authorizationCode: null, refreshToken: 'Atzr|x' })).toBeNull();
		expect(connectAmazon({ ...KEYS, authorizationCode: address }).account).toBeNull();
	});
});

describe('a renewal', () => {
	async function renew(fields: ICredentialDataDecryptedObject, ...answers: unknown[]) {
		const asked: IHttpRequestOptions[] = [];
		const httpRequest = async (options: IHttpRequestOptions) => {
			asked.push(options);
			const [status, body] = (answers.shift() ?? [200, {}]) as [number, object];
			return await Promise.resolve({ statusCode: status, headers: {}, body: JSON.stringify(body) });
		};
		const stored = await renewToken({ helpers: { httpRequest } } as never, fields);
		return { stored, asked, forms: asked.map(({ body }) => new URLSearchParams(String(body))) };
	}
	const good = (more: object = {}) => [
		200,
		{ access_token: 'Atza|new', expires_in: 3600, ...more },
	];

	it.each([
		[{ expires_in: 60 }, NOW + 60_000],
		[{ expires_in: '120' }, NOW + 120_000],
		[{ expires_in: undefined }, NOW + 3_600_000],
		[{ expires_in: 'soon' }, NOW + 3_600_000],
	])('stores the end of the token: %j', async (more, end) => {
		const { stored } = await renew({ ...KEYS }, good(more));
		expect(stored).toEqual({
			...{ accessToken: 'Atza|new', accessTokenExpiresAt: new Date(end).toISOString() },
			issuedFor: ownerOf(readKeys(KEYS)),
		});
	});

	it('stores another refresh token only where there is another', async () => {
		expect(
			(await renew({ ...KEYS }, good({ refresh_token: 'Atzr|mine' }))).stored,
		).not.toHaveProperty('refreshToken');
		const { stored } = await renew({ ...KEYS }, good({ refresh_token: 'Atzr|new' }));
		expect(stored).toMatchObject({
			...{
				refreshToken: 'Atzr|new',
				issuedFor: ownerOf(readKeys({ ...KEYS, refreshToken: 'Atzr|new' })),
			},
		});
	});

	it.each([
		[400, { access_token: 'Atza|x', error: 'invalid_grant' }],
		[200, { access_token: ' ' }],
	])('believes no answer %i %j', async (status, body) => {
		expect(await failureOf(renew({ ...KEYS }, [status, body]))).toBeInstanceOf(TokenError);
	});

	it('of a code that was used, without a refresh token, says what to do', async () => {
		const code = { ...BY_CODE, authorizationCode: 'ANused' };
		const { stored } = await renew(code, good({ refresh_token: 'Atzr|x' }));
		const lost = { ...code, ...stored, refreshToken: '' } as ICredentialDataDecryptedObject;
		const failure = await failureOf(renew(lost));
		expect((failure as Error).message).toContain(
			'was used already, and no refresh token is stored',
		);
		expect((failure as TokenError).description).toContain('paste the new code');
	});

	it('of a code that brings no refresh token fails, and the code is not taken', async () => {
		const code = { ...BY_CODE, authorizationCode: 'ANbare' };
		expect(await failureOf(renew(code, good()))).toBeInstanceOf(TokenError);
		const { forms } = await renew({ ...code }, good({ refresh_token: 'Atzr|x' }));
		expect(forms[0].get('grant_type')).toBe('authorization_code');
	});

	it('of another app or secret does not know what became of the code', async () => {
		const code = { ...BY_CODE, authorizationCode: 'ANshared' };
		await renew({ ...code }, good({ refresh_token: 'Atzr|kept' }));
		for (const more of [{ clientSecret: 'guessed' }, { clientId: 'guessed' }] as object[]) {
			const { forms } = await renew({ ...code, ...more }, good({ refresh_token: 'Atzr|y' }));
			expect(forms[0].get('code')).toBe('ANshared');
		}
		const again = await renew({ ...code }, good({ refresh_token: 'Atzr|kept' }));
		expect(again.forms[0].get('refresh_token')).toBe('Atzr|kept');
		expect(again.stored).toMatchObject({ refreshToken: 'Atzr|kept' });
	});

	it('of a refused code tells the same again, and asks no more', async () => {
		const code = { ...BY_CODE, authorizationCode: 'ANdead', redirectUri: 'https://a.example' };
		const refused = [400, { error: 'invalid_grant', error_description: 'parameter : code' }];
		const first = (await failureOf(renew({ ...code }, refused))) as Error;
		expect(first.message).toContain('The authorization code was refused (invalid_grant)');
		const again = (await failureOf(renew({ ...code }))) as Error;
		expect(again.message).toBe(first.message);
		const other = await renew({ ...code, redirectUri: '' }, good({ refresh_token: 'Atzr|z' }));
		expect(other.asked).toHaveLength(1);
	});

	it('tells any other failure as trouble with the token', async () => {
		const fields = { ...KEYS, environment: 'custom', authBaseUrl: 'http://a.example' };
		const failure = await failureOf(renew(fields));
		expect(failure).toBeInstanceOf(TokenError);
		expect((failure as Error).message).toContain("'Authorization Base URL'");
	});

	it('goes to the host that was entered only in a custom environment', () => {
		const authBaseUrl = 'https://a.example';
		expect(tokenUrl({ environment: 'production', authBaseUrl })).toBe(
			'https://api.amazon.com/auth/o2/token',
		);
		expect(readLoginHost('https://a.example/auth/o2/token/x')).toBe(
			'https://a.example/auth/o2/token/x',
		);
	});
});

describe('the link to a new code', () => {
	const link = (more: object) =>
		new URL(
			withLink('P', { region: 'eu', applicationId: ' app-1 ', ...more } as never)
				.split(' ')
				.at(-1) ?? '',
		).searchParams;

	it('holds the app, and the redirect URI where there is one', () => {
		expect(link({}).get('application_id')).toBe('app-1');
		expect(link({}).has('redirect_uri')).toBe(false);
		expect(link({ redirectUri: ' https://me.example ' }).get('redirect_uri')).toBe(
			'https://me.example',
		);
		expect(link({ applicationId: 'app-2' }).get('state')).not.toBe(link({}).get('state'));
	});

	it.each([
		[true, 'beta'],
		[undefined, 'beta'],
		[false, null],
	])('is of a draft: %s', (isDraft, version) => {
		expect(link({ isDraft }).get('version')).toBe(version);
	});

	it('is not there without the ID of the app, and the way to it is told', () => {
		for (const applicationId of ['', ' ', null, undefined]) {
			expect(withLink('P', { region: 'eu', applicationId } as never)).toMatch(
				/^P\. Paste the code that Amazon gave, or enter 'Application ID'/,
			);
		}
	});
});

describe('the page of the authorization', () => {
	function visit(query: string, more: Partial<Callback> & { parameters?: object } = {}): Callback {
		const { parameters = {}, ...rest } = more;
		return {
			endpoint: '',
			query: new CallbackQuery(`/x?${query}`),
			app: { clientId: 'app', clientSecret: 'secret' },
			credential: { environment: 'production', region: 'eu' },
			parameter: (name: string, fallback: unknown) =>
				(parameters as Record<string, unknown>)[name] ?? fallback,
			...rest,
		} as unknown as Callback;
	}
	const confirm = '/apps/authorize/confirm/amzn1.sp.solution.1';
	const back = (uri: string, more = {}) =>
		callbackAddress(visit(`amazon_callback_uri=${uri}`, more));

	it.each([
		...['ae', 'ca', 'cn', 'co.jp', 'co.uk', 'co.za', 'com', 'com.au', 'com.be', 'com.br', 'com.mx'],
		...['com.sg', 'com.tr', 'de', 'eg', 'es', 'fr', 'ie', 'in', 'it', 'me', 'nl', 'pl', 'sa', 'se'],
		'sg',
	])('sends back to amazon.%s', (domain) => {
		for (const host of [
			`amazon.${domain}`,
			`sellercentral.amazon.${domain}`,
			`a.b.amazon.${domain}`,
		]) {
			expect(back(`https://${host}${confirm}`).href).toBe(`https://${host}${confirm}`);
		}
		expect(back(`HTTPS://amazon.${domain}${confirm}?x=1`).search).toBe('?x=1');
	});

	it.each([
		...['tr', 'jp', 'uk', 'com.de', 'co', 'net', 'coXjp', 'com.evil', 'de.com'].map(
			(domain) => `https://amazon.${domain}${confirm}`,
		),
		`https://amazon.com:8443${confirm}`,
		`https://xamazon.com${confirm}`,
		`https://a_b.amazon.com${confirm}`,
		`https://:p@amazon.com${confirm}`,
		`https://amazon.com/x${confirm}`,
		'https://amazon.com/apps/authorize/confirm/',
		'https://amazon.com/apps/authorize/confirm/a%25b',
		...['amazon_state', 'redirect_uri', 'state', 'version'].map(
			(name) => `https://amazon.com${confirm}?${name}=1`,
		),
		`x:${confirm}`,
		'https://[',
	])('sends to nobody else: %s', (uri) => {
		expect(() => back(encodeURIComponent(uri))).toThrow(CallbackError);
	});

	it('sends to a host of its own where the owner has entered one', () => {
		const credential = { environment: 'custom', authBaseUrl: 'https://a.example:8443/x' };
		expect(back(`https://a.example:8443${confirm}`, { credential }).host).toBe('a.example:8443');
		expect(() => back(`https://a.example${confirm}`, { credential })).toThrow(CallbackError);
		expect(back(`https://amazon.com${confirm}`, { credential }).host).toBe('amazon.com');
		const unused = { ...credential, environment: 'production', region: 'eu' };
		expect(() => back(`https://a.example:8443${confirm}`, { credential: unused })).toThrow(
			CallbackError,
		);
	});

	it('resolves an address without a host at the Seller Central of the node', () => {
		expect(back(confirm).host).toBe('sellercentral-europe.amazon.com');
		const parameters = { sellerCentral: 'sellercentral.amazon.in' };
		expect(back(confirm, { parameters }).host).toBe('sellercentral.amazon.in');
	});

	it.each([
		['', "'Application ID' is empty"],
		['a b', "'Application ID' is malformed"],
		['a&b', "'Application ID' is malformed"],
	])('does not send to the consent of %j', (applicationId, message) => {
		expect(() => consentAddress(visit('', { parameters: { applicationId } }))).toThrow(message);
		const parameters = { applicationId: ' amzn1.sp.solution.1-2 ' };
		expect(consentAddress(visit('', { parameters })).href).toBe(
			'https://sellercentral-europe.amazon.com/apps/authorize/consent?application_id=amzn1.sp.solution.1-2',
		);
	});

	it.each([
		['https://sellercentral.amazon.com/x', true],
		['https://sellercentral-europe.amazon.com/x', true],
		['https://amazon.co.jp/', true],
		['https://sellercentral.amazon.com.tr/', true],
		['http://amazon.com/', false],
		['https://notamazon.com/', false],
		['https://amazon.com.evil.example/', false],
		['https://a.example/?https://amazon.com/', false],
	])('comes from %s: %s', (page, is) => {
		expect(amazonEntrance.comesFrom.test(page)).toBe(is);
	});

	const issued: unknown[][] = [];
	const states = {
		issue: (...given: unknown[]) => {
			issued.push(given);
			return { state: 'S', cookie: 'C' };
		},
		check: (state: string) => {
			if (state === '') throw new CallbackError(400, 'no state', 'x');
			return { nonce: 'N', expiresAt: NOW, start: 'website', account: '' };
		},
	};
	const answer = async (query: string, more: object = {}) =>
		await amazonEntrance.answer(visit(query, { states, ...more } as never));
	const login = `amazon_callback_uri=https://amazon.com${confirm}&selling_partner_id=A3FH`;

	beforeEach(() => void issued.splice(0));

	it('keeps what came, and adds its own in the order of Amazon', async () => {
		const query = `amazon_callback_uri=${encodeURIComponent(`https://amazon.com${confirm}?x=1&y=2`)}`;
		const parameters = { redirectUri: ' https://me.example/a?b ' };
		const given = `${query}&selling_partner_id=A3FH&amazon_state=a%2Bb&version=beta`;
		expect(await answer(given, { parameters })).toEqual({
			status: 302,
			cookie: 'C',
			location: `https://amazon.com${confirm}?x=1&y=2&redirect_uri=https%3A%2F%2Fme.example%2Fa%3Fb&amazon_state=a%2Bb&state=S&version=beta`,
		});
		expect(issued).toEqual([['appstore', 'A3FH', 300_000]]);
		const plain = await answer(`${login}&amazon_state=a&version=alpha`);
		expect(plain.location).toBe(`https://amazon.com${confirm}?amazon_state=a&state=S`);
	});

	it('begins a visit of fifteen minutes that is nobody’s yet', async () => {
		const parameters = { applicationId: 'app-1', isDraft: true, redirectUri: 'https://me.example' };
		const { location, cookie, status } = await answer('start=website', { parameters });
		expect([status, cookie]).toEqual([302, 'C']);
		expect(Object.fromEntries(new URL(location ?? '').searchParams)).toEqual({
			...{
				application_id: 'app-1',
				state: 'S',
				redirect_uri: 'https://me.example',
				version: 'beta',
			},
		});
		expect(issued).toEqual([['website', '', 900_000]]);
		const draft = await answer('start=1', { parameters: { applicationId: 'app-1' } });
		expect(draft.location).toContain('version=beta');
		const parameters2 = { applicationId: 'app-1', isDraft: false };
		const published = await answer('start=1', { parameters: parameters2 });
		expect(published.location).not.toContain('version');
	});

	it.each([
		[`${login}`, 400],
		[`${login}&amazon_state=`, 400],
		[`amazon_callback_uri=https://amazon.com${confirm}&amazon_state=a`, 400],
		[
			`amazon_callback_uri=https://evil.example${confirm}&amazon_state=a&selling_partner_id=A3FH`,
			400,
		],
		['state=S', 400],
		['error=access_denied', 400],
		['spapi_oauth_code=%20&selling_partner_id=A3FH&state=S', 400],
		['spapi_oauth_code=x&selling_partner_id=A3&state=S', 400],
		[`spapi_oauth_code=x&selling_partner_id=${'A'.repeat(65)}&state=S`, 400],
		['spapi_oauth_code=x&selling_partner_id=A3F%20H&state=S', 400],
	])('refuses %s', async (query, status) => {
		expect(await failureOf(answer(query))).toMatchObject({ status });
	});

	it('has nothing at other addresses', async () => {
		expect(await failureOf(answer('', { endpoint: 'load' }))).toMatchObject({ status: 404 });
	});

	it('is declined with a state that it has given', async () => {
		const { status, page, item } = await answer('error=access_denied&state=S');
		expect([status, page?.title, item]).toEqual([200, 'Nothing was connected', undefined]);
	});

	it('welcomes whoever comes, with a link where the app can be named', async () => {
		const plain = await answer('');
		expect(plain.page?.link).toBeUndefined();
		expect(plain.page?.paragraphs.join()).toContain('Begin at Amazon');
		const parameters = { applicationId: 'app-1' };
		const able = await answer('', { parameters });
		expect(able.page?.link).toMatchObject({ href: '?start=website' });
		expect(able.page?.paragraphs.join()).not.toContain('Begin at Amazon');
		expect((await answer('', { parameters: { applicationId: ' ' } })).page?.link).toBeUndefined();
	});

	describe('with the code', () => {
		const CODE = 'ANcodeOfAmazon1234';
		const query = `spapi_oauth_code=${CODE}&selling_partner_id=A3FH&state=S`;
		function desk(status: number, body: object | Error, more: object = {}) {
			const used = new Set<string>();
			const asked: unknown[][] = [];
			const once = {
				take: (nonce: string, value: string) => {
					if (used.has(nonce)) return value;
					used.add(nonce);
					return undefined;
				},
				release: (nonce: string) => void used.delete(nonce),
			};
			const requestToken = async (...given: unknown[]) => {
				asked.push(given);
				if (body instanceof Error) throw body;
				return await Promise.resolve({ status, body, headers: {}, isRepeatable: false });
			};
			return { used, asked, rest: { once, requestToken, ...more } };
		}

		it('gives the refresh token and the keys of the app to the workflow', async () => {
			const { asked, rest } = desk(200, { refresh_token: 'Atzr|new' });
			const { item, status } = await answer(query, rest);
			expect(status).toBe(200);
			expect(item).toEqual({
				...{ event: 'authorized', marketplace: 'amazon', sellingPartnerId: 'A3FH', region: 'eu' },
				...{ refreshToken: 'Atzr|new', clientId: 'app', start: 'website' },
				authorizedAt: '2026-11-21T09:00:00.000Z',
			});
			const form = {
				...{ grant_type: 'authorization_code', code: CODE },
				...{ client_id: 'app', client_secret: 'secret' },
			};
			expect(asked).toEqual([['https://api.amazon.com/auth/o2/token', form, true]]);
			expect(await failureOf(answer(query, rest))).toMatchObject({ status: 409 });
		});

		it('is of the seller who began, if one is known', async () => {
			const of = (account: string) => ({
				...states,
				check: () => ({ nonce: 'N', expiresAt: NOW, start: 'appstore', account }),
			});
			const { rest, asked } = desk(200, { refresh_token: 'Atzr|new' });
			const other = answer(query, { ...rest, states: of('A3FX') });
			expect(await failureOf(other)).toMatchObject({ status: 403 });
			expect(asked).toEqual([]);
			const { item } = await answer(query, { ...rest, states: of('A3FH') });
			expect(item).toMatchObject({ start: 'appstore' });
		});

		it.each([
			['A'.repeat(16), true],
			['A'.repeat(64), true],
			['A'.repeat(15), false],
			['A'.repeat(65), false],
			['A-'.repeat(10), false],
		])('%s has the form of one: %s', async (code, looksReal) => {
			const { asked, rest } = desk(200, { refresh_token: 'Atzr|new' });
			const parameters = { redirectUri: ' https://me.example ' };
			const given = visit(`spapi_oauth_code=${code}`, { parameters, ...rest } as never);
			expect(await exchangeCode(given, () => undefined)).toBe('Atzr|new');
			expect(asked[0][2]).toBe(looksReal);
			expect(asked[0][1]).toMatchObject({ redirect_uri: 'https://me.example' });
		});

		it.each([
			[400, { error: 'invalid_grant' }, false],
			[401, { error: 'invalid_client' }, true],
			[400, { error: 'access_denied', refresh_token: 'Atzr|x' }, true],
			[200, { access_token: 'x' }, true],
			[0, new TooManyCallsError(20), true],
			[0, new CallbackError(503, 'x', 'y'), false],
			[0, new Error('no answer'), true],
		])('after %i %j may be tried again: %s', async (status, body, isFree) => {
			const { used, rest } = desk(status, body);
			await failureOf(answer(query, rest));
			expect(used.has('N')).toBe(!isFree);
		});
	});
});

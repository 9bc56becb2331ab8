import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clock } from '../../../core/request/clock';
import { InvalidInputError, TokenError, tokenErrorOf } from '../../../core/request/errors';
import { AmazonSellingPartnerApi } from '../../../credentials/AmazonSellingPartnerApi.credentials';
import { connectAmazon } from '../../../nodes/AmazonSellingPartner/access/connection';
import { tokenUrl } from '../../../nodes/AmazonSellingPartner/access/tokens';
import { lwaError } from '../../../nodes/AmazonSellingPartner/access/token-errors';
import { failureOf } from '../../kit/failure';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const SECRET = 'amzn1.oa2-cs.v1.0123456789abcdef0123456789abcdef';
const REFRESH = 'Atzr|IQEBLzAtAhexamplewVz2Nn6f2y-tpJX2DeX';

const FIELDS: ICredentialDataDecryptedObject = {
	environment: 'production',
	region: 'eu',
	clientId: 'amzn1.application-oa2-client.0123',
	clientSecret: SECRET,
	method: 'refreshToken',
	refreshToken: REFRESH,
	accessToken: '',
};
const BY_CODE = { ...FIELDS, method: 'authorizationCode', refreshToken: '' };

type Answer = { status?: number; body: unknown } | Error;

/** n8n as the hook sees it: answers in turn, and keeps what was asked. */
function helper(...answers: Answer[]) {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		asked.push(options);
		const answer = answers.shift();
		if (answer === undefined) throw new Error('one request too many');
		if (answer instanceof Error) throw answer;
		const { status = 200, body } = answer;
		return { statusCode: status, headers: {}, body: JSON.stringify(body) };
	};
	return { asked, helpers: { httpRequest } as never };
}

async function renew(fields: ICredentialDataDecryptedObject, ...answers: Answer[]) {
	const { asked, helpers } = helper(...answers);
	const hook = new AmazonSellingPartnerApi().preAuthentication;
	const stored = await hook.call({ helpers }, fields);
	return { asked, stored, forms: asked.map(({ body }) => new URLSearchParams(String(body))) };
}

function tokens(changes: object = {}): Answer {
	const body = { access_token: 'Atza|one', token_type: 'bearer', expires_in: 3600 };
	return { body: { ...body, refresh_token: REFRESH, ...changes } };
}

function failureIn(run: () => unknown): Error {
	try {
		run();
	} catch (error) {
		return error as Error;
	}
	throw new Error('did not fail');
}

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));
afterEach(() => void vi.restoreAllMocks());

describe('connecting', () => {
	it.each([
		['production', 'na', 'https://sellingpartnerapi-na.amazon.com'],
		['production', 'eu', 'https://sellingpartnerapi-eu.amazon.com'],
		['sandbox', 'fe', 'https://sandbox.sellingpartnerapi-fe.amazon.com'],
		['custom', 'eu', 'https://gateway.example/amazon'],
	])('calls the host of %s in %s', (environment, region, baseUrl) => {
		const apiBaseUrl = 'gateway.example/amazon/';
		const connection = connectAmazon({ ...FIELDS, environment, region, apiBaseUrl });
		expect(connection).toMatchObject({ baseUrl, settings: { region } });
	});

	it('counts quota by app and seller, and shows no secret doing so', () => {
		const one = connectAmazon(FIELDS).quotaOwner;
		expect(connectAmazon({ ...FIELDS, refreshToken: 'Atzr|other' }).quotaOwner).not.toBe(one);
		expect(connectAmazon({ ...FIELDS, clientId: 'other' }).quotaOwner).not.toBe(one);
		expect(connectAmazon({ ...FIELDS, accessToken: 'Atza|new' }).quotaOwner).toBe(one);
		expect(one).not.toContain(REFRESH.slice(5, 20));
	});

	it.each([
		['Region', { region: '' }],
		['Region', { region: 'asia' }],
		['Client ID', { clientId: ' ' }],
		['Client Secret', { clientSecret: '' }],
		['Client Secret', { clientSecret: 'two words' }],
		['Refresh Token', { refreshToken: '' }],
		['Refresh Token', { refreshToken: 'Atza|this-is-an-access-token' }],
		['API Base URL', { environment: 'custom', apiBaseUrl: '' }],
		['API Base URL', { environment: 'custom', apiBaseUrl: 'http://gateway.example' }],
		['Authorization Code', { ...BY_CODE, authorizationCode: '' }],
		[
			'Authorization Code',
			{ ...BY_CODE, authorizationCode: 'https://me.example/?amazon_callback_uri=x&state=1' },
		],
	])("refuses a bad '%s'", (field, changes) => {
		const connect = () => connectAmazon({ ...FIELDS, ...changes });
		expect(connect).toThrow(InvalidInputError);
		expect(connect).toThrow(`'${field}'`);
	});

	it('knows the seller from a pasted address', () => {
		const authorizationCode = 'https://me.example/?selling_partner_id=A3FH&spapi_oauth_code=ANx';
		expect(connectAmazon({ ...BY_CODE, authorizationCode }).account).toBe('A3FH');
		expect(connectAmazon(FIELDS).account).toBeNull();
	});

	it('uses a stored token until app, secret or consent is replaced', async () => {
		const { stored } = await renew(FIELDS, tokens());
		const saved = { ...FIELDS, ...stored } as ICredentialDataDecryptedObject;
		expect(connectAmazon(saved)).toMatchObject({
			token: 'Atza|one',
			tokenExpiresAt: NOW + 3_600_000,
		});
		for (const changes of [
			{ refreshToken: 'Atzr|other' },
			{ clientSecret: 'rotated' },
			{ clientId: 'other' },
		]) {
			expect(connectAmazon({ ...saved, ...(changes as object) }).token).toBeUndefined();
		}
	});
});

describe('renewing by refresh token', () => {
	it('sends one form, as Amazon wants it', async () => {
		const { asked, stored } = await renew(FIELDS, tokens());
		expect(asked).toHaveLength(1);
		expect(asked[0]).toMatchObject({
			method: 'POST',
			url: 'https://api.amazon.com/auth/o2/token',
			headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
		});
		expect(asked[0].body).toBe(
			'grant_type=refresh_token' +
				'&refresh_token=Atzr%7CIQEBLzAtAhexamplewVz2Nn6f2y-tpJX2DeX' +
				`&client_id=amzn1.application-oa2-client.0123&client_secret=${SECRET}`,
		);
		expect(stored).toMatchObject({
			accessToken: 'Atza|one',
			accessTokenExpiresAt: '2026-11-21T10:00:00.000Z',
		});
		expect(stored).not.toHaveProperty('refreshToken');
	});

	it('keeps another refresh token, should Amazon send one', async () => {
		const { stored } = await renew(FIELDS, tokens({ refresh_token: 'Atzr|replaced' }));
		expect(stored.refreshToken).toBe('Atzr|replaced');
		expect(connectAmazon({ ...FIELDS, ...stored } as never).token).toBe('Atza|one');
	});

	it.each([
		['custom', 'http://127.0.0.1:9000/', 'http://127.0.0.1:9000/auth/o2/token'],
		['custom', 'https://a.example/auth/o2/token', 'https://a.example/auth/o2/token'],
		['sandbox', '', 'https://api.amazon.com/auth/o2/token'],
	])('asks at the address of %s %s', (environment, authBaseUrl, url) => {
		expect(tokenUrl({ environment, authBaseUrl })).toBe(url);
	});

	it('names the field that is missing before any request', async () => {
		const fields = { ...FIELDS, refreshToken: '' };
		const { asked, helpers } = helper();
		const hook = new AmazonSellingPartnerApi().preAuthentication;
		const error = await failureOf(hook.call({ helpers }, fields));
		expect(error).toBeInstanceOf(TokenError);
		expect((error as Error).message).toContain("'Refresh Token' is empty");
		expect(tokenErrorOf(fields)?.message).toBe("'Refresh Token' is empty");
		expect(asked).toHaveLength(0);
	});
});

describe('a refusal of Login with Amazon', () => {
	const CODE = 'The request has an invalid grant parameter : code';
	const TOKEN = 'The request has an invalid grant parameter : refresh_token. User may have revoked';

	it.each([
		[400, 'invalid_grant', TOKEN, /refresh token was refused/, /Authorize/, false],
		[400, 'invalid_grant', CODE, /authorization code was refused/, /works once/, false],
		[401, 'invalid_client', 'Client authentication failed', /Client ID or Client/, /180/, false],
		[400, 'unauthorized_client', 'Not authorized', /another app/, /Client ID/, false],
		[400, 'invalid_request', 'missing', /field is missing/, /every field/, false],
		[400, 'unsupported_grant_type', 'no', /could not be read/, /proxy/, false],
		[400, 'access_denied', 'no', /withdrawn/, /Authorize/, false],
		[500, 'server_error', 'oops', /has an error/, /Try again/, true],
		[503, 'temporarily_unavailable', 'later', /not available/, /Try again/, true],
		[502, undefined, undefined, /did not issue an access token \(status 502\)/, /Try again/, true],
		[404, 'Not Found <html>', undefined, /\(status 404\)/, /Authorization Base URL/, false],
	])('%i %s: %s', (status, error, error_description, message, advice, transient) => {
		const trouble = lwaError(status, { error, error_description });
		expect(trouble.message).toMatch(message);
		expect(trouble.description).toMatch(advice);
		expect(trouble.transient).toBe(transient);
	});

	it('reaches the engine with the credential, and without what Amazon echoes', async () => {
		const fields = { ...FIELDS };
		const echo = { error: 'invalid_grant', error_description: `bad ${REFRESH} for ${SECRET}` };
		const error = await failureOf(renew(fields, { status: 400, body: echo }));
		expect(tokenErrorOf(fields)?.message).toMatch(/^The refresh token was refused/);
		const { message, description } = error as TokenError;
		expect(`${message} ${description}`).not.toContain(REFRESH);
		expect(`${message} ${description}`).not.toContain(SECRET);
		expect(message).toContain('invalid_grant');
		// n8n's credential test shows a code in place of the message.
		expect(error).not.toHaveProperty('code');
	});

	it('is transient when no answer came', async () => {
		const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		expect(await failureOf(renew(FIELDS, refused))).toMatchObject({ transient: true });
	});

	it('is one, too, when a good answer holds no token', async () => {
		expect(await failureOf(renew(FIELDS, { body: {} }))).toBeInstanceOf(TokenError);
	});
});

describe('a pasted code', () => {
	const pasted = (code: string) => ({
		...BY_CODE,
		authorizationCode: `https://me.example/?state=1&selling_partner_id=A3&spapi_oauth_code=${code}`,
	});

	it('is exchanged once; after that the stored refresh token renews', async () => {
		const fields = { ...pasted('first'), redirectUri: 'https://me.example/' };
		const { forms, stored } = await renew(fields, tokens({ refresh_token: 'Atzr|new' }));
		expect(Object.fromEntries(forms[0])).toEqual({
			grant_type: 'authorization_code',
			code: 'first',
			redirect_uri: 'https://me.example/',
			client_id: FIELDS.clientId,
			client_secret: SECRET,
		});
		expect(stored).toMatchObject({ refreshToken: 'Atzr|new', accessToken: 'Atza|one' });
		expect(JSON.stringify(stored.exchangedCode)).not.toContain('first');

		const saved = { ...fields, ...stored } as ICredentialDataDecryptedObject;
		expect(connectAmazon(saved).token).toBe('Atza|one');
		const later = await renew(saved, tokens({ refresh_token: 'Atzr|new' }));
		expect(later.forms[0].get('grant_type')).toBe('refresh_token');
		expect(later.forms[0].get('refresh_token')).toBe('Atzr|new');
	});

	it('goes without redirect_uri where the consent had none', async () => {
		const { forms } = await renew({ ...BY_CODE, authorizationCode: 'bare' }, tokens());
		expect(forms[0].get('code')).toBe('bare');
		expect(forms[0].has('redirect_uri')).toBe(false);
	});

	it('is not sent again when its answer could not be stored', async () => {
		await renew(pasted('lost'), tokens({ refresh_token: 'Atzr|kept' }));
		const { forms, stored } = await renew(
			pasted('lost'),
			tokens({ access_token: 'Atza|two', refresh_token: 'Atzr|kept' }),
		);
		expect(forms.map((form) => form.get('grant_type'))).toEqual(['refresh_token']);
		expect(stored).toMatchObject({ accessToken: 'Atza|two', refreshToken: 'Atzr|kept' });
		expect(stored.exchangedCode).toBeTypeOf('string');
	});

	it('is not sent again after a refusal', async () => {
		const refusal = { error: 'invalid_grant', error_description: 'grant parameter : code' };
		const first = await failureOf(renew(pasted('dead'), { status: 400, body: refusal }));
		expect(await failureOf(renew(pasted('dead')))).toEqual(first);
	});

	it('may be sent again after a wrong secret was corrected', async () => {
		const refusal = { error: 'invalid_client', error_description: 'no' };
		await failureOf(renew(pasted('good'), { status: 401, body: refusal }));
		const { stored } = await renew(pasted('good'), tokens({ refresh_token: 'Atzr|got' }));
		expect(stored.refreshToken).toBe('Atzr|got');
	});

	it('may be sent again after the redirect URI was corrected, but is exchanged once', async () => {
		const refusal = { error: 'invalid_grant', error_description: 'grant parameter : code' };
		await failureOf(renew(pasted('elsewhere'), { status: 400, body: refusal }));
		const corrected = () => ({ ...pasted('elsewhere'), redirectUri: 'https://right.example/' });
		const { forms } = await renew(corrected(), tokens({ refresh_token: 'Atzr|right' }));
		expect(forms[0].get('redirect_uri')).toBe('https://right.example/');
		const later = { ...corrected(), redirectUri: 'https://edited.example/' };
		const again = await renew(later, tokens({ refresh_token: 'Atzr|right' }));
		expect(again.forms.map((form) => form.get('grant_type'))).toEqual(['refresh_token']);
	});

	it.each([
		['eu', '', true, 'https://sellercentral-europe.amazon.com'],
		['fe', '', false, 'https://sellercentral.amazon.co.jp'],
		['eu', 'sellercentral.amazon.in', true, 'https://sellercentral.amazon.in'],
	])('of %s %o (draft: %o) is asked for by a link', (region, sellerCentral, isDraft, host) => {
		const applicationId = 'amzn1.sp.solution.0123';
		const fields = { ...BY_CODE, region, sellerCentral, isDraft, applicationId };
		const connect = () => connectAmazon({ ...fields, redirectUri: 'https://me.example/' });
		expect(connect).toThrow(`'Authorization Code' is empty. Open this link`);
		const { message } = failureIn(connect);
		const link = new URL(message.split(' ').at(-1) ?? '');
		expect(link.origin + link.pathname).toBe(`${host}/apps/authorize/consent`);
		expect(Object.fromEntries(link.searchParams)).toEqual({
			application_id: applicationId,
			state: expect.stringMatching(/^[0-9a-f]{16}$/),
			redirect_uri: 'https://me.example/',
			...(isDraft ? { version: 'beta' } : {}),
		});
	});

	it('is asked for at the own host, also where that is entered with the path for tokens', () => {
		const authBaseUrl = 'a.example/auth/o2/token/';
		const fields = { ...BY_CODE, environment: 'custom', authBaseUrl, applicationId: 'x' };
		const { message } = failureIn(() => connectAmazon(fields));
		expect(message).toContain(': https://a.example/apps/authorize/consent?');
		expect(tokenUrl(fields)).toBe('https://a.example/auth/o2/token');
	});

	it('that is dead leads to the link as well, or says how to get it', async () => {
		const refusal = { error: 'invalid_grant', error_description: 'grant parameter : code' };
		const withId = { ...pasted('expired-1'), applicationId: 'amzn1.sp.solution.0123' };
		const told = await failureOf(renew(withId, { status: 400, body: refusal }));
		expect((told as Error).message).toMatch(
			/was refused \(invalid_grant\)\. Open this link.*https:/,
		);
		const without = await failureOf(renew(pasted('expired-2'), { status: 400, body: refusal }));
		expect((without as Error).message).toContain("enter 'Application ID'");
		const corrected = { ...pasted('expired-2'), applicationId: 'amzn1.sp.solution.0123' };
		const later = await failureOf(renew(corrected));
		expect((later as Error).message).toMatch(
			/was refused \(invalid_grant\)\. Open this link.*application_id=amzn1\.sp\.solution\.0123/,
		);
	});

	it('takes the place of an older consent', async () => {
		const older = { ...pasted('newer'), refreshToken: 'Atzr|older', exchangedCode: 'abc' };
		const { forms, stored } = await renew(older, tokens({ refresh_token: 'Atzr|newer' }));
		expect(forms[0].get('code')).toBe('newer');
		expect(stored.refreshToken).toBe('Atzr|newer');
	});
});

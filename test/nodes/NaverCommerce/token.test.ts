import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clock } from '../../../core/request/clock';
import { TokenError } from '../../../core/request/errors';
import { VERSION } from '../../../core/version';
import {
	baseUrlOf,
	connectNaver,
	issuedFor,
	tokenForm,
} from '../../../nodes/NaverCommerce/access/connection';
import { renewNaverToken } from '../../../nodes/NaverCommerce/access/tokens';
import { failureOf } from '../../kit/failure';

const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const EXTERNAL = 'https://api.commerce.naver.com/external';
const PARTNER = 'https://api.commerce.naver.com/partner';
const FIELDS: ICredentialDataDecryptedObject = {
	environment: 'production',
	clientId: 'app-1',
	clientSecret: '$2a$04$N8nTestSaltForNaver0O.',
	accountType: 'SELF',
};
const SELLER = { accountType: 'SELLER', accountId: 'ncp_1' };

interface Answer {
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
}

let application = 0;
/** Another application, so that no test gets the token of the one before. */
const fields = (more: object = {}): ICredentialDataDecryptedObject => ({
	...FIELDS,
	clientId: `app-${++application}`,
	...more,
});

/** Naver's side, and how often it was asked. */
class Office {
	asked = 0;
	constructor(private readonly answers: Answer[]) {}

	async renew(credentials: ICredentialDataDecryptedObject) {
		const httpRequest = async () => {
			const {
				status = 200,
				body,
				headers = {},
			} = this.answers[Math.min(this.asked++, this.answers.length - 1)];
			const written = typeof body === 'string' ? body : JSON.stringify(body ?? {});
			return await Promise.resolve({ statusCode: status, headers, body: written });
		};
		return await renewNaverToken({ helpers: { httpRequest } } as never, credentials);
	}
}
const token = (access_token: string, expires_in: unknown = 10_800) => ({
	body: { access_token, expires_in, token_type: 'Bearer' },
});
const refusal = async (answer: Answer) =>
	(await failureOf(new Office([answer]).renew(fields()))) as TokenError;

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));

describe('a connection', () => {
	it('is that of an own store', () => {
		expect(connectNaver(FIELDS)).toEqual({
			baseUrl: EXTERNAL,
			account: null,
			quotaOwner: 'app-1|',
			headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
			token: undefined,
			tokenExpiresAt: undefined,
			settings: { environment: 'production' },
		});
	});

	it('is that of another seller, with a pace of its own', () => {
		expect(connectNaver({ ...FIELDS, ...SELLER })).toMatchObject({
			account: 'ncp_1',
			quotaOwner: 'app-1|ncp_1',
		});
	});

	it.each([
		['production', PARTNER, EXTERNAL, 'production'],
		[undefined, PARTNER, EXTERNAL, 'production'],
		['custom', PARTNER, PARTNER, 'custom'],
		['custom', ` ${PARTNER}/ `, PARTNER, 'custom'],
	])('goes in the environment %s to the right host', (environment, apiBaseUrl, url, told) => {
		const credential = { ...FIELDS, environment, apiBaseUrl } as ICredentialDataDecryptedObject;
		const { baseUrl, settings } = connectNaver(credential);
		expect([baseUrl, settings?.environment]).toEqual([url, told]);
		expect(baseUrlOf(credential)).toBe(url);
	});

	it.each([
		['2026-11-21T12:00:00.000Z', Date.parse('2026-11-21T12:00:00.000Z')],
		['', undefined],
		['soon', undefined],
		[undefined, undefined],
	])('knows when its token ends: %j', (expiresAt, expected) => {
		const credential = { ...FIELDS, expiresAt } as ICredentialDataDecryptedObject;
		expect(connectNaver(credential).tokenExpiresAt).toBe(expected);
	});

	it('has the token that was issued for it, or that nobody knows better', () => {
		const own = { ...FIELDS, accessToken: 'one', issuedFor: issuedFor(FIELDS) };
		expect(connectNaver(own).token).toBe('one');
		expect(connectNaver({ ...own, issuedFor: 'another' }).token).toBeUndefined();
		expect(connectNaver({ ...own, accessToken: '' }).token).toBeUndefined();
		expect(connectNaver({ ...FIELDS, accessToken: 'one' }).token).toBe('one');
	});

	it.each([
		'$2a$04$N8nTestSaltForNaver0O.',
		'$2b$04$N8nTestSaltForNaver0O.',
		'$2y$10$N8nTestSaltForNaver0O.',
		'$2a$04$./AZaz0189abcdefghijkl',
	])('takes the secret %s', (clientSecret) => {
		expect(() => connectNaver({ ...FIELDS, clientSecret })).not.toThrow();
	});

	it.each([
		'x$2a$04$N8nTestSaltForNaver0O.',
		'$2a$04$N8nTestSaltForNaver0O.x',
		'$2a$04$N8nTestSaltForNaver0O',
		'$2x$04$N8nTestSaltForNaver0O.',
		'$1a$04$N8nTestSaltForNaver0O.',
		'$2a$4$N8nTestSaltForNaver0O.x',
		'$2a$04$N8nTestSaltForNaver0O!',
	])('does not take the secret %s', (clientSecret) => {
		expect(() => connectNaver({ ...FIELDS, clientSecret })).toThrow("'Client Secret'");
		expect(() => issuedFor({ ...FIELDS, clientSecret })).toThrow("'Client Secret'");
	});

	it('is another one for each thing that a token is issued for', () => {
		const edits: ICredentialDataDecryptedObject[] = [
			{},
			{ clientId: 'app-2' },
			{ clientSecret: '$2a$04$abcdefghijklmnopqrstuu' },
			SELLER,
			{ ...SELLER, accountId: 'ncp_2' },
			{ environment: 'custom', apiBaseUrl: PARTNER },
		];
		const owners = new Set(edits.map((edit) => issuedFor({ ...FIELDS, ...edit })));
		expect(owners.size).toBe(edits.length);
		// What is left over of another kind of account changes nothing.
		expect(issuedFor({ ...FIELDS, accountId: 'left-over' })).toBe(issuedFor(FIELDS));
	});
});

it('signs a moment three seconds ago, because Naver refuses the future', () => {
	expect(tokenForm(FIELDS, NOW).timestamp).toBe(String(NOW - 3000));
	expect(tokenForm(FIELDS, NOW).timestamp).toMatch(/^\d{13}$/);
});

describe('a token', () => {
	it('is stored with its end, and with what it is for', async () => {
		const own = fields();
		expect(await new Office([token('one', 10_800)]).renew(own)).toEqual({
			accessToken: 'one',
			expiresAt: '2026-11-21T12:00:00.000Z',
			issuedFor: issuedFor(own),
		});
	});

	it.each([
		['1800', '2026-11-21T09:30:00.000Z'],
		[0, '2026-11-21T09:00:00.000Z'],
		[-60, '2026-11-21T08:59:00.000Z'],
		[undefined, ''],
		['soon', ''],
	])('that lives for %j seconds ends at %j', async (expires_in, expiresAt) => {
		const answer = { body: { access_token: 'one', expires_in } };
		expect(await new Office([answer]).renew(fields())).toMatchObject({ expiresAt });
	});

	it.each([201, 202, 299])('is none with the status %i', async (status) => {
		expect(await refusal({ ...token('one'), status })).toBeInstanceOf(TokenError);
	});

	it('is asked for once by all who want it at the same time', async () => {
		const office = new Office([token('one')]);
		const own = fields();
		const all = await Promise.all([office.renew({ ...own }), office.renew({ ...own })]);
		expect(all.map(({ accessToken }) => accessToken)).toEqual(['one', 'one']);
		expect(office.asked).toBe(1);
	});

	it.each([
		['another account', { ...SELLER, accountId: 'ncp_2' }],
		['an own store', { accountType: 'SELF' }],
		['another application', { clientId: 'app-other' }],
		['another secret', { clientSecret: '$2a$04$abcdefghijklmnopqrstuu' }],
		['another environment', { environment: 'production' }],
		['another host', { apiBaseUrl: `${EXTERNAL}/2` }],
	])('is not shared with %s', async (_what, edit) => {
		const office = new Office([token('one'), token('two')]);
		const own = fields({ ...SELLER, environment: 'custom', apiBaseUrl: PARTNER });
		const both = await Promise.all([office.renew(own), office.renew({ ...own, ...edit })]);
		expect(both.map(({ accessToken }) => accessToken)).toEqual(['one', 'two']);
		expect(office.asked).toBe(2);
	});

	it('is given to whoever comes late, with the one that was replaced', async () => {
		const office = new Office([token('two')]);
		const own = fields({ accessToken: 'one' });
		await office.renew({ ...own });
		expect(await office.renew({ ...own })).toMatchObject({ accessToken: 'two' });
		expect(office.asked).toBe(1);
	});
});

describe('a refusal of a token', () => {
	it('tells what Naver said, its code and its number', async () => {
		const body = {
			code: 'BAD_REQUEST',
			message: '잘못된 요청',
			invalidInputs: [{ name: 'timestamp', message: '오류 1' }, {}, { message: '오류 2' }],
		};
		const { message, description, reason } = await refusal({
			...{ status: 400, body },
			headers: { 'GNCP-GW-Trace-ID': 'trace-1' },
		});
		expect(message).toBe('Naver gave no access token');
		expect(reason).toBe('BAD_REQUEST');
		expect(description).toBe(
			"Check 'Client ID', 'Client Secret' and 'Account Type'. Naver says: 잘못된 요청; 오류 1; 오류 2 · Code: BAD_REQUEST · Trace ID: trace-1",
		);
	});

	it('has a number only where Naver gives one, and says where it said nothing', async () => {
		const { description } = await refusal({ status: 400, body: {} });
		expect(description).toMatch(/Naver says: nothing · Code: status 400$/);
	});

	it.each<[number, string | undefined, RegExp, object]>([
		[400, 'BAD_REQUEST', /^Check 'Client ID'/, { transient: false, blocked: false }],
		[403, 'FORBIDDEN', /^Check 'Client ID'/, { transient: false, blocked: false }],
		[403, 'GW.IP_NOT_ALLOWED', /^Register the outbound IP/, { transient: false, blocked: true }],
		[
			429,
			'GW.RATE_LIMIT',
			/^The application has reached a limit/,
			{ transient: true, blocked: false },
		],
		[429, 'GW.QUOTA_LIMIT', /^Naver limits the calls/, { transient: false, blocked: true }],
		[503, 'GW.QUOTA_LIMIT', /^Naver limits the calls/, { transient: false, blocked: true }],
		[503, 'GW.BLOCK.02', /^Naver is under maintenance/, { transient: true, blocked: true }],
		[500, 'GW.PROXY.01', /^This is usually temporary/, { transient: true, blocked: false }],
		[200, 'OK', /^The answer does not come from Naver/, { transient: false, blocked: false }],
		[302, 'X', /^The answer does not come from Naver/, { transient: false, blocked: false }],
		[415, undefined, /^Check 'Client ID'/, { transient: false, blocked: false }],
	])('of status %i and code %s', async (status, code, advice, expected) => {
		const trouble = await refusal({ status, body: { code, message: 'x' } });
		expect(trouble).toMatchObject(expected);
		expect(trouble.description).toMatch(advice);
		expect(trouble.reason).toBe(code ?? `status ${status}`);
	});

	it.each([
		[500, {}, 0],
		[500, { 'retry-after': '7' }, 7000],
		[429, { 'retry-after': '7' }, 7000],
		[429, {}, undefined],
		[400, { 'retry-after': '7' }, undefined],
	])('of status %i with %j is asked again after %s ms', async (status, headers, wait) => {
		const trouble = await refusal({ status, headers, body: { code: 'X', message: 'x' } });
		expect(trouble.repeatAfterMs).toBe(wait);
	});

	it.each([
		['a page in front of it', { status: 403, body: '<!doctype html><p>no' }, { blocked: true }],
		['nobody at home', { status: 502, body: '' }, { transient: true, reason: 'status 502' }],
	])('by %s is not in the words of Naver', async (_what, answer, expected) => {
		const trouble = await refusal(answer);
		expect(trouble).toMatchObject(expected);
		expect(trouble.description).not.toContain('Naver says');
	});

	it('of an answer without a token is none', async () => {
		const trouble = await refusal({ body: { access_token: ' ' } });
		expect(trouble.description).toMatch(/^The answer does not come from Naver/);
		expect(trouble.description).toContain('Code: status 200');
	});
});

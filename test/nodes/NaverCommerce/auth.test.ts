import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clock } from '../../../core/request/clock';
import { InvalidInputError, TokenError, tokenErrorOf } from '../../../core/request/errors';
import { NaverCommerceApi } from '../../../credentials/NaverCommerceApi.credentials';
import { connectNaver, sign, tokenForm } from '../../../nodes/NaverCommerce/access/connection';
import { failureOf } from '../../kit/failure';

const NOW = 1_700_000_003_000;
const FIELDS: ICredentialDataDecryptedObject = {
	environment: 'production',
	clientId: '7dMvteboKNHwyRremLTEST',
	clientSecret: '$2a$04$N8nTestSaltForNaver0O.',
	accountType: 'SELF',
	accessToken: '',
};
const SIGNED = 'JDJhJDA0JE44blRlc3RTYWx0Rm9yTmF2ZXIwTy5Pbk1lRDlDWUNWQ1ZUR0RTTlE1TnVpSTNRaEdHOHJL';

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));
afterEach(() => void vi.restoreAllMocks());

describe('the signature', () => {
	// The first is that of Naver's own page.
	it.each([
		[
			'aaaabbbbcccc',
			'$2a$10$abcdefghijklmnopqrstuv',
			1643961623299,
			'JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXVCVldZSk42T0VPdEx1OFY0cDQxa2IuTnpVaUEzbmsy',
		],
		[String(FIELDS.clientId), String(FIELDS.clientSecret), 1700000000000, SIGNED],
	])('of %s is right', (clientId, secret, timestamp, signature) => {
		expect(sign(clientId, secret, timestamp)).toBe(signature);
	});
});

describe('the call for a token', () => {
	it('of an own store has every field once, and no account ID, though one is left over', () => {
		expect(tokenForm({ ...FIELDS, accountId: 'left-over' }, NOW)).toEqual({
			client_id: FIELDS.clientId,
			timestamp: '1700000000000',
			grant_type: 'client_credentials',
			client_secret_sign: SIGNED,
			type: 'SELF',
		});
	});

	it('of another seller names the account; blanks around a field count for nothing', () => {
		const fields = {
			clientId: ` ${String(FIELDS.clientId)} `,
			clientSecret: `${String(FIELDS.clientSecret)}\n`,
			accountType: 'SELLER',
			accountId: ' ncp_1 ',
		};
		expect(tokenForm(fields, NOW)).toMatchObject({
			client_secret_sign: SIGNED,
			type: 'SELLER',
			account_id: 'ncp_1',
		});
	});

	it.each([
		['Client ID', { clientId: ' ' }],
		['Client ID', { clientId: '7dMvteboKNHw yRremLTEST' }],
		['Client Secret', { clientSecret: '' }],
		['Client Secret', { clientSecret: 'N8nTestSaltForNaver0O.' }],
		['Client Secret', { clientSecret: '\\$2a\\$04\\$N8nTestSaltForNaver0O.' }],
		['Account ID', { accountType: 'SELLER', accountId: '' }],
		['Account ID', { accountType: 'SELLER', accountId: 'ncp_1\nncp_2' }],
		['API Base URL', { environment: 'custom', apiBaseUrl: 'http://gateway.example' }],
	])("is not made with a bad '%s'", async (field, changes) => {
		const fields = { ...FIELDS, ...changes };
		expect(() => connectNaver(fields)).toThrow(InvalidInputError);
		const { error, asked } = await refused(fields, 200, {});
		expect(error.message).toContain(`'${field}'`);
		expect(asked).toHaveLength(0);
	});

	it('goes out as a form, with nothing in the address', async () => {
		const { asked } = await refused({ ...FIELDS }, 400, {});
		expect(asked).toHaveLength(1);
		expect(asked[0]).toMatchObject({
			method: 'POST',
			url: 'https://api.commerce.naver.com/external/v1/oauth2/token',
			headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
		});
		expect(asked[0]).not.toHaveProperty('qs');
		const form = Object.fromEntries(new URLSearchParams(String(asked[0].body)));
		expect(form).toEqual(tokenForm(FIELDS, NOW));
	});
});

describe('the stored token', () => {
	const SELLER = { ...FIELDS, accountType: 'SELLER', accountId: 'ncp_1' };
	const issued = async () => {
		const fields = { ...SELLER };
		return { ...fields, ...(await answered(fields, { access_token: 'one', expires_in: 10800 })) };
	};

	it('is used as long as nothing was edited that it was issued for', async () => {
		expect(connectNaver(await issued()).token).toBe('one');
		expect(
			connectNaver({ ...(await issued()), clientId: ` ${String(FIELDS.clientId)} ` }).token,
		).toBe('one');
	});

	it.each<ICredentialDataDecryptedObject>([
		{ accountId: 'ncp_2' },
		{ accountType: 'SELF' },
		{ clientId: 'anotherApplication0001' },
		{ clientSecret: '$2a$04$abcdefghijklmnopqrstuu' },
		{ environment: 'custom', apiBaseUrl: 'https://api.commerce.naver.com/partner' },
	])('is not that of %o, so no order of one account is taken for another', async (edited) => {
		expect(connectNaver({ ...(await issued()), ...edited }).token).toBeUndefined();
	});

	it('of an earlier version, which did not note that, still counts', () => {
		expect(connectNaver({ ...SELLER, accessToken: 'old', issuedFor: '' }).token).toBe('old');
	});
});

describe('a refusal', () => {
	it.each([
		['timestamp 항목은 현재 이전이어야 합니다.', 400, /^The clock of this server is ahead/, false],
		[
			'timestamp항목의 유효 시간이 만료되었습니다.',
			400,
			/^The clock of this server is behind/,
			false,
		],
		['client_secret_sign 항목이 유효하지 않습니다', 400, /^Check 'Client ID' and 'Client/, false],
		['다른 오류', 400, /^Check 'Client ID', 'Client Secret' and 'Account Type'/, false],
		['x', 403, /^Check 'Client ID', 'Client Secret' and 'Account Type'/, false],
		['x', 500, /^This is usually temporary/, true],
		['x', 429, /^The application has reached a limit/, true],
	])('%s (%i) says what to do', async (message, status, advice, transient) => {
		const body = { code: 'BAD_REQUEST', message: 'no', invalidInputs: [{ message }] };
		const fields = { ...FIELDS };
		const { error } = await refused(fields, status, body);
		expect(tokenErrorOf(fields)).toMatchObject({ description: error.description, transient });
		expect(error.description).toMatch(advice);
		expect(error.description).toContain(message);
		expect(error.transient).toBe(transient);
	});

	it('is final where the application is punished: asking on prolongs that', async () => {
		const { error } = await refused({ ...FIELDS }, 429, { code: 'GW.QUOTA_LIMIT' });
		expect(error).toMatchObject({ transient: false, reason: 'GW.QUOTA_LIMIT' });
	});

	it('shows neither secret nor signature, whatever Naver quotes', async () => {
		const secret = String(FIELDS.clientSecret);
		const body = { code: `code ${secret}`, message: `${secret} ${SIGNED}` };
		const { error } = await refused({ ...FIELDS }, 400, body);
		const told = `${error.message} ${error.description} ${error.reason}`;
		expect(told).toContain('Naver says');
		for (const word of [secret, SIGNED, secret.slice(7)]) expect(told).not.toContain(word);
	});
});

/** What the hook stores when Naver answers so. */
async function answered(fields: ICredentialDataDecryptedObject, body: object) {
	const httpRequest = async () =>
		await Promise.resolve({ statusCode: 200, headers: {}, body: JSON.stringify(body) });
	const hook = new NaverCommerceApi().preAuthentication;
	return await hook.call({ helpers: { httpRequest } } as never, fields);
}

/** What the hook fails with when Naver answers so, and what was sent. */
async function refused(fields: ICredentialDataDecryptedObject, statusCode: number, body: object) {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		asked.push(options);
		return await Promise.resolve({ statusCode, headers: {}, body: JSON.stringify(body) });
	};
	const hook = new NaverCommerceApi().preAuthentication;
	const helper = { helpers: { httpRequest } } as never;
	const error = (await failureOf(hook.call(helper, fields))) as TokenError;
	return { error, asked };
}

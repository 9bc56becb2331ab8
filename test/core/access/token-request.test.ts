import type { IHttpRequestHelper } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { requestToken } from '../../../core/access/token-request';
import { LostResponseError, TokenError, tokenErrorOf } from '../../../core/request/errors';
import { encode } from '../../../sandbox/kit/charset';
import { failureOf } from '../../kit/failure';

const REQUEST = { url: 'https://login.example.com/token', form: { code: 'secret-code-1' } };

async function failure(thrown: unknown) {
	const fields = {};
	const httpRequest = async () => await Promise.reject(thrown as Error);
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	const error = (await failureOf(requestToken(helper, fields, REQUEST))) as Error;
	expect(tokenErrorOf(fields)).toBe(error);
	return error;
}

it.each([
	Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
	Object.assign(new Error('wrapped'), { cause: { code: 'ECONNREFUSED' } }),
])('a call that got no answer may be repeated: %o', async (thrown) => {
	const error = await failure(thrown);
	expect(error).toBeInstanceOf(LostResponseError);
	expect(error.message).toContain('did not answer (connection refused)');
});

it('a call that n8n refuses to send is told as such, and not repeated', async () => {
	const reason = 'Domain not allowed: This credential is restricted';
	const error = await failure(new Error(reason));
	expect(error).toBeInstanceOf(TokenError);
	expect(error).not.toBeInstanceOf(LostResponseError);
	expect(error).toMatchObject({ transient: false });
	expect(error.message).toContain(reason);
});

it.each([undefined, 'application/json; charset=Shift_JIS', 'application/json; charset=UTF-8'])(
	'an answer in Shift_JIS is read, labelled %s',
	async (label) => {
		const token = { access_token: 'token-of-the-shop', shop: '表' };
		const httpRequest = async () =>
			await Promise.resolve({
				statusCode: 200,
				headers: label === undefined ? {} : { 'Content-Type': label },
				body: encode(JSON.stringify(token), 'Windows-31J'),
			});
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		const charsets = ['euc-jp', 'shift_jis'];
		const { body } = await requestToken(helper, {}, { ...REQUEST, charsets });
		expect(body).toEqual(token);
	},
);

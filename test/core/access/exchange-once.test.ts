import { describe, expect, it, vi } from 'vitest';

import { codeFingerprint, exchangeOnce, withConsentLink } from '../../../core/access/pasted-code';
import {
	InvalidInputError,
	awaitRenewal,
	TokenError,
	tokenErrorOf,
} from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';

const LINK = 'https://login.shop.example/authorize?client_id=1';

/** Codes are remembered by the process, so each test has its own. */
let nth = 0;
function setUp(send: (code: string) => Promise<string> = async (code) => `token-of-${code}`) {
	const code = `one-time-${++nth}`;
	const sent = vi.fn(send);
	const fields = {
		method: 'authorizationCode',
		authorizationCode: code,
		clientSecret: 'secret-12',
	};
	const exchange = async (more: object = {}) =>
		await exchangeOnce({ ...fields, ...more }, () => LINK, sent);
	return { code, sent, fields, exchange };
}

describe('a code that is exchanged', () => {
	it('gives a token and what tells the code apart, and nothing of the code', async () => {
		const { code, exchange } = setUp();
		expect(await exchange()).toEqual({
			exchangedToken: `token-of-${code}`,
			exchangedCode: codeFingerprint(code),
		});
		expect(codeFingerprint(code)).toMatch(/^[0-9a-f]{16}$/);
	});

	it('is sent once for all who ask at the same time', async () => {
		const { sent, exchange } = setUp();
		const all = await Promise.all([exchange(), exchange(), exchange()]);
		expect(new Set(all.map(({ exchangedToken }) => exchangedToken)).size).toBe(1);
		expect(sent).toHaveBeenCalledTimes(1);
	});

	it('is sent again with another secret, and not because it is written otherwise', async () => {
		const { code, sent, exchange } = setUp();
		await exchange();
		await exchange({ authorizationCode: `https://a.example/?code=${code}` });
		expect(sent).toHaveBeenCalledTimes(1);
		await exchange({ clientSecret: 'mended-12' });
		expect(sent).toHaveBeenCalledTimes(2);
	});

	it('is sent anew where another one was pasted over the stored token', async () => {
		const { sent, exchange } = setUp();
		const stored = { exchangedToken: 'old-token', exchangedCode: codeFingerprint('old-code') };
		expect((await exchange(stored)).exchangedToken).not.toBe('old-token');
		expect(sent).toHaveBeenCalledTimes(1);
	});

	it('tells who waits for it that its token is there', async () => {
		const { fields } = setUp();
		let told = false;
		const waiting = awaitRenewal(fields).then(() => (told = true));
		await exchangeOnce(
			fields,
			() => LINK,
			async () => await Promise.resolve('token'),
		);
		await waiting;
		expect(told).toBe(true);
	});

	it('is known again where the form forgot its token, by whoever has the same secret', async () => {
		const { code, sent, exchange } = setUp();
		await exchange();
		const emptied = { exchangedCode: codeFingerprint(code), exchangedToken: '' };
		expect(await exchange(emptied)).toMatchObject({ exchangedToken: `token-of-${code}` });
		expect(sent).toHaveBeenCalledTimes(1);
	});
});

describe('a code that is not exchanged', () => {
	it('is sent again after every failure, a refusal included', async () => {
		for (const error of [
			new TokenError('refused', 'no'),
			new TokenError('busy', 'later', 'x', true),
			new Error('other'),
		]) {
			let isBroken = true;
			const { sent, exchange } = setUp(async (code) => {
				if (isBroken) throw error;
				return await Promise.resolve(code);
			});
			await failureOf(exchange());
			isBroken = false;
			await exchange();
			expect(sent).toHaveBeenCalledTimes(2);
		}
	});

	it.each([
		['for now', new TokenError('busy', 'later', 'x', true)],
		['because the address is barred', new TokenError('b', 'c', 'x', false, { blocked: true })],
		['by an error of another kind', new Error('other')],
	])('%s fails with the error itself', async (_what, error) => {
		expect(await failureOf(setUp(async () => await Promise.reject(error)).exchange())).toBe(error);
	});

	it('is refused without a word of what was sent, in message and reason', async () => {
		const { code, fields } = setUp();
		const error = new TokenError(`no ${code}`, 'for secret-12', `because of ${code}`);
		const send = async () => await Promise.reject(error);
		const failure = (await failureOf(exchangeOnce(fields, () => LINK, send))) as TokenError;
		expect(failure.message).toBe(withConsentLink('no ***. for ***', LINK));
		expect(failure.reason).toBe('because of ***');
		expect(failure.description).toMatch(/once more and paste the new code/);
		expect(tokenErrorOf(fields)).toBe(failure);
	});

	it('without a reason has none', async () => {
		const send = async () => await Promise.reject(new TokenError('no', 'why'));
		const failure = (await failureOf(setUp(send).exchange())) as TokenError;
		expect(failure.reason).toBeUndefined();
	});

	it('is asked for nothing where there is another method', async () => {
		const link = vi.fn(() => LINK);
		const fields = { method: 'accessToken', authorizationCode: 'x' };
		expect(await exchangeOnce(fields, link, async () => await Promise.resolve('t'))).toEqual({});
		expect(link).not.toHaveBeenCalled();
	});

	it.each([
		[new InvalidInputError("'Client ID' is empty", 'Enter it'), 'Enter it'],
		[new InvalidInputError("'Client ID' is empty"), ''],
	])('because a field makes no sense is told by that field: %s', async (error, advice) => {
		const { fields, sent } = setUp();
		const link = () => {
			throw error;
		};
		const failure = (await failureOf(exchangeOnce(fields, link, sent))) as TokenError;
		expect(failure).toBeInstanceOf(TokenError);
		expect(failure.message).toBe("'Client ID' is empty");
		expect(failure.description).toBe(advice);
		expect(tokenErrorOf(fields)).toBe(failure);
		expect(sent).not.toHaveBeenCalled();
	});
});

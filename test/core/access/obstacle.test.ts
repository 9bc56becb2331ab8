import { describe, expect, it } from 'vitest';
import { tokenErrorIn, repeatAfterMs, type TokenResponse } from '../../../core/access/token-answer';
import { answer, shop } from '../../kit/shop';

const PAGE = '<html><body>Access denied</body></html>';

function token(status: number, rest: Partial<TokenResponse> = {}): TokenResponse {
	return { ...answer(status), isRepeatable: true, ...rest };
}

describe('when to ask for a token again', () => {
	const hint = { headers: { 'retry-after': '3' } };

	it.each([
		[503, {}, 0],
		[503, hint, 3000],
		[408, {}, 0],
		[429, {}, undefined],
		[429, hint, 3000],
		[429, { headers: { 'retry-after': '0' } }, 0],
		[400, hint, undefined],
		[401, hint, undefined],
		[403, hint, undefined],
		[418, hint, undefined],
	])('status %i %o: after %s ms', (status, rest, ms) => {
		expect(repeatAfterMs(shop(), token(status, rest))).toBe(ms);
		expect(repeatAfterMs(shop(), token(status, { ...rest, isRepeatable: false }))).toBeUndefined();
	});

	it("is the longer of the marketplace's own header and the standard one", () => {
		expect(repeatAfterMs(shop({ retryAfterMs: () => 9000 }), token(503, hint))).toBe(9000);
		expect(repeatAfterMs(shop({ retryAfterMs: () => 1000 }), token(503, hint))).toBe(3000);
	});
});

describe('what keeps a call for a token from being decided on', () => {
	it.each([429, 500, 503, 408])('is a server that is busy with status %i', (status) => {
		const trouble = tokenErrorIn(shop(), token(status));
		expect(trouble).toMatchObject({ transient: true, blocked: false, reason: `status ${status}` });
		expect(trouble?.message).toBe(`Shop did not issue an access token (status ${status})`);
		expect(trouble?.repeatAfterMs).toBe(status === 429 ? undefined : 0);
	});

	it.each([
		['a page', { body: PAGE }],
		['a 403 that names no error', { body: {} }],
		['a 403 whose error is no text', { body: { error: '' } }],
	])('is %s in front of it', (_what, rest) => {
		const trouble = tokenErrorIn(shop(), token(403, rest));
		expect(trouble?.message).toMatch(/in front of Shop blocks this server/);
		expect(trouble).toMatchObject({ blocked: true, transient: false, reason: 'status 403' });
		expect(trouble?.repeatAfterMs).toBeUndefined();
	});

	it("is the marketplace's own blockade, in its own words", () => {
		const describe = () => ({ message: 'Own words', advice: 'Own advice', code: 'OWN' });
		const trouble = tokenErrorIn(shop({ describe }), token(418));
		expect(trouble).toMatchObject({
			message: 'Own words',
			description: 'Own advice',
			reason: 'OWN',
			blocked: true,
			transient: false,
		});
	});

	it.each([
		[500, true],
		[503, true],
		[499, false],
		[418, false],
	])('with status %i passes by itself: %s', (status, transient) => {
		const market = shop({ classify: () => 'blocked' });
		expect(tokenErrorIn(market, token(status))).toMatchObject({ blocked: true, transient });
	});

	it('without advice of its own is told to wait', () => {
		const market = shop({ classify: () => 'blocked' });
		expect(tokenErrorIn(market, token(418))).toMatchObject({
			description: 'Wait before you try again',
			reason: 'status 418',
		});
	});

	it('knows the path of a token page as such', () => {
		const describe = (_response: unknown, path: string) => ({ message: `at ${path}` });
		const market = shop({ describe, classify: () => 'blocked' });
		expect(tokenErrorIn(market, token(418))?.message).toBe('at /token');
	});

	it.each([
		['names an error', 403, { body: { error: 'invalid_grant' } }, {}],
		['has a code of the marketplace', 403, {}, { describe: () => ({ message: 'x', code: 'C' }) }],
		['is refused', 400, {}, {}],
		['is not let in', 401, {}, {}],
		['brings a token', 200, {}, {}],
		['is not there', 404, {}, {}],
	])('is nothing where the answer %s', (_what, status, rest, market) => {
		expect(tokenErrorIn(shop(market), token(status, rest))).toBeUndefined();
	});
});

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallbackError } from '../../../core/authorization/callback-error';
import { readSignedToken } from '../../../core/authorization/signed-token';

const NOW = 1_800_000_000_000;
const SIGNER = { secret: 'secret456', audience: 'client123', issuer: 'bc' };
const CLAIMS = { aud: 'client123', iss: 'bc', nbf: 1_799_999_990, exp: 1_800_086_400, sub: 's' };

/** A whole token of a callback of BigCommerce, signed with the secret above; valid around July 2022. */
const SAMPLE =
	'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJjbGllbnQxMjMiLCJpc3MiOiJiYyIsImlhdCI6MTY1OTAzMTYyNiwibmJmIjoxNjU5MDMxNjIxLCJleHAiOjE2NTkxMTgwMjYsImp0aSI6ImM1ZjBiY2Y1LWE1MDQtNGFlNi04ZGNjLTBlNDBlYWE1YTA3MCIsInN1YiI6InN0b3Jlcy96NHpuM3dvIiwidXNlciI6eyJpZCI6OTg3NjU0MywiZW1haWwiOiJhdXRob3JpemVkX3VzZXJAZXhhbXBsZS5jb20iLCJsb2NhbGUiOiJlbi1VUyJ9LCJvd25lciI6eyJpZCI6NzY1NDMyMSwiZW1haWwiOiJvd25lckBleGFtcGxlLmNvbSJ9LCJ1cmwiOiIvIiwiY2hhbm5lbF9pZCI6bnVsbH0.9bCmIIehfE0c60E0f52zsyiEvILfRocdb8ElwQ014aM';

function sign(claims: object, { secret = 'secret456', header = { alg: 'HS256' } as object } = {}) {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const written = `${part(header)}.${part(claims)}`;
	return `${written}.${createHmac('sha256', secret).update(written).digest('base64url')}`;
}

const read = (token: string, signer = SIGNER, now = NOW) => readSignedToken(token, signer, now);

it('reads the published example at its time', () => {
	const claims = read(SAMPLE, SIGNER, 1_659_031_700_000);
	expect(claims.sub).toBe('stores/z4zn3wo');
	expect(() => read(SAMPLE)).toThrow(CallbackError);
});

it('reads what was signed for it', () => {
	expect(read(sign(CLAIMS))).toEqual(CLAIMS);
	expect(read(sign({ ...CLAIMS, aud: ['other', 'client123'] })).sub).toBe('s');
});

it.each([
	['another secret', sign(CLAIMS, { secret: 'secret457' })],
	['another audience', sign({ ...CLAIMS, aud: 'client124' })],
	['no audience', sign({ ...CLAIMS, aud: undefined })],
	['another issuer', sign({ ...CLAIMS, iss: 'bcx' })],
	['no end', sign({ ...CLAIMS, exp: undefined })],
	['an end in the past', sign({ ...CLAIMS, exp: 1_799_999_900 })],
	['a beginning in the future', sign({ ...CLAIMS, nbf: 1_800_000_100 })],
	['the algorithm none', sign(CLAIMS, { header: { alg: 'none' } })],
	['another algorithm', sign(CLAIMS, { header: { alg: 'HS512' } })],
	['no signature', sign(CLAIMS).replace(/\.[^.]*$/, '.')],
	['no third part', sign(CLAIMS).replace(/\.[^.]*$/, '')],
	['a fourth part', `${sign(CLAIMS)}.x`],
	['nothing', ''],
])('refuses a token with %s', (_, token) => expect(() => read(token)).toThrow(CallbackError));

it('refuses every token where no secret is set, also one signed with nothing', () => {
	const token = sign(CLAIMS, { secret: '' });
	expect(() => read(token, { ...SIGNER, secret: '' })).toThrow(CallbackError);
});

it('refuses a token in which one character differs', () => {
	const token = sign(CLAIMS);
	fc.assert(
		fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABab01-_.'), (place, letter) => {
			fc.pre(token[place] !== letter);
			const changed = token.slice(0, place) + letter + token.slice(place + 1);
			expect(() => read(changed)).toThrow(CallbackError);
		}),
		{ numRuns: 300 },
	);
});

const SECONDS = NOW / 1000;

it.each([
	['ended 59 seconds ago', { exp: SECONDS - 59 }, true],
	['ended a minute ago', { exp: SECONDS - 60 }, false],
	['begins in a minute', { nbf: SECONDS + 60 }, true],
	['begins in 61 seconds', { nbf: SECONDS + 61 }, false],
	['has no beginning', { nbf: undefined }, true],
	['ends at no time', { exp: 'never' }, false],
	['has both as text', { exp: `${SECONDS + 1}`, nbf: `${SECONDS}` }, true],
])('takes a token that %s, or not', (_what, more, isTaken) => {
	const token = sign({ ...CLAIMS, ...more });
	if (isTaken) expect(read(token).sub).toBe('s');
	else expect(() => read(token)).toThrow(expect.objectContaining({ status: 403 }));
});

it.each(['[1]', 'null', '7', 'x', ''])(
	'refuses claims that are %j, though they are signed',
	(claims) => {
		const written = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(claims).toString('base64url')}`;
		const signature = createHmac('sha256', 'secret456').update(written).digest('base64url');
		expect(() => read(`${written}.${signature}`)).toThrow(CallbackError);
	},
);

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../../core/version';
import { connectAllegro, userAgent } from '../../../nodes/Allegro/access/connection';

const PAGE = 'https://shop.example/about';
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `e30.${part(claims)}.sig`;

function connect(fields: object, oauthTokenData?: object) {
	const known = { applicationName: 'Shop', applicationUrl: PAGE, clientId: 'key-1' };
	const credential = { ...known, ...fields, ...(oauthTokenData && { oauthTokenData }) };
	return connectAllegro(credential as unknown as ICredentialDataDecryptedObject);
}

describe('a credential of Allegro', () => {
	it.each([
		[{}, 'https://api.allegro.pl', 'production'],
		[{ environment: 'production' }, 'https://api.allegro.pl', 'production'],
		[{ environment: 'sandbox' }, 'https://api.allegro.pl.allegrosandbox.pl', 'sandbox'],
		[
			{ environment: 'custom', apiBaseUrl: 'proxy.example/a/' },
			'https://proxy.example/a',
			'custom',
		],
	])('%j calls %s', (fields, baseUrl, environment) => {
		expect(connect(fields)).toMatchObject({ baseUrl, settings: { environment } });
	});

	it('takes no other address than the one that was chosen', () => {
		const apiBaseUrl = 'https://proxy.example';
		const { baseUrl } = connect({ environment: 'sandbox', apiBaseUrl });
		expect(baseUrl).toBe('https://api.allegro.pl.allegrosandbox.pl');
		expect(() => connect({ environment: 'custom' })).toThrow("'API Base URL' is empty");
	});

	it('shares the limits of its application with every other credential of it', () => {
		const other = connect({ applicationName: 'Other', environment: 'sandbox' });
		expect(connect({}).quotaOwner).toBe('key-1');
		expect(other.quotaOwner).toBe('key-1');
		expect(connect({ clientId: 'key-2' }).quotaOwner).toBe('key-2');
		expect(connect({ clientId: undefined }).quotaOwner).toBe('');
	});

	it('names itself in every request', () => {
		const { headers } = connect({});
		expect(headers).toEqual({ 'user-agent': `Shop/${VERSION} (+${PAGE})` });
	});
});

describe('the tokens of Allegro', () => {
	it.each([
		[jwt({ user_name: '44556677' }), '44556677'],
		[jwt({ user_name: 44556677 }), null],
		[jwt({}), null],
		[jwt(null), null],
		[jwt('text'), null],
		['opaque', null],
		['a.b.c', null],
		[`e30.${part({ user_name: 'żółw' })}.s`, 'żółw'],
		[undefined, null],
	])('%s tell that the seller is %s', (access_token, account) => {
		expect(connect({}, { access_token })).toMatchObject({ account });
		expect(connect({}, { access_token }).token).toBe(access_token);
	});

	it('are not there before the first connection', () => {
		expect(connect({})).toMatchObject({ account: null, settings: { environment: 'production' } });
		expect(connect({}).token).toBeUndefined();
		expect(connect({}).tokenExpiresAt).toBeUndefined();
	});

	it.each([
		['by itself', jwt({ exp: 1_764_000_000 }), undefined, 1_764_000_000_000],
		['by itself, whatever n8n says', jwt({ exp: 1_764_000_000 }), '5000', 1_764_000_000_000],
		['by n8n', 'opaque', '1764000000123', 1_764_000_000_123],
		['by n8n, where its own end is no number', jwt({ exp: 'soon' }), '5000', 5000],
		['nowhere', 'opaque', undefined, undefined],
		['nowhere, as what n8n says is no time', 'opaque', 'later', undefined],
	])('end when it is told %s', (_name, access_token, n8n_expires_at, expected) => {
		expect(connect({}, { access_token, n8n_expires_at }).tokenExpiresAt).toBe(expected);
	});

	it.each([
		[
			{ scope: 'allegro:api:orders:read allegro:api:bids' },
			'allegro:api:orders:read allegro:api:bids',
		],
		[{ scope: ' allegro:api:bids ' }, 'allegro:api:bids'],
		[{ scope: ' allegro_api ' }, undefined],
		[{ scope: '' }, undefined],
		[{}, undefined],
		[{ access_token: jwt({ scope: ['a', 'b'] }), scope: 'c' }, 'a b'],
		[{ access_token: jwt({ scope: ['allegro_api'] }) }, undefined],
		[{ access_token: jwt({ scope: [] }), scope: 'c' }, undefined],
		[{ access_token: jwt({ scope: 'a' }), scope: 'c' }, 'c'],
	])('%j tell the permissions %s', (tokens, scopes) => {
		expect(connect({}, tokens).settings?.scopes).toBe(scopes);
	});

	it.each([
		[jwt({ exp: Date.parse('2027-02-27T08:00:00Z') / 1000 }), '2027-02-27T08:00:00.000Z'],
		[jwt({ exp: null }), undefined],
		[jwt({}), undefined],
		['opaque', undefined],
		[undefined, undefined],
	])('tell when the connection ends: %s', (refresh_token, expected) => {
		const tokens = { access_token: jwt({ exp: 1 }), refresh_token };
		expect(connect({}, tokens).settings?.authorizationEndsAt).toBe(expected);
	});
});

describe('the User-Agent', () => {
	it.each([
		['My Shop', 'My-Shop'],
		['  My   Shop Orders ', 'My-Shop-Orders'],
		['Łódź Żółw ŁŁ łł', 'Lodz-Zolw-LL-ll'],
		['ĄĆĘŃÓŚŹŻ ąćęńóśźż', 'ACENOSZZ-acenoszz'],
		['Shop ☃ 2', 'Shop-2'],
		['Shop~!', 'Shop~!'],
		['Shop\u007f', 'Shop'],
		[7, '7'],
	])('writes the name %j as Allegro has it registered: %s', (name, written) => {
		expect(userAgent(name, PAGE)).toBe(`${written}/${VERSION} (+${PAGE})`);
	});

	it.each(['', '   ', '☃', undefined, null])('is not sent without a name: %j', (name) => {
		expect(() => userAgent(name, PAGE)).toThrow("'Application Name' is empty");
	});

	it.each([
		[' https://shop.example/a ', 'https://shop.example/a'],
		['http://shop.example', 'http://shop.example'],
		['https://sklep.example/o-nas/żółw', 'https://sklep.example/o-nas/%C5%BC%C3%B3%C5%82w'],
		['https://shop.example/a!~?b=1#c', 'https://shop.example/a!~?b=1#c'],
	])('holds the page %s as %s', (page, written) => {
		expect(userAgent('Shop', page)).toBe(`Shop/${VERSION} (+${written})`);
	});

	it.each([
		'',
		undefined,
		null,
		'shop.example',
		'ftp://shop.example',
		'see https://shop.example',
		'https://',
		'https://shop.example/a b',
		'https://shop.example/(a',
		'https://shop.example/a)',
	])('is not sent with a page that is no address: %j', (page) => {
		expect(() => userAgent('Shop', page)).toThrow("'Application URL' is not a valid address");
	});
});

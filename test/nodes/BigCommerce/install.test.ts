import { beforeEach, describe, expect, it } from 'vitest';
import type { IDataObject } from 'n8n-workflow';
import { createHmac } from 'node:crypto';
import { forgetProcess } from '../../../core/request/process-memory';
import { SingleUse } from '../../../core/authorization/single-use';
import { CallbackQuery } from '../../../core/authorization/callback-query';
import { CallbackError } from '../../../core/authorization/callback-error';
import type { Callback } from '../../../core/authorization/callback';
import { LostResponseError, TokenError } from '../../../core/request/errors';
import { bigCommerceEntrance } from '../../../nodes/BigCommerce/access/authorization';
import { FakeClock } from '../../kit/fake-clock';

const HERE = 'https://n8n.example/webhook/app';
const SCOPE = 'store_v2_orders store_v2_products';
const GIVEN = {
	access_token: 'fresh-token',
	scope: SCOPE,
	context: 'stores/abc123',
	account_uuid: 'uuid-1',
	user: { id: 24654, username: 'u', email: 'user@example.com' },
	owner: { id: 12345, username: 'o', email: 'owner@example.com' },
};
const INSTALL = { code: 'qr6h3thvbvag2ffq', context: 'stores/abc123', scope: SCOPE };

let time: FakeClock;
let stored: IDataObject;
beforeEach(() => {
	time = new FakeClock();
	stored = {};
	forgetProcess('authorization');
});

interface Made {
	endpoint?: string;
	parameters?: Record<string, unknown>;
	credential?: IDataObject;
	answer?: { status?: number; body?: unknown } | Error;
}

/** One visit; what it gave, or the refusal, and what was asked of BigCommerce. */
async function visit(query: Record<string, string>, made: Made = {}) {
	const asked: Array<{ url: string; form: Record<string, string>; looksReal: boolean }> = [];
	const parameters: Record<string, unknown> = {
		events: ['installed', 'loaded', 'uninstalled', 'userRemoved'],
		...made.parameters,
	};
	const about = {
		endpoint: made.endpoint ?? '',
		query: new CallbackQuery(`?${new URLSearchParams(query).toString()}`),
		app: { clientId: 'client id', clientSecret: 'secret-1234' },
		credential: { environment: 'production', ...made.credential },
		once: new SingleUse('app', stored),
		address: HERE,
		parameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		requestToken: async (url: string, form: Record<string, string>, looksReal: boolean) => {
			asked.push({ url, form, looksReal });
			if (made.answer instanceof Error) throw made.answer;
			return { status: 200, headers: {}, body: GIVEN, isRepeatable: false, ...made.answer };
		},
	} as unknown as Callback;
	const given = await bigCommerceEntrance.answer(about).catch((error: unknown) => error);
	const failure = given instanceof Error ? given : undefined;
	return { answer: failure ? undefined : (given as IDataObject), failure, asked };
}

const refusal = (status: number) => expect.objectContaining({ status }) as CallbackError;

describe('an installation', () => {
	it('is exchanged for a token as it came, and told with all that BigCommerce gave', async () => {
		const { answer, asked } = await visit(INSTALL);
		expect(asked).toEqual([
			{
				url: 'https://login.bigcommerce.com/oauth2/token',
				looksReal: true,
				form: {
					...{ client_id: 'client id', client_secret: 'secret-1234', code: INSTALL.code },
					...{ grant_type: 'authorization_code', redirect_uri: HERE },
					...{ context: 'stores/abc123', scope: SCOPE },
				},
			},
		]);
		expect(answer).toMatchObject({ status: 200 });
		expect(answer?.item).toEqual({
			...{ event: 'installed', marketplace: 'bigCommerce', storeHash: 'abc123' },
			...{ receivedAt: '2026-11-21T09:00:00.000Z', accessToken: 'fresh-token' },
			...{ permissions: SCOPE, accountUuid: 'uuid-1' },
			user: { id: '24654', email: 'user@example.com' },
			owner: { id: '12345', email: 'owner@example.com' },
		});
	});

	it('is sent with the redirect that the user has registered, and to his own login', async () => {
		const { asked } = await visit(INSTALL, {
			parameters: { redirectUri: ' https://proxy.example/auth ' },
			credential: { environment: 'custom', authBaseUrl: 'https://login.gate.example' },
		});
		expect(asked[0].form.redirect_uri).toBe('https://proxy.example/auth');
		expect(asked[0].url).toBe('https://login.gate.example/oauth2/token');
		const blank = await visit(
			{ ...INSTALL, code: 'another1234567890' },
			{ parameters: { redirectUri: ' ' } },
		);
		expect(blank.asked[0].form.redirect_uri).toBe(HERE);
	});

	it.each([
		['q'.repeat(15), false],
		['q'.repeat(16), true],
		['Q1'.repeat(32), true],
		['q'.repeat(65), false],
		[`${'q'.repeat(16)}-`, false],
	])('with the code %s looks real: %s', async (code, looksReal) => {
		expect((await visit({ ...INSTALL, code })).asked).toMatchObject([{ looksReal }]);
	});

	it.each([
		['a code of three letters', { code: 'abc' }],
		['a code of 1001 letters', { code: 'a'.repeat(1001) }],
		['a code with a blank', { code: 'abcd efgh' }],
		['no scope', { scope: ' ' }],
		['a scope that is none', { scope: 'a <b>' }],
	])('with %s is not complete', async (_what, more) => {
		const { failure, asked } = await visit({ ...INSTALL, ...more });
		expect([failure, asked]).toEqual([refusal(400), []]);
	});

	it.each([
		['four letters', { code: 'abcd' }],
		['1000 letters', { code: 'a'.repeat(1000) }],
		['any sign of a code', { code: 'a.~+/=-_9' }],
		['one scope, with blanks around', { scope: ' store_v2_orders ' }],
		['scopes with several blanks between', { scope: 'a   b' }],
	])('with %s is complete', async (_what, more) => {
		expect((await visit({ ...INSTALL, ...more })).answer).toMatchObject({ status: 200 });
	});

	it.each(['', 'abc123', 'stores/', 'stores/a/b'])(
		'of the store "%s" is refused',
		async (context) => {
			const { failure, asked } = await visit({ ...INSTALL, context });
			expect([failure, asked]).toEqual([refusal(400), []]);
		},
	);

	it('with a state is none of ours, as is one of a store that is not allowed', async () => {
		const ofState = await visit({ ...INSTALL, state: 'x' });
		expect([ofState.failure, ofState.asked]).toEqual([refusal(403), []]);
		const parameters = { options: { allowedAccounts: 'other1' } };
		const other = await visit(INSTALL, { parameters });
		expect([other.failure, other.asked]).toEqual([refusal(403), []]);
	});

	it('is told only where the user wants to hear of it', async () => {
		const { answer } = await visit(INSTALL, { parameters: { events: ['loaded'] } });
		expect(answer).toMatchObject({ status: 200 });
		expect(answer).not.toHaveProperty('item');
	});

	it('may come again for an hour without being asked about, and is then asked about', async () => {
		await visit(INSTALL);
		for (const wait of [0, 60 * 60_000 - 1]) {
			await time.advance(wait);
			const again = await visit(INSTALL);
			expect([again.failure, again.asked]).toEqual([refusal(409), []]);
		}
		await time.advance(1);
		expect((await visit(INSTALL)).asked).toHaveLength(1);
	});

	const REFUSED = { status: 400, body: { error: 'invalid_grant' } };

	it.each<[string, Made['answer'], boolean]>([
		['a refused code', REFUSED, true],
		['another store', { body: { ...GIVEN, context: 'stores/other1' } }, true],
		['the same store in other letters', { body: { ...GIVEN, context: 'stores/ABC123' } }, false],
	])(
		'that leads to %s gives no item, and may be opened again',
		async (_what, answer, isRefused) => {
			const first = await visit(INSTALL, { answer });
			if (!isRefused) return expect(first.answer).toHaveProperty('item');
			expect(first.failure).toEqual(refusal(400));
			const again = await visit(INSTALL, { answer });
			expect([again.failure, again.asked.length]).toEqual([refusal(400), 1]);
			expect((await visit(INSTALL)).answer).toHaveProperty('item');
		},
	);

	it.each<[string, Made['answer'], RegExp]>([
		['a wrong client', { status: 401, body: { error: 'invalid_client' } }, /\(invalid_client\)/],
		[
			'another redirect',
			{ status: 400, body: { error: 'Parameter redirect_uri does not match registered URI' } },
			/\(Parameter redirect_uri does not match registered URI\)/,
		],
		['a page', { status: 200, body: '<html>' }, /\(status 200\)/],
		['no word', { status: 400, body: {} }, /\(status 400\)/],
		[
			'words that are none',
			{ status: 400, body: { error: '<b>redirect_uri</b>' } },
			/\(status 400\)/,
		],
		['no scope', { body: { ...GIVEN, scope: null } }, /\(no scope\)/],
		['an empty scope', { body: { ...GIVEN, scope: ' ' } }, /\(no scope\)/],
	])(
		'that is answered with %s is the trouble of the owner, and may be opened again',
		async (_what, answer, words) => {
			const { failure } = await visit(INSTALL, { answer });
			expect(failure).toBeInstanceOf(TokenError);
			expect(failure?.message).toMatch(words);
			expect((await visit(INSTALL)).answer).toHaveProperty('item');
		},
	);

	it.each([
		['is busy', { status: 503, body: {} }],
		['limits', { status: 429, body: { error: 'slow down' } }],
		['gives no answer', new LostResponseError('Lost', 'Try again', 'ETIMEDOUT', false)],
	])('while BigCommerce %s may be opened again', async (_what, answer) => {
		const { failure } = await visit(INSTALL, { answer });
		expect(failure).toMatchObject({ transient: true });
		expect((await visit(INSTALL)).answer).toHaveProperty('item');
	});

	it('behind a bot protection is not blamed on the app', async () => {
		const { failure } = await visit(INSTALL, { answer: { status: 403, body: '<html>' } });
		expect(failure).toMatchObject({ blocked: true });
	});

	it('from outside ends at the page that BigCommerce has for it', async () => {
		const outside = { ...INSTALL, external_install: 'true' };
		const login = 'https://login.bigcommerce.com/app/client%20id/install';
		const failed = await visit(outside, { answer: REFUSED });
		expect(failed.answer).toEqual({ status: 302, location: `${login}/failed` });
		const done = await visit(outside);
		expect(done.answer).toMatchObject({ status: 302, location: `${login}/succeeded` });
		expect(done.answer).toHaveProperty('item');
		expect(done.answer).not.toHaveProperty('page');
	});
});

describe('a visit without a code', () => {
	it('shows the way to the installation', async () => {
		const { answer } = await visit({});
		expect(answer).toMatchObject({
			status: 200,
			page: { link: { href: 'https://login.bigcommerce.com/app/client%20id/install' } },
		});
	});

	it('that was declined says so, and starts nothing', async () => {
		const { answer, asked } = await visit({ error: 'access_denied', ...INSTALL });
		expect(answer).toMatchObject({ status: 200, page: { title: 'Nothing was connected' } });
		expect(answer).not.toHaveProperty('item');
		expect(asked).toEqual([]);
	});

	it.each(['context', 'state', 'signed_payload_jwt'])(
		'but with %s is not complete',
		async (name) => {
			expect((await visit({ [name]: 'x' })).failure).toEqual(refusal(400));
		},
	);

	it.each([
		['https://login.bigcommerce.com/app', true],
		['https://store-abc123.mybigcommerce.com/manage', true],
		['https://bigcommerce.com/', true],
		['https://bigcommerce.com.evil.example/', false],
		['https://evilbigcommerce.com/', false],
		['http://login.bigcommerce.com/', false],
		['https://evil.example/https://login.bigcommerce.com/', false],
	])('comes from BigCommerce, as %s says: %s', (referer, comes) => {
		expect(bigCommerceEntrance.comesFrom.test(referer)).toBe(comes);
	});

	it('may be framed by the control panel alone', () => {
		expect(bigCommerceEntrance.frames).toEqual([
			...['https://*.mybigcommerce.com', 'https://*.bigcommerce.com'],
		]);
		expect(bigCommerceEntrance.marketplace).toBe('bigCommerce');
	});
});

describe('a callback of BigCommerce', () => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	function signed(more: object = {}): string {
		const seconds = Math.floor(time.now / 1000);
		const claims = {
			...{ aud: 'client id', iss: 'bc', iat: seconds, nbf: seconds, exp: seconds + 600 },
			...{ jti: 'jti-1', sub: 'stores/abc123', url: '/', channel_id: 7 },
			user: { id: 1, email: 'u@example.com', locale: 'en-US' },
			owner: { id: 2, email: 'o@example.com' },
			...more,
		};
		const text = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`;
		return `${text}.${createHmac('sha256', 'secret-1234').update(text).digest('base64url')}`;
	}
	const come = async (endpoint: string, jwt = signed(), made: Made = {}) =>
		await visit({ signed_payload_jwt: jwt }, { endpoint, ...made });

	it.each([
		['load', 'loaded', 'This app works in the background'],
		['uninstall', 'uninstalled', 'Done'],
		['remove-user', 'userRemoved', 'Done'],
	])('%s is told as %s', async (endpoint, event, title) => {
		const { answer } = await come(endpoint);
		expect(answer).toMatchObject({ status: 200, page: { title } });
		expect(answer?.item).toEqual({
			...{ event, marketplace: 'bigCommerce', storeHash: 'abc123', url: '/', channelId: '7' },
			receivedAt: '2026-11-21T09:00:00.000Z',
			user: { id: '1', email: 'u@example.com', locale: 'en-US' },
			owner: { id: '2', email: 'o@example.com' },
		});
	});

	it.each(['install', 'loaded', 'toString', 'load/x'])('at %s finds nothing', async (endpoint) => {
		expect((await come(endpoint)).failure).toEqual(refusal(404));
	});

	it('counts once, as long as any clock may accept it, and for one event', async () => {
		const jwt = signed();
		expect((await come('load', jwt)).answer).toHaveProperty('item');
		// It ends in 600 seconds, and a minute more is granted.
		for (const wait of [0, 659_000]) {
			await time.advance(wait);
			const again = await come('load', jwt);
			expect(again.answer).toMatchObject({ status: 200 });
			expect(again.answer).not.toHaveProperty('item');
			expect((await come('uninstall', jwt)).failure).toEqual(refusal(403));
		}
		expect((await come('load', signed({ jti: 'jti-2' }))).answer).toHaveProperty('item');
	});

	it('without a number of its own is known by all of it', async () => {
		const [first, second] = [signed({ jti: null }), signed({ jti: null, url: '/2' })];
		expect((await come('load', first)).answer).toHaveProperty('item');
		expect((await come('load', first)).answer).not.toHaveProperty('item');
		expect((await come('load', second)).answer).toHaveProperty('item');
	});

	it('keeps no more of its number than a digest', async () => {
		await come('load', signed({ jti: 'jti-secret' }));
		expect(JSON.stringify(stored)).not.toContain('jti-secret');
	});

	it.each([
		['of another app', { aud: 'other' }, 403],
		['of another sender', { iss: 'x' }, 403],
		['of no store', { sub: '' }, 400],
	])('%s is refused', async (_what, more, status) => {
		expect((await come('load', signed(more))).failure).toEqual(refusal(status));
	});

	it('of a store that is not allowed, or that nobody wants to hear of, starts nothing', async () => {
		const other = { parameters: { options: { allowedAccounts: 'other1' } } };
		expect((await come('load', signed(), other)).failure).toEqual(refusal(403));
		const unwanted = await come('load', signed(), { parameters: { events: ['uninstalled'] } });
		expect(unwanted.answer).not.toHaveProperty('item');
	});
});

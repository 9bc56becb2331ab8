import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type {
	ApiRequest,
	ApiResponse,
	Connection,
	CredentialUse,
	Marketplace,
} from '../../../core/marketplace';
import { connect } from '../../../core/client';
import type { TimeLimits } from '../../../core/request/deadline';
import { WrittenJson } from '../../../core/request/encoding';
import {
	NoResponseError,
	NotSentError,
	RedirectError,
	ResponseError,
	TokenError,
} from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { get, post, shop, shopCredential } from '../../kit/shop';

const TOKEN = 'secret-token-1234';

interface Raw {
	statusCode?: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

interface Setting {
	market?: Partial<Marketplace>;
	connection?: Partial<Connection>;
	use?: Partial<CredentialUse>;
	patience?: TimeLimits;
	node?: { id?: string; name?: string; type?: string; workflow?: string };
}

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
	forgetProcess('token');
});

/** A shop that answers with `answers` in turn, the last one for ever; errors are thrown. */
async function setUp(answers: Array<Raw | Error>, setting: Setting = {}) {
	const sent: IHttpRequestOptions[] = [];
	const helper = async (_type: string, options: IHttpRequestOptions) => {
		const answer = answers[Math.min(sent.length, answers.length - 1)];
		sent.push(options);
		if (answer instanceof Error) throw answer;
		return await Promise.resolve({
			statusCode: 200,
			headers: {},
			body: Buffer.from('{}'),
			...answer,
		});
	};
	const { id = 'n', name = 'Shop', type = 't', workflow = 'w' } = setting.node ?? {};
	const context = {
		getNode: () => ({ id, name, type, credentials: { shopApi: { id: '1' } } }),
		getWorkflow: () => ({ id: workflow }),
		getCredentials: async () => await Promise.resolve({ token: TOKEN }),
		helpers: { httpRequestWithAuthentication: helper },
	} as unknown as IExecuteFunctions;
	const usual = shopCredential();
	const credential = {
		...usual,
		connect: (fields: object) => ({ ...usual.connect(fields as never), ...setting.connection }),
		...setting.use,
	};
	const market = shop({ credentials: { shopApi: credential }, ...setting.market });
	const client = await connect(context, market, 'shopApi', setting.patience ?? { maxWaitMs: 0 });
	const ask = async (request: ApiRequest = get) => await time.run(client.send(request));
	return { ask, sent, client };
}

const json = (body: unknown, rest: Raw = {}): Raw => ({
	body: Buffer.from(JSON.stringify(body)),
	...rest,
});

describe('what is sent', () => {
	it('is the path below the base, with the query written as the marketplace wants it', async () => {
		const { ask, sent } = await setUp([{}], { market: { arrayFormat: 'comma' } });
		await ask({ ...get, query: { status: ['a', 'b'], from: '2026-11-21T10:00+01:00' } });
		await ask(get);
		expect(sent.map(({ url, method }) => `${method} ${url}`)).toEqual([
			'GET https://api.shop.example/base/orders?status=a,b&from=2026-11-21T10%3A00%2B01%3A00',
			'GET https://api.shop.example/base/orders',
		]);
	});

	it('has the headers of marketplace, connection and request, the later ones first in force', async () => {
		const { ask, sent } = await setUp([{}], {
			market: { headers: (_request, now) => ({ a: 'market', b: 'market', at: String(now) }) },
			connection: { headers: { b: 'connection', c: 'connection' } },
		});
		await ask({ ...post, headers: { c: 'request', d: 'request' } });
		expect(sent[0].headers).toEqual({
			a: 'market',
			at: String(time.now),
			b: 'connection',
			c: 'request',
			d: 'request',
			'content-type': 'application/json',
		});
	});

	it('has a media type only where it has a body', async () => {
		const { ask, sent } = await setUp([{}], {
			market: { contentType: (path) => `application/vnd.shop+json; for=${path}` },
		});
		await ask(get);
		await ask(post);
		await ask({ ...post, body: undefined });
		await ask({ ...post, headers: { 'content-type': 'image/png' }, body: Buffer.from('PNG') });
		expect(sent.map(({ headers }) => headers?.['content-type'])).toEqual([
			undefined,
			'application/vnd.shop+json; for=/orders',
			undefined,
			'image/png',
		]);
		expect(sent.map((options) => 'body' in options)).toEqual([false, true, false, true]);
	});

	it.each([
		['an object', { id: 1 }, '{"id":1}'],
		['nothing but null', null, 'null'],
		[
			'JSON as it was written',
			new WrittenJson('{"id":12345678901234567890}'),
			'{"id":12345678901234567890}',
		],
	])('is %s, and may be written in another way', async (_what, body, written) => {
		const plain = await setUp([{}]);
		await plain.ask({ ...post, body });
		expect(plain.sent[0].body).toBe(written);
		const other = await setUp([{}], { market: { writeBody: (text) => `<${text}>` } });
		await other.ask({ ...post, body });
		expect(other.sent[0].body).toBe(`<${written}>`);
	});

	it('is a file as it is, whatever the marketplace does with JSON', async () => {
		const file = Buffer.from([0, 1, 255]);
		const { ask, sent } = await setUp([{}], { market: { writeBody: () => 'spoilt' } });
		await ask({ ...post, body: file });
		expect(sent[0].body).toBe(file);
	});

	it('leaves errors, redirects and bytes to us, and takes no longer than an answer may', async () => {
		const { ask, sent } = await setUp([{}], { patience: { maxWaitMs: 0, timeoutMs: 7000 } });
		await ask(get);
		await ask({ ...get, timeoutMs: 1000 });
		expect(sent[0]).toMatchObject({
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 7000,
		});
		expect(sent[1].timeout).toBe(1000);
	});

	it('is counted, each try by itself', async () => {
		const { ask, client } = await setUp([{ statusCode: 503 }, {}], {
			patience: { maxWaitMs: 60_000 },
		});
		await ask(get);
		expect(client.requests()).toBe(2);
	});

	it.each(['/../admin', '/orders?x=1', '//evil.example', '/a b'])(
		'is nothing for the path %s',
		async (path) => {
			const { ask, sent } = await setUp([{}]);
			expect(await failureOf(ask({ method: 'GET', path }))).toBeInstanceOf(Error);
			expect(sent).toEqual([]);
		},
	);
});

describe('a redirect', () => {
	const to = (location: string, statusCode = 302): Raw => ({ statusCode, headers: { location } });

	it.each([301, 302, 303, 307, 308])('with status %i is followed below the API', async (status) => {
		const { ask, sent } = await setUp([
			to('/base/orders/new?a=1&b=2&b=3', status),
			json({ ok: 1 }),
		]);
		expect(await ask({ ...get, query: { old: '1' } })).toMatchObject({
			status: 200,
			body: { ok: 1 },
		});
		expect(sent[1].url).toBe('https://api.shop.example/base/orders/new?a=1&b=2&b=3');
	});

	it.each([
		['to another host', 'https://evil.example/base/orders', 'evil.example'],
		[
			'to a host that begins alike',
			'https://api.shop.example.evil.example/base/x',
			'api.shop.example.evil.example',
		],
		['to another port', 'https://api.shop.example:8443/base/x', 'api.shop.example:8443'],
		['to plain http', 'http://api.shop.example/base/x', 'api.shop.example'],
		['beside the API', 'https://api.shop.example/admin', 'api.shop.example'],
		['to a folder that begins alike', 'https://api.shop.example/base-admin/x', 'api.shop.example'],
		['to the API itself, which is no call', 'https://api.shop.example/base', 'api.shop.example'],
		['out of it by dots', 'https://api.shop.example/base/../admin', 'api.shop.example'],
		['to no address at all', 'https://', 'an unreadable address'],
	])('%s is not followed, and no token goes there', async (_what, location, host) => {
		const { ask, sent } = await setUp([to(location), json({})]);
		const failure = await failureOf(ask());
		expect(failure).toBeInstanceOf(RedirectError);
		expect(failure).toMatchObject({ host });
		expect(sent).toHaveLength(1);
	});

	it('relative to the call is followed', async () => {
		const { ask, sent } = await setUp([to('details'), json({})]);
		await ask({ method: 'GET', path: '/orders/1' });
		expect(sent[1].url).toBe('https://api.shop.example/base/orders/details');
	});

	it('keeps to a base without a path', async () => {
		const base = { connection: { baseUrl: 'https://api.shop.example' } };
		const { ask, sent } = await setUp([to('https://api.shop.example/v2/orders'), json({})], base);
		await ask();
		expect(sent[1].url).toBe('https://api.shop.example/v2/orders');
	});

	it.each(['POST', 'PUT', 'DELETE', 'PATCH'] as const)(
		'of a %s is not followed',
		async (method) => {
			const { ask, sent } = await setUp([to('/base/orders/1'), json({})]);
			const failure = await failureOf(ask({ method, path: '/orders' }));
			expect(failure).toMatchObject({ verdict: 'invalid', response: { status: 302 } });
			expect(sent).toHaveLength(1);
		},
	);

	it('of a HEAD is followed', async () => {
		const { ask, sent } = await setUp([to('/base/orders/1'), {}]);
		await ask({ method: 'HEAD', path: '/orders' });
		expect(sent).toHaveLength(2);
	});

	it('goes on for five hops and no more', async () => {
		const five = await setUp([...Array<Raw>(5).fill(to('/base/x')), json({ ok: 1 })]);
		expect(await five.ask()).toMatchObject({ body: { ok: 1 } });
		const endless = await setUp([to('/base/x')]);
		expect(await failureOf(endless.ask())).toMatchObject({ response: { status: 302 } });
		expect(endless.sent).toHaveLength(6);
	});

	it.each([300, 304, 305])('is none with status %i', async (statusCode) => {
		const { ask, sent } = await setUp([to('/base/x', statusCode)]);
		expect(await failureOf(ask())).toMatchObject({ verdict: 'invalid' });
		expect(sent).toHaveLength(1);
	});

	it('is none without an address', async () => {
		const { ask, sent } = await setUp([{ statusCode: 302 }]);
		expect(await failureOf(ask())).toMatchObject({ verdict: 'invalid' });
		expect(sent).toHaveLength(1);
	});

	it('means that the access has ended where the marketplace sends to its login', async () => {
		const market = { redirectsToLogin: true };
		const { ask, sent } = await setUp([to('/base/login')], { market });
		expect(await failureOf(ask())).toMatchObject({ verdict: 'denied' });
		expect(sent).toHaveLength(1);
	});
});

describe('an answer', () => {
	it('has its headers in lower case', async () => {
		const { ask } = await setUp([json({}, { headers: { 'X-Request-Id': 'R1', Count: 5 } })]);
		expect((await ask()).headers).toEqual({ 'x-request-id': 'R1', count: '5' });
	});

	it('shows no secret of ours, neither in body nor in headers', async () => {
		const { ask } = await setUp([
			json({ echo: [`Bearer ${TOKEN}`] }, { headers: { echo: TOKEN } }),
		]);
		const told = JSON.stringify(await ask());
		expect(told).toContain('***');
		expect(told).not.toContain(TOKEN);
	});

	it('that is a token for our own use is not spoilt', async () => {
		const { ask } = await setUp([json({ token: `${TOKEN}-and-more` })]);
		expect((await ask({ ...post, asksForToken: true })).body).toEqual({
			token: `${TOKEN}-and-more`,
		});
		expect((await ask(post)).body).toEqual({ token: '***-and-more' });
	});

	it.each([
		['half a document', '{"orders":[', get],
		['a page', '<html></html>', get],
		['nothing at all', '', get],
		['blanks', ' \n', get],
		['half a document after a POST that only reads', '{"a', { ...post, idempotent: true }],
		['nothing after a POST that only reads', '', { ...post, idempotent: true }],
	])('that is %s is no answer', async (_what, body, request) => {
		const { ask } = await setUp([{ body: Buffer.from(body) }]);
		expect(await failureOf(ask(request))).toMatchObject({
			verdict: 'transient',
			response: { status: 200, malformed: true },
		});
	});

	it.each([
		['a read with nothing to say', 204, '', get, undefined],
		['a created thing in words', 201, 'Created', post, 'Created'],
		['a write with nothing to say', 200, '', post, undefined],
		['a write in half a document', 200, '{"a', post, '{"a'],
		['a write that is answered with a page', 299, '<html></html>', post, '<html></html>'],
		['a write with JSON', 200, '{"a":1}', post, { a: 1 }],
	])('that is %s is a good one', async (_what, statusCode, body, request, expected) => {
		const { ask } = await setUp([{ statusCode, body: Buffer.from(body) }]);
		const answer = await ask(request);
		expect(answer).toMatchObject({ status: statusCode });
		expect(answer.body).toEqual(expected);
		expect(answer.malformed).toBeUndefined();
	});

	it.each([300, 400, 500])('to a write with status %i is read as it is', async (statusCode) => {
		const { ask } = await setUp([{ statusCode, body: Buffer.from('<p>no') }]);
		expect(await failureOf(ask(post))).toMatchObject({
			response: { body: '<p>no', malformed: true },
		});
	});

	const FILE = Buffer.from([0x25, 0x50, 0x44, 0x46, 0xff]);

	it.each<[string, ApiRequest]>([
		['asks for bytes', { ...get, expect: 'bytes' }],
		['writes, and is answered with a file', post],
	])('to a request that %s is given byte by byte', async (_what, request) => {
		const headers = { 'content-type': 'application/pdf' };
		const { ask } = await setUp([{ body: FILE, headers }]);
		expect(await ask(request)).toMatchObject({ body: undefined, bytes: FILE });
	});

	it('to a request for bytes that fails is read in words', async () => {
		const { ask } = await setUp([json({ error: 'no' }, { statusCode: 400 })]);
		expect(await failureOf(ask({ ...get, expect: 'bytes' }))).toMatchObject({
			response: { body: { error: 'no' } },
		});
	});

	it('to a read that is a file in place of JSON is no answer', async () => {
		const headers = { 'content-type': 'application/pdf' };
		const { ask } = await setUp([{ body: FILE, headers }]);
		expect(await failureOf(ask())).toMatchObject({ verdict: 'transient' });
	});

	it('in an encoding that the marketplace is known for is read by it', async () => {
		const shiftJis = Buffer.from([0x22, 0x95, 0x5c, 0x22]);
		const known = await setUp([{ body: shiftJis }], { market: { charsets: ['shift_jis'] } });
		expect((await known.ask()).body).toBe('表');
		const told = await setUp([{ body: shiftJis, headers: { 'Content-Type': 'x; charset=sjis' } }]);
		expect((await told.ask()).body).toBe('表');
	});

	it('as text is read, too', async () => {
		const { ask } = await setUp([{ body: '{"a":1}' }]);
		expect((await ask()).body).toEqual({ a: 1 });
	});

	describe('to a request that knows a digest', () => {
		const BODY = '{"orders":[1]}';
		const knowing = (knownDigest: string): ApiRequest => ({ ...get, knownDigest });
		const refused = (error: unknown): ApiResponse => (error as ResponseError).response;
		/** Learns the digest of `BODY`, then asks with it and is answered with `raw`. */
		async function again(raw: Raw) {
			const { ask } = await setUp([{ body: Buffer.from(BODY) }, raw]);
			const { digest = '' } = await ask(knowing(''));
			return { digest, answer: await ask(knowing(digest)).catch(refused) };
		}

		it('comes with its own, which stands for its bytes', async () => {
			const { ask } = await setUp([
				...[BODY, BODY, '{"orders": [1]}'].map((body) => ({ body: Buffer.from(body) })),
			]);
			const first = await ask(knowing(''));
			expect(first.body).toEqual({ orders: [1] });
			expect(first.digest).toMatch(/./);
			expect(first.unchanged).toBeUndefined();
			expect((await ask(knowing('another'))).digest).toBe(first.digest);
			const spaced = await ask(knowing(''));
			expect(spaced.body).toEqual(first.body);
			expect(spaced.digest).not.toBe(first.digest);
		});

		it('is not read where it is the same', async () => {
			const { digest, answer } = await again({
				body: Buffer.from(BODY),
				headers: { 'X-Request-Id': 'R2' },
			});
			expect(answer).toEqual({
				status: 200,
				headers: { 'x-request-id': 'R2' },
				body: undefined,
				digest,
				unchanged: true,
			});
		});

		it('is read where its bytes are others', async () => {
			const { digest, answer } = await again({ body: Buffer.from('{"orders":[2]}') });
			expect(answer.body).toEqual({ orders: [2] });
			expect(answer.unchanged).toBeUndefined();
			expect(answer.digest).not.toBe(digest);
		});

		it.each([201, 202, 206, 400, 404])('is read with status %i', async (statusCode) => {
			const { answer } = await again({ body: Buffer.from(BODY), statusCode });
			expect(answer).toMatchObject({ status: statusCode, body: { orders: [1] } });
			expect(answer.unchanged).toBeUndefined();
		});

		it('has no digest where the request knows of none', async () => {
			const { ask } = await setUp([{ body: Buffer.from(BODY) }]);
			const answer = await ask();
			expect(answer.body).toEqual({ orders: [1] });
			expect(answer).not.toHaveProperty('digest');
			expect(answer).not.toHaveProperty('unchanged');
		});
	});

	it('that is refused comes with its path and its verdict', async () => {
		const { ask } = await setUp([{ statusCode: 404 }]);
		const failure = await failureOf(ask({ method: 'GET', path: '/orders/7' }));
		expect(failure).toBeInstanceOf(ResponseError);
		expect(failure).toMatchObject({
			verdict: 'gone',
			path: '/orders/7',
			response: { status: 404 },
		});
	});
});

describe('no answer', () => {
	const thrown = (fields: object, message = 'boom') => Object.assign(new Error(message), fields);

	it.each([
		[{ code: 'ECONNRESET' }, 'ECONNRESET'],
		[{ code: 'EAI_AGAIN' }, 'EAI_AGAIN'],
		[{ code: 'ENOTFOUND' }, 'ENOTFOUND'],
		[{ code: 'EPROTO' }, 'EPROTO'],
		[{ code: 'HPE_INVALID_CONSTANT' }, 'HPE_INVALID_CONSTANT'],
		[{ httpCode: 'ETIMEDOUT' }, 'ETIMEDOUT'],
		[{ httpCode: null, cause: { code: 'ECONNREFUSED' } }, 'ECONNREFUSED'],
		[{ code: 'failed', cause: { code: 'EPIPE' } }, 'EPIPE'],
	])('from the network is told by its code: %o', async (fields, code) => {
		const { ask } = await setUp([thrown(fields)]);
		const failure = await failureOf(ask(post));
		expect(failure).toBeInstanceOf(NoResponseError);
		expect(failure).toMatchObject({ code });
	});

	it.each([
		'OAuth credentials not connected',
		'Unable to sign without access token',
		'oauthTokenData is missing',
		'No accessToken',
	])('because there is no token asks to connect: %s', async (message) => {
		const { ask } = await setUp([thrown({}, message)]);
		const failure = await failureOf(ask());
		expect(failure).toBeInstanceOf(TokenError);
		expect(failure).toMatchObject({ reason: 'not_connected', transient: false });
	});

	it.each([{}, { code: 'E1' }, { code: 'invalid' }, { code: 'NOT_E_CODE' }])(
		'because n8n did not let it out is told in its words: %o',
		async (fields) => {
			const { ask, sent } = await setUp([thrown(fields, 'Domain not allowed')], {
				patience: { maxWaitMs: 60_000 },
			});
			const failure = await failureOf(ask());
			expect(failure).toBeInstanceOf(NotSentError);
			expect((failure as Error).message).toBe('Domain not allowed');
			expect(sent).toHaveLength(1);
		},
	);
});

describe('a client', () => {
	it.each([
		['another workflow', { workflow: 'w2' }, 3],
		['another node', { id: 'n2' }, 3],
		['another type of node', { type: 't2' }, 3],
		['the same node with another name', { name: 'Renamed' }, 6],
	])('shares its quota fairly with %s', async (_what, other, place) => {
		const market = { quotas: [{ name: 'all', perSecond: 1, burst: 1 }] };
		const patience = { maxWaitMs: 60_000 };
		const clients = [{}, {}, other].map(
			async (node) => (await setUp([{}], { market, patience, node })).client,
		);
		const served: number[] = [];
		const [first, second, third] = await Promise.all(clients);
		await first.send(get);
		const all = [first, first, second, second, third, third].map(async (client) => {
			await client.send(get);
			served.push([first, second, third].indexOf(client));
		});
		await time.run(Promise.all(all));
		expect(served.lastIndexOf(2) + 1).toBe(place);
	});

	it('may be ended twice', async () => {
		const { client } = await setUp([{}]);
		expect(client.signal.aborted).toBe(false);
		client.end();
		client.end();
		expect(client.signal.aborted).toBe(true);
	});

	it('of a piece of work that was stopped before sends nothing', async () => {
		const stop = new AbortController();
		stop.abort();
		const { ask, sent, client } = await setUp([{}], {
			patience: { maxWaitMs: 0, signal: stop.signal },
		});
		expect(client.signal.aborted).toBe(true);
		await failureOf(ask());
		expect(sent).toEqual([]);
	});

	it('tells whose it is, and how long an answer may take where the user has said so', async () => {
		const { client } = await setUp([{}], {
			connection: { account: 'My shop' },
			patience: { maxWaitMs: 0, timeoutMs: 1234 },
		});
		expect(client).toMatchObject({ credentialType: 'shopApi', timeoutMs: 1234 });
		expect(client.connection.account).toBe('My shop');
		expect((await setUp([{}])).client.timeoutMs).toBeUndefined();
	});
});

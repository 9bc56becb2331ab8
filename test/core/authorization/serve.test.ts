import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { CallbackError } from '../../../core/authorization/callback-error';
import { serve } from '../../../core/authorization/serve';
import type {
	CallbackResponse,
	CallbackHandler,
	Callback,
} from '../../../core/authorization/callback';
import { InvalidInputError, TokenError } from '../../../core/request/errors';
import { FakeClock } from '../../kit/fake-clock';

const DONE: CallbackResponse = {
	status: 200,
	page: { title: 'Done', paragraphs: ['All is well.'] },
};

/** A trigger, and what the browser and n8n get of one call. */
class Desk {
	url = '/webhook/own/path';
	headers: Record<string, string> = {};
	path = 'own/path';
	address: string | undefined = 'https://n8n.example/webhook/own/path';
	workflowId: string | undefined = 'w';
	nodeId = 'n';
	marketplace = 'shop';
	credential: IDataObject = { clientId: 'client', clientSecret: 'secret' };
	parameters: IDataObject = {};
	stored: IDataObject = {};
	frames?: string[];
	/** What the marketplace answers to a call for a token. */
	token: { statusCode: number; body: unknown } = { statusCode: 400, body: { error: 'no' } };
	readonly sent: IDataObject[] = [];
	readonly log: string[] = [];
	given: IDataObject = {};

	async visit(
		answer: (visit: Callback) => Promise<CallbackResponse> | CallbackResponse = () => DONE,
	) {
		this.given = { 'x-frame-options': 'SAMEORIGIN' };
		const entrance: CallbackHandler = {
			marketplace: this.marketplace,
			frames: this.frames,
			comesFrom: /^https:\/\/shop\.example\//,
			answer: async (visit) => await answer(visit),
		};
		const context = {
			getRequestObject: () => ({ originalUrl: this.url, headers: this.headers }),
			getResponseObject: () => ({
				removeHeader: (name: string) => delete this.given[name],
				writeHead: (status: number, headers: object) =>
					Object.assign(this.given, { status }, headers),
				end: (html: string) => (this.given.html = html),
			}),
			getCredentials: async (type: string) => await Promise.resolve({ ...this.credential, type }),
			getNode: () => ({ id: this.nodeId, name: 'The trigger' }),
			getWorkflow: () => ({ id: this.workflowId }),
			getNodeWebhookUrl: (name: string) => (name === 'default' ? this.address : undefined),
			getNodeParameter: (name: string, fallback: unknown) =>
				({ path: this.path, ...this.parameters })[name] ?? fallback,
			getWorkflowStaticData: (of: string) => (of === 'node' ? this.stored : {}),
			logger: { error: (line: string) => void this.log.push(line) },
			helpers: {
				httpRequest: async (options: IDataObject) => {
					this.sent.push(options);
					return await Promise.resolve({ headers: {}, ...this.token });
				},
			},
		} as unknown as IWebhookFunctions;
		return await serve(context, entrance, 'shopApi');
	}

	/** What the entrance sees. */
	async seen(): Promise<Callback> {
		let seen: Callback | undefined;
		await this.visit((visit) => {
			seen = visit;
			return DONE;
		});
		if (!seen) throw new Error('Nobody was let in');
		return seen;
	}
}

let desk: Desk;

beforeEach(() => {
	new FakeClock();
	forgetProcess('authorization');
	desk = new Desk();
});

describe('what the browser gets', () => {
	it('is the page, and the workflow goes on with nothing', async () => {
		expect(await desk.visit()).toEqual({ noWebhookResponse: true });
		expect(desk.given).toMatchObject({
			status: 200,
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'x-frame-options': 'SAMEORIGIN',
		});
		expect(desk.given.html).toContain('<p>All is well.</p>');
		expect(desk.given).not.toHaveProperty('set-cookie');
		expect(desk.given).not.toHaveProperty('location');
		expect(desk.given['content-security-policy']).toContain("frame-ancestors 'none'");
	});

	it('is the page, and the workflow goes on with what came of it', async () => {
		const item = { event: 'authorized' };
		expect(await desk.visit(() => ({ ...DONE, item }))).toEqual({
			noWebhookResponse: true,
			workflowData: [[{ json: item }]],
		});
	});

	it('is the way on, with a cookie and without a page', async () => {
		await desk.visit(() => ({ status: 302, location: 'https://shop.example/', cookie: 'a=b' }));
		expect(desk.given).toMatchObject({
			status: 302,
			location: 'https://shop.example/',
			'set-cookie': 'a=b',
			html: '',
		});
		expect(desk.given).not.toHaveProperty('content-type');
	});

	it('may be framed by the named sites, whatever n8n forbids', async () => {
		desk.frames = ['https://*.shop.example'];
		await desk.visit();
		expect(desk.given).not.toHaveProperty('x-frame-options');
		expect(desk.given['content-security-policy']).toContain(
			'frame-ancestors https://*.shop.example',
		);
	});

	it.each([
		[new CallbackError(409, 'Used <before>', 'Start again'), 409, [], 'Start again.'],
		[
			new CallbackError(429, 'Too many', 'Wait', 'look into it'),
			429,
			['The trigger: look into it'],
			'Wait.',
		],
		[
			new InvalidInputError("'X' is empty", 'Enter it'),
			502,
			["The trigger: 'X' is empty. Enter it"],
			'You did nothing wrong',
		],
		[
			new InvalidInputError("'X' is empty"),
			502,
			["The trigger: 'X' is empty. "],
			'You did nothing wrong',
		],
		[
			new TokenError('No token', 'Correct the secret', 'invalid_client'),
			502,
			['The trigger: No token. Correct the secret'],
			'You did nothing wrong',
		],
		[
			new TokenError('No answer', 'Try again', 'x', true),
			503,
			['The trigger: No answer. Try again'],
			'Reload this page in a minute',
		],
	])('is a page and no item after %o', async (error, status, log, words) => {
		expect(await desk.visit(() => Promise.reject(error))).toEqual({ noWebhookResponse: true });
		expect(desk.given).toMatchObject({ status });
		expect(desk.given.html).toContain(words);
		expect(desk.given.html).toContain('<main class="bad">');
		if (error instanceof CallbackError) expect(desk.given.html).toContain('<h1>');
		else expect(desk.given.html).not.toContain(error.message);
		expect(desk.log).toEqual(log);
	});

	it('is nothing of ours after a fault of our own: n8n tells it', async () => {
		await expect(desk.visit(() => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
		expect(desk.given).not.toHaveProperty('status');
	});

	it.each([
		['an address that cannot be read', { url: '/webhook/own/path?a=1&a=2' }, 400],
		['a credential without its keys', { credential: {} }, 502],
	])('is a page for %s', async (_what, changes, status) => {
		Object.assign(desk, changes);
		await desk.visit();
		expect(desk.given).toMatchObject({ status });
	});
});

describe('what the entrance sees', () => {
	it.each([
		['own/path', '/webhook/own/path', ''],
		['own/path', '/webhook/own/path?code=1/2', ''],
		['own/path', '/webhook/own/path/', ''],
		['own/path', '/webhook/own/path#x', ''],
		['own/path', '/webhook/own/path/load', 'load'],
		['own/path', '/webhook/own/path/load?x=/own/path', 'load'],
		['/own/path/', '/webhook/own/path/load/', 'load'],
		['own path', '/webhook/own%20path', ''],
		['own path', '/webhook/own%20path/lo%61d', 'load'],
		['path', '/webhook/other', 'other'],
		['load', '/webhook/load/load', ''],
		['own', '/', ''],
	])('at the path %s under %s is %j', async (path, url, endpoint) => {
		Object.assign(desk, { path, url });
		const seen = await desk.seen();
		expect(seen.endpoint).toBe(endpoint);
	});

	it('is its query, app, credential, address and parameters', async () => {
		desk.url = '/webhook/own/path?code=c%20d';
		desk.parameters = { region: 'eu' };
		const { query, app, credential, address, parameter } = await desk.seen();
		expect(query.get('code')).toBe('c d');
		expect(app).toEqual({ clientId: 'client', clientSecret: 'secret' });
		expect(credential).toMatchObject({ type: 'shopApi' });
		expect(address).toBe('https://n8n.example/webhook/own/path');
		expect([parameter('region', 'na'), parameter('other', 'na')]).toEqual(['eu', 'na']);
	});

	it('is an empty address where n8n has none', async () => {
		desk.address = undefined;
		expect((await desk.seen()).address).toBe('');
	});

	it.each([
		['https://n8n.example/webhook', {}, true],
		['http://n8n.example/webhook', { 'x-forwarded-proto': 'https,http' }, true],
		['http://n8n.example/webhook', { 'x-forwarded-proto': 'http,https' }, false],
		['http://n8n.example/webhook', {}, false],
		[undefined, {}, false],
	])('keeps cookies to https at %s with %o: %s', async (address, headers, isSecure) => {
		Object.assign(desk, { address, headers });
		const { cookie } = (await desk.seen()).states.issue('x', '', 1000);
		expect(cookie.endsWith('; Secure')).toBe(isSecure);
	});

	/** A state and the cookie that belongs to it. */
	async function departed() {
		const { state, cookie } = (await desk.seen()).states.issue('start', 'seller', 60_000);
		desk.headers = { cookie: cookie.split(';')[0] };
		return state;
	}

	it('is a state that comes back in the browser in which it was made', async () => {
		const state = await departed();
		expect((await desk.seen()).states.check(state)).toMatchObject({ account: 'seller' });
	});

	it.each([
		['browser', { headers: {} }],
		['marketplace', { marketplace: 'mall' }],
		['app', { credential: { clientId: 'other', clientSecret: 'secret' } }],
		['secret', { credential: { clientId: 'client', clientSecret: 'other' } }],
		['workflow', { workflowId: 'v' }],
		['workflow without an id', { workflowId: undefined }],
		['node', { nodeId: 'm' }],
	])('is no state of another %s', async (_what, changes) => {
		const state = await departed();
		Object.assign(desk, changes);
		const { states } = await desk.seen();
		expect(() => states.check(state)).toThrow(expect.objectContaining({ status: 403 }));
	});

	it.each([
		['marketplace', { marketplace: 'mall' }],
		['app', { credential: { clientId: 'other', clientSecret: 'secret' } }],
		['workflow', { workflowId: 'v' }],
		['node', { nodeId: 'm' }],
	])('is not what was used once in another %s', async (_what, changes) => {
		const until = Date.parse('2030-01-01');
		expect((await desk.seen()).once.take('code', 'x', until)).toBeUndefined();
		expect((await desk.seen()).once.take('code', 'x', until)).toBe('x');
		Object.assign(desk, changes, { stored: {} });
		expect((await desk.seen()).once.take('code', 'x', until)).toBeUndefined();
	});

	it('is what was used once before a restart', async () => {
		const until = Date.parse('2030-01-01');
		(await desk.seen()).once.take('code', 'x', until);
		forgetProcess('authorization');
		expect((await desk.seen()).once.take('code', 'x', until)).toBe('x');
	});
});

describe('a call for a token', () => {
	const ask = async (looksReal = false) =>
		await (await desk.seen()).requestToken('https://auth.example/token', { code: 'c' }, looksReal);
	/** So many calls until the budget is used up. */
	async function calls(looksReal = false): Promise<number> {
		for (let count = 0; count < 50; count++) {
			if (await ask(looksReal).catch(() => undefined)) continue;
			return count;
		}
		return Infinity;
	}

	it('is sent as a form to that address, and answered', async () => {
		desk.token = { statusCode: 200, body: { access_token: 't' } };
		expect(await ask()).toMatchObject({ status: 200, body: { access_token: 't' } });
		expect(desk.sent).toMatchObject([{ url: 'https://auth.example/token', body: 'code=c' }]);
	});

	it.each([
		['is refused', 400, { error: 'invalid_grant' }, 5],
		['is refused with status 200', 200, { error: 'invalid_grant' }, 5],
		['is refused without a word', 400, {}, 5],
		['is created', 201, { access_token: 't' }, 5],
		['brings a token', 200, { access_token: 't' }, Infinity],
	])('that %s costs as much as it should', async (_what, statusCode, body, most) => {
		desk.token = { statusCode, body };
		expect(await calls()).toBe(most);
	});

	it('has a budget of its own for who comes from the marketplace, has a code that looks real, or both', async () => {
		expect(await calls()).toBe(5);
		expect(await calls(true)).toBe(5);
		desk.headers = { referer: 'https://shop.example/consent' };
		expect(await calls()).toBe(0);
		expect(await calls(true)).toBe(5);
	});

	it.each([
		['another node of the app', { nodeId: 'm' }, 0],
		['another app', { credential: { clientId: 'other', clientSecret: 'secret' } }, 5],
		['another marketplace', { marketplace: 'mall' }, 5],
	])('leaves %s what it has', async (_what, changes, left) => {
		await calls();
		Object.assign(desk, changes);
		expect(await calls()).toBe(left);
	});
});

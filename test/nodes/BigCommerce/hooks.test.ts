import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { openWebhookMemory, webhookMemoryOf } from '../../../core/triggers/webhook-memory';
import {
	createHook,
	deleteHook,
	hookExists,
	knownHook,
	maintainHook,
} from '../../../nodes/BigCommerce/trigger/webhooks';
import { BigCommerceDesk } from '../../kit/bigcommerce-desk';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const HOUR = 60 * 60_000;
const SCOPE = 'store/order/*';
const HERE = 'https://n8n.example/webhook/w1/order';
const PROOF = 'x-n8n-webhook-proof';
const KEY = 'workflow-1|node-1';
const SECRET = 's'.repeat(43);

let time: FakeClock;
let desk: BigCommerceDesk;

const exists = async () => await time.run(hookExists(desk.context()));
const create = async () => await time.run(createHook(desk.context()));
const remove = async () => await time.run(deleteHook(desk.context()));
const tend = async () => await time.run(maintainHook(desk.context()));
const secret = () => (desk.kept.hook as { secret: string }).secret;
/** A webhook at BigCommerce, as this trigger would have made it but for `more`. */
const stored = (more: object = {}) => ({
	...{ id: 7, scope: SCOPE, destination: HERE, is_active: true, headers: { [PROOF]: SECRET } },
	...more,
});
/** What n8n has kept of it. */
const remembered = (more: object = {}) => {
	desk.kept = { hook: { id: '7', destination: HERE, secret: SECRET, ...more } };
};
/** As after a restart of n8n. */
const restart = () => {
	forgetProcess('hook');
	forgetProcess('webhook');
};

beforeEach(() => {
	time = new FakeClock();
	desk = new BigCommerceDesk();
	restart();
	forgetProcess('quota');
});

describe('a trigger that is switched on', () => {
	it('asks for its own webhook, and makes it where there is none', async () => {
		desk.hooks.push(
			stored({ id: 1, destination: 'https://n8n.example/webhook/w2/order' }),
			stored({ id: 2, scope: 'store/order/created' }),
		);
		expect(await exists()).toBe(false);
		expect(desk.asked).toMatchObject([
			{ method: 'GET', path: '/v3/hooks', query: { scope: SCOPE, destination: HERE } },
		]);
		expect(desk.kept).toEqual({});
		expect(await create()).toBe(true);
		expect(secret()).toMatch(/^[\w-]{43}$/);
		expect(desk.asked[1]).toEqual({
			...{ method: 'POST', path: '/v3/hooks', query: {} },
			body: {
				...{ scope: SCOPE, destination: HERE, is_active: true },
				headers: { [PROOF]: secret() },
			},
		});
		expect(desk.kept).toEqual({ hook: { id: '101', destination: HERE, secret: secret() } });
		expect(desk.lines).toHaveLength(2);
		expect(knownHook(KEY)).toMatchObject({ id: '101', destination: HERE, secret: secret() });
	});

	it('takes none for its own that the list gives beside it', async () => {
		desk.instead = () => ({
			body: { data: [stored({ id: 1, scope: 'store/*' }), stored({ id: 2, destination: 'x' })] },
		});
		expect(await exists()).toBe(false);
		desk.instead = () => ({ body: { data: [null, stored({ id: 1, scope: 'x' }), stored()] } });
		remembered();
		forgetProcess('hook');
		expect(await exists()).toBe(true);
		expect(knownHook(KEY)?.id).toBe('7');
	});

	it('has a secret of its own each time that it is made, and shares none with another trigger', async () => {
		await create();
		const first = secret();
		await remove();
		await create();
		const second = secret();
		const other = new BigCommerceDesk();
		Object.assign(other, { node: 'node-2', address: 'https://n8n.example/webhook/w2/order' });
		await time.run(createHook(other.context()));
		const third = knownHook('workflow-1|node-2')?.secret;
		expect(new Set([first, second, third]).size).toBe(3);
		expect(knownHook(KEY)?.secret).toBe(second);
	});

	it('leaves a webhook alone that is right, and tells by it after a restart', async () => {
		remembered();
		desk.hooks.push(stored({ headers: { 'X-N8n-Webhook-Proof': SECRET, other: 'x' } }));
		expect(await exists()).toBe(true);
		expect(desk.lines).toEqual(['GET /v3/hooks']);
		expect(secret()).toBe(SECRET);
		expect(webhookMemoryOf(KEY)).toBeDefined();
	});

	it.each([
		['was switched off', { is_active: false }],
		['does not say whether it is on', { is_active: undefined }],
		['has another secret', { headers: { [PROOF]: 'x' } }],
		['has no secret', { headers: null }],
		['has its secret elsewhere', { headers: { 'x-proof': SECRET } }],
	])('puts a webhook right that %s', async (_what, more) => {
		remembered();
		desk.hooks.push(stored(more));
		expect(await exists()).toBe(true);
		expect(desk.asked.slice(1)).toEqual([
			{
				...{ method: 'PUT', path: '/v3/hooks/7', query: {} },
				body: {
					...{ scope: SCOPE, destination: HERE, is_active: true },
					headers: { [PROOF]: SECRET },
				},
			},
		]);
	});

	it('keeps the number that BigCommerce knows the webhook by', async () => {
		remembered({ id: '6' });
		desk.hooks.push(stored({ is_active: false }));
		await exists();
		expect(desk.lines).toEqual(['GET /v3/hooks', 'PUT /v3/hooks/7']);
		expect(desk.kept.hook).toMatchObject({ id: '7' });
	});

	it('puts it right also where a first answer was lost: that does no harm twice', async () => {
		remembered();
		desk.hooks.push(stored({ is_active: false }));
		let lost = 0;
		desk.instead = ({ method }) =>
			method === 'PUT' && lost++ === 0
				? Object.assign(new Error('x'), { code: 'ECONNRESET' })
				: undefined;
		expect(await exists()).toBe(true);
		expect(desk.hooks[0].is_active).toBe(true);
	});

	it('removes the webhook of a former address, and has a new secret at the new one', async () => {
		remembered({ destination: 'https://old.example/webhook/w1/order' });
		desk.hooks.push(stored({ destination: 'https://old.example/webhook/w1/order' }));
		expect(await exists()).toBe(false);
		await create();
		expect(desk.lines).toEqual(['GET /v3/hooks', 'DELETE /v3/hooks/7', 'POST /v3/hooks']);
		expect(desk.hooks.map(({ destination }) => destination)).toEqual([HERE]);
		expect(secret()).not.toBe(SECRET);
	});

	it('goes on where the former one is gone, and stops where it cannot be removed', async () => {
		remembered({ destination: 'https://old.example/webhook/w1/order' });
		expect(await create()).toBe(true);
		expect(desk.lines).toEqual(['DELETE /v3/hooks/7', 'POST /v3/hooks']);
		desk.asked.length = 0;
		restart();
		remembered({ destination: 'https://old.example/webhook/w1/order' });
		desk.instead = ({ method }) => (method === 'DELETE' ? { status: 403, body: {} } : undefined);
		expect(await failureOf(create())).toHaveProperty('httpCode', '403');
		expect(desk.lines).toEqual(['DELETE /v3/hooks/7']);
	});

	it('removes nothing where the address is the same, or no former number is known', async () => {
		remembered();
		await create();
		restart();
		remembered({ id: null, destination: 'https://old.example/webhook/w1/order' });
		await create();
		expect(desk.lines.filter((line) => line.startsWith('DELETE'))).toEqual([]);
	});

	it.each([
		['ws://n8n.example/webhook/w1/order'],
		['http://n8n.example/webhook/w1/order'],
		['https://n8n.example:5678/webhook/w1/order'],
		['no address'],
		[undefined],
	])('asks nothing where n8n has the address %s', async (address) => {
		desk.address = address;
		for (const begin of [exists, create]) {
			expect(await failureOf(begin())).toHaveProperty(
				'message',
				expect.stringContaining('https on port 443'),
			);
		}
		expect(desk.lines).toEqual([]);
	});

	it('may have any address before a gateway of its own, and the usual port before BigCommerce', async () => {
		desk.address = 'https://n8n.example:443/webhook/w1/order';
		expect(await create()).toBe(true);
		restart();
		desk.address = 'http://localhost:5678/webhook/w1/order';
		Object.assign(desk.credential, { environment: 'custom', apiBaseUrl: 'https://gate.example' });
		expect(await create()).toBe(true);
		expect(desk.hooks.map(({ destination }) => destination)).toContain(desk.address);
	});
});

describe('a webhook whose making was answered badly', () => {
	/** The answer to the making, while the webhook `isMade` all the same. */
	const badly = (status: number | string, isMade: boolean) => {
		desk.instead = ({ method, body }) => {
			if (method !== 'POST') return undefined;
			if (isMade) desk.hooks.push({ ...(body as ReturnType<typeof stored>), id: 9 });
			return typeof status === 'string'
				? Object.assign(new Error('x'), { code: status })
				: { status, body: { status, title: 'No' } };
		};
	};

	it.each([422, 409, 500, 503, 'ECONNRESET'])(
		'with %s is looked for, and found',
		async (status) => {
			badly(status, true);
			expect(await create()).toBe(true);
			expect(desk.kept.hook).toMatchObject({ id: '9' });
			expect(desk.lines).toEqual(['POST /v3/hooks', 'GET /v3/hooks']);
		},
	);

	it.each([422, 409, 503, 'ECONNRESET'])(
		'with %s is a failure where it is not there',
		async (status) => {
			badly(status, false);
			const code = status === 'ECONNRESET' ? status : String(status);
			expect(await failureOf(create())).toHaveProperty('httpCode', code);
			expect(desk.lines).toEqual(['POST /v3/hooks', 'GET /v3/hooks']);
			expect(desk.kept).toEqual({});
		},
	);

	it.each([401, 403, 404, 507])('with %i is a failure, and not looked for', async (status) => {
		badly(status, true);
		expect(await failureOf(create())).toHaveProperty('httpCode', String(status));
		expect(desk.lines).toEqual(['POST /v3/hooks']);
	});

	it('without its number is looked for, else it is a failure', async () => {
		desk.instead = ({ method, body }) => {
			if (method !== 'POST') return undefined;
			desk.hooks.push({ ...(body as ReturnType<typeof stored>), id: 9 });
			return { body: { data: {} } };
		};
		expect(await create()).toBe(true);
		expect(desk.kept.hook).toMatchObject({ id: '9' });
		restart();
		desk.hooks.length = 0;
		desk.instead = ({ method }) => (method === 'POST' ? { body: {} } : undefined);
		expect(await failureOf(create())).toHaveProperty(
			'message',
			expect.stringContaining('BigCommerce did not create the webhook'),
		);
	});

	it('is known by its number also in the older form of the answer', async () => {
		desk.instead = ({ method }) => (method === 'POST' ? { body: { id: 12 } } : undefined);
		expect(await create()).toBe(true);
		expect(desk.kept.hook).toMatchObject({ id: '12' });
		expect(desk.lines).toEqual(['POST /v3/hooks']);
	});
});

describe('a webhook that BigCommerce refuses', () => {
	const refuse = () => {
		desk.instead = () => ({ status: 403, body: { status: 403, title: 'No scope' } });
	};

	it.each(['init', 'leadershipChange'])('lets the trigger begin without it at %s', async (mode) => {
		desk.activation = mode;
		refuse();
		expect(await exists()).toBe(true);
		expect(await create()).toBe(true);
		expect(desk.warnings).toHaveLength(2);
		for (const line of desk.warnings)
			expect(line).toMatch(/^Trigger: the trigger continues without a webhook: .*No scope/);
		expect(desk.kept).toEqual({});
		// The next poll tries again.
		desk.instead = () => undefined;
		await tend();
		expect(desk.hooks).toMatchObject([{ destination: HERE, is_active: true }]);
	});

	it.each(['activate', 'update', 'create', 'manual'])(
		'is told to whoever is there at %s',
		async (mode) => {
			desk.activation = mode;
			refuse();
			for (const begin of [exists, create])
				expect(await failureOf(begin())).toHaveProperty('httpCode', '403');
			expect(desk.warnings).toEqual([]);
		},
	);
});

describe('a webhook of a trigger that is switched off', () => {
	it('is removed by its number, and nothing is remembered of it', async () => {
		await create();
		desk.hooks.push(stored({ destination: 'https://elsewhere.example/hook' }));
		desk.asked.length = 0;
		expect(await remove()).toBe(true);
		expect(desk.lines).toEqual(['DELETE /v3/hooks/101']);
		expect(desk.hooks).toHaveLength(1);
		expect(desk.kept).toEqual({});
		expect(knownHook(KEY)).toBeUndefined();
		expect(webhookMemoryOf(KEY)).toBeUndefined();
	});

	it('is removed after a restart, too', async () => {
		remembered();
		desk.hooks.push(stored());
		await remove();
		expect([desk.lines, desk.hooks, desk.kept]).toEqual([['DELETE /v3/hooks/7'], [], {}]);
	});

	it('is looked for where its number is not known', async () => {
		desk.hooks.push(stored());
		await remove();
		expect(desk.lines.at(-1)).toBe('DELETE /v3/hooks/7');
		desk.asked.length = 0;
		await remove();
		expect(desk.lines).toEqual(['GET /v3/hooks']);
		expect(desk.warnings).toEqual([]);
	});

	it('may be gone already', async () => {
		remembered();
		expect(await remove()).toBe(true);
		expect([desk.lines, desk.warnings]).toEqual([['DELETE /v3/hooks/7'], []]);
	});

	it.each([401, 403, 422])('that cannot be removed (%i) keeps nobody from it', async (status) => {
		remembered();
		desk.instead = () => ({ status, body: { status, title: 'No' } });
		expect(await remove()).toBe(true);
		expect(desk.kept).toEqual({});
		expect(desk.warnings).toEqual([
			expect.stringMatching(
				/^Trigger: the webhook could not be deleted, BigCommerce disables it later: /,
			),
		]);
		expect([knownHook(KEY), webhookMemoryOf(KEY)]).toEqual([undefined, undefined]);
	});

	it('is removed once more where the first answer was lost', async () => {
		await create();
		let lost = 0;
		desk.instead = ({ method }) =>
			method === 'DELETE' && lost++ === 0
				? Object.assign(new Error('x'), { code: 'ECONNRESET' })
				: undefined;
		await remove();
		expect(desk.hooks).toEqual([]);
	});
});

describe('at the end of a poll', () => {
	beforeEach(async () => {
		await create();
		desk.asked.length = 0;
	});

	it('the webhook is looked for at once where nobody has looked yet, then once an hour', async () => {
		await tend();
		expect(desk.lines).toEqual(['GET /v3/hooks']);
		await time.advance(HOUR - 1);
		await tend();
		expect(desk.lines).toHaveLength(1);
		await time.advance(1);
		await tend();
		expect(desk.lines).toHaveLength(2);
		await tend();
		expect(desk.lines).toHaveLength(2);
	});

	it('one that was switched off is switched on again', async () => {
		desk.hooks[0].is_active = false;
		await tend();
		expect(desk.hooks).toMatchObject([{ id: 101, is_active: true }]);
		expect(desk.lines).toEqual(['GET /v3/hooks', 'PUT /v3/hooks/101']);
	});

	it('one that is gone is made anew, with the secret that calls are checked by', async () => {
		desk.hooks.length = 0;
		await tend();
		expect(desk.lines).toEqual(['GET /v3/hooks', 'POST /v3/hooks']);
		expect(desk.hooks[0].headers).toEqual({ [PROOF]: secret() });
		expect(knownHook(KEY)).toMatchObject({ id: '102', secret: secret() });
	});

	it('what goes wrong is told to the log, and tried again an hour later', async () => {
		desk.instead = () => ({ status: 403, body: { status: 403, title: 'No' } });
		await tend();
		await tend();
		expect(desk.lines).toEqual(['GET /v3/hooks']);
		expect(desk.warnings).toEqual([
			expect.stringMatching(/^Trigger: the webhook could not be checked: .*No/),
		]);
		desk.instead = () => undefined;
		await time.advance(HOUR);
		await tend();
		expect(desk.lines).toHaveLength(2);
		expect(desk.warnings).toHaveLength(1);
	});

	it('nothing is asked in a test, nor for a trigger without a webhook', async () => {
		desk.mode = 'manual';
		await tend();
		desk.parameters.useWebhook = false;
		await tend();
		expect(desk.hooks).toHaveLength(1);
		Object.assign(desk, { mode: 'trigger', node: 'node-2' });
		await tend();
		expect(desk.lines).toEqual([]);
	});

	it('it is removed, once, where the user no longer wants it', async () => {
		desk.parameters.useWebhook = false;
		await tend();
		await tend();
		expect(desk.lines).toEqual(['DELETE /v3/hooks/101']);
		expect([desk.hooks, webhookMemoryOf(KEY)]).toEqual([[], undefined]);
	});
});

it.each([
	[10 * 60_000, 10 * 60_000],
	[-10 * 60_000, -10 * 60_000],
	[undefined, 0],
])('the clock of BigCommerce is known to be %s ms ahead', async (ahead, known) => {
	desk.hooks.push(stored());
	if (ahead !== undefined) desk.date = new Date(time.now + ahead).toUTCString();
	await exists();
	expect(knownHook(KEY)?.skewMs).toBe(known);
});

it('a trigger listens from the moment on when n8n asks for its webhook, whatever comes of that', async () => {
	desk.instead = () => ({ status: 403, body: {} });
	await failureOf(exists());
	expect(webhookMemoryOf(KEY)).toBe(openWebhookMemory(KEY));
});

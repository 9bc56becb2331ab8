import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { clock } from '../../core/request/clock';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { MarketplaceAuthorizationTrigger } from '../../nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node';
import { startMarketplace } from '../../sandbox';
import { APP, STORES } from '../../sandbox/bigcommerce/app';
import type { BigCommerceSettings } from '../../sandbox/bigcommerce/settings';
import { signedPayload } from '../../sandbox/bigcommerce/signed-payload';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { FakeClock } from '../kit/fake-clock';
import { WebhookDesk, type Visited } from '../kit/webhook-context';

const HERE = 'https://n8n.example/webhook/bigcommerce-app';
const EVENTS = ['installed', 'loaded', 'uninstalled', 'userRemoved'];
const STORE = STORES.first;

let bigCommerce: MarketplaceServer;
let time: FakeClock;

beforeAll(async () => {
	const settings: Partial<BigCommerceSettings> = {
		orders: 1,
		now: () => clock.now(),
		redirectUris: [HERE],
		loadUri: `${HERE}/load`,
	};
	bigCommerce = await startMarketplace('bigCommerce', settings);
});
afterAll(async () => await bigCommerce.close());
beforeEach(() => {
	time = new FakeClock();
	forgetProcess('authorization');
	bigCommerce.faults.set([]);
	bigCommerce.resetStats();
});

function desk(
	parameters: INodeParameters = {},
	credential: Partial<ICredentialDataDecryptedObject> = {},
): WebhookDesk {
	return new WebhookDesk({
		node: new MarketplaceAuthorizationTrigger(),
		credentialType: new BigCommerceApi(),
		credential: {
			environment: 'custom',
			authBaseUrl: bigCommerce.url,
			apiBaseUrl: bigCommerce.url,
			method: 'authorizationCode',
			clientId: APP.clientId,
			clientSecret: APP.clientSecret,
			...credential,
		} as ICredentialDataDecryptedObject,
		parameters: {
			marketplace: 'bigCommerce',
			path: 'bigcommerce-app',
			events: EVENTS,
			...parameters,
		},
	});
}

/** The merchant approves the app; gives the auth callback with the code. */
async function installs(store = STORE, { isExternal = false } = {}): Promise<URL> {
	const body = new URLSearchParams({ decision: 'allow', context: `stores/${store.hash}` });
	const url = `${bigCommerce.url}/app/${APP.clientId}/install`;
	const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
	const back = new URL(answer.headers.get('location') ?? '');
	if (!isExternal) back.searchParams.delete('external_install');
	return back;
}

const payload = (store = STORE) => signedPayload(store, clock.now());
const callbackOf = (event: string, jwt: string) => `${HERE}/${event}?signed_payload_jwt=${jwt}`;
const refused = (status: number) => ({ status, items: [] });

async function expectToken(visited: Visited, hash: string): Promise<void> {
	expect(visited.items).toHaveLength(1);
	const [{ accessToken }] = visited.items;
	const url = `${bigCommerce.url}/stores/${hash}/v2/store`;
	const headers = { 'X-Auth-Token': String(accessToken), Accept: 'application/json' };
	expect((await fetch(url, { headers })).status).toBe(200);
	expect(visited.html).not.toContain(String(accessToken));
}

describe('the installation page that strangers call', () => {
	const made = (i: number, code = `q${String(i).padStart(15, '0')}`) =>
		`${HERE}?code=${code}&context=stores%2Fx7k2p9q4ab&scope=store_v2_orders`;
	const CALLS = 60;
	/** They take turns, also where they come at once. */
	async function flood(at: WebhookDesk, address = made, referer?: string): Promise<Visited[]> {
		const visits: Visited[] = [];
		for (let i = 0; i < CALLS; i++) {
			visits.push(await at.visit(address(i), undefined, undefined, referer));
		}
		return visits;
	}
	const calls = () => bigCommerce.stats().tokenCalls;

	it('asks BigCommerce about a few of their codes only, and says so once in the log', async () => {
		const visits = await flood(desk());
		expect(calls()).toBeLessThanOrEqual(10);
		const [last] = visits.slice(-1);
		expect(last).toMatchObject(refused(429));
		expect(last.html).toContain('Reload this page in');
		expect(visits.flatMap(({ items }) => items)).toEqual([]);
		expect(visits.flatMap(({ log }) => log)).toHaveLength(1);
	});

	it('does so also where they come at once, and for every trigger of the app together', async () => {
		const desks = [desk(), desk({ path: 'other' })];
		await Promise.all(
			Array.from({ length: CALLS }, async (_unused, i) => await desks[i % 2].visit(made(i))),
		);
		expect(calls()).toBeLessThanOrEqual(10);
	});

	it('lets a store install the app a minute later, while they go on', async () => {
		const at = desk();
		await flood(at);
		await time.advance(60_000);
		const done = await at.visit((await installs()).href);
		expect(done.status).toBe(200);
		await expectToken(done, STORE.hash);
		expect((await at.visit(made(99))).status).toBe(400);
	});

	it('lets a store in at once that comes from BigCommerce, or whose code looks like one', async () => {
		const at = desk();
		await flood(at, (i) => made(i, `made-up-code-${i}`));
		const own = await at.visit((await installs()).href);
		await expectToken(own, STORE.hash);
		await flood(at);
		const login = 'https://login.bigcommerce.com/';
		const sent = await at.visit((await installs()).href, undefined, undefined, login);
		await expectToken(sent, STORE.hash);
	});

	it('lets a store try again with the same code that had to wait', async () => {
		const at = desk();
		await flood(at);
		const back = await installs();
		expect(await at.visit(back.href)).toMatchObject(refused(429));
		await time.advance(60_000);
		await expectToken(await at.visit(back.href), STORE.hash);
	});

	it('lets stores in that come at once, however many the budget has room for', async () => {
		const at = desk();
		const addresses = await Promise.all(Array.from({ length: 12 }, async () => await installs()));
		const visits = await Promise.all(addresses.map(async ({ href }) => await at.visit(href)));
		expect(visits.map(({ status }) => status)).toEqual(Array(12).fill(200));
	});

	it('counts no installation that succeeds', async () => {
		const at = desk();
		for (let i = 0; i < 12; i++) {
			expect((await at.visit((await installs()).href)).items).toHaveLength(1);
		}
	});

	it.each([
		['code', `${HERE}?code=a%20b&context=stores%2Fx7k2p9q4ab&scope=a`],
		['code', `${HERE}?code=&context=stores%2Fx7k2p9q4ab&scope=a`],
		['scope', `${HERE}?code=q000000000000000&context=stores%2Fx7k2p9q4ab&scope=%3Cb%3E`],
		['scope', `${HERE}?code=q000000000000000&context=stores%2Fx7k2p9q4ab`],
		['store', `${HERE}?code=q000000000000000&context=x&scope=a`],
	])('asks nothing about an address that is impossible by its %s', async (_name, address) => {
		expect(await desk().visit(address)).toMatchObject(refused(400));
		expect(calls()).toBe(0);
	});

	it.each(['load', 'uninstall', 'remove-user'])('asks nothing at %s', async (event) => {
		for (let i = 0; i < 20; i++) await desk().visit(callbackOf(event, 'a.b.c'));
		expect(bigCommerce.stats().requests).toBe(0);
	});
});

describe('an installation', () => {
	it.each(Object.values(STORES))('brings the access token of $name', async (store) => {
		const done = await desk().visit((await installs(store)).href);
		expect(done.status).toBe(200);
		expect(done.items[0]).toMatchObject({
			event: 'installed',
			marketplace: 'bigCommerce',
			storeHash: store.hash,
			permissions: APP.scopes.join(' '),
			user: { id: String(store.owner.id), email: store.owner.email },
			owner: { id: String(store.owner.id) },
			accountUuid: APP.accountUuid,
		});
		await expectToken(done, store.hash);
		expect(bigCommerce.stats().violations).toEqual([]);
	});

	it('from outside the control panel ends at the page of BigCommerce for it', async () => {
		const done = await desk().visit((await installs(STORE, { isExternal: true })).href);
		const result = `${bigCommerce.url}/app/${APP.clientId}/install/`;
		expect(done).toMatchObject({ status: 302, headers: { location: `${result}succeeded` } });
		await expectToken(done, STORE.hash);
		const forged = await installs(STORE, { isExternal: true });
		forged.searchParams.set('code', 'made-up-code');
		expect(await desk().visit(forged.href)).toMatchObject({
			...refused(302),
			headers: { location: `${result}failed` },
		});
	});

	it('that somebody made up gives a page and no item: no code, no token', async () => {
		const made = new URL(`${HERE}?code=made-up-code&context=stores%2Fx7k2p9q4ab&scope=a`);
		expect(await desk().visit(made.href)).toMatchObject(refused(400));
	});

	it('that names another store than the code belongs to gives no item', async () => {
		const back = await installs(STORE);
		back.searchParams.set('context', `stores/${STORES.second.hash}`);
		expect(await desk().visit(back.href)).toMatchObject(refused(400));
	});

	it('counts once, and tells on a reload that all is done', async () => {
		const [at, back] = [desk(), await installs()];
		expect((await at.visit(back.href)).items).toHaveLength(1);
		const { tokenCalls } = bigCommerce.stats();
		for (const forget of [() => undefined, forgetProcess]) {
			forget();
			const again = await at.visit(back.href);
			expect(again).toMatchObject(refused(409));
			expect(again.html).toContain('already complete');
		}
		expect(bigCommerce.stats().tokenCalls).toBe(tokenCalls);
	});

	it('counts once even where every memory is lost', async () => {
		const back = await installs();
		expect((await desk().visit(back.href)).items).toHaveLength(1);
		forgetProcess('authorization');
		expect(await desk().visit(back.href)).toMatchObject(refused(400));
	});

	it('that comes twice at once gives one item', async () => {
		const [at, back] = [desk(), await installs()];
		const answers = await Promise.all([1, 2].map(async () => await at.visit(back.href)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(answers.flatMap(({ items }) => items)).toHaveLength(1);
	});

	it.each([
		['a state, which it never has', (url: URL) => url.searchParams.set('state', 'x'), 403],
		['no store', (url: URL) => url.searchParams.delete('context'), 400],
		['a strange store', (url: URL) => url.searchParams.set('context', 'stores/a/../b'), 400],
		['no scope', (url: URL) => url.searchParams.delete('scope'), 400],
		['no code', (url: URL) => url.searchParams.delete('code'), 400],
		['two codes', (url: URL) => url.searchParams.append('code', 'x'), 400],
	])('is refused with %s, without a call', async (_, change, status) => {
		const back = await installs();
		change(back);
		expect(await desk().visit(back.href)).toMatchObject(refused(status));
		expect(bigCommerce.stats().tokenCalls).toBe(1);
	});

	it('of a store that is not allowed is turned away', async () => {
		const only = { options: { allowedAccounts: STORES.second.hash } };
		expect(await desk(only).visit((await installs()).href)).toMatchObject(refused(403));
		const other = await installs(STORES.second);
		expect((await desk(only).visit(other.href)).items).toHaveLength(1);
	});

	it('can be reloaded after BigCommerce gave no answer', async () => {
		const [at, back] = [desk(), await installs()];
		bigCommerce.faults.set([{ kind: 'status', status: 503, path: '/oauth2/token', times: 1 }]);
		const first = await at.visit(back.href);
		expect(first).toMatchObject(refused(503));
		expect(first.html).toContain('Reload this page');
		await expectToken(await at.visit(back.href), STORE.hash);
	});

	it('can be reloaded after a bot protection blocked us, which the log tells', async () => {
		const [at, back] = [desk(), await installs()];
		bigCommerce.faults.set([{ kind: 'html', status: 403, path: '/oauth2/token', times: 1 }]);
		const blocked = await at.visit(back.href);
		expect(blocked).toMatchObject(refused(502));
		expect(blocked.log.join()).toMatch(/bot protection in front of BigCommerce blocks this server/);
		expect(blocked.log.join()).not.toMatch(/Client/);
		await expectToken(await at.visit(back.href), STORE.hash);
	});

	it.each([null, '', undefined])('that grants the scope %o gives no item', async (scope) => {
		const answer = { access_token: 'a-token-1234', scope, context: `stores/${STORE.hash}` };
		const body = JSON.stringify(answer);
		const back = await installs();
		bigCommerce.faults.set([{ kind: 'status', status: 200, path: '/oauth2/token', body }]);
		const done = await desk().visit(back.href);
		expect(done).toMatchObject(refused(502));
		expect(done.log.join()).toMatch(/no access token \(no scope\).*at least one scope/);
		expect(done.log.join()).not.toContain('a-token-1234');
	});

	it.each([
		[{ clientSecret: 'wrong-secret-12345' }, {}],
		[{}, { redirectUri: 'https://n8n.example/other' }],
	])('tells the log what the owner has to correct', async (credential, parameters) => {
		const answer = await desk(parameters, credential).visit((await installs()).href);
		expect(answer).toMatchObject(refused(502));
		expect(answer.log.join()).toContain('BigCommerce gave no access token');
		expect(answer.html).not.toMatch(/secret/i);
	});
});

describe('a callback', () => {
	it.each([
		['load', 'loaded'],
		['uninstall', 'uninstalled'],
		['remove-user', 'userRemoved'],
	])('%s gives an item', async (endpoint, event) => {
		const done = await desk().visit(callbackOf(endpoint, payload()));
		expect(done.status).toBe(200);
		expect(done.items).toEqual([
			{
				event,
				marketplace: 'bigCommerce',
				storeHash: STORE.hash,
				receivedAt: new Date(clock.now()).toISOString(),
				user: { id: String(STORE.owner.id), email: STORE.owner.email, locale: 'en-US' },
				owner: { id: String(STORE.owner.id), email: STORE.owner.email },
				url: '/',
				channelId: null,
			},
		]);
	});

	it('comes from the control panel as it is, and may be framed there', async () => {
		const url = `${bigCommerce.url}/app/${APP.clientId}/load?context=stores%2F${STORE.hash}`;
		const answer = await fetch(url, { redirect: 'manual' });
		const done = await desk().visit(answer.headers.get('location') ?? '');
		expect(done.items[0]).toMatchObject({ event: 'loaded', storeHash: STORE.hash });
		expect(done.headers['content-security-policy']).toContain(
			'frame-ancestors https://*.mybigcommerce.com',
		);
		expect(done.headers).not.toHaveProperty('x-frame-options');
	});

	it('repeated gives a page and no second item; its payload serves no other event', async () => {
		const [at, jwt] = [desk(), payload()];
		expect((await at.visit(callbackOf('load', jwt))).items).toHaveLength(1);
		forgetProcess('authorization');
		expect(await at.visit(callbackOf('load', jwt))).toMatchObject(refused(200));
		expect(await at.visit(callbackOf('uninstall', jwt))).toMatchObject(refused(403));
	});

	it('starts the workflow only for the chosen events', async () => {
		const at = desk({ events: ['uninstalled'] });
		expect(await at.visit(callbackOf('load', payload()))).toMatchObject(refused(200));
		await time.advance(1000);
		expect((await at.visit(callbackOf('uninstall', payload()))).items).toHaveLength(1);
	});

	it('is refused with a wrong signature, of another app, or when it is old', async () => {
		const [head, claims] = payload().split('.');
		const sign = (secret: string) =>
			createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
		for (const signature of [sign('another'), sign(''), '', 'x']) {
			const forged = `${head}.${claims}.${signature}`;
			expect(await desk().visit(callbackOf('uninstall', forged))).toMatchObject(refused(403));
		}
		const otherApp = desk({}, { clientId: 'other' });
		expect(await otherApp.visit(callbackOf('load', payload()))).toMatchObject(refused(403));
		const old = payload();
		await time.advance(2 * 86_400_000);
		expect(await desk().visit(callbackOf('load', old))).toMatchObject(refused(403));
		expect(await desk().visit(`${HERE}/load`)).toMatchObject(refused(403));
	});

	it('is served at its own addresses only', async () => {
		const jwt = payload();
		expect(await desk().visit(`${HERE}?signed_payload_jwt=${jwt}`)).toMatchObject(refused(400));
		for (const endpoint of ['install', 'constructor', '__proto__']) {
			expect(await desk().visit(callbackOf(endpoint, jwt))).toMatchObject(refused(404));
		}
	});
});

it('shows a page that leads to the installation', async () => {
	const { status, html } = await desk().visit(HERE);
	expect(status).toBe(200);
	expect(html).toContain(`href="${bigCommerce.url}/app/${APP.clientId}/install"`);
});

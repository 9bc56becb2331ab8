import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { signState, stateKey } from '../core/authorization/oauth-state';
import { APP as AMAZON } from '../sandbox/amazon/app';
import type { AmazonSettings } from '../sandbox/amazon/settings';
import { APP as BIGCOMMERCE, STORES } from '../sandbox/bigcommerce/app';
import { signedPayload } from '../sandbox/bigcommerce/signed-payload';
import { itemsOf } from '../scripts/n8n/execution';
import { AuthorizationLab, NAME, Visitor } from './authorization.lab';

const FIRST = 'A3FHSANDBOX001';
const SECOND = 'A1ZZSANDBOX002';

describe.each(inject('installations'))('authorizations in n8n $version', (installation) => {
	let lab: AuthorizationLab;
	const seen = { amazon: 0, bigCommerce: 0 };

	beforeAll(async () => {
		lab = await AuthorizationLab.open(installation, inject('tarball'));
	});
	afterAll(async () => await lab?.close());
	beforeEach(() => lab.register());

	/** The items of the executions that came since the last call. */
	async function newItems(workflow: 'amazon' | 'bigCommerce', count: number) {
		const all = await lab.n8n.executions(workflow, seen[workflow] + count);
		const fresh = all.slice(seen[workflow]);
		seen[workflow] = all.length;
		return fresh.flatMap((execution) => itemsOf(execution, NAME));
	}

	/** Nothing was started by what has been visited since. */
	async function expectNothingStarted(): Promise<void> {
		const marker = await begin(new Visitor(), 'first');
		await marker.visitor.get(marker.back);
		expect(await newItems('amazon', 1)).toHaveLength(1);
	}

	/** From Seller Central to n8n and back; gives the address with the code. */
	async function begin(visitor: Visitor, seller: string) {
		const start = await visitor.get(`${lab.amazon.url}/__sandbox/authorize?seller=${seller}`);
		const login = await visitor.get(start.location);
		expect(login.status).toBe(302);
		const back = (await visitor.get(login.location)).location;
		return { visitor, login, back };
	}

	async function canRefresh(refreshToken: unknown): Promise<boolean> {
		const form = {
			grant_type: 'refresh_token',
			refresh_token: String(refreshToken),
			client_id: AMAZON.clientId,
			client_secret: AMAZON.clientSecret,
		};
		const body = new URLSearchParams(form);
		const { status } = await fetch(`${lab.amazon.url}/auth/o2/token`, { method: 'POST', body });
		return status === 200;
	}

	it('of two Amazon sellers at once, begun in the Appstore, each give the own token', async () => {
		const [one, two] = [new Visitor(), new Visitor()];
		const [first, second] = [await begin(one, 'first'), await begin(two, 'second')];
		expect(first.login.headers.get('referrer-policy')).toBe('no-referrer');
		const pages = await Promise.all([two.get(second.back), one.get(first.back)]);
		expect(pages.map(({ status }) => status)).toEqual([200, 200]);
		const items = await newItems('amazon', 2);
		expect(items.map(({ sellingPartnerId }) => sellingPartnerId).sort()).toEqual([SECOND, FIRST]);
		for (const { refreshToken } of items) expect(await canRefresh(refreshToken)).toBe(true);
		const [{ headers, html }] = pages;
		expect(headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; style-src 'sha256-/,
		);
		expect(headers.get('cache-control')).toBe('no-store');
		expect(html).toContain('Your seller account is connected');
	});

	it('again give a new token, also with a callback without host', async () => {
		lab.register({ relativeCallback: true });
		const { visitor, back } = await begin(new Visitor(), 'first');
		expect((await visitor.get(back)).status).toBe(200);
		const [{ refreshToken, start }] = await newItems('amazon', 1);
		expect([await canRefresh(refreshToken), start]).toEqual([true, 'appstore']);
	});

	it.each([false, true])('begin on the page of n8n, Login URI first: %s', async (loginUriFirst) => {
		lab.register({ loginUriFirst });
		const visitor = new Visitor();
		const page = await visitor.get(lab.address('amazon-app'));
		expect(page.html).toContain('href="?start=website"');
		const start = await visitor.get(lab.address('amazon-app?start=website'));
		let back = await visitor.consent(start.location, { decision: 'allow', seller: 'second' });
		if (loginUriFirst) back = (await visitor.get((await visitor.get(back)).location)).location;
		expect((await visitor.get(back)).status).toBe(200);
		expect(await newItems('amazon', 1)).toMatchObject([{ sellingPartnerId: SECOND }]);
	});

	it('survive a reload, and refuse what is forged, replayed, expired or missing', async () => {
		const { visitor, back } = await begin(new Visitor(), 'first');
		expect((await visitor.get(back)).status).toBe(200);
		await newItems('amazon', 1);
		const reload = await visitor.get(back);
		expect([reload.status, reload.html.includes('already complete')]).toEqual([409, true]);

		const pending = await begin(new Visitor(), 'first');
		const statusOf = async (change: (url: URL) => void, browser = pending.visitor) => {
			const url = new URL(pending.back);
			change(url);
			return (await browser.get(url.href)).status;
		};
		expect(await statusOf(() => undefined, new Visitor())).toBe(403);
		expect(await statusOf((url) => url.searchParams.delete('state'))).toBe(400);
		expect(await statusOf((url) => url.searchParams.set('state', 'forged.state'))).toBe(403);
		expect(await statusOf((url) => url.searchParams.set('selling_partner_id', SECOND))).toBe(403);
		expect(await statusOf((url) => url.searchParams.set('state', expiredState()))).toBe(410);
		const evil = { amazon_callback_uri: 'https://evil.example/apps/authorize/confirm/x' };
		const login = new URLSearchParams({ ...evil, amazon_state: 'x', selling_partner_id: FIRST });
		const away = await new Visitor().get(`${lab.address('amazon-app')}?${login.toString()}`);
		expect([away.status, away.location]).toEqual([400, '']);
		await expectNothingStarted();
	});

	/** Well signed for this node, and too old. */
	function expiredState(): string {
		const key = stateKey(AMAZON.clientSecret, 'amazon', AMAZON.clientId, 'amazon', 'amazon-0-0');
		const browser = createHash('sha256').update('x').digest('base64url').slice(0, 22);
		const claims = { nonce: 'n', start: 'appstore', account: FIRST, browser };
		return signState({ ...claims, expiresAt: Date.now() - 1 }, key);
	}

	it('of BigCommerce stores come from the control panel, with all callbacks', async () => {
		const visitor = new Visitor();
		const { clientId } = BIGCOMMERCE;
		const { hash } = STORES.second;
		const install = `${lab.bigCommerce.url}/app/${clientId}/install?context=stores%2F${hash}`;
		const back = await visitor.consent(install, { decision: 'allow' });
		const ended = await visitor.get(back);
		expect(ended.location).toBe(`${lab.bigCommerce.url}/app/${clientId}/install/succeeded`);
		const [installed] = await newItems('bigCommerce', 1);
		expect(installed).toMatchObject({ event: 'installed', storeHash: hash });
		const headers = { 'X-Auth-Token': String(installed.accessToken), Accept: 'application/json' };
		const store = `${lab.bigCommerce.url}/stores/${hash}/v2/store`;
		expect((await fetch(store, { headers })).status).toBe(200);

		/** One at a time: n8n answers a visit before it starts what comes of it. */
		const nextEvents = async () => (await newItems('bigCommerce', 1)).map(({ event }) => event);
		const load = await visitor.get(`${lab.bigCommerce.url}/app/${clientId}/load`);
		const page = await visitor.get(load.location);
		expect(page.html).toContain('works in the background');
		expect(page.headers.get('x-frame-options')).toBeNull();
		expect(await nextEvents()).toEqual(['loaded']);
		for (const [endpoint, event, age] of [
			['uninstall', 'uninstalled', 3_600_000],
			['remove-user', 'userRemoved', 7_200_000],
		] as const) {
			const jwt = signedPayload(STORES.first, Date.now() - age);
			const url = `${lab.address(`bigcommerce-app/${endpoint}`)}?signed_payload_jwt=`;
			expect((await visitor.get(url + jwt.slice(0, -4))).status).toBe(403);
			expect((await visitor.get(url + jwt)).status).toBe(200);
			expect(await nextEvents()).toEqual([event]);
		}
		const reload = await visitor.get(back);
		expect([reload.status, reload.html.includes('already complete')]).toEqual([409, true]);
	});

	it('can be tried with the test URL', async () => {
		const { url } = lab.n8n;
		const settings = lab.amazon.settings as AmazonSettings;
		const workflowData = await lab.n8n.call('GET', '/workflows/amazon');
		const triggerToStartFrom = { name: NAME };
		await lab.n8n.call('POST', '/workflows/amazon/run', { workflowData, triggerToStartFrom });
		settings.loginUri = `${url}/webhook-test/amazon-app`;
		settings.redirectUris = [settings.loginUri];
		const { visitor, back } = await begin(new Visitor(), 'second');
		expect((await visitor.get(back)).status).toBe(200);
		const executions = await lab.n8n.executions('amazon', seen.amazon + 1);
		expect(executions.at(-1)?.mode).toBe('manual');
		expect(await newItems('amazon', 1)).toMatchObject([{ sellingPartnerId: SECOND }]);
	});

	it('survive a restart of n8n between start and return, and remember what was used', async () => {
		const used = await begin(new Visitor(), 'second');
		expect((await used.visitor.get(used.back)).status).toBe(200);
		await newItems('amazon', 1);
		const pending = await begin(new Visitor(), 'first');
		await lab.n8n.stop();
		await lab.start();
		expect((await used.visitor.get(lab.moved(used.back))).status).toBe(409);
		expect((await pending.visitor.get(lab.moved(pending.back))).status).toBe(200);
		expect(await newItems('amazon', 1)).toMatchObject([{ sellingPartnerId: FIRST }]);
	});

	it('cost no call that the marketplaces would refuse, but for the forged ones', () => {
		expect(lab.amazon.stats().violations).toEqual([]);
		expect(lab.n8n.log).not.toContain('Atzr|');
	});
});

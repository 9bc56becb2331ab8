import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { clock } from '../../core/request/clock';
import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { MarketplaceAuthorizationTrigger } from '../../nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node';
import { startMarketplace } from '../../sandbox';
import { APP } from '../../sandbox/amazon/app';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { FakeClock } from '../kit/fake-clock';
import { CookieJar, WebhookDesk, type Visited, type WebhookSetting } from '../kit/webhook-context';

const HERE = APP.loginUri;
const FIRST = 'A3FHSANDBOX001';
const SECOND = 'A1ZZSANDBOX002';

let amazon: MarketplaceServer;
let time: FakeClock;

beforeAll(async () => {
	amazon = await startMarketplace('amazon', { orders: 1, now: () => clock.now() });
});
afterAll(async () => await amazon.close());
beforeEach(() => {
	time = new FakeClock();
	forgetProcess('authorization');
	amazon.faults.set([]);
	amazon.resetStats();
	Object.assign(amazon.settings, { relativeCallback: false, loginUriFirst: false });
});

function setting(
	parameters: INodeParameters = {},
	credential: Partial<ICredentialDataDecryptedObject> = {},
): WebhookSetting {
	return {
		node: new MarketplaceAuthorizationTrigger(),
		credentialType: new AmazonSellingPartnerApi(),
		credential: {
			environment: 'custom',
			authBaseUrl: amazon.url,
			apiBaseUrl: amazon.url,
			region: 'eu',
			method: 'authorizationCode',
			clientId: APP.clientId,
			clientSecret: APP.clientSecret,
			...credential,
		} as ICredentialDataDecryptedObject,
		parameters: { marketplace: 'amazon', path: 'amazon-authorization', ...parameters },
	};
}

const desk = (...with_: Parameters<typeof setting>) => new WebhookDesk(setting(...with_));
const website = { applicationId: APP.applicationId, isDraft: true };

/** Where Amazon sends the browser next. */
async function amazonSends(address: string): Promise<string> {
	const answer = await fetch(new URL(address, amazon.url), { redirect: 'manual' });
	const location = answer.headers.get('location');
	if (location === null) throw new Error(`${answer.status} ${await answer.text()}`);
	return location;
}

const atAmazon = async (seller: 'first' | 'second') =>
	await amazonSends(`/__sandbox/authorize?seller=${seller}`);

/** What the seller does on Amazon's consent page. */
async function consents(address: string, decision: string, seller: string): Promise<string> {
	const { pathname, searchParams } = new URL(address);
	const body = new URLSearchParams([...searchParams, ['decision', decision], ['seller', seller]]);
	const answer = await fetch(amazon.url + pathname, { method: 'POST', body, redirect: 'manual' });
	return answer.headers.get('location') ?? `${answer.status}`;
}

/** From Amazon to the trigger and back again: the address with the code, not visited yet. */
async function throughLogin(at: WebhookDesk, browser: CookieJar, seller: 'first' | 'second') {
	const login = browser.take(await at.visit(await atAmazon(seller), browser.header));
	expect(login).toMatchObject({ status: 302, items: [] });
	return await amazonSends(login.headers.location);
}

async function expectToken(visited: Visited, seller: string): Promise<void> {
	expect(visited.status).toBe(200);
	expect(visited.items).toHaveLength(1);
	expect(visited.items[0]).toMatchObject({
		event: 'authorized',
		marketplace: 'amazon',
		sellingPartnerId: seller,
		region: 'eu',
		clientId: APP.clientId,
	});
	const form = {
		grant_type: 'refresh_token',
		refresh_token: String(visited.items[0].refreshToken),
		client_id: APP.clientId,
		client_secret: APP.clientSecret,
	};
	const body = new URLSearchParams(form);
	const answer = await fetch(`${amazon.url}/auth/o2/token`, { method: 'POST', body });
	expect(answer.status).toBe(200);
	expect(visited.html).not.toContain('Atzr');
	expect(amazon.stats().violations).toEqual([]);
}

const refused = (status: number) => ({ status, items: [] });

describe('an authorization that begins at Amazon', () => {
	it.each(['first', 'second'] as const)(
		'brings the refresh token of the %s seller',
		async (who) => {
			const [at, browser] = [desk(), new CookieJar()];
			const back = await throughLogin(at, browser, who);
			const done = await at.visit(back, browser.header);
			await expectToken(done, who === 'first' ? FIRST : SECOND);
			expect(done.items[0]).toMatchObject({ start: 'appstore' });
			expect(done.items[0]).not.toHaveProperty('clientSecret');
		},
	);

	it('goes back to Amazon with its state untouched, no referrer and nothing kept', async () => {
		const raw = 'a+b/c%2Bd==';
		const query = `amazon_callback_uri=https://amazon.com/apps/authorize/confirm/${APP.applicationId}&amazon_state=${raw}&selling_partner_id=${FIRST}`;
		const { status, headers } = await desk({ redirectUri: HERE }).visit(`${HERE}?${query}`);
		expect(status).toBe(302);
		expect(headers.location).toMatch(
			new RegExp(
				`^https://amazon\\.com/apps/authorize/confirm/${APP.applicationId}\\?redirect_uri=`,
			),
		);
		expect(headers.location).toContain(`&amazon_state=${raw}&state=`);
		expect(headers.location).not.toContain('version=');
		expect(headers).toMatchObject({
			'referrer-policy': 'no-referrer',
			'cache-control': 'no-store',
		});
	});

	it('works with a callback without host, and with a redirect URI of several', async () => {
		Object.assign(amazon.settings, { relativeCallback: true });
		const [at, browser] = [desk({ redirectUri: HERE }), new CookieJar()];
		const login = browser.take(await at.visit(await atAmazon('first')));
		expect(login.headers.location.startsWith(amazon.url)).toBe(true);
		const done = await at.visit(await amazonSends(login.headers.location), browser.header);
		await expectToken(done, FIRST);
	});

	it('gives a new token when it is repeated', async () => {
		const [at, browser] = [desk(), new CookieJar()];
		const tokens: unknown[] = [];
		for (let i = 0; i < 2; i++) {
			const back = await throughLogin(at, browser, 'first');
			tokens.push((await at.visit(back, browser.header)).items[0].refreshToken);
		}
		expect(new Set(tokens).size).toBe(2);
	});

	it('keeps two sellers apart who come at once, also in one browser', async () => {
		const [at, browser] = [desk(), new CookieJar()];
		const first = await throughLogin(at, browser, 'first');
		const second = await throughLogin(at, browser, 'second');
		await expectToken(await at.visit(second, browser.header), SECOND);
		await expectToken(await at.visit(first, browser.header), FIRST);
	});

	it('survives a restart of n8n in between, and another process without its memory', async () => {
		const browser = new CookieJar();
		const back = await throughLogin(desk(), browser, 'first');
		forgetProcess('authorization');
		await expectToken(await desk().visit(back, browser.header), FIRST);
	});
});

describe('an authorization that begins on this page', () => {
	it('goes to the consent page of the app and comes back with the token', async () => {
		const [at, browser] = [desk(website), new CookieJar()];
		const page = await at.visit(HERE);
		expect(page.html).toContain('href="?start=website"');
		const start = browser.take(await at.visit(`${HERE}?start=website`));
		const target = new URL(start.headers.location);
		expect(target.searchParams.get('application_id')).toBe(APP.applicationId);
		const done = await at.visit(await consents(target.href, 'allow', 'second'), browser.header);
		await expectToken(done, SECOND);
		expect(done.items[0]).toMatchObject({ start: 'website' });
	});

	it.each(['出店者 認証', 'seller/zażółć', '100%'])('is served at the path %s', async (path) => {
		const at = desk({ ...website, path });
		expect(await at.visit(`/webhook/${encodeURI(path)}?start=website`)).toMatchObject({
			status: 302,
		});
	});

	it('also when Amazon comes to the Login URI first', async () => {
		Object.assign(amazon.settings, { loginUriFirst: true });
		const [at, browser] = [desk(website), new CookieJar()];
		const start = browser.take(await at.visit(`${HERE}?start=website`));
		const login = await consents(start.headers.location, 'allow', 'first');
		const onward = browser.take(await at.visit(login, browser.header));
		const done = await at.visit(await amazonSends(onward.headers.location), browser.header);
		await expectToken(done, FIRST);
	});

	it('ends with a page and no item when the seller refuses', async () => {
		const [at, browser] = [desk(website), new CookieJar()];
		const start = browser.take(await at.visit(`${HERE}?start=website`));
		const back = await consents(start.headers.location, 'refuse', 'first');
		const done = await at.visit(back, browser.header);
		expect(done).toMatchObject({ status: 200, items: [] });
		expect(done.html).toContain('Nothing was connected');
	});

	it('believes no refusal that it did not start', async () => {
		const at = desk(website);
		expect(await at.visit(`${HERE}?error=access_denied`)).toMatchObject(refused(400));
		const forged = await at.visit(`${HERE}?error=access_denied&state=abc.def`);
		expect(forged).toMatchObject(refused(403));
	});

	it('lives for fifteen minutes', async () => {
		for (const [minutes, status] of [
			[14, 200],
			[16, 410],
		]) {
			const [at, browser] = [desk(website), new CookieJar()];
			const start = browser.take(await at.visit(`${HERE}?start=website`));
			await time.advance(minutes * 60_000);
			const back = await consents(start.headers.location, 'allow', 'first');
			expect((await at.visit(back, browser.header)).status).toBe(status);
		}
	});

	it('uses the chosen Seller Central', async () => {
		const own = { environment: 'production', authBaseUrl: '' };
		const at = desk({ ...website, sellerCentral: 'https://sellercentral.amazon.co.jp' }, own);
		const { headers } = await at.visit(`${HERE}?start=website`);
		expect(headers.location).toMatch(
			/^https:\/\/sellercentral\.amazon\.co\.jp\/apps\/authorize\/consent\?application_id=amzn1\..*&state=[\w.-]+&version=beta$/,
		);
		expect(headers['set-cookie']).toContain('; Secure');
	});

	it.each([
		['https', 'https://n8n.example/webhook', undefined, true],
		['https before a proxy', 'http://n8n.example/webhook', 'https,http', true],
		['http', 'http://localhost:5678/webhook', 'http', false],
		['http without a proxy', 'http://localhost:5678/webhook', undefined, false],
	])('keeps its cookie to https, where it came by %s', async (_, base, forwarded, isSecure) => {
		const at = new WebhookDesk({ ...setting(website), base });
		const { headers } = await at.visit(`${HERE}?start=website`, undefined, forwarded);
		expect(headers['set-cookie'].includes('; Secure')).toBe(isSecure);
		expect(headers['x-frame-options']).toBe('SAMEORIGIN');
	});

	it.each([
		['na', 'https://sellercentral.amazon.com'],
		['eu', 'https://sellercentral-europe.amazon.com'],
		['fe', 'https://sellercentral.amazon.co.jp'],
	])('uses that of the region %s unless one is chosen', async (region, origin) => {
		const at = desk(website, { environment: 'production', region });
		const { headers } = await at.visit(`${HERE}?start=website`);
		expect(new URL(headers.location).origin).toBe(origin);
	});

	it('cannot be begun without the application id: the log says what to enter', async () => {
		const answer = await desk().visit(`${HERE}?start=website`);
		expect(answer).toMatchObject(refused(502));
		expect(answer.log.join()).toContain("'Application ID' is empty");
		expect((await desk().visit(HERE)).html).not.toContain('href=');
	});
});

describe('the redirect page that strangers call', () => {
	/** Anybody gets as many states as wanted. */
	async function begun(at: WebhookDesk): Promise<{ state: string; browser: CookieJar }> {
		const browser = new CookieJar();
		const start = browser.take(await at.visit(`${HERE}?start=website`));
		return { state: new URL(start.headers.location).searchParams.get('state') ?? '', browser };
	}

	it('asks Amazon about a few of their codes only, and a seller may reload', async () => {
		const at = desk(website);
		for (let i = 0; i < 60; i++) {
			const { state, browser } = await begun(at);
			const code = `q${String(i).padStart(19, '0')}`;
			const query = `state=${state}&selling_partner_id=${FIRST}&spapi_oauth_code=${code}`;
			await at.visit(`${HERE}?${query}`, browser.header);
		}
		expect(amazon.stats().tokenCalls).toBeLessThanOrEqual(10);
		const browser = new CookieJar();
		const start = browser.take(await at.visit(`${HERE}?start=website`));
		const back = await consents(start.headers.location, 'allow', 'first');
		expect(await at.visit(back, browser.header)).toMatchObject(refused(429));
		await time.advance(60_000);
		amazon.resetStats();
		await expectToken(await at.visit(back, browser.header), FIRST);
	});

	it('shows nothing of the address, not even to a seller who is connected', async () => {
		const browser = new CookieJar();
		const at = desk(website);
		const start = browser.take(await at.visit(`${HERE}?start=website`));
		const back = await consents(start.headers.location, 'allow', 'first');
		const { html, status } = await at.visit(back, browser.header);
		expect(status).toBe(200);
		for (const value of new URL(back).searchParams.values()) expect(html).not.toContain(value);
	});
});

describe('the redirect page', () => {
	async function ready() {
		const [at, browser] = [desk(), new CookieJar()];
		return { at, browser, back: await throughLogin(at, browser, 'first') };
	}

	it('tells on a reload that all is done, without a second item', async () => {
		const { at, browser, back } = await ready();
		await expectToken(await at.visit(back, browser.header), FIRST);
		const again = await at.visit(back, browser.header);
		expect(again).toMatchObject(refused(409));
		expect(again.html).toContain('already complete');
		forgetProcess('authorization');
		expect(await at.visit(back, browser.header)).toMatchObject(refused(409));
		expect(amazon.stats().tokenCalls).toBe(2);
	});

	it('answers two requests at once with one item', async () => {
		const { at, browser, back } = await ready();
		const answers = await Promise.all([1, 2].map(() => at.visit(back, browser.header)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(answers.flatMap(({ items }) => items)).toHaveLength(1);
	});

	it('gives no second item even where every memory is lost: the code counts once', async () => {
		const { at, browser, back } = await ready();
		await at.visit(back, browser.header);
		forgetProcess('authorization');
		const answer = await desk().visit(back, browser.header);
		expect(answer).toMatchObject(refused(400));
		expect(answer.html).toContain('counts once');
	});

	it('refuses a state of another browser, seller, node, app or time', async () => {
		const { at, browser, back } = await ready();
		const otherSeller = back.replace(FIRST, SECOND);
		const otherNode = new WebhookDesk({ ...setting(), nodeId: 'node-2' });
		const otherWorkflow = new WebhookDesk({ ...setting(), workflowId: 'workflow-2' });
		const otherApp = desk({}, { clientSecret: 'another-secret-1234' });
		expect(await at.visit(back)).toMatchObject(refused(403));
		expect(await at.visit(otherSeller, browser.header)).toMatchObject(refused(403));
		for (const other of [otherNode, otherWorkflow, otherApp]) {
			expect(await other.visit(back, browser.header)).toMatchObject(refused(403));
		}
		await time.advance(5 * 60_000);
		expect(await at.visit(back, browser.header)).toMatchObject(refused(410));
		expect(amazon.stats().tokenCalls).toBe(0);
	});

	it.each([
		['no state', (url: URL) => url.searchParams.delete('state'), 400],
		['an empty state', (url: URL) => url.searchParams.set('state', ''), 400],
		['a made-up state', (url: URL) => url.searchParams.set('state', 'abc.def'), 403],
		['two states', (url: URL) => url.searchParams.append('state', 'x'), 400],
		['no seller', (url: URL) => url.searchParams.delete('selling_partner_id'), 400],
		['no code', (url: URL) => url.searchParams.delete('spapi_oauth_code'), 400],
		['an empty code', (url: URL) => url.searchParams.set('spapi_oauth_code', ' '), 400],
	])('refuses %s', async (_, change, status) => {
		const { at, browser, back } = await ready();
		const url = new URL(back);
		change(url);
		expect(await at.visit(url.href, browser.header)).toMatchObject(refused(status));
		expect(amazon.stats().tokenCalls).toBe(0);
	});

	it('can be reloaded after Amazon gave no answer', async () => {
		const { at, browser, back } = await ready();
		amazon.faults.set([{ kind: 'status', status: 503, path: '/auth/o2/token', times: 1 }]);
		const first = await at.visit(back, browser.header);
		expect(first).toMatchObject(refused(503));
		expect(first.html).toContain('Reload this page');
		const second = await at.visit(back, browser.header);
		expect(second.status).toBe(200);
		expect(second.items).toHaveLength(1);
	});

	it('writes into the log why Amazon refused the code, which the owner may have to mend', async () => {
		const { at, browser, back } = await ready();
		const url = new URL(back);
		url.searchParams.set('spapi_oauth_code', 'made-up-code');
		const answer = await at.visit(url.href, browser.header);
		expect(answer).toMatchObject(refused(400));
		expect(answer.log.join()).toMatch(/The trigger: .*invalid_grant.*'Redirect URI'/);
		expect(answer.log.join()).not.toContain('made-up-code');
	});

	it('says nothing to the seller about a wrong client secret, and says it in the log', async () => {
		const at = desk({}, { clientSecret: 'wrong-secret-12345' });
		const browser = new CookieJar();
		const back = await throughLogin(at, browser, 'first');
		const answer = await at.visit(back, browser.header);
		expect(answer).toMatchObject(refused(502));
		expect(answer.html).not.toMatch(/secret|client/i);
		expect(answer.log.join()).toMatch(/The trigger: Client ID or Client Secret was refused/);
		expect(answer.log.join()).not.toContain('wrong-secret');
	});

	it('includes the client secret only on request, and shows the own next step', async () => {
		const options = { includeClientSecret: true, nextStep: '<b>We will call</b>' };
		const [at, browser] = [desk({ options }), new CookieJar()];
		const done = await at.visit(await throughLogin(at, browser, 'first'), browser.header);
		expect(done.items[0].clientSecret).toBe(APP.clientSecret);
		expect(done.html).toContain('&#60;b&#62;We will call');
		expect(done.html).not.toContain(APP.clientSecret);
	});
});

describe('the Login URI', () => {
	const login = (callback: string) =>
		`${HERE}?${new URLSearchParams({
			amazon_callback_uri: callback,
			amazon_state: 'abc',
			selling_partner_id: FIRST,
		}).toString()}`;
	const production = { environment: 'production' };
	const confirm = `/apps/authorize/confirm/${APP.applicationId}`;

	it.each([
		['https://amazon.com', 'https://amazon.com'],
		['https://sellercentral.amazon.com', 'https://sellercentral.amazon.com'],
		['https://sellercentral-europe.amazon.com', 'https://sellercentral-europe.amazon.com'],
		['https://sellercentral.amazon.co.jp', 'https://sellercentral.amazon.co.jp'],
		['', 'https://sellercentral.amazon.de'],
	])('sends back to Amazon: %s', async (host, wanted) => {
		const at = desk({ sellerCentral: 'https://sellercentral.amazon.de' }, production);
		const { status, headers } = await at.visit(login(host + confirm));
		expect(status).toBe(302);
		expect(headers.location.startsWith(`${wanted}${confirm}?amazon_state=abc&state=`)).toBe(true);
	});

	it.each([
		'http://sellercentral.amazon.com/apps/authorize/confirm/x',
		'https://evil.example/apps/authorize/confirm/x',
		'https://amazon.com.evil.example/apps/authorize/confirm/x',
		'https://notamazon.com/apps/authorize/confirm/x',
		'https://amazon.evil/apps/authorize/confirm/x',
		'https://amazon.com:8443/apps/authorize/confirm/x',
		'https://user@amazon.com/apps/authorize/confirm/x',
		'https://amazon.com@evil.example/apps/authorize/confirm/x',
		'https://amazon.com/apps/authorize/confirm/../../../gp/redirect',
		'https://amazon.com/apps/authorize/confirm/..%2F..%2F..%2Fgp/redirect',
		'https://amazon.com/apps/authorize/confirm/x?state=theirs',
		'https://amazon.com/apps/authorize/confirm/x?%73tate=theirs',
		'https://amazon.com/apps/authorize/confirm/x?redirect_uri=https://evil.example',
		'https://amazon.com/gp/redirect?to=/apps/authorize/confirm/x',
		'https://аmazon.com/apps/authorize/confirm/x',
		'/\t/evil.example/apps/authorize/confirm/x',
		'//evil.example/apps/authorize/confirm/x',
		'/\\evil.example/apps/authorize/confirm/x',
		'/gp/redirect',
		'javascript:alert(1)//apps/authorize/confirm/x',
		'apps/authorize/confirm/x',
		'',
	])('does not send to %s', async (callback) => {
		expect(await desk({}, production).visit(login(callback))).toMatchObject(refused(400));
	});

	it('turns away who is not among the allowed accounts, on both ways', async () => {
		const browser = new CookieJar();
		const only = { options: { allowedAccounts: ` ${SECOND.toLowerCase()}, X1` } };
		expect(await desk(only).visit(await atAmazon('first'))).toMatchObject(refused(403));
		await expectToken(
			await desk(only).visit(await throughLogin(desk(only), browser, 'second'), browser.header),
			SECOND,
		);
		const back = await throughLogin(desk(), browser, 'first');
		expect(await desk(only).visit(back, browser.header)).toMatchObject(refused(403));
	});

	it('reflects nothing of the address', async () => {
		const mark = '<script>hostile</script>';
		for (const name of ['amazon_callback_uri', 'selling_partner_id', 'error', 'state', 'code']) {
			const query = new URLSearchParams({ spapi_oauth_code: 'x', [name]: mark }).toString();
			expect((await desk().visit(`${HERE}?${query}`)).html).not.toContain('hostile');
		}
	});

	it('has no callbacks of another marketplace, and needs the keys of the app', async () => {
		expect(await desk().visit(`${HERE}/load`)).toMatchObject(refused(404));
		const answer = await desk({}, { clientSecret: ' ' }).visit(HERE);
		expect(answer).toMatchObject(refused(502));
		expect(answer.log.join()).toContain("'Client Secret' is empty");
	});
});

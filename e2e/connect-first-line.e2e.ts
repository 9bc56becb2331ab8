import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { CONNECTIONS } from '../scripts/marketplaces';
import { OWNER } from '../scripts/n8n/environment';
import { itemsOf } from '../scripts/n8n/execution';
import { CONNECTABLE, type Connectable } from './browser/connectable';
import { PASTED } from './browser/pasted';
import { storedAs, Workshop } from './browser/workshop';
import { installationsOf } from './lines';
import { secretsIn, secretsOf } from './secrets';

/**
 * What happens behind the button, with requests in place of a browser: n8n gives the address, the form of
 * the consent page is sent, and n8n's callback is called where the marketplace sends the browser.
 */
describe.each(installationsOf(1))('connecting n8n $version', (installation) => {
	let workshop: Workshop;
	/** This line wants to know who comes back from the marketplace. */
	let cookie = '';
	const seen: string[] = [];

	beforeAll(async () => {
		workshop = await Workshop.open(installation, inject('tarball'));
		// Here and not between consent and callback: a code of Allegro lives ten seconds.
		cookie = await logIn(workshop.n8n.url);
	});

	afterAll(async () => await workshop?.close());

	async function create({ name, type, fields }: Connectable, changes: object = {}) {
		const typed = { ...fields(workshop.servers[name].url, workshop.grants[name]), ...changes };
		return (await workshop.create(type, storedAs(typed))).id;
	}

	/** The page that n8n's callback shows at the end. */
	async function connect(kind: Connectable, id: string): Promise<string> {
		const { loginId = '', password = '' } = workshop.grants[kind.name];
		const address = await workshop.n8n.call<string>('GET', `/oauth2-credential/auth?id=${id}`);
		const form = new URL(address).searchParams;
		form.set('decision', 'allow');
		form.set('login_id', loginId);
		form.set('password', password);
		const [page] = address.split('?');
		const sent = await fetch(page, { method: 'POST', body: form, redirect: 'manual' });
		const back = new URL(sent.headers.get('location') ?? '');
		const callback = `${workshop.n8n.url}${back.pathname}${back.search}`;
		const text = await (await fetch(callback, { headers: { cookie } })).text();
		seen.push(text);
		return text;
	}

	it.each(CONNECTABLE)('of $title works, and a workflow reads orders', async (kind) => {
		const { name } = kind;
		workshop.servers[name].resetStats();
		const id = await create(kind);
		expect(await connect(kind, id)).not.toContain('Error');
		const execution = await workshop.run(await workshop.workflow(kind, id));
		expect(itemsOf(execution, CONNECTIONS[name].title)).toHaveLength(3);
		expect(workshop.servers[name].stats().violations).toEqual([]);
	});

	it.each(CONNECTABLE)(
		'of $title sends nobody away with a field that makes no sense',
		async (kind) => {
			const id = await create(kind, kind.nonsense.fields);
			const address = await workshop.n8n.call<string>('GET', `/oauth2-credential/auth?id=${id}`);
			expect(new URL(address).protocol).toBe(`${kind.nonsense.complaint}:`);
		},
	);

	it('refuses a token answer of Assist Tencho that is labelled as a page', async () => {
		const [kind] = CONNECTABLE.filter(({ name }) => name === 'assistTencho');
		const { settings } = workshop.servers.assistTencho;
		Object.assign(settings, { tokenContentType: 'text/html; charset=UTF-8' });
		try {
			expect(await connect(kind, await create(kind))).toContain('Unsupported content type');
		} finally {
			Object.assign(settings, { tokenContentType: undefined });
		}
	});

	it.each(PASTED)('of $title asks for a code by a link', async (kind) => {
		const { status, message } = await workshop.test(kind, '');
		expect(status).toBe('Error');
		expect(message).toContain(`into 'Authorization Code': ${workshop.servers[kind.name].url}`);
	});

	it('leaves no secret in pages, executions and logs', async () => {
		const secrets = secretsOf(await workshop.n8n.exportCredentials());
		const { log } = workshop.n8n;
		const found = [log, ...workshop.stored, ...seen].flatMap((text) => secretsIn(text, secrets));
		expect(found).toEqual([]);
	});
});

async function logIn(url: string): Promise<string> {
	const { email, password } = OWNER;
	const answer = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: email, password }),
	});
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { CONNECTIONS } from '../scripts/marketplaces';
import { itemsOf } from '../scripts/n8n/execution';
import { EditorBrowser } from './browser/browser';
import type { CredentialForm } from './browser/credential-form';
import { ELSEWHERE } from './browser/elsewhere';
import { PASTED, type Pasted } from './browser/pasted';
import { Workshop } from './browser/workshop';
import { installationsOf } from './lines';
import { secretsIn, secretsOf } from './secrets';

/** For an n8n that the marketplace's page cannot send a browser back to. */
describe.each(installationsOf(2))('a pasted code in n8n $version', (installation) => {
	let workshop: Workshop;
	let browser: EditorBrowser;
	const seen: string[] = [];
	/** The addresses at which browsers arrived. */
	const codes = new Map<string, string>();
	const workflows: Array<{ kind: Pasted; id: string }> = [];

	beforeAll(async () => {
		workshop = await Workshop.open(installation, inject('tarball'));
		workshop.register(ELSEWHERE);
		browser = await EditorBrowser.open(workshop.n8n);
	});

	afterAll(async () => {
		await browser?.close();
		await workshop?.close();
	});

	async function look(name: string, page?: Page): Promise<string> {
		await browser.screenshot(`code-${name}`, page);
		const text = await browser.visibleText(page);
		seen.push(text);
		return text;
	}

	/** The address at which somebody arrives who opens the link and allows the access. */
	async function consent(kind: Pasted, link: string): Promise<string> {
		const page = await browser.elsewhere();
		await page.goto(link);
		await look(`${kind.name}-consent`, page);
		const arrival = page.waitForRequest((request) => request.url().startsWith(ELSEWHERE));
		await kind.allow(page, workshop.grants[kind.name]);
		return (await arrival).url();
	}

	describe.each(PASTED)('for $title', (kind) => {
		const { name, type, title } = kind;
		let form: CredentialForm;
		let pasted: string;

		it('is asked for by a link with what the user has entered', async () => {
			workshop.servers[name].resetStats();
			form = await browser.newCredential(title);
			await form.fill(kind.fields(workshop.servers[name].url, workshop.grants[name]));
			await form.save();
			const told = await form.testError();
			await look(`${name}-link`);
			expect(told).toContain("'Authorization Code' is empty");
			pasted = await consent(kind, linkIn(told));
			codes.set(name, pasted);
		});

		it('is exchanged when it is saved, and a workflow reads orders', async () => {
			await form.fill({ authorizationCode: pasted });
			await form.save();
			expect(await form.tested()).toContain('Connection tested successfully');
			await look(`${name}-tested`);
			const id = await workshop.workflow(kind, await workshop.credentialId(type));
			workflows.push({ kind, id });
			const execution = await workshop.run(id);
			expect(itemsOf(execution, CONNECTIONS[name].title)).toHaveLength(3);
			expect(workshop.servers[name].stats().violations).toEqual([]);
		});

		it('is not sent again when the open form is saved once more', async () => {
			const { tokenCalls } = workshop.servers[name].stats();
			await form.fill({ redirectUri: `${ELSEWHERE} ` });
			await form.save();
			await form.tested();
			// Amazon's access token is renewed by the test; the code is not what it is renewed with.
			const more = name === 'amazon' ? 1 : 0;
			expect(workshop.servers[name].stats()).toMatchObject({ violations: [] });
			expect(workshop.servers[name].stats().tokenCalls).toBeLessThanOrEqual(tokenCalls + more);
		});
	});

	it('is not needed any more after a restart', async () => {
		await browser.close();
		await workshop.n8n.stop();
		await workshop.start();
		for (const { kind, id } of workflows) {
			workshop.servers[kind.name].resetStats();
			const execution = await workshop.run(id);
			expect(itemsOf(execution, CONNECTIONS[kind.name].title)).toHaveLength(3);
			expect({ kind: kind.name, ...workshop.servers[kind.name].stats() }).toMatchObject({
				kind: kind.name,
				tokenCalls: 0,
				violations: [],
			});
		}
		expect(workflows).toHaveLength(PASTED.length);
	});

	it.each(PASTED)('of $name that was used leads to a new one', async (kind) => {
		const told = await workshop.test(kind, codes.get(kind.name) ?? '');
		expect(told.status).toBe('Error');
		expect(linkIn(told.message)).toContain(workshop.servers[kind.name].url);
		expect(told.message).toMatch(/refused|did not accept/);
	});

	it('leaves no secret in pages, executions and logs', async () => {
		const stored = await workshop.n8n.exportCredentials();
		for (const { type, token } of PASTED) {
			expect(stored.some(({ type: own, data }) => own === type && data[token])).toBe(true);
		}
		const secrets = [...secretsOf(stored), ...[...codes.values()].map(codeIn)];
		const { log } = workshop.n8n;
		const found = [log, ...workshop.stored, ...seen].flatMap((text) => secretsIn(text, secrets));
		expect(found).toEqual([]);
	});
});

function codeIn(address: string): string {
	const { searchParams } = new URL(address);
	return searchParams.get('spapi_oauth_code') ?? searchParams.get('code') ?? '';
}

function linkIn(told: string): string {
	const link = /into 'Authorization Code': (https?:\/\/\S+)/.exec(told)?.[1];
	if (!link) throw new Error(`No link in: ${told}`);
	return link;
}

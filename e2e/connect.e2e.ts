import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { CONNECTIONS } from '../scripts/marketplaces';
import { itemsOf } from '../scripts/n8n/execution';
import { EditorBrowser } from './browser/browser';
import { CONNECTABLE } from './browser/connectable';
import type { CredentialForm } from './browser/credential-form';
import { Workshop } from './browser/workshop';
import { installationsOf } from './lines';
import { secretsIn, secretsOf } from './secrets';

// The first line's editor has the same button; what is behind it is run in connect-first-line.e2e.ts.
describe.each(installationsOf(2))('the Connect button in n8n $version', (installation) => {
	let workshop: Workshop;
	let browser: EditorBrowser;
	/** Every text that the flows showed to a person. */
	const seen: string[] = [];

	beforeAll(async () => {
		workshop = await Workshop.open(installation, inject('tarball'));
		browser = await EditorBrowser.open(workshop.n8n);
	});

	afterAll(async () => {
		await browser?.close();
		await workshop?.close();
	});

	beforeEach(() => workshop.registerOwn());

	async function look(name: string, page?: Page): Promise<string> {
		await browser.screenshot(`connect-${name}`, page);
		const text = await browser.visibleText(page);
		seen.push(text);
		return text;
	}

	describe.each(CONNECTABLE)('of $title', (kind) => {
		const { name, type, title } = kind;
		let form: CredentialForm;
		let workflow: string;
		const first = () => CONNECTIONS[name].title.split(' ')[0];

		it('names the field that makes no sense before anybody is asked', async () => {
			const { servers, grants } = workshop;
			const fields = kind.fields(servers[name].url, grants[name]);
			form = await browser.newCredential(title);
			await form.fill({ ...fields, ...kind.nonsense.fields });
			expect(await form.refusedToConnect()).toContain(kind.nonsense.complaint);
			await look(`${name}-nonsense`);
			const { nonsense } = kind;
			await form.fill(
				Object.fromEntries(Object.keys(nonsense.fields).map((key) => [key, fields[key]])),
			);
		});

		it('tells that the access was refused', async () => {
			const popup = await form.connect();
			await kind.refuse(popup);
			await popup.getByText('Failed to connect').waitFor();
			await popup.getByText('More details').click();
			expect(await look(`${name}-refused`, popup)).toContain('access_denied');
			expect(await form.isConnected()).toBe(false);
			await popup.close();
		});

		it('stops at the marketplace when n8n is not registered there', async () => {
			workshop.register('https://another.example/callback');
			const popup = await form.connect();
			expect(await look(`${name}-unregistered`, popup)).toMatch(kind.unregistered);
			expect(await form.isConnected()).toBe(false);
			await popup.close();
		});

		it('connects, and a workflow reads orders', async () => {
			workshop.servers[name].resetStats();
			const popup = await form.connect();
			await look(`${name}-consent`, popup);
			await kind.allow(popup, workshop.grants[name]);
			expect(await form.connected()).toContain('Account connected');
			await look(`${name}-connected`);

			workflow = await workshop.workflow(kind, await workshop.credentialId(type));
			const execution = await workshop.run(workflow);
			expect(itemsOf(execution, CONNECTIONS[name].title)).toHaveLength(3);
			expect(workshop.servers[name].stats().violations).toEqual([]);
		});

		it('connects again after the marketplace has revoked the access', async () => {
			workshop.servers[name].backend.expireTokens({ revoke: true });
			const { error } = await workshop.run(workflow);
			const told = `${error?.message} ${error?.description}`;
			expect(told).toContain(first());
			expect(told).toMatch(/reconnect|authorize again/i);

			const popup = await form.connect();
			await kind.allow(popup, workshop.grants[name]);
			await form.reconnected(popup);
			const execution = await workshop.run(workflow);
			expect(itemsOf(execution, CONNECTIONS[name].title)).toHaveLength(3);
		});

		it.runIf(name === 'bigCommerce')('tells that no permission was granted', async () => {
			await form.fill({ permissions: ' ' });
			const popup = await form.connect();
			await kind.allow(popup, workshop.grants[name]);
			await form.reconnected(popup);
			const { error } = await workshop.run(workflow);
			expect(error?.message).toContain('granted no permission');
			expect(error?.description).toContain("'Permissions'");
		});
	});

	it('leaves no secret in pages, executions and logs', async () => {
		const secrets = secretsOf(await workshop.n8n.exportCredentials());
		expect(secrets.length).toBeGreaterThan(2 * CONNECTABLE.length);
		const { log } = workshop.n8n;
		const found = [log, ...workshop.stored, ...seen].flatMap((text) => secretsIn(text, secrets));
		expect(found).toEqual([]);
	});
});

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, selectors, type Browser, type Page } from 'playwright-core';

import { OWNER } from '../../scripts/n8n/environment';
import type { N8n } from '../../scripts/n8n/n8n';
import { CredentialForm } from './credential-form';

/** Debian's Chromium, as on the machines of the CI. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Without them Chromium calls home at every start. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// n8n's pages ask for fonts elsewhere, and their scripts wait for them: where the network answers late or
	// never, so would the test.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
	'--no-proxy-server',
];
const SCREENSHOTS = resolve(__dirname, '../../artifacts/screenshots');
/** A limit for what hangs; machines that are several times slower must not come near it. */
const PATIENCE_MS = 180_000;

// As n8n marks its parts.
selectors.setTestIdAttribute('data-test-id');

/** A person's browser: n8n's editor in one window, and others that know nothing of it. */
export class EditorBrowser {
	private constructor(
		private readonly browser: Browser,
		/** The window with the editor. */
		readonly page: Page,
		/** The editor's address, to which sign-in pages send the browser back. */
		readonly url: string,
	) {}

	/** Starts Chromium with a profile of its own and signs in to the editor of a running n8n as its owner. */
	static async open(n8n: Pick<N8n, 'editorUrl'>): Promise<EditorBrowser> {
		const browser = await chromium.launch({
			executablePath: EXECUTABLE,
			args: FLAGS,
			timeout: PATIENCE_MS,
		});
		try {
			const home = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
			home.setDefaultTimeout(PATIENCE_MS);
			const editor = new EditorBrowser(browser, await home.newPage(), n8n.editorUrl);
			await editor.signIn();
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** Ends Chromium; its profile goes with it. */
	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Opens a stored credential in its form. */
	async credential(id: string): Promise<CredentialForm> {
		await this.page.goto(`${this.url}/home/credentials/${id}`);
		return await this.form();
	}

	/** The form of a credential that a click has opened. */
	async form(): Promise<CredentialForm> {
		return await CredentialForm.shown(this.page);
	}

	/** What "Create credential" does: chooses the type by the name that the list shows. */
	async newCredential(typeName: string): Promise<CredentialForm> {
		await this.page.goto(`${this.url}/home/credentials/create`);
		await this.page.getByTestId('new-credential-type-select').click();
		await this.page.keyboard.type(typeName);
		await this.page.getByText(typeName, { exact: true }).last().click();
		await this.page.getByTestId('new-credential-type-button').click();
		return await CredentialForm.shown(this.page);
	}

	/** A window of somebody who is not signed in to n8n, e.g. on another computer. */
	async elsewhere(): Promise<Page> {
		const context = await this.browser.newContext();
		context.setDefaultTimeout(PATIENCE_MS);
		return await context.newPage();
	}

	/** Writes `artifacts/screenshots/<name>.png`. */
	async screenshot(name: string, page: Page = this.page): Promise<void> {
		mkdirSync(SCREENSHOTS, { recursive: true });
		await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
	}

	/** What a person can read on a page, fields included, and its address. */
	async visibleText(page: Page = this.page): Promise<string> {
		return await textOf(page);
	}

	private async signIn(): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[type=email]').fill(OWNER.email);
		await this.page.locator('input[type=password]').fill(OWNER.password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	}
}

/** Everything that a page shows: its address, its text, and what stands in its fields. */
export async function textOf(page: Page): Promise<string> {
	// All at once: a page that is drawn anew meanwhile may have fewer of them.
	const values = await page
		.locator('input:not([type=password]), textarea')
		.evaluateAll((fields: Array<{ value: string }>) => fields.map(({ value }) => value));
	return [page.url(), await page.locator('body').innerText(), ...values].join('\n');
}

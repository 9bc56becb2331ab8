import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { APP as BIGCOMMERCE } from '../sandbox/bigcommerce/app';
import { itemsOf } from '../scripts/n8n/execution';
import { AuthorizationLab, NAME } from './authorization.lab';
import { EditorBrowser } from './browser/browser';
import { installationsOf } from './lines';

const FIRST = 'A3FHSANDBOX001';
const SECOND = 'A1ZZSANDBOX002';

describe.each(installationsOf(2))('a seller in a browser, with n8n $version', (installation) => {
	let lab: AuthorizationLab;
	let browser: EditorBrowser;

	beforeAll(async () => {
		lab = await AuthorizationLab.open(installation, inject('tarball'));
		browser = await EditorBrowser.open(lab.n8n);
	});
	afterAll(async () => {
		await browser?.close();
		await lab?.close();
	});

	beforeEach(() => lab.register());

	const headline = async (page: Page) => await page.locator('h1').innerText();

	/** After a click, which may come back while the page before is still there. */
	const arriveAt = async (page: Page, title: string) =>
		await page.locator('h1', { hasText: title }).waitFor();

	/** How many executions of each workflow a test has asked about. */
	const asked = { amazon: 0, bigCommerce: 0 };

	/** The item of the one execution that came since the last call. */
	async function onlyItem(workflow: 'amazon' | 'bigCommerce') {
		const count = ++asked[workflow];
		const executions = await lab.n8n.executions(workflow, count);
		expect(executions).toHaveLength(count);
		return itemsOf(executions[count - 1], NAME)[0];
	}

	it('re-authorizes in Seller Central, and may reload the last page', async () => {
		const page = await browser.elsewhere();
		await page.goto(`${lab.amazon.url}/__sandbox/authorize?seller=first`);
		expect(await headline(page)).toBe('Your seller account is connected');
		const width = "getComputedStyle(document.querySelector('main')).maxWidth";
		expect(await page.evaluate(width)).toBe('480px');
		await browser.screenshot('authorization-amazon-connected', page);
		await page.emulateMedia({ colorScheme: 'dark' });
		await browser.screenshot('authorization-amazon-connected-dark', page);
		await page.reload();
		expect(await headline(page)).toBe('This authorization is already complete');
		await browser.screenshot('authorization-amazon-reloaded', page);
		expect(await onlyItem('amazon')).toMatchObject({ sellingPartnerId: FIRST });
	});

	it.each([
		['signed in at Amazon already', false],
		['and comes to the Login URI after signing in', true],
	])('starts on the page of n8n, %s', async (_, loginUriFirst) => {
		lab.register({ loginUriFirst });
		const page = await browser.elsewhere();
		await page.goto(lab.address('amazon-app'));
		await browser.screenshot('authorization-amazon-welcome', page);
		await page.getByRole('link', { name: 'Continue to Amazon' }).click();
		await page.locator('select[name=seller]').selectOption('second');
		await page.getByRole('button', { name: 'Allow' }).click();
		await page.getByText('Your seller account is connected').waitFor();
		expect(await onlyItem('amazon')).toMatchObject({ sellingPartnerId: SECOND });
	});

	it('authorizes two accounts in two tabs, and refuses once', async () => {
		const first = await browser.elsewhere();
		const second = await first.context().newPage();
		for (const page of [first, second]) {
			await page.goto(lab.address('amazon-app?start=website'));
		}
		await second.locator('select[name=seller]').selectOption('second');
		await second.getByRole('button', { name: 'Allow' }).click();
		await second.getByText('Your seller account is connected').waitFor();
		await first.getByRole('button', { name: 'Refuse' }).click();
		await arriveAt(first, 'Nothing was connected');
		expect(await onlyItem('amazon')).toMatchObject({ sellingPartnerId: SECOND });
	});

	it('reads what is wrong with a forged address, and no script of it runs', async () => {
		const page = await browser.elsewhere();
		const hostile = new URLSearchParams({
			spapi_oauth_code: 'x',
			selling_partner_id: FIRST,
			state: '"><img src=x onerror=alert(1)>',
		});
		let alerts = 0;
		page.on('dialog', () => alerts++);
		const answer = await page.goto(`${lab.address('amazon-app')}?${hostile.toString()}`);
		expect(answer?.status()).toBe(403);
		expect(await headline(page)).toBe('This authorization was not started here');
		expect(await page.locator('img, script').count()).toBe(0);
		expect(alerts).toBe(0);
		await browser.screenshot('authorization-refused', page);
	});

	it('installs an app of BigCommerce and opens it', async () => {
		const page = await browser.elsewhere();
		await page.goto(lab.address('bigcommerce-app'));
		await page.getByRole('link', { name: 'Continue to BigCommerce' }).click();
		await page.getByRole('button', { name: 'Allow' }).click();
		await page.waitForURL(/\/install\/succeeded$/);
		expect(await onlyItem('bigCommerce')).toMatchObject({ event: 'installed' });
		await page.goto(`${lab.bigCommerce.url}/app/${BIGCOMMERCE.clientId}/load`);
		expect(await headline(page)).toBe('This app works in the background');
		await browser.screenshot('authorization-bigcommerce-loaded', page);
		expect(await onlyItem('bigCommerce')).toMatchObject({ event: 'loaded' });
	});

	/** What the owner reads in the editor, in the panel of the trigger with its URLs. */
	async function panel(workflow: 'amazon' | 'bigCommerce', notice: string): Promise<string> {
		const { page } = browser;
		// The node's own address: a double click is lost on a canvas that is still moving.
		await page.goto(`${browser.url}/workflow/${workflow}/${workflow}-0-0`);
		// The editor may take a field for a choice of credentials and hide it.
		await page.getByTestId('parameter-input-marketplace').waitFor();
		await page.getByText('Webhook URLs').first().click();
		await page.getByText(notice).first().waitFor();
		const path = new RegExp(`/webhook(-test)?/${workflow.toLowerCase()}-app$`);
		await page.getByText(path).first().waitFor();
		await browser.screenshot(`authorization-editor-${workflow.toLowerCase()}`);
		return await browser.visibleText();
	}

	it('is what the owner sets up in the editor, where the URLs to register stand', async () => {
		const forBigCommerce = await panel('bigCommerce', 'remove-user callback URL');
		expect(forBigCommerce).toContain('remove-user callback URL');
		const forAmazon = await panel('amazon', 'OAuth Login URI');
		expect(forAmazon).toContain('OAuth Login URI');
		expect(forAmazon).not.toContain('remove-user');
	});
});

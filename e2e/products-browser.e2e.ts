import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, nodeOf } from '../scripts/marketplaces';
import { MANUAL, workflowOf } from '../scripts/n8n/workflow';
import { EditorBrowser } from './browser/browser';
import { installationsOf } from './lines';

const SIZES = { allegro: 5, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 5, kaufland: 5 };
const CATALOGUES = {
	allegro: { offers: 60 },
	bigCommerce: { products: 60, goods: 'simple' },
	kaufland: { storefronts: ['de'] },
	naver: { products: 30 },
};

/** What is chosen from the list, and its new stock. */
const CHOICES = [
	{ name: 'allegro', resource: 'offer', more: {} },
	{ name: 'amazon', resource: 'listing', more: { marketplaceId: 'A1PA6795UKMFR9' } },
	{ name: 'bigCommerce', resource: 'product', more: {} },
	{ name: 'kaufland', resource: 'offer', more: {} },
	{ name: 'naver', resource: 'product', more: {} },
] as const;
const STOCK = 321;

describe.each(installationsOf(2))('the panel of Update Stock in n8n $version', (installation) => {
	let lab: Lab;
	let browser: EditorBrowser;

	beforeAll(async () => {
		const tarball = inject('tarball');
		lab = await openLab({
			installation,
			tarball,
			sizes: SIZES,
			settings: CATALOGUES,
			stored: true,
		});
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		await lab.n8n.importWorkflows(
			CHOICES.map(({ name, resource, more }) => {
				const product = { __rl: true, mode: 'list', value: '' };
				const update = { resource, operation: 'updateStock', product, quantity: String(STOCK) };
				return workflowOf(name, [MANUAL], [nodeOf(name, { ...update, ...more })]);
			}),
		);
		await lab.n8n.start();
		browser = await EditorBrowser.open(lab.n8n);
	});
	afterAll(async () => {
		await browser?.close();
		await lab?.dispose();
	});

	const text = async () => await browser.visibleText();

	it.each(CHOICES)('lists what $name has for sale, and sets its stock', async ({ name }) => {
		const { page, url } = browser;
		const offers = () => lab.servers[name].backend.offers?.() ?? [];
		await page.goto(`${url}/workflow/${name}`);
		const { title } = CONNECTIONS[name];
		await page.locator(`[data-test-id=canvas-node][data-node-name="${title}"]`).dblclick();
		await page.getByTestId('rlc-input').first().click();
		const found = page.getByTestId('rlc-item').filter({ visible: true });
		await expect.poll(async () => await found.count(), { timeout: 60_000 }).toBeGreaterThan(2);
		await browser.screenshot(`products-${name}-list`);
		const shown = (await found.allInnerTexts()).map((one) => one.trim());
		// One that can be bought, and that no other has the name of.
		const wanted = offers().find(
			({ sku, quantity, variantId }) =>
				(quantity ?? 0) > 0 &&
				(name === 'bigCommerce' || variantId === null) &&
				shown.filter((one) => one.includes(String(sku))).length === 1,
		);
		if (!wanted) throw new Error(`Nothing of ${name} is in the list: ${shown.join(', ')}`);
		await page.getByTestId('rlc-search').first().fill(String(wanted.sku));
		const names = async () => (await found.allInnerTexts()).map((one) => one.trim());
		await expect
			.poll(names, { timeout: 60_000 })
			.toContainEqual(expect.stringContaining(String(wanted.sku)));
		await found
			.filter({ hasText: String(wanted.sku) })
			.first()
			.click();
		await expect.poll(text, { timeout: 60_000 }).toContain(String(wanted.sku));
		await page.getByTestId('node-execute-button').first().click();
		const stock = () =>
			offers().find(({ id, variantId }) => id === wanted.id && variantId === wanted.variantId);
		await expect.poll(stock, { timeout: 120_000 }).toMatchObject({ quantity: STOCK });
		await expect.poll(text, { timeout: 60_000 }).toContain('stock/1');
		await browser.screenshot(`products-${name}-done`);
	});
});

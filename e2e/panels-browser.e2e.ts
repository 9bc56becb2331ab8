import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openLab, type Lab } from '../scripts/lab';
import { MARKETPLACES, nodeOf } from '../scripts/marketplaces';
import { MANUAL, workflowOf, type NodeSketch, type Workflow } from '../scripts/n8n/workflow';
import { EditorBrowser } from './browser/browser';
import { installationsOf } from './lines';

const SIZES = { allegro: 5, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 5, kaufland: 5 };
/** As n8n's search lists them. */
const NODES = [
	'Allegro',
	'Amazon Selling Partner',
	'Assist Tencho',
	'BigCommerce',
	'Naver Commerce',
];

const LIST = { resource: 'order', operation: 'getAll' };
const API = { resource: 'apiRequest', operation: 'request' };
const action = (id: string, node: NodeSketch): Workflow => workflowOf(id, [MANUAL], [node]);
const trigger = (id: string, node: NodeSketch): Workflow =>
	workflowOf(id, [{ ...node, type: `${node.type}Trigger` }]);

describe.each(installationsOf(2))('the panels in n8n $version', (installation) => {
	let lab: Lab;
	let browser: EditorBrowser;

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, stored: true });
		await lab.n8n.importWorkflows([
			...MARKETPLACES.map((name) => action(name, nodeOf(name, LIST))),
			action('v0', nodeOf('amazon', { ...LIST, apiVersion: 'v0' })),
			action('api', nodeOf('allegro', { ...API, path: '/me', query: '{"limit": 3}' })),
			trigger('waits', nodeOf('amazon', { events: ['orderCreated', 'orderUpdated'] })),
		]);
		await lab.n8n.start();
		browser = await EditorBrowser.open(lab.n8n);
	});
	afterAll(async () => {
		await browser?.close();
		await lab?.dispose();
	});

	/** Opens the last node of a workflow; gives what stands under it on the canvas. */
	async function open(workflow: string): Promise<string> {
		await browser.page.goto(`${browser.url}/workflow/${workflow}`);
		const node = browser.page.getByTestId('canvas-node').last();
		await node
			.getByText(/Order|Request/)
			.first()
			.waitFor();
		const canvas = await node.innerText();
		await node.dblclick();
		await browser.page.getByTestId('parameter-input').first().waitFor();
		return canvas;
	}

	const text = async () => await browser.visibleText();

	it.each([
		['allegro', 'Newest orders first', undefined],
		['amazon', 'usually oldest first', 'Without a date: orders changed in the last 7 days'],
		['assistTencho', "the vendor's response", undefined],
		['bigCommerce', 'Newest orders first', undefined],
		['kaufland', 'Newest orders first', 'Without a date: all orders that Kaufland still lists'],
		['naver', 'Oldest orders first', 'Without a date: order lines changed in the last 7 days'],
	])('of %s says before the run which orders come', async (workflow, hint, notice = hint) => {
		expect(await open(workflow)).toContain('Get Many: Order');
		await expect.poll(text, { timeout: 60_000 }).toContain(hint);
		await expect.poll(text, { timeout: 60_000 }).toContain(notice);
	});

	it('shows for Orders v0 what v0 knows, and takes its own choice with each version', async () => {
		await open('v0');
		await expect.poll(text, { timeout: 60_000 }).toContain('Amazon removes Orders v0');
		expect(await text()).not.toContain('Cancellation');
		await choose('apiVersion', 'Orders 2026-01-01');
		await expect.poll(text, { timeout: 60_000 }).toContain('Cancellation');
		await choose('apiVersion', 'Orders V0');
		await expect.poll(text, { timeout: 60_000 }).not.toContain('Cancellation');
	});

	it('of an API request takes rows, and shows JSON that was saved before there were any', async () => {
		expect(await open('api')).toContain('Send: API Request');
		await expect.poll(text, { timeout: 60_000 }).toContain('"limit"');
		await choose('specifyQuery', 'Using Fields Below');
		await expect.poll(text, { timeout: 60_000 }).toContain('Add Query Parameter');
	});

	it('of the trigger of Amazon has the pace beside the poll times', async () => {
		expect(await open('waits')).toContain('Order Created, Order Updated');
		// Before the first word of the events.
		const pace = /^(?:(?!Events)[^])*one request per 3 minutes[^]*Events/;
		await expect.poll(text, { timeout: 60_000 }).toMatch(pace);
		await expect.poll(text, { timeout: 60_000 }).toContain('add a Remove Duplicates node');
	});

	it.each(['orders', 'ecommerce', 'seller', 'shop', 'tracking'])(
		'are all found by the word %s',
		async (word) => {
			const { page } = browser;
			await page.goto(`${browser.url}/workflow/allegro`);
			await page.getByTestId('node-creator-plus-button').first().click();
			await page.getByTestId('node-creator-search-bar').first().fill(word);
			const names = async () => {
				const found = await page.getByTestId('node-creator-item-name').allInnerTexts();
				return found.map((name) => name.trim());
			};
			await expect.poll(names, { timeout: 60_000 }).toEqual(expect.arrayContaining(NODES));
		},
	);

	async function choose(parameter: string, option: string): Promise<void> {
		await browser.page.getByTestId(`parameter-input-${parameter}`).getByRole('combobox').click();
		await browser.page.getByRole('option', { name: option }).click();
	}
});

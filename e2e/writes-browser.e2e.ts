import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { MarketplaceName } from '../sandbox';
import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, everyOrder, nodeOf } from '../scripts/marketplaces';
import { MANUAL, workflowOf, type NodeSketch, type Workflow } from '../scripts/n8n/workflow';
import { EditorBrowser } from './browser/browser';
import { installationsOf } from './lines';

const SIZES = { allegro: 20, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 20, kaufland: 20 };
const TRACKING_NUMBER = '690012345678';

/** A workflow of Allegro. */
const OTHER = 'other';

/** What a person types to find a carrier, and what is found. */
const CHOICES = [
	{
		name: 'allegro',
		typed: 'dp',
		shown: 'DPD',
		carrier: 'DPD',
		isOpen: "statusRaw === 'READY_FOR_PROCESSING' && json.shipments.length === 0",
	},
	{
		name: 'kaufland',
		typed: 'herm',
		shown: 'Hermes',
		carrier: 'Hermes',
		isOpen: "statusRaw === 'need_to_be_sent' && json.fulfilledBy === 'seller'",
	},
	{
		name: 'naver',
		typed: 'hanjin',
		shown: '한진택배 (Hanjin)',
		carrier: 'HANJIN',
		isOpen: "statusRaw === 'PAYED' && json.shippingAddress?.line1",
	},
] as const;

/** Gives the newest order that waits, with the number of its parcel. */
function waiting(isOpen: string): NodeSketch {
	const jsCode = `
		const open = $input.all().filter(({ json }) => json.${isOpen});
		return open.slice(0, 1).map(({ json: { id } }) => ({ json: { id, number: '${TRACKING_NUMBER}' } }));
	`;
	return { name: 'Waiting', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

describe.each(installationsOf(2))('the panel of Ship in n8n $version', (installation) => {
	let lab: Lab;
	let browser: EditorBrowser;

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, stored: true });
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		lab.servers.naver.backend.add(10);
		await lab.n8n.importWorkflows([
			...CHOICES.map(workflow),
			{ ...workflow(CHOICES[0]), id: OTHER, name: OTHER },
		]);
		await lab.n8n.start();
		browser = await EditorBrowser.open(lab.n8n);
	});
	afterAll(async () => {
		await browser?.close();
		await lab?.dispose();
	});

	/** Reads the orders, takes one that waits, and ships it; without a carrier so far. */
	function workflow({ name, isOpen }: (typeof CHOICES)[number]): Workflow {
		const read = { ...nodeOf(name, everyOrder(name)), name: 'Orders' };
		const ship = nodeOf(name, {
			...{ resource: 'order', operation: 'ship', orderId: '={{ $json.id }}' },
			carrier: { __rl: true, mode: 'list', value: '' },
			trackingNumber: '={{ $json.number }}',
		});
		return workflowOf(name, [MANUAL], [read], [waiting(isOpen)], [ship]);
	}

	async function open(name: MarketplaceName, workflowId: string = name): Promise<void> {
		const { page, url } = browser;
		await page.goto(`${url}/workflow/${workflowId}`);
		const { title } = CONNECTIONS[name];
		await page.locator(`[data-test-id=canvas-node][data-node-name="${title}"]`).dblclick();
	}

	/** Types into the list of carriers, and chooses the only one that is found. */
	async function pick(typed: string, shown: string): Promise<void> {
		const { page } = browser;
		await page.getByTestId('rlc-input').first().click();
		await page.getByTestId('rlc-search').first().fill(typed);
		const found = page.getByTestId('rlc-item').filter({ visible: true });
		const names = async () => (await found.allInnerTexts()).map((name) => name.trim());
		await expect.poll(names, { timeout: 60_000 }).toEqual([shown]);
		await found.first().click();
		await expect.poll(text, { timeout: 60_000 }).toContain(shown);
	}

	const text = async () => await browser.visibleText();

	it.each(CHOICES)(
		'finds a carrier of $name by "$typed", and the node ships with it',
		async ({ name, typed, shown, carrier }) => {
			const { backend } = lab.servers[name];
			const parcels = () =>
				backend
					.held()
					.flatMap(({ id }) => backend.parcels?.(id) ?? [])
					.filter(({ trackingNumber }) => trackingNumber === TRACKING_NUMBER);
			await open(name);
			await pick(typed, shown);
			await browser.page.getByTestId('node-execute-button').first().click();
			await expect.poll(parcels, { timeout: 120_000 }).toMatchObject([{ carrier }]);
			await expect.poll(text, { timeout: 60_000 }).toContain('shipment/1');
		},
	);

	it('asks for lines where some are selected, and for a name where the carrier is another one', async () => {
		const { page } = browser;
		await open('allegro', OTHER);
		await page.getByTestId('parameter-input-shipLines').getByRole('combobox').click();
		await page.getByRole('option', { name: 'Selected Lines' }).click();
		await page.getByRole('button', { name: 'Add Line' }).click();
		await expect.poll(text, { timeout: 60_000 }).toContain('Allegro has no quantities in a parcel');
		expect(await text()).not.toContain('Carrier Name');
		await pick('other', 'Inny');
		await expect.poll(text, { timeout: 60_000 }).toContain('Carrier Name');
	});
});

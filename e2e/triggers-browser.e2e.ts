import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';

import type { MarketplaceName } from '../sandbox';
import { openLab, type Lab } from '../scripts/lab';
import { nodeOf } from '../scripts/marketplaces';
import { itemsOf } from '../scripts/n8n/execution';
import { workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import { EditorBrowser } from './browser/browser';
import { installationsOf } from './lines';

const SIZES = {
	allegro: 40,
	amazon: 40,
	assistTencho: 5,
	bigCommerce: 40,
	naver: 40,
	kaufland: 40,
};
const NAMES = Object.keys(SIZES) as MarketplaceName[];

function trigger(name: MarketplaceName): NodeSketch {
	const node = nodeOf(name, { output: 'order' });
	return { ...node, name: 'Trigger', type: `${node.type}Trigger` };
}

describe.each(installationsOf(2))('the panel of a trigger in n8n $version', (installation) => {
	let lab: Lab;
	let browser: EditorBrowser;

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, stored: true });
		await lab.n8n.importWorkflows(NAMES.map((name) => workflowOf(`see-${name}`, [trigger(name)])));
		await lab.n8n.start();
		browser = await EditorBrowser.open(lab.n8n);
	});
	afterAll(async () => {
		await browser?.close();
		await lab?.dispose();
	});

	it.each(NAMES)('of %s shows its events, and fetches a test event', async (name) => {
		const { page } = browser;
		await page.goto(`${browser.url}/workflow/see-${name}`);
		await page.getByTestId('canvas-node').first().dblclick();
		await page.getByTestId('parameter-input-events').waitFor();
		const text = async () => await browser.visibleText();
		await expect.poll(text, { timeout: 60_000 }).toContain('Order Created');
		await fetchTestEvent(`see-${name}`);
		await browser.screenshot(`trigger-${name}`);
	});

	/**
	 * n8n's editor hears of a run by a connection of its own, and has been seen to show nothing: then a
	 * person presses the button again. But each run that n8n has stored has to be right.
	 */
	async function fetchTestEvent(workflow: string): Promise<void> {
		const button = browser.page.getByRole('button', { name: /fetch test event/i }).first();
		const shown = browser.page.getByText(/^5 items$/).first();
		const press = async () => {
			await button.click({ timeout: 30_000 });
			await shown.waitFor({ timeout: 30_000 });
		};
		await vi.waitFor(press, { timeout: 180_000, interval: 1000 });
		const runs = await lab.n8n.executions(workflow);
		for (const run of runs) expect(itemsOf(run, 'Trigger')).toHaveLength(5);
	}
});

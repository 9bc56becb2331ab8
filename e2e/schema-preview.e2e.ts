import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { MarketplaceName } from '../sandbox';
import { openLab, type Lab } from '../scripts/lab';
import { nodeOf } from '../scripts/marketplaces';
import { MANUAL, workflowOf } from '../scripts/n8n/workflow';
import { EditorBrowser } from './browser/browser';
import { installationsOf } from './lines';

const SIZES = { allegro: 1, amazon: 1, assistTencho: 1, bigCommerce: 1, naver: 1, kaufland: 1 };
const UNIFIED = ['allegro', 'amazon', 'bigCommerce', 'naver'] as const;
/** Nobody has published the fields of its orders, so its default output has no preview. */
const AS_SENT = 'assistTencho';
const NEXT = { name: 'Next', type: 'n8n-nodes-base.set', typeVersion: 3.4 };

function reading(name: MarketplaceName) {
	const output = name === AS_SENT ? {} : { output: 'order' };
	return workflowOf(
		`map-${name}`,
		[MANUAL],
		[nodeOf(name, { resource: 'order', operation: 'getAll', ...output })],
		[NEXT],
	);
}

describe.each(installationsOf(2))(
	'mapping before the first run in n8n $version',
	(installation) => {
		let lab: Lab;
		let browser: EditorBrowser;

		beforeAll(async () => {
			const names = [...UNIFIED, AS_SENT] as const;
			lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES });
			await lab.n8n.importWorkflows(names.map(reading));
			await lab.n8n.start();
			browser = await EditorBrowser.open(lab.n8n);
		});
		afterAll(async () => {
			await browser?.close();
			await lab?.dispose();
		});

		/** Opens the panel of the node that comes after the one of this marketplace. */
		async function openNext(name: MarketplaceName): Promise<void> {
			const { page } = browser;
			await page.goto(`${browser.url}/workflow/map-${name}`);
			await page.getByTestId('canvas-node').last().dblclick();
			await page.getByTestId('ndv-input-panel').waitFor();
		}

		/**
		 * What the panel offers to drag into a field, from top to bottom, all read at one moment: the panel still moves
		 * while it opens.
		 */
		async function offered(): Promise<string[]> {
			const items = browser.page.getByTestId('run-data-schema-item');
			const placed = await items.evaluateAll((rows) =>
				rows.map((row) => ({
					text: row.innerText.trim(),
					top: row.getBoundingClientRect().top,
				})),
			);
			return placed.sort((one, other) => one.top - other.top).map(({ text }) => text);
		}

		it.each(UNIFIED)(
			'offers the fields of an order of %s, as people look for them',
			async (name) => {
				await openNext(name);
				const first = async () => (await offered()).slice(0, 6);
				await expect
					.poll(first, { timeout: 60_000 })
					.toEqual(['number', 'id', 'placedAt', 'status', 'paymentStatus', 'fulfillmentStatus']);
				await browser.screenshot(`mapping-${name}`);
			},
		);

		it('offers nothing where nobody has published the fields', async () => {
			await openNext(AS_SENT);
			const text = async () => await browser.visibleText();
			await expect.poll(text, { timeout: 60_000 }).toContain('No input data');
			expect(await offered()).toEqual([]);
			await browser.screenshot(`mapping-${AS_SENT}`);
		});
	},
);

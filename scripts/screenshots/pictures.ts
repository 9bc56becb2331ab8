import type { Locator, Page } from 'playwright-core';

import type { EditorBrowser } from '../../e2e/browser/browser';
import { CONNECTABLE } from '../../e2e/browser/connectable';
import { CONNECTIONS } from '../marketplaces';
import { picture } from './camera';
import { FORMS } from './forms';
import { NEW_ORDERS, ORDER_PANEL, ONCE, TRIGGER } from './workflows';

const WIDE = { width: 1000, height: 560 };
/** The table has a third of it. */
const BROAD = { width: 2400, height: 560 };
/** Buttons and messages lie over what is shown. */
const OVERLAYS = [
	'canvas-controls',
	'execute-workflow-button',
	'node-creator-plus-button',
	'command-bar-button',
	'add-sticky-button',
	'toggle-focus-panel-button',
	'instance-ai-canvas-action-button',
	'floating-nodes',
];
const BARE_CANVAS = `
	${OVERLAYS.map((name) => `[data-test-id=${name}]`).join(', ')}, .el-notification {
		visibility: hidden !important;
	}
`;
/** The tabs of the editor reach into the canvas. */
const BELOW_TABS = { above: -18, below: 0 };
/** High enough for the longest form. */
const HIGH = { width: 1280, height: 1900 };
/** n8n scrolls within the form. */
const WHOLE_FORM =
	'[data-test-id=editCredential-modal] { height: 1800px; max-height: none !important }';

/** The ids of the workflows, by name. */
export type Ids = Record<string, string>;

/** What is fixed in n8n's editor: its own names of its parts. */
const part = (page: Page, ...names: string[]): Locator =>
	page.locator(names.map((name) => `[data-test-id="${name}"]`).join(', '));

const nodeOn = (page: Page, name: string): Locator =>
	page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);

/** Opens a workflow and, if asked, the panel of one of its nodes. */
async function open({ page, url }: EditorBrowser, workflow: string, node?: string): Promise<void> {
	await page.goto(`${url}/workflow/${workflow}`);
	await part(page, 'canvas-node').first().waitFor();
	if (node === undefined) return;
	await nodeOn(page, node).dblclick();
	await part(page, 'node-parameters').waitFor();
}

/** The new orders on their way, and the table that they are. */
async function result(browser: EditorBrowser, ids: Ids): Promise<void> {
	const { page } = browser;
	await page.setViewportSize(WIDE);
	await open(browser, ids[NEW_ORDERS]);
	await part(page, 'execute-workflow-button').first().click();
	// What n8n says when all nodes have run.
	await page.locator('.el-notification').first().waitFor();
	await page.addStyleTag({ content: BARE_CANVAS });
	await picture('workflow', page, { parts: [part(page, 'canvas')], ...BELOW_TABS });
	await page.setViewportSize(BROAD);
	await nodeOn(page, ONCE).dblclick();
	const output = part(page, 'output-panel');
	await output.locator('tbody tr').first().waitFor();
	await picture('result', page, { parts: [output], below: 0 });
}

async function panels(browser: EditorBrowser, ids: Ids): Promise<void> {
	const { page } = browser;
	await page.setViewportSize(HIGH);
	const panel = {
		parts: [part(page, 'tab-params'), part(page, 'parameter-item')],
		across: part(page, 'node-parameters'),
		above: 12,
	};
	await open(browser, ids[ORDER_PANEL.name], 'Allegro');
	await picture('order-panel', page, panel);
	await open(browser, ids[NEW_ORDERS], TRIGGER.name);
	await picture('trigger-panel', page, panel);
}

/** The forms of new credentials, opened from a node: there alone is the menu that chooses between two. */
async function credentials(browser: EditorBrowser, ids: Ids): Promise<void> {
	const { page } = browser;
	await page.setViewportSize(HIGH);
	const across = part(page, 'editCredential-modal');
	for (const [name, form] of Object.entries(FORMS)) {
		await open(browser, ids[name], CONNECTIONS[form.name].title);
		await part(page, 'node-credentials-select').click();
		await part(page, 'node-credentials-select-item-new').click();
		const fields = part(page, 'credential-connection-parameter');
		await fields.first().waitFor();
		await page.addStyleTag({ content: WHOLE_FORM });
		if (form.mode) await choose(page, form.mode);
		await picture(name, page, { parts: [across.locator('header'), fields], across });
		if (name !== 'credential-bigcommerce') continue;
		await menu(page).click();
		const parts = [across.locator('header'), page.getByRole('menu')];
		await picture('authentication-menu', page, { parts, across });
	}
}

/** The menu at the top right of the form. */
const menu = (page: Page): Locator => part(page, 'credential-mode-dropdown-trigger');

async function choose(page: Page, mode: string): Promise<void> {
	if ((await menu(page).innerText()).trim() === mode) return;
	await menu(page).click();
	await page.getByRole('menuitem', { name: mode }).click();
	await menu(page).getByText(mode).waitFor();
}

/** What the Connect button ends in. */
async function connect(browser: EditorBrowser): Promise<void> {
	const { page } = browser;
	const [allegro] = CONNECTABLE;
	const form = await browser.credential('sandbox-allegro');
	const popup = await form.connect();
	await allegro.allow(popup, {});
	await form.reconnected(popup);
	const across = part(page, 'editCredential-modal');
	const parts = [across.locator('header'), part(page, 'oauth-connect-success-banner')];
	await picture('connect', page, { parts, across });
}

/** All pictures, in groups that need the same window. */
export const PICTURES = [result, panels, credentials, connect];

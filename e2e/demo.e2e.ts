import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';

import { EditorBrowser } from './browser/browser';
import { CONNECTABLE } from './browser/connectable';
import { installationsOf } from './lines';

const ROOT = resolve(__dirname, '..');
/** The ids of the credentials that the demo brings, by credential type. */
const CREDENTIALS: Record<string, string> = {
	allegroOAuth2Api: 'Allegro (sandbox)',
	assistTenchoOAuth2Api: 'Assist Tencho (sandbox)',
	bigCommerceOAuth2Api: 'BigCommerce OAuth2 (sandbox)',
};

// What differs between the lines of n8n is in the other files.
describe.each(installationsOf(2))('npm run demo -- --open, with n8n $version', ({ version }) => {
	let folder: string;
	let demo: ChildProcess;
	let browser: EditorBrowser;
	let isRunning = false;
	let printed = '';
	/** What stands behind a word in what the demo has written. */
	const find = (pattern: RegExp) => pattern.exec(printed)?.[1] ?? `nothing like ${pattern.source}`;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'demo-'));
		const args = ['run', 'demo', '--', '--open', '--n8n', version, '--package', inject('tarball')];
		const env = { ...process.env, TMPDIR: folder };
		demo = spawn('npm', args, { cwd: ROOT, env, detached: true });
		isRunning = true;
		demo.once('close', () => (isRunning = false));
		for (const stream of [demo.stdout, demo.stderr])
			stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
		await vi.waitFor(() => expect(printed).toMatch(/Ctrl\+C|rror/), { timeout: 600_000 });
		browser = await EditorBrowser.open({ editorUrl: new URL(find(/(http:\S+)/)).origin });
	});
	afterAll(async () => {
		await browser?.close();
		if (isRunning) process.kill(-(demo.pid ?? 0), 'SIGKILL');
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	});

	it('says in words that nothing is missing', () => {
		expect(printed).toContain('OK: all 6,300 orders delivered, none missing, none doubled.');
		expect(printed.split('\n').length).toBeLessThan(60);
	});

	it('names an address at which the editor shows the run with its orders', async () => {
		await browser.page.goto(find(/(http:\S+executions\S+)/));
		await browser.page.locator('[data-test-id=canvas-node][data-node-name=Allegro]').dblclick();
		await browser.page.getByTestId('output-panel').getByText('2000 items').waitFor();
		await browser.screenshot('demo-open');
	});

	it.each(CONNECTABLE)('has an account of $title to connect', async (kind) => {
		await browser.page.goto(find(/(http:\S+home\/credentials)/));
		await browser.page.getByText(CREDENTIALS[kind.type], { exact: true }).click();
		const form = await browser.form();
		const popup = await form.connect();
		await kind.allow(popup, {
			loginId: find(/login: (\S+) and/),
			password: find(/login: \S+ and (\S+)/),
		});
		await form.reconnected(popup);
		expect(await form.connected()).toContain('Account connected');
		await browser.screenshot(`demo-connected-${kind.name}`);
	});

	it('leaves nothing behind after Ctrl+C', async () => {
		const started = readdirSync('/proc').filter((pid) => isOf(pid, folder));
		expect(started.length).toBeGreaterThan(2);
		const ended = once(demo, 'close');
		process.kill(-(demo.pid ?? 0), 'SIGINT');
		await ended;
		expect(printed.split('Ending …')).toHaveLength(2);
		await vi.waitFor(() => expect(started.filter((pid) => isOf(pid, folder))).toEqual([]));
		// Node and tsx keep what they have compiled, for the next time.
		expect(readdirSync(folder).filter((name) => !/^(tsx-|node-)/.test(name))).toEqual([]);
	});
});

/** Whether a process was started with this folder for temporary files. */
function isOf(pid: string, folder: string): boolean {
	try {
		return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
	} catch {
		// It has ended, or is somebody else's.
		return false;
	}
}

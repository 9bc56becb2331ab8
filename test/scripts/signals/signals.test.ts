import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const ROOT = resolve(__dirname, '../../..');
const PROGRAM = join(__dirname, 'program.ts');
/** Limits for what hangs. */
const SOON = { timeout: 15_000, interval: 20 };

let folder: string;
let started: number[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'signals-'))));
afterEach(() => {
	for (const pid of started.splice(0).filter(isRunning)) process.kill(pid, 'SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

/** How a signal comes: from another process, or from a terminal, which sends it to all in the group. */
const WAYS = {
	'SIGINT to the process': (pid: number) => process.kill(pid, 'SIGINT'),
	'SIGINT to its group': (pid: number) => process.kill(-pid, 'SIGINT'),
	'SIGTERM to the process': (pid: number) => process.kill(pid, 'SIGTERM'),
	'SIGINT to the process and its group, as npm and a terminal send it': (pid: number) => {
		process.kill(pid, 'SIGINT');
		process.kill(-pid, 'SIGINT');
	},
};
const ways = Object.entries(WAYS);

/** A program of this project in a group of its own, started as package.json does. */
function start(file: string, env: Record<string, string> = {}) {
	const child = spawn(process.execPath, ['--import', 'tsx', file], {
		cwd: ROOT,
		env: { ...process.env, TMPDIR: folder, ...env },
		detached: true,
	});
	const written = { text: '' };
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (written.text += text));
	}
	return { child, pid: child.pid ?? 0, written };
}

async function codeOf(child: ChildProcess): Promise<number | null> {
	const [code] = (await once(child, 'close')) as [number | null];
	return code;
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

describe.each(ways)('%s', (_name, send) => {
	it('ends a program with all that it has started and written', async () => {
		const file = join(folder, 'pids');
		const { child, pid, written } = start(PROGRAM, { PIDS: file });
		const pids = () => readFileSync(file, 'utf8').trim().split(' ').map(Number);
		await vi.waitFor(() => expect(pids()).toHaveLength(3), SOON);
		started = pids();
		const ended = codeOf(child);
		send(pid);
		expect(await ended).toBeGreaterThan(128);
		expect(written.text.trim()).toBe('Ending …');
		await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), SOON);
		// Caches of tsx have names of their own.
		expect(readdirSync(folder).filter((name) => name.startsWith('program-'))).toEqual([]);
	});

	it('ends the sandbox', async () => {
		const { child, pid, written } = start('sandbox/cli.ts', {
			SANDBOX_PORT: '0',
			SANDBOX_ORDERS: '10',
		});
		await vi.waitFor(() => expect(written.text).toContain('Ctrl+C'), SOON);
		const ended = codeOf(child);
		send(pid);
		expect(await ended).toBe(0);
	});
});

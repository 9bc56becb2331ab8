import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { withProgress } from './progress';
import { mustRun, run } from './run';
import { buildSqlite, installNode, nodeOf } from './runtime';

/** The n8n lines that the package supports, each with a committed lock file in `e2e/`. */
export const N8N_VERSIONS = ['2.41.1', '1.123.81'] as const;

export type N8nVersion = (typeof N8N_VERSIONS)[number];

/** An n8n that is ready to run. */
export interface N8nInstallation {
	version: N8nVersion;
	dir: string;
	/** Its own Node 24. */
	node: string;
	/** The script of n8n's command line. */
	bin: string;
}

type Say = (line: string) => void;

const LOCKS = resolve(__dirname, '../../e2e');

/**
 * Installs n8n from its committed lock file into a cache that all later runs share. The folder gets its
 * name only when all is in place, so whatever has the name is complete.
 */
export async function installN8n(
	version: N8nVersion,
	say: Say = console.log,
): Promise<N8nInstallation> {
	const lock = join(LOCKS, `n8n-${version}`);
	const dir = join(cacheFolder(), `${version}-${hashOf(lock)}`);
	if (!existsSync(dir)) {
		removeUnfinished(dir);
		const partial = `${dir}.partial-${process.pid}`;
		await fill(partial, lock, version, say);
		await finish(partial, dir);
	}
	const bin = join(dir, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, dir, node: nodeOf(dir), bin };
}

/** Where installations are kept. */
export function cacheFolder(): string {
	const given = process.env.N8N_NODES_MARKETPLACES_CACHE;
	return given ? resolve(given) : join(homedir(), '.cache', 'n8n-nodes-marketplaces');
}

async function fill(dir: string, lock: string, version: N8nVersion, say: Say): Promise<void> {
	mkdirSync(dir, { recursive: true });
	for (const file of ['package.json', 'package-lock.json'])
		cpSync(join(lock, file), join(dir, file));
	const log = join(dir, 'install.log');
	const step = async <T>(title: string, work: Promise<T>) =>
		await withProgress(`n8n ${version}: ${title}`, dir, work, say);
	say(`n8n ${version}: first use, about 2 GB go to ${dirname(dir)}; log: ${log}`);
	await step('packages', npmInstall(dir, log, say));
	await step('Node 24', installNode(dir, log));
	await step('SQLite', buildSqlite(dir, log));
}

async function npmInstall(dir: string, log: string, say: Say): Promise<void> {
	const quiet = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	const clean = await run('npm', ['ci', ...quiet], { cwd: dir, log });
	if (clean.code === 0) return;
	// `npm ci` insists on optional packages of other platforms, which some registries do not have.
	say(`'npm ci' ended with ${clean.code}; going on with 'npm install' and the same lock file`);
	await mustRun('npm', ['install', ...quiet], { cwd: dir, log });
}

async function finish(partial: string, dir: string): Promise<void> {
	try {
		await rename(partial, dir);
	} catch (error) {
		// Another process was quicker; what it made is the same.
		if (!existsSync(dir)) throw error;
		rmSync(partial, { recursive: true, force: true });
	}
}

/** What a process that no longer runs left behind. */
function removeUnfinished(dir: string): void {
	const parent = dirname(dir);
	if (!existsSync(parent)) return;
	for (const name of readdirSync(parent)) {
		const [base, pid] = join(parent, name).split('.partial-');
		if (base !== dir || pid === undefined || isRunning(Number(pid))) continue;
		rmSync(join(parent, name), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function hashOf(lock: string): string {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json'])
		hash.update(readFileSync(join(lock, file)));
	return hash.digest('hex').slice(0, 12);
}

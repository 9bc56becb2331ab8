import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { Progress, type Step } from '../progress';
import { whileItGrows } from './grown';
import { mustRun } from './run';
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

const LOCKS = resolve(__dirname, '../../e2e');
/** What an installation takes, in megabytes. */
const SIZES: Record<N8nVersion, number> = { '2.41.1': 2430, '1.123.81': 1670 };
/** What a first use takes. */
export const INSTALL_STEPS: readonly Step[] = [
	{ title: 'Installing n8n', seconds: 120 },
	{ title: 'Building SQLite for n8n', seconds: 120 },
];

/** How the installation of a version that is not there yet is announced; the log says what npm said. */
export function announcement(version: N8nVersion): string {
	const size = (SIZES[version] / 1000).toFixed(1);
	return `n8n ${version} is installed once, ${size} GB in ${cacheFolder()} (log: ${logOf(version)})`;
}

export function isInstalled(version: N8nVersion): boolean {
	return existsSync(folderOf(version));
}

/**
 * Installs n8n from its committed lock file into a cache that all later runs share, in the steps that
 * `INSTALL_STEPS` names, or in none where it is there already. The folder gets its
 * name only when all is in place, so whatever has the name is complete.
 */
export async function installN8n(
	version: N8nVersion,
	progress = new Progress(INSTALL_STEPS),
): Promise<N8nInstallation> {
	const dir = folderOf(version);
	if (!isInstalled(version)) {
		removeUnfinished(dir);
		const partial = `${dir}.partial-${process.pid}`;
		await fill(partial, version, progress);
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

function folderOf(version: N8nVersion): string {
	return join(cacheFolder(), `${version}-${hashOf(lockOf(version))}`);
}

/** Beside the folder, which is called otherwise until it is complete. */
function logOf(version: N8nVersion): string {
	return `${folderOf(version)}.log`;
}

function lockOf(version: N8nVersion): string {
	return join(LOCKS, `n8n-${version}`);
}

async function fill(dir: string, version: N8nVersion, progress: Progress): Promise<void> {
	mkdirSync(dir, { recursive: true });
	for (const file of ['package.json', 'package-lock.json'])
		cpSync(join(lockOf(version), file), join(dir, file));
	const log = logOf(version);
	rmSync(log, { force: true });
	const quiet = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	const packages = mustRun('npm', ['ci', ...quiet], { cwd: dir, log });
	await whileItGrows(dir, SIZES[version], packages, progress.begin());
	await installNode(dir, log);
	progress.begin();
	await buildSqlite(dir, log);
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

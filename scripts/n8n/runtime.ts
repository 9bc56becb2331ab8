import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

import { mustRun } from './run';

/** The Node 24 that came with an installation; n8n 2.x runs on nothing older. */
export function nodeOf(dir: string): string {
	return join(dir, 'node_modules', 'node', 'bin', 'node');
}

/** The environment in which npm, node-gyp and n8n find that Node first. */
export function environmentOf(dir: string): NodeJS.ProcessEnv {
	const path = [dirname(nodeOf(dir)), process.env.PATH ?? ''].join(delimiter);
	return { ...process.env, PATH: path };
}

/**
 * Fetches the binary of the package `node`. Its preinstall does the same; npm was told to run no scripts,
 * since some of n8n's dependencies fail in theirs without being needed.
 */
export async function installNode(dir: string, log: string): Promise<void> {
	const cwd = join(dir, 'node_modules', 'node');
	await mustRun(process.execPath, ['installArchSpecificPackage'], { cwd, log });
	const { stdout } = await mustRun(nodeOf(dir), ['--version']);
	if (!stdout.startsWith('v24.')) throw new Error(`Expected Node 24, found ${stdout.trim()}`);
}

/** Builds SQLite for that Node, and makes sure that it loads. */
export async function buildSqlite(dir: string, log: string): Promise<void> {
	const env = { ...environmentOf(dir), npm_config_nodedir: headersOf(dir) };
	await mustRun('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: dir, env, log });
	await mustRun(nodeOf(dir), ['-e', "require('sqlite3')"], { cwd: dir, log });
}

/** The package with the binary for this machine also holds the headers: no download by node-gyp. */
function headersOf(dir: string): string | undefined {
	const near = createRequire(join(dir, 'node_modules', 'node', 'package.json'));
	for (const folder of near.resolve.paths('x') ?? []) {
		if (!existsSync(folder)) continue;
		const found = readdirSync(folder).find((name) =>
			existsSync(join(folder, name, 'include', 'node', 'node.h')),
		);
		if (found) return join(folder, found);
	}
	return undefined;
}

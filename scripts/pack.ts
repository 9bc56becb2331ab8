import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { mustRun } from './n8n/run';

const ROOT = resolve(__dirname, '..');

/** Builds this package and packs it as it would be published; the tarball goes when the process ends. */
export async function packThisPackage(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'packed-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	await mustRun('npm', ['run', 'build'], { cwd: ROOT });
	const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await mustRun('npm', pack, { cwd: ROOT });
	return join(folder, fileNameIn(stdout));
}

/** npm gives a list, or since version 11.10 an object by package name. */
function fileNameIn(json: string): string {
	const [packed] = Object.values(JSON.parse(json) as Record<string, { filename: string }>);
	return packed.filename;
}

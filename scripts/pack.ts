import { join, resolve } from 'node:path';

import { mustRun } from './n8n/run';
import { temporaryFolder } from './temporary';

const ROOT = resolve(__dirname, '..');

/** Builds this package and packs it as it would be published; the tarball goes when the process ends. */
export async function packThisPackage(): Promise<string> {
	const folder = temporaryFolder('packed-');
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

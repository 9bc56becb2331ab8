import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { cacheFolder } from './n8n/install';
import { mustRun } from './n8n/run';
import { packThisPackage } from './pack';
import { temporaryFolder } from './temporary';

const ROOT = resolve(__dirname, '..');
const MAX_BYTES = 400_000;

/** What n8n's own scan says of a folder. */
interface Analysis {
	passed: boolean;
	message?: string;
	details?: string;
}

type Analyze = (folder: string, patterns?: string[]) => Promise<Analysis>;

/** The packed package as n8n checks it before it verifies one: size, and its rules on sources and tarball. */
async function main(): Promise<void> {
	const tarball = await packThisPackage();
	const bytes = statSync(tarball).size;
	report(bytes < MAX_BYTES, `the tarball has ${bytes} bytes (limit ${MAX_BYTES})`);

	const unpacked = temporaryFolder('unpacked-');
	await mustRun('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	const analyze = await loadScan();
	const parts: Array<[string, string, string[]]> = [
		['tarball', unpacked, ['**/*.js', '**/*.ts', '**/*.json']],
		['sources', ROOT, ['package.json', '{nodes,credentials}/**/*.{ts,json}']],
	];
	for (const [name, folder, patterns] of parts) {
		const { passed, message, details } = await analyze(folder, patterns);
		report(passed, `n8n's scan of the ${name}${passed ? '' : `: ${message}\n${details}`}`);
	}
}

function report(passed: boolean, text: string): void {
	console.log(`${passed ? 'ok' : 'FAILED'}  ${text}`);
	if (!passed) process.exitCode = 1;
}

/** n8n's scanner needs packages of its own, in versions that this project does not use. */
async function loadScan(): Promise<Analyze> {
	const lock = join(ROOT, 'e2e/package-scan');
	const folder = join(cacheFolder(), 'package-scan');
	const scanner = join(folder, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	mkdirSync(folder, { recursive: true });
	for (const file of ['package.json', 'package-lock.json'])
		cpSync(join(lock, file), join(folder, file));
	if (!existsSync(scanner)) {
		const quiet = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
		await mustRun('npm', ['install', ...quiet], { cwd: folder });
	}
	const { analyzePackage } = (await import(pathToFileURL(scanner).href)) as {
		analyzePackage: Analyze;
	};
	return analyzePackage;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

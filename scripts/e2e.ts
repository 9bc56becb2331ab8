import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { failuresOf, isFinal, type Failure, type Report } from './e2e-verdict';

const CONFIG = 'e2e/vitest.config.ts';
const REPORTS = resolve(__dirname, '../artifacts');

/**
 * The tests in a real n8n. Two cores, two lines of n8n, a browser and a database server stumble now and then;
 * files in which only the stage stumbled run once more, from the start, and are named at the end. What an
 * assertion has found stays red.
 */
async function main(args: string[]): Promise<void> {
	const failures = await round('first', args);
	if (failures === undefined) return;
	say('failed', failures);
	const final = failures.filter(isFinal);
	if (final.length > 0 || failures.length === 0) {
		process.exitCode = 1;
		return;
	}
	const files = [...new Set(failures.map(({ file }) => basename(file)))];
	const again = await round('second', files);
	say(again ? 'failed again' : 'STUMBLED: failed once, passed in a second go', again ?? failures);
	if (again) process.exitCode = 1;
}

/** Runs the files that `args` choose; what failed, or nothing if all is well. */
async function round(name: string, args: string[]): Promise<Failure[] | undefined> {
	mkdirSync(REPORTS, { recursive: true });
	const report = resolve(REPORTS, `e2e-${name}.json`);
	rmSync(report, { force: true });
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const vitest = ['vitest', 'run', '--config', CONFIG, ...reporters, ...args];
	const [code] = (await once(spawn('npx', vitest, { stdio: 'inherit' }), 'close')) as [number];
	return code === 0 ? undefined : failuresOf(readReport(report));
}

/** None where vitest itself did not get as far as that. */
function readReport(file: string): Report | undefined {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Report;
	} catch (error) {
		console.error(`No report of this run: ${(error as Error).message}`);
		return undefined;
	}
}

function say(what: string, failures: Failure[]): void {
	console.log(`\n${what}: ${failures.length}`);
	for (const { file, test, messages } of failures) {
		const lines = messages.map((message) => `\n    ${message.split('\n')[0]}`);
		console.log(`  ${basename(file)} > ${test}${lines.join('')}`);
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Copy } from './copy';

interface Report {
	testResults: Array<{
		name: string;
		message: string;
		assertionResults: Array<{ status: string; fullName: string }>;
	}>;
}

/** What the tests said: nothing if all passed, else the first that did not. */
export type Verdict = string | undefined;

/** Runs tests in a copy until one fails, in one process: n8n's core is loaded once. */
export async function run(
	copy: Copy,
	tests: string[],
	{ named, seconds, all = false }: { named?: RegExp; seconds: number; all?: boolean },
): Promise<{ verdict: Verdict; failed: string[] }> {
	const report = join(copy.folder, 'report.json');
	rmSync(report, { force: true });
	const args = [
		'run',
		'--poolOptions.forks.singleFork',
		'--reporter=json',
		`--outputFile=${report}`,
	];
	if (!all) args.push('--bail=1');
	if (named !== undefined) args.push('-t', `/${named.source}/i`);
	const child = spawn(join(copy.folder, 'node_modules', '.bin', 'vitest'), [...args, ...tests], {
		cwd: copy.folder,
		stdio: 'ignore',
		detached: true,
	});
	const late = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), seconds * 1_000);
	const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
	clearTimeout(late);
	if (code === 0) return { verdict: undefined, failed: [] };
	if (signal !== null) return { verdict: `no end within ${seconds} s`, failed: [] };
	let results: Report['testResults'];
	try {
		results = (JSON.parse(readFileSync(report, 'utf8')) as Report).testResults;
	} catch {
		return { verdict: 'the run broke off', failed: [] };
	}
	const failed = results.flatMap(({ name, message, assertionResults }) => {
		const file = name.replace(`${copy.folder}/`, '');
		const tests = assertionResults.filter(({ status }) => status === 'failed');
		if (tests.length === 0 && message !== '') return [`${file}: ${message.split('\n')[0]}`];
		return tests.map(({ fullName }) => `${file}: ${fullName}`);
	});
	return { verdict: failed[0] ?? 'the run broke off', failed };
}

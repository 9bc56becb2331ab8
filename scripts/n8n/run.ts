import { spawn, type SpawnOptions } from 'node:child_process';
import { createWriteStream } from 'node:fs';

import { endWithUs, killGroup } from '../services/group';

/** What a finished command left. */
interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

/** Runs a command to its end and keeps what it wrote; it is killed after `timeoutMs`. */
export async function run(
	command: string,
	args: string[],
	options: SpawnOptions & { timeoutMs?: number; log?: string } = {},
): Promise<Outcome> {
	const { timeoutMs, log, ...spawnOptions } = options;
	// In a group of its own, so that what npm has started ends with it.
	const stdio: SpawnOptions['stdio'] = ['ignore', 'pipe', 'pipe'];
	const child = spawn(command, args, { ...spawnOptions, stdio, detached: true });
	endWithUs(child);
	const file = log ? createWriteStream(log, { flags: 'a' }) : undefined;
	const outcome: Outcome = { code: -1, stdout: '', stderr: '' };
	// Decoded by the stream, so that a character cut in two by a chunk stays whole.
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		outcome.stdout += text;
		file?.write(text);
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		outcome.stderr += text;
		file?.write(text);
	});
	const timer = timeoutMs ? setTimeout(() => killGroup(child), timeoutMs) : undefined;
	try {
		outcome.code = await new Promise<number>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : -1)));
		});
	} finally {
		clearTimeout(timer);
		file?.end();
	}
	return outcome;
}

/** As `run`, but a failure is an error that carries the end of the output. */
export async function mustRun(...call: Parameters<typeof run>): Promise<Outcome> {
	const outcome = await run(...call);
	if (outcome.code === 0) return outcome;
	const [command, args] = call;
	const end = `${outcome.stdout}\n${outcome.stderr}`.trim().slice(-2000);
	throw new Error(`'${command} ${args.join(' ')}' ended with ${outcome.code}\n${end}`);
}

import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

import { endWithUs, killGroup, signal } from './group';

/** n8n gives its own executions 30 seconds; who is not waited for is killed, which is another test's matter. */
const STOP_MS = 60_000;
/** What it wrote last may come after its end; what has left its group may keep the pipe open for ever. */
const LAST_WORDS_MS = 2_000;

/** A process in the background, in a group of its own, so that whatever it starts ends with it. */
export class Child {
	private over = false;

	private constructor(
		private readonly process: ChildProcess,
		private readonly write: (text: string) => void,
	) {}

	/** `write` gets all that it writes. */
	static start(
		command: string,
		args: string[],
		options: SpawnOptions,
		write: (text: string) => void,
	): Child {
		const stdio: SpawnOptions['stdio'] = ['ignore', 'pipe', 'pipe'];
		const child = new Child(spawn(command, args, { ...options, stdio, detached: true }), write);
		child.watch();
		return child;
	}

	get ended(): boolean {
		return this.over;
	}

	/** Waits until `isReady` says yes; an early end or too long a wait is an error. */
	async untilReady(name: string, withinMs: number, isReady: () => Promise<boolean>): Promise<void> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			if (this.over) throw new Error(`${name} ended before it was ready`);
			if (await isReady()) return;
			await wait(100);
		}
		throw new Error(`${name} was not ready after ${withinMs / 1000} s`);
	}

	/** Asks it to end and sees to it that nothing is left. */
	async stop(name: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		if (!this.over) {
			const ended = new Promise((resolve) => this.process.once('exit', resolve));
			signal(this.process.pid, name);
			await Promise.race([ended, wait(STOP_MS, undefined, { ref: false })]);
		}
		killGroup(this.process);
		await this.lastWords();
	}

	/** Ends it without a chance to clean up, as a crash or a loss of power does. */
	async kill(): Promise<void> {
		const ended = new Promise((resolve) => this.process.once('exit', resolve));
		killGroup(this.process);
		if (!this.over) await ended;
		await this.lastWords();
	}

	/** Until all that it wrote has come. */
	private async lastWords(): Promise<void> {
		const { stdout, stderr } = this.process;
		const open = [stdout, stderr].filter((stream) => stream && !stream.closed);
		const closed = open.map(
			async (stream) => await new Promise((done) => stream?.once('close', done)),
		);
		await Promise.race([Promise.all(closed), wait(LAST_WORDS_MS, undefined, { ref: false })]);
	}

	private watch(): void {
		const { stdout, stderr } = this.process;
		for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', this.write);
		this.process.once('error', (error) => {
			this.over = true;
			this.write(`${error.message}\n`);
		});
		this.process.once('exit', () => (this.over = true));
		endWithUs(this.process);
	}
}

import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

import { freePorts, OWNER } from './environment';
import type { N8nInstallation } from './install';

const START_MS = 120_000;
const STOP_MS = 20_000;

/** A running `n8n start`, and its internal REST API as the owner. */
export class N8nServer {
	private cookie = '';
	private ended = false;

	private constructor(
		/** Where the editor is. */
		readonly url: string,
		private readonly child: ChildProcess,
		private readonly write: (text: string) => void,
	) {}

	/** Starts the server, waits until it answers, and logs in. */
	static async start(
		installation: N8nInstallation,
		environment: NodeJS.ProcessEnv,
		write: (text: string) => void,
	): Promise<N8nServer> {
		const [port, brokerPort] = await freePorts(2);
		const child = spawn(installation.node, [installation.bin, 'start'], {
			env: {
				...environment,
				N8N_PORT: String(port),
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			},
			stdio: ['ignore', 'pipe', 'pipe'],
			// A group of its own, so that the task runner ends with it.
			detached: true,
		});
		const server = new N8nServer(`http://127.0.0.1:${port}`, child, write);
		server.watch();
		try {
			await server.untilReady();
			await server.logIn();
		} catch (error) {
			await server.stop();
			throw error;
		}
		return server;
	}

	/** Calls the internal REST API as the owner and returns its `data`. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { cookie: this.cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n: ${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		}
		return (JSON.parse(text) as { data: T }).data;
	}

	/** A JSON file that the editor loads; it stands below no `/rest`. */
	async file<T>(path: string): Promise<T> {
		const response = await fetch(`${this.url}${path}`, { headers: { cookie: this.cookie } });
		if (!response.ok) throw new Error(`n8n: ${path}: ${response.status}`);
		return (await response.json()) as T;
	}

	/** Ends the server; nothing of it is left afterwards. */
	async stop(): Promise<void> {
		if (!this.ended) {
			this.signal(this.child.pid, 'SIGTERM');
			const ended = new Promise((resolve) => this.child.once('exit', resolve));
			if (!this.ended) await Promise.race([ended, wait(STOP_MS, undefined, { ref: false })]);
		}
		this.killGroup();
	}

	private watch(): void {
		const { stdout, stderr } = this.child;
		for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', this.write);
		this.child.once('error', (error) => this.write(`${error.message}\n`));
		this.child.once('exit', () => (this.ended = true));
		// Also when whoever started it ends without a word.
		const last = () => this.killGroup();
		process.once('exit', last);
		this.child.once('exit', () => process.off('exit', last));
	}

	private async untilReady(): Promise<void> {
		const deadline = Date.now() + START_MS;
		while (Date.now() < deadline) {
			if (this.ended) throw new Error('n8n ended before it was ready');
			const answer = await fetch(`${this.url}/healthz/readiness`).catch(() => undefined);
			// The REST routes come a moment after the health check says yes.
			const settings = answer?.ok
				? await fetch(`${this.url}/rest/settings`).catch(() => undefined)
				: undefined;
			if (settings?.headers.get('content-type')?.includes('json')) return;
			await wait(200);
		}
		throw new Error(`n8n was not ready after ${START_MS / 1000} s`);
	}

	private async logIn(): Promise<void> {
		const { userManagement } = await this.call<Settings>('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			await this.call('POST', '/owner/setup', OWNER);
			return;
		}
		const { email, password } = OWNER;
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	private killGroup(): void {
		if (this.child.pid) this.signal(-this.child.pid, 'SIGKILL');
	}

	private signal(pid: number | undefined, name: NodeJS.Signals): void {
		try {
			if (pid) process.kill(pid, name);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}

interface Settings {
	userManagement: { showSetupOnFirstLoad?: boolean };
}

import { Child } from '../services/child';
import { freePorts, OWNER } from './environment';
import type { N8nInstallation } from './install';

const START_MS = 300_000;
/** Comes when workflows are active and what was killed is recovered; the health check says yes before that. */
const UP = 'Editor is now accessible';

/** A running `n8n start`, and its internal REST API as the owner. */
export class N8nServer {
	private cookie = '';

	private constructor(
		/** Where the editor is. */
		readonly url: string,
		private readonly child: Child,
	) {}

	/** Starts the server, waits until it answers, and logs in. */
	static async start(
		installation: N8nInstallation,
		environment: NodeJS.ProcessEnv,
		write: (text: string) => void,
	): Promise<N8nServer> {
		const [port, brokerPort] = await freePorts(2);
		const env = {
			...environment,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		};
		let said = '';
		const child = Child.start(installation.node, [installation.bin, 'start'], { env }, (text) => {
			if (!said.includes(UP)) said += text;
			write(text);
		});
		const server = new N8nServer(`http://127.0.0.1:${port}`, child);
		try {
			const isUp = async () => said.includes(UP) && (await server.isReady());
			await child.untilReady('n8n', START_MS, isUp);
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
			headers: {
				cookie: this.cookie,
				// n8n closes what nobody used for five seconds, maybe while the next call is on its way.
				connection: 'close',
				...(body ? { 'content-type': 'application/json' } : {}),
			},
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
		await this.child.stop();
	}

	/** Ends the server as a crash does: it gets no chance to finish or to store anything. */
	async kill(): Promise<void> {
		await this.child.kill();
	}

	private async isReady(): Promise<boolean> {
		const answer = await fetch(`${this.url}/healthz/readiness`).catch(() => undefined);
		if (!answer?.ok) return false;
		// The REST routes come a moment after the health check says yes.
		const settings = await fetch(`${this.url}/rest/settings`).catch(() => undefined);
		return settings?.headers.get('content-type')?.includes('json') ?? false;
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
}

interface Settings {
	userManagement: { showSetupOnFirstLoad?: boolean };
}

import { Child } from '../services/child';
import { freePorts } from './environment';
import type { N8nInstallation } from './install';

const START_MS = 300_000;

/** A running `n8n worker`, which takes executions from the queue. */
export class N8nWorker {
	private constructor(private readonly child: Child) {}

	/** Starts the worker and waits until its health check says that it takes work. */
	static async start(
		installation: N8nInstallation,
		environment: NodeJS.ProcessEnv,
		write: (text: string) => void,
	): Promise<N8nWorker> {
		const [port, brokerPort] = await freePorts(2);
		const env = {
			...environment,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		};
		const child = Child.start(installation.node, [installation.bin, 'worker'], { env }, write);
		const health = `http://127.0.0.1:${port}/healthz/readiness`;
		const isReady = async () => (await fetch(health).catch(() => undefined))?.ok === true;
		try {
			await child.untilReady('n8n worker', START_MS, isReady);
		} catch (error) {
			await child.stop();
			throw error;
		}
		return new N8nWorker(child);
	}

	/** Ends the worker; nothing of it is left afterwards. */
	async stop(): Promise<void> {
		await this.child.stop();
	}

	/** Ends it without a chance to finish or to tell anybody. */
	async kill(): Promise<void> {
		await this.child.kill();
	}
}

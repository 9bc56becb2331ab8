import { randomBytes } from 'node:crypto';

import { POSTGRES_USER, startPostgres } from '../services/postgres';
import { startRedis } from '../services/redis';
import type { Service } from '../services/service';
import type { Execution } from './execution';
import type { N8nInstallation } from './install';
import { N8n } from './n8n';

/** Bull's own times are minutes; a dead worker shall be noticed within seconds, a busy one not be taken for dead. */
const SOON = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** What a queue is made of. */
interface QueuePlan {
	installation: N8nInstallation;
	/** The packed package. */
	tarball: string;
	workers: number;
	/** Whether a dead worker is noticed within seconds; a busy one must not be taken for dead. @default true */
	noticesSoon?: boolean;
}

/** What became of many calls at once. */
export interface Storm {
	executions: Execution[];
	/** How many of the executions each worker began. */
	shares: number[];
}

/** n8n in queue mode: a main process and its workers, with one Redis and one PostgreSQL. */
export class Queue {
	/** By workflow. */
	private readonly due = new Map<string, number>();
	private readonly handedOut = new Map<string, number>();

	private constructor(
		readonly main: N8n,
		readonly workers: readonly N8n[],
		private readonly services: readonly Service[],
	) {}

	/** Starts the services and installs the package everywhere; n8n itself is not started yet. */
	static async create(plan: QueuePlan): Promise<Queue> {
		const { installation, tarball, workers, noticesSoon = true } = plan;
		const services: Service[] = [];
		const created: N8n[] = [];
		try {
			for (const start of [startRedis, startPostgres]) services.push(await start());
			const [redis, postgres] = services;
			const shared = { ...(noticesSoon && SOON), ...sharedSettings(redis, postgres) };
			for (let count = 0; count <= workers; count++) created.push(N8n.create(installation, shared));
			await Promise.all(created.map(async (n8n) => await n8n.installPackage(tarball)));
			const [main, ...others] = created;
			return new Queue(main, others, services);
		} catch (error) {
			await disposeAll(created, services);
			throw error;
		}
	}

	/** Starts the main process, which prepares the database, and then the workers. */
	async start(): Promise<void> {
		await this.main.start();
		await Promise.all(this.workers.map(async (worker) => await worker.startWorker()));
	}

	/**
	 * Calls the webhook of a workflow, many times at once, and waits for what the workers make of it. The
	 * webhook answers at once: n8n 1 sometimes forgets to answer one that waits for a worker.
	 */
	async storm(workflowId: string, count: number, body: unknown = {}): Promise<Storm> {
		const begun = this.begun();
		await Promise.all(Array.from({ length: count }, async () => await this.call(workflowId, body)));
		const executions = await this.executions(workflowId);
		return { executions, shares: this.begun().map((now, at) => now - begun[at]) };
	}

	/** Calls the webhook of a workflow, which answers before a worker begins. */
	async call(workflowId: string, body: unknown = {}): Promise<void> {
		const response = await fetch(`${this.main.url}/webhook/${workflowId}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${workflowId}: ${response.status} ${await response.text()}`);
		this.expect(workflowId, 1);
	}

	/** That so many more executions of a workflow will come, e.g. called by another workflow. */
	expect(workflowId: string, count: number): void {
		this.due.set(workflowId, (this.due.get(workflowId) ?? 0) + count);
	}

	/** All executions that are due and were not handed out yet, waited for. */
	async executions(workflowId: string, timeoutMs = 160_000): Promise<Execution[]> {
		const handedOut = this.handedOut.get(workflowId) ?? 0;
		const due = this.due.get(workflowId) ?? 0;
		const all = await this.main.executions(workflowId, due, timeoutMs);
		this.handedOut.set(workflowId, all.length);
		return all.slice(handedOut);
	}

	/** How many executions each worker has begun. */
	begun(): number[] {
		return this.workers.map(({ log }) => log.split('Worker started execution').length - 1);
	}

	async dispose(): Promise<void> {
		await disposeAll([...this.workers, this.main], this.services);
	}
}

/** What all processes must agree on. */
function sharedSettings(redis: Service, postgres: Service): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		// Without the same key, a worker could not read the credentials.
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: POSTGRES_USER,
		DB_POSTGRESDB_DATABASE: 'postgres',
	};
}

/** In this order: n8n says good-bye to its database and its queue. */
async function disposeAll(n8ns: readonly N8n[], services: readonly Service[]): Promise<void> {
	await Promise.all(n8ns.map(async (n8n) => await n8n.dispose()));
	await Promise.all(services.map(async (service) => await service.stop()));
}

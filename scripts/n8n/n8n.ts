import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { n8nEnvironment } from './environment';
import { readExecution, type Execution, type StoredExecution } from './execution';
import type { N8nInstallation } from './install';
import { mustRun } from './run';
import { N8nServer } from './server';
import type { Workflow } from './workflow';

const COMMAND_MS = 120_000;

/** A credential as n8n's command line imports and exports it. */
export interface Credential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** One n8n with a user folder of its own: packages, credentials and workflows go in, executions come out. */
export class N8n {
	/** Everything that its processes wrote. */
	log = '';

	private server?: N8nServer;

	private constructor(
		readonly installation: N8nInstallation,
		private readonly folder: string,
		private readonly extra: Record<string, string>,
	) {}

	/** A fresh one; `extra` is added to the environment, e.g. `NODE_EXTRA_CA_CERTS`. */
	static create(installation: N8nInstallation, extra: Record<string, string> = {}): N8n {
		const folder = mkdtempSync(join(tmpdir(), `n8n-${installation.version}-`));
		return new N8n(installation, folder, extra);
	}

	/** Where the editor is; only while the server runs. */
	get url(): string {
		return this.running.url;
	}

	/** What the editor's "Install" does with a community package. */
	async installPackage(tarball: string): Promise<void> {
		const cwd = join(this.folder, '.n8n', 'nodes');
		mkdirSync(cwd, { recursive: true });
		writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'installed-nodes' }));
		const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
		await mustRun('npm', ['install', tarball, ...quiet], { cwd, timeoutMs: COMMAND_MS });
	}

	async importCredentials(credentials: Credential[]): Promise<void> {
		await this.import('credentials', credentials);
	}

	async importWorkflows(workflows: Workflow[]): Promise<void> {
		await this.import('workflow', workflows);
	}

	/** All credentials with their secrets, as they are stored now. */
	async exportCredentials(): Promise<Credential[]> {
		const file = join(this.folder, 'exported-credentials.json');
		await this.command('export:credentials', '--all', '--decrypted', `--output=${file}`);
		return JSON.parse(readFileSync(file, 'utf8')) as Credential[];
	}

	/** Starts the server, which answers `execute`, `publish` and `call`. */
	async start(): Promise<void> {
		try {
			this.server = await N8nServer.start(this.installation, this.environment(), this.write);
		} catch (error) {
			throw new Error(`${(error as Error).message}\n${this.log.slice(-2000)}`, { cause: error });
		}
	}

	async stop(): Promise<void> {
		await this.server?.stop();
		this.server = undefined;
	}

	/** Stops the server and deletes the user folder. */
	async dispose(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}

	/** Calls the internal REST API as the owner. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		return await this.running.call<T>(method, path, body);
	}

	/** What the editor loads, e.g. the node types that n8n knows. */
	async file<T>(path: string): Promise<T[]> {
		return await this.running.file<T[]>(path);
	}

	/** Runs a workflow by hand from its first trigger, and waits for the end. */
	async execute(workflowId: string, timeoutMs = 600_000): Promise<Execution> {
		const workflowData = await this.call<Workflow>('GET', `/workflows/${workflowId}`);
		const trigger = workflowData.nodes.find((node) => /trigger|webhook/i.test(node.type));
		if (!trigger) throw new Error(`Workflow '${workflowId}' has no trigger`);
		// 1.x wants the workflow, 2.x takes it from its database and ignores this one.
		const body = { workflowData, triggerToStartFrom: { name: trigger.name } };
		const path = `/workflows/${workflowId}/run`;
		const { executionId } = await this.call<{ executionId: string }>('POST', path, body);
		return await this.finished(executionId, timeoutMs);
	}

	/** Makes a workflow run by its own triggers from now on. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.call<Workflow>('GET', `/workflows/${workflowId}`);
		const path = `/workflows/${workflowId}`;
		if (this.isFirstLine) {
			await this.call('PATCH', path, { active: true, versionId });
		} else {
			await this.call('POST', `${path}/activate`, { versionId });
			await this.published(path);
		}
	}

	/** Takes `publish` back. */
	async unpublish(workflowId: string): Promise<void> {
		const path = `/workflows/${workflowId}`;
		if (this.isFirstLine) await this.call('PATCH', path, { active: false });
		else await this.call('POST', `${path}/deactivate`, {});
	}

	/** The first `count` executions of a workflow, waited for. */
	async executions(workflowId: string, count = 1, timeoutMs = 60_000): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const { results } = await this.call<{ results: Array<{ id: string; stoppedAt?: string }> }>(
				'GET',
				`/executions?filter=${filter}&limit=100`,
			);
			const ended = results.filter(({ stoppedAt }) => stoppedAt).reverse();
			if (ended.length >= count) {
				return await Promise.all(ended.map(async ({ id }) => await this.finished(id, timeoutMs)));
			}
			await wait(250);
		}
		throw new Error(`Workflow '${workflowId}' had no ${count} executions in ${timeoutMs / 1000} s`);
	}

	/** 2.x answers at once and registers triggers and webhooks a moment later. */
	private async published(path: string, timeoutMs = 30_000): Promise<void> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const { status } = await this.call<{ status: string }>('GET', `${path}/publication-status`);
			if (status === 'published') return;
			if (status === 'failed') throw new Error(`n8n: ${path} could not be published`);
			await wait(100);
		}
		throw new Error(`n8n: ${path} was not published after ${timeoutMs / 1000} s`);
	}

	private async finished(id: string, timeoutMs: number): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const stored = await this.call<StoredExecution>('GET', `/executions/${id}`);
			if (stored.stoppedAt) return readExecution(stored, this.installation.dir);
			await wait(250);
		}
		throw new Error(`Execution ${id} was not over after ${timeoutMs / 1000} s`);
	}

	private async import(kind: 'credentials' | 'workflow', list: unknown[]): Promise<void> {
		const file = join(this.folder, `${kind}.json`);
		writeFileSync(file, JSON.stringify(list));
		await this.command(`import:${kind}`, `--input=${file}`);
		rmSync(file);
	}

	private async command(...args: string[]): Promise<void> {
		const { node, bin } = this.installation;
		const env = this.environment();
		const outcome = await mustRun(node, [bin, ...args], { env, timeoutMs: COMMAND_MS });
		this.write(outcome.stdout + outcome.stderr);
	}

	/** 1.x and 2.x publish in different ways. */
	private get isFirstLine(): boolean {
		return this.installation.version.startsWith('1.');
	}

	private get running(): N8nServer {
		if (!this.server) throw new Error('Start this n8n first');
		return this.server;
	}

	private environment(): NodeJS.ProcessEnv {
		return n8nEnvironment(this.installation, this.folder, this.extra);
	}

	private readonly write = (text: string): void => {
		this.log += text;
	};
}

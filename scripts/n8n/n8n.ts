import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { removeTemporary, temporaryFolder } from '../temporary';
import { n8nEnvironment } from './environment';
import { neverBegun, readExecution, type Execution, type StoredExecution } from './execution';
import type { N8nInstallation } from './install';
import { mustRun } from './run';
import { N8nServer } from './server';
import { N8nWorker } from './worker';
import type { Workflow } from './workflow';

/** A limit for what hangs; machines that are several times slower must not come near it. */
const COMMAND_MS = 300_000;
/** Of a workflow with a longer id n8n keeps no static data; those that it gives have as much. */
const LONGEST_ID = 16;

type ProcessParts = Parameters<typeof N8nServer.start>;

/** A credential as n8n's command line imports and exports it. */
export interface Credential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** An execution in n8n's list. */
interface Listed {
	id: string;
	/** Absent until it has ended. */
	stoppedAt?: string | null;
}

/** How 2.x says what became of a publication. */
interface Publication {
	status: string;
	/** The triggers of the workflow, and why one could not be started. */
	triggers: Array<{ errorMessage: string | null }>;
}

/** One n8n with a user folder of its own: packages, credentials and workflows go in, executions come out. */
export class N8n {
	/** Everything that its processes wrote. */
	log = '';

	private server?: N8nServer;
	private worker?: N8nWorker;
	private wasKilled = false;

	private constructor(
		readonly installation: N8nInstallation,
		private readonly folder: string,
		private readonly extra: Record<string, string>,
	) {}

	/** A fresh one; `extra` is added to the environment, e.g. `NODE_EXTRA_CA_CERTS`. */
	static create(installation: N8nInstallation, extra: Record<string, string> = {}): N8n {
		const folder = temporaryFolder(`n8n-${installation.version}-`);
		return new N8n(installation, folder, extra);
	}

	/** Where the editor is; only while the server runs. */
	get url(): string {
		return this.running.url;
	}

	/** The editor's address as n8n names it to marketplaces; cookies and callbacks belong to this one alone. */
	get editorUrl(): string {
		return this.url.replace('127.0.0.1', 'localhost');
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
		const [tooLong] = workflows.filter(({ id }) => id.length > LONGEST_ID);
		if (tooLong) throw new Error(`n8n keeps no static data of '${tooLong.id}': its id is too long`);
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
			await this.startOnce();
		} catch (error) {
			// n8n 2.41.1 ends when it recovers an execution that was killed before it began, and leaves that out the
			// next time; whatever keeps n8n running starts it again.
			if (!this.wasKilled) throw error;
			await this.startOnce();
		}
		this.wasKilled = false;
	}

	/** Starts a worker in place of the server; it takes executions from the queue of another n8n. */
	async startWorker(): Promise<void> {
		this.worker = await this.withLog(async (...parts) => await N8nWorker.start(...parts));
	}

	async stop(): Promise<void> {
		await this.server?.stop();
		await this.worker?.stop();
		this.server = undefined;
		this.worker = undefined;
	}

	/** Ends the process as a crash does; it can be started again. */
	async kill(): Promise<void> {
		this.wasKilled = this.server !== undefined;
		await this.server?.kill();
		await this.worker?.kill();
		this.server = undefined;
		this.worker = undefined;
	}

	/** The newest hundred executions, of one workflow or of all; those that have not ended come first. */
	async listed(workflowId?: string): Promise<Listed[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const path = `/executions?filter=${filter}&limit=100`;
		return (await this.call<{ results: Listed[] }>('GET', path)).results;
	}

	/** All that n8n has stored of its executions, finished or not, each as text. */
	async storedExecutions(workflowId?: string): Promise<string[]> {
		const listed = await this.listed(workflowId);
		return await Promise.all(
			listed.map(async ({ id }) => JSON.stringify((await this.shown(id)) ?? {})),
		);
	}

	/** Stops the server and deletes the user folder. */
	async dispose(): Promise<void> {
		await this.stop();
		removeTemporary(this.folder);
	}

	/** Calls the internal REST API as the owner. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		return await this.running.call<T>(method, path, body);
	}

	/** What the editor loads, e.g. the node types that n8n knows. */
	async file<T>(path: string): Promise<T[]> {
		return await this.running.file<T[]>(path);
	}

	/** Runs a workflow by hand from its first trigger, or the one that is named, and waits for the end. */
	async execute(workflowId: string, timeoutMs = 600_000, from?: string): Promise<Execution> {
		const workflowData = await this.call<Workflow>('GET', `/workflows/${workflowId}`);
		const triggers = workflowData.nodes.filter((node) => /trigger|webhook/i.test(node.type));
		const trigger = triggers.find(({ name }) => from === undefined || name === from);
		if (!trigger) throw new Error(`Workflow '${workflowId}' has no trigger ${from ?? ''}`);
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

	/** Takes `publish` back; afterwards triggers and webhooks are gone. */
	async unpublish(workflowId: string): Promise<void> {
		const path = `/workflows/${workflowId}`;
		if (this.isFirstLine) {
			await this.call('PATCH', path, { active: false });
		} else {
			await this.call('POST', `${path}/deactivate`, {});
			await this.publication(path);
		}
	}

	/** Runs a failed execution on from the node that failed. */
	async retry({ id }: Execution): Promise<void> {
		await this.call('POST', `/executions/${id}/retry`, { loadWorkflow: false });
	}

	/** The first `count` executions of a workflow, waited for; one that was killed before it began has no nodes. */
	async executions(workflowId: string, count = 1, timeoutMs = 60_000): Promise<Execution[]> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const listed = await this.listed(workflowId);
			const ended = listed.filter(({ stoppedAt }) => stoppedAt).reverse();
			if (ended.length >= count) {
				return await Promise.all(
					ended.map(async ({ id }) => await this.finished(id, timeoutMs, true)),
				);
			}
			await wait(250);
		}
		throw new Error(`Workflow '${workflowId}' had no ${count} executions in ${timeoutMs / 1000} s`);
	}

	/** Where n8n fails beside the triggers, it says no more than that nothing is published; its log has the reason. */
	private async published(path: string): Promise<void> {
		const { status, triggers } = await this.publication(path);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`n8n: ${path} is ${status} after its publication. ${reasons.join('. ')}`);
	}

	/** 2.x answers at once and adds or removes triggers and webhooks a moment later. */
	private async publication(path: string, timeoutMs = 120_000): Promise<Publication> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const publication = await this.call<Publication>('GET', `${path}/publication-status`);
			if (publication.status !== 'in_progress') return publication;
			await wait(100);
		}
		throw new Error(`n8n: the publication of ${path} was not over after ${timeoutMs / 1000} s`);
	}

	/** `isOver`: whether n8n's list says that it has ended. */
	private async finished(id: string, timeoutMs: number, isOver = false): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const stored = await this.shown(id);
			if (stored === undefined && isOver) return neverBegun(id);
			// 1.x writes the end of an execution before its data.
			const isWritten = stored?.status === 'crashed' || (stored?.data ?? '').length > '[]'.length;
			if (stored?.stoppedAt && isWritten) return readExecution(stored, this.installation.dir);
			await wait(250);
		}
		throw new Error(`Execution ${id} was not over after ${timeoutMs / 1000} s`);
	}

	/**
	 * An execution as n8n shows it. 1.x creates one and then, apart from that, its data: in between it cannot be
	 * shown, and never, if n8n was killed there.
	 */
	private async shown(id: string): Promise<StoredExecution | undefined> {
		try {
			return await this.call<StoredExecution>('GET', `/executions/${id}`);
		} catch (error) {
			if (/reading 'data'/.test((error as Error).message)) return undefined;
			throw error;
		}
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

	private async startOnce(): Promise<void> {
		this.server = await this.withLog(async (...parts) => await N8nServer.start(...parts));
	}

	/** Starts a process; should that fail, what it wrote says why. */
	private async withLog<T>(start: (...process: ProcessParts) => Promise<T>): Promise<T> {
		try {
			return await start(this.installation, this.environment(), this.write);
		} catch (error) {
			throw new Error(`${(error as Error).message}\n${this.log.slice(-2000)}`, { cause: error });
		}
	}

	private environment(): NodeJS.ProcessEnv {
		return n8nEnvironment(this.installation, this.folder, this.extra);
	}

	private readonly write = (text: string): void => {
		this.log += text;
	};
}

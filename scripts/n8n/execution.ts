import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A finished execution, as the harness hands it out. */
export interface Execution {
	id: string;
	status: string;
	/** How it was started: `manual`, `webhook`, `trigger`. */
	mode: string;
	/** The runs of each node that ran, in order. */
	nodes: Record<string, NodeRun[]>;
	/** What ended it early. */
	error?: { message: string; description?: string; node?: string };
	/** The text in which n8n stored it, to look for what must not be there. */
	stored: string;
}

/** One run of one node. */
export interface NodeRun {
	/** When it began, in milliseconds since 1970. */
	startedAt: number;
	/** Wall time of the node alone. */
	seconds: number;
	/** The JSON of the items on its first output. */
	items: Array<Record<string, unknown>>;
	/** The same for each output; the error output is the last. */
	outputs: Array<Array<Record<string, unknown>>>;
	error?: string;
}

/** How n8n's internal API gives an execution: the run is a `flatted` text. */
export interface StoredExecution {
	id: string;
	status: string;
	mode: string;
	finished: boolean;
	stoppedAt?: string | null;
	data: string;
}

interface RunData {
	resultData: {
		runData?: Record<string, TaskData[]>;
		error?: { message: string; description?: string; node?: { name: string } };
	};
}

interface TaskData {
	startTime: number;
	executionTime: number;
	data?: { main?: Array<Array<{ json: Record<string, unknown> }> | null> };
	error?: { message: string };
}

/** Reads an execution with the `flatted` that wrote it. */
export function readExecution(stored: StoredExecution, installationDir: string): Execution {
	const near = createRequire(join(installationDir, 'node_modules', 'n8n', 'package.json'));
	const { parse } = near('flatted') as { parse(text: string): RunData | undefined };
	// Of one that was killed before its data was written, there is none.
	const { runData = {}, error } = parse(stored.data)?.resultData ?? {};
	const nodes = Object.entries(runData).map(([name, runs]) => [name, runs.map(readRun)] as const);
	return {
		id: stored.id,
		status: stored.status,
		mode: stored.mode,
		nodes: Object.fromEntries(nodes),
		...(error && {
			error: { message: error.message, description: error.description, node: error.node?.name },
		}),
		stored: stored.data,
	};
}

/** One that was killed before n8n had written what it begins with. */
export function neverBegun(id: string): Execution {
	return { id, status: 'crashed', mode: 'trigger', nodes: {}, stored: '' };
}

function readRun(task: TaskData): NodeRun {
	const outputs = (task.data?.main ?? []).map((output) => (output ?? []).map(({ json }) => json));
	return {
		startedAt: task.startTime,
		seconds: task.executionTime / 1000,
		items: outputs[0] ?? [],
		outputs,
		...(task.error && { error: task.error.message }),
	};
}

/** The items that a node gave in all its runs; a node that failed or never ran is an error. */
export function itemsOf(execution: Execution, node: string): Array<Record<string, unknown>> {
	const runs = execution.nodes[node];
	const reason = runs?.find((run) => run.error)?.error ?? (runs ? undefined : 'it did not run');
	if (reason) throw new Error(`Node '${node}' of execution ${execution.id}: ${reason}`);
	return (runs ?? []).flatMap((run) => run.items);
}

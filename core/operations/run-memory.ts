import type { INode } from 'n8n-workflow';
import type { ItemCall } from './call';

/** The run of the node that "Retry On Fail" may try again; nothing, where it does not. */
export function runOf({ context }: ItemCall): { of: object; isOwn: boolean } | undefined {
	const node = context.getNode();
	if (node.retryOnFail !== true) return undefined;
	const run = context.getExecuteData?.() as { node?: INode } | undefined;
	// The tool of an agent is run with what the agent is run with, and an agent may mean to do a thing twice.
	return run && { of: run, isOwn: run.node?.name === node.name };
}

/**
 * What each run of a node has sent, by the object that n8n runs it with: the same for every try of "Retry On
 * Fail", another for every other run. What was kept goes with it.
 */
export class RunMemory<T> {
	private readonly runs = new WeakMap<object, Map<string, T>>();

	of(run: object): Map<string, T> {
		const known = this.runs.get(run) ?? new Map<string, T>();
		this.runs.set(run, known);
		return known;
	}
}

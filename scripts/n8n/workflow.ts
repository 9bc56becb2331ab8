/** A workflow as n8n exports it, as far as the harness writes one. */
export interface Workflow {
	id: string;
	name: string;
	active: boolean;
	nodes: WorkflowNode[];
	connections: Record<
		string,
		{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
	>;
	settings: Record<string, unknown>;
	versionId?: string;
}

/** One node of a workflow. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	/** Of webhook nodes: without it n8n registers no address. */
	webhookId?: string;
	/** What becomes of an error; without it, the workflow stops. */
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	/** In milliseconds. */
	waitBetweenTries?: number;
}

/** A node to be put into a workflow; its place and id follow from its index. */
export type NodeSketch = Pick<WorkflowNode, 'name' | 'type'> &
	Partial<Omit<WorkflowNode, 'id' | 'name' | 'type' | 'position'>>;

/** A workflow in which each column feeds every node of the next one. */
export function workflowOf(id: string, ...columns: NodeSketch[][]): Workflow {
	const nodes = columns.flatMap((column, x) =>
		column.map((sketch, y) => ({
			typeVersion: 1,
			parameters: {},
			...sketch,
			id: `${id}-${x}-${y}`,
			position: [x * 220, y * 180] as [number, number],
		})),
	);
	const connections: Workflow['connections'] = {};
	columns.slice(0, -1).forEach((column, x) => {
		const targets = columns[x + 1].map(({ name }) => ({
			node: name,
			type: 'main' as const,
			index: 0,
		}));
		for (const { name } of column) connections[name] = { main: [targets] };
	});
	return { id, name: id, active: false, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** What starts a workflow by hand. */
export const MANUAL: NodeSketch = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** What starts a published workflow every second. */
export const EVERY_SECOND: NodeSketch = {
	name: 'Every Second',
	type: 'n8n-nodes-base.scheduleTrigger',
	typeVersion: 1.2,
	parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
};

/** A node that gives these items, whatever comes in. */
export function items(list: ReadonlyArray<Record<string, unknown>>): NodeSketch {
	const jsCode = `return ${JSON.stringify(list)}.map((json) => ({ json }));`;
	return { name: 'Items', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

/** A node that turns one item into `count` of them, numbered from 0 in `index`. */
export function repeat(count: number): NodeSketch {
	const jsCode = `return Array.from({ length: ${count} }, (_, index) => ({ json: { index } }));`;
	return {
		name: 'Repeat',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode },
	};
}

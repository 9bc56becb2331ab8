import { everyOrder, nodeOf } from '../scripts/marketplaces';
import { workflowOf, type NodeSketch, type Workflow } from '../scripts/n8n/workflow';

/** All that the queue is asked to do; `order` is an order that Amazon holds. */
export function queueWorkflows(order: string): Workflow[] {
	const oneOrder = requestOf('amazon', `/orders/2026-01-01/orders/${order}`);
	const me = requestOf('allegro', '/me');
	return [
		workflowOf('me', [webhook('me')], [me]),
		workflowOf('order', [webhook('order')], [oneOrder]),
		workflowOf('orders', [webhook('orders')], [each('turns')], [oneOrder]),
		workflowOf('window', [webhook('window')], [WINDOW]),
		workflowOf('fan-out', [webhook('fan-out')], [each('windows')], [READ_WINDOW]),
	];
}

/** Called by its id as path; answers at once, and a worker does the rest. */
function webhook(id: string): NodeSketch {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: id,
		parameters: { path: id, httpMethod: 'POST', responseMode: 'onReceived' },
	};
}

/** One item for each entry of a list in the call's body. */
function each(field: string): NodeSketch {
	return {
		name: 'Each',
		type: 'n8n-nodes-base.splitOut',
		parameters: { fieldToSplitOut: `body.${field}`, options: {} },
	};
}

function requestOf(name: 'allegro' | 'amazon', path: string): NodeSketch {
	return nodeOf(name, { resource: 'apiRequest', operation: 'request', path });
}

/** Part of a long list, as the caller cut it. */
export interface Window {
	/** Where the workflow that reads it listens. */
	url: string;
	after: string;
	before: string;
}

/** The orders of one window. */
const WINDOW: NodeSketch = nodeOf('allegro', {
	...everyOrder('allegro'),
	filters: {
		updatedAfter: '={{ $json.body.after }}',
		updatedBefore: '={{ $json.body.before }}',
	},
});

/** By a call to n8n itself, so that each window is an execution of its own, on any worker. */
const READ_WINDOW: NodeSketch = {
	name: 'Read Window',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url: '={{ $json.url }}',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify($json) }}',
		options: {},
	},
};

/** Windows that touch and do not overlap; Allegro counts both ends in. */
export function windowsOf(times: string[], count: number, url: string): Window[] {
	const sorted = times.map((time) => Date.parse(time)).sort((a, b) => a - b);
	const starts = Array.from(
		{ length: count },
		(_, index) => sorted[Math.floor((index * sorted.length) / count)],
	);
	const iso = (at: number) => new Date(at).toISOString();
	const end = sorted[sorted.length - 1] + 1;
	return starts.map((start, index) => ({
		url,
		after: iso(start),
		before: iso((starts[index + 1] ?? end) - 1),
	}));
}

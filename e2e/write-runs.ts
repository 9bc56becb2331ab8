import { vi } from 'vitest';

import type { MarketplaceName } from '../sandbox';
import type { Fault } from '../sandbox/kit/faults';
import type { Lab } from '../scripts/lab';
import type { Execution } from '../scripts/n8n/execution';
import { MANUAL, workflowOf, type NodeSketch, type Workflow } from '../scripts/n8n/workflow';
import { oneAtATime } from './at-once';

export type Item = Record<string, unknown>;
export type ShopName = Exclude<MarketplaceName, 'assistTencho'>;
export type Mode = NodeSketch['onError'];

/** Which of three items fails. */
export const PLACES = [0, 1, 2];
export const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
export const INPUT = 'Items';
export const ORIGIN = 'Origin';

/** Says of each item which input item n8n thinks it came from, by one of its fields. */
export const originBy = (field: string): NodeSketch => ({
	name: ORIGIN,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [
				{
					id: 'origin',
					name: 'origin',
					type: 'string',
					value: `={{ $('${INPUT}').item.json.${field} }}`,
				},
			],
		},
		includeOtherFields: true,
		options: {},
	},
});

/** The same input once more, for another run of the same node. */
export const SAME_INPUT: NodeSketch = {
	name: 'Same Input',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { jsCode: `return $('${INPUT}').all();` },
};

/** With SQLite, n8n 1 mixes up what it saves at the same time. */
const save = oneAtATime();

/** Puts other nodes into the marketplace's workflow, and runs it. */
export async function runIn(
	{ n8n }: Lab,
	name: MarketplaceName,
	columns: NodeSketch[][],
): Promise<Execution> {
	const path = `/workflows/${name}`;
	const { versionId } = await n8n.call<Workflow>('GET', path);
	const { nodes, connections } = workflowOf(name, [MANUAL], ...columns);
	await save(async () => await n8n.call('PATCH', path, { nodes, connections, versionId }));
	return await n8n.execute(name, 120_000);
}

/** Loses an answer; gives whether that has happened. */
export function lose({ servers }: Lab, name: MarketplaceName, fault: Fault): () => boolean {
	const { faults } = servers[name];
	faults.set([fault]);
	const next = vi.spyOn(faults, 'next').mockClear();
	return () => next.mock.results.some(({ value }) => value !== undefined);
}

export const statuses = (given: Item[]) => given.map(({ status }) => status);

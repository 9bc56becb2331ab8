import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { INodeProperties, INodeType, IWorkflowBase } from 'n8n-workflow';

import { Allegro } from '../nodes/Allegro/Allegro.node';
import { AmazonSellingPartner } from '../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AssistTencho } from '../nodes/AssistTencho/AssistTencho.node';
import { BigCommerce } from '../nodes/BigCommerce/BigCommerce.node';
import { Kaufland } from '../nodes/Kaufland/Kaufland.node';
import { NaverCommerce } from '../nodes/NaverCommerce/NaverCommerce.node';

const OURS = 'n8n-nodes-marketplaces.';
const ACTIONS: INodeType[] = [
	Allegro,
	AmazonSellingPartner,
	AssistTencho,
	BigCommerce,
	Kaufland,
	NaverCommerce,
].map((Node) => new Node());
const files = readdirSync('examples').filter((file) => file.endsWith('.json'));
const workflows = files.map(
	(file) => [file, JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as IWorkflowBase] as const,
);

/** Names in a collection that its property does not have. */
function unknownIn(collection: unknown, property: INodeProperties | undefined): string[] {
	const known = (property?.options as INodeProperties[] | undefined)?.map(({ name }) => name) ?? [];
	return Object.keys((collection ?? {}) as object).filter((name) => !known.includes(name));
}

describe.each(workflows)('%s', (_file, workflow) => {
	const names = workflow.nodes.map(({ name }) => name);

	it('has an id of which n8n keeps static data', () => {
		expect(workflow.id.length).toBeLessThanOrEqual(16);
	});

	it('connects nodes that are there', () => {
		const targets = Object.values(workflow.connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((branches) =>
				branches.flatMap((branch) => (branch ?? []).map(({ node }) => node)),
			),
		);
		expect(
			[...Object.keys(workflow.connections), ...targets].filter((name) => !names.includes(name)),
		).toEqual([]);
		expect(new Set(workflow.nodes.map(({ id }) => id)).size).toBe(names.length);
	});

	it('calls workflows that are examples, too', () => {
		const called = workflow.nodes
			.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow')
			.map(({ parameters }) => (parameters.workflowId as { value: string }).value);
		const itself = '={{ $workflow.id }}';
		const ids = [itself, ...workflows.map(([, { id }]) => id)];
		expect(called.filter((id) => !ids.includes(id))).toEqual([]);
	});

	it('sets nothing that our nodes do not have', () => {
		const odd = workflow.nodes.flatMap(({ type, parameters }) => {
			const node = ACTIONS.find(({ description }) => type === OURS + description.name);
			if (!node) return [];
			const of = (name: string) =>
				node.description.properties.filter((property) => property.name === name);
			const { resource = 'order', operation = 'getAll' } = parameters;
			const shown = (name: string) =>
				of(name).find(({ displayOptions: { show } = {} }) =>
					Object.entries({ resource, operation }).every(
						([choice, value]) => show?.[choice]?.includes(String(value)) ?? choice !== 'resource',
					),
				);
			return [
				...Object.keys(parameters).filter((name) => of(name).length === 0),
				...unknownIn(parameters.filters, shown('filters')),
				...unknownIn(parameters.options, shown('options')),
			];
		});
		expect(odd).toEqual([]);
	});

	it('tries again where two executions at one moment make n8n fail', () => {
		const shared = workflow.nodes.filter(
			({ parameters }) => parameters.operation === 'removeItemsSeenInPreviousExecutions',
		);
		expect(shared.filter(({ retryOnFail }) => retryOnFail !== true)).toEqual([]);
	});

	it('keeps no credential and no data', () => {
		expect(workflow.nodes.flatMap((node) => Object.keys(node.credentials ?? {}))).toEqual([]);
		expect(workflow.pinData).toBeUndefined();
		expect(workflow.active).toBe(false);
	});
});

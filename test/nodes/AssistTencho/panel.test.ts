import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { AssistTencho } from '../../../nodes/AssistTencho/AssistTencho.node';
import { AssistTenchoTrigger } from '../../../nodes/AssistTencho/AssistTenchoTrigger.node';
import { choicesOf, offered, rowsOf, shown } from '../../kit/form';

const node: INodeType = new AssistTencho();
const trigger: INodeType = new AssistTenchoTrigger();

const see = ({ description }: INodeType, values: INodeParameters) =>
	shown(description.properties, values, description).join(' ');

describe.each([
	[node, 'assistTencho', 'transform', ['main']],
	[trigger, 'assistTenchoTrigger', 'trigger', []],
] as const)('$description.name', ({ description }, name, group, inputs) => {
	it('is this node, with these ends', () => {
		expect(description).toMatchObject({ name, group: [group], version: [1], outputs: ['main'] });
		expect(description.inputs).toEqual(inputs);
		expect(description.polling).toBe(group === 'trigger' ? true : undefined);
		expect(description.usableAsTool).toBe(group === 'trigger' ? undefined : true);
		const { light, dark } = description.icon as { light: string; dark: string };
		for (const file of [light, dark]) {
			expect(existsSync(join('nodes/AssistTencho', file.replace(/^file:/, '')))).toBe(true);
		}
		expect(light).not.toBe(dark);
	});

	it.each([
		['accessToken', 'assistTenchoApi'],
		['oAuth2', 'assistTenchoOAuth2Api'],
	])('asks with %s for the credential %s', (authentication, type) => {
		const asked = (description.credentials ?? []).filter((credential) =>
			NodeHelpers.displayParameter(
				{ authentication },
				credential,
				{ typeVersion: 1 } as INode,
				description,
			),
		);
		expect(asked).toMatchObject([{ name: type, required: true }]);
		const property = description.properties.find((each) => each.name === 'authentication');
		expect(property && rowsOf([property])).toEqual([
			['authentication', 'accessToken|oAuth2', 'oAuth2'],
		]);
	});
});

describe('the panel of the node', () => {
	it.each<[INodeParameters, string]>([
		[
			{},
			'authentication resource operation returnAll limit parameters splitProperty filters output options',
		],
		[{ operation: 'get' }, 'authentication resource operation orderId output options'],
		[{ resource: 'account' }, 'authentication resource operation options'],
		[
			{ resource: 'apiRequest' },
			'authentication resource operation method path specifyQuery query specifyHeaders headers paginate options',
		],
	])('shows for %j what counts then', (values, names) => expect(see(node, values)).toBe(names));

	it.each<[INodeParameters, string]>([
		// The list comes as a whole or not at all.
		[{ output: 'order' }, 'includeRaw maxWait timeout'],
		[{}, 'maxWait timeout'],
		[{ resource: 'account' }, 'maxWait timeout warnDays'],
	])('offers for %j the options that count then', (values, names) => {
		expect(offered(node.description, 'options', values).join(' ')).toBe(names);
	});

	it('offers the filter of the search, and begins with the order as it comes', () => {
		for (const { description } of [node, trigger]) {
			expect(offered(description, 'filters', {}).join(' ')).toBe('serialOrderId');
			const output = description.properties.find(({ name }) => name === 'output');
			expect(output?.default).toBe('marketplace');
		}
	});

	it('says how its orders come, and what their number is', () => {
		const of = (name: string) => node.description.properties.find((each) => each.name === name);
		expect(of('orderId')?.placeholder).toBe('e.g. 5');
		expect(of('orderId')?.description).toContain('serial_order_id');
		expect(of('limit')?.hint).toContain("the vendor's response");
		const path = node.description.properties.find(({ name }) => name === 'path');
		expect(path?.placeholder).toBe('e.g. /api/v1/orders.php');
	});
});

it('shows in the trigger that it is the search that counts, beside the poll times', () => {
	expect(see(trigger, {})).toBe(
		'pollNotice authentication events startFrom parameters splitProperty filters output marketplaceOnceNotice',
	);
	const event = trigger.description.properties.find(({ name }) => name === 'events');
	expect(event && choicesOf(event)).toEqual(['orderCreated', 'orderUpdated']);
	expect(event?.options?.at(-1)).toMatchObject({
		description: 'Every difference from the previous poll, new orders included',
	});
});

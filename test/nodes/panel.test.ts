import { NodeHelpers, type INode, type INodeProperties, type INodeType } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { Allegro } from '../../nodes/Allegro/Allegro.node';
import { AllegroTrigger } from '../../nodes/Allegro/AllegroTrigger.node';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AmazonSellingPartnerTrigger } from '../../nodes/AmazonSellingPartner/AmazonSellingPartnerTrigger.node';
import { AssistTencho } from '../../nodes/AssistTencho/AssistTencho.node';
import { AssistTenchoTrigger } from '../../nodes/AssistTencho/AssistTenchoTrigger.node';
import { BigCommerce } from '../../nodes/BigCommerce/BigCommerce.node';
import { BigCommerceTrigger } from '../../nodes/BigCommerce/BigCommerceTrigger.node';
import { Kaufland } from '../../nodes/Kaufland/Kaufland.node';
import { KauflandTrigger } from '../../nodes/Kaufland/KauflandTrigger.node';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../../nodes/NaverCommerce/NaverCommerceTrigger.node';

/** Options that n8n offers while the node has these values. */
function offered({ description }: INodeType, values: INode['parameters']): string[] {
	const isShown = (property: INodeProperties, at: INode['parameters']) =>
		NodeHelpers.displayParameter(at, property, { typeVersion: 1 }, description, values);
	return description.properties
		.filter((property) => property.name === 'options' && isShown(property, values))
		.flatMap(({ options }) => options as INodeProperties[])
		.filter((property) => isShown(property, {}))
		.map(({ name }) => name);
}

const NODES = [
	new Allegro(),
	new AmazonSellingPartner(),
	new AssistTencho(),
	new BigCommerce(),
	new Kaufland(),
	new NaverCommerce(),
];
const TRIGGERS = [
	new AllegroTrigger(),
	new AmazonSellingPartnerTrigger(),
	new AssistTenchoTrigger(),
	new BigCommerceTrigger(),
	new KauflandTrigger(),
	new NaverCommerceTrigger(),
];
const GET_MANY = { authentication: 'oAuth2', resource: 'order', operation: 'getAll' };

describe('offers no option that does nothing', () => {
	it.each(NODES)('$description.displayName: the raw order without a unified one', (node) => {
		const forOutput = (output: string) => offered(node, { ...GET_MANY, output });
		expect(forOutput('order')).toContain('includeRaw');
		expect(forOutput('={{ $json.output }}')).toContain('includeRaw');
		for (const output of ['orderLine', 'marketplace']) {
			expect(forOutput(output)).toContain('timeout');
			expect(forOutput(output)).not.toContain('includeRaw');
		}
	});

	it.each(TRIGGERS)('$description.displayName: the raw order without a unified one', (node) => {
		expect(offered(node, { output: 'order' })).toEqual(['includeRaw']);
		expect(offered(node, { output: 'orderLine' })).toEqual([]);
		expect(offered(node, { output: 'marketplace' })).toEqual([]);
	});

	it.each(NODES)(
		'$description.displayName: half a list where there is only a whole one',
		(node) => {
			const inOnePiece = node instanceof AssistTencho;
			const options = offered(node, { ...GET_MANY, output: 'order' });
			for (const name of ['cursor', 'outputCursor', 'partialResults']) {
				// Positions in Kaufland's list are of no use to a later run.
				const isOffered = !inOnePiece && (name === 'partialResults' || !(node instanceof Kaufland));
				expect(options.includes(name), name).toBe(isOffered);
			}
		},
	);
});

it('speaks of no Orders v0 in the trigger, which cannot read it', () => {
	const panel = JSON.stringify(new AmazonSellingPartnerTrigger().description.properties);
	expect(panel).toContain('PENDING_AVAILABILITY');
	expect(panel).not.toMatch(/v0|INVOICE_UNCONFIRMED/i);
});

it("says of Naver's filters that the trigger keeps whole orders", () => {
	const { properties } = new NaverCommerceTrigger().description;
	const { options } = properties.find(({ name }) => name === 'filters') as INodeProperties;
	const told = (options as INodeProperties[]).map(({ description }) => description);
	expect(told).toHaveLength(2);
	for (const description of told) expect(description).toMatch(/^Only orders of which a line /);
});

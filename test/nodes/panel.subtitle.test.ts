import { Workflow, type INodeParameters, type INodeType } from 'n8n-workflow';
import { expect, it } from 'vitest';

import { Allegro } from '../../nodes/Allegro/Allegro.node';
import { AllegroTrigger } from '../../nodes/Allegro/AllegroTrigger.node';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AmazonSellingPartnerTrigger } from '../../nodes/AmazonSellingPartner/AmazonSellingPartnerTrigger.node';
import { AssistTencho } from '../../nodes/AssistTencho/AssistTencho.node';
import { AssistTenchoTrigger } from '../../nodes/AssistTencho/AssistTenchoTrigger.node';
import { BigCommerce } from '../../nodes/BigCommerce/BigCommerce.node';
import { BigCommerceTrigger } from '../../nodes/BigCommerce/BigCommerceTrigger.node';
import { MarketplaceAuthorizationTrigger } from '../../nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node';
import { Kaufland } from '../../nodes/Kaufland/Kaufland.node';
import { KauflandTrigger } from '../../nodes/Kaufland/KauflandTrigger.node';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../../nodes/NaverCommerce/NaverCommerceTrigger.node';

/** What n8n writes under the node on the canvas. */
function subtitle(type: INodeType, parameters: INodeParameters): unknown {
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const node = {
		...{ id: '1', name: 'n', type: 't', typeVersion: 1, parameters },
		position: [0, 0] as [number, number],
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(
		workflow.nodes.n,
		type.description.subtitle,
		'internal',
		{},
	);
}

it.each([
	new Allegro(),
	new AmazonSellingPartner(),
	new AssistTencho(),
	new BigCommerce(),
	new Kaufland(),
	new NaverCommerce(),
])('$description.displayName says on the canvas in words what it does', (node) => {
	expect(subtitle(node, {})).toBe('Get Many: Order');
	expect(subtitle(node, { operation: 'get' })).toBe('Get: Order');
	expect(subtitle(node, { resource: 'account', operation: 'check' })).toBe('Check: Account');
	expect(subtitle(node, { resource: 'apiRequest', operation: 'request' })).toBe(
		'Send: API Request',
	);
});

it.each([
	new AllegroTrigger(),
	new AmazonSellingPartnerTrigger(),
	new AssistTenchoTrigger(),
	new BigCommerceTrigger(),
	new KauflandTrigger(),
	new NaverCommerceTrigger(),
])('$description.displayName says on the canvas in words what it waits for', (node) => {
	expect(subtitle(node, {})).toBe('Order Created');
	const events = ['orderUpdated', 'orderCreated'];
	expect(subtitle(node, { events })).toBe('Order Updated, Order Created');
});

it('says on the canvas at which marketplace a seller connects', () => {
	const node = new MarketplaceAuthorizationTrigger();
	expect(subtitle(node, {})).toBe('Amazon');
	expect(subtitle(node, { marketplace: 'bigCommerce' })).toBe('BigCommerce');
});

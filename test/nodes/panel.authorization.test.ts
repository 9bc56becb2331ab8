import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type IWebhookDescription,
} from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { MarketplaceAuthorizationTrigger } from '../../nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node';
import { offered, rowsOf, shown } from '../kit/form';

const trigger = new MarketplaceAuthorizationTrigger();
const { description } = trigger;
const AMAZON = { marketplace: 'amazon' };
const BIG_COMMERCE = { marketplace: 'bigCommerce' };

const SELLER_CENTRALS = [
	'',
	...['com.au', 'com.be', 'com.br', 'ca', 'eg'].map((end) => `sellercentral.amazon.${end}`),
	'sellercentral-europe.amazon.com',
	...[
		'in',
		'ie',
		'co.jp',
		'com.mx',
		'nl',
		'pl',
		'sa',
		'sg',
		'co.za',
		'se',
		'com.tr',
		'ae',
		'com',
	].map((end) => `sellercentral.amazon.${end}`),
];

it('has these fields, and begins with these values', () => {
	expect(rowsOf(description.properties)).toEqual([
		['tokenNotice', 'notice', ''],
		['marketplace', 'amazon|bigCommerce', 'amazon', 'fixed'],
		['amazonNotice', 'notice', ''],
		['bigCommerceNotice', 'notice', ''],
		['path', 'string', 'marketplace-authorization', 'required'],
		['applicationId', 'string', ''],
		['sellerCentral', SELLER_CENTRALS.join('|'), ''],
		// Most apps that others may start with are published.
		['isDraft', 'boolean', true],
		['redirectUri', 'string', ''],
		['redirectUri', 'string', ''],
		['events', 'installed|loaded|uninstalled|userRemoved', ['installed', 'uninstalled']],
		['options', 'collection', {}],
	]);
	const options = description.properties.find(({ name }) => name === 'options');
	expect(rowsOf(options?.options as INodeProperties[])).toEqual([
		['allowedAccounts', 'string', ''],
		['includeClientSecret', 'boolean', false],
		['nextStep', 'string', ''],
	]);
});

it.each<[INodeParameters, string, string]>([
	[
		AMAZON,
		'tokenNotice marketplace amazonNotice path applicationId sellerCentral isDraft redirectUri options',
		'allowedAccounts includeClientSecret nextStep',
	],
	[
		BIG_COMMERCE,
		'tokenNotice marketplace bigCommerceNotice path redirectUri events options',
		'allowedAccounts nextStep',
	],
])('shows for %j what counts then', (values, names, options) => {
	expect(shown(description.properties, values, description).join(' ')).toBe(names);
	expect(offered(description, 'options', values).join(' ')).toBe(options);
});

it.each([
	[AMAZON, ['amazonSellingPartnerApi']],
	[BIG_COMMERCE, ['bigCommerceApi']],
])('asks for %j for the credential of the app alone', (values, names) => {
	const asked = (description.credentials ?? []).filter((credential) =>
		NodeHelpers.displayParameter(values, credential, { typeVersion: 1 } as INode, description),
	);
	expect(asked).toMatchObject(names.map((name) => ({ name, required: true })));
});

describe('the addresses that the marketplaces call', () => {
	/** What n8n makes of a field of each webhook, for a node with these values. */
	async function evaluated(
		values: INodeParameters,
		read: (hook: IWebhookDescription) => string | boolean | undefined,
	): Promise<unknown[]> {
		const node: INode = {
			...{ id: '1', name: 'The trigger', type: description.name, typeVersion: 1 },
			...{ position: [0, 0], parameters: { ...values, path: 'my-app' }, webhookId: 'hook' },
		};
		const nodeTypes = {
			getByName: () => trigger,
			getByNameAndVersion: () => trigger,
			getKnownTypes: () => ({}),
		};
		const { expression } = new Workflow({
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
		});
		await expression.acquireIsolate();
		try {
			return (description.webhooks ?? []).map((hook) =>
				expression.getSimpleParameterValue(node, read(hook), 'internal', {}),
			);
		} finally {
			await expression.releaseIsolate();
		}
	}

	it('are the one of the path, and three more for what BigCommerce tells', async () => {
		const hooks = description.webhooks ?? [];
		expect(await evaluated(BIG_COMMERCE, ({ path }) => path)).toEqual([
			...['my-app', 'my-app/load', 'my-app/uninstall', 'my-app/remove-user'],
		]);
		for (const hook of hooks) {
			expect(hook).toMatchObject({
				...{ name: 'default', httpMethod: 'GET', responseMode: 'onReceived', isFullPath: true },
			});
		}
	});

	it.each([
		[AMAZON, [false, true, true, true]],
		[BIG_COMMERCE, [false, false, false, false]],
	])('are shown for %j where somebody calls them', async (values, hidden) => {
		expect(await evaluated(values, ({ ndvHideUrl = false }) => ndvHideUrl)).toEqual(hidden);
	});

	it('are entered at the marketplace by hand: n8n creates and removes none', async () => {
		const { checkExists, create, delete: remove } = trigger.webhookMethods.default;
		expect([await checkExists(), await create(), await remove()]).toEqual([true, true, true]);
	});
});

it('is a trigger that nothing leads into', () => {
	expect(description).toMatchObject({
		...{ name: 'marketplaceAuthorizationTrigger', group: ['trigger'], version: [1] },
		...{ inputs: [], outputs: ['main'] },
	});
});

import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';
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
import { choicesOf, offered, rowsOf, shown, type Row } from '../kit/form';

const WAIT: Row = ['maxWait', 'number', 60, 'minValue 0'];
const TIMEOUT: Row = ['timeout', 'number', 60_000, 'minValue 1'];
const OUTPUT = 'marketplace|order|orderLine|row';
const STATUSES =
	'CANCELLED|NEW|PICKED_UP|PROCESSING|READY_FOR_PICKUP|READY_FOR_SHIPMENT|SENT|SUSPENDED';
/** How names and values of a request are given. */
const PAIRS = 'specifyQuery query specifyHeaders headers';
const ROWS = { parameters: [{ name: '', value: '' }] };
/** How to act on each event once, in each form of an order. */
const ONCE = ['order', 'orderLine', 'row', 'marketplace'].map((output): Row => [
	`${output}OnceNotice`,
	'notice',
	'',
]);

const ACTIONS: INodeType[] = [
	new Allegro(),
	new AmazonSellingPartner(),
	new AssistTencho(),
	new BigCommerce(),
	new Kaufland(),
	new NaverCommerce(),
];
const TRIGGERS: INodeType[] = [
	new AllegroTrigger(),
	new AmazonSellingPartnerTrigger(),
	new AssistTenchoTrigger(),
	new BigCommerceTrigger(),
	new KauflandTrigger(),
	new NaverCommerceTrigger(),
];

/** What a panel and a list in it begin with; fields of the marketplace's own are left out. */
const COMMON: Record<string, Row[]> = {
	all: [['resource', 'account|apiRequest|carrier|offer|order', 'order', 'fixed']],
	order: [
		['operation', 'get|getAll|ship|updateStatus', 'getAll', 'fixed'],
		['orderId', 'string', '', 'required'],
		['returnAll', 'boolean', false],
		['limit', 'number', 50, 'minValue 1'],
		['filters', 'collection', {}],
		['output', OUTPUT, 'order'],
		['previewNotice', 'notice', ''],
		['options', 'collection', {}],
		['shipLines', 'all|selected', 'all'],
		['lines', 'fixedCollection', {}, 'multipleValues'],
		['carrier', 'resourceLocator', { mode: 'list', value: '' }, 'required'],
		['carrierName', 'string', ''],
		['trackingNumber', 'string', '', 'required'],
		['status', STATUSES, '', 'required'],
		['options', 'collection', {}],
		['options', 'collection', {}],
	],
	offer: [
		['operation', 'get|getAll|getResult|updatePrice|updateStock', 'getAll', 'fixed'],
		['product', 'resourceLocator', { mode: 'sku', value: '' }, 'required'],
		['quantity', 'string', '', 'required'],
		['price', 'string', '', 'required'],
		['currency', 'string', ''],
		['handle', 'json', '={{ $json.handle }}', 'required'],
		['returnAll', 'boolean', false],
		['limit', 'number', 50, 'minValue 1'],
		['filters', 'collection', {}],
		['output', 'marketplace|product', 'product'],
		['options', 'collection', {}],
		['options', 'collection', {}],
		['options', 'collection', {}],
		['options', 'collection', {}],
	],
	carrier: [
		['operation', 'getAll', 'getAll', 'fixed'],
		['returnAll', 'boolean', false],
		['limit', 'number', 50, 'minValue 1'],
		['options', 'collection', {}],
	],
	account: [
		['operation', 'check', 'check', 'fixed'],
		['options', 'collection', {}],
	],
	apiRequest: [
		['operation', 'request', 'request', 'fixed'],
		['method', 'DELETE|GET|HEAD|PATCH|POST|PUT', 'GET'],
		['path', 'string', '', 'required'],
		['specifyQuery', 'keypair|json', 'json'],
		['queryParameters', 'fixedCollection', ROWS, 'multipleValues'],
		['query', 'json', '{}'],
		['specifyHeaders', 'keypair|json', 'json'],
		['headerParameters', 'fixedCollection', ROWS, 'multipleValues'],
		['headers', 'json', '{}'],
		['bodyType', 'binary|json', 'json'],
		['body', 'json', ''],
		['inputDataFieldName', 'string', 'data', 'required'],
		['paginate', 'boolean', false],
		['returnAll', 'boolean', false],
		['limit', 'number', 50, 'minValue 1'],
		['options', 'collection', {}],
	],
};

/** A carrier by its code. */
const locator = (value: string) => ({ __rl: true, mode: 'code', value });

function of(node: INodeType, resource?: string): INodeProperties[] {
	return node.description.properties.filter(
		({ displayOptions }) => displayOptions?.show?.resource?.[0] === resource,
	);
}

const optionsOf = (node: INodeType, resource?: string): INodeProperties[] =>
	of(node, resource).find(({ name }) => name === 'options')?.options as INodeProperties[];

const see = ({ description }: INodeType, values: INodeParameters): string =>
	shown(description.properties, values, description).join(' ');

describe('the panel of Allegro, as of every marketplace,', () => {
	const node = new Allegro();

	it.each([
		['all', undefined],
		['order', 'order'],
		['offer', 'offer'],
		['carrier', 'carrier'],
		['account', 'account'],
		['apiRequest', 'apiRequest'],
	])('has these fields, and begins with these values: %s', (name, resource) => {
		expect(rowsOf(of(node, resource))).toEqual(COMMON[name]);
	});

	it.each<[string, Row[]]>([
		[
			'order',
			[
				['includeRaw', 'boolean', false],
				WAIT,
				['cursor', 'string', ''],
				['outputCursor', 'boolean', false],
				['partialResults', 'boolean', false],
				TIMEOUT,
			],
		],
		['account', [WAIT, TIMEOUT, ['warnDays', 'number', 30, 'minValue 0']]],
		[
			'apiRequest',
			[
				['fullResponse', 'boolean', false],
				['responseAsFile', 'boolean', false],
				['partialResults', 'boolean', false],
				WAIT,
				TIMEOUT,
			],
		],
	])('has these options: %s', (resource, rows) => {
		expect(rowsOf(optionsOf(node, resource))).toEqual(rows);
	});

	it.each<[INodeParameters, string]>([
		[{}, 'resource operation returnAll limit filters output options'],
		[{ returnAll: true }, 'resource operation returnAll filters output options'],
		[{ operation: 'get' }, 'resource operation orderId output options'],
		...['orderLine', 'row', 'marketplace'].map((output): [INodeParameters, string] => [
			{ operation: 'get', output },
			'resource operation orderId output previewNotice options',
		]),
		[{ operation: 'ship' }, 'resource operation orderId shipLines carrier trackingNumber options'],
		[
			{ operation: 'ship', shipLines: 'selected', carrier: locator('OTHER') },
			'resource operation orderId shipLines lines carrier carrierName trackingNumber options',
		],
		[{ operation: 'updateStatus' }, 'resource operation orderId status options'],
		[{ resource: 'carrier' }, 'resource operation returnAll limit options'],
		[{ resource: 'account' }, 'resource operation options'],
		[{ resource: 'apiRequest' }, `resource operation method path ${PAIRS} paginate options`],
		[{ resource: 'apiRequest', method: 'HEAD' }, `resource operation method path ${PAIRS} options`],
		...['DELETE', 'PATCH', 'POST', 'PUT'].map((method): [INodeParameters, string] => [
			{ resource: 'apiRequest', method },
			`resource operation method path ${PAIRS} bodyType body options`,
		]),
		[
			{ resource: 'apiRequest', method: 'POST', bodyType: 'binary' },
			`resource operation method path ${PAIRS} bodyType inputDataFieldName options`,
		],
		// A choice of before, which counts no more.
		...['binary', 'json'].map((bodyType): [INodeParameters, string] => [
			{ resource: 'apiRequest', method: 'GET', bodyType },
			`resource operation method path ${PAIRS} paginate options`,
		]),
		[
			{ resource: 'apiRequest', paginate: true },
			`resource operation method path ${PAIRS} paginate returnAll limit options`,
		],
		[
			{ resource: 'apiRequest', paginate: true, returnAll: true },
			`resource operation method path ${PAIRS} paginate returnAll options`,
		],
		[
			{ resource: 'apiRequest', paginate: true, method: 'POST' },
			`resource operation method path ${PAIRS} bodyType body options`,
		],
	])('shows for %j what counts then', (values, names) => expect(see(node, values)).toBe(names));

	it.each<[INodeParameters, string]>([
		[{}, 'includeRaw maxWait cursor outputCursor partialResults timeout'],
		[{ output: 'orderLine' }, 'maxWait cursor outputCursor partialResults timeout'],
		[{ operation: 'get' }, 'includeRaw maxWait timeout'],
		[{ operation: 'ship' }, 'setStatus maxWait timeout'],
		[{ operation: 'updateStatus' }, 'maxWait timeout'],
		[{ resource: 'carrier' }, 'maxWait timeout'],
		[{ resource: 'account' }, 'maxWait timeout warnDays'],
		[{ resource: 'apiRequest' }, 'fullResponse responseAsFile maxWait timeout'],
		[{ resource: 'apiRequest', paginate: true }, 'partialResults maxWait timeout'],
	])('offers for %j the options that count then', (values, names) => {
		expect(offered(node.description, 'options', values).join(' ')).toBe(names);
	});
});

describe.each([
	[new Allegro(), undefined, 'order', 30, '/order/checkout-forms'],
	[new AmazonSellingPartner(), undefined, 'order', 30, '/orders/2026-01-01/orders'],
	[new AssistTencho(), 'oAuth2', 'marketplace', 7, '/api/v1/orders.php'],
	[new BigCommerce(), 'accessToken', 'order', 30, '/v2/orders'],
	[new Kaufland(), undefined, 'order', 30, '/order-units'],
	[new NaverCommerce(), undefined, 'order', 30, '/v1/pay-order/seller/product-orders'],
] as const)('the panel of $description.name', (node, authentication, output, warnDays, path) => {
	const find = (name: string, resource?: string) =>
		of(node, resource).find((property) => property.name === name);

	it('begins with the usual credential, where there is a choice', () => {
		expect(find('authentication')?.default).toBe(authentication);
		expect(see(node, {}).startsWith('authentication resource')).toBe(authentication !== undefined);
	});

	it('begins with the usual form of an order, and warns in time', () => {
		expect(find('output', 'order')?.default).toBe(output);
		const warn = optionsOf(node, 'account').find(({ name }) => name === 'warnDays');
		expect(warn?.default).toBe(warnDays);
	});

	it('shows a path and an order number of its own, and in which order a list comes', () => {
		expect(find('path', 'apiRequest')?.placeholder).toBe(`e.g. ${path}`);
		expect(find('orderId', 'order')?.placeholder).toMatch(/^e\.g\. ./);
		expect(find('orderId', 'order')?.description).toMatch(/./);
		expect(find('limit', 'order')?.hint).toMatch(/first|order/);
		expect(find('limit', 'apiRequest')?.hint).toBeUndefined();
	});
});

it.each([
	[new AmazonSellingPartner(), 'Without a date'],
	[new Kaufland(), 'Without a date'],
	[new NaverCommerce(), 'Without a date'],
	[new Allegro(), undefined],
])('$description.name says before the filters where a list begins, if it has to', (node, told) => {
	const fields = of(node, 'order');
	const at = fields.findIndex(({ name }) => name === 'filtersNotice');
	expect(fields[at]?.displayName.slice(0, told?.length)).toBe(told);
	if (at >= 0) expect(fields[at + 1].name).toBe('filters');
	expect(see(node, { operation: 'get' })).not.toContain('filtersNotice');
});

it('says nothing in a hint that n8n does not show', () => {
	const silent = ['collection', 'fixedCollection', 'notice'];
	const all = [...ACTIONS, ...TRIGGERS].flatMap(({ description }) => description.properties);
	const within = all.flatMap(({ options = [] }) => options as INodeProperties[]);
	const lost = [...all, ...within].filter(({ type, hint }) => hint && silent.includes(type));
	expect(lost.map(({ displayName }) => displayName)).toEqual([]);
});

describe('the panel of a trigger', () => {
	const EVENT = ['required', 'fixed'];

	it.each<[INodeType, Row[]]>([
		[
			new AllegroTrigger(),
			[
				[
					'events',
					'orderCancelled|orderCreated|orderFilledIn|orderReadyForProcessing|orderReturned|orderShipped|orderUpdated',
					['orderCreated'],
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
				...ONCE,
			],
		],
		[
			new AssistTenchoTrigger(),
			[
				['pollNotice', 'notice', ''],
				['authentication', 'accessToken|oAuth2', 'oAuth2'],
				['events', 'orderCreated|orderUpdated', ['orderCreated'], ...EVENT],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['parameters', 'fixedCollection', {}, 'multipleValues'],
				['splitProperty', 'string', ''],
				['filters', 'collection', {}],
				['output', OUTPUT, 'marketplace'],
				['options', 'collection', {}],
				...ONCE,
			],
		],
		[
			new KauflandTrigger(),
			[
				[
					'events',
					'orderCancelled|orderCompleted|orderCreated|orderDelivered|orderReadyToShip|orderReturned|orderShipped|orderUpdated',
					['orderCreated'],
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
				...ONCE,
			],
		],
		[
			new NaverCommerceTrigger(),
			[
				[
					'events',
					'orderCancelled|orderClaimed|orderCompleted|orderCreated|orderPaid|orderReadyToShip|orderReturned|orderShipped|orderUpdated',
					['orderCreated'],
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
				...ONCE,
			],
		],
		[
			new BigCommerceTrigger(),
			[
				['authentication', 'accessToken|oAuth2', 'accessToken'],
				[
					'events',
					'orderAwaitingFulfillment|orderCancelled|orderCompleted|orderCreated|orderDisputed|orderPaid|orderPartiallyRefunded|orderPartiallyShipped|orderRefunded|orderShipped|orderUpdated',
					['orderCreated'],
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['useWebhook', 'boolean', false],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
				...ONCE,
			],
		],
	])('of $description.name has these fields, and begins with these values', (node, rows) => {
		expect(rowsOf(node.description.properties)).toEqual(rows);
		expect(rowsOf(optionsOf(node))).toEqual([['includeRaw', 'boolean', false]]);
	});

	it.each<[INodeParameters, string]>([
		[{}, 'events startFrom filters output options orderOnceNotice'],
		[{ startFrom: 'date' }, 'events startFrom startDate filters output options orderOnceNotice'],
		[{ output: 'orderLine' }, 'events startFrom filters output orderLineOnceNotice'],
		[{ output: 'row' }, 'events startFrom filters output rowOnceNotice'],
		[{ output: 'marketplace' }, 'events startFrom filters output marketplaceOnceNotice'],
	])('shows for %j what counts then', (values, names) => {
		expect(see(new AllegroTrigger(), values)).toBe(names);
	});

	it('names its events in the order of the alphabet, whoever brings them', () => {
		for (const node of [new AllegroTrigger(), new BigCommerceTrigger()]) {
			const event = node.description.properties.find(({ name }) => name === 'events');
			const names = (event?.options ?? []).map(({ name }) => name);
			expect(names.length).toBeGreaterThan(2);
			expect(names).toEqual(names.toSorted());
			expect(new Set(choicesOf(event as INodeProperties)).size).toBe(names.length);
		}
	});

	it.each([
		[new AllegroTrigger(), 'order', ': {{ $json.eventKey }}'],
		[new AllegroTrigger(), 'orderLine', ': {{ $json.eventKey }}:{{ $json.line.key }}'],
		[new AllegroTrigger(), 'row', ': {{ $json.eventKey }}:{{ $json.lineKey }}'],
		[new AllegroTrigger(), 'marketplace', ': {{ $json.eventKey }}'],
		// Naver's own form has an item for each line.
		[
			new NaverCommerceTrigger(),
			'marketplace',
			': {{ $json.eventKey }}:{{ $json.productOrder.productOrderId }}',
		],
	])('of $description.name says how to act once on each %s', (node, output, end) => {
		const notice = node.description.properties.find(({ name }) => name === `${output}OnceNotice`);
		expect(notice?.displayName).toContain('Remove Duplicates');
		expect(notice?.displayName.endsWith(end)).toBe(true);
	});

	it('says how often to poll right beside the poll times, where that is no free choice', () => {
		const told = TRIGGERS.map(({ description }) => description.properties[0]);
		const paced = told.filter(({ name }) => name === 'pollNotice');
		expect(paced.map(({ displayName }) => displayName)).toEqual([
			expect.stringContaining('one request per 3 minutes'),
			expect.stringContaining('every 5 to 15 minutes'),
		]);
	});
});

describe('the parameters of Orders v0', () => {
	const amazon = new AmazonSellingPartner();
	const fieldOf = (apiVersion: string, name: string) =>
		amazon.description.properties.filter(
			(property) =>
				property.name === name && property.displayOptions?.show?.apiVersion?.includes(apiVersion),
		);

	it('offer what v0 knows, and demand what it needs', () => {
		const [included, ...more] = fieldOf('v0', 'includedData');
		expect(more).toEqual([]);
		expect(rowsOf([included])).toEqual([['includedData', 'BUYER|RECIPIENT|TAX', []]]);
		expect(fieldOf('v0', 'marketplaceIds').map(({ required }) => required)).toEqual([true]);
	});

	it('are apart from those of the newer version', () => {
		const [included] = fieldOf('2026-01-01', 'includedData');
		expect(choicesOf(included)).toHaveLength(11);
		expect(included.default).toHaveLength(6);
		expect(fieldOf('2026-01-01', 'marketplaceIds').map(({ required }) => required)).toEqual([
			undefined,
		]);
	});

	it('are shown once, whichever version is chosen', () => {
		for (const apiVersion of ['2026-01-01', 'v0']) {
			const names = see(amazon, { apiVersion }).split(' ');
			for (const name of ['marketplaceIds', 'includedData']) {
				expect(names.filter((each) => each === name)).toHaveLength(1);
			}
		}
	});
});

describe('query and headers of an API request', () => {
	const node = new Allegro();
	const API = { resource: 'apiRequest', method: 'GET' };
	const given = (values: INodeParameters) =>
		NodeHelpers.getNodeParameters(
			node.description.properties,
			{ ...API, ...values },
			true,
			false,
			{ typeVersion: 1 } as INode,
			node.description,
		);

	it.each<[INodeParameters, string]>([
		// Of a workflow that knows of no rows, nothing is left out.
		[{ query: '{"limit": 3}', headers: { 'x-a': '1' } }, PAIRS],
		[{ specifyQuery: 'json', query: '={{ $json.query }}' }, PAIRS],
		[
			{ specifyQuery: 'keypair', queryParameters: { parameters: [{ name: 'a', value: '1' }] } },
			'specifyQuery queryParameters specifyHeaders headers',
		],
		[
			{ specifyHeaders: 'keypair', headerParameters: { parameters: [{ name: 'a', value: '1' }] } },
			'specifyQuery query specifyHeaders headerParameters',
		],
	])('for %j are shown as %s', (values, names) => {
		expect(see(node, { ...API, ...values })).toBe(
			`resource operation method path ${names} paginate options`,
		);
		expect(given(values)).toMatchObject(values);
	});
});

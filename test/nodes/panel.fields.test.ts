import type { INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { Allegro } from '../../nodes/Allegro/Allegro.node';
import { AllegroTrigger } from '../../nodes/Allegro/AllegroTrigger.node';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AssistTencho } from '../../nodes/AssistTencho/AssistTencho.node';
import { AssistTenchoTrigger } from '../../nodes/AssistTencho/AssistTenchoTrigger.node';
import { BigCommerce } from '../../nodes/BigCommerce/BigCommerce.node';
import { BigCommerceTrigger } from '../../nodes/BigCommerce/BigCommerceTrigger.node';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../../nodes/NaverCommerce/NaverCommerceTrigger.node';
import { choicesOf, offered, rowsOf, shown, type Row } from '../kit/form';

const WAIT: Row = ['maxWait', 'number', 60, 'minValue 0'];
const TIMEOUT: Row = ['timeout', 'number', 60_000, 'minValue 1'];
const OUTPUT = 'marketplace|order|orderLine';

/** What a panel and a list in it begin with; fields of the marketplace's own are left out. */
const COMMON: Record<string, Row[]> = {
	all: [['resource', 'account|apiRequest|order', 'order', 'fixed']],
	order: [
		['operation', 'get|getAll', 'getAll', 'fixed'],
		['orderId', 'string', '', 'required'],
		['returnAll', 'boolean', false],
		['limit', 'number', 50, 'minValue 1'],
		['filters', 'collection', {}],
		['output', OUTPUT, 'order'],
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
		['query', 'json', '{}'],
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
		['account', 'account'],
		['apiRequest', 'apiRequest'],
	])('has these fields, and begins with these values: %s', (name, resource) => {
		expect(rowsOf(of(node, resource))).toEqual(COMMON[name]);
	});

	it.each<[string, Row[]]>([
		[
			'order',
			[
				['cursor', 'string', ''],
				['includeRaw', 'boolean', true],
				['partialResults', 'boolean', false],
				WAIT,
				['outputCursor', 'boolean', false],
				TIMEOUT,
			],
		],
		['account', [WAIT, TIMEOUT, ['warnDays', 'number', 30, 'minValue 0']]],
		[
			'apiRequest',
			[
				['fullResponse', 'boolean', false],
				['partialResults', 'boolean', false],
				WAIT,
				['responseAsFile', 'boolean', false],
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
		[{ resource: 'account' }, 'resource operation options'],
		[{ resource: 'apiRequest' }, 'resource operation method path query headers paginate options'],
		[
			{ resource: 'apiRequest', method: 'HEAD' },
			'resource operation method path query headers options',
		],
		...['DELETE', 'PATCH', 'POST', 'PUT'].map((method): [INodeParameters, string] => [
			{ resource: 'apiRequest', method },
			'resource operation method path query headers bodyType body options',
		]),
		[
			{ resource: 'apiRequest', method: 'POST', bodyType: 'binary' },
			'resource operation method path query headers bodyType inputDataFieldName options',
		],
		// A choice of before, which counts no more.
		...['binary', 'json'].map((bodyType): [INodeParameters, string] => [
			{ resource: 'apiRequest', method: 'GET', bodyType },
			'resource operation method path query headers paginate options',
		]),
		[
			{ resource: 'apiRequest', paginate: true },
			'resource operation method path query headers paginate returnAll limit options',
		],
		[
			{ resource: 'apiRequest', paginate: true, returnAll: true },
			'resource operation method path query headers paginate returnAll options',
		],
		[
			{ resource: 'apiRequest', paginate: true, method: 'POST' },
			'resource operation method path query headers bodyType body options',
		],
	])('shows for %j what counts then', (values, names) => expect(see(node, values)).toBe(names));

	it.each<[INodeParameters, string]>([
		[{}, 'cursor includeRaw partialResults maxWait outputCursor timeout'],
		[{ output: 'orderLine' }, 'cursor partialResults maxWait outputCursor timeout'],
		[{ operation: 'get' }, 'includeRaw maxWait timeout'],
		[{ resource: 'account' }, 'maxWait timeout warnDays'],
		[{ resource: 'apiRequest' }, 'fullResponse maxWait responseAsFile timeout'],
		[
			{ resource: 'apiRequest', paginate: true },
			'fullResponse partialResults maxWait responseAsFile timeout',
		],
	])('offers for %j the options that count then', (values, names) => {
		expect(offered(node.description, 'options', values).join(' ')).toBe(names);
	});
});

describe.each([
	[new Allegro(), undefined, 'order', 30, '/order/checkout-forms'],
	[new AmazonSellingPartner(), undefined, 'order', 30, '/sellers/v1/marketplaceParticipations'],
	[new AssistTencho(), 'oAuth2', 'marketplace', 7, '/api/v1/orders.php'],
	[new BigCommerce(), 'accessToken', 'order', 30, '/v3/catalog/products'],
	[new NaverCommerce(), undefined, 'order', 30, '/v1/seller/channels'],
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
		expect(find('returnAll', 'order')?.hint).toMatch(/^Orders come/);
		expect(find('returnAll', 'apiRequest')?.hint).toBeUndefined();
	});
});

it.each([
	[new AmazonSellingPartner(), 'Without a date'],
	[new NaverCommerce(), 'Without a date'],
	[new Allegro(), undefined],
])('$description.name says under the filters where a list begins, if it has to', (node, hint) => {
	const filters = of(node, 'order').find(({ name }) => name === 'filters');
	expect(filters?.hint?.slice(0, hint?.length)).toBe(hint);
});

it('asks for what only the seller of Amazon and Assist Tencho knows, before the options', () => {
	const rows = (node: INodeType) => rowsOf(of(node, 'account')).slice(1, -1);
	expect(rows(new AmazonSellingPartner())).toEqual([
		['authorizedAt', 'dateTime', ''],
		['clientSecretCreatedAt', 'dateTime', ''],
	]);
	expect(rows(new AssistTencho())).toEqual([['authorizedAt', 'dateTime', '']]);
	expect(rows(new BigCommerce())).toEqual([]);
});

describe('the panel of a trigger', () => {
	const EVENT = ['fixed'];

	it.each<[INodeType, Row[]]>([
		[
			new AllegroTrigger(),
			[
				[
					'event',
					'orderCancelled|orderCreated|orderFilledIn|orderReadyForProcessing|orderReturned|orderShipped|orderUpdated',
					'orderCreated',
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
			],
		],
		[
			new AssistTenchoTrigger(),
			[
				['authentication', 'accessToken|oAuth2', 'oAuth2'],
				['event', 'orderCreated|orderUpdated', 'orderCreated', ...EVENT],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['searchNotice', 'notice', ''],
				['filters', 'collection', {}],
				['output', OUTPUT, 'marketplace'],
				['options', 'collection', {}],
			],
		],
		[
			new NaverCommerceTrigger(),
			[
				[
					'event',
					'orderCancelled|orderClaimed|orderCompleted|orderCreated|orderPaid|orderReadyToShip|orderReturned|orderShipped|orderUpdated',
					'orderCreated',
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
			],
		],
		[
			new BigCommerceTrigger(),
			[
				['authentication', 'accessToken|oAuth2', 'accessToken'],
				[
					'event',
					'orderAwaitingFulfillment|orderCancelled|orderCompleted|orderCreated|orderDisputed|orderPaid|orderPartiallyRefunded|orderPartiallyShipped|orderRefunded|orderShipped|orderUpdated',
					'orderCreated',
					...EVENT,
				],
				['startFrom', 'date|now', 'now'],
				['startDate', 'dateTime', '', 'required'],
				['useWebhook', 'boolean', false],
				['filters', 'collection', {}],
				['output', OUTPUT, 'order'],
				['options', 'collection', {}],
			],
		],
	])('of $description.name has these fields, and begins with these values', (node, rows) => {
		expect(rowsOf(node.description.properties)).toEqual(rows);
		expect(rowsOf(optionsOf(node))).toEqual([['includeRaw', 'boolean', true]]);
	});

	it.each<[INodeParameters, string]>([
		[{}, 'event startFrom filters output options'],
		[{ startFrom: 'date' }, 'event startFrom startDate filters output options'],
		[{ output: 'orderLine' }, 'event startFrom filters output'],
		[{ output: 'marketplace' }, 'event startFrom filters output'],
	])('shows for %j what counts then', (values, names) => {
		expect(see(new AllegroTrigger(), values)).toBe(names);
	});

	it('names its events in the order of the alphabet, whoever brings them', () => {
		for (const node of [new AllegroTrigger(), new BigCommerceTrigger()]) {
			const event = node.description.properties.find(({ name }) => name === 'event');
			const names = (event?.options ?? []).map(({ name }) => name);
			expect(names.length).toBeGreaterThan(2);
			expect(names).toEqual(names.toSorted());
			expect(new Set(choicesOf(event as INodeProperties)).size).toBe(names.length);
		}
	});

	it('tells how to act on each event once', () => {
		const output = new AllegroTrigger().description.properties.find(
			({ name }) => name === 'output',
		);
		expect(output?.hint).toContain("'eventKey'");
		expect(output?.hint).toContain('Remove Duplicates');
		expect(output?.hint).toContain("'line.key'");
	});
});

import type { IHttpRequestOptions, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { AmazonSellingPartner } from '../../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AmazonSellingPartnerTrigger } from '../../../nodes/AmazonSellingPartner/AmazonSellingPartnerTrigger.node';
import { ownerOf, readKeys } from '../../../nodes/AmazonSellingPartner/access/connection';
import { FakeClock } from '../../kit/fake-clock';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const MINUTE = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();
const ICON = { light: 'file:amazonSellingPartner.svg', dark: 'file:amazonSellingPartner.dark.svg' };
const CREDENTIALS = [{ name: 'amazonSellingPartnerApi', required: true }];

let time: FakeClock;
beforeEach(() => {
	time = new FakeClock(NOW);
	forgetProcess('quota');
});

const named = (properties: INodeProperties[], name: string) =>
	properties.filter((property) => property.name === name);

describe('the node', () => {
	const { description } = new AmazonSellingPartner();
	it('is found by n8n, by agents and by workflows that use it', () => {
		expect(description).toMatchObject({
			...{ name: 'amazonSellingPartner', group: ['transform'], version: [1], icon: ICON },
			...{ usableAsTool: true, inputs: ['main'], outputs: ['main'], credentials: CREDENTIALS },
			defaults: { name: 'Amazon Selling Partner' },
		});
	});

	it('asks for the version, the sites and the parts of orders, and for reports in lists', () => {
		const { properties } = description;
		const [version] = named(properties, 'apiVersion');
		expect(version).toMatchObject({ type: 'options', default: '2026-01-01' });
		expect(version.options?.map((one) => (one as { value: string }).value)).toEqual([
			...['2026-01-01', 'v0'],
		]);
		expect(named(properties, 'v0Notice')[0].displayOptions?.show).toMatchObject({
			apiVersion: ['v0'],
		});
		expect(named(properties, 'marketplaceIds')[0]).toMatchObject({
			...{ type: 'multiOptions', default: [] },
			displayOptions: { show: { operation: ['getAll'], apiVersion: ['2026-01-01'] } },
		});
		expect(named(properties, 'includedData')[0]).toMatchObject({ type: 'multiOptions' });
		const options = named(properties, 'options').flatMap((one) => one.options as INodeProperties[]);
		const onlyLists = { show: { '/operation': ['getAll'] } };
		expect(options).toContainEqual(
			expect.objectContaining({
				...{ name: 'reportWait', type: 'number', default: 1800 },
				displayOptions: { ...onlyLists, hide: { readThrough: ['ordersApi'] } },
				typeOptions: { minValue: 1 },
			}),
		);
		const way = options.find(({ name }) => name === 'readThrough');
		expect(way).toMatchObject({ type: 'options', default: 'auto', displayOptions: onlyLists });
		expect(way?.options?.map((one) => (one as { value: string }).value)).toEqual([
			...['auto', 'ordersApi', 'report'],
		]);
	});
});

describe('the trigger', () => {
	const { description } = new AmazonSellingPartnerTrigger();
	it('is found by n8n, and polls', () => {
		expect(description).toMatchObject({
			...{ name: 'amazonSellingPartnerTrigger', group: ['trigger'], version: [1], icon: ICON },
			...{ polling: true, inputs: [], outputs: ['main'], credentials: CREDENTIALS },
			defaults: { name: 'Amazon Selling Partner Trigger' },
		});
		const { properties } = description;
		expect(
			named(properties, 'events')[0].options?.map((one) => (one as { value: string }).value),
		).toEqual([
			...['orderCancelled', 'orderCreated', 'orderReadyToShip', 'orderReturned', 'orderShipped'],
			'orderUpdated',
		]);
		const names = ['pollNotice', 'marketplaceIds', 'includedData', 'filters', 'output'];
		expect(names.filter((name) => named(properties, name).length !== 1)).toEqual([]);
	});

	const KEYS = {
		...{ environment: 'production', region: 'eu', clientId: 'app', clientSecret: 'secret' },
		...{ method: 'refreshToken', refreshToken: 'Atzr|mine' },
	};
	/** Polls one after the other, ten minutes apart, of a seller with these orders. */
	function shop(orders: object[]) {
		const queries: Array<Record<string, string>> = [];
		const kept = {};
		const credential = () => ({
			...{ ...KEYS, accessToken: 'Atza|x', issuedFor: ownerOf(readKeys(KEYS)) },
			accessTokenExpiresAt: iso(time.now + 60 * MINUTE),
		});
		return async (parameters: Record<string, unknown>) => {
			time.now += 10 * MINUTE;
			const all: Record<string, unknown> = {
				...{ events: ['orderUpdated'], startFrom: 'now', output: 'order', ...parameters },
			};
			queries.splice(0);
			const context = {
				getNode: () => ({
					...{ id: 'n', name: 'Trigger', type: 'x', typeVersion: 1, parameters: all },
					credentials: {},
				}),
				getWorkflow: () => ({ id: 'w', name: 'W', active: true }),
				getMode: () => 'trigger',
				getActivationMode: () => 'init',
				getWorkflowStaticData: () => kept,
				getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback,
				getTimezone: () => 'Europe/Berlin',
				getCredentials: async () => await Promise.resolve(credential()),
				logger: { info: () => undefined, warn: () => undefined, debug: () => undefined },
				helpers: {
					httpRequestWithAuthentication: async (_type: string, { url }: IHttpRequestOptions) => {
						const query = Object.fromEntries(new URL(url).searchParams);
						queries.push(query);
						const body = { orders, lastUpdatedBefore: iso(time.now - 2 * MINUTE) };
						const headers = { date: new Date(time.now).toUTCString() };
						return await Promise.resolve({
							...{ statusCode: 200, headers, body: Buffer.from(JSON.stringify(body)) },
						});
					},
				},
			} as unknown as IPollFunctions;
			const found = await time.run(new AmazonSellingPartnerTrigger().poll.call(context));
			return { found: (found?.[0] ?? []).map(({ json }) => json), queries: [...queries] };
		};
	}
	const order = (n: number, fulfillmentStatus: string) => ({
		...{ orderId: `902-3159896-000000${n}`, createdTime: iso(NOW + n * MINUTE) },
		...{ lastUpdatedTime: iso(time.now + 5 * MINUTE), fulfillment: { fulfillmentStatus } },
	});
	const [ONE, TWO] = ['902-3159896-0000001', '902-3159896-0000002'];

	it('tells the orders that its filters let pass', async () => {
		const orders: object[] = [];
		const poll = shop(orders);
		const filters = { status: ['UNSHIPPED'] };
		expect((await poll({ filters })).found).toEqual([]);
		orders.push(order(1, 'SHIPPED'), order(2, 'UNSHIPPED'));
		const { found } = await poll({ filters });
		expect(found).toMatchObject([{ event: 'orderUpdated', id: TWO, status: 'open' }]);
	});

	it.each([
		['orderShipped', ONE],
		['orderReadyToShip', TWO],
	])('waits for %s', async (event, id) => {
		const orders: object[] = [];
		const poll = shop(orders);
		await poll({ events: [event] });
		orders.push(order(1, 'UNSHIPPED'), order(2, 'PENDING'));
		await poll({ events: [event] });
		orders.splice(0, 2, order(1, 'SHIPPED'), order(2, 'UNSHIPPED'));
		const { found } = await poll({ events: [event] });
		expect(found).toMatchObject([{ event, id }]);
	});

	it.each([
		['A1PA6795UKMFR9', [ONE]],
		['A13V1IB3VIYZZH', []],
	])('tells what changed before only of the sites that were chosen then: %s', async (site, ids) => {
		const orders: object[] = [];
		const poll = shop(orders);
		const before = { marketplaceIds: ['A1PA6795UKMFR9'] };
		await poll(before);
		orders.push({ ...order(2, 'SHIPPED'), lastUpdatedTime: iso(NOW + 30 * MINUTE) });
		time.now = NOW + 25 * MINUTE;
		expect((await poll(before)).found.map(({ id }) => id)).toEqual([TWO]);
		// The index of Amazon lags behind, or this one is of another site.
		orders.splice(0, 1, { ...order(1, 'SHIPPED'), lastUpdatedTime: iso(NOW + 15 * MINUTE) });
		const { found, queries } = await poll({ marketplaceIds: [site] });
		expect(queries).toMatchObject([{ marketplaceIds: site, maxResultsPerPage: '100' }]);
		expect(found.map(({ id }) => id)).toEqual(ids);
	});
});

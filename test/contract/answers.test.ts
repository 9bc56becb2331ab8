import { afterEach, describe, expect, it } from 'vitest';

import { startMarketplace, type MarketplaceName } from '../../sandbox';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { schemaProblems } from './check';
import { readAnswer } from './description/openapi';
import { hasSpecs, readSpec } from './specs';

const ALLEGRO = 'application/vnd.allegro.public.v1+json';

let server: MarketplaceServer;
let headers: Record<string, string>;
let grant: Record<string, string>;
afterEach(async () => await server.close());

async function open(name: MarketplaceName): Promise<void> {
	server = await startMarketplace(name, { orders: 60, quotaScale: 1000 });
	grant = server.backend.grant({ expired: false }) as Record<string, string>;
}

async function call(method: string, path: string, body?: object) {
	const response = await fetch(server.url + path, {
		method,
		headers,
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Null stands for what is not there, which these descriptions do not say. */
function withoutNull(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
		part === null ? undefined : part,
	);
}

/** What is wrong with the sandbox's answers to the calls that write, by the official description. */
describe.skipIf(!hasSpecs)('answers of the sandbox', () => {
	it('are those of Allegro', async () => {
		await open('allegro');
		headers = {
			authorization: `Bearer ${grant.accessToken}`,
			...{ accept: ALLEGRO, 'content-type': ALLEGRO, 'accept-language': 'en-US' },
			'user-agent': `${grant.applicationName}/1.0 (+${grant.applicationUrl})`,
		};
		const document = readSpec('allegro/swagger.yaml');
		const [{ id, lineIds }] = server.backend.held();
		const check = async (method: string, part: string, status: number, body?: object) => {
			if (!body) delete headers['content-type'];
			const answer = await call(method, `/order/checkout-forms/${id}/${part}`, body);
			expect(answer.status).toBe(status);
			const schema = readAnswer(document, method, `/order/checkout-forms/{id}/${part}`, status);
			expect(schemaProblems(schema, withoutNull(answer.body))).toEqual([]);
			return answer.body;
		};
		const parcel = { carrierId: 'OTHER', waybill: 'AD-1', carrierName: 'By bike' };
		await check('POST', 'shipments', 201, { ...parcel, lineItems: [{ id: lineIds[0] }] });
		await check('POST', 'shipments', 201, { ...parcel, carrierId: 'DPD' });
		await check('POST', 'shipments', 400, {});
		await check('POST', 'shipments', 422, { ...parcel, lineItems: [{ id: 'x' }] });
		await check('PUT', 'fulfillment', 422, { status: 'RETURNED' });
		const { shipments } = await check('GET', 'shipments', 200);
		expect(shipments).toHaveLength(2);
	});

	it('are those of BigCommerce', async () => {
		await open('bigCommerce');
		server.backend.add(200);
		headers = {
			'x-auth-token': grant.accessToken,
			...{ accept: 'application/json', 'user-agent': 'n8n-nodes-marketplaces/0.1.0' },
		};
		const document = readSpec('bigcommerce/orders.v2.oas2.yml');
		const orders = `/stores/${grant.storeHash}/v2/orders`;
		const { body: waiting } = await call('GET', `${orders}?status_id=11&limit=250`);
		const { id } = waiting.find((one: any) => one.shipping_address_count === 1);
		const { body: lines } = await call('GET', `${orders}/${id}/products`);
		const { id: order_product_id, order_address_id } = lines.find(
			({ type }: any) => type === 'physical',
		);
		const path = `${orders}/${id}/shipments`;
		const check = async (method: string, status: number, body?: object) => {
			if (body) headers['content-type'] = 'application/json';
			else delete headers['content-type'];
			const answer = await call(method, path, body);
			expect(answer.status).toBe(status);
			const schema = readAnswer(document, method, '/orders/{order_id}/shipments', status);
			expect(schemaProblems(schema, answer.body)).toEqual([]);
			return answer.body;
		};
		const items = [{ order_product_id, quantity: 1 }];
		const parcel = { order_address_id, items, tracking_number: 'T1', shipping_provider: 'ups' };
		await check('POST', 201, parcel);
		expect(await check('GET', 200)).toHaveLength(1);
	});
});

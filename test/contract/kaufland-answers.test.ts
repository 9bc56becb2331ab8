import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Random } from '../../sandbox/kit/random';
import { ALL_STOREFRONTS } from '../../sandbox/kaufland/storefronts';
import { BOTH, KauflandDesk } from '../kit/kaufland-desk';
import { schemaProblems } from './check';
import { readAnswer } from './description/openapi';
import type { Schema } from './description/operation';
import { hasSpecs, readSpec } from './specs';

/** What an API answers has no type of ours. */
type Json = any;

/** The description at hand is older than these two. */
const KNOWN = ALL_STOREFRONTS.filter((name) => !['es', 'nl'].includes(name));

describe.skipIf(!hasSpecs)('the sandbox answers as the description of Kaufland says', () => {
	let desk: KauflandDesk;
	let document: Json;

	beforeAll(async () => {
		document = readSpec('kaufland/swagger.json');
		desk = await KauflandDesk.open({ orders: 300, offers: 100, storefronts: KNOWN });
		const random = new Random(2);
		for (let i = 0; i < 300; i++) desk.backend.world.act(random);
	});
	afterAll(async () => await desk.server.close());

	const schemas = new Map<string, Schema>();
	/** Read once: there are hundreds of answers of a kind. */
	function schemaOf(method: string, route: string, status: number): Schema {
		const key = `${method} ${route} ${status}`;
		const schema = schemas.get(key) ?? readAnswer(document, method, route, status);
		schemas.set(key, schema);
		return schema;
	}

	/** Calls, and gives what was answered when that is legal. */
	async function legal(method: string, route: string, path: string, status: number, body?: Json) {
		const answer = await desk.call(method, path, { body });
		expect(answer.status).toBe(status);
		if (status === 204) return undefined;
		const schema = schemaOf(method, route, status);
		expect(schemaProblems(schema, answer.body)).toEqual([]);
		return answer.body.data;
	}

	const get = async (route: string, path = route, status = 200) =>
		await legal('GET', route, path, status);

	it('to whoever asks for the account', async () => {
		await get('/status/ping');
		await get('/carriers');
		expect(await get('/info/storefront')).toEqual(KNOWN);
	});

	it('with orders and what is in them', async () => {
		const units = await get('/order-units', `/order-units?${BOTH}&limit=100`);
		expect(units).toHaveLength(100);
		await get('/orders', `/orders?${BOTH}&limit=100`);
		await get('/order-units', '/order-units?limit=101', 400);
		const all = ['delivery_attempt_timestamp_iso', 'return_unit', 'tickets', 'delivery'];
		const more = all.map((name) => `embedded=${name}`).join('&');
		for (const { id_order: order, id_order_unit: unit } of units) {
			await get('/orders/{id_order}', `/orders/${order}?embedded=order_invoices&embedded=delivery`);
			await get('/order-units/{id_order_unit}', `/order-units/${unit}?${more}`);
		}
		await get('/orders/{id_order}', '/orders/MXXXXXX', 404);
		await get('/order-units/{id_order_unit}', '/order-units/5', 404);
	});

	it('to what a seller does with them', async () => {
		const units = (await desk.all('/order-units?status=need_to_be_sent')) as Json[];
		const [first, second] = units.map(({ id_order_unit: id }) => id);
		const path = '/order-units/{id_order_unit}';
		const act = async (id: number, what: string, status: number, body: object) =>
			await legal('PATCH', `${path}/${what}`, `/order-units/${id}/${what}`, status, body);
		const sent = { tracking_numbers: '0034123456789,0034987654321', carrier_code: 'DHL' };
		await act(first, 'send', 204, sent);
		await act(first, 'send', 403, sent);
		await act(second, 'send', 400, {});
		await act(5, 'send', 404, sent);
		await act(second, 'cancel', 204, { reason: 'NoInventory' });
		await act(second, 'cancel', 403, { reason: 'NoInventory' });
		await act(second, 'cancel', 400, { reason: 'none' });
		const shipment_information = { carrier_code: 'DHL', tracking_number: '0034987654322' };
		const add = async (id: number, status: number) =>
			await legal('POST', '/shipments', '/shipments', status, {
				id_order_unit: id,
				shipment_information,
			});
		await add(first, 204);
		await add(second, 403);
	});

	it('with offers and what becomes of them', async () => {
		for (const storefront of KNOWN) {
			await get('/units', `/units?storefront=${storefront}&${BOTH}&embedded=products`);
		}
		const [{ id_unit: id }, { id_unit: other }] = await get('/units', '/units?storefront=de');
		const path = `/units/${id}?storefront=de`;
		await get('/units/{id_unit}', `${path}&embedded=products`);
		await get('/units/{id_unit}', '/units/3?storefront=de', 404);
		await legal('PATCH', '/units/{id_unit}', path, 200, { amount: 3, listing_price: 100 });
		await legal('PATCH', '/units/{id_unit}', path, 400, { listing_price: 0 });
		desk.settings.troubles = { [other]: 'internal' };
		const results = await legal('POST', '/units/bulk', '/units/bulk?storefront=de', 207, [
			{ id_unit: id, unit_data: { amount: 4 } },
			{ id_unit: 3, unit_data: { amount: 4 } },
			{ id_unit: other, unit_data: { amount: 4 } },
		]);
		expect(results.map((one: Json) => one.status_code)).toEqual([200, 404, 500]);
	});

	it('to whoever is not let in', async () => {
		const headers = { 'shop-signature': 'x' };
		const { status, body } = await desk.get('/orders', { headers });
		expect(status).toBe(401);
		const schema = readAnswer(document, 'GET', '/orders', 401);
		expect(schemaProblems(schema, body)).toEqual([]);
		expect(schemaProblems(schema, desk.backend.errorBody(500))).toEqual([]);
	});
});

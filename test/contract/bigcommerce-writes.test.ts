import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CARRIERS } from '../../nodes/BigCommerce/writes/carriers';
import { statusOptions } from '../../nodes/BigCommerce/writes/statuses';
import { Bench, type Outcome } from './bench';
import { CASES } from './cases';
import type { Schema } from './description/operation';
import { hasSpecs, readSpec } from './specs';

interface Description {
	components: { schemas: Record<string, Schema> };
}

const LONG = 60_000;
const subject = CASES.find(({ label }) => label === 'bigCommerce') as (typeof CASES)[number];
const schemas: Record<string, Schema> = hasSpecs
	? readSpec<Description>('bigcommerce/orders.v2.oas2.yml').components.schemas
	: {};

const fieldsOf = (name: string) => Object.keys(schemas[name].properties ?? {});
/** It is described for a GET of products, too, which has no content that could have a type. */
const NO_CONTENT = /^GET \S+\/products: 'Content-Type' is missing$/;
const problemsOf = ({ problems }: Outcome) =>
	problems.filter((problem) => !NO_CONTENT.test(problem));
const bodies = ({ sent }: Outcome, method: string): Array<Record<string, unknown>> =>
	sent.filter((one) => one.method === method).map(({ body }) => JSON.parse(body));

describe.skipIf(!hasSpecs)('what is written to BigCommerce', () => {
	let bench: Bench;
	beforeAll(async () => (bench = await Bench.start({ ...subject, orders: 250 })), LONG);
	afterAll(async () => await bench.close());

	const everywhere = async (
		parametersOf: (at: number) => Record<string, unknown>,
		most = Infinity,
	): Promise<Outcome[]> => {
		const outcomes: Outcome[] = [];
		for (const [at, orderId] of bench.held.slice(0, most).entries()) {
			outcomes.push(await bench.run({ orderId, ...parametersOf(at) }));
		}
		return outcomes;
	};

	it(
		'is a shipment as described, in three calls where it is one',
		async () => {
			const options = { trackingLink: 'https://t.example/1', comments: 'c', shippingMethod: 'm' };
			const carriers = ['ups', 'dhl-germany', 'carrier_1', ''];
			const outcomes = await everywhere((at) => ({
				operation: 'ship',
				trackingNumber: `T${at}`,
				carrier: carriers[at % carriers.length],
				options: at % 2 === 0 ? options : {},
			}));
			for (const outcome of outcomes) expect(problemsOf(outcome)).toEqual([]);
			const sent = outcomes.map((outcome) => bodies(outcome, 'POST'));
			const fields = new Set(sent.flat().flatMap(Object.keys));
			expect([...fields].sort()).toEqual([
				...['comments', 'items', 'order_address_id', 'shipping_method', 'shipping_provider'],
				...['tracking_carrier', 'tracking_link', 'tracking_number'],
			]);
			expect(fieldsOf('orderShipment_Post')).toEqual(expect.arrayContaining([...fields]));
			const single = outcomes.filter((_, at) => sent[at].length === 1);
			expect(single.length).toBeGreaterThan(5);
			for (const outcome of single) expect(outcome.sent).toHaveLength(3);
		},
		LONG,
	);

	it(
		'is a status as described',
		async () => {
			for (const parameters of [
				{ operation: 'updateStatus', status: 9 },
				{ operation: 'cancel' },
			]) {
				const outcomes = await everywhere(() => parameters, 60);
				for (const outcome of outcomes) {
					expect(problemsOf(outcome)).toEqual([]);
					expect(outcome.failure).toBeUndefined();
				}
				const sent = outcomes.flatMap((outcome) => bodies(outcome, 'PUT'));
				expect(sent.length).toBeGreaterThan(20);
				for (const body of sent) expect(Object.keys(body)).toEqual(['status_id']);
			}
		},
		LONG,
	);

	it('goes to the carriers that are described', () => {
		const { enum: codes = [] } = schemas.shipping_provider_standard;
		expect(CARRIERS.map(({ code }) => code).sort()).toEqual(codes.filter(Boolean).sort());
	});

	it('reads fields that are described', () => {
		expect(fieldsOf('orderShipment')).toEqual(
			expect.arrayContaining([
				...['id', 'order_address_id', 'date_created', 'tracking_number', 'shipping_provider'],
				...['tracking_carrier', 'tracking_link', 'generated_tracking_link', 'items'],
			]),
		);
		expect(fieldsOf('orderProducts')).toEqual(
			expect.arrayContaining([
				...['id', 'type', 'order_pickup_method_id', 'order_address_id'],
				...['quantity', 'quantity_shipped', 'quantity_refunded'],
			]),
		);
		expect(schemas.orderProducts.properties?.type.enum).toEqual([
			'physical',
			'digital',
			'giftcertificate',
		]);
		expect(statusOptions).toHaveLength(15);
	});
});

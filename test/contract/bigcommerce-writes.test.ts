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
	beforeAll(async () => (bench = await Bench.start({ ...subject, orders: 60 })), LONG);
	afterAll(async () => await bench.close());

	const everywhere = async (parameters: Record<string, unknown>): Promise<Outcome[]> => {
		const outcomes: Outcome[] = [];
		for (const orderId of bench.held) outcomes.push(await bench.run({ orderId, ...parameters }));
		return outcomes;
	};

	it(
		'is a shipment as described, in at most three calls where it is one',
		async () => {
			const options = { trackingLink: 'https://t.example/1', comments: 'c', shippingMethod: 'm' };
			const parcel = { operation: 'ship', trackingNumber: 'T1', options };
			const carriers = ['ups', 'dhl-germany', 'carrier_1', ''];
			for (const carrier of carriers) {
				const outcomes = await everywhere({
					...parcel,
					trackingNumber: `T ${carrier}`,
					carrier,
				});
				for (const outcome of outcomes) expect(problemsOf(outcome)).toEqual([]);
				const sent = outcomes.flatMap((outcome) => bodies(outcome, 'POST'));
				const known = fieldsOf('orderShipment_Post');
				for (const body of sent) expect(known).toEqual(expect.arrayContaining(Object.keys(body)));
				if (carrier === carriers[0]) expect(sent.length).toBeGreaterThan(5);
				const single = outcomes.filter((outcome) => bodies(outcome, 'POST').length === 1);
				for (const outcome of single) expect(outcome.sent).toHaveLength(3);
			}
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
				const outcomes = await everywhere(parameters);
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

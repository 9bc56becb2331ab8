import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { COURIERS } from '../../nodes/NaverCommerce/writes/courier-names';
import { METHODS, REASONS } from '../../nodes/NaverCommerce/writes/panel';
import { nodeContext } from '../kit/node-context';
import { reset } from './bench';
import { problemsOf } from './check';
import { type Examples, readNaverTable } from './description/naver';
import { startRecorder, type Recorder, type Sent } from './recorder';
import { hasSpecs, readSpec } from './specs';

const ROOT = '/v1/pay-order/seller';
const DISPATCH = `POST ${ROOT}/product-orders/dispatch`;
const CONFIRM = `POST ${ROOT}/product-orders/confirm`;
const CANCEL = `POST ${ROOT}/product-orders/{productOrderId}/claim/cancel/request`;
const ORDER = '2026112900000001';
const lineNo = (n: number): string => `20261129100000${String(n).padStart(2, '0')}`;

const codes = (name: string): string[] =>
	Object.keys(
		readSpec<Record<string, object>>('naver/enums-2.73.0.json')[`${name}.pay-order-seller`],
	);

describe.skipIf(!hasSpecs)('the writes of Naver', () => {
	let recorder: Recorder;
	const examples = hasSpecs ? readSpec<Examples>('naver/examples-2.73.0.json') : {};

	beforeAll(async () => {
		recorder = await startRecorder(({ path, body }) => {
			const token = { access_token: 'token-1', expires_in: 10_800, token_type: 'Bearer' };
			if (path.endsWith('/token')) return { status: 200, body: token };
			return { status: 200, body: answerTo(path, body) };
		});
	});
	afterAll(async () => await recorder.close());
	beforeEach(() => {
		recorder.sent.length = 0;
		reset();
	});

	/** An answer with the fields of the example, for the product orders that were asked for. */
	function answerTo(path: string, body: string): object {
		const asked = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
		const envelope = { timestamp: '2023-01-16T17:14:51.794+09:00', traceId: 'trace' };
		const ids = (asked.productOrderIds ?? []) as string[];
		if (path.endsWith('/product-order-ids')) {
			return { ...envelope, data: [lineNo(1), lineNo(2)] };
		}
		if (path.endsWith('/query')) return { ...envelope, data: ids.map(detail) };
		if (path.endsWith('/confirm')) {
			const successProductOrderInfos = ids.map((productOrderId) => ({
				productOrderId,
				isReceiverAddressChanged: false,
			}));
			return { ...envelope, data: { successProductOrderInfos, failProductOrderInfos: [] } };
		}
		const parcels = (asked.dispatchProductOrders ?? []) as Array<{ productOrderId: string }>;
		const [, cancelled] = /\/(\d+)\/claim/.exec(path) ?? [];
		const successProductOrderIds = [
			...parcels.map(({ productOrderId }) => productOrderId),
			...(cancelled === undefined ? [] : [cancelled]),
		];
		return { ...envelope, data: { successProductOrderIds, failProductOrderInfos: [] } };
	}

	const detail = (productOrderId: string) => ({
		order: { orderId: ORDER },
		productOrder: {
			...{ productOrderId, productOrderStatus: 'PAYED', placeOrderStatus: 'NOT_YET' },
			...{ quantity: 3, initialQuantity: 3, remainQuantity: 3 },
		},
	});

	async function run(operation: string, parameters: IDataObject, items: IDataObject[] = [{}]) {
		const node = nodeContext({
			node: new NaverCommerce(),
			credentialType: new NaverCommerceApi(),
			credential: {
				environment: 'custom',
				apiBaseUrl: `${recorder.url}/external`,
				clientId: 'client-1',
				clientSecret: '$2a$04$abcdefghijklmnopqrstuv',
				accountType: 'SELF',
				accessToken: '',
			},
			parameters: { resource: 'order', operation, orderId: ORDER, ...parameters } as never,
			items,
		});
		const output = await node.run();
		expect(output.map(({ json }) => json.status)).toEqual(items.map(() => 'done'));
		const operations = readNaverTable();
		expect(recorder.sent.flatMap((sent) => problemsOf(sent, operations))).toEqual([]);
		return recorder.sent;
	}

	/** The bodies that went to a path, or to what a pattern of the table means. */
	const bodiesTo = (sent: Sent[], operation: string) => {
		const [method, path] = operation.split(' ');
		const pattern = new RegExp(`^/external${path.replace(/\{\w+\}/g, '\\d+')}$`);
		return sent
			.filter((one) => one.method === method && pattern.test(one.path))
			.map(({ body }) => JSON.parse(body) as IDataObject);
	};

	const selected = (...line: IDataObject[]): IDataObject => ({
		shipLines: 'selected',
		lines: { line },
	});
	const parcel = { carrier: { mode: 'code', value: 'CJGLS' }, trackingNumber: '690012345678' };

	it('dispatch as the example shows it', async () => {
		const [body] = bodiesTo(await run('ship', parcel), DISPATCH);
		const [example] = (examples[DISPATCH]?.request as { dispatchProductOrders: IDataObject[] })
			.dispatchProductOrders;
		const parcels = body.dispatchProductOrders as IDataObject[];
		expect(parcels).toHaveLength(2);
		for (const one of parcels) {
			expect(Object.keys(one).sort()).toEqual(Object.keys(example).sort());
			// As long and in the form of the example, whose moment it is not.
			expect(String(one.dispatchDate).replace(/\d/g, '0')).toBe(
				String(example.dispatchDate).replace(/\d/g, '0'),
			);
		}
	});

	it('dispatch no more than the words allow, also of many', async () => {
		const items = Array.from({ length: 61 }, (_, n) => ({ lineId: lineNo(n + 1) }));
		const sent = await run(
			'ship',
			{ ...parcel, ...selected({ lineId: '={{ $json.lineId }}' }), orderId: ORDER },
			items,
		);
		// They have one order and one number: a parcel of 61 lines.
		const sizes = bodiesTo(sent, DISPATCH).map(
			(body) => (body.dispatchProductOrders as unknown[]).length,
		);
		expect(sizes).toEqual([30, 30, 1]);
	});

	it.each(METHODS.map(({ value }) => String(value)))('dispatch by %s', async (deliveryMethod) => {
		const isParcel = deliveryMethod === 'DELIVERY';
		const sent = await run('ship', {
			...(isParcel ? parcel : { carrier: { mode: 'code', value: '' } }),
			...selected({ lineId: lineNo(1) }),
			options: { deliveryMethod, shippedAt: '2026-11-28T10:00:00+01:00' },
		});
		expect(codes('deliveryMethod')).toContain(deliveryMethod);
		expect(bodiesTo(sent, DISPATCH)).toEqual([
			{
				dispatchProductOrders: [
					{
						productOrderId: lineNo(1),
						deliveryMethod,
						...(isParcel ? { deliveryCompanyCode: 'CJGLS', trackingNumber: '690012345678' } : {}),
						dispatchDate: '2026-11-28T18:00:00.000+09:00',
					},
				],
			},
		]);
	});

	it('offer every delivery method to the buyer, every courier and every reason', () => {
		const toBuyer = codes('deliveryMethod').filter((code) => !/^(RETURN|UNKNOWN)/.test(code));
		const values = (options: Array<{ value: unknown }>) => options.map(({ value }) => value).sort();
		expect(values(METHODS)).toEqual(toBuyer.sort());
		expect(values(REASONS)).toEqual(codes('requestCancelClaimReason').sort());
		expect(Object.keys(COURIERS)).toEqual(codes('deliveryCompanyCode'));
	});

	it('have the names that Naver has for its couriers', () => {
		const table = readSpec<Record<string, object>>('naver/enums-2.73.0.json');
		expect(COURIERS).toEqual(table['deliveryCompanyCode.pay-order-seller']);
	});

	it('confirm as the example shows it', async () => {
		const [body] = bodiesTo(await run('confirm', {}), CONFIRM);
		expect(Object.keys(body)).toEqual(Object.keys(examples[CONFIRM]?.request as object));
		expect(body.productOrderIds).toEqual([lineNo(1), lineNo(2)]);
	});

	it.each(REASONS.map(({ value }) => String(value)))('cancel because of %s', async (reason) => {
		const sent = await run('cancel', {
			...selected({ lineId: lineNo(1), quantity: '2' }),
			reason,
			options: { cancelDetailedReason: '재고 부족' },
		});
		const [body] = bodiesTo(sent, CANCEL);
		expect(Object.keys(body).sort()).toEqual(
			Object.keys(examples[CANCEL]?.request as object).sort(),
		);
		expect(body).toMatchObject({ cancelReason: reason, cancelQuantity: 2 });
	});

	it('cancel all lines with one call each', async () => {
		const sent = await run('cancel', { reason: 'SOLD_OUT' });
		expect(bodiesTo(sent, CANCEL)).toEqual([
			{ cancelReason: 'SOLD_OUT' },
			{ cancelReason: 'SOLD_OUT' },
		]);
	});
});

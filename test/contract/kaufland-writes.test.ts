import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { Kaufland } from '../../nodes/Kaufland/Kaufland.node';
import { REASONS } from '../../nodes/Kaufland/writes/panel';
import { STATUSES } from '../../nodes/Kaufland/orders/statuses';
import { nodeContext } from '../kit/node-context';
import { reset } from './bench';
import { problemsOf } from './check';
import { readOpenApi } from './description/openapi';
import type { Operation, Schema } from './description/operation';
import { startRecorder, type Answer, type Recorder, type Sent } from './recorder';
import { hasSpecs, readSpec } from './specs';

interface Description {
	components: { schemas: Record<string, Schema> };
}

const ORDER = 'MB7UWLD';
const [FIRST, SECOND] = [314_567_896_580_917, 314_567_898_654_242];

describe.skipIf(!hasSpecs)('what is written to Kaufland', () => {
	let recorder: Recorder;
	let operations: Operation[];
	let schemas: Record<string, Schema>;

	beforeAll(async () => {
		const document = readSpec('kaufland/swagger.json');
		operations = readOpenApi(document);
		({ schemas } = (document as unknown as Description).components);
		recorder = await startRecorder(answerTo);
	});
	afterAll(async () => await recorder.close());
	beforeEach(() => {
		recorder.sent.length = 0;
		reset();
	});

	const unit = (id: number, status = 'need_to_be_sent') => ({
		...{ id_order_unit: id, id_order: ORDER, status },
		fulfillment_type: 'fulfilled_by_merchant',
	});

	function answerTo({ method, path }: Sent): Answer {
		if (method === 'PATCH') {
			// As if somebody had been faster.
			return path.includes(String(SECOND)) && path.endsWith('/send')
				? { status: 403, body: { errors: [], message: 'no' } }
				: { status: 204, body: undefined };
		}
		if (path.endsWith('/carriers')) {
			const carriers = ['DHL', 'Other'].map((name) => ({ name, isHauler: false }));
			return { status: 200, body: { data: { carriers } } };
		}
		const all = [unit(FIRST), unit(SECOND)];
		if (path.endsWith('/order-units')) {
			const pagination = { offset: 0, limit: 100, total: 2 };
			return { status: 200, body: { data: all, pagination } };
		}
		if (path.includes('/order-units/'))
			return { status: 200, body: { data: unit(SECOND, 'sent') } };
		const order = { id_order: ORDER, fulfillment_type: 'fulfilled_by_merchant', order_units: all };
		return { status: 200, body: { data: order } };
	}

	/** What was sent, as `METHOD /path body`. */
	async function run(parameters: IDataObject, items: IDataObject[] = [{}]): Promise<string[]> {
		const node = nodeContext({
			node: new Kaufland(),
			credentialType: new KauflandApi(),
			credential: {
				environment: 'custom',
				apiBaseUrl: `${recorder.url}/v2`,
				clientKey: 'c'.repeat(32),
				secretKey: 'a'.repeat(64),
			},
			parameters: { resource: 'order', orderId: ORDER, ...parameters } as never,
			items,
			continueOnFail: true,
		});
		await node.run();
		expect(recorder.sent.flatMap((sent) => problemsOf(sent, operations))).toEqual([]);
		return recorder.sent.map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
	}

	const parcel: IDataObject = {
		operation: 'ship',
		carrier: { __rl: true, mode: 'code', value: 'DHL' },
		trackingNumber: '0034123456789,0034987654321',
	};

	it('is a parcel as described, and the look after a refusal', async () => {
		const sent = await run(parcel);
		expect(sent.slice(0, 2).sort()).toEqual(['GET /v2/carriers', `GET /v2/orders/${ORDER}`]);
		const body = '{"tracking_numbers":"0034123456789,0034987654321","carrier_code":"DHL"}';
		expect(sent.slice(2)).toEqual([
			`PATCH /v2/order-units/${FIRST}/send ${body}`,
			`PATCH /v2/order-units/${SECOND}/send ${body}`,
			`GET /v2/order-units/${SECOND}`,
		]);
	});

	it('is a parcel without a number as described', async () => {
		const carrier = { __rl: true, mode: 'code', value: 'Other' };
		const sent = await run({ ...parcel, carrier, trackingNumber: '' });
		expect(sent[2]).toContain('{"tracking_numbers":"","carrier_code":"Other"}');
	});

	it('is, for many orders, a list as described', async () => {
		const items = Array.from({ length: 12 }, (_, n) => ({ n: String(n).padStart(6, '0') }));
		const sent = await run({ ...parcel, orderId: '=M{{ $json.n }}' }, items);
		expect(sent.filter((call) => call.startsWith('GET /v2/order-units'))).not.toEqual([]);
		const [list] = recorder.sent.filter(({ path }) => path === '/v2/order-units');
		expect(list.query).toEqual(
			expect.arrayContaining([
				['status', 'open'],
				['status', 'need_to_be_sent'],
				['fulfillment_type', 'fulfilled_by_merchant'],
				['fulfillment_type', 'fulfilled_by_kaufland'],
			]),
		);
	});

	it.each(REASONS.map(({ value }) => String(value)))(
		'is a cancellation as described: %s',
		async (reason) => {
			const sent = await run({ operation: 'cancel', reason });
			expect(sent.slice(1)).toEqual(
				[FIRST, SECOND].map((id) => `PATCH /v2/order-units/${id}/cancel {"reason":"${reason}"}`),
			);
		},
	);

	it('has every reason and status of the description', () => {
		const values = REASONS.map(({ value }) => String(value));
		expect(values.sort()).toEqual([...(schemas.OrderUnitCancelReason.enum as string[])].sort());
		expect([...STATUSES].sort()).toEqual([...(schemas.OrderUnitStatus.enum as string[])].sort());
	});

	it('reads fields that are described', () => {
		const fieldsOf = (name: string) => Object.keys(schemas[name].properties ?? {});
		expect(fieldsOf('Carrier')).toContain('name');
		expect(fieldsOf('OrderDetails')).toEqual(
			expect.arrayContaining(['fulfillment_type', 'order_units']),
		);
		expect(fieldsOf('OrderUnit')).toEqual(
			expect.arrayContaining(['id_order_unit', 'id_order', 'status', 'fulfillment_type']),
		);
	});
});

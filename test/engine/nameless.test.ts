import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fastClock } from '../kit/fast-clock';
import { Recorder } from '../kit/recorder';
import { Stage, type MarketplaceName } from './stage';

/** A list of which the second and third entry have no id, and how many items are due. */
interface Row {
	name: MarketplaceName;
	body: unknown;
	more?: IDataObject;
}

const line = (productOrderId: string | undefined, note: string) => ({
	productOrderId,
	orderId: undefined,
	lastChangedDate: '2026-11-20T10:00:00.000+09:00',
	lastChangedType: note,
});

const ROWS: Row[] = [
	{
		name: 'allegro',
		body: { checkoutForms: [{ id: 'a' }, { note: 1 }, { note: 2 }], count: 3, totalCount: 3 },
		more: { returnAll: false, limit: 50 },
	},
	{
		name: 'amazon',
		body: { orders: [{ orderId: 'a' }, { salesChannel: {} }, { orderItems: [] }] },
	},
	{ name: 'assistTencho', body: [{ serial_order_id: 'a' }, { note: 1 }, { note: 1 }] },
	{
		name: 'kaufland',
		body: {
			data: [
				{ id_order: 'a', id_order_unit: 1, ts_created_iso: '2026-11-20T10:00:00Z' },
				{ status: 'sent' },
				{ status: 'open' },
			],
			pagination: { offset: 0, limit: 100, total: 3 },
		},
	},
	{
		name: 'naver',
		body: {
			timestamp: 'now',
			traceId: 'one',
			data: { lastChangeStatuses: [line(undefined, 'PAYED'), line(undefined, 'DISPATCHED')] },
		},
	},
];

describe('entries of a list without an id are not one entry', () => {
	let stage: Stage;
	let server: Recorder;
	beforeEach(async () => {
		fastClock(100);
		server = await Recorder.start();
	});
	afterEach(async () => {
		await Promise.all([stage.server.close(), server.close()]);
	});

	async function list(name: MarketplaceName, body: unknown, more: IDataObject = {}) {
		stage = await Stage.open(name, { orders: 5 });
		stage.reset();
		server.answer = () => ({ body: JSON.stringify(body) });
		const url = name === 'assistTencho' ? 'baseUrl' : 'apiBaseUrl';
		// One window of Naver's.
		const filters =
			name === 'naver'
				? { updatedAfter: '2026-11-20T00:00:00Z', updatedBefore: '2026-11-20T12:00:00Z' }
				: stage.everyOrder().filters;
		const parameters = stage.everyOrder({ filters, ...more });
		return await stage.node({ credential: { [url]: server.url }, parameters }).run();
	}

	it.each(ROWS)('in $name', async ({ name, body, more }) => {
		const items = await list(name, body, more);
		expect(items).toHaveLength(name === 'naver' ? 2 : 3);
	});
});

import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import type { Order } from '../../../core/orders/order';
import { clock } from '../../../core/request/clock';
import { orders } from '../../../nodes/NaverCommerce/orders/list';
import { ScriptedCall, type Answer } from '../feeds/scripted-call';

const NOW = Date.parse('2026-11-21T09:00:00+09:00');
const ROOT = '/v1/pay-order/seller';
const SEARCH = `${ROOT}/product-orders`;
const FEED = `${SEARCH}/last-changed-statuses`;
const QUERY = `${SEARCH}/query`;

const ORDER = { orderId: '2026112012345678', orderDate: '2026-11-20T12:00:00.000+09:00' };
const detail = (id: string, productOrderStatus: string) => ({
	order: { ...ORDER, paymentDate: '2026-11-20T12:01:00.000+09:00' },
	productOrder: { productOrderId: id, productOrderStatus },
});

/** The node's list, and what Naver was asked for. */
async function list(filters: IDataObject, answer: Answer): Promise<[Order[], ScriptedCall]> {
	const script = new ScriptedCall(answer, NOW);
	script.parameters = { filters };
	const found = new Map<string, Order>();
	for await (const part of orders.list(script.call, Infinity)) {
		for (const group of part) found.set(orders.id(group), orders.toOrder(group, script.call));
	}
	return [[...found.values()], script];
}

const page = (...lines: object[]) => ({
	data: { contents: lines.map((content) => ({ content })), pagination: { hasNext: false } },
});
const idsAsked = ({ body }: ApiRequest) => (body as { productOrderIds: string[] }).productOrderIds;

beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

describe('details that Naver does not give at once', () => {
	const change = (id: string) => ({
		...{ productOrderId: id, orderId: ORDER.orderId, productOrderStatus: 'PAYED' },
		lastChangedDate: '2026-11-20T12:01:00.000+09:00',
	});
	const updatedAfter = '2026-11-20T10:00:00+09:00';

	it('are asked for once more', async () => {
		vi.spyOn(clock, 'sleep').mockResolvedValue();
		let asked = 0;
		const [[order], script] = await list({ updatedAfter }, (request) => {
			if (request.path === FEED)
				return { timestamp: '', data: { lastChangeStatuses: [change('1')] } };
			return { data: asked++ === 0 ? [] : idsAsked(request).map((id) => detail(id, 'PAYED')) };
		});
		expect(order.placedAt).not.toBeNull();
		expect(script.hints).toEqual([]);
	});

	it('do not make one of two rows without a number', async () => {
		const rows = [change('1'), change(''), { ...change(''), productOrderStatus: 'CANCELED' }];
		const [[order]] = await list({ updatedAfter }, (request) =>
			request.path === FEED
				? { timestamp: '', data: { lastChangeStatuses: rows } }
				: { data: idsAsked(request).map((id) => detail(id, 'PAYED')) },
		);
		expect(order.lines).toHaveLength(3);
	});
});

describe('orders of which the filters leave out lines', () => {
	const lines = [detail('1', 'CANCELED'), detail('2', 'PAYED')];
	const createdAfter = '2026-11-20T10:00:00+09:00';

	it('say so, and claim nothing that the other lines may deny', async () => {
		const [[order]] = await list({ createdAfter, status: ['CANCELED'] }, () => page(...lines));
		expect(order.lines).toHaveLength(1);
		expect(order).toMatchObject({ status: 'unknown', fulfillmentStatus: 'unknown' });
		expect(order.missing).toContainEqual({
			field: 'lines',
			reason: 'only lines that fit the filters',
		});
	});

	it('are whole where nothing is left out', async () => {
		const [[order]] = await list({ createdAfter, status: ['CANCELED', 'PAYED'] }, () =>
			page(...lines),
		);
		expect(order.lines).toHaveLength(2);
		expect(order).toMatchObject({ status: 'open' });
		expect(order.missing.map(({ field }) => field)).not.toContain('lines');
	});
});

describe('a search by the time of the order', () => {
	const createdAfter = '2026-11-20T10:00:00+09:00';
	const two = (pagination: object) => (request: ApiRequest) => {
		const asked = Number(request.query?.page);
		const contents = [{ content: detail(String(asked), 'PAYED') }];
		return { data: { contents, pagination: asked === 1 ? pagination : { hasNext: false } } };
	};

	it('goes on where Naver writes the flag as a text', async () => {
		const [[order]] = await list({ createdAfter }, two({ hasNext: 'true' }));
		expect(order.lines).toHaveLength(2);
	});

	it('goes on behind a full page that does not say whether it is the last', async () => {
		const full = Array.from({ length: 300 }, (_, index) => ({
			content: detail(`${index}`, 'PAYED'),
		}));
		const [[order]] = await list({ createdAfter }, ({ query }) => ({
			data: { contents: query?.page === 1 ? full : [{ content: detail('last', 'PAYED') }] },
		}));
		expect(order.lines).toHaveLength(301);
	});
});

describe('a range that ends in the future', () => {
	it.each([
		['createdAfter', 'createdBefore', SEARCH, page()],
		['updatedAfter', 'updatedBefore', FEED, { data: { lastChangeStatuses: [] } }],
	])('is read up to now: %s', async (after, before, path, empty) => {
		const range = { [after]: '2026-11-20T10:00:00+09:00', [before]: '2026-12-31T23:59:59+09:00' };
		const [, script] = await list(range, () => empty);
		expect(script.queries(path)).toHaveLength(1);
	});
});

describe('details', () => {
	const row = (productOrderId?: string) => ({
		...{ orderId: ORDER.orderId, productOrderId, productOrderStatus: 'PAYED' },
		lastChangedDate: '2026-11-20T12:01:00.000+09:00',
	});

	it('are not asked for by an ID that is none, which would refuse all others', async () => {
		const [[order]] = await list({ updatedAfter: '2026-11-20T10:00:00+09:00' }, (request) =>
			request.path === QUERY
				? idsAsked(request).includes('')
					? 400
					: { data: [detail('1', 'PAYED')] }
				: { data: { lastChangeStatuses: [row('1'), row()] } },
		);
		expect(order.lines.map(({ id }) => id)).toEqual(['1', null]);
	});

	it('of one order that Naver does not give in full are not shown as all of it', async () => {
		const script = new ScriptedCall(
			({ path }) => (path === QUERY ? { data: [detail('1', 'CANCELED')] } : { data: ['1', '2'] }),
			NOW,
		);
		const order = orders.toOrder(await orders.get(script.call, ORDER.orderId), script.call);
		expect(order).toMatchObject({ status: 'unknown' });
		expect(order.missing).toContainEqual({
			field: 'lines',
			reason: 'Naver returned no details for the others',
		});
	});
});

describe('a day of many orders', () => {
	const at = (index: number) => `2026-11-20T10:${String(10 + Math.floor(index / 20))}:00.000+09:00`;
	const many = Array.from({ length: 700 }, (_, index) => ({
		order: { orderId: String(index), orderDate: at(index) },
		productOrder: { productOrderId: `p${index}`, productOrderStatus: 'PAYED' },
	}));

	it('can be gone on with in its middle', async () => {
		const script = new ScriptedCall(() => page(...many.toReversed()), NOW);
		script.parameters = { filters: { createdAfter: '2026-11-20T10:00:00+09:00' } };
		const places: number[] = [];
		const parts: string[][] = [];
		const advance = ({ start }: { start?: number }) => void places.push(Number(start));
		for await (const part of orders.list(script.call, 10, { advance } as never)) {
			parts.push(part.map(({ orderId }) => orderId));
		}
		expect(parts.flat().toSorted()).toEqual(many.map(({ order }) => order.orderId).toSorted());
		expect(parts.length).toBeGreaterThan(1);
		expect(parts).toHaveLength(places.length);
		// All before the place was given, and nothing behind it.
		const [first] = places;
		const isBefore = ({ order }: (typeof many)[0]) => Date.parse(order.orderDate) < first;
		const before = many.filter(isBefore).map(({ order }) => order.orderId);
		expect(parts[0].toSorted()).toEqual(before.toSorted());
		expect(places.at(-1)).toBe(NOW);
	});
});

describe('an answer that a cache sends once more, for the next window', () => {
	const answer = (data: object, number: number) => ({
		...{ timestamp: '2026-11-21T09:00:00.123+09:00', traceId: `trace-${number}`, data },
	});
	const filters = (path: string) => {
		const from = '2026-11-18T10:00:00+09:00';
		return path === FEED ? { updatedAfter: from } : { createdAfter: from };
	};
	const EMPTY = { contents: [], pagination: { hasNext: false }, lastChangeStatuses: [] };

	it.each([SEARCH, FEED])('is no empty window: %s', async (path) => {
		const read = list(filters(path), () => answer(EMPTY, 1));
		await expect(read).rejects.toThrow('the same page twice');
	});

	it.each([SEARCH, FEED])('is told from windows that are empty: %s', async (path) => {
		let asked = 0;
		const [found, script] = await list(filters(path), () => answer(EMPTY, asked++));
		expect(found).toEqual([]);
		expect(script.queries(path).length).toBeGreaterThan(2);
		// Nobody says that each answer has a name.
		expect((await list(filters(path), () => ({ data: EMPTY })))[0]).toEqual([]);
	});
});

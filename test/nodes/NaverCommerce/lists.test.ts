import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import { kst } from '../../../nodes/NaverCommerce/orders/time';
import type { OrderGroup } from '../../../nodes/NaverCommerce/orders/details';
import { orders } from '../../../nodes/NaverCommerce/orders/list';
import { ScriptedCall, type Answer } from '../feeds/scripted-call';

const NOW = Date.parse('2026-11-21T09:00:00+09:00');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SEARCH = '/v1/pay-order/seller/product-orders';
const FEED = `${SEARCH}/last-changed-statuses`;
const QUERY = `${SEARCH}/query`;
const ago = (ms: number) => kst(NOW - ms);

interface Listed {
	script: ScriptedCall;
	groups: OrderGroup[];
	/** Where a next run would go on, part by part. */
	places: object[];
	/** How many orders came in each part. */
	parts: string[][];
}

/** The node's list as it is read, with all that Naver was asked for. */
async function list(
	filters: IDataObject,
	answer: Answer,
	place: { start?: object; isResumable?: boolean } = {},
): Promise<Listed> {
	const script = new ScriptedCall(answer, NOW);
	script.parameters = { filters };
	const [places, groups, parts] = [[] as object[], [] as OrderGroup[], [] as string[][]];
	const advance = (position: object) => void places.push(position);
	for await (const part of orders.list(script.call, Infinity, { advance, ...place } as never)) {
		groups.push(...part);
		parts.push(part.map(({ orderId }) => orderId));
	}
	return { script, groups, places, parts };
}

const row = (id: string, changedAgo: number, more: object = {}) => ({
	...{ productOrderId: id, orderId: `order-${id}`, productOrderStatus: 'PAYED' },
	lastChangedDate: ago(changedAgo),
	...more,
});
const detail = (id: string, more: object = {}) => ({
	order: { orderId: `order-${id}`, orderDate: ago(DAY) },
	productOrder: { productOrderId: id, productOrderStatus: 'PAYED', ...more },
});
const idsOf = ({ body }: ApiRequest) => (body as { productOrderIds: string[] }).productOrderIds;
const allDetails = (request: ApiRequest) => ({ data: idsOf(request).map((id) => detail(id)) });
/** The feed page by page, and details of all that is asked for. */
const feedOf =
	(...pages: Array<{ rows?: object[]; more?: object }>): Answer =>
	(request) => {
		if (request.path !== FEED) return allDetails(request);
		const { rows = [], more } = pages.shift() ?? {};
		return { timestamp: '', data: { lastChangeStatuses: rows, more } };
	};
const queriesOf = ({ script }: Listed) => script.asked.filter(({ path }) => path === QUERY);

beforeEach(() => {
	vi.spyOn(clock, 'now').mockImplementation(() => NOW);
	vi.spyOn(clock, 'sleep').mockResolvedValue();
});

describe('a list of what changed', () => {
	it('is read day by day, and the last one up to the present', async () => {
		const { script } = await list({ updatedAfter: ago(2.5 * DAY) }, feedOf());
		expect(script.queries(FEED)).toEqual([
			{ lastChangedFrom: ago(2.5 * DAY), lastChangedTo: ago(1.5 * DAY), limitCount: 300 },
			{ lastChangedFrom: ago(1.5 * DAY), lastChangedTo: ago(0.5 * DAY), limitCount: 300 },
			{ lastChangedFrom: ago(0.5 * DAY), limitCount: 300 },
		]);
	});

	it.each([
		[DAY, DAY, 0, [[DAY, 0]]],
		[DAY + 1, DAY + 1, 1, [[DAY + 1, 1]]],
		[
			DAY + 2,
			DAY + 2,
			1,
			[
				[DAY + 2, 2],
				[2, 1],
			],
		],
	])('of %i ms ends where it shall', async (_ms, after, until, expected) => {
		const filters = { updatedAfter: ago(after), ...(until > 0 && { updatedBefore: ago(until) }) };
		const { script } = await list(filters, feedOf());
		const asked = script
			.queries(FEED)
			.map(({ lastChangedFrom, lastChangedTo }) => [
				NOW - Date.parse(String(lastChangedFrom)),
				NOW - Date.parse(String(lastChangedTo)),
			]);
		expect(asked).toEqual(expected);
	});

	it('is open where it shall end now', async () => {
		const { script } = await list({ updatedAfter: ago(MINUTE), updatedBefore: ago(0) }, feedOf());
		expect(script.queries(FEED)).toEqual([{ lastChangedFrom: ago(MINUTE), limitCount: 300 }]);
	});

	it('goes on inside a day where Naver says, up to the same end', async () => {
		const listed = await list(
			{ updatedAfter: ago(2 * DAY), updatedBefore: ago(DAY) },
			feedOf(
				{ rows: [row('1', 2 * DAY)], more: { moreFrom: ago(1.5 * DAY), moreSequence: '9' } },
				{ rows: [row('2', 1.5 * DAY)], more: { moreFrom: ago(1.4 * DAY) } },
				{ rows: [row('3', 1.4 * DAY)] },
			),
		);
		const window = { lastChangedTo: ago(DAY), limitCount: 300 };
		expect(listed.script.queries(FEED)).toEqual([
			{ ...window, lastChangedFrom: ago(2 * DAY) },
			{ ...window, lastChangedFrom: ago(1.5 * DAY), moreSequence: '9' },
			{ ...window, lastChangedFrom: ago(1.4 * DAY) },
		]);
		expect(listed.groups.map(({ orderId }) => orderId)).toEqual(['order-1', 'order-2', 'order-3']);
		expect(listed.groups.every(({ linesComplete }) => !linesComplete)).toBe(true);
	});

	it.each([
		[2 * DAY + 1000, false],
		[2 * DAY + 1001, true],
		[DAY - 1000, false],
		[DAY - 1001, true],
	])('is not answered by a row of %i ms ago', async (changed, isOther) => {
		const range = { updatedAfter: ago(2 * DAY), updatedBefore: ago(DAY) };
		const work = list(range, feedOf({ rows: [row('1', 1.5 * DAY), row('2', changed)] }));
		if (isOther) await expect(work).rejects.toThrow('answered for another time than requested');
		else expect((await work).groups).toHaveLength(2);
	});

	it('takes a row without a time as it is, and one without an offset for Korean', async () => {
		const rows = [
			row('1', 0, { lastChangedDate: null }),
			row('2', 0, { lastChangedDate: ago(1.5 * DAY).slice(0, 19) }),
		];
		const range = { updatedAfter: ago(1.5 * DAY + 1000), updatedBefore: ago(1.5 * DAY - 1000) };
		const { groups } = await list(range, feedOf({ rows }));
		expect(groups.map(({ changedAt }) => [...changedAt.keys()])).toEqual([['2'], ['2']]);
	});

	it('asks for the details of 300 lines at once, across pages and days', async () => {
		const rows = (from: number, count: number, changed: number) =>
			Array.from({ length: count }, (_, index) => row(`${from + index}`, changed));
		const more = { moreFrom: ago(1.9 * DAY), moreSequence: '1' };
		const listed = await list(
			{ updatedAfter: ago(2 * DAY) },
			feedOf(
				{ rows: rows(0, 200, 2 * DAY), more },
				{ rows: rows(200, 100, 1.9 * DAY) },
				{ rows: rows(300, 2, MINUTE) },
			),
		);
		expect(queriesOf(listed).map((request) => idsOf(request).length)).toEqual([300, 2]);
		expect(listed.groups).toHaveLength(302);
		const exact = await list({ updatedAfter: ago(DAY) }, feedOf({ rows: rows(0, 300, MINUTE) }));
		expect(queriesOf(exact).map((request) => idsOf(request).length)).toEqual([300]);
	});

	it('asks for details as a read, which may be sent again', async () => {
		const listed = await list({ updatedAfter: ago(DAY) }, feedOf({ rows: [row('1', MINUTE)] }));
		expect(queriesOf(listed)).toEqual([
			{
				method: 'POST',
				path: QUERY,
				body: { productOrderIds: ['1'], quantityClaimCompatibility: true },
				idempotent: true,
			},
		]);
	});

	it('shows a line that changed twice once, as the feed told it last', async () => {
		const listed = await list(
			{ updatedAfter: ago(2 * DAY) },
			feedOf({ rows: [row('1', 1.5 * DAY)] }, { rows: [row('1', MINUTE)] }),
		);
		expect(queriesOf(listed).map(idsOf)).toEqual([['1']]);
		expect(listed.groups.map(({ changedAt }) => changedAt.get('1'))).toEqual([ago(MINUTE)]);
	});

	it('asks for nothing where nothing changed', async () => {
		expect(queriesOf(await list({ updatedAfter: ago(DAY) }, feedOf()))).toEqual([]);
	});

	describe('of which details are missing', () => {
		const rows = ['1', '2', '3', '4', '5', '6', '7'].map((id) =>
			row(id, MINUTE, { paymentDate: ago(2 * MINUTE) }),
		);
		const without = (from: number): Answer => {
			const answer = feedOf({ rows });
			return (request) =>
				request.path === FEED
					? answer(request)
					: {
							data: idsOf(request)
								.filter((id) => Number(id) < from)
								.map((id) => detail(id)),
						};
		};

		it('asks once more for those alone, two seconds later, and then shows their rows', async () => {
			const listed = await list({ updatedAfter: ago(DAY) }, without(2));
			expect(queriesOf(listed).map(idsOf)).toEqual([
				['1', '2', '3', '4', '5', '6', '7'],
				['2', '3', '4', '5', '6', '7'],
			]);
			expect(vi.mocked(clock.sleep).mock.calls).toEqual([[2000]]);
			expect(listed.script.hints).toEqual([
				'Naver returned no details for 6 product orders (2, 3, 4, 5, 6 …)',
			]);
			expect(listed.groups).toHaveLength(7);
			expect(listed.groups[1].details).toEqual([
				{
					order: { orderId: 'order-2', paymentDate: ago(2 * MINUTE) },
					productOrder: {
						...{ productOrderId: '2', productOrderStatus: 'PAYED' },
						lastChangedDate: ago(MINUTE),
					},
				},
			]);
		});

		it('asks for nothing more where all are there', async () => {
			const listed = await list({ updatedAfter: ago(DAY) }, without(8));
			expect(queriesOf(listed)).toHaveLength(1);
			expect(clock.sleep).not.toHaveBeenCalled();
			expect(listed.script.hints).toEqual([]);
		});

		it('names a row without a number by a question mark, and asks for none', async () => {
			const nameless = row('', MINUTE);
			const listed = await list({ updatedAfter: ago(DAY) }, feedOf({ rows: [nameless] }));
			expect(queriesOf(listed)).toEqual([]);
			expect(listed.script.hints).toEqual(['Naver returned no details for 1 product orders (? …)']);
		});
	});
});

describe('a list of what changed that is gone on with', () => {
	const more = { moreFrom: ago(1.8 * DAY), moreSequence: '9' };
	const pages = () =>
		feedOf(
			{ rows: [row('1', 2 * DAY)], more },
			{ rows: [row('2', 1.8 * DAY)] },
			{},
			{
				rows: [row('3', MINUTE)],
			},
		);
	const further = { lastChangedFrom: more.moreFrom, moreSequence: '9' };
	const start = NOW - 2.5 * DAY;

	it('says behind each page where it goes on; behind the last of the present nobody knows', async () => {
		const { places, parts } = await list({ updatedAfter: kst(start) }, pages(), {
			isResumable: true,
		});
		expect(parts).toEqual([['order-1'], ['order-2'], ['order-3']]);
		expect(places).toEqual([{ start, more: further }, { start: start + DAY }]);
	});

	it('does not ask page by page where nobody goes on', async () => {
		const { places, parts } = await list({ updatedAfter: kst(start) }, pages());
		expect(parts).toEqual([['order-1', 'order-2', 'order-3']]);
		expect(places).toEqual([]);
	});

	it('begins with the page that was next, and reads the days behind it whole', async () => {
		const { script } = await list({ updatedAfter: ago(9 * DAY) }, feedOf(), {
			start: { start, more: further },
		});
		expect(script.queries(FEED)).toEqual([
			{ ...further, lastChangedTo: kst(start + DAY), limitCount: 300 },
			{
				lastChangedFrom: kst(start + DAY),
				lastChangedTo: kst(start + 2 * DAY),
				limitCount: 300,
			},
			{ lastChangedFrom: kst(start + 2 * DAY), limitCount: 300 },
		]);
		const day = await list({ updatedAfter: ago(9 * DAY) }, feedOf(), { start: { start: NOW - 5 } });
		expect(day.script.queries(FEED)).toEqual([{ lastChangedFrom: ago(5), limitCount: 300 }]);
	});

	it.each([
		[{ start: 'x' }],
		[{ start: 1.5 }],
		[{ start: null }],
		[{ start, more: {} }],
		[{ start, more: 'x' }],
		[{ start, more: null }],
		[{ start, more: { moreSequence: '1' } }],
		[{ start, more: { lastChangedFrom: 'x', moreSequence: '' } }],
		[{ start, more: { lastChangedFrom: 'x', moreSequence: {} } }],
	])('does not begin at %j', async (position) => {
		const work = list({ updatedAfter: ago(DAY) }, feedOf(), { start: position });
		await expect(work).rejects.toThrow("'Resume From Cursor' does not contain a cursor");
	});

	it.each([
		[{}],
		[{ start }],
		[{ start, more: { lastChangedFrom: ago(DAY) } }],
		[{ start, more: { lastChangedFrom: ago(DAY), moreSequence: 7 } }],
	])('begins at %j', async (position) => {
		const { script } = await list({ updatedAfter: ago(DAY) }, feedOf(), { start: position });
		expect(script.asked).not.toEqual([]);
	});
});

describe('a list of what was ordered', () => {
	const page = (details: object[], hasNext = false) => ({
		data: { contents: details.map((content) => ({ content })), pagination: { hasNext } },
	});
	const ordered = (id: string, orderedAgo: number) => {
		const { order, productOrder } = detail(id);
		return { order: { ...order, orderDate: ago(orderedAgo) }, productOrder };
	};

	it('is a search day by day, all pages of each', async () => {
		const { script, groups } = await list(
			{ createdAfter: ago(2.5 * DAY), createdBefore: ago(0.6 * DAY) },
			({ query }) => {
				if (query?.from !== ago(2.5 * DAY)) return page([]);
				return page([ordered(String(query.page), 2 * DAY)], query.page === 1);
			},
		);
		const asked = (from: number, to: number, number: number) => ({
			from: ago(from * DAY),
			to: ago(to * DAY),
			rangeType: 'ORDERED_DATETIME',
			pageSize: 300,
			page: number,
			quantityClaimCompatibility: true,
		});
		const all = script.queries(SEARCH);
		expect([all[0], all.at(-1)]).toEqual([asked(2.5, 1.5, 1), asked(1.5, 0.6, 1)]);
		expect(all).toContainEqual(asked(2.5, 1.5, 2));
		expect(groups).toMatchObject([
			{ orderId: 'order-1', linesComplete: true },
			{ orderId: 'order-2', linesComplete: true },
		]);
		expect(script.asked.every(({ method }) => method === 'GET')).toBe(true);
	});

	it('ends now, where it shall end later or nobody says', async () => {
		for (const more of [{}, { createdBefore: ago(-DAY) }]) {
			const { script } = await list({ createdAfter: ago(MINUTE), ...more }, () => page([]));
			expect(script.queries(SEARCH)).toMatchObject([{ from: ago(MINUTE), to: ago(0) }]);
		}
	});

	it('says behind each day where it goes on, up to the end of the first run', async () => {
		const start = NOW - 1.5 * DAY;
		const { places } = await list({ createdAfter: kst(start) }, () => page([]));
		expect(places).toEqual([
			{ start: start + DAY, end: NOW },
			{ start: NOW, end: NOW },
		]);
		const future = { createdAfter: kst(start), createdBefore: ago(-DAY) };
		expect((await list(future, () => page([]))).places.at(-1)).toEqual({
			...{ start: NOW, end: NOW + DAY },
		});
	});

	it('begins where another run has stopped', async () => {
		const position = { start: NOW - 2 * MINUTE, end: NOW - MINUTE };
		const { script } = await list({ createdAfter: ago(DAY) }, () => page([]), { start: position });
		expect(script.queries(SEARCH)).toMatchObject([{ from: ago(2 * MINUTE), to: ago(MINUTE) }]);
		expect(script.hints).toEqual([]);
	});

	it.each([[{ start: 'x' }], [{ end: 1.5 }], [{ start: null }]])(
		'does not begin at %j',
		async (position) => {
			const work = list({ createdAfter: ago(DAY) }, () => page([]), { start: position });
			await expect(work).rejects.toThrow("'Resume From Cursor' does not contain a cursor");
		},
	);

	it('gives a day of many orders in parts, by their time in Korea', async () => {
		const many = Array.from({ length: 350 }, (_, index) => {
			const { order, productOrder } = ordered(`${index}`, DAY - index * 1000);
			return { order: { ...order, orderDate: order.orderDate.slice(0, 19) }, productOrder };
		});
		const { parts, places } = await list({ createdAfter: ago(DAY) }, () => page(many.toReversed()));
		expect(parts.map(({ length }) => length)).toEqual([300, 50, 0]);
		expect(parts[0].slice(0, 2)).toEqual(['order-0', 'order-1']);
		const end = NOW;
		expect(places).toEqual([
			{ start: NOW - DAY + 300_000, end },
			{ start: NOW - DAY + 350_000, end },
			{ start: NOW, end },
		]);
	});

	it('gives those without a time at the end of their day, and goes on behind it', async () => {
		const undated = { order: { orderId: 'order-x' }, productOrder: { productOrderId: 'x' } };
		const { parts, places } = await list({ createdAfter: ago(MINUTE) }, () => page([undated]));
		expect(parts).toEqual([['order-x'], []]);
		expect(places).toEqual([{ start: NOW, end: NOW }]);
	});
});

describe('the range of a list', () => {
	const refused = async (filters: IDataObject) => await expect(list(filters, feedOf())).rejects;

	it.each([
		[{ createdAfter: ago(DAY), updatedAfter: ago(DAY) }],
		[{ createdBefore: ago(DAY), updatedAfter: ago(DAY) }],
		[{ createdAfter: ago(DAY), updatedBefore: ago(DAY) }],
	])('is of one kind of time: %j', async (filters) => {
		await (await refused(filters)).toThrow("'Created …' and 'Updated …' cannot be used together");
	});

	it.each([
		[{ createdBefore: ago(DAY) }, "'Created After' is empty"],
		[{ updatedBefore: ago(DAY) }, "'Updated After' is empty"],
	])('needs a beginning: %j', async (filters, message) => {
		await (await refused(filters)).toThrow(message);
	});

	it('is the changes of a week where nobody says, and that is told', async () => {
		const { script } = await list({}, feedOf());
		expect(script.queries(FEED)).toHaveLength(7);
		expect(script.queries(FEED)[0].lastChangedFrom).toBe(ago(7 * DAY));
		expect(script.hints).toEqual([
			'Without a date filter, only lines changed in the last 7 days are read',
		]);
		const again = await list({}, feedOf(), { start: { start: NOW - DAY } });
		expect(again.script.hints).toEqual([]);
		expect((await list({ updatedAfter: ago(DAY) }, feedOf())).script.hints).toEqual([]);
	});
});

describe('the filters of a list', () => {
	const states: Array<[string, string, string | undefined]> = [
		['1', 'PAYED', 'NOT_YET'],
		['2', 'PAYED', 'OK'],
		['3', 'DELIVERING', 'OK'],
		['4', 'CANCELED', 'CANCEL'],
		['5', 'PAYED', undefined],
	];
	const rows = states.map(([id]) => row(id, MINUTE));
	const given = async (filters: IDataObject) => {
		const answer = feedOf({ rows });
		const { groups } = await list({ updatedAfter: ago(DAY), ...filters }, (request) =>
			request.path === FEED
				? answer(request)
				: {
						data: states.map(([id, productOrderStatus, placeOrderStatus]) =>
							detail(id, { productOrderStatus, placeOrderStatus }),
						),
					},
		);
		return groups.map(({ orderId }) => orderId.slice(-1)).join('');
	};

	it.each<[IDataObject, string]>([
		[{}, '12345'],
		[{ status: ['PAYED'] }, '125'],
		[{ status: ['DELIVERING', 'CANCELED'] }, '34'],
		[{ placeOrderStatus: ['OK'] }, '23'],
		[{ placeOrderStatus: ['NOT_YET', 'CANCEL'] }, '14'],
		[{ status: ['PAYED'], placeOrderStatus: ['OK'] }, '2'],
	])('%j leave %s', async (filters, expected) => {
		expect(await given(filters)).toBe(expected);
	});

	it('do not say that lines were left out where nobody knows all of them', async () => {
		const two = [row('1', MINUTE), row('2', MINUTE, { orderId: 'order-1' })];
		const answer = feedOf({ rows: two });
		const { groups } = await list({ updatedAfter: ago(DAY), status: ['PAYED'] }, (request) => {
			if (request.path === FEED) return answer(request);
			const other = detail('2', { productOrderStatus: 'CANCELED' });
			return { data: [detail('1'), { ...other, order: detail('1').order }] };
		});
		expect(groups).toMatchObject([{ linesComplete: false }]);
		expect(groups[0]).not.toHaveProperty('partial');
	});
});

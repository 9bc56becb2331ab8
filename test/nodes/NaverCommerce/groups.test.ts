import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import { toOrder } from '../../../nodes/NaverCommerce/orders/mapping';
import {
	details,
	OrderGroups,
	orderIdOf,
	productOrderId,
	type OrderGroup,
} from '../../../nodes/NaverCommerce/orders/details';
import { orderFilters, orders } from '../../../nodes/NaverCommerce/orders/list';
import {
	matches,
	triggerEvents,
	triggerFilters,
} from '../../../nodes/NaverCommerce/trigger/options';
import { ScriptedCall, type Answer } from '../feeds/scripted-call';

const NOW = Date.parse('2026-11-21T09:00:00+09:00');
const ORDER = '2026112012345678';
const QUERY = '/v1/pay-order/seller/product-orders/query';

const line = (id: string, orderId = 'a', status = 'PAYED') => ({
	order: { orderId },
	productOrder: { productOrderId: id, productOrderStatus: status },
});
const none = new Map<string, string>();
const isPaid = ({ productOrder }: Record<string, unknown>) =>
	(productOrder as IDataObject)?.productOrderStatus === 'PAYED';
const idsOf = ({ body }: ApiRequest) => (body as { productOrderIds: string[] }).productOrderIds;

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));

describe('lines put together to orders', () => {
	it('are those of each order that was touched, with all that came before', () => {
		const groups = new OrderGroups(true, () => true);
		groups.add([line('1', 'a'), line('2', 'b')], new Map([['1', 't1']]));
		const [group, ...more] = groups.add([line('3', 'a')], new Map([['3', 't3']]));
		expect(more).toEqual([]);
		expect(group).toEqual({
			orderId: 'a',
			details: [line('1'), line('3')],
			changedAt: new Map([
				['1', 't1'],
				['3', 't3'],
			]),
			linesComplete: true,
		});
	});

	it('are the last state of each', () => {
		const groups = new OrderGroups(false, () => true);
		groups.add([line('1'), line('2')], new Map([['1', 't1']]));
		const [{ details: lines, changedAt, linesComplete }] = groups.add(
			[line('1', 'a', 'CANCELED')],
			new Map([['1', 't2']]),
		);
		expect(lines).toEqual([line('2'), line('1', 'a', 'CANCELED')]);
		expect(changedAt.get('1')).toBe('t2');
		expect(linesComplete).toBe(false);
	});

	it('lose a line that fits the filters no more, and get one that fits again', () => {
		const groups = new OrderGroups(true, isPaid);
		groups.add([line('1'), line('2')], none);
		const [without] = groups.add([line('1', 'a', 'CANCELED')], none);
		expect(without).toMatchObject({
			...{ details: [line('2')], linesComplete: false, partial: 'only lines that fit the filters' },
		});
		const [again] = groups.add([line('1')], none);
		expect(again).toMatchObject({ details: [line('2'), line('1')], linesComplete: true });
		expect(again).not.toHaveProperty('partial');
	});

	it('make no order where none of them fits', () => {
		expect(new OrderGroups(true, isPaid).add([line('1', 'a', 'CANCELED')], none)).toEqual([]);
	});

	it('are lines of their own where they have no number', () => {
		const nameless = [
			{ order: { orderId: 'a' }, productOrder: { productName: 'x' } },
			{ order: { orderId: 'a' }, productOrder: { productName: 'y' } },
		];
		const [{ details: lines }] = new OrderGroups(true, () => true).add(nameless, none);
		expect(lines).toEqual(nameless);
	});

	it('are orders of their own where nobody says whose they are', () => {
		const strays = [{ productOrder: { productOrderId: '1' } }, { productOrder: {} }, 'x'];
		const groups = new OrderGroups(true, () => true).add(strays as never, none);
		expect(groups.map(({ orderId, details: { length } }) => [orderId, length])).toEqual([
			['1', 1],
			['', 1],
		]);
	});

	it('are known by their numbers', () => {
		expect(productOrderId({ productOrder: { productOrderId: 7 } })).toBe('7');
		expect(productOrderId({})).toBe('');
		expect(orderIdOf(line('1', 'a'))).toBe('a');
		expect(orderIdOf({ order: {}, productOrder: { productOrderId: '1' } })).toBe('1');
	});
});

describe('details', () => {
	it('are those that Naver gives, without holes', async () => {
		const script = new ScriptedCall(() => ({ data: [line('1'), null] }), NOW);
		expect(await details(script.call, ['1', '2'])).toEqual([line('1')]);
	});

	it.each([[{}], [{ data: null }], [{ data: { productOrder: {} } }]])(
		'are not none where the answer is %j',
		async (answer) => {
			const script = new ScriptedCall(() => answer, NOW);
			await expect(details(script.call, ['1'])).rejects.toThrow('The answer is not a list');
		},
	);
});

describe('one order', () => {
	const get = async (answer: Answer, orderId = ORDER) => {
		const script = new ScriptedCall(answer, NOW);
		return { script, group: await orders.get(script.call, orderId) };
	};
	const store =
		(ids: unknown[], isThere: (id: string) => boolean = () => true): Answer =>
		(request) =>
			request.path === QUERY
				? {
						data: idsOf(request)
							.filter(isThere)
							.map((id) => line(id, ORDER)),
					}
				: { data: ids };

	it('is read by its number, with each line once', async () => {
		const { script, group } = await get(store([1, '2', '1']));
		expect(script.asked).toEqual([
			{ method: 'GET', path: `/v1/pay-order/seller/orders/${ORDER}/product-order-ids` },
			{
				method: 'POST',
				path: QUERY,
				body: { productOrderIds: ['1', '2'], quantityClaimCompatibility: true },
				idempotent: true,
			},
		]);
		expect(group).toMatchObject({ orderId: ORDER, linesComplete: true });
		expect(group).not.toHaveProperty('partial');
		expect(orders.id(group)).toBe(ORDER);
		expect(orders.asSent(group)).toEqual(group.details);
	});

	it('is read 300 lines at once', async () => {
		const ids = Array.from({ length: 301 }, (_, index) => `${index}`);
		const { script, group } = await get(store(ids));
		const asked = script.asked.slice(1).map((request) => idsOf(request).length);
		expect(asked).toEqual([300, 1]);
		expect(group.details).toHaveLength(301);
	});

	it('is not whole where Naver gives no details of a line', async () => {
		const { group } = await get(store(['1', '2'], (id) => id === '1'));
		expect(group).toMatchObject({
			linesComplete: false,
			partial: 'Naver returned no details for the others',
		});
	});

	it.each([
		['no line', store([])],
		['no details', store(['1'], () => false)],
	])('was not found where Naver gives %s', async (_what, answer) => {
		await expect(get(answer)).rejects.toThrow(`Order '${ORDER}' was not found`);
	});

	it.each([
		['1234567890', true],
		['12345678901234567890', true],
		[ORDER, true],
		['123456789', false],
		['123456789012345678901', false],
		['2026-11-20', false],
		['x1234567890', false],
	])('may have the number %s: %s', (id, isOne) => {
		expect(orders.idPattern?.expression.test(id)).toBe(isOne);
	});

	it('is told with the account, and the times and reasons of its group', () => {
		const script = new ScriptedCall(() => ({}), NOW);
		const { client, ...rest } = script.call;
		const connection = { ...client.connection, account: 'ncp_1' };
		const call = { ...rest, client: { ...client, connection } };
		const group: OrderGroup = {
			...{ orderId: 'a', details: [line('1')], linesComplete: false, partial: 'because' },
			changedAt: new Map([['1', '2026-11-20T09:00:00.000+09:00']]),
		};
		expect(orders.toOrder(group, call as never)).toEqual(
			toOrder([line('1')], {
				account: 'ncp_1',
				changedAt: () => '2026-11-20T09:00:00.000+09:00',
				linesComplete: false,
				partial: 'because',
			}),
		);
		expect(orders.resumes?.(call as never)).toBeNull();
	});
});

describe('the filters', () => {
	const valuesOf = (name: string) =>
		orderFilters
			.find(({ property }) => property.name === name)
			?.property.options?.map((option) => 'value' in option && option.value);

	it('offer every state that Naver knows', () => {
		expect(valuesOf('status')?.toSorted()).toEqual([
			'CANCELED',
			'CANCELED_BY_NOPAYMENT',
			'DELIVERED',
			'DELIVERING',
			'EXCHANGED',
			'PAYED',
			'PAYMENT_WAITING',
			'PURCHASE_DECIDED',
			'RETURNED',
		]);
		expect(valuesOf('placeOrderStatus')?.toSorted()).toEqual(['CANCEL', 'NOT_YET', 'OK']);
	});

	it.each([
		['createdAfter', 'time', 'dateTime'],
		['createdBefore', 'time', 'dateTime'],
		['placeOrderStatus', 'list', 'multiOptions'],
		['status', 'list', 'multiOptions'],
		['updatedAfter', 'time', 'dateTime'],
		['updatedBefore', 'time', 'dateTime'],
	])('read %s as a %s', (name, kind, type) => {
		const filter = orderFilters.find(({ property }) => property.name === name);
		expect(filter).toMatchObject({ kind, property: { type } });
		expect(filter?.property.default).toEqual(kind === 'list' ? [] : '');
	});

	it('of the trigger are those of the lines, and say that whole orders come', () => {
		const names = triggerFilters.map(({ property }) => property.name);
		expect(names.toSorted()).toEqual(['placeOrderStatus', 'status']);
		for (const { property } of triggerFilters) {
			expect(property.description).toMatch(/^Only orders of which a line .*with all lines\.$/);
		}
	});

	it('of the trigger offer each event of Naver', () => {
		expect(triggerEvents.map(({ value }) => value)).toEqual([
			'orderCancelled',
			'orderClaimed',
			'orderCompleted',
			'orderPaid',
			'orderReadyToShip',
			'orderReturned',
			'orderShipped',
		]);
	});
});

describe('an order is wanted by the trigger', () => {
	const state = (productOrderStatus: string, placeOrderStatus?: string) => ({
		productOrder: { productOrderStatus, placeOrderStatus },
	});
	const wanted = (filters: IDataObject, ...lines: object[]) => {
		const script = new ScriptedCall(() => ({}), NOW);
		script.parameters = { filters };
		return matches(script.call)({ details: lines } as never);
	};

	it.each<[IDataObject, boolean]>([
		[{}, true],
		[{ status: [] }, true],
		[{ status: ['PAYED'] }, true],
		[{ status: ['CANCELED', 'RETURNED'] }, true],
		[{ status: ['DELIVERED'] }, false],
		[{ placeOrderStatus: ['NOT_YET'] }, true],
		[{ placeOrderStatus: ['OK'] }, false],
		[{ status: ['PAYED'], placeOrderStatus: ['NOT_YET'] }, true],
		// One line has the one, another the other.
		[{ status: ['CANCELED'], placeOrderStatus: ['NOT_YET'] }, false],
	])('with %j: %s', (filters, expected) => {
		const lines = [state('PAYED', 'NOT_YET'), state('CANCELED', 'CANCEL')];
		expect(wanted(filters, ...lines)).toBe(expected);
		expect(wanted(filters, ...lines.toReversed())).toBe(expected);
	});

	it('if its lines have a state at all', () => {
		expect(wanted({ status: ['PAYED'] }, {}, { productOrder: null })).toBe(false);
	});
});

describe('the options of a line', () => {
	const read = (product: object) =>
		toOrder([{ productOrder: { productOrderId: '1', ...product } }], {
			account: null,
			changedAt: () => undefined,
			linesComplete: true,
		}).lines[0].options.map(({ name, value }) => `${name}=${value}`);
	const chosen = (...options: Array<[string | null, string | null]>) => ({
		standardPurchaseOptions: options.map(([optionName, valueName]) => ({ optionName, valueName })),
	});

	it.each<[string, object, string[]]>([
		[
			'those that were chosen',
			chosen(['색상', '블랙'], ['사이즈', 'L']),
			['색상=블랙', '사이즈=L'],
		],
		['one that has a name or a value', chosen(['색상', null], [null, 'L']), ['색상=', '=L']],
		['none that has neither', chosen([null, ' ']), []],
		[
			'those that were chosen, in the order of both',
			{
				...chosen(['색상', '블랙'], ['사이즈', 'L']),
				productOption: '색상: 블랙 / 사이즈: L / 메모: x',
			},
			['색상=블랙', '사이즈=L', '메모=x'],
		],
		[
			'what was typed before them',
			{
				...chosen(['색상', '블랙'], ['사이즈', 'L']),
				productOption: '선물 포장 / 색상: 블랙 / 사이즈: L',
			},
			['색상=블랙', '사이즈=L', 'productOption=선물 포장'],
		],
		[
			'nothing more where all that is written is told by them',
			{ ...chosen(['색상', '블랙'], ['사이즈', 'L']), productOption: 'L, 블랙 (색상/사이즈)' },
			['색상=블랙', '사이즈=L'],
		],
		[
			'a number that was typed',
			{ ...chosen(['색상', '블랙']), productOption: '블랙 7' },
			['색상=블랙', 'productOption=블랙 7'],
		],
		[
			'all of it as one where two pieces have the same name',
			{ productOption: '메모: a / 메모: b' },
			['productOption=메모: a / 메모: b'],
		],
		[
			'all of it as one where the first has no name',
			{ productOption: '블랙 / 메모: b' },
			['productOption=블랙 / 메모: b'],
		],
		[
			'all behind the first name where the others have none',
			{ productOption: '각인: a / b / c' },
			['각인=a / b / c'],
		],
		[
			'all of it as one where a later piece has a name, and another has none',
			{ productOption: '각인: a / b / 색상: c' },
			['productOption=각인: a / b / 색상: c'],
		],
		['a piece without a value as it is', { productOption: ': a' }, ['productOption=: a']],
		['a piece without blanks around', { productOption: '  색상 :  블랙 ' }, ['색상=블랙']],
		[
			'what was typed into goods without a choice',
			{ productClass: '단일상품', productOption: '각인: a / b: c' },
			['각인=a / b: c'],
		],
		[
			'what was chosen of goods with a choice',
			{ productClass: '조합형옵션상품', productOption: '각인: a / b: c' },
			['각인=a', 'b=c'],
		],
	])('are %s', (_what, product, expected) => {
		expect(read(product)).toEqual(expected);
	});
});

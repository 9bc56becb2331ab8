import { describe, expect, it } from 'vitest';
import { toOrder } from '../../../nodes/Allegro/orders/mapping';
import online from '../../fixtures/allegro/online-locker-invoice.json';
import voucher from '../../fixtures/allegro/surcharge-cancelled-by-seller.json';
import { expectLegal } from '../legal.order';

const pln = (amount: string | number) => ({ amount, currency: 'PLN' });
const read = (form: object) => toOrder(form, { account: null });

const GIFT_WRAP = { definitionId: 'GIFT_WRAP', name: 'Pakowanie', price: pln('6.00'), quantity: 1 };
const CARRY_IN = { definitionId: 'CARRY_IN', name: 'Wniesienie', price: pln('49.00'), quantity: 1 };

function line(id: string | null, more: object = {}): object {
	const offer = { id: `offer-${id}`, name: 'Woda 6 × 1,5 l' };
	return { id, offer, quantity: 3, originalPrice: pln('20.00'), price: pln('20.00'), ...more };
}

function keysOf(...lineItems: object[]): string[] {
	const order = read({ id: 'f', lineItems });
	expectLegal(order);
	return order.lines.map(({ key }) => key);
}

describe('services and deposits of several lines', () => {
	const charged = {
		selectedAdditionalServices: [GIFT_WRAP, CARRY_IN],
		deposit: { price: pln('0.50') },
	};

	it('have a key of their own each, and name the line that they belong to', () => {
		const { lines } = read({ id: 'f', lineItems: [line('a', charged), line('b', charged)] });
		expect(lines.map(({ key, parentId }) => [key, parentId])).toEqual([
			['product:a', null],
			['fee:a:GIFT_WRAP', 'a'],
			['fee:a:CARRY_IN', 'a'],
			['fee:a:deposit', 'a'],
			['product:b', null],
			['fee:b:GIFT_WRAP', 'b'],
			['fee:b:CARRY_IN', 'b'],
			['fee:b:deposit', 'b'],
		]);
	});

	it('keep their keys when Allegro lists lines and services the other way round', () => {
		const turned = { ...charged, selectedAdditionalServices: [CARRY_IN, GIFT_WRAP] };
		const keys = keysOf(line('a', charged), line('b', charged));
		expect(keysOf(line('b', turned), line('a', turned)).sort()).toEqual(keys.sort());
	});

	it.each([
		['the same service twice', [GIFT_WRAP, { ...GIFT_WRAP, price: pln('7.00') }]],
		['services without a definition', [{ name: 'Montaż' }, { name: 'Instrukcja' }]],
		['services without a definition or a name', [{ price: pln('1.00') }, { price: pln('2.00') }]],
		['a service that calls itself deposit', [{ definitionId: 'deposit' }]],
		['null in place of a list', null],
	])('have one for %s', (_name, selectedAdditionalServices) => {
		const services = { ...charged, selectedAdditionalServices };
		const keys = keysOf(line('a', services), line('b', services));
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).toHaveLength(2 * (2 + (selectedAdditionalServices?.length ?? 0)));
	});

	it('have one where no line has an id, and name no line then', () => {
		const lineItems = [line(null, charged), line(null, charged)];
		const { lines } = read({ id: 'f', lineItems });
		expect(new Set(lines.map(({ key }) => key)).size).toBe(8);
		expect(lines.map(({ parentId }) => parentId)).toEqual(lines.map(() => null));
	});

	it('have one where two lines share an id', () => {
		const keys = keysOf(line('a', charged), line('a', charged));
		expect(new Set(keys).size).toBe(8);
	});
});

describe('a deposit', () => {
	it.each([
		[3, 3],
		['12', 12],
		[undefined, null],
	])('of one unit counts for all units of its line: %o', (quantity, expected) => {
		const bottles = line('a', { quantity, deposit: { price: pln('0.50') } });
		const [, deposit] = read({ lineItems: [bottles] }).lines;
		expect(deposit).toMatchObject({ kind: 'fee', title: 'deposit', unitPrice: '0.50' });
		expect(deposit.quantity).toBe(expected);
	});

	it('without a price is none', () => {
		expect(read({ lineItems: [line('a', { deposit: { price: null } })] }).lines).toHaveLength(1);
	});
});

describe('a price that is lower than the original one', () => {
	const unnamed = { code: null, name: null, fundedBy: 'unknown', level: 'line' };

	function discounts(more: object): object[] {
		const order = read({ lineItems: [line('a', more)] });
		expectLegal(order);
		return order.discounts;
	}

	it.each([
		['for all units', { price: pln('15.50') }, '13.50'],
		['with a quantity as text', { price: pln('15.50'), quantity: '2' }, '9.00'],
		['with prices as numbers', { originalPrice: pln(20), price: pln(19.9), quantity: 1 }, '0.10'],
		['of three tenths', { originalPrice: pln('0.30'), price: pln('0.20') }, '0.30'],
		['without a quantity', { price: pln('15.50'), quantity: null }, null],
	])('shows as a discount where Allegro names none, %s', (_name, more, amount) => {
		expect(discounts({ discounts: [], ...more })).toEqual([{ ...unnamed, amount }]);
	});

	it.each([
		['the same', { price: pln('20.00') }],
		['higher', { price: pln('21.00') }],
		['missing', { price: null }],
		['no amount', { price: pln('free') }],
	])('is none where it is %s', (_name, more) => {
		expect(discounts(more)).toEqual([]);
	});

	it('gives its amount to the one discount that Allegro names', () => {
		const more = { price: pln('18.00'), discounts: [{ type: 'BUNDLE' }] };
		expect(discounts(more)).toEqual([
			{ ...unnamed, name: 'BUNDLE', amount: '6.00', fundedBy: 'seller' },
		]);
	});

	it('leaves the amounts of several open, and those without any effect', () => {
		const types = [{ type: 'BUNDLE' }, { type: 'COUPON' }];
		const amounts = [
			...discounts({ price: pln('18.00'), discounts: types }),
			...discounts({ discounts: [{ type: 'BUNDLE' }] }),
		].map((discount) => (discount as { amount: unknown }).amount);
		expect(amounts).toEqual([null, null, null]);
	});

	it('tells of each line by itself', () => {
		const lineItems = [line('a', { price: pln('19.00') }), line('b', { price: pln('18.00') })];
		expect(read({ lineItems }).discounts.map(({ amount }) => amount)).toEqual(['3.00', '6.00']);
	});

	it('is not told twice where a voucher explains it', () => {
		expect(read(voucher).discounts.map(({ amount }) => amount)).toEqual(['150.00']);
	});

	it('is told as far as a voucher does not explain it', () => {
		const active = { type: 'NOTEBOOKS_FOR_TEACHERS', status: 'ACTIVE', value: pln('10.00') };
		const amounts = discounts({ price: pln('15.00'), vouchers: [active] }).map(
			(discount) => (discount as { amount: unknown }).amount,
		);
		expect(amounts).toEqual(['5.00', '10.00']);
	});
});

it('tells that Allegro pays a part of the price, which shows in no other price', () => {
	const reconciliation = { value: pln('15.10'), type: 'BILLING', quantity: 1 };
	const { discounts } = read({ lineItems: [line('a', { reconciliation })] });
	expect(discounts).toEqual([
		{ code: null, name: 'ALLEGRO_PRICES', amount: null, fundedBy: 'marketplace', level: 'line' },
	]);
});

describe('Smart!', () => {
	const SMART = {
		code: null,
		name: 'SMART',
		amount: null,
		fundedBy: 'marketplace',
		level: 'shipping',
	};
	const NO_SUM = { field: 'totals.discount', reason: expect.stringContaining('no sum') as unknown };
	const address = { street: 'Polna 1' };

	it.each([
		['true', true],
		['the text true', 'true'],
	])('shows that the buyer did not pay the whole delivery: %s', (_name, smart) => {
		const delivery = { address, smart, cost: pln('0.00') };
		const { discounts, missing, shipping } = read({ delivery });
		expect(discounts).toEqual([SMART]);
		expect(shipping.price).toBe('0.00');
		expect(missing).toEqual([NO_SUM]);
	});

	it.each(['5.71', 4.99])('says that nobody tells who pays its cost of %s', (cost) => {
		const { discounts, missing } = read({ delivery: { address, smart: true, cost: pln(cost) } });
		expect(discounts).toEqual([SMART]);
		expect(missing).toEqual([
			{ field: 'discounts', reason: expect.stringContaining('shipping.price') },
			NO_SUM,
		]);
	});

	it.each([false, null, undefined])('is nothing where the buyer pays as usual: %s', (smart) => {
		const { discounts, missing } = read({ delivery: { address, smart, cost: pln('14.99') } });
		expect([discounts, missing]).toEqual([[], []]);
	});
});

it('reads a quantity of a service that is text, and the price that is a number', () => {
	const service = { ...GIFT_WRAP, quantity: '3', price: pln(6) };
	const [, fee] = read({ lineItems: [line('a', { selectedAdditionalServices: [service] })] }).lines;
	expect(fee).toMatchObject({
		quantity: 3,
		unitPrice: '6.00',
		productId: 'GIFT_WRAP',
		parentId: 'a',
	});
});

it('names the lines of an order as before when a revision is not there', () => {
	const { revision: _revision, ...without } = online;
	expect(read(without).lines).toEqual(read(online).lines);
});

describe('a product', () => {
	const product = (more: object) => read({ lineItems: [line('a', more)] }).lines[0];

	it('is read field by field', () => {
		const offer = {
			...{ id: 17, name: ' Woda ', external: { id: 'SKU-1' } },
			productSet: { products: [{ id: 'p-1', quantity: 1 }] },
		};
		expect(product({ offer, quantity: '4' })).toMatchObject({
			...{ id: 'a', key: 'product:a', kind: 'product', parentId: null, sku: 'SKU-1' },
			...{ productId: 'p-1', offerId: '17', title: 'Woda', quantity: 4, unitPrice: '20.00' },
		});
	});

	it.each([
		[[], null],
		[null, null],
		[[{ id: 'p-1' }], 'p-1'],
		[[{ id: 'p-1' }, { id: 'p-2' }], null],
	])('has the id of the one product that it is: %j', (products, productId) => {
		expect(product({ offer: { productSet: { products } } }).productId).toBe(productId);
	});
});

describe('a discount that Allegro names', () => {
	const named = (type: string | null) =>
		read({ lineItems: [line('a', { price: pln('19.00'), discounts: [{ type }] })] }).discounts;

	it.each([
		['BUNDLE', 'seller'],
		['UNIT_PERCENTAGE_DISCOUNT', 'seller'],
		['WHOLESALE_PRICE_LIST', 'seller'],
		['LARGE_ORDER_DISCOUNT', 'seller'],
		['TURNOVER_DISCOUNT', 'seller'],
		['COUPON', 'unknown'],
		['CAMPAIGN', 'unknown'],
		['LATER_WORD', 'unknown'],
		[null, 'unknown'],
	])('%s is paid by: %s', (name, fundedBy) => {
		expect(named(name)).toEqual([{ code: null, name, amount: '3.00', fundedBy, level: 'line' }]);
	});
});

describe('a voucher', () => {
	const voucher = (more: object) => ({
		...{ code: 'ABC-1', type: 'NOTEBOOKS_FOR_TEACHERS', status: 'ACTIVE', value: pln('10.00') },
		...more,
	});
	const told = (...vouchers: object[]) => read({ lineItems: [line('a', { vouchers })] }).discounts;

	it.each(['ACTIVE', 'USED', 'REALIZED', 'LATER_WORD', null, undefined])(
		'lowers the price with the status %s',
		(status) => {
			expect(told(voucher({ status }))).toEqual([
				{
					...{ code: 'ABC-1', name: 'NOTEBOOKS_FOR_TEACHERS', amount: '10.00' },
					...{ fundedBy: 'unknown', level: 'line' },
				},
			]);
		},
	);

	it('that was cancelled lowers nothing, so that the price tells its own reduction', () => {
		expect(told(voucher({ status: 'CANCELLED' }))).toEqual([]);
		const vouchers = [voucher({ status: 'CANCELLED' })];
		const { discounts } = read({ lineItems: [line('a', { price: pln('19.00'), vouchers })] });
		expect(discounts).toMatchObject([{ name: null, amount: '3.00' }]);
	});

	it.each([
		['all of it', [voucher({ value: pln('3.00') })], ['3.00']],
		['more than it', [voucher({ value: pln('4.00') })], ['4.00']],
		[
			'two parts of it',
			[voucher({ value: pln(1) }), voucher({ value: pln(1) })],
			['1.00', '1.00', '1.00'],
		],
		['nobody knows how much', [voucher({ value: null })], [null]],
		[
			'nobody knows how much beside a part',
			[voucher({ value: null }), voucher({ value: pln(1) })],
			[null, '1.00'],
		],
	])('explains of a reduction %s', (_name, vouchers, amounts) => {
		const { discounts } = read({ lineItems: [line('a', { price: pln('19.00'), vouchers })] });
		expect(discounts.map(({ amount }) => amount)).toEqual(amounts);
	});

	it('leaves open what it explains of a number of units that nobody tells', () => {
		const more = { price: pln('19.00'), quantity: null, vouchers: [voucher({})] };
		const { discounts } = read({ lineItems: [line('a', more)] });
		expect(discounts.map(({ amount }) => amount)).toEqual(['10.00']);
	});
});

it('tells discounts in the order of their kinds: named, of Allegro, vouchers, of the delivery', () => {
	const more = {
		...{ price: pln('19.00'), discounts: [{ type: 'COUPON' }, { type: 'BUNDLE' }] },
		reconciliation: { value: pln('1.00') },
		vouchers: [{ type: 'V', value: pln('1.00') }],
	};
	const { discounts } = read({ lineItems: [line('a', more)], delivery: { smart: true } });
	expect(discounts.map(({ name }) => name)).toEqual([
		...['COUPON', 'BUNDLE', 'ALLEGRO_PRICES', 'V', 'SMART'],
	]);
});

it.each([
	[null],
	[{ value: null }],
	[{ value: pln('0.00') }],
	[{ value: pln('-1.00') }],
	[{ type: 'BILLING' }],
])('tells of no part that Allegro pays where it pays nothing: %j', (reconciliation) => {
	expect(read({ lineItems: [line('a', { reconciliation })] }).discounts).toEqual([]);
});

describe('taxes', () => {
	const taxes = (...all: unknown[]) =>
		read({ lineItems: all.map((tax, i) => line(`l${i}`, { tax })) }).taxes;
	const none = { amount: null, collectedBy: 'unknown' };

	it('are told once each, in the order of the lines', () => {
		const rates = ['23.00', '8.00', '23.00'].map((rate) => ({ rate, exemption: null }));
		expect(taxes(...rates)).toEqual([
			{ name: null, rate: '23.00', ...none },
			{ name: null, rate: '8.00', ...none },
		]);
	});

	it.each([
		[{ rate: '0.00', exemption: 'MONEY_EQUIVALENT' }, 'MONEY_EQUIVALENT', '0.00'],
		[{ rate: null, exemption: 'MONEY_EQUIVALENT' }, 'MONEY_EQUIVALENT', null],
		[{ rate: 23 }, null, '23'],
	])('are rates or exemptions: %j', (tax, name, rate) => {
		expect(taxes(tax)).toEqual([{ name, rate, ...none }]);
	});

	it('tell an exemption from a rate of the same number', () => {
		expect(taxes({ rate: '0.00' }, { rate: '0.00', exemption: 'X' })).toHaveLength(2);
	});

	it.each([[null], [{}], [{ subject: 'GOODS' }], [{ rate: 'free', exemption: ' ' }]])(
		'are none where nothing is told: %j',
		(tax) => {
			expect(taxes(tax)).toEqual([]);
		},
	);
});

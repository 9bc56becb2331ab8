import { describe, expect, it } from 'vitest';

import { toOrder } from '../../nodes/Allegro/allegro.order';
import online from '../fixtures/allegro/online-locker-invoice.json';
import voucher from '../fixtures/allegro/surcharge-cancelled-by-seller.json';
import { expectLegal } from './legal.order';

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
		['with prices as numbers', { originalPrice: pln(20), price: pln(19.9), quantity: 1 }, '0.1'],
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
	const address = { street: 'Polna 1' };

	it.each([
		['true', true],
		['the text true', 'true'],
	])('shows that the buyer did not pay the whole delivery: %s', (_name, smart) => {
		const delivery = { address, smart, cost: pln('0.00') };
		const { discounts, missing, shipping } = read({ delivery });
		expect(discounts).toEqual([SMART]);
		expect(shipping.price).toBe('0.00');
		expect(missing).toEqual([]);
	});

	it.each(['5.71', 4.99])('says that nobody tells who pays its cost of %s', (cost) => {
		const { discounts, missing } = read({ delivery: { address, smart: true, cost: pln(cost) } });
		expect(discounts).toEqual([SMART]);
		expect(missing).toEqual([
			{ field: 'discounts', reason: expect.stringContaining('shipping.price') },
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
	expect(fee).toMatchObject({ quantity: 3, unitPrice: '6', productId: 'GIFT_WRAP', parentId: 'a' });
});

it('names the lines of an order as before when a revision is not there', () => {
	const { revision: _revision, ...without } = online;
	expect(read(without).lines).toEqual(read(online).lines);
});

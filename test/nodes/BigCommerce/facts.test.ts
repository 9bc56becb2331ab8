import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/orders/order';
import { consignmentsOf, itemCountOf, lacksLines } from '../../../nodes/BigCommerce/orders/lines';
import { toOrder } from '../../../nodes/BigCommerce/orders/mapping';
import {
	isIncomplete,
	modifiedAt,
	provenBy,
	toOrderChange,
} from '../../../nodes/BigCommerce/trigger/events';
import { shippedItems } from '../../../nodes/BigCommerce/orders/status';

/** An order whose parts were all asked for, and which has none of them. */
const WHOLE = {
	fees: [],
	items_total: 0,
	consignments: { shipping: [], pickups: [], downloads: [], email: { gift_certificates: [] } },
};
const read = (raw: object): Order => toOrder({ ...WHOLE, ...raw }, { account: 'g5cd38' });
const missing = (raw: object) =>
	Object.fromEntries(read(raw).missing.map(({ field, reason }) => [field, reason]));
/** What goes to one address. */
const parcel = (line_items: object[], more: object = {}) => ({
	items_total: line_items.length,
	consignments: { shipping: [{ line_items, ...more }] },
});

describe('what was not asked for', () => {
	it.each(['shipping', 'pickups', 'downloads', 'email', 'line_items'])(
		'does not go with consignments of which only "%s" is there',
		(kind) => expect(missing({ consignments: { [kind]: [] } })).toEqual({}),
	);

	it.each([
		['a link', { url: 'https://api.example/consignments', resource: '/consignments' }],
		['nothing', undefined],
		['a text', 'text'],
	])('is said where %s stands in place of the consignments', (_what, consignments) => {
		expect(missing({ consignments })).toEqual({
			lines: 'not requested: include=consignments.line_items',
			shippingAddress: 'not requested: include=consignments',
		});
	});

	it('is not said of lines that were read by themselves', () => {
		const read = missing({ consignments: undefined, products: [], items_total: 0 });
		expect(Object.keys(read)).toEqual(['shippingAddress']);
	});

	it('is said of fees, whose sum is then none', () => {
		const costs = { handling_cost_inc_tax: '2.0000', wrapping_cost_inc_tax: '3.0000' };
		expect(missing({ ...costs, fees: { url: 'x' } })).toEqual({
			'totals.fees': 'not requested: include=fees',
		});
		expect(read({ ...costs, fees: undefined }).totals.fees).toBeNull();
	});
});

describe('lines', () => {
	it('come parcel by parcel, then pickups, downloads and gift certificates', () => {
		const one = (id: number) => [{ line_items: [{ id, quantity: 1 }] }];
		const consignments = {
			email: { gift_certificates: one(5) },
			...{ downloads: one(4), pickups: one(3) },
			shipping: [...one(1), ...one(2)],
		};
		const { lines } = read({ items_total: 5, consignments });
		expect(lines.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
	});

	it('of the older list come with the consignments of every set', () => {
		const sets = [
			{ shipping: [{ line_items: [{ id: 2, quantity: 1 }] }] },
			null,
			{ line_items: [{ id: 1, quantity: 1 }] },
			{ downloads: [{ line_items: [{ id: 3, quantity: 1 }] }] },
		];
		const { lines } = read({ items_total: 3, consignments: sets });
		expect(lines.map(({ id }) => id)).toEqual(['1', '2', '3']);
		expect(consignmentsOf({ consignments: sets } as object).shipping).toHaveLength(2);
	});

	it.each([
		['inc_tax', true, '11.9', '23.8'],
		['inc_tax', undefined, '11.9', '23.8'],
		['ex_tax', false, '10', '20'],
		['ex_tax', 'false', '10', '20'],
	])('show %s where the pricing of the store is inclusive: %s', (_side, inclusive, unit, total) => {
		const line = {
			...{ id: 1, quantity: 2, price_inc_tax: 11.9, price_ex_tax: 10, total_tax: 3.8 },
			...{ total_inc_tax: 23.8, total_ex_tax: 20 },
		};
		const fee = { id: 7, cost_inc_tax: '1.19', cost_ex_tax: '1.00', cost_tax: '0.19' };
		const got = read({
			...{ ...parcel([line]), fees: [fee], is_tax_inclusive_pricing: inclusive },
			...{ subtotal_inc_tax: '23.8000', subtotal_ex_tax: '20.0000', total_inc_tax: '24.9900' },
			...{ shipping_cost_inc_tax: '5.9500', shipping_cost_ex_tax: '5.0000' },
			...{ handling_cost_inc_tax: '0', handling_cost_ex_tax: '0' },
			...{ wrapping_cost_inc_tax: '0', wrapping_cost_ex_tax: '0' },
		});
		const isGross = inclusive === true || inclusive === undefined;
		expect(got.lines).toMatchObject([
			{ unitPrice: unit, total, tax: '3.8' },
			{ kind: 'fee', total: isGross ? '1.19' : '1.00', tax: '0.19', unitPrice: null },
		]);
		expect(got.totals).toMatchObject({
			items: isGross ? '23.8000' : '20.0000',
			shipping: isGross ? '5.9500' : '5.0000',
			fees: isGross ? '1.19' : '1.00',
			grand: '24.9900',
		});
		expect(got.shipping.price).toBe(isGross ? '5.9500' : '5.0000');
		expect(got.taxIncluded).toBe(isGross);
	});

	it('tell each count and each id from the other', () => {
		const line = {
			...{ id: 9, product_id: 88, variant_id: 140, sku: 'S', upc: '036000291452', name: 'Cup' },
			...{ quantity: 5, quantity_shipped: 3, quantity_refunded: 1 },
		};
		expect(read({ ...parcel([line]), items_total: 5 }).lines[0]).toMatchObject({
			...{ id: '9', productId: '88', variantId: '140', sku: 'S', ean: '036000291452' },
			...{ title: 'Cup', quantity: 5, quantityShipped: 3, quantityRefunded: 1, parentId: null },
		});
		const custom = { ...line, product_id: 0, variant_id: 0 };
		expect(read(parcel([custom])).lines[0]).toMatchObject({ productId: null, variantId: null });
	});

	it('have the name of a fee for the customer, or else the one for the merchant', () => {
		const fees = [
			{ id: 1, display_name_customer: 'Recycling', display_name_merchant: 'Fee 7' },
			{ id: 2, display_name_customer: '', display_name_merchant: 'Fee 8' },
			{ id: 3 },
		];
		const { lines } = read({ fees });
		expect(lines.map(({ title }) => title)).toEqual(['Recycling', 'Fee 8', null]);
	});

	it('show what was chosen before what was asked for, the parts before the wrapping', () => {
		const line = {
			...{ id: 1, quantity: 1, product_options: [{ display_name: 'Size', display_value: 'L' }] },
			...{ configurable_fields: [{ name: 'Text', value: 'Joy' }] },
			...{ event_name: 'Day', event_date: '2026-12-24' },
			...{ wrapping_name: 'Box', wrapping_message: 'Hi' },
		};
		const part = { id: 2, quantity: 1, parent_order_product_id: 1 };
		expect(read(parcel([line, part])).lines[0].options).toEqual([
			{ name: 'Size', value: 'L' },
			{ name: 'Text', value: 'Joy' },
			{ name: 'Day', value: '2026-12-24' },
			{ name: 'parts', value: '2' },
			{ name: 'wrapping_name', value: 'Box' },
			{ name: 'wrapping_message', value: 'Hi' },
		]);
	});

	it('without an id are no part of a kit', () => {
		const items = [
			{ id: 1, quantity: 1 },
			{ quantity: 1, parent_order_product_id: 1 },
		];
		expect(read(parcel(items)).lines[0].options).toEqual([]);
	});

	it.each([
		[[], null],
		[['1.5'], '1.5'],
		[['1.5', 0], '1.5'],
		[['0', '0.00'], '0'],
		[['1.5', '2'], null],
		[['1.5', null], null],
	])('with the discounts %j have the discount %s', (amounts, discount) => {
		const applied_discounts = amounts.map((amount) => ({ amount }));
		const [line] = read(parcel([{ id: 1, quantity: 1, applied_discounts }])).lines;
		expect(line.discount).toBe(discount);
	});
});

describe('how many items an order must have', () => {
	const shipping = (...counts: unknown[]) => ({
		consignments: { shipping: counts.map((items_total) => ({ items_total, line_items: [] })) },
	});

	it.each<[string, object, number | null]>([
		['its own count', { items_total: 4, ...shipping(9) }, 4],
		['a count of none', { items_total: 0, ...shipping(9) }, 0],
		['the counts of its parcels', shipping(2, 3), 5],
		['nothing, where one parcel has no count', shipping(2, null), null],
		['nothing, where there is no parcel', shipping(), null],
	])('is told by %s', (_what, facts, count) => expect(itemCountOf(facts as object)).toBe(count));

	it.each<[string, object, boolean]>([
		['as many as there are', { ...parcel([{ id: 1, quantity: 2 }]), items_total: 2 }, false],
		['more than there are', { ...parcel([{ id: 1, quantity: 2 }]), items_total: 3 }, true],
		['fewer than there are', { ...parcel([{ id: 1, quantity: 2 }]), items_total: 1 }, false],
		['no sum and no count', { consignments: { shipping: [] } }, false],
		['a sum of zero', { subtotal_inc_tax: '0.0000', consignments: { shipping: [] } }, false],
		['a sum', { subtotal_inc_tax: '0.0100', consignments: { shipping: [] } }, true],
		[
			'a link beside the lines',
			{
				items_total: 1,
				consignments: { shipping: [{ line_items: [{ id: 1, quantity: 1 }, { url: 'x' }] }] },
			},
			true,
		],
		[
			'a line with an address of its own',
			{ consignments: { shipping: [{ line_items: [{ id: 1, url: 'x', quantity: 1 }] }] } },
			false,
		],
		['an empty parcel', { consignments: { shipping: [{ line_items: [{ id: 1 }] }, {}] } }, true],
		[
			'an empty parcel beside products that were read',
			{ products: [{ id: 1, quantity: 1 }], consignments: { shipping: [{}] } },
			false,
		],
		[
			'an empty parcel beside a count that fits',
			{
				items_total: 1,
				consignments: { shipping: [{ line_items: [{ id: 1, quantity: 1 }] }, {}] },
			},
			false,
		],
	])('shows whether lines are lacking: %s', (_what, facts, lacks) => {
		expect(lacksLines(facts as object)).toBe(lacks);
	});

	it('is part of what is said of the rest', () => {
		const rest = parcel([{ id: 1, quantity: 2 }]);
		expect(missing({ ...rest, items_total: 5 }).lines).toMatch(/contains 2 of 5 items/);
		const link = {
			items_total: undefined,
			consignments: { shipping: [{ line_items: { url: 'x' } }] },
		};
		expect(missing(link).lines).toMatch(/contains 0 of the items/);
	});
});

describe('discounts of an order', () => {
	it.each([
		['order', 'order'],
		['product', 'line'],
		['shipping', 'line'],
		[undefined, 'line'],
	])('that target %s are of the %s', (target, level) => {
		const applied_discounts = [{ id: 'coupon', code: ' A1 ', amount: 1.5, target }];
		expect(read(parcel([{ id: 1, quantity: 1, applied_discounts }])).discounts).toEqual([
			{ code: 'A1', name: 'coupon', amount: '1.5', fundedBy: 'seller', level },
		]);
	});

	it('have their own name before their id', () => {
		const applied_discounts = [{ id: 'coupon', name: '10% off', amount: '1' }];
		const line = parcel([{ id: 1, quantity: 1, applied_discounts }]);
		expect(read(line).discounts).toMatchObject([{ name: '10% off', code: null }]);
		expect(read({ ...line, external_source: 'M-EB' }).discounts).toMatchObject([
			{ fundedBy: 'unknown' },
		]);
	});

	it('are told by the two sums where no line has a share', () => {
		const fundedBy = 'seller' as const;
		const both = { discount_amount: '2.0000', coupon_discount: '3.0000' };
		expect(read(both).discounts).toEqual([
			{ code: null, name: 'discount_amount', amount: '2.0000', fundedBy, level: 'order' },
			{ code: null, name: 'coupon_discount', amount: '3.0000', fundedBy, level: 'order' },
		]);
		expect(read(both).totals.discount).toBeNull();
		expect(missing(both)).toHaveProperty(['totals.discount']);
		const coupon = { discount_amount: '0.0000', coupon_discount: '3.0000' };
		expect(read(coupon).discounts.map(({ name }) => name)).toEqual(['coupon_discount']);
		expect(read(coupon).totals.discount).toBe('3.0000');
		expect(missing(coupon)).toEqual({});
		expect(read({ discount_amount: '0.0000', coupon_discount: '0.0000' }).discounts).toEqual([]);
		expect(read({}).discounts).toEqual([]);
	});
});

describe('fees of an order', () => {
	const side = (is_tax_inclusive_pricing: boolean) => ({
		is_tax_inclusive_pricing,
		...{ handling_cost_inc_tax: '0', handling_cost_ex_tax: '0' },
		...{ wrapping_cost_inc_tax: '0', wrapping_cost_ex_tax: '0' },
	});

	it.each(['handling_cost', 'wrapping_cost'])('are its %s, on the side that is exact', (name) => {
		const costs = { [`${name}_inc_tax`]: '2.38', [`${name}_ex_tax`]: '2.00' };
		expect(read({ ...side(true), ...costs }).totals.fees).toBe('2.38');
		expect(read({ ...side(false), ...costs }).totals.fees).toBe('2.00');
	});

	it.each([true, false])('of several kinds have no sum, which is said (%s)', (inclusive) => {
		const fees = [{ id: 1, cost_inc_tax: '1.19', cost_ex_tax: '1.00' }];
		const costs = { handling_cost_inc_tax: '2.38', handling_cost_ex_tax: '2.00' };
		const order = { ...side(inclusive), ...costs, fees };
		expect(read(order).totals.fees).toBeNull();
		expect(missing(order)['totals.fees']).toMatch(/several amounts/);
		expect(missing({ ...order, fees: [] })).toEqual({});
		expect(missing({ ...side(inclusive), fees })).toEqual({});
	});
});

describe('what is kept apart', () => {
	it.each<[string, object, string[]]>([
		['nothing of a plain order', { payment_status: 'pending' }, []],
		['the time of a payment', { payment_status: 'captured' }, ['paidAt']],
		['the sum of a refund', { payment_status: 'refunded' }, ['totals.refunded', 'paidAt']],
		['that of a part', { payment_status: 'partially refunded' }, ['totals.refunded', 'paidAt']],
		[
			'that of one item',
			parcel([{ id: 1, quantity: 1, quantity_refunded: 1 }]),
			['totals.refunded', 'paidAt'],
		],
		['the rates of a tax', { total_tax: '0.0100' }, ['taxes']],
		['no rates where there is no tax', { total_tax: '0.0000' }, []],
		['the shipments of what was shipped', { items_shipped: 1, items_total: 0 }, ['shipments']],
		['no shipments where nothing was', { items_shipped: 0 }, []],
	])('is said: %s', (_what, raw, fields) => expect(Object.keys(missing(raw))).toEqual(fields));
});

describe('where an order goes', () => {
	const home = { city: 'Austin', shipping_method: 'Ground', line_items: [{ id: 1, quantity: 1 }] };
	const pickup = (name: string, id = 6) => ({
		...{ pickup_method_id: id, pickup_method_display_name: name },
		...{ location: { id: 17, name: 'North' }, line_items: [{ id: 2, quantity: 1 }] },
	});

	it('is one address with its own method', () => {
		const got = read({ items_total: 1, consignments: { shipping: [home] } });
		expect(got.shippingAddress?.city).toBe('Austin');
		expect(got.shipping).toMatchObject({ method: 'Ground', methodId: null });
		expect(got.missing).toEqual([]);
	});

	it('is no address where there are several, and no method', () => {
		const got = read({ items_total: 2, consignments: { shipping: [home, home] } });
		expect([got.shippingAddress, got.shipping.method]).toEqual([null, null]);
		expect(got.missing.map(({ field, reason }) => [field, reason])).toEqual([
			['shippingAddress', 'goes to 2 addresses: raw.consignments.shipping'],
			['shipping.method', 'each consignment has its own: raw.consignments'],
		]);
	});

	it('is an address and a place of pickup, but no one method, where there is one of each', () => {
		const got = read({
			items_total: 2,
			consignments: { shipping: [home], pickups: [pickup('A')] },
		});
		expect(got.shippingAddress?.city).toBe('Austin');
		expect(got.pickupPoint).toMatchObject({ id: '17', name: 'North', address: null });
		expect([got.shipping.method, got.shipping.methodId]).toEqual([null, null]);
		expect(got.missing.map(({ field }) => field)).toEqual(['shipping.method']);
	});

	it('is no place where there are several', () => {
		const pickups = [pickup('A'), pickup('B')];
		const got = read({ items_total: 2, consignments: { shipping: [], pickups } });
		expect([got.pickupPoint, got.shipping.method]).toEqual([null, null]);
		expect(got.missing.map(({ field, reason }) => [field, reason])).toEqual([
			['shipping.method', 'each consignment has its own: raw.consignments'],
			['pickupPoint', 'is collected at 2 places: raw.consignments.pickups'],
		]);
	});

	it('is one place with its method', () => {
		const got = read({ items_total: 1, consignments: { pickups: [pickup('Collect', 0)] } });
		expect(got.shipping).toMatchObject({ method: 'Collect', methodId: null });
		const bare = read({ items_total: 0, consignments: { pickups: [{ location: {} }] } });
		expect(bare.pickupPoint).toBeNull();
	});
});

describe('the same order elsewhere', () => {
	it.each<[object, string[]]>([
		[{ external_order_id: 'K-1' }, ['K-1']],
		[{ external_id: 'X-1' }, ['X-1']],
		[{ ebay_order_id: '23-1' }, ['23-1']],
		[{ ebay_order_id: '0', external_order_id: '0' }, []],
		[{ external_order_id: 'K-1', external_id: 'K-1', ebay_order_id: '23-1' }, ['K-1', '23-1']],
	])('%j has the ids %j', (raw, ids) => expect(read(raw).relatedIds).toEqual(ids));

	it.each([
		['g5cd38', 118, 'https://store-g5cd38.mybigcommerce.com/manage/orders/118'],
		['G5CD38', 118, 'https://store-G5CD38.mybigcommerce.com/manage/orders/118'],
		['g5cd38', 'x118', null],
		['g5cd38', '118/x', null],
		['', 118, null],
		['a.b', 118, null],
		['-a', 118, null],
		[null, 118, null],
	])('of the store %o and the id %o has the page %s', (account, id, url) => {
		expect(toOrder({ id }, { account }).url).toBe(url);
	});

	it('is told with the currency that was shown only where it has no other', () => {
		expect(read({ default_currency_code: 'USD', currency_code: 'CAD' }).currency).toBe('USD');
		expect(read({ currency_code: 'CAD' }).currency).toBe('CAD');
	});

	it('says nothing of tax where it has neither a total nor a word', () => {
		expect(read({}).taxIncluded).toBeNull();
		expect(read({ total_inc_tax: '1' }).taxIncluded).toBe(true);
		expect(read({ total_inc_tax: '1', is_tax_inclusive_pricing: false }).taxIncluded).toBe(false);
	});
});

it.each<[unknown, unknown, string]>([
	[2, 1, 'partial'],
	[2, 2, 'fulfilled'],
	[2, 3, 'fulfilled'],
	[2, 0, 'unfulfilled'],
	[1, 1, 'fulfilled'],
	[0, 0, 'unknown'],
	[0, 1, 'unknown'],
	[null, 1, 'unknown'],
	[2, null, 'unknown'],
])('of %o items %o shipped is %s', (items_total, items_shipped, word) => {
	expect(shippedItems({ items_total, items_shipped } as object)).toBe(word);
});

describe('what an order proves', () => {
	const SHIPPED = 'Mon, 05 Jan 2026 10:00:00 +0000';

	it.each<[object, string[]]>([
		[{ status_id: 0 }, []],
		[{ status_id: 1 }, []],
		[{ status_id: 2 }, ['orderShipped']],
		[{ status_id: 3 }, ['orderPartiallyShipped']],
		[{ status_id: 4 }, ['orderPaid', 'orderRefunded']],
		[{ status_id: 5 }, ['orderCancelled']],
		[{ status_id: 6 }, ['orderCancelled']],
		[{ status_id: 7 }, []],
		[{ status_id: 8 }, ['orderAwaitingFulfillment']],
		[{ status_id: 9 }, ['orderAwaitingFulfillment']],
		[{ status_id: 10 }, ['orderCompleted']],
		[{ status_id: 10, date_shipped: SHIPPED }, ['orderShipped', 'orderCompleted']],
		[{ status_id: 10, items_total: 1, items_shipped: 1 }, ['orderShipped', 'orderCompleted']],
		[{ status_id: 10, items_total: 2, items_shipped: 1 }, ['orderCompleted']],
		[{ status_id: 11 }, ['orderAwaitingFulfillment']],
		[{ status_id: 11, items_total: 1, items_shipped: 1 }, ['orderShipped']],
		[{ status_id: 12 }, []],
		[{ status_id: 13 }, ['orderDisputed']],
		[{ status_id: 14 }, ['orderPaid', 'orderPartiallyRefunded']],
		[{ status_id: 11, payment_status: 'captured' }, ['orderPaid', 'orderAwaitingFulfillment']],
		[{ status_id: 7, payment_status: 'authorized' }, []],
		[{ payment_status: 'paid' }, ['orderPaid']],
		[{ payment_status: 'partially refunded' }, ['orderPaid', 'orderPartiallyRefunded']],
		[{ payment_status: 'refunded' }, ['orderPaid', 'orderRefunded']],
		[{ payment_status: 'void' }, []],
	])('%j: %j', (order, events) => {
		expect(provenBy({ ...order })).toEqual(events);
		expect(Object.keys(toOrderChange({ ...order }).facts)).toEqual(['orderCreated', ...events]);
	});

	it('is an order unless its status is 0, also as a text', () => {
		expect([0, '0', 1, 10, null, ''].map((status_id) => isIncomplete({ status_id }))).toEqual([
			...[true, true, false, false, false, false],
		]);
	});

	it('has the time of its change, else of its beginning, in whatever form', () => {
		const created = 'Thu, 01 Jan 2026 10:00:00 +0000';
		const modified = 'Fri, 02 Jan 2026 10:00:00 -0400';
		const at = (order: object) => new Date(modifiedAt({ ...order })).toISOString();
		expect(at({ date_created: created, date_modified: modified })).toBe('2026-01-02T14:00:00.000Z');
		expect(at({ date_created: created, date_modified: '' })).toBe('2026-01-01T10:00:00.000Z');
		expect(at({ date_modified: '2026-01-02T10:00:00Z' })).toBe('2026-01-02T10:00:00.000Z');
		expect(at({})).toBe('1970-01-01T00:00:00.000Z');
	});

	it('is told with its times, and without an id by what it is', () => {
		const order = {
			...{ id: 118, status_id: 2, date_created: 'Thu, 01 Jan 2026 10:00:00 +0000' },
			...{ date_modified: 'Fri, 02 Jan 2026 10:00:00 +0000', date_shipped: SHIPPED },
		};
		const [created, modified, shipped] = ['01', '02', '05'].map((day) =>
			Date.parse(`2026-01-${day}T10:00:00Z`),
		);
		expect(toOrderChange(order)).toEqual({
			...{ raw: order, id: '118', revision: '2026-01-02T10:00:00+00:00', at: modified },
			facts: { orderCreated: created, orderShipped: shipped },
		});
		expect(toOrderChange(order, true).facts.orderCreated).toBe(modified);
		const nameless = { ...order, id: '' };
		expect(toOrderChange(nameless).id).not.toBe('');
		expect(toOrderChange(nameless).id).toBe(toOrderChange({ ...nameless }).id);
		expect(toOrderChange(nameless).id).not.toBe(toOrderChange({ ...nameless, status_id: 3 }).id);
		expect(toOrderChange({ id: 1 }).revision).toBe('');
	});
});

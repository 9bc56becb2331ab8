import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/orders/order';
import { bigCommerce } from '../../../nodes/BigCommerce/marketplace';
import { toOrder } from '../../../nodes/BigCommerce/orders/mapping';
import { provenBy } from '../../../nodes/BigCommerce/trigger/events';
import shipped from '../../fixtures/bigcommerce/shipping-tax-exclusive.json';
import { expectLegal } from '../legal.order';

function read(raw: object): Order {
	const order = toOrder(raw, { account: 'g5cd38' });
	expectLegal(order);
	return order;
}

const reasonsOf = (raw: object, field: string) =>
	read(raw)
		.missing.filter((entry) => entry.field === field)
		.map(({ reason }) => reason);

describe('a status of the server', () => {
	it.each([
		[500, 'transient'],
		[503, 'transient'],
		[507, 'blocked'],
		[509, 'blocked'],
		[520, 'transient'],
		[522, 'transient'],
		[530, 'transient'],
	])('%i is %s', (status, verdict) => {
		expect(bigCommerce.classify({ status, headers: {}, body: undefined })).toBe(verdict);
	});
});

describe('lines that the answer lacks', () => {
	const ASK = /GET \/v2\/orders\/\{id\}\/products/;
	const plain = { id: 118, fees: [], items_total: 2 };
	const link = { url: 'https://api.example/v2/orders/118/products' };
	const rest = { pickups: [], downloads: [], email: { gift_certificates: [] } };
	const sold = [
		{ id: 1, quantity: 1, name: 'Cup' },
		{ id: 2, quantity: 1, name: 'Can' },
	];

	it.each([
		['an empty list', { shipping: [{ line_items: [] }], ...rest }],
		['no list at all', { shipping: [{}], ...rest }],
		['no consignment', { shipping: [], ...rest }],
		['one line of two', { shipping: [{ line_items: [sold[0]] }], ...rest }],
		['a link in place of a list', { shipping: [{ line_items: link }], ...rest }],
		['the older list with a link', [{ line_items: link }]],
		['the older list with a named link', [{ line_items: { ...link, resource: '/o' } }]],
		['the older list of links', [{ line_items: [link, link] }]],
		['an empty older list', []],
		['downloads only, and empty', { downloads: [{ line_items: [] }] }],
		['nothing', {}],
		['null', null],
	])('are missed where %s stands', (_name, consignments) => {
		expect(reasonsOf({ ...plain, consignments }, 'lines')).toEqual([expect.stringMatching(ASK)]);
	});

	it.each([
		[
			'the count of the consignment',
			{ consignments: { shipping: [{ items_total: 2, line_items: [] }] } },
		],
		[
			'the sum of the order',
			{ subtotal_inc_tax: '19.9000', consignments: { shipping: [{ line_items: [] }] } },
		],
		[
			'the sum beside a count of none',
			{ subtotal_inc_tax: '19.9000', items_total: 0, consignments: { shipping: [] } },
		],
		[
			'an empty parcel',
			{ consignments: { shipping: [{ line_items: [sold[0]] }, { line_items: [] }] } },
		],
	])('are missed where only %s tells of them', (_name, more) => {
		const { items_total: _count, ...uncounted } = plain;
		expect(reasonsOf({ ...uncounted, ...more }, 'lines')).toEqual([expect.stringMatching(ASK)]);
	});

	it.each([null, {}])('leave no address where %j stands, which was asked for', (consignments) => {
		expect(reasonsOf({ ...plain, consignments, products: sold }, 'shippingAddress')).toEqual([
			expect.stringContaining('the answer contains no consignments'),
		]);
	});

	it('are taken from the older list where they stand in it', () => {
		const order = read({ ...plain, consignments: [{ line_items: sold, city: 'Austin' }] });
		expect(order.lines.map(({ id }) => id)).toEqual(['1', '2']);
		expect(order.shippingAddress?.city).toBe('Austin');
		expect(order.missing.map(({ field }) => field)).not.toContain('lines');
	});

	it('are taken from the products of the order where those were read', () => {
		const consignments = { shipping: [{ line_items: [], city: 'Austin' }], ...rest };
		const order = read({ ...plain, consignments, products: sold });
		expect(order.lines.map(({ key, title }) => [key, title])).toEqual([
			['product:1', 'Cup'],
			['product:2', 'Can'],
		]);
		expect(order.shippingAddress?.city).toBe('Austin');
		expect(order.missing.map(({ field }) => field)).not.toContain('lines');
	});

	it('are not missed of an order that has none', () => {
		const consignments = { shipping: [{ line_items: [] }], ...rest };
		expect(reasonsOf({ ...plain, items_total: 0, consignments }, 'lines')).toEqual([]);
		expect(
			reasonsOf({ ...plain, consignments: { shipping: [{ line_items: sold }] } }, 'lines'),
		).toEqual([]);
	});
});

describe('what has left the house', () => {
	const TOTAL = 3;
	const EXPECTED: Record<number, [none: string, some: string, all: string]> = {
		0: ['unfulfilled', 'partial', 'fulfilled'],
		1: ['unfulfilled', 'partial', 'fulfilled'],
		2: ['fulfilled', 'fulfilled', 'fulfilled'],
		3: ['partial', 'partial', 'fulfilled'],
		4: ['unfulfilled', 'partial', 'fulfilled'],
		5: ['cancelled', 'partial', 'fulfilled'],
		6: ['cancelled', 'partial', 'fulfilled'],
		7: ['unfulfilled', 'partial', 'fulfilled'],
		8: ['unfulfilled', 'partial', 'fulfilled'],
		9: ['unfulfilled', 'partial', 'fulfilled'],
		10: ['fulfilled', 'fulfilled', 'fulfilled'],
		11: ['unfulfilled', 'partial', 'fulfilled'],
		12: ['unfulfilled', 'partial', 'fulfilled'],
		13: ['unfulfilled', 'partial', 'fulfilled'],
		14: ['unfulfilled', 'partial', 'fulfilled'],
		99: ['unfulfilled', 'partial', 'fulfilled'],
	};
	const CASES = Object.entries(EXPECTED).flatMap(([id, words]) =>
		words.map((word, i) => [Number(id), [0, 2, TOTAL][i], word] as const),
	);

	it.each(CASES)(
		'with status %i and %i of 3 items shipped is %s, in order and trigger',
		(id, out, word) => {
			for (const items_shipped of [out, String(out)]) {
				const raw = { id: 1, status_id: id, items_total: TOTAL, items_shipped };
				expect(read(raw).fulfillmentStatus).toBe(word);
				const proven = provenBy(raw);
				expect(proven.includes('orderPartiallyShipped')).toBe(word === 'partial');
				// Completed alone proves no parcel.
				const isShipped = word === 'fulfilled' && (id !== 10 || out === TOTAL);
				expect(proven.includes('orderShipped')).toBe(isShipped);
			}
		},
	);

	it.each([8, 9, 11])('is not waiting to be packed, though the status is %i', (id) => {
		const proven = (items_shipped: number) =>
			provenBy({ status_id: id, items_total: TOTAL, items_shipped });
		expect(proven(TOTAL)).not.toContain('orderAwaitingFulfillment');
		for (const some of [0, 2]) expect(proven(some)).toContain('orderAwaitingFulfillment');
	});
});

describe('a pick list', () => {
	const part = { parent_order_product_id: 65, is_bundled_product: true, quantity: 1 };
	const items = [
		{ id: 65, quantity: 1, name: 'Towel', parent_order_product_id: null },
		{ id: 66, name: 'Brewer', ...part },
		{ id: 67, name: 'Filter', ...part },
		{ id: 68, quantity: 1, name: 'Cup', parent_order_product_id: 0 },
	];
	const order = (items_total: number) => ({
		...{ id: 149, items_total, fees: [] },
		consignments: { shipping: [{ line_items: items }] },
	});

	it('has its parts as lines that name the kit', () => {
		const { lines } = read(order(4));
		expect(lines.map(({ id, parentId }) => [id, parentId])).toEqual([
			['65', null],
			['66', '65'],
			['67', '65'],
			['68', null],
		]);
	});

	it('shows on the kit, too, which lines are parts of it, for whoever sees one line only', () => {
		const { lines } = read(order(4));
		expect(lines.map(({ options }) => options)).toEqual([
			[{ name: 'parts', value: '66, 67' }],
			[],
			[],
			[],
		]);
	});

	it.each([2, 4])('is complete, whether its parts count or not: %i items', (total) => {
		expect(reasonsOf(order(total), 'lines')).toEqual([]);
	});
});

describe('what the shopper entered in older ways', () => {
	const optionsOf = (more: object) => {
		const line = { id: 1, quantity: 1, ...more };
		return read({ consignments: { shipping: [{ line_items: [line] }] } }).lines[0].options;
	};

	it('reaches whoever packs the line', () => {
		const configurable_fields = [
			{ name: 'Engraving', value: 'To R&amp;B' },
			{ name: 'Second line', value: '' },
		];
		expect(optionsOf({ configurable_fields })).toEqual([{ name: 'Engraving', value: 'To R&B' }]);
		expect(optionsOf({ event_name: 'Delivery date', event_date: '2026-12-24' })).toEqual([
			{ name: 'Delivery date', value: '2026-12-24' },
		]);
		expect(optionsOf({ event_name: null, event_date: '2026-12-24' })).toEqual([
			{ name: 'event_date', value: '2026-12-24' },
		]);
		expect(optionsOf({ event_name: 'Delivery date', event_date: null })).toEqual([]);
	});
});

describe('an archived order', () => {
	it('says that it is one, and keeps its status', () => {
		const [active, archived] = [false, true].map((is_deleted) => read({ ...shipped, is_deleted }));
		expect(active.statusRaw).toBe('Awaiting Fulfillment');
		expect(archived.statusRaw).toBe('Awaiting Fulfillment (archived)');
		expect(archived.status).toBe(active.status);
		expect(read({ is_deleted: 'true' }).statusRaw).toBe('archived');
	});
});

describe('texts that are encoded for HTML', () => {
	const optionsOf = (display_name: unknown, display_value: unknown) => {
		const line = { id: 1, quantity: 1, product_options: [{ display_name, display_value }] };
		return read({ consignments: { shipping: [{ line_items: [line] }] } }).lines[0].options;
	};

	it('are decoded in options, once', () => {
		expect(optionsOf('Width &amp; depth', '58&quot; &#215; 40&quot;')).toEqual([
			{ name: 'Width & depth', value: '58" × 40"' },
		]);
		expect(optionsOf('Text', '&amp;quot;')).toEqual([{ name: 'Text', value: '&quot;' }]);
		expect(optionsOf('Size', '58"')).toEqual([{ name: 'Size', value: '58"' }]);
		expect(optionsOf(null, 7)).toEqual([{ name: '', value: '7' }]);
	});
});

import { describe, expect, it } from 'vitest';

import type { Order } from '../../core/orders/order';
import { toOrder as fromAllegro } from '../../nodes/Allegro/orders/mapping';
import { toOrder as fromAmazon } from '../../nodes/AmazonSellingPartner/orders/mapping';
import { toOrderV0 } from '../../nodes/AmazonSellingPartner/orders/v0/mapping';
import { toOrder as fromBigCommerce } from '../../nodes/BigCommerce/orders/mapping';
import { toOrder as fromNaver } from '../../nodes/NaverCommerce/orders/mapping';
import { expectLegal } from '../nodes/legal.order';
import type { Examples } from './description/naver';
import { instanceOf, type Document } from './instance';
import { publishedPairs } from './pairs';
import { hasSpecs, readSpec } from './specs';

type Raw = Record<string, unknown>;
interface Example {
	name: string;
	id: unknown;
	lines: number;
	order: () => Order;
}
const account = null;

const EXAMPLES = hasSpecs
	? [...allegro(), ...bigCommerce(), ...naver(), ...amazon(), ...amazonV0()]
	: [];

describe.skipIf(!hasSpecs)('an answer of the official descriptions becomes a legal order', () => {
	it('of every marketplace', () => {
		const marketplaces = new Set(EXAMPLES.map(({ name }) => name.split(' ')[0]));
		expect([...marketplaces]).toEqual(['allegro', 'bigcommerce', 'naver', 'amazon', 'amazonV0']);
	});

	it.each(EXAMPLES.map((example) => [example.name, example] as const))('%s', (_, example) => {
		const order = example.order();
		expectLegal(order);
		expect(order.id).toBe(String(example.id));
		expect(order.lines.filter(({ kind }) => kind === 'product')).toHaveLength(example.lines);
	});
});

/** Allegro has an example for each field and none for a whole order. */
function allegro(): Example[] {
	const document = readSpec<Document>('allegro/swagger.yaml');
	const { CheckoutForm } = document.components.schemas;
	return (['all', 'required'] as const).map((fields) => {
		const form = instanceOf(document, CheckoutForm, fields) as Raw;
		return {
			name: `allegro ${fields} fields`,
			id: form.id,
			lines: (form.lineItems as unknown[]).length,
			order: () => fromAllegro(form, { account }),
		};
	});
}

function bigCommerce(): Example[] {
	const { components } = readSpec<Document>('bigcommerce/orders.v2.oas2.yml');
	return ['order_Resp', 'orderCollection_Resp'].flatMap((response) => {
		const { examples = {} } = components.responses[response].content['application/json'];
		return Object.entries(examples).flatMap(([name, { value }]) =>
			([value].flat() as Raw[]).map((raw) => ({
				name: `bigcommerce ${response} ${name}`,
				id: raw.id,
				lines: linesOfV2(raw),
				order: () => fromBigCommerce(raw, { account: 'abc123' }),
			})),
		);
	});
}

/** Without `include`, products are only a link. */
function linesOfV2({ products, consignments }: Raw): number {
	const shipping = (consignments as Raw | undefined)?.shipping as Raw[] | undefined;
	const included = shipping?.flatMap(({ line_items }) => (line_items ?? []) as unknown[]) ?? [];
	return Array.isArray(products) ? products.length : included.length;
}

function naver(): Example[] {
	const examples = readSpec<Examples>('naver/examples-2.73.0.json');
	const path = '/v1/pay-order/seller/product-orders';
	const found = examples[`GET ${path}`]?.response as { data: { contents: Raw[] } };
	const queried = examples[`POST ${path}/query`]?.response as { data: Raw[] };
	const details = [...found.data.contents.map(({ content }) => content as Raw), ...queried.data];
	return details.map((detail, index) => ({
		name: `naver #${index + 1}`,
		id: (detail.order as Raw).orderId,
		lines: 1,
		order: () => fromNaver([detail], { account, changedAt: () => undefined, linesComplete: true }),
	}));
}

function amazon(): Example[] {
	return publishedPairs(['orders_2026-01-01'])
		.filter(({ status }) => status === 200)
		.flatMap(({ name, query, response }) => {
			const { orders, order } = response as { orders?: Raw[]; order?: Raw };
			const includedData = query.includedData as string[];
			return (orders ?? [order as Raw]).map((raw) => ({
				name: `amazon ${name} ${String(raw.orderId)}`,
				id: raw.orderId,
				lines: (raw.orderItems as unknown[]).length,
				order: () => fromAmazon(raw, { account, includedData }),
			}));
		});
}

/** Each order with the one published list of items. */
function amazonV0(): Example[] {
	const pairs = publishedPairs(['ordersV0']).filter(({ status }) => status === 200);
	const payloads = (operation: string) =>
		pairs
			.filter(({ operationId }) => operationId === operation)
			.map(({ response }) => (response as { payload: Raw }).payload);
	const items = payloads('getOrderItems')[0].OrderItems as unknown[];
	const listed = payloads('getOrders').flatMap(({ Orders }) => Orders as Raw[]);
	return [...listed, ...payloads('getOrder')].map((order, index) => ({
		name: `amazonV0 #${index + 1}`,
		id: order.AmazonOrderId,
		lines: items.length,
		order: () => toOrderV0({ order, items }, { account, includedData: [] }),
	}));
}

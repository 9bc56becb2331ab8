import { describe, expect, it } from 'vitest';

import type { Connection } from '../../core/marketplace';
import { assistTencho } from '../../nodes/AssistTencho/marketplace';
import { toOrder as toAssistOrder } from '../../nodes/AssistTencho/orders/mapping';
import { bigCommerce } from '../../nodes/BigCommerce/marketplace';
import { toOrder as toStoreOrder } from '../../nodes/BigCommerce/orders/mapping';

const ORDER = {
	id: 118,
	date_modified: 'Thu, 19 Nov 2026 08:30:00 +0000',
	serial_order_id: 118,
};
const SECRETS = { accessToken: 'tok-SECRET', clientSecret: 'sec-SECRET' };

function connections(
	marketplace: typeof bigCommerce,
	fields: Record<string, string>,
): Connection[] {
	const tokens = { access_token: 'tok-SECRET', context: '', scope: 'a' };
	return Object.values(marketplace.credentials).map(({ connect }) =>
		connect({ method: 'accessToken', ...SECRETS, ...fields, oauthTokenData: tokens }),
	);
}

/** The keys of the same order number, read with each credential type. */
function keysOf(
	marketplace: typeof bigCommerce,
	toOrder: typeof toStoreOrder,
	fields: Record<string, string>,
): Set<string> {
	const accounts = connections(marketplace, fields).map(({ account }) => account);
	return new Set(accounts.map((account) => toOrder(ORDER, { account }).eventKey));
}

describe('an order number that two accounts have', () => {
	it('gives another eventKey in each store of BigCommerce, whichever credential reads it', () => {
		const keys = (storeHash: string) => keysOf(bigCommerce, toStoreOrder, { storeHash });
		expect(keys('abc123')).toEqual(new Set(['bigcommerce:abc123:118:2026-11-19T08:30:00+00:00']));
		expect(keys('https://store-ABC123.mybigcommerce.com/manage')).toEqual(keys('abc123'));
		expect(keys('stores/abc123')).toEqual(keys('abc123'));
		expect(keys('def456')).not.toEqual(keys('abc123'));
	});

	it('gives another eventKey in each shop of Assist Tencho, also of two on one host', () => {
		const keys = (baseUrl: string) => [...keysOf(assistTencho, toAssistOrder, { baseUrl })];
		const [key, ...more] = keys('https://asp001.assist-tencho.com/shop');
		expect(more).toEqual([]);
		expect(key).toMatch(/^assistTencho:asp001\.assist-tencho\.com\/shop:118:[0-9a-f]{16}$/);
		for (const typed of [
			'asp001.assist-tencho.com/shop/',
			'HTTPS://ASP001.assist-tencho.com/shop/api',
		])
			expect(keys(typed)).toEqual([key]);
		expect(keys('https://asp001.assist-tencho.com/shop/login.php?key=tok-SECRET')).toEqual([key]);
		expect(keys('https://asp001.assist-tencho.com/shop2')).not.toEqual([key]);
		expect(keys('https://asp001.assist-tencho.com')).not.toEqual([key]);
		expect(keys('https://asp002.assist-tencho.com/shop')).not.toEqual([key]);
		expect(key).not.toContain('SECRET');
	});
});

describe('the keys of lines', () => {
	it('tell a fee of BigCommerce from the product line that has the same id', () => {
		const order = toStoreOrder(
			{
				id: 118,
				consignments: { shipping: [{ line_items: [{ id: 1, quantity: 1 }, { quantity: 1 }] }] },
				fees: [{ id: 1 }, { id: 2 }, {}, {}],
			},
			{ account: 'abc123' },
		);
		expect(order.lines.map(({ key }) => key)).toEqual([
			...['product:1', 'product#1', 'fee:1', 'fee:2', 'fee#1', 'fee#2'],
		]);
	});

	it('stay with their lines when Assist Tencho gives them without ids and in another order', () => {
		const rows = [{ product_code: 'A' }, { product_code: 'B', num: 2 }, { product_code: 'C' }];
		const keysBySku = (lines: object[]) =>
			toAssistOrder({ order_details: lines }, { account: 'a' })
				.lines.map(({ sku, key }) => `${sku} ${key}`)
				.sort();
		expect(keysBySku(rows.toReversed())).toEqual(keysBySku(rows));
	});

	it('are as many as there are lines at Assist Tencho, whose ids come twice or not at all', () => {
		const ids = Array.from({ length: 325 }, (_unused, i) =>
			i < 300 ? String(i + 1) : ['', '7'][i % 2],
		);
		const read = () =>
			toAssistOrder(
				{ order_details: ids.map((id) => ({ detail_id: id, num: 1 })) },
				{ account: 'a' },
			);
		const keys = read().lines.map(({ key }) => key);
		expect(keys).toHaveLength(325);
		expect(new Set(keys).size).toBe(325);
		expect(read().lines.map(({ key }) => key)).toEqual(keys);
	});
});

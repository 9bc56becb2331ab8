import { setTimeout as wait } from 'node:timers/promises';

import { CURRENCIES } from './catalogue';
import { listOf, toRead, type Call, type Route } from './gate';
import { PRICE_LISTS, type Goods, type PriceRecord } from './goods';
import type { HeldVariant } from './product';
import { pageOf } from './product-routes';
import { PAGING } from './query';
import { notFound, Refusal } from './refusal';

const MOST_RECORDS = 1000;
const RECORDS = '/v3/pricelists/:list/records';

/** See https://github.com/bigcommerce/docs/blob/24f580c/reference/price_lists.v3.yml */
export const PRICE_LIST_ROUTES: readonly Route[] = [
	{
		method: 'GET',
		path: '/v3/pricelists',
		scopes: toRead('store_v2_products'),
		query: PAGING,
		run: (call) => pageOf(call, PRICE_LISTS, (list) => list),
	},
	{
		method: 'GET',
		path: '/v3/pricelists/:list',
		scopes: toRead('store_v2_products'),
		run: (call) => {
			recordsOf(call);
			return { data: PRICE_LISTS.find(({ id }) => `${id}` === call.params.list), meta: {} };
		},
	},
	{
		method: 'GET',
		path: RECORDS,
		scopes: toRead('store_v2_products'),
		atOnce: 10,
		query: {
			...PAGING,
			sku: { kind: 'text' },
			'sku:in': { kind: 'text' },
			'variant_id:in': { kind: 'wholeList' },
			'product_id:in': { kind: 'wholeList' },
			currency: { kind: 'text' },
			include: { kind: 'words', words: ['bulk_pricing_tiers', 'sku'] },
		},
		run: listRecords,
	},
	{
		method: 'PUT',
		path: RECORDS,
		scopes: ['store_v2_products'],
		atOnce: 2,
		run: putRecords,
	},
];

function listRecords(call: Call): unknown {
	const { query, store } = call;
	const { goods } = store;
	const found = [...recordsOf(call).values()].flatMap((record) => {
		const held = goods.variant(record.variantId);
		return held ? { record, ...held } : [];
	});
	const fits = found.filter(
		({ record, product, variant }) =>
			(!query.has('sku') || variant.sku === query.text('sku')) &&
			(!query.has('sku:in') || query.list('sku:in').includes(variant.sku)) &&
			(!query.has('variant_id:in') || query.list('variant_id:in').includes(`${variant.id}`)) &&
			(!query.has('product_id:in') || query.list('product_id:in').includes(`${product.id}`)) &&
			(!query.has('currency') || record.currency === query.text('currency')?.toUpperCase()),
	);
	return pageOf(call, fits, ({ record, product, variant }) => ({
		price_list_id: Number(call.params.list),
		variant_id: variant.id,
		product_id: product.id,
		...(query.list('include').includes('sku') && { sku: variant.sku }),
		currency: record.currency.toLowerCase(),
		price: record.price,
		sale_price: record.sale_price,
		retail_price: null,
		map_price: null,
		calculated_price: record.sale_price ?? record.price,
		date_created: new Date(record.modifiedAt).toISOString(),
		date_modified: new Date(record.modifiedAt).toISOString(),
		...(query.list('include').includes('bulk_pricing_tiers') && { bulk_pricing_tiers: [] }),
	}));
}

/** What is right is written even when something else of the same call is refused. */
async function putRecords(call: Call): Promise<unknown> {
	const records = recordsOf(call);
	const { goods, writeMs } = call.store;
	const entries = listOf(call.request, MOST_RECORDS);
	await wait(writeMs);
	const batchErrors = entries.flatMap((entry) => {
		const result = recordOf(goods, entry);
		if ('errors' in result) {
			const { sku, variant_id, currency } = entry;
			const data = { price_list_id: Number(call.params.list), sku, variant_id, currency };
			return { data, field_errors: result.errors };
		}
		const key = `${result.variantId} ${result.currency}`;
		const writes = (records.get(key)?.writes ?? 0) + 1;
		records.set(key, { ...result, writes });
		return [];
	});
	if (batchErrors.length === 0) return { data: {}, meta: {} };
	const reason = `${batchErrors.length} price records are wrong`;
	throw new Refusal(422, { batch_errors: batchErrors }, reason);
}

function recordOf(
	goods: Goods,
	{ sku, variant_id: variantId, currency, price, sale_price: sale = null }: Record<string, unknown>,
): PriceRecord | { errors: Record<string, string> } {
	const code = String(currency ?? '').toUpperCase();
	if (!CURRENCIES.some((one) => one.code === code)) {
		return { errors: { currency: 'Currency is missing or unknown to the store.' } };
	}
	const variant: HeldVariant | undefined =
		variantId !== undefined
			? goods.variant(variantId as number)?.variant
			: goods.variants().find((one) => one.variant.sku === sku)?.variant;
	if (!variant) return { errors: { sku: 'Variant does not exist.' } };
	const isPrice = (value: unknown): boolean => typeof value === 'number' && value >= 0;
	if (!isPrice(price)) return { errors: { price: 'Price is not a number.' } };
	if (sale !== null && !isPrice(sale)) return { errors: { sale_price: 'Price is not a number.' } };
	return {
		variantId: variant.id,
		currency: code,
		price: price as number,
		sale_price: sale as number | null,
		writes: 0,
		modifiedAt: Math.floor(goods.now / 1000) * 1000,
	};
}

function recordsOf({ params, store: { goods } }: Call): Map<string, PriceRecord> {
	const records = goods.records(Number(params.list));
	if (!records) throw notFound('v3');
	return records;
}

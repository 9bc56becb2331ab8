import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';

import { bodyOf, checkLength, toRead, type Call, type Route } from './gate';
import { PLACES, type Goods, type Shelf } from './goods';
import type { HeldProduct, HeldVariant } from './product';
import { pageOf } from './product-routes';
import { PAGING, type Parameters } from './query';
import { notFound, Refusal, STATUS_TYPE } from './refusal';

const MOST_ITEMS = 2000;
const MOST_LEFT = 2_147_483_647;
const IDENTITIES = ['sku', 'variant_id', 'product_id'] as const;

const FILTERS: Parameters = {
	page: PAGING.page,
	limit: { kind: 'page', max: 1000, value: 50 },
	'sku:in': { kind: 'text' },
	'variant_id:in': { kind: 'wholeList' },
	'product_id:in': { kind: 'wholeList' },
};

/**
 * See https://github.com/bigcommerce/docs/blob/24f580c/reference/inventory.v3.yml and
 * https://github.com/bigcommerce/docs/blob/24f580c/reference/locations.v3.yml
 */
export const INVENTORY_ROUTES: readonly Route[] = [
	{
		method: 'GET',
		path: '/v3/inventory/items',
		scopes: toRead('store_inventory'),
		query: {
			...FILTERS,
			'location_id:in': { kind: 'wholeList' },
			'location_code:in': { kind: 'text' },
		},
		run: listItems,
	},
	{
		method: 'GET',
		path: '/v3/inventory/locations/:place/items',
		scopes: toRead('store_inventory'),
		query: FILTERS,
		run: listItemsAt,
	},
	{
		method: 'PUT',
		path: '/v3/inventory/adjustments/absolute',
		scopes: ['store_inventory'],
		atOnce: 1,
		run: setStock,
	},
	{
		method: 'GET',
		path: '/v3/inventory/locations',
		scopes: toRead('store_locations'),
		query: { page: PAGING.page, limit: { kind: 'page', max: 1000, value: 50 } },
		run: (call) =>
			pageOf(call, PLACES, (place) => ({
				...place,
				type_id: 'PHYSICAL',
				managed_by_external_source: false,
				storefront_visibility: true,
				time_zone: 'Etc/UTC',
				created_at: '2026-01-05T12:18:02Z',
				updated_at: '2026-01-05T12:18:02Z',
			})),
	},
];

interface Item {
	product: HeldProduct;
	/** Null where the product is counted as a whole. */
	variant: HeldVariant | null;
	shelf: Shelf;
}

/** Everything whose stock is counted. */
function itemsOf(goods: Goods): Item[] {
	return goods.all().flatMap((product) => {
		const shelves = goods.shelvesOf(product);
		if (product.tracking !== 'variant') {
			const [base] = product.variants;
			const variant = base?.options.length === 0 ? base : null;
			return shelves.map((shelf) => ({ product, variant, shelf }));
		}
		return shelves.map((shelf, i) => ({ product, variant: product.variants[i], shelf }));
	});
}

function identityOf({ product, variant }: Item): object {
	return {
		sku: variant?.sku ?? product.sku,
		variant_id: variant?.id ?? null,
		product_id: product.id,
		sku_id: variant && variant.options.length > 0 ? variant.id + 1_000_000 : null,
	};
}

function asked({ query, store: { goods } }: Call): Item[] {
	return itemsOf(goods).filter(
		({ product, variant }) =>
			(!query.has('sku:in') || query.list('sku:in').includes(variant?.sku ?? product.sku)) &&
			(!query.has('variant_id:in') || query.list('variant_id:in').includes(`${variant?.id}`)) &&
			(!query.has('product_id:in') || query.list('product_id:in').includes(`${product.id}`)),
	);
}

function listItems(call: Call): unknown {
	const { query, store } = call;
	const ids = query.list('location_id:in');
	const codes = query.list('location_code:in');
	const places = PLACES.filter(
		({ id, code }) =>
			(!query.has('location_id:in') || ids.includes(`${id}`)) &&
			(!query.has('location_code:in') || codes.includes(code)),
	);
	return pageOf(call, asked(call), (item) => ({
		identity: identityOf(item),
		locations: places.map(({ id, code, label, enabled }) => ({
			location_id: id,
			location_code: code,
			location_name: label,
			...levels(store.goods, item.shelf, id),
			location_enabled: enabled,
			settings: settingsOf(item.shelf, id),
		})),
	}));
}

function listItemsAt(call: Call): unknown {
	const place = PLACES.find(({ id }) => `${id}` === call.params.place);
	if (!place) throw notFound('v3');
	return pageOf(call, asked(call), (item) => ({
		identity: { ...identityOf(item), sku_id: undefined },
		...levels(call.store.goods, item.shelf, place.id),
		settings: settingsOf(item.shelf, place.id),
	}));
}

function levels(goods: Goods, shelf: Shelf, placeId: number): object {
	return {
		available_to_sell: goods.available(shelf, placeId),
		total_inventory_onhand: goods.shown(shelf).onHand[placeId] ?? 0,
	};
}

function settingsOf({ safety }: Shelf, placeId: number): object {
	return {
		safety_stock: safety[placeId],
		is_in_stock: true,
		warning_level: 0,
		bin_picking_number: '',
	};
}

/**
 * Sets what is on hand. One item that is wrong sinks the whole batch, and the message names the item but not the
 * location. In which words an unknown item is refused is not confirmed.
 */
async function setStock({ request, store }: Call): Promise<unknown> {
	const { goods } = store;
	const { reason, items, ...others } = bodyOf(request);
	const [other] = Object.keys(others);
	if (other !== undefined)
		throw refusal('Payload contains invalid fields', { [other]: 'unexpected' });
	if (reason !== undefined && typeof reason !== 'string') {
		throw refusal('Payload contains invalid fields', { reason: 'must be a string' });
	}
	if (!Array.isArray(items)) throw refusal('Payload contains invalid fields', { items: 'missing' });
	checkLength(items, MOST_ITEMS);
	const counts = items.map((item: Record<string, unknown>, i) => countOf(goods, item, i));
	const bad = counts.flatMap((count) => (count.reason === undefined ? [] : [count]));
	if (bad.length > 0) {
		const words = bad.map((count) => count.reason).join(', ');
		throw refusal(goods.namesItems ? `[${words}]` : 'Incorrect entity', {}, words);
	}
	await wait(store.writeMs);
	for (const { product, shelf, placeId, quantity } of counts) {
		if (product && shelf) goods.count(shelf, placeId, quantity, product);
	}
	return { transaction_id: randomUUID() };
}

interface Count {
	product?: HeldProduct;
	shelf?: Shelf;
	placeId: number;
	quantity: number;
	reason?: string;
}

function countOf(goods: Goods, item: Record<string, unknown>, i: number): Count {
	const { location_id: placeId, quantity } = item;
	const field = (name: string, what: string): Refusal =>
		refusal('Payload contains invalid fields', { [`items.${i}.${name}`]: what });
	if (!PLACES.some(({ id }) => id === placeId)) throw field('location_id', 'must be a location');
	const isWhole = Number.isInteger(quantity) && (quantity as number) >= 0;
	if (!isWhole || (quantity as number) > MOST_LEFT) throw field('quantity', 'must be 0 or more');
	const sent = IDENTITIES.filter((name) => item[name] !== undefined);
	if (sent.length !== 1) throw field('identity', 'one of sku, product_id, variant_id is required');
	const [name] = sent;
	const isText = typeof item[name] === 'string' && item[name] !== '';
	if (name === 'sku' ? !isText : !Number.isInteger(item[name])) throw field(name, 'is invalid');
	const base = { placeId: placeId as number, quantity: quantity as number };
	const what = `${name} ${String(item[name])}`;
	const found = find(goods, name, item[name]);
	if (!found) return { ...base, reason: `Item with ${what} was not found` };
	const { product, variant } = found;
	if (product.tracking === 'none') {
		return { ...base, reason: `Item with ${what} is not tracked` };
	}
	if (product.tracking === 'product') {
		const reason = `Item with ${what} is tracked by product, please update stock by product id`;
		return name === 'product_id'
			? { ...base, product, shelf: goods.shelf(`product ${product.id}`) }
			: { ...base, reason };
	}
	const reason = `Item with ${what} is tracked by variant, please update stock by variant id`;
	return variant
		? { ...base, product, shelf: goods.shelf(`variant ${variant.id}`) }
		: { ...base, reason };
}

function find(
	goods: Goods,
	name: (typeof IDENTITIES)[number],
	value: unknown,
): { product: HeldProduct; variant?: HeldVariant } | undefined {
	if (name === 'variant_id') return goods.variant(value as number);
	if (name === 'product_id') {
		const product = goods.get(value as number);
		return product && { product };
	}
	const variant = goods.variants().find((one) => one.variant.sku === value);
	if (variant) return variant;
	const product = goods.all().find(({ sku }) => sku === value);
	return product && { product };
}

function refusal(title: string, errors: Record<string, string>, reason = ''): Refusal {
	const body = { status: 422, title, type: STATUS_TYPE, errors };
	const said = reason || `${title} ${JSON.stringify(errors)}`;
	return new Refusal(422, body, said, { 'content-type': 'application/problem+json' });
}

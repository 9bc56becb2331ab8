import type { ItemCall } from '../../../core/operations/call';
import { amount, count, object, part, parts, text } from '../../../core/orders/read';
import type { Send } from '../../../core/marketplace';
import { shownRef } from '../../../core/products/reference';
import {
	type Found,
	stockOperation,
	type Target,
	type ValuePart,
	type ValueWish,
	type ValueWrites,
} from '../../../core/products/value-writes';
import {
	InvalidInputError,
	raise,
	RefusedWriteError,
	ResponseError,
} from '../../../core/request/errors';
import type { Answer, Reader, Writer } from '../../../core/writes/operation';
import {
	findVariants,
	type InventoryItem,
	isForbidden,
	nameOf,
	PAGE_SIZE,
	type Place,
	type Places,
	productIds,
	PRODUCTS,
	readByNames,
	readInventory,
} from './catalog';
import { VARIANT_ID, words } from './list';
import type { RawProduct } from './wire';

const LOCATIONS = '/v3/inventory/locations';
const ADJUSTMENTS = '/v3/inventory/adjustments/absolute';
/** So many items go into one request. */
const MOST_ITEMS = 2000;
const MOST_STOCK = 2_147_483_647;
/** Where a store has one place only, this is it. */
const FIRST_LOCATION = 1;

interface StockOptions {
	readonly locationId: number;
}

interface StockTarget extends Target {
	/** What is counted; `null` where the token may not read the catalog. */
	readonly tracking: RawProduct['inventory_tracking'] | null;
}

type Part = ValuePart<StockTarget, StockOptions>;

/** Named by its variant, or where stock is kept for the product as a whole, by that. */
interface Adjustment {
	readonly location_id: number;
	readonly variant_id?: number;
	readonly product_id?: number;
	readonly quantity: number;
}

const stock: ValueWrites<StockTarget, StockOptions> = {
	words,
	idPattern: VARIANT_ID,
	more: (call) => ({ locationId: readLocation(call) }),
	checkValue({ value }) {
		if (Number(value) <= MOST_STOCK) return;
		throw new InvalidInputError(`'Quantity' is more than ${MOST_STOCK}`, 'Enter less');
	},
	find,
	check({ tracking, variantId }, { ref }) {
		if (tracking === 'none') {
			throw new InvalidInputError(
				`BigCommerce does not track the stock of the product with the ${shownRef(ref)}`,
				'Turn on inventory tracking of the product in BigCommerce, and run it again',
			);
		}
		if (tracking !== 'product' && variantId === null) {
			throw new InvalidInputError(
				`The ${shownRef(ref)} is that of a product with options, each of which has a stock of its own`,
				'Use the SKU or the ID of the variant',
			);
		}
	},
	chunk: { size: MOST_ITEMS, key: ({ more }) => String(more.locationId) },
	write: async (parts, writer) => await adjust(parts, writer),
	whereToLook: 'Run it again: it sets a value, so it does no harm twice. Or look at the product',
};

/** _Product > Update Stock_ */
export const updateStock = stockOperation(stock);

function readLocation(call: ItemCall): number {
	const options = call.collection('options');
	if (!('locationId' in options)) return FIRST_LOCATION;
	// An expression that finds nothing must not mean another location.
	const given = text(options.locationId) ?? '';
	const id = Number(given);
	if (Number.isSafeInteger(id) && id > 0) return id;
	throw new InvalidInputError(
		`'Location ID' is not an ID: ${given.slice(0, 40)}`,
		`Use the number of the location, e.g. ${FIRST_LOCATION}`,
	);
}

type Wish = ValueWish<StockOptions>;

async function find(
	wishes: readonly Wish[],
	{ send }: Reader,
): Promise<Found<StockTarget, StockOptions>> {
	const places = await findVariants(
		send,
		wishes.map(({ ref }) => ref),
	);
	const tracking = await readTracking(send, productIds(places));
	const items = await readItems(send, places, tracking);
	const noPlaces = await unknownLocations(send, wishes, [...items.values()]);
	return new Map(
		wishes.map((wish) => {
			const found = noPlaces.get(wish.more.locationId) ?? places.get(nameOf(wish.ref)) ?? [];
			if (found instanceof Error) return [wish, found];
			const errors = found.flatMap(({ productId }) => {
				const known = tracking.get(productId);
				return known instanceof Error ? [known] : [];
			});
			const { locationId } = wish.more;
			const targets = found.map((place): StockTarget => {
				const known = tracking.get(place.productId);
				return {
					id: place.productId,
					variantId: place.variantId,
					sku: place.sku,
					site: null,
					present: presentIn(items.get(place), locationId),
					tracking: known === undefined || known instanceof Error ? null : known,
				};
			});
			return [wish, errors[0] ?? targets];
		}),
	);
}

type Tracking = ReadonlyMap<string, RawProduct['inventory_tracking'] | Error | null>;

/** What is counted of products. A token without the right to read them finds out by trying. */
async function readTracking(send: Send, ids: Iterable<string>): Promise<Tracking> {
	const query = { include_fields: ['inventory_tracking'], limit: PAGE_SIZE };
	const { found, failed } = await readByNames<RawProduct>(send, PRODUCTS, 'id:in', ids, query);
	const tracking = new Map<string, RawProduct['inventory_tracking'] | Error | null>();
	for (const { id, inventory_tracking: counted } of found) {
		tracking.set(text(id) ?? '', counted ?? null);
	}
	for (const [id, error] of failed) tracking.set(id, isForbidden(error) ? null : error);
	return tracking;
}

/** What the inventory says of places, also of those that it was not asked about to find them. */
async function readItems(
	send: Send,
	places: Places,
	tracking: Tracking,
): Promise<Map<Place, Partial<InventoryItem>>> {
	const all = [...places.values()].flatMap((found) => (found instanceof Error ? [] : found));
	const items = new Map(all.flatMap((place) => (place.item ? [[place, place.item]] : [])));
	const unknown = all.filter((place) => !items.has(place));
	for (const by of ['product', 'variant'] as const) {
		const own = unknown.filter(({ productId }) => tracking.get(productId) === by);
		const idOf = ({ productId, variantId }: Place): string =>
			(by === 'product' ? productId : variantId) ?? '';
		const ids = own.map(idOf).filter((id) => id !== '');
		// Whatever cannot be read is not known, and set.
		const { found } = await readInventory(send, `${by}_id:in`, ids);
		const byId = new Map(found.map((item) => [text(part(item.identity)[`${by}_id`]), item]));
		for (const place of own) {
			const item = byId.get(idOf(place));
			if (item) items.set(place, item);
		}
	}
	return items;
}

/** Locations that no product has are looked for, before anything is set there. */
async function unknownLocations(
	send: Send,
	wishes: readonly Wish[],
	items: ReadonlyArray<Partial<InventoryItem>>,
): Promise<Map<number, Error>> {
	const known = new Set(
		items.flatMap(({ locations }) => parts(locations).map((one) => count(one.location_id))),
	);
	const errors = new Map<number, Error>();
	for (const locationId of new Set(wishes.map(({ more }) => more.locationId))) {
		if (known.has(locationId)) continue;
		try {
			const path = `${LOCATIONS}/${locationId}/items`;
			await send({ method: 'GET', path, query: { limit: 1 } });
		} catch (error) {
			if (!(error instanceof ResponseError)) return raise(error);
			if (error.verdict === 'gone') errors.set(locationId, noLocation(locationId));
		}
	}
	return errors;
}

function noLocation(locationId: number): InvalidInputError {
	return new InvalidInputError(
		`The store has no location with the ID '${locationId}'`,
		"Check 'Location ID', or call GET /v3/inventory/locations with the resource 'API Request' for all",
	);
}

/**
 * What is in stock at a place. With a safety stock, what is there and what is sold are two numbers, and nobody says
 * which of them is set: then the present one is not known. See BEHAVIOR.md, Products.
 */
function presentIn(item: Partial<InventoryItem> | undefined, locationId: number): string | null {
	const own = parts(item?.locations).find(({ location_id }) => count(location_id) === locationId);
	if (!own) return null;
	const { available_to_sell: available, total_inventory_onhand: there } = own;
	return count(available) === count(there) ? amount(there) : null;
}

/**
 * One request. BigCommerce refuses all of it because of one item, and names that: the item fails, or is named in
 * the other way, and the rest is sent again.
 */
async function adjust(parts: readonly Part[], writer: Writer): Promise<Array<Answer | undefined>> {
	const answers = new Map<Part, Answer>();
	const byProduct = new Set(parts.filter(({ target }) => isWhole(target)));
	for (;;) {
		const left = parts.filter((part) => !answers.has(part));
		if (left.length === 0) break;
		const items = new Map<string, Adjustment>();
		for (const part of left) {
			const item = adjustmentOf(part, byProduct.has(part));
			const name = JSON.stringify({ ...item, quantity: undefined });
			const other = items.get(name);
			if (other && other.quantity !== item.quantity) answers.set(part, contradicts(part));
			else items.set(name, item);
		}
		try {
			// An answer without a transaction says nothing.
			if (!(await send([...items.values()], writer))) break;
			for (const part of left) if (!answers.has(part)) answers.set(part, { status: 'done' });
		} catch (error) {
			const bad = refusedOf(error, left, byProduct);
			// It names none of them: then it is found by halving.
			if (bad.length === 0) return raise(error);
			for (const { part, isByProduct, answer } of bad) {
				if (isByProduct) byProduct.add(part);
				else answers.set(part, answer);
			}
		}
	}
	return parts.map((part) => answers.get(part));
}

function adjustmentOf({ target, value, more }: Part, isByProduct: boolean): Adjustment {
	return {
		location_id: more.locationId,
		...(isByProduct ? { product_id: Number(target.id) } : { variant_id: Number(target.variantId) }),
		quantity: Number(value),
	};
}

/** Two variants share the stock of their product, and were given two numbers. */
function contradicts({ target }: Part): Answer {
	const error = new InvalidInputError(
		`The variants of product '${target.id}' share one stock, and have two values in this run`,
		'Leave one of them out',
	);
	return { status: 'failed', error };
}

function isWhole({ tracking, variantId }: StockTarget): boolean {
	return tracking === 'product' || (tracking === null && variantId === null);
}

async function send(items: readonly Adjustment[], { send }: Writer): Promise<boolean> {
	const { body } = await send({
		method: 'PUT',
		path: ADJUSTMENTS,
		body: { reason: 'n8n', items },
		idempotent: true,
	});
	return text(object(body).transaction_id) !== null;
}

interface Refused {
	readonly part: Part;
	/** Stock is kept for the product as a whole, which has to be named instead. */
	readonly isByProduct: boolean;
	readonly answer: Answer;
}

/** The items that a refusal names, e.g. `[Item with variant_id 106 is tracked by product, …]`. */
function refusedOf(error: unknown, sent: readonly Part[], byProduct: ReadonlySet<Part>): Refused[] {
	if (!(error instanceof ResponseError) || error.verdict !== 'invalid') return [];
	const { title, errors } = object(error.response.body);
	const told = [text(title) ?? '', ...Object.values(object(errors)).map((it) => text(it) ?? '')];
	return told.flatMap((sentence) => {
		const isTrackedByProduct = /tracked by product/i.test(sentence);
		const named = [...sentence.matchAll(/\b(variant_id|product_id|sku)\W{1,3}([^\s,\]]+)/gi)];
		return sent.flatMap((part): Refused[] => {
			const isNamed = named.some(([, field, value]) => valueOf(part, field) === value);
			if (!isNamed) return [];
			const isByProduct = isTrackedByProduct && !byProduct.has(part);
			const refused = new RefusedWriteError(`The stock was not changed: ${sentence}`, {
				said: sentence,
				advice: 'Check in BigCommerce that the product tracks inventory, and at which location',
			});
			return [{ part, isByProduct, answer: { status: 'failed', error: refused } }];
		});
	});
}

function valueOf({ target }: Part, field: string): string | null {
	const { variantId, id, sku } = target;
	const values: Readonly<Record<string, string | null>> = {
		variant_id: variantId,
		product_id: id,
		sku,
	};
	return values[field.toLowerCase()] ?? null;
}

import type { ItemCall } from '../../../core/operations/call';
import { amount, count, object, part, parts, text } from '../../../core/orders/read';
import {
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
import type { Answer, Writer } from '../../../core/writes/operation';
import { findVariants, type InventoryItem, nameOf, type Place } from './catalog';
import { VARIANT_ID, words } from './list';

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
	readonly productId: string;
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
	async find(wishes, { send }) {
		const found = await findVariants(
			send,
			wishes.map(({ ref }) => ref),
		);
		return new Map(
			wishes.map((wish) => {
				const place = found.get(nameOf(wish.ref));
				return [wish, place ? [targetOf(place, wish)] : []];
			}),
		);
	},
	chunk: { size: MOST_ITEMS, key: ({ more }) => String(more.locationId) },
	write: async (parts, writer) => await adjust(parts, writer),
	whereToLook: 'Run it again: it sets a value, so it does no harm twice. Or look at the product',
};

/** _Product > Update Stock_ */
export const updateStock = stockOperation(stock);

function readLocation(call: ItemCall): number {
	const given = text(call.collection('options').locationId) ?? String(FIRST_LOCATION);
	const id = Number(given);
	if (Number.isSafeInteger(id) && id > 0) return id;
	throw new InvalidInputError(
		`'Location ID' is not an ID: ${given.slice(0, 40)}`,
		`Use the number of the location, e.g. ${FIRST_LOCATION}`,
	);
}

function targetOf(
	{ variantId, productId, sku, item }: Place,
	{ more }: ValueWish<StockOptions>,
): StockTarget {
	return {
		id: productId,
		variantId,
		productId,
		sku,
		site: null,
		present: item ? presentIn(item, more.locationId) : null,
	};
}

/**
 * What is in stock at a place. With a safety stock, what is there and what is sold are two numbers, and nobody says
 * which of them is set: then the present one is not known. See BEHAVIOR.md, Products.
 */
function presentIn({ locations }: Partial<InventoryItem>, locationId: number): string | null {
	const own = parts(locations).find(({ location_id }) => count(location_id) === locationId);
	if (!own) return null;
	const { available_to_sell: available, total_inventory_onhand: there } = own;
	return count(available) === count(there) ? amount(there) : null;
}

/**
 * One request. BigCommerce refuses all of it because of one item, and names that: the item fails, or is named in
 * the other way, and the rest is sent again.
 */
async function adjust(parts: readonly Part[], writer: Writer): Promise<Answer[]> {
	const answers = new Map<Part, Answer>();
	const byProduct = new Set<Part>();
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
			await send([...items.values()], writer);
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
	return parts.map((part) => answers.get(part) as Answer);
}

function adjustmentOf({ target, value, more }: Part, isByProduct: boolean): Adjustment {
	return {
		location_id: more.locationId,
		...(isByProduct
			? { product_id: Number(target.productId) }
			: { variant_id: Number(target.variantId) }),
		quantity: Number(value),
	};
}

/** Two variants share the stock of their product, and were given two numbers. */
function contradicts({ target }: Part): Answer {
	const error = new InvalidInputError(
		`The variants of product '${target.productId}' share one stock, and have two values in this run`,
		'Leave one of them out',
	);
	return { status: 'failed', error };
}

async function send(items: readonly Adjustment[], { send }: Writer): Promise<void> {
	await send({
		method: 'PUT',
		path: ADJUSTMENTS,
		body: { reason: 'n8n', items },
		idempotent: true,
	});
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
	const { variantId, productId, sku } = part(target as StockTarget);
	const values: Readonly<Record<string, string | null | undefined>> = {
		variant_id: variantId,
		product_id: productId,
		sku,
	};
	return values[field.toLowerCase()] ?? null;
}

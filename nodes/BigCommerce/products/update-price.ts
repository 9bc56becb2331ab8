import type { ApiResponse, Send } from '../../../core/marketplace';
import type { ItemCall } from '../../../core/operations/call';
import { amount, list, object, text } from '../../../core/orders/read';
import { isSame } from '../../../core/products/values';
import {
	type Found,
	priceOperation,
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
import { findVariants, nameOf, productsById, PRODUCTS, readByNames, VARIANTS } from './catalog';
import { storeCurrency } from './currency';
import { VARIANT_ID, words } from './list';
import { type CatalogEntry, priceOf, skuOf } from './wire';

const PRICE_LISTS = '/v3/pricelists';
const MOST_VARIANTS = 50;
const MOST_PRODUCTS = 10;
const MOST_RECORDS = 1000;

interface PriceOptions {
	/** `null`: the price in the catalog. */
	readonly priceListId: string | null;
}

interface PriceTarget extends Target {
	/** Where the price stands: a product without options has it, unless its variant has one of its own. */
	readonly at: 'product' | 'variant' | 'priceList';
}

type Part = ValuePart<PriceTarget, PriceOptions>;

const price: ValueWrites<PriceTarget, PriceOptions> = {
	words,
	idPattern: VARIANT_ID,
	more: (call) => ({ priceListId: readPriceList(call) }),
	find,
	check({ currency }, wish) {
		if (wish.more.priceListId === null || currency !== null || wish.currency !== null) return;
		throw new InvalidInputError(
			'The currency of the price is not known',
			"Enter the 'Currency': a price list may have several",
		);
	},
	chunk: {
		size: ({ target }) => SIZES[target.at],
		key: ({ target, more }) => `${target.at} ${more.priceListId}`,
	},
	async write(parts, writer) {
		const [{ target }] = parts;
		if (target.at === 'priceList') return await writeRecords(parts, writer);
		const isProduct = target.at === 'product';
		const idOf = (part: Part): string => (isProduct ? part.target.id : part.target.variantId) ?? '';
		const answer = await writer.send({
			method: 'PUT',
			path: isProduct ? PRODUCTS : VARIANTS,
			body: parts.map((part) => ({ id: Number(idOf(part)), price: Number(part.value) })),
			idempotent: true,
		});
		return parts.map((part) => toldOf(answer, idOf(part), part.value));
	},
	whereToLook: 'Run it again: it sets a value, so it does no harm twice. Or look at the product',
};

const SIZES = { product: MOST_PRODUCTS, variant: MOST_VARIANTS, priceList: MOST_RECORDS } as const;

/** _Product > Update Price_ */
export const updatePrice = priceOperation(price);

function readPriceList(call: ItemCall): string | null {
	const given = text(call.collection('options').priceListId);
	if (given === null || /^\d{1,18}$/.test(given)) return given;
	throw new InvalidInputError(
		`'Price List ID' is not an ID: ${given.slice(0, 40)}`,
		'Use the number of the price list, or leave it empty',
	);
}

type Wish = ValueWish<PriceOptions>;

async function find(
	wishes: readonly Wish[],
	{ send }: Reader,
): Promise<Found<PriceTarget, PriceOptions>> {
	const refs = wishes.map(({ ref }) => ref);
	const places = await findVariants(send, refs);
	const ids = [...places.values()].map(({ productId }) => productId);
	const [entries, currency] = await Promise.all([productsById(send, ids), storeCurrency(send)]);
	const byVariant = new Map(entries.map((entry) => [text(entry.variant.id), entry]));
	const found = new Map<Wish, PriceTarget[]>();
	for (const wish of wishes) {
		const entry = byVariant.get(places.get(nameOf(wish.ref))?.variantId ?? null);
		found.set(wish, entry ? [targetOf(entry, wish, currency)] : []);
	}
	return await withRecords(send, found);
}

function targetOf(entry: CatalogEntry, wish: Wish, currency: string | null): PriceTarget {
	const { product, variant } = entry;
	const isInList = wish.more.priceListId !== null;
	const isOnly = text(product.base_variant_id) !== null && amount(variant.price) === null;
	return {
		id: text(product.id) ?? '',
		variantId: text(variant.id),
		sku: skuOf(entry),
		site: null,
		present: isInList ? null : priceOf(entry),
		currency: isInList ? (wish.currency ?? currency) : currency,
		at: isInList ? 'priceList' : isOnly ? 'product' : 'variant',
	};
}

interface PriceRecord {
	variant_id: number;
	currency: string;
	price: number;
}

function recordsPath(priceListId: string): string {
	return `${PRICE_LISTS}/${priceListId}/records`;
}

/** The present prices of price lists. */
async function withRecords(
	send: Send,
	found: ReadonlyMap<Wish, readonly PriceTarget[]>,
): Promise<Found<PriceTarget, PriceOptions>> {
	const lists = new Set([...found.keys()].flatMap(({ more }) => more.priceListId ?? []));
	const prices = new Map<string, string | null>();
	for (const priceListId of lists) {
		const targets = [...found].flatMap(([{ more }, own]) =>
			more.priceListId === priceListId ? own : [],
		);
		const ids = targets.flatMap(({ variantId }) => variantId ?? []);
		const records = await readByNames<PriceRecord>(
			send,
			recordsPath(priceListId),
			'variant_id:in',
			ids,
			{ limit: MOST_VARIANTS },
		);
		for (const { variant_id: variantId, currency, price } of records) {
			const name = JSON.stringify([priceListId, text(variantId), text(currency)?.toUpperCase()]);
			prices.set(name, amount(price));
		}
	}
	return new Map(
		[...found].map(([wish, targets]) => [
			wish,
			targets.map((target) => {
				if (target.at !== 'priceList') return target;
				const name = [wish.more.priceListId, target.variantId, target.currency];
				return { ...target, present: prices.get(JSON.stringify(name)) ?? null };
			}),
		]),
	);
}

/** BigCommerce answers with what it has saved. What it leaves out, nobody knows about. */
function toldOf({ body }: ApiResponse, id: string, value: string): Answer | undefined {
	const { data } = object(body);
	if (!Array.isArray(data)) return { status: 'done' };
	const saved = list(data).find((entry) => text(entry.id) === id);
	const price = amount(saved?.price);
	return price !== null && isSame(price, value) ? { status: 'done' } : undefined;
}

/** Records of a price list. Those that BigCommerce refuses are named; the others are sent again without them. */
async function writeRecords(parts: readonly Part[], { send }: Writer): Promise<Answer[]> {
	const failed = new Map<Part, Answer>();
	const [{ more }] = parts;
	for (;;) {
		const left = parts.filter((part) => !failed.has(part));
		if (left.length === 0) break;
		try {
			await send({
				method: 'PUT',
				path: recordsPath(more.priceListId ?? ''),
				body: left.map(recordOf),
				idempotent: true,
			});
			break;
		} catch (error) {
			const named = refusedOf(error, left);
			if (named.size === 0) return raise(error);
			for (const [part, answer] of named) failed.set(part, answer);
		}
	}
	return parts.map((part) => failed.get(part) ?? { status: 'done' });
}

function recordOf({ target, value, currency }: Part): object {
	return {
		variant_id: Number(target.variantId),
		currency: (currency ?? '').toLowerCase(),
		price: Number(value),
	};
}

function refusedOf(error: unknown, sent: readonly Part[]): Map<Part, Answer> {
	const refused = new Map<Part, Answer>();
	if (!(error instanceof ResponseError) || error.response.status !== 422) return refused;
	for (const { data, errors } of list(object(error.response.body).batch_errors)) {
		const { variant_id: variantId, sku } = object(data);
		const part = sent.find(
			({ target }) => target.variantId === text(variantId) || target.sku === text(sku),
		);
		const said = Object.entries(object(errors)).map(([name, why]) => `${name}: ${text(why)}`);
		const message = `The price was not changed: ${said.join('; ') || 'BigCommerce gives no reason'}`;
		const reason = new RefusedWriteError(message, {
			said: said.join('; ') || undefined,
			advice: 'Check the price list, and that it has the currency',
		});
		if (part) refused.set(part, { status: 'failed', error: reason });
	}
	return refused;
}

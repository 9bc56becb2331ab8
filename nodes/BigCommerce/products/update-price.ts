import type { ApiResponse, Send } from '../../../core/marketplace';
import type { ItemCall } from '../../../core/operations/call';
import { amount, list, object, text } from '../../../core/orders/read';
import { shownRef } from '../../../core/products/reference';
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
import { inHalves } from '../../../core/writes/halves';
import type { Answer, Reader, Writer } from '../../../core/writes/operation';
import {
	findVariants,
	nameOf,
	productIds,
	productsById,
	PRODUCTS,
	readByNames,
	VARIANTS,
} from './catalog';
import { storeCurrency } from './currency';
import { VARIANT_ID, words } from './list';
import { type CatalogEntry, priceOf, skuOf } from './wire';

const PRICE_LISTS = '/v3/pricelists';
const MOST_VARIANTS = 50;
const MOST_PRODUCTS = 10;
const MOST_RECORDS = 1000;
/** See https://github.com/bigcommerce/docs/blob/24f580c/docs/store-operations/catalog/index.mdx. */
const MOST_DECIMALS = 4;

interface PriceOptions {
	/** `null`: the price in the catalog. */
	readonly priceListId: string | null;
	/** Only in a price list, which may have the price in several. `null`: that of the store. */
	readonly currency: string | null;
}

interface PriceTarget extends Target {
	/** Where the price stands: a product without options has it, unless its variant has one of its own. */
	readonly at: 'product' | 'variant' | 'priceList';
}

type Part = ValuePart<PriceTarget, PriceOptions>;

const price: ValueWrites<PriceTarget, PriceOptions> = {
	words,
	idPattern: VARIANT_ID,
	more(call) {
		const priceListId = readPriceList(call);
		const given = priceListId === null ? null : text(call.parameter<unknown>('currency', ''));
		return { priceListId, currency: given?.toUpperCase() ?? null };
	},
	checkValue({ value }) {
		const [, fraction = ''] = value.split('.');
		if (fraction.length <= MOST_DECIMALS) return;
		throw new InvalidInputError(
			`'Price' has more than ${MOST_DECIMALS} decimals: ${value}`,
			'BigCommerce would round it. Round it yourself',
		);
	},
	find,
	check({ currency, at, variantId }, wish) {
		// Without an ID, BigCommerce would make a new variant.
		if (at !== 'product' && variantId === null) {
			throw new InvalidInputError(
				`BigCommerce gives no variant of the product with the ${shownRef(wish.ref)}`,
				'Look at the product in BigCommerce',
			);
		}
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
		return await writeCatalog(parts, writer);
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
	const places = await findVariants(
		send,
		wishes.map(({ ref }) => ref),
	);
	const [{ found: entries, failed }, currency] = await Promise.all([
		productsById(send, productIds(places)),
		storeCurrency(send),
	]);
	const byProduct = new Map<string | null, CatalogEntry[]>();
	for (const entry of entries) {
		const id = text(entry.product.id);
		byProduct.set(id, [...(byProduct.get(id) ?? []), entry]);
	}
	const found = new Map<Wish, readonly PriceTarget[] | Error>();
	for (const wish of wishes) {
		const own = places.get(nameOf(wish.ref)) ?? [];
		const error = own instanceof Error ? own : own.map((one) => failed.get(one.productId))[0];
		found.set(wish, error ?? targets(own));

		function targets(all: typeof own): PriceTarget[] {
			if (all instanceof Error) return [];
			return all.flatMap(({ productId, variantId }) =>
				(byProduct.get(productId) ?? [])
					.filter(({ variant }) => variantId === null || text(variant.id) === variantId)
					.map((entry) => targetOf(entry, wish, currency)),
			);
		}
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

/** The present prices of price lists. A list that cannot be read fails for what is in it. */
async function withRecords(
	send: Send,
	found: ReadonlyMap<Wish, readonly PriceTarget[] | Error>,
): Promise<Found<PriceTarget, PriceOptions>> {
	const ids = new Map<string, Set<string>>();
	for (const [{ more }, targets] of found) {
		if (more.priceListId === null || targets instanceof Error) continue;
		const known = ids.get(more.priceListId) ?? new Set();
		for (const { variantId } of targets) if (variantId !== null) known.add(variantId);
		ids.set(more.priceListId, known);
	}
	const prices = new Map<string, string | null>();
	const errors = new Map<string, Error>();
	for (const [priceListId, variantIds] of ids) {
		const path = recordsPath(priceListId);
		const records = await readByNames<PriceRecord>(send, path, 'variant_id:in', variantIds, {
			limit: MOST_VARIANTS,
		});
		for (const { variant_id: variantId, currency, price } of records.found) {
			const name = [priceListId, text(variantId), text(currency)?.toUpperCase()];
			prices.set(JSON.stringify(name), amount(price));
		}
		for (const [id, error] of records.failed) errors.set(JSON.stringify([priceListId, id]), error);
	}
	return new Map(
		[...found].map(([wish, targets]) => {
			if (targets instanceof Error) return [wish, targets];
			const { priceListId } = wish.more;
			const failed = targets.map(({ variantId }) =>
				errors.get(JSON.stringify([priceListId, variantId])),
			);
			const present = ({ variantId, currency }: PriceTarget): string | null =>
				prices.get(JSON.stringify([priceListId, variantId, currency])) ?? null;
			const withPrice = (target: PriceTarget): PriceTarget =>
				target.at === 'priceList' ? { ...target, present: present(target) } : target;
			return [wish, failed.find((error) => error !== undefined) ?? targets.map(withPrice)];
		}),
	);
}

/** A product that somebody deleted meanwhile sinks its batch with 404: then it is found by halving. */
async function writeCatalog(
	parts: readonly Part[],
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const isProduct = parts[0].target.at === 'product';
	const idOf = ({ target }: Part): string => (isProduct ? target.id : target.variantId) ?? '';
	try {
		const answer = await writer.send({
			method: 'PUT',
			path: isProduct ? PRODUCTS : VARIANTS,
			body: parts.map((part) => ({ id: Number(idOf(part)), price: Number(part.value) })),
			idempotent: true,
		});
		return parts.map((part) => toldOf(answer, idOf(part), part.value));
	} catch (error) {
		const isGone = error instanceof ResponseError && error.verdict === 'gone';
		if (!isGone) return raise(error);
		if (parts.length === 1) return [{ status: 'failed', error }];
		return await inHalves(parts, async (some) => await writeCatalog(some, writer));
	}
}

/** BigCommerce answers with what it has saved. What it leaves out, nobody knows about. */
function toldOf({ body }: ApiResponse, id: string, value: string): Answer | undefined {
	const saved = list(object(body).data).find((entry) => text(entry.id) === id);
	const price = amount(saved?.price);
	return price !== null && isSame(price, value) ? { status: 'done' } : undefined;
}

/** Records of a price list. Those that BigCommerce refuses are named; it has written the others, or they are sent again. */
async function writeRecords(
	parts: readonly Part[],
	{ send }: Writer,
): Promise<Array<Answer | undefined>> {
	const answers = new Map<Part, Answer>();
	const records = new Map<string, Part>();
	for (const part of parts) {
		const name = JSON.stringify([part.target.variantId, part.currency]);
		const other = records.get(name);
		if (!other) records.set(name, part);
		else if (other.value !== part.value) answers.set(part, contradicts(part));
	}
	for (;;) {
		const left = [...records.values()].filter((part) => !answers.has(part));
		if (left.length === 0) break;
		try {
			const { body } = await send({
				method: 'PUT',
				path: recordsPath(parts[0].more.priceListId ?? ''),
				body: left.map(recordOf),
				idempotent: true,
			});
			// An empty answer says nothing.
			if (!('data' in object(body))) break;
			for (const part of parts) if (!answers.has(part)) answers.set(part, { status: 'done' });
		} catch (error) {
			const named = refusedOf(error, left);
			if (named.size === 0) return raise(error);
			for (const [part, answer] of named) answers.set(part, answer);
		}
	}
	return parts.map((part) => answers.get(part));
}

/** One item names the currency, another means the same one without naming it. */
function contradicts({ target, currency }: Part): Answer {
	const error = new InvalidInputError(
		`Variant '${target.variantId}' has two prices in ${currency} in this run`,
		'Leave one of them out',
	);
	return { status: 'failed', error };
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
	for (const { data, field_errors: fields } of list(object(error.response.body).batch_errors)) {
		const { variant_id: variantId, currency } = object(data);
		const code = text(currency)?.toUpperCase();
		const part = sent.find(
			(one) =>
				one.target.variantId === text(variantId) && (code === undefined || one.currency === code),
		);
		const said = Object.entries(object(fields)).map(([name, why]) => `${name}: ${text(why)}`);
		const message = `The price was not changed: ${said.join('; ') || 'BigCommerce gives no reason'}`;
		const reason = new RefusedWriteError(message, {
			said: said.join('; ') || undefined,
			advice: 'Check the price list, and that the store has the currency',
		});
		if (part) refused.set(part, { status: 'failed', error: reason });
	}
	return refused;
}

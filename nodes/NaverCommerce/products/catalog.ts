import type { Client } from '../../../core/client';
import { pool } from '../../../core/lists/side-by-side';
import { overlapped } from '../../../core/lists/overlapped';
import { itemsOf } from '../../../core/lists/pages';
import { chunks } from '../../../core/lists/windows';
import type { Send } from '../../../core/marketplace';
import { count, object, part, parts, text } from '../../../core/orders/read';
import type { ProductRef } from '../../../core/products/reference';
import { HOUR_MS } from '../../../core/request/clock';
import { pathSegment } from '../../../core/request/address';
import { UnexpectedResponseError } from '../../../core/request/errors';
import { ProcessMemory } from '../../../core/request/process-memory';
import {
	type Entry,
	entriesOf,
	type Found,
	numberOf,
	optionsOf,
	type Origin,
	sellerCodeOf,
} from './wire';

const SEARCH = '/v1/products/search';
export const ORIGINS = '/v1/products/origin-products';
const DETAILS = '/v2/products/origin-products';
const PAGE_SIZE = 500;
/** Two a second are allowed; so many under way at once use that up, also where answers take a second. */
const SIDE_BY_SIDE = 4;
/** From so many SKUs on, the whole list costs less than a search for each. */
const LIST_FROM = 20;

/** What the search takes, in Naver's words. */
export type Wanted = Readonly<Record<string, unknown>>;

/** All products that a search finds, each perhaps twice. Pages are by position, so they overlap. */
export function searchAll(send: Send, wanted: Wanted, size = PAGE_SIZE) {
	return overlapped<Partial<Found>>({
		pageSize: size,
		depth: Infinity,
		id: numberOf,
		read: async (offset) => {
			const page = Math.floor(offset / size) + 1;
			const first = await searchPage(send, wanted, page, size);
			const skipped = offset % size;
			if (skipped === 0 || first.isLast) return { ...first, entries: first.entries.slice(skipped) };
			const second = await searchPage(send, wanted, page + 1, size);
			return {
				entries: [...first.entries.slice(skipped), ...second.entries.slice(0, skipped)],
				total: second.total,
			};
		},
	});
}

interface Page {
	entries: Array<Partial<Found>>;
	total?: number;
	isLast: boolean;
}

export async function searchPage(
	send: Send,
	wanted: Wanted,
	page: number,
	size: number,
): Promise<Page> {
	const response = await send({
		method: 'POST',
		path: SEARCH,
		body: { ...wanted, page, size, orderType: 'NO' },
		// It reads only.
		idempotent: true,
	});
	const { body } = response;
	const entries = parts(itemsOf(response, () => object(body).contents as unknown[]) as Found[]);
	const { last, totalElements } = object(body);
	return { entries, total: count(totalElements) ?? undefined, isLast: last === true };
}

/** A product with its options. */
export async function readOrigin(send: Send, originProductNo: string): Promise<Partial<Origin>> {
	const path = `${DETAILS}/${pathSegment(originProductNo)}`;
	const { body } = await send({ method: 'GET', path });
	const { originProduct } = object(body);
	if (Object.keys(object(originProduct)).length > 0) return part(originProduct as Origin);
	throw new UnexpectedResponseError(
		`The answer for product '${originProductNo}' contains no product`,
		'The marketplace returned something unexpected. Try again later',
	);
}

/**
 * Where options are found, by SKU and by ID: no search knows them, so all products are read once. A hint only: what
 * it names is read again before anything is written.
 */
const index = new ProcessMemory<string>('options', { lifeMs: 6 * HOUR_MS, most: 100_000 });

function indexKey({ connection }: Client, { by, value }: ProductRef): string {
	return JSON.stringify([connection.baseUrl, connection.quotaOwner, by, value]);
}

/** Notes where the options of a product are. */
export function noteOptions(
	client: Client,
	originProductNo: string,
	origin: Partial<Origin>,
): void {
	for (const { id, sellerManagerCode } of optionsOf(origin)) {
		const names: ProductRef[] = [
			{ by: 'id', value: text(id) ?? '' },
			{ by: 'sku', value: text(sellerManagerCode) ?? '' },
		];
		for (const name of names)
			if (name.value !== '') index.set(indexKey(client, name), originProductNo);
	}
}

export function nameOf({ by, value }: ProductRef): string {
	return `${by} ${value}`;
}

/** The products and options that go by each name. See BEHAVIOR.md, Products. */
export async function findEntries(
	client: Client,
	refs: readonly ProductRef[],
): Promise<Map<string, Entry[]>> {
	const { send } = client;
	const names = new Map(refs.map((ref) => [nameOf(ref), ref]));
	const found = new Map<string, Entry[]>();
	for (const product of await searched(send, [...names.values()])) {
		note({ by: 'id', value: numberOf(product) }, { found: product });
		note({ by: 'sku', value: sellerCodeOf({ found: product }) ?? '' }, { found: product });
	}
	const left = (): ProductRef[] =>
		[...names].flatMap(([name, ref]) => (found.has(name) ? [] : [ref]));
	// What an earlier look at all products has shown comes first.
	const hints = left().flatMap((ref) => index.get(indexKey(client, ref)) ?? []);
	await readOptions(await byNumber(send, hints));
	if (left().length > 0) {
		const all: Array<Partial<Found>> = [];
		for await (const page of searchAll(send, {})) all.push(...page);
		await readOptions(all);
	}
	return found;

	async function readOptions(products: ReadonlyArray<Partial<Found>>): Promise<void> {
		const once = new Map(products.map((product) => [numberOf(product), product]));
		await pool(once, SIDE_BY_SIDE, async ([number, product]) => {
			const origin = await readOrigin(send, number);
			noteOptions(client, number, origin);
			for (const entry of entriesOf(product, origin)) {
				if (!entry.option) continue;
				note({ by: 'id', value: text(entry.option.id) ?? '' }, entry);
				note({ by: 'sku', value: text(entry.option.sellerManagerCode) ?? '' }, entry);
			}
		});
	}

	function note(ref: ProductRef, entry: Entry): void {
		const name = nameOf(ref);
		if (!names.has(name)) return;
		const others = (found.get(name) ?? []).filter((other) => keyOf(other) !== keyOf(entry));
		found.set(name, [...others, entry]);
	}
}

export function keyOf({ found, option }: Entry): string {
	return `${numberOf(found)} ${text(option?.id) ?? ''}`;
}

/** Products by their numbers and the seller's codes. */
async function searched(send: Send, refs: readonly ProductRef[]): Promise<Array<Partial<Found>>> {
	const skus = refs.flatMap(({ by, value }) => (by === 'sku' ? [value] : []));
	const ids = refs.flatMap(({ by, value }) => (by === 'id' ? [value] : []));
	const all = await byNumber(send, ids);
	if (skus.length >= LIST_FROM) {
		for await (const page of searchAll(send, {})) all.push(...page);
		return all;
	}
	await pool(skus, SIDE_BY_SIDE, async (sellerManagementCode) => {
		const wanted = { searchKeywordType: 'SELLER_CODE', sellerManagementCode };
		for await (const page of searchAll(send, wanted)) all.push(...page);
	});
	return all;
}

export async function byNumber(
	send: Send,
	numbers: readonly string[],
): Promise<Array<Partial<Found>>> {
	const all: Array<Partial<Found>> = [];
	await pool(chunks([...new Set(numbers)], PAGE_SIZE), SIDE_BY_SIDE, async (some) => {
		const wanted = { searchKeywordType: 'PRODUCT_NO', originProductNos: some.map(Number) };
		for await (const page of searchAll(send, wanted)) all.push(...page);
	});
	return all;
}

import type { Client } from '../../../core/client';
import { pool } from '../../../core/lists/side-by-side';
import { overlapped } from '../../../core/lists/overlapped';
import { itemsOf } from '../../../core/lists/pages';
import { chunks } from '../../../core/lists/windows';
import type { Send } from '../../../core/marketplace';
import { count, object, part, parts, text } from '../../../core/orders/read';
import type { ProductRef } from '../../../core/products/reference';
import { pathSegment } from '../../../core/request/address';
import { HOUR_MS, StoppedError } from '../../../core/request/clock';
import {
	raise,
	ResponseError,
	TokenError,
	UnexpectedResponseError,
} from '../../../core/request/errors';
import { ProcessMemory } from '../../../core/request/process-memory';
import {
	changedAt,
	channelNumbersOf,
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

/**
 * All products that a search finds, each perhaps twice. Pages are by position, so they have to overlap, and a page
 * begins at a multiple of its size only: each is a little smaller than the one before.
 */
export function searchAll(send: Send, wanted: Wanted, size = PAGE_SIZE) {
	return overlapped<Partial<Found>>({
		pageSize: size,
		depth: Infinity,
		id: numberOf,
		read: async (offset) => {
			const before = Math.ceil(offset / size);
			const own = before === 0 ? size : Math.floor(offset / before);
			const skipped = offset - before * own;
			const { entries, total } = await searchPage(send, wanted, before + 1, own);
			return { entries: entries.slice(skipped), total, size: own - skipped };
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
/** What the options of a product are called, so that only what has changed since is read for a SKU that is new. */
const names = new ProcessMemory<{ readonly at: string; readonly all: readonly string[] }>(
	'options-names',
	{ lifeMs: 6 * HOUR_MS, most: 100_000 },
);

function keyFor({ connection }: Client, name: string): string {
	return JSON.stringify([connection.baseUrl, connection.quotaOwner, name]);
}

/** Notes where the options of a product are. */
export function noteOptions(
	client: Client,
	originProductNo: string,
	origin: Partial<Origin>,
	/** When the product was changed, as the list had it before it was read. */
	at: string | null = null,
): void {
	const all = optionsOf(origin).flatMap(({ id, sellerManagerCode }) => [
		...refOf('id', id),
		...refOf('sku', sellerManagerCode),
	]);
	for (const ref of all) index.set(keyFor(client, nameOf(ref)), originProductNo);
	if (at !== null) names.set(keyFor(client, originProductNo), { at, all: all.map(nameOf) });
}

function refOf(by: ProductRef['by'], given: unknown): ProductRef[] {
	const value = text(given);
	return value === null ? [] : [{ by, value }];
}

/** Whether none of these can be an option of it: its options were read, and it is as it was then. */
function isKnownWithout(
	client: Client,
	product: Partial<Found>,
	wanted: ReadonlySet<string>,
): boolean {
	const known = names.get(keyFor(client, numberOf(product)));
	if (known === undefined || known.at !== changedAt(product)) return false;
	return !known.all.some((name) => wanted.has(name));
}

export function nameOf({ by, value }: ProductRef): string {
	return `${by} ${value}`;
}

/**
 * The products and options that go by each name. What cannot be read is an error of the names that it may have been.
 * See BEHAVIOR.md, Products.
 */
export async function findEntries(
	client: Client,
	refs: readonly ProductRef[],
): Promise<Map<string, Entry[] | Error>> {
	const { send } = client;
	const wanted = new Map(refs.map((ref) => [nameOf(ref), ref]));
	const found = new Map<string, Entry[]>();
	const failed = new Map<string, Error>();
	const fail = (some: readonly ProductRef[], error: unknown): void => {
		if (endsAll(error)) return raise(error);
		for (const ref of some) failed.set(nameOf(ref), error as Error);
	};
	for (const product of await searched(send, [...wanted.values()], fail)) {
		note({ by: 'id', value: numberOf(product) }, { found: product });
		note({ by: 'sku', value: sellerCodeOf({ found: product }) ?? '' }, { found: product });
	}
	const left = (): ProductRef[] =>
		[...wanted].flatMap(([name, ref]) => (found.has(name) || failed.has(name) ? [] : [ref]));
	let unread: unknown;
	try {
		// What an earlier look at all products has shown comes first.
		const hints = left().flatMap((ref) => index.get(keyFor(client, nameOf(ref))) ?? []);
		await readOptions(await byNumber(send, hints));
		await readAddresses();
		if (left().length > 0) {
			const all: Array<Partial<Found>> = [];
			for await (const page of searchAll(send, {})) all.push(...page);
			const open = new Set(left().map(nameOf));
			await readOptions(all.filter((product) => !isKnownWithout(client, product, open)));
		}
	} catch (error) {
		unread = error;
	}
	if (unread !== undefined) fail(left(), unread);
	return new Map<string, Entry[] | Error>([...failed, ...found]);

	/** Many take the number in the address of the shop for that of the product. */
	async function readAddresses(): Promise<void> {
		const ids = left().flatMap(({ by, value }) => (by === 'id' ? [value] : []));
		for (const product of await byNumber(send, ids, 'CHANNEL_PRODUCT_NO')) {
			for (const value of channelNumbersOf(product)) note({ by: 'id', value }, { found: product });
		}
	}

	async function readOptions(products: ReadonlyArray<Partial<Found>>): Promise<void> {
		const once = new Map(products.map((product) => [numberOf(product), product]));
		await pool(once, SIDE_BY_SIDE, async ([number, product]) => {
			let origin: Partial<Origin>;
			try {
				origin = await readOrigin(send, number);
			} catch (error) {
				if (!isGone(error) && !isRefused(error)) return raise(error);
				// What was deleted meanwhile has no options. Of another, nobody knows.
				if (!isGone(error)) unread ??= error;
				return;
			}
			noteOptions(client, number, origin, changedAt(product));
			for (const entry of entriesOf(product, origin)) {
				if (!entry.option) continue;
				note({ by: 'id', value: text(entry.option.id) ?? '' }, entry);
				note({ by: 'sku', value: text(entry.option.sellerManagerCode) ?? '' }, entry);
			}
		});
	}

	function note(ref: ProductRef, entry: Entry): void {
		const name = nameOf(ref);
		if (!wanted.has(name)) return;
		const others = (found.get(name) ?? []).filter((other) => keyOf(other) !== keyOf(entry));
		found.set(name, [...others, entry]);
	}
}

export function keyOf({ found, option }: Entry): string {
	return `${numberOf(found)} ${text(option?.id) ?? ''}`;
}

export function isGone(error: unknown): boolean {
	return error instanceof ResponseError && error.verdict === 'gone';
}

function isRefused(error: unknown): boolean {
	return error instanceof ResponseError && error.verdict === 'invalid';
}

/** Whether every other request would fail like this one. */
function endsAll(error: unknown): boolean {
	if (error instanceof StoppedError || error instanceof TokenError) return true;
	return error instanceof ResponseError && ['blocked', 'expired', 'denied'].includes(error.verdict);
}

/** Products by their numbers and the seller's codes. */
async function searched(
	send: Send,
	refs: readonly ProductRef[],
	fail: (some: readonly ProductRef[], error: unknown) => void,
): Promise<Array<Partial<Found>>> {
	const skus = refs.filter(({ by }) => by === 'sku');
	const ids = refs.flatMap(({ by, value }) => (by === 'id' ? [value] : []));
	const all = await byNumber(send, ids);
	if (skus.length >= LIST_FROM) {
		for await (const page of searchAll(send, {})) all.push(...page);
		return all;
	}
	await pool(skus, SIDE_BY_SIDE, async (ref) => {
		const wanted = { searchKeywordType: 'SELLER_CODE', sellerManagementCode: ref.value };
		try {
			for await (const page of searchAll(send, wanted)) all.push(...page);
		} catch (error) {
			fail([ref], error);
		}
	});
	return all;
}

/** Which numbers a search takes, and where. */
const NUMBERS = { PRODUCT_NO: 'originProductNos', CHANNEL_PRODUCT_NO: 'channelProductNos' };

export async function byNumber(
	send: Send,
	numbers: readonly string[],
	searchKeywordType: keyof typeof NUMBERS = 'PRODUCT_NO',
): Promise<Array<Partial<Found>>> {
	const all: Array<Partial<Found>> = [];
	await pool(chunks([...new Set(numbers)], PAGE_SIZE), SIDE_BY_SIDE, async (some) => {
		const wanted = { searchKeywordType, [NUMBERS[searchKeywordType]]: some.map(Number) };
		for await (const page of searchAll(send, wanted)) all.push(...page);
	});
	return all;
}

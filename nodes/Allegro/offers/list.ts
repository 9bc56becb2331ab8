import type { Client } from '../../../core/client';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { Query, Send } from '../../../core/marketplace';
import { itemsOf } from '../../../core/lists/pages';
import { overlapped } from '../../../core/lists/overlapped';
import { pool } from '../../../core/lists/side-by-side';
import { StoppedError } from '../../../core/request/clock';
import { raise } from '../../../core/request/errors';
import { object, parts, text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import type { Product } from '../../../core/products/product';
import type { ProductSource } from '../../../core/products/read-products';
import type { ProductRef } from '../../../core/products/reference';
import type { ProductPage, ProductSearch } from '../../../core/products/search-products';
import { total } from '../marketplace';
import { type Offer, OFFER_ID, skuOf, statusOf, toProduct } from './offer';

const PATH = '/sale/offers';
const PAGE_SIZE = 1000;
/** Largest offset + limit. */
const MAX_DEPTH = 10_000_000;
/** So many SKUs or IDs go into one request, none longer than this. */
const NAMES_TOGETHER = 100;
const LONGEST_NAME = 100;
/** Servers refuse addresses that are much longer than 8,000 characters. */
const ADDRESS_LENGTH = 7000;
const PARAMETER_LENGTH = '&external.id='.length;
const SIDE_BY_SIDE = 8;

/** For sentences. */
export const words = { thing: 'offer', things: 'offers' };

/** Filters of `GET /sale/offers`. See https://developer.allegro.pl/swagger.yaml. */
export const offerFilters: Filters = [
	{
		kind: 'flag',
		query: 'isFulfillment',
		property: {
			displayName: 'In Allegro Warehouse',
			name: 'isFulfillment',
			type: 'boolean',
			default: true,
			description: 'Whether the goods are kept by Allegro (One Fulfillment) or not',
		},
	},
	{
		kind: 'text',
		query: 'name',
		property: {
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. blue mug',
			description: 'Only offers with these words in their title',
		},
	},
	{
		kind: 'text',
		query: 'publication.marketplace',
		property: {
			displayName: 'Site',
			name: 'site',
			type: 'string',
			default: '',
			placeholder: 'e.g. allegro-cz',
			description: 'Only offers that are on this site of Allegro',
		},
	},
	{
		kind: 'list',
		query: 'external.id',
		property: {
			displayName: 'SKUs',
			name: 'skus',
			type: 'string',
			default: '',
			placeholder: 'e.g. MUG-1, MUG-2',
			description: 'Only offers with these SKUs (in Allegro: sygnatura), up to 100',
		},
	},
	{
		kind: 'list',
		query: 'publication.status',
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: [
				{ name: 'Activating', value: 'ACTIVATING' },
				{ name: 'Active', value: 'ACTIVE' },
				{ name: 'Draft', value: 'INACTIVE' },
				{ name: 'Ended', value: 'ENDED' },
			],
			default: ['ACTIVE'],
			description: 'Only offers with one of these statuses',
		},
	},
];

type Entry = Partial<Offer>;

export const offers: ProductSource<Entry> = {
	words,
	idPattern: OFFER_ID,
	key: ({ id }) => text(id) ?? '',
	find: async ({ client }, ref) => {
		return living(await findOne(client.send, ref));
	},
	list: listOffers,
	toProduct: (offer, { client }) => shownProduct(offer, client),
	asSent: (offer) => offer,
};

function shownProduct(offer: Entry, { connection }: Client): Product {
	const { account, settings } = connection;
	return toProduct(offer, { account, isSandbox: settings?.environment === 'sandbox' });
}

/** By position, the newest first. Offers never change their place; drafts that are deleted leave it. */
function listOffers(call: Call, limit: number): AsyncGenerator<Entry[]> {
	const filters = FilterValues.read(call, offerFilters).query(utcIso);
	const pageSize = Math.min(limit, PAGE_SIZE);
	return overlapped<Entry>({
		pageSize,
		depth: MAX_DEPTH,
		id: ({ id }) => text(id) ?? '',
		read: async (offset) =>
			await readPage(call.client.send, {
				...filters,
				limit: pageSize,
				...(offset === 0 ? {} : { offset }),
			}),
	});
}

async function readPage(send: Send, query: Query): Promise<{ entries: Entry[]; total?: number }> {
	const response = await send({ method: 'GET', path: PATH, query });
	const entries = parts(itemsOf(response, (body) => object(body).offers as unknown[]) as Offer[]);
	return { entries, total: total(response.body) };
}

/** What is sold, before drafts, before what has ended: a SKU outlives its offers. */
const TIERS = [['ACTIVE', 'ACTIVATING'], ['INACTIVE'], ['ENDED']];

export function living(found: readonly Entry[]): readonly Entry[] {
	const tiers = TIERS.map((tier) => found.filter((one) => tier.includes(statusOf(one) ?? '')));
	return tiers.find((tier) => tier.length > 0) ?? found;
}

export function nameOf({ by, value }: ProductRef): string {
	return `${by} ${value}`;
}

/** The offers that go by each name, many names in a request. What cannot be read is an error in its place. */
export async function findOffers(
	send: Send,
	refs: readonly ProductRef[],
): Promise<Map<string, Entry[] | Error>> {
	const found = new Map<string, Entry[] | Error>();
	const jobs = (['sku', 'id'] as const).flatMap((by) => {
		const names = refs.flatMap((ref) => (ref.by === by ? [ref.value] : []));
		return together([...new Set(names)]).map((some) => ({ by, some }));
	});
	await pool(jobs, SIDE_BY_SIDE, async ({ by, some }) => {
		try {
			for (const offer of await named(send, by, some)) {
				const value = (by === 'sku' ? skuOf(offer) : text(offer.id)) ?? '';
				const name = nameOf({ by, value });
				found.set(name, [...((found.get(name) as Entry[] | undefined) ?? []), offer]);
			}
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			for (const value of some) found.set(nameOf({ by, value }), error as Error);
		}
	});
	return found;
}

async function findOne(send: Send, ref: ProductRef): Promise<Entry[]> {
	const found = (await findOffers(send, [ref])).get(nameOf(ref)) ?? [];
	return found instanceof Error ? raise(found) : found;
}

/** As many names as go into the address of a request. No offer has a longer one than Allegro takes. */
function together(names: readonly string[]): string[][] {
	const groups: string[][] = [];
	let room = 0;
	for (const name of names) {
		if (name.length > LONGEST_NAME) continue;
		const length = encodeURIComponent(name).length + PARAMETER_LENGTH;
		if (length > room || groups[groups.length - 1].length === NAMES_TOGETHER) {
			groups.push([]);
			room = ADDRESS_LENGTH;
		}
		groups[groups.length - 1].push(name);
		room -= length;
	}
	return groups;
}

async function named(send: Send, by: ProductRef['by'], names: string[]): Promise<Entry[]> {
	const query = { [by === 'sku' ? 'external.id' : 'offer.id']: names, limit: PAGE_SIZE };
	const pages = overlapped<Entry>({
		pageSize: PAGE_SIZE,
		depth: MAX_DEPTH,
		id: ({ id }) => text(id) ?? '',
		read: async (offset) => await readPage(send, offset === 0 ? query : { ...query, offset }),
	});
	const all = new Map<string, Entry>();
	for await (const page of pages) for (const offer of page) all.set(text(offer.id) ?? '', offer);
	return [...all.values()];
}

const SEARCH_SIZE = 100;

/** For the list in the panel: by title, or by the exact SKU. */
export async function searchOffers(
	client: Client,
	{ filter, from }: ProductSearch,
): Promise<ProductPage> {
	const offset = Number(from ?? 0);
	const bySku = filter !== '' && offset === 0;
	const ref: ProductRef = { by: 'sku', value: filter };
	const own = bySku ? await findOne(client.send, ref) : [];
	const { entries, total: length = 0 } = await readPage(client.send, {
		...(filter === '' ? {} : { name: filter }),
		limit: SEARCH_SIZE,
		...(offset === 0 ? {} : { offset }),
	});
	const known = new Set(own.map(({ id }) => text(id)));
	const all = [...own, ...entries.filter(({ id }) => !known.has(text(id)))];
	const end = offset + entries.length;
	return {
		products: all.map((offer) => shownProduct(offer, client)),
		...(entries.length > 0 && end < length ? { next: String(end) } : {}),
	};
}

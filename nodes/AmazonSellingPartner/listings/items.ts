import type { Client } from '../../../core/client';
import { itemsOf } from '../../../core/lists/pages';
import { pool } from '../../../core/lists/side-by-side';
import { chunks } from '../../../core/lists/windows';
import type { Query } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { count, object, part, parts, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, ResponseError, TokenError } from '../../../core/request/errors';
import { readSites, SITES } from '../regions';
import { INCLUDED, type Listing, skuOf } from './wire';

const ROOT = '/listings/2021-08-01/items';
/** So many SKUs go into one search, and as many entries are on a page. */
export const PAGE_SIZE = 20;
const SIDE_BY_SIDE = 5;

/** The seller as listings need it: Amazon names it nowhere but in Seller Central and at the consent. */
export function sellerIdOf({ connection }: Pick<Client, 'connection'>): string {
	const sellerId = connection.settings?.sellerId;
	if (sellerId !== undefined) return sellerId;
	throw new InvalidInputError(
		"The credential has no 'Seller ID', which listings need",
		'Open the credential and enter it: in Seller Central under Settings > Account Info > Merchant Token',
	);
}

/** The parameter `marketplaceId`: a site of the credential's region, because Amazon would refuse all for another. */
export function readSite(value: unknown, { connection }: Pick<Client, 'connection'>): string {
	const site = text(value);
	if (site !== null && SITES.some(({ id }) => id === site)) {
		return readSites(site, connection.settings?.region, 'Marketplace')[0];
	}
	throw new InvalidInputError(
		site === null
			? "'Marketplace' is empty"
			: `'Marketplace' has an unknown value: ${site.slice(0, 40)}`,
		'Choose the site of Amazon on which the listing is',
	);
}

export function siteOf(call: Call): string {
	return readSite(call.parameter<unknown>('marketplaceId', ''), call.client);
}

function listPath(client: Pick<Client, 'connection'>): string {
	return `${ROOT}/${pathSegment(sellerIdOf(client))}`;
}

export function itemPath(client: Pick<Client, 'connection'>, sku: string): string {
	return `${listPath(client)}/${pathSegment(sku)}`;
}

export interface ListingPage {
	readonly listings: Array<Partial<Listing>>;
	/** Of all pages together. */
	readonly total: number | null;
	readonly next: string | null;
}

export async function searchPage(client: Client, site: string, query: Query): Promise<ListingPage> {
	const response = await client.send({
		method: 'GET',
		path: listPath(client),
		query: { marketplaceIds: site, includedData: INCLUDED, pageSize: PAGE_SIZE, ...query },
	});
	const { body } = response;
	const listings = parts(itemsOf(response, () => object(body).items as unknown[]) as Listing[]);
	const { numberOfResults, pagination } = object(body);
	return {
		listings,
		total: count(numberOfResults),
		next: text(object(pagination).nextToken),
	};
}

/**
 * Listings by their SKUs, 20 in a request. What cannot be read is an error in its place; SKUs that Amazon does not
 * know are left out.
 */
export async function findListings(
	client: Client,
	site: string,
	skus: readonly string[],
): Promise<Map<string, Partial<Listing> | Error>> {
	const found = new Map<string, Partial<Listing> | Error>();
	const readAlone = async (sku: string): Promise<void> => {
		try {
			const listing = await readListing(client, site, sku);
			if (listing) found.set(sku, listing);
		} catch (error) {
			if (endsAll(error)) return raise(error);
			found.set(sku, error as Error);
		}
	};
	const all = [...new Set(skus)];
	// A comma ends a SKU in a list.
	const alone = all.filter((sku) => sku.includes(','));
	const listed = all.filter((sku) => !sku.includes(','));
	await pool(chunks(listed, PAGE_SIZE), SIDE_BY_SIDE, async (some) => {
		const query = { identifiersType: 'SKU', identifiers: some };
		try {
			const { listings, next } = await searchPage(client, site, query);
			for (const listing of listings) found.set(skuOf(listing), listing);
			// A page that was cut says nothing of the others.
			if (next !== null) alone.push(...some.filter((sku) => !found.has(sku)));
		} catch (error) {
			if (endsAll(error)) return raise(error);
			// One of them may be what Amazon does not take.
			if (isRefused(error)) alone.push(...some);
			else for (const sku of some) found.set(sku, error as Error);
		}
	});
	await pool(alone, SIDE_BY_SIDE, readAlone);
	return found;
}

/** The listing of one SKU, if there is one. */
export async function findListing(
	client: Client,
	site: string,
	sku: string,
): Promise<Partial<Listing> | undefined> {
	const found = (await findListings(client, site, [sku])).get(sku);
	return found instanceof Error ? raise(found) : found;
}

function isRefused(error: unknown): boolean {
	return error instanceof ResponseError && error.verdict === 'invalid';
}

/** Whether every other request would fail like this one. */
export function endsAll(error: unknown): boolean {
	if (error instanceof StoppedError || error instanceof TokenError) return true;
	return error instanceof ResponseError && ['blocked', 'expired', 'denied'].includes(error.verdict);
}

async function readListing(
	client: Client,
	site: string,
	sku: string,
): Promise<Partial<Listing> | undefined> {
	try {
		const { body } = await client.send({
			method: 'GET',
			path: itemPath(client, sku),
			query: { marketplaceIds: site, includedData: INCLUDED },
		});
		return part(body as Listing);
	} catch (error) {
		const isUnknown = error instanceof ResponseError && error.verdict === 'gone';
		return isUnknown ? undefined : raise(error);
	}
}

import type { FastifyInstance } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';

import { ROLES, type SalesPlace } from './app';
import { denied, SpError } from './errors';
import type { Call, Gate, Operation } from './gate';
import { jsonBody } from './json-body';
import type { Issue, Listing } from './listing';
import { soldAt, statusAt } from './listing';
import { DATA_SETS, toItem } from './listing-view';
import { invalid, listOf, type Params, type Query } from './params';
import { isPatches, issue, issuesOf, type Patch } from './patches';
import type { AmazonSettings } from './settings';

const MANY = '/listings/2021-08-01/items/{sellerId}';
const ONE = `${MANY}/{sku}`;
/** See https://developer-docs.amazon.com/sp-api/docs/listings-items-api-v2021-08-01-use-case-guide */
const REACHABLE = 1000;

const COMMON: Params = {
	marketplaceIds: { kind: 'list', required: true },
	issueLocale: { kind: 'text' },
};
const READING: Params = { ...COMMON, includedData: { kind: 'list', values: DATA_SETS } };
const WRITING: Params = {
	...COMMON,
	includedData: { kind: 'list', values: ['identifiers', 'issues'] },
	mode: { kind: 'text', values: ['VALIDATION_PREVIEW'] },
};
const STATUSES = ['BUYABLE', 'DISCOVERABLE'];
const SEARCHING: Params = {
	...READING,
	identifiers: { kind: 'list', max: 20 },
	identifiersType: {
		kind: 'text',
		values: ['ASIN', 'EAN', 'FNSKU', 'GTIN', 'ISBN', 'JAN', 'MINSAN', 'SKU', 'UPC'],
	},
	variationParentSku: { kind: 'text' },
	packageHierarchySku: { kind: 'text' },
	createdAfter: { kind: 'date' },
	createdBefore: { kind: 'date' },
	lastUpdatedAfter: { kind: 'date' },
	lastUpdatedBefore: { kind: 'date' },
	withIssueSeverity: { kind: 'list', values: ['WARNING', 'ERROR'] },
	withStatus: { kind: 'list', values: STATUSES },
	withoutStatus: { kind: 'list', values: STATUSES },
	sortBy: { kind: 'text', values: ['sku', 'createdDate', 'lastUpdatedDate'] },
	sortOrder: { kind: 'text', values: ['ASC', 'DESC'] },
	pageSize: { kind: 'int', max: 20 },
	pageToken: { kind: 'text' },
};

/**
 * Listings Items 2021-08-01,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/listings-items-api-model/listingsItems_2021-08-01.json
 */
export class ListingRoutes {
	/** Where a page begins, and what was asked for. */
	private readonly pages = new Map<string, { at: number; key: string }>();

	constructor(private readonly settings: AmazonSettings) {}

	serve(gate: Gate, scope: FastifyInstance): void {
		const quota = { rate: 5, burst: 5, roles: [ROLES.listings] };
		const operations: Operation[] = [
			{
				path: MANY,
				method: 'GET',
				name: 'searchListingsItems',
				...quota,
				params: SEARCHING,
				run: (call) => this.search(call),
			},
			{
				path: ONE,
				method: 'GET',
				name: 'getListingsItem',
				...quota,
				burst: 10,
				params: READING,
				run: (call) => this.show(call),
			},
			{
				path: ONE,
				method: 'PATCH',
				name: 'patchListingsItem',
				...quota,
				params: WRITING,
				run: (call) => this.patch(call),
			},
			{
				path: ONE,
				method: 'PUT',
				name: 'putListingsItem',
				...quota,
				burst: 10,
				params: { ...WRITING, marketplaceIds: { kind: 'list', required: true, max: 1 } },
				run: (call) => this.put(call),
			},
			{
				path: ONE,
				method: 'DELETE',
				name: 'deleteListingsItem',
				...quota,
				params: { ...COMMON, marketplaceIds: { kind: 'list', required: true, max: 1 } },
				run: (call) => this.remove(call),
			},
		];
		for (const operation of operations) gate.serve(scope, operation);
	}

	private search(call: Call) {
		const places = placesOf(call);
		const { query } = call;
		if ((query.identifiers === undefined) !== (query.identifiersType === undefined)) {
			throw invalid('identifiers and identifiersType go together.');
		}
		const found = sorted(
			call.shop.catalogue.searched().filter((listing) => fits(listing, query, places)),
			query,
		);
		const key = JSON.stringify({ ...query, pageToken: undefined });
		const at = this.startOf(query, key);
		const { reach = REACHABLE, tellsAll = true } = this.settings.listings ?? {};
		const size = Number(query.pageSize ?? 10);
		const end = Math.min(at + size, reach);
		const wanted = listOf(query.includedData) ?? ['summaries'];
		return {
			numberOfResults: tellsAll ? found.length : Math.min(reach, found.length),
			pagination: {
				...(end < Math.min(found.length, reach) ? { nextToken: this.remember(end, key) } : {}),
				...(at > 0 ? { previousToken: this.remember(Math.max(0, at - size), key) } : {}),
			},
			items: found.slice(at, end).map((listing) => toItem(listing, wanted, places)),
		};
	}

	private startOf({ pageToken }: Query, key: string): number {
		if (pageToken === undefined) return 0;
		const page = this.pages.get(pageToken);
		if (page?.key !== key) throw invalid('pageToken is not valid for these parameters.');
		return page.at;
	}

	private remember(at: number, key: string): string {
		const token = randomBytes(24).toString('base64');
		this.pages.set(token, { at, key });
		return token;
	}

	private show(call: Call) {
		const places = placesOf(call);
		return toItem(find(call, places), listOf(call.query.includedData) ?? ['summaries'], places);
	}

	private patch(call: Call) {
		const places = placesOf(call);
		const listing = find(call, places);
		const { productType, patches } = jsonBody(call.request, ['productType', 'patches']);
		if (typeof productType !== 'string' || productType === '')
			throw invalid('productType is missing.');
		if (!isPatches(patches)) throw invalid('patches are not valid.');
		const issues = this.issuesOf(listing, productType, patches, places);
		return this.answer(call, listing, issues, () =>
			call.shop.catalogue.submit(listing.sku, patches, places),
		);
	}

	/** `PRODUCT` fits every listing, see https://github.com/amzn/selling-partner-api-docs/issues/2167 */
	issuesOf(
		listing: Listing,
		productType: string,
		patches: readonly Patch[],
		places: readonly SalesPlace[],
	): Issue[] {
		if (productType !== 'PRODUCT' && productType !== listing.productType) {
			return [issue('90000901', `'${productType}' is not the product type of the listing.`)];
		}
		const refused = this.settings.listings?.refused ?? {};
		if (Object.hasOwn(refused, listing.sku)) return [issue('4000003', refused[listing.sku])];
		return patches.flatMap((patch) => issuesOf(patch, places));
	}

	/** All that is not named is gone. */
	private put(call: Call) {
		const places = placesOf(call);
		const listing = find(call, places);
		const { attributes, productType } = jsonBody(call.request, [
			...['productType', 'requirements', 'attributes'],
		]);
		if (typeof productType !== 'string' || typeof attributes !== 'object') {
			throw invalid('productType and attributes are required.');
		}
		const given = attributes as Listing['attributes'];
		return this.answer(call, listing, [], () => {
			call.shop.catalogue.put(listing.sku, { ...listing, productType, attributes: given });
			return randomUUID();
		});
	}

	private remove(call: Call) {
		const listing = find(call, placesOf(call));
		return this.answer(call, listing, [], () => {
			call.shop.catalogue.put(listing.sku, undefined);
			return randomUUID();
		});
	}

	/** 200 says nothing: what is wrong with a change stands in the answer. */
	private answer({ query }: Call, { sku }: Listing, issues: Issue[], submit: () => string) {
		const isInvalid = issues.some(({ severity }) => severity === 'ERROR');
		if (isInvalid) return { sku, status: 'INVALID', submissionId: randomUUID(), issues };
		if (query.mode) return { sku, status: 'VALID', submissionId: randomUUID(), issues };
		return { sku, status: 'ACCEPTED', submissionId: submit(), issues };
	}
}

/** The marketplaces of a call, which is about the token's own seller. */
function placesOf({ query, pathParams, shop }: Call): SalesPlace[] {
	if (pathParams.sellerId !== shop.seller.id) throw denied('');
	const ids = listOf(query.marketplaceIds) ?? [];
	const places = shop.seller.places.filter((place) => ids.includes(place.id));
	if (places.length < ids.length) throw invalid('The seller does not sell in this marketplace.');
	return places;
}

function find({ shop, pathParams }: Call, places: readonly SalesPlace[]): Listing {
	const listing = shop.catalogue.find(pathParams.sku);
	if (listing && soldAt(listing, places).length > 0) return listing;
	const where = places.map(({ id }) => id).join(', ');
	const message = `SKU '${pathParams.sku}' not found in marketplace ${where}`;
	throw new SpError(404, 'NOT_FOUND', message, '');
}

type Test = (listing: Listing, value: string, places: readonly SalesPlace[]) => boolean;

const timeOf = (value: string): number => Date.parse(value);
const isOne = (value: string, of: readonly (string | undefined)[]) =>
	value.split(',').some((one) => of.includes(one));

const TESTS: Record<string, Test> = {
	createdAfter: ({ createdAt }, value) => createdAt >= timeOf(value),
	createdBefore: ({ createdAt }, value) => createdAt <= timeOf(value),
	lastUpdatedAfter: ({ updatedAt }, value) => updatedAt >= timeOf(value),
	lastUpdatedBefore: ({ updatedAt }, value) => updatedAt <= timeOf(value),
	withIssueSeverity: ({ issues }, value) =>
		isOne(
			value,
			issues.map(({ severity }) => severity),
		),
	withStatus: (listing, value, places) => isOne(value, statusesOf(listing, places)),
	withoutStatus: (listing, value, places) => !isOne(value, statusesOf(listing, places)),
};

function statusesOf(listing: Listing, places: readonly SalesPlace[]): string[] {
	return soldAt(listing, places).flatMap((place) => statusAt(listing, place));
}

/** A list of identifiers is split at its commas, those inside a SKU as well. */
function fits(listing: Listing, query: Query, places: readonly SalesPlace[]): boolean {
	if (soldAt(listing, places).length === 0) return false;
	const own: Record<string, string> = { SKU: listing.sku, ASIN: listing.asin };
	const { identifiers, identifiersType = '' } = query;
	if (identifiers !== undefined && !isOne(identifiers, [own[identifiersType]])) return false;
	return Object.entries(TESTS).every(([name, test]) => {
		const value = query[name];
		return value === undefined || test(listing, value, places);
	});
}

function sorted(listings: Listing[], { sortBy = 'lastUpdatedDate', sortOrder }: Query): Listing[] {
	const keys: Record<string, (one: Listing) => string | number> = {
		sku: ({ sku }) => sku,
		createdDate: ({ createdAt }) => createdAt,
		lastUpdatedDate: ({ updatedAt }) => updatedAt,
	};
	const key = keys[sortBy];
	const sign = sortOrder === 'ASC' ? 1 : -1;
	const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
	return listings.sort((a, b) => sign * compare(key(a), key(b)) || compare(a.sku, b.sku));
}

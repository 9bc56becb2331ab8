import type { SalesPlace } from './app';
import type { Catalogue } from './catalogue';
import { soldAt, type Attributes, type Issue, type Listing } from './listing';
import { isEntries, isPatches, issue, type Patch } from './patches';

/** Most messages of a feed */
const MOST = 25_000;

/** A feed that is none of this kind. */
export class NoListingsFeed extends Error {}

interface Message {
	messageId: number;
	sku: string;
	operationType: string;
	productType?: string;
	patches?: unknown;
	attributes?: unknown;
}

/** What is wrong with patches of a listing. */
export type Judge = (
	listing: Listing,
	productType: string,
	patches: readonly Patch[],
	places: readonly SalesPlace[],
) => Issue[];

/** What came of the messages of a feed. */
interface Outcome {
	sellerId: string;
	processed: number;
	accepted: number;
	issues: (Omit<Issue, 'categories' | 'attributeNames'> & {
		messageId?: number;
		sku?: string;
		attributeName?: string;
	})[];
}

/**
 * Works off a JSON_LISTINGS_FEED, or its first half. UPDATE replaces a whole listing, DELETE deletes it:
 * see https://github.com/amzn/selling-partner-api-models/blob/main/schemas/feeds/listings-feed-schema-v2.json
 */
export function workOff(
	text: string,
	catalogue: Catalogue,
	{ places, judge, isAborted }: { places: SalesPlace[]; judge: Judge; isAborted: boolean },
): Outcome {
	const messages = messagesOf(text, catalogue.seller.id);
	const reached = isAborted ? messages.slice(0, messages.length >> 1) : messages;
	const outcome: Outcome = {
		sellerId: catalogue.seller.id,
		processed: reached.length,
		accepted: 0,
		issues: [],
	};
	for (const message of reached) {
		const issues = take(message, catalogue, places, judge);
		const { messageId, sku } = message;
		outcome.issues.push(
			...issues.map(({ code, severity, message: said, attributeNames }) => ({
				...{ messageId, sku, code, severity, message: said },
				...(attributeNames ? { attributeName: attributeNames[0] } : {}),
			})),
		);
		if (!issues.some(({ severity }) => severity === 'ERROR')) outcome.accepted++;
	}
	return outcome;
}

function messagesOf(text: string, sellerId: string): Message[] {
	let feed: { header?: Record<string, unknown>; messages?: Message[] };
	try {
		feed = JSON.parse(text) as typeof feed;
	} catch {
		throw new NoListingsFeed('The feed is not JSON.');
	}
	const { header, messages } = feed;
	if (header?.version !== '2.0') throw new NoListingsFeed('The version is not 2.0.');
	if (header.sellerId !== sellerId) throw new NoListingsFeed('The sellerId is another one.');
	if (!Array.isArray(messages) || messages.length === 0 || messages.length > MOST) {
		throw new NoListingsFeed(`There must be 1 to ${MOST} messages.`);
	}
	const ids = messages.map(({ messageId }) => messageId);
	const areNumbers = ids.every((id) => Number.isInteger(id) && id >= 1);
	if (!areNumbers || new Set(ids).size < ids.length) {
		throw new NoListingsFeed('A messageId is not a number, or there twice.');
	}
	return messages;
}

function take(
	{ sku, operationType, productType = '', patches, attributes }: Message,
	catalogue: Catalogue,
	places: SalesPlace[],
	judge: Judge,
): Issue[] {
	const malformed = issue('4000001', `The message is not a valid ${operationType}.`);
	if (typeof sku !== 'string' || sku === '') return [malformed];
	const listing = catalogue.find(sku);
	if (!listing || soldAt(listing, places).length === 0) {
		// The number is made up: Amazon publishes none.
		return [issue('4000004', `SKU '${sku}' not found`)];
	}
	switch (operationType) {
		case 'PATCH': {
			if (!productType || !isPatches(patches) || attributes !== undefined) return [malformed];
			const issues = judge(listing, productType, patches, places);
			if (issues.length === 0) catalogue.submit(sku, patches, places);
			return issues;
		}
		case 'PARTIAL_UPDATE': {
			if (!productType || !isAttributes(attributes) || patches !== undefined) return [malformed];
			const replacing = Object.entries(attributes).map(([name, value]): Patch => ({
				op: 'replace',
				path: `/attributes/${name}`,
				value,
			}));
			const issues = judge(listing, productType, replacing, places);
			if (issues.length === 0) catalogue.submit(sku, replacing, places);
			return issues;
		}
		case 'UPDATE':
			if (!productType || !isAttributes(attributes) || patches !== undefined) return [malformed];
			catalogue.put(sku, { ...listing, productType, attributes });
			return [];
		case 'DELETE':
			if (productType || attributes !== undefined || patches !== undefined) return [malformed];
			catalogue.put(sku, undefined);
			return [];
		default:
			return [malformed];
	}
}

function isAttributes(value: unknown): value is Attributes {
	return typeof value === 'object' && value !== null && Object.values(value).every(isEntries);
}

/** See https://github.com/amzn/selling-partner-api-models/blob/main/schemas/feeds/listings-feed-processing-report-schema-v2.json */
export function listingsReport(feedId: string, outcome: Outcome): string {
	const { sellerId, processed, accepted, issues } = outcome;
	const count = (wanted: string) => issues.filter(({ severity }) => severity === wanted).length;
	return JSON.stringify({
		header: { sellerId, version: '2.0', feedId },
		issues,
		summary: {
			errors: count('ERROR'),
			warnings: count('WARNING'),
			messagesProcessed: processed,
			messagesAccepted: accepted,
			messagesInvalid: processed - accepted,
		},
	});
}

/** What is said of a feed whose messages could not be read. */
export function unreadableReport(feedId: string, sellerId: string, message: string): string {
	return JSON.stringify({
		header: { sellerId, version: '2.0', feedId },
		issues: [{ code: '4000000', severity: 'ERROR', message }],
		summary: {
			errors: 1,
			warnings: 0,
			messagesProcessed: 0,
			messagesAccepted: 0,
			messagesInvalid: 0,
		},
	});
}

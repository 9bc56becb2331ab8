import { isUndone } from '../../../core/operations/write-once';
import { count, object, parts, text } from '../../../core/orders/read';
import { parseJson } from '../../../core/request/encoding';
import { raise, RefusedWriteError, UnexpectedResponseError } from '../../../core/request/errors';
import type { Answer, Writer } from '../../../core/writes/operation';
import { type DocumentFile, fetchDocument } from '../documents';
import { createFeed, type FeedFile, finishedFeed, uploadFile } from '../feeds/feed';
import { firstWords } from '../feeds/processing-report';
import { isError, type Issue, isWarning, type ListingPatch, refusal, saidIn } from './issues';
import { endsAll, sellerIdOf } from './items';

const FEED_TYPE = 'JSON_LISTINGS_FEED';
const CONTENT_TYPE = 'application/json; charset=UTF-8';

/** A change of one listing. No operation but `PATCH` is ever written: the others replace or delete a listing. */
interface Change extends ListingPatch {
	readonly sku: string;
}

/** Many listings of one site in one feed. See BEHAVIOR.md, Feeds. */
export async function updateByFeed(
	changes: readonly Change[],
	marketplaceId: string,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const file = toFile(changes, marketplaceId, sellerIdOf(writer.call.client));
	let feedId: string | null;
	try {
		feedId = await createFeed(writer, file, await uploadFile(writer, file));
	} catch (error) {
		if (endsAll(error) || !isUndone(error)) return raise(error);
		// The listings have nothing to do with it, so there is no use in sending half of them.
		return changes.map(() => ({ status: 'failed', error: error as Error }));
	}
	if (feedId === null) {
		throw new UnexpectedResponseError('Amazon gave no ID for the feed', 'Look at Seller Central');
	}
	return await feedResults(
		feedId,
		changes.map(({ sku }) => sku),
		writer,
		true,
	);
}

function toFile(changes: readonly Change[], marketplaceId: string, sellerId: string): FeedFile {
	const messages = changes.map(({ sku, productType, patches }, at) => ({
		messageId: at + 1,
		sku,
		operationType: 'PATCH',
		productType,
		patches,
	}));
	const header = { sellerId, version: '2.0', issueLocale: 'en_US' };
	return {
		feedType: FEED_TYPE,
		marketplaceId,
		contentType: CONTENT_TYPE,
		content: JSON.stringify({ header, messages }),
	};
}

/** What became of SKUs of a feed, as far as the user waits. `isWhole`: they are all of it, in its order. */
export async function feedResults(
	feedId: string,
	skus: readonly string[],
	writer: Writer,
	isWhole: boolean,
): Promise<Array<Answer | undefined>> {
	const feed = await finishedFeed(writer, feedId);
	if (feed === undefined) {
		return skus.map(() => ({ status: 'accepted', handle: { type: 'feed', id: feedId } }));
	}
	if (feed.status === 'CANCELLED') {
		const error = new RefusedWriteError('The feed was called off before Amazon began with it', {
			advice: 'Nothing was changed. Run the node again',
		});
		return skus.map(() => ({ status: 'failed', error }));
	}
	const file = feed.report ? await fetchDocument(writer.call, writer.send, feed.report) : undefined;
	if (feed.status === 'FATAL' || file === undefined) {
		const said = file ? firstWords(file) : '';
		throw new UnexpectedResponseError(
			`Amazon has broken off the feed ${feedId}${said === '' ? '' : `, and says: ${said}`}`,
			'Look at Seller Central',
		);
	}
	return answersOf(file, skus, isWhole);
}

/**
 * A listing without an error was taken over. Where the report counts more errors than it names, nobody knows which
 * listings they are of. Only whoever has all SKUs of the feed, in its order, can tell a message by its number.
 */
function answersOf(
	file: DocumentFile,
	skus: readonly string[],
	isWhole: boolean,
): Array<Answer | undefined> {
	const report = object(parsed(file));
	const issues = parts(report.issues as Issue[]);
	const skuOf = ({ sku, messageId }: Partial<Issue>): string =>
		text(sku) ?? (isWhole ? skus[(count(messageId) ?? 0) - 1] : undefined) ?? NAMELESS;
	const errors = bySku(issues.filter(isError), skuOf);
	const warnings = bySku(issues.filter(isWarning), skuOf);
	const isCertain = namesAll(object(report.summary), errors, isWhole ? skus.length : null);
	return skus.map((sku): Answer | undefined => {
		const own = errors.get(sku);
		if (own) return { status: 'failed', error: refusal(sku, own) };
		return isCertain ? { status: 'done', warnings: saidIn(warnings.get(sku) ?? []) } : undefined;
	});
}

/** Where an issue does not say which listing it is of. */
const NAMELESS = '';

function bySku<T>(issues: readonly T[], skuOf: (issue: T) => string): Map<string, T[]> {
	const known = new Map<string, T[]>();
	for (const issue of issues) known.set(skuOf(issue), [...(known.get(skuOf(issue)) ?? []), issue]);
	return known;
}

function namesAll(
	{ messagesProcessed, messagesAccepted, messagesInvalid }: Record<string, unknown>,
	errors: ReadonlyMap<string, unknown>,
	sent: number | null,
): boolean {
	const named = errors.has(NAMELESS) ? errors.size - 1 : errors.size;
	const accepted = count(messagesAccepted) ?? count(messagesProcessed);
	if (sent !== null) return accepted !== null && accepted >= sent - named;
	return !errors.has(NAMELESS) && (count(messagesInvalid) ?? named) <= named;
}

function parsed({ chunks, charset }: DocumentFile): unknown {
	const content = new TextDecoder(charset).decode(Buffer.concat(chunks));
	try {
		return parseJson(content);
	} catch {
		return raise(
			new UnexpectedResponseError(
				'The report on the feed cannot be read',
				`It begins with: ${content.slice(0, 200)}`,
			),
		);
	}
}

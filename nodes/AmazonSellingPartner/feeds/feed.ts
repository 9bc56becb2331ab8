import type { Writer } from '../../../core/writes/operation';
import { object, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { clock } from '../../../core/request/clock';
import { ListError, NoResponseError, raise } from '../../../core/request/errors';
import { upload } from '../../../core/request/upload';
import { ADDRESSES } from '../documents';
import { readableUrl } from '../signed-address';

const ROOT = '/feeds/2021-06-30';
/** First look at a feed, and the longest time between two looks. */
const FIRST_LOOK_MS = 2000;
const LONGEST_LOOK_MS = 15_000;
const ENDS: ReadonlySet<string | null> = new Set(['DONE', 'CANCELLED', 'FATAL']);

/** A file for Amazon to work through, and what it is about. */
export interface FeedFile {
	readonly feedType: string;
	readonly marketplaceId: string;
	readonly contentType: string;
	readonly content: string;
}

/** A feed that has come to its end. */
export interface FinishedFeed {
	readonly status: string;
	/** The path of its processing report, where it has one. */
	readonly report: string | null;
}

/** Uploads the file. Amazon does nothing with it until a feed is made of it. See BEHAVIOR.md, Feeds. */
export async function uploadFile(
	{ send, call }: Writer,
	{ contentType, content }: FeedFile,
): Promise<string> {
	const { context, client } = call;
	let reason = '';
	for (let attempt = 1; attempt <= ADDRESSES; attempt++) {
		const { body } = await send({
			method: 'POST',
			path: `${ROOT}/documents`,
			body: { contentType },
			idempotent: true,
		});
		const { feedDocumentId, url } = object(body);
		const documentId = text(feedDocumentId);
		const address = readableUrl(url, client.connection.baseUrl, 'upload');
		if (documentId === null) {
			throw new ListError('Amazon gave no ID for the upload', 'Try again later');
		}
		const file = { bytes: Buffer.from(content), contentType };
		const status = await upload(context, address, file, client).catch(brokenOff);
		if (status instanceof NoResponseError) reason = status.code;
		else if (status >= 200 && status < 300) return documentId;
		else reason = `status ${status}`;
	}
	throw new ListError(
		`The file could not be uploaded (${reason})`,
		'Nothing was changed. Try again later. If there is a proxy, it must allow the upload host of Amazon',
	);
}

/** Makes a feed of an uploaded file, and gives its ID. Sent twice, it is worked through twice. */
export async function createFeed(
	{ send }: Writer,
	{ feedType, marketplaceId }: FeedFile,
	documentId: string,
): Promise<string | null> {
	const { body } = await send({
		method: 'POST',
		path: `${ROOT}/feeds`,
		body: { feedType, marketplaceIds: [marketplaceId], inputFeedDocumentId: documentId },
		idempotent: false,
	});
	return text(object(body).feedId);
}

/** Looks at a feed ever more seldom, until it has ended; nothing, where that takes longer than the user waits. */
export async function finishedFeed(
	{ send, pause, waitUntil }: Writer,
	feedId: string,
): Promise<FinishedFeed | undefined> {
	const path = feedPath(feedId);
	for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
		const feed = object((await send({ method: 'GET', path })).body);
		const status = text(feed.processingStatus);
		if (ENDS.has(status)) {
			const documentId = text(feed.resultFeedDocumentId);
			const report = documentId && `${ROOT}/documents/${pathSegment(documentId)}`;
			return { status: String(status), report };
		}
		if (clock.now() + wait > waitUntil) return undefined;
		await pause(wait);
	}
}

/** Where the API shows a feed. */
export function feedPath(feedId: string): string {
	return `${ROOT}/feeds/${pathSegment(feedId)}`;
}

/** A file may be sent again: without a feed, it changes nothing. */
function brokenOff(error: unknown): NoResponseError {
	return error instanceof NoResponseError ? error : raise(error);
}

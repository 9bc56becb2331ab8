import type { Send } from '../../core/marketplace';
import type { Call } from '../../core/operations/call';
import { object } from '../../core/orders/read';
import { download, gunzip } from '../../core/request/download';
import { ListError, NoResponseError, raise } from '../../core/request/errors';
import { charsetOf, isGzip } from './orders/reports/charset';
import { readableUrl } from './signed-address';

/** A window of 30 days of the largest sellers is far below. */
const MAX_UNPACKED_BYTES = 1024 ** 3;
/** A signed address lives five minutes, and a transfer can break off, so a file may need a new one. */
export const ADDRESSES = 3;

/** A report's content, not yet decoded. */
export interface DocumentFile {
	chunks: Uint8Array[];
	charset: string;
}

/** The file of a document of the Reports or the Feeds API, which is at `path`. See BEHAVIOR.md, Reports. */
export async function fetchDocument(
	{ context, client }: Call,
	send: Send,
	path: string,
	isJapan = false,
): Promise<DocumentFile> {
	let status = 0;
	for (let attempt = 1; attempt <= ADDRESSES; attempt++) {
		const { body } = await send({ method: 'GET', path });
		const { url } = object(body);
		const address = readableUrl(url, client.connection.baseUrl);
		const file = await download(context, address, client).catch(brokenOff);
		if (file instanceof NoResponseError) {
			if (attempt === ADDRESSES) throw file;
			continue;
		}
		status = file.status;
		if (status !== 200) continue;
		const chunks = isGzip(file.chunks) ? await unpacked(file.chunks) : file.chunks;
		return { chunks, charset: charsetOf(file.contentType, chunks, isJapan) };
	}
	throw new ListError(
		`The report could not be downloaded (status ${status})`,
		'Try again later. If there is a proxy, it must allow the download host of Amazon',
	);
}

/** A file may be read again; the reports before it took minutes. */
function brokenOff(error: unknown): NoResponseError {
	return error instanceof NoResponseError ? error : raise(error);
}

async function unpacked(chunks: Uint8Array[]): Promise<Uint8Array[]> {
	try {
		return await gunzip(chunks, MAX_UNPACKED_BYTES);
	} catch (error) {
		if (error instanceof ListError) return raise(error);
		return raise(new ListError('The downloaded report is damaged', 'Try again later'));
	}
}

import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { bounded, StoppedError } from './clock';
import { NoResponseError, raise, TIMED_OUT, unreachable } from './errors';

/** For the whole file: as long as Amazon's signed addresses live. */
const TIMEOUT_MS = 5 * 60_000;

/** What is uploaded, with the media type that its address was signed for. */
interface Upload {
	readonly bytes: Buffer;
	readonly contentType: string;
}

/** What may end an upload early. */
interface Limits {
	/** Longest time for the whole file. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

/**
 * Puts a file at an address that the marketplace has signed for us, and gives the status of the answer. It is another
 * host than the API, so no token and no header of ours goes there, and no redirect is followed.
 */
export async function upload(
	context: { helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'> },
	url: string,
	{ bytes, contentType }: Upload,
	{ timeoutMs = TIMEOUT_MS, signal }: Limits = {},
): Promise<number> {
	const put = async (abortSignal: AbortSignal): Promise<number> => {
		const answer = (await context.helpers.httpRequest({
			method: 'PUT',
			url,
			headers: { 'content-type': contentType },
			body: bytes,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
			abortSignal,
		})) as IN8nHttpFullResponse;
		return answer.statusCode;
	};
	try {
		return await bounded(put, {
			ms: timeoutMs,
			late: () => new NoResponseError(TIMED_OUT),
			signal,
		});
	} catch (error) {
		if (error instanceof StoppedError || error instanceof NoResponseError) return raise(error);
		return raise(unreachable(error));
	}
}

import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { bounded, StoppedError } from './clock';
import { ListError, NoResponseError, raise, TIMED_OUT, unreachable } from './errors';

/** For the whole file: as long as Amazon's signed addresses live. */
const TIMEOUT_MS = 5 * 60_000;

/** n8n, as far as it is needed for an address without a credential. */
export interface Sender {
	readonly helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>;
}

/** What may end a transfer early. */
export interface TransferLimits {
	/** Longest time for the whole file. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

type SignedRequest = Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body' | 'encoding'>;

/**
 * A request to an address that the marketplace has signed for us, and what `read` makes of the answer in the same
 * time. It is another host than the API, so no token and no header of ours goes there, and no redirect is followed.
 */
export async function sendSigned<T>(
	{ helpers }: Sender,
	request: SignedRequest,
	read: (answer: IN8nHttpFullResponse, signal: AbortSignal) => Promise<T>,
	{ timeoutMs = TIMEOUT_MS, signal }: TransferLimits,
): Promise<T> {
	const transfer = async (abortSignal: AbortSignal): Promise<T> => {
		const answer = (await helpers.httpRequest({
			...request,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
			abortSignal,
		})) as IN8nHttpFullResponse;
		return await read(answer, abortSignal);
	};
	try {
		return await bounded(transfer, {
			ms: timeoutMs,
			late: () => new NoResponseError(TIMED_OUT),
			signal,
		});
	} catch (error) {
		const isOurs = [ListError, StoppedError, NoResponseError].some((type) => error instanceof type);
		return raise(isOurs ? error : unreachable(error));
	}
}

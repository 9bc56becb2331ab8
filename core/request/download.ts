import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { bounded, StoppedError } from './clock';
import { ListError, NoResponseError, raise, TIMED_OUT, unreachable } from './errors';

/** For the whole file: as long as Amazon's signed addresses live. */
const TIMEOUT_MS = 5 * 60_000;
/** n8n holds a file in memory while it is unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A file as it came. */
interface Downloaded {
	status: number;
	chunks: Uint8Array[];
	contentType: string;
}

/** What may end a download early. */
interface Limits {
	/** Longest time for the whole file. */
	readonly timeoutMs?: number;
	readonly maxBytes?: number;
	readonly signal?: AbortSignal;
}

/**
 * A file at an address that the marketplace has signed for us. It is another host than the API, so no
 * token and no header of ours goes there, and no redirect is followed.
 */
export async function download(
	context: { helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'> },
	url: string,
	{ timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, signal }: Limits = {},
): Promise<Downloaded> {
	const fetch = async (abortSignal: AbortSignal): Promise<Downloaded> => {
		const answer = (await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: timeoutMs,
			abortSignal,
		})) as IN8nHttpFullResponse;
		const chunks = await readBody(answer.body, maxBytes, abortSignal);
		const contentType = String(answer.headers['content-type'] ?? '');
		return { status: answer.statusCode, chunks, contentType };
	};
	try {
		return await bounded(fetch, {
			ms: timeoutMs,
			late: () => new NoResponseError(TIMED_OUT),
			signal,
		});
	} catch (error) {
		const isOurs = [ListError, StoppedError, NoResponseError].some((type) => error instanceof type);
		if (isOurs) return raise(error);
		return raise(unreachable(error));
	}
}

/** Of a file that nobody waits for any more, the rest must not come. */
async function readBody(
	body: unknown,
	maxBytes: number,
	signal: AbortSignal,
): Promise<Uint8Array[]> {
	const stop = (): void => discard(body);
	signal.addEventListener('abort', stop, { once: true });
	try {
		if (signal.aborted) throw new StoppedError();
		return await collect(body, maxBytes);
	} finally {
		signal.removeEventListener('abort', stop);
		discard(body);
	}
}

function discard(body: unknown): void {
	(body as { destroy?: () => void } | undefined)?.destroy?.();
}

async function collect(body: unknown, maxBytes: number): Promise<Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body as AsyncIterable<Uint8Array>) {
		length += chunk.length;
		if (length > maxBytes) throw tooLarge(maxBytes);
		chunks.push(chunk);
	}
	return chunks;
}

/** The chunks of a gzip file unpacked, up to `maxBytes`; a broken file throws. */
export async function gunzip(chunks: Uint8Array[], maxBytes: number): Promise<Uint8Array[]> {
	const unpacked: Uint8Array[] = [];
	let length = 0;
	const packed = new Blob(chunks as Uint8Array<ArrayBuffer>[]);
	const stream = packed.stream().pipeThrough(new DecompressionStream('gzip'));
	for await (const chunk of stream) {
		length += chunk.length;
		if (length > maxBytes) throw tooLarge(maxBytes);
		unpacked.push(chunk);
	}
	return unpacked;
}

function tooLarge(maxBytes: number): ListError {
	return new ListError(
		`The file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`,
		'Read shorter ranges of dates, so that each file is smaller',
	);
}

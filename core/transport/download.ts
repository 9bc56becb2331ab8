import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { orStopped, Stopped } from './clock';
import { ListTrouble, NoAnswer, raise } from './trouble';

/** Between two pieces of the file. */
const TIMEOUT_MS = 120_000;
/** n8n holds a file in memory while it is unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A file as it came. */
interface Downloaded {
	status: number;
	chunks: Uint8Array[];
	contentType: string;
}

/**
 * A file at an address that the marketplace has signed for us. It is another host than the API, so no
 * token and no header of ours goes there, and no redirect is followed.
 */
export async function download(
	context: Pick<IExecuteFunctions, 'helpers' | 'getExecutionCancelSignal'>,
	url: string,
	maxBytes = MAX_BYTES,
): Promise<Downloaded> {
	const signal = context.getExecutionCancelSignal?.();
	if (signal?.aborted) throw new Stopped();
	try {
		const request = context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		}) as Promise<IN8nHttpFullResponse>;
		const answer = await headOf(request, signal);
		const chunks = await readBody(answer.body, maxBytes, signal);
		const contentType = String(answer.headers['content-type'] ?? '');
		return { status: answer.statusCode, chunks, contentType };
	} catch (error) {
		if (error instanceof ListTrouble || error instanceof Stopped) return raise(error);
		const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
		return raise(new NoAnswer(String(code ?? cause?.code ?? 'no answer')));
	}
}

/** The answer without its file; of one that comes after Stop, nothing is read. */
async function headOf(
	request: Promise<IN8nHttpFullResponse>,
	signal: AbortSignal | undefined,
): Promise<IN8nHttpFullResponse> {
	try {
		return await orStopped(request, signal);
	} catch (error) {
		request.then(
			({ body }) => discard(body),
			() => undefined,
		);
		return raise(error);
	}
}

async function readBody(
	body: unknown,
	maxBytes: number,
	signal: AbortSignal | undefined,
): Promise<Uint8Array[]> {
	try {
		return await orStopped(collect(body, maxBytes), signal);
	} finally {
		discard(body);
	}
}

/** Of a file that nobody reads on, the rest must not come. */
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

function tooLarge(maxBytes: number): ListTrouble {
	return new ListTrouble(
		`The file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`,
		'Read shorter ranges of dates, so that each file is smaller',
	);
}

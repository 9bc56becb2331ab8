import { StoppedError } from './clock';
import { ListError } from './errors';
import { type Sender, sendSigned, type TransferLimits } from './signed-request';

/** n8n holds a file in memory while it is unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A file as it came. */
interface Downloaded {
	status: number;
	chunks: Uint8Array[];
	contentType: string;
}

interface Limits extends TransferLimits {
	readonly maxBytes?: number;
}

/** A file at an address that the marketplace has signed for us. */
export async function download(
	sender: Sender,
	url: string,
	{ maxBytes = MAX_BYTES, timeoutMs, signal }: Limits = {},
): Promise<Downloaded> {
	return await sendSigned(
		sender,
		{ method: 'GET', url, encoding: 'stream' },
		async ({ statusCode: status, headers, body }, over) => {
			const chunks = await readBody(body, maxBytes, over);
			return { status, chunks, contentType: String(headers['content-type'] ?? '') };
		},
		{ timeoutMs, signal },
	);
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

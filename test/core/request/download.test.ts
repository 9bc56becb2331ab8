import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { StoppedError } from '../../../core/request/clock';
import { download, gunzip } from '../../../core/request/download';
import { ListError, NoResponseError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const URL_OF_FILE = 'https://files.example.com/report?signature=abc';

/** An answer whose body is `body`, and what was sent to get it. */
function answering(body: Readable) {
	const sent: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		sent.push(options);
		return await Promise.resolve({ statusCode: 200, headers: {}, body });
	};
	const context = { helpers: { httpRequest } };
	return { context: context as unknown as Parameters<typeof download>[0], sent };
}

/** Sends a part, and then nothing more for ever. */
function stalling(): Readable {
	const body = new Readable({ read: () => undefined });
	body.push(Buffer.from('half of'));
	return body;
}

describe('a download', () => {
	it('gives the file as it came, and sends nothing of ours', async () => {
		const { context, sent } = answering(Readable.from([Buffer.from('a'), Buffer.from('b')]));
		const { chunks, status } = await download(context, URL_OF_FILE);
		expect([status, Buffer.concat(chunks).toString()]).toEqual([200, 'ab']);
		expect(sent[0].headers).toBeUndefined();
		expect(sent[0]).toMatchObject({ url: URL_OF_FILE, disableFollowRedirect: true });
	});

	it('that breaks off tells so', async () => {
		const body = stalling();
		const failure = failureOf(download(answering(body).context, URL_OF_FILE));
		setImmediate(() => body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
		expect(await failure).toBeInstanceOf(NoResponseError);
		expect(await failure).toMatchObject({ code: 'ECONNRESET' });
	});

	it('that comes to a standstill ends when the user presses Stop', async () => {
		const stop = new AbortController();
		const body = stalling();
		const { context } = answering(body);
		const failure = failureOf(download(context, URL_OF_FILE, stop));
		setTimeout(() => stop.abort(), 5);
		expect(await failure).toBeInstanceOf(StoppedError);
		expect(body.destroyed).toBe(true);
	});

	it('is not begun after Stop', async () => {
		const stop = new AbortController();
		stop.abort();
		const { context, sent } = answering(stalling());
		expect(await failureOf(download(context, URL_OF_FILE, stop))).toBeInstanceOf(StoppedError);
		expect(sent).toHaveLength(0);
	});

	it('that is answered only after Stop is not read', async () => {
		const stop = new AbortController();
		const body = stalling();
		const { context } = answering(body);
		let answered = (_answer: object): void => undefined;
		context.helpers.httpRequest = async () => await new Promise((resolve) => (answered = resolve));
		const failure = failureOf(download(context, URL_OF_FILE, stop));
		setTimeout(() => stop.abort(), 5);
		expect(await failure).toBeInstanceOf(StoppedError);
		answered({ statusCode: 200, headers: {}, body });
		await new Promise((resolve) => setImmediate(resolve));
		expect(body.destroyed).toBe(true);
	});

	it('is given five minutes, and others as many as they say', async () => {
		const time = new FakeClock();
		for (const [limits, ms] of [
			[{}, 300_000],
			[{ timeoutMs: 7000 }, 7000],
		] as const) {
			const body = stalling();
			const { context, sent } = answering(body);
			const start = time.now;
			const failure = await time.run(failureOf(download(context, URL_OF_FILE, limits)));
			expect(failure).toMatchObject({ code: 'ECONNABORTED' });
			expect(failure).toBeInstanceOf(NoResponseError);
			expect([time.now - start, sent[0].timeout]).toEqual([ms, ms]);
			expect(body.destroyed).toBe(true);
		}
	});

	it('that is done is closed, and tells its type and status', async () => {
		const body = Readable.from([Buffer.from('a')]);
		const { context } = answering(body);
		context.helpers.httpRequest = async () =>
			await Promise.resolve({ statusCode: 403, headers: { 'content-type': 'text/xml' }, body });
		expect(await download(context, URL_OF_FILE)).toMatchObject({
			status: 403,
			contentType: 'text/xml',
		});
		expect(body.destroyed).toBe(true);
	});

	it('of no type has none', async () => {
		const { context } = answering(Readable.from([]));
		expect(await download(context, URL_OF_FILE)).toMatchObject({ contentType: '', chunks: [] });
	});

	it.each([
		[{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
		[{ cause: { code: 'EAI_AGAIN' } }, 'EAI_AGAIN'],
		[{ code: 'ABC', cause: { code: 'EAI_AGAIN' } }, 'ABC'],
		[{}, 'no answer'],
	])('without an answer tells the code: %o', async (fields, code) => {
		const { context } = answering(stalling());
		context.helpers.httpRequest = async () =>
			await Promise.reject(Object.assign(new Error('x'), fields));
		const failure = await failureOf(download(context, URL_OF_FILE));
		expect(failure).toBeInstanceOf(NoResponseError);
		expect(failure).toMatchObject({ code });
	});

	it('may hold 256 MB and not one byte more', async () => {
		const MB = 1024 * 1024;
		/** As long as it says, and nothing in it. */
		const chunks = (...lengths: number[]) =>
			Readable.from(lengths.map((length) => ({ length }))) as Readable;
		const full = await download(answering(chunks(200 * MB, 56 * MB)).context, URL_OF_FILE);
		expect(full.chunks).toHaveLength(2);
		const body = chunks(200 * MB, 56 * MB, 1);
		const failure = await failureOf(download(answering(body).context, URL_OF_FILE));
		expect(failure).toBeInstanceOf(ListError);
		expect((failure as Error).message).toBe('The file is larger than 256 MB');
		expect(body.destroyed).toBe(true);
	});

	it('is unpacked up to its limit, and whole', async () => {
		const plain = Buffer.alloc(1000, 'abc');
		const packed = gzipSync(plain);
		const parts = [packed.subarray(0, 10), packed.subarray(10)];
		expect(Buffer.concat(await gunzip(parts, 1000))).toEqual(plain);
		expect(await failureOf(gunzip(parts, 999))).toBeInstanceOf(ListError);
		expect(await failureOf(gunzip([packed.subarray(0, 15)], 1000))).toBeInstanceOf(Error);
	});

	it('is unpacked up to its limit, although each part of it is far smaller', async () => {
		const packed = [gzipSync(Buffer.alloc(1_000_000))];
		const parts = await gunzip(packed, 1_000_000);
		expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(500_000);
		expect(await failureOf(gunzip(packed, 999_999))).toBeInstanceOf(ListError);
	});

	it.each([
		[
			'as it comes',
			async () => await download(answering(large()).context, URL_OF_FILE, { maxBytes: 1000 }),
		],
		['unpacked', async () => await gunzip([gzipSync(Buffer.alloc(100_000))], 1000)],
	])('larger than allowed is refused, %s', async (_, read) => {
		expect(await failureOf(read())).toBeInstanceOf(ListError);
	});
});

function large(): Readable {
	return Readable.from([Buffer.alloc(900), Buffer.alloc(900)]);
}

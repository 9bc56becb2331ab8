import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { Stopped } from '../../../core/transport/clock';
import { download, gunzip } from '../../../core/transport/download';
import { ListTrouble, NoAnswer } from '../../../core/transport/trouble';
import { failureOf } from '../../kit/failure';

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
		expect(await failure).toBeInstanceOf(NoAnswer);
		expect(await failure).toMatchObject({ code: 'ECONNRESET' });
	});

	it('that comes to a standstill ends when the user presses Stop', async () => {
		const stop = new AbortController();
		const body = stalling();
		const { context } = answering(body);
		const failure = failureOf(download(context, URL_OF_FILE, stop));
		setTimeout(() => stop.abort(), 5);
		expect(await failure).toBeInstanceOf(Stopped);
		expect(body.destroyed).toBe(true);
	});

	it('is not begun after Stop', async () => {
		const stop = new AbortController();
		stop.abort();
		const { context, sent } = answering(stalling());
		expect(await failureOf(download(context, URL_OF_FILE, stop))).toBeInstanceOf(Stopped);
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
		expect(await failure).toBeInstanceOf(Stopped);
		answered({ statusCode: 200, headers: {}, body });
		await new Promise((resolve) => setImmediate(resolve));
		expect(body.destroyed).toBe(true);
	});

	it.each([
		[
			'as it comes',
			async () => await download(answering(large()).context, URL_OF_FILE, { maxBytes: 1000 }),
		],
		['unpacked', async () => await gunzip([gzipSync(Buffer.alloc(100_000))], 1000)],
	])('larger than allowed is refused, %s', async (_, read) => {
		expect(await failureOf(read())).toBeInstanceOf(ListTrouble);
	});
});

function large(): Readable {
	return Readable.from([Buffer.alloc(900), Buffer.alloc(900)]);
}

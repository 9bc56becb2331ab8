import type { IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { StoppedError } from '../../../core/request/clock';
import { NoResponseError } from '../../../core/request/errors';
import { upload } from '../../../core/request/upload';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const ADDRESS = 'https://files.example.com/feed?signature=abc';
const file = {
	bytes: Buffer.from('a\tb\n'),
	contentType: 'text/tab-separated-values; charset=UTF-8',
};

/** A context whose requests are answered so, and what was sent. */
function answering(answer: () => Promise<object>) {
	const sent: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		sent.push(options);
		return await answer();
	};
	return { context: { helpers: { httpRequest } } as unknown as Parameters<typeof upload>[0], sent };
}

const never = async () => await new Promise<object>(() => undefined);

describe('an upload', () => {
	it('sends the file with its type, and nothing of ours', async () => {
		const { context, sent } = answering(async () => await Promise.resolve({ statusCode: 200 }));
		expect(await upload(context, ADDRESS, file)).toBe(200);
		expect(sent[0]).toMatchObject({
			...{ method: 'PUT', url: ADDRESS, body: file.bytes, disableFollowRedirect: true },
			headers: { 'content-type': file.contentType },
		});
		expect(Object.keys(sent[0].headers ?? {})).toHaveLength(1);
	});

	it('that was refused says so by its status', async () => {
		const { context } = answering(async () => await Promise.resolve({ statusCode: 403 }));
		expect(await upload(context, ADDRESS, file)).toBe(403);
	});

	it.each([
		[{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
		[{ cause: { code: 'EAI_AGAIN' } }, 'EAI_AGAIN'],
		[{}, 'no answer'],
	])('without an answer tells the code: %o', async (fields, code) => {
		const { context } = answering(
			async () => await Promise.reject(Object.assign(new Error(ADDRESS), fields)),
		);
		const failure = await failureOf(upload(context, ADDRESS, file));
		expect(failure).toBeInstanceOf(NoResponseError);
		expect(failure).toMatchObject({ code });
		expect(String(failure)).not.toContain('signature');
	});

	it('is given five minutes, and ends when the user presses Stop', async () => {
		const time = new FakeClock();
		const start = time.now;
		const failure = await time.run(failureOf(upload(answering(never).context, ADDRESS, file)));
		expect(failure).toMatchObject({ code: 'ECONNABORTED' });
		expect(time.now - start).toBe(300_000);
		const stop = new AbortController();
		const stopped = failureOf(upload(answering(never).context, ADDRESS, file, stop));
		stop.abort();
		expect(await stopped).toBeInstanceOf(StoppedError);
	});
});

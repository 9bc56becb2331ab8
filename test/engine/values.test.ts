import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { Recorder, type Recorded } from '../kit/recorder';
import { MARKETPLACES, Stage, type MarketplaceName } from './stage';

const ODD = 'Zażółć+gęś/jaźń, a&b=c;d?e#f %41 "q" \'s\' 한국 店長 😀';
const ASCII = 'a+b/c, d&e=f;g?h#i %41 "q" \'s\'';

const COMMA: readonly MarketplaceName[] = ['amazon', 'bigCommerce'];

describe.each(MARKETPLACES)('%s', (name) => {
	let stage: Stage;
	let server: Recorder;

	beforeEach(async () => {
		fastClock(100);
		[stage, server] = await Promise.all([Stage.open(name, { orders: 5 }), Recorder.start()]);
		stage.reset();
	});
	afterEach(async () => {
		await Promise.all([stage.server.close(), server.close()]);
	});

	/** What arrives of a request with these parameters, and what the node gives for it. */
	async function send(parameters: IDataObject, binary?: object) {
		const url = name === 'assistTencho' ? 'baseUrl' : 'apiBaseUrl';
		const node = stage.node({
			credential: { [url]: `${server.url}/base` },
			parameters,
			binary: binary as never,
		});
		const output = await node.run();
		return { output, call: server.calls.at(-1) as Recorded };
	}

	it('carries any value in the query', async () => {
		const query = JSON.stringify({ text: ODD, list: [ODD, 'x,y', 'z'], none: '', flag: false });
		const { call } = await send(stage.request('GET', '/a', { query }));
		const pairs = call.url
			.split('?')[1]
			.split('&')
			.map((pair) => pair.split('='));
		const read = (wanted: string) =>
			pairs.filter(([key]) => key === wanted).map(([, value]) => value);
		expect(read('text').map(decodeURIComponent)).toEqual([ODD]);
		const list = COMMA.includes(name) ? read('list')[0].split(',') : read('list');
		expect(list.map(decodeURIComponent)).toEqual([ODD, 'x,y', 'z']);
		expect(read('flag')).toEqual(['false']);
	});

	it('carries any value in a segment of the path', async () => {
		const { call } = await send(stage.request('GET', `/a/${encodeURIComponent(ODD)}/b`));
		const segments = new URL(call.url, server.url).pathname.split('/');
		expect(segments.map(decodeURIComponent).slice(-3)).toEqual(['a', ODD, 'b']);
		expect(call.url).toContain('/base');
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
		'carries any value in the body of %s',
		async (method) => {
			const body = { text: ODD, nested: [{ [ODD]: ODD }], number: 1.5, nothing: null };
			const { call } = await send(stage.request(method, '/a', { body: JSON.stringify(body) }));
			expect(call.method).toBe(method);
			expect(JSON.parse(call.body.toString('utf8'))).toEqual(body);
			expect(call.headers['content-type']).toMatch(/json/);
			const isAscii = /^[ -~]*$/.test(call.body.toString('utf8'));
			expect(isAscii).toBe(name === 'assistTencho');
		},
	);

	it('carries a header', async () => {
		const headers = JSON.stringify({ 'X-Note': ASCII });
		const { call } = await send(stage.request('GET', '/a', { headers }));
		expect(call.headers['x-note']).toBe(ASCII);
	});

	// The HTTP library leaves out what it does not like, and sends the rest.
	it('says so where a header cannot hold a value', async () => {
		const headers = JSON.stringify({ 'X-Note': ODD });
		const failure = (await failureOf(send(stage.request('GET', '/a', { headers })))) as Error;
		expect(failure.message).toMatch(/header/i);
		expect(server.calls).toEqual([]);
	});

	it('sends and receives files byte by byte', async () => {
		const bytes = randomBytes(50_000);
		const back = randomBytes(50_000);
		server.answer = () => ({
			headers: {
				'content-type': 'image/png',
				'content-disposition': 'attachment; filename="label+1.png"',
			},
			body: back,
		});
		const file = { data: bytes.toString('base64'), mimeType: 'application/pdf' };
		const parameters = stage.request('POST', '/upload', {
			bodyType: 'binary',
			inputDataFieldName: 'file',
			options: { responseAsFile: true },
		});
		const { call, output } = await send(parameters, { file });
		expect(call.body.equals(bytes)).toBe(true);
		expect(call.headers['content-type']).toBe('application/pdf');
		const received = output[0].binary?.data;
		expect(received).toMatchObject({ fileName: 'label+1.png', mimeType: 'image/png' });
		expect(Buffer.from(received?.data ?? '', 'base64').equals(back)).toBe(true);
	});

	it('gives status, headers and body, if it is asked to', async () => {
		server.answer = () => ({ status: 201, headers: { 'x-told': ASCII }, body: '{"a":[1]}' });
		const options = { fullResponse: true };
		const { output } = await send(stage.request('GET', '/a', { options }));
		expect(output[0].json).toMatchObject({
			statusCode: 201,
			headers: { 'x-told': ASCII },
			body: { a: [1] },
		});
	});

	it('gives the values of an answer unharmed', async () => {
		server.answer = () => ({ body: JSON.stringify([{ text: ODD }, { text: ASCII }]) });
		const { output } = await send(stage.request('GET', '/a'));
		expect(output.map(({ json }) => json.text)).toEqual([ODD, ASCII]);
	});
});

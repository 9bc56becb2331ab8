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
	async function send(parameters: IDataObject, binary?: object, items?: IDataObject[]) {
		const url = name === 'assistTencho' ? 'baseUrl' : 'apiBaseUrl';
		const node = stage.node({
			credential: { [url]: `${server.url}/base` },
			parameters,
			binary: binary as never,
			items,
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

	describe('sends every digit of a long number', () => {
		const LONG = '{"id":12345678901234567890,"ids":[9007199254740993],"price":10.10}';

		it.each([
			['typed', LONG],
			['typed with blanks and line breaks', `\n { "id" : 12345678901234567890 }\n`],
			['as a text that an expression gives', '={{ $json.body }}'],
			['put together by an expression', '={"id": {{ $json.id }}, "list": [{{ $json.id }}, -1]}'],
		])('%s in the body', async (_what, body) => {
			const items = [{ body: LONG, id: '12345678901234567890' }];
			const parameters = stage.request('POST', '/a', { body });
			const { call } = await send(parameters, undefined, items);
			const sent = call.body.toString();
			expect(() => JSON.parse(sent)).not.toThrow();
			expect(sent).toMatch(/"id" ?: ?12345678901234567890\b/);
			if (body === LONG || body.includes('$json.body')) expect(sent).toBe(LONG);
		});

		it('typed in the query', async () => {
			const query = '{"id": 12345678901234567890, "ids": [9007199254740993, 1]}';
			const { call } = await send(stage.request('GET', '/a', { query }));
			const asked = decodeURIComponent(call.url);
			expect(asked).toContain('id=12345678901234567890');
			expect(asked).toContain('9007199254740993');
		});

		it('that came as a text', async () => {
			const body = '={{ { id: $json.id } }}';
			const items = [{ id: '12345678901234567890' }];
			const { call } = await send(stage.request('PUT', '/a', { body }), undefined, items);
			expect(call.body.toString()).toBe('{"id":"12345678901234567890"}');
		});

		it.each([
			['body', 'POST', 'Body', '={{ { a: [{ id: 12345678901234567890 }] } }}'],
			['query', 'GET', 'Query Parameters', '={{ { id: 9007199254740993 } }}'],
		])(
			'or none: what n8n has rounded in the %s is refused',
			async (field, method, label, value) => {
				const parameters = stage.request(method, '/a', { [field]: value });
				const failure = (await failureOf(send(parameters))) as Error;
				expect(failure.message).toContain(`'${label}' contains a whole number`);
				expect(server.calls).toEqual([]);
			},
		);
	});

	it.each([
		["attachment; filename*=UTF-8''%C5%82%C3%B3d%C5%BA%20%E2%82%AC.pdf", 'łódź €.pdf'],
		['attachment; filename="a;b.pdf"; size=3', 'a;b.pdf'],
		[undefined, '50% łódź.pdf'],
	])('names a file as %o says', async (disposition, fileName) => {
		server.answer = () => ({
			headers: {
				'content-type': 'application/pdf',
				...(disposition && { 'content-disposition': disposition }),
			},
			body: 'x',
		});
		const path = `/labels/${encodeURIComponent('50% łódź.pdf')}`;
		const parameters = stage.request('GET', path, { options: { responseAsFile: true } });
		const { output } = await send(parameters);
		expect(output[0].json.fileName).toBe(fileName);
		expect(output[0].binary?.data.fileName).toBe(fileName);
	});

	it('sends an encoded % in a path as it is', async () => {
		const { call } = await send(stage.request('GET', '/items/100%25%20cotton/a%2525'));
		expect(call.url.endsWith('/items/100%25%20cotton/a%2525')).toBe(true);
	});

	describe.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s that was done', (method) => {
		it.each([
			[200, 'text/plain', 'OK', { data: 'OK' }],
			[201, 'text/plain', 'Created', { data: 'Created' }],
			[202, 'text/plain;charset=utf-8', 'Accepted', { data: 'Accepted' }],
			[201, 'text/html', '<p>Created</p>', { data: '<p>Created</p>' }],
			[200, 'application/json', '', { success: true, statusCode: 200 }],
			[201, 'application/json', ' \n', { success: true, statusCode: 201 }],
			[202, 'application/json', '', { success: true, statusCode: 202 }],
			[204, 'application/json', '', { success: true, statusCode: 204 }],
			[200, 'application/json', 'null', { data: null }],
			[201, 'application/json', '"made"', { data: 'made' }],
			[201, 'application/json', '{"id":7', { data: '{"id":7' }],
			[201, 'application/xml', '<id>7</id>', { data: '<id>7</id>' }],
			[201, 'application/json', '{"id":7}', { id: 7 }],
		])('is a success with %i %s %o', async (status, type, body, expected) => {
			server.answer = () => ({ status, headers: { 'content-type': type }, body });
			const { output } = await send(stage.request(method, '/a', { body: '{}' }));
			expect(output.map(({ json }) => json)).toEqual([expected]);
			expect(server.calls).toHaveLength(1);
		});
	});

	it.each([{}, { fullResponse: true }])(
		'keeps the bytes of a file that a write was answered with, with the options %j',
		async (options) => {
			const bytes = randomBytes(5000);
			const headers = {
				'content-type': 'application/pdf',
				'content-disposition': 'attachment; filename="label.pdf"',
			};
			server.answer = () => ({ status: 201, headers, body: bytes });
			const { output } = await send(stage.request('POST', '/a', { body: '{}', options }));
			expect(output[0].json).toMatchObject({ statusCode: 201, fileName: 'label.pdf' });
			expect('headers' in output[0].json).toBe('fullResponse' in options);
			const received = output[0].binary?.data.data ?? '';
			expect(Buffer.from(received, 'base64').equals(bytes)).toBe(true);
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

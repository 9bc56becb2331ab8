import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse, PageStyle } from '../../../core/marketplace';
import { apiRequestOperations } from '../../../core/operations/api-request';
import { offsetPages } from '../../../core/lists/pages';
import { WrittenJson } from '../../../core/request/encoding';
import { UnknownOutcomeError, NoResponseError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { answer } from '../../kit/shop';
import { aCall, all } from './a-call';

const request = apiRequestOperations['apiRequest.request'];
const FILE = { bytes: Buffer.from('%PDF'), mimeType: 'application/pdf' };

/** What one request of the user sends, and the items that come of its answer. */
async function run(
	parameters: IDataObject,
	served:
		ApiResponse | Error | ((request: ApiRequest, nth: number) => ApiResponse | Error) = answer(200),
	marketplace: { pageStyles?: PageStyle[] } = {},
) {
	const { call, sent, hints } = aCall({
		parameters: { path: '/orders', ...parameters },
		serve: typeof served === 'function' ? served : () => served,
		marketplace,
		file: FILE,
		itemIndex: 2,
	});
	const items: Array<{ json: IDataObject; binary?: unknown }> = [];
	let error: any;
	try {
		for await (const part of request(call)) items.push(...part);
	} catch (thrown) {
		error = thrown;
	}
	return { sent, items, hints, error: error as Error & { advice?: string } };
}

describe('a request of the user', () => {
	it('is sent as it was written', async () => {
		const { sent } = await run({
			method: 'PUT',
			path: 'orders/7',
			query: '{"limit": 10, "status": ["a", "b"], "x": null}',
			headers: '{"X-Trace": "t", "Accept": "text/csv"}',
			body: '{"a": 1}',
		});
		expect(sent).toEqual([
			{
				method: 'PUT',
				path: '/orders/7',
				query: { limit: 10, status: ['a', 'b'], x: null },
				headers: { 'x-trace': 't', accept: 'text/csv' },
				body: new WrittenJson('{"a": 1}'),
				expect: 'json',
			},
		]);
	});

	it('is a GET of the path where nothing else was said', async () => {
		const { sent } = await run({});
		expect(sent).toEqual([
			{ method: 'GET', path: '/orders', query: {}, headers: {}, body: undefined, expect: 'json' },
		]);
	});

	it.each(['GET', 'HEAD'])('has no body as %s', async (method) => {
		const { sent } = await run({ method, body: '{"a": 1}', bodyType: 'json' });
		expect(sent[0].body).toBeUndefined();
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('has a body as %s', async (method) => {
		const { sent } = await run({ method, body: ' {"id": 12345678901234567890} ' });
		expect(sent[0].body).toEqual(new WrittenJson('{"id": 12345678901234567890}'));
	});

	it('takes a body that an expression gives, and none where it is empty', async () => {
		expect((await run({ method: 'POST', body: { a: 1 } })).sent[0].body).toEqual({ a: 1 });
		expect((await run({ method: 'POST', body: '' })).sent[0].body).toBeUndefined();
		expect((await run({ method: 'POST', body: '  ' })).sent[0].body).toBeUndefined();
	});

	it('sends the file of its own item, with its type unless the user says another', async () => {
		const file = { method: 'POST', bodyType: 'binary', inputDataFieldName: 'data' };
		const [plain] = (await run(file)).sent;
		expect(plain).toMatchObject({
			body: FILE.bytes,
			headers: { 'content-type': 'application/pdf' },
		});
		const [named] = (await run({ ...file, headers: '{"Content-Type": "image/png"}' })).sent;
		expect(named.headers).toEqual({ 'content-type': 'image/png' });
		expect((await run({ ...file, inputDataFieldName: ' ' })).error).toMatchObject({
			message: "'Input Data Field Name' is empty",
		});
	});

	const rows = (...parameters: unknown[]) => ({ parameters });

	it('takes its query from rows, where a name that comes again makes a list', async () => {
		const queryParameters = rows(
			{ name: ' status ', value: 'NEW' },
			{ name: 'status', value: 'SENT' },
			{ name: 'limit', value: 10 },
			{ name: 'empty', value: '' },
			{ name: 'none' },
			{ name: '', value: '' },
			{ name: 'status', value: ['A', 'B'] },
		);
		const { sent } = await run({ queryParameters });
		expect(sent[0].query).toEqual({
			...{ status: ['NEW', 'SENT', 'A', 'B'], limit: 10, empty: '', none: '' },
		});
	});

	it('takes its headers from rows, where a name that comes again makes a list', async () => {
		const headerParameters = rows({ name: 'X-A', value: '1' }, { name: 'x-a', value: '2' });
		expect((await run({ headerParameters })).sent[0].headers).toEqual({ 'x-a': '1, 2' });
	});

	it('leaves out nothing of what is given both as JSON and as rows', async () => {
		const { sent } = await run({
			query: '{"a": 1, "b": [2]}',
			queryParameters: rows({ name: 'a', value: '3' }, { name: 'b', value: '4' }),
			headers: { x: '1' },
			headerParameters: rows({ name: 'y', value: '2' }),
		});
		expect(sent[0].query).toEqual({ a: [1, '3'], b: [2, '4'] });
		expect(sent[0].headers).toMatchObject({ x: '1', y: '2' });
	});

	it.each([
		['queryParameters', { value: '1' }, "'Query Parameters' has a value without a name"],
		['queryParameters', { name: 'a', value: { b: 1 } }, "'a' in 'Query Parameters' is an object"],
		['queryParameters', { name: 'a', value: 2 ** 53 }, 'rounded'],
		['headerParameters', { value: '1' }, "'Headers' has a value without a name"],
		['headerParameters', { name: 'a', value: { b: 1 } }, "'a' in 'Headers' is an object"],
		['headerParameters', { name: 'Authorization', value: 'mine' }, 'must not contain'],
		['headerParameters', { name: 'x y', value: '1' }, 'invalid header'],
	])('refuses a row of %s: %j', async (name, row, message) => {
		const { sent, error } = await run({ [name]: rows(row) });
		expect(error?.message).toContain(message);
		expect(sent).toEqual([]);
	});

	it.each(['authorization', 'Cookie', 'HOST', 'Content-Length', 'X-Token'])(
		'must not set the header %s, which the credential sets',
		async (name) => {
			const { sent, error } = await run({ headers: { [name]: 'mine' } });
			expect(error).toMatchObject({ message: `'Headers' must not contain '${name}'` });
			expect(sent).toEqual([]);
		},
	);

	it.each([
		['a name with a blank', { 'x y': '1' }],
		['an empty name', { '': '1' }],
		['a name with a colon', { 'x:': '1' }],
		['a value of two lines', { x: 'a\r\nb: c' }],
		['a value that no header holds', { x: 'zł\u0105' }],
		['a value with a control character', { x: 'a\u007f' }],
	])('must not have a header with %s', async (_what, headers) => {
		const { sent, error } = await run({ headers });
		expect(error.message).toMatch(/^'Headers' contains an invalid header/);
		expect(sent).toEqual([]);
	});

	it.each([
		['query', '[1]', "'Query Parameters' is not a JSON object"],
		['query', '"a"', "'Query Parameters' is not a JSON object"],
		['query', 'null', undefined],
		['query', '', undefined],
		['headers', '[]', "'Headers' is not a JSON object"],
		['headers', '{', "'Headers' is not valid JSON"],
		['query', '{"a": {"b": 1}}', "'a' in 'Query Parameters' is an object"],
		['query', '{"a": [{"b": 1}]}', "'a' in 'Query Parameters' is an object"],
		['query', '{"a": [null, 1, "x"]}', undefined],
		['path', '', "'Path' is empty"],
		['path', 'https://evil.example/', "'Path' must not contain a host"],
		['path', '/a/../b', "'Path' must not contain '..'"],
	])('with %s %s is refused: %s', async (name, value, message) => {
		const { sent, error } = await run({ [name]: value });
		expect(error?.message).toBe(message);
		expect(sent).toHaveLength(message === undefined ? 1 : 0);
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
		'says that it may have been done where the answer to %s is lost, and not where to GET',
		async (method) => {
			const lost = new NoResponseError('ECONNRESET');
			expect((await run({ method }, lost)).error).toBeInstanceOf(UnknownOutcomeError);
			for (const read of ['GET', 'HEAD']) {
				expect((await run({ method: read }, lost)).error).toBe(lost);
			}
		},
	);
});

describe('the answer to a request of the user', () => {
	const json = async (parameters: IDataObject, response: ApiResponse) =>
		(await run(parameters, response)).items.map((item) => item.json);

	it.each<[string, unknown, IDataObject[]]>([
		['an object', { id: 1 }, [{ id: 1 }]],
		[
			'a list',
			[{ id: 1 }, 2, 'x', null, [3]],
			[{ id: 1 }, { data: 2 }, { data: 'x' }, { data: null }, { data: [3] }],
		],
		['an empty list', [], []],
		['a text', 'Created', [{ data: 'Created' }]],
		['a number', 0, [{ data: 0 }]],
		['null', null, [{ data: null }]],
	])('gives %s as items', async (_what, body, items) => {
		expect(await json({}, answer(200, { body }))).toEqual(items);
	});

	it('without content is nothing for a GET, and success for all others', async () => {
		const empty = answer(204, { body: undefined });
		expect(await json({}, empty)).toEqual([]);
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
			expect(await json({ method }, empty)).toEqual([{ success: true, statusCode: 204 }]);
		}
	});

	it('has status and headers where the user wants them', async () => {
		const options = { fullResponse: true };
		const headers = { 'x-a': '1' };
		expect(await json({ options }, answer(201, { headers, body: [1] }))).toEqual([
			{ statusCode: 201, headers, body: [1] },
		]);
		expect(await json({ options }, answer(204, { headers, body: undefined }))).toEqual([
			{ statusCode: 204, headers, body: null },
		]);
	});

	const bytes = Buffer.from('a;b');
	it.each<[string, string, Record<string, string>, string, string | undefined]>([
		[
			'of the header',
			'/x',
			{ 'content-disposition': 'attachment; filename="a.csv"' },
			'a.csv',
			undefined,
		],
		[
			'of its path',
			'/docs/a%20b.pdf',
			{ 'content-type': 'application/pdf; q=1' },
			'a b.pdf',
			'application/pdf',
		],
		[
			'of its path, where the header has none',
			'/docs/7',
			{ 'content-disposition': 'inline' },
			'7',
			undefined,
		],
		['of its own, where there is no other', '/docs/', {}, 'file', undefined],
	])('as file has the name %s', async (_what, path, headers, fileName, mimeType) => {
		const options = { responseAsFile: true };
		const { sent, items } = await run({ path, options }, answer(200, { headers, bytes }));
		expect(sent[0].expect).toBe('bytes');
		expect(items).toEqual([
			{
				json: { statusCode: 200, fileName, ...(mimeType ? { mimeType } : {}) },
				binary: { data: { data: 'a;b', fileName, mimeType } },
			},
		]);
	});

	it('as file may have no bytes, and may have its headers beside it', async () => {
		const headers = { 'content-type': 'text/csv' };
		const options = { responseAsFile: true, fullResponse: true };
		const { items } = await run({ options }, answer(200, { headers }));
		expect(items).toEqual([
			{
				json: { statusCode: 200, fileName: 'orders', mimeType: 'text/csv', headers },
				binary: { data: { data: '', fileName: 'orders', mimeType: 'text/csv' } },
			},
		]);
	});

	it('to a write that is a file is given as one, unasked', async () => {
		const { items } = await run({ method: 'POST' }, answer(201, { bytes, body: undefined }));
		expect(items[0].json).toEqual({ statusCode: 201, fileName: 'orders' });
		expect(items[0].binary).toBeDefined();
	});
});

describe('a request of the user, page after page,', () => {
	const items = (body: unknown) => (body as { items: unknown[] }).items;
	const pageStyles = [offsetPages({ path: /^\/orders$/, items, size: 10, depth: 1000 })];
	const list = (size: number) => (asked: ApiRequest) => {
		const from = Number(asked.query?.offset ?? 0);
		const ids = Array.from({ length: size }, (_, id) => ({ id }));
		return answer(200, { body: { items: ids.slice(from, from + 10) } });
	};
	const paginate = { paginate: true, returnAll: true };

	it.each([0, 1, 10, 25])('gives all of %i', async (size) => {
		const { items, error } = await run(paginate, list(size), { pageStyles });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(Array.from({ length: size }, (_, id) => id));
	});

	it.each([
		[1, 1],
		[9, 1],
		[10, 1],
		[11, 2],
		[15, 2],
		[20, 2],
		[25, 3],
		[26, 3],
	])('gives %i at most, with %i requests', async (limit, requests) => {
		const options = { paginate: true, returnAll: false, limit };
		const { items, sent } = await run(options, list(25), { pageStyles });
		expect(items).toHaveLength(Math.min(limit, 25));
		expect(sent).toHaveLength(requests);
	});

	it('gives fifty where nothing was said', async () => {
		expect((await run({ paginate: true }, list(90), { pageStyles })).items).toHaveLength(50);
	});

	it('makes items also of what is no object', async () => {
		const served = answer(200, { body: { items: [1, 'x', null] } });
		const { items } = await run(paginate, served, { pageStyles });
		expect(items.map(({ json }) => json)).toEqual([{ data: 1 }, { data: 'x' }, { data: null }]);
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('is never sent as %s', async (method) => {
		const { sent, error } = await run({ ...paginate, method }, list(25), { pageStyles });
		expect(error.message).toBe(`'Paginate' works only with GET, but 'Method' is ${method}`);
		expect(sent).toEqual([]);
	});

	it.each([
		['fullResponse', 'Full Response'],
		['responseAsFile', 'Response as File'],
	])('is no %s', async (option, label) => {
		const options = { [option]: true };
		const { sent, error } = await run({ ...paginate, options }, list(5), { pageStyles });
		expect(error.message).toBe(`'${label}' and 'Paginate' cannot be used together`);
		expect(sent).toEqual([]);
	});

	it('is not sent where nobody knows how the list goes on', async () => {
		const { sent, error } = await run({ ...paginate, path: '/other' }, list(5), { pageStyles });
		expect(error.message).toBe('The pagination of /other is unknown');
		expect(sent).toEqual([]);
	});

	const broken = (asked: ApiRequest) =>
		Number(asked.query?.offset ?? 0) >= 20 ? new NoResponseError('ECONNRESET') : list(50)(asked);

	it('gives nothing where a page is refused', async () => {
		const { error } = await run(paginate, broken, { pageStyles });
		expect(error).toBeInstanceOf(NoResponseError);
	});

	it('keeps what was read where the user wants it so, and says that it is not all', async () => {
		const options = { partialResults: true };
		const { items, hints, error } = await run({ ...paginate, options }, broken, { pageStyles });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(21);
		expect(items[20].json).toEqual({
			notice: {
				complete: false,
				read: 20,
				reason: 'Shop did not answer (connection reset)',
				advice:
					'Check that this n8n can reach Shop, and try again later. Marketplace: Shop · Credential: My shop',
				cursor: null,
			},
		});
		expect(hints).toEqual([
			'outputPane: The list is not complete: Shop did not answer (connection reset)',
		]);
	});

	it('is an error where not even the first page came', async () => {
		const options = { partialResults: true };
		const lost = new NoResponseError('ECONNRESET');
		expect((await run({ ...paginate, options }, lost, { pageStyles })).error).toBe(lost);
	});

	it('is read no further than it is wanted', async () => {
		const { call, sent } = aCall({
			parameters: { path: '/orders', ...paginate },
			serve: list(100),
			marketplace: { pageStyles },
		});
		for await (const _ of request(call)) break;
		expect(sent).toHaveLength(1);
	});
});

it('a write of the user is sent once by all tries of the node', async () => {
	const { call, sent } = aCall({
		parameters: { path: '/orders', method: 'POST', body: '{}' },
		node: { retryOnFail: true },
		run: { node: { name: 'Shop' } },
	});
	await all(request(call));
	await all(request(call));
	expect(sent).toHaveLength(1);
	const read = aCall({
		parameters: { path: '/orders' },
		node: { retryOnFail: true },
		run: { node: { name: 'Shop' } },
	});
	await all(request(read.call));
	await all(request(read.call));
	expect(read.sent).toHaveLength(2);
	expect(await failureOf(all(request(aCall().call)))).toMatchObject({ message: "'Path' is empty" });
});

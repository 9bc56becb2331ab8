import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import type { ApiRequest, ApiResponse, PageStyle, Query, QueryValue } from '../marketplace';
import { pages } from '../lists/pages';
import { list, object, text } from '../orders/read';
import { fileNameOf, mediaType } from '../request/media-type';
import { relativePath } from '../request/address';
import { WrittenJson } from '../request/encoding';
import { InvalidInputError, raise } from '../request/errors';
import type { Call, ItemCall, Result, Results } from './call';
import { keepsPartial, notice, readLimit } from './orders';
import { writeOnce } from './write-once';
import type { ItemOperations } from './run';

/** `apiRequest: request`: any call of the marketplace's API, on the same way as every operation. */
export const apiRequestOperations: ItemOperations = {
	'apiRequest.request': async function* (call): Results {
		const request = await readRequest(call);
		if (call.parameter<boolean>('paginate', false)) return yield* readAll(call, request);
		const response = isRead(request)
			? await call.client.send(request)
			: await writeOnce(call, request);
		yield await toResults(call, request, response);
	},
};

async function readRequest(call: ItemCall): Promise<ApiRequest> {
	const method = call.parameter<IHttpRequestMethods>('method', 'GET');
	const options = call.collection('options');
	const path = relativePath(call.required('path', 'Path'));
	const headers = readHeaders(call);
	const content = isRead({ method }) ? {} : await readBody(call);
	return {
		method,
		path,
		query: readQuery(call),
		headers: { ...content.headers, ...headers },
		body: content.body,
		expect: options.responseAsFile === true ? 'bytes' : 'json',
	};
}

function isRead({ method }: Pick<ApiRequest, 'method'>): boolean {
	return method === 'GET' || method === 'HEAD';
}

type Pair = [name: string, value: QueryValue];

/** What the user gives as JSON and as rows, one behind the other. */
function readPairs(call: Call, json: string, rows: string, label: string): Pair[] {
	const given = [...Object.entries(readObject(call, json, label)), ...readRows(call, rows, label)];
	for (const [name, value] of given) {
		const values = Array.isArray(value) ? (value as unknown[]) : [value];
		if (values.every((entry) => entry === null || typeof entry !== 'object')) continue;
		throw new InvalidInputError(
			`'${name}' in '${label}' is an object`,
			'Use a text, a number or a list of them',
		);
	}
	return given as Pair[];
}

function readObject(call: Call, name: string, label: string): IDataObject {
	const value = call.json(name, label) ?? {};
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as IDataObject;
	throw new InvalidInputError(`'${label}' is not a JSON object`, 'Enter e.g. {"limit": 10}');
}

/** A row that is wholly blank is one that the user has not filled in. */
function readRows(call: Call, name: string, label: string): Array<[string, unknown]> {
	const { parameters } = object(call.parameter<unknown>(name, {}));
	return list(parameters).flatMap((row): Array<[string, unknown]> => {
		const value = call.exact(row.value ?? '', label);
		const written = text(row.name);
		if (written !== null) return [[written, value]];
		if (value === '') return [];
		throw new InvalidInputError(`'${label}' has a value without a name`, 'Enter its name');
	});
}

/** A name that comes several times becomes a list. */
function readQuery(call: Call): Query {
	const query = new Map<string, QueryValue>();
	for (const [name, value] of readPairs(call, 'query', 'queryParameters', 'Query Parameters')) {
		query.set(name, query.has(name) ? ([query.get(name), value].flat() as QueryValue) : value);
	}
	return Object.fromEntries(query);
}

/** The credential's own headers are not the user's to set: that is how tokens end up in the wrong place. */
function readHeaders(call: Call): Record<string, string> {
	const reserved = [
		'authorization',
		'cookie',
		'host',
		'content-length',
		...call.client.marketplace.reservedHeaders,
	];
	const headers = new Map<string, string>();
	for (const [name, value] of readPairs(call, 'headers', 'headerParameters', 'Headers')) {
		const key = name.toLowerCase();
		if (reserved.includes(key)) {
			throw new InvalidInputError(`'Headers' must not contain '${name}'`, 'The credential sets it');
		}
		if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\xa0-\xff]*$/.test(String(value))) {
			throw new InvalidInputError(
				`'Headers' contains an invalid header '${name.slice(0, 40)}'`,
				'Correct its name or value',
			);
		}
		const before = headers.get(key);
		headers.set(key, before === undefined ? String(value) : `${before}, ${String(value)}`);
	}
	return Object.fromEntries(headers);
}

async function readBody(
	call: ItemCall,
): Promise<{ body?: unknown; headers?: Record<string, string> }> {
	if (call.parameter<string>('bodyType', 'json') !== 'binary') {
		return { body: readJson(call) };
	}
	const field = call.required('inputDataFieldName', 'Input Data Field Name');
	const { helpers } = call.context;
	const { mimeType } = helpers.assertBinaryData(call.itemIndex, field);
	return {
		body: await helpers.getBinaryDataBuffer(call.itemIndex, field),
		headers: { 'content-type': mimeType },
	};
}

/** As it was typed, so that no number of it is rounded. */
function readJson(call: Call): unknown {
	const typed = call.parameter<unknown>('body', '');
	const body = call.json('body', 'Body');
	return typeof typed === 'string' && body !== undefined ? new WrittenJson(typed.trim()) : body;
}

/** Entries of many answers are neither one file nor one answer. */
function refuseWholeAnswers(call: Call): void {
	const { fullResponse, responseAsFile } = call.collection('options');
	if (fullResponse !== true && responseAsFile !== true) return;
	const label = responseAsFile === true ? 'Response as File' : 'Full Response';
	throw new InvalidInputError(
		`'${label}' and 'Paginate' cannot be used together`,
		'Turn off one of them',
	);
}

/** Page after page, up to the limit; no page is asked for before it is wanted. */
async function* readAll(call: Call, request: ApiRequest): Results {
	refuseWholeAnswers(call);
	const style = pageStyle(call, request);
	const limit = readLimit(call);
	let read = 0;
	try {
		for await (const { items } of pages(call.client.send, request, style)) {
			const wanted = items.slice(0, limit - read);
			read += wanted.length;
			yield wanted.map((item) => ({ json: asJson(item) }));
			if (read >= limit) return;
		}
	} catch (error) {
		if (read === 0 || !keepsPartial(call)) return raise(error);
		yield [notice(call, read, error, null)];
	}
}

/** A page is asked for by its query; whatever else a request does, it would do with every page. */
function pageStyle(call: Call, { method, path }: ApiRequest): PageStyle {
	if (method !== 'GET') {
		throw new InvalidInputError(
			`'Paginate' works only with GET, but 'Method' is ${method}`,
			"Turn off 'Paginate', so that the request is sent once",
		);
	}
	const style = call.client.marketplace.pageStyles.find((known) => known.path.test(path));
	if (style) return style;
	throw new InvalidInputError(
		`The pagination of ${path} is unknown`,
		"Turn off 'Paginate' and request each page with 'Query Parameters'",
	);
}

async function toResults(
	call: ItemCall,
	request: ApiRequest,
	response: ApiResponse,
): Promise<Result[]> {
	const { fullResponse, responseAsFile } = call.collection('options');
	const { status, headers, body } = response;
	if (responseAsFile === true || response.bytes !== undefined) {
		const file = await asFile(call, request, response);
		return [fullResponse === true ? { ...file, json: { ...file.json, headers } } : file];
	}
	if (fullResponse === true) {
		return [{ json: { statusCode: status, headers, body: body ?? null } as IDataObject }];
	}
	if (Array.isArray(body)) return body.map((entry) => ({ json: asJson(entry) }));
	if (body !== undefined) return [{ json: asJson(body) }];
	return request.method === 'GET' ? [] : [{ json: { success: true, statusCode: status } }];
}

async function asFile(call: ItemCall, request: ApiRequest, response: ApiResponse): Promise<Result> {
	const { headers, status } = response;
	const type = mediaType(headers['content-type']) || undefined;
	const named = fileNameOf(headers['content-disposition']);
	const fileName = named ?? (decodeURIComponent(request.path.split('/').at(-1) ?? '') || 'file');
	const { helpers } = call.context;
	const content = response.bytes ?? Buffer.alloc(0);
	return {
		json: { statusCode: status, fileName, ...(type === undefined ? {} : { mimeType: type }) },
		binary: { data: await helpers.prepareBinaryData(content, fileName, type) },
	};
}

function asJson(value: unknown): IDataObject {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? (value as IDataObject) : ({ data: value } as IDataObject);
}

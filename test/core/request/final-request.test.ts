import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../../../core/request/errors';
import { finalRequest } from '../../../core/request/final-request';

const API = 'https://api.example/v2';

const urlOf = (options: object) => finalRequest(options as IHttpRequestOptions).url;
const bodyOf = (body: unknown) => finalRequest({ method: 'POST', url: API, body } as never).body;

describe('the URL of a request as it leaves', () => {
	it.each<[string, object, string]>([
		['as it stands', { url: `${API}/units/` }, '/units/'],
		['with its own query', { url: `${API}/orders?a=1&b=x:y` }, '/orders?a=1&b=x:y'],
		[
			'with the query of n8n',
			{ url: `${API}/orders`, qs: { a: 1, b: 'x:y' } },
			'/orders?a=1&b=x%3Ay',
		],
		['with both', { url: `${API}/orders?a=1`, qs: { b: true } }, '/orders?a=1&b=true'],
		[
			'with a name for each value of a list',
			{ url: `${API}/orders`, qs: { s: ['open', 'sent'] } },
			'/orders?s=open&s=sent',
		],
		[
			'without what is empty',
			{ url: `${API}/orders`, qs: { a: '', b: null, c: undefined, d: [], e: 0, f: false } },
			'/orders?e=0&f=false',
		],
		['with an empty query', { url: `${API}/orders`, qs: {} }, '/orders'],
		['without its fragment', { url: `${API}/orders#top`, qs: { a: 1 } }, '/orders?a=1'],
		['below the base URL', { baseURL: API, url: '/orders', qs: { a: 1 } }, '/orders?a=1'],
		['below a base URL that ends with a slash', { baseURL: `${API}/`, url: 'orders' }, '/orders'],
		['elsewhere than the base URL', { baseURL: 'https://x.example', url: `${API}/a` }, '/a'],
		['by its older name', { uri: `${API}/orders`, qs: { a: 1 } }, '/orders?a=1'],
		['with an apostrophe', { url: `${API}/a'b`, qs: { q: "it's" } }, "/a'b?q=it%27s"],
		['with spaces', { url: `${API}/a b`, qs: { q: 'c d' } }, '/a%20b?q=c%20d'],
		['with umlauts', { url: `${API}/ä`, qs: { q: 'Łódź' } }, '/%C3%A4?q=%C5%81%C3%B3d%C5%BA'],
		[
			'with signs of its own',
			{ url: `${API}/a`, qs: { q: 'a+b/c,d&e=f?g%' } },
			'/a?q=a%2Bb%2Fc%2Cd%26e%3Df%3Fg%25',
		],
	])('is whole, %s', (_what, options, rest) => {
		const url = urlOf(options);
		expect(url).toBe(API + rest);
		// Whoever parses it once more finds nothing to change.
		expect(new URL(url).href).toBe(url);
	});

	it('leaves nothing from which n8n would build another', () => {
		const given = { baseURL: API, url: '/a', qs: { b: 1 }, uri: undefined };
		const request = finalRequest(given);
		expect(request).not.toHaveProperty('qs');
		expect(request).not.toHaveProperty('baseURL');
		expect(request).not.toHaveProperty('uri');
	});

	it('is the same when it has been made final before', () => {
		const once = finalRequest({
			method: 'PATCH',
			baseURL: API,
			url: "/it's ä",
			qs: { q: "a:b'c d", s: ['x', 'y'] },
			body: { a: 'Łódź' },
		});
		expect(finalRequest(once)).toEqual(once);
	});

	it('reaches a server as it is', async () => {
		const seen: string[] = [];
		const server = createServer((request, response) => {
			seen.push(String(request.url));
			response.end();
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const url = urlOf({ baseURL: base, url: "/ä b'c", qs: { q: "ts:desc'ö", s: ['a,b', 'c'] } });
		await fetch(url);
		expect(base + seen[0]).toBe(url);
		server.close();
	});
});

describe('the body of a request as it leaves', () => {
	it.each<[string, unknown, unknown]>([
		['nothing', undefined, undefined],
		['an object', { a: [1, 'Łódź'], b: null }, '{"a":[1,"Łódź"],"b":null}'],
		['an empty object', {}, '{}'],
		['a list', [1], '[1]'],
		['a text with blanks around it', ' {"a": 1}\n', '{"a": 1}'],
		['an empty text', '', ''],
	])('is a text, of %s', (_what, body, written) => {
		expect(bodyOf(body)).toEqual(written);
	});

	it('stays bytes where it is bytes', () => {
		const bytes = Buffer.from([0, 255, 254, 10, 32]);
		expect(bodyOf(bytes)).toBe(bytes);
	});

	it.each([{ form: { a: 1 } }, { formData: { a: 1 } }])('is no form: %o', (form) => {
		const options = { url: API, method: 'POST', ...form } as never;
		expect(() => finalRequest(options)).toThrow(InvalidInputError);
	});
});

describe('a request as it leaves', () => {
	it('keeps all else, names its method in capitals, and follows no redirect', () => {
		const headers = { 'X-Own': '1', Accept: 'application/json' };
		const others = { timeout: 7, json: true, encoding: 'arraybuffer' };
		expect(finalRequest({ method: 'post', url: API, headers, ...others } as never)).toEqual({
			...{ method: 'POST', url: API, headers, ...others },
			...{ disableFollowRedirect: true, followRedirect: false, followAllRedirects: false },
		});
		expect(finalRequest({ url: API }).method).toBe('GET');
	});
});

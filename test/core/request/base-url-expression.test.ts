import { describe, expect, it } from 'vitest';
import { addressField, baseUrlExpression, hostExpression } from '../../../core/request/address';

/** n8n evaluates what is between `={{` and `}}` as JavaScript. */
function evaluate(expression: string, fields: object = {}): unknown {
	const names = ['$self', '$credentials'];
	const code = expression.replace(/^=\{\{|\}\}$/g, '');
	return new Function(...names, `return (${code})`)(fields, fields) as unknown;
}

const read = (typed: unknown) => evaluate(baseUrlExpression('$self["host"]'), { host: typed });

describe('a base URL in an expression', () => {
	it.each([
		['https://api.shop.example', 'https://api.shop.example'],
		[' api.shop.example/ ', 'https://api.shop.example'],
		['api.shop.example:8443/shop//', 'https://api.shop.example:8443/shop'],
		['HTTPS://api.shop.example/Shop/', 'HTTPS://api.shop.example/Shop'],
		['https://a.example/x?code=1#z', 'https://a.example/x'],
		['https://a.example#z', 'https://a.example'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://LOCALHOST', 'http://LOCALHOST'],
		['http://127.0.0.1:3000/x/', 'http://127.0.0.1:3000/x'],
		['http://127.1.2.3', 'http://127.1.2.3'],
		['http://[::1]:3000', 'http://[::1]:3000'],
	])('reads %o', (typed, base) => expect(read(typed)).toBe(base));

	it.each([
		undefined,
		null,
		'',
		'  ',
		'http://shop.example',
		'http://127.0.0.1.evil.example',
		'http://localhost.evil.example',
		'http://[::2]',
		'ftp://shop.example',
		'https://user@shop.example',
		'https://user:secret@shop.example',
		'https://shop.example/a@b',
		'https://',
		'https://a b.example',
		'https://a.example/x y',
	])('refuses %o', (typed) => expect(read(typed)).toBe(''));
});

describe('a hidden field with an address', () => {
	const field = addressField('$self["host"]', '/oauth/token', 'Host-is-empty');

	it('has the path behind the host', () => {
		expect(evaluate(field, { host: 'https://a.example' })).toBe('https://a.example/oauth/token');
	});

	it('complains where there is no host', () => {
		expect(evaluate(field, { host: '' })).toBe('Host-is-empty:');
	});

	it('is an expression to n8n', () => expect(field).toMatch(/^=\{\{ .* \}\}$/));
});

describe.each(['$self', '$credentials'] as const)('a host by environment in %s', (name) => {
	const hosts = { production: 'https://live.example', sandbox: 'https://test.example' };
	const expression = hostExpression(name, 'baseUrl', hosts);

	it.each([
		['production', 'https://live.example'],
		['sandbox', 'https://test.example'],
		['custom', 'https://own.example/x'],
	])('of %s is %s', (environment, host) => {
		expect(evaluate(expression, { environment, baseUrl: ' own.example/x/ ' })).toBe(host);
	});
});

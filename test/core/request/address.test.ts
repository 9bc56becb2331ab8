import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathSegment, relativePath } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';

const BASE = 'https://api.shop.example/base';

describe('a path', () => {
	it.each([
		['/orders', '/orders'],
		['orders', '/orders'],
		['  /orders/1  ', '/orders/1'],
		['/orders/a:b', '/orders/a:b'],
		['/orders/%2Fx', '/orders/%2Fx'],
		['/orders/%E2%82%AC', '/orders/%E2%82%AC'],
		['/a..b/...', '/a..b/...'],
		['/orders/', '/orders/'],
		['/listings/50%25', '/listings/50%25'],
		['/listings/100%25%20cotton', '/listings/100%25%20cotton'],
		['/listings/%25', '/listings/%25'],
		['/listings/a%25zz', '/listings/a%25zz'],
		['/listings/%2525', '/listings/%2525'],
		['/listings/%25E2%2582', '/listings/%25E2%2582'],
		['/listings/%25ff', '/listings/%25ff'],
		['@evil.example/x', '/@evil.example/x'],
	])('passes %o', (typed, path) => {
		expect(relativePath(typed)).toBe(path);
	});

	it.each([
		'',
		'   ',
		'https://evil.example/x',
		'HTTPS://evil.example',
		'javascript:alert(1)',
		'data:x',
		'//evil.example/x',
		'///evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'/..',
		'/orders/../admin',
		'../admin',
		'/orders/..',
		'/./orders',
		'/%2e%2e/admin',
		'/%2E./admin',
		'/%252e%252e/admin',
		'/%25252e%25252e/admin',
		'/%2525252525252e%2525252525252e/admin',
		'/%252e%252e%252f%25/admin',
		'/50%25/%252e%252e/%25zz',
		'/%2525/%2e%2e/x',
		'/orders%2f..%2fadmin',
		'/orders%5c..%5cadmin',
		'/orders/%2e%2e%5cadmin',
		'/a\nb',
		'/a\r\nHost: evil.example',
		'/a\tb',
		'/a b',
		'/a\u0000b',
		'/a\u007fb',
		'/orders#x',
		'/orders?x=1',
		'/orders?',
		'/orders/%',
		'/orders/%zz',
		'/orders/%ff',
	])('is refused: %o', (typed) => {
		expect(() => relativePath(typed)).toThrow(InvalidInputError);
	});

	it.each(['/orders/..;/admin', '/orders/%2e%2e;x=1/admin'])(
		'is refused with a parameter behind the dots, which Java servers drop: %o',
		(typed) => {
			expect(() => relativePath(typed)).toThrow(InvalidInputError);
		},
	);

	it('names the field as the user sees it', () => {
		expect(() => relativePath('', 'Resource Path')).toThrow("'Resource Path' is empty");
	});

	it('never leads out of the API, whatever is typed', () => {
		const pieces = fc.constantFrom(
			...['/', '\\', '.', '..', '%2e', '%2F', '%5c', '%25', '?', '#', '@', ':', 'a', 'https:', ' '],
			...['\n', '%00', ';', '//', 'evil.example', '\u3002', '\uff0e'],
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
				let path: string;
				try {
					path = relativePath(parts.join(''));
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInputError);
					return;
				}
				const url = new URL(BASE + path);
				expect(url.origin).toBe('https://api.shop.example');
				expect(url.pathname.startsWith('/base/')).toBe(true);
				expect([url.search, url.hash, url.username]).toEqual(['', '', '']);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('an id in a path', () => {
	it.each(['100%', '50% off', '%', '%%', '%41', 'a%zzb', 'a+b&c=d'])('can be sent: %o', (id) => {
		const path = `/items/${pathSegment(id)}`;
		expect(relativePath(path)).toBe(path);
	});

	it.each([
		["a!'()*b", 'a%21%27%28%29%2Ab'],
		['.', '%2E'],
		['..', '%2E%2E'],
		['a..', 'a..'],
		['żó/ł', '%C5%BC%C3%B3%2F%C5%82'],
	])('%o is written %s', (id, segment) => expect(pathSegment(id)).toBe(segment));

	it('stays one segment and comes back as it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
				const segment = pathSegment(id);
				// A blank, a control character and dots aside, every id can be sent.
				if (!/[./\\%]/.test(id)) expect(relativePath(`/x/${segment}`)).toBe(`/x/${segment}`);
				expect(segment).toMatch(/^[\w.~%-]+$/);
				expect(segment).not.toMatch(/^\.+$/);
				expect(decodeURIComponent(segment)).toBe(id);
			}),
		);
	});
});

import { describe, expect, it } from 'vitest';
import { readBaseUrl } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';

describe('a base URL', () => {
	it.each([
		['https://api.shop.example', 'https://api.shop.example'],
		[' api.shop.example/ ', 'https://api.shop.example'],
		['api.shop.example:8443/shop//', 'https://api.shop.example:8443/shop'],
		['HTTPS://API.Shop.example/Shop/', 'https://api.shop.example/Shop'],
		['https://sklep.żółw.example', 'https://sklep.xn--w-uga1v8h.example'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://127.0.0.1:3000/x/', 'http://127.0.0.1:3000/x'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['https://a.example/x?y=1#z', 'https://a.example/x'],
	])('reads %o', (typed, base) => {
		expect(readBaseUrl(typed, 'API Base URL')).toBe(base);
	});

	it.each([
		undefined,
		null,
		42,
		'',
		'  ',
		'http://shop.example',
		'http://127.0.0.1.evil.example',
		'http://localhost.evil.example',
		'ftp://shop.example',
		'file:///etc/hosts',
		'javascript://shop.example',
		'https://user@shop.example',
		'https://user:secret@shop.example',
		'https://',
		'https://a b.example',
		'https://shop.example:99999',
	])('refuses %o', (typed) => {
		expect(() => readBaseUrl(typed, 'API Base URL')).toThrow(InvalidInputError);
		expect(() => readBaseUrl(typed, 'API Base URL')).toThrow("'API Base URL'");
	});

	it.each([
		['', /is empty/],
		['http://shop.example', /must begin with https/],
		['https://:secret@shop.example', /is not a valid address/],
		['https://shop_x.example', /is not a valid address/],
	])('says of %o what is wrong with it', (typed, problem) => {
		expect(() => readBaseUrl(typed, 'API Base URL')).toThrow(problem);
	});
});

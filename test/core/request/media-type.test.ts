import { describe, expect, it } from 'vitest';
import { fileNameOf, isFileType, mediaType } from '../../../core/request/media-type';

/** As Node gives a header whose bytes are UTF-8. */
const asBytes = (text: string) => Buffer.from(text).toString('latin1');

describe('the name of a file in Content-Disposition', () => {
	it.each([
		['attachment; filename="label.pdf"', 'label.pdf'],
		['attachment; filename=label.pdf', 'label.pdf'],
		['inline;FILENAME = label.pdf ;size=3', 'label.pdf'],
		['filename="label.pdf"', 'label.pdf'],
		["attachment; filename*=UTF-8''etykieta%20%C5%82%C3%B3d%C5%BA.pdf", 'etykieta łódź.pdf'],
		["attachment; filename*=utf-8'ko'%EC%86%A1%EC%9E%A5.pdf", '송장.pdf'],
		["attachment; filename*=iso-8859-1'en'%A3%20rates.txt", '£ rates.txt'],
		["attachment; filename*=EUC-KR''%BC%DB%C0%E5.pdf", '송장.pdf'],
		[`attachment; filename="_.pdf"; filename*=UTF-8''%e2%82%ac.pdf`, '€.pdf'],
		[`attachment; filename*=UTF-8''%e2%82%ac.pdf; filename="_.pdf"`, '€.pdf'],
		[`attachment; filename*="UTF-8''a%20b.pdf"`, 'a b.pdf'],
		[`attachment; filename="safe.pdf"; filename*=UTF-8''%zz`, 'safe.pdf'],
		[`attachment; filename="safe.pdf"; filename*=UTF-8''%ff%fe`, 'safe.pdf'],
		[`attachment; filename="safe.pdf"; filename*=klingon''a`, 'safe.pdf'],
		['attachment; filename="a \\"b\\"; c.pdf"', 'a "b"; c.pdf'],
		['attachment; note="; filename=evil.exe"; filename=good.pdf', 'good.pdf'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\\\labels\\\\1.pdf"', '1.pdf'],
		["attachment; filename*=UTF-8''..%2F..%2Fx.pdf", 'x.pdf'],
		["attachment; filename*=UTF-8''a%0D%0Ab.pdf", 'ab.pdf'],
		[asBytes('attachment; filename="ラベル.pdf"'), 'ラベル.pdf'],
		['attachment; filename="na\u00efve.txt"', 'naïve.txt'],
		['attachment; filename="50%.pdf"', '50%.pdf'],
	])('of %o is %o', (header, name) => expect(fileNameOf(header)).toBe(name));

	it.each([undefined, '', 'attachment', 'attachment; filename=""', 'attachment; filename=".."'])(
		'is not there in %o',
		(header) => expect(fileNameOf(header)).toBeUndefined(),
	);
});

describe('a media type', () => {
	it.each([
		['application/pdf', 'application/pdf', true],
		['image/png; charset=binary', 'image/png', true],
		[' text/csv ;x', 'text/csv', true],
		['text/plain-ish', 'text/plain-ish', true],
		['application/octet-stream', 'application/octet-stream', true],
		['application/json', 'application/json', false],
		['application/vnd.shop.v1+JSON;charset=utf-8', 'application/vnd.shop.v1+JSON', false],
		['text/HTML', 'text/HTML', false],
		['application/xml', 'application/xml', false],
		['application/xhtml+xml', 'application/xhtml+xml', false],
		['text/plain; charset=utf-8', 'text/plain', false],
		['', '', false],
		[undefined, '', false],
	])('%o is %o, a file: %s', (header, type, isFile) => {
		expect(mediaType(header)).toBe(type);
		expect(isFileType(header)).toBe(isFile);
	});
});

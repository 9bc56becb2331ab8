import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Secrets } from '../../../core/transport/secrets';

/** What tokens and secrets are made of, and what forces escapes. */
const secret = fc
	.string({
		unit: fc.constantFrom(...'abcXYZ0189-_.~|/+=$&"\\ <>é'),
		minLength: 8,
		maxLength: 60,
	})
	.filter((value) => value.trim().length >= 8)
	.map((value) => value.trim());

type Write = (value: string) => string;

const KNOWN: Readonly<Record<string, Write>> = {
	'as it is': (value) => value,
	'in JSON': (value) => JSON.stringify({ echoed: [value] }),
	'percent-encoded': encodeURIComponent,
	'in a form': (value) => encodeURIComponent(value).replace(/%20/g, '+'),
	'in base64': (value) => Buffer.from(value).toString('base64'),
};

const UNKNOWN: Readonly<Record<string, Write>> = {
	'percent-encoded in lower case': (value) =>
		encodeURIComponent(value).replace(/%../g, (hex) => hex.toLowerCase()),
	'by URLSearchParams': (value) => new URLSearchParams({ value }).toString().slice(6),
	'in JSON with escaped slashes (PHP)': (value) => JSON.stringify(value).replaceAll('/', '\\/'),
	'in JSON with escaped signs (Java, Go)': (value) =>
		JSON.stringify(value).replace(
			/[=&<>+|]/g,
			(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
		),
	'in HTML': (value) =>
		value.replace(
			/[&<>"]/g,
			(sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;',
		),
	'in base64 without padding': (value) => Buffer.from(value).toString('base64').replace(/=+$/, ''),
	'in base64url': (value) => Buffer.from(value).toString('base64url'),
	'in a Basic header': (value) => Buffer.from(`my-client:${value}`).toString('base64'),
};

function expectGone(write: Write): void {
	fc.assert(
		fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
			const written = write(value);
			const secrets = new Secrets([value]);
			for (const text of [secrets.mask(before + written + after), secrets.redact(written)]) {
				expect(text).not.toContain(written);
				expect(text).not.toContain(value);
			}
		}),
	);
}

describe('a secret', () => {
	it.each(Object.entries(KNOWN))('never survives %s', (_name, write) => expectGone(write));

	it.each(Object.entries(UNKNOWN))('never survives %s', (_name, write) => expectGone(write));

	it('goes while all around it stays', () => {
		const secrets = new Secrets(['hush-hush-hush']);
		const body = JSON.stringify({ id: 'A-1', note: 'say hush-hush-hush now', sum: '12.50' });
		expect(JSON.parse(secrets.mask(body))).toEqual({
			id: 'A-1',
			note: 'say *** now',
			sum: '12.50',
		});
	});

	it('is masked whole where another one begins it', () => {
		expect(new Secrets(['abcdefgh', 'abcdefgh-and-more']).mask('x abcdefgh-and-more y')).toBe(
			'x *** y',
		);
	});

	it('is not looked for among words, numbers and nothings', () => {
		const secrets = new Secrets(['', 'short', undefined, null, 12345678, {}]);
		expect(secrets.mask('short 12345678 undefined null')).toBe('short 12345678 undefined null');
	});

	it('leaves JSON readable, also where it is nothing but digits', () => {
		const body = '{"id":1234567890,"total":5}';
		expect(JSON.parse(new Secrets(['1234567890']).mask(body))).toMatchObject({ total: 5 });
	});
});

describe('redacting', () => {
	const none = new Secrets([]);

	it.each([
		['Authorization: Bearer abcdefgh12345', 'abcdefgh12345'],
		['Basic bXktY2xpZW50OnNlY3JldA==', 'bXktY2xpZW50OnNlY3JldA=='],
		['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-nature', 'eyJhbGciOiJIUzI1NiJ9'],
		['x-amz-access-token: Atza|IwEBIJ0123456789', 'IwEBIJ0123456789'],
		['refresh Atzr|IwEBIJ0123456789', 'IwEBIJ0123456789'],
		['Atz.sprdt|IQEBLzAtAhRPpMJxdwVz2', 'IQEBLzAtAhRPpMJxdwVz2'],
		['Atzr%7CIwEBIJ0123456789', 'IwEBIJ0123456789'],
		['amzn1.oa2-cs.v1.0123456789abcdef0123', '0123456789abcdef'],
		['$2a$10$abcdefghijklmnopqrstuv', 'abcdefghijklmnopqrstuv'],
		['JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXY=', 'JDJhJDEwJGFiY2RlZmdo'],
		['{"access_token":"abc123def456"}', 'abc123def456'],
		['grant_type=refresh_token&refresh_token=abc123def456&x=1', 'abc123def456'],
		['client_secret_sign=abc123def456', 'abc123def456'],
		['{"clientSecret": "abc123def456"}', 'abc123def456'],
	])('hides what looks like a secret in %o', (text, hidden) => {
		expect(none.redact(text)).not.toContain(hidden);
		expect(none.redact(text)).toContain('***');
	});

	it.each([
		"Order '29738e61-7f6a-11e8-ac45-09db60ede9d6' was not found",
		'The access token is expired',
		'Status 403 for /order/checkout-forms',
		'Client authentication failed',
	])('leaves %o as it is', (text) => {
		expect(none.redact(text)).toBe(text);
	});
});

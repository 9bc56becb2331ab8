import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEqualInConstantTime, Secrets } from '../../../core/request/secrets';

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

describe('the limits of masking', () => {
	it.each([
		['seven characters are a word', 'abcdefg', 'x abcdefg y'],
		['eight are a secret', 'abcdefgh', 'x *** y'],
		['seven digits and a letter are one, too', '1234567a', 'x *** y'],
	])('%s', (_what, value, expected) => {
		expect(new Secrets([value]).mask(`x ${value} y`)).toBe(expected);
	});

	it('blanks around a secret are none of it', () => {
		expect(new Secrets([' hush-hush-1\n']).mask('xhush-hush-1y')).toBe('x***y');
		expect(new Secrets(['   short   ']).mask('short')).toBe('short');
	});

	it('a secret with a blank goes however it is written', () => {
		const secrets = new Secrets(['hush hush 1']);
		for (const form of ['hush hush 1', 'hush+hush+1', 'hush%20hush%201'])
			expect(secrets.mask(`x${form}y`)).toBe('x***y');
	});

	it.each([
		['&amp;', '&#38;', '&#x26;', '&#038;', '%26', '\\u0026'],
		['&lt;', '&#60;', '&#x3c;', '&#X3C;', '%3C', '\\u003c'],
		['&gt;', '&#62;', '&#x3e;', '&#x003E;', '%3e', '\\u003E'],
		['&quot;', '&#34;', '&#x22;', '&#0034;', '%22', '\\"'],
		['&apos;', '&#39;', '&#x27;', '&#039;', '%27', "\\'"],
	])('a sign goes as %s, %s, %s, %s, %s and %s', (...forms) => {
		const sign = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }[forms[0]] ?? "'";
		const secrets = new Secrets([`hush-${sign}-hush`]);
		for (const form of forms) expect(secrets.mask(`x hush-${form}-hush y`)).toBe('x *** y');
	});

	it('base64 is looked for in texts of 200,000 characters, and no longer ones', () => {
		const secrets = new Secrets(['hush-hush-hush']);
		const encoded = Buffer.from('id:hush-hush-hush').toString('base64');
		const text = (length: number) => encoded + ' '.repeat(length - encoded.length);
		expect(secrets.mask(text(200_000))).not.toContain(encoded);
		expect(secrets.mask(text(200_001))).toContain(encoded);
		expect(secrets.mask(`${text(200_001)}hush-hush-hush`)).not.toContain('hush-hush');
	});

	it('base64 goes whole, with what stands beside it, and nothing around it', () => {
		const secrets = new Secrets(['hush~~?hush>>?']);
		for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
			const bytes = Buffer.from(`${before}hush~~?hush>>?end`);
			for (const encoding of ['base64', 'base64url'] as const)
				expect(secrets.mask(`say "${bytes.toString(encoding)}" now`)).toBe('say "***" now');
		}
	});
});

describe('redacting', () => {
	const none = new Secrets([]);

	it.each([
		['Authorization: Bearer abcdefgh12345 x', 'Authorization: Bearer *** x'],
		['basic bXktY2xpZW50 x', 'basic *** x'],
		['Bearer short x', 'Bearer short x'],
		['eyJhbGciOiJI.eyJzdWIiOiIx x', '*** x'],
		['eyJhbGciOiJI x', 'eyJhbGciOiJI x'],
		['Atza|IwEBIJ0123456789 x', '*** x'],
		['atz|IwEBIJ0123456789 x', '*** x'],
		['amzn1.oa2-cs.v1.0123456789abcdef x', '*** x'],
		[
			'amzn1.application-oa2-client.0123456789abcdef x',
			'amzn1.application-oa2-client.0123456789abcdef x',
		],
		['$2b$04$abcdefghijklmnopqrstuv x', '*** x'],
		['$2y$04$abcdefghijklmnopqrstuv x', '*** x'],
		['access_token=abcdef x', 'access_token=*** x'],
		['"accessToken": "abcdef", "x"', '"accessToken": "***", "x"'],
		['refresh_token : abcdef', 'refresh_token : ***'],
		['client_secret=abcde', 'client_secret=abcde'],
		['client_secret_sign=abcdef&x', 'client_secret_sign=***&x'],
	])('%o becomes %o', (text, redacted) => expect(none.redact(text)).toBe(redacted));

	it('hides what it knows, too', () => {
		expect(new Secrets(['hush-hush-1']).redact('say hush-hush-1')).toBe('say ***');
	});

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

describe('a signature', () => {
	it.each([
		['abc', 'abc', true],
		['', '', true],
		['żółw', 'żółw', true],
		['abc', 'abd', false],
		['abc', 'ABC', false],
		['abc', 'abcd', false],
		['abcd', 'abc', false],
		['', 'abc', false],
		// As many characters, and more bytes.
		['aaa', 'aaé', false],
	])('%o against %o is the same: %s', (given, wanted, same) => {
		expect(isEqualInConstantTime(given, wanted)).toBe(same);
	});
});

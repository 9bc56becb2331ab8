import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeHtml, pageHeaders, renderPage } from '../../../core/authorization/html-page';

const BLANK = renderPage({ title: '', paragraphs: [''], link: { label: '', href: '' } });

/** What a browser reads back out of escaped text. */
const unescape = (html: string) =>
	html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

it('escapes whatever text it is given', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const escaped = escapeHtml(text);
			expect(escaped).not.toMatch(/[<>"'`]/);
			expect(unescape(escaped)).toBe(text);
		}),
	);
});

it('lets no text become a tag or an attribute, in any place of a page', () => {
	const hostile = fc.oneof(
		fc.string(),
		fc.constantFrom(
			'<script>alert(1)</script>',
			'" onload="alert(1)',
			"'><img src=x onerror=alert(1)>",
			'</style><svg/onload=alert(1)>',
			'&lt;b&gt;',
		),
	);
	const shape = (html: string) => html.replace(/>[^<]*</g, '><').replace(/(href)="[^"]*"/g, '$1');
	fc.assert(
		fc.property(hostile, hostile, hostile, hostile, (title, paragraph, label, href) => {
			const html = renderPage({ title, paragraphs: [paragraph], link: { label, href } });
			expect(shape(html)).toBe(shape(BLANK));
		}),
	);
});

it('forbids everything but its own style', () => {
	const policy = pageHeaders()['content-security-policy'];
	const style = /<style>([\s\S]*)<\/style>/.exec(BLANK)?.[1] ?? '';
	const hash = createHash('sha256').update(style).digest('base64');
	expect(policy).toBe(
		`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
	);
	expect(BLANK).not.toMatch(/style=|<script|<link|src=/);
	expect(pageHeaders()).toMatchObject({
		'cache-control': 'no-store',
		'referrer-policy': 'no-referrer',
	});
});

it('may be framed only by the sites that are named', () => {
	const policy = pageHeaders(['https://a.example', 'https://b.example'])['content-security-policy'];
	expect(policy).toMatch(/frame-ancestors https:\/\/a\.example https:\/\/b\.example$/);
});

it('is read by no search engine, and by no browser as something else', () => {
	expect(pageHeaders()).toMatchObject({
		'x-content-type-options': 'nosniff',
		'x-robots-tag': 'noindex',
	});
});

it.each([
	[undefined, 'plain'],
	['good', 'good'],
	['bad', 'bad'],
] as const)('shows the tone %s', (tone, name) => {
	const html = renderPage({ title: 'T', paragraphs: [], tone });
	expect(html).toContain(`<main class="${name}"><h1>T</h1></main>`);
});

it('shows its texts in their order, and the link last', () => {
	const link = { label: 'On', href: '?start=1&x=2' };
	const html = renderPage({ title: 'T', paragraphs: ['1', '2'], link });
	expect(html).toMatch(
		/^<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" /,
	);
	expect(html).toContain('<title>T</title>');
	expect(html).toContain(
		'<h1>T</h1><p>1</p><p>2</p><a href="?start=1&#38;x=2">On</a></main></body></html>',
	);
});

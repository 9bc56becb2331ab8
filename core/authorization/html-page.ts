import { createHash } from 'crypto';

/** A page that a browser shows: what happened, and what comes next. */
export interface HtmlPage {
	title: string;
	paragraphs: readonly string[];
	/** @default 'plain' */
	tone?: 'good' | 'bad' | 'plain';
	link?: { label: string; href: string };
}

const STYLE = `
:root{color-scheme:light dark;--back:#f4f5f7;--card:#fff;--text:#1f2430;--soft:#5b6270;--line:#e3e5ea;--mark:#5b6270;--link:#1f5fbf}
@media(prefers-color-scheme:dark){:root{--back:#14161b;--card:#1e2128;--text:#eceef2;--soft:#a9b0bd;--line:#31353f;--link:#8ab6ff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--back);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:480px;padding:32px;background:var(--card);border:1px solid var(--line);border-top:4px solid var(--mark);border-radius:12px}
main.good{--mark:#1d9a5b}
main.bad{--mark:#d0473e}
h1{margin:0 0 12px;font-size:22px;line-height:1.3}
p{margin:0 0 12px;color:var(--soft);overflow-wrap:anywhere}
p:last-child{margin-bottom:0}
a{display:inline-block;margin-top:8px;padding:10px 18px;border-radius:8px;border:1px solid var(--link);color:var(--link);text-decoration:none;font-weight:600}
a:hover,a:focus-visible{background:var(--link);color:var(--card)}
`.trim();

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Text as it may stand in an HTML page or an attribute. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The page as HTML: no script, nothing from elsewhere, every text escaped. */
export function renderPage({ title, paragraphs, tone = 'plain', link }: HtmlPage): string {
	const lines = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`);
	const button = link ? `<a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a>` : '';
	const head = [
		'<meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${escapeHtml(title)}</title>`,
		`<style>${STYLE}</style>`,
	].join('');
	const body = `<main class="${tone}"><h1>${escapeHtml(title)}</h1>${lines.join('')}${button}</main>`;
	return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
}

/** Headers of every answer: codes travel in these addresses, so they go nowhere and are kept nowhere. */
export function pageHeaders(frames: readonly string[] = []): Record<string, string> {
	const ancestors = frames.length > 0 ? frames.join(' ') : "'none'";
	return {
		'cache-control': 'no-store',
		'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`,
		'referrer-policy': 'no-referrer',
		'x-content-type-options': 'nosniff',
		'x-robots-tag': 'noindex',
	};
}

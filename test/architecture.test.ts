import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, it } from 'vitest';

import { VERSION } from '../core/version';
import { version } from '../package.json';

/** Every import of the product and the sandbox as `from > to`, in paths from the root. */
const files = ['credentials', 'nodes', 'core', 'sandbox'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file).replaceAll(sep, '/')),
);
const source = (file: string): string => readFileSync(file, 'utf8');
const arrows = files.flatMap((file) =>
	[...source(file).matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map(([, to]) => {
		const target = to.startsWith('.')
			? normalize(join(dirname(file), to)).replaceAll(sep, '/')
			: to;
		return `${file} > ${target}`;
	}),
);

it('sees the imports', () => expect(arrows.length).toBeGreaterThan(100));

it.each([
	[
		'core to n8n-workflow, luxon and crypto only',
		/^core\/(?!vendor\/).* > (?!core\/|(?:n8n-workflow|luxon|crypto)$)/,
	],
	[
		'credentials and nodes into core, not into the sandbox',
		/^(credentials|nodes|core)\/.* > sandbox\//,
	],
	['the sandbox into nothing of the product', /^sandbox\/.* > (core|nodes|credentials)\//],
	[
		'no marketplace into another',
		/^nodes\/(?!MarketplaceAuthorization\/)(\w+)\/.* > nodes\/(?!\1\/|shared\/)/,
	],
	[
		'the authorization trigger into the authorizations of the marketplaces only',
		/^nodes\/MarketplaceAuthorization\/.* > nodes\/(?!MarketplaceAuthorization\/|\w+\/\w+\.authorization$)/,
	],
	['no shared piece into a marketplace', /^nodes\/shared\/.* > nodes\/(?!shared\/)/],
	['no order mapping into n8n', /\.order\.ts > n8n-/],
])('arrows lead %s', (_rule, forbidden) => {
	expect(arrows.filter((arrow) => forbidden.test(arrow))).toEqual([]);
});

it('sends in one place only', () => {
	const calling = (name: RegExp) => files.filter((file) => name.test(source(file)));
	expect(calling(/\bhttpRequestWithAuthentication\b/)).toEqual(['core/request/send.ts']);
	// A new token is asked for without one, and a signed address of a file needs none.
	expect(calling(/\bhttpRequest\(/)).toEqual([
		'core/request/download.ts',
		'core/access/token-request.ts',
	]);
	expect(calling(/\bhelpers\.request\w*|\baxios\b|node:https?'/)).toEqual([]);
});

it('tells the version of the package', () => expect(VERSION).toBe(version));

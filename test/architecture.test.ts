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
		/^nodes\/MarketplaceAuthorization\/.* > nodes\/(?!MarketplaceAuthorization\/|shared\/|\w+\/access\/authorization$)/,
	],
	['no shared piece into a marketplace', /^nodes\/shared\/.* > nodes\/(?!shared\/)/],
	['no order mapping into n8n', /\/mapping\.ts > n8n-/],
])('arrows lead %s', (_rule, forbidden) => {
	expect(arrows.filter((arrow) => forbidden.test(arrow))).toEqual([]);
});

/** The floors of core/, the lowest first: a file imports from its own and from lower ones. */
const FLOORS = [
	['marketplace', 'version', 'vendor'],
	['orders'],
	['request'],
	['access'],
	['client'],
	['lists'],
	['operations'],
	['accounts', 'triggers', 'authorization', 'writes'],
	['products'],
];

it('leads down only, in core', () => {
	const room = (file: string) => /^core\/(\w+)/.exec(file)?.[1] ?? '';
	const floor = (file: string) => FLOORS.findIndex((rooms) => rooms.includes(room(file)));
	const inside = arrows
		.map((arrow) => arrow.split(' > '))
		.filter(([from, to]) => room(from) && room(to));
	expect(inside.length).toBeGreaterThan(100);
	expect(inside.filter(([file]) => floor(file) < 0)).toEqual([]);
	const up = inside.filter(
		([from, to]) =>
			floor(to) > floor(from) || (floor(to) === floor(from) && room(to) !== room(from)),
	);
	expect(up).toEqual([]);
});

it('has no circles of imports, not even of types', () => {
	const imports = new Map<string, string[]>();
	for (const [from, to] of arrows.map((arrow) => arrow.split(' > '))) {
		const target = [`${to}.ts`, `${to}/index.ts`].find((file) => files.includes(file));
		if (target) imports.set(from, [...(imports.get(from) ?? []), target]);
	}
	const circles: string[] = [];
	const done = new Set<string>();
	const walk = (file: string, way: readonly string[]): void => {
		if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' > '));
		if (done.has(file) || way.includes(file)) return;
		for (const next of imports.get(file) ?? []) walk(next, [...way, file]);
		done.add(file);
	};
	for (const file of files) walk(file, []);
	expect(circles).toEqual([]);
});

it('has the same rooms in every marketplace', () => {
	const own = readdirSync('nodes', { withFileTypes: true })
		.filter(
			(entry) =>
				entry.isDirectory() && !['shared', 'MarketplaceAuthorization'].includes(entry.name),
		)
		.map(({ name }) => name);
	expect(own.length).toBeGreaterThan(4);
	for (const folder of own) {
		const has = (file: string): boolean => files.includes(`nodes/${folder}/${file}`);
		const common = [
			`${folder}.node.ts`,
			`${folder}Trigger.node.ts`,
			'marketplace.ts',
			'access/connection.ts',
			'access/account-check.ts',
			'orders/list.ts',
			'orders/mapping.ts',
			'trigger/feed.ts',
		];
		expect([folder, common.filter((file) => !has(file))]).toEqual([folder, []]);
	}
});

it('sends in one place only', () => {
	const calling = (name: RegExp) => files.filter((file) => name.test(source(file)));
	// The test of a credential stands in for n8n: it signs what send.ts sends.
	const test = 'core/accounts/credential-test.ts';
	expect(calling(/\bhttpRequestWithAuthentication\b/)).toEqual([test, 'core/request/send.ts']);
	// A new token is asked for without one, and a signed address of a file needs none.
	expect(calling(/\bhttpRequest\(/)).toEqual([
		'core/access/token-request.ts',
		test,
		'core/request/signed-request.ts',
	]);
	expect(calling(/\bhelpers\.request\w*|\baxios\b|node:https?'/)).toEqual([]);
});

it('tells the version of the package', () => expect(VERSION).toBe(version));

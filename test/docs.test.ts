import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

import { AllegroOAuth2Api } from '../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoApi } from '../credentials/AssistTenchoApi.credentials';
import { AssistTenchoOAuth2Api } from '../credentials/AssistTenchoOAuth2Api.credentials';
import { BigCommerceApi } from '../credentials/BigCommerceApi.credentials';
import { BigCommerceOAuth2Api } from '../credentials/BigCommerceOAuth2Api.credentials';
import { KauflandApi } from '../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../credentials/NaverCommerceApi.credentials';
import { Allegro } from '../nodes/Allegro/Allegro.node';
import { AllegroTrigger } from '../nodes/Allegro/AllegroTrigger.node';
import { AmazonSellingPartner } from '../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AmazonSellingPartnerTrigger } from '../nodes/AmazonSellingPartner/AmazonSellingPartnerTrigger.node';
import { AssistTencho } from '../nodes/AssistTencho/AssistTencho.node';
import { AssistTenchoTrigger } from '../nodes/AssistTencho/AssistTenchoTrigger.node';
import { BigCommerce } from '../nodes/BigCommerce/BigCommerce.node';
import { BigCommerceTrigger } from '../nodes/BigCommerce/BigCommerceTrigger.node';
import { Kaufland } from '../nodes/Kaufland/Kaufland.node';
import { KauflandTrigger } from '../nodes/Kaufland/KauflandTrigger.node';
import { NaverCommerce } from '../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../nodes/NaverCommerce/NaverCommerceTrigger.node';

const HOME = 'https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/blob/main/';
/** Where pictures are that the README shows on npm, too. */
const RAW = 'https://raw.githubusercontent.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/main/';
const README_BYTES = 12_000;

interface Subject {
	/** In the order of the columns in docs/triggers.md. */
	title: string;
	page: string;
	translation?: string;
	action: INodeType;
	trigger: INodeType;
	credentials: ICredentialType[];
}

const SUBJECTS: readonly Subject[] = [
	{
		title: 'Allegro',
		page: 'docs/allegro.md',
		translation: 'docs/pl/allegro.md',
		action: new Allegro(),
		trigger: new AllegroTrigger(),
		credentials: [new AllegroOAuth2Api()],
	},
	{
		title: 'Amazon',
		page: 'docs/amazon.md',
		action: new AmazonSellingPartner(),
		trigger: new AmazonSellingPartnerTrigger(),
		credentials: [new AmazonSellingPartnerApi()],
	},
	{
		title: 'Assist Tencho',
		page: 'docs/assist-tencho.md',
		translation: 'docs/ja/assist-tencho.md',
		action: new AssistTencho(),
		trigger: new AssistTenchoTrigger(),
		credentials: [new AssistTenchoApi(), new AssistTenchoOAuth2Api()],
	},
	{
		title: 'BigCommerce',
		page: 'docs/bigcommerce.md',
		action: new BigCommerce(),
		trigger: new BigCommerceTrigger(),
		credentials: [new BigCommerceApi(), new BigCommerceOAuth2Api()],
	},
	{
		title: 'Kaufland',
		page: 'docs/kaufland.md',
		translation: 'docs/de/kaufland.md',
		action: new Kaufland(),
		trigger: new KauflandTrigger(),
		credentials: [new KauflandApi()],
	},
	{
		title: 'Naver',
		page: 'docs/naver.md',
		translation: 'docs/ko/naver.md',
		action: new NaverCommerce(),
		trigger: new NaverCommerceTrigger(),
		credentials: [new NaverCommerceApi()],
	},
];
const PAGES = SUBJECTS.flatMap((subject) =>
	[subject.page, subject.translation ?? []].flat().map((page) => [page, subject] as const),
);

const read = (file: string): string => readFileSync(file, 'utf8');
const filesIn = (folder: string, ending: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file).replaceAll(sep, '/'));
const rowsOf = (text: string): string[][] =>
	text
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);

/** What is no code; a link in a sample is none. */
const prose = (file: string): string => read(file).replace(/^ *```[\s\S]*?^ *```/gm, '');

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
	return [...prose(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
			.replaceAll(' ', '-'),
	);
}

/** Links to files of this repository, pictures and files at its public address included. */
function linksIn(file: string): string[] {
	return [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, link]) => link)
		.filter((link) => link.startsWith(RAW) || !/^[a-z]+:/.test(link));
}

function targetOf(file: string, link: string): string {
	if (link.startsWith(RAW)) return link.slice(RAW.length);
	const [path] = link.split('#');
	return path === '' ? file : normalize(join(dirname(file), path)).replaceAll(sep, '/');
}

/** Links to files of this repository that lead nowhere. */
function deadLinks(file: string): string[] {
	return linksIn(file).filter((link) => {
		const target = targetOf(file, link);
		if (!existsSync(target)) return true;
		const [, anchor] = link.split('#');
		return anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor));
	});
}

describe('links', () => {
	const files = [
		'README.md',
		'CONTRIBUTING.md',
		'CHANGELOG.md',
		'bench/RESULTS.md',
		'core/README.md',
	]
		.concat(filesIn('docs', '.md'))
		.concat(filesIn('nodes', '.md'));

	it('are looked at in every page', () => expect(files.length).toBeGreaterThan(15));

	it.each(files)('of %s lead somewhere', (file) => expect(deadLinks(file)).toEqual([]));

	it('lead from the README to the table of contents', () =>
		expect(linksIn('README.md')).toContain('docs/README.md'));

	it.each(filesIn('docs', '.md').filter((file) => file !== 'docs/README.md'))(
		'lead from the table of contents to %s',
		(file) => {
			const entries = linksIn('docs/README.md').map((link) => targetOf('docs/README.md', link));
			expect(entries).toContain(file);
		},
	);

	it.each(filesIn('examples', '.json'))('lead from the list of examples to %s', (file) =>
		expect(linksIn('docs/examples.md')).toContain(`../${file}`),
	);

	it('show every picture somewhere', () => {
		const shown = files.flatMap((file) => linksIn(file).map((link) => targetOf(file, link)));
		expect(filesIn('docs', '.png').filter((picture) => !shown.includes(picture))).toEqual([]);
	});
});

describe('the README', () => {
	it('can be read in a few minutes', () =>
		expect(statSync('README.md').size).toBeLessThanOrEqual(README_BYTES));

	it('shows pictures by their full address, because npm has no others', () => {
		const pictures = [...prose('README.md').matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)];
		expect(pictures.length).toBeGreaterThan(1);
		expect(pictures.filter(([, link]) => !link.startsWith(RAW))).toEqual([]);
	});

	it('has the command that the checks run', () =>
		expect(read('README.md')).toMatch(/^npm ci && npm test$/m));
});

describe('pages that n8n opens', () => {
	it.each(SUBJECTS.flatMap(({ credentials, page }) => credentials.map((type) => [type, page])))(
		'$displayName',
		(type, page) => expect((type as ICredentialType).documentationUrl).toBe(HOME + String(page)),
	);

	it.each(filesIn('nodes', '.node.json'))('%s', (file) => {
		const { resources } = JSON.parse(read(file)) as { resources: Record<string, object> };
		const urls = Object.values(resources).flatMap((links) =>
			(links as Array<{ url: string }>).map(({ url }) => url),
		);
		expect(urls.length).toBeGreaterThan(1);
		expect(urls.filter((url) => !url.startsWith(HOME))).toEqual([]);
		expect(urls.filter((url) => !existsSync(url.slice(HOME.length)))).toEqual([]);
	});
});

/** The choices of a list in a node, as `name (value)`. */
function choices({ description }: INodeType, list: string): INodePropertyOptions[] {
	const found = description.properties.filter(({ name }) => name === list);
	return found.flatMap(({ options }) => (options ?? []) as INodePropertyOptions[]);
}

const written = ({ name, value }: INodePropertyOptions): string => `${name} (${value})`;

/** Events that a text names, as `Order Paid (orderPaid)`; emphasis and brackets as each language has them. */
function eventsIn(text: string): string[] {
	const named = /[_*]*(Order [A-Z][A-Za-z ]+?)[_*]* ?[(（]`(order[A-Z]\w+)`[)）]/g;
	return [...text.matchAll(named)].map(([, name, value]) => `${name} (${value})`);
}

describe('events', () => {
	it.each(PAGES)('in %s are those of the trigger', (page, { trigger }) => {
		const events = choices(trigger, 'events').map(written);
		expect(eventsIn(read(page)).sort()).toEqual(events.sort());
	});

	it('stand in the right columns of the table of all', () => {
		const rows = rowsOf(read('docs/triggers.md')).filter(([cell]) => eventsIn(cell).length > 0);
		SUBJECTS.forEach(({ trigger, title }, i) => {
			const marked = rows.filter((row) => row[i + 1] === '●').flatMap(([cell]) => eventsIn(cell));
			expect(marked.sort(), title).toEqual(choices(trigger, 'events').map(written).sort());
		});
	});
});

describe('commands', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const commandsIn = (file: string) =>
		[...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
	const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/RESULTS.md'].concat(
		filesIn('docs', '.md'),
	);

	it.each(pages)('of %s exist', (file) =>
		expect(commandsIn(file).filter((name) => !(name in scripts))).toEqual([]),
	);

	it('that measure or check are all in CONTRIBUTING.md', () => {
		const named = commandsIn('CONTRIBUTING.md');
		const kinds = /^(bench|check|demo|e2e|sandbox|screenshots|soak)/;
		const wanted = Object.keys(scripts).filter((name) => kinds.test(name));
		expect(wanted.filter((name) => !named.includes(name))).toEqual([]);
	});
});

it('names every operation of the nodes in the README, and no other', () => {
	const resources = ['Order', 'Account', 'API Request', 'Carrier', 'Offer', 'Listing', 'Product'];
	let nodes = '';
	const rows = rowsOf(read('README.md'))
		.map(([cell, names, operation]) => ({ cell, names: names.split(', '), operation }))
		.filter(({ names }) => resources.includes(names[0]))
		.map(({ cell, names, operation }) => {
			// An empty cell means the nodes of the row above.
			nodes = cell || nodes;
			return { nodes, names, operation };
		});
	for (const { action, title } of SUBJECTS) {
		const real = choices(action, 'resource').flatMap((resource) =>
			action.description.properties
				.filter(({ name }) => name === 'operation')
				.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource.value))
				.flatMap(({ options }) => options as INodePropertyOptions[])
				.map(({ name }) => `${resource.name}: ${name}`),
		);
		const own = choices(action, 'resource').map(({ name }) => name);
		const named = rows
			.filter((row) => row.nodes.includes(title))
			.flatMap(({ names, operation }) =>
				names.filter((name) => own.includes(name)).map((name) => `${name}: ${operation}`),
			);
		expect(named.sort(), title).toEqual(real.sort());
	}
});

describe('fields of the credentials', () => {
	/** Heads of a table of fields, in each language. */
	const HEADS = ['Field', 'Feld', 'Pole', '項目', '항목'];
	const labels = (properties: INodeProperties[]) =>
		properties.map(({ displayName }) => displayName);

	it.each(PAGES)('in %s are called as in n8n', (page, { credentials }) => {
		const tables = read(page)
			.split(/\n\s*\n/)
			.map(rowsOf)
			.filter(([head]) => head && HEADS.includes(head[0]));
		const named = tables.flatMap(([, , ...rows]) => rows.map(([cell]) => cell));
		const known = [...credentials.flatMap((type) => labels(type.properties)), ...OAUTH];
		expect(named.length).toBeGreaterThan(2);
		expect(named.filter((label) => !known.includes(label))).toEqual([]);
	});
});

describe('messages', () => {
	const source = ['core', 'nodes']
		.flatMap((folder) => filesIn(folder, '.ts'))
		.map(read)
		.join('\n')
		.replaceAll("\\'", "'");
	/** Texts with holes, as patterns; one with few words of its own would fit anything. */
	const patterns = [...source.matchAll(/`([^`\n]*\$\{[^`\n]*)`/g)]
		.map(([, text]) => text.split(/\$\{[^}]*\}/))
		.filter((words) => words.join('').length > 15)
		.map((words) => new RegExp(words.map(escaped).join('.+')));
	/** What the marketplaces say. */
	const THEIRS = [
		'Nie możemy wyświetlić strony',
		'Nagłówek user-agent – Niezgodny',
		"You don't have a required scope",
		'Parameter redirect_uri does not match registered URI',
	];
	const isOurs = (quote: string) =>
		quote
			.split('…')
			.map((part) => part.trim())
			.every((part) => source.includes(part) || patterns.some((pattern) => pattern.test(part)));

	it.each([...PAGES.map(([page]) => page), 'docs/authorization.md'])(
		'that %s quotes are those of the code',
		(page) => {
			const quotes = rowsOf(read(page))
				.flatMap(([cell]) => [...cell.matchAll(/(?<!\w)(?:_|\*\*)(.{18,}?)(?:_|\*\*)(?!\w)/g)])
				.map(([, quote]) => quote);
			expect(quotes.length).toBeGreaterThan(2);
			expect(quotes.filter((quote) => !THEIRS.includes(quote) && !isOurs(quote))).toEqual([]);
		},
	);
});

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Fields that n8n's own OAuth2 credential brings along. */
const OAUTH = ['Client ID', 'Client Secret'];

it.each(PAGES.filter(([page, { translation }]) => page === translation))(
	'%s has the parts of the English page',
	(page, subject) => {
		const parts = (file: string) =>
			[...prose(file).matchAll(/^(#{2,3}) /gm)].map(([, level]) => level);
		const rows = (file: string) => rowsOf(read(file)).length;
		expect(parts(page)).toEqual(parts(subject.page));
		expect(rows(page)).toBe(rows(subject.page));
	},
);

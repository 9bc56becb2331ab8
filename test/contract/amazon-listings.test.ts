import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { fastClock } from '../kit/fast-clock';
import { nodeContext } from '../kit/node-context';
import { reset } from './bench';
import { problemsOf, schemaProblems } from './check';
import { openApi } from './cases';
import { type Pair, publishedPairs } from './pairs';
import { type Answer, type Recorder, type Sent, startRecorder } from './recorder';
import { hasSpecs, readSpec } from './specs';

const TOKEN = { access_token: 'Atza|token', token_type: 'bearer', expires_in: 3600 };
const FILES = /^\/files\//;
const US = 'ATVPDKIKX0DER';
const SELLER = 'A2EXAMPLE1MERCH';
const ITEMS = `/listings/2021-08-01/items/${SELLER}`;
const REPORT = ['item-name', 'seller-sku', 'price', 'quantity', 'asin1', 'status'].join('\t');
const PAIRS = hasSpecs ? publishedPairs(['listingsItems_2021-08-01']) : [];

const listing = (sku: string) => ({
	sku,
	summaries: [{ marketplaceId: US, productType: 'LUGGAGE', status: ['BUYABLE'] }],
	offers: [{ marketplaceId: US, offerType: 'B2C', price: { currencyCode: 'USD', amount: '1.00' } }],
	fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: 1 }],
});

describe.skipIf(!hasSpecs)('requests for listings of Amazon', () => {
	let recorder: Recorder;
	/** What comes instead of the usual answer. */
	let special: (sent: Sent) => Answer | undefined;

	beforeAll(async () => (recorder = await startRecorder(answer)));
	afterAll(async () => await recorder.close());
	afterEach(() => vi.restoreAllMocks());
	beforeEach(() => {
		fastClock(30);
		reset();
		recorder.sent.length = 0;
		special = () => undefined;
	});

	function answer(sent: Sent): Answer {
		const { method, path, query } = sent;
		if (path === '/auth/o2/token') return { status: 200, body: TOKEN };
		const other = special(sent);
		if (other) return other;
		if (FILES.test(path)) {
			const report = {
				header: { sellerId: SELLER, version: '2.0', feedId: '7' },
				issues: [],
				summary: { messagesProcessed: 101, messagesAccepted: 101, messagesInvalid: 0 },
			};
			const text = path.endsWith('listings') ? `${REPORT}\n` : JSON.stringify(report);
			return { status: 200, body: Buffer.from(method === 'GET' ? text : '') };
		}
		if (path === ITEMS) {
			const asked = query.find(([name]) => name === 'identifiers')?.[1] ?? '';
			const items = asked.split(',').filter(Boolean).map(decodeURIComponent).map(listing);
			return { status: 200, body: { numberOfResults: items.length, pagination: {}, items } };
		}
		if (path.startsWith(ITEMS)) {
			const sku = decodeURIComponent(path.slice(ITEMS.length + 1));
			const accepted = { sku, status: 'ACCEPTED', submissionId: '1', issues: [] };
			return { status: 200, body: method === 'GET' ? listing(sku) : accepted };
		}
		if (path.endsWith('/reports')) return { status: 202, body: { reportId: '5' } };
		if (path.endsWith('/reports/5')) {
			return { status: 200, body: { processingStatus: 'DONE', reportDocumentId: 'listings' } };
		}
		if (path.endsWith('/documents')) {
			return { status: 201, body: { feedDocumentId: 'in', url: `${recorder.url}/files/in` } };
		}
		if (path.includes('/documents/')) {
			const name = path.split('/').at(-1);
			return { status: 200, body: { url: `${recorder.url}/files/${name}` } };
		}
		if (path.endsWith('/feeds')) return { status: 202, body: { feedId: '7' } };
		return {
			status: 200,
			body: { feedId: '7', processingStatus: 'DONE', resultFeedDocumentId: 'out' },
		};
	}

	async function run(parameters: Record<string, unknown>, items: object[] = [{}]) {
		const output = await nodeContext({
			node: new AmazonSellingPartner(),
			credentialType: new AmazonSellingPartnerApi(),
			credential: {
				...{ environment: 'custom', authBaseUrl: recorder.url, apiBaseUrl: recorder.url },
				...{ method: 'refreshToken', region: 'na', clientId: 'app', sellerId: SELLER },
				...{ clientSecret: 'secret-of-the-app', refreshToken: 'Atzr|refresh', accessToken: '' },
			},
			parameters: { resource: 'listing', marketplaceId: US, ...parameters } as never,
			items: items as never,
			continueOnFail: true,
		}).run();
		return output.map(({ json }) => json);
	}

	const operations = () =>
		openApi(
			'amazon/listingsItems_2021-08-01.json',
			'amazon/reports_2021-06-30.json',
			'amazon/feeds_2021-06-30.json',
		);
	const problems = () =>
		recorder.sent
			.filter(({ path }) => !FILES.test(path) && path !== '/auth/o2/token')
			.flatMap((sent) => problemsOf(sent, operations()));
	const calls = () =>
		recorder.sent
			.filter(({ path }) => path !== '/auth/o2/token')
			.map(({ method, path }) => `${method} ${path}`);

	const product = { __rl: true, mode: 'sku', value: '={{ $json.sku }}' };
	const values = { quantity: '={{ $json.value }}', price: '={{ $json.value }}' };
	const options = { maxWait: 60, timeout: 3_600_000 };
	const some = (count: number) =>
		Array.from({ length: count }, (_, at) => ({ sku: `ŻÓŁĆ/${at} "x"`, value: String(at + 2) }));

	it('are right for one, for many and for all of them', async () => {
		await run({ operation: 'get', product }, [{ sku: 'A & B' }, { sku: 'A,B' }]);
		const filters = {
			...{ skus: 'A, B', status: ['BUYABLE', 'DISCOVERABLE'] },
			...{ updatedAfter: '2026-11-01T00:00:00', updatedBefore: '2026-11-02T00:00:00' },
		};
		await run({ operation: 'getAll', returnAll: true, filters });
		special = ({ path }) =>
			path === ITEMS
				? { status: 200, body: { numberOfResults: 1001, pagination: {}, items: [] } }
				: undefined;
		await run({ operation: 'getAll', returnAll: true, filters: {} });
		expect(problems()).toEqual([]);
		expect(calls()).toEqual([
			...[`GET ${ITEMS}`, `GET ${ITEMS}/A%2CB`, `GET ${ITEMS}`, `GET ${ITEMS}`],
			...['POST /reports/2021-06-30/reports', 'GET /reports/2021-06-30/reports/5'],
			...['GET /reports/2021-06-30/documents/listings', 'GET /files/listings'],
		]);
	});

	it.each(['updateStock', 'updatePrice'])('are right for %s of a few', async (operation) => {
		const output = await run({ operation, product, ...values, options }, some(21));
		expect(new Set(output.map(({ status }) => status))).toEqual(new Set(['accepted']));
		expect(problems()).toEqual([]);
		const patches = recorder.sent.filter(({ method }) => method === 'PATCH');
		expect(patches).toHaveLength(21);
		for (const { body } of patches) expect(body).not.toMatch(/"op":"(?!merge)/);
	});

	it.each(['updateStock', 'updatePrice'])('are right for %s in a feed', async (operation) => {
		const output = await run({ operation, product, ...values, options }, some(101));
		expect(new Set(output.map(({ status }) => status))).toEqual(new Set(['done']));
		expect(problems()).toEqual([]);
		const [put] = recorder.sent.filter(({ path }) => path === '/files/in');
		const [created] = recorder.sent.filter(({ path }) => path.endsWith('/documents'));
		expect(put.headers['content-type']).toBe(
			(JSON.parse(created.body) as { contentType: string }).contentType,
		);
		expect(Object.keys(put.headers).filter((name) => /amz|auth/.test(name))).toEqual([]);
		const feed = JSON.parse(put.body) as { header: object; messages: object[] };
		const { properties } = readSpec<{ properties: { header: object } }>(
			'amazon/listings-feed-schema-v2.json',
		);
		const message = withoutNotes(readSpec('amazon/listings-feed-message-schema-v2.json'));
		expect(schemaProblems(withoutNotes(properties.header), feed.header)).toEqual([]);
		for (const one of feed.messages) {
			expect(schemaProblems(message, one)).toEqual([]);
			expect(one).toMatchObject({ operationType: 'PATCH', patches: [{ op: 'merge' }] });
		}
		expect(feed.messages).toHaveLength(101);
	});

	it('are right for results', async () => {
		const common = { schema: 'stock/1', site: US, sku: 'A', productId: 'A', quantity: 1 };
		const handles = [
			{ type: 'feed', id: '7', ...common },
			{ type: 'submission', id: '1', ...common },
		];
		const items = handles.map((handle) => ({ handle }));
		const output = await run({ operation: 'getResult', handle: '={{ $json.handle }}' }, items);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(problems()).toEqual([]);
	});

	const pairsOf = (operationId: string) =>
		PAIRS.filter((pair) => pair.operationId === operationId).map((pair): [string, Pair] => [
			pair.name,
			pair,
		]);
	const answered = ({ status, response }: Pair) => {
		special = () => ({ status, body: response });
	};

	it.each(pairsOf('searchListingsItems'))('%s, as a list', async (_, pair) => {
		answered(pair);
		const limit = { returnAll: false, limit: 1 };
		const items = await run({ operation: 'getAll', ...limit, options: { includeRaw: true } });
		const published = (pair.response as { items?: object[] }).items ?? [];
		if (pair.status >= 400) return expect(items[0].error).toContain('Invalid input');
		expect(items.map(({ raw }) => raw)).toEqual(published.slice(0, 1));
		return expect(items[0]).toMatchObject({ price: '100.00', currency: 'USD', quantity: 100 });
	});

	it.each(pairsOf('getListingsItem'))('%s, as one listing', async (_, pair) => {
		answered(pair);
		// A SKU with a comma is read by its path.
		const sku = 'GM-ZDPI-9B4E,';
		const [item] = await run({ operation: 'get', product }, [{ sku }]);
		if (pair.status >= 400) return expect(item.error).toContain('Invalid input');
		expect(item).toMatchObject({ schema: 'product/1', marketplace: 'amazon', status: 'active' });
		return expect(item.title).toBe('Hardside Carry-On Spinner Suitcase Luggage');
	});

	it.each(pairsOf('patchListingsItem'))('%s, as a change', async (_, pair) => {
		special = ({ method }) =>
			method === 'PATCH' ? { status: pair.status, body: pair.response } : undefined;
		const [item] = await run({ operation: 'updateStock', product, ...values, options }, some(1));
		const {
			status,
			submissionId,
			issues = [],
		} = pair.response as Record<string, never> & {
			issues?: Array<{ code: string; message: string }>;
		};
		if (status === 'ACCEPTED') {
			return expect(item).toMatchObject({ status: 'accepted', handle: { id: submissionId } });
		}
		// VALID is the answer to a preview, which this was not.
		if (status === 'VALID') return expect(item.status).toBe('unknown');
		expect(item.status).toBe('failed');
		if (pair.status === 200) expect(item.code).toBe(issues[0].code);
		return expect(item.message).toContain(issues[0]?.message ?? 'Invalid input');
	});
});

/** Remarks of a schema that the checker takes for rules of its own. */
function withoutNotes(schema: object): never {
	return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
		['$schema', '$comment', 'example', 'examples'].includes(key) ? undefined : value,
	) as never;
}

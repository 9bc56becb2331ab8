import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';

import { amazon, type AmazonGrant, type AmazonSettings } from '../../sandbox/amazon/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';
import { callAmazon } from '../kit/amazon-call';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const DAY = 86_400_000;
const BASE = '/reports/2021-06-30';
const BY_UPDATE = 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL';
const BY_ORDER = 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL';

let now = START;
let server: MarketplaceServer;
let settings: AmazonSettings;
let grant: AmazonGrant;

async function open(extra: Partial<AmazonSettings> = {}): Promise<void> {
	await server?.close();
	settings = { ...DEFAULTS, orders: 300, now: () => now, ...extra };
	settings.reports = { queueMs: 15_000, workMs: 45_000, ...extra.reports };
	server = await startServer(amazon(settings), settings);
	grant = server.backend.grant({ expired: false }) as unknown as AmazonGrant;
}

beforeEach(async () => {
	now = START;
	await open();
});
afterEach(async () => await server.close());

/** What an API answers has no type of ours. */
type Json = any;

async function sp(path: string, init: RequestInit = {}, token = grant.accessToken) {
	return await callAmazon(server.url + path, token, init);
}

const iso = (time: number) => new Date(time).toISOString();

async function create(wish: object = {}) {
	const body = { reportType: BY_UPDATE, marketplaceIds: grant.marketplaceIds, ...wish };
	return await sp(`${BASE}/reports`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

async function look(id: string): Promise<Json> {
	return (await sp(`${BASE}/reports/${id}`)).body;
}

/** A report from its order to its end. */
async function made(wish: object = {}): Promise<Json> {
	const { body } = await create(wish);
	now += 60_000;
	return await look(body.reportId);
}

async function documentOf(report: Json, query = ''): Promise<Json> {
	return (await sp(`${BASE}/documents/${report.reportDocumentId}${query}`)).body;
}

async function bytesOf(url: string): Promise<Buffer> {
	return Buffer.from(await (await fetch(url)).arrayBuffer());
}

function rowsOf(text: string): string[][] {
	const lines = text.replace(/\n$/, '').split('\n');
	return lines.map((line) => line.split('\t'));
}

describe('making a report', () => {
	it('goes through the states on its own clock', async () => {
		const { status, body } = await create();
		expect(status).toBe(202);
		const seen: string[] = [];
		for (const wait of [0, 14_999, 1, 44_999, 1]) {
			now += wait;
			seen.push((await look(body.reportId)).processingStatus);
		}
		expect(seen).toEqual(['IN_QUEUE', 'IN_QUEUE', 'IN_PROGRESS', 'IN_PROGRESS', 'DONE']);
		expect(await look(body.reportId)).toMatchObject({
			createdTime: iso(START),
			processingStartTime: iso(START + 15_000),
			processingEndTime: iso(START + 60_000),
		});
	});

	it.each([
		['updated', BY_UPDATE, 'updatedAt', 3],
		['placed', BY_ORDER, 'createdAt', 2],
	] as const)(
		'lists every line of the orders %s in its window',
		async (_what, type, key, column) => {
			const from = START - 9 * DAY;
			const to = START - 2 * DAY;
			const window = { reportType: type, dataStartTime: iso(from), dataEndTime: iso(to) };
			const report = await made(window);
			const { url } = await documentOf(report);
			const [head, ...rows] = rowsOf(gunzipSync(await bytesOf(url)).toString('utf8'));
			const due = server.backend
				.held()
				.filter((order) => Date.parse(order[key]) >= from && Date.parse(order[key]) <= to);
			expect(due.length).toBeGreaterThan(20);
			expect(rows.map((row) => row[0]).sort()).toEqual(
				due.flatMap((order) => order.lineIds.map(() => order.id)).sort(),
			);
			// A tab in a title is one too many.
			const width = head.length;
			expect(rows.every((row) => row.length - width === (row.includes('Band 2') ? 1 : 0))).toBe(
				true,
			);
			expect(rows.every((row) => Date.parse(row[column]) >= from)).toBe(true);
		},
	);

	it('holds all sites of the region, whichever it was asked for, and orders of other shops', async () => {
		await open({ reports: { nonAmazon: 3 } });
		const report = await made({ marketplaceIds: [grant.marketplaceIds[0]] });
		const { url } = await documentOf(report);
		const [head, ...rows] = rowsOf(gunzipSync(await bytesOf(url)).toString('utf8'));
		const channels = new Set(rows.map((row) => row[head.indexOf('sales-channel')]));
		expect(channels.size).toBe(grant.marketplaceIds.length + 1);
		expect(channels).toContain('Non-Amazon');
		expect(rows.filter(([id]) => id.startsWith('S02-')).length).toBeGreaterThanOrEqual(3);
	});

	it('shows the orders as they were when it was asked for', async () => {
		const { body } = await create();
		now += 60_000;
		server.backend.add(5);
		const { url } = await documentOf(await look(body.reportId));
		const rows = rowsOf(gunzipSync(await bytesOf(url)).toString('utf8'));
		const fresh = server.backend.held().slice(-5);
		expect(rows.some(([id]) => fresh.some((order) => order.id === id))).toBe(false);
	});

	it.each([
		['an unknown type', { reportType: 'GET_NOTHING' }],
		['no marketplace', { marketplaceIds: [] }],
		['a wrong time', { dataStartTime: 'yesterday' }],
		['a window backwards', { dataStartTime: iso(START), dataEndTime: iso(START - DAY) }],
	])('refuses %s', async (_what, wish) => {
		expect((await create(wish)).status).toBe(400);
	});

	it('allows fifteen at once and then one a minute', async () => {
		const order = async (i: number) =>
			(await create({ dataStartTime: iso(START - DAY - i) })).status;
		const first = await Promise.all(Array.from({ length: 16 }, (_unused, i) => order(i)));
		expect(first.filter((status) => status === 429)).toHaveLength(1);
		now += 59_000;
		expect(await order(20)).toBe(429);
		now += 1_000;
		expect(await order(21)).toBe(202);
	});
});

describe('how a report ends', () => {
	it('cancels the same one within half an hour, and no other', async () => {
		const wish = { dataStartTime: iso(START - 9 * DAY), dataEndTime: iso(START - DAY) };
		expect((await made(wish)).processingStatus).toBe('DONE');
		expect((await made(wish)).processingStatus).toBe('CANCELLED');
		const other = await made({ ...wish, dataStartTime: iso(START - 8 * DAY) });
		expect(other.processingStatus).toBe('DONE');
		now += 30 * 60_000;
		expect((await made(wish)).processingStatus).toBe('DONE');
	});

	it('cancels one without orders, if it is not told to deliver it', async () => {
		const past = { dataStartTime: iso(START - 300 * DAY), dataEndTime: iso(START - 290 * DAY) };
		const none = await made(past);
		expect(none).toMatchObject({ processingStatus: 'CANCELLED' });
		expect(none.reportDocumentId).toBeUndefined();
		await open({ reports: { empty: 'DONE' } });
		const { url } = await documentOf(await made(past));
		expect(rowsOf(gunzipSync(await bytesOf(url)).toString('utf8'))).toHaveLength(1);
	});

	it('is FATAL beyond thirty days, and says so in a document', async () => {
		const report = await made({ dataStartTime: iso(START - 31 * DAY) });
		expect(report.processingStatus).toBe('FATAL');
		const { url } = await documentOf(report);
		expect(gunzipSync(await bytesOf(url)).toString()).toContain('30 days');
	});

	it('ends as the test wants it', async () => {
		await open({ reports: { fates: ['FATAL', 'CANCELLED'] } });
		const ends: string[] = [];
		for (let i = 0; i < 3; i++) ends.push((await made()).processingStatus);
		expect(ends).toEqual(['FATAL', 'CANCELLED', 'DONE']);
	});

	it('can be called off while it waits', async () => {
		const first = (await create()).body.reportId;
		const path = `${BASE}/reports/${first}`;
		expect((await sp(path, { method: 'DELETE' })).status).toBe(200);
		expect((await look(first)).processingStatus).toBe('CANCELLED');
		expect((await sp(path, { method: 'DELETE' })).status).toBe(400);
	});

	it('belongs to its seller', async () => {
		const report = await made();
		const foreign = grant.second.accessToken;
		const paths = [`reports/${report.reportId}`, `documents/${report.reportDocumentId}`];
		for (const path of paths) {
			expect((await sp(`${BASE}/${path}`, {}, foreign)).status).toBe(404);
		}
	});
});

describe('the list of reports', () => {
	it('pages newest first, with nothing but the token', async () => {
		const ids: string[] = [];
		for (let i = 0; i < 3; i++) ids.unshift((await made()).reportId);
		const first = (await sp(`${BASE}/reports?reportTypes=${BY_UPDATE}&pageSize=2`)).body;
		const token = encodeURIComponent(first.nextToken);
		const second = (await sp(`${BASE}/reports?nextToken=${token}`)).body;
		const both = [...first.reports, ...second.reports];
		expect(both.map((one: Json) => one.reportId)).toEqual(ids);
		expect(second.nextToken).toBeUndefined();
		const wrong = await sp(`${BASE}/reports?nextToken=${token}&pageSize=2`);
		expect(wrong.status).toBe(400);
	});

	it('filters, and wants a type', async () => {
		const done = await made();
		await made();
		const query = `reportTypes=${BY_UPDATE}&processingStatuses=DONE`;
		const { reports } = (await sp(`${BASE}/reports?${query}`)).body;
		expect(reports.map((one: Json) => one.reportId)).toEqual([done.reportId]);
		const none = (await sp(`${BASE}/reports?reportTypes=${BY_ORDER}`)).body.reports;
		expect(none).toEqual([]);
		expect((await sp(`${BASE}/reports`)).status).toBe(400);
	});
});

describe('the download', () => {
	it('lies on another host, wants no token and lasts five minutes', async () => {
		const { url } = await documentOf(await made());
		expect(new URL(url).host).not.toBe(new URL(server.url).host);
		const leak = { headers: { 'x-amz-access-token': grant.accessToken } };
		expect((await fetch(url, leak)).status).toBe(403);
		expect(server.stats().violations.join()).toContain('token sent to the download address');
		expect((await fetch(url)).status).toBe(200);
		now += 300_000;
		expect((await fetch(url)).status).toBe(403);
	});

	it('is plain where it is not compressed', async () => {
		await open({ reports: { gzip: false } });
		const { url, compressionAlgorithm } = await documentOf(await made());
		expect(compressionAlgorithm).toBeUndefined();
		expect((await bytesOf(url)).toString().startsWith('amazon-order-id\t')).toBe(true);
	});

	it('is unpacked by the client when the encoding header was asked for', async () => {
		const { url } = await documentOf(await made(), '?enableContentEncodingUrlHeader=true');
		expect((await bytesOf(url)).toString().startsWith('amazon-order-id\t')).toBe(true);
	});

	it('is Windows-31J in Japan, whether it says so or not', async () => {
		await open({ region: 'fe', reports: { tellCharset: false } });
		const { url } = await documentOf(await made());
		const bytes = gunzipSync(await bytesOf(url));
		expect((await fetch(url)).headers.get('content-type')).toBe('text/plain');
		const text = new TextDecoder('shift_jis').decode(bytes);
		expect(text).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]{2}/);
		expect(text).not.toContain('\ufffd');
	});

	it('says another charset, or is another text, where the test wants it', async () => {
		await open({ reports: { label: 'ISO-8859-1', edit: () => 'Date range exceeded' } });
		const { url } = await documentOf(await made());
		expect((await fetch(url)).headers.get('content-type')).toContain('ISO-8859-1');
		expect(gunzipSync(await bytesOf(url)).toString()).toBe('Date range exceeded');
	});

	it('is ISO-8859-1 where the test wants it', async () => {
		await open({ reports: { charset: 'ISO-8859-1' } });
		const { url } = await documentOf(await made());
		const bytes = gunzipSync(await bytesOf(url));
		expect((await fetch(url)).headers.get('content-type')).toContain('ISO-8859-1');
		expect(bytes.toString('latin1')).toContain('München');
	});
});

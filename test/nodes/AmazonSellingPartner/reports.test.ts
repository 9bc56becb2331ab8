import { gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import type { ListCursor } from '../../../core/operations/cursor';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, QuotaError, ResponseError } from '../../../core/request/errors';
import { orders, type AmazonRaw } from '../../../nodes/AmazonSellingPartner/orders/list';
import { waitingForQuota } from '../../../nodes/AmazonSellingPartner/orders/quota-wait';
import { Report } from '../../../nodes/AmazonSellingPartner/orders/reports/report';
import { readableUrl } from '../../../nodes/AmazonSellingPartner/signed-address';
import {
	reportedOrders,
	type Reported,
} from '../../../nodes/AmazonSellingPartner/orders/reports/windows';
import { encode } from '../../../sandbox/kit/charset';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeReports, type Wish } from '../feeds/amazon-reports';

const NOW = Date.parse('2026-03-20T08:00:00Z');
const DE = 'A1PA6795UKMFR9';
const FR = 'A13V1IB3VIYZZH';
const NAMES = [
	...['amazon-order-id', 'purchase-date', 'last-updated-date', 'order-status'],
	...['fulfillment-channel', 'sales-channel', 'product-name'],
];
const id = (n: number) => `902-3159896-${String(n).padStart(7, '0')}`;
const row = (n: number, time: string, more: Record<string, string> = {}): string => {
	const cells: Record<string, string> = {
		'amazon-order-id': id(n),
		'purchase-date': time,
		'last-updated-date': time,
		'order-status': 'Shipped',
		'fulfillment-channel': 'Amazon',
		'sales-channel': 'Amazon.de',
		'product-name': 'Kettle',
		...more,
	};
	return NAMES.map((name) => cells[name]).join('\t');
};
const file = (...rows: string[]) => [NAMES.join('\t'), ...rows, ''].join('\n');
const idsOf = (part: Reported[]) =>
	part.map((entry) => {
		if ('reported' in entry) return entry.reported.rows[0]['amazon-order-id'];
		return 'searched' in entry ? `search ${String(entry.searched.orderId)}` : 'v0';
	});

let time: FakeClock;
beforeEach(() => {
	time = new FakeClock(NOW);
});

const CHOSEN = { marketplaceIds: [DE] };
const created = (from: string, to?: string) => ({
	...CHOSEN,
	filters: { createdAfter: from, ...(to === undefined ? {} : { createdBefore: to }) },
});

/** Everything of the list, and where it could have been gone on with. */
async function read(
	fake: FakeReports,
	{ start, waitMs = 600_000 }: { start?: Record<string, unknown>; waitMs?: number } = {},
) {
	const places: Array<Record<string, unknown>> = [];
	const place = {
		start,
		advance: (position: Record<string, unknown>) => void places.push(position),
	};
	const found: string[] = [];
	const work = async () => {
		for await (const part of reportedOrders(fake.call, waitMs, place)) found.push(...idsOf(part));
	};
	await time.run(work());
	return { found, places };
}

describe('the reports of a range', () => {
	it('are of 29 days, and name type, sites and both ends', async () => {
		const fake = new FakeReports(
			() => file(),
			created('2026-01-01T00:00:00Z', '2026-03-15T12:00:00Z'),
		);
		await read(fake);
		const reportType = 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL';
		const wish = (dataStartTime: string, dataEndTime: string): Wish => ({
			...{ reportType, dataStartTime, dataEndTime, marketplaceIds: [DE] },
		});
		expect(fake.wishes).toEqual([
			wish('2026-01-01T00:00:00Z', '2026-01-30T00:00:00Z'),
			wish('2026-01-30T00:00:00Z', '2026-02-28T00:00:00Z'),
			wish('2026-02-28T00:00:00Z', '2026-03-15T12:00:00Z'),
		]);
	});

	it('by the last change are of another type, and the last is open', async () => {
		const fake = new FakeReports(() => file(), {
			...CHOSEN,
			filters: { updatedAfter: '2026-02-10T00:00:00Z' },
		});
		await read(fake);
		const reportType = 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL';
		const dataStartTime = '2026-03-11T00:00:00Z';
		expect(fake.wishes[1]).toEqual({ reportType, dataStartTime, marketplaceIds: [DE] });
		expect(fake.wishes).toHaveLength(2);
	});

	it('are made side by side, three at once', async () => {
		const fake = new FakeReports(
			() => file(),
			created('2025-09-01T00:00:00Z', '2026-03-15T00:00:00Z'),
		);
		fake.looks = 1;
		await read(fake);
		let [open, most] = [0, 0];
		for (const entry of fake.log) {
			if (entry.startsWith('ask')) most = Math.max(most, ++open);
			if (entry.startsWith('fetch')) open--;
		}
		expect(fake.wishes).toHaveLength(7);
		expect(most).toBe(3);
	});

	it('hold an order that moves into the open window while the others are made', async () => {
		// It is in the window that is asked for after it has changed, and in no other.
		let hasMoved = false;
		const fake = new FakeReports(
			({ dataEndTime }) => {
				if (dataEndTime !== undefined) return file();
				return hasMoved ? file(row(1, '2026-03-20T08:00:00Z')) : file();
			},
			{ ...CHOSEN, filters: { updatedAfter: '2026-01-10T00:00:00Z' } },
		);
		fake.looks = 1;
		const serve = fake.serve;
		fake.serve = (made) => {
			hasMoved = true;
			return serve(made);
		};
		const { found } = await read(fake);
		expect(found).toEqual([id(1)]);
		const asked = fake.log.indexOf('ask 3');
		expect(asked).toBeGreaterThan(fake.log.indexOf('fetch 1'));
		expect(asked).toBeGreaterThan(fake.log.indexOf('fetch 2'));
	});

	it('are read in Japanese where they are of the Far East', async () => {
		const JP = 'A1VC38T7YXB528';
		for (const [region, sites, name] of [
			['fe', [JP], '日本'],
			['eu', [DE], '“ú–{'],
		] as const) {
			const fake = new FakeReports(() => '', {
				...created('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
				marketplaceIds: [...sites],
			});
			fake.region = region;
			const more = { 'product-name': '日本', 'sales-channel': '' };
			const text = file(row(1, '2026-03-01T08:00:00Z', more));
			fake.serve = () => ({ body: encode(text, 'Windows-31J') });
			const names: string[] = [];
			const work = async () => {
				for await (const part of reportedOrders(fake.call, 60_000)) {
					for (const entry of part) {
						if ('reported' in entry) names.push(entry.reported.rows[0]['product-name']);
					}
				}
			};
			await time.run(work());
			expect(names).toEqual([name]);
		}
	});

	it('that cannot be read say from when they are, and why', async () => {
		const parameters = created('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z');
		const fake = new FakeReports(() => 'Date range exceeded', parameters);
		const failure = await failureOf(read(fake));
		expect((failure as Error).message).toMatch(
			/orders from 2026-03-01T00:00:00Z cannot be read: .*Date range exceeded/,
		);
	});

	it('say once what was cut, and give out only what was asked for', async () => {
		const fake = new FakeReports(
			() =>
				file(
					row(1, '2026-02-28T23:59:59Z'),
					row(2, '2026-03-01T00:00:00Z'),
					row(3, '2026-03-20T07:57:00Z'),
					row(4, '2026-03-20T07:57:01Z'),
					row(5, '2026-03-05T00:00:00Z', { 'sales-channel': 'Amazon.fr' }),
				),
			created('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'),
		);
		const { found } = await read(fake);
		expect(found).toEqual([id(2), id(3)]);
		expect(fake.script.hints).toEqual([
			expect.stringContaining("'Created Before' was set earlier"),
			expect.stringContaining('3 (Amazon.fr 1, outside the dates 2)'),
		]);
	});

	it('have no upper end where the list has none, and count by the last change', async () => {
		const more = (time_: string) => ({
			'last-updated-date': time_,
			'purchase-date': '2020-01-01T00:00:00Z',
		});
		const fake = new FakeReports(
			() =>
				file(row(1, '', more('2030-01-01T00:00:00Z')), row(2, '', more('2026-02-01T00:00:00Z'))),
			{ ...CHOSEN, filters: { updatedAfter: '2026-03-01T00:00:00Z' } },
		);
		expect((await read(fake)).found).toEqual([id(1)]);
	});

	it('tell what was left out also to whoever stops early', async () => {
		const fake = new FakeReports(
			() => file(row(1, '2020-01-01T00:00:00Z'), row(2, '2026-03-01T08:00:00Z')),
			created('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
		);
		const stop = async () => {
			for await (const part of reportedOrders(fake.call, 60_000)) if (part.length > 0) break;
		};
		await time.run(stop());
		expect(fake.script.hints).toEqual([expect.stringContaining('outside the dates 1')]);
	});

	it.each([
		[{ status: ['SHIPPED'] }, [1, 2, 3]],
		[{ status: ['PENDING', 'CANCELLED'] }, [4]],
		[{ fulfilledBy: ['AMAZON'] }, [1, 2]],
		[{ fulfilledBy: ['MERCHANT'] }, [3, 4]],
		[{ fulfilledBy: ['MERCHANT', 'AMAZON'], status: ['SHIPPED'] }, [1, 2, 3]],
	])('are filtered by %j', async (filters, numbers) => {
		const at = '2026-03-01T08:00:00Z';
		const by = (channel: string) => ({ 'fulfillment-channel': channel });
		const rows = [
			row(1, at, by('AFN')),
			row(2, at, by('amazon')),
			row(3, at, by('')),
			row(4, at, { ...by('Merchant'), 'order-status': 'Pending' }),
		];
		const parameters = created('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z');
		const fake = new FakeReports(() => file(...rows), {
			...parameters,
			filters: { ...parameters.filters, ...filters },
		});
		expect((await read(fake)).found).toEqual(numbers.map(id));
	});
});

describe('months without a report', () => {
	const search = (fake: FakeReports) => {
		const queries: IDataObject[] = [];
		fake.beside = ({ path, query }) => {
			expect(path).toBe('/orders/2026-01-01/orders');
			queries.push(JSON.parse(JSON.stringify(query)) as IDataObject);
			return { orders: [{ orderId: String(queries.length) }] };
		};
		return queries;
	};

	it('are searched, neighbours at once, after all that has a report', async () => {
		const fake = new FakeReports(
			(_wish, made) => (made === 3 ? file(row(1, '2025-11-01T00:00:00Z')) : undefined),
			created('2025-09-01T00:00:00Z', '2026-01-05T00:00:00Z'),
		);
		const queries = search(fake);
		const found: string[] = [];
		const work = async () => {
			for await (const part of reportedOrders(fake.call, 60_000)) found.push(...idsOf(part));
		};
		await time.run(work());
		expect(found).toEqual([id(1), 'search 1', 'search 2']);
		expect(queries).toMatchObject([
			{ createdAfter: '2025-09-01T00:00:00Z', createdBefore: '2025-10-29T00:00:00Z' },
			{ createdAfter: '2025-11-27T00:00:00Z', createdBefore: '2026-01-05T00:00:00Z' },
		]);
		expect(queries[0]).toMatchObject({ maxResultsPerPage: 100, marketplaceIds: [DE] });
	});

	it('that are open have no end in the search either', async () => {
		const fake = new FakeReports(() => undefined, {
			...CHOSEN,
			filters: { updatedAfter: '2026-02-10T00:00:00Z' },
		});
		const queries = search(fake);
		await read(fake);
		expect(queries).toHaveLength(1);
		expect(queries[0]).toMatchObject({ lastUpdatedAfter: '2026-02-10T00:00:00Z' });
		expect(queries[0]).not.toHaveProperty('lastUpdatedBefore');
	});

	it('are searched before the place of a later one is told', async () => {
		const fake = new FakeReports(
			(_wish, made) => (made === 2 ? file(row(1, '2026-02-01T00:00:00Z')) : undefined),
			created('2026-01-01T00:00:00Z', '2026-03-15T00:00:00Z'),
		);
		search(fake);
		const { found, places } = await read(fake);
		expect(found).toEqual(['search 1', id(1), 'search 2']);
		expect(places.map(({ from }) => new Date(from as number).toISOString())).toEqual([
			...['2026-01-30T00:00:00.000Z', '2026-02-01T00:00:01.000Z', '2026-02-28T00:00:00.000Z'],
		]);
	});
});

describe('a list of reports that is gone on with', () => {
	const [FROM, TO] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'];
	const second = (n: number) => new Date(Date.parse(FROM) + n * 1000).toISOString();

	it('can be left behind every hundred orders, and behind each report', async () => {
		const rows = Array.from({ length: 150 }, (_, at) => row(at, second(at)));
		const fake = new FakeReports(() => file(...rows), created(FROM, TO));
		const { found, places } = await read(fake);
		expect(found).toHaveLength(150);
		const from = (iso: string) => ({
			...{ from: Date.parse(iso) },
			range: { family: 'created', after: FROM, before: TO, hints: [] },
		});
		expect(places).toEqual([from(FROM), from(second(100)), from(second(150)), from(TO)]);
	});

	it('is not left at a moment that is outside of the report', async () => {
		const fake = new FakeReports(() => file(row(1, '2026-03-01T23:59:59Z')), created(FROM, TO));
		const { places } = await read(fake);
		expect(places.map(({ from }) => from)).toEqual([FROM, TO].map((iso) => Date.parse(iso)));
	});

	it('asks only for what is behind, with the dates of the first run', async () => {
		const from = Date.parse('2026-03-01T12:00:00Z');
		const range = { family: 'created', after: FROM, before: TO, hints: [] };
		const rows = [row(1, '2026-03-01T11:59:59Z'), row(2, '2026-03-01T12:00:00Z')];
		const fake = new FakeReports(() => file(...rows), {
			...CHOSEN,
			filters: { createdAfter: '2020-01-01', createdBefore: '2030-01-01T00:00:00Z' },
		});
		const { found } = await read(fake, { start: { from, range } });
		expect(found).toEqual([id(2)]);
		expect(fake.wishes).toMatchObject([{ dataStartTime: '2026-03-01T12:00:00Z', dataEndTime: TO }]);
		expect(fake.script.hints).toEqual([expect.stringContaining('outside the dates 1')]);
	});

	it.each([
		{ from: 1.5 },
		{ from: '5' },
		{ range: { family: 'shipped', after: FROM } },
		{ range: { family: 'updated' } },
		{ range: { family: 'updated', after: FROM, before: 5 } },
		{ range: undefined },
	])('refuses %j as its place', async (change) => {
		const start = { from: 5, range: { family: 'updated', after: FROM }, ...change };
		const fake = new FakeReports(() => file(), created(FROM, TO));
		const failure = await failureOf(read(fake, { start }));
		expect((failure as Error).message).toContain('does not contain a cursor');
		const good = { ...start, from: NOW - 1000, range: { family: 'updated', after: FROM } };
		expect((await read(fake, { start: good })).found).toEqual([]);
	});
});

describe('one report', () => {
	const WISH = { reportType: 'X', dataStartTime: '2026-03-01T00:00:00Z', marketplaceIds: [DE] };
	const one = async (fake: FakeReports, waitMs = 60_000) =>
		await time.run(new Report(fake.call, waitMs).read(WISH, false));

	it('is looked at after 2, 4, 8, 16 and then every 30 seconds', async () => {
		const fake = new FakeReports(() => 'a');
		fake.looks = 7;
		await one(fake, 600_000);
		expect(time.sleeps).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
	});

	it('is waited for up to its time, and not a second longer', async () => {
		const fake = new FakeReports(() => 'a');
		fake.looks = 5;
		expect(await one(fake, 60_000)).toBeDefined();
		const late = new FakeReports(() => 'a');
		late.looks = 5;
		const failure = await failureOf(one(late, 59_999));
		expect((failure as Error).message).toBe('Amazon has not finished the report 1 within 1 min');
		expect(time.sleeps.slice(5)).toEqual([2000, 4000, 8000, 16_000]);
	});

	const answering = (status: object, made: object = { reportId: 'R/1' }) => {
		const fake = new FakeReports(() => 'a');
		const { answer } = fake.script;
		fake.script.answer = (request) => {
			if (request.method === 'POST') return made;
			if (request.path.includes('/documents/')) return answer(request);
			expect(request.path).toBe('/reports/2021-06-30/reports/R%2F1');
			return status;
		};
		return fake;
	};

	it.each([
		[{ processingStatus: 'DONE' }, undefined, 'The report R/1 has no document'],
		[{}, {}, 'Amazon did not create the report'],
		[{ processingStatus: 'FATAL' }, undefined, 'Amazon could not create the report R/1'],
	])('that ends as %j, %j', async (status, made, message) => {
		const failure = await failureOf(one(answering(status, made)));
		expect(failure).toMatchObject({ message });
	});

	it.each([
		['The dates are wrong. ', 'It says: The dates are wrong.'],
		[` ${'x'.repeat(400)}`, `It says: ${'x'.repeat(299)}`],
		['  ', 'It gives no reason. Try again later'],
	])('that Amazon could not make says why: %j', async (text, advice) => {
		const fake = answering({ processingStatus: 'FATAL', reportDocumentId: 'D7' });
		fake.serve = () => ({ body: Buffer.from(text) });
		expect(await failureOf(one(fake))).toMatchObject({ advice });
		const bare = answering({ processingStatus: 'FATAL' });
		expect(await failureOf(one(bare))).toMatchObject({
			advice: 'It gives no reason. Try again later',
		});
	});

	it('that is cancelled is none', async () => {
		expect(await one(answering({ processingStatus: 'CANCELLED', reportDocumentId: 'D7' }))).toBe(
			undefined,
		);
	});

	it('may be asked for once more, and is sent as it was wanted', async () => {
		const fake = new FakeReports(() => 'a');
		await one(fake);
		expect(fake.script.asked[0]).toEqual({
			...{ method: 'POST', path: '/reports/2021-06-30/reports', body: WISH, idempotent: true },
		});
	});

	it('that is not given at its address is asked for at three addresses', async () => {
		const fake = new FakeReports(() => 'a');
		fake.serve = () => ({ status: 403, body: Buffer.from('no') });
		const failure = await failureOf(one(fake));
		expect((failure as Error).message).toBe('The report could not be downloaded (status 403)');
		expect(fake.log.filter((entry) => entry === 'fetch 1')).toHaveLength(3);
		let left = 2;
		fake.serve = () => ({ status: left-- > 0 ? 403 : 200, body: Buffer.from('a') });
		expect(await one(fake)).toMatchObject({ charset: 'utf-8' });
	});

	it('is unpacked, and damaged where that cannot be', async () => {
		const fake = new FakeReports(() => 'a');
		fake.serve = () => ({
			body: gzipSync('packed'),
			contentType: 'text/plain; charset=ISO-8859-1',
		});
		const unpack = async () => await new Report(fake.call, 60_000).read(WISH, false);
		const found = await unpack();
		expect(Buffer.concat(found?.chunks ?? []).toString()).toBe('packed');
		expect(found?.charset).toBe('ISO-8859-1');
		fake.serve = () => ({ body: gzipSync('packed').subarray(0, 15) });
		expect(await failureOf(unpack())).toMatchObject({
			message: 'The downloaded report is damaged',
		});
	});
});

describe('whoever waits for quota', () => {
	const REQUEST = { method: 'GET', path: '/x' } as const;
	const sender = (...waits: number[]) => {
		const send = () => {
			const wait = waits.shift();
			if (wait !== undefined) throw new QuotaError('q', wait);
			return { status: 200 };
		};
		return { client: { send: async () => await Promise.resolve().then(send) } } as unknown as Call;
	};

	it('waits as long as it is told, and a second at least', async () => {
		await time.run(waitingForQuota(sender(5000, 0, 999), NOW + 60_000)(REQUEST));
		expect(time.sleeps).toEqual([5000, 1000, 1000]);
	});

	it('waits up to the end of the time, and no further', async () => {
		await time.run(waitingForQuota(sender(5000), NOW + 5000)(REQUEST));
		expect(time.sleeps).toEqual([5000]);
		const late = waitingForQuota(sender(5000), time.now + 4999)(REQUEST);
		expect(await failureOf(time.run(late))).toBeInstanceOf(QuotaError);
		expect(time.sleeps).toEqual([5000]);
	});

	it('waits no longer than until the user presses Stop, and sends nothing more', async () => {
		const stop = new AbortController();
		let sent = 0;
		const send = async () => {
			sent++;
			return await Promise.reject(new QuotaError('q', 300_000));
		};
		const call = { client: { send, signal: stop.signal } } as unknown as Call;
		const failure = failureOf(waitingForQuota(call, NOW + 900_000)(REQUEST));
		await time.advance(1000);
		stop.abort();
		expect(await time.run(failure)).toBeInstanceOf(StoppedError);
		expect(time.now).toBe(NOW + 1000);
		expect(sent).toBe(1);
	});
});

describe('the sites of a report', () => {
	const RANGE = {
		filters: { createdAfter: '2026-03-01T00:00:00Z', createdBefore: '2026-03-02T00:00:00Z' },
	};
	const entry = (site: string, isParticipating?: boolean) => ({
		...{ marketplace: { id: site }, participation: { isParticipating } },
	});
	const asking = (answer: object | number) => {
		const fake = new FakeReports(() => file(), RANGE);
		fake.beside = ({ path }) => {
			expect(path).toBe('/sellers/v1/marketplaceParticipations');
			if (answer instanceof Error) throw answer;
			return answer;
		};
		return fake;
	};

	it('are those on which the seller takes part, and which are of Amazon', async () => {
		const payload = [
			...[entry(DE, true), entry('A1RKKUPIHCS9HS', false), entry(FR, true)],
			...[entry('A2ZV50J4W1RKNI', true), entry('APJ6JRA9NG5V4')],
		];
		const fake = asking({ payload });
		await read(fake);
		expect(fake.wishes[0].marketplaceIds).toEqual([DE, FR]);
	});

	const refused = (status: number, verdict: 'denied' | 'invalid') =>
		new ResponseError({ status, headers: {}, body: {} }, verdict, '/x');

	it.each([[{ payload: [] }], [{}], [{ payload: [entry(DE, false)] }], [refused(403, 'denied')]])(
		'have to be chosen where Amazon tells none: %#',
		async (answer) => {
			const fake = asking(answer);
			const failure = await failureOf(read(fake));
			expect(failure).toBeInstanceOf(InvalidInputError);
			expect(failure).toMatchObject({
				message: expect.stringContaining("'Marketplaces' is empty"),
			});
			expect(fake.wishes).toEqual([]);
		},
	);

	it('cannot be told after another refusal', async () => {
		expect(await failureOf(read(asking(400)))).toBeInstanceOf(ResponseError);
		expect(await failureOf(read(asking(refused(400, 'invalid'))))).toBeInstanceOf(ResponseError);
	});

	it('are not asked for where they are chosen', async () => {
		const fake = new FakeReports(() => file(), { ...RANGE, marketplaceIds: [FR] });
		await read(fake);
		expect(fake.wishes[0].marketplaceIds).toEqual([FR]);
	});
});

describe('the way of a list', () => {
	const order = (n: number, updated = '2026-03-19T08:00:00.500Z') => ({
		...{ orderId: id(n), lastUpdatedTime: updated },
	});
	const RANGE = { updatedAfter: '2026-03-01T00:00:00Z' };

	/** A search of which the second page is held up by `trouble`. */
	function shop(parameters: IDataObject, trouble: () => void, ...rows: string[]) {
		const fake = new FakeReports(() => file(...rows), { ...CHOSEN, filters: RANGE, ...parameters });
		fake.beside = ({ path, query }) => {
			if (path === '/orders/v0/orders') return { payload: { Orders: [] } };
			if ((query as IDataObject).paginationToken === undefined) {
				return { orders: [order(1), order(2)], pagination: { nextToken: 'n' } };
			}
			trouble();
			return { orders: [order(3)], pagination: { nextToken: 'n2' } };
		};
		return fake;
	}
	const usedUp = () => {
		throw new QuotaError('searchOrders', 179_000);
	};
	async function list(fake: FakeReports, limit: number, place?: Partial<ListCursor<unknown>>) {
		const { call } = fake;
		const found: string[] = [];
		const work = async () => {
			for await (const part of orders.list(call, limit, place as ListCursor<AmazonRaw>)) {
				found.push(...part.map((raw) => orders.id(raw)));
			}
		};
		await time.run(work());
		return found;
	}

	it('goes on through reports once the quota is used up, and gives no order twice', async () => {
		const rows = [
			// The second in which it changed, and a later state.
			row(1, '2026-03-19T08:00:00Z'),
			row(2, '2026-03-19T08:00:01Z'),
			row(4, '2026-03-18T08:00:00Z'),
			row(5, '', { 'last-updated-date': '2026-03-18T09:00:00Z' }),
		];
		const fake = shop({}, usedUp, ...rows);
		expect(await list(fake, Infinity)).toEqual([id(1), id(2), id(4), id(5), id(2)]);
		expect(fake.script.hints).toEqual([expect.stringContaining('2 orders were read through')]);
		expect(fake.wishes).toHaveLength(1);
	});

	it('gives no order twice of which a report does not say when it changed', async () => {
		const undated = (n: number) => row(n, '2026-03-19T08:00:00Z', { 'last-updated-date': '' });
		const fake = shop({}, usedUp, undated(1), undated(4));
		expect(await list(fake, Infinity)).toEqual([id(1), id(2), id(4)]);
	});

	it('gives no order twice of which the Orders API does not say when it changed', async () => {
		const fake = shop({}, usedUp, row(1, '2026-03-19T08:00:01Z'), row(4, '2026-03-18T08:00:00Z'));
		const dated = fake.beside;
		fake.beside = (request) => {
			const answer = dated(request) as { orders: object[] };
			return { ...answer, orders: answer.orders.map((one) => ({ ...one, lastUpdatedTime: null })) };
		};
		expect(await list(fake, Infinity)).toEqual([id(1), id(2), id(4)]);
	});

	it.each([
		[60_000, 0],
		[60_001, 1],
	])('goes on through reports behind a page that took %i ms: %i', async (ms, reports) => {
		let pages = 0;
		const fake = shop({}, () => {
			if (++pages > 1) throw new QuotaError('searchOrders', 1);
			time.now += ms;
		});
		await list(fake, Infinity).catch(() => undefined);
		// The next page would have used up the quota, too.
		expect(pages).toBe(2 - reports);
		expect(fake.wishes).toHaveLength(1);
	});

	it.each([
		[2001, {}, 1],
		[2000, {}, 0],
		[Infinity, { output: 'marketplace' }, 0],
		[Infinity, { includedData: ['BUYER'] }, 0],
		[Infinity, { includedData: ['RECIPIENT'] }, 0],
		[Infinity, { includedData: ['TAX'] }, 0],
		[Infinity, { includedData: ['FULFILLMENT'] }, 1],
		[Infinity, { options: { readThrough: 'ordersApi' } }, 0],
	])('of %d orders with %j may change to reports: %i', async (limit, parameters, reports) => {
		const fake = shop(parameters, usedUp, row(4, '2026-03-18T08:00:00Z'));
		const failure = await failureOf(list(fake, limit)).catch(() => undefined);
		expect(fake.wishes).toHaveLength(reports);
		expect(failure instanceof QuotaError).toBe(reports === 0);
	});

	it('does not change where somebody wants to go on later', async () => {
		const fake = shop({}, usedUp);
		const place = { isResumable: true, advance: () => undefined };
		expect(await failureOf(list(fake, Infinity, place))).toBeInstanceOf(QuotaError);
		const unkept = { isResumable: false, advance: () => undefined };
		await list(shop({}, usedUp), Infinity, unkept);
	});

	it('is told to whoever goes on after trouble, behind each page', async () => {
		const places: unknown[] = [];
		const place = {
			isResumable: false,
			advance: (position: unknown) => void places.push(position),
		};
		await list(shop({}, usedUp), Infinity, place as never);
		expect(places).toEqual([expect.objectContaining({ token: 'n', until: NOW + 86_400_000 })]);
	});

	it('is refused before any request where nobody knows it', async () => {
		const fake = shop({ options: { readThrough: 'post' } }, usedUp);
		const failure = await failureOf(list(fake, 5));
		expect((failure as Error).message).toBe("'Read Through' is unknown");
		expect(fake.script.asked).toEqual([]);
	});

	it.each([0, -1, 'soon', NaN])('does not wait for a report for %s seconds', async (reportWait) => {
		const options = { readThrough: 'report', reportWait };
		const failure = await failureOf(list(shop({ options }, usedUp), 5));
		expect((failure as Error).message).toContain("'Maximum Report Wait' is not a number");
	});

	it.each([
		[undefined, 30],
		[120, 2],
		['60', 1],
	])('waits for a report for %s seconds: %i minutes', async (reportWait, minutes) => {
		const fake = shop({ options: { readThrough: 'report', reportWait } }, usedUp);
		fake.looks = Infinity;
		const failure = await failureOf(list(fake, 5));
		expect((failure as Error).message).toContain(`within ${minutes} min`);
	});

	it('through reports is the same with both versions of the Orders API', async () => {
		const options = { readThrough: 'report' };
		for (const apiVersion of ['v0', '2026-01-01']) {
			const fake = shop({ options, apiVersion }, usedUp, row(4, '2026-03-18T08:00:00Z'));
			expect(await list(fake, 5)).toEqual([id(4)]);
		}
	});
});

describe('the address of a report', () => {
	it.each([
		['http://localhost:9/a', 'http://127.0.0.1:8', true],
		['http://[::1]:9/a', 'http://localhost:8', true],
		['http://127.9.9.9/a', 'http://[::1]:8', true],
		['http://localhost.evil.example/a', 'http://localhost:8', false],
		['http://127.0.0.1.evil.example/a', 'http://localhost:8', false],
		['http://xlocalhost/a', 'http://localhost:8', false],
		['ftp://localhost/a', 'http://localhost:8', false],
		['http://localhost/a', 'https://localhost.evil.example', false],
	])('%s, for an API at %s, is read: %s', (url, api, is) => {
		if (is) expect(readableUrl(url, api)).toBe(url);
		else expect(() => readableUrl(url, api)).toThrow('no valid address');
	});
});

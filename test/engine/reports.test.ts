import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { expectLegal } from '../nodes/legal.order';
import { fastClock } from '../kit/fast-clock';
import { failureOf } from '../kit/failure';
import { Stage } from './stage';

const DAY_MS = 86_400_000;
const LONG = 60_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

describe('orders through the reports of Amazon', () => {
	let stage: Stage;
	let calls: MockInstance<(url: string) => unknown>;

	async function open(settings: object = {}): Promise<void> {
		stage = await Stage.open('amazon', { orders: 330, quotaScale: 1, ...settings });
		stage.reset();
		calls = vi.spyOn(stage.server.faults, 'next');
	}
	beforeEach(() => void fastClock(300));
	afterEach(async () => await stage.server.close());

	const sent = (path: RegExp) => calls.mock.calls.filter(([url]) => path.test(url)).length;
	const searches = () => sent(/^\/orders\/2026-01-01\/orders\?/);
	const created = () => sent(/^\/reports\/2021-06-30\/reports$/);

	function readAll(options: IDataObject, more: IDataObject = {}) {
		const grant = stage.grant() as unknown as { marketplaceIds: string[] };
		const { marketplaceIds } = grant;
		return stage.node({ parameters: stage.everyOrder({ options, marketplaceIds, ...more }) });
	}

	async function expectEvery(items: Array<{ json: IDataObject }>): Promise<void> {
		const ids = items.map(({ json }) => String(json.id));
		expect(ids.toSorted()).toEqual(stage.heldIds().toSorted());
		// With time made short, a request may arrive a moment too early.
		const { violations } = await stage.stats();
		expect(violations.filter((violation) => !violation.includes('429'))).toEqual([]);
	}

	it(
		'come once each, in the unified form',
		async () => {
			await open();
			const items = await readAll({ readThrough: 'report', includeRaw: false }).run();
			await expectEvery(items);
			items.forEach(({ json }) => expectLegal(json as never));
			expect(searches()).toBe(0);
		},
		LONG,
	);

	it.each([
		{ charset: 'Windows-31J' },
		{ charset: 'ISO-8859-1', tellCharset: false },
		{ gzip: false },
		{ empty: 'DONE' },
	])('come in whatever form Amazon packs them: %j', async (reports) => {
		await open({ reports });
		await expectEvery(await readAll({ readThrough: 'report' }).run());
	});

	it(
		'of two years come in reports of no more than 30 days, within the quota',
		async () => {
			await open();
			const items = await readAll(
				{ readThrough: 'report' },
				{ filters: { createdAfter: daysAgo(728) } },
			).run();
			await expectEvery(items);
			expect(created()).toBeLessThan(26 + 5);
			expect(created()).toBeGreaterThanOrEqual(26);
			// The months before the first order have no report; one search proves them empty.
			expect(searches()).toBe(1);
			expect((await stage.stats()).statuses['429'] ?? 0).toBeLessThan(5);
		},
		LONG,
	);

	it(
		'are read elsewhere where Amazon cancels a report for no reason',
		async () => {
			await open({ reports: { fates: ['CANCELLED'] } });
			await expectEvery(await readAll({ readThrough: 'report' }).run());
			expect(searches()).toBe(4);
		},
		LONG,
	);

	it(
		'are not there when Amazon cannot make the report, and it says why',
		async () => {
			await open({ reports: { fates: ['FATAL', 'FATAL'] } });
			const failure = await failureOf(readAll({ readThrough: 'report' }).run());
			expect((failure as Error).message).toContain('Amazon could not create the report');
			expect((failure as { description?: string }).description).toContain(
				'The report could not be made. Please try again later.',
			);
		},
		LONG,
	);

	it(
		'are not waited for longer than the user wants',
		async () => {
			await open({ reports: { workMs: 3_600_000 } });
			const failure = await failureOf(readAll({ readThrough: 'report', reportWait: 120 }).run());
			expect((failure as Error).message).toMatch(/has not finished the report \S+ within 2 min/);
		},
		LONG,
	);

	it('are given up at once when the user stops', async () => {
		await open({ reports: { workMs: 36_000_000 } });
		const stop = new AbortController();
		const grant = stage.grant() as unknown as { marketplaceIds: string[] };
		const parameters = stage.everyOrder({
			options: { readThrough: 'report', reportWait: 86_400 },
			marketplaceIds: grant.marketplaceIds,
		});
		const running = failureOf(stage.node({ parameters, signal: stop.signal }).run());
		setTimeout(() => stop.abort(), 300);
		expect(((await running) as Error).message).toContain('stopped');
	});

	describe('that hold more than they were asked for', () => {
		const DE = 'A1PA6795UKMFR9';
		const siteOf = ({ json }: INodeExecutionData) => String(json.site);
		const hintsOf = ({ context }: ReturnType<typeof readAll>) => JSON.stringify(context.hints);

		it(
			'give the chosen sites only, and say how many orders were left out',
			async () => {
				await open({ reports: { nonAmazon: 7 } });
				const options = { readThrough: 'report', includeRaw: false };
				const node = readAll(options, { marketplaceIds: [DE] });
				const found = await node.run();
				const bySearch = readAll({ readThrough: 'ordersApi' }, { marketplaceIds: [DE] });
				expect(stage.ids(found).toSorted()).toEqual(stage.ids(await bySearch.run()).toSorted());
				expect(new Set(found.map(siteOf))).toEqual(new Set([DE]));
				const left = 330 + 7 - found.length;
				expect(hintsOf(node)).toContain(`not requested: ${left} (`);
				expect(hintsOf(node)).toMatch(/Amazon\.co\.uk \d+/);
				expect(hintsOf(node)).toContain('Non-Amazon 7');
			},
			LONG,
		);

		it(
			'give all sites and channels where none is chosen',
			async () => {
				await open({ reports: { nonAmazon: 7 } });
				const node = readAll({ readThrough: 'report', includeRaw: false }, { marketplaceIds: [] });
				const found = await node.run();
				expect(found).toHaveLength(330 + 7);
				const others = found.filter(({ json }) => String(json.id).startsWith('S02-'));
				expect(others.map(({ json }) => json.site)).toEqual(Array(7).fill(null));
				expect(hintsOf(node)).not.toContain('left out');
			},
			LONG,
		);

		it(
			'give no order of another time',
			async () => {
				const strange = (text: string) => {
					const [head, ...rows] = text.split('\n');
					const old = rows[0]
						.replace(/^[^\t]+/, '302-0000000-0000000')
						.replaceAll('2026-', '2020-');
					return [head, old, ...rows].join('\n');
				};
				await open({ reports: { edit: strange } });
				const filters = { updatedAfter: daysAgo(8), updatedBefore: daysAgo(3) };
				const node = readAll({ readThrough: 'report' }, { filters });
				const bySearch = await readAll({ readThrough: 'ordersApi' }, { filters }).run();
				expect(stage.ids(await node.run()).toSorted()).toEqual(stage.ids(bySearch).toSorted());
				expect(hintsOf(node)).toContain(': 1 (outside the dates 1)');
			},
			LONG,
		);
	});

	describe('that are broken', () => {
		const broken = async (edit: (text: string) => string) => {
			await open({ reports: { edit } });
			return readAll({ readThrough: 'report', includeRaw: false });
		};
		/** Changes the fifth row. */
		const row =
			(change: (row: string) => string) =>
			(text: string): string =>
				text
					.split('\n')
					.map((line, at) => (at === 5 ? change(line) : line))
					.join('\n');

		it.each([
			['a line break stands for a tab', row((line) => line.replace(/\t(?=[A-Z]{3}\t)/, '\r\n'))],
			['a title holds a line break', row((line) => line.replace(' ', '\r\n'))],
			['a line break is lost', (text: string) => text.replace(/(?<=\d)\t\n/, '\t')],
			['all line breaks are carriage returns', (text: string) => text.replaceAll('\n', '\r')],
		])(
			'give every order with its amounts: %s',
			async (_how, edit) => {
				const node = await broken(edit);
				const items = await node.run();
				await expectEvery(items);
				const known = await readAll({ readThrough: 'ordersApi', includeRaw: false }).run();
				const quantities = (all: INodeExecutionData[]) =>
					all
						.map(({ json }) => [
							json.id,
							...(json.lines as Array<{ kind: string; quantity: number }>)
								.filter(({ kind }) => kind === 'product')
								.map(({ quantity }) => quantity)
								.toSorted(),
						])
						.toSorted();
				expect(quantities(items)).toEqual(quantities(known));
			},
			LONG,
		);

		it.each([
			['line 6', row((line) => line.replace(/\t[A-Z]{3}(?=\t)/, ''))],
			['line 6', row((line) => line.slice(0, 120))],
			['Date range exceeded.', () => 'Date range exceeded.'],
		])(
			'are refused, and the error says: %s',
			async (said, edit) => {
				const failure = await failureOf((await broken(edit)).run());
				expect((failure as Error).message).toContain(said);
			},
			LONG,
		);

		it(
			'hold no order where they hold nothing',
			async () => {
				expect(await (await broken(() => '')).run()).toEqual([]);
			},
			LONG,
		);
	});

	it.each([
		{ label: 'ISO-8859-1' },
		{ label: 'Windows-31J' },
		{ label: 'UTF-8', charset: 'ISO-8859-1' },
	])(
		'are read by their bytes, whatever their label says: %j',
		async (reports) => {
			await open({ reports });
			const items = await readAll({ readThrough: 'report', includeRaw: false }).run();
			await expectEvery(items);
			const cities = items.map(({ json }) => (json.shippingAddress as { city: string }).city);
			expect(
				cities.filter((city) => /M.nchen/.test(city)).every((city) => city === 'München'),
			).toBe(true);
			expect(cities).toContain('München');
		},
		LONG,
	);

	it(
		'know the filters, which Amazon does not',
		async () => {
			await open();
			const filters = { createdAfter: daysAgo(30), status: ['SHIPPED'], fulfilledBy: ['AMAZON'] };
			const [byReport, bySearch] = [
				await readAll({ readThrough: 'report' }, { filters }).run(),
				await readAll({ readThrough: 'ordersApi' }, { filters }).run(),
			];
			expect(stage.ids(byReport).toSorted()).toEqual(stage.ids(bySearch).toSorted());
			expect(byReport.length).toBeGreaterThan(0);
		},
		LONG,
	);

	it(
		'agree with the Orders API in all that both tell',
		async () => {
			await open();
			const [byReport, bySearch] = [
				await readAll({ readThrough: 'report' }).run(),
				await readAll({ readThrough: 'ordersApi' }).run(),
			];
			const second = (time: unknown) => String(time).replace(/\.\d+Z$/, 'Z');
			const facts = ({ json }: { json: IDataObject }) => [
				second(json.eventKey),
				json.site,
				json.status,
				json.fulfillmentStatus,
				json.fulfilledBy,
				Date.parse(second(json.placedAt)),
			];
			expect(bySearch.some(({ json }) => json.eventKey !== second(json.eventKey))).toBe(true);
			const sorted = (items: Array<{ json: IDataObject }>) => items.map(facts).toSorted();
			expect(sorted(byReport)).toEqual(sorted(bySearch));
		},
		LONG,
	);

	it(
		'ask on which sites the account sells, where the user does not say',
		async () => {
			await open();
			await expectEvery(await readAll({ readThrough: 'report' }, { marketplaceIds: [] }).run());
			expect(sent(/marketplaceParticipations/)).toBe(1);
		},
		LONG,
	);

	it(
		'are gone on with from run to run, behind months without orders and within a month of many',
		async () => {
			await open({ orders: 6000, quotaScale: 100 });
			const filters = { createdAfter: daysAgo(100) };
			const found: INodeExecutionData[] = [];
			let cursor: string | null = '';
			let runs = 0;
			for (; cursor !== null && runs < 9; runs++) {
				const options: IDataObject = {
					readThrough: 'report',
					outputCursor: true,
					cursor,
					includeRaw: false,
				};
				const more = { filters, returnAll: false, limit: 1500 };
				const items: INodeExecutionData[] = await readAll(options, more).run();
				cursor = (items.pop()?.json.notice as { cursor: string | null }).cursor;
				found.push(...items);
			}
			await expectEvery(found);
			expect(runs).toBeLessThan(6);
		},
		LONG,
	);

	describe('chosen automatically', () => {
		// Slow enough that an answer is not taken for a wait.
		beforeEach(() => void fastClock(10));

		it(
			'are left alone as long as the quota of the Orders API lasts',
			async () => {
				await open();
				const node = readAll({});
				await expectEvery(await node.run());
				expect(created()).toBe(0);
			},
			LONG,
		);

		it(
			'bring the rest of a list that is longer than the quota, once each',
			async () => {
				await open({ orders: 2600 });
				const node = readAll({});
				const items = await node.run();
				await expectEvery(items);
				// The quota grows a little meanwhile.
				expect(searches()).toBeLessThan(25);
				expect(created()).toBeGreaterThan(0);
				const isReported = ({ json }: { json: IDataObject }) =>
					(json.missing as Array<{ reason: string }>).some(
						({ reason }) => reason === 'not in the report',
					);
				const searched = items.filter((item) => !isReported(item));
				expect(searched.length).toBeGreaterThanOrEqual(2000);
				expect(searched.length).toBeLessThan(2600);
				expect(JSON.stringify(node.context.hints)).toContain('the rest comes from reports');
			},
			LONG,
		);

		it(
			'bring the rest also where Amazon cancels those of months without orders',
			async () => {
				await open({ orders: 2600 });
				const items = await readAll({}, { filters: { createdAfter: daysAgo(200) } }).run();
				await expectEvery(items);
				expect(created()).toBeGreaterThan(1);
			},
			LONG,
		);

		it.each([
			['personal data is asked for', { includedData: ['FULFILLMENT', 'BUYER'] }],
			['the orders shall stay as Amazon sends them', { output: 'marketplace' }],
			['the Orders API can give as many at once', { returnAll: false, limit: 2000 }],
		])(
			'are not, where %s',
			async (_why, more) => {
				await open({ orders: 2600 });
				stage.server.faults.set([
					{ kind: 'status', status: 429, path: '/orders/2026-01-01/orders' },
				]);
				const failure = await failureOf(readAll({}, more).run());
				expect((failure as { httpCode?: string }).httpCode).toBe('429');
				expect(created()).toBe(0);
			},
			LONG,
		);
	});
});

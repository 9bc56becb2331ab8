import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { INode, INodeTypeDescription } from 'n8n-workflow';

import { startMarketplace } from '../sandbox';
import { Random } from '../sandbox/kit/random';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, credentialOf, keyOwner, MARKETPLACES } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import { Queue } from '../scripts/n8n/queue';
import { missingServices } from '../scripts/services/find';
import {
	fill,
	type ParcelRow,
	rowFor,
	sell,
	shipped,
	SHIPPING,
	type Shipping,
	waiting,
} from './examples.parcels';
import { CATALOGUES, fillTable, held, listed, SELLING, writable } from './examples.products';
import { GOOGLE_SHEETS, GoogleSheets } from './stand-ins/google-sheets';
import { startHosts, type Hosts } from './stand-ins/hosts';
import { MailServer, subjectOf, textOf } from './stand-ins/mail';
import { Slack, SLACK } from './stand-ins/slack';
import {
	backfill,
	correct,
	EXAMPLES,
	examiner,
	KEY,
	prepared,
	SEVERAL_EVERY_MS,
} from './examples.prepared';

const SIZES = {
	allegro: 60,
	amazon: 20,
	assistTencho: 20,
	bigCommerce: 400,
	naver: 20,
	kaufland: 20,
};
/** The one that the example names. */
const SHEET_ID = 'PUT-THE-ID-OF-YOUR-SHEET-HERE';
const WORKERS = 2;
const DAY = 86_400_000;
const HOUR_OF = '2026-01-01T00'.length;

/** The sandbox holds the orders of twenty days: half of these windows are empty. */
const PLAN = { from: new Date(Date.now() - 40 * DAY).toISOString(), days: 2, windowsAtOnce: 4 };
/** The last one has just begun. */
const WINDOWS = 21;

/** Makes five parts of BigCommerce's orders. */
const PART = { createdAfter: PLAN.from, ordersAtOnce: 90 };
const PARTS = 5;

/** The orders that windows have stored; a window that failed has none. */
const storedIds = (executions: Execution[]): string[] =>
	executions
		.filter(({ status }) => status === 'success')
		.flatMap((execution) => itemsOf(execution, 'Store the Orders Here'))
		.flatMap(({ id }) => (id === undefined ? [] : [String(id)]))
		.sort();

const without = (ids: string[], ...some: string[]) => ids.filter((id) => !some.includes(id));

const idsOf = (held: Array<{ id: string }>): string[] => held.map(({ id }) => id).sort();

/** An order, as far as a packing list shows it. */
interface Found {
	lines: Array<{ title: string; quantity: number }>;
	shippingAddress: { line1: string; line2: string };
}

describe.each(inject('installations'))('the examples in n8n $version', (installation) => {
	let lab: Lab;
	let hosts: Hosts;
	const sheets = new GoogleSheets(SHEET_ID, 'Orders', 'Parcels', 'Prices');
	const slack = new Slack();
	const mail = new MailServer();

	beforeAll(async () => {
		hosts = await startHosts({ 'sheets.googleapis.com': sheets.host, 'slack.com': slack.host });
		await mail.start();
		const { environment } = hosts;
		const tarball = inject('tarball');
		lab = await openLab({
			...{ installation, tarball, sizes: SIZES, settings: CATALOGUES },
			...{ stored: true, environment },
		});
		// Amazon's index hides what is younger than two minutes, and allows one request in three minutes.
		Object.assign(lab.servers.amazon.settings, { settleMs: 0, quotaScale: 100 });
		await lab.n8n.importCredentials([KEY, GOOGLE_SHEETS, SLACK, mail.credential]);
		await lab.n8n.importWorkflows(prepared());
		await lab.n8n.start();
		await lab.n8n.publish('backfillWindow');
	});

	afterAll(async () => {
		await lab?.dispose();
		await mail.close();
		await hosts?.close();
	});

	it('hold nothing that n8n does not know or complains about', async () => {
		const types = await lab.n8n.file<INodeTypeDescription>('/types/nodes.json');
		const examine = examiner(installation, types);
		expect(EXAMPLES.length).toBeGreaterThan(5);
		for (const { name: workflow, nodes } of EXAMPLES) {
			for (const node of nodes as unknown as INode[]) {
				const where = `${workflow}: ${node.name}`;
				const { issues, known } = examine(node);
				expect(issues, where).toBeNull();
				expect(known, where).toMatchObject(node.parameters);
			}
		}
	});

	it('Orders from all marketplaces: has all of each', async () => {
		const execution = await lab.n8n.execute('allMarketplaces');
		for (const name of MARKETPLACES) {
			const ids = itemsOf(execution, CONNECTIONS[name].title).map(({ id }) => String(id));
			expect(ids.sort(), name).toEqual(idsOf(lab.servers[name].backend.held()));
		}
	});

	it('New orders: writes each line into the sheet, and one message per order', async () => {
		const random = new Random(7);
		// Between two polls. When one ends, n8n 2.41.1 takes the expressions from the publication, too
		// (`releaseIsolate` in poll-trigger-executor.ts), and BigCommerce's webhook cannot be counted any more.
		await wait(SEVERAL_EVERY_MS + 500 - (Date.now() % SEVERAL_EVERY_MS));
		await lab.n8n.publish('ordersToSheet');
		const bought = MARKETPLACES.map((name) => {
			const server = lab.servers[name];
			return `${keyOwner(name, server)}:${server.backend.world.act(random, 'buy').orderId}:orderCreated`;
		});
		for (const end = Date.now() + 90_000; Date.now() < end; await wait(500)) {
			if (slack.messages.length >= bought.length) break;
		}
		await lab.n8n.unpublish('ordersToSheet');
		const failed = (await lab.n8n.executions('ordersToSheet', 0)).filter(({ error }) => error);
		expect(failed.map(({ error }) => error?.message)).toEqual([]);
		const rows = sheets.rows('Orders');
		expect([...new Set(rows.map(({ eventKey }) => eventKey))].sort()).toEqual(bought.sort());
		const lineKeys = rows.map(({ eventKey, lineKey }) => `${String(eventKey)} ${String(lineKey)}`);
		expect(new Set(lineKeys).size).toBe(rows.length);
		expect(Object.keys(rows[0]).slice(0, 2)).toEqual(['event', 'orderNumber']);
		expect(Object.keys(rows[0]).slice(-2)).toEqual(['lineKey', 'eventKey']);
		expect(
			rows.every((row) =>
				Object.values(row).every((cell) => typeof cell !== 'object' || cell === null),
			),
		).toBe(true);
		expect(slack.messages.map(({ channel }) => channel)).toEqual(bought.map(() => '#orders'));
		const allegro = rows.find(({ marketplace }) => marketplace === 'allegro');
		const { text } = slack.messages.find((one) => one.text.includes('(allegro)')) ?? { text: '' };
		expect(text).toContain(`${String(allegro?.orderTotal)} ${String(allegro?.currency)}`);
		expect(text).not.toMatch(/undefined|null|NaN/);
	});

	it('Daily sales: mails the sales of yesterday as a chart', async () => {
		const execution = await lab.n8n.execute('dailySales');
		const [mailed, ...others] = mail.mails.splice(0).map(textOf);
		expect(others).toEqual([]);
		const sales = itemsOf(execution, 'Add Up');
		expect(sales.length).toBeGreaterThan(1);
		for (const { marketplace, count_orderId } of sales) {
			const [name, orders] = [String(marketplace), String(count_orderId)];
			expect(mailed).toMatch(new RegExp(`<td>${name}</td>.*background.*<td>${orders} orders`));
		}
		const longest = Math.max(
			...[...mailed.matchAll(/width: (\d+)px/g)].map(([, width]) => Number(width)),
		);
		expect(longest).toBe(300);
		expect(mailed).not.toMatch(/undefined|null|NaN/);
	});

	it('Low stock alert: mails what is on sale and nearly gone, of all five', async () => {
		const execution = await lab.n8n.execute('lowStockAlert');
		const [mailed, ...others] = mail.mails.splice(0);
		expect(others).toEqual([]);
		for (const name of SELLING) {
			const offers = lab.servers[name].backend.offers?.() ?? [];
			expect(listed(execution, name).length, name).toBe(offers.length);
			expect(offers.length, name).toBeGreaterThan(10);
		}
		const low = SELLING.flatMap((name) => listed(execution, name)).filter(
			({ status, quantity }) => status === 'active' && quantity !== null && quantity <= 3,
		);
		expect(new Set(low.map(({ marketplace }) => marketplace)).size).toBeGreaterThan(2);
		const lines = low.map(
			({ quantity, sku, variantId, id, title, marketplace }) =>
				`${String(quantity)} × ${sku ?? variantId ?? id}: ${title} (${marketplace})`,
		);
		const received = textOf(mailed).trim().split(/\r?\n/);
		expect(received).toEqual(lines);
		expect(subjectOf(mailed)).toBe(`${low.length} products are low in stock`);
	});

	it('One stock for all: sets it everywhere, and mails what failed by name', async () => {
		const found = await lab.n8n.execute('lowStockAlert');
		mail.mails.splice(0);
		const rows = SELLING.flatMap((name) =>
			writable(found, name)
				.slice(0, 2)
				.map(({ sku }) => ({
					sku: String(sku),
					stock: (held(lab.servers, name, sku).quantity ?? 0) + 20,
					soldOn: name.toLowerCase(),
				})),
		);
		expect(rows).toHaveLength(2 * SELLING.length);
		const nobody = { sku: 'NOBODY-SELLS-THIS', stock: 3, soldOn: '' };
		await fillTable(lab.n8n, 'oneStockForAll', 'Own Stock', [...rows, nobody]);
		const present = () =>
			SELLING.flatMap((name) =>
				rows
					.filter(({ soldOn }) => soldOn === name.toLowerCase())
					.map(({ sku }) => held(lab.servers, name, sku)),
			);
		for (const round of [1, 2]) {
			const { error } = await lab.n8n.execute('oneStockForAll', 120_000);
			expect(error).toBeUndefined();
			expect(present().map(({ quantity }) => quantity)).toEqual(rows.map(({ stock }) => stock));
			// What is so already is left alone.
			expect(present().map(({ writes }) => writes.quantity)).toEqual(rows.map(() => 1));
			const [mailed, ...others] = mail.mails.splice(0);
			expect(others, `round ${round}`).toEqual([]);
			expect(subjectOf(mailed)).toBe('5 stock updates have failed');
			const lines = textOf(mailed).trim().split(/\r?\n/);
			expect(lines).toHaveLength(SELLING.length);
			for (const [at, title] of [
				'Allegro',
				'Amazon',
				'BigCommerce',
				'Kaufland',
				'Naver',
			].entries()) {
				expect(lines[at]).toMatch(/^NOBODY-SELLS-THIS: No (offer|listing|product) has the SKU/);
				expect(lines[at]).toContain(`Marketplace: ${title}`);
			}
		}
	});

	it('Price list from a sheet: sets each price once, and writes what became of it', async () => {
		const found = await lab.n8n.execute('lowStockAlert');
		mail.mails.splice(0);
		const good = SELLING.map((name) => {
			const { sku, price, currency } = writable(found, name)[2];
			const more = name === 'naver' ? Number(price) + 10 : (Number(price) + 0.01).toFixed(2);
			return { name, sku, price: String(more), currency };
		});
		const [allegro] = good;
		const rows = [
			...good,
			{ ...allegro, name: 'allegro', sku: 'NOBODY-SELLS-THIS' },
			{ ...allegro, name: 'ebay' },
			{ ...allegro, name: 'bigCommerce', sku: good[2].sku, currency: 'CHF' },
		];
		const columns = ['marketplace', 'sku', 'price', 'currency', 'status', 'message'];
		sheets.sheets.set('Prices', [
			columns,
			...rows.map(({ name, sku, price, currency }) => [
				name.toLowerCase(),
				sku,
				price,
				currency,
				'',
				'',
			]),
		]);
		const { error } = await lab.n8n.execute('pricesFromSheet', 120_000);
		expect(error).toBeUndefined();
		const results = sheets.rows('Prices');
		expect(results.map(({ status }) => status)).toEqual([
			...good.map(() => 'done'),
			...['failed', 'failed', 'failed'],
		]);
		const [unknown, stranger, foreign] = results.slice(good.length).map(({ message }) => message);
		expect(unknown).toContain("No offer has the SKU 'NOBODY-SELLS-THIS'");
		expect(stranger).toContain('Unknown marketplace');
		expect(foreign).toMatch(/is in [A-Z]{3}, not in CHF/);
		for (const { name, sku, price } of good) {
			const { price: now, writes } = held(lab.servers, name, sku);
			expect([Number(now), writes.price], name).toEqual([Number(price), 1]);
		}
	});

	it('Confirm and pack: mails the packing list with the newest address', async () => {
		const { backend, faults } = lab.servers.naver;
		lab.servers.naver.resetStats();
		faults.set([{ kind: 'status', status: 503, path: '/confirm$', times: 3 }]);
		await lab.n8n.publish('confirmAndPack');
		const random = new Random(12);
		const ids = Array.from({ length: 3 }, () => backend.world.act(random, 'buy').orderId);
		/** Lets it happen to one of these orders, and says to which. It may happen to others as well. */
		const happen = (name: string, orders: string[]): string => {
			for (;;) {
				const { orderId } = backend.world.act(random, name);
				if (orders.includes(orderId)) return orderId;
			}
		};
		const until = async (isSo: () => boolean) => {
			for (const end = Date.now() + 60_000; Date.now() < end && !isSo(); await wait(100));
		};
		await until(() => lab.servers.naver.stats().statuses[503] > 0);
		// The trigger has given the orders as they were.
		const cancels = happen('askToCancel', ids);
		const moves = happen('changeAddress', without(ids, cancels));
		const [stays] = without(ids, cancels, moves);
		await until(() => mail.mails.length >= ids.length);
		await lab.n8n.unpublish('confirmAndPack');
		faults.set([]);

		const runs = await lab.n8n.executions('confirmAndPack', 0);
		const found = (node: string, orderId: string) =>
			runs
				.flatMap(({ nodes }) => nodes[node] ?? [])
				.flatMap(({ items }) => items)
				.find(({ id }) => id === orderId) as unknown as Found;
		const listOf = (orderId: string) => {
			const mailed = mail.mails.filter((one) => subjectOf(one) === `Pack order ${orderId}`);
			expect(mailed.length, orderId).toBe(1);
			return textOf(mailed[0]).replaceAll('\r\n', '\n');
		};
		const before = found('Order Is Ready', moves);
		const after = found('Read the Order Again', moves);
		expect(after.shippingAddress).not.toEqual(before.shippingAddress);
		const { line1, line2 } = after.shippingAddress;
		expect(listOf(moves)).toContain(`\n${line1}\n${line2}\n`);
		expect(listOf(moves)).toContain('address changed');
		for (const { title, quantity } of after.lines) {
			expect(listOf(moves)).toContain(`${quantity} × ${title}`);
		}
		expect(listOf(stays)).not.toContain('address changed');
		expect(listOf(stays)).not.toMatch(/undefined|null|NaN/);
		const refused = mail.mails.filter((one) => subjectOf(one) === `Look at order ${cancels}`);
		expect(refused.map(textOf)).toEqual([expect.stringContaining('was refused')]);
		expect(mail.mails.splice(0).length).toBe(ids.length);

		// A second time nothing is confirmed, and the packing list says so.
		const again = await lab.n8n.execute('confirmAndPack');
		const statuses = itemsOf(again, 'Confirm').filter(({ orderId }) =>
			ids.includes(String(orderId)),
		);
		expect(statuses.map(({ status }) => status)).toEqual(['unchanged', 'unchanged']);
		for (const orderId of [stays, moves]) expect(listOf(orderId)).toContain('confirmed before');
		mail.mails.splice(0);
	});

	it('Ship from a sheet: ships each parcel once, and writes what became of it', async () => {
		sell(lab.servers, 20);
		const orders = waiting(await lab.n8n.execute('allMarketplaces'));
		let serial = 0;
		const row = (name: Shipping): ParcelRow => rowFor(name, orders[name].shift(), ++serial);
		const run = async (rows: ParcelRow[]) => {
			fill(sheets, rows);
			for (const name of SHIPPING) lab.servers[name].resetStats();
			const { error } = await lab.n8n.execute('shipFromSheet');
			expect(error).toBeUndefined();
			return sheets.rows('Parcels') as ParcelRow[];
		};
		const resultsOf = (rows: ParcelRow[]) => rows.map(({ status }) => status);

		const parcels = SHIPPING.map(row);
		const asNumber = { ...row('bigCommerce'), marketplace: 'BigCommerce', trackingNumber: 690 };
		// A sheet may have a row for each line of an order.
		const good = [...parcels, parcels[1], asNumber];
		const refused = { ...row('bigCommerce'), orderId: '999999' };
		const others = [
			refused,
			{ ...row('naver'), marketplace: 'ebay' },
			{ ...row('allegro'), trackingNumber: '' },
			{ ...row('naver'), status: 'done' },
		];
		const sent = [
			...good.map(({ carrier, trackingNumber }) => [
				`${String(carrier)} ${String(trackingNumber)}`,
			]),
			...others.map(() => []),
		];
		const results = [...good.map(() => 'done'), 'failed', 'failed', '', 'done'];
		const first = await run([...good, ...others]);
		expect(resultsOf(first)).toEqual(results);
		expect(shipped(lab.servers, first)).toEqual(sent);
		const [allegro, amazon, , kaufland, naver, again, warning, refusal, unknown] = first.map(
			({ message }) => String(message),
		);
		expect([allegro, amazon, kaufland, naver, again]).toEqual(['', '', '', '', '']);
		expect(warning).toContain('came as a number');
		expect(refusal).toContain("Order '999999' was not found");
		expect(unknown).toContain('Unknown marketplace');

		// What is done is not even looked at.
		const second = await run(first);
		expect(resultsOf(second)).toEqual(results);
		expect(shipped(lab.servers, second)).toEqual(sent);
		for (const name of ['allegro', 'amazon', 'kaufland', 'naver'] as const) {
			expect(lab.servers[name].stats().requests, name).toBe(0);
		}

		// As if n8n had ended before it wrote into the sheet. One row is corrected.
		const corrected = { ...second[good.length], orderId: orders.bigCommerce.shift() };
		const third = await run([...good, corrected]);
		expect(resultsOf(third)).toEqual([...good, corrected].map(() => 'done'));
		expect(third[good.length].message).not.toContain('not found');
		const added = `ups ${String(corrected.trackingNumber)}`;
		expect(shipped(lab.servers, third)).toEqual([...sent.slice(0, good.length), [added]]);
	});

	it('Each order exactly once: books what is ready, once', async () => {
		await lab.n8n.publish('eachOrderOnce');
		const { world } = lab.servers.allegro.backend;
		const random = new Random(5);
		const keys = Array.from({ length: 3 }, () => {
			for (const action of ['buy', 'fillIn']) world.act(random, action);
			return `allegro:${world.act(random, 'pay').orderId}:orderReadyForProcessing`;
		});
		let booked: string[] = [];
		for (const end = Date.now() + 60_000; Date.now() < end && booked.length < keys.length;) {
			await wait(500);
			const executions = await lab.n8n.executions('eachOrderOnce', 0);
			const runs = executions.flatMap(({ nodes }) => nodes['Book the Order'] ?? []);
			booked = runs.flatMap(({ items }) => items.map(({ eventKey }) => String(eventKey)));
		}
		await lab.n8n.unpublish('eachOrderOnce');
		expect(booked.sort()).toEqual(keys.sort());
	});

	it('Back-fill two years: says which window failed, and reads all others', async () => {
		const { backend, faults } = lab.servers.bigCommerce;
		const held = backend.held();
		const windowOf = (time: string) =>
			Math.floor((Date.parse(time) - Date.parse(PLAN.from)) / (PLAN.days * DAY));
		const spoilt = windowOf(held[Math.floor(held.length / 2)].createdAt);
		const start = new Date(Date.parse(PLAN.from) + spoilt * PLAN.days * DAY).toISOString();
		const path = `min_date_created=${start.slice(0, HOUR_OF)}`;
		faults.set([{ kind: 'status', status: 400, path }]);
		const execution = await backfill(lab.n8n, PLAN);
		faults.set([]);

		const [failed, ...others] = itemsOf(execution, 'Windows to Repeat');
		expect(others).toEqual([]);
		const error: unknown = expect.stringContaining('Error in workflow');
		expect(failed).toEqual({ ...itemsOf(execution, 'Windows')[spoilt], error });
		const rest = held.filter(({ createdAt }) => windowOf(createdAt) !== spoilt);
		expect(rest.length).toBeLessThan(held.length);
		const total = { sum_read: rest.length, count_createdAfter: WINDOWS - 1 };
		expect(itemsOf(execution, 'Total')).toEqual([total]);
		const executions = await lab.n8n.executions('backfillWindow', WINDOWS);
		expect(storedIds(executions)).toEqual(idsOf(rest));
	});

	/** Starts the reading of a list, and waits until all of its parts have ended, or so many. */
	async function readParts(list: string, enough = Infinity): Promise<Execution[]> {
		const id = 'readPartByPart';
		// What was killed before may count as ended only later.
		const former = new Set((await lab.n8n.listed(id)).map((one) => one.id));
		await correct(lab.n8n, id, { ...PART, list });
		// Only n8n 2 wants that, and only once.
		if (former.size === 0 && !installation.version.startsWith('1.')) await lab.n8n.publish(id);
		await lab.n8n.execute(id);
		for (const end = Date.now() + 120_000; Date.now() < end; await wait(200)) {
			const begun = (await lab.n8n.listed(id)).filter((one) => !former.has(one.id));
			const parts = (await lab.n8n.executions(id, 0)).filter(
				({ id: part, mode }) => mode === 'integrated' && !former.has(part),
			);
			// A part calls the next one before it ends itself.
			const isOver = isLast(parts) && begun.every(({ stoppedAt }) => stoppedAt);
			if (isOver || parts.length >= enough) return parts;
		}
		throw new Error(`'${list}' did not come that far`);
	}

	const isLast = (parts: Execution[]) => parts.length > 0 && !parts.at(-1)?.nodes['Next Part'];
	const statusOf = ({ status }: Execution) => status;

	it('Read a long list part by part: goes on by itself to the end, and then no further', async () => {
		const held = idsOf(lab.servers.bigCommerce.backend.held());
		const parts = await readParts('one');
		expect(parts.map(statusOf)).toEqual(Array<string>(PARTS).fill('success'));
		expect(storedIds(parts)).toEqual(held);
		const place = { list: 'one', cursor: null, complete: true, read: held.length };
		expect(itemsOf(parts[PARTS - 1], 'Keep the Place')).toEqual([{ ...PART, list: 'one', place }]);
		const [after, ...others] = await readParts('one');
		expect(itemsOf(after, 'Where It Stopped')).toEqual([]);
		expect([Object.keys(after.nodes), others]).toEqual([['A Part', 'Where It Stopped'], []]);
	});

	it('Read a long list part by part: goes on after a failure where it stopped', async () => {
		const { backend, faults } = lab.servers.bigCommerce;
		faults.set([{ kind: 'status', status: 400, path: '/v2/orders', after: 2 }]);
		const broken = await readParts('two');
		faults.set([]);
		expect(broken.map(statusOf)).toEqual(['success', 'success', 'error']);
		expect(broken[2].error?.node).toBe('Orders of the Part');
		const rest = await readParts('two');
		expect(rest.map(statusOf)).toEqual(Array<string>(PARTS - 2).fill('success'));
		expect(storedIds([...broken, ...rest])).toEqual(idsOf(backend.held()));
	});

	it('Read a long list part by part: loses nothing when n8n is killed', async () => {
		const { backend, faults } = lab.servers.bigCommerce;
		// So the second part waits for its orders when n8n ends.
		faults.set([{ kind: 'hang', path: '/v2/orders', after: 1 }]);
		const before = await readParts('three', 1);
		await lab.n8n.kill();
		faults.set([]);
		await lab.n8n.start();
		const after = await readParts('three');
		expect([before.length, after.length]).toEqual([1, PARTS - 1]);
		expect(storedIds([...before, ...after])).toEqual(idsOf(backend.held()));
	});

	it('Back-fill one window: takes no call without the key', async () => {
		const address = `${lab.n8n.url}/webhook/backfill-window`;
		expect((await fetch(address, { method: 'POST' })).status).toBe(403);
	});
});

const missing = missingServices();
const title = 'the back-fill in queue mode of n8n $version' + (missing ? ` (no: ${missing})` : '');

describe.skipIf(missing).each(inject('installations'))(title, (installation) => {
	let queue: Queue;
	let server: MarketplaceServer;

	beforeAll(async () => {
		server = await startMarketplace('bigCommerce', { orders: 2000 });
		const tarball = inject('tarball');
		queue = await Queue.create({ installation, tarball, workers: WORKERS, noticesSoon: false });
		const grant = server.backend.grant({ expired: false });
		await queue.main.importCredentials([KEY, credentialOf('bigCommerce', server.url, grant, true)]);
		await queue.main.importWorkflows(prepared('backfillTwoYears', 'backfillWindow'));
		await queue.start();
		await queue.main.publish('backfillWindow');
	});

	afterAll(async () => {
		await queue?.dispose();
		await server?.close();
	});

	it('runs its windows on all workers, and reads every order once', async () => {
		const held = server.backend.held();
		const execution = await backfill(queue.main, PLAN);
		expect(execution.nodes['Windows to Repeat']).toBeUndefined();
		const total = { sum_read: held.length, count_createdAfter: WINDOWS };
		expect(itemsOf(execution, 'Total')).toEqual([total]);
		queue.expect('backfillWindow', WINDOWS);
		expect(storedIds(await queue.executions('backfillWindow'))).toEqual(idsOf(held));
		const shares = queue.begun();
		expect(Math.min(...shares)).toBeGreaterThan(0);
		expect(shares.reduce((sum, share) => sum + share, 0)).toBe(WINDOWS);
		expect(server.stats().violations).toEqual([]);
	});
});

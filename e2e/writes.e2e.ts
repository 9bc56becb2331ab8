import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import type { Fault } from '../sandbox/kit/faults';
import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, everyOrder, nodeOf } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import { items, MANUAL, workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import { describeAtOnce } from './at-once';
import {
	type Item,
	lose,
	type Mode,
	ORIGIN,
	originBy,
	PLACES,
	RETRY,
	runIn,
	SAME_INPUT,
	type ShopName,
	statuses,
} from './write-runs';

/** Enough that every test has orders of its own; only the newest ones still wait. */
const SIZES = {
	allegro: 60,
	amazon: 1200,
	assistTencho: 5,
	bigCommerce: 20,
	naver: 20,
	kaufland: 20,
};
const NEW = { allegro: 60, amazon: 0, bigCommerce: 120, naver: 120, kaufland: 120 };
/** How long Amazon works on a feed; in reality it is minutes. */
const QUICK = { queueMs: 100, workMs: 100 };
const AGAIN = 'Again';
const READ = 'Read';

/** What differs between the marketplaces. */
interface Shop {
	name: ShopName;
	/** Its code. */
	carrier: string;
	/** Orders that wait to be sent. */
	isOpen(order: Item): boolean;
	/** Makes the marketplace refuse this parcel, and no other. */
	spoil(item: Item, lab: Lab): void;
	/** Why, in the error. */
	reason: RegExp;
	/** The HTTP status of a parcel that was taken; none where parcels go together in one call. */
	taken?: number;
	/** The call that adds a parcel to this order, not the look before it. */
	call(orderId: string): Fault;
	/** What can be done beside shipping. */
	changes: Change[];
}

/** An operation that leaves every order in another state. */
interface Change {
	operation: string;
	parameters?: Item;
	/** The call whose first answer is lost. */
	lost?: Fault;
	/** Fields of the orders afterwards. */
	shows: Item;
}

const CANCELLED = { status: 'cancelled' };
const isPhysical = ({ kind }: Item) => kind === 'product';

const SHOPS: Shop[] = [
	{
		name: 'allegro',
		carrier: 'DPD',
		isOpen: ({ statusRaw, shipments }) =>
			statusRaw === 'READY_FOR_PROCESSING' && (shipments as Item[]).length === 0,
		spoil: (item) => (item.carrier = 'NO_SUCH_CARRIER'),
		reason: /Unknown carrier/,
		taken: 201,
		call: (orderId) => ({ kind: 'lost', path: `${orderId}/shipments`, after: 1 }),
		changes: [
			{
				operation: 'updateStatus',
				parameters: { status: 'READY_FOR_SHIPMENT' },
				lost: { kind: 'lost', path: '/fulfillment', times: 1 },
				shows: { fulfillmentStatusRaw: 'READY_FOR_SHIPMENT' },
			},
		],
	},
	{
		name: 'amazon',
		carrier: 'DHL',
		isOpen: ({ statusRaw, fulfilledBy }) => statusRaw === 'UNSHIPPED' && fulfilledBy === 'seller',
		spoil: ({ orderId }, { servers }) =>
			Object.assign(servers.amazon.settings, { confirmedByAmazon: [orderId] }),
		reason: /confirms this order itself/,
		taken: 204,
		call: (orderId) => ({ kind: 'lost', path: `${orderId}/shipmentConfirmation` }),
		changes: [
			{ operation: 'cancel', parameters: { reason: 'NoInventory' }, shows: CANCELLED },
			{
				operation: 'cancel',
				parameters: { reason: 'BuyerCanceled' },
				lost: { kind: 'lost', path: '/feeds$', times: 1 },
				shows: CANCELLED,
			},
		],
	},
	{
		name: 'bigCommerce',
		carrier: 'ups',
		isOpen: ({ statusRaw, lines, shippingAddress }) =>
			statusRaw === 'Awaiting Fulfillment' &&
			shippingAddress !== null &&
			(lines as Item[]).every(isPhysical),
		spoil: ({ orderId }, { servers }) =>
			servers.bigCommerce.faults.set([
				{ kind: 'status', status: 400, path: `${String(orderId)}/shipments`, after: 1 },
			]),
		reason: /rejected/,
		taken: 201,
		call: (orderId) => ({ kind: 'lost', path: `${orderId}/shipments`, after: 1 }),
		changes: [
			{
				operation: 'updateStatus',
				parameters: { status: 'Awaiting Shipment' },
				// The look at each of the two orders comes first.
				lost: { kind: 'lost', path: '/orders/[0-9]+$', times: 1, after: 2 },
				shows: { statusRaw: 'Awaiting Shipment' },
			},
			{
				operation: 'cancel',
				lost: { kind: 'lost', path: '/orders/[0-9]+$', times: 1, after: 2 },
				shows: CANCELLED,
			},
		],
	},
	{
		name: 'kaufland',
		carrier: 'DHL',
		// A call for each piece, so one piece makes them easy to count.
		isOpen: ({ statusRaw, fulfilledBy, lines }) =>
			statusRaw === 'need_to_be_sent' && fulfilledBy === 'seller' && (lines as Item[]).length === 1,
		spoil: (item) => (item.carrier = 'NO_SUCH_CARRIER'),
		reason: /not a carrier of Kaufland/,
		taken: 204,
		call: () => ({ kind: 'lost', path: '/send$' }),
		changes: [
			{ operation: 'cancel', parameters: { reason: 'NoInventory' }, shows: CANCELLED },
			{
				operation: 'cancel',
				parameters: { reason: 'WrongPrice' },
				lost: { kind: 'lost', path: '/cancel$', times: 1 },
				shows: CANCELLED,
			},
		],
	},
	{
		name: 'naver',
		carrier: 'CJGLS',
		// Presents that nobody has accepted have no address yet.
		isOpen: ({ statusRaw, shippingAddress }) =>
			statusRaw === 'PAYED' && (shippingAddress as Item | null)?.line1 !== null,
		spoil: ({ trackingNumber }, { servers }) =>
			Object.assign(servers.naver.settings, {
				trackingProblems: { [trackingNumber as string]: '104122' },
			}),
		reason: /tracking number is not valid/,
		call: () => ({ kind: 'lost', path: '/dispatch$' }),
		changes: [
			{ operation: 'confirm', shows: { statusRaw: 'PAYED' } },
			{
				operation: 'cancel',
				parameters: { reason: 'DELAYED_DELIVERY' },
				lost: { kind: 'lost', path: '/claim/cancel/request$', times: 1 },
				shows: CANCELLED,
			},
		],
	},
];

describe.each(inject('installations'))('the writes in n8n $version', (installation) => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, stored: true });
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		Object.assign(lab.servers.amazon.settings, { settleMs: 0, feeds: QUICK });
		for (const { name } of SHOPS) lab.servers[name].backend.add(NEW[name]);
		await lab.n8n.importWorkflows(SHOPS.map(({ name }) => workflowOf(name, [MANUAL])));
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	describeAtOnce(SHOPS, 'of $name', (shop) => {
		const { name, carrier } = shop;
		const { title } = CONNECTIONS[name];
		/** Orders that no test has taken yet. */
		let open: Item[] = [];

		const run = async (...columns: NodeSketch[][]) => await runIn(lab, name, columns);

		/** Runs a write with these items, then again with the same, and reads the orders. */
		async function runTwice(input: Item[], node: NodeSketch): Promise<[Item[], Item[], Item[]]> {
			const again = { ...node, name: AGAIN };
			const read = { ...write('get'), name: READ };
			const columns = [
				[items(input)],
				[node],
				[originBy('orderId')],
				[SAME_INPUT],
				[again],
				[read],
			];
			const execution = await run(...columns);
			const first = itemsOf(execution, ORIGIN);
			expect(first.map(({ orderId }) => orderId)).toEqual(input.map(({ orderId }) => orderId));
			expect(first.map(({ origin }) => origin)).toEqual(input.map(({ orderId }) => orderId));
			return [first, itemsOf(execution, AGAIN), itemsOf(execution, READ)];
		}

		function take(count: number): Item[] {
			const taken = open.splice(0, count);
			expect(taken).toHaveLength(count);
			return taken.map(({ id, lines }) => ({ orderId: id, lines }));
		}

		let serial = 0;
		const parcels = (count: number): Item[] =>
			take(count).map(({ orderId }) => ({
				...{ orderId, carrier, trackingNumber: `6900${String(++serial).padStart(8, '0')}` },
			}));

		const parcelsOf = ({ orderId }: Item) =>
			lab.servers[name].backend.parcels?.(String(orderId)) ?? [];
		const numbersOf = (item: Item) => parcelsOf(item).map(({ trackingNumber }) => trackingNumber);

		const write = (operation: string, more: Item = {}): NodeSketch =>
			nodeOf(name, {
				...{ resource: 'order', operation, orderId: '={{ $json.orderId }}' },
				...more,
			});
		const ship = (): NodeSketch =>
			write('ship', {
				carrier: { __rl: true, mode: 'code', value: '={{ $json.carrier }}' },
				trackingNumber: '={{ $json.trackingNumber }}',
			});

		beforeAll(async () => {
			const orders = itemsOf(await run([nodeOf(name, everyOrder(name))]), title);
			open = orders.filter((order) => shop.isOpen(order));
		});

		afterEach(() => {
			lab.servers[name].faults.set([]);
			Object.assign(lab.servers[name].settings, { confirmedByAmazon: [], trackingProblems: {} });
		});

		it('Ship: does each parcel once, in order, and leaves them as they are in a second run', async () => {
			const input = parcels(4);
			const [first, second] = await runTwice(input, ship());
			expect(statuses(first)).toEqual(Array(4).fill('done'));
			expect(statuses(second)).toEqual(Array(4).fill('unchanged'));
			for (const item of input) expect(numbersOf(item)).toEqual([item.trackingNumber]);
		});

		describe.each(PLACES)('a parcel that is refused in place %i', (place) => {
			let input: Item[];

			async function runSpoilt(onError: Mode): Promise<Execution> {
				input = parcels(3);
				shop.spoil(input[place], lab);
				lab.servers[name].resetStats();
				return await run([items(input)], [{ ...ship(), ...RETRY, ...(onError && { onError }) }]);
			}

			function expectOthersOnce(): void {
				const wanted = input.map(({ trackingNumber }, at) =>
					at === place ? [] : [trackingNumber],
				);
				expect(input.map(numbersOf)).toEqual(wanted);
				const { statuses: answers } = lab.servers[name].stats();
				if (shop.taken !== undefined) expect(answers[shop.taken]).toBe(2);
			}

			it('is named in the error, after the others were done, with Stop', async () => {
				const { error, status } = await runSpoilt(undefined);
				expectOthersOnce();
				const { orderId, trackingNumber } = input[place];
				expect(status).toBe('error');
				expect(error?.node).toBe(title);
				expect(error?.message).toMatch(/^1 of 3 parcels was not (shipped|added): /);
				expect(error?.message).toContain(`: ${String(orderId)} ${String(trackingNumber)} (`);
				expect(error?.message).toMatch(shop.reason);
				expect(error?.description).toContain('The other 2 are done.');
			});

			it('is an item in its place with Continue', async () => {
				const { nodes } = await runSpoilt('continueRegularOutput');
				expectOthersOnce();
				const [{ items: given }] = nodes[title];
				expect(given.map(({ orderId }) => orderId)).toEqual(input.map(({ orderId }) => orderId));
				expect(statuses(given)).toEqual(PLACES.map((at) => (at === place ? 'failed' : 'done')));
				const { error, message, trackingNumber } = given[place];
				expect(error).toMatch(shop.reason);
				expect(message).toContain(`Marketplace: `);
				expect(trackingNumber).toBe(input[place].trackingNumber);
			});

			it('leaves by the error output with its input, the others by the first one', async () => {
				const { nodes } = await runSpoilt('continueErrorOutput');
				expectOthersOnce();
				const [[good, failed]] = nodes[title].map(({ outputs }) => outputs);
				const others = input.filter((_, at) => at !== place);
				expect(good.map(({ orderId }) => orderId)).toEqual(others.map(({ orderId }) => orderId));
				expect(statuses(good)).toEqual(['done', 'done']);
				expect(failed).toHaveLength(1);
				expect(failed[0]).toMatchObject(input[place]);
				expect(failed[0].error).toMatch(shop.reason);
			});
		});

		it('Ship: does each parcel once, where the answer for one is lost', async () => {
			const input = parcels(3);
			const lost = shop.call(String(input[1].orderId));
			const wasLost = lose(lab, name, { ...lost, times: 1 });
			const execution = await run([items(input)], [{ ...ship(), ...RETRY }]);
			expect(wasLost()).toBe(true);
			expect(statuses(itemsOf(execution, title))).toEqual(['done', 'done', 'done']);
			for (const item of input) expect(numbersOf(item)).toEqual([item.trackingNumber]);
		});

		const changes = shop.changes.map((change) => ({
			...change,
			where: change.lost ? 'an answer is lost' : 'all goes well',
		}));
		it.each(changes)(
			'$operation: is done once where $where, and seen in a second run and in the order',
			async ({ operation, parameters, lost, shows }) => {
				const wasLost = lost && lose(lab, name, lost);
				const input = take(2);
				const [first, second, orders] = await runTwice(input, write(operation, parameters));
				if (wasLost) expect(wasLost()).toBe(true);
				expect(statuses(first)).toEqual(['done', 'done']);
				expect(statuses(second)).toEqual(['unchanged', 'unchanged']);
				expect(orders).toMatchObject([shows, shows]);
			},
		);

		if (name === 'amazon') {
			it('cancel: is accepted, where the wait is too short', async () => {
				const { settings } = lab.servers.amazon;
				Object.assign(settings, { feeds: { queueMs: 3_600_000 } });
				const node = write('cancel', { reason: 'NoInventory', options: { maxWait: 3 } });
				const [item] = itemsOf(await run([items(take(1))], [node]), title);
				Object.assign(settings, { feeds: QUICK });
				expect(item).toMatchObject({ status: 'accepted', handle: { type: 'feed' } });
				expect(item.orderStatusRaw).toBeNull();
			});
		}

		it('Carrier > Get Many: has the carrier', async () => {
			const list = { resource: 'carrier', operation: 'getAll', returnAll: true };
			const carriers = itemsOf(await run([nodeOf(name, list)]), title);
			const codes = carriers.map(({ code }) => code);
			expect(codes).toContain(carrier);
			expect(new Set(codes).size).toBe(codes.length);
			expect(carriers.every((one) => typeof one.name === 'string' && one.name !== '')).toBe(true);
		});
	});
});

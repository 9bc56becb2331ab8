import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import type { HeldOffer } from '../sandbox/kit/backend';
import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, nodeOf } from '../scripts/marketplaces';
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

const SIZES = { allegro: 5, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 5, kaufland: 5 };
/** Enough that every test has things of its own. */
const CATALOGUES = {
	allegro: { offers: 60 },
	bigCommerce: { products: 60, goods: 'simple' },
	kaufland: {
		storefronts: ['de'],
		oddOffers: Array.from({ length: 60 }, (_, i) => ({
			...{ sku: `MUG-${i}`, amount: 5 + i, listingPrice: 1000 + i },
		})),
	},
	naver: { products: 120 },
};
const AGAIN = 'Again';
const READ = 'Read';

/** What differs between the marketplaces. */
interface Shop {
	name: ShopName;
	resource: 'offer' | 'listing' | 'product';
	parameters?: Item;
	/** Whether the stock that is shown is the one that is written, not the sum of several places. */
	hasOneStock?: boolean;
	/** The call that writes stock. */
	call: string;
	/** Another price than this one, near to it. */
	newPrice(price: string): string;
	/** A currency that it has nowhere. */
	otherCurrency: string;
	/** Settings with which it takes ten seconds for an update. */
	slow?: object;
}

const upOne = (price: string) => (Number(price) + 0.01).toFixed(2);

const SHOPS: Shop[] = [
	{
		name: 'allegro',
		hasOneStock: true,
		resource: 'offer',
		call: 'offer-bulk-modification-commands$',
		newPrice: upOne,
		otherCurrency: 'USD',
		slow: { commandMs: 10_000 },
	},
	{
		name: 'amazon',
		hasOneStock: true,
		resource: 'listing',
		parameters: { marketplaceId: 'A1PA6795UKMFR9' },
		call: '/listings/2021-08-01/items/',
		newPrice: upOne,
		otherCurrency: 'USD',
		slow: { listings: { applyMs: 10_000 } },
	},
	{
		name: 'bigCommerce',
		resource: 'product',
		call: '/inventory/adjustments/absolute',
		newPrice: upOne,
		otherCurrency: 'EUR',
	},
	{
		name: 'kaufland',
		hasOneStock: true,
		resource: 'offer',
		call: '/units/bulk',
		newPrice: upOne,
		otherCurrency: 'USD',
	},
	{
		name: 'naver',
		hasOneStock: true,
		resource: 'product',
		call: 'multi-update|option-stock',
		newPrice: (price) => String(Number(price) + 10),
		otherCurrency: 'USD',
	},
];

describe.each(inject('installations'))('stock and prices in n8n $version', (installation) => {
	let lab: Lab;

	beforeAll(async () => {
		const tarball = inject('tarball');
		lab = await openLab({
			installation,
			tarball,
			sizes: SIZES,
			settings: CATALOGUES,
			stored: true,
		});
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		await lab.n8n.importWorkflows(SHOPS.map(({ name }) => workflowOf(name, [MANUAL])));
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	describeAtOnce(SHOPS, 'of $name', (shop) => {
		const { name, resource, parameters } = shop;
		const { title } = CONNECTIONS[name];
		let all: Item[] = [];
		/** What can be written to, and no test has taken yet. */
		let open: Item[] = [];

		const run = async (...columns: NodeSketch[][]) => await runIn(lab, name, columns);

		const node = (operation: string, more: Item = {}): NodeSketch =>
			nodeOf(name, { resource, operation, ...parameters, ...more });
		const bySku = (operation: string, more: Item = {}): NodeSketch =>
			node(operation, {
				product: { __rl: true, mode: 'sku', value: '={{ $json.sku }}' },
				...more,
			});
		const updateStock = (options: Item = {}) =>
			bySku('updateStock', { quantity: '={{ $json.stock }}', options });
		const updatePrice = (currency = '') =>
			bySku('updatePrice', { price: '={{ $json.newPrice }}', currency });

		function take(count: number): Item[] {
			const taken = open.splice(0, count);
			expect(taken).toHaveLength(count);
			return taken.map((thing) => ({
				...thing,
				quantity: stockOf(thing),
				stock: Number(stockOf(thing)) + 7,
				newPrice: shop.newPrice(String(thing.price)),
			}));
		}

		const held = ({ id, variantId }: Item): HeldOffer | undefined =>
			lab.servers[name].backend
				.offers?.()
				.find((offer) => offer.id === id && offer.variantId === variantId);
		const stockOf = (thing: Item) => held(thing)?.quantity;

		beforeAll(async () => {
			all = itemsOf(await run([node('getAll', { returnAll: true })]), title);
			const names = all.map(({ sku }) => sku);
			open = all.filter(
				({ sku, status, quantity, price, variantId }) =>
					status === 'active' &&
					// Options of Naver have no price of their own.
					(name === 'bigCommerce' || variantId === null) &&
					Number(quantity) > 0 &&
					price !== null &&
					// By SKU, blanks at its ends do not count.
					String(sku).trim() === sku &&
					names.filter((one) => one === sku).length === 1,
			);
		});

		afterEach(() => {
			lab.servers[name].faults.set([]);
		});

		it('Get Many: has all that is for sale, with its stock and price', () => {
			const offers = lab.servers[name].backend.offers?.() ?? [];
			const keys = (some: ReadonlyArray<Pick<HeldOffer, 'id' | 'variantId'>>) =>
				some.map(({ id, variantId }) => `${id} ${String(variantId)}`).sort();
			expect(offers.length).toBeGreaterThan(20);
			expect(keys(all as unknown as HeldOffer[])).toEqual(keys(offers));
			if (shop.hasOneStock) for (const thing of open) expect(stockOf(thing)).toBe(thing.quantity);
			expect(all[0]).toMatchObject({ schema: 'product/1', marketplace: name.toLowerCase() });
		});

		it('Get: by SKU and by ID', async () => {
			const [thing] = take(1);
			const byId = { __rl: true, mode: 'id', value: thing.variantId ?? thing.id };
			const columns = [
				[items([thing])],
				[{ ...bySku('get'), name: READ }],
				[node('get', { product: byId })],
			];
			const execution = await run(...columns);
			expect(itemsOf(execution, READ)).toMatchObject([{ sku: thing.sku, id: thing.id }]);
			expect(itemsOf(execution, title)).toEqual(itemsOf(execution, READ));
		});

		/** Runs a write, then again with the same items. */
		async function runTwice(input: Item[], write: NodeSketch): Promise<[Item[], Item[]]> {
			const again = { ...write, name: AGAIN };
			const execution = await run(
				[items(input)],
				[write],
				[originBy('sku')],
				[SAME_INPUT],
				[again],
			);
			const first = itemsOf(execution, ORIGIN);
			expect(first.map(({ sku }) => sku)).toEqual(input.map(({ sku }) => sku));
			expect(first.map(({ origin }) => origin)).toEqual(input.map(({ sku }) => sku));
			return [first, itemsOf(execution, AGAIN)];
		}

		it('Update Stock: sets all of them, and leaves them as they are in a second run', async () => {
			const input = take(4);
			const [first, second] = await runTwice(input, updateStock());
			expect(statuses(first)).toEqual(Array(4).fill('done'));
			expect(statuses(second)).toEqual(Array(4).fill('unchanged'));
			expect(input.map(stockOf)).toEqual(input.map(({ stock }) => stock));
			expect(first.map(({ before }) => before)).toEqual(input.map(({ quantity }) => quantity));
		});

		it('Update Price: sets all of them, and leaves them as they are in a second run', async () => {
			const input = take(2);
			const [first, second] = await runTwice(input, updatePrice(String(input[0].currency)));
			expect(statuses(first)).toEqual(['done', 'done']);
			expect(statuses(second)).toEqual(['unchanged', 'unchanged']);
			expect(input.map((thing) => Number(held(thing)?.price))).toEqual(
				input.map(({ newPrice }) => Number(newPrice)),
			);
		});

		it('Update Price: refuses another currency, and changes nothing', async () => {
			const [thing] = take(1);
			const { error } = await run([items([thing])], [updatePrice(shop.otherCurrency)]);
			expect(error?.message).toMatch(/(is|are) in [A-Z]+, not in |has no prices in /);
			expect(error?.message).toContain(shop.otherCurrency);
			expect(Number(held(thing)?.price)).toBe(Number(thing.price));
		});

		describe.each(PLACES)('a SKU that nothing has in place %i', (place) => {
			let input: Item[];

			async function runSpoilt(onError: Mode): Promise<Execution> {
				input = take(3);
				input[place].sku = 'NO-SUCH-SKU';
				return await run(
					[items(input)],
					[{ ...updateStock(), ...RETRY, ...(onError && { onError }) }],
				);
			}

			function expectOthersOnce(): void {
				for (const [at, thing] of input.entries()) {
					expect(stockOf(thing)).toBe(at === place ? thing.quantity : thing.stock);
					expect(held(thing)?.writes.quantity).toBe(at === place ? 0 : 1);
				}
			}

			it('is named in the error, after the others were done, with Stop', async () => {
				const { error } = await runSpoilt(undefined);
				expectOthersOnce();
				expect(error?.node).toBe(title);
				expect(error?.message).toMatch(/^1 of 3 \w+ was not updated: NO-SUCH-SKU/);
				expect(error?.description).toContain('The other 2 are done.');
			});

			it('is an item in its place with Continue', async () => {
				const { nodes } = await runSpoilt('continueRegularOutput');
				expectOthersOnce();
				const [{ items: given }] = nodes[title];
				expect(statuses(given)).toEqual(PLACES.map((at) => (at === place ? 'failed' : 'done')));
				expect(given[place].error).toContain("has the SKU 'NO-SUCH-SKU'");
				expect(given[place].sku).toBe('NO-SUCH-SKU');
			});

			it('leaves by the error output with its input, the others by the first one', async () => {
				const { nodes } = await runSpoilt('continueErrorOutput');
				expectOthersOnce();
				const [[good, failed]] = nodes[title].map(({ outputs }) => outputs);
				expect(statuses(good)).toEqual(['done', 'done']);
				expect(failed).toMatchObject([input[place]]);
				expect(failed[0].error).toContain("has the SKU 'NO-SUCH-SKU'");
			});
		});

		it('Update Stock: sets it, where the answer is lost', async () => {
			const input = take(2);
			const wasLost = lose(lab, name, { kind: 'lost', path: shop.call, times: 1 });
			const execution = await run([items(input)], [{ ...updateStock(), ...RETRY }]);
			expect(wasLost()).toBe(true);
			expect(statuses(itemsOf(execution, title))).toEqual(['done', 'done']);
			expect(input.map(stockOf)).toEqual(input.map(({ stock }) => stock));
		});

		it('Update Stock: by name fails for the later one of two values for a SKU', async () => {
			const [thing] = take(1);
			const input = [thing, { ...thing, stock: 999 }];
			const onError = 'continueRegularOutput';
			const given = itemsOf(await run([items(input)], [{ ...updateStock(), onError }]), title);
			expect(statuses(given)).toEqual(['done', 'failed']);
			expect(given[1].error).toContain(`SKU '${String(thing.sku)}' has two values`);
			expect(stockOf(thing)).toBe(thing.stock);
		});

		const { slow } = shop;
		if (slow) {
			it('Get Result: goes on with what was only taken', async () => {
				const { settings } = lab.servers[name];
				const input = take(2);
				Object.assign(settings, slow);
				const first = itemsOf(await run([items(input)], [updateStock({ maxWait: 1 })]), title);
				expect(statuses(first)).toEqual(['accepted', 'accepted']);
				const ask = node('getResult', { handle: '={{ $json.handle }}', options: { maxWait: 1 } });
				const second = itemsOf(await run([items(first)], [ask]), title);
				expect(statuses(second)).toEqual(['accepted', 'accepted']);
				ask.parameters = { ...ask.parameters, options: { maxWait: 60 } };
				const third = itemsOf(await run([items(second)], [ask]), title);
				expect(statuses(third)).toEqual(['done', 'done']);
				expect(third.map(({ sku }) => sku)).toEqual(input.map(({ sku }) => sku));
				expect(input.map(stockOf)).toEqual(input.map(({ stock }) => stock));
			});
		}
	});
});

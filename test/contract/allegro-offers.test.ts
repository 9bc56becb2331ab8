import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { offerFilters } from '../../nodes/Allegro/offers/list';
import { Bench, type Outcome } from './bench';
import { CASES } from './cases';
import { expectRight } from './outcome';
import { kindOf } from './description/openapi';
import { hasSpecs, readSpec } from './specs';

const LONG = 120_000;
const [allegro] = CASES;
const [SKU, OTHER] = ['SWIECA 2+1', '00123'];

/** The calls in short, IDs aside. */
const shown = ({ sent }: Outcome) =>
	sent.map(({ method, path }) => `${method} ${path.replace(/[\da-f-]{36}|\d{8,}/g, '#')}`);
const bodies = ({ sent }: Outcome) => sent.flatMap(({ body }) => (body ? [body] : [])).join(' ');

interface Change {
	stock: unknown;
	prices: Record<string, unknown>;
}

const LIST = 'GET /sale/offers';
const COMMAND = 'POST /sale/offer-bulk-modification-commands';
const TASKS = 'GET /sale/offer-bulk-modification-commands/#/tasks';
const PATCH = 'PATCH /sale/product-offers/#';

describe.skipIf(!hasSpecs)('what Allegro is sent about offers', () => {
	let bench: Bench;
	let description: Record<string, unknown>;
	const ajv = addFormats(new Ajv({ strict: false, allErrors: true, logger: false }));

	/** What is set in a command, against the description of its kind. */
	function expectKind(name: string, { sent }: Outcome, of: (change: Change) => unknown): void {
		const { modifications } = JSON.parse(sent[1].body ?? '') as { modifications: Change[] };
		ajv.validate(kindOf(description, name), of(modifications[0]));
		expect(ajv.errors).toBeNull();
	}

	beforeAll(async () => {
		description = readSpec('allegro/swagger.yaml');
		bench = await Bench.start({ ...allegro, orders: 5 });
	}, LONG);
	afterAll(async () => await bench.close());

	const run = async (operation: string, parameters: object): Promise<Outcome> =>
		await bench.run({ resource: 'offer', operation, ...parameters });
	const product = (value: string, mode = 'sku') => ({ product: { __rl: true, mode, value } });
	async function right(operation: string, parameters: object): Promise<Outcome> {
		const outcome = await run(operation, parameters);
		expectRight(outcome);
		return outcome;
	}

	it('to read them is right, with each filter', async () => {
		expect(shown(await right('get', product(SKU)))).toEqual([LIST]);
		expect(shown(await right('get', product('10000000102', 'id')))).toEqual([LIST]);
		await right('getAll', { returnAll: true });
		await right('getAll', { limit: 3 });
		const values: Record<string, unknown> = {
			isFulfillment: false,
			name: 'Książka & "t. 1/2"',
			site: 'allegro-cz',
			skus: `${SKU}, ${OTHER}`,
			status: ['ACTIVATING', 'ACTIVE', 'INACTIVE', 'ENDED'],
		};
		expect(offerFilters.map(({ property }) => property.name)).toEqual(Object.keys(values));
		await right('getAll', { returnAll: true, filters: values });
		for (const [name, value] of Object.entries(values)) {
			await right('getAll', { returnAll: true, filters: { [name]: value } });
		}
	});

	it('to set their stock is right: more, nothing, and back to life', async () => {
		const stock = async (quantity: unknown, options: object = {}) =>
			await right('updateStock', { ...product(SKU), quantity, options });
		const more = await stock('7');
		expect(shown(more)).toEqual([LIST, COMMAND, TASKS]);
		expectKind('StockModificationFixed', more, ({ stock }) => stock);
		expect(bodies(more)).toContain('"stock":{"changeType":"FIXED","value":7}');
		const nothing = await stock('0');
		expect(shown(nothing)).toEqual([LIST, PATCH]);
		const { stock: sent } = JSON.parse(bodies(nothing)) as { stock: unknown };
		ajv.validate(kindOf(description, 'SaleProductOffersRequestStock'), sent);
		expect(ajv.errors).toBeNull();
		expect(bodies(nothing)).toBe('{"stock":{"available":0}}');
		// What is queued has an address of its own, which the recorder does not pass on.
		const options = { reactivate: true };
		const again = await run('updateStock', { ...product(SKU), quantity: '5', options });
		expect(again.problems).toEqual([]);
		expect(shown(again).slice(0, 2)).toEqual([LIST, PATCH]);
		expect(again.sent[1].body).toBe('{"stock":{"available":5},"publication":{"status":"ACTIVE"}}');
	});

	it('to set their prices is right, also on another site', async () => {
		const one = await right('updatePrice', { ...product(OTHER), price: '12.5' });
		expect(shown(one)).toEqual([LIST, COMMAND, TASKS]);
		const kind = 'MarketplacePriceModificationFixed';
		expectKind(kind, one, ({ prices }) => prices['allegro-pl']);
		const price = '{"changeType":"FIXED","value":{"amount":"12.5","currency":"PLN"}}';
		expect(bodies(one)).toContain(`"prices":{"allegro-pl":${price}}`);
		const parameters = { ...product(OTHER), price: '99', currency: 'CZK' };
		const site = await run('updatePrice', { ...parameters, options: { site: 'allegro-cz' } });
		// It is not sold there, which is said of the offer, and not of the request.
		expect(site.failure?.message).toContain('not listed on allegro-cz');
		expect(site.problems).toEqual([]);
		expect(bodies(site)).toContain('"prices":{"allegro-cz":');
	});

	it('to ask what became of an update is right', async () => {
		const value = { schema: 'stock/1', sku: SKU, productId: '10000000102', quantity: 7 };
		const handles = [
			{ type: 'command', id: '7d0d1a39-8e5c-4f0e-9c2d-1f5b3a9e6c11' },
			{ type: 'operation', id: '10000000102/7d0d1a39-8e5c-4f0e-9c2d-1f5b3a9e6c11' },
		];
		for (const handle of handles) {
			const { problems, sent } = await run('getResult', { handle: { ...handle, ...value } });
			expect(problems).toEqual([]);
			expect(sent).toHaveLength(1);
		}
	});
});

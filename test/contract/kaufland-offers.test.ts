import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { Kaufland } from '../../nodes/Kaufland/Kaufland.node';
import { offerFilters } from '../../nodes/Kaufland/offers/list';
import { Bench, type Outcome } from './bench';
import type { Case } from './cases';
import { readOpenApi } from './description/openapi';
import { expectRight } from './outcome';
import { hasSpecs, readSpec } from './specs';

const LONG = 120_000;
const SKU = 'SCREW-M4;100';

interface Description extends Record<string, unknown> {
	components: { schemas: { Storefront: { enum: string[] } } };
}

/** The description at hand is older than two of the storefronts. */
function readDescription(): Description {
	const description = readSpec<Description>('kaufland/swagger.json');
	description.components.schemas.Storefront.enum.push('es', 'nl');
	return description;
}

const kaufland: Case = {
	label: 'kaufland',
	name: 'kaufland',
	node: () => new Kaufland(),
	credentialType: () => new KauflandApi(),
	filters: offerFilters,
	orders: 5,
	variants: [['', {}]],
	operations: () => readOpenApi(readDescription()),
	headers: { 'shop-client-key': /^\S+$/, 'shop-signature': /^[\da-f]{64}$/, 'user-agent': /^\S+$/ },
};

/** The calls in short, IDs aside. */
const shown = ({ sent }: Outcome) =>
	sent.map(({ method, path }) => `${method} ${path.replace(/\d{8,}/g, '#')}`);
const bodies = ({ sent }: Outcome) => sent.flatMap(({ body }) => (body ? [body] : [])).join(' ');

const [LIST, ONE, BULK] = ['GET /v2/units', 'GET /v2/units/#', 'POST /v2/units/bulk'];

describe.skipIf(!hasSpecs)('what Kaufland is sent about offers', () => {
	let bench: Bench;
	beforeAll(async () => void (bench = await Bench.start(kaufland)), LONG);
	afterAll(async () => await bench.close());

	const product = (value: string, mode = 'sku') => ({ product: { __rl: true, mode, value } });
	const inGermany = { options: { site: 'de' } };
	async function right(operation: string, parameters: object): Promise<Outcome> {
		const outcome = await bench.run({ resource: 'offer', operation, ...parameters });
		expectRight(outcome);
		return outcome;
	}

	it('to read one is right', async () => {
		expect(shown(await right('get', { ...product(SKU), ...inGermany }))).toEqual([LIST]);
		const byId = { ...product('381000000007', 'id'), ...inGermany };
		expect(shown(await right('get', byId))).toEqual([ONE]);
	});

	it('to read them all is right, with each filter', async () => {
		await right('getAll', { returnAll: true });
		await right('getAll', { limit: 3 });
		const values: Record<string, unknown> = {
			ean: '4006381333931',
			fulfillmentType: 'fulfilled_by_kaufland',
			productId: '362524873',
			sku: 'Ż & "t. 1/2"',
			storefront: 'cz',
		};
		expect(offerFilters.map(({ property }) => property.name)).toEqual(Object.keys(values));
		await right('getAll', { returnAll: true, filters: values });
		for (const [name, value] of Object.entries(values)) {
			await right('getAll', { returnAll: true, filters: { [name]: value } });
		}
	});

	it('to set their stock is right', async () => {
		const one = await right('updateStock', { ...product(SKU), quantity: '7', ...inGermany });
		expect(shown(one)).toEqual([LIST, BULK]);
		expect(bodies(one)).toMatch(/^\[\{"id_unit":\d+,"unit_data":\{"amount":7\}\}\]$/);
		await right('updateStock', { ...product(SKU), quantity: '0', ...inGermany });
		const all = { ...product(SKU), quantity: '8', options: { ifSeveral: 'all' } };
		const outcome = await right('updateStock', all);
		expect(shown(outcome).filter((call) => call === BULK)).toHaveLength(9);
	});

	it('to set their prices is right', async () => {
		const one = await right('updatePrice', { ...product(SKU), price: '12.5', ...inGermany });
		expect(shown(one)).toEqual([LIST, BULK]);
		expect(bodies(one)).toMatch(/^\[\{"id_unit":\d+,"unit_data":\{"listing_price":1250\}\}\]$/);
		const options = { site: 'cz' };
		await right('updatePrice', { ...product(SKU), price: '299.90', currency: 'CZK', options });
	});
});

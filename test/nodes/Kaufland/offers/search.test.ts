import { describe, expect, it } from 'vitest';

import { searchOffers } from '../../../../nodes/Kaufland/offers/list';
import { OfferDesk } from './desk';

/** How many offers a storefront has. */
const LENGTHS: Record<string, number> = { de: 150, fr: 0, cz: 3 };

function seller(): OfferDesk {
	return new OfferDesk((call, { query }) => {
		if (call.includes('/info')) return { body: { data: Object.keys(LENGTHS) } };
		const site = String(query?.storefront);
		const offset = Number(query?.offset);
		const all = Array.from({ length: LENGTHS[site] }, (_unused, i) => ({
			...{ id_unit: i + 1, id_offer: `S-${i}`, storefront: site },
		}));
		const data = all.slice(offset, offset + 100);
		return { body: { data, pagination: { offset, limit: 100, total: all.length } } };
	});
}

describe('the list of offers in the panel', () => {
	const search = async (from?: string, site?: string) => {
		const parameter = () => site;
		const { client } = seller().call;
		const { products, next } = await searchOffers(client, { filter: '', from, parameter });
		return [products.length, products[0]?.title ?? null, next];
	};

	it('goes on behind its pages, and passes by storefronts without offers', async () => {
		expect(await search()).toEqual([100, '(de)', 'de 100']);
		expect(await search('de 100')).toEqual([50, '(de)', 'fr']);
		expect(await search('fr')).toEqual([3, '(cz)', undefined]);
	});

	it('begins the next storefront at its beginning, where this one has become shorter', async () => {
		expect(await search('de 200')).toEqual([3, '(cz)', undefined]);
	});

	it('ends with the storefront that was chosen', async () => {
		expect(await search(undefined, 'cz')).toEqual([3, '(cz)', undefined]);
		expect(await search(undefined, 'fr')).toEqual([0, null, undefined]);
	});
});

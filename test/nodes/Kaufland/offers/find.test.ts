import { describe, expect, it } from 'vitest';

import type { ApiResponse } from '../../../../core/marketplace';
import { findOffers } from '../../../../nodes/Kaufland/offers/find';
import { idOf } from '../../../../nodes/Kaufland/offers/offer';
import type { Offer } from '../../../../nodes/Kaufland/offers/wire';
import { OfferDesk } from './desk';

const page = (...data: object[]): Partial<ApiResponse> => ({
	body: { data, pagination: { offset: 0, limit: 100, total: data.length } },
});
const SITES = { body: { data: ['de', 'cz'] } };
const unit = (id: number, sku: string | null, more: object = {}) => ({
	...{ id_unit: id, id_offer: sku, storefront: 'de' },
	...more,
});
const wanted = (by: 'sku' | 'id', value: string, site: string | null = null) => ({
	ref: { by, value },
	more: { site },
});
const ids = (found: readonly Offer[] | Error | undefined) =>
	found instanceof Error ? found : found?.map((offer) => `${idOf(offer)} ${offer.site}`);

describe('an offer that is looked for', () => {
	it('is asked for in each storefront, and has the very SKU', async () => {
		const desk = new OfferDesk((call) => {
			if (call === 'GET /info/storefront') return SITES;
			return call.endsWith(' cz')
				? page(unit(2, 'A', { storefront: 'CZ' }))
				: page(unit(1, 'A'), unit(3, 'AB'), unit(4, 'a'), unit(5, null));
		});
		const one = wanted('sku', 'A');
		const found = await findOffers(desk.call, [one]);
		expect(ids(found.get(one))).toEqual(['1 de', '2 cz']);
		expect(desk.calls.sort()).toEqual(['GET /info/storefront', 'GET /units cz', 'GET /units de']);
		expect(desk.sent.find(({ path }) => path === '/units')?.query).toMatchObject({
			...{ id_offer: 'A', limit: 100 },
			fulfillment_type: ['fulfilled_by_merchant', 'fulfilled_by_kaufland'],
		});
	});

	it('is one, also where Kaufland shows it in every storefront', async () => {
		const desk = new OfferDesk((call) =>
			call.includes('/info') ? SITES : { body: { data: unit(7, 'A') } },
		);
		const one = wanted('id', '7');
		expect(ids((await findOffers(desk.call, [one])).get(one))).toEqual(['7 de']);
	});

	it('is in the storefront that was asked, where it names none', async () => {
		const desk = new OfferDesk(() => page(unit(1, 'A', { storefront: null })));
		const one = wanted('sku', 'A', 'pl');
		expect(ids((await findOffers(desk.call, [one])).get(one))).toEqual(['1 pl']);
		expect(desk.calls).toEqual(['GET /units pl']);
	});

	it.each<[string, unknown]>([
		['another one', unit(8, 'A')],
		['nothing', null],
		['something else', 'x'],
	])('is an error, where the answer has %s', async (_what, data) => {
		const desk = new OfferDesk(() => ({ body: { data } }));
		const one = wanted('id', '7', 'de');
		const found = (await findOffers(desk.call, [one])).get(one);
		expect((found as Error).message).toContain("The answer for offer '7' contains another one");
	});

	it('is an error, where the list has no entries', async () => {
		const desk = new OfferDesk(() => ({ body: { data: null } }));
		const one = wanted('sku', 'A', 'de');
		expect((await findOffers(desk.call, [one])).get(one)).toBeInstanceOf(Error);
	});
});

describe('many offers that are looked for', () => {
	const many = Array.from({ length: 5 }, (_unused, i) => wanted('sku', `S${i}`, 'de'));
	const all = many.map(({ ref }, i) => unit(i + 1, ref.value));

	it('are found in the whole list, where it does not say how long it is, too', async () => {
		for (const body of [{ data: all }, page(...all).body]) {
			const desk = new OfferDesk(() => ({ body }));
			const found = await findOffers(desk.call, many);
			expect(many.map((one) => ids(found.get(one)))).toEqual(
				all.map(({ id_unit: id }) => [`${id} de`]),
			);
			expect(desk.calls).toEqual(['GET /units de']);
		}
	});

	it('are asked for each, where the list is longer', async () => {
		const desk = new OfferDesk((_call, { query }) => {
			const own = all.filter(({ id_offer: sku }) => sku === query?.id_offer);
			if (query?.id_offer !== undefined) return page(...own);
			const others = Array.from({ length: 100 }, (_unused, i) => unit(100 + i, null));
			return { body: { data: others, pagination: { offset: 0, limit: 100, total: 501 } } };
		});
		const found = await findOffers(desk.call, many);
		expect(many.map((one) => ids(found.get(one)))).toEqual(
			all.map(({ id_unit: id }) => [`${id} de`]),
		);
		expect(desk.calls).toHaveLength(1 + 5);
	});

	it('are read in the storefronts that they name only', async () => {
		const desk = new OfferDesk(() => page());
		const both = [...many, wanted('sku', 'S9', 'cz')];
		const found = await findOffers(desk.call, both);
		expect(both.map((one) => ids(found.get(one)))).toEqual(both.map(() => []));
		expect(desk.calls.sort()).toEqual(['GET /units cz', 'GET /units de']);
	});
});

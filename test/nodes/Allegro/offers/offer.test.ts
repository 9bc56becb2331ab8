import { describe, expect, it } from 'vitest';

import { OFFER_ID, priceOn, toProduct, toTarget } from '../../../../nodes/Allegro/offers/offer';
import { living } from '../../../../nodes/Allegro/offers/list';

const OFFER = {
	id: '12345678901',
	name: 'Kubek',
	primaryImage: { url: 'https://a.allegroimg.com/1' },
	sellingMode: { format: 'BUY_NOW', price: { amount: '50', currency: 'PLN' } },
	stock: { available: 0, sold: 2 },
	publication: { status: 'ENDED', marketplaces: { base: { id: 'allegro-pl' } } },
	external: { id: ' K-1 ' },
	isFulfillment: false,
	additionalMarketplaces: {
		'allegro-cz': { sellingMode: { price: { amount: '250', currency: 'CZK' } } },
		'allegro-sk': { sellingMode: null },
	},
};
const PRODUCTION = { account: '7', isSandbox: false };

describe('an offer as a product', () => {
	it('has everything that the list gives', () => {
		expect(toProduct(OFFER, PRODUCTION)).toEqual({
			schema: 'product/1',
			marketplace: 'allegro',
			account: '7',
			site: 'allegro-pl',
			id: '12345678901',
			variantId: null,
			sku: 'K-1',
			ean: null,
			title: 'Kubek',
			status: 'ended',
			statusRaw: 'ENDED',
			quantity: 0,
			price: '50.00',
			currency: 'PLN',
			url: 'https://allegro.pl/oferta/12345678901',
			imageUrl: 'https://a.allegroimg.com/1',
			updatedAt: null,
			missing: [{ field: 'ean', reason: expect.any(String) as unknown }],
		});
	});

	it('has nothing where the list has nothing', () => {
		const none = { id: '1' };
		expect(toProduct(none, PRODUCTION)).toMatchObject({
			...{ sku: null, title: null, quantity: null, price: null, currency: null },
			...{ site: null, url: null, status: 'unknown', statusRaw: null },
		});
	});

	it.each([
		['ACTIVE', 'active'],
		['ACTIVATING', 'inactive'],
		['INACTIVE', 'draft'],
		['ENDED', 'ended'],
		['FROZEN', 'unknown'],
	])('has the status %s as %s', (statusRaw, status) => {
		const publication = { ...OFFER.publication, status: statusRaw };
		expect(toProduct({ ...OFFER, publication }, PRODUCTION)).toMatchObject({ status, statusRaw });
	});

	it('has a page in Poland, and in the sandbox another one', () => {
		const sandbox = toProduct(OFFER, { account: null, isSandbox: true });
		expect(sandbox.url).toBe('https://allegro.pl.allegrosandbox.pl/oferta/12345678901');
		const publication = { status: 'ACTIVE', marketplaces: { base: { id: 'allegro-cz' } } };
		expect(toProduct({ ...OFFER, publication }, PRODUCTION)).toMatchObject({
			...{ site: 'allegro-cz', url: null },
		});
	});

	it.each([
		[null, '50'],
		['allegro-pl', '50'],
		['allegro-cz', '250'],
		['allegro-sk', undefined],
		['allegro-hu', undefined],
	])('costs on %s', (site, amount) => {
		expect(priceOn(OFFER, site).amount).toBe(amount);
	});

	it.each(['1', '12345678901'])('has an ID of digits: %s', (id) =>
		expect(OFFER_ID.expression.test(id)).toBe(true),
	);
	it.each(['', 'A-1', '1'.repeat(21), '1 2'])('has no ID like %s', (id) =>
		expect(OFFER_ID.expression.test(id)).toBe(false),
	);
});

describe('an offer as something to write to', () => {
	it('has its stock, or its price on a site', () => {
		expect(toTarget(OFFER, 'quantity', null)).toEqual({
			...{ id: '12345678901', variantId: null, sku: 'K-1', site: 'allegro-pl' },
			...{ present: '0', currency: null, status: 'ENDED', baseSite: 'allegro-pl' },
			...{ format: 'BUY_NOW', isKeptByAllegro: false },
		});
		expect(toTarget(OFFER, 'price', 'allegro-cz')).toMatchObject({
			...{ site: 'allegro-cz', baseSite: 'allegro-pl', present: '250', currency: 'CZK' },
		});
		expect(toTarget(OFFER, 'price', 'allegro-sk')).toMatchObject({ present: null, currency: null });
	});

	it('has the status that is known better than the list knows it', () => {
		expect(toTarget(OFFER, 'quantity', null, 'ACTIVE').status).toBe('ACTIVE');
	});
});

describe('offers of one SKU', () => {
	const of = (status: string) => ({ ...OFFER, publication: { ...OFFER.publication, status } });
	const [active, activating, draft, ended, other] = [
		'ACTIVE',
		'ACTIVATING',
		'INACTIVE',
		'ENDED',
		'FROZEN',
	].map(of);

	it.each([
		[
			[ended, active, draft, activating],
			[active, activating],
		],
		[[ended, draft], [draft]],
		[
			[ended, ended],
			[ended, ended],
		],
		[[other], [other]],
		[[], []],
	])('are those that are sold, else drafts, else those that have ended', (found, left) => {
		expect(living(found)).toEqual(left);
	});
});

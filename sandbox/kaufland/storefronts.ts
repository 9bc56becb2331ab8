interface Storefront {
	currency: 'EUR' | 'CZK' | 'PLN';
	/** Percent. */
	vat: number;
	/** The most that a listing may cost, in cents. */
	mostPrice: number;
	/** What one euro costs there, for prices that look like those of the country. */
	perEuro: number;
	/** ISO 3166, with two and with three letters. */
	country: readonly [string, string];
}

const EURO = { currency: 'EUR', mostPrice: 100_000_000, perEuro: 1 } as const;

/** Where a seller can sell, see https://sellerapi.kaufland.com/?page=endpoints */
const STOREFRONTS = {
	de: { ...EURO, vat: 19, country: ['DE', 'DEU'] },
	cz: {
		currency: 'CZK',
		vat: 21,
		mostPrice: 2_500_000_000,
		perEuro: 25,
		country: ['CZ', 'CZE'],
	},
	sk: { ...EURO, vat: 23, country: ['SK', 'SVK'] },
	pl: { currency: 'PLN', vat: 23, mostPrice: 450_000_000, perEuro: 4.3, country: ['PL', 'POL'] },
	at: { ...EURO, vat: 20, country: ['AT', 'AUT'] },
	fr: { ...EURO, vat: 20, country: ['FR', 'FRA'] },
	it: { ...EURO, vat: 22, country: ['IT', 'ITA'] },
	es: { ...EURO, vat: 21, country: ['ES', 'ESP'] },
	nl: { ...EURO, vat: 21, country: ['NL', 'NLD'] },
} satisfies Record<string, Storefront>;

export type StorefrontName = keyof typeof STOREFRONTS;

export const ALL_STOREFRONTS = Object.keys(STOREFRONTS) as StorefrontName[];

export function storefrontOf(name: StorefrontName): Storefront {
	return STOREFRONTS[name];
}

/** Whole cents in the currency of a storefront. */
export function localPrice(name: StorefrontName, cents: number): number {
	return Math.round(cents * storefrontOf(name).perEuro);
}

import type { SalesChannel } from '../../core/accounts/account';

/**
 * The storefronts of Kaufland, by the word of the API. One pair of keys opens all on which the account sells.
 * See https://sellerapi.kaufland.com/swagger.json; `es` and `nl` came with 2.41.0.
 */
export const STOREFRONTS: Readonly<Record<string, Omit<SalesChannel, 'id'>>> = {
	at: { name: 'Kaufland.at', countryCode: 'AT' },
	cz: { name: 'Kaufland.cz', countryCode: 'CZ' },
	de: { name: 'Kaufland.de', countryCode: 'DE' },
	es: { name: 'Kaufland.es', countryCode: 'ES' },
	fr: { name: 'Kaufland.fr', countryCode: 'FR' },
	it: { name: 'Kaufland.it', countryCode: 'IT' },
	nl: { name: 'Kaufland.nl', countryCode: 'NL' },
	pl: { name: 'Kaufland.pl', countryCode: 'PL' },
	sk: { name: 'Kaufland.sk', countryCode: 'SK' },
};

/** For the storefront filters of orders and offers. */
export const storefrontOptions = Object.entries(STOREFRONTS).map(([value, { name }]) => ({
	name: name ?? value,
	value,
}));

import type { Random } from '../kit/random';
import type { StoreIdentity } from './app';
import { CURRENCIES } from './catalogue';
import type { Country } from './people';

/** How the prices of one order come about. */
export interface Pricing {
	currency: (typeof CURRENCIES)[number];
	taxRate: number;
	/** A price in the order's currency, rounded as that currency is. */
	of(dollars: number): number;
}

/** Half of the buyers pay in their own currency. */
export function pricing(random: Random, store: StoreIdentity, country: Country): Pricing {
	const foreign = random.chance(0.5) ? country.currency : store.currency;
	const currency = CURRENCIES.find(({ code }) => code === foreign) ?? CURRENCIES[0];
	const of = (dollars: number): number =>
		Number((dollars * currency.rate).toFixed(currency.decimals));
	return { currency, taxRate: country.taxRate, of };
}

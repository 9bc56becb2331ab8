import type { Call } from './gate';
import { badRequest, invalid, notFound } from './problem';
import { ALL_STOREFRONTS, type StorefrontName } from './storefronts';

/** A storefront of the seller's, where the call names one. */
export function storefrontIn({ query, shop }: Call): StorefrontName | undefined {
	const storefront = query.word('storefront', ALL_STOREFRONTS);
	if (storefront !== undefined && !shop.storefronts.includes(storefront)) {
		throw badRequest('storefront-not-configured', `${storefront} is not set up`);
	}
	return storefront;
}

export function neededStorefront(call: Call): StorefrontName {
	const storefront = storefrontIn(call);
	if (storefront === undefined) throw invalid({ field: 'storefront', message: 'missing' });
	return storefront;
}

/** A number in the path. */
export function idOf({ params }: Call, name: string): number {
	const id = params[name];
	if (!/^\d+$/.test(id)) throw invalid({ field: name, message: 'a whole number' });
	if (!Number.isSafeInteger(Number(id))) throw notFound(id);
	return Number(id);
}

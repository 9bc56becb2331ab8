import { faultsOf } from './fault';

/** Offers of Kaufland, their stock and their prices. */
export const kauflandOffers = [
	...faultsOf('nodes/Kaufland/offers/bulk.ts', [
		[
			'return changes.map(({ id }) => byId.get(id));',
			'return results;',
			'an answer in another order is that of another offer',
		],
		[
			"return status < 500 ? { status: 'failed', error: refusal(result, status) } : undefined;",
			"return { status: 'failed', error: refusal(result, status) };",
			'an internal error counts as not done, and nobody looks',
		],
		[
			'count(result.status_code) ?? 500',
			'count(result.status_code) ?? 200',
			'what the answer leaves out counts as done',
		],
		[
			'export const BULK_SIZE = 150;',
			'export const BULK_SIZE = 151;',
			'Kaufland refuses the whole call',
		],
	]),
	...faultsOf('nodes/Kaufland/offers/find.ts', [
		[
			'if (offer.wire.id_offer === sku)',
			'if (true)',
			'whatever else the filter finds is written to, too',
		],
		[
			"if (failure && (by === 'sku' || all.length === 0)) return failure;",
			'if (failure && all.length === 0) return failure;',
			'a SKU counts as one of a kind although a storefront could not be read',
		],
		[
			'query: { fulfillment_type: FULFILLMENTS, ...query },',
			'query,',
			'what Kaufland sends for the seller is missing',
		],
		[
			'if (length / PAGE_SIZE > most) return undefined;',
			'',
			'a hundred pages are read for five SKUs',
		],
		[
			'!found.has(name)),',
			'true),',
			'a thousand IDs are asked for in every storefront, one by one',
		],
		[
			'return isUnknown ? [] : raise(error);',
			'return raise(error);',
			'an ID is found only where the offer is in the first storefront',
		],
	]),
	...faultsOf('nodes/Kaufland/offers/updates.ts', [
		['if (!isKeptByKaufland) return;', 'return;', 'Kaufland is sent a stock that it counts itself'],
		[
			'if (minimum !== null && isPositive(difference(minimum, value))) {',
			'if (false) {',
			'a price below the minimum of Smart Pricing lowers the minimum',
		],
		[
			'const again = await withPrices(priceless, writer);',
			'const again = new Map<Part, undefined>();',
			'no stock is set where Kaufland wants the price with it',
		],
		[
			"listing_price: Number(product(value, '100')),",
			'listing_price: Number(value) * 100,',
			'8.29 goes out as 828.9999999999999 cents',
		],
		[
			'place: () => ({ site: null }),',
			'',
			'one offer, named with its storefront and without, gets two values',
		],
	]),
	...faultsOf('nodes/Kaufland/offers/list.ts', [
		[
			'offset = 0;',
			'',
			'the list of the panel leaves out offers of a storefront, where the one before has become shorter',
		],
	]),
	...faultsOf('core/products/value-writes.ts', [
		[
			'if (currencies.length < 2) return;',
			'return;',
			'9.99 EUR become 9.99 CZK where all that have the SKU are updated',
		],
	]),
];

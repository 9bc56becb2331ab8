import { currencyOf, MOST, type Offer, type Reason } from './offer';
import type { AllegroSettings } from './settings';

const AMOUNT = /^\d{1,9}(\.\d{1,2})?$/;

/** Why an offer cannot have this stock; undefined when it can. */
export function stockReason(
	offer: Offer,
	value: unknown,
	{ refuses }: AllegroSettings,
): Reason | undefined {
	const path = 'stock.available';
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
		return { code: 'ERR_INVALID_QUANTITY', message: 'Quantity is not correct', path };
	}
	if (offer.isFulfillment) {
		const message = 'The stock of this offer is managed by Allegro Warehouse';
		return { code: 'FULFILLMENT_STOCK_NOT_EDITABLE', message, path };
	}
	if (value + offer.sold > MOST) {
		const message = 'The sum of sold and available items is too large';
		return { code: 'INVALID_SUM_OF_SOLD_AND_AVAILABLE_ITEMS', message, path };
	}
	return refuses?.[offer.id];
}

/** Why an offer cannot have this price on a marketplace; undefined when it can. */
export function priceReason(
	offer: Offer,
	marketplace: string,
	value: unknown,
	{ refuses }: AllegroSettings,
): Reason | undefined {
	const path = 'sellingMode.price';
	const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
	if (typeof amount !== 'string' || !AMOUNT.test(amount) || Number(amount) <= 0) {
		// Said of any amount that does not fit, see https://github.com/allegro/allegro-api/issues/12680
		return { code: 'VALIDATION_ERROR', message: 'The value was exceeded', path };
	}
	if (marketplace !== offer.marketplace && !(marketplace in offer.additional)) {
		const message = `The offer is not listed on ${marketplace}`;
		return { code: 'MARKETPLACE_NOT_DECLARED', message, path };
	}
	if (currency !== currencyOf(marketplace)) {
		return { code: 'INVALID_CURRENCY', message: 'Currency is not correct', path };
	}
	if (offer.format === 'AUCTION') {
		return { code: 'PRICE_NOT_ALLOWED', message: 'An auction has no Buy Now price', path };
	}
	return refuses?.[offer.id];
}

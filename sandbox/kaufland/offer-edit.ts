import { isWhole, type Fields } from './body';
import { decimal, type Offer } from './offer';
import type { FieldError } from './problem';
import type { KauflandSettings } from './settings';
import { storefrontOf } from './storefronts';

const INT32 = 2 ** 31 - 1;
const VAT_INDICATORS = [
	'standard_rate',
	'reduced_rate_1',
	'reduced_rate_2',
	'super_reduced_rate',
	'zero_rate',
];

/** A check of a value, and what the field has to be. */
type Check = [fits: (value: unknown, offer: Offer) => boolean, what: string];

const whole = (min: number, max = INT32): Check => [
	(value) => isWhole(value, min, max),
	`a whole number from ${min} to ${max}`,
];
const price: Check = [
	(value, { storefront }) => isWhole(value, 1, storefrontOf(storefront).mostPrice),
	'whole cents within the limits of the storefront',
];
const participation: Check = [
	(value) => value === null || isWhole(value, 1, INT32),
	'cents or null',
];

/** See `UnitPatchRequest` of the official description. */
const CHECKS: Record<string, Check> = {
	status: [(value) => value === 'AVAILABLE' || value === 'ONHOLD', 'AVAILABLE or ONHOLD'],
	amount: whole(0),
	handling_time: whole(0, 100),
	listing_price: price,
	minimum_price: price,
	note: [(value) => typeof value === 'string' && value.length <= 250, 'at most 250 characters'],
	id_shipping_group: whole(1),
	id_warehouse: whole(1),
	vat_indicator: [(value) => VAT_INDICATORS.includes(String(value)), VAT_INDICATORS.join(', ')],
	eco_participation: participation,
	battery_participation: participation,
};

/** What is wrong with new values of an offer. */
export function problemsOf(
	offer: Offer,
	values: Fields,
	{ priceRequired }: KauflandSettings,
): FieldError[] {
	const errors = Object.entries(values).flatMap(([field, value]) => {
		if (!Object.hasOwn(CHECKS, field)) return [{ field, message: 'unknown' }];
		const [fits, what] = CHECKS[field];
		return fits(value, offer) ? [] : [{ field, message: what }];
	});
	if (priceRequired && values.listing_price === undefined) {
		errors.push({ field: 'listing_price', message: 'missing' });
	}
	// Kaufland itself counts what lies in its warehouse.
	if (values.amount !== undefined && offer.fulfillment === 'fulfilled_by_kaufland') {
		errors.push({ field: 'amount', message: 'not the seller’s to set' });
	}
	return errors;
}

/** Writes values that have been checked. */
export function edit(offer: Offer, values: Fields): void {
	const { amount, listing_price: asked, minimum_price: least } = values;
	if (amount !== undefined) {
		offer.amount = Number(amount);
		offer.written.quantity.push(offer.amount);
	}
	if (asked !== undefined || least !== undefined) setPrice(offer, asked, least);
	if (asked !== undefined) offer.written.price.push(decimal(offer.listingPrice));
	if (values.status !== undefined) offer.status = values.status as Offer['status'];
	if (values.note !== undefined) offer.note = String(values.note);
	if (values.handling_time !== undefined) offer.handlingTime = Number(values.handling_time);
	if (values.id_warehouse !== undefined) offer.idWarehouse = Number(values.id_warehouse);
	if (values.vat_indicator !== undefined) offer.vatIndicator = String(values.vat_indicator);
	if (values.id_shipping_group !== undefined) {
		offer.idShippingGroup = Number(values.id_shipping_group);
	}
}

/** Where Kaufland finds the price it stays between the two; else all three are one. */
function setPrice(offer: Offer, asked: unknown, least: unknown): void {
	const isSmart = least !== undefined || offer.minimumPrice < offer.listingPrice;
	offer.listingPrice = Number(asked ?? offer.listingPrice);
	const minimum = isSmart ? Number(least ?? offer.minimumPrice) : offer.listingPrice;
	offer.minimumPrice = Math.min(minimum, offer.listingPrice);
	offer.price = isSmart
		? Math.max(offer.minimumPrice, Math.min(offer.price, offer.listingPrice))
		: offer.listingPrice;
}

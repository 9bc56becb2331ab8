import {
	address,
	type Address,
	buyer,
	eventKey,
	type LineFacts,
	type Missing,
	order,
	type Order,
	type PaymentStatus,
	orderLine,
	type PickupPoint,
	RAW_ORDER,
	type Tax,
	totals,
} from '../../../core/orders/order';
import { amount, count, flag, join, list, part, text } from '../../../core/orders/read';
import { product, sum } from '../../../core/orders/decimal';
import { timeOf } from '../../../core/orders/time';
import { STOREFRONTS } from '../storefronts';
import { countryCode } from './countries';
import { progressOf, revisionOf, statusesOf, statusOf, unitsOf } from './statuses';
import { readTime } from './time';
import type { OrderUnit, RawOrder, WireAddress } from './wire';

type Unit = Partial<OrderUnit>;

/** The order of Kaufland as the unified order: one line per piece, because each is sent and cancelled by itself. */
export function toOrder(raw: RawOrder): Order {
	const units = unitsOf(raw);
	const id = text(raw.id_order) ?? '';
	const updatedAt = latest(units.map((unit) => readTime(unit.ts_updated_iso)));
	const revision = revisionOf(raw, updatedAt);
	const site = text(raw.storefront) ?? first(units, (unit) => text(unit.storefront));
	const statuses = statusesOf(raw);
	const pickupPoint = pickupPointOf(raw);
	const shippingPrice = total(units, 'shipping_rate');
	return order({
		marketplace: 'kaufland',
		id,
		number: id === '' ? null : id,
		site,
		siteName: site === null ? null : (STOREFRONTS[site]?.name ?? null),
		eventKey: eventKey('kaufland', id, revision),
		revision,
		...statuses,
		fulfilledBy: fulfilledBy(raw, units),
		placedAt:
			readTime(raw.ts_created_iso) ?? earliest(units.map((unit) => readTime(unit.ts_created_iso))),
		updatedAt,
		deliverBy: { from: null, to: deadlineOf(units) },
		currency: only(units, (unit) => text(unit.currency)),
		taxIncluded: units.length > 0 ? true : null,
		totals: totals({
			items: total(units, 'price'),
			shipping: shippingPrice,
			grand: grandTotal(units),
		}),
		taxes: taxesOf(units),
		buyer: buyer({
			id: text(part(raw.buyer).id_buyer),
			email: text(part(raw.buyer).email),
			name: nameOf(part(raw.billing_address)),
			company: text(part(raw.billing_address).company_name),
			phone: text(part(raw.billing_address).phone),
		}),
		billingAddress: addressOf(raw.billing_address),
		shippingAddress: addressOf(raw.shipping_address),
		pickupPoint,
		shipping: { methodId: null, method: null, carrier: null, price: shippingPrice },
		lines: units.map(lineOf),
		missing: missingOf(raw, units, statuses),
	});
}

function lineOf(unit: Unit): LineFacts {
	const goods = part(unit.product);
	const progress = progressOf(unit);
	const isCancelled = progress === null;
	const price = cents(unit.price);
	return orderLine({
		id: text(unit.id_order_unit),
		sku: text(unit.id_offer),
		title: text(goods.title),
		productId: text(goods.id_product),
		ean: text(list<unknown>(goods.eans)[0]),
		quantity: 1,
		quantityShipped: progress === undefined ? null : Number((progress ?? 0) > 0),
		quantityCancelled: progress === undefined ? null : Number(isCancelled),
		quantityRefunded: progress === undefined ? null : Number(statusOf(unit) === 'returned_paid'),
		unitPrice: price,
		total: price,
		statusRaw: text(unit.status),
	});
}

/** Whole cents as a decimal; nothing for what is no amount. */
export function cents(value: unknown): string | null {
	const number = count(value);
	return number === null || !Number.isSafeInteger(number) ? null : product(String(number), '0.01');
}

/** Over all pieces, cancelled ones, too: what was ordered. One amount that is not known leaves no sum. */
function total(units: readonly Unit[], name: 'price' | 'shipping_rate'): string | null {
	const amounts = units.map((unit) => cents(unit[name]));
	if (amounts.length === 0 || amounts.includes(null)) return null;
	return sum(amounts as string[]);
}

function grandTotal(units: readonly Unit[]): string | null {
	const sums = [total(units, 'price'), total(units, 'shipping_rate')];
	return sums.includes(null) ? null : sum(sums as string[]);
}

function fulfilledBy(raw: RawOrder, units: readonly Unit[]): Order['fulfilledBy'] {
	const types = new Set(
		units.map((unit) => text(unit.fulfillment_type) ?? text(raw.fulfillment_type)),
	);
	if (types.size > 1) return 'mixed';
	const [type] = types;
	if (type === 'fulfilled_by_merchant') return 'seller';
	return type === 'fulfilled_by_kaufland' ? 'marketplace' : 'unknown';
}

/** The first day that counts for what is still under way. */
function deadlineOf(units: readonly Unit[]): string | null {
	const open = units.filter((unit) => [0, 1].includes(progressOf(unit) ?? -1));
	return earliest(open.map((unit) => readTime(unit.delivery_time_expires_iso)));
}

function taxesOf(units: readonly Unit[]): Tax[] {
	const byRate = new Map<string, Tax>();
	for (const unit of units) {
		const rate = amount(unit.vat);
		if (rate === null) continue;
		const isTheirs = flag(unit.is_marketplace_deemed_supplier);
		const collectedBy = isTheirs === null ? 'unknown' : isTheirs ? 'marketplace' : 'seller';
		byRate.set(`${rate} ${collectedBy}`, { name: 'VAT', rate, amount: null, collectedBy });
	}
	return [...byRate.values()];
}

function nameOf({ first_name: firstName, last_name: lastName }: Partial<WireAddress>) {
	return join(firstName, lastName);
}

function addressOf(given: WireAddress | null | undefined): Address | null {
	const wire = part(given);
	if (Object.keys(wire).length === 0) return null;
	return address({
		name: nameOf(wire),
		company: text(wire.company_name),
		line1: join(wire.street, wire.house_number),
		line2: text(wire.additional_field),
		postalCode: text(wire.postcode),
		city: text(wire.city),
		countryCode: countryCode(wire.country),
		phone: text(wire.phone),
	});
}

/** The post number of the buyer belongs on the label of a parcel to a DHL Packstation. */
function pickupPointOf({ delivery }: RawOrder): PickupPoint | null {
	const place = part(part(delivery).pickup_location);
	const id = text(place.pickup_location_id);
	if (id === null) return null;
	return { id, name: join(place.provider, place.dhl_post_number), address: null };
}

const PAID: readonly PaymentStatus[] = ['paid', 'partiallyRefunded', 'refunded'];

function missingOf(
	raw: RawOrder,
	units: readonly Unit[],
	{ status, paymentStatus }: Pick<Order, 'status' | 'paymentStatus'>,
): Missing[] {
	const was = (status: string): boolean => units.some((unit) => statusOf(unit) === status);
	const isPaid = PAID.includes(paymentStatus);
	const isSent = units.some((unit) => (progressOf(unit) ?? 0) > 0);
	const given: Array<Missing | false> = [
		raw.delivery === undefined && {
			field: 'pickupPoint',
			reason: "the list does not show it: turn on 'Include Pickup Points', or use Order > Get",
		},
		isSent && { field: 'shipments', reason: 'Kaufland does not return tracking numbers' },
		isPaid && { field: 'paidAt', reason: 'Kaufland does not return when the buyer paid' },
		isPaid && { field: 'totals.paid', reason: 'Kaufland does not return what was paid' },
		status === 'cancelled' && {
			field: 'cancelledAt',
			reason: 'Kaufland does not return when an order was cancelled',
		},
		units.length > 0 && {
			field: 'totals.fees',
			reason: `Kaufland gives what is left of each piece: see revenue_gross and revenue_net of ${RAW_ORDER}`,
		},
		was('returned_paid') && {
			field: 'totals.refunded',
			reason: 'Kaufland does not return the sum of a refund',
		},
		raw.buyer === null && { field: 'buyer', reason: 'Kaufland no longer shows the buyer' },
		isForeign(raw.shipping_address) && {
			field: 'shippingAddress.countryCode',
			reason: `written in an unknown way: see ${RAW_ORDER}`,
		},
	];
	return given.filter((entry) => entry !== false);
}

function isForeign(given: WireAddress | null | undefined): boolean {
	const { country } = part(given);
	return text(country) !== null && countryCode(country) === null;
}

function first<T>(units: readonly Unit[], read: (unit: Unit) => T | null): T | null {
	return units.map(read).find((value) => value !== null) ?? null;
}

/** What all pieces have alike. */
function only(units: readonly Unit[], read: (unit: Unit) => string | null): string | null {
	const values = new Set(units.map(read));
	return values.size === 1 ? [...values][0] : null;
}

function latest(times: ReadonlyArray<string | null>): string | null {
	return times.reduce(
		(a, b) => ((timeOf(b) ?? -Infinity) > (timeOf(a) ?? -Infinity) ? b : a),
		null,
	);
}

function earliest(times: ReadonlyArray<string | null>): string | null {
	return times.reduce((a, b) => ((timeOf(b) ?? Infinity) < (timeOf(a) ?? Infinity) ? b : a), null);
}

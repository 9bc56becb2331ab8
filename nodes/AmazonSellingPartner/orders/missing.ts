import type { Missing, Order } from '../../../core/orders/order';
import { count, object, part, parts, text } from '../../../core/orders/read';
import { inParts, subtotal } from './money';
import { lackingItems, PENDING, sum } from './standing';
import { livePackages, standing } from './status';
import type { AmazonItem, AmazonOrder } from './wire';

type Facts = Partial<AmazonOrder>;

/** Which fields come with which part of `includedData`. See BEHAVIOR.md, Orders. */
const PARTS: ReadonlyArray<{ name: string; key: keyof AmazonOrder; fields: string[] }> = [
	{ name: 'BUYER', key: 'buyer', fields: ['buyer.name', 'buyer.email', 'buyer.company'] },
	{ name: 'RECIPIENT', key: 'recipient', fields: ['shippingAddress', 'buyer.note'] },
	{ name: 'PROCEEDS', key: 'proceeds', fields: ['totals', 'taxes', 'lines.total'] },
	{ name: 'PAYMENT', key: 'payment', fields: ['paymentMethod'] },
	{ name: 'TAX', key: 'tax', fields: ['invoice', 'buyer.taxId'] },
	{
		name: 'FULFILLMENT',
		key: 'fulfillment',
		fields: ['status', 'paymentStatus', 'fulfillmentStatus', 'fulfilledBy', 'shipBy', 'deliverBy'],
	},
	{ name: 'PACKAGES', key: 'packages', fields: ['shipments'] },
];

/** The same for parts that are sent with each item. */
const ITEM_PARTS: ReadonlyArray<{ name: string; key: keyof AmazonItem; fields: string[] }> = [
	{ name: 'PROMOTION', key: 'promotion', fields: ['discounts'] },
	{ name: 'CANCELLATION', key: 'cancellation', fields: ['lines.statusRaw'] },
];

/** What an order has once it is not pending any more. */
export const PRICES = ['currency', 'totals', 'lines.unitPrice', 'lines.total'];

/** Why fields are empty, as far as the request and the answer show. */
export function missingOf(facts: Facts, includedData: readonly string[]): Missing[] {
	const asked = new Set(includedData);
	return [
		...notRequested(facts, asked),
		...personal(facts, asked),
		...notYet(facts, asked),
		...lacking(facts),
		...inParts(facts),
	];
}

function notRequested(facts: Facts, asked: ReadonlySet<string>): Missing[] {
	const items = parts(facts.orderItems);
	const absent = [
		...PARTS.filter(({ key }) => !facts[key]),
		...ITEM_PARTS.filter(({ key }) => items.every((item) => !item[key])),
	].filter(({ name }) => !asked.has(name));
	return absent.flatMap(({ fields }) => because('not requested', ...fields));
}

/**
 * Amazon leaves out what a role may not see, without a word.
 * See https://developer-docs.amazon.com/sp-api/docs/access-orders-pii.
 */
function personal(facts: Facts, asked: ReadonlySet<string>): Missing[] {
	const { buyerName, buyerEmail } = part(facts.buyer);
	const { deliveryAddress } = part(facts.recipient);
	const given = part(deliveryAddress);
	const isByAmazon = part(facts.fulfillment).fulfilledBy === 'AMAZON';
	const why = stage(facts);
	const fields: Array<[boolean, string, string]> = [
		[asked.has('BUYER') && !text(buyerName), 'buyer.name', 'role'],
		[
			asked.has('BUYER') && !text(buyerEmail),
			'buyer.email',
			isByAmazon ? 'fulfilled by the marketplace' : 'role',
		],
	];
	if (asked.has('RECIPIENT')) {
		const isThere = Object.keys(object(deliveryAddress)).length > 0;
		fields.push(
			[!isThere, 'shippingAddress', 'role'],
			[isThere && !text(given.name), 'shippingAddress.name', 'role'],
			[
				isThere && !text(given.addressLine1) && !text(part(given.extendedFields).streetName),
				'shippingAddress.line1',
				'role',
			],
			[isThere && !text(given.phone), 'shippingAddress.phone', phoneReason(facts)],
		);
	}
	return fields
		.filter(([isMissing]) => isMissing)
		.flatMap(([, field, reason]) => because(why ?? reason, field));
}

/** Pending and cancelled orders have no buyer for anyone, whatever the role. */
function stage(facts: Facts): string | null {
	const { known } = standing(facts);
	if (PENDING.has(known)) return 'pending order';
	return known === 'CANCELLED' ? 'cancelled order' : null;
}

/** With a name the role is there, so the number was withdrawn after the delivery date. */
function phoneReason(facts: Facts): string {
	const { fulfilledBy, fulfillmentStatus } = part(facts.fulfillment);
	if (fulfilledBy === 'AMAZON') return 'fulfilled by the marketplace';
	const { name } = part(part(facts.recipient).deliveryAddress);
	return text(name) !== null && fulfillmentStatus === 'SHIPPED' ? 'age' : 'role';
}

function notYet(facts: Facts, asked: ReadonlySet<string>): Missing[] {
	const { fulfilledBy } = part(facts.fulfillment);
	const { grandTotal } = part(facts.proceeds);
	const hasNoPrice = text(part(grandTotal).amount) === null;
	const hasNoSums = parts(part(facts.proceeds).breakdowns).length === 0;
	const isPending = PENDING.has(standing(facts).known);
	const hasPriceOnly = parts(facts.orderItems).some(({ product, proceeds }) => {
		const { unitPrice } = part(part(product).price);
		return unitPrice !== undefined && subtotal(part(proceeds).breakdowns, 'ITEM') === null;
	});
	const isByAmazon = fulfilledBy === 'AMAZON' && parts(facts.packages).length === 0;
	return [
		...(asked.has('PROCEEDS') && isPending && hasNoPrice
			? because('pending order', ...PRICES)
			: []),
		...(asked.has('PROCEEDS') && hasPriceOnly
			? because('Amazon gives the price of one only', 'lines.total')
			: []),
		...(asked.has('PROCEEDS') && !isPending && hasNoSums
			? because('Amazon gives no sums of this order, only amounts of its lines', 'totals')
			: []),
		...(asked.has('PACKAGES') && isByAmazon
			? because('fulfilled by the marketplace', 'shipments')
			: []),
	];
}

/** Items that the order, or one of its parcels, speaks of and does not list. */
function lacking(facts: Facts): Missing[] {
	const items = parts(facts.orderItems);
	const told = [count(facts.numberOfItemsShipped), count(facts.numberOfItemsUnshipped)];
	const units = told.every((number) => number === null) ? null : sum(told);
	const found = lackingItems(
		units,
		items.map((item) => count(item.quantityOrdered)),
	);
	if (found.length > 0) return found;
	const known = new Set(items.map((item) => text(item.orderItemId)));
	const packed = livePackages(facts).flatMap((parcel) => parts(parcel.packageItems));
	const ids = packed.map(({ orderItemId }) => text(orderItemId)).filter((id) => id !== null);
	const isKnown = ids.every((id) => known.has(id));
	return isKnown ? [] : because('Amazon has sent fewer items than are in the parcels', 'lines');
}

/** Moments that are in no version of the API and in no report. */
export function untimed({ status, paymentStatus }: Partial<Order>): Missing[] {
	const isPaid = paymentStatus === 'paid' || paymentStatus === 'partiallyPaid';
	return [
		...(isPaid ? because('Amazon gives no time of the payment', 'paidAt') : []),
		...(status === 'cancelled'
			? because('Amazon gives no time of the cancellation', 'cancelledAt')
			: []),
	];
}

/** One reason for several fields. */
export function because(reason: string, ...fields: string[]): Missing[] {
	return fields.map((field) => ({ field, reason }));
}

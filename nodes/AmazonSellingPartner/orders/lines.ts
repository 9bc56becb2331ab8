import {
	type LineFacts,
	orderLine,
	type OrderLine,
	type Shipment,
} from '../../../core/orders/order';
import { amount, count, object, part, parts, text } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';
import { type Charge, chargesOf, subtotal } from './money';
import { livePackages } from './status';
import type { AmazonItem, AmazonOrder } from './wire';

type Facts = Partial<AmazonOrder>;
type Item = Partial<AmazonItem>;

/** Items, then what is charged beside them. */
export function linesOf(facts: Facts): LineFacts[] {
	const { fulfillmentStatus } = part(facts.fulfillment);
	const order = {
		isCancelled: fulfillmentStatus === 'CANCELLED',
		purchaseOrderNumber: part(facts.buyer).buyerPurchaseOrderNumber,
	};
	return [
		...parts(facts.orderItems).map((item) => line(item, order)),
		...chargesOf(facts).map(charge),
	];
}

/** Parcels of the seller's own shipping; Amazon does not show its own. */
export function shipmentsOf(facts: Facts): Shipment[] {
	return livePackages(facts).map((parcel) => ({
		id: text(parcel.packageReferenceId),
		carrier: text(parcel.carrier),
		trackingNumber: text(parcel.trackingNumber),
		trackingUrl: null,
		shippedAt: isoTime(parcel.shipTime),
		lines: parts(parcel.packageItems).flatMap((item) => {
			const lineId = text(item.orderItemId);
			return lineId === null ? [] : [{ lineId, quantity: count(item.quantity) }];
		}),
	}));
}

/** What an item has from its order. */
interface OfOrder {
	isCancelled: boolean;
	purchaseOrderNumber: string | undefined;
}

function line(item: Item, { isCancelled, purchaseOrderNumber }: OfOrder): LineFacts {
	const product = part(item.product);
	const { breakdowns } = part(item.proceeds);
	return orderLine({
		id: text(item.orderItemId),
		sku: text(product.sellerSku),
		productId: text(product.asin),
		title: text(product.title),
		options: options(item, purchaseOrderNumber),
		quantity: count(item.quantityOrdered),
		quantityShipped: count(part(item.fulfillment).quantityFulfilled),
		quantityCancelled: cancelled(item, isCancelled),
		unitPrice: amount(part(part(product.price).unitPrice).amount),
		total: subtotal(breakdowns, 'ITEM'),
		tax: subtotal(breakdowns, 'TAX'),
		discount: subtotal(breakdowns, 'DISCOUNT'),
		statusRaw: cancellationWord(item),
	});
}

/** Whoever packs the line, or declares it to customs, has to see these. */
function options(item: Item, purchaseOrderNumber: string | undefined): OrderLine['options'] {
	const { packing, shipping } = part(item.fulfillment);
	const { giftMessage, giftWrapLevel } = part(part(packing).giftOption);
	const { customizedUrl } = part(part(item.product).customization);
	const { iossNumber } = part(part(shipping).internationalShipping);
	const all = { giftMessage, giftWrapLevel, customizedUrl, iossNumber, purchaseOrderNumber };
	return Object.entries(all).flatMap(([name, given]) => {
		const value = text(given);
		return value === null ? [] : [{ name, value }];
	});
}

/**
 * Amazon has no count of cancelled units: they are those that are neither shipped nor to be shipped. Of a
 * wholly cancelled order it may put the ordered quantity to 0, so there the count stays unknown.
 */
function cancelled(item: Item, isOrderCancelled: boolean): number | null {
	const { quantityFulfilled, quantityUnfulfilled } = part(item.fulfillment);
	const ordered = count(item.quantityOrdered);
	const shipped = count(quantityFulfilled);
	const waiting = count(quantityUnfulfilled);
	if (isOrderCancelled || ordered === null || shipped === null || waiting === null) return null;
	const gone = ordered - shipped - waiting;
	return gone >= 0 && gone > 0 === (cancellationWord(item) === 'cancellationExecution')
		? gone
		: null;
}

/** Lines have no status; that a buyer asks for cancellation is what a seller must not miss. */
function cancellationWord(item: Item): string | null {
	const cancellation = part(item.cancellation);
	const words = ['cancellationExecution', 'cancellationRequest'] as const;
	return words.find((name) => Object.keys(object(cancellation[name])).length > 0) ?? null;
}

function charge({ itemId, ...entry }: Charge): LineFacts {
	const kind = entry.type === 'SHIPPING' ? 'shipping' : 'fee';
	const name = text(entry.type) ?? '';
	return orderLine({
		key: [kind, itemId, name].filter(Boolean).join(':'),
		parentId: itemId,
		kind,
		title: text(entry.type),
		total: amount(part(entry.subtotal).amount),
		statusRaw: text(entry.status),
	});
}

import { orderLine, totals } from '../../core/order/order';
import type { Discount, Order, OrderLine, Shipment, Tax } from '../../core/order/order';
import { amount, count, object, part, parts, text } from '../../core/order/read';
import { isoTime } from '../../core/order/time';
import { livePackages } from './amazon.status';
import type { AmazonItem, AmazonOrder, Breakdown } from './amazon.wire';

type Facts = Partial<AmazonOrder>;
type Item = Partial<AmazonItem>;

/** Charges beside goods, shipping, tax and discount; each becomes a line of kind `fee`. */
const FEES: ReadonlySet<unknown> = new Set(['GIFT_WRAP', 'COD_FEE', 'DELIVERY_TIP', 'OTHER']);

/** Schemes and models under which Amazon itself hands the tax to the state. */
const COLLECTED_BY_AMAZON: ReadonlySet<unknown> = new Set([
	'MARKETPLACE_FACILITATOR',
	'IOSS',
	'UOSS',
]);

export function moneyFacts(facts: Facts): Partial<Order> {
	const { grandTotal, breakdowns } = part(facts.proceeds);
	const shipping = subtotal(breakdowns, 'SHIPPING');
	const fees = feesOf(facts);
	return {
		currency: currencyOf(facts),
		// Goods are without tax where tax is reported beside them. See marketplaces: Amazon f.5.
		taxIncluded: hasTax(facts) ? false : null,
		totals: totals({
			items: subtotal(breakdowns, 'ITEM'),
			shipping,
			tax: subtotal(breakdowns, 'TAX'),
			discount: subtotal(breakdowns, 'DISCOUNT'),
			fees: fees.length === 1 ? amount(part(fees[0].subtotal).amount) : null,
			grand: amount(part(grandTotal).amount),
		}),
		taxes: taxesOf(facts),
		discounts: discountsOf(facts),
	};
}

export function linesOf(facts: Facts): OrderLine[] {
	const { fulfillmentStatus } = part(facts.fulfillment);
	const isCancelled = fulfillmentStatus === 'CANCELLED';
	return [
		...parts(facts.orderItems).map((item) => line(item, isCancelled)),
		...feesOf(facts).map((fee) =>
			orderLine({
				kind: 'fee',
				title: text(fee.type),
				total: amount(part(fee.subtotal).amount),
				statusRaw: text(fee.status),
			}),
		),
	];
}

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

/** The amount of one kind of proceeds; `null` where Amazon lists it not at all, or more than once. */
export function subtotal(breakdowns: Breakdown[] | undefined, type: string): string | null {
	const found = parts(breakdowns).filter((entry) => entry.type === type);
	return found.length === 1 ? amount(part(found[0].subtotal).amount) : null;
}

function line(item: Item, isOrderCancelled: boolean): OrderLine {
	const product = part(item.product);
	const { breakdowns } = part(item.proceeds);
	return orderLine({
		id: text(item.orderItemId),
		sku: text(product.sellerSku),
		productId: text(product.asin),
		title: text(product.title),
		options: options(item),
		quantity: count(item.quantityOrdered),
		quantityShipped: count(part(item.fulfillment).quantityFulfilled),
		quantityCancelled: cancelled(item, isOrderCancelled),
		unitPrice: amount(part(part(product.price).unitPrice).amount),
		total: subtotal(breakdowns, 'ITEM'),
		tax: subtotal(breakdowns, 'TAX'),
		discount: subtotal(breakdowns, 'DISCOUNT'),
		statusRaw: cancellationWord(item),
	});
}

/** Whoever packs the line has to see these. */
function options(item: Item): OrderLine['options'] {
	const { giftMessage, giftWrapLevel } = part(part(part(item.fulfillment).packing).giftOption);
	const { customizedUrl } = part(part(item.product).customization);
	return Object.entries({ giftMessage, giftWrapLevel, customizedUrl }).flatMap(([name, given]) => {
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

function feesOf(facts: Facts): Array<Partial<Breakdown>> {
	return parts(part(facts.proceeds).breakdowns).filter((entry) => FEES.has(entry.type));
}

function hasTax(facts: Facts): boolean {
	const { breakdowns } = part(facts.proceeds);
	const perItem = parts(facts.orderItems).map((item) => part(item.proceeds).breakdowns);
	return [breakdowns, ...perItem].some((list) => Number(subtotal(list, 'TAX')) !== 0);
}

/** One sum for the order; who collects it is told per item and must be the same for all. */
function taxesOf(facts: Facts): Tax[] {
	const sum = subtotal(part(facts.proceeds).breakdowns, 'TAX');
	if (sum === null) return [];
	const items = parts(facts.orderItems);
	const isAmazons = items.length > 0 && items.every(isTaxCollectedByAmazon);
	return [
		{ name: null, rate: null, amount: sum, collectedBy: isAmazons ? 'marketplace' : 'unknown' },
	];
}

function isTaxCollectedByAmazon(item: Item): boolean {
	const { taxCollections, taxCalculationBreakdowns } = part(item.tax);
	return (
		parts(taxCollections).some(({ model }) => COLLECTED_BY_AMAZON.has(model)) ||
		parts(taxCalculationBreakdowns).some((entry) => COLLECTED_BY_AMAZON.has(entry.reportingScheme))
	);
}

/** Amazon names the promotions but gives their amounts only as a sum per line. */
function discountsOf(facts: Facts): Discount[] {
	const codes = parts(facts.orderItems)
		.flatMap((item) => parts(part(item.promotion).breakdowns))
		.map((promotion) => text(promotion.promotionId))
		.filter((code) => code !== null);
	return [...new Set(codes)].map((code) => ({
		code,
		name: null,
		amount: null,
		fundedBy: 'unknown',
		level: 'line',
	}));
}

function currencyOf(facts: Facts): string | null {
	const prices = [
		part(facts.proceeds).grandTotal,
		...parts(facts.orderItems).map((item) => part(part(item.product).price).unitPrice),
	];
	return prices.map((price) => text(part(price).currencyCode)).find(Boolean) ?? null;
}

import {
	type Discount,
	type LineFacts,
	orderLine,
	type Shipment,
} from '../../../core/orders/order';
import { amount, count, part, parts, text } from '../../../core/orders/read';
import { claimsOf, unitsOf, wordsOf } from './claims';
import { optionsOf } from './options';
import { koreanTime } from './time';
import type { ProductOrder, ProductOrderDetail } from './wire';

type Detail = Partial<ProductOrderDetail>;
type Product = Partial<ProductOrder>;

type Amounts = ReadonlyArray<keyof Product>;

/**
 * Discounts of a line and the seller's share of each, under Naver's own names for them. First what the order was
 * placed with: the other amounts shrink when a part of the line is claimed.
 */
const DISCOUNTS: ReadonlyArray<{ name: string; all: Amounts; sellers: Amounts }> = [
	{
		name: '즉시 할인',
		all: ['initialProductImmediateDiscountAmount', 'productImediateDiscountAmount'],
		sellers: ['initialSellerBurdenImmediateDiscountAmount', 'sellerBurdenImediateDiscountAmount'],
	},
	{
		name: '복수 구매 할인',
		all: ['productMultiplePurchaseDiscountAmount'],
		sellers: ['sellerBurdenMultiplePurchaseDiscountAmount'],
	},
];

/** All coupons of a line together; given where they are not listed one by one. */
const COUPONS: (typeof DISCOUNTS)[number] = {
	name: '상품 할인',
	all: ['initialProductProductDiscountAmount', 'productProductDiscountAmount'],
	sellers: ['initialSellerBurdenProductDiscountAmount', 'sellerBurdenProductDiscountAmount'],
};

/** One line for each product order, and one for its free gift, which has to be packed too. */
export function linesOf(details: Detail[]): LineFacts[] {
	return details.flatMap((detail) => {
		const product = line(detail);
		const title = text(part(detail.productOrder).freeGift);
		if (title === null) return [product];
		return [product, orderLine({ kind: 'gift', parentId: product.id, title })];
	});
}

/** The order's own discount first, then those of its lines. */
export function discountsOf(details: Detail[]): Discount[] {
	const ofOrder = details.map((detail) => amount(part(detail.order).orderDiscountAmount));
	const given = ofOrder.find((value) => value !== null && Number(value) !== 0);
	const lines = details.flatMap((detail) => lineDiscounts(part(detail.productOrder)));
	if (!given) return lines;
	const order: Discount = {
		code: null,
		name: null,
		amount: given,
		fundedBy: 'unknown',
		level: 'order',
	};
	return [order, ...lines];
}

/** Product orders that left with one parcel share its number; what is sent in exchange is another parcel. */
export function shipmentsOf(details: Detail[]): Shipment[] {
	const shipments = new Map<string, Shipment>();
	for (const { lineId, quantity, carrier, trackingNumber, shippedAt } of details.flatMap(parcels)) {
		const key = trackingNumber === null ? `line ${lineId}` : `parcel ${carrier} ${trackingNumber}`;
		const known = shipments.get(key) ?? {
			id: null,
			carrier,
			trackingNumber,
			trackingUrl: null,
			shippedAt,
			lines: [],
		};
		known.lines.push({ lineId, quantity });
		shipments.set(key, known);
	}
	return [...shipments.values()];
}

interface Parcel {
	lineId: string;
	quantity: number | null;
	carrier: string | null;
	trackingNumber: string | null;
	shippedAt: string | null;
}

function parcels(detail: Detail): Parcel[] {
	const lineId = text(part(detail.productOrder).productOrderId);
	if (lineId === null) return [];
	const { deliveryCompany, trackingNumber, sendDate } = part(detail.delivery);
	const sent = {
		lineId,
		quantity: unitsOf(detail).shipped,
		carrier: text(deliveryCompany),
		trackingNumber: text(trackingNumber),
		shippedAt: koreanTime(sendDate),
	};
	const inExchange = claimsOf(detail)
		.filter((claim) => text(claim.reDeliveryTrackingNumber) !== null)
		.map((claim) => ({
			lineId,
			quantity: count(claim.requestQuantity),
			carrier: text(claim.reDeliveryCompany),
			trackingNumber: text(claim.reDeliveryTrackingNumber),
			shippedAt: koreanTime(claim.reDeliveryOperationDate),
		}));
	const isSent = sent.trackingNumber !== null || sent.shippedAt !== null;
	return isSent ? [sent, ...inExchange] : inExchange;
}

/** Whether the price of one unit is not given: the surcharge of its option stands apart. */
export function hasOptionPrice(product: Product): boolean {
	return Number(amount(product.optionPrice)) !== 0;
}

function line(detail: Detail): LineFacts {
	const product = part(detail.productOrder);
	const units = unitsOf(detail);
	const barcodes = parts(product.skuMappings).map((sku) => text(sku.nsBarcode));
	return orderLine({
		id: text(product.productOrderId),
		sku: text(product.optionManageCode) ?? text(product.sellerProductCode),
		productId: text(product.originalProductId),
		variantId: text(product.optionCode) ?? text(product.itemNo),
		offerId: text(product.productId),
		ean: barcodes.length === 1 ? barcodes[0] : null,
		title: text(product.productName),
		options: optionsOf(product),
		quantity: units.ordered,
		quantityShipped: units.shipped,
		quantityCancelled: units.cancelled,
		quantityRefunded: units.refunded,
		unitPrice: hasOptionPrice(product) ? null : amount(product.unitPrice),
		total: amount(product.initialProductAmount) ?? amount(product.totalProductAmount),
		discount: amount(product.initialProductDiscountAmount) ?? amount(product.productDiscountAmount),
		statusRaw: wordsOf(detail).join(',') || null,
	});
}

function lineDiscounts(product: Product): Discount[] {
	const coupons = parts(product.appliedCoupons).map((coupon) => ({
		code: text(coupon.couponPublishNumber),
		name: text(coupon.couponClassCode),
		amount: amount(coupon.couponDiscountAmount),
		fundedBy: couponFunder(count(coupon.naverBurdenRatio)),
	}));
	const kinds = coupons.length > 0 ? DISCOUNTS : [...DISCOUNTS, COUPONS];
	const own = kinds.map(({ name, all, sellers }) => {
		const given = firstAmount(product, all);
		return {
			code: null,
			name,
			amount: given,
			fundedBy: funder(given, firstAmount(product, sellers)),
		};
	});
	return [...own, ...coupons]
		.filter((discount) => Number(discount.amount) !== 0)
		.map((discount): Discount => ({ ...discount, level: 'line' }));
}

function firstAmount(product: Product, names: Amounts): string | null {
	const given = names.map((name) => amount(product[name]));
	return given.find((value) => value !== null) ?? null;
}

/** The seller bears all of it, nothing, or a part, for which there is no word. */
function funder(all: string | null, sellers: string | null): Discount['fundedBy'] {
	if (all === null || sellers === null) return 'unknown';
	if (Number(sellers) === Number(all)) return 'seller';
	return Number(sellers) === 0 ? 'marketplace' : 'unknown';
}

function couponFunder(naversPercent: number | null): Discount['fundedBy'] {
	if (naversPercent === 0) return 'seller';
	return naversPercent === 100 ? 'marketplace' : 'unknown';
}

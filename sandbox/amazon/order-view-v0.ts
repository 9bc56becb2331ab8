import {
	iso,
	decimal,
	isPending,
	lineTotal,
	openUnits,
	shippedUnits,
	type Sale,
	type SaleLine,
	type Status,
} from './sale';

const DAY = 86_400_000;

/** See https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/ordersV0.json */
export const V0_STATUS: Record<Status, string> = {
	PENDING_AVAILABILITY: 'PendingAvailability',
	PENDING: 'Pending',
	UNSHIPPED: 'Unshipped',
	PARTIALLY_SHIPPED: 'PartiallyShipped',
	SHIPPED: 'Shipped',
	CANCELLED: 'Canceled',
	UNFULFILLABLE: 'Unfulfillable',
};

const SERVICE: Record<string, string> = {
	STANDARD: 'Standard',
	EXPEDITED: 'Expedited',
	NEXT_DAY: 'NextDay',
};

function money(sale: Sale, minor: number) {
	return { CurrencyCode: sale.place.currency, Amount: decimal(minor, sale.place) };
}

/** An order in the shape of Orders v0; personal data only for the elements the token opens. */
export function toOrderV0(sale: Sale, elements: Set<string>) {
	const shipped = sale.lines.reduce((sum, line) => sum + shippedUnits(sale, line), 0);
	const open = sale.lines.reduce((sum, line) => sum + openUnits(sale, line), 0);
	const total = sale.lines.reduce((sum, line) => sum + lineTotal(line), 0);
	return {
		AmazonOrderId: sale.id,
		...(sale.alias ? { SellerOrderId: sale.alias } : {}),
		PurchaseDate: iso(sale.createdAt),
		LastUpdateDate: iso(sale.updatedAt),
		OrderStatus: V0_STATUS[sale.status],
		FulfillmentChannel: channelOf(sale),
		SalesChannel: sale.place.name,
		...(isPending(sale) ? {} : { OrderTotal: money(sale, total) }),
		NumberOfItemsShipped: shipped,
		NumberOfItemsUnshipped: open,
		PaymentMethod: sale.paymentMethod,
		PaymentMethodDetails: ['Standard'],
		IsReplacementOrder: sale.replacementOf !== undefined,
		...(sale.replacementOf ? { ReplacedOrderId: sale.replacementOf } : {}),
		MarketplaceId: sale.place.id,
		ShipmentServiceLevelCategory: SERVICE[sale.serviceLevel],
		OrderType: 'StandardOrder',
		EarliestShipDate: iso(sale.createdAt),
		LatestShipDate: iso(sale.createdAt + 2 * DAY),
		IsBusinessOrder: sale.programs.includes('AMAZON_BUSINESS'),
		IsPrime: sale.programs.includes('PRIME'),
		IsAccessPointOrder: sale.address.type === 'PICKUP_POINT',
		...(isPending(sale) ? {} : addressPart(sale, elements)),
		...(isPending(sale) ? {} : { BuyerInfo: buyerInfo(sale, elements) }),
	};
}

export function channelOf(sale: Sale): string {
	return sale.fulfilledBy === 'AMAZON' ? 'AFN' : 'MFN';
}

export function addressPart(sale: Sale, elements: Set<string>) {
	const { address } = sale;
	const isOpen = elements.has('shippingAddress');
	return {
		ShippingAddress: {
			...(isOpen ? { Name: address.name, AddressLine1: address.line1 } : {}),
			...(isOpen && address.line2 ? { AddressLine2: address.line2 } : {}),
			City: address.city,
			...(address.region ? { StateOrRegion: address.region } : {}),
			...(isOpen ? { PostalCode: address.postalCode } : {}),
			CountryCode: address.country,
			...(isOpen && address.phone ? { Phone: address.phone } : {}),
			...(address.type === 'COMMERCIAL' ? { AddressType: 'Commercial' } : {}),
		},
	};
}

export function buyerInfo(sale: Sale, elements: Set<string>) {
	if (!elements.has('buyerInfo')) return {};
	return {
		BuyerEmail: sale.buyer.email,
		BuyerName: sale.buyer.name,
		...(sale.buyer.purchaseOrder ? { PurchaseOrderNumber: sale.buyer.purchaseOrder } : {}),
	};
}

/** Prices are totals of the line, and IsGift is a string */
export function toItemV0(sale: Sale, line: SaleLine, elements: Set<string>) {
	const hasGiftText = line.gift && elements.has('buyerInfo');
	return {
		ASIN: line.asin,
		SellerSKU: line.sku,
		OrderItemId: line.id,
		Title: line.title,
		QuantityOrdered: line.quantity,
		QuantityShipped: shippedUnits(sale, line),
		...(isPending(sale) ? {} : prices(sale, line)),
		...(line.promotionId ? { PromotionIds: [line.promotionId] } : {}),
		IsGift: String(line.gift !== undefined),
		ConditionId: 'New',
		ConditionSubtypeId: 'New',
		IsTransparency: false,
		...(line.cancelRequest
			? {
					BuyerRequestedCancel: {
						IsBuyerRequestedCancel: 'true',
						BuyerCancelReason: line.cancelRequest,
					},
				}
			: {}),
		...(hasGiftText
			? { BuyerInfo: { GiftMessageText: line.gift?.message, GiftWrapLevel: line.gift?.level } }
			: {}),
	};
}

function prices(sale: Sale, line: SaleLine) {
	return {
		ItemPrice: money(sale, line.unitPrice * line.quantity),
		...(line.tax ? { ItemTax: money(sale, line.tax) } : {}),
		...(line.shipping ? { ShippingPrice: money(sale, line.shipping) } : {}),
		PromotionDiscount: money(sale, line.discount),
	};
}

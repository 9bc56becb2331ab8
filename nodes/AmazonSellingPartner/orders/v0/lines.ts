import {
	type Discount,
	type LineFacts,
	orderLine,
	type OrderLine,
	type Tax,
} from '../../../../core/orders/order';
import { amount, count, flag, part, text } from '../../../../core/orders/read';
import { promotions } from '../payments';
import type { V0Item, V0Money } from './wire';

type Item = Partial<V0Item>;

/** Goods of every item, then what is charged beside them: v0 has no sums for the order. */
export function linesOf(items: Item[], purchaseOrderNumber: string | null): LineFacts[] {
	return [...items.map((item) => goods(item, purchaseOrderNumber)), ...items.flatMap(charges)];
}

/** Of every item, because v0 has no tax of the order. */
export function taxesOf(items: Item[]): Tax[] {
	return items.flatMap((item) => {
		const given = money(item.ItemTax);
		return given === null
			? []
			: [{ name: null, rate: null, amount: given, collectedBy: collectorOf(item) }];
	});
}

export function discountsOf(items: Item[]): Discount[] {
	return promotions(items.flatMap((item) => texts(item.PromotionIds)));
}

/** The currency of the first price that has one; pending orders have none. */
export function currencyOf(total: V0Money | undefined, items: Item[]): string | null {
	const prices = [
		total,
		...items.flatMap((item) => [item.ItemPrice, item.ShippingPrice, item.ItemTax]),
	];
	return prices.map((price) => text(part(price).CurrencyCode)).find(Boolean) ?? null;
}

/** The amount of a price, as written. */
export function money(given: V0Money | undefined): string | null {
	return amount(part(given).Amount);
}

/** The words of a list of plain texts. */
export function texts(list: unknown): string[] {
	return Array.isArray(list) ? list.map(text).filter((entry) => entry !== null) : [];
}

function goods(item: Item, purchaseOrderNumber: string | null): LineFacts {
	const quantity = count(item.QuantityOrdered);
	const { IsBuyerRequestedCancel } = part(item.BuyerRequestedCancel);
	const total = money(item.ItemPrice);
	return orderLine({
		id: text(item.OrderItemId),
		sku: text(item.SellerSKU),
		productId: text(item.ASIN),
		title: text(item.Title),
		options: options(item, purchaseOrderNumber),
		quantity,
		quantityShipped: count(item.QuantityShipped),
		// The price of the line is that of one unit only where the line is one unit.
		unitPrice: quantity === 1 ? total : null,
		total,
		tax: money(item.ItemTax),
		discount: money(item.PromotionDiscount),
		statusRaw: flag(IsBuyerRequestedCancel) === true ? 'IsBuyerRequestedCancel' : null,
	});
}

function charges(item: Item): LineFacts[] {
	const { GiftWrapPrice, GiftWrapTax } = part(item.BuyerInfo);
	const charged: Array<Pick<OrderLine, 'kind' | 'title' | 'total' | 'tax' | 'discount'>> = [
		{
			kind: 'shipping',
			title: 'ShippingPrice',
			total: money(item.ShippingPrice),
			tax: money(item.ShippingTax),
			discount: money(item.ShippingDiscount),
		},
		{
			kind: 'fee',
			title: 'GiftWrapPrice',
			total: money(GiftWrapPrice),
			tax: money(GiftWrapTax),
			discount: null,
		},
		{
			kind: 'fee',
			title: 'CODFee',
			total: money(item.CODFee),
			tax: null,
			discount: money(item.CODFeeDiscount),
		},
	];
	const parentId = text(item.OrderItemId);
	const keyOf = ({ kind, title }: (typeof charged)[number]) =>
		parentId === null ? {} : { key: `${kind}:${parentId}:${title}` };
	return charged
		.filter(({ total }) => Number(total) !== 0)
		.map((line) => orderLine({ ...line, ...keyOf(line), parentId }));
}

/** Whoever packs the line has to see these. */
function options(item: Item, purchaseOrderNumber: string | null): OrderLine['options'] {
	const { GiftMessageText, GiftWrapLevel, BuyerCustomizedInfo } = part(item.BuyerInfo);
	const { CustomizedURL } = part(BuyerCustomizedInfo);
	// Its words are personal data; that it is a gift is shown to everyone.
	const isBare = flag(item.IsGift) === true && !text(GiftMessageText) && !text(GiftWrapLevel);
	const asked = {
		gift: isBare ? 'true' : null,
		giftMessage: GiftMessageText,
		giftWrapLevel: GiftWrapLevel,
		customizedUrl: CustomizedURL,
		iossNumber: item.IossNumber,
		purchaseOrderNumber,
	};
	return Object.entries(asked).flatMap(([name, given]) => {
		const value = text(given);
		return value === null ? [] : [{ name, value }];
	});
}

/** Nothing says that the seller collects it; only Amazon's own collection is named. */
function collectorOf(item: Item): Tax['collectedBy'] {
	const isAmazons =
		part(item.TaxCollection).Model === 'MarketplaceFacilitator' ||
		text(item.DeemedResellerCategory) !== null;
	return isAmazons ? 'marketplace' : 'unknown';
}

/** Whether any line has a total of which the unit's share is not given. */
export function hasOnlyTotals(lines: readonly LineFacts[]): boolean {
	return lines.some(({ kind, total, unitPrice }) => kind === 'product' && total && !unitPrice);
}

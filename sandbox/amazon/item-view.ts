import { ROLES } from './app';
import {
	isPending,
	lineTotal,
	money,
	openUnits,
	shippedUnits,
	type Sale,
	type SaleLine,
} from './sale';

/** One line of an order in the shape of Orders 2026-01-01. */
export function toItem(sale: Sale, line: SaleLine, wanted: Set<string>, roles: Set<string>) {
	const price = isPending(sale) ? {} : { price: { unitPrice: money(sale, line.unitPrice) } };
	return {
		orderItemId: line.id,
		quantityOrdered: line.quantity,
		product: {
			asin: line.asin,
			title: line.title,
			sellerSku: line.sku,
			condition: { conditionType: 'NEW', conditionSubtype: 'NEW' },
			...price,
		},
		...(wanted.has('PROCEEDS') && !isPending(sale) ? { proceeds: itemProceeds(sale, line) } : {}),
		...(wanted.has('PROMOTION') && line.promotionId
			? { promotion: { breakdowns: [{ promotionId: line.promotionId }] } }
			: {}),
		...(wanted.has('CANCELLATION') ? itemCancellation(line) : {}),
		...(wanted.has('FULFILLMENT') ? { fulfillment: itemFulfillment(sale, line, roles) } : {}),
	};
}

function itemProceeds(sale: Sale, line: SaleLine) {
	const parts = [
		{ type: 'ITEM', subtotal: money(sale, line.unitPrice * line.quantity) },
		...(line.shipping ? [{ type: 'SHIPPING', subtotal: money(sale, line.shipping) }] : []),
		...(line.discount ? [{ type: 'DISCOUNT', subtotal: money(sale, line.discount) }] : []),
		...(line.tax
			? [
					{
						type: 'TAX',
						subtotal: money(sale, line.tax),
						detailedBreakdowns: [{ subtype: 'ITEM', value: money(sale, line.tax) }],
					},
				]
			: []),
	];
	return { proceedsTotal: money(sale, lineTotal(line)), breakdowns: parts };
}

function itemCancellation(line: SaleLine) {
	if (!line.cancelRequest && !line.cancelledBy) return {};
	const { cancelReason = 'Cancelled' } = line;
	return {
		cancellation: {
			...(line.cancelRequest
				? { cancellationRequest: { requester: 'BUYER', cancelReason: line.cancelRequest } }
				: {}),
			...(line.cancelledBy
				? { cancellationExecution: { cancelledBy: line.cancelledBy, cancelReason } }
				: {}),
		},
	};
}

function itemFulfillment(sale: Sale, line: SaleLine, roles: Set<string>) {
	const message = roles.has(ROLES.shipping) ? { giftMessage: line.gift?.message } : {};
	return {
		quantityFulfilled: shippedUnits(sale, line),
		quantityUnfulfilled: openUnits(sale, line),
		...(line.gift
			? { packing: { giftOption: { ...message, giftWrapLevel: line.gift.level } } }
			: {}),
	};
}

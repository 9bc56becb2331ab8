import type { Call, Operation } from './gate';
import { addressPart, buyerInfo, toItemV0, toOrderV0 } from './order-view-v0';
import { invalid } from './params';
import type { Sale } from './sale';
import { find } from './search-orders';

/** The data elements that the caller's restricted token opens for this path. */
export function elementsOf({ token, request }: Call, path: string): Set<string> {
	const own = request.url.split('?')[0];
	const resources = (token.restricted ?? []).filter((r) => r.path === own || r.path === path);
	return new Set(resources.flatMap((resource) => resource.dataElements));
}

const EVERYTHING = new Set(['buyerInfo', 'shippingAddress']);

function part(
	suffix: string,
	run: (sale: Sale, elements: Set<string>) => object,
	isRestricted = false,
): Operation {
	const path = `/orders/v0/orders/{orderId}${suffix}`;
	return {
		path,
		method: 'GET',
		name: `v0 order${suffix}`,
		rate: 0.5,
		burst: 30,
		params: /[iI]tems/.test(suffix) ? { NextToken: { kind: 'text' } } : {},
		needsRestrictedToken: isRestricted,
		run(call) {
			if (call.query.NextToken !== undefined) throw invalid('We could not decode your NextToken.');
			const sale = find(call.shop.ledger.find(call.pathParams.orderId), call.pathParams.orderId);
			const elements = isRestricted ? EVERYTHING : elementsOf(call, path);
			return { payload: run(sale, elements) };
		},
	};
}

/** An order's lines all fit on one page, so `NextToken` never appears. */
export const ORDER_PARTS = [
	part('', toOrderV0),
	part('/orderItems', (sale, elements) => ({
		AmazonOrderId: sale.id,
		OrderItems: sale.lines.map((line) => toItemV0(sale, line, elements)),
	})),
	part(
		'/address',
		(sale, elements) => ({ AmazonOrderId: sale.id, ...addressPart(sale, elements) }),
		true,
	),
	part(
		'/buyerInfo',
		(sale, elements) => ({ AmazonOrderId: sale.id, ...buyerInfo(sale, elements) }),
		true,
	),
	part(
		'/orderItems/buyerInfo',
		(sale) => ({
			AmazonOrderId: sale.id,
			OrderItems: sale.lines.map((line) => ({
				OrderItemId: line.id,
				...(line.gift
					? { GiftMessageText: line.gift.message, GiftWrapLevel: line.gift.level }
					: {}),
			})),
		}),
		true,
	),
];

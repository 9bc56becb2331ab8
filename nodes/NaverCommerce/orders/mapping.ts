import {
	eventKey,
	type Missing,
	order,
	type Order,
	RAW_ORDER,
	type Shipping,
} from '../../../core/orders/order';
import { amount, part, parts, text } from '../../../core/orders/read';
import { linesOf, shipmentsOf } from './lines';
import { moneyFacts } from './money';
import { partiesOf } from './parties';
import { missingUnits, statusFacts } from './status';
import { koreanTime } from './time';
import { cancelledAt, earliest, first, newest, newestEvent, wishedTime } from './dates';
import type { ProductOrder, ProductOrderDetail } from './wire';

type Detail = Partial<ProductOrderDetail>;

/** Whose order it is, and what the change feed said beside the details. */
interface NaverContext {
	account: string | null;
	/** When a product order last changed, where the change feed was read. */
	changedAt: (productOrderId: string) => string | undefined;
	/** Whether every product order of the order is among the details. */
	linesComplete: boolean;
	/** Why not, where it is not because of the range. */
	partial?: string;
}

/** The product orders of one order as the unified order. */
export function toOrder(
	given: unknown,
	{ account, changedAt, linesComplete, partial }: NaverContext,
): Order {
	const details = parts(given as ProductOrderDetail[]);
	const number = first(details, (detail) => text(part(detail.order).orderId));
	const id = number ?? '';
	const changes = details.map(({ productOrder }) =>
		changedAt(text(part(productOrder).productOrderId) ?? ''),
	);
	const updatedAt = newest(changes) ?? newestEvent(details);
	const { facts: statuses, missing } = statusFacts(details, linesComplete, partial);
	const parties = partiesOf(details);
	const money = moneyFacts(details);
	const shipping = shippingOf(details, linesComplete);
	return order({
		marketplace: 'naver',
		account,
		site: only(details, 'merchantChannelId'),
		id,
		number,
		url: pageOf(details),
		eventKey: eventKey('naver', id, updatedAt),
		...statuses,
		...money.facts,
		...times(details),
		updatedAt,
		cancelledAt: statuses.status === 'cancelled' ? cancelledAt(details) : null,
		buyer: parties.buyer,
		shippingAddress: parties.shippingAddress,
		shipping,
		lines: linesOf(details),
		shipments: shipmentsOf(details),
		missing: [
			...missing,
			...missingUnits(details),
			...parties.missing,
			...money.missing,
			...missingFee(details, shipping, linesComplete),
		],
	});
}

/**
 * SmartStore Center knows product orders only: the page is that of the first line, and names its order. See
 * BEHAVIOR.md, Orders.
 */
function pageOf(details: Detail[]): string | null {
	const id = first(details, ({ productOrder }) => text(part(productOrder).productOrderId)) ?? '';
	return /^\d+$/.test(id)
		? `https://sell.smartstore.naver.com/o/v3/manage/order/popup/${id}/productOrderDetail`
		: null;
}

function missingFee(details: Detail[], { price }: Shipping, linesComplete: boolean): Missing[] {
	const hasFee = details.some(
		({ productOrder }) => amount(part(productOrder).deliveryFeeAmount) !== null,
	);
	if (price !== null || !hasFee) return [];
	const reason = linesComplete
		? `each parcel has its own fee: see deliveryFeeAmount of ${RAW_ORDER}`
		: 'not all lines of the order were read';
	return [{ field: 'shipping.price', reason }];
}

/** Of several deadlines the first counts; that of a cancelled line is none. */
function times(details: Detail[]): Partial<Order> {
	const all = details.map(({ productOrder }) => part(productOrder));
	const live = all.filter((product) => !text(product.productOrderStatus)?.startsWith('CANCELED'));
	const products = live.length > 0 ? live : all;
	const wishes = products.map(({ hopeDelivery }) => {
		const { hopeDeliveryYmd, hopeDeliveryHm } = part(hopeDelivery);
		return wishedTime(hopeDeliveryYmd, hopeDeliveryHm);
	});
	return {
		placedAt: first(details, (detail) => koreanTime(part(detail.order).orderDate)),
		paidAt: first(details, (detail) => koreanTime(part(detail.order).paymentDate)),
		shipBy: {
			from: earliest(products.map((product) => product.shippingStartDate)),
			to: earliest(products.map((product) => product.shippingDueDate)),
		},
		deliverBy: {
			from: earliest(wishes),
			to: earliest(products.map((product) => product.arrivalGuaranteeDate)),
		},
	};
}

/** The fee repeats on every line of a bundle, so it is the order's only where there is one bundle. */
function shippingOf(details: Detail[], linesComplete: boolean): Shipping {
	const sentBy = new Set(details.map((detail) => text(part(detail.delivery).deliveryCompany)));
	const isOneBundle = linesComplete && only(details, 'packageNumber') !== null;
	const carrier = sentBy.size === 1 ? [...sentBy][0] : null;
	return {
		methodId: only(details, 'expectedDeliveryMethod'),
		method: only(details, 'deliveryAttributeType'),
		carrier: carrier ?? only(details, 'expectedDeliveryCompany'),
		price: isOneBundle ? amount(only(details, 'deliveryFeeAmount')) : null,
	};
}

/** What all product orders say alike. */
function only(details: Detail[], name: keyof ProductOrder): string | null {
	const values = new Set(details.map((detail) => text(part(detail.productOrder)[name])));
	return values.size === 1 ? [...values][0] : null;
}

import {
	eventKey,
	order,
	type Order,
	type Shipping,
	type TimeRange,
} from '../../../core/orders/order';
import { amount, object, part, parts, text } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';
import { linesOf, shipmentsOf } from './lines';
import { missingOf, untimed } from './missing';
import { moneyFacts, subtotal } from './money';
import { paidFacts, type Payment } from './payments';
import { buyerOf, invoiceOf, pickupOf, shippingAddressOf } from './parties';
import { livePackages, statusFacts } from './status';
import { sellerCentralPage, siteName } from '../regions';
import type { AmazonOrder, Window } from './wire';

type Facts = Partial<AmazonOrder>;

/** Whose order it is, and which parts of it the request asked for. */
interface AmazonContext {
	account: string | null;
	includedData: readonly string[];
}

/** An order of Orders 2026-01-01 as the unified order. */
export function toOrder(raw: unknown, { account, includedData }: AmazonContext): Order {
	const facts = object(raw) as Facts;
	const id = text(facts.orderId) ?? '';
	const updatedAt = isoTime(facts.lastUpdatedTime);
	const statuses = statusFacts(facts);
	const money = moneyFacts(facts);
	const site = text(part(facts.salesChannel).marketplaceId);
	const { missing, ...paid } = paidFacts(statuses, paymentsOf(facts), money.totals);
	return order({
		marketplace: 'amazon',
		account,
		site,
		siteName: siteName(site),
		id,
		number: text(facts.orderId),
		url: sellerCentralPage(site, id),
		relatedIds: relatedIds(facts, id),
		eventKey: eventKey('amazon', id, updatedAt),
		placedAt: isoTime(facts.createdTime),
		updatedAt,
		...statuses,
		...money,
		...paid,
		shipBy: range(part(facts.fulfillment).shipByWindow),
		deliverBy: range(part(facts.fulfillment).deliverByWindow),
		buyer: buyerOf(facts),
		shippingAddress: shippingAddressOf(facts),
		pickupPoint: pickupOf(facts),
		invoice: invoiceOf(facts),
		shipping: shippingOf(facts),
		lines: linesOf(facts),
		shipments: shipmentsOf(facts),
		missing: [...missingOf(facts, includedData), ...missing, ...untimed({ ...statuses, ...paid })],
	});
}

function paymentsOf(facts: Facts): Payment[] {
	return parts(part(facts.payment).paymentExecutions).map((execution) => ({
		method: text(execution.paymentMethod),
		amount: amount(part(execution.paymentAmount).amount),
	}));
}

/** The seller's own number, orders that this one replaces, and services bought with its items. */
function relatedIds(facts: Facts, id: string): string[] {
	const ids = [
		...parts(facts.orderAliases).map((alias) => alias.aliasId),
		...parts(facts.associatedOrders).map((other) => other.orderId),
		...parts(facts.orderItems).flatMap((item) =>
			parts(item.associatedOrderItems).map((other) => other.orderId),
		),
	];
	return unique(ids).filter((other) => other !== id);
}

function shippingOf(facts: Facts): Shipping {
	const services = unique(livePackages(facts).map((parcel) => parcel.shippingService));
	const carriers = unique(livePackages(facts).map((parcel) => parcel.carrier));
	return {
		methodId: text(part(facts.fulfillment).fulfillmentServiceLevel),
		method: services.length === 1 ? services[0] : null,
		carrier: carriers.length === 1 ? carriers[0] : null,
		price: subtotal(part(facts.proceeds).breakdowns, 'SHIPPING'),
	};
}

function unique(values: unknown[]): string[] {
	return [...new Set(values.map(text).filter((value) => value !== null))];
}

function range(window: Window | undefined): TimeRange {
	const { earliestDateTime, latestDateTime } = part(window);
	return { from: isoTime(earliestDateTime), to: isoTime(latestDateTime) };
}

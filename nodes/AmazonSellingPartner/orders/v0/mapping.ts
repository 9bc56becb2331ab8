import {
	eventKey,
	type LineFacts,
	type Missing,
	order,
	type Order,
	totals,
} from '../../../../core/orders/order';
import { count, object, part, parts, text, word } from '../../../../core/orders/read';
import { isoTime } from '../../../../core/orders/time';
import { because, PRICES, untimed } from '../missing';
import { sellerCentralPage, siteName } from '../../regions';
import { lackingItems, parcelState, PENDING, type Standing, standingOf, sum } from '../standing';
import { paidFacts, type Payment } from '../payments';
import { statusesOf } from '../status';
import { currencyOf, discountsOf, hasOnlyTotals, linesOf, money, taxesOf, texts } from './lines';
import { buyerOf, invoiceOf, pickupOf, shippingAddressOf } from './parties';
import type { V0Item, V0Order } from './wire';

type Facts = Partial<V0Order>;

/** The words of v0 in those of 2026-01-01. See BEHAVIOR.md, Orders. */
const STATUS: Record<string, string> = {
	PendingAvailability: 'PENDING_AVAILABILITY',
	Pending: 'PENDING',
	Unshipped: 'UNSHIPPED',
	PartiallyShipped: 'PARTIALLY_SHIPPED',
	InvoiceUnconfirmed: 'INVOICE_UNCONFIRMED',
	Unfulfillable: 'UNFULFILLABLE',
	Shipped: 'SHIPPED',
	Canceled: 'CANCELLED',
};

const FULFILLED_BY: Record<string, Order['fulfilledBy']> = { AFN: 'marketplace', MFN: 'seller' };

/** An order of Orders v0, with its items, as the unified order. */
export function toOrderV0(
	raw: { order?: unknown; items?: unknown },
	{ account, includedData }: { account: string | null; includedData: readonly string[] },
): Order {
	const facts = object(object(raw).order) as Facts;
	const items = parts(object(raw).items as V0Item[]);
	const id = text(facts.AmazonOrderId) ?? '';
	const updatedAt = isoTime(facts.LastUpdateDate);
	const lines = linesOf(items, text(part(facts.BuyerInfo).PurchaseOrderNumber));
	const where = standing(facts, items);
	const told = statuses(facts, where);
	const sums = totals({ grand: money(facts.OrderTotal) });
	const { missing: unsummed, ...paid } = paidFacts(told, paymentsOf(facts), sums);
	const site = text(facts.MarketplaceId);
	return order({
		marketplace: 'amazon',
		account,
		site,
		siteName: siteName(site),
		id,
		number: text(facts.AmazonOrderId),
		url: sellerCentralPage(site, id),
		relatedIds: relatedIds(facts, items, id),
		eventKey: eventKey('amazon', id, updatedAt),
		...told,
		...paid,
		placedAt: isoTime(facts.PurchaseDate),
		updatedAt,
		shipBy: { from: isoTime(facts.EarliestShipDate), to: isoTime(facts.LatestShipDate) },
		deliverBy: { from: isoTime(facts.EarliestDeliveryDate), to: isoTime(facts.LatestDeliveryDate) },
		currency: currencyOf(facts.OrderTotal, items),
		taxes: taxesOf(items),
		discounts: discountsOf(items),
		buyer: buyerOf(facts),
		shippingAddress: shippingAddressOf(facts),
		pickupPoint: pickupOf(facts),
		invoice: invoiceOf(facts),
		shipping: shippingOf(facts),
		lines,
		missing: [
			...missing(facts, where.known, lines, new Set(includedData)),
			...lackingUnits(facts, items),
			...unsummed,
			...untimed({ ...told, ...paid }),
		],
	});
}

function statuses(facts: Facts, where: Standing): Partial<Order> {
	const method = text(facts.PaymentMethod);
	const executed = parts(facts.PaymentExecutionDetail).map((entry) => text(entry.PaymentMethod));
	const isCash = method === 'COD' || executed.includes('COD');
	return {
		...statusesOf(where, isCash || (method === null ? null : false), text(facts.OrderStatus)),
		paymentMethod: texts(facts.PaymentMethodDetails).join(', ') || method,
		fulfilledBy: word(FULFILLED_BY, text(facts.FulfillmentChannel)),
	};
}

/** Only orders with cash on delivery list them. */
function paymentsOf(facts: Facts): Payment[] {
	return parts(facts.PaymentExecutionDetail).map((entry) => ({
		method: text(entry.PaymentMethod),
		amount: money(entry.Payment),
	}));
}

/** Only Easy Ship orders are followed to the door. */
function standing(facts: Facts, items: Array<Partial<V0Item>>): Standing {
	const known = word(STATUS, text(facts.OrderStatus));
	const parcel = parcelState(text(facts.EasyShipShipmentStatus));
	return standingOf(known === 'unknown' ? null : known, parcel === null ? [] : [parcel], {
		ordered: sum(items.map((item) => count(item.QuantityOrdered))),
		shipped: sum(items.map((item) => count(item.QuantityShipped))),
	});
}

function shippingOf(facts: Facts): Order['shipping'] {
	return {
		methodId: text(facts.ShipmentServiceLevelCategory),
		method: text(facts.ShipServiceLevel),
		carrier: null,
		price: null,
	};
}

function relatedIds(facts: Facts, items: Array<Partial<V0Item>>, id: string): string[] {
	const services = items.flatMap((item) => parts(item.AssociatedItems));
	const ids = [
		facts.SellerOrderId,
		facts.ReplacedOrderId,
		...services.map((service) => service.OrderId),
	].map(text);
	return [...new Set(ids)].filter((other) => other !== null && other !== id) as string[];
}

/** Says that the items are fewer than the order says. */
export function lackingUnits(order: unknown, given: readonly unknown[]): Missing[] {
	const { NumberOfItemsShipped, NumberOfItemsUnshipped } = object(order) as Facts;
	const told = [count(NumberOfItemsShipped), count(NumberOfItemsUnshipped)];
	const units = told.every((number) => number === null) ? null : sum(told);
	const items = parts(given as V0Item[]);
	return lackingItems(
		units,
		items.map((item) => count(item.QuantityOrdered)),
	);
}

/** v0 leaves out what the token may not see, without a word. See BEHAVIOR.md, Requests. */
function missing(
	facts: Facts,
	status: string | null,
	lines: readonly LineFacts[],
	asked: ReadonlySet<string>,
): Missing[] {
	const buyer = asked.has('BUYER') ? 'role' : 'not requested';
	const recipient = asked.has('RECIPIENT') ? 'role' : 'not requested';
	const isByAmazon = facts.FulfillmentChannel === 'AFN';
	const stage = PENDING.has(status)
		? 'pending order'
		: status === 'CANCELLED'
			? 'cancelled order'
			: null;
	const { BuyerName, BuyerEmail } = part(facts.BuyerInfo);
	const { Name, AddressLine1, Phone } = part(facts.ShippingAddress);
	const isThere = shippingAddressOf(facts) !== null;
	const phone = text(Name) !== null && status === 'SHIPPED' ? 'age' : recipient;
	const amazons = isByAmazon ? 'fulfilled by the marketplace' : null;
	const reasons: Array<[boolean, string, string]> = [
		[!text(BuyerName), 'buyer.name', stage ?? buyer],
		[!text(BuyerEmail), 'buyer.email', stage ?? amazons ?? buyer],
		[!isThere, 'shippingAddress', stage ?? recipient],
		[isThere && !text(Name), 'shippingAddress.name', stage ?? recipient],
		[isThere && !text(AddressLine1), 'shippingAddress.line1', stage ?? recipient],
		[isThere && !text(Phone), 'shippingAddress.phone', stage ?? amazons ?? phone],
		[stage === null, 'totals', 'Orders v0 gives the total only, the other sums with the lines'],
		[hasOnlyTotals(lines), 'lines.unitPrice', 'Orders v0 gives the price of the line only'],
		[
			status === 'SHIPPED' || status === 'PARTIALLY_SHIPPED',
			'shipments',
			isByAmazon ? 'fulfilled by the marketplace' : 'Orders v0 has no packages',
		],
	];
	const isUnpriced = stage === 'pending order' && !money(facts.OrderTotal);
	return [
		...(isUnpriced ? because(stage, ...PRICES) : []),
		...reasons
			.filter(([applies]) => applies)
			.flatMap(([, field, reason]) => because(reason, field)),
	];
}

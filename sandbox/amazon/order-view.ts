import { ROLES } from './app';
import { toItem } from './item-view';
import { iso, isPending, lineTotal, money, type Sale, type SaleLine } from './sale';

const DAY = 86_400_000;

/**
 * Values of the parameter `includedData`,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/orders_2026-01-01.json
 */
export const DATA_SETS = [
	'BUYER',
	'RECIPIENT',
	'PROCEEDS',
	'EXPENSE',
	'PROMOTION',
	'CANCELLATION',
	'FULFILLMENT',
	'PACKAGES',
	'TAX',
	'PAYMENT',
	'FULFILLMENT_ORDERS',
] as const;

/** One order in the shape of Orders 2026-01-01; parts not asked for are absent */
export function toOrder(sale: Sale, wanted: Set<string>, roles: Set<string>) {
	const parts: Record<string, () => unknown> = {
		BUYER: () => ({ buyer: toBuyer(sale, roles) }),
		RECIPIENT: () => (isPending(sale) ? {} : { recipient: toRecipient(sale, roles) }),
		PROCEEDS: () => (isPending(sale) ? {} : { proceeds: toProceeds(sale) }),
		PAYMENT: () => (isPending(sale) ? {} : { payment: toPayment(sale) }),
		TAX: () => ({ tax: { taxInvoicing: { invoiceStatus: 'NotRequired' } } }),
		FULFILLMENT: () => ({ fulfillment: toFulfillment(sale) }),
		PACKAGES: () => toPackages(sale),
	};
	const order: Record<string, unknown> = {
		orderId: sale.id,
		...(sale.alias
			? { orderAliases: [{ aliasId: sale.alias, aliasType: 'SELLER_ORDER_ID' }] }
			: {}),
		createdTime: iso(sale.createdAt),
		lastUpdatedTime: iso(sale.updatedAt),
		programs: sale.programs,
		associatedOrders: sale.replacementOf
			? [{ orderId: sale.replacementOf, associationType: 'REPLACEMENT_ORIGINAL_ID' }]
			: [],
		salesChannel: {
			channelName: 'AMAZON',
			marketplaceId: sale.place.id,
			marketplaceName: sale.place.name,
		},
	};
	for (const name of wanted) Object.assign(order, parts[name]?.());
	order.orderItems = sale.lines.map((line) => toItem(sale, line, wanted, roles));
	return order;
}

/** Without the role a field is silently absent, see https://developer-docs.amazon.com/sp-api/docs/access-orders-pii */
function toBuyer(sale: Sale, roles: Set<string>) {
	const isMerchants = sale.fulfilledBy === 'MERCHANT';
	const canShip = roles.has(ROLES.shipping);
	const hasEmail = isMerchants && canShip && /SHIPPED$/.test(sale.status);
	const hasName = !isPending(sale) && (roles.has(ROLES.tax) || (isMerchants && canShip));
	return {
		...(hasName ? { buyerName: sale.buyer.name } : {}),
		...(hasEmail ? { buyerEmail: sale.buyer.email } : {}),
		...(sale.buyer.company ? { buyerCompanyName: sale.buyer.company } : {}),
		...(sale.buyer.purchaseOrder ? { buyerPurchaseOrderNumber: sale.buyer.purchaseOrder } : {}),
	};
}

function toRecipient(sale: Sale, roles: Set<string>) {
	const { address } = sale;
	const isMerchants = sale.fulfilledBy === 'MERCHANT';
	const hasRole = roles.has(ROLES.shipping) || roles.has(ROLES.tax);
	const canSee = isMerchants && hasRole;
	return {
		deliveryAddress: {
			...(canSee ? { name: address.name, addressLine1: address.line1 } : {}),
			...(canSee && address.line2 ? { addressLine2: address.line2 } : {}),
			city: address.city,
			...(address.region ? { stateOrRegion: address.region } : {}),
			...(hasRole ? { postalCode: address.postalCode } : {}),
			countryCode: address.country,
			...(canSee && address.phone ? { phone: address.phone } : {}),
			addressType: address.type,
		},
	};
}

function toProceeds(sale: Sale) {
	const sum = (pick: (line: SaleLine) => number) =>
		sale.lines.reduce((total, line) => total + pick(line), 0);
	const status = sale.status === 'SHIPPED' ? 'FINALIZED' : 'PENDING';
	const parts: [string, number][] = [
		['ITEM', sum((line) => line.unitPrice * line.quantity)],
		['SHIPPING', sum((line) => line.shipping)],
		['TAX', sum((line) => line.tax)],
		['DISCOUNT', sum((line) => line.discount)],
	];
	return {
		grandTotal: money(sale, sum(lineTotal)),
		breakdowns: parts
			.filter(([, minor]) => minor !== 0)
			.map(([type, minor]) => ({ type, status, subtotal: money(sale, minor) })),
	};
}

function toPayment(sale: Sale) {
	const total = sale.lines.reduce((sum, line) => sum + lineTotal(line), 0);
	return {
		paymentExecutions: [{ paymentMethod: sale.paymentMethod, paymentAmount: money(sale, total) }],
	};
}

function toFulfillment(sale: Sale) {
	return {
		fulfillmentStatus: sale.status,
		fulfilledBy: sale.fulfilledBy,
		fulfillmentServiceLevel: sale.serviceLevel,
		shipByWindow: window(sale.createdAt, 0, 2),
		...(sale.fulfilledBy === 'MERCHANT' ? { deliverByWindow: window(sale.createdAt, 2, 5) } : {}),
	};
}

function window(start: number, from: number, to: number) {
	return { earliestDateTime: iso(start + from * DAY), latestDateTime: iso(start + to * DAY) };
}

function toPackages(sale: Sale) {
	if (sale.fulfilledBy !== 'MERCHANT' || sale.parcels.length === 0) return {};
	return {
		packages: sale.parcels.map((parcel) => ({
			packageReferenceId: parcel.id,
			createdTime: iso(parcel.createdAt),
			packageStatus: { status: sale.deliveredAt === undefined ? 'SHIPPED' : 'DELIVERED' },
			carrier: parcel.carrier,
			...(parcel.service ? { shippingService: parcel.service } : {}),
			shipTime: iso(parcel.shippedAt),
			trackingNumber: parcel.trackingNumber,
			packageItems: parcel.lines.map(({ lineId, quantity }) => ({ orderItemId: lineId, quantity })),
		})),
	};
}

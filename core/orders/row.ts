import { numberOf } from './currency';
import { product } from './decimal';
import type { Address, Order, OrderLine, PickupPoint, Shipment } from './order';
import { amount, join } from './read';

type Cell = string | number | null;

/**
 * One line of an order for a spreadsheet, a mail or a message: the same columns for every marketplace, in the
 * order in which a person reads them; nothing nested. Amounts and quantities are numbers, all else is text.
 */
export interface OrderRow extends Record<string, Cell> {
	/** The number that people know, else the id: the first cell of a row is never empty. */
	orderNumber: string;
	orderId: string;
	placedAt: string | null;
	status: string;
	paymentStatus: string;
	fulfillmentStatus: string;
	marketplace: string;
	/** What people call it, else its id. */
	site: string | null;
	account: string | null;
	buyerName: string | null;
	buyerEmail: string | null;
	buyerPhone: string | null;
	buyerNote: string | null;
	sku: string | null;
	title: string | null;
	options: string | null;
	quantity: number | null;
	unitPrice: number | null;
	/** As the marketplace gives it, else the price of one times the quantity. */
	lineTotal: number | null;
	currency: string | null;
	orderTotal: number | null;
	shippingMethod: string | null;
	shippingPrice: number | null;
	shipByDate: string | null;
	/** From here to `phone`: where it is sent to. */
	name: string | null;
	company: string | null;
	address1: string | null;
	address2: string | null;
	postalCode: string | null;
	city: string | null;
	region: string | null;
	country: string | null;
	phone: string | null;
	pickupPoint: string | null;
	carrier: string | null;
	trackingNumbers: string | null;
	paidAt: string | null;
	updatedAt: string | null;
	url: string | null;
	lineId: string | null;
	kind: string | null;
	lineKey: string | null;
	eventKey: string;
}

/** One row a line; of an order without lines, one without goods. */
export function rowsOf(order: Order): OrderRow[] {
	const lines = order.lines.length > 0 ? order.lines : [undefined];
	return lines.map((line) => rowOf(order, line));
}

function rowOf(order: Order, line: OrderLine | undefined): OrderRow {
	const { buyer, shipping, totals, pickupPoint } = order;
	const address: Partial<Address> = order.shippingAddress ?? {};
	const parcels = parcelsOf(order.shipments, line);
	return {
		orderNumber: order.number ?? order.id,
		orderId: order.id,
		placedAt: order.placedAt,
		status: order.status,
		paymentStatus: order.paymentStatus,
		fulfillmentStatus: order.fulfillmentStatus,
		marketplace: order.marketplace,
		site: order.siteName ?? order.site,
		account: order.account,
		buyerName: buyer.name,
		buyerEmail: buyer.email,
		buyerPhone: buyer.phone,
		buyerNote: buyer.note,
		sku: line?.sku ?? null,
		title: line?.title ?? null,
		options: listed((line?.options ?? []).map(optionText)),
		quantity: line?.quantity ?? null,
		unitPrice: numberOf(line?.unitPrice ?? null),
		lineTotal: numberOf(line?.total ?? worth(line)),
		currency: order.currency,
		orderTotal: numberOf(totals.grand),
		shippingMethod: shipping.method,
		shippingPrice: numberOf(shipping.price),
		shipByDate: order.shipBy.to ?? order.shipBy.from,
		name: address.name ?? null,
		company: address.company ?? null,
		address1: address.line1 ?? null,
		address2: listed([address.line2, address.line3]),
		postalCode: address.postalCode ?? null,
		city: address.city ?? null,
		region: address.region ?? null,
		country: address.countryCode ?? null,
		phone: address.phone ?? null,
		pickupPoint: pickupPoint && pickupText(pickupPoint),
		carrier: listed(parcels.map(({ carrier }) => carrier)) ?? shipping.carrier,
		trackingNumbers: listed(parcels.map(({ trackingNumber }) => trackingNumber)),
		paidAt: order.paidAt,
		updatedAt: order.updatedAt,
		url: order.url,
		lineId: line?.id ?? null,
		kind: line?.kind ?? null,
		lineKey: line?.key ?? null,
		eventKey: order.eventKey,
	};
}

/** What the units of a line cost where the marketplace gives only the price of one. */
function worth(line: OrderLine | undefined): string | null {
	const quantity = amount(line?.quantity);
	const price = line?.unitPrice ?? null;
	return quantity === null || price === null ? null : product(price, quantity);
}

function optionText({ name, value }: OrderLine['options'][number]): string {
	return name === '' ? value : `${name}: ${value}`;
}

/** The id is what a label needs; many points have it in their names already. */
function pickupText({ id, name }: PickupPoint): string | null {
	return id === null || name?.includes(id) ? name : join(name, name === null ? id : `(${id})`);
}

/** The parcels in which the line is, as far as they tell what is in them; all of an order without lines. */
function parcelsOf(shipments: readonly Shipment[], line: OrderLine | undefined): Shipment[] {
	if (line === undefined) return [...shipments];
	return shipments.filter(
		({ lines }) => lines.length === 0 || lines.some(({ lineId }) => lineId === line.id),
	);
}

/** Each once, side by side in one cell. */
function listed(values: ReadonlyArray<string | null | undefined>): string | null {
	const known = values.filter((value) => value !== null && value !== undefined && value !== '');
	return known.length === 0 ? null : [...new Set(known)].join(', ');
}

import type { Send } from '../../../core/marketplace';
import { count, object, part, parts, text } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';
import { pathSegment } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';
import type { LineQuantity } from '../../../core/writes/open-lines';
import { sameNumber } from '../../../core/writes/parcel';
import { livePackages } from '../orders/status';
import type { AmazonItem, AmazonOrder } from '../orders/wire';

/** Nothing personal: lines, how far they are, and parcels. */
const PARTS = ['FULFILLMENT', 'PACKAGES', 'CANCELLATION'];

/** Nothing of such an order is open, whatever its lines say. */
const ENDED: ReadonlySet<string | null> = new Set(['SHIPPED', 'CANCELLED']);

/** An order, as far as a write needs to know it. */
export interface KnownOrder {
	readonly id: string;
	readonly marketplaceId: string | null;
	readonly status: string | null;
	readonly isFulfilledByAmazon: boolean;
	readonly programs: readonly string[];
	readonly lines: readonly KnownLine[];
	/** `null` where Amazon does not show them. */
	readonly packages: readonly KnownPackage[] | null;
}

export interface KnownLine {
	readonly id: string;
	/** `null` where Amazon does not show it. */
	readonly open: number | null;
	readonly shipped: number;
}

export interface KnownPackage {
	readonly id: string | null;
	readonly carrier: string | null;
	readonly trackingNumber: string | null;
	readonly shippedAt: string | null;
	readonly lines: readonly LineQuantity[];
}

/** Reads an order by Orders 2026-01-01, without personal data. */
export async function readOrder(send: Send, orderId: string): Promise<KnownOrder> {
	const path = `/orders/2026-01-01/orders/${pathSegment(orderId)}`;
	const { body } = await send({ method: 'GET', path, query: { includedData: PARTS } });
	return toKnownOrder(orderId, object(object(body).order) as Partial<AmazonOrder>);
}

/** An order of Orders 2026-01-01. */
export function toKnownOrder(id: string, facts: Partial<AmazonOrder>): KnownOrder {
	const { fulfillmentStatus, fulfilledBy } = part(facts.fulfillment);
	const status = text(fulfillmentStatus);
	return {
		id,
		marketplaceId: text(part(facts.salesChannel).marketplaceId),
		status,
		isFulfilledByAmazon: fulfilledBy === 'AMAZON',
		programs: Array.isArray(facts.programs) ? facts.programs : [],
		lines: parts(facts.orderItems).flatMap((item) => toKnownLine(item, status)),
		packages: packagesOf(facts),
	};
}

/** Amazon has no count of cancelled units: they are neither shipped nor to be shipped. */
function toKnownLine(item: Partial<AmazonItem>, status: string | null): KnownLine[] {
	const id = text(item.orderItemId);
	if (id === null) return [];
	const { quantityFulfilled, quantityUnfulfilled } = part(item.fulfillment);
	const shipped = count(quantityFulfilled);
	const ordered = count(item.quantityOrdered);
	const left = shipped === null || ordered === null ? null : ordered - shipped;
	const open = ENDED.has(status) ? 0 : (count(quantityUnfulfilled) ?? left);
	return [{ id, open, shipped: shipped ?? 0 }];
}

/** Amazon leaves out an empty list: where no unit was shipped, there are none. */
function packagesOf(facts: Partial<AmazonOrder>): KnownPackage[] | null {
	const items = parts(facts.orderItems);
	const isUntouched = items.every((item) => part(item.fulfillment).quantityFulfilled === 0);
	if (!Array.isArray(facts.packages)) return isUntouched && items.length > 0 ? [] : null;
	return livePackages(facts).map((parcel) => ({
		id: text(parcel.packageReferenceId),
		carrier: text(parcel.carrier),
		trackingNumber: text(parcel.trackingNumber),
		shippedAt: isoTime(parcel.shipTime),
		lines: parts(parcel.packageItems).flatMap((item) => {
			const lineId = text(item.orderItemId);
			const quantity = count(item.quantity);
			return lineId === null || quantity === null ? [] : [{ lineId, quantity }];
		}),
	}));
}

/** The parcel with this tracking number. */
export function packageWith(
	{ packages }: KnownOrder,
	trackingNumber: unknown,
): KnownPackage | undefined {
	const number = sameNumber(trackingNumber);
	return packages?.find((parcel) => sameNumber(parcel.trackingNumber) === number);
}

/** What is open of every line; throws where Amazon does not show it. */
export function openLinesOf({ id, lines }: KnownOrder): LineQuantity[] {
	return lines.map(({ id: lineId, open }) => {
		if (open !== null) return { lineId, quantity: open };
		throw new InvalidInputError(
			`Amazon does not show what is open of order '${id}'`,
			'The app may lack the role Inventory and Order Tracking. Look at the order in Seller Central',
		);
	});
}

/** Orders that are not the seller's to ship or to cancel. */
export function refuseAmazonsOwn({ id, isFulfilledByAmazon }: KnownOrder, word: string): void {
	if (!isFulfilledByAmazon) return;
	throw new InvalidInputError(
		`Order '${id}' cannot be ${word} here: Amazon ships this order itself (FBA)`,
		'Leave out orders whose fulfilledBy is marketplace',
	);
}

import type { ItemCall } from '../../../core/operations/call';
import { count, list, object, part, text } from '../../../core/orders/read';
import { rfc2822Time } from '../../../core/orders/time';
import { type LineQuantity, OpenLines } from '../../../core/writes/open-lines';
import { readOrderId } from '../../../core/writes/parcel';
import { ORDER_ID } from '../orders/list';
import type { V2Shipment, V2ShippedLine } from './wire';

/** `Order ID` as the API writes it, so that `0118` and `118` are the same order. */
export function orderIdOf(call: ItemCall): string {
	return plainId(readOrderId(call, ORDER_ID));
}

export function plainId(orderId: string): string {
	return orderId.replace(/^0+(?=\d)/, '');
}

/** A line of an order, and where it goes. */
interface Line extends LineQuantity {
	readonly addressId: string;
	/** Why it goes into no parcel. */
	readonly reason: string | null;
}

/** A shipment that BigCommerce has. */
export interface Shipment {
	readonly id: string | null;
	readonly addressId: string | null;
	readonly carrier: string | null;
	readonly trackingNumber: string | null;
	readonly trackingUrl: string | null;
	readonly shippedAt: string | null;
	readonly lines: readonly LineQuantity[];
}

/** An order as far as shipping it needs to know. */
export class OrderState {
	readonly open: OpenLines;
	/** Lines that go into no parcel, with the reason. */
	readonly leftOut: readonly Line[];
	/** Ids of shipments of which it is known whose they are. All parts of this order share it. */
	readonly known: Set<string>;
	private readonly addresses: ReadonlyMap<string, string>;
	private readonly atFirst: ReadonlySet<string>;

	constructor(
		readonly orderId: string,
		products: readonly unknown[],
		readonly shipments: readonly Shipment[],
	) {
		const lines = products.map(readLine);
		const sent = lines.filter(({ reason }) => reason === null);
		this.leftOut = lines.filter(({ reason }) => reason !== null);
		this.open = new OpenLines(orderId, sent);
		this.addresses = new Map(sent.map(({ lineId, addressId }) => [lineId, addressId]));
		this.atFirst = new Set(this.open.rest().map(({ lineId }) => lineId));
		this.known = new Set(shipments.flatMap(({ id }) => id ?? []));
	}

	/** Whether anything of it goes into parcels. */
	get hasParcels(): boolean {
		return this.addresses.size > 0;
	}

	addressOf(lineId: string): string {
		return this.addresses.get(lineId) ?? '';
	}

	/** Whether something of the line, or of any, was open when the order was read. */
	wasOpen(lineId?: string): boolean {
		return lineId === undefined ? this.atFirst.size > 0 : this.atFirst.has(lineId);
	}
}

function readLine(raw: unknown): Line {
	const line = part(raw as V2ShippedLine);
	const quantity = count(line.quantity) ?? 0;
	const gone = (count(line.quantity_shipped) ?? 0) + (count(line.quantity_refunded) ?? 0);
	return {
		lineId: text(line.id) ?? '',
		quantity: Math.max(0, quantity - gone),
		addressId: text(line.order_address_id) ?? '',
		reason: reasonOf(line),
	};
}

function reasonOf(line: Partial<V2ShippedLine>): string | null {
	if (line.type === 'digital') return 'a download';
	if (line.type === 'giftcertificate') return 'a gift certificate';
	if ((count(line.order_pickup_method_id) ?? 0) > 0) return 'collected by the buyer';
	return (count(line.order_address_id) ?? 0) > 0 ? null : 'without a delivery address';
}

export function readShipment(raw: unknown): Shipment {
	const shipment = part(raw as V2Shipment);
	return {
		id: text(shipment.id),
		addressId: text(shipment.order_address_id),
		carrier: text(shipment.shipping_provider) ?? text(shipment.tracking_carrier),
		trackingNumber: text(shipment.tracking_number),
		trackingUrl: text(shipment.tracking_link) ?? text(shipment.generated_tracking_link),
		shippedAt: rfc2822Time(shipment.date_created),
		lines: list(shipment.items).map((item) => ({
			lineId: text(object(item).order_product_id) ?? '',
			quantity: count(object(item).quantity) ?? 0,
		})),
	};
}

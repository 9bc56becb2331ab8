import type { Send } from '../../../core/marketplace';
import { itemsOf } from '../../../core/lists/pages';
import { object, part, parts, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { UnexpectedResponseError } from '../../../core/request/errors';
import type { CheckoutForm } from '../orders/wire';

export function orderPath(orderId: string): string {
	return `/order/checkout-forms/${pathSegment(orderId)}`;
}

/** An order as Allegro has it now. */
export async function readForm(send: Send, orderId: string): Promise<Partial<CheckoutForm>> {
	const { body } = await send({ method: 'GET', path: orderPath(orderId) });
	const form = part(body as CheckoutForm);
	if (text(form.id) !== null) return form;
	throw new UnexpectedResponseError(
		`The answer for '${orderId}' contains no order`,
		'The marketplace returned something unexpected. Try again later',
	);
}

/** A parcel of an order, as Allegro shows it. See https://developer.allegro.pl/swagger.yaml. */
export interface Waybill {
	id: string;
	carrierId: string;
	waybill: string;
	/** Allegro knows no quantities here: a line is in a parcel or not. */
	lineItems: Array<{ id: string }>;
	createdAt: string;
}

/** Parcels of an order, also those that the seller or the carrier has added elsewhere. */
export async function readWaybills(send: Send, orderId: string): Promise<Array<Partial<Waybill>>> {
	const response = await send({ method: 'GET', path: `${orderPath(orderId)}/shipments` });
	const { shipments } = object(response.body);
	// See BEHAVIOR.md, Orders: a list without entries.
	if (shipments === null) return [];
	return parts(itemsOf(response, () => shipments as unknown[]) as Waybill[]);
}

/** Which lines are in a parcel. */
export function linesIn(waybill: Partial<Waybill>): string[] {
	return parts(waybill.lineItems).flatMap((line) => text(line.id) ?? []);
}

/** What is set of an order's fulfillment; what is left out stays as it is. */
export interface Fulfillment {
	readonly orderId: string;
	readonly status: string;
	/** Whether all lines are in parcels. */
	readonly lineItemsSent?: 'ALL' | 'SOME';
	/** The state that the caller has seen; after another one, Allegro answers 409. */
	readonly revision?: string | null;
}

export async function setFulfillment(send: Send, fulfillment: Fulfillment): Promise<void> {
	const { orderId, status, lineItemsSent, revision } = fulfillment;
	await send({
		method: 'PUT',
		path: `${orderPath(orderId)}/fulfillment`,
		...(revision ? { query: { 'checkoutForm.revision': revision } } : {}),
		body: { status, ...(lineItemsSent ? { shipmentSummary: { lineItemsSent } } : {}) },
		// It sets a state, however often it comes.
		idempotent: true,
	});
}

import type { FulfillmentStatus } from '../../../core/orders/order';
import { part, text, word } from '../../../core/orders/read';
import type { CheckoutForm } from './wire';

/** The seller's own word; `RETURNED` is Allegro's. */
const SELLERS_WORD: Readonly<Record<string, FulfillmentStatus>> = {
	NEW: 'unfulfilled',
	PROCESSING: 'unfulfilled',
	READY_FOR_SHIPMENT: 'unfulfilled',
	READY_FOR_PICKUP: 'unfulfilled',
	SUSPENDED: 'unfulfilled',
	SENT: 'fulfilled',
	PICKED_UP: 'delivered',
	RETURNED: 'returned',
	CANCELLED: 'cancelled',
};

/** How many lines have a waybill, where that proves anything. */
const WAYBILLS: Readonly<Record<string, FulfillmentStatus>> = { SOME: 'partial', ALL: 'fulfilled' };

const LEFT: readonly FulfillmentStatus[] = ['fulfilled', 'delivered', 'returned'];

/**
 * How far the goods are, for the order and for the trigger alike. Who says that they were sent need not have
 * linked a waybill to each line; who does not say it, or cancels afterwards, may have sent them nevertheless.
 */
export function fulfillmentOf(form: Partial<CheckoutForm>): FulfillmentStatus {
	const { status, shipmentSummary } = part(form.fulfillment);
	const said = word(SELLERS_WORD, text(status));
	if (hasLeft(said)) return said;
	const proved = word(WAYBILLS, text(part(shipmentSummary).lineItemsSent));
	return proved === 'unknown' ? said : proved;
}

/** Whether all goods are on their way, or were. */
export function hasLeft(fulfillment: FulfillmentStatus): boolean {
	return LEFT.includes(fulfillment);
}

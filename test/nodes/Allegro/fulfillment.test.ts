import { describe, expect, it } from 'vitest';
import { toOrder } from '../../../nodes/Allegro/orders/mapping';
import { toOrderChange } from '../../../nodes/Allegro/trigger/events';

const READY = 'READY_FOR_PROCESSING';
const BOUGHT_AT = '2026-03-01T10:00:00.000Z';

function formOf(seller: string | null | undefined, sent: string | null | undefined, more = {}) {
	const fulfillment = { status: seller, shipmentSummary: { lineItemsSent: sent } };
	return {
		id: 'a',
		status: READY,
		fulfillment,
		delivery: { address: { street: 'Polna 1' } },
		lineItems: [{ id: 'l', boughtAt: BOUGHT_AT }],
		...more,
	};
}

const read = (form: object) => toOrder(form, { account: null });
const isShipped = (form: object) =>
	'orderShipped' in toOrderChange(form as Record<string, unknown>, []).facts;

const BEFORE_SENT = ['NEW', 'PROCESSING', 'READY_FOR_SHIPMENT', 'READY_FOR_PICKUP', 'SUSPENDED'];

/** The seller's status, lines with a waybill, and what they mean. */
type Row = [string | null, string | null | undefined, string, string];

describe('how far the goods are', () => {
	it.each<Row>([
		...BEFORE_SENT.flatMap((seller): Row[] => [
			[seller, 'NONE', 'open', 'unfulfilled'],
			[seller, undefined, 'open', 'unfulfilled'],
			[seller, 'SOME', 'open', 'partial'],
			[seller, 'ALL', 'open', 'fulfilled'],
		]),
		// Allegro's own tool links a waybill to one of several lines: allegro-api #14030.
		...['NONE', 'SOME', 'ALL', null].flatMap((sent): Row[] => [
			['SENT', sent, 'completed', 'fulfilled'],
			['PICKED_UP', sent, 'completed', 'delivered'],
			['RETURNED', sent, 'completed', 'returned'],
		]),
		['CANCELLED', 'NONE', 'cancelled', 'cancelled'],
		['CANCELLED', null, 'cancelled', 'cancelled'],
		['CANCELLED', 'SOME', 'cancelled', 'partial'],
		['CANCELLED', 'ALL', 'cancelled', 'fulfilled'],
		[null, 'ALL', 'open', 'fulfilled'],
		[null, 'SOME', 'open', 'partial'],
		[null, null, 'open', 'unknown'],
		['LATER_WORD', 'ALL', 'open', 'fulfilled'],
		['LATER_WORD', 'LATER_WORD', 'open', 'unknown'],
	])('is told of %s with %s lines sent: %s, %s', (seller, sent, status, fulfillmentStatus) => {
		expect(read(formOf(seller, sent))).toMatchObject({
			status,
			fulfillmentStatus,
			fulfillmentStatusRaw: seller,
		});
	});

	it.each([
		['NEW', 'NONE', 'unfulfilled'],
		['NEW', 'SOME', 'partial'],
		['PROCESSING', 'ALL', 'fulfilled'],
		['SENT', 'SOME', 'fulfilled'],
		['CANCELLED', 'ALL', 'fulfilled'],
	])('is told of an order that the buyer cancelled, too: %s, %s', (seller, sent, expected) => {
		expect(read(formOf(seller, sent, { status: 'CANCELLED' }))).toMatchObject({
			status: 'cancelled',
			fulfillmentStatus: expected,
		});
	});

	it('is the same for the order and for the trigger', () => {
		const sellers = [...BEFORE_SENT, 'SENT', 'PICKED_UP', 'RETURNED', 'CANCELLED', null, 'OTHER'];
		const waybills = ['NONE', 'SOME', 'ALL', null, 'OTHER'];
		const statuses = ['BOUGHT', 'FILLED_IN', READY, 'CANCELLED', null];
		const wrong = sellers.flatMap((seller) =>
			waybills.flatMap((sent) =>
				statuses
					.map((status) => formOf(seller, sent, { status }))
					.filter((form) => {
						const { fulfillmentStatus } = read(form);
						const left = ['fulfilled', 'delivered', 'returned'].includes(fulfillmentStatus);
						return left !== isShipped(form);
					}),
			),
		);
		expect(wrong).toEqual([]);
	});

	it('leaves it to the waybills which lines of a sent order have none', () => {
		const [shipments] = read(formOf('SENT', 'SOME')).missing;
		expect(shipments).toEqual({
			field: 'shipments',
			reason: expect.stringContaining('some lines have none') as unknown,
		});
	});
});

describe('when an order was shipped', () => {
	const bought = Date.parse(BOUGHT_AT);
	it.each([
		['NEW', 'ALL', null],
		['READY_FOR_SHIPMENT', 'ALL', null],
		['PICKED_UP', 'NONE', bought],
		['RETURNED', null, bought],
		['CANCELLED', 'ALL', bought],
	])('is known as far as %s with %s tells', (seller, sent, at) => {
		expect(toOrderChange(formOf(seller, sent), []).facts.orderShipped).toBe(at);
	});
});

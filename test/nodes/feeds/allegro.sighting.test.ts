import { describe, expect, it } from 'vitest';

import { toSighting, type JournalEvent } from '../../../nodes/Allegro/allegro.sighting';

const at = (day: number) => `2026-03-0${day}T10:00:00.000Z`;
const ms = (day: number) => Date.parse(at(day));

const event = (type: string, day: number): JournalEvent => ({
	id: `${ms(day) * 1000}`,
	type,
	occurredAt: ms(day),
	formId: 'a',
	revision: 'r1',
});

/** An order whose lines were bought on these days. */
const form = (days: number[], more: object = {}) => ({
	id: 'a',
	revision: 'r1',
	status: 'READY_FOR_PROCESSING',
	updatedAt: at(9),
	lineItems: days.map((day) => ({ boughtAt: at(day) })),
	...more,
});

describe('what an order of Allegro proves', () => {
	it('is that it was created when it was bought', () => {
		const paid = form([1, 1], { payment: { finishedAt: at(4) } });
		expect(toSighting(paid, [event('FILLED_IN', 3)]).facts.orderCreated).toBe(ms(1));
	});

	it.each([
		['paid', form([1, 2], { payment: { finishedAt: at(4) } }), [], 4],
		['filled in', form([1, 2], { payment: { finishedAt: at(4) } }), [event('FILLED_IN', 3)], 3],
		['ready, without a payment', form([1, 2]), [event('READY_FOR_PROCESSING', 5)], 5],
		['bought last, as far as is known', form([1, 2]), [], 2],
	])('is that purchases became one order when they were %s', (_name, whole, events, day) => {
		expect(toSighting(whole, events).facts.orderCreated).toBe(ms(day));
	});

	it('is nothing about its creation where no line says when it was bought', () => {
		expect(toSighting(form([]), []).facts.orderCreated).toBeNull();
	});

	it.each([
		['PROCESSING', null],
		['NEW', null],
		['PICKED_UP', ms(1)],
	])(
		'is that it was shipped when all lines have a waybill, also with the status %s',
		(status, at) => {
			const sent = { status, shipmentSummary: { lineItemsSent: 'ALL' } };
			expect(toSighting(form([1], { fulfillment: sent }), []).facts.orderShipped).toBe(at);
		},
	);

	it.each([
		['the journal tells', [event('BUYER_CANCELLED', 5)], 5],
		['the order changed last, as nobody tells more', [], 9],
		[
			'the order changed last, whatever the seller did',
			[event('FULFILLMENT_STATUS_CHANGED', 9)],
			9,
		],
	])('is that it was cancelled when %s', (_name, events, day) => {
		const delivery = { cancellation: { date: at(2) } };
		const cancelled = form([1], { status: 'CANCELLED', delivery });
		expect(toSighting(cancelled, events).facts.orderCancelled).toBe(ms(day));
	});

	it('is nothing of a cancellation where the buyer withdrew from the delivery alone', () => {
		const delivery = { cancellation: { date: at(2) } };
		expect(toSighting(form([1], { delivery }), []).facts).not.toHaveProperty('orderCancelled');
	});

	it.each(['PICKED_UP', 'RETURNED', 'READY_FOR_PICKUP'])(
		'is when it was shipped, if the seller went on to %s since the last look',
		(status) => {
			const sent = { status, shipmentSummary: { lineItemsSent: 'ALL' } };
			const seller = [3, 4].map((day) => event('FULFILLMENT_STATUS_CHANGED', day));
			const told = (events: JournalEvent[]) =>
				toSighting(form([1], { fulfillment: sent }), events).facts.orderShipped;
			expect(told(seller)).toBe(ms(3));
			// One change, told of twice, may have come long after the shipment.
			expect(told([seller[1], seller[1]])).toBe(ms(1));
		},
	);
});

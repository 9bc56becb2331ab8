import { describe, expect, it } from 'vitest';
import { readEvent, toOrderChange, type JournalEvent } from '../../../nodes/Allegro/trigger/events';

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
		expect(toOrderChange(paid, [event('FILLED_IN', 3)]).facts.orderCreated).toBe(ms(1));
	});

	it.each([
		['paid', form([1, 2], { payment: { finishedAt: at(4) } }), [], 4],
		['filled in', form([1, 2], { payment: { finishedAt: at(4) } }), [event('FILLED_IN', 3)], 3],
		['ready, without a payment', form([1, 2]), [event('READY_FOR_PROCESSING', 5)], 5],
		['bought last, as far as is known', form([1, 2]), [], 2],
	])('is that purchases became one order when they were %s', (_name, whole, events, day) => {
		expect(toOrderChange(whole, events).facts.orderCreated).toBe(ms(day));
	});

	it('is nothing about its creation where no line says when it was bought', () => {
		expect(toOrderChange(form([]), []).facts.orderCreated).toBeNull();
	});

	it.each([
		['PROCESSING', null],
		['NEW', null],
		['PICKED_UP', ms(1)],
	])(
		'is that it was shipped when all lines have a waybill, also with the status %s',
		(status, at) => {
			const sent = { status, shipmentSummary: { lineItemsSent: 'ALL' } };
			expect(toOrderChange(form([1], { fulfillment: sent }), []).facts.orderShipped).toBe(at);
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
		expect(toOrderChange(cancelled, events).facts.orderCancelled).toBe(ms(day));
	});

	it('is nothing of a cancellation where the buyer withdrew from the delivery alone', () => {
		const delivery = { cancellation: { date: at(2) } };
		expect(toOrderChange(form([1], { delivery }), []).facts).not.toHaveProperty('orderCancelled');
	});

	it.each(['PICKED_UP', 'RETURNED', 'READY_FOR_PICKUP'])(
		'is when it was shipped, if the seller went on to %s since the last look',
		(status) => {
			const sent = { status, shipmentSummary: { lineItemsSent: 'ALL' } };
			const seller = [3, 4].map((day) => event('FULFILLMENT_STATUS_CHANGED', day));
			const told = (events: JournalEvent[]) =>
				toOrderChange(form([1], { fulfillment: sent }), events).facts.orderShipped;
			expect(told(seller)).toBe(ms(3));
			// One change, told of twice, may have come long after the shipment.
			expect(told([seller[1], seller[1]])).toBe(ms(1));
		},
	);
});

const CHANGED = 'FULFILLMENT_STATUS_CHANGED';
const facts = (more: object, events: JournalEvent[] = [], days = [1]) =>
	toOrderChange(form(days, more), events).facts;

describe('the facts of an order of Allegro', () => {
	const paid = { payment: { finishedAt: at(4) } };

	it.each([
		['bought', { status: 'BOUGHT' }, ['orderCreated']],
		['filled in', { status: 'FILLED_IN' }, ['orderCreated', 'orderFilledIn']],
		['ready', {}, ['orderCreated', 'orderFilledIn', 'orderReadyForProcessing']],
		['cancelled', { status: 'CANCELLED' }, ['orderCreated', 'orderCancelled']],
		['of a later word', { status: 'LATER' }, ['orderCreated']],
		['without a status', { status: null }, ['orderCreated']],
		[
			'cancelled by the seller',
			{ fulfillment: { status: 'CANCELLED' } },
			['orderCreated', 'orderFilledIn', 'orderReadyForProcessing', 'orderCancelled'],
		],
		[
			'sent',
			{ status: 'BOUGHT', fulfillment: { status: 'SENT' } },
			['orderCreated', 'orderShipped'],
		],
		[
			'returned',
			{ status: 'BOUGHT', fulfillment: { status: 'RETURNED' } },
			['orderCreated', 'orderShipped', 'orderReturned'],
		],
		[
			'that waits at the counter',
			{ status: 'BOUGHT', fulfillment: { status: 'READY_FOR_PICKUP' } },
			['orderCreated'],
		],
	])('%s are these', (_name, more, names) => {
		expect(Object.keys(facts(more))).toEqual(names);
	});

	it.each([
		['when the journal tells', { status: 'FILLED_IN' }, [event('FILLED_IN', 3)], ms(3)],
		['the first time', {}, [event('FILLED_IN', 3), event('FILLED_IN', 2)], ms(2)],
		['at the latest when it was bought, once it is ready', {}, [], ms(1)],
		['at some time that nobody knows', { status: 'FILLED_IN' }, [event('BOUGHT', 1)], null],
	])('tell that it was filled in %s', (_name, more, events, expected) => {
		expect(facts(more, events).orderFilledIn).toBe(expected);
	});

	it.each([
		['when it was paid', paid, [event('READY_FOR_PROCESSING', 5)], ms(4)],
		['when the journal tells', {}, [event('READY_FOR_PROCESSING', 5)], ms(5)],
		[
			'the first time, whatever surcharge came later',
			{},
			[event('READY_FOR_PROCESSING', 6), event('READY_FOR_PROCESSING', 5)],
			ms(5),
		],
		['at some time that nobody knows', {}, [], null],
		['at some time, as no seller did anything yet', { fulfillment: { status: 'NEW' } }, [], null],
		['long ago, as the seller went on', { fulfillment: { status: 'PROCESSING' } }, [], ms(1)],
		['long ago, as it was sent', { fulfillment: { status: 'SENT' } }, [], ms(1)],
	])('tell that it became ready %s', (_name, more, events, expected) => {
		expect(facts(more, events).orderReadyForProcessing).toBe(expected);
	});

	it.each([
		['the buyer', { status: 'CANCELLED' }, [event('BUYER_CANCELLED', 5)], ms(5)],
		['Allegro', { status: 'CANCELLED' }, [event('AUTO_CANCELLED', 5)], ms(5)],
		[
			'both, the first time',
			{ status: 'CANCELLED' },
			[event('AUTO_CANCELLED', 6), event('BUYER_CANCELLED', 5)],
			ms(5),
		],
		['somebody', { status: 'CANCELLED' }, [event('BOUGHT', 1)], ms(9)],
		[
			'the buyer, after the seller',
			{ status: 'CANCELLED', fulfillment: { status: 'CANCELLED' } },
			[event(CHANGED, 3)],
			ms(9),
		],
		['the seller', { fulfillment: { status: 'CANCELLED' } }, [event(CHANGED, 3)], ms(3)],
		['the seller, nobody knows when', { fulfillment: { status: 'CANCELLED' } }, [], null],
	])('tell that it was cancelled by %s', (_name, more, events, expected) => {
		expect(facts(more, events).orderCancelled).toBe(expected);
	});

	it.each([
		['SENT', [3], ms(3)],
		['SENT', [3, 4], ms(4)],
		['SENT', [4, 3], ms(4)],
		['SENT', [], null],
		['PICKED_UP', [3, 4], ms(3)],
		['PICKED_UP', [4, 3], ms(3)],
		['PICKED_UP', [2, 3, 4], ms(3)],
		['PICKED_UP', [4], ms(1)],
		['PICKED_UP', [], ms(1)],
		['RETURNED', [3, 4], ms(3)],
	])('tell when an order with the status %s was shipped: %j', (status, days, expected) => {
		const events = days.map((day) => event(CHANGED, day));
		const others = [event('BUYER_MODIFIED', 8), ...events, event('BUYER_MODIFIED', 2)];
		expect(facts({ fulfillment: { status } }, others).orderShipped).toBe(expected);
	});

	it.each(['NEW', 'PROCESSING', 'READY_FOR_SHIPMENT', 'SUSPENDED', undefined])(
		'tell that all lines have a waybill just now, whatever happened before: %s',
		(status) => {
			const fulfillment = { status, shipmentSummary: { lineItemsSent: 'ALL' } };
			const events = [event(CHANGED, 2), event(CHANGED, 3)];
			expect(facts({ fulfillment }, events).orderShipped).toBeNull();
		},
	);

	it('tell of two changes that happened at the same time as of one', () => {
		const both = [event(CHANGED, 3), { ...event(CHANGED, 3), id: 'other' }];
		expect(facts({ fulfillment: { status: 'PICKED_UP' } }, both).orderShipped).toBe(ms(1));
	});

	it('tell that it was returned with the last change', () => {
		const fulfillment = { status: 'RETURNED' };
		const events = [event(CHANGED, 3), event(CHANGED, 4)];
		expect(facts({ fulfillment }, events).orderReturned).toBe(ms(4));
		expect(facts({ fulfillment }).orderReturned).toBeNull();
	});

	it.each([
		['by the payment', paid, [event('FILLED_IN', 5), event('READY_FOR_PROCESSING', 6)], ms(4)],
		['by the form', {}, [event('FILLED_IN', 5), event('READY_FOR_PROCESSING', 6)], ms(5)],
		['by nothing but the purchase', {}, [event('BOUGHT', 1), event(CHANGED, 8)], ms(2)],
	])('tell that purchases became one order %s', (_name, more, events, expected) => {
		expect(facts(more, events, [2, 1]).orderCreated).toBe(expected);
	});

	it('count a line that does not say when it was bought for nothing', () => {
		const lineItems = [{ boughtAt: null }, { boughtAt: at(2) }, {}];
		expect(facts({ lineItems, ...paid }).orderCreated).toBe(ms(2));
	});
});

describe('an order of Allegro as the trigger sees it', () => {
	it.each([
		['the last change of the form', {}, [event('BOUGHT', 2)], ms(9)],
		['the last event', { updatedAt: at(3) }, [event(CHANGED, 5), event(CHANGED, 4)], ms(5)],
		['the purchase, where it has no time', { updatedAt: null }, [], ms(1)],
	])('stands at %s', (_name, more, events, expected) => {
		expect(toOrderChange(form([1], more), events).at).toBe(expected);
	});

	it('stands at the beginning of time where nobody tells any', () => {
		expect(toOrderChange({ id: 'a' }, [])).toMatchObject({ at: 0, id: 'a', revision: '' });
	});

	it.each([
		[{}, 'r1'],
		[{ revision: null }, at(9)],
		[{ revision: ' ', updatedAt: null }, ''],
	])('has its revision, else its time: %j', (more, revision) => {
		const raw = form([1], more);
		expect(toOrderChange(raw, [])).toMatchObject({ id: 'a', revision, raw });
	});
});

describe('an event of the journal', () => {
	it('is read as far as it is of use', () => {
		const order = { checkoutForm: { id: 'f', revision: 'r' }, seller: { id: 's' } };
		const given = { id: '1532603898317497', type: 'BOUGHT', occurredAt: at(1), order };
		expect(readEvent(given)).toEqual({
			...{ id: '1532603898317497', type: 'BOUGHT', occurredAt: ms(1) },
			...{ formId: 'f', revision: 'r' },
		});
	});

	it.each([
		[{}],
		[null],
		['text'],
		[{ id: null, type: 7.5, occurredAt: 'soon', order: { checkoutForm: null } }],
		[{ order: { lineItems: [] } }],
	])('that says nothing is nothing: %j', (given) => {
		expect(readEvent(given)).toMatchObject({ id: '', occurredAt: 0, formId: null, revision: null });
	});
});

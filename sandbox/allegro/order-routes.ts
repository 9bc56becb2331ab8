import { faultOf } from '../kit/server';
import { setFulfillment } from './fulfillment';
import type { Call, Route } from './gate';
import { EVENT_TYPES } from './journal';
import { listOrders, LIST_PARAMETERS } from './order-list';
import { orderOf, shownForm } from './order-of';
import { invalid } from './refusal';
import { addShipment } from './shipments';

const READ = 'allegro:api:orders:read';
const WRITE = 'allegro:api:orders:write';
const ORDER = '/order/checkout-forms/:id';

/** See https://developer.allegro.pl/swagger.yaml */
export const ORDER_ROUTES: readonly Route[] = [
	{
		method: 'GET',
		path: '/order/checkout-forms',
		scope: READ,
		query: LIST_PARAMETERS,
		run: listOrders,
	},
	{ method: 'GET', path: ORDER, scope: READ, run: shownForm },
	{
		method: 'PUT',
		path: `${ORDER}/fulfillment`,
		scope: WRITE,
		query: { 'checkoutForm.revision': { kind: 'text' } },
		languages: ['en-US'],
		run: setFulfillment,
	},
	{
		method: 'GET',
		path: `${ORDER}/shipments`,
		scope: READ,
		perSecond: 50,
		run: (call) => ({ shipments: orderOf(call).shipments }),
	},
	{ method: 'POST', path: `${ORDER}/shipments`, scope: WRITE, perSecond: 50, run: addShipment },
	{
		method: 'GET',
		path: '/order/events',
		scope: READ,
		query: {
			from: { kind: 'text' },
			type: { kind: 'word', words: EVENT_TYPES, repeat: true },
			limit: { kind: 'number', min: 1, max: 1000, value: 100 },
		},
		run: listEvents,
	},
	{
		method: 'GET',
		path: '/order/event-stats',
		scope: READ,
		run: ({ shop, now }) => {
			const latestEvent = shop.journal.latest(now);
			return latestEvent ? { latestEvent } : {};
		},
	},
	{
		method: 'GET',
		path: '/order/customer-returns',
		scope: READ,
		media: 'beta',
		query: {
			orderId: { kind: 'text' },
			from: { kind: 'text' },
			limit: { kind: 'number', min: 1, max: 1000, value: 100 },
			offset: { kind: 'number', min: 0, max: 10_000, value: 0 },
		},
		run: () => ({ count: 0, customerReturns: [] }),
	},
];

function listEvents({ request, query, shop, now }: Call): unknown {
	const from = query.text('from') ?? '0';
	if (!/^\d{1,16}$/.test(from)) throw invalid('from', `'${from}' is no event id`);
	// A cursor that never gets further: the same events whatever was read already.
	const after = faultOf(request)?.kind === 'endlessCursor' ? 0 : Number(from);
	return {
		events: shop.journal.after(after, query.number('limit'), new Set(query.all('type')), now),
	};
}

import { randomUUID } from 'node:crypto';

import { faultOf } from '../kit/server';
import { CARRIERS } from './catalogue';
import type { Held, Shipment } from './form';
import { bodyOf, type Call, type Route } from './gate';
import { EVENT_TYPES } from './journal';
import { isShown, listOrders, LIST_PARAMETERS } from './order-list';
import { errors, invalid, Refusal } from './refusal';

const READ = 'allegro:api:orders:read';
const WRITE = 'allegro:api:orders:write';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SETTABLE = [
	'NEW',
	'PROCESSING',
	'READY_FOR_SHIPMENT',
	'READY_FOR_PICKUP',
	'SENT',
	'PICKED_UP',
	'CANCELLED',
	'SUSPENDED',
];
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
	{ method: 'GET', path: ORDER, scope: READ, run: (call) => shownOrder(call).form },
	{
		method: 'PUT',
		path: `${ORDER}/fulfillment`,
		scope: WRITE,
		query: { 'checkoutForm.revision': { kind: 'text' } },
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

/**
 * For hours after the journal has named it, an order may not be found,
 * see https://github.com/allegro/allegro-api/issues/5546
 */
function shownOrder(call: Call): Held {
	const held = orderOf(call);
	if (call.now < (held.hiddenUntil ?? 0)) throw notFound(call.params.id);
	return held;
}

function orderOf({ params, shop, now }: Call): Held {
	if (!UUID.test(params.id)) throw invalid('id', `'${params.id}' is no UUID`);
	const held = shop.get(params.id);
	if (held && isShown(held, now)) return held;
	throw notFound(params.id);
}

function notFound(id: string): Refusal {
	const message = `Checkout form ${id} not found`;
	return new Refusal(404, errors('CheckoutFormNotFoundException', message), message);
}

function setFulfillment(call: Call): unknown {
	const held = orderOf(call);
	const body = bodyOf(call.request);
	const revision = call.query.text('checkoutForm.revision');
	if (revision !== undefined && revision !== held.form.revision) {
		const message = 'Checkout form revision is outdated';
		throw new Refusal(409, errors('OUTDATED_REVISION', message), message);
	}
	const status = String(body.status);
	if (!SETTABLE.includes(status)) throw invalid('status', `'${status}' cannot be set`);
	call.shop.act((life, now) => life.fulfilled(held, now, status));
	return call.reply.code(204).send();
}

function addShipment(call: Call): unknown {
	const { form, shipments } = orderOf(call);
	const body = bodyOf(call.request);
	const { carrierId, waybill, carrierName = null } = body;
	const bad = (path: string, message: string): Refusal =>
		new Refusal(400, errors('BadRequest', message, { path }), message);
	if (!CARRIERS.some(({ id }) => id === carrierId)) throw bad('carrierId', 'Unknown carrier');
	if (typeof waybill !== 'string' || !/^.{1,64}$/.test(waybill)) {
		throw bad('waybill', 'Invalid waybill');
	}
	const own = form.lineItems.map(({ id }) => ({ id }));
	const lineItems = Array.isArray(body.lineItems) ? (body.lineItems as { id: string }[]) : own;
	if (lineItems.some(({ id }) => !own.some((line) => line.id === id))) {
		throw invalid('lineItems', 'Line item does not belong to the order');
	}
	const shipment: Shipment = {
		id: Buffer.from(`${String(carrierId)}:${waybill}:${randomUUID()}`).toString('base64'),
		waybill,
		carrierId: String(carrierId),
		carrierName: typeof carrierName === 'string' ? carrierName : null,
		lineItems,
		createdAt: new Date(call.now).toISOString(),
	};
	shipments.push(shipment);
	return call.reply.code(201).send(shipment);
}

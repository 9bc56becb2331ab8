import { randomUUID } from 'node:crypto';

import { bodyOf, notMapped, type Body } from './body';
import { CARRIERS } from './catalogue';
import type { Held, LineReference, Shipment } from './form';
import type { Call } from './gate';
import { orderOf } from './order-of';
import { errors, invalid, Refusal } from './refusal';

/** Its structure is checked, but what it has to be is published nowhere; blanks around it are surely wrong. */
const WAYBILL = /^\S(.{0,62}\S)?$/;
const CARRIER_NAME = 30;

/** In how many orders a waybill may be is not published. */
export const ORDERS_OF_A_WAYBILL = 10;

/**
 * POST /order/checkout-forms/{id}/shipments, see https://developer.allegro.pl/swagger.yaml. There is no key: the
 * same once more is taken for a second parcel, which is not confirmed, and the worst that can be.
 */
export function addShipment(call: Call): unknown {
	const held = orderOf(call);
	const body = bodyOf(call.request, ['carrierId', 'waybill', 'carrierName', 'lineItems']);
	const shipment = {
		...carrierOf(body),
		waybill: waybillOf(body),
		lineItems: linesOf(body, held),
	};
	const { shop } = call;
	const others = shop.ordersWith(shipment.waybill).filter((id) => id !== held.form.id);
	if (others.length >= ORDERS_OF_A_WAYBILL) {
		const message = 'Maximum waybill usage exceeded';
		const refusal = errors('WAYBILL_USAGE_EXCEEDED', message, { path: 'waybill' });
		throw new Refusal(409, refusal, message);
	}
	const { carrierId, waybill } = shipment;
	const id = Buffer.from(`${carrierId}:${waybill}:${randomUUID()}`).toString('base64');
	const added = { id, ...shipment, createdAt: new Date(call.now).toISOString() };
	shop.addShipment(held, added);
	return call.reply.code(201).send(added);
}

function carrierOf({ carrierId, carrierName }: Body): Pick<Shipment, 'carrierId' | 'carrierName'> {
	const carrier = CARRIERS.find(({ id }) => id === carrierId);
	if (!carrier) throw bad('carrierId', `Unknown carrier '${String(carrierId)}'`);
	const name = carrierName ?? null;
	if (name !== null && (typeof name !== 'string' || name.length > CARRIER_NAME)) {
		throw bad('carrierName', `Carrier name is longer than ${CARRIER_NAME} characters`);
	}
	// Of a carrier that Allegro knows, another name is ignored.
	return { carrierId: carrier.id, carrierName: carrier.id === 'OTHER' ? name : null };
}

function waybillOf({ waybill }: Body): string {
	if (typeof waybill === 'string' && WAYBILL.test(waybill)) return waybill;
	throw bad('waybill', 'Invalid waybill');
}

/** None named means all of them. */
function linesOf({ lineItems }: Body, { form }: Held): LineReference[] {
	const sent = lineItems ?? [];
	if (!Array.isArray(sent)) throw notMapped(`'lineItems' is no list`);
	const ids = sent.map((line: { id?: unknown } | null) => {
		if (typeof line?.id !== 'string') throw bad('lineItems', 'Line item without id');
		return line.id;
	});
	const own = form.lineItems.map(({ id }) => id);
	if (!ids.every((id) => own.includes(id))) {
		throw invalid('lineItems', 'Line item does not belong to the order');
	}
	return (ids.length > 0 ? ids : own).map((id) => ({ id }));
}

function bad(path: string, message: string): Refusal {
	return new Refusal(400, errors('BadRequest', message, { path }), message);
}

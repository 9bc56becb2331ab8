import { fieldsOf, isWhole, textOf } from './body';
import { CARRIERS, WITHOUT_NUMBER } from './carriers';
import type { Call, Route } from './gate';
import { isIn, type Parcel, type Unit } from './order';
import { idOf } from './params';
import { forbidden, invalid, notFound } from './problem';
import type { KauflandSettings } from './settings';
import { cancel, release, send } from './steps';

const CANCEL_REASONS = [
	'BuyerCancelled',
	'ShippingAddressUndeliverable',
	'WrongCatalogData',
	'GeneralAdjustment',
	'MerchandiseNotReceived',
	'NoInventory',
	'DelayedInventory',
	'WrongPrice',
	'NoReactionBuyer',
	'UndeliverableRegion',
];

const UNIT = '/order-units/:id_order_unit';

/** What a seller does with pieces, one at a time. Nothing makes a call that comes twice harmless. */
export function sellerRoutes(settings: KauflandSettings): Route[] {
	const act = (call: Call, unit: Unit, deed: (at: number) => void): undefined =>
		void call.shop.change(unit.order, () => deed(settings.now()));
	return [
		{
			method: 'PATCH',
			path: `${UNIT}/fulfil`,
			run(call) {
				const unit = unitOf(call);
				if (unit.status !== 'open') throw wrongState(unit, 'action-not-allowed');
				return act(call, unit, (at) => release(unit, at));
			},
		},
		{
			method: 'PATCH',
			path: `${UNIT}/send`,
			takesBody: true,
			run(call) {
				const unit = unitOf(call);
				const fields = fieldsOf(call.body, ['tracking_numbers', 'carrier_code']);
				const numbers = textOf(fields, 'tracking_numbers');
				const parcels = parcelsOf(textOf(fields, 'carrier_code'), numbers, 'tracking_numbers');
				if (unit.status !== 'need_to_be_sent') throw wrongState(unit, 'action-not-allowed');
				isSellers(unit);
				return act(call, unit, (at) => send(unit, parcels, at));
			},
		},
		{
			method: 'PATCH',
			path: `${UNIT}/cancel`,
			takesBody: true,
			run(call) {
				const unit = unitOf(call);
				const reason = textOf(fieldsOf(call.body, ['reason']), 'reason');
				if (!CANCEL_REASONS.includes(reason)) {
					throw invalid({ field: 'reason', message: CANCEL_REASONS.join(', ') });
				}
				if (!isIn('open', 'need_to_be_sent')(unit)) {
					throw wrongState(unit, 'order-units/cancel-not-possible');
				}
				isSellers(unit);
				return act(call, unit, (at) => cancel(unit, reason, at));
			},
		},
		{
			method: 'POST',
			path: '/shipments',
			takesBody: true,
			run(call) {
				const { id_order_unit: id, shipment_information: information } = fieldsOf(call.body, [
					'id_order_unit',
					'shipment_information',
				]);
				if (!isWhole(id, 1, Number.MAX_SAFE_INTEGER)) {
					throw invalid({ field: 'id_order_unit', message: 'a whole number' });
				}
				const inner = fieldsOf(information, ['carrier_code', 'tracking_number']);
				const number = textOf(inner, 'tracking_number');
				const parcels = parcelsOf(textOf(inner, 'carrier_code'), number, 'tracking_number');
				const unit = known(call.shop.unit(id));
				if (!isIn('sent', 'sent_and_autopaid', 'received')(unit)) {
					throw wrongState(unit, 'action-not-allowed');
				}
				// A number that is there already is there twice then. When a piece last changed is not touched.
				return act(call, unit, () => void unit.parcels.push(...parcels));
			},
		},
	];
}

function unitOf(call: Call): Unit {
	return known(call.shop.unit(idOf(call, 'id_order_unit')));
}

function known(unit: Unit | undefined): Unit {
	if (!unit) throw notFound('Order unit');
	return unit;
}

function wrongState({ id, status }: Unit, type: string) {
	return forbidden(type, `Order unit ${id} is ${status}`);
}

/** What lies with Kaufland, Kaufland sends. */
function isSellers({ id, order }: Unit): void {
	if (order.fulfillment === 'fulfilled_by_merchant') return;
	throw forbidden('action-not-allowed', `Order unit ${id} is ${order.fulfillment}`);
}

/** Several numbers stand in one text, with commas between them. */
function parcelsOf(carrier: string, numbers: string, field: string): Parcel[] {
	if (!CARRIERS.some(({ name }) => name === carrier)) {
		throw invalid({ field: 'carrier_code', message: 'no carrier' });
	}
	if (numbers === '' && WITHOUT_NUMBER.includes(carrier)) {
		return [{ carrier, trackingNumber: null }];
	}
	const list = numbers.split(',').map((number) => number.trim());
	if (list.includes('')) throw invalid({ field, message: 'missing' });
	return list.map((trackingNumber) => ({ carrier, trackingNumber }));
}

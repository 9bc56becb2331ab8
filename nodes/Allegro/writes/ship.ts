import type { Send } from '../../../core/marketplace';
import type { ItemCall } from '../../../core/operations/call';
import { object, part, text } from '../../../core/orders/read';
import { lookAtEach } from '../../../core/writes/look-up';
import type { WriteOperation, Written } from '../../../core/writes/operation';
import {
	mergeParcels,
	type Parcel,
	parcelKey,
	parcelNames,
	type ParcelRules,
	readParcel,
	shipmentItem,
} from '../../../core/writes/parcel';
import { lowerCaseId, ORDER_ID } from '../orders/list';
import {
	type Fulfillment,
	linesIn,
	orderPath,
	readForm,
	readWaybills,
	setFulfillment,
	type Waybill,
} from './order';
import { factsOf, isSame, OrderParcels } from './order-parcels';
import { readStatus } from './statuses';

/** A parcel, and the status that its order gets afterwards. */
interface ShipWish extends Parcel {
	readonly setStatus: string | null;
}

/** One call: a parcel, or the status. */
type ShipPart = NewParcel | { readonly fulfillment: Fulfillment };

interface NewParcel {
	readonly parcel: ShipWish;
	/** Without them, the parcel holds all lines. */
	readonly lineIds: readonly string[];
	readonly warnings: readonly string[];
}

type WrittenShip = Written<ShipWish, OrderParcels>;

/** See https://developer.allegro.pl/swagger.yaml, CheckoutFormAddWaybillRequest. */
const RULES: ParcelRules = {
	orderId: ORDER_ID,
	trackingNumber: { isRequired: true, most: 64 },
	needsCarrier: true,
	otherCarrier: { code: 'OTHER', mostName: 30 },
};

const AGAIN =
	'All lines of the order are in another parcel already. This parcel was added with all of them';

/** _Order > Ship_: a waybill for each parcel and, where the user wants it, a status for each order. */
export const ship: WriteOperation<ShipWish, OrderParcels, ShipPart> = {
	words: { things: 'parcels', done: 'added' },
	names: parcelNames,
	read: readWish,
	subject: ({ orderId }) => orderId,
	key: parcelKey,
	merge: (first, second) => ({
		...mergeParcels(first, second),
		setStatus: second.setStatus ?? first.setStatus,
	}),
	lookUp: async (subjects, { send }) =>
		await lookAtEach(subjects, async (orderId, wishes) => await look(send, orderId, wishes)),
	plan(wish, state = new OrderParcels([], null)) {
		if (state.find(wish)) return [];
		const { lineIds, isAgain } = state.pack(wish.lines);
		return [{ parcel: wish, lineIds, warnings: isAgain ? [AGAIN] : [] }];
	},
	async write([wanted], { send }) {
		if ('fulfillment' in wanted) {
			await setFulfillment(send, wanted.fulfillment);
			return [{ status: 'done' }];
		}
		const { parcel, warnings } = wanted;
		const path = `${orderPath(parcel.orderId)}/shipments`;
		const body = requestOf(wanted);
		const answer = await send({ method: 'POST', path, body, idempotent: false });
		const waybill = object(answer.body);
		// A page of something in between, or nothing, does not say that it was added.
		if (text(waybill.id) === null) return [undefined];
		return [{ status: 'done', body: { ...body, ...waybill }, warnings }];
	},
	recognize(wanted, state) {
		if ('fulfillment' in wanted) return undefined;
		const body = state.find(wanted.parcel);
		return body && { status: 'done', body, warnings: wanted.warnings };
	},
	repeat: 'afterLook',
	followUp(done) {
		const fulfillment = changeOf(done);
		if (fulfillment === undefined) return undefined;
		const otherwise = `The parcel was added, but the status was not set to ${fulfillment.status}`;
		const concerns = ({ setStatus }: ShipWish) => setStatus !== null;
		return { part: { fulfillment }, otherwise, concerns };
	},
	whereToLook:
		"Look at the parcels of the order in Allegro's Sales Center before you run this again",
	toItem(written, others, call) {
		const waybill = waybillOf(written);
		const lineIds = linesIn(waybill);
		const isChanged = written.status === 'unchanged' && changeOf(others) !== undefined;
		return shipmentItem(call, isChanged ? { ...written, status: 'done' } : written, {
			id: text(waybill.id),
			shippedAt: text(waybill.createdAt),
			lines: lineIds.map((lineId) => ({ lineId, quantity: null })),
			remaining: remainingOf(others),
			warnings: [...quantityWarnings(written), ...leftOut(written, lineIds)],
		});
	},
};

function requestOf({ parcel, lineIds }: NewParcel): object {
	const { carrier, carrierName, trackingNumber } = parcel;
	return {
		carrierId: carrier,
		...(carrierName === null ? {} : { carrierName }),
		waybill: trackingNumber,
		...(lineIds.length === 0 ? {} : { lineItems: lineIds.map((id) => ({ id })) }),
	};
}

function readWish(call: ItemCall): ShipWish {
	const parcel = readParcel(call, RULES);
	const { setStatus } = call.collection('options');
	return {
		...parcel,
		orderId: lowerCaseId(parcel.orderId),
		lines:
			parcel.lines === 'all'
				? 'all'
				: parcel.lines.map((line) => ({ ...line, lineId: lowerCaseId(line.lineId) })),
		setStatus: text(setStatus) === null ? null : readStatus(setStatus, 'Also Set Status'),
	};
}

/** One call for an order; a second one only where the parcels alone do not say what is to be sent. */
async function look(
	send: Send,
	orderId: string,
	wishes: readonly ShipWish[],
): Promise<OrderParcels> {
	const waybills = await readWaybills(send, orderId);
	const isThere = (wish: ShipWish) => waybills.some((waybill) => isSame(waybill, wish));
	const isNew = wishes.filter((wish) => !isThere(wish));
	const takesRest = isNew.some(({ lines }) => lines === 'all');
	const hasOthers = waybills.length > 0 || isNew.some(({ lines }) => lines !== 'all');
	const mayBeSet = wishes.some((wish) => wish.setStatus !== null && isThere(wish));
	const needsOrder = (takesRest && hasOthers) || mayBeSet;
	return new OrderParcels(waybills, needsOrder ? factsOf(await readForm(send, orderId)) : null);
}

/** The parcel of a wish: as Allegro has just answered, or as it was found. */
function waybillOf({ wish, state, bodies }: WrittenShip): Partial<Waybill> {
	return part((bodies[0] as Waybill | undefined) ?? state?.find(wish));
}

/** Lines of the order that are in some parcel now. */
function packedBy(done: readonly WrittenShip[]): Set<string> {
	const before = done[0]?.state?.waybills ?? [];
	return new Set([...before, ...done.map(waybillOf)].flatMap(linesIn));
}

/** Lines that are in no parcel; null where nobody knows. */
function remainingOf(
	done: readonly WrittenShip[],
): ReadonlyArray<{ lineId: string; quantity: number | null }> | null {
	const order = done[0]?.state?.order;
	if (order) {
		const packed = packedBy(done);
		return order.lines.filter(({ lineId }) => !packed.has(lineId));
	}
	// Without the order, such a parcel was sent with all its lines.
	return done.some(({ wish, status }) => wish.lines === 'all' && status === 'done') ? [] : null;
}

/** The status to be set for an order, if it is not so already. The last item that wants one counts. */
function changeOf(done: readonly WrittenShip[]): Fulfillment | undefined {
	const status = done.findLast(({ wish }) => wish.setStatus !== null)?.wish.setStatus;
	if (!status) return undefined;
	const remaining = remainingOf(done);
	const lineItemsSent = remaining?.length === 0 ? 'ALL' : 'SOME';
	const order = done[0].state?.order;
	const isNew = done.some((one) => one.status === 'done');
	// Run again, it must not take an order back that has gone on, or was cancelled, since.
	if (order && !isNew && !(stepOf(order.status) <= stepOf(status))) return undefined;
	if (order?.status === status && (!isNew || order.lineItemsSent === lineItemsSent)) {
		return undefined;
	}
	const { orderId } = done[0].wish;
	return { orderId, status, ...(remaining === null ? {} : { lineItemsSent }) };
}

const STEPS = ['NEW', 'PROCESSING', 'READY_FOR_SHIPMENT', 'READY_FOR_PICKUP', 'SENT', 'PICKED_UP'];

/** How far a status is; beyond all, where it is none of these. */
function stepOf(status: string | null): number {
	const step = STEPS.indexOf(status ?? 'NEW');
	return step < 0 ? STEPS.length : step;
}

/** A part of a line counts as the line. */
function quantityWarnings({ wish: { lines }, state }: WrittenShip): string[] {
	if (lines === 'all') return [];
	const inOrder = new Map(state?.order?.lines.map(({ lineId, quantity }) => [lineId, quantity]));
	return lines
		.filter(({ lineId, quantity }) => quantity !== null && quantity !== inOrder.get(lineId))
		.map(
			({ lineId, quantity }) =>
				`Allegro has no quantities in a parcel: line '${lineId}' is in it as a whole, so the quantity ${quantity} was not sent`,
		);
}

/** A parcel cannot be changed, so what it does not hold stays out of it. */
function leftOut({ wish: { lines }, status }: WrittenShip, lineIds: readonly string[]): string[] {
	if (status !== 'unchanged' || lines === 'all') return [];
	return lines
		.filter(({ lineId }) => !lineIds.includes(lineId))
		.map(
			({ lineId }) =>
				`This parcel was added before without line '${lineId}', and Allegro cannot change it`,
		);
}

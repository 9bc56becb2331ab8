import type { ItemCall } from '../../../core/operations/call';
import { text } from '../../../core/orders/read';
import { pages, styleOf } from '../../../core/lists/pages';
import type { Send } from '../../../core/marketplace';
import { InvalidInputError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import type { LineQuantity, WantedLine, WantedLines } from '../../../core/writes/open-lines';
import type { WriteOperation, Written } from '../../../core/writes/operation';
import {
	mergeParcels,
	type Parcel,
	parcelKey,
	parcelNames,
	type ParcelRules,
	readParcel,
	sameNumber,
	shipmentItem,
} from '../../../core/writes/parcel';
import { bigCommerce } from '../marketplace';
import { ORDER_ID, PATH } from '../orders/list';
import { carrierCode, carrierFields } from './carriers';
import { OrderState, plainId, readShipment, type Shipment } from './order';
import type { V2NewShipment } from './wire';

/** What BigCommerce takes beside the parcel itself: the option, its name, and how long it may be. */
const TEXTS = [
	['trackingLink', 'Tracking Link', 500],
	['shippingMethod', 'Shipping Method', 250],
	['comments', 'Comments', 65_535],
] as const;

const RULES: ParcelRules = {
	orderId: ORDER_ID,
	trackingNumber: { isRequired: false, most: 50 },
	needsCarrier: false,
};

type Texts = Record<(typeof TEXTS)[number][0], string | null>;

type Wish = Parcel & Texts;

/** The lines of a parcel that go to one address: a shipment of BigCommerce. */
interface Part {
	readonly wish: Wish;
	readonly addressId: string;
	readonly lines: readonly LineQuantity[];
	/** See `OrderState`. */
	readonly known: Set<string>;
}

/**
 * A shipment per parcel and delivery address. The status of the order follows by itself: set in the same run, it
 * would bring the buyer an email without a tracking number. See BEHAVIOR.md, Shipping.
 */
export const ship: WriteOperation<Wish, OrderState, Part> = {
	words: { things: 'parcels', done: 'shipped', parts: 'parts (one per address)' },
	names: parcelNames,
	read: (call) => {
		const parcel = readParcel(call, RULES);
		const { carrier, orderId } = parcel;
		return {
			...parcel,
			orderId: plainId(orderId),
			carrier: carrier === null ? null : carrierCode(carrier),
			...readTexts(call),
		};
	},
	subject: ({ orderId }) => orderId,
	key: parcelKey,
	merge,
	lookUp: async (subjects, { send }) =>
		await lookAtEach(subjects, async (orderId) => await readOrder(send, orderId)),
	plan,
	write: async ([part], { send }) => {
		const path = `${PATH}/${part.wish.orderId}/shipments`;
		const request = { method: 'POST', path, body: bodyOf(part), idempotent: false } as const;
		const shipment = readShipment((await send(request)).body);
		// An answer without a shipment is no proof that there is one.
		if (shipment.id === null) return [undefined];
		return [{ status: 'done', body: claimed(part, shipment) }];
	},
	repeat: 'afterLook',
	recognize: (part, { shipments }) => {
		const found = shipments.find((shipment) => isOf(part, shipment));
		return found && { status: 'done', body: claimed(part, found) };
	},
	// Without a number, a parcel looks like any other with the same lines; only that nothing is open can be seen.
	leavesTrace: ({ trackingNumber, lines }) => trackingNumber !== null || lines === 'all',
	whereToLook:
		"Look at the shipments of the order in BigCommerce's control panel before you ship it again",
	toItem: (written, others, call) => shipmentItem(call, written, parcelOf(written, others)),
};

function readTexts(call: ItemCall): Texts {
	const options = call.collection('options');
	const texts = TEXTS.map(([name, label, most]) => {
		const value = text(options[name]);
		if (value === null || value.length <= most) return [name, value];
		throw new InvalidInputError(`'${label}' has more than ${most} characters`, 'Shorten it');
	});
	const { trackingLink, ...others } = Object.fromEntries(texts) as Texts;
	if (trackingLink === null || /^https?:\/\/\S+$/i.test(trackingLink)) {
		return { trackingLink, ...others };
	}
	throw new InvalidInputError(
		"'Tracking Link' is not a web address",
		'Enter an address that begins with https://',
	);
}

function merge(first: Wish, second: Wish): Wish {
	const merged = mergeParcels(first, second);
	const different = TEXTS.find(([name]) => first[name] !== second[name]);
	if (!different) return merged;
	throw new InvalidInputError(
		`the same parcel has two values of '${different[1]}'`,
		'Correct one of the two',
	);
}

async function readOrder(send: Send, orderId: string): Promise<OrderState> {
	const [products, shipments] = await Promise.all([
		readAll(send, `${PATH}/${orderId}/products`),
		readAll(send, `${PATH}/${orderId}/shipments`),
	]);
	return new OrderState(orderId, products, shipments.map(readShipment));
}

async function readAll(send: Send, path: string): Promise<unknown[]> {
	const found: unknown[] = [];
	const style = styleOf(bigCommerce, path);
	for await (const { items } of pages(send, { method: 'GET', path }, style)) found.push(...items);
	return found;
}

function plan(wish: Wish, state: OrderState | undefined): Part[] {
	const order = state as OrderState;
	refuseOthers(wish.lines, order);
	const before = shipmentsOf(wish, order);
	if (wish.trackingNumber === null && wasSent(wish.lines, order)) return [];
	refuseOtherCarrier(wish, before);
	const wanted = before.length === 0 ? wish.lines : withoutSent(wish.lines, before, order);
	if (wanted !== 'all' && wanted.length === 0) return [];
	const lines = order.open.take(wanted);
	const byAddress = new Map<string, LineQuantity[]>();
	for (const line of lines) {
		const addressId = order.addressOf(line.lineId);
		byAddress.set(addressId, [...(byAddress.get(addressId) ?? []), line]);
	}
	const { known } = order;
	return [...byAddress].map(([addressId, own]) => ({ wish, addressId, lines: own, known }));
}

/** Lines that go into no parcel, where they are named, or where there are no others. */
function refuseOthers(wanted: WantedLines, { orderId, leftOut, hasParcels }: OrderState): void {
	const named = wanted === 'all' ? [] : wanted.map(({ lineId }) => lineId);
	const refused = leftOut.find(({ lineId }) => named.includes(lineId));
	if (refused) {
		throw new InvalidInputError(
			`Line '${refused.lineId}' of order '${orderId}' is not shipped: it is ${refused.reason}`,
			'Leave it out',
		);
	}
	if (hasParcels) return;
	const reasons = [...new Set(leftOut.map(({ reason }) => reason))].join(', ');
	throw new InvalidInputError(
		`Order '${orderId}' has nothing to be shipped`,
		reasons === '' ? 'It has no lines' : `Its lines are: ${reasons}`,
	);
}

/** The shipments with the number of the parcel; there may be one at each address. */
function shipmentsOf({ trackingNumber }: Wish, { shipments }: OrderState): Shipment[] {
	const wanted = sameNumber(trackingNumber);
	if (wanted === null) return [];
	return shipments.filter((shipment) => sameNumber(shipment.trackingNumber) === wanted);
}

function refuseOtherCarrier(wish: Wish, before: readonly Shipment[]): void {
	const other = before.find(
		({ carrier }) => wish.carrier !== null && carrier !== null && carrier !== wish.carrier,
	);
	if (!other) return;
	throw new InvalidInputError(
		`Order '${wish.orderId}' has the parcel '${wish.trackingNumber}' already, with the carrier '${other.carrier}'`,
		"Correct the carrier of the item, or that of the shipment in BigCommerce's control panel",
	);
}

/** Whether lines are wanted without a number, and have been sent all the same. */
function wasSent(wanted: WantedLines, order: OrderState): boolean {
	const { shipments } = order;
	if (wanted === 'all') return shipments.length > 0 && !order.wasOpen();
	return wanted.every(
		({ lineId }) =>
			!order.wasOpen(lineId) &&
			shipments.some(({ lines }) => lines.some((line) => line.lineId === lineId)),
	);
}

/** What is wanted less what the parcel holds already. */
function withoutSent(
	wanted: WantedLines,
	before: readonly Shipment[],
	order: OrderState,
): WantedLine[] {
	if (wanted === 'all') {
		const addresses = before.map(({ addressId }) => addressId);
		return order.open.rest().filter(({ lineId }) => !addresses.includes(order.addressOf(lineId)));
	}
	const sent = before.flatMap(({ lines }) => lines);
	return wanted.flatMap(({ lineId, quantity }) => {
		const own = sent.filter((line) => line.lineId === lineId);
		const units = own.reduce((sum, line) => sum + line.quantity, 0);
		if (own.length === 0) return [{ lineId, quantity }];
		const missing = (quantity ?? 0) - units;
		return missing > 0 ? [{ lineId, quantity: missing }] : [];
	});
}

function bodyOf({ wish, addressId, lines }: Part): V2NewShipment {
	const { trackingNumber, carrier, trackingLink, shippingMethod, comments } = wish;
	return {
		order_address_id: Number(addressId),
		...(trackingNumber === null ? {} : { tracking_number: trackingNumber }),
		...(carrier === null ? {} : carrierFields(carrier)),
		...(trackingLink === null ? {} : { tracking_link: trackingLink }),
		...(shippingMethod === null ? {} : { shipping_method: shippingMethod }),
		...(comments === null ? {} : { comments }),
		items: lines.map(({ lineId, quantity }) => ({ order_product_id: Number(lineId), quantity })),
	};
}

/** Whether a shipment that nobody has claimed is the one that had no answer. */
function isOf({ wish, addressId, lines, known }: Part, shipment: Shipment): boolean {
	return (
		shipment.id !== null &&
		!known.has(shipment.id) &&
		shipment.addressId === addressId &&
		sameNumber(shipment.trackingNumber) === sameNumber(wish.trackingNumber) &&
		contents(shipment.lines) === contents(lines)
	);
}

function contents(lines: readonly LineQuantity[]): string {
	return lines
		.map(({ lineId, quantity }) => `${lineId} ${quantity}`)
		.sort()
		.join();
}

/** The shipment as that of a part. Where the answer does not say what is in it, it is what was sent. */
function claimed({ lines, addressId, known }: Part, shipment: Shipment): Shipment {
	if (shipment.id !== null) known.add(shipment.id);
	const isWhole = shipment.lines.length > 0;
	return {
		...shipment,
		addressId: shipment.addressId ?? addressId,
		lines: isWhole ? shipment.lines : lines,
	};
}

function parcelOf(
	{ wish, state, status, bodies }: Written<Wish, OrderState>,
	others: ReadonlyArray<Written<Wish, OrderState>>,
): Parameters<typeof shipmentItem>[2] {
	const order = state as OrderState;
	const made = bodies as Shipment[];
	const isMade = ({ id }: Shipment) => made.some((shipment) => shipment.id === id);
	const shipments = [...shipmentsOf(wish, order).filter((one) => !isMade(one)), ...made];
	// What a later look has found is taken off what is open already.
	const isSeen = ({ id }: Shipment) => order.shipments.some((shipment) => shipment.id === id);
	const sent = others.flatMap((other) => other.bodies as Shipment[]).filter((one) => !isSeen(one));
	const remaining = order.open.after(sent.map(({ lines }) => lines));
	return {
		id: shipments.flatMap(({ id }) => id ?? []).join(', ') || null,
		trackingUrl: shipments.find(({ trackingUrl }) => trackingUrl !== null)?.trackingUrl,
		shippedAt: shipments[0]?.shippedAt,
		lines: shipments.flatMap(({ lines }) => lines),
		remaining,
		warnings: [
			...(shipments.length > 1 ? [perAddress(shipments)] : []),
			...(wish.lines === 'all' ? leftOutOf(order) : []),
			...(status === 'unchanged' && wish.lines === 'all' && remaining.length > 0
				? [
						'The parcel was there already, and stays as it is. To add lines to it, name them in Selected Lines.',
					]
				: []),
		],
	};
}

function perAddress(shipments: readonly Shipment[]): string {
	const each = shipments.map(({ id, addressId }) => `${id} (address ${addressId})`);
	return `The parcel is ${shipments.length} shipments, as BigCommerce has one per delivery address: ${each.join(', ')}`;
}

function leftOutOf({ leftOut }: OrderState): string[] {
	const open = leftOut.filter(({ quantity }) => quantity > 0);
	const each = open.map(({ lineId, reason }) => `${lineId} (${reason})`);
	return each.length === 0 ? [] : [`Lines that are not shipped were left out: ${each.join(', ')}`];
}

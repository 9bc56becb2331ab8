import type { ItemCall } from '../../../core/operations/call';
import { object, part, text } from '../../../core/orders/read';
import { clock, StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise } from '../../../core/request/errors';
import type { Answer, WriteOperation, Writer } from '../../../core/writes/operation';
import {
	isBlank,
	mergeParcels,
	type Parcel,
	parcelKey,
	parcelNames,
	readParcel,
	sameNumber,
	shipmentItem,
	type WrittenParcel,
} from '../../../core/writes/parcel';
import { details, productOrderId } from '../orders/details';
import { koreanMs, koreanTime, kst } from '../orders/time';
import type { ProductOrderDetail } from '../orders/wire';
import {
	checkLines,
	lookAtProductOrders,
	type Meant,
	NUMBER,
	type OrderState,
	refusal,
	refused,
	standingOf,
	take,
	unitsLeft,
} from './product-orders';
import { answers, chunkKey, post, type Refused } from './results';
import { DELIVERY, METHODS } from './panel';

type Detail = Partial<ProductOrderDetail>;

interface NaverParcel extends Parcel {
	readonly deliveryMethod: string;
	/** As Naver wants it; null for the moment when it is sent. */
	readonly shippedAt: string | null;
}

/** As Naver wants it. Keys without a value are left out: it refuses empty ones. */
interface Dispatch {
	readonly productOrderId: string;
	readonly deliveryMethod: string;
	readonly deliveryCompanyCode?: string;
	readonly trackingNumber?: string;
	readonly dispatchDate?: string;
}

/** Naver has no endpoint for it. */
const CANNOT_CHANGE =
	'Naver cannot change a tracking number. Correct it in Smart Store Center (스마트스토어센터)';

/** _Order > Ship_ (발송처리): 30 product orders in one call, each as a whole. */
export const ship: WriteOperation<NaverParcel, OrderState, Dispatch | Refused> = {
	words: { things: 'parcels', done: 'shipped', parts: 'product orders' },
	names: parcelNames,
	read,
	subject: ({ orderId }) => orderId,
	key: parcelKey,
	merge(first, second) {
		if (first.deliveryMethod === second.deliveryMethod) return mergeParcels(first, second);
		throw new InvalidInputError(
			`order '${first.orderId}' has two delivery methods`,
			'Correct one of the two',
		);
	},
	async lookUp(subjects, reader) {
		return await lookAtProductOrders(
			subjects,
			reader,
			({ lines }) => lines !== 'all' && lines.some(({ quantity }) => quantity !== null),
		);
	},
	plan,
	chunk: { size: 30, key: chunkKey, identity: (dispatch) => dispatch.productOrderId },
	write: async (parts, writer) =>
		await answers(parts, async (sendable) => await dispatch(sendable, writer)),
	repeat: 'safe',
	whereToLook:
		'Run the node again: what was shipped is found. Or look at the order in Smart Store Center (스마트스토어센터)',
	toItem(written, others, call) {
		const { wish, state, bodies } = written;
		const mine = state ? mineOf(wish, state) : [];
		const told = object(bodies[0]).shippedAt ?? part(mine[0]?.detail.delivery).sendDate;
		return shipmentItem(call, written, {
			shippedAt: koreanTime(told) ?? wish.shippedAt,
			lines: linesOf(wish, state, mine),
			remaining: remaining(
				state,
				others.map((other) => parcelKey(other.wish)),
			),
			warnings: mine.flatMap(({ detail }) => carrierWarnings(detail, wish)),
		});
	},
};

function read(call: ItemCall): NaverParcel {
	const { deliveryMethod = DELIVERY, shippedAt } = call.collection('options');
	const method = METHODS.find(({ value }) => value === deliveryMethod);
	if (method === undefined) {
		throw new InvalidInputError(
			`'Delivery Method' is not one that Naver knows: ${String(deliveryMethod).slice(0, 40)}`,
			`Use one of ${METHODS.map(({ value }) => value).join(', ')}`,
		);
	}
	const isParcel = deliveryMethod === DELIVERY;
	const parcel = readParcel(call, {
		orderId: NUMBER,
		trackingNumber: { isRequired: isParcel, most: 50 },
		needsCarrier: isParcel,
	});
	const takesNumber = isParcel || deliveryMethod === 'GDFW_ISSUE_SVC';
	if (!takesNumber && parcel.trackingNumber !== null) {
		throw new InvalidInputError(
			"This delivery method has no 'Tracking Number'",
			"Leave 'Tracking Number' empty, or remove the option 'Delivery Method'",
		);
	}
	checkLines(parcel);
	return {
		...parcel,
		carrier: takesNumber ? parcel.carrier : null,
		trackingNumber: plainNumber(parcel),
		deliveryMethod: String(deliveryMethod),
		shippedAt: isBlank(shippedAt) ? null : kst(call.time(shippedAt, 'Shipped At').toMillis()),
	};
}

/** Naver refuses numbers with blanks or hyphens. */
function plainNumber({ trackingNumber }: Parcel): string | null {
	if (trackingNumber === null) return null;
	const plain = trackingNumber.replace(/[\s-]/g, '');
	if (plain !== '') return plain;
	throw new InvalidInputError("'Tracking Number' has no digits", 'Enter the number of the parcel');
}

function plan(wish: NaverParcel, state: OrderState | undefined): ReadonlyArray<Dispatch | Refused> {
	if (state === undefined) return named(wish).map(({ lineId }) => toDispatch(lineId, wish));
	const meant = take(
		wish,
		state,
		parcelKey(wish),
		({ detail }) => standingOf(detail) !== 'sent' || isSentSo(detail, wish),
	);
	const parts = meant.flatMap((one) => partOf(one, wish));
	if (parts.length > 0 || meant.some(({ detail }) => isSentSo(detail, wish))) return parts;
	const numbers = meant.flatMap(({ detail }) => text(part(detail.delivery).trackingNumber) ?? []);
	throw new InvalidInputError(
		`Nothing is left to be sent in order '${wish.orderId}'`,
		numbers.length > 0
			? `It was sent before with the tracking number ${[...new Set(numbers)].join(', ')}. ${CANNOT_CHANGE}`
			: 'All its product orders were sent or cancelled before',
	);
}

/** What is to be sent for a product order; nothing, where it is so already, or where it does not belong to it. */
function partOf(
	{ id, detail, quantity, isNamed }: Meant,
	wish: NaverParcel,
): Array<Dispatch | Refused> {
	const standing = standingOf(detail);
	if (standing === 'sent') {
		return isSentSo(detail, wish) || !isNamed ? [] : [otherNumber(id, detail)];
	}
	if (standing === 'cancelled') return isNamed ? [refused(id, standing)] : [];
	if (standing !== 'open') return [refused(id, standing)];
	if (text(part(detail.productOrder).giftReceivingStatus) === 'WAIT_FOR_RECEIVING') {
		return [refusal(id, 'is a present that nobody has accepted yet', 'Wait for its address')];
	}
	checkWhole(id, detail, quantity);
	return [toDispatch(id, wish)];
}

function checkWhole(id: string, detail: Detail, quantity: number | null): void {
	const left = unitsLeft(detail);
	if (quantity === null || left === null || quantity === left) return;
	throw new InvalidInputError(
		`Naver sends a product order as a whole: '${id}' has ${left} units, not ${quantity}`,
		"Leave 'Quantity' empty, and send all units in one parcel",
	);
}

function toDispatch(
	id: string,
	{ deliveryMethod, carrier, trackingNumber, shippedAt }: NaverParcel,
): Dispatch {
	return {
		productOrderId: id,
		deliveryMethod,
		...(carrier === null ? {} : { deliveryCompanyCode: carrier }),
		...(trackingNumber === null ? {} : { trackingNumber }),
		...(shippedAt === null ? {} : { dispatchDate: shippedAt }),
	};
}

async function dispatch(
	parts: readonly Dispatch[],
	{ send }: Writer,
): Promise<Map<string, Answer>> {
	const now = kst(clock.now());
	const dispatchProductOrders = parts.map((one) => ({
		...one,
		dispatchDate: one.dispatchDate ?? now,
	}));
	const results = await post(send, 'dispatch', { dispatchProductOrders }, true);
	const before = [...results].flatMap(([id, result]) =>
		'error' in result && result.isSo ? [id] : [],
	);
	const sentBefore = await lookAfter(send, before);
	return new Map(
		parts.flatMap((one): Array<[string, Answer]> => {
			const { productOrderId: id, dispatchDate = now } = one;
			const result = results.get(id);
			if (result === undefined) return [];
			if ('done' in result) return [[id, { status: 'done', body: { shippedAt: dispatchDate } }]];
			if (!result.isSo) return [[id, { status: 'failed', error: result.error }]];
			return [[id, wasSent(one, sentBefore.get(id), now)]];
		}),
	);
}

/** Naver says only that it was sent before, not with which number. What cannot be read stays open. */
async function lookAfter(
	send: Writer['send'],
	ids: readonly string[],
): Promise<Map<string, Detail>> {
	if (ids.length === 0) return new Map();
	try {
		const found = await details({ client: { send } }, ids);
		return new Map(found.map((detail) => [productOrderId(detail), detail as Detail]));
	} catch (error) {
		return error instanceof StoppedError ? raise(error) : new Map();
	}
}

function wasSent(one: Dispatch, detail: Detail | undefined, now: string): Answer {
	const { productOrderId: id, deliveryMethod, dispatchDate } = one;
	if (detail === undefined) {
		const warning = `Product order '${id}' was sent before, perhaps with another tracking number. ${CANNOT_CHANGE}.`;
		return { status: 'unchanged', warnings: [warning] };
	}
	const { trackingNumber = null, deliveryCompanyCode: carrier = null } = one;
	const wish = { trackingNumber, deliveryMethod, carrier };
	if (!isSentSo(detail, wish)) return { status: 'failed', error: otherNumber(id, detail).refusal };
	const shippedAt = koreanTime(part(detail.delivery).sendDate);
	// Sent again after a lost answer: what has our own date was done by us.
	const isOurs = dispatchDate === undefined && koreanMs(shippedAt) === koreanMs(now);
	return {
		status: isOurs ? 'done' : 'unchanged',
		body: { shippedAt },
		warnings: carrierWarnings(detail, wish),
	};
}

/** Whether it was sent as it is wished: by its number, or where it has none by the way it went. */
function isSentSo(
	detail: Detail,
	{ trackingNumber, deliveryMethod }: Pick<NaverParcel, 'trackingNumber' | 'deliveryMethod'>,
): boolean {
	if (standingOf(detail) !== 'sent') return false;
	const sent = part(detail.delivery);
	const number = sameNumber(sent.trackingNumber);
	if (trackingNumber !== null || number !== null) return number === sameNumber(trackingNumber);
	return text(sent.deliveryMethod) === deliveryMethod;
}

function otherNumber(id: string, detail: Detail): Refused {
	const number = text(part(detail.delivery).trackingNumber);
	const how = number === null ? 'in another way' : `with the tracking number '${number}'`;
	return refusal(id, `was sent before ${how}`, CANNOT_CHANGE);
}

function carrierWarnings(
	detail: Detail,
	wish: Pick<NaverParcel, 'trackingNumber' | 'deliveryMethod' | 'carrier'>,
): string[] {
	const carrier = text(part(detail.delivery).deliveryCompany);
	const isOther = carrier !== null && wish.carrier !== null && carrier !== wish.carrier;
	if (!isOther || !isSentSo(detail, wish)) return [];
	return [
		`The parcel was sent before with the carrier ${carrier}, and Naver cannot change it. Correct it in Smart Store Center (스마트스토어센터).`,
	];
}

function named({ lines }: NaverParcel) {
	return lines === 'all' ? [] : lines;
}

/** The product orders of a parcel: those that it took, and after another look those that have its number. */
function mineOf(wish: NaverParcel, { takenBy, details: known }: OrderState) {
	const key = parcelKey(wish);
	const isNamed = new Set(named(wish).map(({ lineId }) => lineId));
	return [...known]
		.map(([id, detail]) => ({ id, detail }))
		.filter(({ id, detail }) => {
			if (wish.lines !== 'all') return isNamed.has(id);
			return isSentSo(detail, wish) || (takenBy.get(id) === key && standingOf(detail) === 'open');
		});
}

function linesOf(
	wish: NaverParcel,
	state: OrderState | undefined,
	mine: ReadonlyArray<{ id: string; detail: Detail }>,
): WrittenParcel['lines'] {
	if (state === undefined) return named(wish);
	return mine.map(({ id, detail }) => ({ lineId: id, quantity: unitsLeft(detail) }));
}

/** What is still to be sent of the order, where all its lines were read. */
function remaining(
	state: OrderState | undefined,
	written: readonly string[],
): WrittenParcel['remaining'] {
	if (!state?.isWhole) return null;
	return [...state.details].flatMap(([lineId, detail]) => {
		const isTaken = written.includes(state.takenBy.get(lineId) ?? '');
		const isOpen = !['sent', 'cancelled'].includes(standingOf(detail));
		return isOpen && !isTaken ? [{ lineId, quantity: unitsLeft(detail) ?? 0 }] : [];
	});
}

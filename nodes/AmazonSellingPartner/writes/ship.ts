import { createHash } from 'crypto';

import type { ItemCall } from '../../../core/operations/call';
import { text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { clock } from '../../../core/request/clock';
import { InvalidInputError, QuotaError, raise, ResponseError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import { type LineQuantity, OpenLines } from '../../../core/writes/open-lines';
import type {
	Answer,
	Reader,
	States,
	Subjects,
	WriteOperation,
	Writer,
	Written,
} from '../../../core/writes/operation';
import {
	mergeParcels,
	type Parcel,
	parcelKey,
	parcelNames,
	readParcel,
	sameNumber,
	shipmentItem,
} from '../../../core/writes/parcel';
import type { Send } from '../../../core/marketplace';
import { ORDER_ID } from '../orders/filters';
import { PENDING } from '../orders/standing';
import { participatingSites } from '../participations';
import { readSites, siteName } from '../regions';
import { OTHER } from './carriers';
import {
	type KnownOrder,
	type KnownPackage,
	openLinesOf,
	packageWith,
	readOrder,
	refuseAmazonsOwn,
} from './order';

/** Amazon publishes no lengths; more than this is no tracking number and no name. */
const MOST_NUMBER = 100;
const MOST_NAME = 100;

/** A parcel as the user wants it to be told to Amazon. */
export interface AmazonParcel extends Parcel {
	readonly trackingNumber: string;
	readonly carrier: string;
	/** Where the order was placed; `null` where that has to be found out. */
	readonly marketplaceId: string | null;
	/** Of a parcel that is there already, to change it. */
	readonly packageNumber: string | null;
	readonly shippingMethod: string | null;
	/** `null` is the moment at which it is sent. */
	readonly shippedAt: string | null;
}

/** What is known of the order before parcels are confirmed. */
export interface ShipState {
	/** Of the order, or the only one on which the seller takes part. */
	readonly marketplaceId: string | null;
	/** Not read where the parcels say everything. */
	readonly order: KnownOrder | null;
	readonly open: OpenLines | null;
	/** Tracking numbers by the package number that this run gives them. */
	readonly numbers: Map<string, string>;
}

/** One call. */
export interface ShipPart {
	readonly parcel: AmazonParcel;
	readonly marketplaceId: string;
	readonly packageNumber: string;
	readonly lines: readonly LineQuantity[];
	/** Units that were open before; fewer than `lines` where a parcel is changed. */
	readonly newly: readonly LineQuantity[];
}

/** What `toItem` wants to know of a parcel that was confirmed. */
interface Confirmed extends Pick<ShipPart, 'lines' | 'newly'> {
	readonly id: string;
	readonly shippedAt: string;
	readonly trackingNumber: string;
}

/** _Order > Ship_: one call for each parcel. */
export const ship: WriteOperation<AmazonParcel, ShipState, ShipPart> = {
	words: { things: 'parcels', done: 'shipped' },
	names: parcelNames,
	read: readAmazonParcel,
	subject: ({ orderId }) => orderId,
	key: parcelKey,
	merge: mergeAmazonParcels,
	lookUp,
	plan,
	write,
	// The same package number edits the parcel to what it is already.
	repeat: 'safe',
	whereToLook:
		'Look at the order in Seller Central, or run the node again: a parcel keeps its package number, so Amazon does not get it twice',
	toItem,
};

function readAmazonParcel(call: ItemCall): AmazonParcel {
	const parcel = readParcel(call, {
		orderId: ORDER_ID,
		trackingNumber: { isRequired: true, most: MOST_NUMBER },
		needsCarrier: true,
		otherCarrier: { code: OTHER, mostName: MOST_NAME },
	});
	const options = call.collection('options');
	const { region } = call.client.connection.settings ?? {};
	const chosen = call.parameter<unknown>('marketplaceId', '');
	const [marketplaceId = null, other] = readSites(chosen, region, 'Marketplace');
	if (other !== undefined) {
		throw new InvalidInputError("'Marketplace' contains more than one ID", 'Enter one, or none');
	}
	return {
		...parcel,
		// `readParcel` has made sure of both.
		trackingNumber: parcel.trackingNumber as string,
		carrier: parcel.carrier as string,
		marketplaceId,
		packageNumber: readPackageNumber(call, options.packageNumber),
		shippingMethod: text(options.shippingMethod),
		shippedAt: readShippedAt(call, options.shippedAt),
	};
}

function readShippedAt(call: ItemCall, value: unknown): string | null {
	if (String(value ?? '').trim() === '') return null;
	return new Date(call.time(value, 'Shipped At').toMillis()).toISOString();
}

function readPackageNumber(call: ItemCall, value: unknown): string | null {
	const number = text(call.exact(value, 'Package Number'));
	if (number === null || /^(?=.*[1-9])\d{1,18}$/.test(number)) return number;
	throw new InvalidInputError(
		"'Package Number' is not a number above zero",
		"Enter the 'id' of the parcel as it stands in the shipments of the order, or leave it empty",
	);
}

/** What must be the same where several items are one parcel. */
const SAME = [
	['marketplaceId', 'Marketplace'],
	['packageNumber', 'Package Number'],
	['shippingMethod', 'Shipping Method'],
] as const;

function mergeAmazonParcels(first: AmazonParcel, second: AmazonParcel): AmazonParcel {
	const differs = SAME.find(([name]) => first[name] !== second[name]);
	if (!differs) return mergeParcels(first, second);
	throw new InvalidInputError(
		`the tracking number '${first.trackingNumber}' has two values for '${differs[1]}'`,
		'Correct one of the two',
	);
}

/**
 * An order is read where its lines are not given, or its marketplace is not. With the lines of several orders, one
 * request for all may say enough: most sellers are on one marketplace of a region. Its quota is small, so one order
 * alone is read.
 */
async function lookUp(
	subjects: Subjects<AmazonParcel>,
	{ send, isCheck, subjects: inRun }: Reader,
): Promise<States<ShipState>> {
	const isEnough = (parcels: readonly AmazonParcel[]): boolean =>
		!isCheck && parcels.every(({ lines }) => hasQuantities(lines));
	const lacksSite = [...subjects.values()].some(
		(parcels) => isEnough(parcels) && parcels.some(({ marketplaceId }) => marketplaceId === null),
	);
	const site = lacksSite && inRun > 1 ? await onlySite(send) : null;
	return await lookAtEach(subjects, async (orderId, parcels) => {
		const hasSite = parcels.every(({ marketplaceId }) => (marketplaceId ?? site) !== null);
		if (isEnough(parcels) && hasSite) {
			return { marketplaceId: site, order: null, open: null, numbers: new Map() };
		}
		const order = await readOrder(send, orderId);
		// Only its parcels could show whether the call before was carried out.
		if (isCheck && order.packages === null) return undefined;
		return toState(order);
	});
}

function toState(order: KnownOrder): ShipState {
	const lines = order.lines.map(({ id, open }) => ({ lineId: id, quantity: open ?? 0 }));
	const open = new OpenLines(order.id, lines);
	return { marketplaceId: order.marketplaceId, order, open, numbers: new Map() };
}

function hasQuantities(lines: Parcel['lines']): boolean {
	return lines !== 'all' && lines.every(({ quantity }) => quantity !== null);
}

/** The one marketplace of the seller; nothing, where there are several, or Amazon does not say. */
async function onlySite(send: Send): Promise<string | null> {
	const known = onlySites.get(send) ?? askForSite(send);
	onlySites.set(send, known);
	return await known;
}

/** Of each run; asked for once. */
const onlySites = new WeakMap<Send, Promise<string | null>>();

async function askForSite(send: Send): Promise<string | null> {
	try {
		const sites = await participatingSites(send);
		return sites.length === 1 ? sites[0] : null;
	} catch (error) {
		// A role may be missing for this alone; the orders say it, too.
		if (error instanceof ResponseError || error instanceof QuotaError) return null;
		return raise(error);
	}
}

function plan(parcel: AmazonParcel, state: ShipState | undefined): readonly ShipPart[] {
	const { order = null, open = null, numbers = new Map<string, string>() } = state ?? {};
	const { orderId, trackingNumber } = parcel;
	if (order && isThere(order, parcel)) {
		refuseMissing(order, parcel);
		return [];
	}
	if (order) refuseUnshippable(order);
	const packageNumber = parcel.packageNumber ?? packageNumberOf(orderId, trackingNumber);
	const other = numbers.get(packageNumber);
	if (other !== undefined) {
		throw new InvalidInputError(
			`'Package Number' ${packageNumber} of order '${orderId}' has two tracking numbers in this run: '${other}' and '${trackingNumber}'`,
			'Each parcel needs a package number of its own. Leave the option empty, and it gets one',
		);
	}
	const marketplaceId = marketplaceOf(parcel, state);
	const lines = linesOf(parcel, order, open);
	numbers.set(packageNumber, trackingNumber);
	return [{ parcel, marketplaceId, packageNumber, ...lines }];
}

/**
 * Whether Amazon has the parcel already. One that the user wants to change by its number may differ in its carrier
 * alone, which Amazon shows in words of its own.
 */
function isThere(order: KnownOrder, parcel: AmazonParcel): boolean {
	const { trackingNumber, packageNumber, carrier, carrierName } = parcel;
	const known = packageWith(order, trackingNumber);
	if (known === undefined || packageNumber === null) return known !== undefined;
	return known.id === packageNumber && [carrier, carrierName].includes(known.carrier);
}

/** The parcel is there without some of the lines: who is told `unchanged` believes that they were sent. */
function refuseMissing(order: KnownOrder, { lines, trackingNumber }: AmazonParcel): void {
	const known = packageWith(order, trackingNumber);
	if (lines === 'all' || !known || known.lines.length === 0) return;
	const missing = lines.find(({ lineId, quantity }) => {
		const own = known.lines.filter((line) => line.lineId === lineId);
		return own.reduce((sum, line) => sum + line.quantity, 0) < (quantity ?? 1);
	});
	if (!missing) return;
	throw new InvalidInputError(
		`The parcel '${trackingNumber}' of order '${order.id}' was confirmed before, without all of line '${missing.lineId}'`,
		`To change it, name all its lines and set the option 'Package Number' to ${known.id ?? 'its number'}`,
	);
}

function refuseUnshippable(order: KnownOrder): void {
	refuseAmazonsOwn(order, 'shipped');
	if (order.programs.includes('FBM_SHIP_PLUS')) {
		throw new InvalidInputError(
			`Order '${order.id}' cannot be shipped here: it is a Ship+ order, which Amazon confirms itself`,
			'Nothing has to be done',
		);
	}
	if (PENDING.has(order.status)) {
		throw new InvalidInputError(
			`Order '${order.id}' is still pending`,
			'Wait until Amazon has authorized the payment. Orders that may be shipped are Unshipped',
		);
	}
}

function marketplaceOf({ orderId, marketplaceId }: AmazonParcel, state?: ShipState): string {
	const own = state?.order?.marketplaceId;
	if (own && marketplaceId !== null && own !== marketplaceId) {
		const [placed, chosen] = [own, marketplaceId].map((id) => siteName(id) ?? id);
		throw new InvalidInputError(
			`Order '${orderId}' was placed on ${placed}, not on ${chosen}`,
			"Correct 'Marketplace', or leave it empty",
		);
	}
	const known = marketplaceId ?? state?.marketplaceId;
	if (known) return known;
	throw new InvalidInputError(
		`Amazon does not say on which marketplace order '${orderId}' was placed`,
		"Choose it in 'Marketplace'",
	);
}

/** The lines of the parcel, and how many units of them were open. */
function linesOf(
	{ lines: wanted, packageNumber }: AmazonParcel,
	order: KnownOrder | null,
	open: OpenLines | null,
): Pick<ShipPart, 'lines' | 'newly'> {
	const isShown = order?.lines.every((line) => line.open !== null) ?? false;
	if (!order || !open || (!isShown && hasQuantities(wanted))) {
		// Without a look, all lines have quantities.
		const given = wanted as readonly LineQuantity[];
		return { lines: given, newly: given };
	}
	const edited = packageNumber === null ? undefined : packageNumbered(order, packageNumber);
	if (edited) return linesOfEdited(order, edited, wanted);
	openLinesOf(order);
	const lines = open.take(wanted);
	return { lines, newly: lines };
}

/** A parcel that is changed keeps its lines, or gets others: then its own count as open. */
function linesOfEdited(
	order: KnownOrder,
	{ lines: own }: KnownPackage,
	wanted: Parcel['lines'],
): Pick<ShipPart, 'lines' | 'newly'> {
	if (wanted === 'all' && own.length > 0) return { lines: own, newly: [] };
	const inside = new Map(own.map(({ lineId, quantity }) => [lineId, quantity]));
	const all = openLinesOf(order).map(({ lineId, quantity }) => ({
		lineId,
		quantity: quantity + (inside.get(lineId) ?? 0),
	}));
	const lines = new OpenLines(order.id, all).take(wanted);
	const before = own.map(({ lineId, quantity }) => ({ lineId, quantity: -quantity }));
	return { lines, newly: [...lines, ...before] };
}

function packageNumbered({ packages }: KnownOrder, number: string): KnownPackage | undefined {
	return packages?.find(({ id }) => id === number);
}

/**
 * The number by which Amazon knows the parcel of an order again: always the same for the same tracking number, so a
 * parcel that is confirmed twice is there once. Nine digits, so that no list of numbers from 1 meets it.
 */
export function packageNumberOf(orderId: string, trackingNumber: string): string {
	const hash = createHash('sha256')
		.update(`${orderId} ${sameNumber(trackingNumber)}`)
		.digest();
	return String(100_000_000 + (hash.readUInt32BE(0) % 900_000_000));
}

async function write([part]: readonly ShipPart[], { send }: Writer): Promise<Answer[]> {
	const { parcel, marketplaceId, packageNumber, lines, newly } = part;
	const { orderId, carrier, carrierName, trackingNumber, shippingMethod } = parcel;
	const shippedAt = parcel.shippedAt ?? new Date(clock.now()).toISOString();
	await send({
		method: 'POST',
		path: `/orders/v0/orders/${pathSegment(orderId)}/shipmentConfirmation`,
		body: {
			marketplaceId,
			packageDetail: {
				packageReferenceId: packageNumber,
				carrierCode: carrier,
				...(carrierName === null ? {} : { carrierName }),
				...(shippingMethod === null ? {} : { shippingMethod }),
				trackingNumber,
				shipDate: shippedAt,
				orderItems: lines.map(({ lineId, quantity }) => ({ orderItemId: lineId, quantity })),
			},
		},
		idempotent: true,
	});
	const body: Confirmed = { id: packageNumber, lines, newly, shippedAt, trackingNumber };
	return [{ status: 'done', body }];
}

function toItem(
	written: Written<AmazonParcel, ShipState>,
	others: ReadonlyArray<Written<AmazonParcel, ShipState>>,
	call: ItemCall,
): object {
	const { wish, state, bodies } = written;
	const [sent] = bodies as Confirmed[];
	const known = sent ?? (state?.order && packageWith(state.order, wish.trackingNumber));
	return shipmentItem(call, written, {
		id: known?.id,
		shippedAt: known?.shippedAt,
		lines: known?.lines ?? [],
		remaining: remainingOf(state, others),
	});
}

/** After a look that was made later, parcels of this run are among those that the order shows. */
function remainingOf(
	state: ShipState | undefined,
	others: ReadonlyArray<Written<AmazonParcel, ShipState>>,
): LineQuantity[] | null {
	const { order, open } = state ?? {};
	if (!order || !open || order.lines.some((line) => line.open === null)) return null;
	const sent = others.flatMap(({ bodies }) => bodies as Confirmed[]);
	const unseen = sent.filter(({ trackingNumber }) => !packageWith(order, trackingNumber));
	return open.after(unseen.map(({ newly }) => newly));
}

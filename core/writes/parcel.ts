import type { IDataObject } from 'n8n-workflow';

import type { Parameters } from '../operations/batch';
import type { ItemCall } from '../operations/call';
import { list, object, text } from '../orders/read';
import { InvalidInputError } from '../request/errors';
import { outputOf, type WriteItem } from './item';
import type { WantedLine, WantedLines } from './open-lines';
import type { Written } from './operation';

/** A parcel as the user wants it to be told to the marketplace. */
export interface Parcel {
	readonly orderId: string;
	readonly lines: WantedLines;
	/** The marketplace's own code. */
	readonly carrier: string | null;
	/** Only where `carrier` means another one. */
	readonly carrierName: string | null;
	readonly trackingNumber: string | null;
	readonly warnings: readonly string[];
}

/** What a marketplace expects of a parcel. */
export interface ParcelRules {
	readonly orderId: { expression: RegExp; looksLike: string };
	readonly trackingNumber: { isRequired: boolean; most: number };
	/** Without a carrier, no parcel. */
	readonly needsCarrier: boolean;
	/** The code that means a carrier which is not in the list; then it has a name. */
	readonly otherCarrier?: { code: string; mostName: number };
}

/** _Order > Ship_ as its parameters say it. */
export function readParcel(call: ItemCall, rules: ParcelRules): Parcel {
	const orderId = readOrderId(call, rules.orderId);
	const { carrier, carrierName } = readCarrier(call, rules);
	const { trackingNumber, warnings } = readTrackingNumber(call, rules.trackingNumber);
	return { orderId, lines: readLines(call), carrier, carrierName, trackingNumber, warnings };
}

/** What the parameters name, as far as they make sense. */
export function parcelNames(call: Parameters): IDataObject {
	const trackingNumber = nameOf(call, 'trackingNumber');
	return { ...orderName(call), ...(trackingNumber === null ? {} : { trackingNumber }) };
}

export function orderName(call: Parameters): IDataObject {
	return { orderId: nameOf(call, 'orderId') };
}

function nameOf(call: Parameters, name: string): string | null {
	try {
		return text(call.parameter<unknown>(name, ''));
	} catch {
		// An expression that fails is reported as such, where the parameter is read.
		return null;
	}
}

export function readOrderId(
	call: ItemCall,
	{ expression, looksLike }: ParcelRules['orderId'],
): string {
	const orderId = call.required('orderId', 'Order ID');
	if (expression.test(orderId)) return orderId;
	throw new InvalidInputError(
		`'Order ID' is not a valid order ID of ${call.client.marketplace.displayName}`,
		`A valid ID looks like ${looksLike}`,
	);
}

/** `shipLines` and `lines`. */
export function readLines(call: ItemCall): WantedLines {
	if (call.parameter<unknown>('shipLines', 'all') === 'all') return 'all';
	const lines = list(object(call.parameter<unknown>('lines', {})).line).map((line) =>
		readLine(call, line),
	);
	if (lines.length === 0) {
		throw new InvalidInputError(
			"'Selected Lines' is empty",
			"Add a line, or set 'Lines' to 'Everything Open'",
		);
	}
	const ids = new Set(lines.map(({ lineId }) => lineId));
	if (ids.size === lines.length) return lines;
	throw new InvalidInputError("'Selected Lines' names a line twice", 'Name each line once');
}

function readLine(call: ItemCall, { lineId, quantity }: Record<string, unknown>): WantedLine {
	const id = text(call.exact(lineId, 'Line ID'));
	if (id === null)
		throw new InvalidInputError("'Line ID' is empty", "Use 'lines[].id' of the order");
	const written = text(quantity);
	if (written === null && isBlank(quantity)) return { lineId: id, quantity: null };
	const units = Number(written ?? NaN);
	if (Number.isSafeInteger(units) && units > 0) return { lineId: id, quantity: units };
	throw new InvalidInputError(
		`'Quantity' of line '${id}' is not a whole number above zero`,
		'Leave it empty for all that is open',
	);
}

/** Left empty, or an expression that found nothing; not one that gives what makes no sense. */
export function isBlank(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

function readCarrier(
	call: ItemCall,
	{ needsCarrier, otherCarrier }: ParcelRules,
): Pick<Parcel, 'carrier' | 'carrierName'> {
	const carrier = text(call.exact(call.locator('carrier'), 'Carrier'));
	if (carrier === null) {
		if (!needsCarrier && isBlank(call.locator('carrier'))) return { carrier, carrierName: null };
		throw new InvalidInputError(
			"'Carrier' is empty",
			'Choose one from the list, or enter its code',
		);
	}
	if (!otherCarrier || carrier !== otherCarrier.code) return { carrier, carrierName: null };
	const carrierName = call.required('carrierName', 'Carrier Name');
	if (carrierName.length <= otherCarrier.mostName) return { carrier, carrierName };
	throw new InvalidInputError(
		`'Carrier Name' has more than ${otherCarrier.mostName} characters`,
		'Enter a shorter name',
	);
}

function readTrackingNumber(
	call: ItemCall,
	{ isRequired, most }: ParcelRules['trackingNumber'],
): Pick<Parcel, 'trackingNumber' | 'warnings'> {
	const value = call.parameter<unknown>('trackingNumber', '');
	const isNumber = typeof value === 'number';
	const written = text(call.exact(value, 'Tracking Number'));
	if (written === null && !isRequired && isBlank(value))
		return { trackingNumber: null, warnings: [] };
	const trackingNumber = written ?? call.required('trackingNumber', 'Tracking Number');
	if (trackingNumber.length > most) {
		throw new InvalidInputError(
			`'Tracking Number' has more than ${most} characters`,
			'Enter one number per parcel',
		);
	}
	if (isNumber && !/^\d+$/.test(trackingNumber)) {
		throw new InvalidInputError(
			`'Tracking Number' is the number ${trackingNumber}, not a text`,
			'Format the column of the spreadsheet as text',
		);
	}
	const warnings = isNumber
		? [
				'The tracking number came as a number, which has no leading zeros. Format the column of the spreadsheet as text.',
			]
		: [];
	return { trackingNumber, warnings };
}

/** Items with the same order and tracking number are one parcel, e.g. where each line of an order is an item. */
export function parcelKey({ orderId, trackingNumber, lines }: Parcel): string {
	return JSON.stringify([orderId, sameNumber(trackingNumber) ?? lines]);
}

/** A tracking number as it can be compared. */
export function sameNumber(trackingNumber: unknown): string | null {
	return text(trackingNumber)?.replace(/[\s-]/g, '').toUpperCase() ?? null;
}

/** Two items of one parcel: the lines of both. */
export function mergeParcels<P extends Parcel>(first: P, second: P): P {
	if (first.carrier !== second.carrier || first.carrierName !== second.carrierName) {
		throw new InvalidInputError(
			`the tracking number '${first.trackingNumber}' has two carriers`,
			'Correct one of the two',
		);
	}
	const warnings = [...new Set([...first.warnings, ...second.warnings])];
	return { ...first, lines: mergeLines(first.lines, second.lines), warnings };
}

function mergeLines(first: WantedLines, second: WantedLines): WantedLines {
	if (first === 'all' || second === 'all') return 'all';
	const merged = new Map(first.map((line) => [line.lineId, line]));
	for (const line of second) {
		const known = merged.get(line.lineId);
		if (known && known.quantity !== line.quantity) {
			throw new InvalidInputError(
				`line '${line.lineId}' has two quantities in the same parcel`,
				'Leave one of the two out',
			);
		}
		merged.set(line.lineId, line);
	}
	return [...merged.values()];
}

/** What a marketplace knows about a parcel that was written. */
export interface WrittenParcel {
	readonly id?: string | null;
	readonly trackingUrl?: string | null;
	/** ISO 8601 with offset. */
	readonly shippedAt?: string | null;
	/** `quantity`: null where the marketplace has none. */
	readonly lines: ReadonlyArray<{ lineId: string; quantity: number | null }>;
	/** Null where nobody has looked. */
	readonly remaining: ReadonlyArray<{ lineId: string; quantity: number | null }> | null;
	readonly warnings?: readonly string[];
}

/** The item of a parcel: `shipment/1`. */
export function shipmentItem<P extends Parcel>(
	call: ItemCall,
	written: Pick<Written<P, unknown>, 'wish' | 'status' | 'handle' | 'warnings'>,
	parcel: WrittenParcel,
): WriteItem {
	const { wish, status, handle } = written;
	return {
		...outputOf('shipment/1', call),
		orderId: wish.orderId,
		status,
		shipment: {
			id: parcel.id ?? null,
			carrier: wish.carrierName ?? wish.carrier,
			trackingNumber: wish.trackingNumber,
			trackingUrl: parcel.trackingUrl ?? null,
			shippedAt: parcel.shippedAt ?? null,
			lines: parcel.lines,
		},
		remaining: parcel.remaining,
		handle,
		warnings: [...wish.warnings, ...written.warnings, ...(parcel.warnings ?? [])],
	};
}

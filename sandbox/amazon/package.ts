import type { FastifyRequest } from 'fastify';

import { SpError } from './errors';
import { objectOf } from './json-body';
import { isDate } from './params';
import type { Parcel } from './sale';

const FIELDS = [
	'packageReferenceId',
	'carrierCode',
	'carrierName',
	'shippingMethod',
	'trackingNumber',
	'shipDate',
	'shipFromSupplySourceId',
	'orderItems',
];
const ROOT = 'packageDetail';

/** A package as the seller describes it. */
export interface Package extends Omit<Parcel, 'lines' | 'createdAt'> {
	/** How many of each line. */
	units: Map<string, number>;
}

type Fields = Record<string, unknown>;

function refused(message: string): SpError {
	return new SpError(400, 'InvalidInput', message, '');
}

/** See https://github.com/amzn/selling-partner-api-models/issues/5094 */
function wrongType(path: string): SpError {
	return refused(
		'The input you have submitted is not valid. ' +
			`Please check the fields with invalid type [${path}].`,
	);
}

/**
 * Reads `packageDetail`,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/ordersV0.json
 */
export function packageOf(value: unknown, request: FastifyRequest): Package {
	const detail = objectOf(value, ROOT, FIELDS, request);
	const code = text(detail, ROOT, 'carrierCode');
	const name = optionalText(detail, ROOT, 'carrierName');
	if (code === 'Other' && name === undefined) throw wrongType(`${ROOT}.carrierName`);
	optionalText(detail, ROOT, 'shipFromSupplySourceId');
	return {
		id: referenceOf(detail),
		carrier: code === 'Other' ? String(name) : code,
		service: optionalText(detail, ROOT, 'shippingMethod'),
		trackingNumber: text(detail, ROOT, 'trackingNumber'),
		shippedAt: shipDateOf(detail),
		units: unitsOf(detail.orderItems, request),
	};
}

function text(fields: Fields, path: string, name: string): string {
	const value = fields[name];
	if (typeof value !== 'string') throw wrongType(`${path}.${name}`);
	if (value.trim() === '') throw refused(`${name}: is invalid, must not be empty.`);
	return value;
}

function optionalText(fields: Fields, path: string, name: string): string | undefined {
	return fields[name] === undefined ? undefined : text(fields, path, name);
}

/** See https://github.com/jlevers/selling-partner-api/issues/489 */
function referenceOf(detail: Fields): string {
	const id = text(detail, ROOT, 'packageReferenceId');
	if (/^\d+$/.test(id) && Number(id) > 0) return id;
	throw refused('PackageReferenceId: is invalid, must be a positive numeric value.');
}

function shipDateOf(detail: Fields): number {
	const date = text(detail, ROOT, 'shipDate');
	if (!date.includes('T') || !isDate(date)) throw refused('Invalid Input');
	return Date.parse(date);
}

function unitsOf(value: unknown, request: FastifyRequest): Map<string, number> {
	const path = `${ROOT}.orderItems`;
	if (!Array.isArray(value) || value.length === 0) throw wrongType(path);
	const units = new Map<string, number>();
	for (const entry of value) {
		const item = objectOf(entry, path, ['orderItemId', 'quantity', 'transparencyCodes'], request);
		const id = text(item, path, 'orderItemId');
		const quantity = item.quantity;
		if (!Number.isInteger(quantity)) throw wrongType(`${path}.quantity`);
		if (Number(quantity) < 1) throw refused('quantity: is invalid, must be positive.');
		const { transparencyCodes: codes = [] } = item;
		const isList = Array.isArray(codes) && codes.every((code) => typeof code === 'string');
		if (!isList) throw wrongType(`${path}.transparencyCodes`);
		units.set(id, (units.get(id) ?? 0) + Number(quantity));
	}
	return units;
}

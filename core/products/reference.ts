import type { IDataObject } from 'n8n-workflow';

import type { Parameters } from '../operations/batch';
import { type ItemCall, requireText } from '../operations/call';
import { object, text } from '../orders/read';
import { InvalidInputError } from '../request/errors';

/** How an input item names a product: by the seller's SKU, or by what `product/1` gives as `variantId` or else `id`. */
export interface ProductRef {
	readonly by: 'sku' | 'id';
	readonly value: string;
}

/** What an ID of this marketplace looks like, to refuse others before any request. */
export interface IdPattern {
	readonly expression: RegExp;
	readonly looksLike: string;
}

/** The parameter `product`. An entry of its list is an ID. */
export function readProductRef(call: ItemCall, idPattern?: IdPattern): ProductRef {
	const given = call.parameter<unknown>('product', '');
	const by = modeOf(given);
	const label = by === 'sku' ? 'SKU' : 'ID';
	const value = requireText(valueOf(given), label);
	if (by === 'sku') return { by, value };
	// An ID that can be any text may begin or end with a blank.
	if (!idPattern) return { by, value: String(valueOf(given)) };
	if (idPattern.expression.test(value)) return { by, value };
	throw new InvalidInputError(
		`'${value.slice(0, 40)}' is not a valid ID of ${call.client.marketplace.displayName}`,
		`A valid ID looks like ${idPattern.looksLike}`,
	);
}

/** What the parameter names, for errors; nothing of what makes no sense. */
export function productName(call: Parameters): IDataObject {
	let given: unknown;
	try {
		given = call.parameter<unknown>('product', '');
	} catch {
		// An expression that fails is reported as such, where the parameter is read.
		return { sku: null };
	}
	return { [modeOf(given)]: text(valueOf(given)) };
}

/** An expression for the whole locator may give no more than the SKU. */
function modeOf(given: unknown): ProductRef['by'] {
	const { mode } = object(given);
	return mode === 'id' || mode === 'list' ? 'id' : 'sku';
}

function valueOf(given: unknown): unknown {
	return typeof given === 'object' ? object(given).value : given;
}

/** For sentences: `SKU 'A-1'`. */
export function shownRef({ by, value }: ProductRef): string {
	return `${by === 'sku' ? 'SKU' : 'ID'} '${value}'`;
}

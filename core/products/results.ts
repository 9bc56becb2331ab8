import type { IDataObject } from 'n8n-workflow';

import type { ItemCall } from '../operations/call';
import { parseJson } from '../request/encoding';
import { amount, list, object, text } from '../orders/read';
import { InvalidInputError } from '../request/errors';
import { outputOf } from '../writes/item';
import type { WriteOperation } from '../writes/operation';
import type { ProductWords } from './read-products';
import { type Field, PRICE, STOCK, type Value, writtenValue } from './values';

/** The handle of an item that was `accepted`: how to ask, and for what. */
export interface ValueHandle extends Value {
	/** What the marketplace has to be asked for, e.g. `command`. */
	readonly type: string;
	readonly id: string;
	readonly schema: Field['schema'];
	readonly site: string | null;
	readonly sku: string | null;
	/** Of the product: its `variantId`, or else its `id`. */
	readonly productId: string | null;
	/** Where several have the SKU, and all are meant: each of them, and no `productId`. */
	readonly productIds?: readonly string[];
}

/** How one marketplace tells later what became of its writes. */
export interface ResultSource {
	readonly words: ProductWords;
	/** Types of handles that it knows. */
	readonly types: readonly string[];
	/** What is asked for together; by default, handles with one type and ID. */
	group?(handle: ValueHandle): string;
	/** Asks for handles of one group: an answer for each, in their order; waits up to `writer.waitUntil`. */
	ask: WriteOperation<ValueHandle, never, ValueHandle>['write'];
	readonly whereToLook: string;
}

/** `getResult`. It sends nothing that changes anything. */
export function resultOperation({
	words,
	types,
	ask,
	group = ({ type, id }) => JSON.stringify([type, id]),
	whereToLook,
}: ResultSource): WriteOperation<ValueHandle, never, ValueHandle> {
	return {
		words: { things: words.things, done: 'updated' },
		names(call) {
			const { sku, productId, id } = handleOf(call.parameter<unknown>('handle', ''));
			return { sku: text(sku), id: text(productId), handle: text(id) };
		},
		read: (call) => readHandle(call, types),
		subject: (handle) => JSON.stringify(handle),
		key: (handle) => JSON.stringify(handle),
		plan: (handle) => [handle],
		chunk: {
			size: 25_000,
			key: group,
			identity: (handle) => JSON.stringify(handle),
		},
		write: ask,
		repeat: 'safe',
		whereToLook,
		toItem({ wish, status, handle, warnings }, _others, call) {
			const { schema, site, sku, productId: id } = wish;
			const value = writtenValue(fieldOf(schema), wish);
			const item = { ...outputOf(schema, call), site, sku, id, status, ...value };
			const { productIds } = wish;
			const still = handle && { ...handle, schema, site, sku, productId: id, productIds, ...value };
			return { ...item, before: null, handle: still, warnings };
		},
	};
}

function fieldOf(schema: Field['schema']): Field {
	return schema === STOCK.schema ? STOCK : PRICE;
}

function readHandle(call: ItemCall, types: readonly string[]): ValueHandle {
	const { type, id, schema, ...rest } = handleOf(call.parameter<unknown>('handle', ''));
	const field = [STOCK, PRICE].find((one) => one.schema === schema);
	const value = field && amount(rest[field.name]);
	const known = text(type);
	const name = text(call.exact(id, 'Handle'));
	const productIds = list<string>(rest.productIds as string[]).flatMap((one) => text(one) ?? []);
	if (!field || !value || known === null || !types.includes(known) || name === null) {
		throw new InvalidInputError(
			"'Handle' is not the handle of an item that was accepted",
			"Use the expression {{ $json.handle }} on an item whose status is 'accepted'",
		);
	}
	return {
		type: known,
		id: name,
		schema: field.schema,
		site: text(rest.site),
		sku: text(rest.sku),
		productId: text(rest.productId),
		...(productIds.length > 0 && { productIds }),
		value,
		currency: text(rest.currency),
	};
}

/** n8n gives an expression as an object, and what was stored meanwhile as text. */
function handleOf(given: unknown): IDataObject {
	if (typeof given !== 'string') return object(given) as IDataObject;
	try {
		return object(parseJson(given)) as IDataObject;
	} catch {
		return {};
	}
}

import type { Target, ValuePart } from '../../../core/products/value-writes';
import { isSame, isZero } from '../../../core/products/values';
import { pathSegment } from '../../../core/request/address';
import { StoppedError } from '../../../core/request/clock';
import { raise } from '../../../core/request/errors';
import type { Writer } from '../../../core/writes/operation';
import { ORIGINS } from './catalog';
import { type Entry, priceOf, statusOf, stockOf } from './wire';

export type FieldName = 'quantity' | 'price';

export interface NaverTarget extends Target {
	readonly statusType: string | null;
}

export type Options = Record<string, never>;
export type Part = ValuePart<NaverTarget, Options>;

const OUT_OF_STOCK = 'OUTOFSTOCK';

/** Naver takes what is sold out from the shop; with new stock, it is to be sold again. */
export function isReopened(field: FieldName, statusType: string | null, value: string): boolean {
	return field === 'quantity' && statusType === OUT_OF_STOCK && !isZero(value);
}

export function hasValue(entry: Entry, { value }: Part, field: FieldName): boolean {
	const shown = field === 'quantity' ? stockOf(entry) : priceOf(entry);
	return shown !== null && isSame(shown, value);
}

/** Sold out, although it has stock now. */
export function isStillClosed(entry: Entry, { target, value }: Part, field: FieldName): boolean {
	return isReopened(field, target.statusType, value) && statusOf(entry) === OUT_OF_STOCK;
}

/** New stock alone does not always put a product on sale again. Gives warnings. */
export async function putOnSale(id: string, stock: string, { send }: Writer): Promise<string[]> {
	try {
		await send({
			method: 'PUT',
			path: `${ORIGINS}/${pathSegment(id)}/change-status`,
			body: { statusType: 'SALE', stockQuantity: Number(stock) },
			idempotent: true,
		});
		return [];
	} catch (error) {
		if (!(error instanceof Error) || error instanceof StoppedError) return raise(error);
		return [
			`The stock was set. The product is still out of stock (품절), because it could not be put on sale: ${error.message}`,
		];
	}
}

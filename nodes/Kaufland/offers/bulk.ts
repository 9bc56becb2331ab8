import { itemsOf } from '../../../core/lists/pages';
import { count, object, parts, text } from '../../../core/orders/read';
import { RefusedWriteError } from '../../../core/request/errors';
import type { Answer, Writer } from '../../../core/writes/operation';
import { OFFERS } from './find';
import type { WireResult } from './wire';

/** So many go into one call, of one storefront. See the description of `POST /units/bulk`. */
export const BULK_SIZE = 150;

/** New values of an offer; what is left out stays as it is. */
export interface Change {
	readonly id: string;
	readonly values: { readonly amount?: number; readonly listing_price?: number };
}

export type Result = Partial<WireResult>;

/** What Kaufland says of each change, in whatever order it says it; nothing, where it says nothing. */
export async function changeOffers(
	changes: readonly Change[],
	storefront: string,
	{ send }: Pick<Writer, 'send'>,
): Promise<Array<Result | undefined>> {
	const response = await send({
		method: 'POST',
		path: `${OFFERS}/bulk`,
		query: { storefront },
		body: changes.map(({ id, values }) => ({ id_unit: Number(id), unit_data: values })),
		idempotent: true,
	});
	const { body } = response;
	const results = parts(itemsOf(response, () => object(body).data as unknown[]) as WireResult[]);
	const byId = new Map(results.map((result) => [text(result.id_unit), result]));
	return changes.map(({ id }) => byId.get(id));
}

/** Nobody knows what became of an entry that is missing, or that met an internal error. */
export function answerOf(result: Result = {}): Answer | undefined {
	const status = count(result.status_code) ?? 500;
	if (status < 300) return { status: 'done', body: result.unit };
	return status < 500 ? { status: 'failed', error: refusal(result, status) } : undefined;
}

/** Whether it was refused for this field. */
export function isRefusedFor(field: string, { status_code: status, errors }: Result = {}): boolean {
	return count(status) === 400 && parts(errors).some((one) => one.field === field);
}

function refusal({ id_unit: id, message, errors, key }: Result, status: number): Error {
	const fields = parts(errors).map((one) =>
		[text(one.field), text(one.message)].filter((word) => word !== null).join(': '),
	);
	const said = [text(message), ...fields].filter(Boolean).join('; ') || undefined;
	return new RefusedWriteError(
		`Offer '${id}' was not changed: ${said ?? 'Kaufland gives no reason'}`,
		{
			said,
			code: text(key) ?? String(status),
			advice:
				status === 404
					? 'It may have been deleted. Offer > Get Many shows all offers'
					: 'Correct the value, or look at the offer in the seller portal',
		},
	);
}

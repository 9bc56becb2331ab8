import type { ApiResponse, Send } from '../../../core/marketplace';
import { list, object, text } from '../../../core/orders/read';
import { type InvalidInputError, RefusedWriteError } from '../../../core/request/errors';
import type { Answer } from '../../../core/writes/operation';
import { ALREADY_SO, refusalOf } from '../refusals';

const PRODUCT_ORDERS = '/v1/pay-order/seller/product-orders';

/** A product order of which it is clear, before anything is sent, that it must not be written. */
export interface Refused {
	readonly productOrderId: string;
	readonly refusal: InvalidInputError;
}

/** What Naver says of each product order that was sent: its entry in the list, or why not. */
export type Results = ReadonlyMap<string, Done | NotDone>;

interface Done {
	readonly done: Record<string, unknown>;
}

interface NotDone {
	/** Whether it was so already. */
	readonly isSo: boolean;
	readonly error: RefusedWriteError;
}

/** `path` behind that of the product orders. Naver answers 200, also where it refuses each of them. */
export async function post(
	send: Send,
	path: string,
	body: unknown,
	idempotent: boolean,
): Promise<Results> {
	return resultsOf(
		await send({ method: 'POST', path: `${PRODUCT_ORDERS}/${path}`, body, idempotent }),
	);
}

/** The good ones are numbers, or objects with more to say. */
function resultsOf({ body, headers }: ApiResponse): Results {
	const { data, traceId } = object(body);
	const { successProductOrderIds, successProductOrderInfos, failProductOrderInfos } = object(data);
	const done = [
		...list<unknown>(successProductOrderIds).map((productOrderId) => ({ productOrderId })),
		...list(successProductOrderInfos),
	];
	const requestId = text(traceId) ?? headers['gncp-gw-trace-id'];
	const results = new Map<string, Done | NotDone>();
	for (const entry of done) results.set(text(entry.productOrderId) ?? '', { done: entry });
	for (const entry of list(failProductOrderInfos)) {
		const id = text(entry.productOrderId) ?? '';
		results.set(id, notDone(id, entry, requestId));
	}
	return results;
}

function notDone(id: string, entry: Record<string, unknown>, requestId?: string): NotDone {
	const code = text(entry.code) ?? undefined;
	const said = text(entry.message) ?? undefined;
	const { message = said ?? 'Naver gives no reason', advice } = refusalOf(code);
	const details = { said, code, advice: advice ?? 'Read the order, and try again', requestId };
	return {
		isSo: code === ALREADY_SO,
		error: new RefusedWriteError(`Product order '${id}' was refused: ${message}`, details),
	};
}

/** Sends what can be sent; an answer for each part, in their order. */
export async function answers<Part extends { readonly productOrderId: string }>(
	parts: ReadonlyArray<Part | Refused>,
	send: (parts: readonly Part[]) => Promise<ReadonlyMap<string, Answer>>,
): Promise<Array<Answer | undefined>> {
	const sendable = parts.filter((part): part is Part => !('refusal' in part));
	const told = sendable.length === 0 ? new Map<string, Answer>() : await send(sendable);
	return parts.map((part) =>
		'refusal' in part ? { status: 'failed', error: part.refusal } : told.get(part.productOrderId),
	);
}

/** Refused ones take no place in a call. */
export function chunkKey(part: object): string {
	return 'refusal' in part ? 'refused' : 'sent';
}

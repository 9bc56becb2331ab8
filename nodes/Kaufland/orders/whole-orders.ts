import { pathSegment } from '../../../core/request/address';
import { inOrder } from '../../../core/lists/side-by-side';
import { retryUntilFound } from '../../../core/lists/complete';
import type { Call } from '../../../core/operations/call';
import { object } from '../../../core/orders/read';
import type { RawOrder } from './wire';

/** So many at once use the whole quota, where an answer takes a sixth of a second. */
const PARALLEL = 20;

/** One order with all its pieces and its pickup point. */
export async function readOrder(call: Call, orderId: string): Promise<RawOrder> {
	const { body } = await call.client.send({
		method: 'GET',
		path: `/orders/${pathSegment(orderId)}`,
		query: { embedded: ['delivery'] },
	});
	return object(object(body).data) as RawOrder;
}

/** Orders that a list has just named, in the order of `ids`. */
export async function* readOrders(call: Call, ids: Iterable<string>): AsyncGenerator<RawOrder> {
	const tasks = [...ids].map((id) => async () => {
		return await retryUntilFound(async () => await readOrder(call, id));
	});
	yield* inOrder(tasks, PARALLEL);
}

/** Orders from a list, with what only a single order shows. */
export async function withPickupPoints(call: Call, orders: RawOrder[]): Promise<RawOrder[]> {
	const tasks = orders.map((raw) => async () => {
		if (raw.delivery !== undefined) return raw;
		const { delivery } = await readOrder(call, String(raw.id_order));
		return { ...raw, delivery: delivery ?? { pickup_location: null } };
	});
	const found: RawOrder[] = [];
	for await (const raw of inOrder(tasks, PARALLEL)) found.push(raw);
	return found;
}

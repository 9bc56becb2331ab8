import { pathSegment } from '../../../core/request/address';
import { inOrder } from '../../../core/lists/side-by-side';
import { retryUntilFound } from '../../../core/lists/complete';
import type { Call } from '../../../core/operations/call';
import { object } from '../../../core/orders/read';
import { type ListedOrder, orderIdOf } from './units';
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

/** Orders of a list, in its order; those that it has not shown whole are asked for. */
export async function* wholeOrders(
	call: Call,
	listed: readonly ListedOrder[],
	isWhole: (raw: RawOrder) => boolean = () => true,
): AsyncGenerator<RawOrder> {
	const tasks = listed.map(({ raw, isSplit }) => async () => {
		const id = orderIdOf(raw);
		if (id === '' || (!isSplit && isWhole(raw))) return raw;
		return await retryUntilFound(async () => await readOrder(call, id));
	});
	yield* inOrder(tasks, PARALLEL);
}

/** Orders of a list in the state in which it has shown them, with what only a single order shows. */
export async function withPickupPoints(call: Call, orders: RawOrder[]): Promise<RawOrder[]> {
	const tasks = orders.map((raw) => async () => {
		const id = orderIdOf(raw);
		if (id === '' || raw.delivery !== undefined) return raw;
		const { delivery } = await readOrder(call, id);
		return { ...raw, delivery: delivery ?? { pickup_location: null } };
	});
	const found: RawOrder[] = [];
	for await (const raw of inOrder(tasks, PARALLEL)) found.push(raw);
	return found;
}

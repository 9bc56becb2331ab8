import type { Call } from '../../../core/operations/call';
import { text } from '../../../core/orders/read';
import { inOrder } from '../../../core/lists/side-by-side';
import { pages, styleOf } from '../../../core/lists/pages';
import { raise, ResponseError, describeRefusal } from '../../../core/request/errors';
import { bigCommerce } from '../marketplace';
import { lacksLines, sentItemsOf } from './lines';

const PARALLEL = 8;
/** What would be refused again; the order then says itself that it lacks lines. */
const LASTING = ['denied', 'gone', 'invalid'];

/**
 * The orders, whole: for some, BigCommerce leaves lines out of the consignments, and only the order's own
 * list of products has them. It takes the place of the link to it, `products`.
 * See BEHAVIOR.md.
 */
export async function withProducts<Raw extends object>(call: Call, orders: Raw[]): Promise<Raw[]> {
	const tasks = orders.filter(lacksLines).map((order) => async () => {
		const products = (await readProducts(call, order)) ?? [];
		const isMore = sentItemsOf({ products } as object) >= sentItemsOf(order);
		return { order, whole: isMore && products.length > 0 ? { ...order, products } : order };
	});
	const found = new Map<Raw, Raw>();
	for await (const { order, whole } of inOrder(tasks, PARALLEL)) found.set(order, whole);
	return orders.map((order) => found.get(order) ?? order);
}

/** Nothing, where BigCommerce refuses them; a hint says so. */
async function readProducts(call: Call, order: { id?: unknown }): Promise<unknown[] | undefined> {
	const id = text(order.id) ?? '';
	if (!/^\d+$/.test(id)) return undefined;
	const path = `/v2/orders/${id}/products`;
	const request = { method: 'GET', path, query: { limit: 250 } } as const;
	const products: unknown[] = [];
	try {
		for await (const { items } of pages(call.client.send, request, styleOf(bigCommerce, path)))
			for (const item of items) products.push(item);
		return products;
	} catch (error) {
		if (!(error instanceof ResponseError) || !LASTING.includes(error.verdict)) return raise(error);
		call.hint(
			`BigCommerce refused the products of order ${id} (${describeRefusal(bigCommerce, error)})`,
		);
		return undefined;
	}
}

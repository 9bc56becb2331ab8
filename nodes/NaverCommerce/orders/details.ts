import type { Send } from '../../../core/marketplace';
import { list, object, text } from '../../../core/orders/read';
import { itemsOf } from '../../../core/lists/pages';

const QUERY = '/v1/pay-order/seller/product-orders/query';
/** Why an order has no more lines. */
const FILTERED = 'only lines that fit the filters';
/** Most ids of one query. See BEHAVIOR.md, Limits. */
export const MAX_IDS = 300;

/** One product order, which is one line of an order, as Naver sends it. */
export type Detail = Record<string, unknown>;

/** The lines of one order, as far as they were read. */
export interface OrderGroup {
	orderId: string;
	details: Detail[];
	/** When each line changed, by product order id, as the feed said. */
	changedAt: ReadonlyMap<string, string>;
	linesComplete: boolean;
	/** Why lines are not there, where it is not because of the range. */
	partial?: string;
}

/** Who asks: a call, or whatever else can send. */
export interface Asker {
	readonly client: { readonly send: Send };
}

/** Details of at most 300 product orders; a read although it is a POST. Ids unknown to the store are left out. */
export async function details(
	{ client }: Asker,
	productOrderIds: readonly string[],
): Promise<Detail[]> {
	const response = await client.send({
		method: 'POST',
		path: QUERY,
		body: { productOrderIds, quantityClaimCompatibility: true },
		idempotent: true,
	});
	return list<Detail>(itemsOf(response, (body) => object(body).data as unknown[]));
}

export function productOrderId(detail: Detail): string {
	return text(object(detail.productOrder).productOrderId) ?? '';
}

export function orderIdOf(detail: Detail): string {
	return text(object(detail.order).orderId) ?? productOrderId(detail);
}

/** Puts lines together to orders; a later state of a line replaces the earlier one. */
export class OrderGroups {
	private readonly lines = new Map<string, Map<string, Detail>>();
	/** Lines that the filters leave out, by order. */
	private readonly leftOut = new Map<string, Set<string>>();
	private readonly changes = new Map<string, string>();

	constructor(
		private readonly linesComplete: boolean,
		private readonly keeps: (detail: Detail) => boolean,
	) {}

	/** The orders that these lines belong to, each with all its lines so far. */
	add(found: readonly Detail[], changedAt: ReadonlyMap<string, string>): OrderGroup[] {
		const touched = new Set<string>();
		for (const detail of found) {
			if (typeof detail !== 'object') continue;
			// Lines without a number are not the same line.
			const id = productOrderId(detail) || JSON.stringify(detail);
			const orderId = orderIdOf(detail) || id;
			const lines = this.lines.get(orderId) ?? new Map<string, Detail>();
			const leftOut = this.leftOut.get(orderId) ?? new Set<string>();
			const isKept = this.keeps(detail);
			lines.delete(id);
			leftOut.delete(id);
			if (isKept) lines.set(id, detail);
			else leftOut.add(id);
			this.lines.set(orderId, lines);
			this.leftOut.set(orderId, leftOut);
			const changed = changedAt.get(id);
			if (changed !== undefined) this.changes.set(id, changed);
			touched.add(orderId);
		}
		return [...touched].map((id) => this.group(id)).filter(({ details }) => details.length > 0);
	}

	private group(key: string): OrderGroup {
		const isFiltered = (this.leftOut.get(key)?.size ?? 0) > 0;
		const details = [...(this.lines.get(key)?.values() ?? [])];
		return {
			orderId: details.map(orderIdOf).at(0) ?? key,
			details,
			changedAt: this.changes,
			linesComplete: this.linesComplete && !isFiltered,
			...(this.linesComplete && isFiltered ? { partial: FILTERED } : {}),
		};
	}
}

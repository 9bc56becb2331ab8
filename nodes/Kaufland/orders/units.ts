import { overlapped } from '../../../core/lists/overlapped';
import { itemsOf, pages, styleOf } from '../../../core/lists/pages';
import type { ApiResponse, Query, Send } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { object, part, parts, text } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import { kaufland, PAGE_SIZE, totalOf } from '../marketplace';
import { readTime } from './time';
import type { OrderUnit, RawOrder } from './wire';

export const UNITS = '/order-units';

export type Unit = Partial<OrderUnit>;

/**
 * The newest pieces first, by their creation. That time never changes and no filter of a time has an upper bound, so
 * nothing leaves the list while it is read: what is new pushes pieces to the next page, where they are met again. By
 * the time of change, the only other order, pieces would be lost.
 */
const NEWEST_FIRST = { sort: 'ts_created:desc', limit: PAGE_SIZE } as const;

export interface UnitPage {
	units: Unit[];
	response: ApiResponse;
	/** Whether the list ends here. */
	isLast: boolean;
}

/** Pages of a list from `offset` on, for one that nothing leaves. */
export async function* unitPages(
	call: Call,
	filters: Query,
	offset?: number,
): AsyncGenerator<UnitPage> {
	const query = { ...filters, ...NEWEST_FIRST, offset };
	const request = { method: 'GET', path: UNITS, query } as const;
	const found = pages(call.client.send, request, styleOf(kaufland, UNITS));
	for await (const { items, response, next } of found) {
		yield { units: parts(items as OrderUnit[]), response, isLast: next() === undefined };
	}
}

/**
 * The whole of a list, also of one that pieces leave because their status changes; some come twice. `noteTotal` learns
 * its length.
 */
export function allUnits(
	send: Send,
	filters: Query,
	noteTotal?: (total: number) => void,
): AsyncGenerator<Unit[]> {
	return overlapped<Unit>({
		async read(offset) {
			const query = { ...filters, ...NEWEST_FIRST, offset };
			const response = await send({ method: 'GET', path: UNITS, query });
			const items = itemsOf(response, (body) => object(body).data as unknown[]);
			const total = totalOf(response.body);
			if (total !== undefined) noteTotal?.(total);
			return { entries: parts(items as OrderUnit[]), total };
		},
		id: (unit) => text(unit.id_order_unit) ?? '',
		pageSize: PAGE_SIZE,
		depth: Infinity,
	});
}

/** An order as a list has shown it. */
export interface ListedOrder {
	raw: RawOrder;
	/** Pieces came, or may have come, on several pages: they may have changed in between, or one may be missing. */
	isSplit: boolean;
}

/** Pieces of one order are created at one time; this is for those that were written down a moment later. */
const SPREAD_MS = 10_000;

/** Puts pieces together to orders, the newest first. An order is known when the list has gone past its time. */
export class Grouping {
	private readonly pending = new Map<string, { pieces: Map<string, Unit>; pages: number }>();
	private readonly done = new Set<string>();

	/** `before`: the time up to which pieces were read earlier. */
	constructor(private readonly before: number | null = null) {}

	/** The orders that are known with this page. */
	add(units: readonly Unit[]): ListedOrder[] {
		const nameless: Unit[] = [];
		const grown = new Set<string>();
		for (const unit of units) {
			const id = text(unit.id_order);
			if (id === null) nameless.push(unit);
			else if (this.put(id, unit)) grown.add(id);
		}
		for (const id of grown) this.of(id).pages++;
		const tail = Math.min(...units.map((unit) => createdAt(unit) ?? Infinity));
		const known = this.take((time) => time !== null && time <= tail + SPREAD_MS);
		return [...known, ...nameless.map((unit) => ({ raw: orderOf([unit]), isSplit: false }))];
	}

	/** The list has ended: all that is left. */
	end(): ListedOrder[] {
		return this.take(() => false);
	}

	/** The list goes on, and nobody reads it further. */
	stop(): ListedOrder[] {
		return this.end().map(({ raw }) => ({ raw, isSplit: true }));
	}

	/** Whether it brings anything new; pieces are met again where something new has pushed them. */
	private put(id: string, unit: Unit): boolean {
		if (this.done.has(id)) return false;
		const { pieces } = this.of(id);
		const content = JSON.stringify(unit);
		const isNew = !pieces.has(content);
		pieces.set(content, unit);
		return isNew;
	}

	private of(id: string) {
		const known = this.pending.get(id) ?? { pieces: new Map<string, Unit>(), pages: 0 };
		this.pending.set(id, known);
		return known;
	}

	private take(isOpen: (time: number | null) => boolean): ListedOrder[] {
		const { before } = this;
		const isDoubtful = (time: number | null): boolean =>
			time === null || (before !== null && time >= before - SPREAD_MS);
		const found: ListedOrder[] = [];
		for (const [id, { pieces, pages: count }] of this.pending) {
			const times = [...pieces.values()].map(createdAt);
			if (times.some(isOpen)) continue;
			this.pending.delete(id);
			this.done.add(id);
			const isSplit = count > 1 || times.some(isDoubtful);
			found.push({ raw: orderOf([...pieces.values()]), isSplit });
		}
		return found;
	}
}

/** When a piece was ordered; nothing, where it does not say. */
export function createdAt(unit: Unit | undefined): number | null {
	return timeOf(readTime(unit?.ts_created_iso));
}

/** The form of `GET /orders/{id}`, in which the buyer stands once. */
function orderOf(units: readonly Unit[]): RawOrder {
	const [head] = units;
	const pieces = units.map(
		({ buyer: _buyer, billing_address: _billing, shipping_address: _shipping, ...unit }) => unit,
	);
	return {
		id_order: head.id_order,
		ts_created_iso: head.ts_created_iso,
		is_marketplace_deemed_supplier: head.is_marketplace_deemed_supplier,
		storefront: head.storefront,
		fulfillment_type: head.fulfillment_type,
		order_units: pieces,
		buyer: head.buyer,
		billing_address: head.billing_address,
		shipping_address: head.shipping_address,
	};
}

export function orderIdOf(raw: RawOrder): string {
	return text(part(raw).id_order) ?? '';
}

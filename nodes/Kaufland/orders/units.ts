import type { ApiResponse, Query } from '../../../core/marketplace';
import { pages, styleOf } from '../../../core/lists/pages';
import { UnexpectedResponseError } from '../../../core/request/errors';
import type { Call } from '../../../core/operations/call';
import { part, parts, text } from '../../../core/orders/read';
import { isoTime, timeOf } from '../../../core/orders/time';
import { kaufland, PAGE_SIZE, totalOf } from '../marketplace';
import type { OrderUnit, RawOrder } from './wire';

export const UNITS = '/order-units';

/** Without it, Kaufland leaves out what it sends for the seller. */
export const FULFILLMENTS = ['fulfilled_by_merchant', 'fulfilled_by_kaufland'] as const;

export type Unit = Partial<OrderUnit>;

/**
 * The newest pieces first, by their creation. That time never changes and no filter of the list has an upper bound, so
 * while it is read nothing leaves the list: what is new pushes pieces to the next page, where they are met again. By
 * the time of change, the only other order, pieces would be lost.
 */
export const NEWEST_FIRST = { sort: 'ts_created:desc', limit: PAGE_SIZE } as const;

export interface UnitPage {
	units: Unit[];
	response: ApiResponse;
	/** Whether the list ends here. */
	isLast: boolean;
}

/** Pages of the list, from `offset` on. */
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

/** The same, from the beginning; if it shows fewer pieces than its first page has counted, that is an error. */
export async function* allUnitPages(call: Call, filters: Query): AsyncGenerator<UnitPage> {
	const seen = new Set<string>();
	let counted: number | undefined;
	for await (const page of unitPages(call, filters)) {
		for (const unit of page.units) seen.add(text(unit.id_order_unit) ?? JSON.stringify(unit));
		counted ??= totalOf(page.response.body) ?? 0;
		yield page;
	}
	if (seen.size >= (counted ?? 0)) return;
	throw new UnexpectedResponseError(
		`The list showed ${seen.size} of ${counted} order units`,
		'Some were shown twice, others not at all. Try again later',
	);
}

/** What a page has brought to its end. */
interface Grouped {
	/** All pieces of these came on one page. */
	whole: RawOrder[];
	/** Ids of orders whose pieces came, or may have come, on several pages: they may have changed in between. */
	split: string[];
}

/**
 * Puts pieces together to orders. Those of an order have one creation time, and pieces of one second may come in any
 * order; so an order is known when the list has gone past its time.
 */
export class Grouping {
	private readonly pending = new Map<string, { pieces: Unit[]; pages: number }>();

	/** `before`: the time up to which pieces were read earlier. */
	constructor(private readonly before: number | null = null) {}

	/** `isEnd`: no piece follows. */
	add(units: readonly Unit[], isEnd: boolean): Grouped {
		for (const [id, pieces] of byOrder(units)) {
			const known = this.pending.get(id) ?? { pieces: [], pages: 0 };
			this.pending.set(id, { pieces: [...known.pieces, ...pieces], pages: known.pages + 1 });
		}
		const tail = isEnd ? undefined : createdAt(units.at(-1));
		return this.take((time) => time === tail);
	}

	/** Nothing more is read here, but the list goes on. */
	stop(): Grouped {
		const { whole, split } = this.take(() => false);
		return { whole: [], split: [...split, ...whole.map(orderIdOf)] };
	}

	private take(isOpen: (time: number | null) => boolean): Grouped {
		const grouped: Grouped = { whole: [], split: [] };
		for (const [id, { pieces, pages: count }] of this.pending) {
			const times = pieces.map(createdAt);
			if (times.some(isOpen)) continue;
			this.pending.delete(id);
			const isSplit = count > 1 || times.some((time) => time === null || time === this.before);
			if (isSplit && id !== '') grouped.split.push(id);
			else grouped.whole.push(orderOf(pieces));
		}
		return grouped;
	}
}

function byOrder(units: readonly Unit[]): Map<string, Unit[]> {
	const found = new Map<string, Unit[]>();
	for (const unit of units) {
		const id = text(unit.id_order) ?? '';
		found.set(id, [...(found.get(id) ?? []), unit]);
	}
	return found;
}

/** When a piece was ordered; nothing, where it does not say. */
export function createdAt(unit: Unit | undefined): number | null {
	return timeOf(isoTime(unit?.ts_created_iso));
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

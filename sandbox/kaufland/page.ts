import { shortened } from '../kit/faults';
import { faultOf } from '../kit/server';
import type { Call } from './gate';

/** What the lists of a server remember for faults that repeat a page. */
export class Pages {
	private readonly last = new Map<string, unknown>();

	/** A page of a list, by `limit` and `offset`. */
	of<T>(
		{ request, query, shop }: Call,
		list: readonly T[],
		least: number,
		view: (one: T) => unknown,
	) {
		const limit = query.whole('limit', { min: least, max: 100, value: 30 });
		const offset = query.whole('offset', { min: 0, value: 0 });
		const fault = faultOf(request);
		const key = `${shop.seller.key} ${request.routeOptions.url}`;
		const before = this.last.get(key);
		if (fault?.kind === 'repeatPage' && before) return before;
		const isEndless = fault?.kind === 'endlessCursor';
		const start = isEndless ? Math.min(offset, Math.max(0, list.length - limit)) : offset;
		const found = list.slice(start, start + limit);
		const known = isEndless ? offset + limit + 1 : list.length;
		const { page, total } = shortened(fault, found, known);
		const answer = { data: page.map(view), pagination: { offset, limit, total } };
		this.last.set(key, answer);
		return answer;
	}
}

import type {
	ApiRequest,
	ApiResponse,
	PageExtent,
	Marketplace,
	PageStyle,
	Query,
	Send,
} from '../marketplace';
import { ListError, UnexpectedResponseError } from '../request/errors';
import { readTotal, completePage } from './complete';

/** No list of any marketplace has more pages than this; whoever gets here runs in circles. */
const MAX_PAGES = 100_000;
/** Some lists have empty pages on the way; none has so many in a row. */
const MAX_EMPTY = 50;

/** One page and the request that brought it. */
interface ReadPage {
	items: unknown[];
	response: ApiResponse;
	/** What changes in the query for the page behind this one; `undefined` behind the last. */
	next: () => Query | undefined;
}

/** How a list of the package's own goes on. Not to know it would be a mistake of ours, never an empty list. */
export function styleOf({ pageStyles, displayName }: Marketplace, list: string): PageStyle {
	const style = pageStyles.find(({ path }) => path.test(list));
	if (style) return style;
	throw new ListError(`${displayName} has no page style for ${list}`, 'Please report this');
}

/** Reads a list page by page; stops paying as soon as the reader stops. */
export async function* pages(
	send: Send,
	request: ApiRequest,
	style: PageStyle,
): AsyncGenerator<ReadPage> {
	const seen = new Set<string>();
	const reader = new Reader(send, request, style);
	let query: Query = request.query ?? {};
	let empty = 0;
	for (let count = 0; count < MAX_PAGES; count++) {
		const { response, items } = await reader.read(query);
		guardRepetition(seen, query, items);
		empty = items.length === 0 ? empty + 1 : 0;
		if (empty > MAX_EMPTY) throw endless(`${MAX_EMPTY} empty pages in a row`);
		const page = { query, response, itemCount: items.length, known: reader.known };
		yield { items, response, next: () => style.next(page) };
		const change = style.next(page);
		if (change === undefined) return;
		query = style.dropOnNext === 'all' ? change : { ...query, ...change };
	}
	throw endless(`more than ${MAX_PAGES} pages`);
}

interface Answer {
	response: ApiResponse;
	items: unknown[];
}

/** Reads pages that hold all that their answers promise. */
class Reader {
	/** The largest length of the list that any answer has named. */
	known: number | undefined;
	private first?: Query;

	constructor(
		private readonly send: Send,
		private readonly request: ApiRequest,
		private readonly style: PageStyle,
	) {}

	async read(query: Query): Promise<Answer> {
		const first = (this.first ??= query);
		const page = await completePage(await this.ask(query), this.known ?? 0, {
			extent: (answer) => this.extent(query, answer),
			again: async () => await this.ask(query),
			elsewhere:
				first === query ? undefined : async () => this.extent(first, await this.ask(first)).total,
		});
		const { reach, total } = this.extent(query, page);
		// A length that the page itself exceeds is none.
		if (total !== undefined && total >= reach) this.known = Math.max(this.known ?? 0, total);
		return page;
	}

	private async ask(query: Query): Promise<Answer> {
		const response = await this.send({ ...this.request, query });
		return { response, items: itemsOf(response, this.style.items) };
	}

	/** Where the answers do not say, every page is as it should be. */
	private extent(query: Query, { response, items }: Answer): PageExtent {
		const page = { query, response, itemCount: items.length };
		const extent = this.style.extent?.(page) ?? { reach: items.length, isFull: true };
		return { ...extent, total: readTotal(extent.total) };
	}
}

function endless(what: string): ListError {
	return new ListError(`The list has ${what}`, 'It seems to be endless. Try again later');
}

/** The entries of a page. An empty answer is an empty page; an answer of another shape is an error. */
export function itemsOf(
	response: ApiResponse,
	read: (body: unknown) => unknown[] | undefined,
): unknown[] {
	if (response.status === 204) return [];
	const items = read(response.body);
	if (!Array.isArray(items)) {
		throw new UnexpectedResponseError(
			'The answer is not a list',
			'The marketplace returned something unexpected. Try again later',
		);
	}
	return items;
}

/**
 * Whether a page ends its list. An API that gives less than asked for gives a round number: where it is not
 * known that it gives all that is asked, a page of such a size is no end.
 */
export function isEnd(count: number, asked: number, round = Infinity): boolean {
	return count < asked && (count === 0 || count % round !== 0);
}

/** The same cursor or the same page twice means that the list would never end. */
function guardRepetition(seen: Set<string>, query: Query, items: unknown[]): void {
	const asked = `asked ${JSON.stringify(query)}`;
	const got =
		items.length > 0 ? `got ${JSON.stringify([items[0], items.at(-1), items.length])}` : '';
	if (seen.has(asked) || (got !== '' && seen.has(got))) {
		throw repeatedPageError();
	}
	seen.add(asked);
	if (got !== '') seen.add(got);
}

export function repeatedPageError(): ListError {
	return new ListError(
		'The marketplace sent the same page twice',
		'The list could not be read to its end. Try again later',
	);
}

/** The list goes on behind the depth that the API allows. */
export function depthError(depth: number): ListError {
	return new ListError(
		`The API returns at most ${depth} entries of this list`,
		'Read it in parts, e.g. in shorter time ranges',
	);
}

/** `?offset=0&limit=100`, up to the depth that the API allows. */
export function offsetPages(options: {
	path: RegExp;
	items: PageStyle['items'];
	/** Entries a page, if the user does not say. */
	size: number;
	/** Most entries of a page, whatever the user asks for. */
	maxSize?: number;
	/** offset + limit may not exceed it. */
	depth: number;
	/** Entries of the whole list, where the answer tells. */
	total?: (body: unknown) => number | undefined;
}): PageStyle {
	const sizeOf = (query: Query) =>
		Math.min(Number(query.limit ?? options.size), options.maxSize ?? Infinity);
	return {
		path: options.path,
		items: options.items,
		extent: ({ query, itemCount, response }) => ({
			reach: Number(query.offset ?? 0) + itemCount,
			isFull: itemCount >= sizeOf(query),
			total: options.total?.(response.body),
		}),
		next: ({ query, itemCount, known }) => {
			const limit = sizeOf(query);
			const offset = Number(query.offset ?? 0) + itemCount;
			if (itemCount < limit || (known !== undefined && offset >= known)) return undefined;
			if (offset + limit > options.depth) throw depthError(options.depth);
			return { offset, limit };
		},
	};
}

/** `?page=1&limit=250`; the last page is short or empty, see `isEnd`. */
export function numberedPages(options: {
	path: RegExp;
	items: PageStyle['items'];
	/** Entries a page, if the user does not say. */
	size: number;
	/** Pages may be cut to a multiple of this, whatever is asked for. */
	round?: number;
	sizeParameter?: string;
	/** The last page, where the answer tells. */
	isLast?: (body: unknown) => boolean | undefined;
	/** Entries a page and in all, where the answer tells. */
	perPage?: (body: unknown) => number | undefined;
	total?: (body: unknown) => number | undefined;
}): PageStyle {
	const { size, sizeParameter = 'limit' } = options;
	const asked = (query: Query) => Number(query[sizeParameter] ?? size);
	const extent: NonNullable<PageStyle['extent']> = ({ query, itemCount, response }) => {
		const { body } = response;
		const total = options.total?.(body);
		const perPage = options.perPage?.(body);
		const most = perPage ?? asked(query);
		const before = (Number(query.page ?? 1) - 1) * most;
		// Behind a page that is not the last there is one entry, at least.
		const least = options.isLast?.(body) === false ? before + most + 1 : undefined;
		return {
			reach: before + itemCount,
			isFull: perPage === undefined ? !isEnd(itemCount, most, options.round) : itemCount >= most,
			total: total ?? least,
			mayBeThin: total === undefined && itemCount > 0,
		};
	};
	return {
		path: options.path,
		items: options.items,
		extent,
		next: (page) => {
			const { query, itemCount, response, known } = page;
			const { reach, isFull } = extent(page);
			const isLast =
				options.isLast?.(response.body) ?? (known === undefined ? !isFull : reach >= known);
			const isLong = isFull && known !== undefined && reach < known;
			if (itemCount === 0 || (isLast && !isLong)) return undefined;
			const most = query[sizeParameter] ?? options.perPage?.(response.body) ?? size;
			return { page: Number(query.page ?? 1) + 1, [sizeParameter]: Number(most) };
		},
	};
}

/** The answer names the next page. */
export function tokenPages(options: {
	path: RegExp;
	items: PageStyle['items'];
	parameter: string;
	token: (body: unknown) => unknown;
	dropOnNext?: 'all';
}): PageStyle {
	return {
		path: options.path,
		items: options.items,
		dropOnNext: options.dropOnNext,
		next: ({ response }) => {
			const token = options.token(response.body);
			return typeof token === 'string' && token !== '' ? { [options.parameter]: token } : undefined;
		},
	};
}

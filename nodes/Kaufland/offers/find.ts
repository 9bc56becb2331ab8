import { overlapped } from '../../../core/lists/overlapped';
import { itemsOf } from '../../../core/lists/pages';
import { pool } from '../../../core/lists/side-by-side';
import type { Query, Send } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { object, part, parts, text } from '../../../core/orders/read';
import type { ProductRef } from '../../../core/products/reference';
import { pathSegment } from '../../../core/request/address';
import { StoppedError } from '../../../core/request/clock';
import { raise, ResponseError, UnexpectedResponseError } from '../../../core/request/errors';
import { PAGE_SIZE, totalOf } from '../marketplace';
import { storefrontsOf } from '../orders/storefront-lists';
import { FULFILLMENTS } from '../common-filters';
import { idOf } from './offer';
import type { Offer, WireOffer } from './wire';

export const OFFERS = '/units';
/** From so many names on, the length of the whole list is looked at before each is asked for. */
const LIST_FROM = 5;
/** Together they use the whole quota, where an answer takes a third of a second. */
const STOREFRONTS_SIDE_BY_SIDE = 4;
const NAMES_SIDE_BY_SIDE = 8;

/** What is looked for, and in which storefront; `null` for all of them. */
interface Wanted {
	readonly ref: ProductRef;
	readonly more: { readonly site: string | null };
}

/**
 * The offers that go by each name. One that cannot be read in some storefront is an error in its place: the others may
 * not be all that have the SKU. No request names several, so for many the whole lists are read. See BEHAVIOR.md, Offers.
 */
export async function findOffers<W extends Wanted>(
	call: Pick<Call, 'client'>,
	wanted: readonly W[],
	query: Query = {},
): Promise<Map<W, readonly Offer[] | Error>> {
	const { send } = call.client;
	const isAnywhere = wanted.some(({ more }) => more.site === null);
	const everywhere = isAnywhere ? await storefrontsOf(call.client.send) : [];
	const placesOf = ({ more: { site } }: W): string[] => (site === null ? everywhere : [site]);
	const shelves = new Map(
		[...new Set(wanted.flatMap(placesOf))].map((site) => {
			const refs = wanted.filter((one) => placesOf(one).includes(site)).map(({ ref }) => ref);
			return [site, new Shelf(send, { ...query, storefront: site }, refs)];
		}),
	);
	await pool(shelves.values(), STOREFRONTS_SIDE_BY_SIDE, async (shelf) => await shelf.readList());
	const found = new Set([...shelves.values()].flatMap((shelf) => shelf.names()));
	await pool(shelves.values(), STOREFRONTS_SIDE_BY_SIDE, async (shelf) => await shelf.ask(found));
	return new Map(
		wanted.map((one): [W, readonly Offer[] | Error] => {
			const answers = placesOf(one).map((site) => shelves.get(site)?.get(one.ref) ?? []);
			return [one, together(answers, one.ref)];
		}),
	);
}

/** What all storefronts say of a name. An ID is that of one offer, so where it was found the rest does not matter. */
function together(
	answers: ReadonlyArray<readonly Offer[] | Error>,
	{ by }: ProductRef,
): readonly Offer[] | Error {
	const all = answers.flatMap((answer) => (answer instanceof Error ? [] : answer));
	const failure = answers.find((answer) => answer instanceof Error);
	if (failure && (by === 'sku' || all.length === 0)) return failure;
	return [...new Map(all.map((offer) => [idOf(offer), offer])).values()];
}

/** What one storefront has of the offers that are looked for. */
class Shelf {
	private readonly wanted: ReadonlyMap<string, ProductRef>;
	private readonly found = new Map<string, readonly Offer[] | Error>();
	private isListed = false;

	constructor(
		private readonly send: Send,
		private readonly query: Query,
		refs: readonly ProductRef[],
	) {
		this.wanted = new Map(refs.map((ref) => [nameOf(ref), ref]));
	}

	get(ref: ProductRef): readonly Offer[] | Error | undefined {
		return this.found.get(nameOf(ref));
	}

	/** Names of what was found. */
	names(): string[] {
		return [...this.found].flatMap(([name, offers]) => (offers instanceof Error ? [] : [name]));
	}

	/** Reads the whole list, if that takes fewer requests than asking for each name. */
	async readList(): Promise<void> {
		if (this.wanted.size < LIST_FROM) return;
		try {
			const all = await wholeList(this.send, this.query, this.wanted.size);
			this.isListed = all !== undefined;
			for (const offer of all ?? []) for (const name of namesOf(offer)) this.note(name, offer);
		} catch (error) {
			this.fail(this.wanted.keys(), error);
		}
	}

	/** Asks for what no list has: what is new is missing there for some minutes, and is there by its ID. */
	async ask(found: ReadonlySet<string>): Promise<void> {
		const { send, query, isListed } = this;
		const open = [...this.wanted].filter(
			([name, { by }]) => !this.found.has(name) && (by === 'sku' ? !isListed : !found.has(name)),
		);
		await pool(open, NAMES_SIDE_BY_SIDE, async ([name, { by, value }]) => {
			try {
				const offers = await (by === 'sku' ? bySku : byId)(send, value, query);
				this.found.set(name, offers);
			} catch (error) {
				this.fail([name], error);
			}
		});
	}

	private note(name: string, offer: Offer): void {
		const others = this.found.get(name) ?? [];
		if (this.wanted.has(name) && !(others instanceof Error))
			this.found.set(name, [...others, offer]);
	}

	private fail(names: Iterable<string>, error: unknown): void {
		if (error instanceof StoppedError) return raise(error);
		for (const name of names) this.found.set(name, error as Error);
	}
}

function nameOf({ by, value }: ProductRef): string {
	return `${by} ${value}`;
}

function namesOf(offer: Offer): string[] {
	const { id_offer: sku } = offer.wire;
	return [
		nameOf({ by: 'id', value: idOf(offer) }),
		...(typeof sku === 'string' ? [nameOf({ by: 'sku', value: sku })] : []),
	];
}

/** All offers of a storefront; `undefined`, if it takes more than `most` requests to read them. */
async function wholeList(send: Send, query: Query, most: number): Promise<Offer[] | undefined> {
	const all = new Map<string, Offer>();
	let length = 0;
	for await (const page of offerPages(send, query, PAGE_SIZE, (total) => (length = total))) {
		for (const offer of page) all.set(idOf(offer), offer);
		if (length / PAGE_SIZE > most) return undefined;
	}
	return [...all.values()];
}

/** By position, in an order that is not documented. Offers that are deleted leave the list. */
export function offerPages(
	send: Send,
	query: Query,
	pageSize = PAGE_SIZE,
	noteTotal?: (total: number) => void,
): AsyncGenerator<Offer[]> {
	return overlapped<Offer>({
		pageSize,
		depth: Infinity,
		id: idOf,
		read: async (offset) => {
			const page = await readPage(send, { ...query, limit: pageSize, offset });
			if (page.total !== undefined) noteTotal?.(page.total);
			return page;
		},
	});
}

export async function readPage(
	send: Send,
	query: Query,
): Promise<{ entries: Offer[]; total?: number }> {
	const response = await send({
		method: 'GET',
		path: OFFERS,
		query: { fulfillment_type: FULFILLMENTS, ...query },
	});
	const { body } = response;
	const all = parts(itemsOf(response, () => object(body).data as unknown[]) as WireOffer[]);
	return { entries: all.map((wire) => offerIn(wire, query)), total: totalOf(body) };
}

/** An offer belongs to the storefront that it names, in letters of either size. */
function offerIn(wire: Partial<WireOffer>, { storefront }: Query): Offer {
	return { wire, site: (text(wire.storefront) ?? String(storefront)).toLowerCase() };
}

/** The filter may find more than what has the very SKU. */
export async function bySku(send: Send, sku: string, query: Query): Promise<Offer[]> {
	const found = new Map<string, Offer>();
	for await (const page of offerPages(send, { ...query, id_offer: sku })) {
		for (const offer of page) if (offer.wire.id_offer === sku) found.set(idOf(offer), offer);
	}
	return [...found.values()];
}

/** One offer, as it is at this moment: lists may lag behind. */
export async function byId(send: Send, id: string, query: Query): Promise<Offer[]> {
	try {
		const { body } = await send({ method: 'GET', path: `${OFFERS}/${pathSegment(id)}`, query });
		const wire = part(object(body).data as WireOffer);
		if (text(wire.id_unit) === id) return [offerIn(wire, query)];
	} catch (error) {
		const isUnknown = error instanceof ResponseError && error.verdict === 'gone';
		return isUnknown ? [] : raise(error);
	}
	throw new UnexpectedResponseError(
		`The answer for offer '${id}' contains another one, or none`,
		'The marketplace returned something unexpected. Try again later',
	);
}

import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { MarketplaceName } from '../../sandbox';

/** A request of a peer; the bench adds address, token and the headers that the marketplace insists on. */
export interface Question {
	method?: IHttpRequestMethods;
	path: string;
	query?: Record<string, string | number | string[] | undefined>;
	body?: IDataObject;
}

/** Sends it; after a 429 it waits as the answer says, or ever longer, and sends it again. */
export type Ask = (question: Question) => Promise<IDataObject | IDataObject[]>;

/** How somebody else reads orders, in the requests that this takes. */
export interface Peer {
	marketplace: MarketplaceName;
	/** Short, for a table. */
	name: string;
	/** So long before the present its cursor stays, because the list is late. */
	lagMs: number;
	/** Ids of the orders that came or changed since `from`; everything of each was read. */
	since(ask: Ask, from: number, now: number): Promise<string[]>;
}

export function iso(time: number): string {
	return new Date(time).toISOString();
}

/** As Naver wants its times. */
export function korean(time: number): string {
	return iso(time + 9 * 60 * 60_000).replace('Z', '+09:00');
}

/** The objects of a list in an answer. */
export function rows(value: unknown): IDataObject[] {
	return Array.isArray(value) ? (value as IDataObject[]) : [];
}

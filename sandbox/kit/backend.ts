import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { World } from './world';

/** What the server holds, for whoever checks that nothing was lost. */
export interface HeldOrder {
	id: string;
	lineIds: string[];
	createdAt: string;
	updatedAt: string;
	status: string;
}

/** A parcel that the marketplace knows of an order, however it learnt of it. */
export interface HeldParcel {
	id: string;
	carrier: string | null;
	trackingNumber: string | null;
	lines: Array<{ lineId: string; quantity: number | null }>;
}

/** A mail about its status that the buyer of an order has got. */
export interface HeldMail {
	at: string;
	status: string;
	/** What it says of the way: the number of the newest parcel at that time. */
	trackingNumber: string | null;
}

/** Something on sale that has a stock and a price of its own, as the marketplace has it now. */
export interface HeldOffer {
	id: string;
	/** Where it is one of several of a product. */
	variantId: string | null;
	sku: string | null;
	/** The marketplace's own word. */
	status: string;
	quantity: number | null;
	price: string | null;
	/** How often each value was set through the API, to the same value too. */
	writes: { quantity: number; price: number };
	/** The values themselves, the first one first, where the marketplace of the sandbox keeps them. */
	written?: { quantity: Array<number | null>; price: Array<number | string | null> };
	/** What it costs in each place where it is sold, where there are several. */
	prices?: Record<string, { amount: string; currency: string }>;
}

/** Another host of the same marketplace, where files lie that need no token. */
export interface FileHost {
	/** Where it listens; set when the server starts. */
	url: string;
	routes(app: FastifyInstance): void;
}

/** The part that each marketplace writes itself. */
export interface Backend {
	/** e.g. `allegro`. */
	name: string;
	routes(app: FastifyInstance): void;
	files?: FileHost;
	/** The marketplace's own error body for a status that a fault asks for. */
	errorBody(status: number): unknown;
	/** What its answer to too many calls says about the wait, in its headers. */
	throttleHeaders?(): Record<string, string>;
	/** Whether a call is for a token; those are counted apart. */
	isTokenCall(request: FastifyRequest): boolean;
	held(): HeldOrder[];
	/** The parcels of an order, the first one first; quantity null where the marketplace knows none. */
	parcels?(orderId: string): HeldParcel[];
	/** What is on sale. */
	offers?(): HeldOffer[];
	/** What the buyer of an order has read, the first mail first. */
	mails?(orderId: string): HeldMail[];
	/** What happens to the orders, and what has happened. */
	world: World;
	/** Does what is due by now without being asked, e.g. sends webhooks once more. */
	settle?(): Promise<void>;
	/** New orders arrive now. */
	add(count: number): void;
	/** Existing orders change now, as the marketplace's own users would change them. */
	change(count: number): void;
	/**
	 * What a seller's consent would have produced: the app's client id and secret, tokens, account and
	 * store ids. `expired` makes it a grant whose access token has run out but can be refreshed.
	 */
	grant(options: { expired: boolean }): Record<string, unknown>;
	/** Every access token expires now; `revoke` kills refresh tokens and grants as well. */
	expireTokens(options: { revoke: boolean }): void;
}

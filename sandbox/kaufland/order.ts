import type { Good } from './goods';
import type { StorefrontName } from './storefronts';

/** See https://sellerapi.kaufland.com/?page=orders */
export const STATUSES = [
	'cancelled',
	'need_to_be_sent',
	'open',
	'received',
	'returned',
	'returned_paid',
	'sent',
	'sent_and_autopaid',
] as const;

export type Status = (typeof STATUSES)[number];

export const FULFILLMENTS = ['fulfilled_by_merchant', 'fulfilled_by_kaufland'] as const;

export type Fulfillment = (typeof FULFILLMENTS)[number];

export interface Address {
	firstName: string;
	lastName: string;
	company: string | null;
	street: string;
	houseNumber: string;
	more: string | null;
	postcode: string;
	city: string;
	phone: string | null;
}

/** Somebody who bought, until Kaufland forgets. */
export interface Buyer {
	id: number;
	email: string;
	billing: Address;
	shipping: Address;
}

/** One seller's part of what a buyer bought at once. Times in ms, on whole seconds. */
export interface Order {
	id: string;
	storefront: StorefrontName;
	fulfillment: Fulfillment;
	createdAt: number;
	isDeemedSupplier: boolean;
	buyer: Buyer | null;
	/** Where the buyer fetches it. */
	pickup?: { id: string; carrier: string; postNumber: string | null };
	units: Unit[];
}

/** A parcel number that somebody has given for a piece; it can be read nowhere. */
export interface Parcel {
	carrier: string;
	trackingNumber: string | null;
}

/** A piece on its way back. */
export interface ReturnUnit {
	id: number;
	status: 'need_to_be_returned' | 'return_accepted';
	reason: 'defect' | 'dislike' | 'wrong_size';
	createdAt: number;
}

/** One piece: three of the same are three of these. */
export interface Unit {
	id: number;
	order: Order;
	status: Status;
	createdAt: number;
	updatedAt: number;
	/** Null when it is not sold any more. */
	good: Good | null;
	/** In cents of the storefront's currency, what the buyer pays for it and for its way. */
	price: number;
	shippingRate: number;
	vat: number | null;
	note: string | null;
	cancelReason: string | null;
	receivedAt: number | null;
	parcels: Parcel[];
	back?: ReturnUnit;
}

/** No answer is more precise than a second. */
export function wholeSecond(time: number): number {
	return Math.floor(time / 1000) * 1000;
}

/** e.g. `2021-07-24T19:26:05Z`. */
export function iso(time: number): string {
	return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** When anything of it changed last. */
export function updatedAt({ units }: Order): number {
	return units.reduce((latest, unit) => Math.max(latest, unit.updatedAt), 0);
}

/** An order has no status; these are those of its pieces. */
export function statusesOf({ units }: Order): string {
	return [...new Set(units.map(({ status }) => status))].join(',');
}

/** Whether a piece is in one of these. */
export function isIn(...statuses: Status[]): (unit: Unit) => boolean {
	return ({ status }) => statuses.includes(status);
}

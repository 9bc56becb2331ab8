import type { SalesPlace } from './app';

export const STATUSES = [
	'PENDING_AVAILABILITY',
	'PENDING',
	'UNSHIPPED',
	'PARTIALLY_SHIPPED',
	'SHIPPED',
	'CANCELLED',
	'UNFULFILLABLE',
] as const;

export type Status = (typeof STATUSES)[number];

/** One order as the sandbox keeps it; both API versions are views of it. Times in ms, money in minor units. */
export interface Sale {
	id: string;
	alias?: string;
	createdAt: number;
	updatedAt: number;
	place: SalesPlace;
	status: Status;
	fulfilledBy: 'AMAZON' | 'MERCHANT';
	serviceLevel: string;
	programs: string[];
	replacementOf?: string;
	buyer: { name: string; email: string; company?: string; purchaseOrder?: string };
	address: SaleAddress;
	lines: SaleLine[];
	paymentMethod: string;
	trackingNumber?: string;
	deliveredAt?: number;
}

export interface SaleAddress {
	name: string;
	line1: string;
	line2?: string;
	city: string;
	region?: string;
	postalCode: string;
	country: string;
	phone?: string;
	type: 'RESIDENTIAL' | 'COMMERCIAL' | 'PICKUP_POINT';
}

export interface SaleLine {
	id: string;
	asin: string;
	sku: string;
	title: string;
	quantity: number;
	shipped: number;
	/** Of one piece, without tax. */
	unitPrice: number;
	tax: number;
	shipping: number;
	discount: number;
	promotionId?: string;
	gift?: { message: string; level: string };
	cancelRequest?: string;
	cancelledBy?: 'BUYER' | 'MERCHANT' | 'AMAZON';
}

/** Pending orders have no prices and no buyer yet */
export function isPending(sale: Sale): boolean {
	return sale.status === 'PENDING' || sale.status === 'PENDING_AVAILABILITY';
}

/** What the buyer pays for a line. */
export function lineTotal(line: SaleLine): number {
	return line.unitPrice * line.quantity + line.tax + line.shipping - line.discount;
}

/** A sum of minor units as the API writes it: no decimals for yen. */
export function decimal(minor: number, place: SalesPlace): string {
	return (minor / 10 ** place.decimals).toFixed(place.decimals);
}

/** Money as Orders 2026-01-01 writes it. */
export function money(sale: Sale, minor: number) {
	return { amount: decimal(minor, sale.place), currencyCode: sale.place.currency };
}

export function iso(time: number): string {
	return new Date(time).toISOString();
}

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
	parcels: Parcel[];
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
	/** Of one piece, without tax. */
	unitPrice: number;
	tax: number;
	shipping: number;
	discount: number;
	promotionId?: string;
	gift?: { message: string; level: string };
	cancelRequest?: string;
	cancelledBy?: 'BUYER' | 'MERCHANT' | 'AMAZON';
	/** The seller's word for it. */
	cancelReason?: string;
}

/** What went out together. The API shows only those of the seller. */
export interface Parcel {
	/** `packageReferenceId` */
	id: string;
	carrier: string;
	service?: string;
	trackingNumber: string;
	createdAt: number;
	shippedAt: number;
	lines: Array<{ lineId: string; quantity: number }>;
}

/** Units of a line that are in parcels, but for those in the one of this id. */
export function shippedUnits({ parcels }: Sale, { id }: SaleLine, except?: string): number {
	return parcels
		.filter((parcel) => parcel.id !== except)
		.flatMap(({ lines }) => lines.filter(({ lineId }) => lineId === id))
		.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Units of a line that are still to be sent. */
export function openUnits(sale: Sale, line: SaleLine, except?: string): number {
	return line.cancelledBy ? 0 : line.quantity - shippedUnits(sale, line, except);
}

export function isAllSent(sale: Sale): boolean {
	return sale.lines.every((line) => openUnits(sale, line) === 0);
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

import type { MarketplaceName } from '../sandbox';
import { Random } from '../sandbox/kit/random';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { CONNECTIONS } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import type { GoogleSheets } from './stand-ins/google-sheets';

type Servers = Record<MarketplaceName, MarketplaceServer>;

/** The marketplaces to which the example ships, and a carrier that each of them knows. */
const CARRIERS = {
	allegro: 'DPD',
	amazon: 'DHL',
	bigCommerce: 'ups',
	kaufland: 'DHL',
	naver: 'CJGLS',
};
export type Shipping = keyof typeof CARRIERS;
export const SHIPPING = Object.keys(CARRIERS) as Shipping[];

/** What happens until an order can be sent. */
const UNTIL_PAID: Record<Shipping, string[]> = {
	allegro: ['buy', 'fillIn', 'pay'],
	amazon: ['buy', 'pay'],
	bigCommerce: ['buy'],
	kaufland: ['buy'],
	naver: ['buy'],
};

/** Lets people buy on all of them. */
export function sell(servers: Servers, orders: number): void {
	const random = new Random(3);
	for (const name of SHIPPING) {
		const { world } = servers[name].backend;
		for (let i = 0; i < orders; i++) for (const step of UNTIL_PAID[name]) world.act(random, step);
	}
}

/** The orders that can be sent, of all that the nodes of the marketplaces have read. */
export function waiting(execution: Execution): Record<Shipping, string[]> {
	const idsOf = (name: Shipping) =>
		itemsOf(execution, CONNECTIONS[name].title)
			.filter(isWaiting)
			.map(({ id }) => String(id));
	return Object.fromEntries(SHIPPING.map((name) => [name, idsOf(name)])) as ReturnType<
		typeof waiting
	>;
}

function isWaiting(order: Record<string, unknown>): boolean {
	const isOpen = order.status === 'open' && order.fulfillmentStatus === 'unfulfilled';
	const isSellers = order.paymentStatus === 'paid' && order.fulfilledBy !== 'marketplace';
	// Downloads go to no address; Amazon shows addresses only to those who have a role for them.
	return isOpen && isSellers && (order.marketplace === 'amazon' || order.shippingAddress !== null);
}

/** A row of the sheet, as a person fills it in. */
export type ParcelRow = Record<(typeof COLUMNS)[number], unknown>;

const COLUMNS = [
	...(['marketplace', 'orderId', 'carrier'] as const),
	...(['trackingNumber', 'status', 'message'] as const),
];

/** A row for an order; every parcel has a number of its own. */
export function rowFor(name: Shipping, orderId: string | undefined, serial: number): ParcelRow {
	if (orderId === undefined) throw new Error(`No order of ${name} is left`);
	const trackingNumber = String(690_000_000_000 + serial);
	const [marketplace, carrier] = [name.toLowerCase(), CARRIERS[name]];
	return { marketplace, orderId, carrier, trackingNumber, status: '', message: '' };
}

/** Makes these the rows of the sheet. */
export function fill(sheets: GoogleSheets, rows: readonly ParcelRow[]): void {
	const cells = rows.map((row) => COLUMNS.map((column) => row[column]));
	sheets.sheets.set('Parcels', [[...COLUMNS], ...cells]);
}

/** What the marketplace knows of the order of each row: carrier and tracking number of its parcels. */
export function shipped(servers: Servers, rows: readonly ParcelRow[]): string[][] {
	return rows.map(({ orderId }) =>
		SHIPPING.flatMap((name) => servers[name].backend.parcels?.(String(orderId)) ?? []).map(
			({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`,
		),
	);
}

import type { SalesPlace } from './app';
import {
	channelsOf,
	isAmazons,
	ownQuantity,
	priceAt,
	statusAt,
	titleOf,
	type Listing,
} from './listing';
import { iso } from './sale';

type Cell = (listing: Listing, place: SalesPlace) => string;

/** Tab separated and never quoted, see https://developer-docs.amazon.com/sp-api/docs/report-type-values-inventory */
const COLUMNS: [string, Cell][] = [
	['item-name', titleOf],
	['item-description', () => ''],
	['listing-id', ({ asin }) => `1120${asin.slice(2)}`],
	['seller-sku', ({ sku }) => sku],
	['price', (listing, place) => priceAt(listing, place)?.toFixed(place.decimals) ?? ''],
	['quantity', (listing) => (isAmazons(listing) ? '' : String(ownQuantity(listing) ?? ''))],
	[
		'open-date',
		({ createdAt }) =>
			iso(createdAt)
				.replace('T', ' ')
				.replace(/\.\d+Z$/, ' UTC'),
	],
	['image-url', () => ''],
	['item-is-marketplace', () => 'y'],
	['product-id-type', () => '1'],
	['zshop-shipping-fee', () => ''],
	['item-note', () => ''],
	['item-condition', () => '11'],
	['zshop-category1', () => ''],
	['zshop-browse-path', () => ''],
	['zshop-storefront-feature', () => ''],
	['asin1', ({ asin }) => asin],
	['asin2', () => ''],
	['asin3', () => ''],
	['will-ship-internationally', () => ''],
	['expedited-shipping', () => ''],
	['zshop-boldface', () => ''],
	['product-id', ({ asin }) => asin],
	['bid-for-featured-placement', () => ''],
	['add-delete', () => ''],
	['pending-quantity', () => '0'],
	['fulfillment-channel', (listing) => String(channelsOf(listing)[0]?.fulfillment_channel_code)],
	['merchant-shipping-group', () => 'Migrated Template'],
	['status', statusOf],
];

function statusOf(listing: Listing, place: SalesPlace): string {
	if (priceAt(listing, place) === undefined) return 'Incomplete';
	return statusAt(listing, place).includes('BUYABLE') ? 'Active' : 'Inactive';
}

/** All of a marketplace's listings, one a row. */
export function listingsFile(listings: readonly Listing[], place: SalesPlace): string {
	const rows = listings.map((listing) =>
		COLUMNS.map(([, cell]) => cell(listing, place)).join('\t'),
	);
	return [COLUMNS.map(([name]) => name).join('\t'), ...rows, ''].join('\n');
}

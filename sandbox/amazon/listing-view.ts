import type { SalesPlace } from './app';
import {
	audienceOf,
	channelsOf,
	offersAt,
	priceOf,
	soldAt,
	statusAt,
	titleOf,
	type Attributes,
	type Entry,
	type Listing,
} from './listing';
import { iso } from './sale';

export const DATA_SETS = [
	'summaries',
	'attributes',
	'issues',
	'offers',
	'fulfillmentAvailability',
	'procurement',
	'relationships',
	'productTypes',
];

const AUDIENCES: Record<string, string> = { ALL: 'Sell on Amazon', B2B: 'Amazon Business' };

type View = (listing: Listing, places: SalesPlace[]) => unknown;

const VIEWS: Record<string, View> = {
	summaries: (listing, places) => places.map((place) => summary(listing, place)),
	attributes: ({ attributes }, places) => attributesAt(attributes, places),
	issues: ({ issues }, places) =>
		issues.map((one) => ({ ...one, marketplaceIds: places.map(({ id }) => id) })),
	offers: (listing, places) => places.flatMap((place) => offers(listing, place)),
	// Of what Amazon keeps itself, it gives no quantity here.
	fulfillmentAvailability: (listing) =>
		channelsOf(listing).map(({ fulfillment_channel_code: fulfillmentChannelCode, quantity }) => ({
			fulfillmentChannelCode,
			...(quantity === undefined ? {} : { quantity }),
		})),
	relationships: (_listing, places) =>
		places.map(({ id }) => ({ marketplaceId: id, relationships: [] })),
	productTypes: ({ productType }, places) =>
		places.map(({ id }) => ({ marketplaceId: id, productType })),
};

/** A listing as the Listings Items API shows it of these marketplaces. */
export function toItem(listing: Listing, wanted: readonly string[], asked: readonly SalesPlace[]) {
	const places = soldAt(listing, asked);
	const parts = wanted
		.filter((name) => Object.hasOwn(VIEWS, name))
		.map((name) => [name, VIEWS[name](listing, places)]);
	return { sku: listing.sku, ...Object.fromEntries(parts) };
}

function summary(listing: Listing, place: SalesPlace) {
	const { asin, productType, createdAt, updatedAt, image } = listing;
	return {
		marketplaceId: place.id,
		asin,
		productType,
		conditionType: 'new_new',
		status: statusAt(listing, place),
		itemName: titleOf(listing),
		createdDate: iso(createdAt),
		lastUpdatedDate: iso(updatedAt),
		...(image === undefined ? {} : { mainImage: { link: image, height: 500, width: 500 } }),
	};
}

function offers(listing: Listing, place: SalesPlace) {
	return offersAt(listing, place).flatMap((offer) => {
		const price = priceOf(offer);
		if (price === undefined) return [];
		const audience = audienceOf(offer);
		return {
			marketplaceId: place.id,
			offerType: audience === 'B2B' ? 'B2B' : 'B2C',
			price: { currencyCode: place.currency, amount: price.toFixed(place.decimals) },
			audience: { value: audience, displayName: AUDIENCES[audience] ?? audience },
		};
	});
}

function attributesAt(attributes: Attributes, places: readonly SalesPlace[]): Attributes {
	const isThere = ({ marketplace_id: id }: Entry) =>
		id === undefined || places.some((place) => place.id === id);
	return Object.fromEntries(
		Object.entries(attributes).map(([name, entries]) => [name, entries.filter(isThere)]),
	);
}

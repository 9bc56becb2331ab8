import { PLACES, type SalesPlace, type Seller } from './app';
import { OWN_CHANNEL, type Entry, type Listing } from './listing';
import { GOODS } from './people';

const DAY = 86_400_000;
/** Where Amazon keeps the goods of sellers, by region. */
const WAREHOUSE = { na: 'AMAZON_NA', eu: 'AMAZON_EU', fe: 'AMAZON_JP' } as const;

/** Where the sellers of a region sell everything; elsewhere only a part. */
const HOME = { na: 'US', eu: 'DE', fe: 'JP' } as const;

/** SKUs that break careless code, after those of the orders. */
const ODD = [
	'00042',
	'42',
	'A,B',
	"5'' x 7\"",
	'B0SANDBX99',
	' blank ',
	'100%',
	'a?b=c&d#e',
	'ŻÓŁĆ-Größe/ß',
	'sku-1',
	'SKU-1',
];

/** The listings of a seller at the start; the same for the same numbers. `skus` are the first ones. */
export function seedListings(
	seller: Seller,
	count: number,
	skus: readonly string[],
	now: number,
): Listing[] {
	const first = [...new Set([...skus, ...GOODS.map(([sku]) => sku), ...ODD])];
	return Array.from({ length: Math.max(count, skus.length) }, (_unused, at) =>
		newListing(seller, first[at] ?? `ART-${String(at).padStart(6, '0')}`, at, now),
	);
}

/** What it is like follows from its number: every fifth is kept by Amazon, every eleventh is sold out, … */
function newListing(seller: Seller, sku: string, at: number, now: number): Listing {
	const [, , title] = GOODS[at % GOODS.length];
	const isSoldAt = ({ country, region }: SalesPlace) => at % 3 === 0 || country === HOME[region];
	const places = seller.places.filter(isSoldAt);
	// Several of them share their time, as after an upload.
	const createdAt = now - 90 * DAY + Math.floor(at / 25) * 1000;
	return {
		sku,
		asin: `B0${at.toString(36).toUpperCase().padStart(8, '0')}`,
		productType: at % 2 === 0 ? 'HOME' : 'DRINKING_CUP',
		...(at % 4 === 0 ? {} : { image: `https://m.media-amazon.com/images/I/${at}.jpg` }),
		places,
		createdAt,
		updatedAt: createdAt,
		attributes: {
			item_name: places.map((place) => ({
				value: `${title} ${at}`,
				language_tag: place.language,
				marketplace_id: place.id,
			})),
			fulfillment_availability: [channelOf(at, places[0])],
			// A draft has no price yet.
			purchasable_offer: at % 17 === 16 ? [] : places.flatMap((place) => offersOf(at, place)),
		},
		issues: [],
		writes: {},
	};
}

function channelOf(at: number, { region }: SalesPlace): Entry {
	if (at % 5 === 4) return { fulfillment_channel_code: WAREHOUSE[region] };
	return {
		fulfillment_channel_code: OWN_CHANNEL,
		quantity: at % 11 === 10 ? 0 : 1 + (at % 97),
		...(at % 2 === 0 ? { lead_time_to_ship_max_days: 3 } : {}),
		...(at % 7 === 0 ? { restock_date: '2027-01-15' } : {}),
	};
}

/** For everybody, at times cheaper for a while, and for companies. */
function offersOf(at: number, { id, currency, decimals }: SalesPlace): Entry[] {
	const minor = 1000 + ((at * 37) % 9000) + PLACES.findIndex((place) => place.id === id);
	const amount = (of: number) => Number((of / 10 ** decimals).toFixed(decimals));
	const schedule = (of: number) => [{ schedule: [{ value_with_tax: amount(of) }] }];
	const everybody: Entry = {
		marketplace_id: id,
		currency,
		audience: 'ALL',
		our_price: schedule(minor),
		...(at % 4 === 0
			? {
					minimum_seller_allowed_price: schedule(500),
					discounted_price: [
						{
							schedule: [
								{
									value_with_tax: amount(minor - 100),
									start_at: { value: '2026-11-01' },
									end_at: { value: '2026-12-31' },
								},
							],
						},
					],
				}
			: {}),
	};
	if (at % 6 !== 0) return [everybody];
	return [
		everybody,
		{ marketplace_id: id, currency, audience: 'B2B', our_price: schedule(minor - 50) },
	];
}

import { shortened } from '../kit/faults';
import { faultOf } from '../kit/server';
import { hundredths } from './form';
import type { Call } from './gate';
import type { Offer } from './offer';
import type { Parameters, Query } from './query';
import { errors, invalid, Refusal } from './refusal';

const MOST_SKUS = 100;
const LONGEST_SKU = 100;
const END_OF_LIST = 10_000_000;
const BOTH = ['true', 'false'];

const SORTS: Record<string, (offer: Offer) => number> = {
	'sellingMode.price.amount': ({ price }) => (price ? hundredths(price) : 0),
	'stock.sold': ({ sold }) => sold,
	'stock.available': ({ available }) => available,
};

/** See https://developer.allegro.pl/swagger.yaml */
export const OFFER_LIST_PARAMETERS: Parameters = {
	limit: { kind: 'number', min: 1, max: 1000, value: 20 },
	offset: { kind: 'number', min: 0, max: 9_999_999, value: 0 },
	'offer.id': { kind: 'text', repeat: true },
	'external.id': { kind: 'text', repeat: true },
	'publication.status': {
		kind: 'word',
		words: ['INACTIVE', 'ACTIVE', 'ACTIVATING', 'ENDED'],
		repeat: true,
	},
	'publication.marketplace': { kind: 'text' },
	'sellingMode.format': {
		kind: 'word',
		words: ['BUY_NOW', 'ADVERTISEMENT', 'AUCTION'],
		repeat: true,
	},
	'sellingMode.price.amount.gte': { kind: 'text' },
	'sellingMode.price.amount.lte': { kind: 'text' },
	isFulfillment: { kind: 'word', words: BOTH },
	sort: { kind: 'word', words: Object.keys(SORTS).flatMap((key) => [key, `-${key}`]) },
	name: { kind: 'text' },
};

/**
 * GET /sale/offers, see https://developer.allegro.pl/swagger.yaml. It counts places from the newest offer on, so
 * that whatever comes or goes between two pages moves the rest.
 */
export function listOffers({ query, request, shop }: Call): unknown {
	const [limit, offset] = [query.number('limit'), query.number('offset')];
	if (offset + limit > END_OF_LIST) throw invalid('offset', 'Offset plus limit is too large');
	checkSkus(query.all('external.id'));
	const found = sorted(shop.offers.listed().filter(wanted(query)), query.text('sort'));
	const page = found.slice(offset, offset + limit).map(listed);
	shop.offers.churn();
	const { page: left, total } = shortened(faultOf(request), page, found.length);
	return { offers: left, count: left.length, totalCount: total };
}

function checkSkus(skus: readonly string[]): void {
	if (skus.length > MOST_SKUS) throw illegalSku(`More than ${MOST_SKUS} values`);
	if (skus.some((sku) => sku.length > LONGEST_SKU)) {
		throw illegalSku(`A value has more than ${LONGEST_SKU} characters`);
	}
}

function illegalSku(message: string): Refusal {
	return new Refusal(400, errors('ILLEGAL_ARGUMENT', message, { path: 'external.id' }), message);
}

function wanted(query: Query): (offer: Offer) => boolean {
	const among = (name: string) => {
		const values = new Set(query.all(name));
		return (value: string | null) => values.size === 0 || (value !== null && values.has(value));
	};
	const [id, sku] = [among('offer.id'), among('external.id')];
	const [status, format] = [among('publication.status'), among('sellingMode.format')];
	const name = (query.text('name') ?? '').toLowerCase();
	const marketplace = query.text('publication.marketplace');
	const [least, most] = ['gte', 'lte'].map((end) => query.text(`sellingMode.price.amount.${end}`));
	const kept = query.text('isFulfillment');
	return (offer) =>
		id(offer.id) &&
		sku(offer.sku) &&
		status(offer.status) &&
		format(offer.format) &&
		offer.name.toLowerCase().includes(name) &&
		(kept === undefined || offer.isFulfillment === (kept === 'true')) &&
		(marketplace === undefined ||
			offer.marketplace === marketplace ||
			marketplace in offer.additional) &&
		(least === undefined || Number(offer.price?.amount ?? NaN) >= Number(least)) &&
		(most === undefined || Number(offer.price?.amount ?? NaN) <= Number(most));
}

function sorted(offers: Offer[], sort: string | undefined): Offer[] {
	if (sort === undefined) return offers;
	const of = SORTS[sort.replace('-', '')];
	const way = sort.startsWith('-') ? -1 : 1;
	return [...offers].sort((a, b) => way * (of(a) - of(b)));
}

/** An offer as the list has it. */
function listed(offer: Offer): unknown {
	const { id, name, sku, format, price, available, sold, status, isFulfillment } = offer;
	return {
		id,
		name,
		category: { id: '257931' },
		primaryImage: { url: `https://a.allegroimg.com/original/05a2af/${id}` },
		sellingMode: {
			format,
			price,
			priceAutomation: null,
			minimalPrice: null,
			startingPrice: format === 'AUCTION' ? { amount: '1.00', currency: 'PLN' } : null,
		},
		saleInfo: { currentPrice: null, biddersCount: 0 },
		stock: { available, sold },
		stats: { watchersCount: 0, visitsCount: 0 },
		publication: {
			status,
			startingAt: null,
			startedAt: null,
			endingAt: null,
			endedAt: null,
			marketplaces: {
				base: { id: offer.marketplace },
				additional: Object.keys(offer.additional).map((one) => ({ id: one })),
			},
		},
		afterSalesServices: { impliedWarranty: null, returnPolicy: null, warranty: null },
		additionalServices: null,
		external: sku === null ? null : { id: sku },
		delivery: { shippingRates: null },
		b2b: { buyableOnlyByBusiness: false },
		fundraisingCampaign: null,
		isFulfillment,
		additionalMarketplaces: Object.fromEntries(
			Object.entries(offer.additional).map(([marketplace, own]) => [
				marketplace,
				{
					publication: { state: 'APPROVED' },
					sellingMode: { price: own, priceAutomation: null },
					stats: { watchersCount: 0, visitsCount: 0 },
					stock: { sold: 0 },
				},
			]),
		),
	};
}

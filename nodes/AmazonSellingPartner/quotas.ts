import type { IHttpRequestMethods } from 'n8n-workflow';
import type { Quota } from '../../core/marketplace';

type Row = readonly [
	name: string,
	method: IHttpRequestMethods,
	path: string,
	perSecond: number,
	burst: number,
];

const V0 = '/orders/v0/orders';
const ORDERS = '/orders/2026-01-01/orders';
const REPORTS = '/reports/2021-06-30';
const FEEDS = '/feeds/2021-06-30';
const LISTINGS = '/listings/2021-08-01/items/{}';
const CATALOG = '/catalog/2022-04-01/items';
const FINANCES = '/finances/2024-06-19';
const PRICING = '/batches/products/pricing/2022-05-01';
const MFN = '/mfn/v0';

/** One bucket an operation, seller and application; rates until a header says others. See BEHAVIOR.md, Limits. */
const ROWS: readonly Row[] = [
	['searchOrders', 'GET', ORDERS, 0.0056, 20],
	['getOrder', 'GET', `${ORDERS}/{}`, 0.5, 30],
	['v0 getOrders', 'GET', V0, 0.0167, 20],
	['v0 getOrder', 'GET', `${V0}/{}`, 0.5, 30],
	['v0 getOrderBuyerInfo', 'GET', `${V0}/{}/buyerInfo`, 0.5, 30],
	['v0 getOrderAddress', 'GET', `${V0}/{}/address`, 0.5, 30],
	['v0 getOrderItems', 'GET', `${V0}/{}/orderItems`, 0.5, 30],
	['v0 getOrderItemsBuyerInfo', 'GET', `${V0}/{}/orderItems/buyerInfo`, 0.5, 30],
	['getOrderRegulatedInfo', 'GET', `${V0}/{}/regulatedInfo`, 0.5, 30],
	['updateVerificationStatus', 'PATCH', `${V0}/{}/regulatedInfo`, 0.5, 30],
	['updateShipmentStatus', 'POST', `${V0}/{}/shipment`, 5, 15],
	['confirmShipment', 'POST', `${V0}/{}/shipmentConfirmation`, 2, 10],
	['createReport', 'POST', `${REPORTS}/reports`, 0.0167, 15],
	['getReport', 'GET', `${REPORTS}/reports/{}`, 2, 15],
	['getReportDocument', 'GET', `${REPORTS}/documents/{}`, 0.0167, 15],
	['getReports', 'GET', `${REPORTS}/reports`, 0.0222, 10],
	['cancelReport', 'DELETE', `${REPORTS}/reports/{}`, 0.0222, 10],
	['getReportSchedules', 'GET', `${REPORTS}/schedules`, 0.0222, 10],
	['createReportSchedule', 'POST', `${REPORTS}/schedules`, 0.0222, 10],
	['getReportSchedule', 'GET', `${REPORTS}/schedules/{}`, 0.0222, 10],
	['cancelReportSchedule', 'DELETE', `${REPORTS}/schedules/{}`, 0.0222, 10],
	['createFeedDocument', 'POST', `${FEEDS}/documents`, 0.5, 15],
	['createFeed', 'POST', `${FEEDS}/feeds`, 0.0083, 15],
	['getFeed', 'GET', `${FEEDS}/feeds/{}`, 2, 15],
	['cancelFeed', 'DELETE', `${FEEDS}/feeds/{}`, 2, 15],
	['getFeeds', 'GET', `${FEEDS}/feeds`, 0.0222, 10],
	['getFeedDocument', 'GET', `${FEEDS}/documents/{}`, 0.0222, 10],
	['getListingsItem', 'GET', `${LISTINGS}/{}`, 5, 10],
	['putListingsItem', 'PUT', `${LISTINGS}/{}`, 5, 10],
	['patchListingsItem', 'PATCH', `${LISTINGS}/{}`, 5, 5],
	['deleteListingsItem', 'DELETE', `${LISTINGS}/{}`, 5, 5],
	['searchListingsItems', 'GET', LISTINGS, 5, 5],
	['getInventorySummaries', 'GET', '/fba/inventory/v1/summaries', 2, 2],
	['searchCatalogItems', 'GET', CATALOG, 2, 2],
	['getCatalogItem', 'GET', `${CATALOG}/{}`, 2, 2],
	['getMarketplaceParticipations', 'GET', '/sellers/v1/marketplaceParticipations', 0.016, 15],
	['getAccount', 'GET', '/sellers/v1/account', 0.016, 15],
	['listTransactions', 'GET', `${FINANCES}/transactions`, 0.5, 10],
	['listBalances', 'GET', `${FINANCES}/balances`, 0.5, 10],
	['listSummary', 'GET', `${FINANCES}/summary`, 0.5, 10],
	[
		'getFeaturedOfferExpectedPriceBatch',
		'POST',
		`${PRICING}/offer/featuredOfferExpectedPrice`,
		0.033,
		1,
	],
	['getCompetitiveSummary', 'POST', `${PRICING}/items/competitiveSummary`, 0.033, 1],
	['createRestrictedDataToken', 'POST', '/tokens/2021-03-01/restrictedDataToken', 1, 10],
	['getEligibleShipmentServices', 'POST', `${MFN}/eligibleShippingServices`, 6, 12],
	['createShipment', 'POST', `${MFN}/shipments`, 2, 2],
	['getShipment', 'GET', `${MFN}/shipments/{}`, 1, 1],
	['cancelShipment', 'DELETE', `${MFN}/shipments/{}`, 1, 1],
	['getAdditionalSellerInputs', 'POST', `${MFN}/additionalSellerInputs`, 1, 1],
	['createUploadDestination', 'POST', '/uploads/2020-11-01/uploadDestinations/{*}', 10, 10],
	...notifications(),
];

/** All at one a second, each by itself. */
function notifications(): Row[] {
	const base = '/notifications/v1';
	return (['GET', 'POST', 'DELETE'] as const).flatMap((method) =>
		[
			`${base}/destinations`,
			`${base}/destinations/{}`,
			`${base}/subscriptions`,
			`${base}/subscriptions/{}`,
			`${base}/subscriptions/{}/{}`,
		].map((path): Row => [`${method} ${path}`, method, path, 1, 5]),
	);
}

/** `{}` is one segment, `{*}` the rest. */
function pattern(path: string): RegExp {
	const source = path.replaceAll('{*}', '.+').replaceAll('{}', '[^/]+');
	return new RegExp(`^${source}/?$`);
}

export const quotas: readonly Quota[] = ROWS.map(([name, method, path, perSecond, burst]) => ({
	name,
	method,
	path: pattern(path),
	perSecond,
	burst,
}));

import { ROLES } from './app';
import { SpError } from './errors';
import type { Call, Operation } from './gate';
import { jsonBody } from './json-body';
import { packageOf, type Package } from './package';
import { invalid } from './params';
import { isAllSent, isPending, openUnits, type Sale } from './sale';
import { find } from './search-orders';
import type { AmazonSettings } from './settings';

/** See https://github.com/amzn/selling-partner-api-models/issues/5037 */
const NOTHING_TO_UPDATE = new SpError(
	400,
	'InvalidInput',
	'Failed to create package due to not finding a matching package or order already fulfilled. ' +
		'ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find package to update for ' +
		'order (), errorMetric=PackageToUpdateNotFound, packageIndex=null)',
	'',
);

/**
 * Orders v0: confirmShipment. The same `packageReferenceId` edits its package, another makes one,
 * see https://developer-docs.amazon.com/sp-api/docs/confirm-the-shipment-status
 */
export function confirmShipment(settings: AmazonSettings): Operation {
	return {
		path: '/orders/v0/orders/{orderId}/shipmentConfirmation',
		method: 'POST',
		name: 'confirmShipment',
		rate: 2,
		burst: 10,
		roles: [ROLES.orders, ROLES.shipping],
		status: 204,
		run(call) {
			const { ledger } = call.shop;
			const sale = find(ledger.find(call.pathParams.orderId), call.pathParams.orderId);
			const wanted = wantedOf(call, sale);
			checkSale(sale, settings);
			checkUnits(sale, wanted);
			ledger.change(sale, () => confirm(sale, wanted, settings.now()));
		},
	};
}

function wantedOf({ request }: Call, sale: Sale): Package {
	const body = jsonBody(request, ['marketplaceId', 'packageDetail', 'codCollectionMethod']);
	if (body.marketplaceId !== sale.place.id) throw invalid("marketplaceId is not the order's.");
	const { codCollectionMethod: cod } = body;
	if (cod !== undefined && (cod !== 'DirectPayment' || sale.place.country !== 'JP')) {
		throw invalid('codCollectionMethod is not valid.');
	}
	return packageOf(body.packageDetail, request);
}

/** Only what the seller sends, and once it is paid. */
function checkSale(sale: Sale, { confirmedByAmazon = [] }: AmazonSettings): void {
	if (sale.fulfilledBy === 'AMAZON') throw invalid('The order is fulfilled by Amazon.');
	if (confirmedByAmazon.includes(sale.id)) throw invalid('Amazon confirms this order itself.');
	if (isPending(sale)) throw invalid('The order is pending.');
	if (sale.status === 'CANCELLED' || sale.status === 'UNFULFILLABLE') {
		throw invalid('The order is cancelled or cannot be fulfilled.');
	}
}

/** An edited package gives back its units first. */
function checkUnits(sale: Sale, { id, units }: Package): void {
	for (const [lineId, quantity] of units) {
		const line = sale.lines.find((one) => one.id === lineId);
		if (!line) throw invalid(`orderItemId ${lineId} is not of this order.`);
		const open = openUnits(sale, line, id);
		if (open === 0) throw NOTHING_TO_UPDATE;
		if (quantity > open) throw invalid(`quantity of ${lineId} is more than ${open}.`);
	}
}

function confirm(sale: Sale, { units, ...wanted }: Package, now: number): void {
	const at = sale.parcels.findIndex(({ id }) => id === wanted.id);
	const parcel = {
		...wanted,
		createdAt: sale.parcels[at]?.createdAt ?? now,
		lines: [...units].map(([lineId, quantity]) => ({ lineId, quantity })),
	};
	if (at < 0) sale.parcels.push(parcel);
	else sale.parcels[at] = parcel;
	sale.status = isAllSent(sale) ? 'SHIPPED' : 'PARTIALLY_SHIPPED';
	sale.updatedAt = now;
}

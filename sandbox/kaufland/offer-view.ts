import type { Offer } from './offer';
import { productView } from './order-view';
import { storefrontOf } from './storefronts';

/** An offer; its times have milliseconds, as in the official example. */
export function offerView(offer: Offer, hasProduct = false) {
	const { storefront } = offer;
	return {
		id_unit: offer.id,
		status: offer.status,
		currency: storefrontOf(storefront).currency,
		condition: offer.condition,
		note: offer.note,
		listing_price: offer.listingPrice,
		minimum_price: offer.minimumPrice,
		price: offer.price,
		id_offer: offer.sku,
		id_product: offer.good.idProduct,
		id_shipping_group: offer.idShippingGroup,
		id_warehouse: offer.idWarehouse,
		amount: offer.amount,
		date_inserted_iso: new Date(offer.createdAt).toISOString(),
		date_lastchange_iso: new Date(offer.changedAt).toISOString(),
		handling_time: offer.handlingTime,
		shipping_rate: 390,
		storefront,
		transport_time_min: 1,
		transport_time_max: 3,
		fulfillment_type: offer.fulfillment,
		vat_indicator: offer.vatIndicator,
		...(hasProduct ? { product: productView(offer.good, storefront) } : {}),
	};
}

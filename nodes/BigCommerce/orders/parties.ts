import { address, type Address, buyer, type Order } from '../../../core/orders/order';
import { amount, join, part, text } from '../../../core/orders/read';
import { consignmentsOf, idOf, type TaxSide } from './lines';
import type { PickupConsignment, ShippingConsignment, V2Address, V2Order } from './wire';

type Facts = Partial<V2Order>;

const UNKNOWN_METHOD = { methodId: null, method: null };

/** Who ordered, who pays, and where it goes. */
export function partiesOf(facts: Facts, side: TaxSide): Partial<Order> {
	const billing = part(facts.billing_address);
	const email = text(billing.email);
	const { shipping, pickups } = consignmentsOf(facts);
	// One of several addresses would send every parcel there.
	const receiver = shipping.length === 1 ? shipping[0] : {};
	const pickup = pickups.length === 1 ? pickups[0] : {};
	return {
		buyer: buyer({
			id: idOf(facts.customer_id),
			name: join(billing.first_name, billing.last_name),
			email,
			emailIsRelay: email === null ? null : false,
			phone: text(billing.phone),
			company: text(billing.company),
			note: text(facts.customer_message),
		}),
		billingAddress: addressOf(billing),
		shippingAddress: addressOf(receiver),
		pickupPoint: pickupOf(pickup),
		shipping: {
			...(shipping.length + pickups.length === 1 ? methodOf(receiver, pickup) : UNKNOWN_METHOD),
			carrier: null,
			price: amount(facts[`shipping_cost_${side}`]),
		},
	};
}

function methodOf(
	receiver: Partial<ShippingConsignment>,
	pickup: Partial<PickupConsignment>,
): Pick<Order['shipping'], 'methodId' | 'method'> {
	return {
		methodId: idOf(pickup.pickup_method_id),
		method: text(receiver.shipping_method) ?? text(pickup.pickup_method_display_name),
	};
}

function addressOf(from: Partial<V2Address>): Address | null {
	return known({
		name: join(from.first_name, from.last_name),
		company: text(from.company),
		line1: text(from.street_1),
		line2: text(from.street_2),
		city: text(from.city),
		region: text(from.state),
		postalCode: text(from.zip),
		countryCode: text(from.country_iso2),
		phone: text(from.phone),
	});
}

function pickupOf(pickup: Partial<PickupConsignment>): Order['pickupPoint'] {
	const location = part(pickup.location);
	const found = {
		id: text(location.id),
		name: text(location.name),
		address: known({
			line1: text(location.address_line_1),
			line2: text(location.address_line_2),
			city: text(location.city),
			region: text(location.state),
			postalCode: text(location.postal_code),
			countryCode: text(location.country_alpha2),
			phone: text(location.phone),
		}),
	};
	return Object.values(found).every((value) => value === null) ? null : found;
}

function known(found: Partial<Address>): Address | null {
	return Object.values(found).every((value) => value === null) ? null : address(found);
}

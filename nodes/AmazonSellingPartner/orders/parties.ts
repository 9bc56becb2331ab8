import {
	address,
	type Address,
	buyer,
	type Buyer,
	type Invoice,
	type PickupPoint,
} from '../../../core/orders/order';
import { join, list, object, part, parts, text } from '../../../core/orders/read';
import type { AmazonAddress, AmazonOrder, TaxRegistration } from './wire';

type Facts = Partial<AmazonOrder>;

const INVOICE_REQUIRED: Record<string, boolean> = {
	NOT_REQUIRED: false,
	NOT_FOUND: true,
	PROCESSING: true,
	ERRORED: true,
	ACCEPTED: true,
};

/** Who ordered, as far as the roles of the application allow. */
export function buyerOf(facts: Facts): Buyer {
	const { buyerName, buyerEmail, buyerCompanyName } = part(facts.buyer);
	const { dropOffLocation, addressInstruction } = part(part(facts.recipient).deliveryPreference);
	const email = text(buyerEmail);
	return buyer({
		name: text(buyerName),
		email,
		// Amazon never gives the buyer's own address. See BEHAVIOR.md, Orders.
		emailIsRelay: email === null ? null : true,
		company: text(buyerCompanyName),
		taxId: text(registrationOf(facts).taxRegistrationNumber),
		note: join(dropOffLocation, addressInstruction),
	});
}

/** Where it goes; `null` where Amazon keeps the whole address back. */
export function shippingAddressOf(facts: Facts): Address | null {
	return addressOf(part(facts.recipient).deliveryAddress);
}

/** A locker or counter that the buyer chose, or the seller's own store, whose address then is the recipient's. */
export function pickupOf(facts: Facts): PickupPoint | null {
	const { addressType, companyName, name } = part(part(facts.recipient).deliveryAddress);
	const isStore = list<unknown>(facts.programs).includes('IN_STORE_PICK_UP');
	if (!isStore && addressType !== 'PICKUP_POINT') return null;
	return {
		id: null,
		name: text(companyName) ?? (isStore ? text(name) : null),
		address: shippingAddressOf(facts),
	};
}

/** Whether and to whom an invoice is due; `null` where nothing is said of it. */
export function invoiceOf(facts: Facts): Invoice | null {
	const registration = registrationOf(facts);
	const { invoiceStatus, buyerInvoicePreference } = part(part(facts.tax).taxInvoicing);
	const required = isInvoiceRequired(text(invoiceStatus), text(buyerInvoicePreference));
	if (required === null && Object.keys(registration).length === 0) return null;
	return {
		required,
		company: text(registration.legalName),
		taxId: text(registration.taxRegistrationNumber),
		address: addressOf(registration.taxRegistrationAddress),
	};
}

/** A preference (Turkey) says which invoice the seller has to write, so one is due. */
export function isInvoiceRequired(
	status: string | null,
	preference: string | null,
): boolean | null {
	if (status !== null && Object.hasOwn(INVOICE_REQUIRED, status)) return INVOICE_REQUIRED[status];
	return preference === null ? null : true;
}

/** The same list also holds the registrations of the seller and of Amazon. */
function registrationOf(facts: Facts): Partial<TaxRegistration> {
	const { taxRegistrations } = part(facts.tax);
	return parts(taxRegistrations).find((entry) => entry.entityType === 'BUYER') ?? {};
}

function addressOf(given: AmazonAddress | undefined): Address | null {
	const wire = part(given);
	if (Object.keys(object(given)).length === 0) return null;
	const street = part(wire.extendedFields);
	return address({
		name: text(wire.name),
		company: text(wire.companyName),
		line1: text(wire.addressLine1) ?? join(street.streetName, street.streetNumber),
		line2: text(wire.addressLine2) ?? text(street.complement),
		line3: text(wire.addressLine3) ?? text(street.neighborhood) ?? districtOf(wire),
		city: text(wire.city) ?? text(wire.municipality),
		region: text(wire.stateOrRegion) ?? text(wire.districtOrCounty),
		postalCode: text(wire.postalCode),
		countryCode: text(wire.countryCode),
		phone: text(wire.phone),
	});
}

/** Couriers of some countries need it; where it stands for the region, it is there. */
function districtOf({
	city,
	municipality,
	stateOrRegion,
	districtOrCounty,
}: Partial<AmazonAddress>) {
	return join(
		text(stateOrRegion) === null ? null : districtOrCounty,
		text(city) === null ? null : municipality,
	);
}

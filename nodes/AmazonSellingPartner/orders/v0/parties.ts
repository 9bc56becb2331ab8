import {
	address,
	type Address,
	buyer,
	type Invoice,
	type Order,
	type PickupPoint,
} from '../../../../core/orders/order';
import { flag, join, part, parts, text, word } from '../../../../core/orders/read';
import { isInvoiceRequired } from '../parties';
import type { V0Address, V0Order } from './wire';

type Facts = Partial<V0Order>;

const INVOICE_STATUS: Record<string, string> = {
	NotRequired: 'NOT_REQUIRED',
	NotFound: 'NOT_FOUND',
	Processing: 'PROCESSING',
	Errored: 'ERRORED',
	Accepted: 'ACCEPTED',
};

/** Who ordered, as far as the token allows. */
export function buyerOf(facts: Facts): Order['buyer'] {
	const { BuyerName, BuyerEmail } = part(facts.BuyerInfo);
	const email = text(BuyerEmail);
	const invoice = invoiceOf(facts);
	return buyer({
		name: text(BuyerName),
		email,
		// Amazon never gives the buyer's own address. See BEHAVIOR.md, Orders.
		emailIsRelay: email === null ? null : true,
		company: invoice === null ? null : invoice.company,
		taxId: invoice === null ? null : invoice.taxId,
	});
}

/** Turkey has its own block; Brazil, Mexico and India use that of the buyer. */
export function invoiceOf(facts: Facts): Invoice | null {
	const turkish = part(facts.BuyerTaxInformation);
	const { CompanyLegalName, TaxClassifications } = part(part(facts.BuyerInfo).BuyerTaxInfo);
	const status = word(INVOICE_STATUS, text(facts.ElectronicInvoiceStatus));
	const required = isInvoiceRequired(status, text(facts.BuyerInvoicePreference));
	const company = text(turkish.BuyerLegalCompanyName) ?? text(CompanyLegalName);
	const ids = parts(TaxClassifications).map((entry) => text(entry.Value));
	const taxId = text(turkish.BuyerTaxRegistrationId) ?? ids.find(Boolean) ?? null;
	const line1 = text(turkish.BuyerBusinessAddress);
	if (required === null && company === null && taxId === null && line1 === null) return null;
	return { required, company, taxId, address: line1 === null ? null : address({ line1 }) };
}

/** Where it goes; `null` where Amazon keeps the whole address back. */
export function shippingAddressOf(facts: Facts): Address | null {
	return addressOf(facts.ShippingAddress);
}

/** A locker or counter that the buyer chose, or the seller's own store. */
export function pickupOf(facts: Facts): PickupPoint | null {
	const isStore = flag(facts.IsISPU) === true;
	if (!isStore && flag(facts.IsAccessPointOrder) !== true) return null;
	const { CompanyName, Name } = part(facts.ShippingAddress);
	return {
		id: null,
		name: text(CompanyName) ?? (isStore ? text(Name) : null),
		address: shippingAddressOf(facts),
	};
}

function addressOf(given: V0Address | undefined): Address | null {
	const wire = part(given);
	if (Object.keys(wire).length === 0) return null;
	const street = part(wire.ExtendedFields);
	return address({
		name: text(wire.Name),
		company: text(wire.CompanyName),
		line1: text(wire.AddressLine1) ?? join(street.StreetName, street.StreetNumber),
		line2: text(wire.AddressLine2) ?? text(street.Complement),
		line3: text(wire.AddressLine3) ?? text(street.Neighborhood) ?? districtOf(wire),
		city: text(wire.City) ?? text(wire.Municipality),
		region: text(wire.StateOrRegion) ?? text(wire.County) ?? text(wire.District),
		postalCode: text(wire.PostalCode),
		countryCode: text(wire.CountryCode),
		phone: text(wire.Phone),
	});
}

/** Couriers of some countries need it; what stands for town or region is there. */
function districtOf(wire: Partial<V0Address>): string | null {
	const { City, Municipality, StateOrRegion, County, District } = wire;
	const isRegion = text(StateOrRegion) === null;
	const county = isRegion ? null : County;
	const district = isRegion && text(County) === null ? null : District;
	return join(district, county, text(City) === null ? null : Municipality);
}

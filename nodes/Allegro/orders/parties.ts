import {
	address,
	type Address,
	buyer,
	type Buyer,
	type Invoice,
	type PickupPoint,
} from '../../../core/orders/order';
import { flag, join, part, parts, text } from '../../../core/orders/read';
import type { CheckoutForm, FormAddress, FormCompany } from './wire';

type Form = Partial<CheckoutForm>;

/** VAT numbers before company registers; an EU number is there only for a sale across borders. */
const TAX_IDS = [
	'VAT_EU',
	'PL_NIP',
	'CZ_DIC',
	'SK_IC_DPH',
	'HU_ADOSZAM',
	'OTHER',
	'CZ_ICO',
	'SK_ICO',
];

/** Hosts whose addresses forward. See allegro-api #7009, #12668, #2073. */
const RELAY =
	/@([\w-]+\.)*(allegromail\.[a-z]{2,3}|user(-[a-z]+)?\.allegrogroup\.pl)(\.allegrosandbox\.pl)?$/i;

/** The account holder: not always the receiver, nor the one on the invoice. */
export function buyerOf(form: Form): Buyer {
	const from = part(form.buyer);
	const email = text(from.email);
	return buyer({
		id: text(from.id),
		name: join(from.firstName, from.lastName),
		email,
		emailIsRelay: email === null ? null : RELAY.test(email),
		phone: text(from.phoneNumber),
		company: text(from.companyName),
		note: text(form.messageToSeller),
	});
}

/**
 * Address of the invoice, else of the buyer's account, which keeps who the buyer is beside it. An invoice that
 * names nobody is the buyer's.
 */
export function billingOf(form: Form): Address | null {
	const { name, company, phone } = buyerOf(form);
	const to = invoiceAddress(form);
	if (to !== null) {
		return to.name === null && to.company === null ? { ...to, name, company } : to;
	}
	const account = addressOf(part(form.buyer).address);
	return account && { ...account, name, company, phone };
}

/** The receiver, also where the parcel goes to a pickup point. */
export function shippingOf(form: Form): Address | null {
	return addressOf(part(form.delivery).address);
}

export function pickupOf(form: Form): PickupPoint | null {
	const point = part(part(form.delivery).pickupPoint);
	const found = { id: text(point.id), name: text(point.name), address: addressOf(point.address) };
	return Object.values(found).every((value) => value === null) ? null : found;
}

export function invoiceOf(form: Form): Invoice | null {
	const invoice = part(form.invoice);
	const company = part(part(invoice.address).company);
	const found = {
		required: flag(invoice.required),
		company: text(company.name),
		taxId: taxIdOf(company),
		address: invoiceAddress(form),
	};
	return Object.values(found).every((value) => value === null) ? null : found;
}

function invoiceAddress(form: Form): Address | null {
	const from = part(part(form.invoice).address);
	const person = part(from.naturalPerson);
	const to = addressOf(from as FormAddress);
	const company = text(part(from.company).name);
	const name = join(person.firstName, person.lastName);
	if (to === null && company === null && name === null) return null;
	return address({ ...to, name, company });
}

function taxIdOf(company: Partial<FormCompany>): string | null {
	const ids = parts(company.ids).filter((id) => text(id.value) !== null);
	const best = TAX_IDS.map((type) => ids.find((id) => id.type === type)).find(Boolean) ?? ids[0];
	return text(best?.value) ?? text(company.taxId);
}

function addressOf(given: FormAddress | null | undefined): Address | null {
	const from = part(given);
	const found = address({
		name: join(from.firstName, from.lastName),
		company: text(from.companyName),
		line1: text(from.street),
		city: text(from.city),
		postalCode: text(from.zipCode) ?? text(from.postCode),
		countryCode: text(from.countryCode),
		phone: text(from.phoneNumber),
	});
	return Object.values(found).every((value) => value === null) ? null : found;
}

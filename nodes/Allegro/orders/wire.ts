/**
 * What this package reads of `GET /order/checkout-forms`; Allegro sends more, and any of it may be
 * missing. See https://developer.allegro.pl/swagger.yaml.
 */
export interface CheckoutForm {
	id: string;
	revision: string;
	updatedAt: string;
	status: string;
	messageToSeller: string;
	marketplace: { id: string };
	buyer: FormBuyer;
	payment: FormPayment | null;
	surcharges: FormPayment[];
	codBookedPayments: BookedPayment[];
	fulfillment: FormFulfillment;
	delivery: FormDelivery | null;
	invoice: FormInvoice | null;
	lineItems: FormLine[];
	summary: { totalToPay: Price };
}

export interface Price {
	amount: string;
	currency: string;
}

interface FormBuyer {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
	companyName: string;
	phoneNumber: string;
	address: FormAddress;
}

/** One shape for the four of Allegro: the buyer's has `postCode`, the others `zipCode`. */
export interface FormAddress {
	firstName: string;
	lastName: string;
	companyName: string;
	street: string;
	city: string;
	zipCode: string;
	postCode: string;
	countryCode: string;
	phoneNumber: string;
}

export interface FormPayment {
	id: string;
	type: string;
	finishedAt: string | null;
	paidAmount: Price | null;
}

interface BookedPayment {
	paymentId: string;
	paidAmount: Price;
	paidAt: string;
}

interface FormFulfillment {
	status: string;
	shipmentSummary: { lineItemsSent: string };
	provider: { id: string };
}

interface FormDelivery {
	address: FormAddress | null;
	method: { id: string; name: string };
	pickupPoint: { id: string; name: string; address: FormAddress } | null;
	cost: Price | null;
	/** Whether the buyer used Smart!. */
	smart: boolean;
	time: (FormRange & { guaranteed: FormRange | null; dispatch: FormRange | null }) | null;
	/** When the buyer withdrew from the delivery, which is no part of the purchase. See allegro-api #11200. */
	cancellation: { date: string } | null;
}

export interface FormRange {
	from: string;
	to: string;
}

interface FormInvoice {
	required: boolean;
	address: (FormAddress & { company: FormCompany | null; naturalPerson: FormPerson | null }) | null;
}

export interface FormCompany {
	name: string;
	ids: Array<{ type: string; value: string }>;
	taxId: string;
}

type FormPerson = Pick<FormAddress, 'firstName' | 'lastName'>;

export interface FormLine {
	id: string;
	boughtAt: string;
	quantity: number;
	/** Before any discount. */
	originalPrice: Price;
	price: Price;
	/** What Allegro pays the seller for a price that it has lowered (Allegro Prices). */
	reconciliation: { value: Price } | null;
	offer: FormOffer;
	deposit: { price: Price } | null;
	selectedAdditionalServices: FormService[];
	vouchers: FormVoucher[];
	discounts: Array<{ type: string }>;
	tax: { rate: string | null; exemption: string | null } | null;
}

interface FormOffer {
	id: string;
	name: string;
	external: { id: string } | null;
	productSet: { products: Array<{ id: string }> } | null;
}

interface FormService {
	definitionId: string;
	name: string;
	price: Price;
	quantity: number;
}

interface FormVoucher {
	code: string;
	type: string;
	status: string;
	value: Price;
}

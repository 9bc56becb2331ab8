export interface Price {
	amount: string;
	currency: string;
}

export interface LineItem {
	id: string;
	offer: { id: string; name: string; external: { id: string } | null; [more: string]: unknown };
	quantity: number;
	originalPrice: Price;
	price: Price;
	boughtAt: string;
	/** Of one unit. */
	deposit?: { price: Price } | null;
	selectedAdditionalServices?: { price: Price; quantity: number; [more: string]: unknown }[] | null;
	discounts: { type: string }[];
	[more: string]: unknown;
}

export interface Payment {
	id: string;
	type: string;
	provider: string | null;
	finishedAt: string | null;
	paidAmount: Price | null;
	reconciliation: Price | null;
	features: string[];
}

/** One order as the API shows it, see https://developer.allegro.pl/swagger.yaml */
export interface CheckoutForm {
	id: string;
	messageToSeller: string | null;
	buyer: {
		id: string;
		email: string;
		login: string;
		guest: boolean;
		preferences: { language: string } | null;
		[more: string]: unknown;
	};
	payment: Payment | null;
	status: 'BOUGHT' | 'FILLED_IN' | 'READY_FOR_PROCESSING' | 'CANCELLED';
	fulfillment: {
		status: string | null;
		shipmentSummary: { lineItemsSent: string | null };
		provider: { id: string };
	};
	delivery: {
		address: { street: string; modifiedAt: string | null; [more: string]: unknown } | null;
		method: { id: string; name: string } | null;
		/** Of the delivery alone, which says nothing of the order, see allegro-api #11200. */
		cancellation: { date: string } | null;
		[more: string]: unknown;
	};
	invoice: Record<string, unknown>;
	lineItems: LineItem[];
	surcharges: Payment[];
	note: { text: string } | null;
	marketplace: { id: string };
	summary: { totalToPay: Price };
	updatedAt: string;
	revision: string;
}

export interface LineReference {
	id: string;
}

export interface Shipment {
	id: string;
	waybill: string;
	carrierId: string;
	carrierName: string | null;
	lineItems: LineReference[];
	createdAt: string;
}

/** A form with what the server needs to find and to send it quickly. */
export interface Held {
	form: CheckoutForm;
	/** When the latest line was bought; what `lineItems.boughtAt` sorts by. */
	boughtAt: number;
	updatedAt: number;
	shipments: Shipment[];
	/** Where it goes; the form shows it once it is paid, see allegro-api #936. */
	address?: CheckoutForm['delivery']['address'];
	/** The form as JSON, until it changes. */
	json?: string;
	/** Until then nobody finds it by its id, although the journal names it. */
	hiddenUntil?: number;
	/** How it looks until then to whoever reads it by its id. */
	old?: { form: CheckoutForm; until: number };
}

export function money(grosze: number, currency: string): Price {
	return { amount: (Math.round(grosze) / 100).toFixed(2), currency };
}

/** An amount in hundredths. */
export function hundredths({ amount }: Price): number {
	return Math.round(Number(amount) * 100);
}

/**
 * What this package reads of an order of Orders 2026-01-01; any of it may be missing, because each part
 * is sent only when `includedData` asks for it and the roles allow it. See BEHAVIOR.md, Orders.
 */
export interface AmazonOrder {
	orderId: string;
	orderAliases: Array<{ aliasId: string; aliasType: string }>;
	createdTime: string;
	lastUpdatedTime: string;
	programs: string[];
	associatedOrders: Array<{ orderId: string; associationType: string }>;
	salesChannel: { channelName: string; marketplaceId: string; marketplaceName: string };
	buyer: {
		buyerName: string;
		buyerEmail: string;
		buyerCompanyName: string;
		buyerPurchaseOrderNumber: string;
	};
	recipient: {
		deliveryAddress: AmazonAddress;
		deliveryPreference: { dropOffLocation: string; addressInstruction: string };
	};
	proceeds: { grandTotal: Money; breakdowns: Breakdown[] };
	payment: { paymentExecutions: Array<{ paymentMethod: string; paymentAmount: Money }> };
	tax: {
		taxRegistrations: TaxRegistration[];
		taxInvoicing: { buyerInvoicePreference: string; invoiceStatus: string };
	};
	fulfillment: {
		fulfillmentStatus: string;
		fulfilledBy: string;
		fulfillmentServiceLevel: string;
		shipByWindow: Window;
		deliverByWindow: Window;
	};
	orderItems: AmazonItem[];
	/** Not in the model; v0 has both. */
	numberOfItemsShipped: number;
	numberOfItemsUnshipped: number;
	packages: AmazonPackage[];
}

export interface AmazonItem {
	orderItemId: string;
	quantityOrdered: number;
	associatedOrderItems: Array<{ orderId: string }>;
	product: {
		asin: string;
		title: string;
		sellerSku: string;
		price: { unitPrice: Money };
		customization: { customizedUrl: string };
	};
	proceeds: { breakdowns: Breakdown[] };
	promotion: { breakdowns: Array<{ promotionId: string }> };
	cancellation: { cancellationRequest: object; cancellationExecution: object };
	fulfillment: {
		quantityFulfilled: number;
		quantityUnfulfilled: number;
		packing: { giftOption: { giftMessage: string; giftWrapLevel: string } };
		shipping: {
			shippingConstraints: { cashOnDelivery: string };
			internationalShipping: { iossNumber: string };
		};
	};
	tax: {
		taxCalculationBreakdowns: Array<{ reportingScheme: string }>;
		taxCollections: Array<{ model: string }>;
	};
}

interface AmazonPackage {
	packageReferenceId: string;
	packageStatus: { status: string; detailedStatus: string };
	carrier: string;
	shipTime: string;
	shippingService: string;
	trackingNumber: string;
	packageItems: Array<{ orderItemId: string; quantity: number }>;
}

export interface AmazonAddress {
	name: string;
	companyName: string;
	addressLine1: string;
	addressLine2: string;
	addressLine3: string;
	city: string;
	districtOrCounty: string;
	stateOrRegion: string;
	municipality: string;
	postalCode: string;
	countryCode: string;
	phone: string;
	/** Brazil only. */
	extendedFields: {
		streetName: string;
		streetNumber: string;
		complement: string;
		neighborhood: string;
	};
	addressType: string;
}

export interface TaxRegistration {
	entityType: string;
	legalName: string;
	taxRegistrationNumber: string;
	taxRegistrationAddress: AmazonAddress;
}

export interface Breakdown {
	type: string;
	status: string;
	subtotal: Money;
}

interface Money {
	amount: string;
	currencyCode: string;
}

export interface Window {
	earliestDateTime: string;
	latestDateTime: string;
}

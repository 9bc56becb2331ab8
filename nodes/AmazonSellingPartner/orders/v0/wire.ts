/**
 * What this package reads of an order and its items of Orders v0; without a restricted data token the
 * personal fields are left out, and pending orders have no prices. See BEHAVIOR.md, Orders.
 */
export interface V0Order {
	AmazonOrderId: string;
	SellerOrderId: string;
	ReplacedOrderId: string;
	MarketplaceId: string;
	PurchaseDate: string;
	LastUpdateDate: string;
	OrderStatus: string;
	EasyShipShipmentStatus: string;
	FulfillmentChannel: string;
	ShipmentServiceLevelCategory: string;
	ShipServiceLevel: string;
	OrderTotal: V0Money;
	NumberOfItemsShipped: number;
	NumberOfItemsUnshipped: number;
	PaymentMethod: string;
	PaymentMethodDetails: string[];
	PaymentExecutionDetail: Array<{ PaymentMethod: string; Payment: V0Money }>;
	EarliestShipDate: string;
	LatestShipDate: string;
	EarliestDeliveryDate: string;
	LatestDeliveryDate: string;
	IsAccessPointOrder: boolean;
	/** To be picked up in a store. */
	IsISPU: boolean;
	ShippingAddress: V0Address;
	BuyerInfo: {
		BuyerEmail: string;
		BuyerName: string;
		PurchaseOrderNumber: string;
		BuyerTaxInfo: { CompanyLegalName: string; TaxClassifications: Array<{ Value: string }> };
	};
	/** Turkey only. */
	BuyerTaxInformation: {
		BuyerLegalCompanyName: string;
		BuyerBusinessAddress: string;
		BuyerTaxRegistrationId: string;
	};
	BuyerInvoicePreference: string;
	ElectronicInvoiceStatus: string;
}

export interface V0Item {
	OrderItemId: string;
	ASIN: string;
	SellerSKU: string;
	Title: string;
	QuantityOrdered: number;
	QuantityShipped: number;
	AssociatedItems: Array<{ OrderId: string }>;
	/** Of the whole line, not of one unit. */
	ItemPrice: V0Money;
	ItemTax: V0Money;
	ShippingPrice: V0Money;
	ShippingTax: V0Money;
	ShippingDiscount: V0Money;
	PromotionDiscount: V0Money;
	PromotionIds: string[];
	CODFee: V0Money;
	CODFeeDiscount: V0Money;
	BuyerInfo: {
		GiftWrapPrice: V0Money;
		GiftWrapTax: V0Money;
		GiftMessageText: string;
		GiftWrapLevel: string;
		BuyerCustomizedInfo: { CustomizedURL: string };
	};
	/** `IsBuyerRequestedCancel` is text: `"true"`. */
	BuyerRequestedCancel: { IsBuyerRequestedCancel: string };
	TaxCollection: { Model: string };
	DeemedResellerCategory: string;
	IossNumber: string;
	/** Text: `"true"`. */
	IsGift: string;
}

export interface V0Address {
	Name: string;
	CompanyName: string;
	AddressLine1: string;
	AddressLine2: string;
	AddressLine3: string;
	City: string;
	County: string;
	District: string;
	StateOrRegion: string;
	Municipality: string;
	PostalCode: string;
	CountryCode: string;
	Phone: string;
	ExtendedFields: {
		StreetName: string;
		StreetNumber: string;
		Complement: string;
		Neighborhood: string;
	};
}

export interface V0Money {
	CurrencyCode: string;
	Amount: string;
}

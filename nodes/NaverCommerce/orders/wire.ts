/**
 * What this package reads of one element of `POST /product-orders/query`: one product order, which is one
 * line of an order. Every field is optional in practice. See https://apicenter.commerce.naver.com/docs/commerce-api/current.
 */
export interface ProductOrderDetail {
	order: {
		orderId: string;
		orderDate: string;
		paymentDate: string;
		paymentMeans: string;
		ordererNo: string;
		ordererName: string;
		ordererTel: string;
		orderDiscountAmount: number;
		generalPaymentAmount: number;
		naverMileagePaymentAmount: number;
		chargeAmountPaymentAmount: number;
		checkoutAccumulationPaymentAmount: number;
		payLaterPaymentAmount: number;
	};
	productOrder: ProductOrder;
	delivery: {
		deliveredDate: string;
		deliveryCompany: string;
		deliveryMethod: string;
		pickupDate: string;
		sendDate: string;
		trackingNumber: string;
	};
	currentClaim: Claims;
	beforeClaim: Claims;
	completedClaims: Claim[];
	/** Where claims were until 2026-10-28. */
	cancel: Claim;
	return: Claim;
	exchange: Claim;
}

export interface ProductOrder {
	productOrderId: string;
	productOrderStatus: string;
	claimStatus: string;
	/** Whether the seller has confirmed it: `OK`, `NOT_YET`, `CANCEL`. */
	placeOrderStatus: string;
	placeOrderDate: string;
	decisionDate: string;
	/** Channel product number: the page in the shop. */
	productId: string;
	originalProductId: string;
	merchantChannelId: string;
	optionCode: string;
	itemNo: string;
	/** The seller's key of the option; `sellerProductCode` is that of the whole product. */
	optionManageCode: string;
	sellerProductCode: string;
	productName: string;
	/** `colour: black / size: L`, and what the buyer typed. */
	productOption: string;
	productClass: string;
	standardPurchaseOptions: Array<{ optionName: string; valueName: string }>;
	optionPrice: number;
	unitPrice: number;
	quantity: number;
	initialQuantity: number;
	remainQuantity: number;
	totalProductAmount: number;
	initialProductAmount: number;
	productDiscountAmount: number;
	initialProductDiscountAmount: number;
	productImediateDiscountAmount: number;
	initialProductImmediateDiscountAmount: number;
	initialSellerBurdenImmediateDiscountAmount: number;
	productProductDiscountAmount: number;
	initialProductProductDiscountAmount: number;
	sellerBurdenProductDiscountAmount: number;
	initialSellerBurdenProductDiscountAmount: number;
	sellerBurdenImediateDiscountAmount: number;
	productMultiplePurchaseDiscountAmount: number;
	sellerBurdenMultiplePurchaseDiscountAmount: number;
	appliedCoupons: Array<{
		couponPublishNumber: string;
		couponClassCode: string;
		couponDiscountAmount: number;
		naverBurdenRatio: number;
	}>;
	deliveryFeeAmount: number;
	packageNumber: string;
	expectedDeliveryMethod: string;
	expectedDeliveryCompany: string;
	deliveryAttributeType: string;
	logisticsDirectContracted: boolean;
	shippingStartDate: string;
	shippingDueDate: string;
	arrivalGuaranteeDate: string;
	hopeDelivery: { hopeDeliveryYmd: string; hopeDeliveryHm: string };
	shippingMemo: string;
	shippingAddress: NaverAddress;
	freeGift: string;
	giftReceivingStatus: string;
	skuMappings: Array<{ nsBarcode: string }>;
}

export interface NaverAddress {
	name: string;
	baseAddress: string;
	detailedAddress: string;
	city: string;
	state: string;
	country: string;
	zipCode: string;
	tel1: string;
	tel2: string;
	addressType: string;
}

export type Claims = Record<'cancel' | 'return' | 'exchange', Claim>;

/** Union of cancellation, return and exchange; `claimType` only in `completedClaims`. */
export interface Claim {
	claimId: string;
	claimType: string;
	claimStatus: string;
	/** Of a cancellation; `claimRequestReason` in `completedClaims`. */
	cancelReason: string;
	claimRequestReason: string;
	requestQuantity: number;
	claimRequestDate: string;
	cancelApprovalDate: string;
	cancelCompletedDate: string;
	returnCompletedDate: string;
	collectCompletedDate: string;
	holdbackConfigDate: string;
	holdbackReleaseDate: string;
	reDeliveryOperationDate: string;
	reDeliveryCompany: string;
	reDeliveryTrackingNumber: string;
	claimRequestAdmissionDate: string;
	claimCompleteOperationDate: string;
}

import type { NaverApp } from './app';
import { kst, unitsOf, type ProductOrder } from './product-order';

/**
 * One element of `/product-orders/query` and of the conditional search,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-get-product-orders-pay-order-seller
 */
export function toDetail(line: ProductOrder, app: NaverApp) {
	return {
		order: orderPart(line),
		productOrder: productOrderPart(line, app),
		...(line.dispatchedAt === undefined ? {} : { delivery: deliveryPart(line) }),
		...claimParts(line),
	};
}

function when(name: string, time: number | undefined): Record<string, string> {
	return time === undefined ? {} : { [name]: kst(time) };
}

function totalOf(line: ProductOrder): number {
	return line.unitPrice * line.quantity;
}

function orderPart({ order, ...line }: ProductOrder) {
	const { id, ordererName, ordererTel, paymentMeans, payLocation } = order;
	return {
		orderId: id,
		orderDate: kst(order.orderedAt),
		...when('paymentDate', order.paidAt),
		paymentDueDate: kst(order.orderedAt + 3 * 86_400_000),
		paymentMeans,
		payLocationType: payLocation,
		ordererId: 'n8n_****',
		// The giver of a present is masked
		ordererName: line.present ? masked(ordererName) : ordererName,
		ordererTel: line.present ? masked(ordererTel) : ordererTel,
		ordererNo: id.slice(-9),
		generalPaymentAmount: line.unitPrice * line.quantity - line.discount + line.deliveryFee,
		naverMileagePaymentAmount: 0,
		orderDiscountAmount: 0,
		isDeliveryMemoParticularInput: 'false',
		isMembershipSubscribed: false,
	};
}

function productOrderPart(line: ProductOrder, app: NaverApp) {
	const total = totalOf(line);
	const { claim } = line;
	return {
		productOrderId: line.id,
		productOrderStatus: line.status,
		...(claim ? { claimType: claim.type, claimStatus: claim.status, claimId: claim.id } : {}),
		placeOrderStatus: placeStatus(line),
		...when('placeOrderDate', line.placedAt),
		productId: line.productNo,
		originalProductId: String(Number(line.productNo) - 1000),
		merchantChannelId: String(app.channelNo),
		productName: line.name,
		...(line.option ? { productOption: line.option } : {}),
		productClass: line.option ? '조합형옵션상품' : '단일상품',
		sellerProductCode: line.sellerCode,
		quantity: line.quantity,
		initialQuantity: line.quantity,
		remainQuantity: remainingOf(line),
		...amountsOf(line),
		expectedDeliveryMethod: 'DELIVERY',
		packageNumber: `${line.order.id}01`,
		shippingDueDate: kst((line.order.paidAt ?? line.order.orderedAt) + 3 * 86_400_000),
		...(line.memo ? { shippingMemo: line.memo } : {}),
		...(line.present ? { giftReceivingStatus: line.present } : {}),
		...(line.present === 'WAIT_FOR_RECEIVING' ? {} : { shippingAddress: addressOf(line) }),
		...when('decisionDate', line.decidedAt),
		taxType: 'TAXATION',
		expectedSettlementAmount: Math.round((total - line.discount) * 0.945),
	};
}

function masked(value: string): string {
	return value.slice(0, 1).padEnd(value.length, '*');
}

function remainingOf(line: ProductOrder): number {
	return line.status === 'CANCELED' || line.status === 'RETURNED' ? 0 : unitsOf(line);
}

function amountsOf(line: ProductOrder) {
	const total = totalOf(line);
	return {
		unitPrice: line.unitPrice,
		optionPrice: 0,
		totalProductAmount: total,
		totalPaymentAmount: total - line.discount,
		initialPaymentAmount: total - line.discount,
		productDiscountAmount: line.discount,
		deliveryFeeAmount: line.deliveryFee,
		deliveryDiscountAmount: 0,
		deliveryPolicyType: line.deliveryFee ? '유료' : '무료',
		shippingFeeType: line.deliveryFee ? '선결제' : '무료',
	};
}

function addressOf({ receiver }: ProductOrder) {
	return {
		addressType: 'DOMESTIC',
		name: receiver.name,
		tel1: receiver.tel,
		zipCode: receiver.zip,
		baseAddress: receiver.base,
		...(receiver.detail ? { detailedAddress: receiver.detail } : {}),
		isRoadNameAddress: true,
	};
}

export function placeStatus(line: ProductOrder): string {
	const { claim } = line;
	const isCancel = claim?.type === 'CANCEL' && claim.status !== 'CANCEL_REJECT';
	if (isCancel && claim.quantity === undefined) return 'CANCEL';
	return line.placedAt === undefined ? 'NOT_YET' : 'OK';
}

function deliveryPart(line: ProductOrder) {
	const { method, courier, trackingNumber } = line.parcel ?? {};
	return {
		deliveryMethod: method,
		...(courier ? { deliveryCompany: courier } : {}),
		deliveryStatus: line.deliveredAt === undefined ? 'DELIVERING' : 'DELIVERY_COMPLETION',
		...(trackingNumber ? { trackingNumber } : {}),
		...when('sendDate', line.dispatchedAt),
		...when('pickupDate', line.dispatchedAt),
		...when('deliveredDate', line.deliveredAt),
		isWrongTrackingNumber: false,
	};
}

/** A claim is shown as the current one, and once more in the list of completed ones when it is done. */
function claimParts({ claim, quantity }: ProductOrder) {
	if (!claim) return {};
	const key = claim.type.toLowerCase();
	const current = {
		claimId: claim.id,
		claimStatus: claim.status,
		claimRequestDate: kst(claim.requestedAt),
		[`${key}Reason`]: claim.reason,
		...(claim.detail === undefined ? {} : { [`${key}DetailedReason`]: claim.detail }),
		requestQuantity: claim.quantity ?? quantity,
		...when(`${key}CompletedDate`, claim.completedAt),
	};
	const completed = {
		claimId: claim.id,
		claimType: claim.type,
		claimStatus: claim.status,
		claimRequestDate: kst(claim.requestedAt),
		claimRequestReason: claim.reason,
		...(claim.detail === undefined ? {} : { claimRequestDetailContent: claim.detail }),
		...when('claimCompleteOperationDate', claim.completedAt),
	};
	return {
		currentClaim: { [key]: current },
		...(claim.completedAt === undefined ? {} : { completedClaims: [completed] }),
	};
}

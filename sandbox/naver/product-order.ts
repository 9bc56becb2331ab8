export const STATUSES = [
	'PAYMENT_WAITING',
	'PAYED',
	'DELIVERING',
	'DELIVERED',
	'PURCHASE_DECIDED',
	'EXCHANGED',
	'CANCELED',
	'RETURNED',
	'CANCELED_BY_NOPAYMENT',
] as const;

export type Status = (typeof STATUSES)[number];

/**
 * See https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-get-last-changed-status-pay-order-seller
 */
export const CHANGE_TYPES = [
	'PAY_WAITING',
	'PAYED',
	'EXCHANGE_OPTION',
	'DELIVERY_ADDRESS_CHANGED',
	'GIFT_RECEIVED',
	'CLAIM_REJECTED',
	'DISPATCHED',
	'CLAIM_REQUESTED',
	'COLLECT_DONE',
	'CLAIM_COMPLETED',
	'PURCHASE_DECIDED',
	'HOPE_DELIVERY_INFO_CHANGED',
	'CLAIM_REDELIVERING',
] as const;

type ChangeType = (typeof CHANGE_TYPES)[number];

/** An order of one buyer; Naver handles its lines one by one. Times in ms. */
export interface Order {
	id: string;
	orderedAt: number;
	paidAt?: number;
	ordererName: string;
	ordererTel: string;
	paymentMeans: string;
	payLocation: 'PC' | 'MOBILE';
}

/** One line of an order, with its own state: a "product order". */
export interface ProductOrder {
	id: string;
	order: Order;
	status: Status;
	/**
	 * What the change feed says; older than `status` when the system moved it,
	 * see https://github.com/commerce-api-naver/commerce-api/discussions/2437
	 */
	fed: { status: Status; at: number; type: ChangeType };
	productNo: string;
	sellerCode: string;
	name: string;
	option: string;
	unitPrice: number;
	quantity: number;
	discount: number;
	deliveryFee: number;
	receiver: { name: string; tel: string; zip: string; base: string; detail: string };
	memo: string;
	placedAt?: number;
	dispatchedAt?: number;
	deliveredAt?: number;
	decidedAt?: number;
	parcel?: Parcel;
	isAddressChanged: boolean;
	/** Of a present; it has no address before the receiver has accepted it */
	present?: 'WAIT_FOR_RECEIVING' | 'RECEIVED';
	/** Units that a finished claim on a part has left; the line keeps its id and first quantity */
	remaining?: number;
	claim?: Claim;
}

/** How a line goes out. */
export interface Parcel {
	method: string;
	courier?: string;
	trackingNumber?: string;
}

export interface Claim {
	id: string;
	type: 'CANCEL' | 'RETURN' | 'EXCHANGE';
	status: string;
	reason: string;
	detail?: string;
	requestedAt: number;
	completedAt?: number;
	/** Where it is not about all units. */
	quantity?: number;
}

/**
 * Korean time with milliseconds and offset, the one form that Naver reads and writes,
 * see https://apicenter.commerce.naver.com/docs/restful-api
 */
export function kst(time: number): string {
	return new Date(time + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
}

/** Units that no finished claim has taken. */
export function unitsOf({ remaining, quantity }: ProductOrder): number {
	return remaining ?? quantity;
}

/** Records an event that the change feed shows. */
export function feed(line: ProductOrder, type: ChangeType, at: number): void {
	line.fed = { status: line.status, at, type };
}

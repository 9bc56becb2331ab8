import { shortened } from '../kit/faults';
import { faultOf } from '../kit/server';
import { badParameter } from './errors';
import type { Api, Call } from './gate';
import { placeStatus, toDetail } from './order-view';
import { many, number, oneOf, timeSpan } from './params';
import { STATUSES, type ProductOrder } from './product-order';
import type { ByTime } from './store';

const MOST = 300;

/** Gifts and hope dates do not occur here. */
const RANGES: Record<string, ByTime> = {
	PAYED_DATETIME: (line) => line.order.paidAt,
	ORDERED_DATETIME: (line) => line.order.orderedAt,
	DISPATCHED_DATETIME: (line) => line.dispatchedAt,
	PURCHASE_DECIDED_DATETIME: (line) => line.decidedAt,
	CLAIM_REQUESTED_DATETIME: (line) => line.claim?.requestedAt,
	CLAIM_COMPLETED_DATETIME: (line) => line.claim?.completedAt,
	COLLECT_COMPLETED_DATETIME: (line) =>
		line.claim?.type === 'RETURN' ? line.claim.completedAt : undefined,
	GIFT_RECEIVED_DATETIME: () => undefined,
	HOPE_DELIVERY_INFO_CHANGED_DATETIME: () => undefined,
};

const CLAIM_STATUSES = [
	'CANCEL_REQUEST',
	'CANCELING',
	'CANCEL_DONE',
	'CANCEL_REJECT',
	'RETURN_REQUEST',
	'EXCHANGE_REQUEST',
	'COLLECTING',
	'COLLECT_DONE',
	'EXCHANGE_REDELIVERING',
	'RETURN_DONE',
	'EXCHANGE_DONE',
	'RETURN_REJECT',
	'EXCHANGE_REJECT',
	'PURCHASE_DECISION_HOLDBACK',
	'PURCHASE_DECISION_REQUEST',
	'PURCHASE_DECISION_HOLDBACK_RELEASE',
	'ADMIN_CANCELING',
	'ADMIN_CANCEL_DONE',
	'ADMIN_CANCEL_REJECT',
];

/** Conditional search, see https://apicenter.commerce.naver.com/docs/commerce-api/current */
export class Search implements Api {
	readonly method = 'GET';
	readonly path = '/v1/pay-order/seller/product-orders';
	readonly params = [
		'from',
		'to',
		'rangeType',
		'productOrderStatuses',
		'claimStatuses',
		'placeOrderStatusType',
		'fulfillment',
		'pageSize',
		'page',
		'quantityClaimCompatibility',
	];
	readonly isWrapped = true;
	private readonly last = new Map<string, unknown>();

	run({ query, shop, request }: Call): unknown {
		const { from, to } = timeSpan(query, 'from', 'to');
		const range = oneOf(query, 'rangeType', Object.keys(RANGES)) ?? 'PAYED_DATETIME';
		const size = number(query, 'pageSize', MOST);
		if (size > MOST) throw badParameter(`pageSize: ${size}`);
		const page = number(query, 'page', 1);
		const fits = this.filter(query);
		const fault = faultOf(request)?.kind;
		const previous = this.last.get(shop.app.key);
		if (fault === 'repeatPage' && previous) return previous;
		const found = shop.between(RANGES[range], from, to).filter(fits);
		const start = (page - 1) * size;
		const lines = found.slice(start, start + size);
		const { page: shown } = shortened(faultOf(request), lines, found.length);
		const contents = shown.map((line) => ({
			productOrderId: line.id,
			content: toDetail(line, shop.app),
		}));
		const hasNext = start + size < found.length || fault === 'endlessCursor';
		const answer = { contents, pagination: { page, size, hasNext } };
		this.last.set(shop.app.key, answer);
		return answer;
	}

	private filter(query: URLSearchParams): (line: ProductOrder) => boolean {
		const statuses = many(query, 'productOrderStatuses', STATUSES);
		const claims = many(query, 'claimStatuses', CLAIM_STATUSES);
		const placed = oneOf(query, 'placeOrderStatusType', ['NOT_YET', 'OK', 'CANCEL']);
		const isFulfilled = oneOf(query, 'fulfillment', ['true', 'false']);
		oneOf(query, 'quantityClaimCompatibility', ['true', 'false']);
		return (line) =>
			(!statuses || statuses.includes(line.status)) &&
			(!claims || claims.includes(line.claim?.status ?? '')) &&
			(!placed || placed === placeStatus(line)) &&
			isFulfilled !== 'true';
	}
}

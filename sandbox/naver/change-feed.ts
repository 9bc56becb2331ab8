import { shortened } from '../kit/faults';
import { faultOf, violation } from '../kit/server';
import type { Api, Call } from './gate';
import { number, oneOf, single, timeSpan } from './params';
import { CHANGE_TYPES, kst, type ProductOrder } from './product-order';
import type { ByTime } from './store';

const MOST = 300;

const changedAt: ByTime = (line) => line.fed.at;

/**
 * See https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-get-last-changed-status-pay-order-seller
 */
export class ChangeFeed implements Api {
	readonly method = 'GET';
	readonly path = '/v1/pay-order/seller/product-orders/last-changed-statuses';
	readonly params = [
		'lastChangedFrom',
		'lastChangedTo',
		'lastChangedType',
		'moreSequence',
		'limitCount',
	];
	readonly isWrapped = true;
	private readonly sequences = new Set<string>();
	private readonly last = new Map<string, unknown>();

	run({ query, shop, request }: Call): unknown {
		const { from, to } = timeSpan(query, 'lastChangedFrom', 'lastChangedTo');
		const type = oneOf(query, 'lastChangedType', CHANGE_TYPES);
		const limit = number(query, 'limitCount', MOST);
		if (limit > MOST) violation(request, `limitCount ${limit} is capped at ${MOST}`);
		const sequence = single(query, 'moreSequence');
		if (sequence !== undefined && !this.sequences.has(sequence)) {
			violation(request, `moreSequence ${sequence} was never given out`);
		}
		const fault = faultOf(request)?.kind;
		const previous = this.last.get(shop.app.key);
		if (fault === 'repeatPage' && previous) return previous;
		const found = shop
			.between(changedAt, from, to)
			.filter((line) => !type || line.fed.type === type)
			// It narrows only the first instant and includes the one it names.
			.filter((line) => !sequence || line.fed.at > from || line.id >= sequence);
		const page = found.slice(0, Math.min(limit, MOST));
		const next =
			found[page.length] ?? (fault === 'endlessCursor' ? page[page.length - 1] : undefined);
		const { page: shown, total } = shortened(faultOf(request), page, page.length);
		const answer = page.length === 0 ? undefined : this.toPage(shown, next, total);
		this.last.set(shop.app.key, answer);
		return answer;
	}

	private toPage(page: readonly ProductOrder[], next: ProductOrder | undefined, count: unknown) {
		if (next) this.sequences.add(next.id);
		return {
			lastChangeStatuses: page.map(toChange),
			...(next ? { more: { moreFrom: kst(next.fed.at), moreSequence: next.id } } : {}),
			count,
		};
	}
}

function toChange(line: ProductOrder) {
	const { order, fed, claim } = line;
	return {
		orderId: order.id,
		productOrderId: line.id,
		lastChangedType: fed.type,
		...(order.paidAt === undefined ? {} : { paymentDate: kst(order.paidAt) }),
		lastChangedDate: kst(fed.at),
		productOrderStatus: fed.status,
		...(claim ? { claimType: claim.type, claimStatus: claim.status } : {}),
		receiverAddressChanged: line.isAddressChanged,
		...(line.present ? { giftReceivingStatus: line.present } : {}),
	};
}

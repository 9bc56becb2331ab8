import { violation } from '../kit/server';
import { badParameter } from './errors';
import type { Api, Call } from './gate';
import type { ProductOrder } from './product-order';
import { idsOf } from './reading';
import { dispatch } from './seed';
import type { Store } from './store';

const BASE = '/v1/pay-order/seller/product-orders';
// See https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-dispatch-product-orders-pay-order-seller
const MOST = 30;
const WITH_COURIER = ['DELIVERY', 'RETURN_DELIVERY'];

interface Failure {
	productOrderId: string;
	code: string;
	message: string;
}

const NO_LINE = { code: '100001', message: '상품주문이 존재하지 않습니다.' };
const SAME_STATE = { code: '105306', message: '이미 같은 상태입니다.' };
const NO_COURIER = { code: '104118', message: '택배사 미입력' };
const NO_TRACKING = { code: '104120', message: '송장 번호 미입력' };

/** Whatever fails, the status is 200 */
export function actions(store: Store, now: () => number): Api[] {
	return [confirm(now), send(store, now)];
}

function confirm(now: () => number): Api {
	return {
		method: 'POST',
		path: `${BASE}/confirm`,
		fields: ['productOrderIds'],
		isWrapped: true,
		run({ body, shop, request }) {
			const done: object[] = [];
			const failures: Failure[] = [];
			for (const id of idsOf(body.productOrderIds, MOST)) {
				const line = shop.find(id);
				const problem = problemOf(line, line?.placedAt !== undefined);
				if (line && !problem) {
					line.placedAt = now();
					done.push({ productOrderId: id, isReceiverAddressChanged: line.isAddressChanged });
				} else failures.push(noted({ request }, id, problem));
			}
			return { successProductOrderInfos: done, failProductOrderInfos: failures };
		},
	};
}

function problemOf(line: ProductOrder | undefined, isDone: boolean) {
	if (!line) return NO_LINE;
	return isDone || line.status !== 'PAYED' ? SAME_STATE : undefined;
}

function noted(call: Pick<Call, 'request'>, id: string, problem = NO_LINE): Failure {
	violation(call.request, `product order ${id}: ${problem.code}`);
	return { productOrderId: id, ...problem };
}

function send(store: Store, now: () => number): Api {
	return {
		method: 'POST',
		path: `${BASE}/dispatch`,
		fields: ['dispatchProductOrders'],
		isWrapped: true,
		run({ body, shop, request }) {
			const entries = body.dispatchProductOrders;
			if (!Array.isArray(entries)) throw badParameter('dispatchProductOrders');
			const done: string[] = [];
			const failures: Failure[] = [];
			const ids = idsOf(
				entries.map((entry) => entry?.productOrderId),
				MOST,
			);
			for (const [at, id] of ids.entries()) {
				const line = shop.find(id);
				const problem = problemOf(line, false) ?? parcelProblem(entries[at]);
				if (line && !problem) {
					dispatch(store.random, line, now());
					line.trackingNumber = entries[at].trackingNumber;
					done.push(id);
				} else failures.push(noted({ request }, id, problem));
			}
			shop.touched();
			return { successProductOrderIds: done, failProductOrderInfos: failures };
		},
	};
}

function parcelProblem(entry: Record<string, unknown>) {
	if (!entry.deliveryMethod || !entry.dispatchDate) {
		return { code: '4000', message: 'deliveryMethod, dispatchDate' };
	}
	if (!WITH_COURIER.includes(String(entry.deliveryMethod))) return undefined;
	if (!entry.deliveryCompanyCode) return NO_COURIER;
	return entry.trackingNumber ? undefined : NO_TRACKING;
}

import type { FastifyRequest } from 'fastify';

import { violation } from '../kit/server';
import { COURIERS } from './couriers';
import { badParameter, UNREADABLE } from './errors';
import type { Api } from './gate';
import { rejectClaim } from './claims';
import { doAll, PROBLEMS, type Problem } from './outcome';
import { kstTime } from './params';
import type { ProductOrder } from './product-order';
import { idsOf } from './reading';
import { goOut } from './seed';
import type { NaverSettings } from './settings';
import type { Shop, Store } from './store';

const MOST = 30;
const FIELDS = [
	'productOrderId',
	'deliveryMethod',
	'deliveryCompanyCode',
	'trackingNumber',
	'dispatchDate',
];

/** Ways to the buyer, and those on which nothing has a number; goods only come back on the others. */
const WITH_NUMBER = ['DELIVERY', 'GDFW_ISSUE_SVC'];
const WITHOUT_NUMBER = ['VISIT_RECEIPT', 'DIRECT_DELIVERY', 'QUICK_SVC', 'NOTHING'];
const BACK = [
	'RETURN_DESIGNATED',
	'RETURN_DELIVERY',
	'RETURN_INDIVIDUAL',
	'RETURN_MERCHANT',
	'UNKNOWN',
];
const METHODS = [...WITH_NUMBER, ...WITHOUT_NUMBER, ...BACK];

const TRACKING = {
	wrongMethod: { code: '104117', message: '배송 방법 변경 필요' },
	noCourier: { code: '104118', message: '택배사 미입력' },
	'104119': { code: '104119', message: '택배사 코드를 확인해 주세요.' },
	noNumber: { code: '104120', message: '송장 번호 미입력' },
	'104121': { code: '104121', message: '이미 사용한 송장 번호입니다.' },
	'104122': { code: '104122', message: '유효하지 않은 송장 번호입니다.' },
} satisfies Record<string, Problem>;

type Entry = Partial<Record<string, string>>;

/**
 * A product order goes out whole and once,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-dispatch-product-orders-pay-order-seller
 */
export function dispatchRequest(store: Store, settings: NaverSettings): Api {
	return {
		method: 'POST',
		path: '/v1/pay-order/seller/product-orders/dispatch',
		fields: ['dispatchProductOrders'],
		isWrapped: true,
		run(call) {
			const entries = entriesOf(call.body.dispatchProductOrders, call.request);
			const { done, ...failed } = doAll(call, store, entries, {
				check: (line, entry) =>
					stateProblem(line) ??
					formProblem(entry) ??
					numberProblem(entry, line, call.shop, settings),
				act(line, entry) {
					send(line, entry, settings.now());
					return line.id;
				},
			});
			return { successProductOrderIds: done, ...failed };
		},
	};
}

/** What cannot be read sinks the whole call, as does an id that is there twice. */
function entriesOf(value: unknown, request: FastifyRequest): Map<string, Entry> {
	if (!Array.isArray(value)) throw badParameter('dispatchProductOrders');
	const entries = value.map((entry: unknown) => entryOf(entry, request));
	const ids = idsOf(
		entries.map(({ productOrderId }) => productOrderId),
		MOST,
	);
	return new Map(ids.map((id, at) => [id, entries[at]]));
}

/** See https://github.com/commerce-api-naver/commerce-api/discussions/2114 */
function entryOf(value: unknown, request: FastifyRequest): Entry {
	if (typeof value !== 'object' || value === null) throw UNREADABLE;
	for (const [name, given] of Object.entries(value)) {
		if (!FIELDS.includes(name)) violation(request, `unknown body field ${name}`);
		if (typeof given !== 'string' || given === '') throw UNREADABLE;
	}
	const entry = value as Entry;
	const { deliveryMethod: method, dispatchDate: date } = entry;
	if (method !== undefined && !METHODS.includes(method)) throw UNREADABLE;
	if (date !== undefined && kstTime(date) === undefined) throw UNREADABLE;
	if (
		WITHOUT_NUMBER.includes(method ?? '') &&
		(entry.deliveryCompanyCode || entry.trackingNumber)
	) {
		violation(request, `courier or tracking number with ${method}`);
	}
	return entry;
}

/** A present that nobody has accepted has no address to go to. */
function stateProblem({ status, present }: ProductOrder): Problem | undefined {
	if (['DELIVERING', 'DELIVERED', 'PURCHASE_DECIDED'].includes(status)) return PROBLEMS.sameState;
	const canGo = status === 'PAYED' && present !== 'WAIT_FOR_RECEIVING';
	return canGo ? undefined : PROBLEMS.badRequest;
}

function formProblem({ deliveryMethod = '', dispatchDate, ...entry }: Entry): Problem | undefined {
	if (!deliveryMethod || !dispatchDate) {
		return { code: '4000', message: 'deliveryMethod, dispatchDate' };
	}
	if (BACK.includes(deliveryMethod)) return TRACKING.wrongMethod;
	if (deliveryMethod !== 'DELIVERY') return undefined;
	if (!entry.deliveryCompanyCode) return TRACKING.noCourier;
	if (!COURIERS.has(entry.deliveryCompanyCode)) return TRACKING['104119'];
	return entry.trackingNumber ? undefined : TRACKING.noNumber;
}

/** A parcel can hold several lines of an order, and is nobody else's. */
function numberProblem(
	{ trackingNumber, deliveryCompanyCode }: Entry,
	line: ProductOrder,
	shop: Shop,
	{ trackingProblems = {} }: NaverSettings,
): Problem | undefined {
	if (!trackingNumber) return undefined;
	if (trackingProblems[trackingNumber]) return TRACKING[trackingProblems[trackingNumber]];
	if (!/^[0-9A-Za-z]+$/.test(trackingNumber)) return TRACKING['104122'];
	const isUsed = shop.all.some(
		({ parcel, order }) =>
			parcel?.trackingNumber === trackingNumber &&
			parcel.courier === deliveryCompanyCode &&
			order !== line.order,
	);
	return isUsed ? TRACKING['104121'] : undefined;
}

/** Whoever sends it all the same does not want the sale cancelled. */
function send(line: ProductOrder, entry: Entry, now: number): void {
	const { deliveryMethod = '', deliveryCompanyCode, trackingNumber, dispatchDate = '' } = entry;
	if (line.claim?.status === 'CANCEL_REQUEST') rejectClaim(line, line.claim, now);
	const parcel = WITHOUT_NUMBER.includes(deliveryMethod)
		? { method: deliveryMethod }
		: { method: deliveryMethod, courier: deliveryCompanyCode, trackingNumber };
	goOut(line, parcel, now, kstTime(dispatchDate));
}

import { cancelUnits, completeClaim, requestClaim } from './claims';
import { badParameter, UNREADABLE } from './errors';
import type { Api } from './gate';
import { doAll, PROBLEMS, type Problem } from './outcome';
import { unitsOf, type ProductOrder } from './product-order';
import type { NaverSettings } from './settings';
import type { Store } from './store';

const REASONS = [
	'INTENT_CHANGED',
	'COLOR_AND_SIZE',
	'WRONG_ORDER',
	'PRODUCT_UNSATISFIED',
	'DELAYED_DELIVERY',
	'SOLD_OUT',
	'INCORRECT_INFO',
];
const LONGEST = 500;
const CANCELLED = ['CANCEL_REQUEST', 'CANCELING', 'CANCEL_DONE'];

interface Wish {
	reason: string;
	detail?: string;
	/** Where it is not all units. */
	quantity?: number;
}

/**
 * The seller calls one product order off, and the money goes back,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-request-cancel-pay-order-seller
 */
export function cancelRequest(store: Store, settings: NaverSettings): Api {
	return {
		method: 'POST',
		path: '/v1/pay-order/seller/product-orders/:productOrderId/claim/cancel/request',
		fields: ['cancelReason', 'cancelDetailedReason', 'cancelQuantity'],
		isWrapped: true,
		run(call) {
			const wish = wishOf(call.body);
			const entries = new Map([[call.pathParams.productOrderId, wish]]);
			const { done, ...failed } = doAll(call, store, entries, {
				check: cancelProblem,
				act(line) {
					callOff(store, line, wish, settings.now());
					return line.id;
				},
			});
			return { successProductOrderIds: done, ...failed };
		},
	};
}

function wishOf(body: Record<string, unknown>): Wish {
	const { cancelReason: reason, cancelDetailedReason: detail, cancelQuantity: quantity } = body;
	if ([reason, detail, quantity].some((given) => given === '' || given === null)) throw UNREADABLE;
	if (typeof reason !== 'string' || !REASONS.includes(reason)) throw badParameter('cancelReason');
	if (detail !== undefined && (typeof detail !== 'string' || detail.length > LONGEST)) {
		throw badParameter('cancelDetailedReason');
	}
	if (quantity !== undefined && !(Number.isInteger(quantity) && Number(quantity) > 0)) {
		throw badParameter('cancelQuantity');
	}
	return { reason, detail, ...(quantity === undefined ? {} : { quantity: Number(quantity) }) };
}

function cancelProblem(line: ProductOrder, { quantity = 1 }: Wish): Problem | undefined {
	const { claim, status } = line;
	const isPart = claim?.quantity !== undefined;
	if (claim && CANCELLED.includes(claim.status) && !isPart) return PROBLEMS.sameState;
	return status === 'PAYED' && quantity <= unitsOf(line) ? undefined : PROBLEMS.badRequest;
}

function callOff(store: Store, line: ProductOrder, wish: Wish, now: number): void {
	const { quantity = unitsOf(line), reason, detail } = wish;
	requestClaim(store.random, line, 'CANCEL', now);
	if (!line.claim) return;
	Object.assign(line.claim, { reason, detail });
	if (quantity < unitsOf(line)) cancelUnits(line, line.claim, quantity, now);
	else completeClaim(line, line.claim, now);
}

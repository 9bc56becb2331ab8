import { cancelRequest } from './cancel-request';
import { dispatchRequest } from './dispatch-request';
import type { Api } from './gate';
import { doAll, PROBLEMS } from './outcome';
import { placeStatus } from './order-view';
import type { ProductOrder } from './product-order';
import { idsOf } from './reading';
import type { NaverSettings } from './settings';
import type { Store } from './store';

/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-confirm-placed-product-orders-pay-order-seller */
const MOST = 30;

/** What a seller does with product orders. */
export function actions(store: Store, settings: NaverSettings): Api[] {
	return [
		confirm(store, settings),
		dispatchRequest(store, settings),
		cancelRequest(store, settings),
	];
}

/** The list of what was done has a name and a form of its own here. */
function confirm(store: Store, settings: NaverSettings): Api {
	const hasMoved = ({ id, order, isAddressChanged }: ProductOrder): boolean =>
		isAddressChanged || [id, order.id].some((known) => settings.changedAddresses?.includes(known));
	return {
		method: 'POST',
		path: '/v1/pay-order/seller/product-orders/confirm',
		fields: ['productOrderIds'],
		isWrapped: true,
		run(call) {
			const ids = idsOf(call.body.productOrderIds, MOST);
			const { done, ...failed } = doAll(call, store, new Map(ids.map((id) => [id, id])), {
				check: confirmProblem,
				act(line) {
					line.placedAt = settings.now();
					return { productOrderId: line.id, isReceiverAddressChanged: hasMoved(line) };
				},
			});
			return { successProductOrderInfos: done, ...failed };
		},
	};
}

function confirmProblem(line: ProductOrder) {
	const status = placeStatus(line);
	if (status === 'OK') return PROBLEMS.sameState;
	return line.status === 'PAYED' && status === 'NOT_YET' ? undefined : PROBLEMS.badRequest;
}

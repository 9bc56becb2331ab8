import { badParameter, NaverError, ORDER_ERRORS } from './errors';
import type { Api } from './gate';
import { toDetail } from './order-view';

const BASE = '/v1/pay-order/seller';
/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/seller-get-product-orders-pay-order-seller */
const MOST = 300;

/** Ids of a body: strings, none twice */
export function idsOf(value: unknown, most: number): string[] {
	const isList = Array.isArray(value) && value.every((id) => typeof id === 'string' && id !== '');
	if (!isList || value.length === 0 || value.length > most) {
		throw badParameter(`productOrderIds: 1-${most}`);
	}
	if (new Set(value).size < value.length) {
		throw new NaverError(400, ORDER_ERRORS.duplicateId, '중복된 상품주문번호가 있습니다.');
	}
	return value as string[];
}

/** Unknown and foreign ids are left out */
export const DETAILS: Api = {
	method: 'POST',
	path: `${BASE}/product-orders/query`,
	fields: ['productOrderIds', 'quantityClaimCompatibility'],
	isWrapped: true,
	run({ body, shop }) {
		return idsOf(body.productOrderIds, MOST).flatMap((id) => {
			const line = shop.find(id);
			return line ? [toDetail(line, shop.app)] : [];
		});
	},
};

export const LINES_OF_ORDER: Api = {
	method: 'GET',
	path: `${BASE}/orders/:orderId/product-order-ids`,
	isWrapped: true,
	run({ shop, pathParams }) {
		const lines = shop.linesOf(pathParams.orderId);
		if (!lines) throw new NaverError(400, ORDER_ERRORS.noOrder, '주문이 존재하지 않습니다.');
		return lines.map((line) => line.id);
	},
};

/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/get-account-info-by-account-no-sellers */
export const ACCOUNT: Api = {
	method: 'GET',
	path: '/v1/seller/account',
	isWrapped: false,
	run: ({ shop: { app } }) => ({
		accountId: app.accountId,
		accountUid: app.accountUid,
		grade: 'POWER',
	}),
};

/**
 * The live answer is a list, other than the documentation says,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/get-channels-by-account-no-sellers
 */
export const CHANNELS: Api = {
	method: 'GET',
	path: '/v1/seller/channels',
	isWrapped: false,
	run: ({ shop: { app } }) => [
		{
			channelNo: app.channelNo,
			channelType: 'STOREFARM',
			name: app.storeName,
			url: `https://smartstore.naver.example/${app.accountId}`,
			representativeImageUrl: '',
			talkTalkAccountId: 'WC0SAND',
		},
	],
};

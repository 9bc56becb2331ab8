/**
 * An answer of the gateway or of an order API that is not a result,
 * see https://apicenter.commerce.naver.com/docs/trouble-shooting
 */
export class NaverError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

export const NOT_AUTHENTICATED = new NaverError(401, 'GW.AUTHN', '요청을 보낼 권한이 없습니다.');

export const IP_NOT_ALLOWED = new NaverError(
	403,
	'GW.IP_NOT_ALLOWED',
	'호출이 허용되지 않은 IP입니다.',
);

export const NOT_FOUND = new NaverError(404, 'GW.NOT_FOUND', '요청하신 리소스를 찾을 수 없습니다.');

export const RATE_LIMIT = new NaverError(
	429,
	'GW.RATE_LIMIT',
	'요청이 많아 서비스를 일시적으로 사용할 수 없습니다.',
);

/** See https://github.com/commerce-api-naver/commerce-api/discussions/3751 */
export const QUOTA_LIMIT = new NaverError(
	429,
	'GW.QUOTA_LIMIT',
	'할당된 시간당 요청량을 초과하였습니다.',
	{
		'gncp-gw-quota-period': 'HOURS',
		'gncp-gw-quota-limit': '1',
		'gncp-gw-quota-remaining': '0',
	},
);

/** Codes of the order APIs, see https://apicenter.commerce.naver.com/docs/commerce-api/current */
export const ORDER_ERRORS = {
	badParameter: '4000',
	noOrder: '100003',
	duplicateId: '104131',
	rangeExceeded: '104139',
	unreadable: '000400',
} as const;

/** A body that is no JSON, or a value in it that is none of its field's */
export const UNREADABLE = new NaverError(
	400,
	ORDER_ERRORS.unreadable,
	'요청이 올바르지 않습니다. (HttpMessageNotReadableException)',
);

export function badParameter(message: string): NaverError {
	return new NaverError(400, ORDER_ERRORS.badParameter, message);
}

const OF_STATUS: Record<number, [string, string]> = {
	401: [NOT_AUTHENTICATED.code, NOT_AUTHENTICATED.message],
	403: [IP_NOT_ALLOWED.code, IP_NOT_ALLOWED.message],
	404: [NOT_FOUND.code, NOT_FOUND.message],
	429: [RATE_LIMIT.code, RATE_LIMIT.message],
	500: ['GW.INTERNAL_SERVER_ERROR', '작업 중 오류가 발생하였습니다.'],
	503: ['GW.BLOCK.01', '서비스를 일시적으로 사용할 수 없습니다.'],
	504: ['GW.TIMEOUT.01', '요청 대기 시간이 초과되었습니다.'],
};

/** What a fault of this status says. */
export function faultBody(status: number, timestamp: string): unknown {
	const [code, message] = OF_STATUS[status] ?? [ORDER_ERRORS.badParameter, `Status ${status}`];
	return { code, message, timestamp, traceId: 'cr3-000000-faulty^0^0' };
}

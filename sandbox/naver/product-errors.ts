import { NaverError } from './errors';

/** What a product API finds wrong, see https://apicenter.commerce.naver.com/docs/commerce-api/current */
interface InvalidInput {
	name: string;
	type: string;
	message: string;
}

/** The product APIs refuse in a form of their own. */
export class ProductError extends NaverError {
	constructor(
		status: number,
		code: string,
		message: string,
		readonly invalidInputs: InvalidInput[] = [],
	) {
		super(status, code, message);
	}
}

export const NO_PRODUCT = new ProductError(404, 'NOT_FOUND', '상품이 존재하지 않습니다.');

/** An application without the API group; the documentation names the code for product APIs alone. */
export const FORBIDDEN = new ProductError(403, 'FORBIDDEN', '권한이 없습니다.');

export const UNREADABLE_PRODUCT = new ProductError(
	400,
	'BAD_REQUEST',
	'요청 본문을 읽을 수 없습니다.',
);

export function badInput(name: string, message: string): ProductError {
	return new ProductError(400, 'BAD_REQUEST', message, [{ name, type: 'NotValid', message }]);
}

/** A whole number of these bounds. */
export function whole(value: unknown, name: string, most: number, least = 0): number {
	if (value === undefined || value === null) throw badInput(name, `${name}: 필수 항목입니다.`);
	if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
		throw badInput(name, `${name}: ${least}에서 ${most} 사이의 정수여야 합니다.`);
	}
	return Number(value);
}

export function listOf(value: unknown, name: string): Record<string, unknown>[] {
	const isList =
		Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);
	if (!isList || value.length === 0) throw badInput(name, `${name}: 필수 항목입니다.`);
	return value as Record<string, unknown>[];
}

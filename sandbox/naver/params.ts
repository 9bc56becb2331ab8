import { badParameter, NaverError, ORDER_ERRORS } from './errors';

const DAY = 86_400_000;
const KST = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/;

export function single(query: URLSearchParams, name: string): string | undefined {
	const values = query.getAll(name);
	if (values.length > 1) throw badParameter(`${name}: 값이 여러 개입니다.`);
	return values[0];
}

/** Repeated keys are the only form of a list */
export function many(
	query: URLSearchParams,
	name: string,
	allowed: readonly string[],
): string[] | undefined {
	const values = query.getAll(name);
	const stranger = values.find((value) => !allowed.includes(value));
	if (stranger !== undefined) throw badParameter(`${name}: ${stranger}`);
	return values.length > 0 ? values : undefined;
}

export function oneOf(query: URLSearchParams, name: string, allowed: readonly string[]) {
	const value = single(query, name);
	if (value !== undefined && !allowed.includes(value)) throw badParameter(`${name}: ${value}`);
	return value;
}

export function number(query: URLSearchParams, name: string, otherwise: number): number {
	const value = single(query, name);
	if (value === undefined) return otherwise;
	if (!/^\d+$/.test(value) || Number(value) < 1) throw badParameter(`${name}: ${value}`);
	return Number(value);
}

/** At most 24 hours; without an end exactly these. What a longer span gets is not confirmed. */
export function timeSpan(query: URLSearchParams, fromName: string, toName: string) {
	const from = time(query, fromName);
	if (from === undefined) throw badParameter(`${fromName}: 필수 항목입니다.`);
	const to = time(query, toName) ?? from + DAY;
	if (to < from) throw badParameter(`${toName}: ${fromName} 이후여야 합니다.`);
	if (to - from > DAY) {
		throw new NaverError(
			400,
			ORDER_ERRORS.rangeExceeded,
			'조회 가능한 날짜 범위를 초과하였습니다.',
		);
	}
	return { from, to };
}

function time(query: URLSearchParams, name: string): number | undefined {
	const value = single(query, name);
	if (value === undefined) return undefined;
	const parsed = kstTime(value);
	if (parsed === undefined) throw badParameter(`${name}: ${value}`);
	return parsed;
}

/** A time in the one form that is taken. */
export function kstTime(value: string): number | undefined {
	const parsed = KST.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(parsed) ? undefined : parsed;
}

import { violation } from '../kit/server';
import type { Call } from './gate';
import type { ProductOrder } from './product-order';
import type { Store } from './store';

/** Why nothing was done to a product order. */
export interface Problem {
	code: string;
	message: string;
}

/** See https://apicenter.commerce.naver.com/docs/commerce-api/current */
export const PROBLEMS = {
	noLine: { code: '100001', message: '상품주문이 존재하지 않습니다.' },
	foreign: { code: '101009', message: '처리 권한이 없는 상품주문번호입니다.' },
	badRequest: { code: '104133', message: '잘못된 요청입니다.' },
	sameState: { code: '105306', message: '이미 같은 상태입니다.' },
} satisfies Record<string, Problem>;

interface Deed<E, T> {
	check(line: ProductOrder, entry: E): Problem | undefined;
	act(line: ProductOrder, entry: E): T;
}

/** Does it to each line that it can be done to. Whatever fails, the status is 200. */
export function doAll<E, T>(
	{ shop, request }: Call,
	store: Store,
	entries: ReadonlyMap<string, E>,
	{ check, act }: Deed<E, T>,
) {
	const done: T[] = [];
	const failProductOrderInfos: Array<Problem & { productOrderId: string }> = [];
	for (const [id, entry] of entries) {
		const line = shop.find(id);
		const nobody = store.knows(id) ? PROBLEMS.foreign : PROBLEMS.noLine;
		const problem = line ? check(line, entry) : nobody;
		if (line && !problem) {
			shop.change(line, () => done.push(act(line, entry)));
		} else if (problem) {
			violation(request, `product order ${id}: ${problem.code}`);
			failProductOrderInfos.push({ productOrderId: id, ...problem });
		}
	}
	return { done, failProductOrderInfos };
}

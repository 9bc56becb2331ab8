import { shortened } from '../kit/faults';
import { faultOf, violation } from '../kit/server';
import type { Api, Call } from './gate';
import { PRODUCT_STATUSES, discountedPrice, type Product } from './product';
import { badInput, UNREADABLE_PRODUCT } from './product-errors';
import { toFound } from './product-view';
import type { NaverSettings } from './settings';

const KEYWORDS = {
	CHANNEL_PRODUCT_NO: 'channelProductNos',
	PRODUCT_NO: 'originProductNos',
	GROUP_PRODUCT_NO: 'groupProductNos',
	SELLER_CODE: 'sellerManagementCode',
} as const;
const PERIODS = ['PROD_REG_DAY', 'SALE_START_DAY', 'SALE_END_DAY', 'PROD_MOD_DAY'];
const LARGEST = 500;
const SMALLEST = 1;

type Order = (a: Product, b: Product) => number;
const newest: Order = (a, b) => b.no - a.no;
/** Newest first; what is not named here is sorted by nothing that a product has. */
const ORDERS: Record<string, Order> = {
	NO: newest,
	NAME: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
	SELLER_CODE: (a, b) => ((a.code ?? '') < (b.code ?? '') ? -1 : 1),
	LOW_PRICE: (a, b) => a.price - b.price,
	HIGH_PRICE: (a, b) => b.price - a.price,
	REG_DATE: (a, b) => b.createdAt - a.createdAt,
	MOD_DATE: (a, b) => b.updatedAt - a.updatedAt,
	SALE_START: newest,
	SALE_END: newest,
	POPULARITY: newest,
	ACCUMULATE_SALE: newest,
	LOW_DISCOUNT_PRICE: (a, b) => discountedPrice(a) - discountedPrice(b),
	TOTAL_REVIEW_COUNT: newest,
	AVERAGE_REVIEW_SCORE: newest,
};

/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/search-product */
export class ProductSearch implements Api {
	readonly method = 'POST';
	readonly path = '/v1/products/search';
	readonly group = '상품';
	readonly unreadable = UNREADABLE_PRODUCT;
	readonly fields = [
		'searchKeywordType',
		...Object.values(KEYWORDS),
		'productStatusTypes',
		'page',
		'size',
		'orderType',
		'periodType',
		'fromDate',
		'toDate',
	];
	readonly isWrapped = false;
	private readonly last = new Map<string, unknown>();

	constructor(private readonly settings: NaverSettings) {}

	run({ body, shop, request }: Call): unknown {
		const page = pageOf(body.page, 'page', 1, 1, Infinity);
		const size = pageOf(body.size, 'size', 50, SMALLEST, LARGEST);
		const orderType = oneOf(body.orderType, 'orderType', Object.keys(ORDERS)) ?? 'NO';
		const fits = [byKeyword(body), byStatus(body), byPeriod(body)];
		const fault = faultOf(request);
		const previous = this.last.get(shop.app.key);
		if (fault?.kind === 'repeatPage' && previous) return previous;
		const found = shop.catalogue
			.listed()
			.filter((product) => fits.every((fit) => fit(product)))
			.sort((a, b) => ORDERS[orderType](a, b) || newest(a, b));
		const start = (page - 1) * size;
		if (page > 1 && start >= found.length) violation(request, `page ${page} does not exist`);
		const { page: shown, total } = shortened(fault, found.slice(start, start + size), found.length);
		const isLast = start + size >= found.length && fault?.kind !== 'endlessCursor';
		const answer = {
			contents: shown.map(toFound),
			page,
			size,
			totalElements: total,
			totalPages: Math.ceil(found.length / size) + (isLast || start + size < found.length ? 0 : 1),
			sort: { sorted: true, fields: [{ name: orderType, direction: 'DESC' }] },
			first: page === 1,
			last: isLast,
		};
		this.last.set(shop.app.key, answer);
		this.move(shop.catalogue, page);
		return answer;
	}

	/** What happens in the store while somebody reads. */
	private move(catalogue: Call['shop']['catalogue'], page: number): void {
		const { catalogueMoves } = this.settings;
		if (catalogueMoves === 'adds' || catalogueMoves === 'both') catalogue.add();
		if (catalogueMoves !== 'removes' && catalogueMoves !== 'both') return;
		const newestFirst = [...catalogue.all.values()].reverse();
		const gone = newestFirst.filter(({ status }) => status !== 'DELETE').at(page);
		if (gone) catalogue.remove(gone);
	}
}

type Fit = (product: Product) => boolean;

/** A search without its keyword's type searches for nothing, and so finds all. */
function byKeyword(body: Record<string, unknown>): Fit {
	const type = oneOf(body.searchKeywordType, 'searchKeywordType', Object.keys(KEYWORDS));
	if (type === undefined) return () => true;
	const field = KEYWORDS[type as keyof typeof KEYWORDS];
	const value = body[field];
	if (field === 'sellerManagementCode') {
		if (value === undefined || value === '') return () => true;
		if (typeof value !== 'string') throw badInput(field, `${field}: 문자열이어야 합니다.`);
		// Whether it has to be equal is not published; this is the kind that gives more than was asked for.
		return ({ code }) => code?.includes(value) === true;
	}
	const isList =
		Array.isArray(value) && value.length <= LARGEST && value.every((no) => Number.isInteger(no));
	if (!isList) throw badInput(field, `${field}: 1-${LARGEST}`);
	const wanted = new Set<unknown>(value);
	return ({ no, channelNo, windowNo, groupNo }) => {
		if (field === 'originProductNos') return wanted.has(no);
		if (field === 'groupProductNos') return wanted.has(groupNo);
		return wanted.has(channelNo) || wanted.has(windowNo);
	};
}

function byStatus({ productStatusTypes: wanted }: Record<string, unknown>): Fit {
	if (wanted === undefined) return ({ status }) => status !== 'DELETE';
	if (!Array.isArray(wanted)) throw badInput('productStatusTypes', '목록이어야 합니다.');
	for (const one of wanted) oneOf(one, 'productStatusTypes', PRODUCT_STATUSES);
	return ({ status }) => (wanted.length === 0 ? status !== 'DELETE' : wanted.includes(status));
}

/** Days of Korea, both included. */
function byPeriod(body: Record<string, unknown>): Fit {
	const type = oneOf(body.periodType, 'periodType', PERIODS);
	const from = dayOf(body.fromDate, 'fromDate');
	const to = dayOf(body.toDate, 'toDate');
	if (type === undefined || (from === undefined && to === undefined)) return () => true;
	return ({ createdAt, updatedAt }) => {
		const at = type === 'PROD_MOD_DAY' ? updatedAt : createdAt;
		return at >= (from ?? 0) && at < (to ?? Infinity) + 86_400_000;
	};
}

function dayOf(value: unknown, name: string): number | undefined {
	if (value === undefined) return undefined;
	const time = /^\d{4}-\d\d-\d\d$/.test(String(value))
		? Date.parse(`${String(value)}T00:00:00+09:00`)
		: NaN;
	if (Number.isNaN(time)) throw badInput(name, `${name}: yyyy-MM-dd`);
	return time;
}

function oneOf(value: unknown, name: string, allowed: readonly string[]): string | undefined {
	if (value === undefined) return undefined;
	if (typeof value !== 'string' || !allowed.includes(value)) {
		throw badInput(name, `${name}: ${allowed.join(', ')}`);
	}
	return value;
}

function pageOf(value: unknown, name: string, otherwise: number, least: number, most: number) {
	if (value === undefined) return otherwise;
	if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
		throw badInput(name, `${name}: ${least}-${most}`);
	}
	return Number(value);
}

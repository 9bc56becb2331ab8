import type {
	ApiResponse,
	PageExtent,
	Marketplace,
	PageStyle,
	QuotaUpdate,
	ErrorDetails,
	Verdict,
} from '../../core/marketplace';
import { count, flag, list, object, text } from '../../core/orders/read';
import { numberedPages } from '../../core/lists/pages';
import { ListError } from '../../core/request/errors';
import { connectNaver } from './access/connection';
import { refusalOf } from './refusals';

/**
 * Two a second and four at once, for each API of an application.
 * See https://github.com/commerce-api-naver/commerce-api/discussions/3734.
 */
const PER_API = { perSecond: 2, burst: 4 };

export const naver: Marketplace = {
	id: 'naver',
	displayName: 'Naver Commerce',
	credentials: {
		naverCommerceApi: {
			renewal: 'preAuthentication',
			tokenField: 'accessToken',
			secrets: ['clientSecret', 'accessToken'],
			connect: connectNaver,
		},
	},
	headers: () => ({ accept: 'application/json' }),
	contentType: () => 'application/json',
	arrayFormat: 'repeat',
	reservedHeaders: [],
	requestIdHeader: 'gncp-gw-trace-id',
	classify,
	describe,
	orderPath: /^\/v1\/pay-order\/seller\/orders\/([^/]+)\/product-order-ids$/,
	quotas: [
		{ name: 'last-changed-statuses', path: /\/last-changed-statuses$/, ...PER_API },
		{ name: 'product-orders/query', path: /\/product-orders\/query$/, ...PER_API },
		{ name: 'product-orders', method: 'GET', path: /\/product-orders$/, ...PER_API },
		{ name: 'product-order-ids', path: /\/product-order-ids$/, ...PER_API },
		{ name: 'product-orders/confirm', path: /\/product-orders\/confirm$/, ...PER_API },
		{ name: 'product-orders/dispatch', path: /\/product-orders\/dispatch$/, ...PER_API },
		{ name: 'claim/cancel/request', path: /\/claim\/cancel\/request$/, ...PER_API },
		{ name: 'products/search', path: /\/products\/search$/, ...PER_API },
		{ name: 'multi-update', path: /\/multi-update$/, ...PER_API },
		{ name: 'option-stock', path: /\/option-stock$/, ...PER_API },
		{ name: 'change-status', path: /\/change-status$/, ...PER_API },
		{
			name: 'origin-products',
			method: 'GET',
			path: /^\/v2\/products\/origin-products\//,
			...PER_API,
		},
		{ name: 'other', ...PER_API },
	],
	readQuota,
	pageStyles: [
		changedStatuses(),
		numberedPages({
			path: /^\/v1\/pay-order\/seller\/product-orders$/,
			items: (body) => object(object(body).data).contents as unknown[],
			size: 300,
			sizeParameter: 'pageSize',
			isLast: (body) => negated(flag(searchPage(body).hasNext)),
			perPage: (body) => count(searchPage(body).size) || undefined,
			total: (body) => count(searchPage(body).totalElements) ?? undefined,
		}),
		numberedPages({
			path: /^\/v1\/(contents\/qnas|pay-user\/inquiries)$/,
			items: (body) => (object(body).contents ?? object(body).content) as unknown[],
			size: 100,
			sizeParameter: 'size',
			isLast: (body) => flag(object(body).last) ?? undefined,
			perPage: (body) => count(object(body).size) || undefined,
			total: (body) => count(object(body).totalElements) ?? undefined,
		}),
	],
};

function searchPage(body: unknown): Record<string, unknown> {
	return object(object(object(body).data).pagination);
}

/** Unknown where the answer does not tell; then the number of entries decides. */
function negated(value: boolean | null): boolean | undefined {
	return value === null ? undefined : !value;
}

/** Goes on where the answer says, inside the same window. See BEHAVIOR.md, Requests and time. */
function changedStatuses(): PageStyle {
	return {
		path: /\/last-changed-statuses$/,
		items: (body) => changesOf(body),
		extent: ({ itemCount, response }) => changeExtent(itemCount, response.body),
		next: ({ response }) => {
			const further = nextChange(response.body);
			return further && { ...further };
		},
	};
}

/** An empty window has no list, or no data at all. */
function changesOf(body: unknown): unknown[] | undefined {
	const envelope = object(body);
	if (!('data' in envelope) && !('timestamp' in envelope)) return undefined;
	return list<unknown>(object(envelope.data).lastChangeStatuses);
}

/** An answer says how many rows it holds; one that leads on holds some. */
export function changeExtent(rows: number, body: unknown): PageExtent {
	const told = count(object(object(body).data).count) ?? 0;
	const least = nextChange(body) === undefined ? 0 : 1;
	const total = Math.max(told, least);
	return { reach: rows, isFull: rows >= total, total };
}

/** The next page, in Naver's own words. Where it leaves out the sequence, rows of that moment come again. */
export interface NextChange {
	lastChangedFrom: string;
	moreSequence: string | undefined;
}

function nextChange(body: unknown): NextChange | undefined {
	const { moreFrom, moreSequence } = object(object(object(body).data).more);
	const from = text(moreFrom);
	const sequence = text(moreSequence) ?? undefined;
	if (from !== null) return { lastChangedFrom: from, moreSequence: sequence };
	if (sequence === undefined) return undefined;
	throw new ListError(
		'The feed of changes continues without saying where',
		'The list could not be read to its end. Try again later',
	);
}

/** See https://apicenter.commerce.naver.com/docs/trouble-shooting. */
function classify({ status, body }: ApiResponse): Verdict {
	const code = text(object(body).code);
	if (status < 400) return 'ok';
	if (code === 'GW.QUOTA_LIMIT' || code === 'GW.BLOCK.02') return 'blocked';
	if (status === 401) return code === 'GW.AUTHN' || code === null ? 'expired' : 'denied';
	if (status === 403) return code === 'GW.IP_NOT_ALLOWED' ? 'blocked' : 'denied';
	if (status === 404) return 'gone';
	if (status === 429) return 'throttled';
	return status >= 500 ? 'transient' : 'invalid';
}

function readQuota({ headers }: ApiResponse): QuotaUpdate {
	const number = (name: string) => {
		const value = headers[name];
		return value === undefined || !Number.isFinite(Number(value)) ? undefined : Number(value);
	};
	return {
		perSecond: number('gncp-gw-ratelimit-replenish-rate'),
		burst: number('gncp-gw-ratelimit-burst-capacity'),
		left: number('gncp-gw-ratelimit-remaining'),
	};
}

const ADVICE: Readonly<Record<string, string>> = {
	'GW.AUTHN': 'Check the credential: the application may have been deleted, or its secret reissued',
	'GW.IP_NOT_ALLOWED':
		'Register the outbound IP address of this n8n: Commerce API Center (커머스API센터) > application > API호출 IP. API agencies need the host …/partner as a custom API Base URL',
	'GW.NOT_FOUND': 'Check path and version',
	'GW.QUOTA_LIMIT':
		'Naver limits the calls of an application per hour or day, and retrying does not help. Usual cause: a program that uses the same application sends token parameters in the query string or as JSON (notice #3751)',
	'GW.RATE_LIMIT': 'Another program uses the same application. Run less often',
	'GW.BLOCK.02': 'Naver is under maintenance. Try again later',
	'104139': 'Naver shows no more than 24 hours at once',
};

const ADVICE_BY_STATUS: Readonly<Partial<Record<number, string>>> = {
	403: 'Check that the application has the API group (API 그룹) for this call',
	404: 'Check the ID, and that it belongs to this store',
};

/** The API group that a call needs. */
const GROUPS: ReadonlyArray<readonly [RegExp, string]> = [
	[/^\/v1\/pay-order\//, '주문 판매자'],
	[/^\/v[12]\/products\//, '상품'],
];

function deniedAdvice(path: string): string | undefined {
	const group = GROUPS.find(([paths]) => paths.test(path))?.[1];
	return (
		group &&
		`Add the API group ${group} to the application: Commerce API Center (커머스API센터) > application > API 그룹`
	);
}

/** Naver's own words come first, in Korean, as its support knows them. */
function describe({ status, body, headers }: ApiResponse, path: string): ErrorDetails {
	const told = object(body);
	const inputs = list(told.invalidInputs).map(
		(input) => `${text(input.name) ?? ''}: ${text(input.message) ?? ''}`,
	);
	const code = text(told.code) ?? undefined;
	const { message, advice } = refusalOf(code);
	const byStatus = (status === 403 && deniedAdvice(path)) || ADVICE_BY_STATUS[status];
	return {
		message,
		said:
			[text(told.message), ...inputs].filter((part) => part !== null && part !== '').join('; ') ||
			undefined,
		advice: advice ?? (code === undefined ? undefined : ADVICE[code]) ?? byStatus,
		code,
		requestId: text(told.traceId) ?? headers['gncp-gw-trace-id'],
	};
}

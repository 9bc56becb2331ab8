import { randomBytes } from 'node:crypto';

import { faultOf } from '../kit/server';
import type { AmazonSettings } from './settings';
import { SpError } from './errors';
import type { Call, Gate, Operation } from './gate';
import { DATA_SETS, toOrder } from './order-view';
import { invalid, listOf, timeWindow, type Query, type TimeWindow } from './params';
import type { TimeKey } from './ledger';
import { iso, STATUSES, type Sale } from './sale';

const DAY = 86_400_000;

const PARAMS: Operation['params'] = {
	createdAfter: { kind: 'date' },
	createdBefore: { kind: 'date' },
	lastUpdatedAfter: { kind: 'date' },
	lastUpdatedBefore: { kind: 'date' },
	fulfillmentStatuses: { kind: 'list', values: STATUSES },
	marketplaceIds: { kind: 'list', max: 50 },
	fulfilledBy: { kind: 'list', values: ['MERCHANT', 'AMAZON'] },
	maxResultsPerPage: { kind: 'int', max: 100 },
	paginationToken: { kind: 'text' },
	includedData: { kind: 'list', values: DATA_SETS },
};

/** Where the next page begins. */
interface Position {
	fingerprint: string;
	window: TimeWindow;
	time: number;
	afterId: string;
	expiresAt: number;
}

const BAD_TOKEN = new SpError(
	400,
	'InvalidInput',
	'The paginationToken you have submitted is not valid. All parameters must match the original ' +
		'request except maxResultsPerPage.',
);

/**
 * Orders 2026-01-01: searchOrders,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/orders_2026-01-01.json
 */
class SearchOrders implements Operation {
	readonly path = '/orders/2026-01-01/orders';
	readonly method = 'GET';
	readonly name = 'searchOrders';
	readonly rate = 0.0056;
	readonly burst = 20;
	readonly params = PARAMS;
	private readonly positions = new Map<string, Position>();
	private readonly last = new Map<string, unknown>();

	constructor(private readonly settings: AmazonSettings) {}

	run({ query, shop, token, request }: Call): unknown {
		const fault = faultOf(request)?.kind;
		const previous = this.last.get(shop.seller.id);
		if (fault === 'repeatPage' && previous) return previous;
		const key = keyOf(query);
		const start = this.startOf(query, key, shop.seller.id);
		const size = Number(query.maxResultsPerPage ?? 100);
		const { sales, more } = pick(shop.ledger.by(key), {
			start: shop.ledger.indexOf(key, start.time, start.afterId),
			key,
			size,
			until: start.window.to,
			fits: filterOf(query),
		});
		const included = new Set(listOf(query.includedData));
		const roles = new Set(token.roles);
		const kind = JSON.stringify([[...included], [...roles]]);
		const next = more || fault === 'endlessCursor';
		// An endless cursor comes back to the same page when there is nothing after it.
		const tail = more ? { time: sales[sales.length - 1][key], afterId: lastId(sales) } : {};
		const upper = key === 'createdAt' ? 'createdBefore' : 'lastUpdatedBefore';
		const answer = {
			orders: sales.map((sale) =>
				shop.ledger.view(kind, sale, () => toOrder(sale, included, roles)),
			),
			...(next ? { pagination: { nextToken: this.remember({ ...start, ...tail }) } } : {}),
			[upper]: iso(start.window.to),
		};
		this.last.set(shop.seller.id, answer);
		return answer;
	}

	private startOf(query: Query, key: TimeKey, sellerId: string): Position {
		const settled = this.settings.now() - (this.settings.settleMs ?? 120_000);
		const fingerprint = fingerprintOf(query, sellerId);
		if (query.paginationToken !== undefined) {
			const position = this.positions.get(query.paginationToken);
			const isAlive = position && this.settings.now() < position.expiresAt;
			if (!isAlive || position.fingerprint !== fingerprint) throw BAD_TOKEN;
			return position;
		}
		const [after, before] =
			key === 'createdAt'
				? [query.createdAfter, query.createdBefore]
				: [query.lastUpdatedAfter, query.lastUpdatedBefore];
		const window = timeWindow(after ?? '', before, settled);
		const expiresAt = this.settings.now() + DAY;
		return { fingerprint, window, time: window.from, afterId: '', expiresAt };
	}

	private remember(position: Position): string {
		const token = randomBytes(30).toString('base64');
		this.positions.set(token, position);
		return token;
	}
}

/** Exactly one of the two families */
function keyOf(query: Query): TimeKey {
	const created = query.createdAfter ?? query.createdBefore;
	const updated = query.lastUpdatedAfter ?? query.lastUpdatedBefore;
	const hasOne = (query.createdAfter === undefined) !== (query.lastUpdatedAfter === undefined);
	if (!hasOne || (created !== undefined && updated !== undefined)) {
		throw invalid('Provide exactly one of createdAfter and lastUpdatedAfter.');
	}
	return query.createdAfter === undefined ? 'updatedAt' : 'createdAt';
}

function fingerprintOf(query: Query, sellerId: string): string {
	const fixed = Object.entries(query).filter(
		([name]) => !['paginationToken', 'maxResultsPerPage', 'includedData'].includes(name),
	);
	return JSON.stringify([sellerId, fixed.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function filterOf(query: Query): (sale: Sale) => boolean {
	const statuses = listOf(query.fulfillmentStatuses);
	const places = listOf(query.marketplaceIds);
	const channels = listOf(query.fulfilledBy);
	return (sale) =>
		(!statuses || statuses.includes(sale.status)) &&
		(!places || places.includes(sale.place.id)) &&
		(!channels || channels.includes(sale.fulfilledBy));
}

interface Slice {
	start: number;
	key: TimeKey;
	size: number;
	until: number;
	fits(sale: Sale): boolean;
}

/** One page, and whether anything follows it. */
export function pick(list: Sale[], slice: Slice): { sales: Sale[]; more: boolean } {
	const sales: Sale[] = [];
	for (let i = slice.start; i < list.length && list[i][slice.key] <= slice.until; i++) {
		if (!slice.fits(list[i])) continue;
		if (sales.length === slice.size) return { sales, more: true };
		sales.push(list[i]);
	}
	return { sales, more: false };
}

function lastId(sales: Sale[]): string {
	return sales[sales.length - 1].id;
}

/** Orders 2026-01-01: getOrder. */
const GET_ORDER: Operation = {
	path: '/orders/2026-01-01/orders/{orderId}',
	method: 'GET',
	name: 'getOrder',
	rate: 0.5,
	burst: 30,
	params: { includedData: { kind: 'list', values: DATA_SETS } },
	run({ shop, token, query, pathParams }) {
		const sale = find(shop.ledger.find(pathParams.orderId), pathParams.orderId);
		const included = new Set(listOf(query.includedData));
		return { order: toOrder(sale, included, new Set(token.roles)) };
	},
};

/** An id in another form is bad input; a foreign one is as good as none. */
export function find(sale: Sale | undefined, id: string): Sale {
	if (!/^\d{3}-\d{7}-\d{7}$/.test(id)) throw invalid(`${id} is not an order id.`);
	if (!sale) throw new SpError(404, 'NotFound', 'Resource not found.', '');
	return sale;
}

export function serveOrders(
	gate: Gate,
	scope: Parameters<Gate['serve']>[0],
	settings: AmazonSettings,
): void {
	gate.serve(scope, new SearchOrders(settings));
	gate.serve(scope, GET_ORDER);
}

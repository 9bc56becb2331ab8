import { randomBytes } from 'node:crypto';

import { faultOf } from '../kit/server';
import type { AmazonSettings } from './settings';
import type { Call, Gate, Operation } from './gate';
import { elementsOf, ORDER_PARTS } from './order-parts-v0';
import { channelOf, toOrderV0, V0_STATUS } from './order-view-v0';
import { invalid, listOf, timeWindow, type Params, type Query, type TimeWindow } from './params';
import type { TimeKey } from './ledger';
import { iso, type Sale } from './sale';
import { pick } from './search-orders';

const PARAMS: Params = {
	MarketplaceIds: { kind: 'list', required: true, max: 50 },
	CreatedAfter: { kind: 'date' },
	CreatedBefore: { kind: 'date' },
	LastUpdatedAfter: { kind: 'date' },
	LastUpdatedBefore: { kind: 'date' },
	OrderStatuses: { kind: 'list', values: [...Object.values(V0_STATUS), 'InvoiceUnconfirmed'] },
	FulfillmentChannels: { kind: 'list', values: ['AFN', 'MFN'] },
	PaymentMethods: { kind: 'list', values: ['COD', 'CVS', 'Other'] },
	BuyerEmail: { kind: 'text' },
	SellerOrderId: { kind: 'text' },
	AmazonOrderIds: { kind: 'list', max: 50 },
	MaxResultsPerPage: { kind: 'int', max: 100 },
	NextToken: { kind: 'text' },
};

/** SellerOrderId goes with none of these */
const NOT_WITH_SELLER_ORDER_ID = [
	'FulfillmentChannels',
	'OrderStatuses',
	'PaymentMethods',
	'LastUpdatedAfter',
	'LastUpdatedBefore',
	'BuyerEmail',
];

interface Position {
	fingerprint: string;
	window: TimeWindow;
	time: number;
	afterId: string;
}

/**
 * Orders v0: getOrders,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/ordersV0.json
 */
class GetOrders implements Operation {
	readonly path = '/orders/v0/orders';
	readonly method = 'GET';
	readonly name = 'getOrders';
	readonly rate = 0.0167;
	readonly burst = 20;
	readonly params = PARAMS;
	private readonly positions = new Map<string, Position>();
	private readonly last = new Map<string, unknown>();

	constructor(private readonly settings: AmazonSettings) {}

	run(call: Call): unknown {
		const { query, shop, request } = call;
		const fault = faultOf(request)?.kind;
		const previous = this.last.get(shop.seller.id);
		if (fault === 'repeatPage' && previous) return previous;
		const key = keyOf(query);
		const start = this.startOf(query, key, shop.seller.id);
		const { sales, more } = pick(shop.ledger.by(key), {
			start: shop.ledger.indexOf(key, start.time, start.afterId),
			key,
			size: Number(query.MaxResultsPerPage ?? 100),
			until: start.window.to,
			fits: filterOf(query),
		});
		const last = sales[sales.length - 1];
		const tail = more ? { time: last[key], afterId: last.id } : {};
		const next = more || fault === 'endlessCursor';
		const upper = key === 'createdAt' ? 'CreatedBefore' : 'LastUpdatedBefore';
		const payload = {
			Orders: sales.map((sale) => toOrderV0(sale, elementsOf(call, this.path))),
			...(next ? { NextToken: this.remember({ ...start, ...tail }) } : {}),
			[upper]: iso(start.window.to),
		};
		this.last.set(shop.seller.id, { payload });
		return { payload };
	}

	private startOf(query: Query, key: TimeKey, sellerId: string): Position {
		const { NextToken, ...rest } = query;
		const fixed = Object.entries(rest).filter(([name]) => name !== 'MaxResultsPerPage');
		const fingerprint = JSON.stringify([sellerId, fixed.sort(([a], [b]) => (a < b ? -1 : 1))]);
		if (NextToken !== undefined) {
			const position = this.positions.get(NextToken);
			if (!position || position.fingerprint !== fingerprint) {
				throw invalid('We could not decode your NextToken.');
			}
			return position;
		}
		const settled = this.settings.now() - (this.settings.settleMs ?? 120_000);
		const window =
			key === 'createdAt'
				? timeWindow(query.CreatedAfter ?? '1970-01-01', query.CreatedBefore, settled)
				: timeWindow(query.LastUpdatedAfter ?? '', query.LastUpdatedBefore, settled);
		return { fingerprint, window, time: window.from, afterId: '' };
	}

	private remember(position: Position): string {
		const token = randomBytes(45).toString('base64');
		this.positions.set(token, position);
		return token;
	}
}

function keyOf(query: Query): TimeKey {
	const created = query.CreatedAfter ?? query.CreatedBefore;
	const updated = query.LastUpdatedAfter ?? query.LastUpdatedBefore;
	if (created !== undefined && updated !== undefined) {
		throw invalid('CreatedAfter and LastUpdatedAfter exclude each other.');
	}
	const isByDate = query.CreatedAfter !== undefined || query.LastUpdatedAfter !== undefined;
	if (query.SellerOrderId !== undefined) {
		const clash = NOT_WITH_SELLER_ORDER_ID.find((name) => query[name] !== undefined);
		if (clash) throw invalid(`SellerOrderId cannot be used with ${clash}.`);
	} else if (!isByDate && query.AmazonOrderIds === undefined) {
		throw invalid('Either CreatedAfter or LastUpdatedAfter is required.');
	}
	return query.LastUpdatedAfter === undefined ? 'createdAt' : 'updatedAt';
}

function filterOf(query: Query): (sale: Sale) => boolean {
	const lists: [string[] | undefined, (sale: Sale) => string][] = [
		[listOf(query.MarketplaceIds), (sale) => sale.place.id],
		[listOf(query.OrderStatuses), (sale) => V0_STATUS[sale.status]],
		[listOf(query.FulfillmentChannels), channelOf],
		[listOf(query.PaymentMethods), (sale) => sale.paymentMethod],
		[listOf(query.AmazonOrderIds), (sale) => sale.id],
		[listOf(query.BuyerEmail), (sale) => sale.buyer.email],
		[
			query.SellerOrderId === undefined ? undefined : [query.SellerOrderId],
			(sale) => sale.alias ?? sale.id,
		],
	];
	const set = lists.filter(([values]) => values !== undefined);
	return (sale) => set.every(([values, of]) => values?.includes(of(sale)));
}

export function serveOrdersV0(
	gate: Gate,
	scope: Parameters<Gate['serve']>[0],
	settings: AmazonSettings,
): void {
	gate.serve(scope, new GetOrders(settings));
	for (const operation of ORDER_PARTS) gate.serve(scope, operation);
}

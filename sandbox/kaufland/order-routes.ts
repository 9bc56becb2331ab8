import type { Call, Route } from './gate';
import { FULFILLMENTS, iso, STATUSES, updatedAt, type Unit } from './order';
import { deliveryView, headView, orderView, returnView, unitView } from './order-view';
import type { Pages } from './page';
import { notFound } from './problem';
import { idOf, storefrontIn } from './params';
import type { KauflandSettings } from './settings';
import type { UnitSort } from './shop';
import type { Store } from './store';

const LIST = ['storefront', 'ts_created_from_iso', 'fulfillment_type', 'limit', 'offset'];
const SORTS: readonly UnitSort[] = ['ts_created:desc', 'ts_updated:desc'];
const WITH_ORDER = ['order_invoices', 'delivery', 'kss_delivery'] as const;
const WITH_UNIT = [
	'delivery_attempt_timestamp_iso',
	'return_unit',
	'tickets',
	'delivery',
	'kss_delivery',
] as const;

/** What was bought, as orders and piece by piece. */
export function orderRoutes(store: Store, pages: Pages, settings: KauflandSettings): Route[] {
	/** Whoever reads the first seller's list finds it changed on the next page. */
	const churn = ({ shop }: Call): void => {
		const { add = 0, change = 0 } = settings.orderChurn ?? {};
		if (shop !== store.first) return;
		store.add(add);
		store.change(change);
	};
	return [
		{
			method: 'GET',
			path: '/order-units',
			query: [...LIST, 'id_offer', 'status', 'ts_updated_from_iso', 'sort'],
			run(call) {
				const page = pages.of(call, units(call, settings), 1, (unit) => unitView(unit, settings));
				churn(call);
				return page;
			},
		},
		{
			method: 'GET',
			path: '/order-units/:id_order_unit',
			query: ['embedded'],
			run: (call) => ({ data: pieceOf(call, settings) }),
		},
		{
			method: 'GET',
			path: '/orders',
			query: [...LIST, 'ts_units_updated_from_iso'],
			run(call) {
				const page = pages.of(call, orders(call, settings), 1, (order) =>
					headView(order, settings),
				);
				churn(call);
				return page;
			},
		},
		{
			method: 'GET',
			path: '/orders/:id_order',
			query: ['embedded'],
			run(call) {
				const order = call.shop.order(call.params.id_order);
				if (!order) throw notFound('Order');
				const embedded = call.query.words('embedded', WITH_ORDER) ?? [];
				return {
					data: {
						...orderView(order, settings),
						...(embedded.includes('order_invoices') ? { order_invoices: [] } : {}),
						...(embedded.includes('delivery') ? { delivery: deliveryView(order) } : {}),
					},
				};
			},
		},
	];
}

/** Whether a time is after the one that a filter names. */
type IsAfter = (time: number) => boolean;

function after({ query }: Call, name: string, { fromIsExclusive }: KauflandSettings): IsAfter {
	const from = query.time(name);
	if (from === undefined) return () => true;
	return (time) => (fromIsExclusive === false ? time >= from : time > from);
}

/** Storefront and fulfillment type: without the latter, only what the seller sends is shown. */
function isWanted(call: Call, { withoutStorefront }: KauflandSettings) {
	const named = storefrontIn(call);
	const storefront =
		named ?? (withoutStorefront === 'first' ? call.shop.storefronts[0] : undefined);
	const types = call.query.words('fulfillment_type', FULFILLMENTS) ?? ['fulfilled_by_merchant'];
	return (order: Unit['order']): boolean =>
		(storefront === undefined || order.storefront === storefront) &&
		types.includes(order.fulfillment);
}

function units(call: Call, settings: KauflandSettings): readonly Unit[] {
	const { query, shop } = call;
	const sort = query.word('sort', SORTS) ?? 'ts_created:desc';
	const sku = query.text('id_offer');
	const statuses = query.words('status', STATUSES);
	const fits = isWanted(call, settings);
	const isCreatedAfter = after(call, 'ts_created_from_iso', settings);
	const isUpdatedAfter = after(call, 'ts_updated_from_iso', settings);
	return shop
		.listedUnits(sort)
		.filter(
			(unit) =>
				isCreatedAfter(unit.createdAt) &&
				isUpdatedAfter(unit.updatedAt) &&
				fits(unit.order) &&
				(sku === undefined || unit.good?.sku === sku) &&
				(!statuses || statuses.includes(unit.status)),
		);
}

function orders(call: Call, settings: KauflandSettings) {
	const fits = isWanted(call, settings);
	const isCreatedAfter = after(call, 'ts_created_from_iso', settings);
	const isUpdatedAfter = after(call, 'ts_units_updated_from_iso', settings);
	return call.shop
		.listed()
		.filter(
			(order) => isCreatedAfter(order.createdAt) && isUpdatedAfter(updatedAt(order)) && fits(order),
		);
}

function pieceOf(call: Call, settings: KauflandSettings) {
	const unit = call.shop.unit(idOf(call, 'id_order_unit'));
	if (!unit) throw notFound('Order unit');
	const embedded = call.query.words('embedded', WITH_UNIT) ?? [];
	const attempt = unit.receivedAt === null ? null : iso(unit.receivedAt);
	const more: Partial<Record<(typeof WITH_UNIT)[number], unknown>> = {
		delivery_attempt_timestamp_iso: attempt,
		return_unit: returnView(unit),
		tickets: null,
		delivery: deliveryView(unit.order),
	};
	const asked = embedded.flatMap((name) => (name in more ? [[name, more[name]]] : []));
	return { ...unitView(unit, settings), ...(Object.fromEntries(asked) as object) };
}

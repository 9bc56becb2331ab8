import type { IDataObject } from 'n8n-workflow';

import { clock } from '../core/request/clock';
import { forgetProcess } from '../core/request/process-memory';
import type { MarketplaceName } from '../sandbox';
import { iso, korean, type Question } from './peers/peer';
import { Shop } from './shop';
import { SimulatedClock } from './simulated-clock';
import { lasting, print } from './table';

const PARCELS = 60;
const DAY = 86_400_000;

/** A parcel with one line of an order. */
interface Wish extends IDataObject {
	orderId: string;
	lineId: string;
	quantity: number;
	trackingNumber: string;
	/** For a call by hand, which has to know it. */
	addressId: number;
	marketplaceId: string;
}

interface Line extends IDataObject {
	id: string | null;
	quantity: number;
	quantityShipped: number | null;
	quantityCancelled: number | null;
}

/** How parcels are sent at one marketplace. */
interface Way {
	name: MarketplaceName;
	carrier: string;
	/** So many that 60 of them are open and have one line. */
	orders: number;
	filters(now: number): IDataObject;
	/** Orders that are no parcel, or none yet, as the marketplace writes them. */
	excluded?: RegExp;
	/** The call for one parcel, as somebody writes it who has read the manual and knows all IDs. */
	question(wish: Wish): Question;
}

const WAYS: readonly Way[] = [
	{
		name: 'allegro',
		carrier: 'DPD',
		orders: 900,
		filters: () => ({}),
		question: ({ orderId, lineId, trackingNumber }) => ({
			method: 'POST',
			path: `/order/checkout-forms/${orderId}/shipments`,
			body: { carrierId: 'DPD', waybill: trackingNumber, lineItems: [{ id: lineId }] },
		}),
	},
	{
		name: 'amazon',
		carrier: 'DHL',
		orders: 3000,
		filters: (now) => ({ createdAfter: iso(now - 60 * DAY) }),
		excluded: /"fulfillmentStatus":"(?!UNSHIPPED")/,
		question: ({ orderId, lineId, quantity, trackingNumber, marketplaceId }) => ({
			method: 'POST',
			path: `/orders/v0/orders/${orderId}/shipmentConfirmation`,
			body: {
				marketplaceId,
				packageDetail: {
					packageReferenceId: '1',
					carrierCode: 'DHL',
					trackingNumber,
					shipDate: iso(clock.now()),
					orderItems: [{ orderItemId: lineId, quantity }],
				},
			},
		}),
	},
	{
		name: 'bigCommerce',
		carrier: 'ups',
		orders: 1200,
		filters: () => ({}),
		excluded: /"order_pickup_method_id":[1-9]|"type":"digital"/,
		question: ({ orderId, lineId, quantity, trackingNumber, addressId }) => ({
			method: 'POST',
			path: `/v2/orders/${orderId}/shipments`,
			body: {
				order_address_id: addressId,
				tracking_number: trackingNumber,
				shipping_provider: 'ups',
				items: [{ order_product_id: Number(lineId), quantity }],
			},
		}),
	},
	{
		name: 'naver',
		carrier: 'CJGLS',
		orders: 2500,
		filters: (now) => ({ updatedAfter: iso(now - 30 * DAY) }),
		// Lines with a claim, or not paid yet.
		excluded: /"productOrderStatus":"(?!PAYED")|"claimStatus":"/,
		question: ({ lineId, trackingNumber }) => ({
			method: 'POST',
			path: '/v1/pay-order/seller/product-orders/dispatch',
			body: {
				dispatchProductOrders: [
					{
						productOrderId: lineId,
						deliveryMethod: 'DELIVERY',
						deliveryCompanyCode: 'CJGLS',
						trackingNumber,
						dispatchDate: korean(clock.now()),
					},
				],
			},
		}),
	},
];

type Contestant = (shop: Shop, way: Way, wishes: Wish[]) => Promise<unknown>;

const ship = (way: Way, lines: IDataObject): IDataObject => ({
	resource: 'order',
	operation: 'ship',
	orderId: '={{ $json.orderId }}',
	carrier: { __rl: true, mode: 'code', value: way.carrier },
	trackingNumber: '={{ $json.trackingNumber }}',
	...lines,
});

/** Allegro and Naver have no quantities in a parcel. */
const named = (quantity: string): IDataObject => ({
	shipLines: 'selected',
	lines: { line: [{ lineId: '={{ $json.lineId }}', quantity }] },
});

const CONTESTANTS: ReadonlyArray<[string, Contestant]> = [
	[
		'ours, lines given',
		async (shop, way, wishes) => {
			const hasQuantities = ['amazon', 'bigCommerce'].includes(way.name);
			const lines = named(hasQuantities ? '={{ $json.quantity }}' : '');
			const marketplaceId = way.name === 'amazon' && {
				marketplaceId: '={{ $json.marketplaceId }}',
			};
			return await shop.action({ ...ship(way, lines), ...marketplaceId }, wishes);
		},
	],
	[
		'ours, everything open',
		async (shop, way, wishes) => await shop.action(ship(way, { shipLines: 'all' }), wishes),
	],
	[
		'HTTP Request, one call a parcel',
		async (shop, way, wishes) =>
			await shop
				.peer(async (ask) => {
					for (const wish of wishes) await ask(way.question(wish));
					return [];
				})
				.poll(),
	],
];

/** 60 parcels of 60 orders: calls, refusals and time, beside one call by hand for each. */
export async function parcels(latencyMs: number): Promise<void> {
	const body: string[][] = [];
	for (const way of WAYS) {
		for (const [name, contestant] of CONTESTANTS) {
			const { requests, refused, ms, shipped } = await measure(way, contestant, latencyMs);
			body.push([way.name, name, `${shipped}`, `${requests}`, `${refused}`, lasting(ms)]);
		}
	}
	print(`${PARCELS} parcels`, ['marketplace', 'way', 'parcels', 'requests', '429s', 'took'], body);
}

async function measure(way: Way, contestant: Contestant, latencyMs: number) {
	const time = new SimulatedClock();
	const settings = { orders: way.orders, settleMs: 0, quotaScale: 1000 };
	const shop = await Shop.open(way.name, time, latencyMs, settings);
	try {
		const wishes = await wishesOf(shop, way, time);
		// What was read before is not measured, and spends no quota of what is.
		Object.assign(shop.server.settings, { quotaScale: 1 });
		await time.run(time.sleep(DAY / 24));
		forgetProcess('quota');
		shop.server.resetStats();
		const start = time.now;
		await shop.run(contestant(shop, way, wishes));
		const { requests, statuses } = shop.server.stats();
		const parcelsOf = (orderId: string) => shop.server.backend.parcels?.(orderId) ?? [];
		const shipped = wishes.filter(({ orderId, trackingNumber }) =>
			parcelsOf(orderId).some((parcel) => parcel.trackingNumber === trackingNumber),
		);
		return {
			requests,
			refused: statuses['429'] ?? 0,
			ms: time.now - start,
			shipped: shipped.length,
		};
	} finally {
		await shop.server.close();
	}
}

async function wishesOf(shop: Shop, way: Way, time: SimulatedClock): Promise<Wish[]> {
	const orders = await shop.run(shop.everyOrder(way.filters(time.now)));
	const open = orders
		.map(({ json }) => json)
		.filter(({ status, fulfilledBy }) => status === 'open' && fulfilledBy !== 'marketplace')
		.filter(({ raw }) => !way.excluded?.test(JSON.stringify(raw)))
		.filter(({ id }) => shop.server.backend.parcels?.(String(id)).length === 0);
	const wishes = open.flatMap(({ id, site, lines, raw }): Wish[] => {
		const line = (lines as Line[]).find(isOpen);
		if (!line || (lines as Line[]).length > 1) return [];
		const addressId = /"order_address_id":(\d+)/.exec(JSON.stringify(raw))?.[1];
		return [
			{
				orderId: String(id),
				lineId: String(line.id),
				quantity: line.quantity,
				trackingNumber: '',
				addressId: Number(addressId),
				marketplaceId: String(site),
			},
		];
	});
	return wishes
		.slice(0, PARCELS)
		.map((wish, at) => ({ ...wish, trackingNumber: String(690012340000 + at) }));
}

function isOpen({ id, quantityShipped, quantityCancelled }: Line): boolean {
	return id !== null && (quantityShipped ?? 0) + (quantityCancelled ?? 0) === 0;
}

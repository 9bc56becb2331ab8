import type { Held, OrderProduct, ShippingAddress } from './order';

/**
 * What the list and a single order can include,
 * see https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml
 */
export const INCLUDES = ['consignments', 'consignments.line_items', 'fees'] as const;

export interface View {
	consignments: 'links' | 'object' | 'array';
	/** `links`: not asked for. */
	lineItems: 'links' | 'all' | 'someEmpty' | 'oneLink';
	fees: boolean;
}

const SHIPPING_NUMBERS = [
	'base_cost',
	'cost_ex_tax',
	'cost_inc_tax',
	'cost_tax',
	'base_handling_cost',
	'handling_cost_ex_tax',
	'handling_cost_inc_tax',
	'handling_cost_tax',
];
const LOCATION = {
	id: 1,
	name: 'Warehouse "1" / counter',
	code: 'BCLOCATION-1',
	address_line_1: '123 Main Street',
	address_line_2: '',
	city: 'Austin',
	state: 'Texas',
	postal_code: '78726',
	country_alpha2: 'US',
	email: 'counter@bits.example',
	phone: '+15125550100',
};

/** The order as JSON, made once for each way to ask for it. */
export function orderJson(held: Held, view: View): string {
	const key = `${view.consignments} ${view.lineItems} ${view.fees}`;
	const known = held.views.get(key);
	if (known !== undefined) return known;
	const order: Record<string, unknown> = { ...held.order };
	if (view.fees) order.fees = held.fees;
	if (view.consignments !== 'links') {
		const consignments = consignmentsOf(held, view.lineItems);
		// The legacy structure, kept after all, see https://github.com/bigcommerce/docs/commit/da1a4596
		order.consignments = view.consignments === 'array' ? [consignments] : consignments;
		if (view.lineItems === 'oneLink') order.consignments = [{ line_items: order.products }];
	}
	const json = JSON.stringify(order);
	held.views.set(key, json);
	return json;
}

/** Who gets which lines: shipped, picked up or downloaded. Money is numbers here. */
export function consignmentsOf(held: Held, lineItems: View['lineItems']): Record<string, unknown> {
	const lines = (fits: (line: OrderProduct) => boolean): unknown[] => {
		const own = held.products.filter(fits);
		// Of two orders that look alike, one shows its lines, see https://github.com/bigcommerce/dev-docs/issues/2052
		if (lineItems === 'someEmpty' && held.order.id % 2 === 0) return [];
		return lineItems === 'links' ? own.map((line) => link(held, line)) : own;
	};
	const isPhysical = (line: OrderProduct): boolean => line.type === 'physical';
	const downloads = lines((line) => line.type === 'digital');
	return {
		pickups: held.delivery === 'pickup' ? [pickup(lines(isPhysical))] : [],
		shipping: held.addresses.map((address) => ({
			...numbered(address),
			line_items: lines((line) => line.order_address_id === address.id),
		})),
		downloads:
			downloads.length > 0
				? [{ recipient_email: held.order.billing_address.email, line_items: downloads }]
				: [],
		email: { gift_certificates: [] },
	};
}

function link({ order }: Held, line: OrderProduct): unknown {
	const resource = `/orders/${order.id}/products/${line.id}`;
	const [base] = String((order.products as { url: string }).url).split('/orders/');
	return { url: `${base}${resource}`, resource };
}

function pickup(line_items: unknown[]): unknown {
	return {
		id: 1,
		pickup_method_id: 1,
		pickup_method_display_name: 'Pick Up',
		collection_instructions: 'Bring your ID',
		collection_time_description: '9am - 6pm',
		location: LOCATION,
		line_items,
	};
}

function numbered(address: ShippingAddress): Record<string, unknown> {
	const { order_id: _ofTheOrder, ...rest } = address;
	const numbers = SHIPPING_NUMBERS.map((name) => [name, Number(address[name])]);
	return { ...rest, ...(Object.fromEntries(numbers) as Record<string, number>) };
}

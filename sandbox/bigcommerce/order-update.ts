import type { Address, Held } from './order';
import { invalidField, readOnlyField } from './refusal';
import { statusById } from './statuses';
import type { Store } from './store';

type Body = Record<string, unknown>;

const LONGEST = 65_535;
const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= LONGEST;
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);

/** What can be written to an order, and what it takes. More than this is nothing that an order node should touch. */
const WRITABLE: Record<string, (value: unknown) => boolean> = {
	status_id: (value) => Number.isInteger(value) && statusById(value as number) !== undefined,
	staff_notes: isText,
	customer_message: isText,
	external_order_id: isTextOrNull,
	external_merchant_id: isTextOrNull,
	payment_method: isText,
	billing_address: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/**
 * PUT /v2/orders/{id}: what is not sent stays as it is,
 * see https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml
 */
export function updateOrder(store: Store, held: Held, body: Body): void {
	check(held, body);
	const { status_id: status, billing_address: billing, ...rest } = body;
	store.alter(held, () => {
		Object.assign(held.order, rest);
		Object.assign(held.order.billing_address, billing);
		if (status === undefined) store.touch(held);
		else store.setStatus(held, status as number);
	});
}

function check({ order }: Held, body: Body): void {
	for (const [name, value] of Object.entries(body)) {
		// The id in the system that the order comes from can be written once.
		const isFixed = name === 'external_merchant_id' && order.external_merchant_id !== null;
		if (!Object.hasOwn(WRITABLE, name) || isFixed) throw readOnlyField(name);
		if (!WRITABLE[name](value)) throw invalidField(name, JSON.stringify(value));
	}
	const address = (body.billing_address ?? {}) as Partial<Address>;
	const other = Object.keys(address).find((name) => !(name in order.billing_address));
	if (other !== undefined) throw readOnlyField(other);
}

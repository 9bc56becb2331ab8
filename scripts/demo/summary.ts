type Json = Record<string, unknown>;

/** Below this total, an order is hardly one that a shop would show. */
const TINY = 10;
const MOST_GOODS = 2;

/** What an everyday order has. */
const SIGNS: ReadonlyArray<(order: Json) => boolean> = [
	({ paymentStatus }) => paymentStatus === 'paid',
	({ status }) => status === 'open',
	(order) => Number(totalOf(order)) >= TINY,
	(order) => Boolean(addressOf(order).city),
];

/** The first order with the most signs of an everyday one. */
export function ordinaryOrder(orders: readonly Json[]): Json | undefined {
	const signsOf = (order: Json) => SIGNS.filter((has) => has(order)).length;
	const most = Math.max(...orders.map(signsOf));
	return orders.find((order) => signsOf(order) === most);
}

/** An order in three lines: how much and in which state, what, and where to. */
export function summaryOf(marketplace: string, order: Json): string {
	const lines = listOf(order.lines);
	const total = totalOf(order);
	const state = [order.paymentStatus, order.fulfillmentStatus].filter((word) => word !== 'unknown');
	const head = [
		total ? `${textOf(total)} ${textOf(order.currency)}`.trim() : 'total not given',
		...state,
	];
	return [
		`${marketplace}: ${head.join(', ')}`,
		`  ${counted(lines.length, 'line')}: ${goodsOf(lines)}`,
		`  to ${placeOf(order)}`,
	].join('\n');
}

function goodsOf(lines: readonly Json[]): string {
	const goods = lines
		.slice(0, MOST_GOODS)
		.map(({ quantity, title, sku }) => `${textOf(quantity)} × ${textOf(title ?? sku)}`);
	const more = lines.length - goods.length;
	return [...goods, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Town and country are enough to recognise an order. */
function placeOf(order: Json): string {
	const { city, countryCode } = addressOf(order);
	return (
		[city, countryCode].filter(Boolean).join(', ') || 'an address that the order does not show'
	);
}

function addressOf({ shippingAddress, pickupPoint }: Json): Json {
	const { address } = (pickupPoint ?? {}) as Json;
	return (shippingAddress ?? address ?? {}) as Json;
}

function totalOf({ totals }: Json): unknown {
	return (totals as Json | null)?.grand;
}

function listOf(value: unknown): Json[] {
	return Array.isArray(value) ? (value as Json[]) : [];
}

function textOf(value: unknown): string {
	const text = value === null || value === undefined ? '' : String(value as string | number);
	return text.replaceAll(/\s+/g, ' ');
}

/** `1 line`, `2 lines`. */
export function counted(count: number, noun: string): string {
	return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

import { buyer, eventKey, idOwner, order, orderLine, totals } from '../../core/order/order';
import type { Missing, Order, LineFacts } from '../../core/order/order';
import { amount, count, list, object, text } from '../../core/order/read';
import { isoTime } from '../../core/order/time';
import { contentHash } from './assistTencho.hash';
import { assistTencho } from './assistTencho.marketplace';
import { LINE_NAMES, LIST_NAMES, ORDER_NAMES } from './assistTencho.names';

const UNPUBLISHED = 'the vendor has not published its fields';

/** Asia/Tokyo, the same all year since 1951: luxon takes several times as long for a zone that might change. */
const JAPAN = 'UTC+9';

/** Fields that an order surely has, under names that nobody knows. */
const UNRECOGNISED = [
	'status',
	'paymentStatus',
	'fulfillmentStatus',
	'shippingAddress',
	'billingAddress',
	'shipments',
];

/** Whatever an order of Assist Tencho looks like, with the fields that are recognised by their names. */
export function toOrder(raw: unknown, { account }: { account: string | null }): Order {
	const read = reader(raw);
	const recognised = text(read(ORDER_NAMES.id));
	const id = recognised ?? '';
	const number = text(read(ORDER_NAMES.number));
	const grand = amount(read(ORDER_NAMES.grand));
	const facts = {
		number,
		placedAt: localTime(read(ORDER_NAMES.placedAt)),
		updatedAt: localTime(read(ORDER_NAMES.updatedAt)),
		statusRaw: text(read(ORDER_NAMES.statusRaw)),
		paymentMethod: text(read(ORDER_NAMES.paymentMethod)),
		currency: text(read(ORDER_NAMES.currency)),
		lines: linesOf(read(LIST_NAMES)),
	};
	const known = buyer({
		name: text(read(ORDER_NAMES.buyerName)),
		email: text(read(ORDER_NAMES.buyerEmail)),
		phone: text(read(ORDER_NAMES.buyerPhone)),
		note: text(read(ORDER_NAMES.note)),
	});
	return order({
		marketplace: 'assistTencho',
		account,
		id,
		// What looks like the time of a change may be no more than its day: the content tells one from the next.
		eventKey: eventKey(idOwner(assistTencho, account), id, contentHash(object(raw))),
		...facts,
		totals: totals({ grand }),
		buyer: known,
		missing: missing({ ...facts, id: recognised, 'totals.grand': grand, 'buyer.name': known.name }),
	});
}

function linesOf(given: unknown): LineFacts[] {
	return list<unknown>(given).map((entry) => {
		const read = reader(entry);
		return orderLine({
			id: text(read(LINE_NAMES.id)),
			sku: text(read(LINE_NAMES.sku)),
			title: text(read(LINE_NAMES.title)),
			quantity: count(read(LINE_NAMES.quantity)),
			unitPrice: amount(read(LINE_NAMES.unitPrice)),
		});
	});
}

/** The first field with one of these names that holds anything. */
function reader(raw: unknown): (names: readonly string[]) => unknown {
	const fields = new Map(
		Object.entries(object(raw)).map(([name, value]) => [name.toLowerCase(), value]),
	);
	return (names) =>
		names
			.map((name) => fields.get(name))
			.find((value) => value !== undefined && value !== null && value !== '');
}

/** `2026-11-21 09:30:00` and `2026/11/21 09:30` are Japanese time. See marketplaces: Assist Tencho 4. */
function localTime(value: unknown): string | null {
	const written = text(value);
	if (written === null) return null;
	return isoTime(written.replaceAll('/', '-').replace(/^(\S+) +(?=\d)/, '$1T'), JAPAN);
}

function missing(facts: Record<string, unknown>): Missing[] {
	const empty = Object.entries(facts)
		.filter(([, value]) => value === null || (Array.isArray(value) && value.length === 0))
		.map(([field]) => field);
	return [...empty, ...UNRECOGNISED].map((field) => ({ field, reason: UNPUBLISHED }));
}

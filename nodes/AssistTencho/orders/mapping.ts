import {
	buyer,
	eventKey,
	idOwner,
	type LineFacts,
	type Missing,
	order,
	type Order,
	orderLine,
	totals,
} from '../../../core/orders/order';
import { list, object, text } from '../../../core/orders/read';
import { assistTencho } from '../marketplace';
import { contentHash } from './content-hash';
import { LINE_NAMES, LIST_NAMES, ORDER_NAMES } from './names';
import { listOf, localTime, pieces, sum } from './values';

const UNPUBLISHED = 'the vendor has not published its fields';

/** Fields that an order surely has, under names that nobody knows. */
const UNRECOGNISED = [
	'status',
	'paymentStatus',
	'fulfillmentStatus',
	'shippingAddress',
	'billingAddress',
	'shipping',
	'shipments',
	'totals.items',
	'lines.total',
];

/** Whatever an order of Assist Tencho looks like, with the fields that are recognised by their names. */
export function toOrder(raw: unknown, { account }: { account: string | null }): Order {
	const read = reader(raw);
	const recognised = text(read(ORDER_NAMES.id));
	const id = recognised ?? '';
	const number = text(read(ORDER_NAMES.number));
	const grand = sum(read(ORDER_NAMES.grand));
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
		// What looks like the time of a change may be no more than its day: the content distinguishes one from the next.
		eventKey: eventKey(idOwner(assistTencho, account), id, contentHash(object(raw))),
		...facts,
		totals: totals({ grand }),
		buyer: known,
		missing: missing({
			...facts,
			id: recognised,
			'totals.grand': grand,
			'buyer.name': known.name,
			'buyer.email': known.email,
			'buyer.phone': known.phone,
		}),
	});
}

function linesOf(given: unknown): LineFacts[] {
	return list<unknown>(listOf(given)).map((entry) => {
		const read = reader(entry);
		const [id, sku] = [text(read(LINE_NAMES.id)), text(read(LINE_NAMES.sku))];
		// Nobody says that the lines of an order keep their order.
		const named = id === null && sku !== null ? { key: `product:${sku}` } : {};
		return orderLine({
			...named,
			id,
			sku,
			title: text(read(LINE_NAMES.title)),
			quantity: pieces(read(LINE_NAMES.quantity)),
			unitPrice: sum(read(LINE_NAMES.unitPrice)),
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

function missing(facts: Record<string, unknown>): Missing[] {
	const empty = Object.entries(facts)
		.filter(([, value]) => value === null || (Array.isArray(value) && value.length === 0))
		.map(([field]) => field);
	return [...empty, ...UNRECOGNISED].map((field) => ({ field, reason: UNPUBLISHED }));
}

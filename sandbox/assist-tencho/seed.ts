import { Random } from '../kit/random';
import type { AssistShop } from './app';
import { BUYERS, GOODS, PAYMENTS, SHOPS, STATUSES } from './people';

const DAY = 86_400_000;
const SPREAD = 20 * DAY;
const NEWEST = 3 * 60_000;

/**
 * An order as this sandbox answers it. The vendor has published one name only, `serial_order_id`; the
 * others are made up, with PHP's habit of writing every value as a string, and no client may rely on them.
 */
export interface AssistOrder {
	serial_order_id: string;
	order_date: string;
	order_datetime: string;
	update_datetime: string;
	status: (typeof STATUSES)[number];
	[field: string]: unknown;
	items: { line_id: string; [field: string]: unknown }[];
}

/** Japanese wall clock without an offset. */
export function wallClock(time: number): string {
	return new Date(time + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

export function seedOrders(random: Random, shop: AssistShop, count: number, now: number) {
	const step = (SPREAD - NEWEST) / Math.max(1, count - 1);
	let time = now - SPREAD;
	return Array.from({ length: count }, (_unused, i) => {
		// Some orders share a second with the one before.
		if (!random.chance(0.3)) time = Math.floor(now - SPREAD + i * step);
		const order = newOrder(random, shop, time, i);
		const age = now - time;
		order.status =
			age < DAY ? random.pick(STATUSES.slice(0, 3)) : random.pick([...STATUSES, '発送済み']);
		const changed = time + Math.floor(Math.min(age - NEWEST / 2, 3 * DAY) * random.next());
		order.update_datetime = wallClock(changed);
		return order;
	});
}

export function newOrder(
	random: Random,
	shop: AssistShop,
	at: number,
	serial: number,
): AssistOrder {
	const serialId = String(serial + (shop.key === 'first' ? 1 : 900_001));
	const items = itemsOf(random, serialId);
	const subtotal = items.reduce((sum, item) => sum + Number(item.price) * Number(item.quantity), 0);
	const shippingFee = random.chance(0.5) ? 550 : 0;
	const [name, kana, zip, prefecture, address] = random.pick(BUYERS);
	const at9 = wallClock(at);
	return {
		serial_order_id: serialId,
		order_code: `${at9.slice(0, 10).replaceAll('-', '')}-${random.digits(8)}`,
		shop_name: random.pick(SHOPS),
		order_date: at9.slice(0, 10),
		order_datetime: at9,
		update_datetime: at9,
		status: '新規受付',
		payment_method: random.pick(PAYMENTS),
		subtotal: String(subtotal),
		shipping_fee: String(shippingFee),
		tax: String(Math.floor((subtotal + shippingFee) * 0.1)),
		total: String(Math.floor((subtotal + shippingFee) * 1.1)),
		orderer_name: name,
		orderer_kana: kana,
		orderer_mail: random.chance(0.9) ? `buyer+${random.hex(6)}@example.jp` : '',
		orderer_tel: `090-${random.digits(4)}-${random.digits(4)}`,
		receiver_name: name,
		receiver_zip: zip,
		receiver_prefecture: prefecture,
		receiver_address: address,
		memo: random.chance(0.2) ? '午前中希望、"置き配"可 🙏' : null,
		items,
	};
}

function itemsOf(random: Random, serialId: string): AssistOrder['items'] {
	const count = random.chance(0.1) ? 2 : 1;
	return Array.from({ length: count }, (_unused, at) => {
		const [code, title, price] = random.pick(GOODS);
		return {
			line_id: `${serialId}-${at + 1}`,
			item_code: code,
			item_name: title,
			price: String(price),
			quantity: String(random.chance(0.2) ? random.int(2, 4) : 1),
		};
	});
}

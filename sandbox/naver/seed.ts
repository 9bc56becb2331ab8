import type { Random } from '../kit/random';
import type { NaverApp } from './app';
import { GOODS, MEMOS, NAMES, STREETS } from './people';
import { feed, kst, type Order, type Parcel, type ProductOrder } from './product-order';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SPREAD = 20 * DAY;
const NEWEST = 3 * MINUTE;

/** The lines of all orders a store has at the start, oldest order first. */
export function seedLines(random: Random, app: NaverApp, count: number, now: number) {
	const lines: ProductOrder[] = [];
	const step = (SPREAD - NEWEST) / Math.max(1, count - 1);
	let time = now - SPREAD;
	// More changes of one second than a page holds, if there are enough orders.
	const flash = { from: count / 2, to: count / 2 + Math.min(400, count / 8) };
	for (let i = 0; i < count; i++) {
		// Some orders share a second, as when a sale opens.
		const isFlash = i > flash.from && i < flash.to;
		if (!isFlash && !random.chance(0.3)) {
			time = Math.floor((now - SPREAD + i * step) / 1000) * 1000;
		}
		const own = newLines(random, app, time, i);
		for (const line of own) {
			if (isFlash) sendAll(random, line);
			else age(random, line, now);
		}
		// An order is paid as a whole
		for (const line of own) if (isUnpaid(line) && line.order.paidAt) pay(line, time);
		lines.push(...own);
	}
	return lines;
}

/** A new order, waiting for its payment. `serial` makes its numbers unique among the store's. */
export function newLines(random: Random, app: NaverApp, at: number, serial: number) {
	const day = kst(at).slice(0, 10).replaceAll('-', '');
	const head = app.key === 'first' ? 1 : 6;
	const order: Order = {
		id: `${day}${head}${String(serial).padStart(6, '0')}1`,
		orderedAt: at,
		ordererName: random.pick(NAMES),
		ordererTel: `010-${random.digits(4)}-${random.digits(4)}`,
		paymentMeans: random.pick(['신용카드', '무통장입금', '네이버페이 머니', '휴대폰']),
		payLocation: random.pick(['PC', 'MOBILE']),
	};
	const [zip, base, detail] = random.pick(STREETS);
	const name = random.chance(0.8) ? order.ordererName : random.pick(NAMES);
	const receiver = { name, tel: order.ordererTel, zip, base, detail };
	const count = random.chance(0.1) ? 2 : 1;
	return Array.from({ length: count }, (_unused, i) =>
		newLine(random, order, receiver, `${day}${head + 1}${String(serial).padStart(6, '0')}${i + 1}`),
	);
}

function newLine(
	random: Random,
	order: Order,
	receiver: ProductOrder['receiver'],
	id: string,
): ProductOrder {
	const [productNo, sellerCode, name, option, unitPrice] = random.pick(GOODS);
	return {
		id,
		order,
		status: 'PAYMENT_WAITING',
		fed: { status: 'PAYMENT_WAITING', at: order.orderedAt, type: 'PAY_WAITING' },
		productNo,
		sellerCode,
		name,
		option,
		unitPrice,
		quantity: random.chance(0.2) ? random.int(2, 4) : 1,
		discount: random.chance(0.3) ? 1000 : 0,
		deliveryFee: random.chance(0.5) ? 3000 : 0,
		receiver: { ...receiver },
		memo: random.pick(MEMOS),
		isAddressChanged: false,
	};
}

function isUnpaid({ status }: ProductOrder): boolean {
	return status === 'PAYMENT_WAITING' || status === 'CANCELED_BY_NOPAYMENT';
}

/** A whole sale is sent off at once. */
function sendAll(random: Random, line: ProductOrder): void {
	pay(line, line.order.orderedAt);
	dispatch(random, line, line.order.orderedAt + DAY);
}

/** Gives an old line the life it has had since, never with an event in the future. */
function age(random: Random, line: ProductOrder, now: number): void {
	const { orderedAt } = line.order;
	const at = (days: number) => Math.floor(orderedAt + days * DAY * (0.5 + random.next() / 2));
	if (random.chance(0.03)) {
		if (at(1) < now) expire(line, Math.min(at(1), now));
		return;
	}
	pay(line, orderedAt);
	if (random.chance(0.06)) {
		if (orderedAt + DAY < now) cancel(random, line, at(0.5), at(1));
		return;
	}
	const events: [number, (time: number) => void][] = [
		[1, (time) => dispatch(random, line, time)],
		[3, (time) => deliver(line, time)],
		[5, (time) => (random.chance(0.05) ? giveBack(random, line, time) : decide(line, time))],
	];
	for (const [days, happen] of events) {
		const time = Math.max(at(days), line.fed.at);
		if (time >= now - MINUTE) return;
		happen(time);
	}
}

export function pay(line: ProductOrder, at: number): void {
	line.order.paidAt ??= at;
	line.status = 'PAYED';
	feed(line, 'PAYED', at);
}

export function expire(line: ProductOrder, at: number): void {
	line.status = 'CANCELED_BY_NOPAYMENT';
	feed(line, 'CLAIM_COMPLETED', at);
}

export function dispatch(random: Random, line: ProductOrder, at: number): void {
	const parcel = { method: 'DELIVERY', courier: 'CJGLS', trackingNumber: random.digits(12) };
	goOut(line, parcel, at);
}

/** `sentAt` is the day that the seller names. */
export function goOut(line: ProductOrder, parcel: Parcel, at: number, sentAt = at): void {
	line.placedAt ??= at;
	line.dispatchedAt = sentAt;
	line.parcel = parcel;
	line.status = 'DELIVERING';
	feed(line, 'DISPATCHED', at);
}

/**
 * The system notes a delivery without telling the change feed,
 * see https://github.com/commerce-api-naver/commerce-api/discussions/2437
 */
export function deliver(line: ProductOrder, at: number): void {
	line.deliveredAt = at;
	line.status = 'DELIVERED';
}

export function decide(line: ProductOrder, at: number): void {
	line.decidedAt = at;
	line.status = 'PURCHASE_DECIDED';
	feed(line, 'PURCHASE_DECIDED', at);
}

export function cancel(random: Random, line: ProductOrder, from: number, to: number): void {
	line.claim = {
		id: `${random.digits(16)}`,
		type: 'CANCEL',
		status: 'CANCEL_DONE',
		reason: 'INTENT_CHANGED',
		detail: '단순 변심, "다른 색" 구매',
		requestedAt: from,
		completedAt: to,
	};
	line.status = 'CANCELED';
	feed(line, 'CLAIM_COMPLETED', to);
}

export function giveBack(random: Random, line: ProductOrder, at: number): void {
	line.claim = {
		id: `${random.digits(16)}`,
		type: 'RETURN',
		status: random.chance(0.5) ? 'RETURN_DONE' : 'COLLECTING',
		reason: 'BROKEN',
		detail: '포장이 파손/개봉됨',
		requestedAt: at,
	};
	if (line.claim.status === 'COLLECTING') {
		feed(line, 'CLAIM_REQUESTED', at);
		return;
	}
	line.claim.completedAt = at;
	line.status = 'RETURNED';
	feed(line, 'CLAIM_COMPLETED', at);
}

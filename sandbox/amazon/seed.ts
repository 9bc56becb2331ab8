import type { Random } from '../kit/random';
import type { SalesPlace, Seller } from './app';
import { GOODS, PEOPLE, STREETS } from './people';
import { openUnits, type Sale, type SaleAddress, type SaleLine, type Status } from './sale';

const DAY = 86_400_000;
const SPREAD = 20 * DAY;
/** The newest is old enough for a search to show it */
const NEWEST = 4 * 60_000;

/** The orders a seller has at the start, oldest first. */
export function seedSales(random: Random, seller: Seller, count: number, now: number): Sale[] {
	const sales: Sale[] = [];
	const step = (SPREAD - NEWEST) / Math.max(1, count - 1);
	let time = now - SPREAD;
	// More orders of one millisecond than a page holds, if there are enough orders.
	const flash = { from: count / 2, to: count / 2 + Math.min(250, count / 10) };
	for (let i = 0; i < count; i++) {
		// A third of the orders share their millisecond with the one before, as after a flash sale.
		const isFlash = i > flash.from && i < flash.to;
		if (!isFlash && !random.chance(0.3)) time = Math.floor(now - SPREAD + i * step);
		const sale = newSale(random, seller, time, i);
		age(random, sale, now);
		// Amazon updates in batches as well.
		const before = sales[i - 1]?.updatedAt ?? 0;
		if (before >= time && (isFlash || random.chance(0.25))) stamp(sale, before);
		sales.push(sale);
	}
	return sales;
}

/** An order placed at this moment. `serial` makes its ids unique among the seller's. */
export function newSale(random: Random, seller: Seller, at: number, serial: number): Sale {
	const place = random.pick(seller.places);
	const name = random.pick(PEOPLE[place.country]);
	const isBusiness = random.chance(0.12);
	const programs = [
		...(isBusiness ? ['AMAZON_BUSINESS'] : []),
		...(random.chance(0.3) ? ['PRIME'] : []),
	];
	const head = seller.key === 'first' ? '302' : '404';
	return {
		id: `${head}-${random.digits(7)}-${String(serial).padStart(7, '0')}`,
		...(random.chance(0.2) ? { alias: `SHOP/${serial}+${random.hex(4)}` } : {}),
		createdAt: at,
		updatedAt: at,
		place,
		status: 'PENDING',
		fulfilledBy: random.chance(0.4) ? 'AMAZON' : 'MERCHANT',
		serviceLevel: random.pick(['STANDARD', 'EXPEDITED', 'NEXT_DAY']),
		programs,
		...(random.chance(0.01) ? { replacementOf: `302-0000000-${random.digits(7)}` } : {}),
		buyer: {
			name,
			email: `${random.hex(14)}@marketplace.${place.domain.slice(4)}`,
			...(isBusiness ? { company: 'Müller & Sohn "GmbH"', purchaseOrder: 'PO 4/11' } : {}),
		},
		address: addressOf(random, place, name, isBusiness),
		lines: linesOf(random, place, serial, seller.key === 'first' ? '5' : '7'),
		paymentMethod: random.pick(place.country === 'JP' ? ['CVS', 'Other', 'COD'] : ['Other']),
		parcels: [],
	};
}

function addressOf(
	random: Random,
	place: SalesPlace,
	name: string,
	isBusiness: boolean,
): SaleAddress {
	const [line1, city, region, postalCode] = random.pick(STREETS[place.country]);
	return {
		name,
		line1,
		...(random.chance(0.3) ? { line2: 'c/o Żaneta, 2nd floor / left' } : {}),
		city,
		...(region ? { region } : {}),
		postalCode,
		country: place.country,
		...(random.chance(0.7) ? { phone: `+${random.digits(11)}` } : {}),
		type: isBusiness ? 'COMMERCIAL' : random.chance(0.05) ? 'PICKUP_POINT' : 'RESIDENTIAL',
	};
}

function linesOf(random: Random, place: SalesPlace, serial: number, head: string): SaleLine[] {
	const count = random.chance(0.1) ? 2 : 1;
	return Array.from({ length: count }, (_unused, at) => {
		const [sku, asin, title, price] = random.pick(GOODS);
		const quantity = random.chance(0.15) ? random.int(2, 5) : 1;
		const total = price * quantity;
		const isPromoted = random.chance(0.1);
		return {
			id: `${head}${String(serial).padStart(8, '0')}${at}${random.digits(4)}`,
			asin,
			sku,
			title,
			quantity,
			unitPrice: price,
			tax: place.country === 'US' ? Math.round(total * 0.0825) : 0,
			shipping: random.chance(0.4) ? 399 : 0,
			discount: isPromoted ? Math.round(total * 0.1) : 0,
			...(isPromoted ? { promotionId: 'PLM-1a2b, "Black Friday"' } : {}),
			...(random.chance(0.04)
				? { gift: { message: 'Wszystkiego najlepszego! 🎁, "Mama"', level: 'Classic' } }
				: {}),
		};
	});
}

/** Gives an old order the life it has had since. */
function age(random: Random, sale: Sale, now: number): void {
	const age = now - sale.createdAt;
	const life: [number, Status][] =
		age < DAY / 4
			? [
					[0.3, 'PENDING'],
					[1, 'UNSHIPPED'],
				]
			: [
					[0.06, 'CANCELLED'],
					[0.08, 'PARTIALLY_SHIPPED'],
					[0.085, 'UNFULFILLABLE'],
					[age < 2 * DAY ? 0.5 : 0.1, 'UNSHIPPED'],
					[1, 'SHIPPED'],
				];
	const roll = random.next();
	const [, status] = life.find(([limit]) => roll < limit) ?? life[life.length - 1];
	const passed = Math.min(age - NEWEST / 2, random.int(60_000, 3 * DAY)) * random.next();
	become(random, sale, status, sale.createdAt + Math.max(0, Math.floor(passed)));
}

/** Nothing of an order is younger than its last update. */
function stamp(sale: Sale, at: number): void {
	sale.updatedAt = at;
	for (const parcel of sale.parcels) parcel.createdAt = parcel.shippedAt = at;
}

/** Moves an order to a status; the time of its last update moves with every change. */
export function become(random: Random, sale: Sale, status: Status, at: number): void {
	sale.status = status;
	sale.updatedAt = Math.max(at, sale.createdAt);
	if (status === 'PARTIALLY_SHIPPED') return shipPart(random, sale);
	if (status === 'SHIPPED') return pack(random, sale, sale.lines);
	sale.parcels = [];
	if (status !== 'CANCELLED') return;
	for (const line of sale.lines) {
		line.cancelledBy ??= random.pick(['BUYER', 'MERCHANT', 'AMAZON']);
	}
}

/** A part of an order can only be shipped when it has more than one piece. */
function shipPart(random: Random, sale: Sale): void {
	const open = sale.lines.filter((line) => openUnits(sale, line) > 0);
	const [first] = open;
	if (open.length === 1 && openUnits(sale, first) === 1) first.quantity += 1;
	pack(random, sale, [first], 1);
}

/** Puts what is left of these lines into a parcel, or as many of each as are wanted. */
function pack(random: Random, sale: Sale, lines: SaleLine[], wanted = Infinity): void {
	const packed = lines
		.map((line) => ({ lineId: line.id, quantity: Math.min(wanted, openUnits(sale, line)) }))
		.filter(({ quantity }) => quantity > 0);
	if (packed.length === 0) return;
	sale.parcels.push({
		id: String(1 + Math.max(0, ...sale.parcels.map(({ id }) => Number(id)))),
		carrier: 'DHL',
		trackingNumber: `1Z${random.digits(12)}`,
		createdAt: sale.updatedAt,
		shippedAt: sale.updatedAt,
		lines: packed,
	});
}

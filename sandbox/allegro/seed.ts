import type { Random } from '../kit/random';
import type { Seller } from './app';
import { DELIVERY_METHODS, OFFERS } from './catalogue';
import { COUNTRIES, type Country } from './countries';
import { diceOf, totalOf, withExtras } from './extras';
import { hundredths, money, type CheckoutForm, type Held, type LineItem } from './form';

const DAY = 86_400_000;
const SPAN = 20 * DAY;
const NEWEST_AGE = 3 * 60_000;

/** When the seeded orders were bought, oldest first, with many in the same second and millisecond. */
export function purchaseTimes(random: Random, count: number, now: number): number[] {
	// A campaign that starts on the hour: more orders in one millisecond than fit on a page.
	const campaign = Math.floor(count * 0.03);
	const start = Math.floor((now - 7 * DAY) / 3_600_000) * 3_600_000;
	const times = Array.from({ length: count }, (_unused, i) =>
		i < campaign ? start : now - NEWEST_AGE - Math.floor(random.next() * SPAN),
	).sort((a, b) => a - b);
	for (let i = 1; i < times.length; i++) {
		if (random.chance(0.05)) times[i] = times[i - 1];
	}
	if (count > 0) times[count - 1] = Math.max(times[count - 1], now - NEWEST_AGE);
	return times;
}

/** A purchase that its buyer has not filled in yet. */
export function newPurchase(random: Random, seller: Seller, at: number): Held {
	const country = countryOf(random, seller);
	const lineItems = newLines(random, country, at);
	const iso = new Date(at).toISOString();
	const total = totalOf(lineItems);
	const form: CheckoutForm = {
		id: random.uuid(),
		messageToSeller: null,
		buyer: newBuyer(random, country),
		payment: null,
		status: 'BOUGHT',
		fulfillment: {
			status: 'NEW',
			shipmentSummary: { lineItemsSent: 'NONE' },
			provider: { id: random.chance(0.05) ? 'ALLEGRO' : 'SELLER' },
		},
		delivery: { address: null, method: null, cancellation: null },
		invoice: { required: false },
		lineItems,
		surcharges: [],
		note: null,
		marketplace: { id: country.marketplace },
		summary: { totalToPay: money(total, country.currency) },
		updatedAt: iso,
		revision: random.hex(8),
	};
	return { form, boughtAt: at, updatedAt: at, shipments: [] };
}

/** One form for several purchases of a buyer: their lines, and none of their ids. */
export function merge(random: Random, parts: readonly Held[], at: number): Held {
	const [{ form }] = parts;
	const lineItems = parts.flatMap((part) => part.form.lineItems);
	const total = totalOf(lineItems);
	return {
		form: {
			...structuredClone(form),
			id: random.uuid(),
			lineItems: structuredClone(lineItems),
			summary: { totalToPay: money(total, form.summary.totalToPay.currency) },
			updatedAt: new Date(at).toISOString(),
		},
		boughtAt: Math.max(...parts.map(({ boughtAt }) => boughtAt)),
		updatedAt: at,
		shipments: [],
	};
}

/** The buyer fills the form in: delivery, invoice, message. */
export function fillIn(random: Random, held: Held): void {
	const { form } = held;
	const country = countryById(form.marketplace.id);
	const method = random.pick(DELIVERY_METHODS);
	const place = random.pick(country.cities);
	const smart = random.chance(0.6);
	// Of some deliveries with Smart!, the cost is what Allegro pays for them, see allegro-api #5056.
	const grosze = smart ? (diceOf(form.id).chance(0.2) ? 571 : 0) : 1499;
	const cost = Math.round(grosze * country.perPln);
	form.status = 'FILLED_IN';
	form.messageToSeller = random.chance(0.1) ? 'Proszę o fakturę, "na wczoraj" 🙏\nDziękuję!' : null;
	held.address = {
		firstName: form.buyer.firstName ?? random.pick(country.firstNames),
		lastName: form.buyer.lastName ?? random.pick(country.lastNames),
		street: random.pick(country.streets),
		...place,
		countryCode: country.code,
		companyName: form.buyer.companyName ?? null,
		phoneNumber: random.chance(0.95) ? `${country.phone}${random.digits(6)}` : null,
		modifiedAt: null,
	};
	form.delivery = {
		address: null,
		method: { id: method.id, name: method.name },
		pickupPoint: method.point ? pickupPoint(random, country, place) : null,
		cost: money(cost, country.currency),
		time: deliveryTime(held.boughtAt),
		smart,
		cancellation: null,
		calculatedNumberOfPackages: 1,
	};
	form.invoice = newInvoice(random, form, country, place);
	form.summary.totalToPay = money(
		hundredths(form.summary.totalToPay) + cost,
		form.summary.totalToPay.currency,
	);
}

function countryOf(random: Random, seller: Seller): Country {
	let at = random.next();
	const sold = seller.sells.find(({ share }) => (at -= share) < 0) ?? seller.sells[0];
	return countryById(sold.marketplace);
}

function countryById(id: string): Country {
	return COUNTRIES.find(({ marketplace }) => marketplace === id) ?? COUNTRIES[0];
}

function newLines(random: Random, country: Country, at: number): LineItem[] {
	const count = random.chance(0.1) ? random.int(2, 3) : 1;
	const first = random.int(0, OFFERS.length - 1);
	return Array.from({ length: count }, (_unused, i) => {
		const offer = OFFERS[(first + i) % OFFERS.length];
		const full = Math.max(1, Math.round(offer.price * country.perPln));
		const discounted = random.chance(0.15);
		const line = {
			id: random.uuid(),
			offer: {
				id: offer.id,
				name: offer.name,
				external: offer.sku === null ? null : { id: offer.sku },
				productSet: { products: [{ id: offer.productId, quantity: 1 }] },
			},
			quantity: random.chance(0.15) ? random.int(2, 12) : 1,
			originalPrice: money(full, country.currency),
			price: money(discounted ? Math.max(1, full * 0.9) : full, country.currency),
			reconciliation: null,
			selectedAdditionalServices: [],
			vouchers: [],
			tax:
				offer.taxRate === null ? null : { rate: offer.taxRate, subject: 'GOODS', exemption: null },
			boughtAt: new Date(at).toISOString(),
			discounts: discounted ? [{ type: random.pick(['BUNDLE', 'CAMPAIGN', 'COUPON']) }] : [],
			serialNumbers: { expected: offer.serial ?? false, entries: [] },
		};
		return withExtras(line, country.perPln);
	});
}

function newBuyer(random: Random, country: Country): CheckoutForm['buyer'] {
	const guest = random.chance(0.08);
	const id = random.digits(8);
	const place = random.pick(country.cities);
	return {
		id,
		email: `${random.hex(10)}+${random.hex(9)}@${relayOf(id)}`,
		login: guest ? `Client:${id}` : `${random.pick(['kot', 'Żuk_', 'marek-', 'ola'])}${id}`,
		firstName: guest ? null : random.pick(country.firstNames),
		lastName: guest ? null : random.pick(country.lastNames),
		companyName: random.chance(0.1) ? random.pick(country.companies) : null,
		guest,
		personalIdentity: null,
		phoneNumber: random.chance(0.3) ? null : `${country.phone}${random.digits(6)}`,
		preferences: { language: country.language },
		address: {
			street: random.pick(country.streets),
			city: place.city,
			postCode: place.zipCode,
			countryCode: country.code,
		},
	};
}

/** Two hosts forward, see allegro-api #7009. */
function relayOf(buyerId: string): string {
	return buyerId.endsWith('7') ? 'user.allegrogroup.pl' : 'allegromail.pl';
}

type Place = Country['cities'][number];

function pickupPoint(random: Random, country: Country, place: Place): Record<string, unknown> {
	const id = `${place.city.slice(0, 3).toUpperCase()}${random.digits(2)}A`;
	return {
		id,
		name: `Paczkomat ${id}`,
		description: random.chance(0.5) ? 'Przy sklepie, wejście od podwórka' : null,
		address: { street: random.pick(country.streets), ...place, countryCode: country.code },
	};
}

function newInvoice(
	random: Random,
	form: CheckoutForm,
	country: Country,
	place: Place,
): Record<string, unknown> {
	if (!random.chance(0.15)) return { required: false, address: null, dueDate: null, features: [] };
	const company = form.buyer.companyName;
	const value = random.digits(10);
	const address = {
		street: random.pick(country.streets),
		...place,
		countryCode: country.code,
		company: company
			? {
					name: company,
					ids: [{ type: country.taxIdType, value }],
					vatPayerStatus: 'NOT_APPLICABLE',
					taxId: value,
				}
			: null,
		naturalPerson: company
			? null
			: {
					firstName: random.pick(country.firstNames),
					lastName: random.pick(country.lastNames),
				},
	};
	return { required: true, address, dueDate: null, features: [] };
}

function deliveryTime(boughtAt: number): Record<string, unknown> {
	const iso = (days: number): string => new Date(boughtAt + days * DAY).toISOString();
	return {
		from: iso(1),
		to: iso(3),
		guaranteed: null,
		dispatch: { from: iso(0), to: iso(1) },
	};
}

import { orderLine } from '../../core/order/order';
import type { Discount, LineFacts, Tax } from '../../core/order/order';
import { amount, count, part, parts, text } from '../../core/order/read';
import { money } from './allegro.payment';
import type { CheckoutForm, FormLine } from './allegro.wire';

type Form = Partial<CheckoutForm>;
type Line = Partial<FormLine>;

/** Set up by the seller among his promotions; coupons and campaigns may be Allegro's. */
const SELLER_DISCOUNTS = [
	'BUNDLE',
	'UNIT_PERCENTAGE_DISCOUNT',
	'WHOLESALE_PRICE_LIST',
	'LARGE_ORDER_DISCOUNT',
	'TURNOVER_DISCOUNT',
];

/** Products, each followed by what is charged on top of it. */
export function linesOf(form: Form): LineFacts[] {
	return parts(form.lineItems).flatMap((line) => [
		product(line),
		...services(line),
		...deposit(line),
	]);
}

function product(line: Line): LineFacts {
	const offer = part(line.offer);
	const products = parts(part(offer.productSet).products);
	return orderLine({
		id: text(line.id),
		sku: text(part(offer.external).id),
		// A set of several products has no one product id.
		productId: products.length === 1 ? text(products[0].id) : null,
		offerId: text(offer.id),
		title: text(offer.name),
		quantity: count(line.quantity),
		unitPrice: money(line.price),
	});
}

function services(line: Line): LineFacts[] {
	return parts(line.selectedAdditionalServices).map((service) =>
		orderLine({
			kind: 'fee',
			productId: text(service.definitionId),
			title: text(service.name),
			quantity: count(service.quantity),
			unitPrice: money(service.price),
		}),
	);
}

/** The bottle deposit of one unit of the offer; how many units it counts for is not said. */
function deposit(line: Line): LineFacts[] {
	const price = money(part(line.deposit).price);
	if (price === null) return [];
	const offerId = text(part(line.offer).id);
	return [orderLine({ kind: 'fee', title: 'deposit', offerId, unitPrice: price })];
}

/** Discounts come without an amount: the price of the line already has them taken off. */
export function discountsOf(form: Form): Discount[] {
	return parts(form.lineItems).flatMap((line) => [
		...parts(line.discounts).map(discount),
		...vouchers(line),
	]);
}

function discount(given: Partial<{ type: string }>): Discount {
	const name = text(given.type);
	const isSellers = name !== null && SELLER_DISCOUNTS.includes(name);
	return {
		code: null,
		name,
		amount: null,
		fundedBy: isSellers ? 'seller' : 'unknown',
		level: 'line',
	};
}

function vouchers(line: Line): Discount[] {
	return parts(line.vouchers)
		.filter((voucher) => voucher.status !== 'CANCELLED')
		.map((voucher) => ({
			code: text(voucher.code),
			name: text(voucher.type),
			amount: money(voucher.value),
			fundedBy: 'unknown',
			level: 'line',
		}));
}

/** Each rate once; Allegro names rates, not amounts. */
export function taxesOf(form: Form): Tax[] {
	const taxes = parts(form.lineItems).map((line) => {
		const { rate, exemption } = part(line.tax);
		return { name: text(exemption), rate: amount(rate) };
	});
	const named = taxes.filter((tax) => tax.name !== null || tax.rate !== null);
	const keys = named.map((tax) => JSON.stringify(tax));
	return named
		.filter((_tax, index) => keys.indexOf(keys[index]) === index)
		.map((tax) => ({ ...tax, amount: null, collectedBy: 'unknown' }));
}

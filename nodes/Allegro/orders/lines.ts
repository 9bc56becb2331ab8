import { type Discount, type LineFacts, orderLine, type Tax } from '../../../core/orders/order';
import { difference, isPositive, product, sum } from '../../../core/orders/decimal';
import { amount, count, flag, part, parts, text } from '../../../core/orders/read';
import { money } from './payment';
import type { CheckoutForm, FormLine } from './wire';

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
		goods(line),
		...services(line),
		...deposit(line),
	]);
}

function goods(line: Line): LineFacts {
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

/** Services have no ids: the line and the kind of service name them. */
function services(line: Line): LineFacts[] {
	const parentId = text(line.id);
	return parts(line.selectedAdditionalServices).map((service) =>
		orderLine({
			key: feeKey(parentId, text(service.definitionId) ?? text(service.name)),
			parentId,
			kind: 'fee',
			productId: text(service.definitionId),
			title: text(service.name),
			quantity: count(service.quantity),
			unitPrice: money(service.price),
		}),
	);
}

/** Charged for each unit of the line. See allegro-api #13878. */
function deposit(line: Line): LineFacts[] {
	const price = money(part(line.deposit).price);
	if (price === null) return [];
	const parentId = text(line.id);
	return [
		orderLine({
			key: feeKey(parentId, 'deposit'),
			parentId,
			kind: 'fee',
			title: 'deposit',
			offerId: text(part(line.offer).id),
			quantity: count(line.quantity),
			unitPrice: price,
		}),
	];
}

function feeKey(...names: Array<string | null>): string {
	return ['fee', ...names.filter((name) => name !== null)].join(':');
}

/** The prices have all of them taken off already. */
export function discountsOf(form: Form): Discount[] {
	return [...parts(form.lineItems).flatMap(discountsOfLine), ...smart(form)];
}

function discountsOfLine(line: Line): Discount[] {
	const given = vouchers(line);
	const named = parts(line.discounts).map(({ type }) => discountOf(text(type)));
	const reduced = reductionOf(line, given);
	// A coupon shows in the price alone. See allegro-api #9790.
	const reasons = named.length === 0 && reduced !== null ? [discountOf(null)] : named;
	// Several share one reduction, and nobody says how.
	const amounts = reasons.length === 1 ? (reduced?.amount ?? null) : null;
	return [
		...reasons.map((reason) => ({ ...reason, amount: amounts })),
		...allegroPrices(line),
		...given,
	];
}

/** How much lower the price of the line is than it was, as far as its vouchers do not explain it. */
function reductionOf(line: Line, given: readonly Discount[]): { amount: string | null } | null {
	const [before, after] = [money(line.originalPrice), money(line.price)];
	if (before === null || after === null) return null;
	const unit = difference(before, after);
	if (!isPositive(unit)) return null;
	const quantity = amount(line.quantity);
	const explained = given.map((voucher) => voucher.amount);
	if (quantity === null || explained.includes(null)) {
		return explained.length > 0 ? null : { amount: null };
	}
	const rest = difference(product(unit, quantity), sum(explained.filter((one) => one !== null)));
	return isPositive(rest) ? { amount: rest } : null;
}

function discountOf(name: string | null): Discount {
	const isSellers = name !== null && SELLER_DISCOUNTS.includes(name);
	return {
		code: null,
		name,
		amount: null,
		fundedBy: isSellers ? 'seller' : 'unknown',
		level: 'line',
	};
}

/** Both prices are the lowered one; what Allegro pays for that is not what the buyer saves. */
function allegroPrices({ reconciliation }: Line): Discount[] {
	const isPaid = isPositive(money(part(reconciliation).value) ?? '0');
	return isPaid ? [byAllegro('ALLEGRO_PRICES', 'line')] : [];
}

/** Who used Smart! did not pay the delivery, or not all of it. */
function smart(form: Form): Discount[] {
	return flag(part(form.delivery).smart) === true ? [byAllegro('SMART', 'shipping')] : [];
}

function byAllegro(name: string, level: Discount['level']): Discount {
	return { code: null, name, amount: null, fundedBy: 'marketplace', level };
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

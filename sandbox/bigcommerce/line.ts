import type { Random } from '../kit/random';
import type { Product } from './catalogue';
import { money, type OrderProduct } from './order';
import type { Pricing } from './pricing';

interface LineIds {
	id: number;
	orderId: number;
	addressId: number;
}

/** One line of an order. */
export function newLine(
	random: Random,
	product: Product,
	price: Pricing,
	{ id, orderId, addressId }: LineIds,
): OrderProduct {
	const quantity = random.chance(0.15) ? random.int(2, 12) : 1;
	const ex = price.of(product.price);
	const tax = Number((ex * price.taxRate).toFixed(price.currency.decimals));
	const name = { name: product.name, name_customer: product.name, name_merchant: product.name };
	const sums = (label: string, one: number, vat: number): Record<string, string> => ({
		[`base_${label}`]: money(one),
		[`${label}_ex_tax`]: money(one),
		[`${label}_inc_tax`]: money(one + vat),
		[`${label}_tax`]: money(vat),
	});
	return {
		id,
		order_id: orderId,
		product_id: product.id,
		variant_id: product.variantId,
		order_pickup_method_id: 0,
		order_address_id: product.type === 'physical' ? addressId : 0,
		...name,
		sku: product.sku,
		upc: product.upc,
		type: product.type,
		...sums('price', ex, tax),
		...sums('total', ex * quantity, tax * quantity),
		total_inc_tax: money((ex + tax) * quantity),
		quantity,
		...PLAIN,
		applied_discounts: [],
		configurable_fields: [],
		product_options: optionsOf(product, id),
		discounted_total_inc_tax: money((ex + tax) * quantity),
	};
}

/** What most lines have none of. */
const PLAIN = {
	weight: '1.0000',
	is_refunded: false,
	quantity_refunded: 0,
	refund_amount: '0.0000',
	quantity_shipped: 0,
	parent_order_product_id: null,
	is_bundled_product: false,
	bin_picking_number: '',
	external_id: null,
	brand: '',
	gift_certificate_id: null,
};

function optionsOf({ option }: Product, lineId: number): unknown[] {
	if (!option) return [];
	return [
		{
			id: lineId * 10,
			option_id: 18,
			order_product_id: lineId,
			product_option_id: 120,
			display_name: option.name,
			display_value: option.value,
			value: '69',
			type: 'Multiple choice',
			name: option.name,
			display_style: 'Rectangle',
		},
	];
}

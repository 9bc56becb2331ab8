import type { Random } from '../kit/random';
import type { StoreIdentity } from './app';
import { money, type Address, type Held } from './order';
import { API_HOST } from './head';
import { COUNTRIES, type Country } from './people';

/** Somebody's address, with the gaps that real ones have. */
export function newAddress(random: Random, country: Country): Address {
	return {
		first_name: random.pick(country.firstNames),
		last_name: random.pick(country.lastNames),
		company: random.chance(0.1) ? random.pick(country.companies) : '',
		street_1: random.pick(country.streets),
		street_2: random.chance(0.2) ? 'Unit 4/B' : '',
		...random.pick(country.cities),
		country: country.name,
		country_iso2: country.iso,
		phone: random.chance(0.2) ? '' : `+${random.digits(11)}`,
		email: `buyer+${random.hex(6)}@mail.example`,
		form_fields: random.chance(0.05)
			? [{ name: 'Delivery, please', value: 'Ring "twice" & wait' }]
			: [],
	};
}

/** An address without what an order adds to it. */
export function plain(address: Address | undefined): Partial<Address> {
	const fields = FIELDS.map((name) => [name, address?.[name]]);
	return Object.fromEntries(fields) as Partial<Address>;
}

const FIELDS = [
	...(['first_name', 'last_name', 'company', 'street_1', 'street_2', 'city', 'state'] as const),
	...(['zip', 'country', 'country_iso2', 'phone', 'email'] as const),
];

/** Where an order is shipped to; mostly to who pays. */
export function newShipping(
	random: Random,
	store: StoreIdentity,
	{ order, products }: Held,
	id: number,
	cost: number,
): Held['addresses'][number] {
	const country = COUNTRIES.find(({ iso }) => iso === order.billing_address.country_iso2);
	const elsewhere =
		country && random.chance(0.15) ? newAddress(random, country) : order.billing_address;
	const quotes = `/orders/${order.id}/shippingaddresses/${id}/shippingquotes`;
	return {
		id,
		order_id: order.id,
		...elsewhere,
		items_total: products
			.filter((line) => line.order_address_id === id)
			.reduce((all, line) => all + line.quantity, 0),
		items_shipped: 0,
		shipping_method: cost === 0 ? 'Free Shipping' : 'Flat Rate / Express',
		base_cost: money(cost),
		cost_ex_tax: money(cost),
		cost_inc_tax: money(cost),
		cost_tax: '0.0000',
		cost_tax_class_id: 2,
		base_handling_cost: '0.0000',
		handling_cost_ex_tax: '0.0000',
		handling_cost_inc_tax: '0.0000',
		handling_cost_tax: '0.0000',
		handling_cost_tax_class_id: 2,
		shipping_zone_id: 1,
		shipping_zone_name: elsewhere.country,
		shipping_quotes: { url: `${API_HOST}/stores/${store.hash}/v2${quotes}`, resource: quotes },
	};
}

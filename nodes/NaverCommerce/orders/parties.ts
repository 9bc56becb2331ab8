import {
	address,
	type Address,
	buyer,
	type Buyer,
	type Missing,
	RAW_ORDER,
} from '../../../core/orders/order';
import { part, text } from '../../../core/orders/read';
import { isWaiting } from '../trigger/ready';
import type { NaverAddress, ProductOrderDetail } from './wire';

type Detail = Partial<ProductOrderDetail>;

interface Parties {
	buyer: Buyer;
	shippingAddress: Address | null;
	missing: Missing[];
}

/** Who ordered, where it goes, and why one of them is not given. */
export function partiesOf(details: Detail[]): Parties {
	const missing: Missing[] = [];
	return {
		buyer: buyerOf(details, missing),
		shippingAddress: addressOf(details, missing),
		missing,
	};
}

function buyerOf(details: Detail[], missing: Missing[]): Buyer {
	const notes = details.map((detail) => text(part(detail.productOrder).shippingMemo));
	const read = (name: 'ordererName' | 'ordererTel', field: string) => {
		const given = details.map((detail) => text(part(detail.order)[name])).find(Boolean) ?? null;
		// Givers of presents are masked. See BEHAVIOR.md, Orders.
		if (given?.includes('*') !== true) return given;
		missing.push({ field, reason: 'masked' });
		return null;
	};
	return buyer({
		// `ordererId` is masked for everyone.
		id: details.map((detail) => text(part(detail.order).ordererNo)).find(Boolean) ?? null,
		name: read('ordererName', 'buyer.name'),
		phone: read('ordererTel', 'buyer.phone'),
		note: [...new Set(notes.filter((note) => note !== null))].join('\n') || null,
	});
}

/** Lines may go to different addresses once a buyer changed the address of one. */
function addressOf(details: Detail[], missing: Missing[]): Address | null {
	const given = details
		.map((detail) => mapped(part(detail.productOrder).shippingAddress))
		.filter((entry) => entry !== null);
	const distinct = new Set(given.map((entry) => JSON.stringify(entry)));
	if (distinct.size === 1) return given[0];
	const reason =
		distinct.size > 1
			? `the lines go to different addresses: see ${RAW_ORDER}`
			: whyNowhere(details);
	missing.push({ field: 'shippingAddress', reason });
	return null;
}

function whyNowhere(details: Detail[]): string {
	if (details.some(isWaiting)) {
		return 'the receiver of the gift has not accepted it yet (WAIT_FOR_RECEIVING)';
	}
	const methods = details.map(({ productOrder }) =>
		text(part(productOrder).expectedDeliveryMethod),
	);
	const known = [...new Set(methods)].filter((method) => method !== null);
	return ['Naver gave no address', ...known.map((method) => `(${method})`)].join(' ');
}

function mapped(given: NaverAddress | undefined): Address | null {
	const wire = part(given);
	const found = address({
		name: text(wire.name),
		line1: text(wire.baseAddress),
		line2: text(wire.detailedAddress),
		city: text(wire.city),
		region: text(wire.state),
		postalCode: text(wire.zipCode),
		phone: text(wire.tel1) ?? text(wire.tel2),
	});
	const isEmpty = Object.values(found).every((value) => value === null);
	return isEmpty ? null : { ...found, countryCode: countryOf(wire) };
}

/** The country of a foreign address is a text; only a code is a code. */
function countryOf({ addressType, country }: Partial<NaverAddress>): string | null {
	if (addressType === 'DOMESTIC') return 'KR';
	const written = text(country);
	return written !== null && /^[A-Z]{2}$/.test(written) ? written : null;
}

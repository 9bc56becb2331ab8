import type { ErrorDetails } from '../../core/marketplace';

/** What Naver says of a product order that is so already. */
export const ALREADY_SO = '105306';

/**
 * Codes of the order API in words, with what to do next.
 * See https://apicenter.commerce.naver.com/docs/commerce-api/current, `errorCode.pay-order-seller`.
 */
const REFUSALS: Readonly<Record<string, readonly [happened: string, advice: string]>> = {
	'100001': [
		'Naver does not know this product order',
		'Check the product order number (상품주문번호, 16 digits), and that it belongs to this store',
	],
	'101009': ['It belongs to another store', 'Check the credential and the number'],
	'101011': [
		'Only the logistics company may confirm goods under direct contract',
		'Leave it to the logistics company (물류사)',
	],
	'104116': [
		'The order needs another delivery method',
		"Set the option 'Delivery Method', e.g. to 'Nothing to Deliver'",
	],
	'104117': ['The order needs another delivery method', "Set the option 'Delivery Method'"],
	'104118': ['The carrier is missing', "Choose a 'Carrier'"],
	'104119': [
		'Naver does not accept the carrier code',
		"Choose the 'Carrier' from the list, and check that the tracking number is one of its numbers",
	],
	'104120': ['The tracking number is missing', "Enter a 'Tracking Number'"],
	'104121': [
		'The tracking number was used before',
		'Check the tracking number for typing errors, and that it is that of this parcel',
	],
	'104122': ['The tracking number is not valid', 'Check it for typing errors, and the carrier'],
	'104131': ['The product order is named twice', 'Name each product order once'],
	'104133': [
		'Naver does not allow it for an order in this state',
		'Read the order: it may be cancelled, sent, not paid, or a present (선물하기) that nobody has accepted yet',
	],
	'105001': [
		'The product order number of the e-coupon is named twice',
		'Name each product order once',
	],
	'105002': [
		'The authentication number of the e-coupon is not valid',
		'Ship e-coupons in Smart Store Center (스마트스토어센터)',
	],
	[ALREADY_SO]: ['It has this status already', 'Read the order to see its status'],
	'105308': [
		'Only the logistics company may ship goods under direct contract',
		'Leave it to the logistics company (물류사)',
	],
	'000400': [
		'Naver could not read the request',
		'Report it as a bug of this node, with the request ID',
	],
};

/** A code in words; nothing, where it has no known meaning. */
export function refusalOf(code: string | undefined): Pick<ErrorDetails, 'message' | 'advice'> {
	if (code === undefined || !Object.hasOwn(REFUSALS, code)) return {};
	const [message, advice] = REFUSALS[code];
	return { message, advice };
}

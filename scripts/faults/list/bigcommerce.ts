import type { ListedFault } from './fault';

const FOLDER = 'nodes/BigCommerce/';
const STATUS = `${FOLDER}bigCommerce.status.ts`;
const LINES = `${FOLDER}bigCommerce.lines.ts`;
const ORDER = `${FOLDER}bigCommerce.order.ts`;
const PARTIES = `${FOLDER}bigCommerce.parties.ts`;
const SIGHTING = `${FOLDER}bigCommerce.sighting.ts`;
const FEED = `${FOLDER}bigCommerce.feed.ts`;
const HOOKS = `${FOLDER}bigCommerce.hooks.ts`;
const HINTS = `${FOLDER}bigCommerce.hints.ts`;
const SIGNATURE = `${FOLDER}bigCommerce.signature.ts`;
const MARKETPLACE = `${FOLDER}bigCommerce.marketplace.ts`;
const INSTALL = `${FOLDER}bigCommerce.authorization.ts`;
const INSTALL_CODE = `${FOLDER}bigCommerce.authorizationCode.ts`;
const CALLBACK = `${FOLDER}bigCommerce.authorizationPayload.ts`;
const EXCHANGE = `${FOLDER}bigCommerce.exchange.ts`;
const HASH = `${FOLDER}bigCommerce.hash.ts`;
const LIST = `${FOLDER}operations/order.ts`;
const PRODUCTS = `${FOLDER}operations/products.ts`;

/** Faults of nodes/BigCommerce. */
export const bigcommerce: ListedFault[] = [
	{
		file: STATUS,
		find: "12: 'open', // Manual Verification Required",
		put: "12: 'completed', // Manual Verification Required",
		why: 'an order that waits for a check of the payment reads done',
	},
	{
		file: STATUS,
		find: "6: 'cancelled',\n\t7: 'unfulfilled'",
		put: "6: 'unfulfilled',\n\t7: 'unfulfilled'",
		why: 'a declined order waits in the packing list',
	},
	{
		file: STATUS,
		find: "'held for review': 'pending'",
		put: "'held for review': 'paid'",
		why: 'money held for a fraud review counts as paid, and goods leave the house',
	},
	{
		file: STATUS,
		find: "'void pending': 'unpaid'",
		put: "'void pending': 'pending'",
		why: 'a payment that is being given up looks as if it were on its way',
	},
	{
		file: STATUS,
		find: "14: 'partiallyRefunded',\n};",
		put: '};',
		why: 'a part refunded by an offline method is no longer seen',
	},
	{
		file: STATUS,
		find: 'shipped < total ?',
		put: 'shipped <= total ?',
		why: 'an order whose items are all shipped stays partly shipped',
	},
	{
		file: STATUS,
		find: "id === '14' && fulfillmentStatus === 'fulfilled'",
		put: "id === '14'",
		why: 'an order of which a part was refunded before shipping reads completed and is not packed',
	},
	{
		file: LINES,
		find: "discount.target === 'order'",
		put: "discount.target !== 'product'",
		why: 'a discount of a line by another target reads as one of the whole order',
	},
	{
		file: LINES,
		find: 'sets.flatMap((set) => parts(part(set.email).gift_certificates))',
		put: '[]',
		why: 'gift certificates vanish from the lines',
	},
	{
		file: LINES,
		find: '[...(kits.get(kit) ?? []), part]',
		put: '[part]',
		why: 'a kit names only the last of its parts',
	},
	{
		file: LINES,
		find: 'amount(line[`price_${side}`])',
		put: 'amount(line.price_inc_tax)',
		why: 'unit prices of a net-price store come with tax and do not fit the totals',
	},
	{
		file: LINES,
		find: 'quantityRefunded: count(line.quantity_refunded)',
		put: 'quantityRefunded: count(line.quantity_shipped)',
		why: 'shipped items read as refunded',
	},
	{
		file: LINES,
		find: "['discount_amount', 'coupon_discount'] as const",
		put: "['discount_amount'] as const",
		why: 'a coupon of an order without shares on its lines is lost',
	},
	{
		file: LINES,
		find: 'text(given.display_name_customer) ?? text(given.display_name_merchant)',
		put: 'text(given.display_name_customer)',
		why: 'a fee that only the merchant named has no title',
	},
	{
		file: ORDER,
		find: 'text(facts.default_currency_code) ?? text(facts.currency_code)',
		put: 'text(facts.currency_code) ?? text(facts.default_currency_code)',
		why: 'amounts come in the currency that the shopper was only shown',
	},
	{
		file: ORDER,
		find: "'ex_tax' : 'inc_tax'",
		put: "'inc_tax' : 'inc_tax'",
		why: 'a net-price store gets the estimated side of each pair of amounts',
	},
	{
		file: ORDER,
		find: 'shipping.length + pickups.length > 1,',
		put: 'shipping.length > 1,',
		why: 'an order with a parcel and a pickup does not say why it has no shipping method',
	},
	{
		file: PARTIES,
		find: 'shipping.length === 1 ? shipping[0]',
		put: 'shipping.length >= 1 ? shipping[0]',
		why: 'of several addresses the first gets every parcel',
	},
	{
		file: SIGHTING,
		find: "['8', '9', '11']",
		put: "['9', '11']",
		why: 'an order that waits for pickup is never told as ready to be packed',
	},
	{
		file: SIGHTING,
		find: "wasShipped || parcels === 'fulfilled'",
		put: "parcels === 'fulfilled'",
		why: 'an order that was shipped and completed between two polls is never told as shipped',
	},
	{
		file: FEED,
		find: 'min_date_modified: iso(since - SECOND_MS), sort:',
		put: 'min_date_modified: iso(since + SECOND_MS), sort:',
		why: 'orders changed in the second in which the last poll ended are never told',
	},
	{
		file: FEED,
		find: 'modifiedAt(past) - OVERLAP_MS',
		put: 'modifiedAt(past)',
		why: 'a change that comes late into the index is never told',
	},
	{
		file: FEED,
		find: 'const isStuck = newest <= Date.parse(since)',
		put: 'const isStuck = newest < Date.parse(since)',
		why: 'more orders of one second than a page holds: every poll reads the same page for ever',
	},
	{
		file: FEED,
		find: '(before.near ?? Infinity) - OVERLAP_MS',
		put: 'Infinity',
		why: 'a change that comes late while a long catch-up runs is never told',
	},
	{
		file: FEED,
		find: '[...incomplete].slice(-MOST_INCOMPLETE)',
		put: '[...incomplete]',
		why: 'the memory of abandoned checkouts grows without end',
	},
	{
		file: FEED,
		find: 'checkTimes(orders, since - SECOND_MS);',
		put: '',
		why: 'a cached answer for another time moves the place past what is still to come',
	},
	{
		file: HOOKS,
		find: 'found.is_active === true && ',
		put: '',
		why: 'a webhook that BigCommerce switched off is never switched on again',
	},
	{
		file: HOOKS,
		find: 'hook.id = text(found.id);',
		put: 'hook.id ??= text(found.id);',
		why: 'a webhook that was made anew is put right under the id of the old one',
	},
	{
		file: HOOKS,
		find: '\tforgetTold(key);\n',
		put: '',
		why: 'the memory of a trigger that was switched off stays for ever',
	},
	{
		file: HOOKS,
		find: "error.verdict === 'gone'",
		put: "error.verdict === 'denied'",
		why: 'a webhook that is gone already is reported as one that stays',
	},
	{
		file: HINTS,
		find: "data.type === 'order' ? data.id : data.order_id",
		put: 'data.id ?? data.order_id',
		why: 'a call about something else looks at the order of the same number',
	},
	{
		file: HINTS,
		find: 'clock.now() + (here?.skewMs ?? 0)',
		put: 'clock.now()',
		why: 'an n8n whose clock is off refuses every signed call',
	},
	{
		file: SIGNATURE,
		find: 'if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)',
		put: 'if (now / 1000 - Number(timestamp) > TOLERANCE_SECONDS)',
		why: 'a call signed for the far future counts for as long',
	},
	{
		file: MARKETPLACE,
		find: 'status >= GATEWAY) return',
		put: 'status > GATEWAY) return',
		why: 'a gateway that waited in vain (520) reads as a block, which is not tried again',
	},
	{
		file: MARKETPLACE,
		find: 'told, reset) : undefined',
		put: 'told, reset / 1000) : undefined',
		why: 'after a refusal the pause is a thousandth of what BigCommerce wants',
	},
	{
		file: MARKETPLACE,
		find: "left: header(headers, 'x-rate-limit-requests-left')",
		put: "left: header(headers, 'x-rate-limit-requests-quota')",
		why: 'the bucket is full after each answer, and the quota of the store is broken',
	},
	{
		file: INSTALL,
		find: 'if (installed === undefined) once.release(id);',
		put: '',
		why: 'whoever loads the page of a refused install again is told it was used',
	},
	{
		file: INSTALL,
		find: 'if (before !== undefined && before !== event) throw notOurs();',
		put: '',
		why: 'the payload of a load may be sent again as an uninstall',
	},
	{
		file: INSTALL_CODE,
		find: 'if (storeOf(answer.context) !== storeHash) return undefined;',
		put: '',
		why: 'the token of one store is handed on as that of another',
	},
	{
		file: CALLBACK,
		find: '+ 300) * 1000',
		put: '- 300) * 1000',
		why: 'a callback may be played again in the last minutes of its life',
	},
	{
		file: EXCHANGE,
		find: 'if (text(answer.scope) === null) failRenewal(credentials, noScope());',
		put: '',
		why: 'a token without any permission is kept and every call is refused',
	},
	{
		file: HASH,
		find: '(?:-\\d+)?\\.mybigcommerce',
		put: '\\.mybigcommerce',
		why: 'the address of a channel of the store is not understood',
	},
	{
		file: LIST,
		find: '{ ...rest, to: last - 1 }',
		put: '{ ...rest, to: last }',
		why: 'the last order of each page comes twice',
	},
	{
		file: PRODUCTS,
		find: 'isMore && products.length > 0 ?',
		put: 'isMore ?',
		why: 'an order whose products were refused loses the link to them',
	},
];

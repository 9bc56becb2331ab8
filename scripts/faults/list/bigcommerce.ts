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
	{
		file: 'nodes/BigCommerce/marketplace.ts',
		find: `reservedHeaders: [TOKEN_HEADER.toLowerCase(), 'x-auth-client']`,
		put: `reservedHeaders: [TOKEN_HEADER, 'x-auth-client']`,
		why: `Reserved names are compared in lower case: a user of the API request may now set X-Auth-Token himself, in whatever letters, in place of the credential's token.`,
	},
	{
		file: 'nodes/BigCommerce/trigger/events.ts',
		find: `statusId === '10' ? wasShipped || parcels === 'fulfilled'`,
		put: `statusId === '10' ? wasShipped && parcels === 'fulfilled'`,
		why: `A completed order whose items were all shipped but that has no date_shipped (or has the date and no counts) never starts 'Order Shipped'.`,
	},
	{
		file: 'nodes/BigCommerce/BigCommerce.node.ts',
		find: `outputDefault: 'order',`,
		put: `outputDefault: 'marketplace',`,
		why: `n8n does not store defaults: every saved node that uses the unified order suddenly gives BigCommerce's raw objects.`,
	},
	{
		file: 'nodes/BigCommerce/access/connection.ts',
		find: 'quotaOwner: store,',
		put: 'quotaOwner: host,',
		why: 'All stores of one n8n share one quota: one busy store makes the others wait, and what the headers of one tell is believed of all.',
	},
	{
		file: 'nodes/BigCommerce/trigger/signature.ts',
		find: 'Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS',
		put: 'now / 1000 - Number(timestamp) > TOLERANCE_SECONDS',
		why: 'A call dated far in the future is taken as genuine; only old ones are refused.',
	},
	{
		file: 'nodes/BigCommerce/trigger/webhooks.ts',
		find: `if (clock.now() - hook.checkedAt < CHECK_EVERY_MS) return;
	hook.checkedAt = clock.now();`,
		put: 'if (clock.now() - hook.checkedAt < CHECK_EVERY_MS) return;',
		why: 'While /v3/hooks cannot be read (e.g. refused), every single poll asks for it again, not once an hour.',
	},
	{
		file: 'nodes/BigCommerce/access/pasted-code.ts',
		find: 'if (text(answer.scope) === null) failRenewal(credentials, noScope());',
		put: 'if (answer.scope === null) failRenewal(credentials, noScope());',
		why: 'A token with an empty or absent scope is stored as good; every call with it is refused later.',
	},
	{
		file: 'nodes/BigCommerce/access/authorization-code.ts',
		find: `if (reason === 'invalid_client' || /redirect_uri/.test(reason) || !answer.error) {`,
		put: `if (reason === 'invalid_client' || /redirect_uri/.test(reason)) {`,
		why: `An HTML page in place of JSON (a parameter is wrong, the owner's fault) is told to the merchant as a code that no longer counts; the owner learns nothing.`,
	},
	{
		file: 'nodes/BigCommerce/access/authorization-payload.ts',
		find: 'until: (Number(claims.exp) + 300) * 1000,',
		put: 'until: Number(claims.exp) + 300 * 1000,',
		why: 'Seconds are taken for milliseconds: what was used has run out at once, so a reload of the page or a replayed payload starts the workflow again.',
	},
	{
		file: 'nodes/BigCommerce/orders/status.ts',
		find: 'shipped === null || total <= 0',
		put: 'shipped === null || total < 0',
		why: `A refunded or disputed order without items (items_total 0) reads 'unfulfilled' where nobody knows: 'unknown'.`,
	},
	{
		file: 'nodes/BigCommerce/orders/lines.ts',
		find: 'return total === null && !Array.isArray(facts.products) && hasEmptyParcel(facts);',
		put: 'return total === null && hasEmptyParcel(facts);',
		why: 'An order whose lines were read from /products still says that lines are missing, because its parcel in the consignments is empty as before.',
	},
	{
		file: 'nodes/BigCommerce/orders/parties.ts',
		find: '...(shipping.length + pickups.length === 1 ? methodOf',
		put: '...(shipping.length === 1 || pickups.length === 1 ? methodOf',
		why: 'An order with one parcel and one pickup claims a single shipping method, mixed of both (method of the parcel, methodId of the pickup).',
	},
	{
		file: 'nodes/BigCommerce/orders/mapping.ts',
		find: 'shipping.length + pickups.length > 1,',
		put: 'shipping.length > 1 || pickups.length > 1,',
		why: 'For an order with one parcel and one pickup, `missing` no longer says why shipping.method is null.',
	},
	{
		file: 'nodes/BigCommerce/trigger/webhook-call.ts',
		find: 'clock.now() + (here?.skewMs ?? 0)',
		put: 'clock.now() - (here?.skewMs ?? 0)',
		why: 'Where the clock of n8n is wrong by some minutes, the correction doubles the error and genuine calls are refused with 401.',
	},
	{
		file: 'nodes/BigCommerce/trigger/feed.ts',
		find: 'Math.abs(modifiedAt(order) - now) < SETTLED_MS',
		put: 'now - modifiedAt(order) < SETTLED_MS',
		why: `An order with a date_modified in the future counts as unsettled for ever: 'Order Updated' leaves it out at every poll until that day, and waits two seconds each time.`,
	},
	{
		file: 'nodes/BigCommerce/access/store-hash.ts',
		find: '([a-z0-9]+)(?=[/?#&]|$)/,',
		put: '([a-z0-9]+)(?=[/?#]|$)/,',
		why: 'A pasted query such as ?context=stores%2Fabc123&scope=… is no longer read as a store hash.',
	},
	{
		file: 'nodes/BigCommerce/access/login.ts',
		find: 'split(/[\\s,]+/)',
		put: 'split(/\\s+/)',
		why: 'Permissions written with commas are sent with the commas; BigCommerce knows no such scopes and refuses the installation.',
	},
	{
		file: 'nodes/BigCommerce/orders/list-options.ts',
		find: 'text(status.custom_label) ?? text(status.name)',
		put: 'text(status.name) ?? text(status.custom_label)',
		why: `The list of statuses shows BigCommerce's own words and not the labels that the merchant has given and sees in the control panel.`,
	},
	{
		file: 'nodes/BigCommerce/access/account-check.ts',
		find: `const ORDERS = ['store_v2_orders', `,
		put: `const ORDERS = ['store_v2_order', `,
		why: 'An app with the full right on orders is told that it may not read orders; the check is not ok.',
	},
	{
		file: 'nodes/BigCommerce/orders/products.ts',
		find: `const LASTING = ['denied', 'gone', 'invalid'];`,
		put: `const LASTING = ['denied', 'invalid'];`,
		why: 'One order whose products answer with 404 (deleted meanwhile) makes the whole list, or the poll of the trigger, fail.',
	},
	{
		file: 'nodes/BigCommerce/orders/list.ts',
		find: 'if (isEnd(page.length, size, ROUND)) return;',
		put: 'if (isEnd(page.length, size)) return;',
		why: 'If BigCommerce gives 50 orders where 250 were asked for, Get Many with a limit ends after 50 in silence.',
	},
	{
		file: 'nodes/BigCommerce/trigger/options.ts',
		find: `withIncomplete: values.get<boolean>('includeIncomplete') === true,`,
		put: `withIncomplete: values.get<boolean>('includeIncomplete') !== undefined,`,
		why: `Whoever has added 'Include Incomplete' and left it switched off gets broken-off checkouts as orders.`,
	},
	{
		file: 'nodes/BigCommerce/access/authorization.ts',
		find: 'const RELOAD_MS = 60 * 60_000;',
		put: 'const RELOAD_MS = 60 * 60;',
		why: 'Four seconds after the installation a reload sends the used code again and shows the merchant a failure, not that all is done.',
	},
	{
		file: 'nodes/BigCommerce/BigCommerceTrigger.node.ts',
		find: '{ source: orders, keeps, events: triggerEvents }',
		put: '{ source: orders, events: triggerEvents }',
		why: 'A trigger that is limited to one channel is started by webhook calls about orders of every channel.',
	},
];

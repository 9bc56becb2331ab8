import { faultsOf, type ListedFault } from './fault';

/** Faults of nodes/BigCommerce. */
export const bigcommerce: ListedFault[] = [
	...faultsOf('nodes/BigCommerce/BigCommerce.node.ts', [
		[
			"outputDefault: 'order',",
			"outputDefault: 'marketplace',",
			"n8n does not store defaults: every saved node that uses the unified order suddenly gives BigCommerce's raw objects.",
		],
	]),
	...faultsOf('nodes/BigCommerce/BigCommerceTrigger.node.ts', [
		[
			'{ source: orders, matches, events: triggerEvents }',
			'{ source: orders, events: triggerEvents }',
			'A trigger that is limited to one channel is started by webhook calls about orders of every channel.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/account-check.ts', [
		[
			'if (scopes.includes(READ) || scopes.includes(WRITE)) return;',
			'if (scopes.includes(READ)) return;',
			'An app with the full right on orders is told that it may not read orders; the check is not ok.',
		],
		[
			'WRITING.filter(([, scope]) => scopes?.includes(scope) === false)',
			'WRITING.filter(([, scope]) => scopes?.includes(`${scope}_read_only`) === false)',
			'An app that may only read is told that it may ship; each parcel is refused then.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/authorization-code.ts', [
		[
			'if (storeOf(answer.context) !== storeHash) return undefined;',
			'',
			'the token of one store is handed on as that of another',
		],
		[
			"if (reason === 'invalid_client' || /redirect_uri/.test(reason) || !answer.error) {",
			"if (reason === 'invalid_client' || /redirect_uri/.test(reason)) {",
			"An HTML page in place of JSON (a parameter is wrong, the owner's fault) is told to the merchant as a code that no longer counts; the owner learns nothing.",
		],
	]),
	...faultsOf('nodes/BigCommerce/access/authorization-payload.ts', [
		[
			'+ 300) * 1000',
			'- 300) * 1000',
			'a callback may be played again in the last minutes of its life',
		],
		[
			'until: (Number(claims.exp) + 300) * 1000,',
			'until: Number(claims.exp) + 300 * 1000,',
			'Seconds are taken for milliseconds: what was used has run out at once, so a reload of the page or a replayed payload starts the workflow again.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/authorization.ts', [
		[
			'if (installed === undefined) once.release(id);',
			'',
			'whoever loads the page of a refused install again is told it was used',
		],
		[
			'if (before !== undefined && before !== event) throw notOurs();',
			'',
			'the payload of a load may be sent again as an uninstall',
		],
		[
			'const RELOAD_MS = HOUR_MS;',
			'const RELOAD_MS = 60 * 60;',
			'Four seconds after the installation a reload sends the used code again and shows the merchant a failure, not that all is done.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/connection.ts', [
		[
			'quotaOwner: store,',
			'quotaOwner: host,',
			'All stores of one n8n share one quota: one busy store makes the others wait, and what the headers of one tell is believed of all.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/login.ts', [
		[
			'split(/[\\s,]+/)',
			'split(/\\s+/)',
			'Permissions written with commas are sent with the commas; BigCommerce knows no such scopes and refuses the installation.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/pasted-code.ts', [
		[
			'if (text(answer.scope) === null) failRenewal(credentials, noScope());',
			'',
			'a token without any permission is kept and every call is refused',
		],
		[
			'if (text(answer.scope) === null) failRenewal(credentials, noScope());',
			'if (answer.scope === null) failRenewal(credentials, noScope());',
			'A token with an empty or absent scope is stored as good; every call with it is refused later.',
		],
	]),
	...faultsOf('nodes/BigCommerce/access/store-hash.ts', [
		[
			'(?:-\\d+)?\\.mybigcommerce',
			'\\.mybigcommerce',
			'the address of a channel of the store is not understood',
		],
		[
			'([a-z0-9]+)(?=[/?#&]|$)/,',
			'([a-z0-9]+)(?=[/?#]|$)/,',
			'A pasted query such as ?context=stores%2Fabc123&scope=… is no longer read as a store hash.',
		],
	]),
	...faultsOf('nodes/BigCommerce/marketplace.ts', [
		[
			'status >= GATEWAY) return',
			'status > GATEWAY) return',
			'a gateway that waited in vain (520) reads as a block, which is not tried again',
		],
		[
			'told, reset) : undefined',
			'told, reset / 1000) : undefined',
			'after a refusal the pause is a thousandth of what BigCommerce wants',
		],
		[
			"left: header(headers, 'x-rate-limit-requests-left')",
			"left: header(headers, 'x-rate-limit-requests-quota')",
			'the bucket is full after each answer, and the quota of the store is broken',
		],
		[
			"reservedHeaders: [TOKEN_HEADER.toLowerCase(), 'x-auth-client']",
			"reservedHeaders: [TOKEN_HEADER, 'x-auth-client']",
			"Reserved names are compared in lower case: a user of the API request may now set X-Auth-Token himself, in whatever letters, in place of the credential's token.",
		],
	]),
	...faultsOf('nodes/BigCommerce/writes/carriers.ts', [
		[
			'return isProvider ? { shipping_provider: code } : { tracking_carrier: code };',
			'return { shipping_provider: code };',
			'A carrier of AfterShip goes where BigCommerce knows ten names, and the buyer gets no link.',
		],
	]),
	...faultsOf('nodes/BigCommerce/writes/order.ts', [
		[
			'(count(line.quantity_shipped) ?? 0) + (count(line.quantity_refunded) ?? 0)',
			'(count(line.quantity_shipped) ?? 0)',
			'Units that were refunded are shipped.',
		],
		[
			"return orderId.replace(/^0+(?=\\d)/, '');",
			'return orderId;',
			'0118 and 118 are two orders, and the parcel is made twice.',
		],
		["if (line.type === 'digital') return 'a download';", '', 'A download goes into a parcel.'],
	]),
	...faultsOf('nodes/BigCommerce/writes/set-status.ts', [
		[
			'isSet(order, wish.status) ? [] : [wish]',
			'[wish]',
			'The same status is set again, and the buyer may get the same email again.',
		],
	]),
	...faultsOf('nodes/BigCommerce/writes/ship.ts', [
		[
			'!known.has(shipment.id) &&',
			'',
			'An older parcel is taken for the one without an answer, which is never sent.',
		],
		[
			'if (shipment.id !== null) known.add(shipment.id);',
			'',
			'Two parcels without a number are taken for one, and the second is never sent.',
		],
		[
			'contents(shipment.lines) === contents(lines)',
			'true',
			'Another parcel of the same run is taken for the one without an answer.',
		],
		[
			"leavesTrace: ({ trackingNumber, lines }) => trackingNumber !== null || lines === 'all',",
			'',
			'Retry On Fail ships units again of which nobody knows whether they were shipped.',
		],
		[
			'if (wish.trackingNumber === null && wasSent(wish.lines, order)) return [];',
			'',
			'A second run without tracking numbers fails, though everything is as it should be.',
		],
		[
			'filter((one) => !isSeen(one))',
			'filter(() => true)',
			'After a lost answer, fewer lines remain than are open.',
		],
		[
			'if (shipment.id === null) return [undefined];',
			'',
			'An empty answer is told as a parcel that nobody has made.',
		],
		[
			'refuseOtherCarrier(wish, before);',
			'',
			'A parcel that is there with the wrong carrier is told as right.',
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/lines.ts', [
		[
			"discount.target === 'order'",
			"discount.target !== 'product'",
			'a discount of a line by another target reads as one of the whole order',
		],
		[
			'sets.flatMap((set) => parts(part(set.email).gift_certificates))',
			'[]',
			'gift certificates vanish from the lines',
		],
		['[...(kits.get(kit) ?? []), part]', '[part]', 'a kit names only the last of its parts'],
		[
			'amount(line[`price_${side}`])',
			'amount(line.price_inc_tax)',
			'unit prices of a net-price store come with tax and do not fit the totals',
		],
		[
			'quantityRefunded: count(line.quantity_refunded)',
			'quantityRefunded: count(line.quantity_shipped)',
			'shipped items read as refunded',
		],
		[
			"['discount_amount', 'coupon_discount'] as const",
			"['discount_amount'] as const",
			'a coupon of an order without shares on its lines is lost',
		],
		[
			'text(given.display_name_customer) ?? text(given.display_name_merchant)',
			'text(given.display_name_customer)',
			'a fee that only the merchant named has no title',
		],
		[
			'return total === null && !Array.isArray(facts.products) && hasEmptyParcel(facts);',
			'return total === null && hasEmptyParcel(facts);',
			'An order whose lines were read from /products still says that lines are missing, because its parcel in the consignments is empty as before.',
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/list-options.ts', [
		[
			'text(status.custom_label) ?? text(status.name)',
			'text(status.name) ?? text(status.custom_label)',
			"The list of statuses shows BigCommerce's own words and not the labels that the merchant has given and sees in the control panel.",
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/list.ts', [
		[
			'{ ...rest, to: last - 1 }',
			'{ ...rest, to: last }',
			'the last order of each page comes twice',
		],
		[
			'if (isEnd(page.length, size, ROUND)) return;',
			'if (isEnd(page.length, size)) return;',
			'If BigCommerce gives 50 orders where 250 were asked for, Get Many with a limit ends after 50 in silence.',
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/mapping.ts', [
		[
			'text(facts.default_currency_code) ?? text(facts.currency_code)',
			'text(facts.currency_code) ?? text(facts.default_currency_code)',
			'amounts come in the currency that the shopper was only shown',
		],
		[
			"'ex_tax' : 'inc_tax'",
			"'inc_tax' : 'inc_tax'",
			'a net-price store gets the estimated side of each pair of amounts',
		],
		[
			'shipping.length + pickups.length > 1,',
			'shipping.length > 1,',
			'an order with a parcel and a pickup does not say why it has no shipping method',
		],
		[
			'shipping.length + pickups.length > 1,',
			'shipping.length > 1 || pickups.length > 1,',
			'For an order with one parcel and one pickup, `missing` no longer says why shipping.method is null.',
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/parties.ts', [
		[
			'shipping.length === 1 ? shipping[0]',
			'shipping.length >= 1 ? shipping[0]',
			'of several addresses the first gets every parcel',
		],
		[
			'...(shipping.length + pickups.length === 1 ? methodOf',
			'...(shipping.length === 1 || pickups.length === 1 ? methodOf',
			'An order with one parcel and one pickup claims a single shipping method, mixed of both (method of the parcel, methodId of the pickup).',
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/products.ts', [
		[
			'isMore && products.length > 0 ?',
			'isMore ?',
			'an order whose products were refused loses the link to them',
		],
		[
			"const LASTING = ['denied', 'gone', 'invalid'];",
			"const LASTING = ['denied', 'invalid'];",
			'One order whose products answer with 404 (deleted meanwhile) makes the whole list, or the poll of the trigger, fail.',
		],
	]),
	...faultsOf('nodes/BigCommerce/orders/status.ts', [
		[
			"12: 'open', // Manual Verification Required",
			"12: 'completed', // Manual Verification Required",
			'an order that waits for a check of the payment reads done',
		],
		[
			"6: 'cancelled',\n\t7: 'unfulfilled'",
			"6: 'unfulfilled',\n\t7: 'unfulfilled'",
			'a declined order waits in the packing list',
		],
		[
			"'held for review': 'pending'",
			"'held for review': 'paid'",
			'money held for a fraud review counts as paid, and goods leave the house',
		],
		[
			"'void pending': 'unpaid'",
			"'void pending': 'pending'",
			'a payment that is being given up looks as if it were on its way',
		],
		[
			"14: 'partiallyRefunded',\n};",
			'};',
			'a part refunded by an offline method is no longer seen',
		],
		[
			'shipped < total ?',
			'shipped <= total ?',
			'an order whose items are all shipped stays partly shipped',
		],
		[
			"id === '14' && fulfillmentStatus === 'fulfilled'",
			"id === '14'",
			'an order of which a part was refunded before shipping reads completed and is not packed',
		],
		[
			'shipped === null || total <= 0',
			'shipped === null || total < 0',
			"A refunded or disputed order without items (items_total 0) reads 'unfulfilled' where nobody knows: 'unknown'.",
		],
	]),
	...faultsOf('nodes/BigCommerce/products/catalog.ts', [
		[
			'if (!isForbidden(error)) this.places.set(name, error);',
			'this.places.set(name, error);',
			'A token that may set prices, and knows nothing of the inventory, finds no product.',
		],
		[
			'if (!others.some(isKnown)) this.places.set(name, [...others, place]);',
			'this.places.set(name, [place]);',
			'Of two variants with the same SKU, the last one gets the stock, and nobody is told.',
		],
	]),
	...faultsOf('nodes/BigCommerce/products/list.ts', [
		[
			"values.get<boolean>('lowStock') === true",
			"values.get<boolean>('lowStock') !== undefined",
			'The filter that is switched off still leaves out everything of which there is enough.',
		],
	]),
	...faultsOf('nodes/BigCommerce/products/update-price.ts', [
		[
			"if (at !== 'product' && variantId === null) {",
			'if (false) {',
			'A price for a variant without an ID is sent, and BigCommerce makes a new variant.',
		],
		[
			' && amount(variant.price) === null;',
			';',
			'The price of a product whose base variant has its own is set where no buyer sees it.',
		],
		[
			'if (!isGone) return raise(error);',
			'return raise(error);',
			'One product that was deleted meanwhile keeps the prices of nine others from being set.',
		],
	]),
	...faultsOf('nodes/BigCommerce/products/update-stock.ts', [
		[
			'new Set(parts.filter(({ target }) => isWhole(target)))',
			'new Set<Part>()',
			'A thousand products without options take a call that is refused, in the worst case one each.',
		],
		[
			'if (!(await send([...items.values()], writer))) break;',
			'await send([...items.values()], writer);',
			'An empty answer counts as stock that was set.',
		],
		[
			"if (error.verdict === 'gone') errors.set(locationId, noLocation(locationId));",
			'',
			'A location that does not exist is found out by halving: two refused calls for every item.',
		],
	]),
	...faultsOf('nodes/BigCommerce/trigger/events.ts', [
		[
			"['8', '9', '11']",
			"['9', '11']",
			'an order that waits for pickup is never told as ready to be packed',
		],
		[
			"wasShipped || parcels === 'fulfilled'",
			"parcels === 'fulfilled'",
			'an order that was shipped and completed between two polls is never told as shipped',
		],
		[
			"statusId === '10' ? wasShipped || parcels === 'fulfilled'",
			"statusId === '10' ? wasShipped && parcels === 'fulfilled'",
			"A completed order whose items were all shipped but that has no date_shipped (or has the date and no counts) never starts 'Order Shipped'.",
		],
	]),
	...faultsOf('nodes/BigCommerce/trigger/feed.ts', [
		[
			'min_date_modified: iso(since - SECOND_MS), sort:',
			'min_date_modified: iso(since + SECOND_MS), sort:',
			'orders changed in the second in which the last poll ended are never told',
		],
		[
			'modifiedAt(past) - OVERLAP_MS',
			'modifiedAt(past)',
			'a change that comes late into the index is never told',
		],
		[
			'const isStuck = newest <= Date.parse(since)',
			'const isStuck = newest < Date.parse(since)',
			'more orders of one second than a page holds: every poll reads the same page for ever',
		],
		[
			'(before.near ?? Infinity) - OVERLAP_MS',
			'Infinity',
			'a change that comes late while a long catch-up runs is never told',
		],
		[
			'[...incomplete].slice(-MOST_INCOMPLETE)',
			'[...incomplete]',
			'the memory of abandoned checkouts grows without end',
		],
		[
			'checkTimes(orders, since - SECOND_MS);',
			'',
			'a cached answer for another time moves the place past what is still to come',
		],
		[
			'Math.abs(modifiedAt(order) - now) < SETTLED_MS',
			'now - modifiedAt(order) < SETTLED_MS',
			"An order with a date_modified in the future counts as unsettled for ever: 'Order Updated' leaves it out at every poll until that day, and waits two seconds each time.",
		],
	]),
	...faultsOf('nodes/BigCommerce/trigger/options.ts', [
		[
			"withIncomplete: values.get<boolean>('includeIncomplete') === true,",
			"withIncomplete: values.get<boolean>('includeIncomplete') !== undefined,",
			"Whoever has added 'Include Incomplete Orders' and left it switched off gets broken-off checkouts as orders.",
		],
	]),
	...faultsOf('nodes/BigCommerce/trigger/signature.ts', [
		[
			'if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)',
			'if (now / 1000 - Number(timestamp) > TOLERANCE_SECONDS)',
			'a call signed for the far future counts for as long',
		],
		[
			'Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS',
			'now / 1000 - Number(timestamp) > TOLERANCE_SECONDS',
			'A call dated far in the future is taken as genuine; only old ones are refused.',
		],
	]),
	...faultsOf('nodes/BigCommerce/trigger/webhook-call.ts', [
		[
			"data.type === 'order' ? data.id : data.order_id",
			'data.id ?? data.order_id',
			'a call about something else looks at the order of the same number',
		],
		[
			'clock.now() + (here?.skewMs ?? 0)',
			'clock.now()',
			'an n8n whose clock is off refuses every signed call',
		],
		[
			'clock.now() + (here?.skewMs ?? 0)',
			'clock.now() - (here?.skewMs ?? 0)',
			'Where the clock of n8n is wrong by some minutes, the correction doubles the error and genuine calls are refused with 401.',
		],
	]),
	...faultsOf('nodes/BigCommerce/trigger/webhooks.ts', [
		[
			'found.is_active === true && ',
			'',
			'a webhook that BigCommerce switched off is never switched on again',
		],
		[
			'hook.id = text(found.id);',
			'hook.id ??= text(found.id);',
			'a webhook that was made anew is put right under the id of the old one',
		],
		[
			"error.verdict === 'gone'",
			"error.verdict === 'denied'",
			'a webhook that is gone already is reported as one that stays',
		],
		[
			'if (clock.now() - hook.checkedAt < CHECK_EVERY_MS) return;\n\thook.checkedAt = clock.now();',
			'if (clock.now() - hook.checkedAt < CHECK_EVERY_MS) return;',
			'While /v3/hooks cannot be read (e.g. refused), every single poll asks for it again, not once an hour.',
		],
		[
			'\tcloseWebhookMemory(key);\n',
			'',
			'A trigger whose webhook was switched off still holds back what the webhook has emitted.',
		],
	]),
];

import type { ListedFault } from './fault';

const FOLDER = 'nodes/NaverCommerce';
const at = (file: string, find: string, put: string, why: string): ListedFault => ({
	file: `${FOLDER}/${file}`,
	find,
	put,
	why,
});

const claims: ListedFault[] = [
	at('naver.claims.ts', "\t'CANCEL_REJECT',\n", '', 'a withdrawn cancellation holds its line back'),
	at(
		'naver.claims.ts',
		"\t'PURCHASE_DECISION_HOLDBACK_RELEASE',\n",
		'',
		'a released hold on the decision counts as a claim under way',
	),
	at(
		'naver.claims.ts',
		"new Set(['CANCEL_DONE', 'ADMIN_CANCEL_DONE'])",
		"new Set(['CANCEL_DONE'])",
		'units that Naver cancelled by authority are not cancelled',
	),
	at(
		'naver.claims.ts',
		"\t'CANCELED_BY_NOPAYMENT',\n\t'RETURNED',",
		"\t'RETURNED',",
		'a line that was never paid is still to be sent',
	),
	at(
		'naver.claims.ts',
		"new Set(['PAYMENT_WAITING', 'PAYED'])",
		"new Set(['PAYED'])",
		'units of an unpaid line count as sent, or as unknown',
	),
	at('naver.claims.ts', "\t'EXCHANGED',\n", '', 'nobody knows whether an exchanged line was sent'),
	at(
		'naver.claims.ts',
		'return { cancelled: 0, refunded: gone };',
		'return { cancelled: gone, refunded: 0 };',
		'units that came back count as cancelled',
	),
	at(
		'naver.claims.ts',
		'byId.set(id, { ...byId.get(id), ...claim });',
		'byId.set(id, claim);',
		'of a claim in two places only the one with fewer fields is read',
	),
	at(
		'naver.claims.ts',
		"(claim) => claim === 'EXCHANGE_DONE') ?? 0",
		"(claim) => claim === 'EXCHANGE_REJECT') ?? 0",
		'exchanged units count as gone without a reason',
	),
];

const statuses: ListedFault[] = [
	at(
		'naver.status.ts',
		"EXCHANGED: 'completed'",
		"EXCHANGED: 'open'",
		'an exchanged order never ends',
	),
	at(
		'naver.status.ts',
		"PURCHASE_DECIDED: 'delivered'",
		"PURCHASE_DECIDED: 'fulfilled'",
		'an order that the buyer keeps counts as under way',
	),
	at(
		'naver.status.ts',
		"RETURNED: 'refunded'",
		"RETURNED: 'paid'",
		'a returned line counts as paid',
	),
	at(
		'naver.status.ts',
		"\t'partiallyRefunded',\n]);",
		']);',
		'of some lines it is not told that a part was refunded',
	),
	at(
		'naver.status.ts',
		"type === 'ARRIVAL_GUARANTEE' ||",
		"type === 'SELLER_GUARANTEE' ||",
		'what the seller must send counts as sent by Naver',
	),
	at(
		'naver.status.ts',
		'if (words.size > 1) words.delete',
		'if (words.size > 2) words.delete',
		'a sent order of which one line was cancelled is partly sent',
	),
	at(
		'naver.status.ts',
		"return wasPaid ? 'refunded' : 'unpaid';",
		"return 'refunded';",
		'what was cancelled before it was paid counts as refunded',
	),
];

const money: ListedFault[] = [
	at(
		'naver.money.ts',
		'\t\tgiven.payLaterPaymentAmount,\n',
		'',
		'what is paid later is left out of the sum',
	),
	at(
		'naver.money.ts',
		'paid: isPaid && used.length === 1',
		'paid: used.length === 1',
		'an order that waits for money says how much was paid',
	),
	at(
		'naver.money.ts',
		'paymentMethod === null ? null : false',
		'false',
		'without means of payment it is told what they are not',
	),
	at(
		'naver.lines.ts',
		"'sellerBurdenProductDiscountAmount']",
		"'productProductDiscountAmount']",
		'what Naver pays counts as the discount of the seller',
	),
	at(
		'naver.lines.ts',
		"if (naversPercent === 0) return 'seller';",
		"if (!naversPercent) return 'seller';",
		'a coupon that does not say who pays it is the seller’s',
	),
	at(
		'naver.lines.ts',
		"return Number(sellers) === 0 ? 'marketplace' : 'unknown';",
		"return 'marketplace';",
		'a shared discount counts as Naver’s',
	),
	at(
		'naver.lines.ts',
		'amount(product.initialProductAmount) ?? amount(product.totalProductAmount)',
		'amount(product.totalProductAmount) ?? amount(product.initialProductAmount)',
		'the total of a line shrinks with a claim on a part of it',
	),
];

const order: ListedFault[] = [
	at(
		'naver.lines.ts',
		'text(product.optionManageCode) ?? text(product.sellerProductCode)',
		'text(product.sellerProductCode) ?? text(product.optionManageCode)',
		'all options of a product have one SKU',
	),
	at(
		'naver.lines.ts',
		'koreanTime(claim.reDeliveryOperationDate)',
		'koreanTime(claim.claimRequestDate)',
		'what goes out in exchange leaves when it was asked for',
	),
	at(
		'naver.lines.ts',
		'`parcel ${carrier} ${trackingNumber}`',
		'`parcel ${trackingNumber}`',
		'parcels of two couriers with one number are one',
	),
	at(
		'naver.parties.ts',
		'phone: text(wire.tel1) ?? text(wire.tel2)',
		'phone: text(wire.tel1)',
		'the only telephone number is not shown',
	),
	at(
		'naver.parties.ts',
		'if (distinct.size === 1) return given[0];',
		'if (given.length === 1) return given[0];',
		'an order of two lines has no address',
	),
	at(
		'naver.order.ts',
		'to: earliest(products.map((product) => product.shippingDueDate))',
		'to: newest(products.map((product) => product.shippingDueDate))',
		'the last of several deadlines is shown, and the first is missed',
	),
	at(
		'naver.order.ts',
		"?.startsWith('CANCELED')",
		" === 'CANCELED'",
		'the deadline of a line that was never paid counts',
	),
	at(
		'naver.order.ts',
		"linesComplete && only(details, 'packageNumber') !== null",
		"only(details, 'packageNumber') !== null",
		'of some lines the fee of one bundle is that of the order',
	),
	at(
		'naver.time.ts',
		"isoTime(value, 'Asia/Seoul')",
		'isoTime(value)',
		'a time without offset is nine hours late',
	),
	at(
		'naver.times.ts',
		"\t'collectCompletedDate',\n",
		'',
		'an order whose goods came back does not count as changed',
	),
	at(
		'naver.times.ts',
		"text(claim.claimStatus)?.endsWith('CANCEL_DONE')",
		"text(claim.claimStatus) === 'CANCEL_DONE'",
		'an order that Naver cancelled has no time of that',
	),
	at(
		'naver.options.ts',
		'written.slice(0, -(BETWEEN + known).length)',
		'written.slice((BETWEEN + known).length)',
		'what the buyer typed before the options is cut',
	),
	at(
		'naver.time.ts',
		".replace('Z', '+09:00')",
		".replace('.000Z', '.000+09:00')",
		'a time with milliseconds is nine hours in the future',
	),
];

const access: ListedFault[] = [
	at(
		'naver.auth.ts',
		'const timestamp = now - CLOCK_SLACK_MS;',
		'const timestamp = now;',
		'a clock a second ahead gets no token',
	),
	at(
		'naver.auth.ts',
		'JSON.stringify([baseUrl, clientId, clientSecret, accountId])',
		'JSON.stringify([baseUrl, clientId, clientSecret])',
		'the token of another seller is used after the account was changed',
	),
	at(
		'naver.auth.ts',
		"quotaOwner: [clientId, accountId ?? ''].join('|')",
		"quotaOwner: [accountId ?? '', ''].join('|')",
		'applications without account share one pace',
	),
	at(
		'naver.auth.ts',
		"type: accountId === undefined ? 'SELF' : 'SELLER'",
		"type: 'SELF'",
		'an agency gets the token of its own store',
	),
	at(
		'naver.token.ts',
		'const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType, accountId];',
		'const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType];',
		'two sellers of one application share a token',
	),
	at(
		'naver.token.ts',
		"(status >= 500 || verdict === 'throttled') && !isPunished",
		"status >= 500 || verdict === 'throttled' || isPunished",
		'a punished application goes on asking for tokens',
	),
	at(
		'naver.token.ts',
		'clock.now() + seconds * 1000',
		'clock.now() + seconds',
		'a token counts as ended after eleven seconds',
	),
	at(
		'naver.marketplace.ts',
		"if (code === 'GW.QUOTA_LIMIT' || code === 'GW.BLOCK.02') return 'blocked';",
		"if (code === 'GW.QUOTA_LIMIT') return 'blocked';",
		'a maintenance of hours is asked again and again',
	),
	at(
		'naver.marketplace.ts',
		"return code === 'GW.AUTHN' || code === null ? 'expired' : 'denied';",
		"return code === 'GW.AUTHN' ? 'expired' : 'denied';",
		'a 401 without a code ends the run in place of a new token',
	),
	at(
		'naver.marketplace.ts',
		"left: number('gncp-gw-ratelimit-remaining')",
		"left: number('gncp-gw-quota-remaining')",
		'the pace does not follow what Naver says is left',
	),
	at(
		'naver.marketplace.ts',
		"\t\t{ name: 'product-orders/query', path: /\\/product-orders\\/query$/, ...PER_API },\n",
		'',
		'details wait for all other calls',
	),
	at(
		'naver.answer.ts',
		'const parts = [text(timestamp), text(traceId)];',
		'const parts = [text(traceId), text(traceId)];',
		'two answers with one trace id are one',
	),
	at(
		'operations/account.ts',
		'if (error.transient) return null;',
		'if (error.blocked) return null;',
		'trouble that passes is told as refused keys',
	),
	at(
		'operations/account.ts',
		'if (!isAccepted || !lacksGroup(error)) return raise(error);',
		'if (!lacksGroup(error)) return raise(error);',
		'a refused token is told as a missing API group',
	),
];

const lists: ListedFault[] = [
	at(
		'naver.feed.ts',
		'const begin = Math.max(0, place.from - OVERLAP_MS);',
		'const begin = Math.max(0, place.from);',
		'a change that is written late is never seen',
	),
	at(
		'naver.feed.ts',
		'function keyOf({ productOrderId: id, lastChangedDate, lastChangedType }: Change): string {\n\treturn [id, lastChangedDate, lastChangedType]',
		'function keyOf({ productOrderId: id, lastChangedDate }: Change): string {\n\treturn [id, lastChangedDate]',
		'the second change of a line in a second is not seen',
	),
	at(
		'naver.feed.ts',
		'Math.min(reached, place.near ?? Infinity)',
		'reached',
		'what is written late into pages read long ago is lost',
	),
	at(
		'naver.feed.ts',
		'...rows.map(changedAt).filter((time) => time <= now)',
		'...rows.map(changedAt)',
		'one row from the future, and nothing is seen until then',
	),
	at(
		'naver.feed.ts',
		'\trefuseRepeated(place.answer, response);\n',
		'',
		'a cached answer ends a window that holds orders',
	),
	at(
		'naver.feed.ts',
		'since: since.get(id) ?? now',
		'since: now',
		'a change without details is waited for without end',
	),
	at(
		'naver.feed.ts',
		"=== 'GIFT_RECEIVED'",
		"=== 'PAYED'",
		'a present counts as accepted when it was paid',
	),
	at(
		'operations/changes.ts',
		'if (changes.size >= MAX_IDS) {',
		'if (changes.size > MAX_IDS) {',
		'details are asked for with 301 numbers, and refused',
	),
	at(
		'operations/changes.ts',
		'\t\t\trefuseOld(page.response);\n',
		'',
		'a cached answer stands for another day',
	),
	at(
		'operations/changes.ts',
		'missing.length === 0 || attempt === TRIES',
		'missing.length > 0 || attempt === TRIES',
		'details that come a moment later are not asked for again',
	),
	at(
		'operations/details.ts',
		'\t\tidempotent: true,\n',
		'',
		'details are not asked for again after a lost answer',
	),
	at(
		'operations/details.ts',
		'quantityClaimCompatibility: true',
		'quantityClaimCompatibility: false',
		'claims on a part of a line are not told',
	),
	at(
		'operations/whole.ts',
		'if (ids === undefined) unread.add(orderId);',
		'',
		'an order of unknown lines is told as whole',
	),
	at(
		'operations/whole.ts',
		'at + 1 - last.from <= WINDOW_MS',
		'at - last.from <= WINDOW_MS',
		'a search of a day and a millisecond is refused',
	),
	at(
		'operations/whole.ts',
		'alone.push(...ids.filter((id) => !met.has(id)));',
		'',
		'of an order that the search does not show yet the other lines are missing',
	),
	at(
		'operations/search.ts',
		"rangeType: 'ORDERED_DATETIME'",
		"rangeType: 'PAYED_DATETIME'",
		'orders that are not paid are not listed',
	),
	at(
		'operations/search.ts',
		'place?.next({ start: end, end: begin.end });',
		'place?.next({ start: end, end: until });',
		'the next run ends where this one was cut',
	),
	at(
		'operations/order.ts',
		'group && group.details.length < ids.length',
		'group && group.details.length > ids.length',
		'an order with lines that are not told is told as whole',
	),
	at(
		'operations/order.ts',
		'for (const some of chunks(ids, MAX_IDS)) found.push(...(await details(call, some)));',
		'found.push(...(await details(call, ids)));',
		'an order of more than 300 lines is refused',
	),
];

/** The zone of the machine, where a time has no offset. */
const zones: ListedFault[] = [
	at(
		'naver.sighting.ts',
		'at: koreanMs(claim.claimRequestDate)',
		'at: timeOf(claim.claimRequestDate)',
		'a claim is made at another time on every server',
	),
	at(
		'naver.feed.ts',
		'return koreanMs(row.lastChangedDate) ?? 0;',
		'return Date.parse(String(row.lastChangedDate)) || 0;',
		'the place in the feed depends on the zone of the server',
	),
	at(
		'operations/search.ts',
		'return koreanMs(object(line.order).orderDate);',
		'return Date.parse(String(object(line.order).orderDate));',
		'a list that is gone on with steps over orders',
	),
	at(
		'operations/changes.ts',
		'const at = koreanMs(lastChangedDate);',
		'const at = Date.parse(String(lastChangedDate));',
		'rows count as those of another day',
	),
];

const events: ListedFault[] = [
	at(
		'naver.ready.ts',
		'unsent.some(hasOpenClaim)',
		'live.some(hasOpenClaim)',
		'a return of one line holds back the lines that were not sent',
	),
	at(
		'naver.ready.ts',
		'if (presents.length === 0) return hasBeenHeld ? null : paidAt;',
		'if (presents.length === 0) return paidAt;',
		'an order whose cancellation was withdrawn is too old to be told',
	),
	at(
		'naver.ready.ts',
		'Math.max(...known)',
		'Math.min(...known)',
		'a present is ready when the first of its lines is',
	),
	at(
		'naver.sighting.ts',
		'occasions: { orderClaimed: claim.id }',
		'occasions: { orderClaimed: orderId }',
		'the second claim on an order is not told',
	),
	at(
		'naver.sighting.ts',
		"if (order.status === 'cancelled') facts.orderCancelled = timeOf(order.cancelledAt);",
		"if (order.status === 'cancelled') facts.orderCancelled = placedAt;",
		'a cancelled order counts as cancelled when it was placed, before the trigger began',
	),
	at(
		'operations/trigger.ts',
		'details.some(({ productOrder }) =>\n\t\t\twanted.every(',
		'details.every(({ productOrder }) =>\n\t\t\twanted.every(',
		'an order is wanted only if all its lines are',
	),
];

/** Faults of nodes/NaverCommerce. */
export const naver: ListedFault[] = [
	...claims,
	...statuses,
	...money,
	...order,
	...access,
	...lists,
	...zones,
	...events,
	{
		file: 'nodes/NaverCommerce/NaverCommerceTrigger.node.ts',
		find: `outputDefault: 'order',`,
		put: `outputDefault: 'marketplace',`,
		why: 'A new Naver trigger gives raw product orders instead of unified orders by default.',
	},
	{
		file: 'nodes/NaverCommerce/answers.ts',
		find: `return parts.includes(null) ? undefined : parts.join(' ');`,
		put: `return parts.every((one) => one === null) ? undefined : parts.join(' ');`,
		why: `Answers without a trace ID but with the same timestamp are taken for a repeated one: lists and polls fail with 'sent the same page twice'.`,
	},
	{
		file: 'nodes/NaverCommerce/marketplace.ts',
		find: `	const least = nextChange(body) === undefined ? 0 : 1;
	const total = Math.max(told, least);
	return { reach: rows, isFull: rows >= total, total };`,
		put: '\treturn { reach: rows, isFull: rows >= told, total: told };',
		why: 'An empty page of changes that leads on (count missing) is no longer asked for again: its changes are lost without an error.',
	},
	{
		file: 'nodes/NaverCommerce/trigger/ready.ts',
		find: 'live.some(isWaiting) || unsent.some(hasOpenClaim)',
		put: 'live.some((detail) => isWaiting(detail) || hasOpenClaim(detail))',
		why: `A return claim on a line that is sent already holds back 'Order Ready to Ship' for the other lines.`,
	},
	{
		file: 'nodes/NaverCommerce/trigger/events.ts',
		find: 'return Math.max(0, ...times) || null;',
		put: 'return times.find((time) => time > 0) ?? null;',
		why: `An order in several parcels counts as shipped when the first line of the list left: activated between the parcels, the trigger never tells 'Order Shipped'.`,
	},
	{
		file: 'nodes/NaverCommerce/trigger/feed.ts',
		find: `function restart({ from, newest, shown, late }: Place): Place {
	return { from, newest, shown, refused: true, late };`,
		put: `function restart({ from, newest, shown }: Place): Place {
	return { from, newest, shown, refused: true };`,
		why: 'When Naver refuses a page, the changes whose details were still awaited are forgotten; they are never told.',
	},
	{
		file: 'nodes/NaverCommerce/access/tokens.ts',
		find: `const { environment, apiBaseUrl, clientId, clientSecret, accountType, accountId } = credentials;
	const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType, accountId];`,
		put: `const { environment, apiBaseUrl, clientId, clientSecret, accountType } = credentials;
	const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType];`,
		why: `An agency with two sellers: both renewals at the same time share one request, so one seller's credential gets the token of the other.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/parties.ts',
		find: '/^[A-Z]{2}$/',
		put: '/^[A-Z]{2}/',
		why: `The country of a foreign address written as e.g. 'USA' or 'CHINA' is given as countryCode, which should hold two letters or nothing.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/mapping.ts',
		find: `linesComplete && only(details, 'packageNumber') !== null`,
		put: `linesComplete || only(details, 'packageNumber') !== null`,
		why: 'Two bundles with the same fee: the fee of one is shown as the shipping price of the order; so is that of an order of which only some lines were read.',
	},
	{
		file: 'nodes/NaverCommerce/orders/lines.ts',
		find: `['initialSellerBurdenImmediateDiscountAmount', 'sellerBurdenImediateDiscountAmount']`,
		put: `['sellerBurdenImediateDiscountAmount', 'initialSellerBurdenImmediateDiscountAmount']`,
		why: `After a part of the line was claimed, the seller's share as it is now is compared with the discount as it was ordered: fundedBy becomes unknown instead of seller.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/status.ts',
		find: `(['fulfilled', 'delivered'] as const)`,
		put: `(['delivered', 'fulfilled'] as const)`,
		why: 'An order of which one line is delivered and another still on its way is shown as delivered.',
	},
	{
		file: 'nodes/NaverCommerce/orders/claims.ts',
		find: 'now !== null && now < ordered ?',
		put: 'now !== null && now <= ordered ?',
		why: `A line of which Naver tells no remaining quantity has 0 cancelled and 0 refunded units instead of 'unknown'.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/money.ts',
		find: 'isPaid && used.length === 1 ?',
		put: 'used.length === 1 ?',
		why: 'An order that still waits for its payment shows the amount as paid (totals.paid).',
	},
	{
		file: 'nodes/NaverCommerce/orders/time.ts',
		find: 'return timeOf(koreanTime(value));',
		put: 'return timeOf(value);',
		why: 'A time without an offset is read in the zone of the server: changes, claims and orders are off by hours outside Korea.',
	},
	{
		file: 'nodes/NaverCommerce/orders/dates.ts',
		find: `text(claim.claimStatus)?.endsWith('CANCEL_DONE')`,
		put: `text(claim.claimStatus) === 'CANCEL_DONE'`,
		why: `An order cancelled by Naver's staff (ADMIN_CANCEL_DONE) has no cancelledAt, so 'Order Cancelled' loses its time.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/options.ts',
		find: 'const isOne = signs[0] > 1 ||',
		put: 'const isOne = signs[0] >= 1 ||',
		why: 'A text whose pieces cannot be told apart with certainty (e.g. the same name twice) gets the first name, and the rest of the text as its value, instead of staying whole.',
	},
	{
		file: 'nodes/NaverCommerce/access/connection.ts',
		find: `function ownerOf({ clientId, clientSecret, accountId }: Keys, baseUrl: string): string {
	const grant = JSON.stringify([baseUrl, clientId, clientSecret, accountId]);`,
		put: `function ownerOf({ clientId, clientSecret }: Keys, baseUrl: string): string {
	const grant = JSON.stringify([baseUrl, clientId, clientSecret]);`,
		why: `After the Account ID in the credential was changed, the old seller's token is used on: orders of the wrong store are read.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/details.ts',
		find: `			lines.delete(id);
`,
		put: '',
		why: 'A line that no longer fits the filters in its later state stays in the order with its old state.',
	},
	{
		file: 'nodes/NaverCommerce/orders/whole.ts',
		find: 'found.some((line) => orderIdOf(line) === orderId && isDated(line))',
		put: 'found.some(isDated)',
		why: 'One order that Naver does not know any more stops the whole poll or list as soon as any other order has details.',
	},
	{
		file: 'nodes/NaverCommerce/orders/search.ts',
		find: 'place?.next({ start: end, end: begin.end });',
		put: 'place?.next({ start: end, end: until });',
		why: `With 'Created Before' in the future, a run that goes on from the cursor ends at the moment of the first run: later orders never come.`,
	},
	{
		file: 'nodes/NaverCommerce/access/account-check.ts',
		find: 'clockTolerance: { ahead: 3, behind: 240 }',
		put: 'clockTolerance: { ahead: 240, behind: 3 }',
		why: 'A clock that is a minute ahead, with which Naver refuses every signature, is no longer warned of; one that is some seconds behind is.',
	},
	{
		file: 'nodes/NaverCommerce/trigger/options.ts',
		find: `		details.some(({ productOrder }) =>
			wanted.every(({ field, words }) => words.includes(text(object(productOrder)[field]) ?? '')),
		);`,
		put: `		wanted.every(({ field, words }) =>
			details.some(({ productOrder }) => words.includes(text(object(productOrder)[field]) ?? '')),
		);`,
		why: 'With both filters set, an order starts the workflow although no single line fits both: one line fits the one, another line the other.',
	},
	{
		file: 'nodes/NaverCommerce/orders/list.ts',
		find: 'const usesCreated = created.from !== undefined || created.to !== undefined;',
		put: 'const usesCreated = created.from !== undefined;',
		why: `'Created Before' alone is silently ignored (last 7 days of changes come) instead of being refused; so is its conflict with 'Updated After'.`,
	},
	{
		file: 'nodes/NaverCommerce/orders/changes.ts',
		find: `		more = undefined;
`,
		put: '',
		why: `A run that goes on in the middle of a window asks every following window from that page's time on, longer than 24 hours: the list fails or repeats.`,
	},
];

import { faultsOf, type ListedFault } from './fault';

/** Faults of nodes/NaverCommerce. */
export const naver: ListedFault[] = [
	...faultsOf('nodes/NaverCommerce/NaverCommerceTrigger.node.ts', [
		[
			"outputDefault: 'order',",
			"outputDefault: 'marketplace',",
			'A new Naver trigger gives raw product orders instead of unified orders by default.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/access/account-check.ts', [
		[
			'if (error.transient) return null;',
			'if (error.blocked) return null;',
			'trouble that passes is told as refused keys',
		],
		[
			'if (!isAccepted || !lacksGroup(error)) return raise(error);',
			'if (!lacksGroup(error)) return raise(error);',
			'a refused token is told as a missing API group',
		],
		[
			'clockTolerance: { ahead: 3, behind: 240 }',
			'clockTolerance: { ahead: 240, behind: 3 }',
			'A clock that is a minute ahead, with which Naver refuses every signature, is no longer warned of; one that is some seconds behind is.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/access/connection.ts', [
		[
			'const timestamp = now - CLOCK_SLACK_MS;',
			'const timestamp = now;',
			'a clock a second ahead gets no token',
		],
		[
			'JSON.stringify([baseUrl, clientId, clientSecret, accountId])',
			'JSON.stringify([baseUrl, clientId, clientSecret])',
			'the token of another seller is used after the account was changed',
		],
		[
			"quotaOwner: [clientId, accountId ?? ''].join('|')",
			"quotaOwner: [accountId ?? '', ''].join('|')",
			'applications without account share one pace',
		],
		[
			"type: accountId === undefined ? 'SELF' : 'SELLER'",
			"type: 'SELF'",
			'an agency gets the token of its own store',
		],
		[
			'function ownerOf({ clientId, clientSecret, accountId }: Keys, baseUrl: string): string {\n\tconst grant = JSON.stringify([baseUrl, clientId, clientSecret, accountId]);',
			'function ownerOf({ clientId, clientSecret }: Keys, baseUrl: string): string {\n\tconst grant = JSON.stringify([baseUrl, clientId, clientSecret]);',
			"After the Account ID in the credential was changed, the old seller's token is used on: orders of the wrong store are read.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/access/tokens.ts', [
		[
			'const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType, accountId];',
			'const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType];',
			'two sellers of one application share a token',
		],
		[
			"(status >= 500 || verdict === 'throttled') && !isPunished",
			"status >= 500 || verdict === 'throttled' || isPunished",
			'a punished application goes on asking for tokens',
		],
		[
			'clock.now() + seconds * 1000',
			'clock.now() + seconds',
			'a token counts as ended after eleven seconds',
		],
		[
			'const { environment, apiBaseUrl, clientId, clientSecret, accountType, accountId } = credentials;\n\tconst grant = [environment, apiBaseUrl, clientId, clientSecret, accountType, accountId];',
			'const { environment, apiBaseUrl, clientId, clientSecret, accountType } = credentials;\n\tconst grant = [environment, apiBaseUrl, clientId, clientSecret, accountType];',
			"An agency with two sellers: both renewals at the same time share one request, so one seller's credential gets the token of the other.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/answers.ts', [
		[
			'const parts = [text(timestamp), text(traceId)];',
			'const parts = [text(traceId), text(traceId)];',
			'two answers with one trace id are one',
		],
		[
			"return parts.includes(null) ? undefined : parts.join(' ');",
			"return parts.every((one) => one === null) ? undefined : parts.join(' ');",
			"Answers without a trace ID but with the same timestamp are taken for a repeated one: lists and polls fail with 'sent the same page twice'.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/marketplace.ts', [
		[
			"if (code === 'GW.QUOTA_LIMIT' || code === 'GW.BLOCK.02') return 'blocked';",
			"if (code === 'GW.QUOTA_LIMIT') return 'blocked';",
			'a maintenance of hours is asked again and again',
		],
		[
			"return code === 'GW.AUTHN' || code === null ? 'expired' : 'denied';",
			"return code === 'GW.AUTHN' ? 'expired' : 'denied';",
			'a 401 without a code ends the run in place of a new token',
		],
		[
			"left: number('gncp-gw-ratelimit-remaining')",
			"left: number('gncp-gw-quota-remaining')",
			'the pace does not follow what Naver says is left',
		],
		[
			"\t\t{ name: 'product-orders/query', path: /\\/product-orders\\/query$/, ...PER_API },\n",
			'',
			'details wait for all other calls',
		],
		[
			'\tconst least = nextChange(body) === undefined ? 0 : 1;\n\tconst total = Math.max(told, least);\n\treturn { reach: rows, isFull: rows >= total, total };',
			'\treturn { reach: rows, isFull: rows >= told, total: told };',
			'An empty page of changes that leads on (count missing) is no longer asked for again: its changes are lost without an error.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/changes.ts', [
		[
			'if (changes.size >= MAX_IDS) {',
			'if (changes.size > MAX_IDS) {',
			'details are asked for with 301 numbers, and refused',
		],
		['\t\t\trefuseOld(page.response);\n', '', 'a cached answer stands for another day'],
		[
			'missing.length === 0 || attempt === TRIES',
			'missing.length > 0 || attempt === TRIES',
			'details that come a moment later are not asked for again',
		],
		[
			'const at = koreanMs(lastChangedDate);',
			'const at = Date.parse(String(lastChangedDate));',
			'rows count as those of another day',
		],
		[
			'\t\tmore = undefined;\n',
			'',
			"A run that goes on in the middle of a window asks every following window from that page's time on, longer than 24 hours: the list fails or repeats.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/claims.ts', [
		["\t'CANCEL_REJECT',\n", '', 'a withdrawn cancellation holds its line back'],
		[
			"\t'PURCHASE_DECISION_HOLDBACK_RELEASE',\n",
			'',
			'a released hold on the decision counts as a claim under way',
		],
		[
			"new Set(['CANCEL_DONE', 'ADMIN_CANCEL_DONE'])",
			"new Set(['CANCEL_DONE'])",
			'units that Naver cancelled by authority are not cancelled',
		],
		[
			"\t'CANCELED_BY_NOPAYMENT',\n\t'RETURNED',",
			"\t'RETURNED',",
			'a line that was never paid is still to be sent',
		],
		[
			"new Set(['PAYMENT_WAITING', 'PAYED'])",
			"new Set(['PAYED'])",
			'units of an unpaid line count as sent, or as unknown',
		],
		["\t'EXCHANGED',\n", '', 'nobody knows whether an exchanged line was sent'],
		[
			'return { cancelled: 0, refunded: gone };',
			'return { cancelled: gone, refunded: 0 };',
			'units that came back count as cancelled',
		],
		[
			'byId.set(id, { ...byId.get(id), ...claim });',
			'byId.set(id, claim);',
			'of a claim in two places only the one with fewer fields is read',
		],
		[
			"(claim) => claim === 'EXCHANGE_DONE') ?? 0",
			"(claim) => claim === 'EXCHANGE_REJECT') ?? 0",
			'exchanged units count as gone without a reason',
		],
		[
			'now !== null && now < ordered ?',
			'now !== null && now <= ordered ?',
			"A line of which Naver tells no remaining quantity has 0 cancelled and 0 refunded units instead of 'unknown'.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/dates.ts', [
		["\t'collectCompletedDate',\n", '', 'an order whose goods came back does not count as changed'],
		[
			"text(claim.claimStatus)?.endsWith('CANCEL_DONE')",
			"text(claim.claimStatus) === 'CANCEL_DONE'",
			'an order that Naver cancelled has no time of that',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/details.ts', [
		['\t\tidempotent: true,\n', '', 'details are not asked for again after a lost answer'],
		[
			'quantityClaimCompatibility: true',
			'quantityClaimCompatibility: false',
			'claims on a part of a line are not told',
		],
		[
			'\t\t\tlines.delete(id);\n',
			'',
			'A line that no longer fits the filters in its later state stays in the order with its old state.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/full-orders.ts', [
		[
			'if (ids === undefined) unread.add(orderId);',
			'',
			'an order of unknown lines is told as whole',
		],
		[
			'at + 1 - last.from <= WINDOW_MS',
			'at - last.from <= WINDOW_MS',
			'a search of a day and a millisecond is refused',
		],
		[
			'alone.push(...ids.filter((id) => !met.has(id)));',
			'',
			'of an order that the search does not show yet the other lines are missing',
		],
		[
			'found.some((line) => orderIdOf(line) === orderId && isDated(line))',
			'found.some(isDated)',
			'One order that Naver does not know any more stops the whole poll or list as soon as any other order has details.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/lines.ts', [
		[
			"'sellerBurdenProductDiscountAmount']",
			"'productProductDiscountAmount']",
			'what Naver pays counts as the discount of the seller',
		],
		[
			"if (naversPercent === 0) return 'seller';",
			"if (!naversPercent) return 'seller';",
			'a coupon that does not say who pays it is the seller’s',
		],
		[
			"return Number(sellers) === 0 ? 'marketplace' : 'unknown';",
			"return 'marketplace';",
			'a shared discount counts as Naver’s',
		],
		[
			'amount(product.initialProductAmount) ?? amount(product.totalProductAmount)',
			'amount(product.totalProductAmount) ?? amount(product.initialProductAmount)',
			'the total of a line shrinks with a claim on a part of it',
		],
		[
			'text(product.optionManageCode) ?? text(product.sellerProductCode)',
			'text(product.sellerProductCode) ?? text(product.optionManageCode)',
			'all options of a product have one SKU',
		],
		[
			'koreanTime(claim.reDeliveryOperationDate)',
			'koreanTime(claim.claimRequestDate)',
			'what goes out in exchange leaves when it was asked for',
		],
		[
			'`parcel ${carrier} ${trackingNumber}`',
			'`parcel ${trackingNumber}`',
			'parcels of two couriers with one number are one',
		],
		[
			"['initialSellerBurdenImmediateDiscountAmount', 'sellerBurdenImediateDiscountAmount']",
			"['sellerBurdenImediateDiscountAmount', 'initialSellerBurdenImmediateDiscountAmount']",
			"After a part of the line was claimed, the seller's share as it is now is compared with the discount as it was ordered: fundedBy becomes unknown instead of seller.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/list.ts', [
		[
			'group && group.details.length < ids.length',
			'group && group.details.length > ids.length',
			'an order with lines that are not told is told as whole',
		],
		[
			'for (const some of chunks(ids, MAX_IDS)) found.push(...(await details(call, some)));',
			'found.push(...(await details(call, ids)));',
			'an order of more than 300 lines is refused',
		],
		[
			'const usesCreated = created.from !== undefined || created.to !== undefined;',
			'const usesCreated = created.from !== undefined;',
			"'Created Before' alone is silently ignored (last 7 days of changes come) instead of being refused; so is its conflict with 'Updated After'.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/mapping.ts', [
		[
			'if (price !== null || !hasFee) return [];',
			'return [];',
			'An order with several parcels does not say why the price of its shipping is empty',
		],
		[
			'/^\\d+$/.test(id)',
			'true',
			'An order whose line has no number links to a page that does not exist',
		],
		[
			'to: earliest(products.map((product) => product.shippingDueDate))',
			'to: newest(products.map((product) => product.shippingDueDate))',
			'the last of several deadlines is shown, and the first is missed',
		],
		[
			"?.startsWith('CANCELED')",
			" === 'CANCELED'",
			'the deadline of a line that was never paid counts',
		],
		[
			"linesComplete && only(details, 'packageNumber') !== null",
			"only(details, 'packageNumber') !== null",
			'of some lines the fee of one bundle is that of the order',
		],
		[
			"linesComplete && only(details, 'packageNumber') !== null",
			"linesComplete || only(details, 'packageNumber') !== null",
			'Two bundles with the same fee: the fee of one is shown as the shipping price of the order; so is that of an order of which only some lines were read.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/money.ts', [
		['\t\tgiven.payLaterPaymentAmount,\n', '', 'what is paid later is left out of the sum'],
		[
			'paid: isPaid && used.length === 1',
			'paid: used.length === 1',
			'an order that waits for money says how much was paid',
		],
		[
			'paymentMethod === null ? null : false',
			'false',
			'without means of payment it is told what they are not',
		],
		[
			'isPaid && used.length === 1 ?',
			'used.length === 1 ?',
			'An order that still waits for its payment shows the amount as paid (totals.paid).',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/options.ts', [
		[
			'written.slice(0, -(BETWEEN + known).length)',
			'written.slice((BETWEEN + known).length)',
			'what the buyer typed before the options is cut',
		],
		[
			'const isOne = signs[0] > 1 ||',
			'const isOne = signs[0] >= 1 ||',
			'A text whose pieces cannot be told apart with certainty (e.g. the same name twice) gets the first name, and the rest of the text as its value, instead of staying whole.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/parties.ts', [
		[
			'phone: text(wire.tel1) ?? text(wire.tel2)',
			'phone: text(wire.tel1)',
			'the only telephone number is not shown',
		],
		[
			'if (distinct.size === 1) return given[0];',
			'if (given.length === 1) return given[0];',
			'an order of two lines has no address',
		],
		[
			'/^[A-Z]{2}$/',
			'/^[A-Z]{2}/',
			"The country of a foreign address written as e.g. 'USA' or 'CHINA' is given as countryCode, which should hold two letters or nothing.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/search.ts', [
		[
			"rangeType: 'ORDERED_DATETIME'",
			"rangeType: 'PAYED_DATETIME'",
			'orders that are not paid are not listed',
		],
		[
			'cursor?.advance({ start: end, end: begin.end });',
			'cursor?.advance({ start: end, end: until });',
			'the next run ends where this one was cut',
		],
		[
			'return koreanMs(object(line.order).orderDate);',
			'return Date.parse(String(object(line.order).orderDate));',
			'a list that is gone on with steps over orders',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/status.ts', [
		["EXCHANGED: 'completed'", "EXCHANGED: 'open'", 'an exchanged order never ends'],
		[
			"PURCHASE_DECIDED: 'delivered'",
			"PURCHASE_DECIDED: 'fulfilled'",
			'an order that the buyer keeps counts as under way',
		],
		["RETURNED: 'refunded'", "RETURNED: 'paid'", 'a returned line counts as paid'],
		["\t'partiallyRefunded',\n]);", ']);', 'of some lines it is not told that a part was refunded'],
		[
			"type === 'ARRIVAL_GUARANTEE' ||",
			"type === 'SELLER_GUARANTEE' ||",
			'what the seller must send counts as sent by Naver',
		],
		[
			'if (words.size > 1) words.delete',
			'if (words.size > 2) words.delete',
			'a sent order of which one line was cancelled is partly sent',
		],
		[
			"return wasPaid ? 'refunded' : 'unpaid';",
			"return 'refunded';",
			'what was cancelled before it was paid counts as refunded',
		],
		[
			"(['fulfilled', 'delivered'] as const)",
			"(['delivered', 'fulfilled'] as const)",
			'An order of which one line is delivered and another still on its way is shown as delivered.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/orders/time.ts', [
		["isoTime(value, 'Asia/Seoul')", 'isoTime(value)', 'a time without offset is nine hours late'],
		[
			".replace('Z', '+09:00')",
			".replace('.000Z', '.000+09:00')",
			'a time with milliseconds is nine hours in the future',
		],
		[
			'return timeOf(koreanTime(value));',
			'return timeOf(value);',
			'A time without an offset is read in the zone of the server: changes, claims and orders are off by hours outside Korea.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/trigger/events.ts', [
		[
			'at: koreanMs(claim.claimRequestDate)',
			'at: timeOf(claim.claimRequestDate)',
			'a claim is made at another time on every server',
		],
		[
			'occasions: { orderClaimed: claim.id }',
			'occasions: { orderClaimed: orderId }',
			'the second claim on an order is not told',
		],
		[
			"if (order.status === 'cancelled') facts.orderCancelled = timeOf(order.cancelledAt);",
			"if (order.status === 'cancelled') facts.orderCancelled = placedAt;",
			'a cancelled order counts as cancelled when it was placed, before the trigger began',
		],
		[
			'return Math.max(0, ...times) || null;',
			'return times.find((time) => time > 0) ?? null;',
			"An order in several parcels counts as shipped when the first line of the list left: activated between the parcels, the trigger never tells 'Order Shipped'.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/trigger/feed.ts', [
		[
			'const begin = Math.max(0, progress.from - OVERLAP_MS);',
			'const begin = Math.max(0, progress.from);',
			'a change that is written late is never seen',
		],
		[
			'function keyOf({ productOrderId: id, lastChangedDate, lastChangedType }: Change): string {\n\treturn [id, lastChangedDate, lastChangedType]',
			'function keyOf({ productOrderId: id, lastChangedDate }: Change): string {\n\treturn [id, lastChangedDate]',
			'the second change of a line in a second is not seen',
		],
		[
			'Math.min(reached, progress.near ?? Infinity)',
			'reached',
			'what is written late into pages read long ago is lost',
		],
		[
			'...rows.map(changedAt).filter((time) => time <= now)',
			'...rows.map(changedAt)',
			'one row from the future, and nothing is seen until then',
		],
		[
			'\trefuseRepeated(progress.answer, response);\n',
			'',
			'a cached answer ends a window that holds orders',
		],
		[
			'since: since.get(id) ?? now',
			'since: now',
			'a change without details is waited for without end',
		],
		["=== 'GIFT_RECEIVED'", "=== 'PAYED'", 'a present counts as accepted when it was paid'],
		[
			'return koreanMs(row.lastChangedDate) ?? 0;',
			'return Date.parse(String(row.lastChangedDate)) || 0;',
			'the place in the feed depends on the zone of the server',
		],
		[
			'function restart({ from, newest, shown, late }: Progress): Progress {\n\treturn { from, newest, shown, refused: true, late };',
			'function restart({ from, newest, shown }: Progress): Progress {\n\treturn { from, newest, shown, refused: true };',
			'When Naver refuses a page, the changes whose details were still awaited are forgotten; they are never told.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/trigger/options.ts', [
		[
			'details.some(({ productOrder }) =>\n\t\t\twanted.every(',
			'details.every(({ productOrder }) =>\n\t\t\twanted.every(',
			'an order is wanted only if all its lines are',
		],
		[
			"\t\tdetails.some(({ productOrder }) =>\n\t\t\twanted.every(({ field, words }) => words.includes(text(object(productOrder)[field]) ?? '')),\n\t\t);",
			"\t\twanted.every(({ field, words }) =>\n\t\t\tdetails.some(({ productOrder }) => words.includes(text(object(productOrder)[field]) ?? '')),\n\t\t);",
			'With both filters set, an order starts the workflow although no single line fits both: one line fits the one, another line the other.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/trigger/ready.ts', [
		[
			'unsent.some(hasOpenClaim)',
			'live.some(hasOpenClaim)',
			'a return of one line holds back the lines that were not sent',
		],
		[
			'if (presents.length === 0) return hasBeenHeld ? null : paidAt;',
			'if (presents.length === 0) return paidAt;',
			'an order whose cancellation was withdrawn is too old to be told',
		],
		[
			'Math.max(...known)',
			'Math.min(...known)',
			'a present is ready when the first of its lines is',
		],
		[
			'live.some(isWaiting) || unsent.some(hasOpenClaim)',
			'live.some((detail) => isWaiting(detail) || hasOpenClaim(detail))',
			"A return claim on a line that is sent already holds back 'Order Ready to Ship' for the other lines.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/products/catalog.ts', [
		[
			'return { entries: entries.slice(skipped), total, size: own - skipped };',
			'return { entries: entries.slice(skipped), total };',
			'A page that overlaps the one before looks shorter than it is, and the list ends with an error.',
		],
		[
			'if (known === undefined || known.at !== changedAt(product)) return false;',
			'if (known === undefined) return false;',
			'An option that was added an hour ago is said not to exist.',
		],
		[
			'await readAddresses();',
			'',
			'The number in the address of the shop finds nothing, after all products were read.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/products/list.ts', [
		[
			'return isGone(error) ? [{ found }] : raise(error);',
			'return raise(error);',
			'One product that is deleted while the list is read ends the list.',
		],
		[
			'yield sku === undefined ? page : page.filter((found) => sellerCodeOf({ found }) === sku);',
			'yield page;',
			"A filter for 'A' gives 'A-2', too, and a workflow sets the stock of the wrong product.",
		],
	]),
	...faultsOf('nodes/NaverCommerce/products/part.ts', [
		[
			"return field === 'quantity' && statusType === OUT_OF_STOCK && !isZero(value);",
			'return false;',
			'What was sold out stays out of the shop, however much there is of it.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/products/update.ts', [
		[
			"return field === 'price' ? onePriceEach(targets) : targets;",
			'return targets;',
			'The price of an option is counted from a price that changes at the same moment.',
		],
		[
			'present !== null && isSame(present, value) && !isReopened(field, statusType, value)',
			'present !== null && isSame(present, value)',
			'A product that has stock and is still sold out counts as unchanged.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/products/update-options.ts', [
		[
			'if (one === undefined || refused.has(one)) return option;',
			'if (one === undefined || refused.has(one)) return { id: option.id };',
			'Options that nobody named have no stock any more.',
		],
		[
			'...(immediateDiscountPolicy ? { immediateDiscountPolicy } : {}),',
			'',
			'A new stock ends the discount of the product.',
		],
		[
			"return wanted.map(() => ({ status: 'failed', error }));",
			'return raise(error);',
			'A write that was never sent is said to be in doubt.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/products/update-products.ts', [
		[
			"return error instanceof ResponseError && ['invalid', 'gone'].includes(error.verdict);",
			"return error instanceof ResponseError && error.verdict === 'invalid';",
			'One product that was deleted meanwhile stops the 49 beside it.',
		],
		[
			"return { status: 'done', warnings: await putOnSale(id, part.value, writer) };",
			"return { status: 'done' };",
			'A product that Naver does not open by itself has stock, and nobody can buy it.',
		],
	]),
	...faultsOf('nodes/NaverCommerce/writes/cancel.ts', [
		[
			'(isRequest && !isCheck)',
			'false',
			"A buyer's cancel request with the same reason counts as cancelled: nobody approves it, and the node says 'unchanged'.",
		],
		[
			'const path = `${pathSegment(id)}/claim/cancel/request`;\n\tconst result = (await post(writer.send, path, body, false)).get(id);',
			'const path = `${pathSegment(id)}/claim/cancel/request`;\n\tconst result = (await post(writer.send, path, body, true)).get(id);',
			'a lost answer cancels units twice',
		],
		[
			'if (quantity !== null && left !== null && quantity > left) {',
			'if (quantity !== null && left !== null && quantity > left + 99) {',
			'more units than there are go to Naver',
		],
	]),
	...faultsOf('nodes/NaverCommerce/writes/confirm.ts', [
		[
			"if (standing === 'cancelled' || isConfirmed(meant)) return [];",
			"if (standing === 'cancelled') return [];",
			'what is confirmed is confirmed again',
		],
		[
			'warnings: isChanged ? [ADDRESS_CHANGED] : []',
			'warnings: []',
			'the label is printed with the old address',
		],
	]),
	...faultsOf('nodes/NaverCommerce/writes/product-orders.ts', [
		[
			'return isUnknown ? [] : raise(error);',
			'return [];',
			'An order that cannot be read is taken for a product order, and the error says that there is none.',
		],
		[
			'if (detail instanceof Error) return [orderId, detail];',
			'if (detail instanceof Error) continue;',
			'lines that could not be read are said not to exist',
		],
		[
			'some >= ordered',
			'some > 0',
			'a line of which one unit is being cancelled is left out, and nobody says so',
		],
		[
			'for (const { id } of meant.filter(keeps)) takenBy.set(id, key);',
			'for (const { id } of meant) takenBy.set(id, key);',
			'a parcel of an earlier run fails beside another one of its order',
		],
	]),
	...faultsOf('nodes/NaverCommerce/writes/results.ts', [
		['...list(successProductOrderInfos),', '', 'a confirmation has no answer, and is looked up'],
		[
			"return 'refusal' in part ? 'refused' : 'sent';",
			"return 'sent';",
			'what is not sent takes places of a call',
		],
	]),
	...faultsOf('nodes/NaverCommerce/writes/ship.ts', [
		[
			'...(trackingNumber === null ? {} : { trackingNumber }),',
			"trackingNumber: trackingNumber ?? '',",
			'Naver refuses an empty field',
		],
		[
			"const plain = trackingNumber.replace(/[\\s-]/g, '');",
			'const plain = trackingNumber.trim();',
			'numbers with hyphens are refused',
		],
		[
			'if (!isSentSo(detail, wish)) return',
			'if (false) return',
			'A parcel that Naver has with another number counts as unchanged.',
		],
		[
			"if (standing !== 'open') return [refused(id, standing)];",
			"if (standing === 'unpaid') return [refused(id, standing)];",
			'goods of an order go out although the buyer asks to cancel it',
		],
		[
			'return error instanceof StoppedError ? raise(error) : new Map();',
			'return raise(error);',
			'A dispatch that was done counts as failed, because a look after it failed.',
		],
	]),
];

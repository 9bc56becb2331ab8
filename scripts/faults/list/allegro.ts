import { faultsOf, type ListedFault } from './fault';

/** Faults of nodes/Allegro. */
export const allegro: ListedFault[] = [
	...faultsOf('nodes/Allegro/Allegro.node.ts', [
		[
			"outputDefault: 'order',",
			"outputDefault: 'marketplace',",
			"A new Allegro node gives the marketplace's own form instead of the unified order unless the user changes the output.",
		],
	]),
	...faultsOf('nodes/Allegro/AllegroTrigger.node.ts', [
		[
			"outputDefault: 'order',",
			"outputDefault: 'marketplace',",
			'A new Allegro trigger gives raw checkout forms instead of unified orders by default.',
		],
	]),
	...faultsOf('nodes/Allegro/access/account-check.ts', [
		[
			"'allegro-sk': { name: 'Allegro Slovakia', countryCode: 'SK' }",
			"'allegro-sk': { name: 'Allegro Slovakia', countryCode: 'SI' }",
			'the account check puts a Slovak seller into Slovenia',
		],
		[
			'/^(invalid_client|unauthorized)/',
			'/^invalid_client/',
			'a wrong client secret is told as some trouble, not as refused',
		],
		[
			'scopes === null || scopes.includes(ORDERS)) await',
			'scopes !== null && scopes.includes(ORDERS)) await',
			'a token that hides its scopes passes the check without any call that was allowed',
		],
		[
			'\t\ttry {\n\t\t\tawait askWho(inquiry);\n\t\t} finally {\n\t\t\t// Last: the tokens may have been renewed on the way.\n\t\t\treadTokens(inquiry);\n\t\t}',
			'\t\tawait askWho(inquiry);\n\t\t// Last: the tokens may have been renewed on the way.\n\t\treadTokens(inquiry);',
			'If Allegro refuses the access, the account check shows neither scopes nor the end of the authorization, so no warning that it has ended.',
		],
	]),
	...faultsOf('nodes/Allegro/access/account-check.ts', [
		[
			'inquiry.canWrite = missing.length === 0;',
			'inquiry.canWrite = true;',
			'the check says that orders may be changed, and the first parcel is refused',
		],
	]),
	...faultsOf('nodes/Allegro/access/connection.ts', [
		[
			"ł: 'l', Ł: 'L'",
			"ł: 'l', Ł: 'l'",
			'an application whose name has a capital Ł sends another name than the registered one and is rejected',
		],
		[
			"String(credential.clientId ?? '')",
			"String(credential.applicationName ?? '')",
			"two credentials of one application with names of their own do not share the application's limit",
		],
		[
			"typeof claims.exp === 'number' ? claims.exp * 1000 : toldByN8n",
			"typeof claims.exp === 'number' ? claims.exp : toldByN8n",
			'every token counts as ended in 1970, so each request renews it, and Allegro limits renewals',
		],
		[
			"told === '' || told === 'allegro_api'",
			"told === ''",
			'the account check says that the permission for orders is missing where the token says "all of them"',
		],
		[
			"scope ?? '').trim()",
			"scope ?? '')",
			'a blank before the scopes of the token answer becomes a scope without a name',
		],
		[
			'.replace(/\\s+/g, ',
			'.replace(/\\s/g, ',
			'two blanks in the name of the application become two hyphens, and Allegro rejects the User-Agent',
		],
		[
			'[^\\s()]+$/',
			'.+$/',
			'a page with a bracket in it ends the User-Agent too early, and Allegro rejects it',
		],
		[
			".normalize('NFD')",
			".normalize('NFC')",
			'Letters with marks (o with acute, e with ogonek) vanish from the User-Agent instead of becoming plain letters; Allegro does not find the registered name and rejects every request.',
		],
		[
			'exp ?? NaN',
			'exp ?? 0',
			'With an opaque refresh token, the account check says that the authorization ended in 1970 and warns, though its end is unknown.',
		],
	]),
	...faultsOf('nodes/Allegro/marketplace.ts', [
		[
			'|charity\\/fundraising-campaigns',
			'',
			'fundraising campaigns answer 406: they speak only the beta media type',
		],
		[
			'perSecond: 25, burst: 25',
			'perSecond: 50, burst: 50',
			'customer returns are asked for faster than the 25 a second of one user',
		],
		[
			"method: 'POST', path: /^\\/messaging/",
			'path: /^\\/messaging/',
			'reading messages is slowed to one request a second, as if it were sending',
		],
		[
			'perSecond: 147, burst: 150',
			'perSecond: 150, burst: 150',
			'a full minute sends more than the 9,000 requests of the application, which is then blocked',
		],
		[
			'response.status === 429 && told === 0',
			'response.status === 429 && told !== 0',
			'a block without a time is asked on after a second, which prolongs it',
		],
		[
			"object(body).error === 'unauthorized' ? 'denied' : 'expired'",
			"'expired'",
			'a wrong Authorization header burns a renewal of the token, whose number Allegro limits',
		],
		[
			"status === 403 ? 'denied' : 'throttled'",
			"'denied'",
			'a 429 is told as a missing permission and never tried again',
		],
		[
			'text(userMessage) ?? text(message), text(path)',
			'text(message) ?? text(userMessage), text(path)',
			'the user reads the words for developers instead of those for users',
		],
		[
			'text(errors[0]?.code) ?? text(oauth.error)',
			'text(errors[0]?.code)',
			'an answer of the kind of OAuth loses its code',
		],
		[
			'serial-numbers))?(\\?|$)',
			'serial-numbers))(\\?|$)',
			'a 404 of an order itself does not say that orders are shown for a year only',
		],
		[
			'depth: 10_000_000',
			'depth: MAX_DEPTH',
			'a seller with more than 10,000 offers gets only the first 10,000',
		],
		[
			'itemCount < Number(query.limit ?? 100)',
			'itemCount <= Number(query.limit ?? 100)',
			'the journal with Paginate ends behind its first page',
		],
		[
			'affiliate\\/conversions)',
			'affiliates\\/conversions)',
			'Requests to /affiliate/conversions go out with the public media type, which that beta-only resource refuses with 406.',
		],
		[
			'\t\t\tsize: 25,',
			'\t\t\tsize: 100,',
			"The list of refund claims without 'limit' brings 25 entries a page, which is taken for a short last page when no total is told: everything behind the first page is lost (with a total, it fails as too short).",
		],
	]),
	...faultsOf('nodes/Allegro/marketplace.ts', [
		[
			'PART_ADVICE[part]?.[status] ?? ADVICE[status]',
			'ADVICE[status]',
			'who may not add a parcel is not told which permission is missing',
		],
	]),
	...faultsOf('nodes/Allegro/orders/checkout-forms.ts', [
		[
			'export const NO_ID = 422',
			'export const NO_ID = 400',
			'one event with an id that is none stops the trigger for ever',
		],
		[
			'if (error.response.status !== NO_ID) return raise(error);',
			'if (error.response.status >= 500) return raise(error);',
			"A 401, 403 (bot protection) or 429 while an order of the journal is read is swallowed as a hint; the journal moves on and the order's event is lost.",
		],
	]),
	...faultsOf('nodes/Allegro/orders/fulfillment.ts', [
		[
			"READY_FOR_PICKUP: 'unfulfilled'",
			"READY_FOR_PICKUP: 'fulfilled'",
			'an order that waits at the counter is told as shipped',
		],
		[
			"['fulfilled', 'delivered', 'returned']",
			"['fulfilled', 'delivered']",
			'an order that came back counts as never sent, and its waybills overrule the return',
		],
		[
			'if (hasLeft(said)) return said;',
			"if (hasLeft(said) || said === 'cancelled') return said;",
			"Who cancels after all parcels have waybills gets 'cancelled' although the goods are on their way; 'Order Shipped' is not told.",
		],
	]),
	...faultsOf('nodes/Allegro/orders/lines.ts', [
		[
			"\t'TURNOVER_DISCOUNT',\n",
			'',
			'a discount that the seller has set up is told as paid by nobody knows whom',
		],
		['products.length === 1', 'products.length >= 1', 'a set is taken for its first product'],
		[
			"voucher.status !== 'CANCELLED'",
			"voucher.status === 'ACTIVE'",
			'a voucher that has been used is left out of the discounts',
		],
		[
			'\tconst keys = named.map((tax) => JSON.stringify(tax));\n\treturn named\n\t\t.filter((_tax, index) => keys.indexOf(keys[index]) === index)',
			'\tconst rates = named.map((tax) => tax.rate);\n\treturn named\n\t\t.filter((_tax, index) => rates.indexOf(rates[index]) === index)',
			'Two exemptions without a rate (or the same rate with and without an exemption) are taken for one: the second tax is missing from the order.',
		],
	]),
	...faultsOf('nodes/Allegro/orders/list.ts', [
		[
			'limit > MAX_DEPTH || cursor',
			'limit >= MAX_DEPTH || cursor',
			'a Limit of exactly 10,000 gives the orders with the oldest changes instead of the newest ones',
		],
		[
			"typeof value === 'string' && UUID.test(value)",
			"typeof value === 'string'",
			'filters such as Status are sent in small letters and find nothing',
		],
		[
			"query: 'lineItems.boughtAt.lte'",
			"query: 'lineItems.boughtAt.gte'",
			'Created Before asks for orders created after it',
		],
		[
			"{ name: 'Ready for Pickup', value: 'READY_FOR_PICKUP' }",
			"{ name: 'Ready for Pickup', value: 'READY_FOR_SHIPMENT' }",
			'a choice of the panel asks for other orders than it says',
		],
		[
			'Math.max(...list(form.lineItems)',
			'Math.min(...list(form.lineItems)',
			'an order of several purchases stands at another place than in the list of Allegro',
		],
		[
			'const byKey = limit > MAX_DEPTH ||',
			'const byKey = limit >= MAX_DEPTH ||',
			'With a limit of exactly 10000 the orders with the oldest changes come instead of the newest ones, and without the hint.',
		],
		[
			'const again = part.filter((form) => changedAt(form) === from);',
			'const again = part.slice(-1);',
			'When a run goes on from a cursor, all orders but one that share the time of the last one come a second time.',
		],
	]),
	...faultsOf('nodes/Allegro/orders/mapping.ts', [
		[
			'const panel = isSandbox ? SANDBOX_PANEL : PANEL;',
			'const panel = PANEL;',
			'The link of a sandbox order leads to the real Sales Center, which does not know it',
		],
		[
			'/^allegro-([a-z]{2})$/',
			'/^allegro-(.+)$/',
			'The business sites get an address that nobody knows: allegro.business-cz',
		],
		[
			'...unsummed({ lines, discounts, taxes })',
			'',
			'Nobody says why the total of a line and the sum of the lines are empty',
		],
		[
			"PICKED_UP: 'completed'",
			"PICKED_UP: 'open'",
			'an order that the buyer has picked up stays open for ever',
		],
		[
			'^allegro-(?!business)',
			'^allegro-',
			'net prices of a business site are taken for gross ones',
		],
		[
			'known.from ?? known.to',
			'known.from ?? known.from',
			'a delivery that has only an end loses it',
		],
		[
			'=== true && isCharged',
			'=== true',
			'a free delivery is told as one of which nobody knows who paid it',
		],
		[
			'Date.parse(a) - Date.parse(b)',
			'Date.parse(b) - Date.parse(a)',
			'purchases that are paid together get the time of the last one',
		],
		[
			'(known.from ?? known.to) ? known',
			'known.from ? known',
			'An order of which Allegro tells only the latest time of delivery has its deliverBy.to dropped for the (mostly empty) old place of the dates.',
		],
	]),
	...faultsOf('nodes/Allegro/orders/parties.ts', [
		[
			"\t'SK_IC_DPH',\n",
			'',
			'a Slovak company is invoiced with its company register number instead of the VAT number',
		],
		[
			"\t'CZ_ICO',\n",
			'',
			'a Czech company with register numbers of two countries gets the one of the other',
		],
		[
			'text(from.zipCode) ?? text(from.postCode)',
			'text(from.zipCode)',
			"the address of the buyer's account has no postal code",
		],
		[
			'(\\.allegrosandbox\\.pl)?$/i',
			'$/i',
			'the relay addresses of the sandbox are taken for real ones',
		],
		[
			"\t'SK_IC_DPH',\n\t'HU_ADOSZAM',\n\t'OTHER',\n\t'CZ_ICO',\n\t'SK_ICO',",
			"\t'SK_ICO',\n\t'HU_ADOSZAM',\n\t'OTHER',\n\t'CZ_ICO',\n\t'SK_IC_DPH',",
			'invoice.taxId of Slovak companies becomes the number of the company register instead of the VAT number: wrong invoices.',
		],
		[
			'to.name === null && to.company === null ?',
			'to.name === null || to.company === null ?',
			"A billing address that names only a company (or only a person) is overwritten with name and company of the buyer's account.",
		],
	]),
	...faultsOf('nodes/Allegro/orders/payment.ts', [
		[
			"SPLIT_PAYMENT: 'pending'",
			"SPLIT_PAYMENT: 'paid'",
			'a split payment, which goes past Allegro, is taken for paid',
		],
		[
			'!ids.includes(id)',
			'ids.includes(id)',
			'cash that a carrier has settled does not count, or counts twice',
		],
		[
			'isPositive(difference(due, came))',
			'isPositive(difference(came, due))',
			'who pays less counts as paid, who pays more as partly paid',
		],
		[
			'text(payment.type) === CASH ? { ...received, at: null }',
			'text(payment.type) !== CASH ? { ...received, at: null }',
			"the buyer's click counts as the time of a payment in cash, and real ones have none",
		],
		[
			'payments.map(({ at }) => at).find((at) => at !== null)',
			'payments.map(({ at }) => at).findLast((at) => at !== null)',
			'paidAt of an order with a surcharge becomes the time of the last payment instead of the first.',
		],
		[
			'currency !== null && due !== null && currency !== due',
			'due !== null && currency !== due',
			"A payment whose answer leaves out the currency counts as foreign: totals.paid is lost and missing says 'paid in null'; the comparison with the sum due is skipped, so a partial payment is shown as paid.",
		],
	]),
	...faultsOf('nodes/Allegro/trigger/events.ts', [
		[
			"'BUYER_CANCELLED', 'AUTO_CANCELLED'",
			"'BUYER_CANCELLED'",
			'an order that Allegro cancelled for want of payment has no time of its cancellation of its own',
		],
		[
			"'PROCESSING', 'READY_FOR_SHIPMENT', 'SUSPENDED'",
			"'PROCESSING', 'READY_FOR_SHIPMENT'",
			'a suspended order with all waybills tells "shipped" with the time of its purchase: never, if that is before the activation',
		],
		[
			'sellersTimes(events).at(-2)',
			'sellersTimes(events).at(-1)',
			'an order that was sent and picked up between two polls is shipped when it was picked up',
		],
		[
			'times.length > 0 ? Math.min(...times) : null',
			'times.length > 0 ? Math.max(...times) : null',
			'a surcharge makes an old order ready for processing just now',
		],
		[
			'known.length > 0 ? Math.min(...known) : last',
			'known.length > 0 ? Math.max(...known) : last',
			'an order of purchases paid together is as old as its payment, though it was filled in before',
		],
		[
			"'READY_FOR_SHIPMENT', 'SUSPENDED']",
			"'READY_FOR_SHIPMENT']",
			"An order that the seller has suspended and whose lines all have waybills now counts as sent when it was created: 'Order Shipped' of an order older than the activation is never told.",
		],
		[
			"timeOf(object(form.payment).finishedAt) ?? momentOf(events, 'ready')",
			"momentOf(events, 'ready') ?? timeOf(object(form.payment).finishedAt)",
			'A surcharge repeats READY_FOR_PROCESSING in the journal: an order paid long before the activation starts the workflow as freshly ready.',
		],
	]),
	...faultsOf('nodes/Allegro/trigger/feed.ts', [
		[
			'const SWEEP_EVERY_MS = 15 * 60_000',
			'const SWEEP_EVERY_MS = 15 * 60_000_000',
			'an order whose event the journal lost is told days later',
		],
		[
			'const STALE_MS = HOUR_MS',
			'const STALE_MS = 60_000',
			'an order that is shown as before for some minutes loses the time of its event',
		],
		[
			'Number(latest) < (now + SECOND_MS) * 1000',
			'Number(latest) < (now + SECOND_MS)',
			'the trigger starts at the clock instead of behind the last event',
		],
		[
			'at < now - JOURNAL_MS',
			'at <= now - JOURNAL_MS * 1000',
			'nobody says that a Start Date of a year ago misses what sellers changed',
		],
		[
			'swept.place.sweptAt : before.sweptAt',
			'swept.place.sweptAt : swept.place.sweptAt',
			'behind a full page of events the sweep rests a quarter of an hour, although it stopped on the way',
		],
		[
			'events[events.length - 1].occurredAt',
			'events[0].occurredAt',
			'the sweep stops at the first event of a full page: each of the others is read for itself',
		],
		[
			"id !== '' && occurredAt < now + SECOND_MS",
			"id !== ''",
			'an event from the future takes the place along, and those before it are never told',
		],
		[
			'hidden: left.length > 0 ? left : undefined',
			'hidden: left.length > 1 ? left : undefined',
			'a single order that Allegro does not show yet is forgotten',
		],
		[
			'type !== SELLERS_CHANGE && occurredAt > sweptTo',
			'occurredAt > sweptTo',
			"the seller's changes, which the sweep never shows, are not read while it is open",
		],
		[
			'last?.type !== SELLERS_CHANGE && last',
			'last',
			"an order that is still shown as before the seller's change is not read again",
		],
		[
			'const last = own.at(-1);',
			'const last = own[0];',
			'A form that was read with the revision of the first of two events counts as up to date; its last change is not read again at the next poll.',
		],
	]),
	...faultsOf('nodes/Allegro/trigger/hidden.ts', [
		[
			'const HIDDEN_MS = 24 * HOUR_MS',
			'const HIDDEN_MS = HOUR_MS',
			'an order that answers 404 for some hours is lost',
		],
		[
			'Math.min(HOUR_MS, Math.max(MINUTE_MS, now - since))',
			'Math.max(MINUTE_MS, now - since)',
			'an order that shows after thirteen hours is told after a day only',
		],
		['.slice(-MOST_HIDDEN)', '', 'the memory of orders that never show grows without end'],
		[
			'due.slice(0, LOOKS_PER_STEP)',
			'due',
			'after a trouble of Allegro one poll asks for two thousand orders',
		],
		[
			'now - one.since < HIDDEN_MS || waiting.includes(one)',
			'now - one.since < HIDDEN_MS',
			'After a pause in polling, orders whose 24 hours are over but which wait for their turn are given up without the last look: those that show by now are never told.',
		],
	]),
	...faultsOf('nodes/Allegro/trigger/options.ts', [
		[
			'object(object(form.fulfillment).provider).id',
			'object(form.fulfillment).provider',
			'a trigger that asks for orders shipped by Allegro never fires',
		],
		[
			'wanted.every(({ read, value }) => text(read(form)) === value)',
			'wanted.length === 0 || wanted.some(({ read, value }) => text(read(form)) === value)',
			'With two trigger filters (e.g. site and status) an order that fits only one of them starts the workflow.',
		],
	]),
	...faultsOf('nodes/Allegro/trigger/sweep.ts', [
		[
			'const OVERLAP_MS = 10 * 60_000',
			'const OVERLAP_MS = 10_000',
			'an order that the list shows a minute late is never told when the journal lost its event, too',
		],
		[
			'Math.min(end, near ?? now)',
			'Math.min(end, now)',
			'an order that came late into a page that was left long ago is never told',
		],
		[
			'Math.max(Date.parse(before.sweep), timeOf(last) ?? 0)',
			'timeOf(last) ?? 0',
			'with each empty sweep the place goes back by the overlap, and the sweeps grow',
		],
		[
			'offset + same - 1 : 0',
			'offset + same : 0',
			'among more than a page of orders of one time, one that left the page before hides the next',
		],
		[
			'near ??= now;',
			'near = now;',
			'In a sweep of several steps the time of the first page near the present is overwritten by later steps: an order that shows up late in the pages already left is never met again.',
		],
		[
			'\t\tconst same = found.filter((form) => (text(form.updatedAt) ?? key) === key).length;\n\t\toffset = last === key ? offset + same - 1 : 0;',
			'\t\toffset = last === key ? offset + found.length - 1 : 0;',
			'When a cache sends the page before once more, the offset jumps by the whole page instead of by the orders of this very time: orders that nobody has seen are skipped.',
		],
	]),
	...faultsOf('nodes/Allegro/writes/carriers.ts', [
		[
			'name: text(name) ?? code',
			"name: text(name) ?? ''",
			'the carrier OTHER is an empty line in the list',
		],
	]),
	...faultsOf('nodes/Allegro/writes/order.ts', [
		[
			'if (shipments === null) return [];',
			'',
			'an order whose list of parcels is null cannot be shipped',
		],
		[
			"...(revision ? { query: { 'checkoutForm.revision': revision } } : {}),",
			'',
			'a status overwrites a change that nobody has seen',
		],
		[
			'if (text(form.id) !== null) return form;',
			'return form;',
			'an answer that is no order is taken for one without lines, and a second parcel of all lines is added',
		],
	]),
	...faultsOf('nodes/Allegro/writes/order-parcels.ts', [
		[
			'text(carrierId)?.toUpperCase() === carrier?.toUpperCase()',
			'text(carrierId) === carrier',
			'a parcel whose carrier was written in small letters is added again',
		],
		[
			'.filter(({ lineId }) => !this.packed.has(lineId))',
			'',
			'"Everything Open" names lines that are in a parcel already',
		],
		[
			'for (const lineId of lineIds) this.packed.add(lineId);',
			'',
			'the last parcel of a run repeats the lines of the others',
		],
		[
			'isAgain: lineIds.length === 0',
			'isAgain: false',
			'nobody is told that all lines of the order are in two parcels now',
		],
	]),
	...faultsOf('nodes/Allegro/writes/ship.ts', [
		[
			'idempotent: false',
			'idempotent: true',
			'a parcel whose answer is lost is sent again without a look, and is there twice',
		],
		[
			'if (text(waybill.id) === null) return [undefined];',
			'',
			'a maintenance page with status 200 counts as an added parcel',
		],
		['if (state.find(wish)) return [];', '', 'a second run adds all parcels a second time'],
		[
			'lineId: lowerCaseId(line.lineId)',
			'lineId: line.lineId',
			'a line whose ID is written in capitals is refused',
		],
		[
			'setStatus: second.setStatus ?? first.setStatus',
			'setStatus: first.setStatus',
			'the status that stands only in the second item of a parcel is not set',
		],
		[
			'waybills.length > 0 || isNew.some',
			'isNew.some',
			'"Everything Open" sends all lines again although some are in a parcel',
		],
		[
			'const needsOrder = (takesRest && hasOthers) || mayBeSet;',
			'const needsOrder = takesRest && hasOthers;',
			'a second run sets the status again that the order has already',
		],
		[
			"remaining?.length === 0 ? 'ALL' : 'SOME'",
			"'ALL'",
			'an order of which a part was sent counts as sent in full',
		],
		[
			"if (status !== 'unchanged' || lines === 'all') return [];",
			'return [];',
			'nobody is told that a line was not added to a parcel that is there',
		],
	]),
	...faultsOf('nodes/Allegro/writes/statuses.ts', [
		[
			'if (WORDS.includes(status)) return status;',
			'return status;',
			'RETURNED is sent to Allegro, which refuses it',
		],
	]),
	...faultsOf('nodes/Allegro/writes/update-status.ts', [
		[
			'if (state?.status === status) return [];',
			'',
			'a status that is so already is set again, and wakes every trigger',
		],
		['if (status === wanted.status) return;', '', 'a status whose answer was lost is set twice'],
		[
			'revision: isOld ? null : revision',
			'revision',
			'the status of an order that Allegro shows as it was cannot be set',
		],
	]),
	...faultsOf('nodes/Allegro/offers/commands.ts', [
		[
			"if (begun === 'used') continue;",
			'',
			'A workflow that waits for hours and sets the same stock again is told that it was done, and nothing was set.',
		],
		[
			'turns.set(content, { count: count + 1 });',
			'',
			'A loop that sets a stock back to what it was is told that it was done, and the other value stays.',
		],
		[
			"answers.find(({ status }) => status === 'failed') ?? answers[0]",
			'answers[0]',
			'With Update All, an item is done although Allegro refused one of its offers.',
		],
	]),
	...faultsOf('nodes/Allegro/offers/list.ts', [
		[
			'for (const value of some) found.set(nameOf({ by, value }), error as Error);',
			'return raise(error);',
			'One request for SKUs that fails makes all items of the run fail.',
		],
		[
			'length > room || groups',
			'groups.length === 0 || groups',
			'Long SKUs of a run make an address that servers refuse.',
		],
	]),
	...faultsOf('nodes/Allegro/offers/patch.ts', [
		[
			"return error.response.status === 422 ? { status: 'failed', error } : undefined;",
			'return undefined;',
			'A change that Allegro took and then refused is sent once more, and told as unknown.',
		],
	]),
	...faultsOf('nodes/Allegro/offers/updates.ts', [
		[
			'else if (isFirst || error instanceof StoppedError) return raise(error);',
			'else return raise(error);',
			'Offers that were changed are told as failed, because a later one could not be.',
		],
		[
			'place: () => ({ site: null }),',
			'',
			'One offer gets two prices in one run, because one item names its site and another does not.',
		],
		[
			'return isPublished && !isZero(value) ?',
			'return isPublished ?',
			'A stock of zero goes into a command, which Allegro refuses.',
		],
		[
			'const noted = notedStatus(call, text(offer.id) ??',
			'const noted = notedStatus(call, text(offer.name) ??',
			'An offer that was just ended gets a new stock, is told to be done, and stays ended.',
		],
	]),
];

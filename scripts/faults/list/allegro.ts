import type { ListedFault } from './fault';

const folder = 'nodes/Allegro';
const auth = `${folder}/allegro.auth.ts`;
const market = `${folder}/allegro.marketplace.ts`;
const feed = `${folder}/allegro.feed.ts`;
const sweep = `${folder}/allegro.sweep.ts`;
const sighting = `${folder}/allegro.sighting.ts`;
const hidden = `${folder}/allegro.hidden.ts`;
const forms = `${folder}/allegro.forms.ts`;
const fulfillment = `${folder}/allegro.fulfillment.ts`;
const payment = `${folder}/allegro.payment.ts`;
const order = `${folder}/allegro.order.ts`;
const lines = `${folder}/allegro.lines.ts`;
const parties = `${folder}/allegro.parties.ts`;
const reading = `${folder}/operations/order.ts`;
const account = `${folder}/operations/account.ts`;
const trigger = `${folder}/operations/trigger.ts`;

/** Faults of nodes/Allegro. */
export const allegro: ListedFault[] = [
	// Credential.
	{
		file: auth,
		find: "ł: 'l', Ł: 'L'",
		put: "ł: 'l', Ł: 'l'",
		why: 'an application whose name has a capital Ł sends another name than the registered one and is rejected',
	},
	{
		file: auth,
		find: "String(credential.clientId ?? '')",
		put: "String(credential.applicationName ?? '')",
		why: "two credentials of one application with names of their own do not share the application's limit",
	},
	{
		file: auth,
		find: "typeof claims.exp === 'number' ? claims.exp * 1000 : toldByN8n",
		put: "typeof claims.exp === 'number' ? claims.exp : toldByN8n",
		why: 'every token counts as ended in 1970, so each request renews it, and Allegro limits renewals',
	},
	{
		file: auth,
		find: "told === '' || told === 'allegro_api'",
		put: "told === ''",
		why: 'the account check says that the permission for orders is missing where the token says "all of them"',
	},
	{
		file: auth,
		find: "scope ?? '').trim()",
		put: "scope ?? '')",
		why: 'a blank before the scopes of the token answer becomes a scope without a name',
	},
	{
		file: auth,
		find: '.replace(/\\s+/g, ',
		put: '.replace(/\\s/g, ',
		why: 'two blanks in the name of the application become two hyphens, and Allegro rejects the User-Agent',
	},
	{
		file: auth,
		find: '[^\\s()]+$/',
		put: '.+$/',
		why: 'a page with a bracket in it ends the User-Agent too early, and Allegro rejects it',
	},
	// What Allegro answers, limits, media types, pages.
	{
		file: market,
		find: '|charity\\/fundraising-campaigns',
		put: '',
		why: 'fundraising campaigns answer 406: they speak only the beta media type',
	},
	{
		file: market,
		find: 'perSecond: 25, burst: 25',
		put: 'perSecond: 50, burst: 50',
		why: 'customer returns are asked for faster than the 25 a second of one user',
	},
	{
		file: market,
		find: "method: 'POST', path: /^\\/messaging/",
		put: 'path: /^\\/messaging/',
		why: 'reading messages is slowed to one request a second, as if it were sending',
	},
	{
		file: market,
		find: 'perSecond: 147, burst: 150',
		put: 'perSecond: 150, burst: 150',
		why: 'a full minute sends more than the 9,000 requests of the application, which is then blocked',
	},
	{
		file: market,
		find: 'response.status === 429 && told === 0',
		put: 'response.status === 429 && told !== 0',
		why: 'a block without a time is asked on after a second, which prolongs it',
	},
	{
		file: market,
		find: "object(body).error === 'unauthorized' ? 'denied' : 'expired'",
		put: "'expired'",
		why: 'a wrong Authorization header burns a renewal of the token, whose number Allegro limits',
	},
	{
		file: market,
		find: "status === 403 ? 'denied' : 'throttled'",
		put: "'denied'",
		why: 'a 429 is told as a missing permission and never tried again',
	},
	{
		file: market,
		find: 'text(userMessage) ?? text(message), text(path)',
		put: 'text(message) ?? text(userMessage), text(path)',
		why: 'the user reads the words for developers instead of those for users',
	},
	{
		file: market,
		find: 'text(errors[0]?.code) ?? text(oauth.error)',
		put: 'text(errors[0]?.code)',
		why: 'an answer of the kind of OAuth loses its code',
	},
	{
		file: market,
		find: 'serial-numbers))?(\\?|$)',
		put: 'serial-numbers))(\\?|$)',
		why: 'a 404 of an order itself does not say that orders are shown for a year only',
	},
	{
		file: market,
		find: 'depth: 10_000_000',
		put: 'depth: MAX_DEPTH',
		why: 'a seller with more than 10,000 offers gets only the first 10,000',
	},
	{
		file: market,
		find: 'itemCount < Number(query.limit ?? 100)',
		put: 'itemCount <= Number(query.limit ?? 100)',
		why: 'the journal with Paginate ends behind its first page',
	},
	// The trigger.
	{
		file: feed,
		find: 'const SWEEP_EVERY_MS = 15 * 60_000',
		put: 'const SWEEP_EVERY_MS = 15 * 60_000_000',
		why: 'an order whose event the journal lost is told days later',
	},
	{
		file: feed,
		find: 'const STALE_MS = 60 * 60_000',
		put: 'const STALE_MS = 60_000',
		why: 'an order that is shown as before for some minutes loses the time of its event',
	},
	{
		file: feed,
		find: 'Number(latest) < (now + SECOND_MS) * 1000',
		put: 'Number(latest) < (now + SECOND_MS)',
		why: 'the trigger starts at the clock instead of behind the last event',
	},
	{
		file: feed,
		find: 'at < now - JOURNAL_MS',
		put: 'at <= now - JOURNAL_MS * 1000',
		why: 'nobody says that a Start Date of a year ago misses what sellers changed',
	},
	{
		file: feed,
		find: 'swept.place.sweptAt : before.sweptAt',
		put: 'swept.place.sweptAt : swept.place.sweptAt',
		why: 'behind a full page of events the sweep rests a quarter of an hour, although it stopped on the way',
	},
	{
		file: feed,
		find: 'events[events.length - 1].occurredAt',
		put: 'events[0].occurredAt',
		why: 'the sweep stops at the first event of a full page: each of the others is read for itself',
	},
	{
		file: feed,
		find: "id !== '' && occurredAt < now + SECOND_MS",
		put: "id !== ''",
		why: 'an event from the future takes the place along, and those before it are never told',
	},
	{
		file: feed,
		find: 'hidden: left.length > 0 ? left : undefined',
		put: 'hidden: left.length > 1 ? left : undefined',
		why: 'a single order that Allegro does not show yet is forgotten',
	},
	{
		file: feed,
		find: 'type !== SELLERS_CHANGE && occurredAt > sweptTo',
		put: 'occurredAt > sweptTo',
		why: "the seller's changes, which the sweep never shows, are not read while it is open",
	},
	{
		file: feed,
		find: 'last?.type !== SELLERS_CHANGE && last',
		put: 'last',
		why: "an order that is still shown as before the seller's change is not read again",
	},
	{
		file: sweep,
		find: 'const OVERLAP_MS = 10 * 60_000',
		put: 'const OVERLAP_MS = 10_000',
		why: 'an order that the list shows a minute late is never told when the journal lost its event, too',
	},
	{
		file: sweep,
		find: 'Math.min(end, near ?? now)',
		put: 'Math.min(end, now)',
		why: 'an order that came late into a page that was left long ago is never told',
	},
	{
		file: sweep,
		find: 'Math.max(Date.parse(before.sweep), timeOf(last) ?? 0)',
		put: 'timeOf(last) ?? 0',
		why: 'with each empty sweep the place goes back by the overlap, and the sweeps grow',
	},
	{
		file: sweep,
		find: 'offset + same - 1 : 0',
		put: 'offset + same : 0',
		why: 'among more than a page of orders of one time, one that left the page before hides the next',
	},
	{
		file: sighting,
		find: "'BUYER_CANCELLED', 'AUTO_CANCELLED'",
		put: "'BUYER_CANCELLED'",
		why: 'an order that Allegro cancelled for want of payment has no time of its cancellation of its own',
	},
	{
		file: sighting,
		find: "'PROCESSING', 'READY_FOR_SHIPMENT', 'SUSPENDED'",
		put: "'PROCESSING', 'READY_FOR_SHIPMENT'",
		why: 'a suspended order with all waybills tells "shipped" with the time of its purchase: never, if that is before the activation',
	},
	{
		file: sighting,
		find: 'sellersTimes(events).at(-2)',
		put: 'sellersTimes(events).at(-1)',
		why: 'an order that was sent and picked up between two polls is shipped when it was picked up',
	},
	{
		file: sighting,
		find: 'times.length > 0 ? Math.min(...times) : null',
		put: 'times.length > 0 ? Math.max(...times) : null',
		why: 'a surcharge makes an old order ready for processing just now',
	},
	{
		file: sighting,
		find: 'known.length > 0 ? Math.min(...known) : last',
		put: 'known.length > 0 ? Math.max(...known) : last',
		why: 'an order of purchases paid together is as old as its payment, though it was filled in before',
	},
	{
		file: hidden,
		find: 'const HIDDEN_MS = 24 * HOUR_MS',
		put: 'const HIDDEN_MS = HOUR_MS',
		why: 'an order that answers 404 for some hours is lost',
	},
	{
		file: hidden,
		find: 'Math.min(HOUR_MS, Math.max(MINUTE_MS, now - since))',
		put: 'Math.max(MINUTE_MS, now - since)',
		why: 'an order that shows after thirteen hours is told after a day only',
	},
	{
		file: hidden,
		find: '.slice(-MOST_HIDDEN)',
		put: '',
		why: 'the memory of orders that never show grows without end',
	},
	{
		file: hidden,
		find: 'due.slice(0, LOOKS_PER_STEP)',
		put: 'due',
		why: 'after a trouble of Allegro one poll asks for two thousand orders',
	},
	{
		file: forms,
		find: 'export const NO_ID = 422',
		put: 'export const NO_ID = 400',
		why: 'one event with an id that is none stops the trigger for ever',
	},
	// The order.
	{
		file: fulfillment,
		find: "READY_FOR_PICKUP: 'unfulfilled'",
		put: "READY_FOR_PICKUP: 'fulfilled'",
		why: 'an order that waits at the counter is told as shipped',
	},
	{
		file: fulfillment,
		find: "['fulfilled', 'delivered', 'returned']",
		put: "['fulfilled', 'delivered']",
		why: 'an order that came back counts as never sent, and its waybills overrule the return',
	},
	{
		file: payment,
		find: "SPLIT_PAYMENT: 'pending'",
		put: "SPLIT_PAYMENT: 'paid'",
		why: 'a split payment, which goes past Allegro, is taken for paid',
	},
	{
		file: payment,
		find: '!ids.includes(id)',
		put: 'ids.includes(id)',
		why: 'cash that a carrier has settled does not count, or counts twice',
	},
	{
		file: payment,
		find: 'isPositive(difference(due, came))',
		put: 'isPositive(difference(came, due))',
		why: 'who pays less counts as paid, who pays more as partly paid',
	},
	{
		file: payment,
		find: 'text(payment.type) === CASH ? { ...received, at: null }',
		put: 'text(payment.type) !== CASH ? { ...received, at: null }',
		why: "the buyer's click counts as the time of a payment in cash, and real ones have none",
	},
	{
		file: order,
		find: "PICKED_UP: 'completed'",
		put: "PICKED_UP: 'open'",
		why: 'an order that the buyer has picked up stays open for ever',
	},
	{
		file: order,
		find: '^allegro-(?!business)',
		put: '^allegro-',
		why: 'net prices of a business site are taken for gross ones',
	},
	{
		file: order,
		find: 'known.from ?? known.to',
		put: 'known.from ?? known.from',
		why: 'a delivery that has only an end loses it',
	},
	{
		file: order,
		find: '=== true && isCharged',
		put: '=== true',
		why: 'a free delivery is told as one of which nobody knows who paid it',
	},
	{
		file: order,
		find: 'Date.parse(a) - Date.parse(b)',
		put: 'Date.parse(b) - Date.parse(a)',
		why: 'purchases that are paid together get the time of the last one',
	},
	{
		file: lines,
		find: "	'TURNOVER_DISCOUNT',\n",
		put: '',
		why: 'a discount that the seller has set up is told as paid by nobody knows whom',
	},
	{
		file: lines,
		find: 'products.length === 1',
		put: 'products.length >= 1',
		why: 'a set is taken for its first product',
	},
	{
		file: lines,
		find: "voucher.status !== 'CANCELLED'",
		put: "voucher.status === 'ACTIVE'",
		why: 'a voucher that has been used is left out of the discounts',
	},
	{
		file: parties,
		find: "	'SK_IC_DPH',\n",
		put: '',
		why: 'a Slovak company is invoiced with its company register number instead of the VAT number',
	},
	{
		file: parties,
		find: "	'CZ_ICO',\n",
		put: '',
		why: 'a Czech company with register numbers of two countries gets the one of the other',
	},
	{
		file: parties,
		find: 'text(from.zipCode) ?? text(from.postCode)',
		put: 'text(from.zipCode)',
		why: "the address of the buyer's account has no postal code",
	},
	{
		file: parties,
		find: '(\\.allegrosandbox\\.pl)?$/i',
		put: '$/i',
		why: 'the relay addresses of the sandbox are taken for real ones',
	},
	// Operations.
	{
		file: reading,
		find: 'limit > MAX_DEPTH || place',
		put: 'limit >= MAX_DEPTH || place',
		why: 'a Limit of exactly 10,000 gives the orders with the oldest changes instead of the newest ones',
	},
	{
		file: reading,
		find: "typeof value === 'string' && UUID.test(value)",
		put: "typeof value === 'string'",
		why: 'filters such as Status are sent in small letters and find nothing',
	},
	{
		file: reading,
		find: "query: 'lineItems.boughtAt.lte'",
		put: "query: 'lineItems.boughtAt.gte'",
		why: 'Created Before asks for orders created after it',
	},
	{
		file: reading,
		find: "{ name: 'Ready for Pickup', value: 'READY_FOR_PICKUP' }",
		put: "{ name: 'Ready for Pickup', value: 'READY_FOR_SHIPMENT' }",
		why: 'a choice of the panel asks for other orders than it says',
	},
	{
		file: reading,
		find: 'Math.max(...list(form.lineItems)',
		put: 'Math.min(...list(form.lineItems)',
		why: 'an order of several purchases stands at another place than in the list of Allegro',
	},
	{
		file: account,
		find: "'allegro-sk': { name: 'Allegro Slovakia', countryCode: 'SK' }",
		put: "'allegro-sk': { name: 'Allegro Slovakia', countryCode: 'SI' }",
		why: 'the account check puts a Slovak seller into Slovenia',
	},
	{
		file: account,
		find: '/^(invalid_client|unauthorized)/',
		put: '/^invalid_client/',
		why: 'a wrong client secret is told as some trouble, not as refused',
	},
	{
		file: account,
		find: 'scopes === null || scopes.includes(ORDERS)) await',
		put: 'scopes !== null && scopes.includes(ORDERS)) await',
		why: 'a token that hides its scopes passes the check without any call that was allowed',
	},
	{
		file: trigger,
		find: 'object(object(form.fulfillment).provider).id',
		put: 'object(form.fulfillment).provider',
		why: 'a trigger that asks for orders shipped by Allegro never fires',
	},
	{
		file: 'nodes/Allegro/Allegro.node.ts',
		find: `outputDefault: 'order',`,
		put: `outputDefault: 'marketplace',`,
		why: `A new Allegro node gives the marketplace's own form instead of the unified order unless the user changes the output.`,
	},
	{
		file: 'nodes/Allegro/AllegroTrigger.node.ts',
		find: `outputDefault: 'order',`,
		put: `outputDefault: 'marketplace',`,
		why: 'A new Allegro trigger gives raw checkout forms instead of unified orders by default.',
	},
	{
		file: 'nodes/Allegro/trigger/events.ts',
		find: `'READY_FOR_SHIPMENT', 'SUSPENDED']`,
		put: `'READY_FOR_SHIPMENT']`,
		why: `An order that the seller has suspended and whose lines all have waybills now counts as sent when it was created: 'Order Shipped' of an order older than the activation is never told.`,
	},
	{
		file: 'nodes/Allegro/trigger/events.ts',
		find: `timeOf(object(form.payment).finishedAt) ?? momentOf(events, 'ready')`,
		put: `momentOf(events, 'ready') ?? timeOf(object(form.payment).finishedAt)`,
		why: 'A surcharge repeats READY_FOR_PROCESSING in the journal: an order paid long before the activation starts the workflow as freshly ready.',
	},
	{
		file: 'nodes/Allegro/access/connection.ts',
		find: `.normalize('NFD')`,
		put: `.normalize('NFC')`,
		why: 'Letters with marks (o with acute, e with ogonek) vanish from the User-Agent instead of becoming plain letters; Allegro does not find the registered name and rejects every request.',
	},
	{
		file: 'nodes/Allegro/access/connection.ts',
		find: 'exp ?? NaN',
		put: 'exp ?? 0',
		why: 'With an opaque refresh token, the account check says that the authorization ended in 1970 and warns, though its end is unknown.',
	},
	{
		file: 'nodes/Allegro/orders/payment.ts',
		find: 'payments.map(({ at }) => at).find((at) => at !== null)',
		put: 'payments.map(({ at }) => at).findLast((at) => at !== null)',
		why: 'paidAt of an order with a surcharge becomes the time of the last payment instead of the first.',
	},
	{
		file: 'nodes/Allegro/orders/payment.ts',
		find: 'currency !== null && due !== null && currency !== due',
		put: 'due !== null && currency !== due',
		why: `A payment whose answer leaves out the currency counts as foreign: totals.paid is lost and missing says 'paid in null'; the comparison with the sum due is skipped, so a partial payment is shown as paid.`,
	},
	{
		file: 'nodes/Allegro/orders/fulfillment.ts',
		find: 'if (hasLeft(said)) return said;',
		put: `if (hasLeft(said) || said === 'cancelled') return said;`,
		why: `Who cancels after all parcels have waybills gets 'cancelled' although the goods are on their way; 'Order Shipped' is not told.`,
	},
	{
		file: 'nodes/Allegro/marketplace.ts',
		find: 'affiliate\\/conversions)',
		put: 'affiliates\\/conversions)',
		why: 'Requests to /affiliate/conversions go out with the public media type, which that beta-only resource refuses with 406.',
	},
	{
		file: 'nodes/Allegro/marketplace.ts',
		find: '\t\t\tsize: 25,',
		put: '\t\t\tsize: 100,',
		why: `The list of refund claims without 'limit' brings 25 entries a page, which is taken for a short last page when no total is told: everything behind the first page is lost (with a total, it fails as too short).`,
	},
	{
		file: 'nodes/Allegro/orders/checkout-forms.ts',
		find: 'if (error.response.status !== NO_ID) return raise(error);',
		put: 'if (error.response.status >= 500) return raise(error);',
		why: `A 401, 403 (bot protection) or 429 while an order of the journal is read is swallowed as a hint; the journal moves on and the order's event is lost.`,
	},
	{
		file: 'nodes/Allegro/trigger/sweep.ts',
		find: 'near ??= now;',
		put: 'near = now;',
		why: 'In a sweep of several steps the time of the first page near the present is overwritten by later steps: an order that shows up late in the pages already left is never met again.',
	},
	{
		file: 'nodes/Allegro/trigger/sweep.ts',
		find: `		const same = found.filter((form) => (text(form.updatedAt) ?? key) === key).length;
		offset = last === key ? offset + same - 1 : 0;`,
		put: '\t\toffset = last === key ? offset + found.length - 1 : 0;',
		why: 'When a cache sends the page before once more, the offset jumps by the whole page instead of by the orders of this very time: orders that nobody has seen are skipped.',
	},
	{
		file: 'nodes/Allegro/orders/mapping.ts',
		find: '(known.from ?? known.to) ? known',
		put: 'known.from ? known',
		why: 'An order of which Allegro tells only the latest time of delivery has its deliverBy.to dropped for the (mostly empty) old place of the dates.',
	},
	{
		file: 'nodes/Allegro/orders/lines.ts',
		find: `	const keys = named.map((tax) => JSON.stringify(tax));
	return named
		.filter((_tax, index) => keys.indexOf(keys[index]) === index)`,
		put: `	const rates = named.map((tax) => tax.rate);
	return named
		.filter((_tax, index) => rates.indexOf(rates[index]) === index)`,
		why: 'Two exemptions without a rate (or the same rate with and without an exemption) are taken for one: the second tax is missing from the order.',
	},
	{
		file: 'nodes/Allegro/access/account-check.ts',
		find: `		try {
			await askWho(inquiry);
		} finally {
			// Last: the tokens may have been renewed on the way.
			readTokens(inquiry);
		}`,
		put: `		await askWho(inquiry);
		// Last: the tokens may have been renewed on the way.
		readTokens(inquiry);`,
		why: 'If Allegro refuses the access, the account check shows neither scopes nor the end of the authorization, so no warning that it has ended.',
	},
	{
		file: 'nodes/Allegro/orders/list.ts',
		find: 'const byKey = limit > MAX_DEPTH ||',
		put: 'const byKey = limit >= MAX_DEPTH ||',
		why: 'With a limit of exactly 10000 the orders with the oldest changes come instead of the newest ones, and without the hint.',
	},
	{
		file: 'nodes/Allegro/orders/list.ts',
		find: 'const again = part.filter((form) => changedAt(form) === from);',
		put: 'const again = part.slice(-1);',
		why: 'When a run goes on from a cursor, all orders but one that share the time of the last one come a second time.',
	},
	{
		file: 'nodes/Allegro/trigger/options.ts',
		find: 'wanted.every(({ read, value }) => text(read(form)) === value)',
		put: 'wanted.length === 0 || wanted.some(({ read, value }) => text(read(form)) === value)',
		why: 'With two trigger filters (e.g. site and status) an order that fits only one of them starts the workflow.',
	},
	{
		file: 'nodes/Allegro/trigger/hidden.ts',
		find: 'now - one.since < HIDDEN_MS || waiting.includes(one)',
		put: 'now - one.since < HIDDEN_MS',
		why: 'After a pause in polling, orders whose 24 hours are over but which wait for their turn are given up without the last look: those that show by now are never told.',
	},
	{
		file: 'nodes/Allegro/orders/parties.ts',
		find: `	'SK_IC_DPH',
	'HU_ADOSZAM',
	'OTHER',
	'CZ_ICO',
	'SK_ICO',`,
		put: `	'SK_ICO',
	'HU_ADOSZAM',
	'OTHER',
	'CZ_ICO',
	'SK_IC_DPH',`,
		why: 'invoice.taxId of Slovak companies becomes the number of the company register instead of the VAT number: wrong invoices.',
	},
	{
		file: 'nodes/Allegro/orders/parties.ts',
		find: 'to.name === null && to.company === null ?',
		put: 'to.name === null || to.company === null ?',
		why: `A billing address that names only a company (or only a person) is overwritten with name and company of the buyer's account.`,
	},
	{
		file: 'nodes/Allegro/trigger/feed.ts',
		find: 'const last = own.at(-1);',
		put: 'const last = own[0];',
		why: 'A form that was read with the revision of the first of two events counts as up to date; its last change is not read again at the next poll.',
	},
];

import { shortened } from '../kit/faults';
import { faultOf } from '../kit/server';
import type { Held } from './form';
import { PROVIDERS, SETTABLE, SUMMARIES } from './fulfillment-words';
import type { Call } from './gate';
import type { Parameters, Query } from './query';
import { errors, Refusal } from './refusal';
import type { SortKey } from './shop';

const MAX_DEPTH = 10_000;
const SHOWN = 365 * 86_400_000;

/** See https://developer.allegro.pl/swagger.yaml */
export const LIST_PARAMETERS: Parameters = {
	offset: { kind: 'number', min: 0, max: Number.MAX_SAFE_INTEGER, value: 0 },
	limit: { kind: 'number', min: 1, max: 100, value: 100 },
	status: { kind: 'word', words: ['BOUGHT', 'FILLED_IN', 'READY_FOR_PROCESSING', 'CANCELLED'] },
	'fulfillment.status': {
		kind: 'word',
		words: [...SETTABLE, 'RETURNED'],
	},
	'fulfillment.provider.id': { kind: 'word', words: PROVIDERS },
	'fulfillment.shipmentSummary.lineItemsSent': { kind: 'word', words: SUMMARIES },
	'lineItems.boughtAt.gte': { kind: 'date' },
	'lineItems.boughtAt.lte': { kind: 'date' },
	'updatedAt.gte': { kind: 'date' },
	'updatedAt.lte': { kind: 'date' },
	'payment.id': { kind: 'text' },
	'surcharges.id': { kind: 'text' },
	'delivery.method.id': { kind: 'text' },
	'buyer.login': { kind: 'text' },
	'marketplace.id': { kind: 'text' },
	sort: {
		kind: 'word',
		words: ['lineItems.boughtAt', '-lineItems.boughtAt', 'updatedAt', '-updatedAt'],
	},
};

type Read = (held: Held) => string | null | undefined | readonly string[];

const EQUAL: Record<string, Read> = {
	status: ({ form }) => form.status,
	'fulfillment.status': ({ form }) => form.fulfillment.status,
	'fulfillment.provider.id': ({ form }) => form.fulfillment.provider.id,
	'fulfillment.shipmentSummary.lineItemsSent': ({ form }) =>
		form.fulfillment.shipmentSummary.lineItemsSent,
	'payment.id': ({ form }) => form.payment?.id,
	'surcharges.id': ({ form }) => form.surcharges.map(({ id }) => id),
	'delivery.method.id': ({ form }) => form.delivery.method?.id,
	'buyer.login': ({ form }) => form.buyer.login,
	'marketplace.id': ({ form }) => form.marketplace.id,
};

/** Orders are shown for a year, see allegro-api #9729. */
export function isShown({ boughtAt }: Held, now: number): boolean {
	return boughtAt > now - SHOWN;
}

/** GET /order/checkout-forms */
export function listOrders({ request, reply, query, shop, now }: Call): unknown {
	const limit = query.number('limit');
	let offset = query.number('offset');
	if (offset + limit > MAX_DEPTH) throw tooDeep();
	const found = shop.remember(query.question, () => find(shop.by(sortKey(query)), query, now));
	let total = found.length;
	const fault = faultOf(request)?.kind;
	const { lastPage } = shop;
	// Whoever goes on from the last time that he was shown has no offset, and is shown the same once more.
	const isNext = offset === 0 && lastPage?.end === query.time('updatedAt.gte');
	if (fault === 'repeatPage' && lastPage && isNext) return reply.send(lastPage.answer);
	if (fault === 'repeatPage') offset = Math.max(0, offset - limit);
	if (fault === 'endlessCursor') {
		// There always seems to be one more full page.
		total = offset + 2 * limit;
		offset = Math.max(0, Math.min(offset, found.length - limit));
	}
	const whole = found.slice(offset, offset + limit);
	const { page, total: told } = shortened(faultOf(request), whole, total);
	const forms = page.map((held) => (held.json ??= JSON.stringify(held.form))).join(',');
	const answer = `{"checkoutForms":[${forms}],"count":${page.length},"totalCount":${JSON.stringify(told)}}`;
	if (page.length > 0) shop.lastPage = { end: page[page.length - 1].updatedAt, answer };
	return reply.send(answer);
}

function sortKey(query: Query): SortKey {
	return query.text('sort')?.endsWith('updatedAt') ? 'updatedAt' : 'boughtAt';
}

function find(sorted: Held[], query: Query, now: number): Held[] {
	const equal = Object.entries(EQUAL).filter(([name]) => query.text(name) !== undefined);
	const found = sorted.filter(
		(held) =>
			isShown(held, now) &&
			within(held.boughtAt, query, 'lineItems.boughtAt') &&
			within(held.updatedAt, query, 'updatedAt') &&
			equal.every(([name, read]) => [read(held)].flat().includes(query.text(name))),
	);
	const ascending = query.text('sort') !== undefined && !query.text('sort')?.startsWith('-');
	return ascending ? found : found.reverse();
}

function within(time: number, query: Query, name: string): boolean {
	const from = query.time(`${name}.gte`) ?? -Infinity;
	return time >= from && time <= (query.time(`${name}.lte`) ?? Infinity);
}

function tooDeep(): Refusal {
	const message = 'Offset and limit parameters exceed maximal result size of 10000 items';
	const path = '/order/checkout-forms';
	return new Refusal(422, errors('VALIDATION_ERROR', message, { path }), message);
}

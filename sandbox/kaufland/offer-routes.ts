import { fieldsOf, isWhole, type Fields } from './body';
import type { Call, Route } from './gate';
import type { Offer } from './offer';
import { edit, problemsOf } from './offer-edit';
import { offerView } from './offer-view';
import { FULFILLMENTS } from './order';
import type { Pages } from './page';
import { badRequest, invalid, notFound, Problem } from './problem';
import type { KauflandSettings } from './settings';
import { neededStorefront, idOf } from './params';
import type { StorefrontName } from './storefronts';

const EMBEDDED = ['products', 'eco_participation', 'battery_participation', ''];
/** See the description of `POST /units/bulk`. */
const MOST = 150;

/** What a seller has on sale, storefront by storefront. */
export function offerRoutes(pages: Pages, settings: KauflandSettings): Route[] {
	return [
		{
			method: 'GET',
			path: '/units',
			query: [
				...['storefront', 'id_offer', 'id_product', 'ean', 'fulfillment_type', 'embedded'],
				...['limit', 'offset'],
			],
			run: (call) => list(call, pages),
		},
		{
			method: 'GET',
			path: '/units/:id_unit',
			query: ['storefront', 'embedded'],
			run: (call) => ({ data: offerView(offerOf(call), hasProduct(call)) }),
		},
		{
			method: 'PATCH',
			path: '/units/:id_unit',
			query: ['storefront', 'embedded'],
			takesBody: true,
			run: (call) => change(call, settings),
		},
		{
			method: 'POST',
			path: '/units/bulk',
			query: ['storefront', 'embedded'],
			takesBody: true,
			status: 207,
			run: (call) => changeMany(call, settings),
		},
	];
}

function hasProduct({ query }: Call): boolean {
	return query.words('embedded', EMBEDDED)?.includes('products') ?? false;
}

function list(call: Call, pages: Pages): unknown {
	const { query, shop } = call;
	const storefront = neededStorefront(call);
	const [sku, ean] = [query.text('id_offer'), query.text('ean')];
	const product = query.whole('id_product', { min: 1, max: Number.MAX_SAFE_INTEGER, value: 0 });
	const types = query.words('fulfillment_type', FULFILLMENTS) ?? ['fulfilled_by_merchant'];
	const found = shop.offers
		.listed()
		.filter(
			(offer) =>
				offer.storefront === storefront &&
				types.includes(offer.fulfillment) &&
				(sku === undefined || offer.sku === sku) &&
				(ean === undefined || offer.good.eans.includes(ean)) &&
				(product === 0 || offer.good.idProduct === product),
		);
	const shown = hasProduct(call);
	const page = pages.of(call, found, 0, (offer) => offerView(offer, shown));
	shop.offers.churn(storefront);
	return page;
}

function offerOf(call: Call): Offer {
	const storefront = neededStorefront(call);
	const offer = call.shop.offers.find(idOf(call, 'id_unit'), storefront);
	if (!offer) throw notFound('Unit');
	return offer;
}

function change(call: Call, settings: KauflandSettings): unknown {
	const offer = offerOf(call);
	const values = recordOf(call.body, 'body');
	const trouble = settings.troubles?.[offer.id];
	if (trouble === 'internal') throw new Problem(500, '/problems/server-error', 'Internal error');
	const errors =
		trouble === 'invalid'
			? [{ field: 'unit', message: 'locked' }]
			: problemsOf(offer, values, settings);
	if (errors.length > 0) throw invalid(...errors);
	call.shop.offers.change(offer, () => edit(offer, values));
	return { data: offerView(offer) };
}

function recordOf(value: unknown, field: string): Fields {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
	throw invalid({ field, message: 'an object' });
}

/** Too many or one of them twice, and nothing is done; else each for itself. */
function changeMany(call: Call, settings: KauflandSettings): unknown {
	const storefront = neededStorefront(call);
	const entries = entriesOf(call.body);
	return { data: entries.flatMap((entry) => resultOf(call, entry, storefront, settings)) };
}

interface Entry {
	id: number;
	values: Fields;
}

function entriesOf(body: unknown): Entry[] {
	if (!Array.isArray(body) || body.length === 0) {
		throw invalid({ field: 'body', message: 'a list' });
	}
	if (body.length > MOST) throw badRequest('units/bulk-too-many-units', `more than ${MOST} units`);
	const entries = body.map((one: unknown, i) => {
		const { id_unit: id, unit_data: data } = fieldsOf(one, ['id_unit', 'unit_data'], `[${i}].`);
		if (!isWhole(id, 1, Number.MAX_SAFE_INTEGER)) {
			throw invalid({ field: `[${i}].id_unit`, message: 'a whole number' });
		}
		return { id, values: recordOf(data, `[${i}].unit_data`) };
	});
	if (new Set(entries.map(({ id }) => id)).size < entries.length) {
		throw badRequest('units/bulk-duplicate-units', 'a unit is there twice');
	}
	return entries;
}

function resultOf(
	{ shop }: Call,
	{ id, values }: Entry,
	storefront: StorefrontName,
	settings: KauflandSettings,
): unknown[] {
	const failed = (status: number, message: string, more: object) => [
		{ id_unit: id, status_code: status, message, ...more },
	];
	const offer = shop.offers.find(id, storefront);
	if (!offer) return failed(404, 'Unit does not exist', { errors: [] });
	const trouble = settings.troubles?.[id];
	if (trouble === 'internal') return failed(500, 'Internal error', { key: 'internal_error' });
	const errors =
		trouble === 'invalid'
			? [{ field: 'unit', message: 'locked' }]
			: problemsOf(offer, values, settings);
	if (errors.length > 0) return failed(400, 'Wrong values', { errors });
	shop.offers.change(offer, () => edit(offer, values));
	if (trouble === 'silent') return [];
	return [{ id_unit: id, status_code: 200, unit: offerView(offer) }];
}

import { violation } from '../kit/server';
import { bodyOf, partOf, type Body } from './body';
import type { Call } from './gate';
import type { Offer, Reason } from './offer';
import { priceReason, stockReason } from './offer-rules';
import { errors, Refusal } from './refusal';

const RETRY_AFTER = '5';
const FIELDS = ['stock', 'sellingMode', 'publication', 'additionalMarketplaces'];

/** What one edit sets; undefined is left as it is. */
interface Edit {
	stock?: number;
	prices: [marketplace: string, price: NonNullable<Offer['price']>][];
	status?: 'ACTIVE' | 'ENDED';
}

/** GET /sale/product-offers/{id}, see https://developer.allegro.pl/swagger.yaml */
export function shownOffer(call: Call): unknown {
	return whole(offerOf(call));
}

/** GET /sale/product-offers/{id}/parts, see https://developer.allegro.pl/swagger.yaml */
export function offerParts(call: Call): unknown {
	const { id, available, price, additional } = offerOf(call);
	const parts = call.query.all('include');
	if (parts.length === 0) {
		const message = "Required parameter 'include' is not present";
		throw new Refusal(400, errors('MissingServletRequestParameterException', message), message);
	}
	return {
		id,
		...(parts.includes('stock') && { stock: { available } }),
		...(parts.includes('price') && {
			sellingMode: { price },
			additionalMarketplaces: marketplacesOf(additional),
		}),
	};
}

/**
 * PATCH /sale/product-offers/{id}: what is not sent stays. A price or a stock is set at once, a publication is
 * queued, see https://developer.allegro.pl/swagger.yaml and https://github.com/allegro/allegro-api/issues/7573
 */
export function editOffer(call: Call): unknown {
	const offer = offerOf(call);
	const { shop, now } = call;
	const edit = editOf(offer, call);
	if (now < offer.busyUntil) {
		const message = 'The previous edition of the offer is still being processed';
		throw new Refusal(409, errors('OFFER_IS_BEING_PROCESSED', message), message);
	}
	const { editMs = 0, slowEdits = false } = shop.settings;
	if (edit.status === undefined && !slowEdits) {
		apply(offer, edit, call);
		return whole(offer);
	}
	const before = whole(offer);
	const operation = shop.edits.start(offer.id, now, editMs);
	offer.busyUntil = now + editMs;
	shop.offers.later(editMs, () => {
		const isEmpty = (edit.stock ?? offer.available) === 0;
		if (edit.status === 'ACTIVE' && isEmpty) {
			const message = 'Offer with no stock cannot be activated';
			operation.reason = { code: 'EMPTY_STOCK', message, path: 'stock.available' };
		} else apply(offer, edit, call);
	});
	const place = `/sale/product-offers/${offer.id}/operations/${operation.id}`;
	return call.reply
		.code(202)
		.headers({ location: hostOf(call) + place, 'retry-after': RETRY_AFTER })
		.send(before);
}

/** GET /sale/product-offers/{id}/operations/{operation}: the end is a way to the offer, or the errors. */
export function shownOperation(call: Call): unknown {
	const offer = offerOf(call);
	const operation = call.shop.edits.get(call.params.operation);
	if (operation?.offerId !== offer.id) {
		const message = 'Operation not found';
		throw new Refusal(404, errors('NotFoundException', message), message);
	}
	if (call.now < operation.doneAt) {
		const startedAt = new Date(operation.startedAt).toISOString();
		return call.reply
			.code(202)
			.headers({ 'retry-after': RETRY_AFTER })
			.send({
				offer: { id: offer.id },
				operation: { id: operation.id, status: 'IN_PROGRESS', startedAt },
			});
	}
	if (operation.reason) {
		// What was wrong with an edit is no wrong question.
		return call.reply.code(422).send(bodyOfReasons([operation.reason]));
	}
	const place = `/sale/product-offers/${offer.id}`;
	return call.reply
		.code(303)
		.header('location', hostOf(call) + place)
		.send();
}

function offerOf({ params, shop }: Call): Offer {
	const offer = shop.offers.get(params.id);
	if (offer) return offer;
	const message = `Offer ${params.id} not found`;
	throw new Refusal(404, errors('OfferNotFoundException', message), message);
}

function editOf(offer: Offer, { request, shop: { settings } }: Call): Edit {
	const body = bodyOf(request, FIELDS);
	const edit: Edit = { prices: [] };
	const reasons: (Reason | undefined)[] = [];
	if (body.stock !== undefined) {
		const { available, unit: _unit, ...rest } = partOf(body, 'stock');
		unknown(request, rest);
		reasons.push(stockReason(offer, available, settings));
		edit.stock = available as number;
		if (offer.isFulfillment) violation(request, 'stock of One Fulfillment');
	}
	const prices = [
		...(body.sellingMode === undefined ? [] : [[offer.marketplace, partOf(body, 'sellingMode')]]),
		...Object.entries(partOf(body, 'additionalMarketplaces')).map(([marketplace, own]) => [
			marketplace,
			partOf(own as Body, 'sellingMode'),
		]),
	] as [string, Body][];
	for (const [marketplace, { price, ...rest }] of prices) {
		unknown(request, rest);
		reasons.push(priceReason(offer, marketplace, price, settings));
		edit.prices.push([marketplace, price as NonNullable<Offer['price']>]);
	}
	if (body.publication !== undefined) {
		const { status, ...rest } = partOf(body, 'publication');
		unknown(request, rest);
		if (status !== 'ACTIVE' && status !== 'ENDED') {
			reasons.push({ code: 'VALIDATION_ERROR', message: 'Unknown status', path: 'publication' });
		} else edit.status = status;
	}
	const told = reasons.filter((reason) => reason !== undefined);
	if (told.length > 0) throw new Refusal(422, bodyOfReasons(told), told[0].message);
	return edit;
}

function unknown(request: Call['request'], rest: Body): void {
	for (const name of Object.keys(rest)) violation(request, `unknown field '${name}'`);
}

function bodyOfReasons(reasons: readonly Reason[]): unknown {
	const told = reasons.map(({ code, message, path }) => errors(code, message, { path }));
	return { errors: told.flatMap((one) => (one as { errors: unknown[] }).errors) };
}

function apply(offer: Offer, { stock, prices, status }: Edit, { shop: { offers } }: Call): void {
	if (status !== undefined) offers.change(offer, () => (offer.status = status));
	for (const [marketplace, price] of prices) offers.setPrice(offer, marketplace, price);
	if (stock !== undefined) offers.setStock(offer, stock);
}

function hostOf({ request }: Call): string {
	return `http://${request.headers.host}`;
}

/** The parts of a whole offer that have to do with its stock, its price and its publication. */
function whole(offer: Offer): unknown {
	const { id, name, sku, format, price, available, status, marketplace, additional } = offer;
	return {
		id,
		name,
		external: sku === null ? null : { id: sku },
		category: { id: '257931' },
		sellingMode: { format, price },
		stock: { available, unit: 'UNIT' },
		publication: {
			status,
			marketplaces: {
				base: { id: marketplace },
				additional: Object.keys(additional).map((one) => ({ id: one })),
			},
		},
		additionalMarketplaces: marketplacesOf(additional),
		language: 'pl-PL',
		validation: { errors: [], warnings: [], validatedAt: null },
	};
}

function marketplacesOf(additional: Offer['additional']): unknown {
	const entries = Object.entries(additional);
	return Object.fromEntries(entries.map(([one, price]) => [one, { sellingMode: { price } }]));
}

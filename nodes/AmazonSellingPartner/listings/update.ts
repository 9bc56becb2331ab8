import { pool } from '../../../core/lists/side-by-side';
import type { ItemCall } from '../../../core/operations/call';
import { isUndone } from '../../../core/operations/write-once';
import { object, parts, text } from '../../../core/orders/read';
import {
	type Found,
	priceOperation,
	stockOperation,
	type ValuePart,
	type ValueWish,
	type ValueWrites,
} from '../../../core/products/value-writes';
import { checkDecimals, isZero, type Value } from '../../../core/products/values';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, ResponseError } from '../../../core/request/errors';
import type { Answer, Reader, Writer } from '../../../core/writes/operation';
import { currencyOf, siteName } from '../regions';
import { updateByFeed } from './feed';
import { isError, type Issue, isWarning, type ListingPatch, refusal, saidIn } from './issues';
import { endsAll, findListings, itemPath, sellerIdOf, siteOf } from './items';
import { words } from './list';
import { shown } from './shown';
import { type FieldName, isKeptByAmazon, type ListingTarget, OWN_CHANNEL, toTarget } from './wire';

/** More than so many SKUs take longer one by one than in a feed. */
const MOST_SINGLE = 100;
/** So many messages go into one feed. */
const MOST_MESSAGES = 25_000;
const SIDE_BY_SIDE = 5;
/** Any product type will do for what every listing has. */
const ANY_TYPE = 'PRODUCT';

interface ListingOptions {
	readonly marketplaceId: string;
}

export type ListingPart = ValuePart<ListingTarget, ListingOptions>;

function writes(field: FieldName): ValueWrites<ListingTarget, ListingOptions> {
	return {
		words,
		more(call: ItemCall) {
			sellerIdOf(call.client);
			return { marketplaceId: siteOf(call) };
		},
		checkValue: field === 'price' ? checkPrice : undefined,
		find: async (wishes, reader) => await find(wishes, reader, field),
		check({ sku, channels }) {
			if (field === 'price') return;
			if (isKeptByAmazon(channels)) {
				throw new InvalidInputError(
					`The stock of SKU '${sku}' is kept by Amazon (FBA)`,
					"It changes with what you send to Amazon's warehouse",
				);
			}
			if (channels.length === 0 || channels.includes(OWN_CHANNEL)) return;
			throw new InvalidInputError(
				`The stock of SKU '${sku}' is kept for ${channels.join(', ')}`,
				'Only the stock that you ship yourself can be set here. Change it in Seller Central',
			);
		},
		chunk: { size: MOST_MESSAGES, key: ({ target }) => target.site },
		write: async (parts, writer) =>
			parts.length > MOST_SINGLE
				? await updateByFeed(
						parts.map((one) => ({ sku: one.target.sku, ...patchOf(one, field) })),
						parts[0].target.site,
						writer,
					)
				: await updateOneByOne(parts, field, writer),
		whereToLook:
			'Run it again: it sets a value, so it does no harm twice. Or look at Seller Central',
	};
}

/** Each site has one currency, so what is wrong is refused before any request. */
function checkPrice({ value, currency }: Value, call: ItemCall): void {
	if (isZero(value)) throw new InvalidInputError("'Price' is 0", 'Enter what the buyer pays');
	const site = siteOf(call);
	const own = currencyOf(site);
	if (currency !== null && own !== null && currency !== own) {
		throw new InvalidInputError(
			`Prices on ${siteName(site)} are in ${own}, not in ${currency}`,
			"Convert it, or clear 'Currency'",
		);
	}
	checkDecimals({ value, currency: own });
}

/** _Listing > Update Stock_ */
export const updateStock = stockOperation(writes('quantity'));

/** _Listing > Update Price_ */
export const updatePrice = priceOperation(writes('price'));

async function find(
	wishes: ReadonlyArray<ValueWish<ListingOptions>>,
	{ call }: Reader,
	field: FieldName,
): Promise<Found<ListingTarget, ListingOptions>> {
	const bySite = new Map<string, Array<ValueWish<ListingOptions>>>();
	for (const wish of wishes) {
		const { marketplaceId } = wish.more;
		bySite.set(marketplaceId, [...(bySite.get(marketplaceId) ?? []), wish]);
	}
	const found = new Map<ValueWish<ListingOptions>, ListingTarget[] | Error>();
	for (const [site, own] of bySite) {
		const skus = own.map(({ ref }) => ref.value);
		let known: Awaited<ReturnType<typeof findListings>>;
		try {
			known = await findListings(call.client, site, skus);
		} catch (error) {
			// The seller may sell on other sites.
			if (!(error instanceof ResponseError) || error.verdict !== 'denied') return raise(error);
			for (const wish of own) found.set(wish, error);
			continue;
		}
		for (const wish of own) {
			const listing = known.get(wish.ref.value);
			if (listing instanceof Error) found.set(wish, listing);
			else found.set(wish, listing ? [toTarget(listing, site, field)] : []);
		}
	}
	return found;
}

/** `merge` leaves all else of the attribute as it is; `replace` would drop it. See BEHAVIOR.md, Listings. */
function patchOf({ target, value, currency }: ListingPart, field: FieldName): ListingPatch {
	const { site, productType } = target;
	const [path, entry] =
		field === 'quantity'
			? [
					'/attributes/fulfillment_availability',
					{ fulfillment_channel_code: OWN_CHANNEL, quantity: Number(value) },
				]
			: [
					'/attributes/purchasable_offer',
					{
						marketplace_id: site,
						currency: currency ?? currencyOf(site),
						our_price: [{ schedule: [{ value_with_tax: Number(value) }] }],
					},
				];
	return { productType: productType ?? ANY_TYPE, patches: [{ op: 'merge', path, value: [entry] }] };
}

async function updateOneByOne(
	all: readonly ListingPart[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const answers = new Map<ListingPart, Answer | undefined>();
	let end: Answer | undefined;
	await pool(all, SIDE_BY_SIDE, async (one) => {
		if (end) return void answers.set(one, end);
		try {
			answers.set(one, await patch(one, field, writer));
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			if (!isUndone(error)) return;
			const failed: Answer = { status: 'failed', error: error as Error };
			answers.set(one, failed);
			if (endsAll(error)) end = failed;
		}
	});
	const taken = all.flatMap((part) => {
		const answer = answers.get(part);
		const { sku, site } = part.target;
		return answer?.status === 'accepted'
			? [{ part, sku, site, field, value: part.value, warnings: answer.warnings }]
			: [];
	});
	for (const { part, warnings } of await shown(taken, writer)) {
		answers.set(part, { status: 'done', warnings });
	}
	return all.map((one) => answers.get(one));
}

async function patch(
	one: ListingPart,
	field: FieldName,
	{ send, call }: Writer,
): Promise<Answer | undefined> {
	const { sku, site } = one.target;
	const { body } = await send({
		method: 'PATCH',
		path: itemPath(call.client, sku),
		query: { marketplaceIds: site, includedData: ['issues'] },
		body: patchOf(one, field),
		idempotent: true,
	});
	const { status, submissionId, issues } = object(body);
	const all = parts(issues as Issue[]);
	if (text(status) === 'INVALID') {
		return { status: 'failed', error: refusal(sku, all.filter(isError)) };
	}
	if (text(status) !== 'ACCEPTED') return undefined;
	const handle = { type: 'submission', id: text(submissionId) ?? sku };
	return { status: 'accepted', handle, warnings: saidIn(all.filter(isWarning)) };
}

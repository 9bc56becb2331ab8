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
import { isSame, isZero } from '../../../core/products/values';
import { clock, StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, ResponseError } from '../../../core/request/errors';
import type { Answer, Reader, Writer } from '../../../core/writes/operation';
import { currencyOf } from '../regions';
import { updateByFeed } from './feed';
import { type Issue, type ListingPatch, refusal } from './issues';
import { findListings, itemPath, sellerIdOf, siteOf } from './items';
import { words } from './list';
import { type ListingTarget, OWN_CHANNEL, toTarget } from './wire';

type FieldName = 'quantity' | 'price';

/** More than so many SKUs take longer one by one than in a feed. */
const MOST_SINGLE = 100;
/** So many messages go into one feed. */
const MOST_MESSAGES = 25_000;
const SIDE_BY_SIDE = 5;
/** The first look whether a listing shows what was taken, and the longest time between two looks. */
const FIRST_LOOK_MS = 2000;
const LONGEST_LOOK_MS = 15_000;
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
		checkValue({ value }) {
			if (field === 'quantity' || !isZero(value)) return;
			throw new InvalidInputError("'Price' is 0", 'Enter what the buyer pays');
		},
		find: async (wishes, reader) => await find(wishes, reader, field),
		check({ sku, channels }) {
			const isAmazons = channels.length > 0 && !channels.includes(OWN_CHANNEL);
			if (field === 'price' || !isAmazons) return;
			throw new InvalidInputError(
				`The stock of SKU '${sku}' is kept by Amazon (FBA)`,
				"It changes with what you send to Amazon's warehouse",
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
	const found = new Map<ValueWish<ListingOptions>, ListingTarget[]>();
	for (const [site, own] of bySite) {
		const skus = own.map(({ ref }) => ref.value);
		const known = await findListings(call.client, site, skus);
		for (const wish of own) {
			const listing = known.get(wish.ref.value);
			found.set(wish, listing ? [toTarget(listing, site, field)] : []);
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
	await pool(all, SIDE_BY_SIDE, async (one) => {
		try {
			answers.set(one, await patch(one, field, writer));
		} catch (error) {
			if (endsAll(error)) return raise(error);
			if (isUndone(error)) answers.set(one, { status: 'failed', error: error as Error });
		}
	});
	const taken = all.filter((one) => answers.get(one)?.status === 'accepted');
	for (const one of await shown(taken, field, writer)) answers.set(one, { status: 'done' });
	return all.map((one) => answers.get(one));
}

/** What one of them says counts for all. */
function endsAll(error: unknown): boolean {
	if (error instanceof StoppedError) return true;
	return (
		!(error instanceof ResponseError) || ['blocked', 'expired', 'denied'].includes(error.verdict)
	);
}

async function patch(one: ListingPart, field: FieldName, { send, call }: Writer): Promise<Answer> {
	const { sku, site } = one.target;
	const { body } = await send({
		method: 'PATCH',
		path: itemPath(call.client, sku),
		query: { marketplaceIds: site, includedData: ['issues'] },
		body: patchOf(one, field),
		idempotent: true,
	});
	const { status, submissionId, issues } = object(body);
	if (text(status) !== 'INVALID') {
		return { status: 'accepted', handle: { type: 'submission', id: text(submissionId) ?? sku } };
	}
	const errors = parts(issues as Issue[]).filter(({ severity }) => text(severity) === 'ERROR');
	return { status: 'failed', error: refusal(sku, errors) };
}

/** Those that show their value, looked at ever more seldom as long as the user waits: it may take minutes. */
async function shown(
	taken: readonly ListingPart[],
	field: FieldName,
	writer: Writer,
): Promise<ListingPart[]> {
	const done: ListingPart[] = [];
	let left = taken;
	for (let wait = FIRST_LOOK_MS; left.length > 0; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
		const time = writer.waitUntil - clock.now();
		if (time <= 0) break;
		await writer.pause(Math.min(wait, time));
		let now: Map<string, ListingTarget>;
		try {
			now = await targetsNow(left, field, writer.call);
		} catch (error) {
			// They were taken, whatever became of the look.
			if (error instanceof StoppedError) return raise(error);
			break;
		}
		const isShown = ({ target, value }: ListingPart): boolean => {
			const present = now.get(target.sku)?.present ?? null;
			return present !== null && isSame(present, value);
		};
		done.push(...left.filter(isShown));
		left = left.filter((one) => !isShown(one));
	}
	return done;
}

async function targetsNow(
	wanted: readonly ListingPart[],
	field: FieldName,
	{ client }: ItemCall,
): Promise<Map<string, ListingTarget>> {
	const { site } = wanted[0].target;
	const skus = wanted.map(({ target }) => target.sku);
	const found = await findListings(client, site, skus);
	return new Map([...found].map(([sku, listing]) => [sku, toTarget(listing, site, field)]));
}

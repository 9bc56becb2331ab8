import type { ItemCall } from '../../../core/operations/call';
import { isUndone } from '../../../core/operations/write-once';
import { text } from '../../../core/orders/read';
import {
	type Found,
	priceOperation,
	stockOperation,
	type ValuePart,
	type ValueWish,
	type ValueWrites,
} from '../../../core/products/value-writes';
import { isZero } from '../../../core/products/values';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, ResponseError } from '../../../core/request/errors';
import type { Answer, Reader, Writer } from '../../../core/writes/operation';
import { type Modification, modify } from './commands';
import { findOffers, living, nameOf, words } from './list';
import { OFFER_ID, type OfferTarget, toTarget } from './offer';
import { type Patch, patchOffer } from './patch';
import { noteStatus, notedStatus } from './publication';

/** So many offers go into one command. */
const COMMAND_SIZE = 25;
const MOST_STOCK = 99_999;

const WHERE_TO_LOOK =
	"Run it again: it sets a value, so it does no harm twice. Or look at the offer in Allegro's Sales Center";

interface StockOptions {
	/** What to do with an offer that would have no stock, which ends it. */
	readonly atZero: 'end' | 'refuse';
	/** Whether an offer that has ended is published again. */
	readonly reactivate: boolean;
}

interface PriceOptions {
	/** `null`: the site that the offer was made for. */
	readonly site: string | null;
}

type StockPart = ValuePart<OfferTarget, StockOptions>;
type PricePart = ValuePart<OfferTarget, PriceOptions>;

const stock: ValueWrites<OfferTarget, StockOptions> = {
	words,
	idPattern: OFFER_ID,
	severalPerSku: true,
	more(call: ItemCall) {
		const { atZero, reactivate } = call.collection('options');
		return { atZero: atZero === 'refuse' ? 'refuse' : 'end', reactivate: reactivate === true };
	},
	place: () => ({ atZero: 'end', reactivate: false }),
	checkValue({ value }) {
		if (Number(value) <= MOST_STOCK) return;
		throw new InvalidInputError(`'Quantity' is more than ${MOST_STOCK}`, 'Allegro takes no more');
	},
	find: async (wishes, reader) => await find(wishes, reader, 'quantity', () => null),
	check({ id, isKeptByAllegro, status }, { value, more }) {
		if (isKeptByAllegro) {
			throw new InvalidInputError(
				`The stock of offer '${id}' is kept by Allegro (One Fulfillment)`,
				"It changes with what you send to Allegro's warehouse",
			);
		}
		if (isZero(value) && more.atZero === 'refuse') {
			throw new InvalidInputError(
				`Without stock, offer '${id}' would end`,
				"To end it, set the option 'At Zero' to 'End Offer'",
			);
		}
		if (!isZero(value) && status === 'ENDED' && !more.reactivate) {
			throw new InvalidInputError(
				`Offer '${id}' has ended, and new stock does not bring it back`,
				"Turn on the option 'Reactivate Ended Offers'",
			);
		}
	},
	isSo: (target, { value }) =>
		target.present === value && (isZero(value) || target.status !== 'ENDED'),
	chunk: { size: COMMAND_SIZE, key: (part) => callOf(part) },
	write: async (parts, writer) =>
		await change(parts, writer, {
			modification: ({ target, value }) => ({
				offerId: target.id,
				stock: { changeType: 'FIXED', value: Number(value) },
			}),
			patch: ({ target, value }) => ({
				stock: { available: Number(value) },
				...(target.status === 'ENDED' && !isZero(value)
					? { publication: { status: 'ACTIVE' } }
					: {}),
			}),
		}),
	whereToLook: WHERE_TO_LOOK,
};

const price: ValueWrites<OfferTarget, PriceOptions> = {
	words,
	idPattern: OFFER_ID,
	severalPerSku: true,
	more: (call) => ({ site: text(call.collection('options').site) }),
	// The target has the site, also where the user names none.
	place: () => ({ site: null }),
	checkValue({ value }) {
		if (!isZero(value)) return;
		throw new InvalidInputError("'Price' is 0", 'Enter what the buyer pays');
	},
	find: async (wishes, reader) => await find(wishes, reader, 'price', ({ more }) => more.site),
	check({ id, site, format, currency }, wish) {
		if (format !== null && format !== 'BUY_NOW') {
			throw new InvalidInputError(
				`Offer '${id}' has no fixed price: it is an ${format === 'AUCTION' ? 'auction' : 'advertisement'}`,
				'Only the price of a Buy Now offer can be set',
			);
		}
		if (currency === null && wish.currency === null) {
			throw new InvalidInputError(
				`Offer '${id}' has no price on ${site ?? 'its site'} yet`,
				"Check the option 'Site', or enter the 'Currency' for the first price there",
			);
		}
	},
	chunk: { size: COMMAND_SIZE, key: (part) => `${callOf(part)} ${part.target.site}` },
	write: async (parts, writer) =>
		await change(parts, writer, {
			modification: (part) => ({
				offerId: part.target.id,
				prices: { [part.target.site ?? '']: { changeType: 'FIXED', value: money(part) } },
			}),
			patch: (part) => {
				const { site, baseSite } = part.target;
				const sellingMode = { price: money(part) };
				return site === baseSite
					? { sellingMode }
					: { additionalMarketplaces: { [site ?? '']: { sellingMode } } };
			},
		}),
	whereToLook: WHERE_TO_LOOK,
};

/** _Offer > Update Stock_ */
export const updateStock = stockOperation(stock);

/** _Offer > Update Price_ */
export const updatePrice = priceOperation(price);

async function find<More extends object>(
	wishes: ReadonlyArray<ValueWish<More>>,
	{ send, call }: Reader,
	field: 'quantity' | 'price',
	siteOf: (wish: ValueWish<More>) => string | null,
): Promise<Found<OfferTarget, More>> {
	const found = await findOffers(
		send,
		wishes.map(({ ref }) => ref),
	);
	return new Map(
		wishes.map((wish): [ValueWish<More>, OfferTarget[] | Error] => {
			const offers = found.get(nameOf(wish.ref)) ?? [];
			if (offers instanceof Error) return [wish, offers];
			const targets = living(offers).map((offer) => {
				const noted = notedStatus(call, text(offer.id) ?? '');
				return toTarget(offer, field, siteOf(wish), noted);
			});
			return [wish, targets];
		}),
	);
}

/** No command takes a stock of 0, and what is not published is changed by itself. See BEHAVIOR.md, Offers. */
function callOf<More extends object>({ target, value }: ValuePart<OfferTarget, More>): string {
	const isPublished = target.status === 'ACTIVE' || target.status === 'ACTIVATING';
	return isPublished && !isZero(value) ? 'command' : `offer ${target.id}`;
}

function money({ value, currency }: PricePart): { amount: string; currency: string | null } {
	return { amount: value, currency };
}

/** How a value is written in each of the two ways. */
interface Written<P> {
	modification(part: P): Modification;
	patch(part: P): Patch;
}

async function change<P extends StockPart | PricePart>(
	parts: readonly P[],
	writer: Writer,
	written: Written<P>,
): Promise<Array<Answer | undefined>> {
	if (callOf<object>(parts[0]) === 'command') {
		const answers = await modify(parts.map(written.modification), writer);
		if (answers !== 'closed') return answers;
	}
	return await oneByOne(parts, writer, written);
}

/** A draft without stock stays a draft. */
function endsWith({ stock }: Patch, status: string | null): boolean {
	return stock?.available === 0 && status !== 'INACTIVE';
}

async function oneByOne<P extends StockPart | PricePart>(
	parts: readonly P[],
	writer: Writer,
	{ patch }: Written<P>,
): Promise<Array<Answer | undefined>> {
	const answers: Array<Answer | undefined> = [];
	for (const part of parts) {
		// One that is refused is no reason to leave the others out; without the right, all are.
		try {
			const { id, status } = part.target;
			const body = patch(part);
			const answer = await patchOffer(id, body, writer);
			if (answer && body.publication) noteStatus(writer.call, id, body.publication.status);
			else if (answer && endsWith(body, status)) noteStatus(writer.call, id, 'ENDED');
			answers.push(answer);
		} catch (error) {
			const isFirst = answers.length === 0;
			if (parts.length > 1 && isOwn(error, isFirst)) answers.push({ status: 'failed', error });
			else if (isFirst || error instanceof StoppedError) return raise(error);
			// What is through stays so. The rest was not sent, or nobody knows.
			else return [...answers, ...parts.slice(answers.length).map(() => endedBy(error))];
		}
	}
	return answers;
}

/** Whether it is said of one offer alone; where others went through, the right is not what is missing. */
function isOwn(error: unknown, isFirst: boolean): error is ResponseError {
	if (!(error instanceof ResponseError)) return false;
	return ['invalid', 'gone', ...(isFirst ? [] : ['denied'])].includes(error.verdict);
}

function endedBy(error: unknown): Answer | undefined {
	return isUndone(error) ? { status: 'failed', error: error as Error } : undefined;
}

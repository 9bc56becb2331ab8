import { pool } from '../../../core/lists/side-by-side';
import { isUndone } from '../../../core/operations/write-once';
import { difference, isPositive, product } from '../../../core/orders/decimal';
import { count, part, text } from '../../../core/orders/read';
import {
	priceOperation,
	stockOperation,
	type ValuePart,
	type ValueWish,
	type ValueWrites,
} from '../../../core/products/value-writes';
import { isZero } from '../../../core/products/values';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise } from '../../../core/request/errors';
import type { Answer, Writer } from '../../../core/writes/operation';
import { answerOf, BULK_SIZE, changeOffers, isRefusedFor, type Result } from './bulk';
import { byId, findOffers } from './find';
import { words } from './list';
import { OFFER_ID, type OfferTarget, smartMinimum, toTarget } from './offer';
import { readSite } from './site';

/** See `amount` and `listing_price` of the official description. */
const MOST_STOCK = 2 ** 31 - 1;
const MOST_PRICE: Readonly<Record<string, number>> = {
	CZK: 25_000_000,
	EUR: 1_000_000,
	PLN: 4_500_000,
};
const SIDE_BY_SIDE = 8;

interface Options {
	/** `null`: in all storefronts. */
	readonly site: string | null;
}

type Part = ValuePart<OfferTarget, Options>;
type Writes = ValueWrites<OfferTarget, Options>;

/** What stock and price have in common. */
function writes(
	field: 'quantity' | 'price',
	own: Required<Pick<Writes, 'checkValue' | 'check'>> & Pick<Writes, 'write'>,
): Writes {
	return {
		words,
		idPattern: OFFER_ID,
		severalPerSku: true,
		more: (call) => ({ site: readSite(call) }),
		// The target has the storefront, also where the user names none.
		place: () => ({ site: null }),
		async find(wishes, { call }) {
			const found = await findOffers(call, wishes);
			return new Map(
				[...found].map(([wish, offers]): [ValueWish<Options>, OfferTarget[] | Error] => [
					wish,
					offers instanceof Error ? offers : offers.map((offer) => toTarget(offer, field)),
				]),
			);
		},
		chunk: { size: BULK_SIZE, key: ({ target }) => target.site },
		whereToLook:
			'Run it again: it sets a value, so it does no harm twice. Or look at the offer in the seller portal',
		...own,
		check(target, wish) {
			if (!OFFER_ID.expression.test(target.id)) {
				throw new InvalidInputError(
					`Kaufland gives an ID that cannot be sent back: '${target.id}'`,
					'Change this offer in the seller portal',
				);
			}
			own.check(target, wish);
		},
	};
}

/** _Offer > Update Stock_ */
export const updateStock = stockOperation(
	writes('quantity', {
		checkValue({ value }) {
			if (Number(value) <= MOST_STOCK) return;
			throw new InvalidInputError(
				`'Quantity' is more than ${MOST_STOCK}`,
				'Kaufland takes no more',
			);
		},
		check({ id, isKeptByKaufland }) {
			if (!isKeptByKaufland) return;
			throw new InvalidInputError(
				`The stock of offer '${id}' is kept by Kaufland (Fulfillment by Kaufland)`,
				"It changes with what you send to Kaufland's warehouse",
			);
		},
		async write(parts, writer) {
			const results = await send(parts, writer, ({ value }) => ({ amount: Number(value) }));
			const priceless = parts.filter((_, at) => isRefusedFor('listing_price', results[at]));
			const again = await withPrices(priceless, writer);
			return parts.map((one, at) => (again.has(one) ? again.get(one) : answerOf(results[at])));
		},
	}),
);

/** _Offer > Update Price_ */
export const updatePrice = priceOperation(
	writes('price', {
		checkValue({ value, currency }) {
			if (currency !== null && !Object.hasOwn(MOST_PRICE, currency)) {
				throw new InvalidInputError(
					`Kaufland has no prices in ${currency}`,
					`Convert the price. Possible currencies: ${Object.keys(MOST_PRICE).join(', ')}`,
				);
			}
			if (isZero(value)) throw new InvalidInputError("'Price' is 0", 'Enter what the buyer pays');
			if (/\.\d{3}/.test(value)) {
				throw new InvalidInputError(
					`'Price' has more than two decimals: ${value}`,
					'Round it. Kaufland counts in whole cents',
				);
			}
		},
		check({ id, currency, minimum }, { value }) {
			const most = MOST_PRICE[currency ?? ''] ?? Infinity;
			if (Number(value) > most) {
				throw new InvalidInputError(
					`'Price' is more than ${most} ${currency}`,
					'Kaufland takes no more in this storefront',
				);
			}
			if (minimum !== null && isPositive(difference(minimum, value))) {
				throw new InvalidInputError(
					`The price is less than the minimum price of offer '${id}': ${minimum} ${currency}`,
					'The minimum price is that of Smart Pricing. Lower it first, in the seller portal',
				);
			}
		},
		async write(parts, writer) {
			const results = await send(parts, writer, ({ value }) => ({
				listing_price: Number(product(value, '100')),
			}));
			return results.map(withMinimum);
		},
	}),
);

async function send(
	parts: readonly Part[],
	writer: Writer,
	values: (part: Part) => { amount?: number; listing_price?: number },
): Promise<Array<Result | undefined>> {
	const changes = parts.map((one) => ({ id: one.target.id, values: values(one) }));
	return await changeOffers(changes, parts[0].target.site, writer);
}

/**
 * Its description can be read so that Kaufland wants the price with every change. Where it does, the present one goes
 * with the stock: as the offer itself has it, because a list may still show an older one.
 */
async function withPrices(
	parts: readonly Part[],
	writer: Writer,
): Promise<Map<Part, Answer | undefined>> {
	if (parts.length === 0) return new Map();
	const prices = new Map<Part, number | undefined>();
	try {
		await pool(parts, SIDE_BY_SIDE, async (one) => {
			const { id, site } = one.target;
			const [offer] = await byId(writer.send, id, { storefront: site });
			prices.set(one, count(part(offer?.wire).listing_price) ?? undefined);
		});
		const results = await send(parts, writer, (one) => ({
			amount: Number(one.value),
			listing_price: prices.get(one),
		}));
		return new Map(parts.map((one, at) => [one, answerOf(results[at])]));
	} catch (error) {
		if (error instanceof StoppedError) return raise(error);
		const answer: Answer | undefined = isUndone(error)
			? { status: 'failed', error: error as Error }
			: undefined;
		return new Map(parts.map((one) => [one, answer]));
	}
}

/** A price that Smart Pricing may lower is said to be so. */
function withMinimum(result: Result | undefined): Answer | undefined {
	const answer = answerOf(result);
	const unit = part(result?.unit);
	const minimum = smartMinimum(unit);
	if (answer?.status !== 'done' || minimum === null) return answer;
	const least = `${minimum} ${text(unit.currency) ?? ''}`.trim();
	return { ...answer, warnings: [`Smart Pricing may sell it for less, down to ${least}`] };
}

import { text } from '../../../core/orders/read';
import {
	type Found,
	priceOperation,
	stockOperation,
	type ValueWish,
	type ValueWrites,
} from '../../../core/products/value-writes';
import { checkDecimals, isSame, isZero, type Value } from '../../../core/products/values';
import { InvalidInputError } from '../../../core/request/errors';
import type { Reader } from '../../../core/writes/operation';
import { findEntries, nameOf } from './catalog';
import { PRODUCT_NO, words } from './list';
import { type FieldName, isReopened, type NaverTarget, type Options } from './part';
import { updateOptions } from './update-options';
import { updateProducts } from './update-products';
import { CURRENCY, type Entry, numberOf, priceOf, skuOf, statusOf, stockOf } from './wire';

/** Nobody has published how many one call takes. See BEHAVIOR.md, Products. */
const PRODUCTS_TOGETHER = 50;
/** All options of a product go into one call, because what is left out becomes 0. */
const OPTIONS_TOGETHER = 25_000;
const MOST_STOCK = 99_999_999;
const MOST_PRICE = 999_999_990;

const WHERE_TO_LOOK =
	'Run it again: it sets a value, so it does no harm twice. Or look at the product in Smart Store Center (스마트스토어센터)';

function writes(field: FieldName): ValueWrites<NaverTarget, Options> {
	return {
		words,
		idPattern: PRODUCT_NO,
		severalPerSku: true,
		more: () => ({}),
		checkValue: field === 'quantity' ? checkStock : checkPrice,
		find: async (wishes, reader) => await find(wishes, reader, field),
		isSo: ({ present, statusType }, { value }) =>
			present !== null && isSame(present, value) && !isReopened(field, statusType, value),
		chunk: {
			size: ({ target }) => (target.variantId === null ? PRODUCTS_TOGETHER : OPTIONS_TOGETHER),
			key: ({ target }) => (target.variantId === null ? 'products' : `options of ${target.id}`),
		},
		write: async (parts, writer) =>
			parts[0].target.variantId === null
				? await updateProducts(parts, field, writer)
				: await updateOptions(parts, field, writer),
		whereToLook: WHERE_TO_LOOK,
	};
}

function checkStock({ value }: Value): void {
	if (Number(value) <= MOST_STOCK) return;
	throw new InvalidInputError(`'Quantity' is more than ${MOST_STOCK}`, 'Naver takes no more');
}

function checkPrice({ value, currency }: Value): void {
	if (currency !== null && currency !== CURRENCY) {
		throw new InvalidInputError(
			`Naver has no prices in ${currency}`,
			`Convert the price to won (${CURRENCY})`,
		);
	}
	checkDecimals({ value, currency: CURRENCY });
	if (isZero(value)) {
		throw new InvalidInputError("'Price' is 0", 'Enter what the buyer pays, in won');
	}
	if (Number(value) > MOST_PRICE) {
		throw new InvalidInputError(`'Price' is more than ${MOST_PRICE}`, 'Naver takes no more');
	}
}

/** _Product > Update Stock_ */
export const updateStock = stockOperation(writes('quantity'));

/** _Product > Update Price_ */
export const updatePrice = priceOperation(writes('price'));

async function find(
	wishes: ReadonlyArray<ValueWish<Options>>,
	{ call }: Reader,
	field: FieldName,
): Promise<Found<NaverTarget, Options>> {
	const found = await findEntries(
		call.client,
		wishes.map(({ ref }) => ref),
	);
	const targets = new Map<ValueWish<Options>, readonly NaverTarget[] | Error>();
	for (const wish of wishes) {
		const own = found.get(nameOf(wish.ref)) ?? [];
		targets.set(wish, own instanceof Error ? own : own.map((entry) => targetOf(entry, field)));
	}
	return field === 'price' ? onePriceEach(targets) : targets;
}

/** The price of an option is what it costs more than its product: nobody knows that while both change. */
function onePriceEach(targets: Found<NaverTarget, Options>): Found<NaverTarget, Options> {
	const known = [...targets.values()].flatMap((all) => (all instanceof Error ? [] : all));
	const whole = new Set(known.flatMap(({ id, variantId }) => (variantId === null ? [id] : [])));
	return new Map(
		[...targets].map(([wish, all]): [ValueWish<Options>, readonly NaverTarget[] | Error] => {
			if (all instanceof Error) return [wish, all];
			const both = all.find(({ id, variantId }) => variantId !== null && whole.has(id));
			return [wish, both ? bothAtOnce(both) : all];
		}),
	);
}

function bothAtOnce({ id }: NaverTarget): InvalidInputError {
	return new InvalidInputError(
		`The price of product '${id}' and that of one of its options are in the same run`,
		'Set the price of the product first, and those of its options in another run. Naver adds what an option costs more to the price of the product',
	);
}

function targetOf(entry: Entry, field: FieldName): NaverTarget {
	return {
		id: numberOf(entry.found),
		variantId: entry.option ? text(entry.option.id) : null,
		sku: skuOf(entry),
		site: null,
		present: field === 'quantity' ? stockOf(entry) : priceOf(entry),
		currency: field === 'price' ? CURRENCY : null,
		statusType: statusOf(entry),
	};
}

import { pool } from '../../../core/lists/side-by-side';
import { count, flag, object, part, parts, text } from '../../../core/orders/read';
import { difference } from '../../../core/orders/decimal';
import {
	type Found,
	priceOperation,
	stockOperation,
	type Target,
	type ValuePart,
	type ValueWish,
	type ValueWrites,
} from '../../../core/products/value-writes';
import { isSame, isZero } from '../../../core/products/values';
import { pathSegment } from '../../../core/request/address';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, RefusedWriteError } from '../../../core/request/errors';
import type { Answer, Reader, Writer } from '../../../core/writes/operation';
import { byNumber, findEntries, nameOf, noteOptions, ORIGINS, readOrigin } from './catalog';
import { PRODUCT_NO, words } from './list';
import {
	CURRENCY,
	type Entry,
	numberOf,
	type Option,
	optionInfoOf,
	optionsOf,
	type Origin,
	priceOf,
	salePriceOf,
	skuOf,
	statusOf,
	stockOf,
} from './wire';

type FieldName = 'quantity' | 'price';

/** Nobody has published how many one call takes. See BEHAVIOR.md, Products. */
const PRODUCTS_TOGETHER = 50;
/** All options of a product go into one call, because what is left out becomes 0. */
const OPTIONS_TOGETHER = 25_000;
const MOST_STOCK = 99_999_999;
/** How long after a change the list is asked whether it shows it. */
const BEFORE_LOOK_MS = 1000;

const WHERE_TO_LOOK =
	'Run it again: it sets a value, so it does no harm twice. Or look at the product in Smart Store Center (스마트스토어센터)';

interface NaverTarget extends Target {
	readonly statusType: string | null;
}

type Options = Record<string, never>;
type Part = ValuePart<NaverTarget, Options>;

function writes(field: FieldName): ValueWrites<NaverTarget, Options> {
	return {
		words,
		idPattern: PRODUCT_NO,
		severalPerSku: true,
		more: () => ({}),
		checkValue({ value }) {
			if (field === 'quantity' && Number(value) > MOST_STOCK) {
				throw new InvalidInputError(`'Quantity' is more than ${MOST_STOCK}`, 'Naver takes no more');
			}
			if (field === 'price' && isZero(value)) {
				throw new InvalidInputError("'Price' is 0", 'Enter what the buyer pays, in won');
			}
		},
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
	return new Map(
		wishes.map((wish) => [
			wish,
			(found.get(nameOf(wish.ref)) ?? []).map((entry) => targetOf(entry, field)),
		]),
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

/** Naver takes what is sold out from the shop; with new stock, it is to be sold again. */
function isReopened(field: FieldName, statusType: string | null, value: string): boolean {
	return field === 'quantity' && statusType === 'OUTOFSTOCK' && !isZero(value);
}

async function updateProducts(
	parts: readonly Part[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	await writer.send({
		method: 'PATCH',
		path: `${ORIGINS}/multi-update`,
		body: { multiProductUpdateRequestVos: parts.map((part) => requestOf(part, field)) },
		idempotent: true,
	});
	return await verified(parts, field, writer);
}

function requestOf({ target, value }: Part, field: FieldName): object {
	const originProductNo = Number(target.id);
	if (field === 'price') {
		return {
			originProductNo,
			multiUpdateTypes: ['SALE_PRICE'],
			productSalePrice: { salePrice: Number(value) },
		};
	}
	const reopens = isReopened(field, target.statusType, value);
	return {
		originProductNo,
		multiUpdateTypes: ['STOCK', ...(reopens ? ['PRODUCT_STATUS_SALE'] : [])],
		stockQuantity: Number(value),
	};
}

/**
 * The answer names no products, so the list is asked what it shows now. It does not show options: a product that
 * has some keeps the sum of theirs.
 */
async function verified(
	parts: readonly Part[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const answers = new Map<Part, Answer>();
	try {
		await writer.pause(BEFORE_LOOK_MS);
		const numbers = parts.map(({ target }) => target.id);
		const shown = new Map(
			(await byNumber(writer.send, numbers)).map((found) => [numberOf(found), { found }]),
		);
		const left: Part[] = [];
		for (const part of parts) {
			const entry = shown.get(part.target.id);
			if (entry && hasValue(entry, part, field)) answers.set(part, { status: 'done' });
			else left.push(part);
		}
		await pool(left, 4, async (part) => {
			const answer = await lookedAt(part, field, writer);
			if (answer) answers.set(part, answer);
		});
	} catch (error) {
		if (error instanceof StoppedError) return raise(error);
		const warnings = ['Naver took the change. It could not be read back.'];
		return parts.map((part) => answers.get(part) ?? { status: 'done', warnings });
	}
	return parts.map((part) => answers.get(part));
}

function hasValue(entry: Entry, { value }: Part, field: FieldName): boolean {
	const shown = field === 'quantity' ? stockOf(entry) : priceOf(entry);
	return shown !== null && isSame(shown, value);
}

/** A list may lag behind; the product's own page says what it has, and whether by its options. */
async function lookedAt(
	part: Part,
	field: FieldName,
	{ send, call }: Writer,
): Promise<Answer | undefined> {
	const { id } = part.target;
	const origin = await readOrigin(send, id);
	const options = optionsOf(origin);
	if (field === 'quantity' && options.length > 0) {
		noteOptions(call.client, id, origin);
		return { status: 'failed', error: hasOptions(id, options) };
	}
	return hasValue({ found: {}, origin }, part, field) ? { status: 'done' } : undefined;
}

function hasOptions(id: string, options: ReadonlyArray<Partial<Option>>): InvalidInputError {
	const named = options
		.slice(0, 10)
		.map((option) => text(option.sellerManagerCode) ?? text(option.id));
	return new InvalidInputError(
		`Product '${id}' has options, and its stock is the sum of theirs`,
		`Set the stock of an option, by its SKU or ID: ${named.join(', ')}`,
	);
}

/** All options of a product as they are, but for the wanted ones: what is left out becomes 0. */
async function updateOptions(
	wanted: readonly Part[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const [{ target }] = wanted;
	const origin = await readOrigin(writer.send, target.id);
	const byId = new Map(wanted.map((one) => [one.target.variantId, one]));
	const refused = new Map(wanted.flatMap((one) => refusalOf(one, origin, field)));
	const salePrice = salePriceOf({ found: {}, origin }) ?? '0';
	const changed = (option: Partial<Option>): Partial<Option> => {
		const one = byId.get(text(option.id));
		if (one === undefined || refused.has(one)) return option;
		return field === 'quantity'
			? { ...option, stockQuantity: Number(one.value) }
			: { ...option, price: Number(difference(one.value, salePrice)) };
	};
	if (refused.size < wanted.length) {
		const { body } = await writer.send({
			method: 'PUT',
			path: `${ORIGINS}/${pathSegment(target.id)}/option-stock`,
			body: optionBody(origin, changed),
			idempotent: true,
		});
		const saved = object(body).originProduct;
		const now = saved === undefined ? undefined : part(saved as Origin);
		return wanted.map((one) => refused.get(one) ?? toldOf(one, now, field));
	}
	return wanted.map((one) => refused.get(one));
}

function refusalOf(one: Part, origin: Partial<Origin>, field: FieldName): Array<[Part, Answer]> {
	const { variantId, id } = one.target;
	const { optionCombinations, useStockManagement } = optionInfoOf(origin);
	const failed = (sentence: string, advice: string): Array<[Part, Answer]> => [
		[one, { status: 'failed', error: new RefusedWriteError(sentence, { advice }) }],
	];
	if (!optionsOf(origin).some((option) => text(option.id) === variantId)) {
		return failed(
			`Product '${id}' no longer has the option '${variantId}'`,
			'Read the product again',
		);
	}
	if (field === 'quantity' && flag(useStockManagement) === false) {
		return failed(
			`Product '${id}' does not count the stock of its options`,
			'Turn on the stock management of its options in Smart Store Center (스마트스토어센터)',
		);
	}
	const isCombination = parts(optionCombinations).some((option) => text(option.id) === variantId);
	if (field === 'price' && !isCombination) {
		return failed(
			`Option '${variantId}' of product '${id}' has no price of its own`,
			'Set the price of the product',
		);
	}
	return [];
}

function optionBody(
	origin: Partial<Origin>,
	changed: (option: Partial<Option>) => Partial<Option>,
): object {
	const { optionCombinations, optionStandards, useStockManagement } = optionInfoOf(origin);
	const { immediateDiscountPolicy } = object(object(origin).customerBenefit);
	const combinations = parts(optionCombinations).map((option) => {
		const { id, stockQuantity, price, usable } = changed(option);
		return { id, stockQuantity, price, usable };
	});
	const standards = parts(optionStandards).map((option) => {
		const { id, stockQuantity, usable } = changed(option);
		return { id, stockQuantity, usable };
	});
	return {
		productSalePrice: { salePrice: count(origin.salePrice) },
		...(immediateDiscountPolicy ? { immediateDiscountPolicy } : {}),
		optionInfo: {
			...(combinations.length > 0 ? { optionCombinations: combinations } : {}),
			...(standards.length > 0 ? { optionStandards: standards } : {}),
			useStockManagement: flag(useStockManagement) !== false,
		},
	};
}

/** Naver answers with the whole product. Where it does not, nobody has said no. */
function toldOf(
	one: Part,
	origin: Partial<Origin> | undefined,
	field: FieldName,
): Answer | undefined {
	if (origin === undefined) return { status: 'done' };
	const option = optionsOf(origin).find(({ id }) => text(id) === one.target.variantId);
	return option && hasValue({ found: {}, origin, option }, one, field)
		? { status: 'done' }
		: undefined;
}

import { isUndone } from '../../../core/operations/write-once';
import { difference, sum } from '../../../core/orders/decimal';
import { amount, count, flag, object, part, parts, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { raise, RefusedWriteError } from '../../../core/request/errors';
import type { Answer, Writer } from '../../../core/writes/operation';
import { ORIGINS, readOrigin } from './catalog';
import { type FieldName, hasValue, isStillClosed, type Part, putOnSale } from './part';
import { type Option, optionInfoOf, optionsOf, type Origin, salePriceOf } from './wire';

/** All options of a product as they are, but for the wanted ones: what is left out becomes 0. */
export async function updateOptions(
	wanted: readonly Part[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const [{ target }] = wanted;
	let origin: Partial<Origin>;
	try {
		origin = await readOrigin(writer.send, target.id);
	} catch (error) {
		if (!(error instanceof Error) || isUndone(error)) return raise(error);
		// Nothing was sent that changes anything.
		return wanted.map(() => ({ status: 'failed', error }));
	}
	const byId = new Map(wanted.map((one) => [one.target.variantId, one]));
	const refused = new Map(wanted.flatMap((one) => refusalOf(one, origin, field)));
	const salePrice = salePriceOf({ found: {}, origin });
	const changed = (option: Partial<Option>): Partial<Option> => {
		const one = byId.get(text(option.id));
		if (one === undefined || refused.has(one)) return option;
		return field === 'quantity'
			? { ...option, stockQuantity: Number(one.value) }
			: { ...option, price: Number(difference(one.value, salePrice ?? '0')) };
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
		const isClosed =
			now !== undefined &&
			wanted.some((one) => isStillClosed({ found: {}, origin: now }, one, field));
		const warnings = isClosed ? await putOnSale(target.id, stockOfAll(now), writer) : [];
		return wanted.map((one) => refused.get(one) ?? toldOf(one, now, field, warnings));
	}
	return wanted.map((one) => refused.get(one));
}

function refusalOf(one: Part, origin: Partial<Origin>, field: FieldName): Array<[Part, Answer]> {
	const { variantId, id } = one.target;
	const { optionCombinations, useStockManagement } = optionInfoOf(origin);
	const failed = (sentence: string, advice: string): Array<[Part, Answer]> => [
		[one, { status: 'failed', error: new RefusedWriteError(sentence, { advice }) }],
	];
	if (salePriceOf({ found: {}, origin }) === null) {
		return failed(
			`The answer for product '${id}' contains no price`,
			'Without it, the options cannot be changed. Try again later',
		);
	}
	if (!optionsOf(origin).some((option) => text(option.id) === variantId)) {
		return failed(
			`Product '${id}' no longer has the option '${variantId}'`,
			'Read the product again',
		);
	}
	const isCounted = flag(useStockManagement) !== false;
	const isUnknown = ({ stockQuantity }: Partial<Option>): boolean => count(stockQuantity) === null;
	if (isCounted && optionsOf(origin).some(isUnknown)) {
		return failed(
			`The answer for product '${id}' has an option without a stock`,
			'It would become 0, so nothing was sent. Try again later',
		);
	}
	if (field === 'quantity' && !isCounted) {
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
	warnings: readonly string[],
): Answer | undefined {
	if (origin === undefined) return { status: 'done' };
	const option = optionsOf(origin).find(({ id }) => text(id) === one.target.variantId);
	return option && hasValue({ found: {}, origin, option }, one, field)
		? { status: 'done', warnings }
		: undefined;
}

function stockOfAll(origin: Partial<Origin>): string {
	return sum(optionsOf(origin).flatMap(({ stockQuantity }) => amount(stockQuantity) ?? []));
}

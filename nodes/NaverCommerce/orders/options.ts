import type { OrderLine } from '../../../core/orders/order';
import { part, parts, text } from '../../../core/orders/read';
import type { ProductOrder } from './wire';

type Option = OrderLine['options'][number];

const BETWEEN = ' / ';
const BEHIND_NAME = ': ';
/** Nothing to choose: all that stands in `productOption` was typed by the buyer. */
const PLAIN = '단일상품';

/**
 * What the buyer chose and typed. Naver writes all of it into one text, `색상: 블랙 / 각인: 사랑해`, and a buyer may
 * type the same signs. So it is taken apart only where that is certain; else it stays whole.
 */
export function optionsOf(given: Partial<ProductOrder>): Option[] {
	const product = part(given);
	const chosen = parts(product.standardPurchaseOptions)
		.map((option) => ({ name: text(option.optionName) ?? '', value: text(option.valueName) ?? '' }))
		.filter(({ name, value }) => name !== '' || value !== '');
	const written = text(product.productOption);
	if (written === null) return chosen;
	if (chosen.length > 0) return [...chosen, ...typedBeside(chosen, written)];
	return text(product.productClass) === PLAIN ? [whole(written)] : apart(written);
}

/** What `written` holds beside the options that are given one by one. */
function typedBeside(chosen: readonly Option[], written: string): Option[] {
	const known = chosen.map(({ name, value }) => name + BEHIND_NAME + value).join(BETWEEN);
	if (written === known) return [];
	if (written.startsWith(known + BETWEEN)) return [whole(written.slice((known + BETWEEN).length))];
	if (written.endsWith(BETWEEN + known))
		return [whole(written.slice(0, -(BETWEEN + known).length))];
	const isToldByThem = chosen
		.flatMap(({ name, value }) => [name, value])
		.reduce((rest, word) => rest.replace(word, ''), written)
		.match(/[\p{L}\p{N}]/u);
	return isToldByThem === null ? [] : [unnamed(written)];
}

/** Each piece has one name of its own; a sign too many was typed, and then nobody knows where that begins. */
function apart(written: string): Option[] {
	const pieces = written.split(BETWEEN);
	const signs = pieces.map((piece) => piece.split(BEHIND_NAME).length - 1);
	const names = new Set(pieces.map((piece) => piece.split(BEHIND_NAME)[0].trim()));
	const isCertain = signs.every((count) => count === 1) && names.size === pieces.length;
	if (isCertain) return pieces.map(whole);
	// Behind a name that holds more than a choice, or alone, all else is its value.
	const isOne = signs[0] > 1 || (signs[0] === 1 && signs.slice(1).every((count) => count === 0));
	return [isOne ? whole(written) : unnamed(written)];
}

/** The name ends at the first colon. */
function whole(written: string): Option {
	const at = written.indexOf(BEHIND_NAME);
	const name = written.slice(0, Math.max(0, at)).trim();
	const value = written.slice(at + BEHIND_NAME.length).trim();
	return name === '' || value === '' ? unnamed(written) : { name, value };
}

function unnamed(value: string): Option {
	return { name: 'productOption', value: value.trim() };
}

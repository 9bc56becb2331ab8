import type { ItemCall } from '../operations/call';
import { amountsIn } from '../orders/currency';
import { InvalidInputError } from '../request/errors';
import { outputOf } from '../writes/item';
import type { Reader, States, Subjects, WriteOperation } from '../writes/operation';
import { onlyOne, type ProductWords } from './read-products';
import { RecentValues } from './recent-values';
import {
	type IdPattern,
	productName,
	type ProductRef,
	readProductRef,
	shownRef,
} from './reference';
import {
	checkDecimals,
	type Field,
	isSame,
	PRICE,
	STOCK,
	type Value,
	writtenValue,
} from './values';

/** What a SKU or an ID stands for, and how it is now. Plain JSON; unknown is `null`. */
export interface Target {
	/** As in `product/1`. */
	readonly id: string;
	readonly variantId: string | null;
	readonly sku: string | null;
	readonly site: string | null;
	/** The present value; `null` where nobody knows, then it is always sent. */
	readonly present: string | null;
	/** Of its price. */
	readonly currency?: string | null;
}

/** What an input item asks for. `More`: what only this marketplace asks, e.g. the location. */
export interface ValueWish<More extends object = object> extends Value {
	readonly ref: ProductRef;
	/** Whether all are meant, where several have the SKU. */
	readonly takesAll: boolean;
	readonly more: More;
}

/** One value for one target. */
export interface ValuePart<T extends Target, More extends object = object> {
	readonly target: T;
	readonly value: string;
	/** Of the price: the target's, or where nobody knows it the user's. */
	readonly currency: string | null;
	readonly more: More;
}

/** How one marketplace writes stock, or prices. Both set a value, so that sending it twice does no harm. */
export interface ValueWrites<T extends Target, More extends object> {
	readonly words: ProductWords;
	readonly idPattern?: IdPattern;
	/** Reads and checks the further parameters and options of an item. */
	more(call: ItemCall): More;
	/** Where a value goes, of `more`: all else at a default. Without it, all of `more` says so. */
	place?(more: More): More;
	/** Whether an item may mean all that have its SKU. */
	readonly severalPerSku?: boolean;
	/** What is wrong with a value before any request. Throws `InvalidInputError`. */
	checkValue?(value: Value, call: ItemCall): void;
	/** What each wish stands for; those that nothing was found for are left out or empty. */
	find(wishes: ReadonlyArray<ValueWish<More>>, reader: Reader): Promise<Found<T, More>>;
	/** Whether the target may be written to. Throws `InvalidInputError`. */
	check?(target: T, wish: ValueWish<More>): void;
	/** Whether the target has the wished value already; by default, whether both are the same. */
	isSo?(target: T, wish: ValueWish<More>): boolean;
	readonly chunk: Pick<NonNullable<ValueOperation<T, More>['chunk']>, 'size' | 'key'>;
	write: WriteOperation<ValueWish<More>, State<T>, ValuePart<T, More>>['write'];
	readonly whereToLook: string;
}

export type Found<T extends Target, More extends object> = ReadonlyMap<
	ValueWish<More>,
	readonly T[] | Error
>;

export interface State<T extends Target> {
	readonly targets: readonly T[];
	readonly recent: RecentValues;
	/** What the run asks for by now, by target: two names may mean the same one. */
	readonly asked: Map<string, Named>;
}

type ValueOperation<T extends Target, More extends object> = WriteOperation<
	ValueWish<More>,
	State<T>,
	ValuePart<T, More>
>;

/** `updateStock` */
export function stockOperation<T extends Target, More extends object>(
	writes: ValueWrites<T, More>,
): ValueOperation<T, More> {
	return valueOperation(STOCK, writes);
}

/** `updatePrice` */
export function priceOperation<T extends Target, More extends object>(
	writes: ValueWrites<T, More>,
): ValueOperation<T, More> {
	return valueOperation(PRICE, writes);
}

function valueOperation<T extends Target, More extends object>(
	field: Field,
	writes: ValueWrites<T, More>,
): ValueOperation<T, More> {
	const { words, chunk } = writes;
	return {
		words: { things: words.things, done: 'updated' },
		names: productName,
		read(call) {
			const ref = readProductRef(call, writes.idPattern);
			const value = field.read(call);
			writes.checkValue?.(value, call);
			const takesAll = call.collection('options').ifSeveral === 'all';
			return { ref, ...value, takesAll, more: writes.more(call) };
		},
		subject,
		// With a currency and without it, the same price is the same; the currency is checked for each.
		key: (wish) => JSON.stringify([subject(wish), wish.currency]),
		merge(first, second) {
			checkRival(first, second);
			return first;
		},
		lookUp: async (subjects, reader) => await look(writes, field, subjects, reader),
		plan(wish, state) {
			const targets = chosen(wish, state?.targets ?? [], writes);
			if (field === PRICE) checkOneCurrency(targets, wish, words);
			const parts = targets.map((target) => {
				const part = partFor(target, wish, writes);
				if (field === PRICE) checkCurrency(part, wish, words);
				writes.check?.(target, wish);
				checkRival(state?.asked.get(identity(part)), wish);
				return part;
			});
			for (const part of parts) state?.asked.set(identity(part), wish);
			return parts.filter((part) => {
				const { target } = part;
				const isSo = writes.isSo?.(target, wish) ?? hasValue(target, wish.value);
				return !isSo || state?.recent.agree(identity(part), wish.value) === false;
			});
		},
		chunk: { ...chunk, together: TOGETHER, identity },
		async write(parts, writer) {
			const recent = new RecentValues(writer.call, field.name);
			for (const part of parts) recent.sent(identity(part), part.value);
			return await writes.write(parts, writer);
		},
		tellsBefore: true,
		repeat: 'safe',
		whereToLook: writes.whereToLook,
		toItem({ wish, state, status, handle, warnings }, _others, call) {
			const targets = state?.targets ?? [];
			const [target] = targets.length === 1 ? targets : [];
			const currency = target?.currency ?? wish.currency;
			const value = writtenValue(field, { value: wish.value, currency });
			const site = target?.site ?? null;
			const sku = target?.sku ?? (wish.ref.by === 'sku' ? wish.ref.value : null);
			const ids = targets.map(idOf);
			const id = target ? idOf(target) : null;
			const productIds = ids.length > 1 ? { productIds: ids } : {};
			return {
				...outputOf(field.schema, call),
				site,
				sku,
				id,
				status,
				...value,
				before: writtenBefore(field, target, currency),
				handle: handle && {
					...{ ...handle, schema: field.schema, site, sku, productId: id },
					...{ ...productIds, ...value },
				},
				warnings: [...warnings, ...severalWarnings(targets, words)],
			};
		},
	};
}

/** Values are set together as far as any API takes them: Amazon's feed has the most. */
const TOGETHER = 25_000;

function subject<More extends object>({ ref, more }: ValueWish<More>): string {
	return JSON.stringify([ref.by, ref.value, more]);
}

/** Two names of the same target are one part. */
function identity<T extends Target, More extends object>({
	target,
	more,
}: ValuePart<T, More>): string {
	return JSON.stringify([target.id, target.variantId, target.site, more]);
}

type Named = Value & { readonly ref: ProductRef };

/** Of two items that name the same thing, the later one fails if it asks for another value. */
function checkRival(first: Named | undefined, second: Named): void {
	if (!first) return;
	const { currency } = first;
	const isOther = currency !== null && second.currency !== null && currency !== second.currency;
	if (isOther || !isSame(first.value, second.value)) throw twoValues(first, second);
}

function twoValues(first: Named, second: Named): InvalidInputError {
	const [one, other] = [first.ref, second.ref].map(shownRef);
	const names = one === other ? `${one} has` : `${one} and ${other} are the same and have`;
	return new InvalidInputError(
		`${names} two values: ${shown(first)} and ${shown(second)}`,
		'Leave one of them out',
	);
}

function idOf({ variantId, id }: Target): string {
	return variantId ?? id;
}

function shown({ value, currency }: Value): string {
	return currency === null ? value : `${value} ${currency}`;
}

async function look<T extends Target, More extends object>(
	{ find }: ValueWrites<T, More>,
	field: Field,
	subjects: Subjects<ValueWish<More>>,
	reader: Reader,
): Promise<States<State<T>>> {
	const recent = new RecentValues(reader.call, field.name);
	const asked = new Map<string, Named>();
	// All wishes of a subject ask for the same value.
	const wishes = new Map([...subjects].map(([name, [wish]]) => [wish, name]));
	const found = await find([...wishes.keys()], reader);
	return new Map(
		[...wishes].map(([wish, name]) => {
			const targets = found.get(wish) ?? [];
			return [name, targets instanceof Error ? targets : { targets, recent, asked }];
		}),
	);
}

function chosen<T extends Target, More extends object>(
	{ ref, takesAll }: ValueWish<More>,
	targets: readonly T[],
	{ words, severalPerSku }: ValueWrites<T, More>,
): readonly T[] {
	if (takesAll && targets.length > 1) return targets;
	const all = severalPerSku === true ? `, or set 'If Several Match' to 'Update All'` : '';
	return onlyOne(targets, ref, words, (target) => target, all);
}

function partFor<T extends Target, More extends object>(
	target: T,
	{ value, currency, more }: ValueWish<More>,
	{ place }: ValueWrites<T, More>,
): ValuePart<T, More> {
	return { target, value, currency: target.currency ?? currency, more: place?.(more) ?? more };
}

function hasValue({ present }: Target, value: string): boolean {
	return present !== null && isSame(present, value);
}

function checkCurrency<T extends Target, More extends object>(
	{ value, currency }: ValuePart<T, More>,
	wish: ValueWish<More>,
	{ thing }: ProductWords,
): void {
	if (wish.currency !== null && currency !== wish.currency) {
		throw new InvalidInputError(
			`The price of the ${thing} with the ${shownRef(wish.ref)} is in ${currency}, not in ${wish.currency}`,
			"Convert it, or clear 'Currency'",
		);
	}
	checkDecimals({ value, currency });
}

/** The same figure in two currencies is two prices. */
function checkOneCurrency<More extends object>(
	targets: readonly Target[],
	{ ref }: ValueWish<More>,
	{ things }: ProductWords,
): void {
	const currencies = [...new Set(targets.flatMap(({ currency }) => currency ?? []))];
	if (currencies.length < 2) return;
	throw new InvalidInputError(
		`The ${things} with the ${shownRef(ref)} have prices in ${currencies.join(' and ')}`,
		'Set the price of each currency by itself',
	);
}

function writtenBefore(
	field: Field,
	target: Target | undefined,
	currency: string | null,
): number | string | null {
	const before = target?.present ?? null;
	if (before === null) return null;
	return field === STOCK ? Number(before) : amountsIn(currency)(before);
}

function severalWarnings(targets: readonly Target[], { things }: ProductWords): string[] {
	if (targets.length < 2) return [];
	const ids = targets.map(idOf);
	return [`${targets.length} ${things} have this SKU, and all were updated: ${ids.join(', ')}`];
}

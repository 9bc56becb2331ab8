import type { IDataObject } from 'n8n-workflow';

import type { Call, ItemCall, Result, Results } from '../operations/call';
import { keepsPartial, notice, readLimit } from '../operations/orders';
import { ProgressLog } from '../operations/progress';
import type { ItemOperations } from '../operations/run';
import { InvalidInputError, ListError, raise } from '../request/errors';
import type { Product } from './product';
import { type IdPattern, type ProductRef, readProductRef, shownRef } from './reference';

/** How what one marketplace sells is read. Everything else about it is the same for all. */
export interface ProductSource<Raw extends object> {
	/** For sentences, e.g. `offer`. */
	readonly words: ProductWords;
	readonly idPattern?: IdPattern;
	/** Key under which a later state of the same thing replaces an earlier one. */
	key(raw: Raw): string;
	/** All that go by this name; none, where nothing does. */
	find(call: ItemCall, ref: ProductRef): Promise<readonly Raw[]>;
	/** All that the user's filters ask for, some perhaps twice: the last state counts. */
	list(call: Call, limit: number): AsyncGenerator<readonly Raw[]>;
	toProduct(raw: Raw, call: Call): Product;
	/** What the marketplace itself sent, as item and as `raw`; things of one object give the same object. */
	asSent(raw: Raw): object;
}

export interface ProductWords {
	readonly thing: string;
	readonly things: string;
	/** How to say which one is meant, where several have the name. @default `Choose one of them by its ID` */
	readonly choose?: string;
}

/** `get` and `getAll` of the resource that the marketplace has for what it sells. */
export function productOperations<Raw extends object>(
	resource: string,
	source: ProductSource<Raw>,
): ItemOperations {
	return {
		[`${resource}.get`]: async function* (call): Results {
			const ref = readProductRef(call, source.idPattern);
			const found = await source.find(call, ref);
			const [raw] = onlyOne(found, ref, source.words, (one) => source.toProduct(one, call));
			yield itemsOf([raw], call, source);
		},
		[`${resource}.getAll`]: async function* (call): Results {
			const limit = readLimit(call);
			const found = new Map<string, Raw>();
			try {
				await collect(source, call, limit, found);
			} catch (error) {
				if (found.size === 0 || !keepsPartial(call)) return raise(error);
				yield itemsOf([...found.values()], call, source);
				yield [notice(call, found.size, error, null)];
				return;
			}
			yield itemsOf([...found.values()].slice(0, limit), call, source);
		},
	};
}

async function collect<Raw extends object>(
	source: ProductSource<Raw>,
	call: Call,
	limit: number,
	found: Map<string, Raw>,
): Promise<void> {
	const progress = new ProgressLog(call, source.words.things, 'read');
	for await (const part of source.list(call, limit)) {
		for (const raw of part) {
			const key = source.key(raw);
			if (key === '') throw withoutId(source.words);
			found.set(key, raw);
		}
		if (found.size >= limit) return;
		progress.tell(found.size);
	}
	progress.end(found.size);
}

function withoutId({ things }: ProductWords): ListError {
	return new ListError(
		`The list of ${things} has an entry without an ID`,
		'The marketplace returned something unexpected. Try again later',
	);
}

/** What the user wants of them, read once: n8n takes its time to give a parameter. */
function itemsOf<Raw extends object>(
	all: readonly Raw[],
	call: Call,
	source: ProductSource<Raw>,
): Result[] {
	if (call.parameter<string>('output', 'product') === 'marketplace') {
		return [...new Set(all.map((raw) => source.asSent(raw)))].map(asItem);
	}
	const withRaw = call.collection('options').includeRaw === true;
	return all.map((raw) => {
		const product = source.toProduct(raw, call);
		product.account ??= call.client.connection.label ?? null;
		if (withRaw) product.raw = source.asSent(raw);
		return asItem(product);
	});
}

function asItem(json: object): Result {
	return { json: json as IDataObject };
}

/** As many as a person reads. */
const MOST_NAMED = 10;

/** The one that goes by this name. Several are an error that lists them, none is one, too. */
export function onlyOne<T>(
	found: readonly T[],
	ref: ProductRef,
	{ thing, things, choose = 'Choose one of them by its ID' }: ProductWords,
	name: (one: T) => Pick<Product, 'id' | 'variantId' | 'site'>,
	otherwise = '',
): readonly [T] {
	if (found.length === 1) return [found[0]];
	if (found.length === 0) {
		throw new InvalidInputError(
			`No ${thing} has the ${shownRef(ref)}`,
			`Check it, or see 'Get Many' for all ${things}`,
		);
	}
	const names = found.map(name);
	const isOneSite = new Set(names.map(({ site }) => site)).size === 1;
	const ids = names.map(({ id, variantId, site }) =>
		isOneSite || site === null ? (variantId ?? id) : `${variantId ?? id} (${site})`,
	);
	const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
	throw new InvalidInputError(
		`${ids.length} ${things} have the ${shownRef(ref)}: ${ids.slice(0, MOST_NAMED).join(', ')}${more}`,
		`${choose}${otherwise}`,
	);
}

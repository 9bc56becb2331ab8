import type { SalesPlace } from './app';
import { OWN_CHANNEL, type Attributes, type Entry, type Issue } from './listing';

export interface Patch {
	op: 'add' | 'replace' | 'merge' | 'delete';
	path: string;
	value?: Entry[];
}

const OPS = ['add', 'replace', 'merge', 'delete'];

/** What tells the entries of an attribute apart. */
const SELECTORS: Record<string, string[]> = {
	fulfillment_availability: ['fulfillment_channel_code'],
	purchasable_offer: ['marketplace_id', 'currency', 'audience'],
};
const COMMON_SELECTORS = ['marketplace_id', 'language_tag'];
const DEFAULTS: Entry = { audience: 'ALL' };

/** Attributes that every product type here has. */
const KNOWN = [
	'fulfillment_availability',
	'purchasable_offer',
	'item_name',
	'brand',
	'condition_type',
	'merchant_suggested_asin',
];

/** Whether it is a list of patches at all; what is in them is Amazon's business, and its issues. */
export function isPatches(value: unknown): value is Patch[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every(
			(one: Partial<Patch> | null) =>
				typeof one === 'object' &&
				OPS.includes(one?.op ?? '') &&
				typeof one?.path === 'string' &&
				(one.value === undefined || isEntries(one.value)),
		)
	);
}

export function isEntries(value: unknown): value is Entry[] {
	const isEntry = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);
	return Array.isArray(value) && value.every(isEntry);
}

/** Only attributes at the top can be patched. */
export function attributeOf({ path }: Patch): string {
	return /^\/attributes\/([a-z0-9_]+)$/.exec(path)?.[1] ?? '';
}

/**
 * The attributes after a patch. `replace` leaves nothing of what was there in these marketplaces:
 * see https://github.com/amzn/selling-partner-api-models/issues/4406; `merge` keeps what is not named.
 */
export function patched(
	attributes: Attributes,
	patch: Patch,
	places: readonly SalesPlace[],
): Attributes {
	const name = attributeOf(patch);
	const before = attributes[name] ?? [];
	const given = (patch.value ?? []).flatMap((entry) => placed(name, entry, places));
	const isSame = (a: Entry, b: Entry) => keyOf(name, a) === keyOf(name, b);
	const others = before.filter((old) => !given.some((entry) => isSame(old, entry)));
	switch (patch.op) {
		case 'delete':
			return { ...attributes, [name]: patch.value ? others : elsewhere(before, places) };
		case 'replace':
			return { ...attributes, [name]: [...elsewhere(before, places), ...given] };
		case 'add':
			return { ...attributes, [name]: [...others, ...given] };
		case 'merge': {
			const merged = given.map((entry) => ({
				...before.find((old) => isSame(old, entry)),
				...entry,
			}));
			return { ...attributes, [name]: [...others, ...merged] };
		}
	}
}

/** A value without a marketplace is of all of the call's. */
function placed(name: string, entry: Entry, places: readonly SalesPlace[]): Entry[] {
	if (name === 'fulfillment_availability' || entry.marketplace_id !== undefined) return [entry];
	return places.map((place) => ({ ...entry, marketplace_id: place.id }));
}

/** What is of none of these marketplaces. */
function elsewhere(entries: Entry[], places: readonly SalesPlace[]): Entry[] {
	return entries.filter(
		({ marketplace_id: id }) => id !== undefined && places.every((place) => place.id !== id),
	);
}

function keyOf(name: string, entry: Entry): string {
	const selectors = SELECTORS[name] ?? COMMON_SELECTORS;
	return JSON.stringify(selectors.map((key) => entry[key] ?? DEFAULTS[key] ?? null));
}

/** Why Amazon would not take a patch. */
export function issuesOf(patch: Patch, places: readonly SalesPlace[]): Issue[] {
	const name = attributeOf(patch);
	if (!KNOWN.includes(name)) return [issue('90000900', 'The attributes are invalid.', patch.path)];
	if (patch.op === 'delete') return [];
	if (!patch.value?.length) return [tooFew(name, 'value')];
	return patch.value.flatMap((entry) => {
		const id = entry.marketplace_id;
		if (id !== undefined && !places.some((place) => place.id === id)) {
			return [issue('90000902', `The marketplace ${String(id)} is not in the request.`, name)];
		}
		if (name === 'fulfillment_availability') return stockIssues(entry);
		if (name === 'purchasable_offer') return offerIssues(entry, places);
		return [];
	});
}

/** See https://github.com/jlevers/selling-partner-api/issues/493 */
function tooFew(name: string, what: string): Issue {
	const message = `The field '${name}' does not have enough values: '${what}' is missing.`;
	return issue('99022', message, name);
}

function stockIssues(entry: Entry): Issue[] {
	const name = 'fulfillment_availability';
	const { fulfillment_channel_code: channel, quantity } = entry;
	if (channel === undefined) return [tooFew(name, 'fulfillment_channel_code')];
	if (channel !== OWN_CHANNEL && !/^AMAZON_[A-Z]+$/.test(String(channel))) {
		return [issue('90244', `'${String(channel)}' is not a valid channel.`, name)];
	}
	const isCount = typeof quantity === 'number' && Number.isInteger(quantity) && quantity >= 0;
	if (quantity !== undefined && !isCount) {
		return [issue('90117', `'${String(quantity)}' is not a valid quantity.`, name)];
	}
	return [];
}

function offerIssues(entry: Entry, places: readonly SalesPlace[]): Issue[] {
	const name = 'purchasable_offer';
	const { marketplace_id: id, currency } = entry;
	const theirs = places.filter((place) => id === undefined || place.id === id);
	if (currency === undefined) return [tooFew(name, 'currency')];
	if (theirs.some((place) => place.currency !== currency)) {
		return [issue('90215', `'${String(currency)}' is not the currency of the marketplace.`, name)];
	}
	if (entry.our_price === undefined) return [];
	const price = (entry as { our_price: { schedule?: { value_with_tax?: unknown }[] }[] })
		.our_price?.[0]?.schedule?.[0]?.value_with_tax;
	const { decimals } = theirs[0];
	const isPrice =
		typeof price === 'number' && price > 0 && Number(price.toFixed(decimals)) === price;
	return isPrice ? [] : [issue('90111', `'${String(price)}' is not a valid price.`, name)];
}

export function issue(code: string, message: string, attribute?: string): Issue {
	return {
		code,
		message,
		severity: 'ERROR',
		...(attribute === undefined ? {} : { attributeNames: [attribute] }),
		categories: ['INVALID_ATTRIBUTE'],
	};
}

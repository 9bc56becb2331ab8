import type { DateTime } from 'luxon';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Query } from '../marketplace';
import { clock } from '../request/clock';
import { InvalidInputError } from '../request/errors';
import { type Call, requireText } from './call';

/** A filter of a list: what the user sees, and what becomes of it in the request. */
export interface Filter {
	readonly property: INodeProperties;
	/** Name of the parameter in the query; a filter without one is read by the operation itself. */
	readonly query?: string;
	/** What the values must be. */
	readonly kind: 'time' | 'text' | 'list' | 'integer' | 'amount' | 'flag';
	/** For `text`: what it has to look like, and how to say so. */
	readonly pattern?: { expression: RegExp; looksLike: string };
}

export type Filters = readonly Filter[];

/** The user's filters, checked. Times are kept as moments; the marketplace writes them in its own form. */
export class FilterValues {
	private constructor(
		private readonly filters: Filters,
		private readonly values: ReadonlyMap<string, unknown>,
	) {}

	static read(call: Call, filters: Filters): FilterValues {
		const typed = call.collection('filters');
		const values = new Map<string, unknown>();
		for (const filter of filters) {
			const value = readOne(call, filter, typed);
			if (value !== undefined) values.set(filter.property.name, value);
		}
		checkRanges(filters, values);
		return new FilterValues(filters, values);
	}

	time(name: string): DateTime | undefined {
		return this.values.get(name) as DateTime | undefined;
	}

	get<T>(name: string): T | undefined {
		return this.values.get(name) as T | undefined;
	}

	/** The query of all filters that are plain parameters. */
	query(writeTime: (time: DateTime) => string): Query {
		return Object.fromEntries(
			this.filters.flatMap(({ query, kind, property }) => {
				const value = this.values.get(property.name);
				if (query === undefined || value === undefined) return [];
				return [[query, kind === 'time' ? writeTime(value as DateTime) : (value as string)]];
			}),
		);
	}
}

function readOne(call: Call, filter: Filter, typed: IDataObject): unknown {
	const { name, displayName } = filter.property;
	const value = typed[name];
	const isEmpty = value === undefined || value === null || value === '';
	if (isEmpty || (Array.isArray(value) && value.length === 0)) return undefined;
	return READERS[filter.kind](value, displayName, call, filter);
}

type Reader = (value: unknown, label: string, call: Call, filter: Filter) => unknown;

const READERS: Readonly<Record<Filter['kind'], Reader>> = {
	time: (value, label, call) => call.time(value, label),
	flag: (value) => value === true || value === 'true',
	integer: (value, label) => {
		const written = requireText(value, label);
		if (/^-?\d+$/.test(written) && Number.isSafeInteger(Number(written))) return Number(written);
		throw new InvalidInputError(`'${label}' is not a whole number`, 'Enter digits only');
	},
	amount: (value, label) => {
		const written = String(value).trim();
		if (/^\d+(\.\d+)?$/.test(written)) return written;
		throw new InvalidInputError(
			`'${label}' is not a valid amount`,
			'Enter it with a dot, e.g. 12.50',
		);
	},
	text: (value, label, _call, { pattern, property }) => {
		const written = requireText(value, label);
		checkOption(property, written);
		if (pattern && !pattern.expression.test(written)) {
			throw new InvalidInputError(
				`'${label}' has the wrong format`,
				`A valid ID looks like ${pattern.looksLike}`,
			);
		}
		return written;
	},
	list: (value, label, _call, { property }) => {
		const entries = Array.isArray(value) ? value : String(value).split(',');
		return entries.map((entry) => {
			const written = requireText(entry, label);
			checkOption(property, written);
			return written;
		});
	},
};

/** Options are a closed list; an expression can still bring a word that is not in it. */
function checkOption({ displayName, options, typeOptions }: INodeProperties, value: string): void {
	if (!options || typeOptions?.loadOptionsMethod) return;
	const known = options.map((option) => String((option as { value?: unknown }).value));
	if (known.includes(value)) return;
	throw new InvalidInputError(
		`'${displayName}' has an unknown value: ${value.slice(0, 60)}`,
		`Possible values: ${known.join(', ')}`,
	);
}

/** `…After` and `…Before` belong together: the first must be earlier, and not in the future. */
function checkRanges(filters: Filters, values: ReadonlyMap<string, unknown>): void {
	for (const { kind, property } of filters) {
		if (kind !== 'time' || !property.name.endsWith('After')) continue;
		const after = values.get(property.name) as DateTime | undefined;
		const beforeName = property.name.replace(/After$/, 'Before');
		const before = values.get(beforeName) as DateTime | undefined;
		if (!after) continue;
		if (before && after >= before) {
			const label = filters.find((other) => other.property.name === beforeName)?.property
				.displayName;
			throw new InvalidInputError(
				`'${property.displayName}' is not before '${label}'`,
				'Swap the two dates, or clear one of them',
			);
		}
		if (after.toMillis() > clock.now()) {
			throw new InvalidInputError(
				`'${property.displayName}' is in the future`,
				'Choose an earlier date',
			);
		}
	}
}

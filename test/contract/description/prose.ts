import type { Parameter, Schema } from './operation';

/** Rules that the descriptions give in words only, in the forms in which they do it. */
export function readProse(
	schema: Schema,
	description: string,
): Pick<Parameter, 'schema' | 'excludes' | 'group'> {
	return {
		schema: schema.items
			? { ...schema, items: narrowed(schema.items, description) }
			: narrowed(schema, description),
		excludes: excluded(description),
		group: group(description),
	};
}

function narrowed(schema: Schema, description: string): Schema {
	const words = allowedWords(description);
	const [, most] = /\b(?:1 - |between 1 and )(\d+)/.exec(description) ?? [];
	return {
		...schema,
		...(schema.enum || words.length === 0 ? {} : { enum: words }),
		...(schema.enum && description.includes('`:asc`') ? { enum: directed(schema.enum) } : {}),
		...(/ISO.8601/.test(description) ? { format: 'date-time' } : {}),
		...(most === undefined ? {} : { minimum: 1, maximum: Number(most) }),
	};
}

function allowedWords(description: string): string[] {
	const start = /(Allowed|Possible) values/.exec(description)?.index;
	return start === undefined ? [] : quoted(description.slice(start));
}

function directed(fields: unknown[]): unknown[] {
	return fields.flatMap((field) => [field, `${field}:asc`, `${field}:desc`]);
}

/** Names in the sentences that forbid others: "If `a` is provided, neither `b` nor `c` may be provided". */
function excluded(description: string): string[] {
	return sentences(description)
		.filter((sentence) => /\bcannot be (set|specified)\b|\bneither\b/.test(sentence))
		.flatMap(quoted);
}

function group(description: string): Parameter['group'] {
	for (const sentence of sentences(description)) {
		if (/\bexactly one of\b/.test(sentence)) return { names: quoted(sentence), most: 1 };
		if (/\bEither\b.*\bor\b.*\bis required\b/.test(sentence)) {
			return { names: quoted(sentence), most: Infinity };
		}
	}
	return undefined;
}

function sentences(description: string): string[] {
	return description.split(/(?<=\.)\s+/);
}

function quoted(text: string): string[] {
	return [...text.matchAll(/`([\w-]+)`/g)].map(([, word]) => word);
}

import { readSpec } from '../specs';
import type { Operation, Parameter, Schema } from './operation';

interface Row {
	method: string;
	path: string;
	contentType?: string;
	description?: string;
	pathParams?: Column[];
	queryParams?: Column[];
}
interface Column {
	name: string;
	/** e.g. `string<date-time>`, `integer`, `rangeType.pay-order-seller (string)[]` */
	type: string;
	required?: boolean;
	/** e.g. ``>= 1` and `<= 300`` */
	possible?: string;
}
/** Requests and answers that the documentation shows, by method and path. */
export type Examples = Record<string, { request?: unknown; response?: unknown } | undefined>;

const BASE = '/external';

/** The operations of Naver's endpoint table, with bodies as the examples show them. */
export function readNaverTable(): Operation[] {
	const rows = Object.values(readSpec<Record<string, Row>>('naver/endpoints-2.73.0.json'));
	const enums = readSpec<Record<string, Record<string, string>>>('naver/enums-2.73.0.json');
	const examples = readSpec<Examples>('naver/examples-2.73.0.json');
	return rows.map((row) => {
		const request = examples[`${row.method} ${row.path}`]?.request;
		const list = (columns: Column[] = [], place: Parameter['place']) =>
			columns.map((column) => readColumn(column, place, enums));
		return {
			method: row.method,
			path: BASE + row.path,
			parameters: [...list(row.pathParams, 'path'), ...list(row.queryParams, 'query')],
			...(request === undefined ? {} : { body: bodyLike(request, row.description ?? '') }),
			produces: ['application/json'],
			consumes: row.contentType === undefined ? [] : [row.contentType],
		};
	});
}

function readColumn(
	{ name, type, required, possible = '' }: Column,
	place: Parameter['place'],
	enums: Record<string, Record<string, string>>,
): Parameter {
	const [, table] = /^(\S+) \(string\)/.exec(type) ?? [];
	const [, least] = />= (\d+)/.exec(possible) ?? [];
	const [, most] = /<= (\d+)/.exec(possible) ?? [];
	const one: Schema = {
		type: /^(integer|boolean|number)/.exec(type)?.[1] ?? 'string',
		...(type.includes('<date-time>') ? { format: 'date-time' } : {}),
		...(table === undefined ? {} : { enum: Object.keys(enums[table]) }),
		...(least === undefined ? {} : { minimum: Number(least) }),
		...(most === undefined ? {} : { maximum: Number(most) }),
	};
	return {
		name,
		place,
		required: required === true,
		schema: type.endsWith('[]') ? { type: 'array', items: one } : one,
		list: 'repeat',
		excludes: [],
	};
}

/** A body with the fields of the example and no others; lists as long as the words allow. */
function bodyLike(example: unknown, description: string): Schema {
	const [, most] = /최대 (\d+)개/.exec(description) ?? [];
	if (Array.isArray(example)) {
		return {
			type: 'array',
			minItems: 1,
			items: bodyLike(example[0], ''),
			...(most === undefined ? {} : { maxItems: Number(most) }),
		};
	}
	if (typeof example !== 'object' || example === null) return { type: typeof example };
	const properties = Object.entries(example).map(([name, value]) => [
		name,
		bodyLike(value, description),
	]);
	return {
		type: 'object',
		additionalProperties: false,
		properties: Object.fromEntries(properties) as Record<string, Schema>,
	};
}

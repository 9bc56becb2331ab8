import Ajv from 'ajv';
import addFormats from 'ajv-formats';

import {
	findOperation,
	type Operation,
	type Parameter,
	pathValues,
	type Schema,
} from './description/operation';
import type { Sent } from './recorder';

const ajv = addFormats(new Ajv({ strict: false, allErrors: true, logger: false }));

/** What is wrong with a request by the official description; nothing, if it is right. */
export function problemsOf(sent: Sent, operations: readonly Operation[]): string[] {
	const operation = findOperation(operations, sent.method, sent.path);
	if (!operation) return [`${sent.method} ${sent.path} does not exist`];
	const inPath = pathValues(operation.path, sent.path);
	const described = operation.parameters.flatMap((parameter) =>
		parameterProblems(parameter, valuesOf(parameter, sent, inPath)),
	);
	return [
		...unknownParameters(sent, operation),
		...described,
		...mixedParameters(sent, operation),
		...bodyProblems(sent, operation),
		...mediaProblems(sent, operation),
	].map((problem) => `${sent.method} ${sent.path}: ${problem}`);
}

function valuesOf(
	{ name, place }: Parameter,
	sent: Sent,
	inPath: Record<string, string>,
): string[] {
	if (place === 'query') return sent.query.filter(([key]) => key === name).map(([, raw]) => raw);
	const value = place === 'path' ? inPath[name] : sent.headers[name.toLowerCase()];
	return value === undefined ? [] : [value];
}

function unknownParameters({ query }: Sent, { parameters }: Operation): string[] {
	const known = parameters.filter(({ place }) => place === 'query').map(({ name }) => name);
	return query
		.filter(([name]) => !known.includes(name))
		.map(([name]) => `unknown parameter '${name}'`);
}

function parameterProblems(parameter: Parameter, raw: string[]): string[] {
	const { name, required, schema } = parameter;
	if (raw.length === 0) return required ? [`'${name}' is missing`] : [];
	const isRepeated = schema.type === 'array' && parameter.list === 'repeat';
	if (raw.length > 1 && !isRepeated) return [`'${name}' is there ${raw.length} times`];
	const value =
		schema.type === 'array'
			? (isRepeated ? raw : raw[0].split(',')).map((entry) => read(entry, schema.items ?? {}))
			: read(raw[0], schema);
	return schemaProblems(schema, value).map((problem) => `'${name}' ${problem}`);
}

/** A number only where it is written as one, so that others stay texts and are found out. */
function read(raw: string, { type }: Schema): unknown {
	const written = decodeURIComponent(raw.replace(/\+/g, ' '));
	if (type === 'integer' && /^-?\d+$/.test(written)) return Number(written);
	if (type === 'number' && /^-?\d+(\.\d+)?$/.test(written)) return Number(written);
	if (type === 'boolean' && /^(true|false)$/.test(written)) return written === 'true';
	return written;
}

/** Parameters that exclude each other, and those of which one has to be there. */
function mixedParameters({ query }: Sent, { parameters }: Operation): string[] {
	const has = (name: string) => query.some(([key]) => key === name);
	return parameters.flatMap(({ name, excludes, group }) => {
		const others = excludes.filter((other) => other !== name && has(name) && has(other));
		const count = group?.names.filter(has).length ?? 1;
		return [
			...others.map((other) => `'${name}' does not go with '${other}'`),
			...(group && (count < 1 || count > group.most) ? [`${count} of ${group.names.join()}`] : []),
		];
	});
}

function bodyProblems({ body, headers }: Sent, operation: Operation): string[] {
	if (body === '') return operation.body ? ['the body is missing'] : [];
	const isJson = /^application\/([\w.-]+\+)?json\b/.test(headers['content-type'] ?? '');
	if (!operation.body) return operation.method === 'GET' ? ['a body'] : [];
	if (!isJson) return [`a body of the type ${headers['content-type']}`];
	return schemaProblems(operation.body, JSON.parse(body)).map((problem) => `the body ${problem}`);
}

function mediaProblems({ headers, body }: Sent, { produces, consumes }: Operation): string[] {
	const typeOf = (name: string) => headers[name]?.split(';')[0].trim() ?? '';
	const type = typeOf('content-type');
	const isWrong = body !== '' && consumes.length > 0 && !consumes.includes(type);
	return [
		...(isWrong ? [`Content-Type ${type}`] : []),
		...(produces.length > 0 && !produces.includes(typeOf('accept'))
			? [`Accept ${typeOf('accept')}, not ${produces.join()}`]
			: []),
	];
}

/** What is wrong with a value by a schema. */
export function schemaProblems(schema: Schema, value: unknown): string[] {
	if (ajv.validate(schema, value)) return [];
	const shown = JSON.stringify(value).slice(0, 80);
	return (ajv.errors ?? []).map(
		({ instancePath, message }) => `${instancePath} ${message}: ${shown}`,
	);
}

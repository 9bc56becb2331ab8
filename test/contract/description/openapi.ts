import type { Operation, Parameter, Schema } from './operation';
import { readProse } from './prose';

type Node = Record<string, any>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head'];

/** The operations of an OpenAPI 3 or a Swagger 2 document. */
export function readOpenApi(document: Node): Operation[] {
	const base = String(document.servers?.[0]?.url ?? document.basePath ?? '')
		.replace(/^https?:\/\/[^/]+/, '')
		.replace(/\/$/, '');
	return Object.entries(document.paths as Record<string, Node>).flatMap(([path, item]) =>
		METHODS.filter((method) => item[method]).map((method) =>
			readOperation(document, item, item[method] as Node, {
				method: method.toUpperCase(),
				path: base + path,
			}),
		),
	);
}

/** What an answer has to look like; every field that it may have is named. */
export function readAnswer(document: Node, method: string, path: string, status: number): Schema {
	const operation = document.paths?.[path]?.[method.toLowerCase()] as Node | undefined;
	const response = resolve(document, operation?.responses?.[status] ?? {});
	const [content] = Object.values((response.content ?? {}) as Record<string, Node>);
	if (!content?.schema) throw new Error(`Nothing is said of ${status} for ${method} ${path}`);
	return closed(whole(document, content.schema));
}

/** One of the kinds in which something comes, by the name of its schema. */
export function kindOf(document: Node, name: string): Schema {
	return closed(whole(document, { $ref: `#/components/schemas/${name}` }));
}

function readOperation(
	document: Node,
	item: Node,
	operation: Node,
	where: Pick<Operation, 'method' | 'path'>,
): Operation {
	const given = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
		resolve(document, parameter),
	);
	const requestBody = resolve(document, operation.requestBody ?? {});
	const content = (requestBody.content ?? {}) as Record<string, Node>;
	const swaggerBody = given.find((parameter) => parameter.in === 'body');
	const body = swaggerBody?.schema ?? Object.values(content)[0]?.schema;
	const responses = Object.entries(operation.responses ?? {}).filter(([code]) => /^2/.test(code));
	const answers = responses.flatMap(([, response]) =>
		Object.keys(resolve(document, response as Node).content ?? {}),
	);
	return {
		...where,
		parameters: given
			.filter((parameter) => ['query', 'path', 'header'].includes(parameter.in))
			.map((parameter) => readParameter(document, parameter)),
		...(body === undefined ? {} : { body: closed(whole(document, body)) }),
		produces: [...answers, ...(operation.produces ?? document.produces ?? [])],
		consumes: [...Object.keys(content), ...(operation.consumes ?? document.consumes ?? [])],
	};
}

function readParameter(document: Node, parameter: Node): Parameter {
	const schema: Schema = parameter.schema ?? schemaOf(parameter);
	const isSwagger = parameter.schema === undefined;
	const isComma = isSwagger
		? (parameter.collectionFormat ?? 'csv') === 'csv'
		: parameter.explode === false;
	const prose = readProse(schema, String(parameter.description ?? ''));
	return {
		...prose,
		schema: whole(document, prose.schema),
		name: parameter.name,
		place: parameter.in,
		required: parameter.required === true,
		list: isComma ? 'comma' : 'repeat',
	};
}

/** Swagger 2 writes the schema into the parameter itself. */
function schemaOf({ name: _name, in: _in, required: _required, ...schema }: Node): Schema {
	return schema;
}

/** The schema with all that it may point to. */
function whole({ components, definitions }: Node, schema: Schema): Schema {
	return {
		...schema,
		...(components ? { components } : {}),
		...(definitions ? { definitions } : {}),
	};
}

/**
 * Without this, a misspelt field of a body would be a further property, which is allowed. What comes in several kinds
 * has the fields of its kind as well, see `kindOf`; what is a part of something else, those of the other parts.
 */
function closed(schema: Schema): Schema {
	const written = JSON.stringify(schema);
	const shared = new Set<string>();
	const walk = (node: unknown): void => {
		if (typeof node !== 'object' || node === null) return;
		for (const part of ((node as Node).allOf ?? []) as Node[]) {
			if (typeof part.$ref === 'string') shared.add(part.$ref.split('/').at(-1) ?? '');
		}
		Object.values(node).forEach(walk);
	};
	walk(schema);
	return JSON.parse(written, (key, value: unknown) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
		const { nullable, ...node } = value as Node;
		for (const part of (node.allOf ?? []) as Node[]) {
			if (part.additionalProperties === false) delete part.additionalProperties;
		}
		const isWhole = typeof node.properties === 'object' && node.discriminator === undefined;
		const known = isWhole && !shared.has(key) ? { additionalProperties: false, ...node } : node;
		if (nullable !== true) return known;
		// The checker takes `nullable` only beside a type.
		return node.type === undefined ? { anyOf: [{ type: 'null' }, known] } : { nullable, ...known };
	}) as Schema;
}

function resolve(document: Node, node: Node): Node {
	if (typeof node.$ref !== 'string') return node;
	const keys = node.$ref.replace(/^#\//, '').split('/');
	const found = keys.reduce<Node | undefined>(
		(part, key) => part?.[key.replace(/~1/g, '/').replace(/~0/g, '~')],
		document,
	);
	if (!found) throw new Error(`Nothing at ${node.$ref}`);
	return resolve(document, found);
}

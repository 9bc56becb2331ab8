/** As much of an OpenAPI 3 document as the examples need. */
export interface Document {
	components: {
		schemas: Record<string, Node>;
		responses: Record<
			string,
			{ content: Record<string, { examples?: Record<string, { value: unknown }> }> }
		>;
	};
}

interface Node {
	$ref?: string;
	type?: string;
	example?: unknown;
	default?: unknown;
	enum?: unknown[];
	allOf?: Node[];
	oneOf?: Node[];
	anyOf?: Node[];
	items?: Node;
	required?: string[];
	properties?: Record<string, Node>;
}

const PLAIN: Record<string, unknown> = { string: 'text', integer: 1, number: 1, boolean: true };

/** A value that fits the schema, made of the examples that its fields have. */
export function instanceOf(document: Document, schema: Node, fields: 'all' | 'required'): unknown {
	const { $ref, allOf, items, properties, required = [] } = schema;
	const inner = (part: Node) => instanceOf(document, part, fields);
	if ($ref !== undefined) return inner(document.components.schemas[$ref.split('/').at(-1) ?? '']);
	if (schema.example !== undefined) return schema.example;
	if (schema.default !== undefined) return schema.default;
	if (allOf) return Object.assign({}, ...allOf.map(inner)) as unknown;
	const [choice] = schema.oneOf ?? schema.anyOf ?? [];
	if (choice) return inner(choice);
	if (items) return [inner(items)];
	if (!properties) return schema.enum?.[0] ?? PLAIN[schema.type ?? ''] ?? {};
	const chosen = Object.entries(properties).filter(
		([name]) => fields === 'all' || required.includes(name),
	);
	return Object.fromEntries(chosen.map(([name, part]) => [name, inner(part)]));
}

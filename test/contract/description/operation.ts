/** A JSON schema, as far as these descriptions use it. */
export interface Schema {
	type?: string;
	format?: string;
	enum?: unknown[];
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	[keyword: string]: unknown;
}

/** One parameter of an operation. */
export interface Parameter {
	name: string;
	place: 'query' | 'path' | 'header';
	required: boolean;
	schema: Schema;
	/** How a list is written: `a=1,2` or `a=1&a=2`. */
	list: 'comma' | 'repeat';
	/** Parameters that it does not go with. */
	excludes: string[];
	/** Parameters of which exactly one, or at least one, has to be there. */
	group?: { names: string[]; most: number };
}

/** What an official description says about one call. */
export interface Operation {
	method: string;
	/** From the host on, with `{names}`. */
	path: string;
	parameters: Parameter[];
	body?: Schema;
	/** Media types of an answer; none where the description does not say. */
	produces: string[];
	consumes: string[];
}

/** The operation of a call; the one with the fewest `{names}` where several fit. */
export function findOperation(
	operations: readonly Operation[],
	method: string,
	path: string,
): Operation | undefined {
	const fitting = operations.filter(
		(operation) => operation.method === method && pathPattern(operation.path).test(path),
	);
	return fitting.sort((a, b) => names(a.path).length - names(b.path).length)[0];
}

/** Values of the `{names}` of a path, still encoded. */
export function pathValues(template: string, path: string): Record<string, string> {
	const values = pathPattern(template).exec(path)?.slice(1) ?? [];
	return Object.fromEntries(names(template).map((name, index) => [name, values[index]]));
}

function names(template: string): string[] {
	return [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
}

function pathPattern(template: string): RegExp {
	const parts = template
		.split(/\{[^}]+\}/)
		.map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('([^/]+)')}$`);
}

import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';

const NODE = { typeVersion: 1 } as INode;

/** A field in one line: name, kind or choices, what it begins with, and what else n8n has to know of it. */
export type Row = readonly [name: string, kind: string, value: unknown, ...marks: string[]];

/** The fields of a form in their order; the choices of a list stand for its kind. */
export function rowsOf(properties: readonly INodeProperties[]): Row[] {
	return properties.map((property) => [
		property.name,
		choicesOf(property).join('|') || property.type,
		property.default,
		...marksOf(property),
	]);
}

/** The words that a list of choices hands on, in its order. */
export function choicesOf({ type, options = [] }: INodeProperties): unknown[] {
	if (type !== 'options' && type !== 'multiOptions') return [];
	return options.map((option) => (option as INodePropertyOptions).value);
}

function marksOf({ required, typeOptions, noDataExpression }: INodeProperties): string[] {
	return [
		...(required === true ? ['required'] : []),
		...(noDataExpression === true ? ['fixed'] : []),
		...Object.entries(typeOptions ?? {}).map(([name, value]) =>
			value === true ? name : `${name} ${String(value)}`,
		),
	];
}

/** The names of what n8n shows, in their order, while the fields have these values and all others their own. */
export function shown(
	properties: INodeProperties[],
	values: INodeParameters,
	description: INodeTypeDescription | null = null,
): string[] {
	const node = description === null ? null : NODE;
	const filled = NodeHelpers.getNodeParameters(properties, values, true, false, node, description);
	return visible(properties, { ...filled, ...values }, filled ?? {}, description);
}

/** The names of what a collection of a node offers, while the node has these values. */
export function offered(
	description: INodeTypeDescription,
	name: string,
	values: INodeParameters,
): string[] {
	const { properties } = description;
	const filled = NodeHelpers.getNodeParameters(properties, values, true, false, NODE, description);
	return properties
		.filter((property) => property.name === name)
		.filter((property) =>
			NodeHelpers.displayParameter(filled ?? {}, property, NODE, description, filled ?? {}),
		)
		.flatMap(({ options }) => visible(options as INodeProperties[], {}, filled ?? {}, description));
}

function visible(
	properties: readonly INodeProperties[],
	values: INodeParameters,
	root: INodeParameters,
	description: INodeTypeDescription | null,
): string[] {
	const node = description === null ? null : NODE;
	return properties
		.filter(({ type }) => type !== 'hidden')
		.filter((property) => NodeHelpers.displayParameter(values, property, node, description, root))
		.map(({ name }) => name);
}

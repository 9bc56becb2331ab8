import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What stands under an action node on the canvas, e.g. "Get Many: Order", in the words of its panel. */
export function operationSubtitle(properties: INodeProperties[]): string {
	const operations = properties.filter(({ name }) => name === 'operation');
	const names = choicesOf(properties, 'resource').flatMap((resource) =>
		operations
			.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource.value))
			.flatMap((operation) => choicesOf([operation], 'operation'))
			.map(({ name, value }) => [`${resource.value}.${value}`, `${name}: ${resource.name}`]),
	);
	return `={{ (${table(names)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;
}

/** The same for what is chosen in one list, e.g. "Order Created, Order Updated". */
export function choiceSubtitle(properties: INodeProperties[], list: string): string {
	const names = choicesOf(properties, list).map(({ name, value }) => [value, name]);
	return `={{ [$parameter["${list}"]].flat().map((value) => (${table(names)})[value]).join(", ") }}`;
}

function choicesOf(properties: INodeProperties[], list: string): INodePropertyOptions[] {
	const found = properties.filter(({ name }) => name === list);
	return found.flatMap(({ options }) => options as INodePropertyOptions[]);
}

function table(names: unknown[][]): string {
	return JSON.stringify(Object.fromEntries(names) as object);
}

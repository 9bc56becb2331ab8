import type { INodeProperties } from 'n8n-workflow';

import type { Filter } from '../../core/operations/filters';
import type { Case } from './cases';
import { settingsOf } from './samples';

/** Parameters that the tests set themselves. */
const TRIED = ['operation', 'orderId', 'filters', 'output', 'returnAll', 'limit', 'options'];

/** A parameter of the resource `order`. */
export function parameterOf(subject: Case, name: string): INodeProperties {
	const found = orderParameters(subject).find((property) => property.name === name);
	if (!found) throw new Error(`There is no parameter ${name}`);
	return found;
}

/** Every value of every parameter that is no filter, one at a time. */
export function settings(subject: Case): Array<Record<string, unknown>> {
	const plain = orderParameters(subject).filter(({ name }) => !TRIED.includes(name));
	const options = parameterOf(subject, 'options').options as INodeProperties[];
	return [
		...plain.flatMap((property) =>
			settingsOf(property).map((value) => ({ [property.name]: value })),
		),
		...options.flatMap((property) =>
			settingsOf(property).map((value) => ({ options: { [property.name]: value } })),
		),
	];
}

/** n8n leaves out what the panel hides. */
export function isShown({ property }: Filter, parameters: Record<string, string>): boolean {
	return Object.entries(property.displayOptions?.show ?? {}).every(([name, values]) =>
		values?.some((value) => value === parameters[name.replace(/^\//, '')]),
	);
}

function orderParameters({ node }: Case): INodeProperties[] {
	return node().description.properties.filter(({ displayOptions }) =>
		displayOptions?.show?.resource?.includes('order'),
	);
}

import type { INodeProperties } from 'n8n-workflow';
import type { Call } from '../../../core/operations/call';
import type { Query } from '../../../core/marketplace';
import { list, object, text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';

/** What the search sends and where its answer holds the list: the vendor has published neither. */
export const searchParameters: INodeProperties[] = [
	{
		displayName: 'Search Parameters',
		name: 'parameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Search Parameter',
		default: {},
		description: 'Sent to orders.php as they are. Ask the vendor which parameters there are.',
		options: [
			{
				displayName: 'Search Parameter',
				name: 'parameter',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	},
	{
		displayName: 'Orders Field Name',
		name: 'splitProperty',
		type: 'string',
		default: '',
		placeholder: 'e.g. orders',
		description:
			'The field of the response that contains the list of orders. Only needed if the response is an object.',
	},
];

/** The user's rows as the query that they become. */
export function readSearchParameters(call: Call): Query {
	const pairs = list(object(call.parameter<unknown>('parameters', {})).parameter);
	return Object.fromEntries(
		pairs.map(({ name, value }) => {
			const written = text(name);
			if (written === null) {
				throw new InvalidInputError(
					"A search parameter has no 'Name'",
					'Enter it or remove the row',
				);
			}
			return [written, String(value ?? '')];
		}),
	);
}

/** The field of the answer that holds the list, where the user has named one. */
export function readSplitProperty(call: Call): string | undefined {
	return text(call.parameter<unknown>('splitProperty', '')) ?? undefined;
}

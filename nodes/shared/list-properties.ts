import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** How much of a list the user wants, shown under the `conditions`; `hint` says which entries a limit gives. */
export function listProperties(
	conditions: NonNullable<IDisplayOptions['show']>,
	hint?: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			displayOptions: { show: conditions },
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			displayOptions: { show: { ...conditions, returnAll: [false] } },
			default: 50,
			description: 'Max number of results to return',
			hint,
		},
	];
}

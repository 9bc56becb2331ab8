import type { INodeProperties } from 'n8n-workflow';

/** Names and values of a request, and how their parameters are called. */
interface Pairs {
	/** One of them, as the user reads it. */
	noun: string;
	specify: string;
	rows: string;
	json: string;
	description: string;
	/** Of the JSON object. */
	example: string;
}

/** Names and values as rows or as one JSON object, as in n8n's HTTP Request node. */
export function pairProperties(pairs: Pairs): INodeProperties[] {
	const { noun, specify, rows, json, description, example } = pairs;
	return [
		{
			displayName: `Specify ${noun}s`,
			name: specify,
			type: 'options',
			options: [
				{ name: 'Using Fields Below', value: 'keypair' },
				{ name: 'Using JSON', value: 'json' },
			],
			// n8n drops what it hides, so whoever gives nothing but the JSON must not have to say that it is JSON.
			default: 'json',
		},
		{
			displayName: `${noun}s`,
			name: rows,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: `Add ${noun}`,
			displayOptions: { show: { [specify]: ['keypair'] } },
			default: { parameters: [{ name: '', value: '' }] },
			description,
			options: [
				{
					displayName: noun,
					name: 'parameters',
					values: [
						{ displayName: 'Name', name: 'name', type: 'string', default: '' },
						{ displayName: 'Value', name: 'value', type: 'string', default: '' },
					],
				},
			],
		},
		{
			displayName: `${noun}s`,
			name: json,
			type: 'json',
			displayOptions: { show: { [specify]: ['json'] } },
			default: '{}',
			placeholder: `e.g. ${example}`,
			description: `As a JSON object. ${description}.`,
		},
	];
}

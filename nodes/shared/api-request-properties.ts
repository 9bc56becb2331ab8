import type { INodeProperties } from 'n8n-workflow';
import { listProperties } from './list-properties';

const withBody = ['DELETE', 'PATCH', 'POST', 'PUT'];

const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Send',
				value: 'request',
				description: 'Call any endpoint of the API with the credential',
				action: 'Send API request',
			},
		],
		default: 'request',
	},
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: [
			{ name: 'DELETE', value: 'DELETE' },
			{ name: 'GET', value: 'GET' },
			{ name: 'HEAD', value: 'HEAD' },
			{ name: 'PATCH', value: 'PATCH' },
			{ name: 'POST', value: 'POST' },
			{ name: 'PUT', value: 'PUT' },
		],
		default: 'GET',
		description:
			'GET and HEAD only read, and are sent again after an error of the server or network; the others can change things, and are sent again only if the marketplace has refused them',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. /orders',
		description: 'What follows the host of the API, without host and query parameters',
	},
	{
		displayName: 'Query Parameters',
		name: 'query',
		type: 'json',
		default: '{}',
		description: 'As a JSON object. A list becomes what the marketplace uses for lists.',
	},
	{
		displayName: 'Headers',
		name: 'headers',
		type: 'json',
		default: '{}',
		description: 'As a JSON object. The node adds those of the credential and the media types.',
	},
	{
		displayName: 'Body Type',
		name: 'bodyType',
		type: 'options',
		displayOptions: { show: { method: withBody } },
		options: [
			{ name: 'File', value: 'binary', description: 'A binary file of the input item' },
			{ name: 'JSON', value: 'json' },
		],
		default: 'json',
		description: 'What is sent as the body',
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		displayOptions: { show: { method: withBody, bodyType: ['json'] } },
		default: '',
		description: 'As JSON; leave empty to send none',
	},
	{
		displayName: 'Input Data Field Name',
		name: 'inputDataFieldName',
		type: 'string',
		required: true,
		displayOptions: { show: { method: withBody, bodyType: ['binary'] } },
		default: 'data',
		hint: 'The name of the input field that holds the file to send',
	},
	{
		displayName: 'Paginate',
		name: 'paginate',
		type: 'boolean',
		displayOptions: { show: { method: ['GET'] } },
		default: false,
		description:
			'Whether to read page after page of a list, one item an entry, in the order in which the marketplace gives them',
	},
	...listProperties({ method: ['GET'], paginate: [true] }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Full Response',
				name: 'fullResponse',
				type: 'boolean',
				default: false,
				description:
					"Whether to return status, headers and body in place of the body alone; not with 'Paginate'",
			},
			{
				displayName: 'Keep What Was Read',
				name: 'partialResults',
				type: 'boolean',
				displayOptions: { show: { '/paginate': [true] } },
				default: false,
				description:
					'Whether to return the entries read so far, with a notice as the last item, when the list cannot be read to its end',
			},
			{
				displayName: 'Maximum Wait (Seconds)',
				name: 'maxWait',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 60,
				description:
					'Longest time that a request may wait in all, for the quota of the marketplace and between two tries',
			},
			{
				displayName: 'Response as File',
				name: 'responseAsFile',
				type: 'boolean',
				default: false,
				description:
					"Whether to return the answer as a binary file in the field 'data'; not with 'Paginate'",
			},
			{
				displayName: 'Timeout (Milliseconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60000,
				description:
					'Longest time for one answer of the marketplace, from the request to its last byte',
			},
		],
	},
];

/** The generic request, with an example of this marketplace. */
export function apiRequestProperties(examplePath: string): INodeProperties[] {
	return properties.map((property) =>
		property.name === 'path' ? { ...property, placeholder: `e.g. ${examplePath}` } : property,
	);
}

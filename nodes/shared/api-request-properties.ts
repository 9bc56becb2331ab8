import type { INodeProperties } from 'n8n-workflow';
import { listProperties } from './list-properties';
import { pairProperties } from './pair-properties';
import { timeOptions } from './time-options';

const withBody = ['DELETE', 'PATCH', 'POST', 'PUT'];
/** Entries of many pages are neither one response nor one file. */
const oneAnswer = { hide: { '/paginate': [true] } };

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
				description: 'Call any endpoint of the API; the credential signs the request',
				action: 'Send an API request',
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
			'GET and HEAD only read, and are retried after a server or network error. The others can change data, and are retried only if the marketplace has refused them.',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. /orders',
		description: 'The path of the endpoint, without host and query parameters',
	},
	...pairProperties({
		noun: 'Query Parameter',
		specify: 'specifyQuery',
		rows: 'queryParameters',
		json: 'query',
		description: 'A name used several times is sent as a list',
		example: '{ "limit": 10 }',
	}),
	...pairProperties({
		noun: 'Header',
		specify: 'specifyHeaders',
		rows: 'headerParameters',
		json: 'headers',
		description: 'Only further headers: the node adds those of the credential and the media types',
		example: '{ "Accept-Language": "en-US" }',
	}),
	{
		displayName: 'Body Type',
		name: 'bodyType',
		type: 'options',
		displayOptions: { show: { method: withBody } },
		options: [
			{ name: 'File', value: 'binary', description: 'A binary file from the input item' },
			{ name: 'JSON', value: 'json' },
		],
		default: 'json',
		description: 'What to send as the body',
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		displayOptions: { show: { method: withBody, bodyType: ['json'] } },
		default: '',
		description: 'The body as JSON. Leave empty to send none.',
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
			'Whether to read all pages of a list, up to the limit. Each entry becomes an item.',
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
				displayOptions: oneAnswer,
				default: false,
				description: 'Whether to return status and headers together with the body',
			},
			{
				displayName: 'Response as File',
				name: 'responseAsFile',
				type: 'boolean',
				displayOptions: oneAnswer,
				default: false,
				description: "Whether to return the response as a binary file in the field 'data'",
			},
			{
				displayName: 'Return Partial Results',
				name: 'partialResults',
				type: 'boolean',
				displayOptions: { show: { '/paginate': [true] } },
				default: false,
				description:
					"Whether to return the entries read so far if an error ends the list early. A last item, 'notice', gives the reason.",
			},
			...timeOptions,
		],
	},
];

/** The generic request, with an example of this marketplace. */
export function apiRequestProperties(examplePath: string): INodeProperties[] {
	return properties.map((property) =>
		property.name === 'path' ? { ...property, placeholder: `e.g. ${examplePath}` } : property,
	);
}

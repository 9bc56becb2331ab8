import type { INodeProperties } from 'n8n-workflow';
import type { Filters } from '../../core/operations/filters';
import { listProperties } from './list-properties';

const showForGet = { show: { operation: ['get'] } };
const showForGetMany = { show: { operation: ['getAll'] } };

/** What differs between the marketplaces in the common parameters. */
export interface OrderTexts {
	orderIdPlaceholder: string;
	orderIdDescription: string;
	/** Shown under the filters, where the API needs to know where to begin. */
	filtersHint?: string;
	/** In which order the list comes, whole or up to a limit. */
	listHint: string;
	outputDefault: 'order' | 'marketplace';
	/** The list comes as a whole or not at all, so nobody can keep a part of it or go on with it later. */
	inOnePiece?: boolean;
	/** Options that only this marketplace has. */
	options?: INodeProperties[];
}

export const orderOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Get',
			value: 'get',
			description: 'Retrieve one order with its lines',
			action: 'Get order',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			description: 'Retrieve a list of orders with their lines',
			action: 'Get many orders',
		},
	],
	default: 'getAll',
};

/** What each item holds, in action nodes and triggers. */
export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'As the Marketplace Sends It',
			value: 'marketplace',
			description: 'Untouched, with the field names of the marketplace',
		},
		{
			name: 'Order',
			value: 'order',
			description: 'One item per order, in the same form for every marketplace',
		},
		{
			name: 'Order Line',
			value: 'orderLine',
			description: 'One item per line, each with the fields of its order',
		},
		{
			name: 'Row',
			value: 'row',
			description: 'One flat item per line, for spreadsheets, mails and messages',
		},
	],
	default: 'order',
	description: 'What each item holds',
};

const onlyGetMany = { show: { '/operation': ['getAll'] } };

/** Options that mean something only for a list of several pages. */
const pagedOptions: INodeProperties[] = [
	{
		displayName: 'Continue From',
		name: 'cursor',
		type: 'string',
		displayOptions: onlyGetMany,
		default: '',
		placeholder: 'e.g. {{ $json.notice.cursor }}',
		description:
			'The cursor of an earlier run, to go on where it ended; the filters must be the same',
	},
	{
		displayName: 'Keep What Was Read',
		name: 'partialResults',
		type: 'boolean',
		displayOptions: onlyGetMany,
		default: false,
		description:
			'Whether to return the orders read so far, with a notice as the last item, when the list cannot be read to its end',
	},
	{
		displayName: 'Output Cursor',
		name: 'outputCursor',
		type: 'boolean',
		displayOptions: onlyGetMany,
		default: false,
		description:
			"Whether to read oldest first and add a last item, 'notice', with a cursor from which the next run goes on",
	},
];

export const includeRaw: INodeProperties = {
	displayName: 'Include Raw Order',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: "Whether to add the marketplace's own object to each order, as 'raw'",
};

const commonOptions: INodeProperties[] = [
	{ ...includeRaw, displayOptions: { show: { '/output': ['order'] } } },
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
		displayName: 'Timeout (Milliseconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60000,
		description:
			'Longest time for one answer of the marketplace, from the request to its last byte',
	},
];

function optionsOf({ inOnePiece, options = [] }: OrderTexts): INodeProperties {
	const all = [...commonOptions, ...(inOnePiece === true ? [] : pagedOptions), ...options];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

export function orderProperties(
	texts: OrderTexts,
	filters: Filters,
	further: INodeProperties[],
): INodeProperties[] {
	return [
		{
			displayName: 'Order ID',
			name: 'orderId',
			type: 'string',
			required: true,
			displayOptions: showForGet,
			default: '',
			placeholder: texts.orderIdPlaceholder,
			description: texts.orderIdDescription,
		},
		...listProperties({ operation: ['getAll'] }, texts.listHint),
		...further,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			displayOptions: showForGetMany,
			default: {},
			options: filters.map(({ property }) => property),
			hint: texts.filtersHint,
		},
		{ ...output, default: texts.outputDefault },
		optionsOf(texts),
	];
}

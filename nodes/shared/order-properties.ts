import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Filters } from '../../core/operations/filters';
import { listProperties } from './list-properties';
import { notice } from './notice';
import { timeOptions } from './time-options';
import { orderIdOperations, type OrderWrites, writeOperations } from './write-properties';

const showForGetMany = { operation: ['getAll'] };
const showForReading = { operation: ['get', 'getAll'] };

/** What differs between the marketplaces in the common parameters. */
export interface OrderTexts {
	orderIdPlaceholder: string;
	orderIdDescription: string;
	/** Shown before the filters: what the list holds without a date, and which filters do not go together. */
	filtersNotice?: string;
	/** In which order the list comes, and so which orders a limit leaves out. */
	limitHint: string;
	outputDefault: 'order' | 'marketplace';
	/** The list comes as a whole or not at all, so nobody can keep a part of it or go on with it later. */
	inOnePiece?: boolean;
	/** The list has no end that stays where it is, so no later run could go on with it. */
	withoutCursor?: boolean;
	/** Options that only this marketplace has. */
	options?: INodeProperties[];
}

const readOperations: INodePropertyOptions[] = [
	{
		name: 'Get',
		value: 'get',
		description: 'Retrieve an order by its ID, with all its lines',
		action: 'Get an order',
	},
	{
		name: 'Get Many',
		value: 'getAll',
		description: 'Retrieve orders with their lines, by date, status and other filters',
		action: 'Get many orders',
	},
];

export function orderOperation(writes: OrderWrites): INodeProperties {
	const operations = [...readOperations, ...writeOperations(writes)];
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: operations.sort((a, b) => a.name.localeCompare(b.name)),
		default: 'getAll',
	};
}

/** What each item holds, in action nodes and triggers. */
export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'As the Marketplace Sends It',
			value: 'marketplace',
			description: "Unchanged, with the marketplace's own field names",
		},
		{
			name: 'Order',
			value: 'order',
			description: 'One item per order, in the same format for every marketplace',
		},
		{
			name: 'Order Line',
			value: 'orderLine',
			description: 'One item per order line, each with the fields of its order',
		},
		{
			name: 'Row',
			value: 'row',
			description: 'One flat item per order line, for spreadsheets, emails and messages',
		},
	],
	default: 'order',
	description: 'What each item contains',
};

const onlyGetMany = { show: { '/operation': ['getAll'] } };

/** Options for going on with a list in a later run. */
const cursorOptions: INodeProperties[] = [
	{
		displayName: 'Resume From Cursor',
		name: 'cursor',
		type: 'string',
		displayOptions: onlyGetMany,
		default: '',
		placeholder: 'e.g. {{ $json.notice.cursor }}',
		description: 'The cursor of an earlier run, to continue where it ended. Keep the same filters.',
	},
	{
		displayName: 'Return Cursor',
		name: 'outputCursor',
		type: 'boolean',
		displayOptions: onlyGetMany,
		default: false,
		description:
			"Whether to add a last item, 'notice', with a cursor from which another run can continue. Orders then come oldest first.",
	},
];

/** For a list of several pages. */
const partialOptions: INodeProperties[] = [
	{
		displayName: 'Return Partial Results',
		name: 'partialResults',
		type: 'boolean',
		displayOptions: onlyGetMany,
		default: false,
		description:
			"Whether to return the orders read so far if an error ends the list early. A last item, 'notice', gives the reason.",
	},
];

export const includeRaw: INodeProperties = {
	displayName: 'Include Raw Order',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: "Whether to add the order as the marketplace sends it, in the field 'raw'",
};

const commonOptions: INodeProperties[] = [
	{ ...includeRaw, displayOptions: { show: { '/output': ['order'] } } },
	...timeOptions,
];

function optionsOf({ inOnePiece, withoutCursor, options = [] }: OrderTexts): INodeProperties {
	const all = [
		...commonOptions,
		...(inOnePiece === true ? [] : partialOptions),
		...(inOnePiece === true || withoutCursor === true ? [] : cursorOptions),
		...options,
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** n8n asks for the fields of an operation before it has run, and does not say for which output. */
const previewNotice = notice(
	'previewNotice',
	"Run this node once before you map its fields. Until then, n8n shows the fields of the output 'Order'.",
	{ output: ['orderLine', 'row', 'marketplace'] },
);

export function orderProperties(
	texts: OrderTexts,
	filters: Filters,
	further: INodeProperties[],
	writes: OrderWrites,
): INodeProperties[] {
	return [
		{
			displayName: 'Order ID',
			name: 'orderId',
			type: 'string',
			required: true,
			displayOptions: { show: { operation: ['get', ...orderIdOperations(writes)] } },
			default: '',
			placeholder: texts.orderIdPlaceholder,
			description: texts.orderIdDescription,
		},
		...listProperties(showForGetMany, texts.limitHint),
		...showReading(further),
		...(texts.filtersNotice === undefined
			? []
			: [notice('filtersNotice', texts.filtersNotice, showForGetMany)]),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			displayOptions: { show: showForGetMany },
			default: {},
			options: filters.map(({ property }) => property),
		},
		...showReading([
			{ ...output, default: texts.outputDefault },
			...(texts.outputDefault === 'order' ? [previewNotice] : []),
			optionsOf(texts),
		]),
	];
}

/** Not for what goes back to the marketplace. */
function showReading(properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...showForReading, ...property.displayOptions?.show },
		},
	}));
}

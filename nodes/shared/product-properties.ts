import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Filters } from '../../core/operations/filters';
import { listProperties } from './list-properties';
import { notice } from './notice';
import { timeOptions } from './time-options';

/** What a marketplace calls that which it sells, and what can be done with it. */
export interface ProductTexts {
	/** The resource, e.g. `offer`. */
	resource: string;
	/** As a title, e.g. `Offer`. */
	name: string;
	/** For sentences, e.g. `an offer` and `offers`. */
	one: string;
	many: string;
	/** About the locator: what has the SKU, and what the ID is. */
	description: string;
	skuPlaceholder: string;
	idPlaceholder: string;
	filters: Filters;
	filtersNotice?: string;
	/** In which order the list comes, and so what a limit leaves out. */
	limitHint: string;
	/** Further parameters of all operations, e.g. the site. */
	parameters?: INodeProperties[];
	/** Options of `get` and `getAll` that only this marketplace has. */
	options?: INodeProperties[];
	stock: WriteTexts;
	price: WriteTexts & { placeholder: string; currencyPlaceholder: string };
	/** Where writes may be answered later. */
	result?: { description: string };
}

interface WriteTexts {
	/** What it does, and plainly what it does to the shop: AI agents read it, too. */
	description: string;
	/** Below the field of the new value, where users stumble. */
	hint?: string;
	options?: INodeProperties[];
}

/** Of several that have the same SKU. */
export function severalOption(many: string): INodeProperties {
	return {
		displayName: 'If Several Match',
		name: 'ifSeveral',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: `Change nothing, and list the ${many} that have the SKU`,
			},
			{ name: 'Update All', value: 'all', description: `Give all ${many} with the SKU this value` },
		],
		default: 'fail',
		description: `What to do if several ${many} have the same SKU`,
	};
}

/** The parameters of the resource. */
export function productProperties(texts: ProductTexts): INodeProperties[] {
	return [
		operationProperty(texts),
		...(texts.parameters ?? []),
		locator(texts),
		...valueProperties(texts),
		...(texts.result ? [handleProperty] : []),
		...listProperties({ operation: ['getAll'] }, texts.limitHint),
		...(texts.filtersNotice === undefined
			? []
			: [notice('productFiltersNotice', texts.filtersNotice, { operation: ['getAll'] })]),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			displayOptions: { show: { operation: ['getAll'] } },
			default: {},
			options: texts.filters.map(({ property }) => property),
		},
		outputProperty(texts),
		...optionsProperties(texts),
	];
}

function operationProperty({ one, many, stock, price, result }: ProductTexts): INodeProperties {
	const options: INodePropertyOptions[] = [
		{
			name: 'Get',
			value: 'get',
			description: `Retrieve ${one} by its SKU or ID, with its stock and price`,
			action: `Get ${one}`,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			description: `Retrieve ${many} with their stock and prices`,
			action: `Get many ${many}`,
		},
		{
			name: 'Update Price',
			value: 'updatePrice',
			description: price.description,
			action: `Update price of ${one}`,
		},
		{
			name: 'Update Stock',
			value: 'updateStock',
			description: stock.description,
			action: `Update stock of ${one}`,
		},
	];
	if (result) {
		options.splice(2, 0, {
			name: 'Get Result',
			value: 'getResult',
			description: result.description,
			action: `Get result of updating ${one}`,
		});
	}
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options,
		default: 'getAll',
	};
}

function locator({
	name,
	description,
	skuPlaceholder,
	idPlaceholder,
}: ProductTexts): INodeProperties {
	return {
		displayName: name,
		name: 'product',
		type: 'resourceLocator',
		required: true,
		displayOptions: { show: { operation: ['get', 'updatePrice', 'updateStock'] } },
		default: { mode: 'sku', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchProducts', searchable: true },
			},
			{ displayName: 'By SKU', name: 'sku', type: 'string', placeholder: skuPlaceholder },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: idPlaceholder },
		],
		description,
	};
}

/** Texts and no numbers: an empty field is an error then, and no 0. */
function valueProperties({ stock, price }: ProductTexts): INodeProperties[] {
	return [
		{
			displayName: 'Quantity',
			name: 'quantity',
			type: 'string',
			required: true,
			displayOptions: { show: { operation: ['updateStock'] } },
			default: '',
			placeholder: 'e.g. 12',
			description: 'The new stock, a whole number. It replaces the present one.',
			...(stock.hint === undefined ? {} : { hint: stock.hint }),
		},
		{
			displayName: 'Price',
			name: 'price',
			type: 'string',
			required: true,
			displayOptions: { show: { operation: ['updatePrice'] } },
			default: '',
			placeholder: price.placeholder,
			description: 'The new price, with a point before the decimals',
			...(price.hint === undefined ? {} : { hint: price.hint }),
		},
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			displayOptions: { show: { operation: ['updatePrice'] } },
			default: '',
			placeholder: price.currencyPlaceholder,
			description:
				'The currency of the price. If the marketplace has another one for it, nothing is changed. Leave it empty to skip this check.',
		},
	];
}

const handleProperty: INodeProperties = {
	displayName: 'Handle',
	name: 'handle',
	type: 'json',
	required: true,
	displayOptions: { show: { operation: ['getResult'] } },
	default: '={{ $json.handle }}',
	description: "The field 'handle' of an item whose status is 'accepted'",
};

function outputProperty({ name, many }: ProductTexts): INodeProperties {
	const options: INodePropertyOptions[] = [
		{
			name: 'As the Marketplace Sends It',
			value: 'marketplace',
			description: "Unchanged, with the marketplace's own field names",
		},
		{
			name,
			value: 'product',
			description: `One item for each of the ${many} with a stock of its own, in the same format for every marketplace`,
		},
	];
	return {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options,
		displayOptions: { show: { operation: ['get', 'getAll'] } },
		default: 'product',
		description: 'What each item contains',
	};
}

function optionsProperties({
	name,
	stock,
	price,
	result,
	options = [],
}: ProductTexts): INodeProperties[] {
	const includeRaw: INodeProperties = {
		displayName: `Include Raw ${name}`,
		name: 'includeRaw',
		type: 'boolean',
		displayOptions: { show: { '/output': ['product'] } },
		default: false,
		description: "Whether to add what the marketplace sends, in the field 'raw'",
	};
	const partial: INodeProperties = {
		displayName: 'Return Partial Results',
		name: 'partialResults',
		type: 'boolean',
		displayOptions: { show: { '/operation': ['getAll'] } },
		default: false,
		description:
			"Whether to return what was read so far if an error ends the list early. A last item, 'notice', gives the reason.",
	};
	return [
		optionsOf(['get', 'getAll'], [includeRaw, partial, ...options]),
		optionsOf(['updateStock'], stock.options ?? []),
		optionsOf(['updatePrice'], price.options ?? []),
		...(result ? [optionsOf(['getResult'], [])] : []),
	];
}

function optionsOf(operation: string[], own: INodeProperties[]): INodeProperties {
	const show: NonNullable<IDisplayOptions['show']> = { operation };
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		displayOptions: { show },
		default: {},
		options: [...own, ...timeOptions].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

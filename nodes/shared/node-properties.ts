import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Filters } from '../../core/operations/filters';
import { accountOperation, accountProperties } from './account-properties';
import { apiRequestProperties } from './api-request-properties';
import { carrierProperties } from './carrier-properties';
import { orderOperation, orderProperties, type OrderTexts } from './order-properties';
import { productProperties, type ProductTexts } from './product-properties';
import { type OrderWrites, writeProperties } from './write-properties';

/** What the panel of one marketplace shows beyond what all have. */
interface Panel {
	/** Where several credential types lead in. */
	authentication?: INodeProperties;
	order: OrderTexts;
	filters: Filters;
	/** Further parameters for reading orders, shown for both operations unless they say otherwise. */
	orderParameters?: INodeProperties[];
	/** What goes back to the marketplace. */
	orderWrites?: OrderWrites;
	/** What it sells, with stock and prices. */
	products?: ProductTexts;
	/** How early the check warns. @default 30 */
	warnDays?: number;
	/** An example of a path for the generic request. */
	examplePath: string;
}

const resources: INodePropertyOptions[] = [
	{ name: 'Account', value: 'account' },
	{ name: 'API Request', value: 'apiRequest' },
	{ name: 'Order', value: 'order' },
];

const carrierResource: INodePropertyOptions = { name: 'Carrier', value: 'carrier' };

function resourceProperty(hasCarriers: boolean, products?: ProductTexts): INodeProperties {
	const options = [
		...resources,
		...(hasCarriers ? [carrierResource] : []),
		...(products ? [{ name: products.name, value: products.resource }] : []),
	];
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: options.sort((a, b) => a.name.localeCompare(b.name)),
		default: 'order',
	};
}

/** The whole panel, in the order in which a user fills it in. */
export function nodeProperties(panel: Panel): INodeProperties[] {
	const { orderParameters = [], orderWrites = {}, products } = panel;
	const hasCarriers = orderWrites.ship !== undefined;
	return [
		...(panel.authentication ? [panel.authentication] : []),
		resourceProperty(hasCarriers, products),
		...showFor({ resource: ['order'] }, [
			orderOperation(orderWrites),
			...orderProperties(panel.order, panel.filters, orderParameters, orderWrites),
			...writeProperties(orderWrites),
		]),
		...(hasCarriers ? showFor({ resource: ['carrier'] }, carrierProperties) : []),
		...(products ? showFor({ resource: [products.resource] }, productProperties(products)) : []),
		...showFor({ resource: ['account'] }, [
			accountOperation,
			...accountProperties(panel.warnDays ?? 30),
		]),
		...showFor({ resource: ['apiRequest'] }, apiRequestProperties(panel.examplePath)),
	];
}

/** Adds conditions to those that the properties have already. */
export function showFor(
	conditions: NonNullable<IDisplayOptions['show']>,
	properties: INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...conditions, ...property.displayOptions?.show },
		},
	}));
}

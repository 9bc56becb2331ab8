import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { timeOptions } from './time-options';

/** What a seller can do with orders beyond reading them. Each operation that is left out, the marketplace has not. */
export interface OrderWrites {
	ship?: ShipTexts;
	updateStatus?: StatusTexts;
	confirm?: OperationTexts;
	cancel?: CancelTexts;
}

/** What differs between the marketplaces in one operation. */
interface OperationTexts {
	/** What it does, and plainly what cannot be undone: AI agents read it, too. */
	description: string;
	/** Options that only this marketplace has. */
	options?: INodeProperties[];
	/** Further parameters. */
	parameters?: INodeProperties[];
}

interface ShipTexts extends OperationTexts {
	/** A parcel without a carrier, or without a number, does not exist here. */
	needsCarrier: boolean;
	needsTrackingNumber: boolean;
	/** An example of a code. */
	carrierPlaceholder: string;
	/** The code that means a carrier which is not in the list. */
	otherCarrier?: string;
	/** About the line IDs, wherever lines are named. */
	linesHint?: string;
}

interface StatusTexts extends OperationTexts {
	/** In the marketplace's words. */
	statuses: INodePropertyOptions[];
}

interface CancelTexts extends OperationTexts {
	/** Whether parts of an order can be cancelled. */
	hasLines: boolean;
	/** Without them, no reason is asked for. */
	reasons?: INodePropertyOptions[];
}

const NAMES = {
	ship: ['Ship', 'Ship an order'],
	updateStatus: ['Update Status', 'Update status of an order'],
	confirm: ['Confirm', 'Confirm an order'],
	cancel: ['Cancel', 'Cancel an order'],
} as const;

type Operation = keyof typeof NAMES;

function chosen(writes: OrderWrites): Array<[Operation, OperationTexts]> {
	return (Object.keys(NAMES) as Operation[]).flatMap((operation) => {
		const texts = writes[operation];
		return texts ? [[operation, texts] as [Operation, OperationTexts]] : [];
	});
}

/** As entries of the list _Operation_. */
export function writeOperations(writes: OrderWrites): INodePropertyOptions[] {
	return chosen(writes).map(([value, { description }]) => {
		const [name, action] = NAMES[value];
		return { name, value, description, action };
	});
}

/** Operations on one order, which have its ID. */
export function orderIdOperations(writes: OrderWrites): string[] {
	return chosen(writes).map(([operation]) => operation);
}

/** The parameters of all of them. */
export function writeProperties(writes: OrderWrites): INodeProperties[] {
	const { ship, updateStatus, cancel } = writes;
	return [
		...linesProperties(writes),
		...(ship ? parcelProperties(ship) : []),
		...(updateStatus ? [statusProperty(updateStatus)] : []),
		...(cancel?.reasons ? [reasonProperty(cancel.reasons)] : []),
		...chosen(writes).flatMap(([operation, { parameters = [] }]) => only(operation, parameters)),
		...chosen(writes).map(([operation, { options = [] }]) => optionsOf(operation, options)),
	];
}

function only(operation: Operation, properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { operation: [operation], ...property.displayOptions?.show },
		},
	}));
}

function linesProperties({ ship, cancel }: OrderWrites): INodeProperties[] {
	const operation = [...(ship ? ['ship'] : []), ...(cancel?.hasLines ? ['cancel'] : [])];
	if (operation.length === 0) return [];
	return [
		{
			displayName: 'Lines',
			name: 'shipLines',
			type: 'options',
			options: [
				{
					name: 'Everything Open',
					value: 'all',
					description: 'All lines that were not sent or cancelled yet',
				},
				{ name: 'Selected Lines', value: 'selected', description: 'The lines that you name' },
			],
			displayOptions: { show: { operation } },
			default: 'all',
			description: 'Which lines of the order to include',
		},
		{
			displayName: 'Selected Lines',
			name: 'lines',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Line',
			displayOptions: { show: { operation, shipLines: ['selected'] } },
			default: {},
			options: [
				{
					displayName: 'Line',
					name: 'line',
					values: [
						{
							displayName: 'Line ID',
							name: 'lineId',
							type: 'string',
							default: '',
							placeholder: 'e.g. 12345678901234',
							description: 'The ID of the line, from the lines of the order',
							// n8n shows no hint of a collection.
							...(ship?.linesHint === undefined ? {} : { hint: ship.linesHint }),
						},
						{
							displayName: 'Quantity',
							name: 'quantity',
							type: 'string',
							default: '',
							placeholder: 'e.g. 2',
							description: 'How many units. Leave it empty for all that is open.',
						},
					],
				},
			],
			description: 'The lines, by their IDs',
		},
	];
}

function parcelProperties(texts: ShipTexts): INodeProperties[] {
	const show = { operation: ['ship'] };
	return [
		{
			displayName: 'Carrier',
			name: 'carrier',
			type: 'resourceLocator',
			required: texts.needsCarrier,
			displayOptions: { show },
			default: { mode: 'list', value: '' },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchCarriers', searchable: true },
				},
				{
					displayName: 'By Code',
					name: 'code',
					type: 'string',
					placeholder: texts.carrierPlaceholder,
				},
			],
			description:
				"Who brings the parcel. 'Carrier > Get Many' returns all codes of this marketplace.",
		},
		...(texts.otherCarrier === undefined
			? []
			: [
					{
						displayName: 'Carrier Name',
						name: 'carrierName',
						type: 'string',
						// Not `required`: n8n shows it where the carrier is an expression, too, and would not run without it.
						displayOptions: { show: { ...show, carrier: [texts.otherCarrier] } },
						default: '',
						placeholder: 'e.g. My Courier',
						description: 'The name of a carrier that is not in the list',
					} satisfies INodeProperties,
				]),
		{
			displayName: 'Tracking Number',
			name: 'trackingNumber',
			type: 'string',
			required: texts.needsTrackingNumber,
			displayOptions: { show },
			default: '',
			placeholder: 'e.g. {{ $json.trackingNumber }}',
			description: 'The number of the parcel. For two parcels of an order, give two items.',
			hint: 'In spreadsheets, format the column as text. Numbers lose their leading zeros.',
		},
	];
}

function statusProperty({ statuses }: StatusTexts): INodeProperties {
	return {
		displayName: 'Status',
		name: 'status',
		type: 'options',
		required: true,
		options: statuses,
		displayOptions: { show: { operation: ['updateStatus'] } },
		default: '',
		description: 'The status that the order gets',
	};
}

function reasonProperty(reasons: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Reason',
		name: 'reason',
		type: 'options',
		required: true,
		options: reasons,
		displayOptions: { show: { operation: ['cancel'] } },
		default: '',
		description: 'Why the order is cancelled. The marketplace may count it against the seller.',
	};
}

function optionsOf(operation: Operation, own: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		displayOptions: { show: { operation: [operation] } },
		default: {},
		options: [...own, ...timeOptions].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

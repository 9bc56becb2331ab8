import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Filters } from '../../core/operations/filters';
import { includeRaw, output } from './order-properties';

/** What the panel of one marketplace's trigger shows beyond what all have. */
interface TriggerPanel {
	/** Where several credential types lead in. */
	authentication?: INodeProperties;
	/** What the trigger can wait for, beside new and changed orders. */
	events: INodePropertyOptions[];
	/** What counts as a change, in this marketplace. */
	updatedDescription: string;
	filters: Filters;
	/** Further parameters, shown before the filters. */
	parameters?: INodeProperties[];
	outputDefault: 'order' | 'marketplace';
}

const startFrom: INodeProperties[] = [
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'options',
		options: [
			{ name: 'Date', value: 'date', description: 'First catch up with what has happened since' },
			{
				name: 'Now',
				value: 'now',
				description: 'Only what happens once the workflow is published',
			},
		],
		default: 'now',
		description:
			'Where the trigger begins when the workflow is published (n8n 1: activated) for the first time',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { startFrom: ['date'] } },
		default: '',
		description: 'What has happened at this time or later is told, oldest first',
		hint: 'A later change of this date begins anew from it; events that were told are not told again',
	},
];

const EXACTLY_ONCE =
	"The same event always has the same 'eventKey'. To act on each exactly once, put a Remove Duplicates node behind this one, with the operation 'Remove Items Processed in Previous Executions' and this key (for order lines, together with 'line.key')";

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	displayOptions: { show: { output: ['order'] } },
	default: {},
	options: [includeRaw],
};

/** The whole panel of a trigger; n8n puts its poll times in front. */
export function triggerProperties(panel: TriggerPanel): INodeProperties[] {
	const events: INodePropertyOptions[] = [
		{ name: 'Order Created', value: 'orderCreated', description: 'Once for each new order' },
		{ name: 'Order Updated', value: 'orderUpdated', description: panel.updatedDescription },
		...panel.events,
	];
	return [
		...(panel.authentication ? [panel.authentication] : []),
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			noDataExpression: true,
			options: events.sort((a, b) => a.name.localeCompare(b.name)),
			default: ['orderCreated'],
			description: "What starts the workflow. Each item says which in 'event'.",
		},
		...startFrom,
		...(panel.parameters ?? []),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: panel.filters.map(({ property }) => property),
		},
		{
			...output,
			default: panel.outputDefault,
			description: 'What each item holds, beside its event and eventKey',
			hint: EXACTLY_ONCE,
		},
		options,
	];
}

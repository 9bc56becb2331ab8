import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Filters } from '../../core/operations/filters';
import { notice } from './notice';
import { includeRaw, output } from './order-properties';

/** What the panel of one marketplace's trigger shows beyond what all have. */
interface TriggerPanel {
	/** Where several credential types lead in. */
	authentication?: INodeProperties;
	/** How often to poll, and why, where that is not a free choice; shown beside the poll times. */
	pollNotice?: string;
	/** What the trigger can wait for, beside new and changed orders. */
	events: INodePropertyOptions[];
	/** What counts as a change, in this marketplace. */
	updatedDescription: string;
	filters: Filters;
	/** What tells the items of one order apart, where the marketplace's own form has several. */
	sentLineKey?: string;
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
			{ name: 'Date', value: 'date', description: 'Start with everything since a date' },
			{
				name: 'Now',
				value: 'now',
				description: 'Start with what happens after the workflow is published',
			},
		],
		default: 'now',
		description: 'Where to start when the workflow is first published (n8n 1: activated)',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { startFrom: ['date'] } },
		default: '',
		description: 'Events at this time or later start the workflow, oldest first',
		hint: 'If you change this date later, the trigger starts again from it without repeating earlier events',
	},
];

const EVENT_KEY = '{{ $json.eventKey }}';

/** What tells one item from all others: the expression for a Remove Duplicates node behind the trigger. */
const itemKeys = (sentLineKey?: string): Record<string, string> => ({
	order: EVENT_KEY,
	orderLine: `${EVENT_KEY}:{{ $json.line.key }}`,
	row: `${EVENT_KEY}:{{ $json.lineKey }}`,
	marketplace: sentLineKey === undefined ? EVENT_KEY : `${EVENT_KEY}:{{ $json.${sentLineKey} }}`,
});

function onceNotices(sentLineKey?: string): INodeProperties[] {
	return Object.entries(itemKeys(sentLineKey)).map(([value, key]) =>
		notice(
			`${value}OnceNotice`,
			`An event can be repeated after a restart. To process each one only once, add a Remove Duplicates node with the operation Remove Items Processed in Previous Executions. Value to Dedupe On, as an expression: ${key}`,
			{ output: [value] },
		),
	);
}

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
		{ name: 'Order Created', value: 'orderCreated', description: 'A new order, once' },
		{ name: 'Order Updated', value: 'orderUpdated', description: panel.updatedDescription },
		...panel.events,
	];
	return [
		...(panel.pollNotice === undefined ? [] : [notice('pollNotice', panel.pollNotice)]),
		...(panel.authentication ? [panel.authentication] : []),
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			noDataExpression: true,
			options: events.sort((a, b) => a.name.localeCompare(b.name)),
			default: ['orderCreated'],
			description: "What starts the workflow. Each item names its event in the field 'event'.",
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
			description: "What each item contains, besides the fields 'event' and 'eventKey'",
		},
		options,
		...onceNotices(panel.sentLineKey),
	];
}

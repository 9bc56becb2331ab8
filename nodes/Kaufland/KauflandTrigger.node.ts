import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { runPoll } from '../../core/triggers/poll';
import { triggerProperties } from '../shared/trigger-properties';
import { choiceSubtitle } from '../shared/subtitle';
import { feed } from './trigger/feed';
import { kaufland } from './marketplace';
import { orders } from './orders/list';
import { withPickupPoints } from './orders/whole-orders';
import { matches, triggerEvents, triggerFilters } from './trigger/options';

const properties = triggerProperties({
	updatedDescription: 'Every change of the status of a line, new orders included',
	events: triggerEvents,
	filters: triggerFilters,
	outputDefault: 'order',
});

export class KauflandTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kaufland Trigger',
		name: 'kauflandTrigger',
		icon: { light: 'file:kaufland.svg', dark: 'file:kaufland.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(properties, 'events'),
		description: 'Starts the workflow when something happens to an order of a Kaufland seller',
		defaults: { name: 'Kaufland Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kauflandApi', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, kaufland, {
			source: orders,
			feed,
			matches,
			complete: withPickupPoints,
			events: triggerEvents,
			looksAt: 'the newest 100 order lines',
		});
	}
}

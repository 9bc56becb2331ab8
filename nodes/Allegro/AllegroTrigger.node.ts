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
import { allegro } from './marketplace';
import { orders } from './orders/list';
import { matches, triggerEvents, triggerFilters } from './trigger/options';

const properties = triggerProperties({
	updatedDescription: 'Every change by the buyer or the seller, new orders included',
	events: triggerEvents,
	filters: triggerFilters,
	outputDefault: 'order',
});

export class AllegroTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Allegro Trigger',
		name: 'allegroTrigger',
		icon: { light: 'file:allegro.svg', dark: 'file:allegro.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(properties, 'events'),
		description: 'Starts the workflow when something happens to an order of an Allegro seller',
		defaults: { name: 'Allegro Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'allegroOAuth2Api', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, allegro, {
			source: orders,
			feed,
			matches,
			events: triggerEvents,
			looksAt: 'the 100 orders that changed last',
		});
	}
}

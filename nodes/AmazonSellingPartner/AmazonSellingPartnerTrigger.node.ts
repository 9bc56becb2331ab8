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
import { amazon } from './marketplace';
import { orders } from './orders/list';
import { includedDataProperty, marketplacesProperty } from './orders/parameters';
import { matches, triggerEvents, triggerFilters } from './trigger/options';

const properties = triggerProperties({
	pollNotice:
		'Amazon allows one request per 3 minutes for each app and seller. Poll every 5 minutes or less often; early polls are skipped and nothing is lost.',
	updatedDescription: 'Every change of an order, new orders included',
	events: triggerEvents,
	parameters: [marketplacesProperty, includedDataProperty],
	filters: triggerFilters,
	outputDefault: 'order',
});

export class AmazonSellingPartnerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Amazon Selling Partner Trigger',
		name: 'amazonSellingPartnerTrigger',
		icon: { light: 'file:amazonSellingPartner.svg', dark: 'file:amazonSellingPartner.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(properties, 'events'),
		description: 'Starts the workflow when something happens to an order of an Amazon seller',
		defaults: { name: 'Amazon Selling Partner Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'amazonSellingPartnerApi', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, amazon, {
			source: orders,
			feed,
			selectedBy: ['marketplaceIds'],
			matches,
			events: triggerEvents,
			looksAt: 'the orders that changed in the last 7 days, up to 100',
		});
	}
}

import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { runPoll } from '../../core/triggers/poll';
import { triggerProperties } from '../shared/trigger-properties';
import { feed } from './trigger/feed';
import { amazon } from './marketplace';
import { orders } from './orders/list';
import { matches, triggerEvents, triggerFilters, triggerParameters } from './trigger/options';

export class AmazonSellingPartnerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Amazon Selling Partner Trigger',
		name: 'amazonSellingPartnerTrigger',
		icon: { light: 'file:amazonSellingPartner.svg', dark: 'file:amazonSellingPartner.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when something happens to an order of an Amazon seller',
		defaults: { name: 'Amazon Selling Partner Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'amazonSellingPartnerApi', required: true }],
		properties: triggerProperties({
			updatedDescription: 'Each time that Amazon has changed an order, new ones included',
			events: triggerEvents,
			parameters: [
				{
					displayName:
						'Amazon allows one look every three minutes for all that uses this app and seller together. Poll every five minutes or less often; a poll that comes too early asks nothing and loses nothing.',
					name: 'quotaNotice',
					type: 'notice',
					default: '',
				},
				...triggerParameters,
			],
			filters: triggerFilters,
			outputDefault: 'order',
		}),
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

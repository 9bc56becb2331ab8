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
import { naver } from './marketplace';
import { orders } from './orders/list';
import { matches, triggerEvents, triggerFilters } from './trigger/options';

export class NaverCommerceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Naver Commerce Trigger',
		name: 'naverCommerceTrigger',
		icon: { light: 'file:naverCommerce.svg', dark: 'file:naverCommerce.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when something happens to an order of a Naver Smart Store',
		defaults: { name: 'Naver Commerce Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'naverCommerceApi', required: true }],
		properties: triggerProperties({
			updatedDescription:
				'Each time that Naver tells of a change of one of its lines; a delivery that the courier reports is none',
			events: triggerEvents,
			filters: triggerFilters,
			outputDefault: 'order',
		}),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, naver, {
			source: orders,
			feed,
			matches,
			events: triggerEvents,
			looksAt: 'the changes of the last day that had any, up to 7 days back',
		});
	}
}

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
import { naver } from './marketplace';
import { orders } from './orders/list';
import { matches, triggerEvents, triggerFilters } from './trigger/options';

const properties = triggerProperties({
	updatedDescription:
		'Every change of a line that Naver reports, new orders included; a delivery reported by the courier is not one',
	events: triggerEvents,
	sentLineKey: 'productOrder.productOrderId',
	filters: triggerFilters,
	outputDefault: 'order',
});

export class NaverCommerceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Naver Commerce Trigger',
		name: 'naverCommerceTrigger',
		icon: { light: 'file:naverCommerce.svg', dark: 'file:naverCommerce.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(properties, 'events'),
		description: 'Starts the workflow when something happens to an order of a Naver Smart Store',
		defaults: { name: 'Naver Commerce Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'naverCommerceApi', required: true }],
		properties,
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

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
import { assistTencho } from './marketplace';
import { orderFilters, orders } from './orders/list';
import { searchParameters } from './orders/search-parameters';

const properties = triggerProperties({
	pollNotice:
		'The trigger repeats the search and compares the result with the last one. Poll every 5 to 15 minutes, and choose search parameters that find fewer than 500 orders.',
	authentication: {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Access Token', value: 'accessToken' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
		default: 'oAuth2',
		description: 'Sign in with OAuth2, or enter an access token or authorization code',
	},
	updatedDescription: 'Every difference from the previous poll, new orders included',
	events: [],
	parameters: searchParameters,
	filters: orderFilters,
	outputDefault: 'marketplace',
});

export class AssistTenchoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Assist Tencho Trigger',
		name: 'assistTenchoTrigger',
		icon: { light: 'file:assistTencho.svg', dark: 'file:assistTencho.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(properties, 'events'),
		description:
			'Starts the workflow when an order of an Assist Tencho (アシスト店長) or Rakuraku Repeat (楽楽リピート) shop is new or has changed',
		defaults: { name: 'Assist Tencho Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'assistTenchoApi',
				required: true,
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: 'assistTenchoOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, assistTencho, {
			source: orders,
			feed,
			selectedBy: searchParameters.map(({ name }) => name),
			events: [],
			looksAt: 'the orders that the search finds',
		});
	}
}

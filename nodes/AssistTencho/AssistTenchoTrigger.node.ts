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
import { assistTencho } from './marketplace';
import { orderFilters, orders } from './orders/list';

export class AssistTenchoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Assist Tencho Trigger',
		name: 'assistTenchoTrigger',
		icon: { light: 'file:assistTencho.svg', dark: 'file:assistTencho.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: '={{ $parameter["events"].join(", ") }}',
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
		properties: triggerProperties({
			authentication: {
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'Access Token', value: 'accessToken' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
				default: 'oAuth2',
				description: 'The Connect button, or a token or code from a browser elsewhere',
			},
			updatedDescription: 'Each time that anything in an order differs from the last look',
			events: [],
			parameters: [
				{
					displayName:
						'The vendor has published no list of changes: the trigger compares what the search finds with what it found last. Choose parameters that find the orders that you care about, and fewer than 500 at once.',
					name: 'searchNotice',
					type: 'notice',
					default: '',
				},
			],
			filters: orderFilters,
			outputDefault: 'marketplace',
		}),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, assistTencho, {
			source: orders,
			feed,
			events: [],
			looksAt: 'the orders that the search finds',
		});
	}
}

import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { runPoll } from '../../core/triggers/poll';
import { triggerProperties } from '../shared/trigger-properties';
import { choiceSubtitle } from '../shared/subtitle';
import { feed } from './trigger/feed';
import { receive } from './trigger/webhook-call';
import { createHook, deleteHook, hookExists, maintainHook } from './trigger/webhooks';
import { bigCommerce } from './marketplace';
import { getChannels } from './orders/list-options';
import { orders } from './orders/list';
import { withProducts } from './orders/products';
import { matches, triggerEvents, triggerFilters, useWebhook } from './trigger/options';

const properties = triggerProperties({
	authentication: {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Access Token', value: 'accessToken' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
		default: 'accessToken',
		description: 'Enter the token of a store-level API account, or sign in with your own app',
	},
	updatedDescription: 'Every change of an order, new orders and staff notes included',
	events: triggerEvents,
	parameters: [useWebhook],
	filters: triggerFilters,
	outputDefault: 'order',
});

export class BigCommerceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BigCommerce Trigger',
		name: 'bigCommerceTrigger',
		icon: { light: 'file:bigCommerce.svg', dark: 'file:bigCommerce.dark.svg' },
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(properties, 'events'),
		description: 'Starts the workflow when something happens to an order of a BigCommerce store',
		defaults: { name: 'BigCommerce Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'bigCommerceApi',
				required: true,
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: 'bigCommerceOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				// Without a method n8n knows of no webhook: none unless it is wanted, and none for a test,
				// which would wait for a call instead of polling.
				httpMethod: '={{ $parameter["useWebhook"] && $workflow.active ? "POST" : "" }}',
				responseMode: 'onReceived',
				path: 'order',
				ndvHideUrl: true,
				ndvHideMethod: true,
			},
		],
		properties,
	};

	methods = { loadOptions: { getChannels } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await hookExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await createHook(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await deleteHook(this);
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const output = await runPoll(this, bigCommerce, {
			source: orders,
			feed,
			matches,
			complete: withProducts,
			events: triggerEvents,
			looksAt: 'the 100 orders that changed last',
		});
		await maintainHook(this);
		return output;
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, { source: orders, matches, events: triggerEvents });
	}
}

import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { serve } from '../../core/authorization/serve';
import { amazonEntrance } from '../AmazonSellingPartner/access/authorization';
import { bigCommerceEntrance } from '../BigCommerce/access/authorization';
import { choiceSubtitle } from '../shared/subtitle';
import { authorizationProperties } from './properties';

const ENTRANCES = {
	amazon: { entrance: amazonEntrance, credentialType: 'amazonSellingPartnerApi' },
	bigCommerce: { entrance: bigCommerceEntrance, credentialType: 'bigCommerceApi' },
};

export class MarketplaceAuthorizationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Marketplace Authorization Trigger',
		name: 'marketplaceAuthorizationTrigger',
		icon: {
			light: 'file:marketplaceAuthorization.svg',
			dark: 'file:marketplaceAuthorization.dark.svg',
		},
		group: ['trigger'],
		version: [1],
		subtitle: choiceSubtitle(authorizationProperties, 'marketplace'),
		description: 'Starts the workflow when a seller connects an account at Amazon or BigCommerce',
		eventTriggerDescription: 'Waiting for a seller to connect an account',
		activationMessage: "Register the node's production URL with the app at the marketplace",
		defaults: { name: 'Marketplace Authorization Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// With `show`, the editor takes 'Marketplace' for a choice of credentials and hides it.
		credentials: [
			{
				name: 'amazonSellingPartnerApi',
				required: true,
				displayOptions: { hide: { marketplace: ['bigCommerce'] } },
			},
			{
				name: 'bigCommerceApi',
				required: true,
				displayOptions: { hide: { marketplace: ['amazon'] } },
			},
		],
		// n8n serves one method of a node at any number of addresses; the last part tells them apart.
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				isFullPath: true,
				path: '={{$parameter["path"]}}',
			},
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				isFullPath: true,
				path: '={{$parameter["path"]}}/load',
				ndvHideUrl: '={{ $parameter["marketplace"] !== "bigCommerce" }}',
			},
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				isFullPath: true,
				path: '={{$parameter["path"]}}/uninstall',
				ndvHideUrl: '={{ $parameter["marketplace"] !== "bigCommerce" }}',
			},
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				isFullPath: true,
				path: '={{$parameter["path"]}}/remove-user',
				ndvHideUrl: '={{ $parameter["marketplace"] !== "bigCommerce" }}',
			},
		],
		properties: authorizationProperties,
	};

	// The addresses of an app are entered by hand at the marketplace: no API creates or removes them.
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const marketplace = this.getNodeParameter('marketplace') as keyof typeof ENTRANCES;
		const { entrance: handler, credentialType } = ENTRANCES[marketplace];
		return await serve(this, handler, credentialType);
	}
}

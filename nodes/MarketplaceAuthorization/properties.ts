import type { INodeProperties } from 'n8n-workflow';
import { draftApp } from '../AmazonSellingPartner/access/authorization';
import { sellerCentral } from './seller-central';

const showForAmazon = { show: { marketplace: ['amazon'] } };
const showForBigCommerce = { show: { marketplace: ['bigCommerce'] } };

export const authorizationProperties: INodeProperties[] = [
	{
		displayName:
			"The item contains the seller's token, readable for everyone who can see the executions. In the workflow settings, turn off saving of successful executions.",
		name: 'tokenNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Marketplace',
		name: 'marketplace',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Amazon',
				value: 'amazon',
				description: 'Appstore, re-authorization in Seller Central, or a start on this page',
			},
			{
				name: 'BigCommerce',
				value: 'bigCommerce',
				description: 'Installation of an app, and its load, uninstall and remove-user callbacks',
			},
		],
		default: 'amazon',
	},
	{
		displayName:
			'Enter the production URL as OAuth Login URI and as OAuth Redirect URI of the app. In the credential, choose the method App Only.',
		name: 'amazonNotice',
		type: 'notice',
		displayOptions: showForAmazon,
		default: '',
	},
	{
		displayName:
			'Enter the production URLs as auth, load, uninstall and remove-user callback URL of the app. In the credential, choose the method App Only.',
		name: 'bigCommerceNotice',
		type: 'notice',
		displayOptions: showForBigCommerce,
		default: '',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: 'marketplace-authorization',
		placeholder: 'e.g. amazon-authorization',
		description:
			'Last part of the URL. Each trigger needs its own. Do not change it later: the URL is registered at the marketplace.',
	},
	{
		displayName: 'Application ID',
		name: 'applicationId',
		type: 'string',
		displayOptions: showForAmazon,
		default: '',
		placeholder: 'e.g. amzn1.sp.solution.01234567-89ab-cdef-0123-456789abcdef',
		description:
			'Only needed if sellers should be able to start here. The URL then shows a page for it.',
	},
	sellerCentral,
	draftApp(showForAmazon),
	{
		displayName: 'Redirect URI',
		name: 'redirectUri',
		type: 'string',
		displayOptions: showForAmazon,
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/amazon-authorization',
		description: 'Only needed if several are registered with the app: the one of this node',
	},
	{
		displayName: 'Redirect URI',
		name: 'redirectUri',
		type: 'string',
		displayOptions: showForBigCommerce,
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/bigcommerce-app',
		description:
			'The auth callback URL as registered with the app, if it is not the production URL of this node',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		displayOptions: showForBigCommerce,
		options: [
			{ name: 'Installed', value: 'installed', description: 'The item contains the access token' },
			{
				name: 'Loaded',
				value: 'loaded',
				description: 'Somebody opens the app in the control panel',
			},
			{ name: 'Uninstalled', value: 'uninstalled', description: 'The token has ended' },
			{
				name: 'User Removed',
				value: 'userRemoved',
				description: 'A user can no longer open the app',
			},
		],
		default: ['installed', 'uninstalled'],
		description: 'Events that start the workflow. The others are answered, but start nothing.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Allowed Accounts',
				name: 'allowedAccounts',
				type: 'string',
				default: '',
				placeholder: 'e.g. A3FHEXAMPLEYWS, A1B2C3D4E5F6G7',
				description:
					'Selling partner IDs or store hashes, separated by commas; others are rejected. If empty, everyone is admitted. Amazon does not confirm the ID: check the orders of a new account.',
			},
			{
				displayName: 'Include Client Secret',
				name: 'includeClientSecret',
				type: 'boolean',
				displayOptions: { show: { '/marketplace': ['amazon'] } },
				default: false,
				description:
					'Whether to add the secret of the app to the item, for a node that creates a whole credential',
			},
			{
				displayName: 'Next Step',
				name: 'nextStep',
				type: 'string',
				default: '',
				placeholder: 'e.g. We will write to you within a day.',
				description: 'Text for the seller on the last page',
			},
		],
	},
];

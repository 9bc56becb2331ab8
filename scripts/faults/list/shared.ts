import type { ListedFault } from './fault';

const in_ =
	(file: string) =>
	(find: string, put: string, why: string): ListedFault => ({
		file: `nodes/${file}.ts`,
		find,
		put,
		why,
	});

const account = in_('shared/account.properties');
const api = in_('shared/apiRequest.properties');
const lists = in_('shared/list.properties');
const order = in_('shared/order.properties');
const panel = in_('shared/properties');
const trigger = in_('shared/trigger.properties');
const fields = in_('MarketplaceAuthorization/authorization.properties');
const node = in_('MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node');
const central = in_('MarketplaceAuthorization/sellerCentral.property');

/** Faults of nodes/shared and nodes/MarketplaceAuthorization. */
export const shared: ListedFault[] = [
	account(
		"name: 'warnDays'",
		"name: 'warnDaysAhead'",
		'what the user enters as Warn Days Ahead is never read',
	),
	account(
		'default: warnDays,',
		'default: 30,',
		'the account of Assist Tencho warns from the first day on',
	),
	account(
		"name: 'warnDays',\n			type: 'number',\n			typeOptions: { minValue: 0 },",
		"name: 'warnDays',\n			type: 'number',\n			typeOptions: { minValue: 1 },",
		'nobody can switch the early warning off',
	),
	api(
		"const withBody = ['DELETE', 'PATCH', 'POST', 'PUT'];",
		"const withBody = ['PATCH', 'POST', 'PUT'];",
		'no body can be sent with DELETE',
	),
	api(
		"show: { method: withBody, bodyType: ['json'] }",
		"show: { bodyType: ['json'] }",
		'a GET shows a body that is never sent',
	),
	api(
		"show: { '/paginate': [true] }",
		'show: { paginate: [true] }',
		'Keep What Was Read can never be chosen',
	),
	api(
		"...listProperties({ method: ['GET'], paginate: [true] }),",
		"...listProperties({ method: ['GET'] }),",
		'Limit shows without Paginate and does nothing',
	),
	api("default: 'GET',", "default: 'POST',", 'who only enters a path writes something'),
	api("name: 'HEAD', value: 'HEAD'", "name: 'HEAD', value: 'OPTIONS'", 'HEAD sends another method'),
	lists('returnAll: [false]', 'returnAll: [true]', 'Limit shows only where it means nothing'),
	lists('default: 50,', 'default: 5000,', 'a first try reads thousands of orders'),
	lists('minValue: 1', 'minValue: 0', 'a limit of 0 can be entered'),
	order("value: 'orderLine',", "value: 'orderline',", 'Order Line gives whole orders'),
	order(
		"show: { '/output': ['order'] }",
		"show: { '/output': ['orderLine'] }",
		'Include Raw Order shows where it does nothing',
	),
	order(
		'inOnePiece === true ? [] : pagedOptions',
		'inOnePiece === true ? pagedOptions : []',
		'cursors are offered where there are none, and nowhere else',
	),
	order(
		"name: 'includeRaw',\n	type: 'boolean',\n	default: true,",
		"name: 'includeRaw',\n	type: 'boolean',\n	default: false,",
		"the marketplace's own object is gone from every order",
	),
	order(
		"...listProperties({ operation: ['getAll'] }, texts.listHint),",
		"...listProperties({ operation: ['getAll'] }),",
		'nobody is told which orders a limit leaves out',
	),
	panel(
		'show: { ...conditions, ...property.displayOptions?.show }',
		'show: conditions',
		'Order ID shows for Get Many as well, and is required there',
	),
	panel(
		'panel.warnDays ?? 30',
		'panel.warnDays ?? 7',
		'an access that ends in three weeks is not warned of',
	),
	trigger(
		"show: { startFrom: ['date'] }",
		"show: { startFrom: ['now'] }",
		'the start date cannot be entered',
	),
	trigger(
		"show: { output: ['order'] }",
		"show: { output: ['marketplace'] }",
		'Include Raw Order is offered for the raw order',
	),
	trigger("default: 'now',", "default: 'date',", 'a new trigger wants a date first'),
	trigger(
		"name: 'startDate',\n		type: 'dateTime',\n		required: true,",
		"name: 'startDate',\n		type: 'dateTime',",
		'a trigger without its start date is published',
	),
	fields(
		"show: { '/marketplace': ['amazon'] }",
		"show: { '/marketplace': ['bigCommerce'] }",
		'the secret cannot be added where it is needed',
	),
	fields(
		"default: ['installed', 'uninstalled']",
		"default: ['installed', 'loaded', 'uninstalled']",
		'each look of a merchant at the app starts the workflow',
	),
	fields(
		"name: 'includeClientSecret',\n				type: 'boolean',\n				displayOptions: { show: { '/marketplace': ['amazon'] } },\n				default: false,",
		"name: 'includeClientSecret',\n				type: 'boolean',\n				displayOptions: { show: { '/marketplace': ['amazon'] } },\n				default: true,",
		"the app's secret stands in every execution",
	),
	fields(
		"name: 'draft',\n		type: 'boolean',\n		displayOptions: showForAmazon,\n		default: false,",
		"name: 'draft',\n		type: 'boolean',\n		displayOptions: showForAmazon,\n		default: true,",
		'a published app opens the consent page of its draft',
	),
	fields(
		"value: 'userRemoved',",
		"value: 'removeUser',",
		'a removed user never starts the workflow',
	),
	node("/uninstall'", "/uninstalled'", 'the uninstall callback of BigCommerce gets a 404'),
	node(
		"credentialType: 'bigCommerceApi'",
		"credentialType: 'bigCommerceOAuth2Api'",
		'the secret of the app is not found: every installation is refused',
	),
	node(
		"displayOptions: { hide: { marketplace: ['amazon'] } }",
		"displayOptions: { hide: { marketplace: ['bigCommerce'] } }",
		'no credential for BigCommerce can be chosen',
	),
	node(
		'			async checkExists(): Promise<boolean> {\n				return true;',
		'			async checkExists(): Promise<boolean> {\n				return false;',
		'n8n registers on each start what is there already',
	),
	central(
		"show: { marketplace: ['amazon'] }",
		"show: { marketplace: ['bigCommerce'] }",
		'where sellers consent cannot be chosen for Amazon',
	),
	{
		file: 'nodes/shared/api-request-properties.ts',
		find: `const withBody = ['DELETE', 'PATCH', 'POST', 'PUT'];`,
		put: `const withBody = ['PATCH', 'POST', 'PUT'];`,
		why: 'A DELETE can no longer be given a body; what saved nodes hold there is out of sight.',
	},
	{
		file: 'nodes/shared/api-request-properties.ts',
		find: `displayOptions: { show: { '/paginate': [true] } },`,
		put: 'displayOptions: { show: { paginate: [true] } },',
		why: `Inside a collection the name is looked for among the options: 'Keep What Was Read' is never offered, and n8n drops what saved nodes hold there.`,
	},
	{
		file: 'nodes/shared/order-properties.ts',
		find: `const onlyGetMany = { show: { '/operation': ['getAll'] } };`,
		put: `const onlyGetMany = { show: { operation: ['getAll'] } };`,
		why: 'Inside a collection the name is looked for among the options: Continue From, Keep What Was Read and Output Cursor are never offered, and n8n drops what saved nodes hold there.',
	},
	{
		file: 'nodes/shared/order-properties.ts',
		find: '{ ...output, default: texts.outputDefault },',
		put: 'output,',
		why: `The marketplace's own default is lost: saved Assist Tencho nodes give the unified order and no longer what the vendor sent.`,
	},
	{
		file: 'nodes/shared/node-properties.ts',
		find: `default: 'order',`,
		put: `default: 'account',`,
		why: 'n8n does not store defaults: every saved node for orders becomes an account check, or fails because that has no such operation.',
	},
	{
		file: 'nodes/shared/trigger-properties.ts',
		find: `default: 'orderCreated',`,
		put: `default: 'orderUpdated',`,
		why: 'n8n does not store defaults: every saved trigger for new orders starts the workflow at each change.',
	},
	{
		file: 'nodes/shared/list-properties.ts',
		find: 'default: false,',
		put: 'default: true,',
		why: 'n8n does not store defaults: every saved list with a limit reads the whole shop.',
	},
	{
		file: 'nodes/shared/account-properties.ts',
		find: `name: 'warnDays',`,
		put: `name: 'warnDaysAhead',`,
		why: `What the user enters under 'Warn Days Ahead' has no effect; the usual number of days counts.`,
	},
	{
		file: 'nodes/shared/account.schema.json',
		find: `"secretEnds",
							"tokenEnds"`,
		put: '"secretEnds"',
		why: `The schema of the account's output no longer knows the warning that the access token ends: n8n's preview and whoever reads it lacks it.`,
	},
	{
		file: 'nodes/MarketplaceAuthorization/properties.ts',
		find: `default: ['installed', 'uninstalled'],`,
		put: `default: ['installed'],`,
		why: 'n8n does not store defaults: saved triggers no longer start the workflow when an app is uninstalled.',
	},
	{
		file: 'nodes/MarketplaceAuthorization/properties.ts',
		find: `default: 'amazon',`,
		put: `default: 'bigCommerce',`,
		why: 'n8n does not store defaults: saved triggers for Amazon answer as BigCommerce and look for its credential; sellers cannot connect.',
	},
	{
		file: 'nodes/MarketplaceAuthorization/seller-central.ts',
		find: `show: { marketplace: ['amazon'] }`,
		put: `show: { marketplace: ['amazonSellingPartner'] }`,
		why: `'Seller Central' is never shown: sellers outside the default country cannot be sent to their consent page.`,
	},
	{
		file: 'nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node.ts',
		find: `path: '={{$parameter["path"]}}/remove-user',`,
		put: `path: '={{$parameter["path"]}}/remove_user',`,
		why: `BigCommerce's remove-user callback, entered by the documented address, meets a 404; at the new address the trigger does not know the event.`,
	},
	{
		file: 'nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node.ts',
		find: `displayOptions: { hide: { marketplace: ['amazon'] } },`,
		put: `displayOptions: { hide: { marketplace: ['amazonSellingPartner'] } },`,
		why: 'A trigger for Amazon demands a BigCommerce credential as well and cannot be published without it.',
	},
];

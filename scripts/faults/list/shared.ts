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
];

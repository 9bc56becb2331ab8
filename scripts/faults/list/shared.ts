import { faultsOf, type ListedFault } from './fault';

/** Faults of what all nodes share. */
export const shared: ListedFault[] = [
	...faultsOf('nodes/MarketplaceAuthorization/MarketplaceAuthorizationTrigger.node.ts', [
		["/uninstall'", "/uninstalled'", 'the uninstall callback of BigCommerce gets a 404'],
		[
			"credentialType: 'bigCommerceApi'",
			"credentialType: 'bigCommerceOAuth2Api'",
			'the secret of the app is not found: every installation is refused',
		],
		[
			"displayOptions: { hide: { marketplace: ['amazon'] } }",
			"displayOptions: { hide: { marketplace: ['bigCommerce'] } }",
			'no credential for BigCommerce can be chosen',
		],
		[
			'\t\t\tasync checkExists(): Promise<boolean> {\n\t\t\t\treturn true;',
			'\t\t\tasync checkExists(): Promise<boolean> {\n\t\t\t\treturn false;',
			'n8n registers on each start what is there already',
		],
		[
			'path: \'={{$parameter["path"]}}/remove-user\',',
			'path: \'={{$parameter["path"]}}/remove_user\',',
			"BigCommerce's remove-user callback, entered by the documented address, meets a 404; at the new address the trigger does not know the event.",
		],
		[
			"displayOptions: { hide: { marketplace: ['amazon'] } },",
			"displayOptions: { hide: { marketplace: ['amazonSellingPartner'] } },",
			'A trigger for Amazon demands a BigCommerce credential as well and cannot be published without it.',
		],
	]),
	...faultsOf('nodes/MarketplaceAuthorization/properties.ts', [
		[
			"show: { '/marketplace': ['amazon'] }",
			"show: { '/marketplace': ['bigCommerce'] }",
			'the secret cannot be added where it is needed',
		],
		[
			"default: ['installed', 'uninstalled']",
			"default: ['installed', 'loaded', 'uninstalled']",
			'each look of a merchant at the app starts the workflow',
		],
		[
			"name: 'includeClientSecret',\n\t\t\t\ttype: 'boolean',\n\t\t\t\tdisplayOptions: { show: { '/marketplace': ['amazon'] } },\n\t\t\t\tdefault: false,",
			"name: 'includeClientSecret',\n\t\t\t\ttype: 'boolean',\n\t\t\t\tdisplayOptions: { show: { '/marketplace': ['amazon'] } },\n\t\t\t\tdefault: true,",
			"the app's secret stands in every execution",
		],
		["value: 'userRemoved',", "value: 'removeUser',", 'a removed user never starts the workflow'],
		[
			"default: ['installed', 'uninstalled'],",
			"default: ['installed'],",
			'n8n does not store defaults: saved triggers no longer start the workflow when an app is uninstalled.',
		],
		[
			"default: 'amazon',",
			"default: 'bigCommerce',",
			'n8n does not store defaults: saved triggers for Amazon answer as BigCommerce and look for its credential; sellers cannot connect.',
		],
	]),
	...faultsOf('nodes/MarketplaceAuthorization/seller-central.ts', [
		[
			"show: { marketplace: ['amazon'] }",
			"show: { marketplace: ['bigCommerce'] }",
			'where sellers consent cannot be chosen for Amazon',
		],
		[
			"show: { marketplace: ['amazon'] }",
			"show: { marketplace: ['amazonSellingPartner'] }",
			"'Seller Central' is never shown: sellers outside the default country cannot be sent to their consent page.",
		],
	]),
	...faultsOf('nodes/shared/account-properties.ts', [
		[
			"name: 'warnDays'",
			"name: 'warnDaysAhead'",
			'what the user enters as Warn Days Ahead is never read',
		],
		[
			'default: warnDays,',
			'default: 30,',
			'the account of Assist Tencho warns from the first day on',
		],
		[
			"name: 'warnDays',\n\t\t\ttype: 'number',\n\t\t\ttypeOptions: { minValue: 0 },",
			"name: 'warnDays',\n\t\t\ttype: 'number',\n\t\t\ttypeOptions: { minValue: 1 },",
			'nobody can switch the early warning off',
		],
		[
			"name: 'warnDays',",
			"name: 'warnDaysAhead',",
			"What the user enters under 'Warn Days Ahead' has no effect; the usual number of days counts.",
		],
	]),
	...faultsOf('nodes/shared/account.schema.json', [
		[
			'"secretEnds",\n\t\t\t\t\t\t\t"tokenEnds"',
			'"secretEnds"',
			"The schema of the account's output no longer knows the warning that the access token ends: n8n's preview and whoever reads it lacks it.",
		],
	]),
	...faultsOf('nodes/shared/api-request-properties.ts', [
		[
			"const withBody = ['DELETE', 'PATCH', 'POST', 'PUT'];",
			"const withBody = ['PATCH', 'POST', 'PUT'];",
			'no body can be sent with DELETE',
		],
		[
			"show: { method: withBody, bodyType: ['json'] }",
			"show: { bodyType: ['json'] }",
			'a GET shows a body that is never sent',
		],
		[
			"show: { '/paginate': [true] }",
			'show: { paginate: [true] }',
			'Return Partial Results can never be chosen',
		],
		[
			"...listProperties({ method: ['GET'], paginate: [true] }),",
			"...listProperties({ method: ['GET'] }),",
			'Limit shows without Paginate and does nothing',
		],
		["default: 'GET',", "default: 'POST',", 'who only enters a path writes something'],
		["name: 'HEAD', value: 'HEAD'", "name: 'HEAD', value: 'OPTIONS'", 'HEAD sends another method'],
		[
			"displayOptions: { show: { '/paginate': [true] } },",
			'displayOptions: { show: { paginate: [true] } },',
			"Inside a collection the name is looked for among the options: 'Return Partial Results' is never offered, and n8n drops what saved nodes hold there.",
		],
	]),
	...faultsOf('nodes/shared/list-properties.ts', [
		['returnAll: [false]', 'returnAll: [true]', 'Limit shows only where it means nothing'],
		['default: 50,', 'default: 5000,', 'a first try reads thousands of orders'],
		['minValue: 1', 'minValue: 0', 'a limit of 0 can be entered'],
		[
			'default: false,',
			'default: true,',
			'n8n does not store defaults: every saved list with a limit reads the whole shop.',
		],
	]),
	...faultsOf('nodes/shared/node-properties.ts', [
		[
			'show: { ...conditions, ...property.displayOptions?.show }',
			'show: conditions',
			'Order ID shows for Get Many as well, and is required there',
		],
		[
			'panel.warnDays ?? 30',
			'panel.warnDays ?? 7',
			'an access that ends in three weeks is not warned of',
		],
		[
			"default: 'order',",
			"default: 'account',",
			'n8n does not store defaults: every saved node for orders becomes an account check, or fails because that has no such operation.',
		],
	]),
	...faultsOf('nodes/shared/order-properties.ts', [
		["value: 'orderLine',", "value: 'orderline',", 'Order Line gives whole orders'],
		[
			"show: { '/output': ['order'] }",
			"show: { '/output': ['orderLine'] }",
			'Include Raw Order shows where it does nothing',
		],
		[
			'inOnePiece === true || withoutCursor === true ? [] : cursorOptions',
			'inOnePiece === true || withoutCursor === true ? cursorOptions : []',
			'cursors are offered where there are none, and nowhere else',
		],
		[
			"name: 'includeRaw',\n\ttype: 'boolean',\n\tdefault: false,",
			"name: 'includeRaw',\n\ttype: 'boolean',\n\tdefault: true,",
			'every execution keeps each order twice, personal data included',
		],
		[
			'...listProperties(showForGetMany, texts.limitHint),',
			'...listProperties(showForGetMany),',
			'nobody is told which orders a limit leaves out',
		],
		[
			"const onlyGetMany = { show: { '/operation': ['getAll'] } };",
			"const onlyGetMany = { show: { operation: ['getAll'] } };",
			'Inside a collection the name is looked for among the options: the cursors and Return Partial Results are never offered, and n8n drops what saved nodes hold there.',
		],
		[
			'{ ...output, default: texts.outputDefault },',
			'output,',
			"The marketplace's own default is lost: saved Assist Tencho nodes give the unified order and no longer what the vendor sent.",
		],
	]),
	...faultsOf('nodes/shared/pair-properties.ts', [
		[
			"default: 'json',",
			"default: 'keypair',",
			'n8n drops what it hides: the query and headers of a saved request are not sent.',
		],
		[
			"show: { [specify]: ['json'] }",
			"show: { [specify]: ['keypair'] }",
			'With JSON chosen, no JSON can be entered, and what was saved is dropped.',
		],
	]),
	...faultsOf('nodes/shared/subtitle.ts', [
		[
			'[`${resource.value}.${value}`, `${name}: ${resource.name}`]',
			'[`${resource.value}.${name}`, `${name}: ${resource.name}`]',
			'The node has no subtitle on the canvas.',
		],
		[
			'.flat().map((value) =>',
			'.map((value) =>',
			'A trigger for several events has no subtitle on the canvas.',
		],
	]),
	...faultsOf('nodes/shared/trigger-properties.ts', [
		[
			'orderLine: `${EVENT_KEY}:{{ $json.line.key }}`,',
			'orderLine: EVENT_KEY,',
			'Who follows the notice processes one line of each order and loses the others.',
		],
		[
			"[notice('pollNotice', panel.pollNotice)]",
			'[]',
			'Nobody is told how often Amazon may be polled until polls are skipped.',
		],
		[
			"show: { startFrom: ['date'] }",
			"show: { startFrom: ['now'] }",
			'the start date cannot be entered',
		],
		[
			"show: { output: ['order'] }",
			"show: { output: ['marketplace'] }",
			'Include Raw Order is offered for the raw order',
		],
		["default: 'now',", "default: 'date',", 'a new trigger wants a date first'],
		[
			"name: 'startDate',\n\t\ttype: 'dateTime',\n\t\trequired: true,",
			"name: 'startDate',\n\t\ttype: 'dateTime',",
			'a trigger without its start date is published',
		],
		[
			"default: ['orderCreated'],",
			"default: ['orderUpdated'],",
			'n8n does not store defaults: every saved trigger for new orders starts the workflow at each change.',
		],
	]),
];

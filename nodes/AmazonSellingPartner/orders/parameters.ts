import type { INodeProperties } from 'n8n-workflow';

import type { Call } from '../../../core/operations/call';
import { InvalidInputError } from '../../../core/request/errors';
import { notice } from '../../shared/notice';
import { SITES } from '../regions';

/** Values of what opens only to a restricted role, and all that v0 can be asked for. */
const PERSONAL_PARTS = ['BUYER', 'RECIPIENT', 'TAX'];
const PERSONAL = 'Personal data: Amazon sends it only to apps with a restricted role';

/** What an order holds beside its number, dates and items. See BEHAVIOR.md, Orders. */
const PARTS = [
	{ name: 'Buyer', value: 'BUYER', description: PERSONAL },
	{ name: 'Cancellation', value: 'CANCELLATION' },
	{ name: 'Expense', value: 'EXPENSE', description: 'Points granted, only in Japan' },
	{ name: 'Fulfillment', value: 'FULFILLMENT', description: 'Includes the status of the order' },
	{ name: 'Fulfillment Orders', value: 'FULFILLMENT_ORDERS', description: 'Only for Easy Ship' },
	{ name: 'Packages', value: 'PACKAGES', description: 'Parcels of orders that you ship' },
	{ name: 'Payment', value: 'PAYMENT' },
	{ name: 'Proceeds', value: 'PROCEEDS', description: 'All amounts' },
	{ name: 'Promotion', value: 'PROMOTION' },
	{ name: 'Recipient', value: 'RECIPIENT', description: `The address. ${PERSONAL}.` },
	{ name: 'Tax', value: 'TAX', description: `Tax, and tax numbers of the buyer. ${PERSONAL}.` },
];

/** All that the unified order has a place for, and nothing personal. */
const DEFAULT_PARTS = [
	'CANCELLATION',
	'FULFILLMENT',
	'PACKAGES',
	'PAYMENT',
	'PROCEEDS',
	'PROMOTION',
];

const ofVersion = (version: '2026-01-01' | 'v0') => ({ apiVersion: [version] });
const PERSONAL_HINT =
	"Buyer, Recipient and Tax are personal data. Amazon silently omits data your app's roles do not cover. Whatever it sends is stored in n8n's executions.";

export const marketplacesProperty: INodeProperties = {
	displayName: 'Marketplaces',
	name: 'marketplaceIds',
	type: 'multiOptions',
	options: SITES.map(({ id, name }) => ({ name, value: id })),
	default: [],
	description: "Only orders from these sites of the credential's region. Leave empty for all.",
};

export const includedDataProperty: INodeProperties = {
	displayName: 'Included Data',
	name: 'includedData',
	type: 'multiOptions',
	options: PARTS,
	default: [...DEFAULT_PARTS],
	description: 'Parts of the order to request',
	hint: PERSONAL_HINT,
};

/** Version of the API, and what each lets the user choose. */
export const orderParameters: INodeProperties[] = [
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		options: [
			{ name: 'Orders 2026-01-01', value: '2026-01-01' },
			{
				name: 'Orders V0',
				value: 'v0',
				description: 'For accounts that cannot use the newer version',
			},
		],
		default: '2026-01-01',
		description: 'Version of the Orders API',
	},
	notice(
		'v0Notice',
		'Amazon removes Orders v0 on 2027-03-27. Use it only where the newer version fails.',
		ofVersion('v0'),
	),
	{
		...marketplacesProperty,
		displayOptions: { show: { operation: ['getAll'], ...ofVersion('2026-01-01') } },
	},
	{
		...marketplacesProperty,
		required: true,
		displayOptions: { show: { operation: ['getAll'], ...ofVersion('v0') } },
		description: "Only orders from these sites of the credential's region, at least one",
	},
	{ ...includedDataProperty, displayOptions: { show: ofVersion('2026-01-01') } },
	{
		...includedDataProperty,
		displayOptions: { show: ofVersion('v0') },
		options: PARTS.filter(({ value }) => PERSONAL_PARTS.includes(value)),
		default: [],
		description: 'Personal data to request; Orders v0 always sends the rest',
	},
];

/** The parts that are asked for. */
const PART_NAMES: readonly string[] = PARTS.map(({ value }) => value);

/** Asked for again with every order of a list. */
const read = new WeakMap<Call, string[]>();

/** The parts of the order that the user asks for, checked: an expression can bring any word. */
export function includedData(call: Call): string[] {
	const known = read.get(call) ?? readParts(call.parameter<unknown>('includedData', DEFAULT_PARTS));
	read.set(call, known);
	return known;
}

function readParts(value: unknown): string[] {
	const typed = Array.isArray(value) ? (value as unknown[]) : String(value ?? '').split(',');
	const names = typed.map((name) => String(name).trim().toUpperCase()).filter(Boolean);
	const unknown = names.find((name) => !PART_NAMES.includes(name));
	if (unknown === undefined) return [...new Set(names)];
	throw new InvalidInputError(
		`'Included Data' has an unknown value: ${unknown.slice(0, 40)}`,
		`Possible values: ${PART_NAMES.join(', ')}`,
	);
}

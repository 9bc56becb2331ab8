import type { INodeProperties } from 'n8n-workflow';

import type { Call } from '../../../core/operations/call';
import { InvalidInputError } from '../../../core/request/errors';
import { SITES } from '../regions';

const PERSONAL = 'Personal data: Amazon sends it only to apps with a restricted role';

/** What an order holds beside its number, dates and items. See BEHAVIOR.md, Orders. */
const PARTS = [
	{ name: 'Buyer', value: 'BUYER', description: PERSONAL },
	{ name: 'Cancellation', value: 'CANCELLATION' },
	{ name: 'Expense', value: 'EXPENSE', description: 'Points granted, in Japan' },
	{ name: 'Fulfillment', value: 'FULFILLMENT', description: 'Without it, no status at all' },
	{ name: 'Fulfillment Orders', value: 'FULFILLMENT_ORDERS', description: 'Easy Ship only' },
	{ name: 'Packages', value: 'PACKAGES', description: 'Shipments of orders that you ship' },
	{ name: 'Payment', value: 'PAYMENT' },
	{ name: 'Proceeds', value: 'PROCEEDS', description: 'All amounts' },
	{ name: 'Promotion', value: 'PROMOTION' },
	{ name: 'Recipient', value: 'RECIPIENT', description: `${PERSONAL}. The address.` },
	{ name: 'Tax', value: 'TAX', description: `${PERSONAL}. Tax numbers of the buyer, too.` },
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

export const orderParameters: INodeProperties[] = [
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		options: [
			{ name: 'Orders 2026-01-01', value: '2026-01-01' },
			{ name: 'Orders V0', value: 'v0', description: 'For accounts that the newer one refuses' },
		],
		default: '2026-01-01',
		description: 'Version of the Orders API',
	},
	{
		displayName:
			'Amazon removes Orders v0 on 2027-03-27. Use it only where the newer version fails.',
		name: 'v0Notice',
		type: 'notice',
		displayOptions: { show: { apiVersion: ['v0'] } },
		default: '',
	},
	{
		displayName: 'Marketplaces',
		name: 'marketplaceIds',
		type: 'multiOptions',
		displayOptions: { show: { operation: ['getAll'] } },
		options: SITES.map(({ id, name }) => ({ name, value: id })),
		default: [],
		description:
			"Sites of the credential's region. Empty means all of them; Orders v0 needs at least one.",
	},
	{
		displayName: 'Included Data',
		name: 'includedData',
		type: 'multiOptions',
		options: PARTS,
		default: [...DEFAULT_PARTS],
		description: 'Parts of the order to ask for; Orders v0 knows only Buyer, Recipient and Tax',
		hint: 'Buyer, Recipient and Tax are personal data. Amazon leaves out, without a word, what the roles of the app do not open, and n8n keeps what it sends in the execution data.',
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

import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { OrderSource } from '../../../core/operations/orders';
import type { Query } from '../../../core/marketplace';
import { list, object } from '../../../core/orders/read';
import { InvalidInputError, ListError } from '../../../core/request/errors';
import { toOrder } from './mapping';
import { readSearchParameters, readSplitProperty } from './search-parameters';
import { listOf } from './values';

const PATH = '/api/v1/orders.php';
/** The sister products give no more than this in one search; nothing is published for this one. */
const SUSPICIOUS = 500;

/** An order, or whatever else the vendor sends, and its position in the answer. */
export interface Found {
	place: number;
	sent: object;
}

/**
 * The one parameter that the vendor has published; all others are rows of `searchParameters`.
 * See https://assist-tencho.com/faq/?p=7475.
 */
export const orderFilters: Filters = [
	{
		kind: 'text',
		query: 'serial_order_id',
		property: {
			displayName: 'Serial Order ID',
			name: 'serialOrderId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 5',
			description: 'Only the order with this number (serial_order_id)',
		},
	},
];

export const orders: OrderSource<Found> = {
	id: ({ place }) => String(place),
	get: async (call, orderId) => {
		const [sent] = (await search(call, { serial_order_id: orderId })).found;
		if (sent) return { place: 0, sent };
		throw new InvalidInputError(
			`Order '${orderId}' was not found`,
			"Check 'Order ID' (serial_order_id), and that the credential belongs to the shop of this order",
		);
	},
	list: async function* (call) {
		yield (await searchOrders(call)).found;
	},
	toOrder: ({ sent }, call) => toOrder(sent, { account: call.client.connection.account }),
	asSent: ({ sent }) => [sent],
};

/** What a search has found; the digest tells whether another one finds the same. */
interface Search<T> {
	found: T[];
	digest?: string;
	/** Whether the answer is the one with the known digest; then it is not read. */
	isKnown?: boolean;
}

/** All that the user's filters ask for. `knownDigest` is that of an answer that needs no reading. */
export async function searchOrders(call: Call, knownDigest?: string): Promise<Search<Found>> {
	const values = FilterValues.read(call, orderFilters);
	const query = { ...readSearchParameters(call), ...values.query(() => '') };
	const { found, ...answer } = await search(call, query, readSplitProperty(call), knownDigest);
	if (found.length >= SUSPICIOUS && found.length % SUSPICIOUS === 0) {
		call.hint(
			`Exactly ${found.length} entries were returned. The vendor may have cut the list: narrow the search to be sure`,
		);
	}
	return { found: found.map((sent, place) => ({ place, sent })), ...answer };
}

async function search(
	call: Call,
	query: Query,
	splitProperty?: string,
	knownDigest?: string,
): Promise<Search<object>> {
	const request = { method: 'GET', path: PATH, query, knownDigest } as const;
	const { body, status, digest, unchanged: isKnown } = await call.client.send(request);
	if (status === 204 || isKnown === true) return { found: [], digest, isKnown };
	return { found: entriesOf(body, splitProperty), digest };
}

function entriesOf(body: unknown, splitProperty: string | undefined): object[] {
	const part = listOf(splitProperty === undefined ? body : object(body)[splitProperty]);
	if (Array.isArray(part)) return list<object>(part).filter((entry) => typeof entry === 'object');
	if (splitProperty === undefined && typeof body === 'object' && body !== null) return [body];
	throw new ListError(
		splitProperty === undefined
			? 'The answer is neither a list nor an object'
			: `The answer has no list '${splitProperty}'`,
		"Check the answer with an API Request, and correct 'Orders Field Name'",
	);
}

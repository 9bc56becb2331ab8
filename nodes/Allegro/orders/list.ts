import type { Call } from '../../../core/operations/call';
import { invalidCursor, type ListCursor } from '../../../core/operations/cursor';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { OrderSource } from '../../../core/operations/orders';
import type { Query } from '../../../core/marketplace';
import { list, object, text } from '../../../core/orders/read';
import { timeOf, utcIso } from '../../../core/orders/time';
import { keyset, type KeysetList } from '../../../core/lists/keyset';
import { overlapped } from '../../../core/lists/overlapped';
import { pathSegment } from '../../../core/request/address';
import { listForms } from './checkout-forms';
import { MAX_DEPTH } from '../marketplace';
import { toOrder } from './mapping';

const PATH = '/order/checkout-forms';
const PAGE_SIZE = 100;
/** Allegro allows 150 requests a second; this many at once leave room for others. */
const PARALLEL = 20;

const OLDEST_FIRST = `Allegro lists only the newest ${MAX_DEPTH} orders by position. With a higher 'Limit', you get the orders with the oldest changes first. Use 'Updated After' to start later`;

type CheckoutForm = Record<string, unknown>;

/** Filters of `GET /order/checkout-forms`. See https://developer.allegro.pl/swagger.yaml. */
export const orderFilters: Filters = [
	{
		kind: 'text',
		query: 'buyer.login',
		property: {
			displayName: 'Buyer Login',
			name: 'buyerLogin',
			type: 'string',
			default: '',
			placeholder: 'e.g. jan_kowalski',
			description: 'Only orders of the buyer with this login',
		},
	},
	{
		kind: 'time',
		query: 'lineItems.boughtAt.gte',
		property: {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders bought at this time or later',
		},
	},
	{
		kind: 'time',
		query: 'lineItems.boughtAt.lte',
		property: {
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders bought at this time or earlier',
		},
	},
	{
		kind: 'text',
		query: 'delivery.method.id',
		property: {
			displayName: 'Delivery Method ID',
			name: 'deliveryMethodId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1fa56f79-4b6a-4821-a6f2-ca9c16d5c925',
			description: 'Only orders with this delivery method',
		},
	},
	{
		kind: 'text',
		query: 'fulfillment.provider.id',
		property: {
			displayName: 'Fulfilled By',
			name: 'fulfilledBy',
			type: 'options',
			options: [
				{ name: 'Allegro', value: 'ALLEGRO' },
				{ name: 'Seller', value: 'SELLER' },
			],
			default: 'SELLER',
			description: 'Only orders shipped by the seller, or by Allegro (One Fulfillment)',
		},
	},
	{
		kind: 'text',
		query: 'fulfillment.status',
		property: {
			displayName: 'Fulfillment Status',
			name: 'fulfillmentStatus',
			type: 'options',
			options: [
				{ name: 'Cancelled', value: 'CANCELLED' },
				{ name: 'New', value: 'NEW' },
				{ name: 'Picked Up', value: 'PICKED_UP' },
				{ name: 'Processing', value: 'PROCESSING' },
				{ name: 'Ready for Pickup', value: 'READY_FOR_PICKUP' },
				{ name: 'Ready for Shipment', value: 'READY_FOR_SHIPMENT' },
				{ name: 'Returned', value: 'RETURNED' },
				{ name: 'Sent', value: 'SENT' },
				{ name: 'Suspended', value: 'SUSPENDED' },
			],
			default: 'NEW',
			description: 'Only orders with this status, which the seller sets',
		},
	},
	{
		kind: 'text',
		query: 'fulfillment.shipmentSummary.lineItemsSent',
		property: {
			displayName: 'Lines Shipped',
			name: 'lineItemsSent',
			type: 'options',
			options: [
				{ name: 'All', value: 'ALL' },
				{ name: 'None', value: 'NONE' },
				{ name: 'Some', value: 'SOME' },
			],
			default: 'NONE',
			description: 'Only orders of which all, some or none of the lines have a waybill',
		},
	},
	{
		kind: 'text',
		query: 'marketplace.id',
		property: {
			displayName: 'Marketplace',
			name: 'marketplaceId',
			type: 'options',
			options: [
				{ name: 'Allegro Business Czechia', value: 'allegro-business-cz' },
				{ name: 'Allegro Czechia', value: 'allegro-cz' },
				{ name: 'Allegro Hungary', value: 'allegro-hu' },
				{ name: 'Allegro Poland', value: 'allegro-pl' },
				{ name: 'Allegro Slovakia', value: 'allegro-sk' },
			],
			default: 'allegro-pl',
			description: 'Only orders placed on this site',
		},
	},
	{
		kind: 'text',
		query: 'payment.id',
		property: {
			displayName: 'Payment ID',
			name: 'paymentId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0f8f1d13-7e9e-11e8-9b00-c5b0dfb78ea6',
			description: 'Only the orders paid with this payment',
		},
	},
	{
		kind: 'text',
		query: 'status',
		property: {
			displayName: 'Order Status',
			name: 'status',
			type: 'options',
			options: [
				{
					name: 'Bought',
					value: 'BOUGHT',
					description: 'Bought, but the buyer has not chosen delivery and payment',
				},
				{ name: 'Cancelled', value: 'CANCELLED' },
				{
					name: 'Filled In',
					value: 'FILLED_IN',
					description: 'The buyer has chosen delivery and payment, but not paid',
				},
				{
					name: 'Ready for Processing',
					value: 'READY_FOR_PROCESSING',
					description: 'Paid or cash on delivery',
				},
			],
			default: 'READY_FOR_PROCESSING',
			description: 'Only orders with this status, which the purchase and its payment set',
		},
	},
	{
		kind: 'text',
		query: 'surcharges.id',
		property: {
			displayName: 'Surcharge ID',
			name: 'surchargeId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0f8f1d13-7e9e-11e8-9b00-c5b0dfb78ea6',
			description: 'Only the order with this surcharge',
		},
	},
	{
		kind: 'time',
		query: 'updatedAt.gte',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders that the buyer changed at this time or later',
			hint: 'Counts payment, cancellation and address changes, not your own status changes',
		},
	},
	{
		kind: 'time',
		query: 'updatedAt.lte',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders that the buyer changed at this time or earlier',
		},
	},
];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Allegro does not know its own ids in capitals. See allegro-api #9119. */
export function lowerCaseId<T>(value: T): T | string {
	return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : value;
}

export const ORDER_ID = {
	expression: UUID,
	looksLike: '29738e61-7f6a-11e8-ac45-09db60ede9d6',
};

export const orders: OrderSource<CheckoutForm> = {
	idPattern: ORDER_ID,
	id: idOf,
	get: async (call, orderId) => {
		const { body } = await call.client.send({
			method: 'GET',
			path: `${PATH}/${pathSegment(lowerCaseId(orderId))}`,
		});
		return object(body);
	},
	list: (call, limit, cursor) => {
		const filters = readFilters(call);
		const byKey = limit > MAX_DEPTH || cursor?.isResumable === true;
		if (limit > MAX_DEPTH && limit !== Infinity && cursor?.isResumable !== true)
			call.hint(OLDEST_FIRST);
		return byKey ? everything(call, filters, limit, cursor) : newest(call, filters, limit);
	},
	rank: boughtAt,
	resumes: () => null,
	toOrder: (form, call) => {
		const { account, settings } = call.client.connection;
		return toOrder(form, { account, isSandbox: settings?.environment === 'sandbox' });
	},
	asSent: (form) => [form],
};

function readFilters(call: Call): Query {
	const written = FilterValues.read(call, orderFilters).query(utcIso);
	const entries = Object.entries(written).map(([name, value]) => [name, lowerCaseId(value)]);
	return Object.fromEntries(entries) as Query;
}

/** By `updatedAt`, the one sort key that is a single value and only grows. */
async function* everything(
	call: Call,
	filters: Query,
	limit: number,
	cursor?: ListCursor<CheckoutForm>,
): AsyncGenerator<CheckoutForm[]> {
	const list: KeysetList<CheckoutForm> = {
		pageSize: PAGE_SIZE,
		depth: MAX_DEPTH,
		parallel: limit > MAX_DEPTH ? PARALLEL : 1,
		id: idOf,
		key: changedAt,
		read: async (from, offset) =>
			await listForms(call, {
				...filters,
				...(from === undefined ? {} : { 'updatedAt.gte': from }),
				sort: 'updatedAt',
				limit: PAGE_SIZE,
				...(offset === 0 ? {} : { offset }),
			}),
	};
	for await (const part of keyset(list, readFrom(cursor))) {
		const from = part.length > 0 ? changedAt(part[part.length - 1]) : '';
		// Those with the same key come again when the list goes on there.
		const again = part.filter((form) => changedAt(form) === from);
		if (from !== '') cursor?.advance({ from }, again);
		yield part;
	}
}

function idOf(form: CheckoutForm): string {
	return text(form.id) ?? '';
}

function changedAt(form: CheckoutForm): string {
	return text(form.updatedAt) ?? text(object(list(form.lineItems)[0]).boughtAt) ?? '';
}

function readFrom(cursor: ListCursor<CheckoutForm> | undefined): string | undefined {
	const { from } = cursor?.start ?? {};
	if (from === undefined || (typeof from === 'string' && from !== '')) return from;
	throw invalidCursor();
}

/** As `lineItems.boughtAt` sorts: by the line that was bought last. */
function boughtAt(form: CheckoutForm): number {
	return Math.max(...list(form.lineItems).map((line) => timeOf(line.boughtAt) ?? 0), 0);
}

/** By the time of the purchase, which stays; who processes orders meanwhile makes the list shorter. */
function newest(call: Call, filters: Query, limit: number): AsyncGenerator<CheckoutForm[]> {
	const pageSize = Math.min(limit, PAGE_SIZE);
	const query = { ...filters, sort: '-lineItems.boughtAt', limit: pageSize };
	return overlapped<CheckoutForm>({
		pageSize,
		depth: MAX_DEPTH,
		id: idOf,
		read: async (offset) => await listForms(call, offset === 0 ? query : { ...query, offset }),
	});
}

import type { INodePropertyOptions } from 'n8n-workflow';
import type { Filters } from '../../../core/operations/filters';
import { ORDER_ID as ORDER_NUMBER } from './reports/columns';

/** As users see it. */
export const ORDER_ID = { expression: ORDER_NUMBER, looksLike: '902-3159896-1390916' };

const STATUSES: INodePropertyOptions[] = [
	{ name: 'Cancelled', value: 'CANCELLED' },
	{
		name: 'Invoice Unconfirmed',
		value: 'INVOICE_UNCONFIRMED',
		description: 'Brazil, only with Orders v0',
	},
	{ name: 'Partially Shipped', value: 'PARTIALLY_SHIPPED' },
	{ name: 'Pending', value: 'PENDING', description: 'The payment is not yet authorized' },
	{
		name: 'Pending Availability',
		value: 'PENDING_AVAILABILITY',
		description: 'A preorder of an item that is not yet released',
	},
	{ name: 'Shipped', value: 'SHIPPED' },
	{ name: 'Unfulfillable', value: 'UNFULFILLABLE' },
	{ name: 'Unshipped', value: 'UNSHIPPED' },
];

const showForV0 = { show: { '/apiVersion': ['v0'] } };

/** Filters of both versions; those of v0 alone have no counterpart. */
export const orderFilters: Filters = [
	{
		kind: 'text',
		property: {
			displayName: 'Buyer Email',
			name: 'buyerEmail',
			type: 'string',
			displayOptions: showForV0,
			default: '',
			placeholder: 'e.g. abc123@marketplace.amazon.com',
			description: 'Only orders of this buyer, by the relay address that Amazon provides',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed at this time or later',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed before this time',
			hint: 'Amazon lists orders up to two minutes ago; a later time is cut to that',
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Fulfilled By',
			name: 'fulfilledBy',
			type: 'multiOptions',
			options: [
				{ name: 'Amazon', value: 'AMAZON', description: 'FBA' },
				{ name: 'Seller', value: 'MERCHANT', description: 'FBM' },
			],
			default: [],
			description: 'Only orders shipped by Amazon (FBA), or by the seller (FBM)',
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Order IDs',
			name: 'orderIds',
			type: 'string',
			displayOptions: showForV0,
			default: '',
			placeholder: 'e.g. 902-3159896-1390916, 902-3159896-1390917',
			description: 'Only these orders, separated by commas',
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Payment Methods',
			name: 'paymentMethods',
			type: 'multiOptions',
			displayOptions: showForV0,
			options: [
				{ name: 'Cash on Delivery', value: 'COD' },
				{ name: 'Convenience Store', value: 'CVS', description: 'Only in Japan' },
				{ name: 'Other', value: 'Other' },
			],
			default: [],
			description: 'Only orders with one of these payment methods',
		},
	},
	{
		kind: 'text',
		property: {
			displayName: 'Seller Order ID',
			name: 'sellerOrderId',
			type: 'string',
			displayOptions: showForV0,
			default: '',
			description: 'Only the order with your own order number',
			hint: 'Can be combined only with Created dates',
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: STATUSES,
			default: [],
			description: 'Only orders with one of these statuses',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders that changed at this time or later',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders that changed before this time',
			hint: 'Amazon lists orders up to two minutes ago; a later time is cut to that',
		},
	},
];

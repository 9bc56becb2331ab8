/** RETURNED can be read and never set. */
export const SETTABLE = [
	'NEW',
	'PROCESSING',
	'READY_FOR_SHIPMENT',
	'READY_FOR_PICKUP',
	'SENT',
	'PICKED_UP',
	'CANCELLED',
	'SUSPENDED',
];
export const SUMMARIES = ['NONE', 'SOME', 'ALL'];
export const PROVIDERS = ['SELLER', 'ALLEGRO'];

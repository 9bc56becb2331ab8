import { shownAccount } from '../marketplace';
import type { ItemCall } from '../operations/call';
import type { Written } from './operation';

/** What all items of writes begin with. */
export interface WriteItem {
	schema: string;
	marketplace: string;
	account: string | null;
	[field: string]: unknown;
}

export function outputOf(schema: string, { client }: ItemCall): WriteItem {
	const { marketplace, connection } = client;
	return { schema, marketplace: marketplace.id, account: shownAccount(connection) };
}

/** The item of an order whose status was set, that was confirmed or cancelled: `status/1`. */
export function statusItem(
	call: ItemCall,
	{
		wish,
		status,
		handle,
		warnings,
	}: Pick<
		Written<{ orderId: string; warnings?: readonly string[] }, unknown>,
		'wish' | 'status' | 'handle' | 'warnings'
	>,
	/** The marketplace's own word for the status that the order has now, where it is known. */
	orderStatusRaw: string | null,
	more: readonly string[] = [],
): WriteItem {
	return {
		...outputOf('status/1', call),
		orderId: wish.orderId,
		status,
		orderStatusRaw,
		...(handle ? { handle } : {}),
		warnings: [...(wish.warnings ?? []), ...warnings, ...more],
	};
}

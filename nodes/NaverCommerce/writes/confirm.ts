import { flag, part, text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';
import { statusItem } from '../../../core/writes/item';
import type { Answer, WriteOperation, Writer } from '../../../core/writes/operation';
import { orderName, readOrderId } from '../../../core/writes/parcel';
import {
	lookAtProductOrders,
	type Meant,
	NUMBER,
	type OrderState,
	type OrderWish,
	refused,
	standingOf,
	statusRawOf,
	take,
} from './product-orders';
import { answers, chunkKey, post, type Refused } from './results';

interface Confirmation {
	readonly productOrderId: string;
}

const ADDRESS_CHANGED =
	'The delivery address changed after the order was placed. Read the order again before you print the label.';

/**
 * _Order > Confirm_ (발주확인): 30 product orders in one call. An order number cannot be told from a product order
 * number, so each needs a look before.
 */
export const confirm: WriteOperation<OrderWish, OrderState, Confirmation | Refused> = {
	words: { things: 'orders', done: 'confirmed', parts: 'product orders' },
	names: orderName,
	read: (call) => ({ orderId: readOrderId(call, NUMBER), lines: 'all' }),
	subject: ({ orderId }) => orderId,
	key: ({ orderId }) => orderId,
	lookUp: async (subjects, reader) => await lookAtProductOrders(subjects, reader, () => true),
	plan(wish, state) {
		const meant = take(wish, state as OrderState, wish.orderId);
		const parts = meant.flatMap(partOf);
		if (parts.length > 0 || meant.some(isConfirmed)) return parts;
		throw new InvalidInputError(
			`Nothing is left to be confirmed in order '${wish.orderId}'`,
			'All its product orders were cancelled',
		);
	},
	chunk: { size: 30, key: chunkKey, identity: ({ productOrderId }) => productOrderId },
	write: async (parts, writer) =>
		await answers(parts, async (sendable) => await send(sendable, writer)),
	repeat: 'safe',
	whereToLook:
		'Run the node again: what was confirmed is found. Or look at the order in Smart Store Center (스마트스토어센터)',
	toItem(written, _others, call) {
		// The lines of an order have one address.
		const warnings = [...new Set(written.warnings)];
		return statusItem(call, { ...written, warnings }, statusRawOf(written.state));
	},
};

function isConfirmed({ detail }: Meant): boolean {
	const isOk = text(part(detail.productOrder).placeOrderStatus) === 'OK';
	return standingOf(detail) === 'sent' || (standingOf(detail) === 'open' && isOk);
}

function partOf(meant: Meant): Array<Confirmation | Refused> {
	const standing = standingOf(meant.detail);
	if (standing === 'cancelled' || isConfirmed(meant)) return [];
	return [standing === 'open' ? { productOrderId: meant.id } : refused(meant.id, standing)];
}

async function send(parts: readonly Confirmation[], writer: Writer): Promise<Map<string, Answer>> {
	const productOrderIds = parts.map(({ productOrderId }) => productOrderId);
	const results = await post(writer.send, 'confirm', { productOrderIds }, true);
	return new Map(
		[...results].map(([id, result]): [string, Answer] => {
			if ('done' in result) {
				const isChanged = flag(result.done.isReceiverAddressChanged) === true;
				return [id, { status: 'done', warnings: isChanged ? [ADDRESS_CHANGED] : [] }];
			}
			// A look has just shown that it was not so: then it was done by a call whose answer was lost.
			return [id, result.isSo ? { status: 'done' } : { status: 'failed', error: result.error }];
		}),
	);
}

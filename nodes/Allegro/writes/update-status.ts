import type { ItemCall } from '../../../core/operations/call';
import { part, text } from '../../../core/orders/read';
import { InvalidInputError, raise, ResponseError } from '../../../core/request/errors';
import { statusItem } from '../../../core/writes/item';
import { lookAtEach } from '../../../core/writes/look-up';
import type { WriteOperation } from '../../../core/writes/operation';
import { orderName, readOrderId } from '../../../core/writes/parcel';
import { lowerCaseId, ORDER_ID } from '../orders/list';
import type { CheckoutForm } from '../orders/wire';
import { type Fulfillment, readForm, setFulfillment } from './order';
import { readStatus } from './statuses';

interface StatusWish {
	readonly orderId: string;
	readonly status: string;
}

/** What of an order decides whether its status has to be set, and against which state. */
interface OrderState {
	readonly status: string | null;
	readonly revision: string | null;
}

/** _Order > Update Status_: the seller's own status. */
export const updateStatus: WriteOperation<StatusWish, OrderState, Fulfillment> = {
	words: { things: 'orders', done: 'updated' },
	names: orderName,
	read: (call: ItemCall) => ({
		orderId: lowerCaseId(readOrderId(call, ORDER_ID)),
		status: readStatus(call.parameter<unknown>('status', ''), 'Status'),
	}),
	subject: ({ orderId }) => orderId,
	key: ({ orderId }) => orderId,
	merge(first, second) {
		if (first.status === second.status) return first;
		throw new InvalidInputError(
			`order '${first.orderId}' would get two statuses, ${first.status} and ${second.status}`,
			'Leave one of the two items out',
		);
	},
	lookUp: async (subjects, { send }) =>
		await lookAtEach(subjects, async (orderId) => stateOf(await readForm(send, orderId))),
	plan({ orderId, status }, state) {
		if (state?.status === status) return [];
		return [{ orderId, status, revision: state?.revision }];
	},
	async write([wanted], { send }) {
		try {
			await setFulfillment(send, wanted);
		} catch (error) {
			if (!isOutdated(error)) return raise(error);
			await setAgain();
		}
		return [{ status: 'done' }];

		/** Somebody has changed the order since it was read; perhaps it was this call, whose answer was lost. */
		async function setAgain(): Promise<void> {
			const { status, revision } = stateOf(await readForm(send, wanted.orderId));
			if (status === wanted.status) return;
			// Allegro may still show the order as it was before the change: then there is none to send.
			const isOld = revision === wanted.revision;
			await setFulfillment(send, { ...wanted, revision: isOld ? null : revision });
		}
	},
	repeat: 'safe',
	whereToLook: "Look at the order in Allegro's Sales Center before you run this again",
	toItem: (written, _others, call) => statusItem(call, written, written.wish.status),
};

function stateOf(form: Partial<CheckoutForm>): OrderState {
	return { status: text(part(form.fulfillment).status), revision: text(form.revision) };
}

function isOutdated(error: unknown): boolean {
	return error instanceof ResponseError && error.response.status === 409;
}

import type { ItemCall } from '../../../core/operations/call';
import { count, object, text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';
import { orderName } from '../../../core/writes/parcel';
import { statusItem } from '../../../core/writes/item';
import { lookAtEach } from '../../../core/writes/look-up';
import type { WriteOperation } from '../../../core/writes/operation';
import { PATH } from '../orders/list';
import { orderIdOf } from './order';
import { CANCELLED, statusId, statusName, statusNames } from './statuses';

interface Wish {
	readonly orderId: string;
	readonly status: number;
}

/** The order as BigCommerce sends it. */
type State = Readonly<Record<string, unknown>>;

/** Sets the status that `statusOf` names. The order is read first: the same status again might bring an email. */
function setStatus(
	done: string,
	statusOf: (call: ItemCall) => number,
): WriteOperation<Wish, State, Wish> {
	return {
		words: { things: 'orders', done },
		names: orderName,
		read: (call) => ({ orderId: orderIdOf(call), status: statusOf(call) }),
		subject: ({ orderId }) => orderId,
		key: ({ orderId }) => orderId,
		merge: (first, second) => {
			if (first.status === second.status) return first;
			const both = [first, second].map(({ status }) => `'${statusName(status)}'`);
			throw new InvalidInputError(
				`order '${first.orderId}' is to be ${both.join(' and ')}`,
				'Leave one of the two out',
			);
		},
		lookUp: async (subjects, { send }) =>
			await lookAtEach(subjects, async (orderId) => {
				const { body } = await send({ method: 'GET', path: `${PATH}/${orderId}` });
				return object(body);
			}),
		plan: (wish, order) => (isSet(order, wish.status) ? [] : [wish]),
		write: async ([{ orderId, status }], { send }) => {
			const { body } = await send({
				method: 'PUT',
				path: `${PATH}/${orderId}`,
				body: { status_id: status },
				idempotent: true,
			});
			const order = object(body);
			return [isSet(order, status) ? { status: 'done', body: order } : undefined];
		},
		repeat: 'safe',
		whereToLook: "Look at the status of the order in BigCommerce's control panel",
		toItem: (written, _others, call) => {
			const { wish, state, bodies } = written;
			const order = object(bodies[0] ?? state);
			return statusItem(call, written, text(order.status) ?? statusName(wish.status));
		},
	};
}

function isSet(order: State | undefined, status: number): boolean {
	return count(order?.status_id) === status;
}

/** _Order > Update Status_. */
export const updateStatus = setStatus('updated', (call) => {
	const written = call.required('status', 'Status');
	const id = statusId(written);
	if (id !== undefined) return id;
	throw new InvalidInputError(
		`'Status' is not a status of BigCommerce: ${written.slice(0, 40)}`,
		`Use one of these, or its number from 0 to 14: ${statusNames.join(', ')}`,
	);
});

/** _Order > Cancel_: no money is moved. See BEHAVIOR.md, Status. */
export const cancel = setStatus('cancelled', () => CANCELLED);

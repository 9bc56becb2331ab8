import type { ItemCall } from '../../../core/operations/call';
import { count, text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';
import { pathSegment } from '../../../core/request/address';
import { statusItem } from '../../../core/writes/item';
import type { Answer, WriteOperation, Writer } from '../../../core/writes/operation';
import { orderName, readLines, readOrderId } from '../../../core/writes/parcel';
import { claimsOf, isWithdrawn } from '../orders/claims';
import type { Claim } from '../orders/wire';
import {
	checkLines,
	lookAtProductOrders,
	type Meant,
	NUMBER,
	type OrderState,
	type OrderWish,
	refusal,
	refused,
	standingOf,
	statusRawOf,
	take,
	unitsLeft,
} from './product-orders';
import { answers, post, type Refused } from './results';
import { REASONS } from './panel';

interface CancelWish extends OrderWish {
	readonly reason: string;
	readonly detailedReason: string | null;
}

/** As Naver wants it, with the product order that it is for. */
interface CancelRequest {
	readonly productOrderId: string;
	readonly cancelReason: string;
	readonly cancelDetailedReason?: string;
	/** Without it, all units. */
	readonly cancelQuantity?: number;
}

const MOST_CHARACTERS = 500;

/**
 * _Order > Cancel_ (취소 요청): one call for each product order. It gives money back, so a look comes before, and
 * after a lost answer another one.
 */
export const cancel: WriteOperation<CancelWish, OrderState, CancelRequest | Refused> = {
	words: { things: 'orders', done: 'cancelled', parts: 'product orders' },
	names: orderName,
	read,
	subject: ({ orderId }) => orderId,
	key,
	merge(first, second) {
		if (first.reason === second.reason) return first;
		throw new InvalidInputError(
			`order '${first.orderId}' has two reasons`,
			'Choose one reason for the same lines',
		);
	},
	lookUp: async (subjects, reader) => await lookAtProductOrders(subjects, reader, () => true),
	plan(wish, given) {
		const state = given as OrderState;
		const meant = take(wish, state, key(wish));
		const parts = meant.flatMap((one) => partOf(one, wish, state));
		if (parts.length > 0 || meant.some((one) => isDone(one, wish, state))) return parts;
		throw new InvalidInputError(
			`Nothing is left to be cancelled in order '${wish.orderId}'`,
			'It was sent before. The buyer can return the goods, or you handle it in Smart Store Center (스마트스토어센터)',
		);
	},
	write: async (parts, writer) =>
		await answers(parts, async (sendable) => await send(sendable, writer)),
	repeat: 'afterLook',
	whereToLook:
		'Look at the claims of the order in Smart Store Center (스마트스토어센터) before you run the node again',
	toItem(written, _others, call) {
		const { wish, state, status } = written;
		// After a cancellation, nobody has read what Naver calls it now.
		const raw = status === 'unchanged' ? statusRawOf(state) : null;
		return statusItem(call, written, raw, status === 'unchanged' ? partWarnings(wish) : []);
	},
};

function key({ orderId, lines }: CancelWish): string {
	return JSON.stringify([orderId, lines]);
}

function read(call: ItemCall): CancelWish {
	const wish = { orderId: readOrderId(call, NUMBER), lines: readLines(call) };
	checkLines(wish);
	const reason = call.required('reason', 'Reason');
	if (!REASONS.some(({ value }) => value === reason)) {
		throw new InvalidInputError(
			`'Reason' is not a reason that Naver knows: ${reason.slice(0, 40)}`,
			`Use one of ${REASONS.map(({ value }) => value).join(', ')}`,
		);
	}
	const detailedReason = text(call.collection('options').cancelDetailedReason);
	if ((detailedReason?.length ?? 0) > MOST_CHARACTERS) {
		throw new InvalidInputError(
			`'Detailed Reason' has more than ${MOST_CHARACTERS} characters`,
			'Enter a shorter text',
		);
	}
	return { ...wish, reason, detailedReason };
}

function partOf(meant: Meant, wish: CancelWish, state: OrderState): Array<CancelRequest | Refused> {
	const { id, detail, quantity, isNamed } = meant;
	if (isDone(meant, wish, state)) return [];
	const standing = standingOf(detail);
	if (standing === 'claimed') return [claimed(id)];
	if (standing === 'sent') return isNamed ? [refused(id, standing)] : [];
	const left = unitsLeft(detail);
	if (quantity !== null && left !== null && quantity > left) {
		throw new InvalidInputError(
			`Product order '${id}' has ${left} units, not ${quantity}`,
			"Leave 'Quantity' empty for all of them",
		);
	}
	return [
		{
			productOrderId: id,
			cancelReason: wish.reason,
			...(wish.detailedReason === null ? {} : { cancelDetailedReason: wish.detailedReason }),
			...(quantity === null ? {} : { cancelQuantity: quantity }),
		},
	];
}

function claimed(id: string): Refused {
	return refusal(
		id,
		'has an open claim already',
		"Decide about it in Smart Store Center (스마트스토어센터). Approving a buyer's cancel request cancels it",
	);
}

/**
 * Whether it is cancelled already, or as many units of it by the same claim: what gives money back is not sent
 * twice. An open request may be the buyer's, so it counts only after our own request has had no answer.
 */
function isDone({ detail, quantity }: Meant, { reason }: CancelWish, { isCheck }: OrderState) {
	if (standingOf(detail) === 'cancelled') return true;
	return claimsOf(detail).some((claim) => {
		const status = text(claim.claimStatus);
		const isRequest = status === 'CANCEL_REQUEST';
		const isMeant = status?.includes('CANCEL') === true && !isWithdrawn(status);
		if (!isMeant || (isRequest && !isCheck) || reasonOf(claim) !== reason) return false;
		return quantity === null ? isRequest : count(claim.requestQuantity) === quantity;
	});
}

function reasonOf({ cancelReason, claimRequestReason }: Partial<Claim>): string | null {
	return text(cancelReason) ?? text(claimRequestReason);
}

/** A part of a line may be meant to be cancelled again. */
function partWarnings({ lines }: CancelWish): string[] {
	if (lines === 'all' || lines.every(({ quantity }) => quantity === null)) return [];
	return [
		'As many units were cancelled before for the same reason, so nothing was sent. To cancel more, use Smart Store Center (스마트스토어센터).',
	];
}

async function send(
	[part]: readonly CancelRequest[],
	writer: Writer,
): Promise<Map<string, Answer>> {
	const { productOrderId: id, ...body } = part;
	const path = `${pathSegment(id)}/claim/cancel/request`;
	const result = (await post(writer.send, path, body, false)).get(id);
	if (result === undefined) return new Map();
	if ('done' in result) return new Map([[id, { status: 'done' }]]);
	return new Map([
		[id, result.isSo ? { status: 'unchanged' } : { status: 'failed', error: result.error }],
	]);
}

import type { Send } from '../../../core/marketplace';
import { count, part, text } from '../../../core/orders/read';
import { chunks } from '../../../core/lists/windows';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, ResponseError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import type { WantedLines } from '../../../core/writes/open-lines';
import type { Reader, States, Subjects } from '../../../core/writes/operation';
import { claimsOf, GONE, hasOpenClaim, SENT, unitsOf, wordsOf } from '../orders/claims';
import { details, MAX_IDS, productOrderId } from '../orders/details';
import { productOrderIds } from '../orders/full-orders';
import type { Claim, ProductOrderDetail } from '../orders/wire';
import type { Refused } from './results';

type Detail = Partial<ProductOrderDetail>;

/** Order numbers and product order numbers look alike. */
export const NUMBER = { expression: /^\d{16}$/, looksLike: '2022051120592121' };

const PANEL = 'Smart Store Center (스마트스토어센터)';

/** What a wish names: an order, or a product order, and perhaps lines, which are product orders. */
export interface OrderWish {
	readonly orderId: string;
	readonly lines: WantedLines;
}

/** A number that Naver could not know is found before anything is sent. */
export function checkLines({ lines }: OrderWish): void {
	if (lines === 'all') return;
	const wrong = lines.find(({ lineId }) => !NUMBER.expression.test(lineId));
	if (wrong === undefined) return;
	throw new InvalidInputError(
		`'Line ID' is not a product order number (상품주문번호): ${wrong.lineId.slice(0, 40)}`,
		"Use 'lines[].id' of the order, e.g. 2022051122441251",
	);
}

/** The product orders that wishes of one `orderId` are about. */
export interface OrderState {
	/** All that are meant, also those that Naver does not show. */
	readonly ids: readonly string[];
	readonly details: ReadonlyMap<string, Detail>;
	/** Whether these are all lines of the order. */
	readonly isWhole: boolean;
	/** Whether it was read because an answer was lost. */
	readonly isCheck: boolean;
	/** The wish of this run, by its key, that has each of them. */
	readonly takenBy: Map<string, string>;
}

/**
 * Looks at what the wishes are about: one call for each order whose lines are not named, and one for 300 product
 * orders. `needsLook`: whether a wish with named lines needs one, too.
 */
export async function lookAtProductOrders<Wish extends OrderWish>(
	subjects: Subjects<Wish>,
	{ send, isCheck }: Reader,
	needsLook: (wish: Wish) => boolean,
): Promise<States<OrderState>> {
	const meant = await lookAtEach(subjects, async (orderId, wishes) => {
		const isNeeded = isCheck || wishes.some((wish) => wish.lines === 'all' || needsLook(wish));
		return isNeeded ? await idsOf(send, orderId, wishes) : undefined;
	});
	const all = [...meant.values()].flatMap((one) => (one instanceof Error ? [] : one.ids));
	const read = await readDetails(send, [...new Set(all)]);
	return new Map(
		[...meant].map(([orderId, one]): [string, OrderState | Error] => {
			if (one instanceof Error) return [orderId, one];
			const found = new Map<string, Detail>();
			for (const id of one.ids) {
				const detail = read.get(id);
				if (detail instanceof Error) return [orderId, detail];
				if (detail) found.set(id, detail);
			}
			return [orderId, { ...one, details: found, isCheck, takenBy: new Map() }];
		}),
	);
}

async function idsOf(
	send: Send,
	orderId: string,
	wishes: readonly OrderWish[],
): Promise<Pick<OrderState, 'ids' | 'isWhole'>> {
	const named = wishes.flatMap(({ lines }) =>
		lines === 'all' ? [] : lines.map(({ lineId }) => lineId),
	);
	if (wishes.every(({ lines }) => lines !== 'all')) return { ids: named, isWhole: false };
	const ofOrder = await idsOfOrder(send, orderId);
	// No order of this number: then it is one of a product order.
	const ids = ofOrder.length > 0 ? ofOrder : [orderId];
	return { ids: [...new Set([...ids, ...named])], isWhole: ofOrder.length > 0 };
}

async function idsOfOrder(send: Send, orderId: string): Promise<string[]> {
	try {
		return await productOrderIds({ client: { send } }, orderId);
	} catch (error) {
		const isUnknown = error instanceof ResponseError && ['gone', 'invalid'].includes(error.verdict);
		return isUnknown ? [] : raise(error);
	}
}

/** What cannot be read is an error in its place. */
async function readDetails(
	send: Send,
	ids: readonly string[],
): Promise<Map<string, Detail | Error>> {
	const found = new Map<string, Detail | Error>();
	for (const some of chunks(ids, MAX_IDS)) {
		try {
			for (const detail of await details({ client: { send } }, some)) {
				found.set(productOrderId(detail), needed(detail));
			}
		} catch (error) {
			if (error instanceof StoppedError) raise(error);
			for (const id of some) found.set(id, error as Error);
		}
	}
	return found;
}

/** Of ten thousand orders, with all that Naver tells of them, few would fit into the memory. */
function needed({ productOrder, delivery, order, ...claims }: Detail): Detail {
	const { productOrderStatus, claimStatus, placeOrderStatus, giftReceivingStatus } =
		part(productOrder);
	const { quantity, initialQuantity, remainQuantity } = part(productOrder);
	const { deliveryCompany, deliveryMethod, sendDate, trackingNumber } = part(delivery);
	return {
		...claims,
		order: { orderId: part(order).orderId } as ProductOrderDetail['order'],
		productOrder: {
			...{ productOrderStatus, claimStatus, placeOrderStatus, giftReceivingStatus },
			...{ quantity, initialQuantity, remainQuantity },
		} as ProductOrderDetail['productOrder'],
		delivery: {
			...{ deliveryCompany, deliveryMethod, sendDate, trackingNumber },
		} as ProductOrderDetail['delivery'],
	};
}

/** How a product order stands, for what a seller may do with it. */
export type Standing =
	| 'open'
	| 'unpaid'
	| 'sent'
	/** Or on its way to be. */
	| 'cancelled'
	/** The buyer has asked for something that the seller has to decide. */
	| 'claimed';

export function standingOf(detail: Detail): Standing {
	const status = text(part(detail.productOrder).productOrderStatus);
	if (status !== null && SENT.has(status)) return 'sent';
	if (GONE.has(status)) return 'cancelled';
	if (hasOpenClaim(detail)) return isBeingCancelled(detail) ? 'cancelled' : 'claimed';
	return status === 'PAYMENT_WAITING' ? 'unpaid' : 'open';
}

/** Whether Naver is cancelling all of it; there is nothing to decide any more. */
function isBeingCancelled(detail: Detail): boolean {
	if (!wordsOf(detail).some((word) => word.endsWith('CANCELING'))) return false;
	const { ordered } = unitsOf(detail);
	const isUnderWay = (claim: Partial<Claim>) => text(claim.claimStatus)?.endsWith('CANCELING');
	const units = claimsOf(detail)
		.filter(isUnderWay)
		.map(({ requestQuantity }) => count(requestQuantity));
	return units.every((some) => some === null || ordered === null || some >= ordered);
}

/** Units that were not cancelled or returned. */
export function unitsLeft(detail: Detail): number | null {
	const { remainQuantity, quantity } = part(detail.productOrder);
	return count(remainQuantity) ?? count(quantity) ?? unitsOf(detail).ordered;
}

/** Why a product order is left alone, in a sentence for a person. */
export function refused(id: string, standing: Exclude<Standing, 'open'>): Refused {
	const [happened, advice] = {
		unpaid: ['is not paid yet', 'Wait until the order is paid (결제완료)'],
		sent: ['was sent before', `Look at it in ${PANEL}`],
		cancelled: ['was cancelled', 'Do not send it'],
		claimed: [
			'has an open claim of the buyer, e.g. a cancel request',
			`Decide about the claim in ${PANEL} first`,
		],
	}[standing];
	return refusal(id, happened, advice);
}

export function refusal(id: string, happened: string, advice: string): Refused {
	const error = new InvalidInputError(`Product order '${id}' ${happened}`, advice);
	return { productOrderId: id, refusal: error };
}

/** A product order that a wish is about. */
export interface Meant {
	readonly id: string;
	readonly detail: Detail;
	/** Of what the user named; null for all of it. */
	readonly quantity: number | null;
	/** Whether the user has named it. */
	readonly isNamed: boolean;
}

/** What a wish means of an order. What it `keeps` of that, those that come after it do not get. */
export function take(
	wish: OrderWish,
	state: OrderState,
	key: string,
	keeps: (one: Meant) => boolean = () => true,
): Meant[] {
	const { takenBy } = state;
	const isNamed = wish.lines !== 'all';
	const wanted =
		wish.lines === 'all' ? state.ids.map((lineId) => ({ lineId, quantity: null })) : wish.lines;
	const meant = wanted.flatMap(({ lineId: id, quantity }): Meant[] => {
		const other = takenBy.get(id);
		if (other === undefined || other === key) {
			return [{ id, quantity, isNamed, detail: detailOf(wish, state, id) }];
		}
		if (!isNamed) return [];
		throw new InvalidInputError(
			`Product order '${id}' is in this run twice`,
			'Name each product order in one item',
		);
	});
	for (const { id } of meant.filter(keeps)) takenBy.set(id, key);
	if (meant.length > 0) return meant;
	throw new InvalidInputError(
		`Nothing is left of order '${wish.orderId}' for this item`,
		"An earlier item of this run takes all its lines. To name lines, set 'Lines' to 'Selected Lines'",
	);
}

function detailOf({ orderId }: OrderWish, { details: known, isWhole }: OrderState, id: string) {
	const detail = known.get(id);
	const owner = text(part(detail?.order).orderId);
	if (detail && id !== orderId && owner !== null && owner !== orderId) {
		throw new InvalidInputError(
			`Product order '${id}' belongs to order '${owner}', not to '${orderId}'`,
			"Use 'lines[].id' of the order",
		);
	}
	if (detail) return detail;
	const what =
		id === orderId && !isWhole
			? `neither an order nor a product order '${id}'`
			: `no product order '${id}'`;
	throw new InvalidInputError(
		`Naver shows ${what} in this store`,
		'Check the number (주문번호 or 상품주문번호, 16 digits), and that it belongs to the store of this credential',
	);
}

/** The status as `statusRaw` of an order has it. */
export function statusRawOf(state: OrderState | undefined): string | null {
	const words = [...(state?.details.values() ?? [])].flatMap(wordsOf);
	return [...new Set(words)].join(',') || null;
}

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { runNode } from '../../../../core/operations/run';
import { runWrites } from '../../../../core/writes/run-writes';
import { naver } from '../../../../nodes/NaverCommerce/marketplace';
import { cancel } from '../../../../nodes/NaverCommerce/writes/cancel';
import { confirm } from '../../../../nodes/NaverCommerce/writes/confirm';
import { ship } from '../../../../nodes/NaverCommerce/writes/ship';
import { FakeContext, type RawAnswer } from '../../../kit/fake-context';
import { shopCredential } from '../../../kit/shop';

/** A product order as the store keeps it. */
export interface Line {
	id: string;
	orderId: string;
	quantity: number;
	status: string;
	placeOrderStatus: string;
	claim?: { status: string; reason?: string; quantity?: number; isDone?: boolean };
	delivery?: IDataObject;
	isAddressChanged?: boolean;
	giftReceivingStatus?: string;
}

/** What happens to a call: it fails before it has its effect, or after. */
export type Mishap = 'lostBefore' | 'lostAfter' | 'silent' | number | undefined;

type Fail = { productOrderId: string; code: string; message: string };

const ROOT = '/v1/pay-order/seller';

/** An order number, and those of its product orders. */
export const orderNo = (n: number): string => `20261129${String(n).padStart(8, '0')}`;
export const lineNo = (n: number, line = 1): string =>
	`202611291${String(n * 10 + line).padStart(7, '0')}`;

/** A store at Naver, as strict as the facts say: fail lists with HTTP 200, 30 a call, no empty fields. */
export class NaverStore {
	readonly lines = new Map<string, Line>();
	readonly calls: string[] = [];
	readonly bodies: IDataObject[] = [];
	mishap: (call: string) => Mishap = () => undefined;
	/** A refusal for a product order that it would take otherwise. */
	refuse: (id: string) => string | undefined = () => undefined;

	/** Adds an order with so many lines; the changes are for all of them. */
	order(n: number, lines = 1, changes: Partial<Line> = {}): this {
		for (let at = 1; at <= lines; at++) {
			const id = lineNo(n, at);
			this.lines.set(id, {
				...{ id, orderId: orderNo(n), quantity: 1, status: 'PAYED', placeOrderStatus: 'NOT_YET' },
				...structuredClone(changes),
			});
		}
		return this;
	}

	line(n: number, at = 1): Line {
		return this.lines.get(lineNo(n, at)) as Line;
	}

	answer(method: string, url: string, body: IDataObject): RawAnswer {
		const call = `${method} ${new URL(url).pathname.slice(`/base${ROOT}`.length)}`;
		this.calls.push(call);
		this.bodies.push(body);
		const mishap = this.mishap(call);
		if (mishap === 'lostBefore') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		if (typeof mishap === 'number') return { statusCode: mishap, body: {} };
		const answer = this.serve(call, body);
		if (mishap === 'lostAfter') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		return mishap === 'silent' ? { statusCode: 200, body: { data: {} } } : answer;
	}

	private serve(call: string, body: IDataObject): RawAnswer {
		const [, orderId] = /^GET \/orders\/(\d+)\/product-order-ids$/.exec(call) ?? [];
		if (orderId !== undefined) {
			const ids = [...this.lines.values()].flatMap((line) =>
				line.orderId === orderId ? [line.id] : [],
			);
			return ids.length > 0 ? good(ids) : bad('100003', '주문이 존재하지 않습니다.');
		}
		const [, cancelled] = /^POST \/product-orders\/(\d+)\/claim\/cancel\/request$/.exec(call) ?? [];
		if (cancelled !== undefined) return this.each([cancelled], (line) => this.cancel(line, body));
		const ids = (body.productOrderIds ?? []) as string[];
		if (call === 'POST /product-orders/query') {
			if (ids.length === 0 || ids.length > 300) return bad('4000', 'productOrderIds');
			return good(ids.flatMap((id) => this.lines.get(id) ?? []).map(toDetail));
		}
		if (call === 'POST /product-orders/confirm') return this.confirm(ids);
		if (call !== 'POST /product-orders/dispatch') return { statusCode: 404, body: {} };
		const parcels = body.dispatchProductOrders as IDataObject[];
		const isEmpty = parcels.some((parcel) => Object.values(parcel).includes(''));
		if (isEmpty) return bad('000400', '읽을 수 없습니다.');
		const byId = new Map(parcels.map((parcel) => [parcel.productOrderId as string, parcel]));
		return this.each(
			parcels.map(({ productOrderId }) => productOrderId as string),
			(line) => this.dispatch(line, byId.get(line.id) as IDataObject),
		);
	}

	private each(ids: string[], work: (line: Line) => string | undefined): RawAnswer {
		if (ids.length > 30) return bad('4000', 'max 30');
		if (new Set(ids).size < ids.length) return bad('104131', '상품 주문 번호 중복');
		const successProductOrderIds: string[] = [];
		const failProductOrderInfos: Fail[] = [];
		for (const id of ids) {
			const line = this.lines.get(id);
			const code = line ? (this.refuse(id) ?? work(line)) : '100001';
			if (code === undefined) successProductOrderIds.push(id);
			else failProductOrderInfos.push({ productOrderId: id, code, message: `거절 ${code}` });
		}
		return good({ successProductOrderIds, failProductOrderInfos });
	}

	private dispatch(line: Line, { deliveryMethod, ...parcel }: IDataObject): string | undefined {
		if (line.status === 'DELIVERING') return '105306';
		if (line.status !== 'PAYED') return '104133';
		if (deliveryMethod === 'DELIVERY' && !parcel.deliveryCompanyCode) return '104118';
		if (deliveryMethod === 'DELIVERY' && !parcel.trackingNumber) return '104120';
		if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/.test(String(parcel.dispatchDate))) {
			return '4000';
		}
		const { deliveryCompanyCode, trackingNumber, dispatchDate } = parcel;
		line.status = 'DELIVERING';
		line.delivery = {
			deliveryMethod,
			sendDate: dispatchDate,
			...(deliveryCompanyCode ? { deliveryCompany: deliveryCompanyCode } : {}),
			...(trackingNumber ? { trackingNumber } : {}),
		};
		return undefined;
	}

	private confirm(ids: string[]): RawAnswer {
		const { statusCode, body } = this.each(ids, (line) => {
			if (line.placeOrderStatus === 'OK') return '105306';
			if (line.status !== 'PAYED') return '104133';
			line.placeOrderStatus = 'OK';
			return undefined;
		});
		if (statusCode !== 200) return { statusCode, body };
		const { data } = body as { data: { successProductOrderIds: string[] } };
		const { successProductOrderIds, ...rest } = data;
		const successProductOrderInfos = successProductOrderIds.map((productOrderId) => ({
			productOrderId,
			isReceiverAddressChanged: this.lines.get(productOrderId)?.isAddressChanged ?? false,
		}));
		return good({ successProductOrderInfos, ...rest });
	}

	private cancel(line: Line, body: IDataObject): string | undefined {
		if (line.status !== 'PAYED') return line.status === 'CANCELED' ? '105306' : '104133';
		const quantity = Number(body.cancelQuantity ?? line.quantity);
		const isWhole = quantity === line.quantity;
		if (isWhole) line.status = 'CANCELED';
		line.quantity -= isWhole ? 0 : quantity;
		line.claim = {
			status: 'CANCEL_DONE',
			reason: body.cancelReason as string,
			quantity,
			isDone: true,
		};
		return undefined;
	}
}

const good = (data: unknown): RawAnswer => ({
	statusCode: 200,
	body: { timestamp: '2026-11-29T16:40:00.000+09:00', traceId: 'trace-1', data } as IDataObject,
});

const bad = (code: string, message: string): RawAnswer => ({
	statusCode: 400,
	body: { code, message, traceId: 'trace-1' },
});

function toDetail(line: Line) {
	const { id, orderId, quantity, status, placeOrderStatus, claim, delivery } = line;
	const claimed = claim && {
		claimId: `c${id}`,
		claimStatus: claim.status,
		requestQuantity: claim.quantity,
	};
	return {
		order: { orderId },
		productOrder: {
			...{ productOrderId: id, productOrderStatus: status, placeOrderStatus },
			...{ quantity, initialQuantity: quantity, remainQuantity: quantity },
			...(claim ? { claimStatus: claim.status } : {}),
			giftReceivingStatus: line.giftReceivingStatus,
		},
		...(delivery ? { delivery } : {}),
		...(claimed && claim.isDone === true
			? { completedClaims: [{ ...claimed, claimType: 'CANCEL', claimRequestReason: claim.reason }] }
			: {}),
		...(claimed && claim.isDone !== true
			? { currentClaim: { cancel: { ...claimed, cancelReason: claim.reason } } }
			: {}),
	};
}

interface Setting {
	onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
	retryOnFail?: boolean;
	/** What n8n runs the node with: the same for every try. */
	run?: object;
}

const operations = {
	'order.ship': runWrites(ship),
	'order.confirm': runWrites(confirm),
	'order.cancel': runWrites(cancel),
};

/** The writes of the node, in a store, on these input items. */
export async function write(
	store: NaverStore,
	operation: 'ship' | 'confirm' | 'cancel',
	items: IDataObject[],
	setting: Setting = {},
): Promise<INodeExecutionData[]> {
	const { onError = 'stopWorkflow', retryOnFail = false } = setting;
	const market = {
		...naver,
		credentials: { shopApi: { ...shopCredential(), renewal: 'none' as const } },
	};
	const fake = new FakeContext({ token: 'a-token' }, ({ method, url, body }) =>
		store.answer(
			method ?? 'GET',
			url,
			(typeof body === 'string' ? JSON.parse(body) : (body ?? {})) as IDataObject,
		),
	).context();
	const node = { ...fake.getNode(), onError, retryOnFail };
	const context = {
		...fake,
		getNode: () => node,
		getExecuteData: () => setting.run ?? { node },
		getInputData: () => items.map((json) => ({ json })),
		getTimezone: () => 'Europe/Warsaw',
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			({ resource: 'order', operation, ...items[item] })[name] ?? fallback,
		continueOnFail: () => onError !== 'stopWorkflow',
		getExecutionCancelSignal: () => undefined,
		logger: { info: () => undefined, debug: () => undefined, warn: () => undefined },
	} as unknown as IExecuteFunctions;
	return (await runNode(context, market, operations))[0];
}

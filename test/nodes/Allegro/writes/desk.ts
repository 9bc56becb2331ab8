import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ApiRequest, ApiResponse } from '../../../../core/marketplace';
import type { Client } from '../../../../core/client';
import type { BatchOperation, Outcome } from '../../../../core/operations/batch';
import { ItemCall } from '../../../../core/operations/call';
import { list, object } from '../../../../core/orders/read';
import { NoResponseError, ResponseError } from '../../../../core/request/errors';
import { verdictOf } from '../../../../core/request/retry';
import { Secrets } from '../../../../core/request/secrets';
import { allegro } from '../../../../nodes/Allegro/marketplace';

const ORDER_PATH = /^\/order\/checkout-forms\/([^/]+)(?:\/(\w+))?$/;

export interface KeptOrder {
	lines: Array<{ id: string; quantity: number }>;
	shipments: IDataObject[];
	status: string;
	lineItemsSent: string;
	revision: number;
}

/** What happens to a call: no answer before or after it has its effect, or another status. */
export type Mishap = 'lostBefore' | 'lostAfter' | number | undefined;

export const idOf = (digit: number) => `00000000-0000-4000-8000-${String(digit).padStart(12, '0')}`;

/** The orders of a seller, as Allegro would keep them. */
export class Desk {
	readonly sent: ApiRequest[] = [];
	readonly orders = new Map<string, KeptOrder>();
	/** What happens to a call, by its method and the last part of its path. */
	mishap: (call: string) => Mishap = () => undefined;
	/** Bodies that come whatever the order holds, by the same. */
	readonly answers = new Map<string, object>();
	/** Something that happens at Allegro before it sees a call. */
	meanwhile: (call: string) => void = () => undefined;

	add(orderId: string, lines: Record<string, number>): KeptOrder {
		const kept: KeptOrder = {
			lines: Object.entries(lines).map(([id, quantity]) => ({ id, quantity })),
			shipments: [],
			status: 'NEW',
			lineItemsSent: 'NONE',
			revision: 1,
		};
		this.orders.set(orderId, kept);
		return kept;
	}

	/** Calls so far, in short. */
	get calls(): string[] {
		return this.sent.map(callOf);
	}

	/** Bodies of the calls of one kind. */
	bodies(call: string): unknown[] {
		return this.sent.filter((request) => callOf(request) === call).map(({ body }) => body);
	}

	async run(operation: BatchOperation, items: IDataObject[]): Promise<readonly Outcome[]> {
		return await operation.run(items.map((item, at) => this.call(item, at)));
	}

	call(item: IDataObject, at = 0): ItemCall {
		const client = {
			marketplace: allegro,
			credentialType: 'allegroOAuth2Api',
			connection: { account: '7', settings: {} },
			secrets: new Secrets([]),
			send: this.send,
			maxWaitMs: 60_000,
			signal: new AbortController().signal,
		};
		const context = {
			getNode: () => ({ name: 'Node' }),
			getNodeParameter: (name: string, _at: number, fallback: unknown) => item[name] ?? fallback,
			logger: { info: () => undefined },
		};
		return new ItemCall(context as unknown as IExecuteFunctions, at, client as unknown as Client);
	}

	readonly send = async (request: ApiRequest): Promise<ApiResponse> => {
		this.sent.push(request);
		const call = callOf(request);
		this.meanwhile(call);
		const mishap = this.mishap(call);
		if (mishap === 'lostBefore') throw new NoResponseError('ECONNRESET');
		const { status, body } =
			typeof mishap === 'number' ? { status: mishap, body: {} } : this.answer(request, call);
		if (mishap === 'lostAfter') throw new NoResponseError('ECONNRESET');
		const response = { status, headers: {}, body };
		const verdict = verdictOf(allegro, response);
		if (verdict !== 'ok') throw new ResponseError(response, verdict, request.path);
		return await Promise.resolve(response);
	};

	private answer(
		{ method, path, query, body }: ApiRequest,
		call: string,
	): { status: number; body?: unknown } {
		const written = this.answers.get(call);
		if (written) return { status: 200, body: written };
		const [, orderId = '', resource = ''] = ORDER_PATH.exec(path) ?? [];
		const kept = this.orders.get(orderId);
		if (!kept) return { status: 404, body: {} };
		const given = object(body);
		if (method === 'GET') {
			if (resource === 'shipments') return { status: 200, body: { shipments: kept.shipments } };
			return { status: 200, body: formOf(orderId, kept) };
		}
		if (resource === 'shipments') return { status: 201, body: addShipment(kept, given) };
		const revision = query?.['checkoutForm.revision'];
		if (revision !== undefined && revision !== String(kept.revision)) return { status: 409 };
		kept.status = String(given.status);
		kept.lineItemsSent = String(object(given.shipmentSummary).lineItemsSent ?? kept.lineItemsSent);
		kept.revision++;
		return { status: 204 };
	}
}

function addShipment(kept: KeptOrder, given: Record<string, unknown>): IDataObject {
	const ids = list(given.lineItems).map(({ id }) => String(id));
	const shipment = {
		...given,
		id: `s${kept.shipments.length + 1}`,
		createdAt: '2026-11-29T10:15:00.000Z',
		lineItems: (ids.length > 0 ? ids : kept.lines.map(({ id }) => id)).map((id) => ({ id })),
	};
	kept.shipments.push(shipment);
	return shipment;
}

function formOf(id: string, { lines, status, lineItemsSent, revision }: KeptOrder): object {
	return {
		id,
		revision: String(revision),
		lineItems: lines,
		fulfillment: { status, shipmentSummary: { lineItemsSent } },
	};
}

/** `GET shipments`, `GET` of the order itself, `PUT fulfillment`. */
function callOf({ method, path }: ApiRequest): string {
	const [, , resource = ''] = ORDER_PATH.exec(path) ?? [];
	return `${method} ${resource}`.trim();
}

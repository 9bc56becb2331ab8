import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { BigCommerce } from '../../../../nodes/BigCommerce/BigCommerce.node';
import type { V2NewShipment } from '../../../../nodes/BigCommerce/writes/wire';
import { FakeContext } from '../../../kit/fake-context';

/** A line of an order; by default one physical unit for the address 131. */
export function line(id: number, changes: IDataObject = {}): IDataObject {
	return {
		...{ id, type: 'physical', order_pickup_method_id: 0, order_address_id: 131 },
		...{ quantity: 1, quantity_shipped: 0, quantity_refunded: 0, ...changes },
	};
}

export interface Order {
	status_id: number;
	status: string;
	lines: IDataObject[];
	shipments?: IDataObject[];
}

/** What happens to a call: no answer before or after its effect, or a status. */
export type Mishap = 'lostBefore' | 'lostAfter' | number | undefined;

interface Call {
	method: string;
	path: string;
	query: Record<string, string>;
	body: unknown;
}

const PAGE = 50;

/** A store that does what its API is described to do, and keeps what it was asked. */
export class Store {
	readonly calls: Call[] = [];
	mishap: (call: string) => Mishap = () => undefined;
	private ids = 6;

	constructor(readonly orders: Readonly<Record<string, Order>>) {}

	/** The calls as `METHOD /path`. */
	get lines(): string[] {
		return this.calls.map(({ method, path }) => `${method} ${path}`);
	}

	get bodies(): unknown[] {
		return this.calls.filter(({ method }) => method !== 'GET').map(({ body }) => body);
	}

	shipments(orderId: string): IDataObject[] {
		return this.orders[orderId].shipments ?? [];
	}

	answer(method: string, url: string, qs: object, body: unknown) {
		const { pathname, searchParams } = new URL(url);
		const path = pathname.replace(/^.*\/v2/, '/v2');
		const query = { ...Object.fromEntries(searchParams), ...qs } as Record<string, string>;
		this.calls.push({ method, path, query, body });
		const mishap = this.mishap(`${method} ${path}`);
		if (mishap === 'lostBefore') throw lost();
		if (typeof mishap === 'number') return { statusCode: mishap, body: refusals[mishap] };
		const given = this.serve({ method, path, query, body });
		if (mishap === 'lostAfter') throw lost();
		return given;
	}

	private serve({ method, path, query, body }: Call): { statusCode: number; body?: unknown } {
		const [, orderId, resource] = /^\/v2\/orders\/(\d+)\/?(\w*)$/.exec(path) ?? [];
		const order = this.orders[orderId];
		if (!order) return { statusCode: 404, body: [{ status: 404, message: 'Not found.' }] };
		if (method === 'POST') return { statusCode: 201, body: this.ship(order, body) };
		if (method === 'PUT') Object.assign(order, body, { status: `label ${orderId}` });
		if (resource === '') {
			return { statusCode: 200, body: { id: Number(orderId), ...order, lines: undefined } };
		}
		const all = (resource === 'products' ? order.lines : order.shipments) ?? [];
		const from = (Number(query.page ?? 1) - 1) * PAGE;
		const page = all.slice(from, from + PAGE);
		return page.length === 0 ? { statusCode: 204 } : { statusCode: 200, body: page };
	}

	private ship(order: Order, body: unknown): IDataObject {
		const { items, ...rest } = body as V2NewShipment;
		for (const { order_product_id: id, quantity } of items) {
			const found = order.lines.find((one) => one.id === id) ?? {};
			found.quantity_shipped = Number(found.quantity_shipped) + quantity;
		}
		const shipment = {
			id: ++this.ids,
			date_created: 'Mon, 11 Mar 2019 17:22:08 +0000',
			...{ tracking_number: '', tracking_carrier: '', shipping_provider: '', tracking_link: '' },
			...rest,
			generated_tracking_link: rest.tracking_link === undefined ? 'https://track.example/1' : '',
			items: items.map((item) => ({ ...item, product_id: 0 })),
		};
		order.shipments = [...(order.shipments ?? []), shipment];
		return shipment;
	}
}

function lost(): Error {
	return Object.assign(new Error('lost'), { code: 'ECONNRESET' });
}

const refusals: Readonly<Record<number, unknown>> = {
	400: [{ status: 400, message: 'The quantity is invalid.' }],
	403: { status: 403, title: "You don't have a required scope to access the endpoint" },
};

const CREDENTIAL = {
	...{ method: 'accessToken', environment: 'production' },
	...{ storeHash: 'abc123', accessToken: 'a-token' },
};

export interface Setting {
	onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
	retryOnFail?: boolean;
	/** What n8n runs the node with: the same for every try. */
	run?: object;
}

/** The node on these input items, each with its parameters. */
export async function runOn(
	store: Store,
	operation: string,
	items: IDataObject[],
	{ onError = 'stopWorkflow', retryOnFail = false, run }: Setting = {},
): Promise<INodeExecutionData[]> {
	const fake = new FakeContext(CREDENTIAL, ({ method, url, qs, body }) =>
		store.answer(
			method ?? 'GET',
			url,
			qs ?? {},
			typeof body === 'string' ? JSON.parse(body) : body,
		),
	).context();
	const node = { ...fake.getNode(), onError, retryOnFail };
	const context = {
		...fake,
		getNode: () => node,
		getExecuteData: () => run ?? { node },
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			({ resource: 'order', operation, ...items[item] })[name] ?? fallback,
		continueOnFail: () => onError !== 'stopWorkflow',
		logger: { info: () => undefined, debug: () => undefined },
	} as unknown as IExecuteFunctions;
	const [output] = await new BigCommerce().execute.call(context);
	return output;
}

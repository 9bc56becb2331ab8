import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Kaufland } from '../../../../nodes/Kaufland/Kaufland.node';
import { FakeContext, type RawAnswer } from '../../../kit/fake-context';

/** A piece of an order as Kaufland keeps it, and the numbers that it was sent with. */
export interface Unit {
	id: number;
	orderId: string;
	status: string;
	parcels: string[];
}

/** What happens to a call: no answer before or after its effect, another answer, or something before it. */
export type Mishap = 'lostBefore' | 'lostAfter' | RawAnswer | (() => void) | undefined;

const PAGE = 100;

/** A seller at Kaufland, as strict as its description, who keeps what was asked. */
export class Seller {
	readonly units: Unit[] = [];
	readonly calls: string[] = [];
	readonly bodies: unknown[] = [];
	readonly carriers = ['UPS', 'DHL', 'Other', 'Other Hauler'];
	mishap: (call: string) => Mishap = () => undefined;
	/** What the list says of its length. */
	total: (truth: number) => unknown = (truth) => truth;
	fulfillment = 'fulfilled_by_merchant';
	private serial = 314_567_896_580_900;

	/** Adds an order, with a piece for each status. */
	order(orderId: string, ...statuses: string[]): string[] {
		return statuses.map((status) => {
			const id = ++this.serial;
			this.units.push({ id, orderId, status, parcels: [] });
			return String(id);
		});
	}

	unit(id: string): Unit {
		return this.units.find((unit) => unit.id === Number(id)) as Unit;
	}

	get writes(): string[] {
		return this.calls.filter((call) => !call.startsWith('GET'));
	}

	answer(method: string, url: string, body: IDataObject): RawAnswer {
		const { pathname, searchParams } = new URL(url);
		const call = `${method} ${pathname.replace('/v2', '')}`;
		this.calls.push(call);
		if (method !== 'GET') this.bodies.push(body);
		const mishap = this.mishap(call);
		if (mishap === 'lostBefore') throw lost();
		if (typeof mishap === 'function') mishap();
		if (typeof mishap === 'object') return mishap;
		const given = this.serve(call, searchParams, body);
		if (mishap === 'lostAfter') throw lost();
		return given;
	}

	private serve(call: string, query: URLSearchParams, body: IDataObject): RawAnswer {
		const [, , path, id, verb] = /^(\w+) \/([\w-]+)\/?(\w*)\/?(\w*)$/.exec(call) ?? [];
		if (path === 'carriers') {
			return good({ carriers: this.carriers.map((name) => ({ name, isHauler: false })) });
		}
		if (path === 'orders') {
			const own = this.units.filter(({ orderId }) => orderId === id);
			if (own.length === 0) return bad(404, 'not-found', 'Order does not exist');
			const { fulfillment: fulfillment_type } = this;
			return good({
				id_order: id,
				fulfillment_type,
				order_units: own.map((one) => this.view(one)),
			});
		}
		if (id === '') return this.list(query);
		const unit = this.units.find((one) => String(one.id) === id);
		if (!unit) return bad(404, 'not-found', 'Order unit does not exist');
		return verb === '' ? good(this.view(unit)) : act(unit, verb, body);
	}

	private list(query: URLSearchParams): RawAnswer {
		const statuses = query.getAll('status');
		const found = this.units.filter(({ status }) => statuses.includes(status));
		const offset = Number(query.get('offset') ?? 0);
		const data = found.slice(offset, offset + PAGE).map((unit) => this.view(unit));
		const pagination = { offset, limit: PAGE, total: this.total(found.length) };
		return { statusCode: 200, body: { data, pagination } };
	}

	private view({ id, orderId, status }: Unit): IDataObject {
		const { fulfillment: fulfillment_type } = this;
		return { id_order_unit: id, id_order: orderId, status, fulfillment_type };
	}
}

function act(unit: Unit, verb: string, body: IDataObject): RawAnswer {
	const refused = bad(403, 'action-not-allowed', `Order unit ${unit.id} is ${unit.status}`);
	if (verb === 'send') {
		if (unit.status !== 'need_to_be_sent') return refused;
		unit.parcels.push(String(body.tracking_numbers));
		unit.status = 'sent';
	} else {
		if (!['open', 'need_to_be_sent'].includes(unit.status)) return refused;
		unit.status = 'cancelled';
	}
	return { statusCode: 204 };
}

function good(data: unknown): RawAnswer {
	return { statusCode: 200, body: { data } };
}

export function bad(statusCode: number, type: string, message: string): RawAnswer {
	return { statusCode, body: { type: `/problems/${type}`, message, errors: [] } };
}

function lost(): Error {
	return Object.assign(new Error('lost'), { code: 'ECONNRESET' });
}

const CREDENTIAL = {
	environment: 'production',
	clientKey: 'c'.repeat(32),
	secretKey: 'a'.repeat(64),
};

export type OnError = 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';

/** The node on these input items, each with its parameters. */
export async function runOn(
	seller: Seller,
	operation: string,
	items: IDataObject[],
	onError: OnError = 'stopWorkflow',
): Promise<INodeExecutionData[]> {
	const fake = new FakeContext(CREDENTIAL, ({ method, url, qs, body }) => {
		const address = new URL(url);
		for (const [name, value] of Object.entries(qs ?? {})) {
			for (const one of [value].flat()) address.searchParams.append(name, String(one));
		}
		return seller.answer(
			method ?? 'GET',
			address.href,
			typeof body === 'string' ? JSON.parse(body) : (body as IDataObject),
		);
	}).context();
	const node = { ...fake.getNode(), onError };
	const context = {
		...fake,
		getNode: () => node,
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			({ resource: 'order', operation, ...items[item] })[name] ?? fallback,
		continueOnFail: () => onError !== 'stopWorkflow',
		logger: { info: () => undefined, debug: () => undefined },
	} as unknown as IExecuteFunctions;
	const [output] = await new Kaufland().execute.call(context);
	return output;
}

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ApiRequest } from '../../../core/marketplace';
import { runNode } from '../../../core/operations/run';
import { list, object } from '../../../core/orders/read';
import { clock } from '../../../core/request/clock';
import { InvalidInputError, RefusedWriteError } from '../../../core/request/errors';
import { product, type Product } from '../../../core/products/product';
import { productOperations, type ProductSource } from '../../../core/products/read-products';
import { resultOperation } from '../../../core/products/results';
import {
	priceOperation,
	stockOperation,
	type Target,
	type ValueWrites,
} from '../../../core/products/value-writes';
import type { Answer } from '../../../core/writes/operation';
import { runWrites } from '../../../core/writes/run-writes';
import { FakeContext } from '../../kit/fake-context';
import { shop } from '../../kit/shop';

/** What the shop sells. */
export interface Kept {
	id: string;
	sku: string;
	quantity: number;
	price: string;
	currency?: string;
	/** Where it is sold. */
	site?: string;
	/** Its stock is kept by the shop itself. */
	isKept?: boolean;
}

/** What happens to a call: it fails before it has its effect, or after. */
export type Mishap = 'lostBefore' | 'lostAfter' | number | undefined;

/** A marketplace that sells things under SKUs, some of which several have. */
export class ProductShop {
	readonly calls: Array<{ call: string; body: unknown }> = [];
	mishap: (call: string) => Mishap = () => undefined;
	/** It takes writes, and works on them until this is over. */
	busy = 0;
	/** It shows what was there before. */
	shown: Kept[] | undefined;

	constructor(readonly products: Kept[]) {}

	answer(method: string, url: string, body: unknown): { statusCode: number; body?: unknown } {
		const { pathname, searchParams } = new URL(url);
		const call = `${method} ${pathname.slice('/base'.length)}`;
		this.calls.push({ call, body });
		const mishap = this.mishap(call);
		if (mishap === 'lostBefore') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		if (typeof mishap === 'number') return { statusCode: mishap, body: {} };
		const given = this.serve(call, searchParams, body);
		if (mishap === 'lostAfter') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		return given;
	}

	writes(): unknown[] {
		return this.calls.filter(({ call }) => call.startsWith('PUT')).map(({ body }) => body);
	}

	private serve(
		call: string,
		query: URLSearchParams,
		body: unknown,
	): { statusCode: number; body?: unknown } {
		const shown = this.shown ?? this.products;
		if (call === 'GET /products') {
			const page = Number(query.get('page') ?? 1);
			const named = (name: 'id' | 'sku') => query.getAll(name);
			const isAsked = query.has('sku') || query.has('id');
			const asked = shown.filter(
				({ id, sku }) => named('sku').includes(sku) || named('id').includes(id),
			);
			return {
				statusCode: 200,
				body: { products: isAsked ? asked : shown.slice((page - 1) * 2, page * 2) },
			};
		}
		if (call === 'GET /jobs/j1') return { statusCode: 200, body: { isDone: --this.busy < 0 } };
		const values = list(object(body).values);
		if (values.some(({ value }) => value === '666')) return { statusCode: 400, body: {} };
		for (const { id, field, value } of values) {
			const one = this.products.find((kept) => kept.id === id);
			if (one && value !== '13') {
				Object.assign(one, { [String(field)]: field === 'quantity' ? Number(value) : value });
			}
		}
		const results = values.map(({ value }) => (value === '13' ? 'no' : 'ok'));
		return { statusCode: 200, body: { results, job: this.busy > 0 ? 'j1' : null } };
	}
}

type Place = { place: string };

const words = { thing: 'product', things: 'products' };

function writesOf(field: 'quantity' | 'price'): ValueWrites<Target & { isKept?: boolean }, Place> {
	return {
		words,
		idPattern: { expression: /^p\d+$/, looksLike: 'p1' },
		severalPerSku: true,
		more: (call) => ({ place: String(call.collection('options').place ?? '') }),
		async find(wishes, { send }) {
			const by = (name: 'id' | 'sku') =>
				wishes.flatMap(({ ref }) => (ref.by === name ? [ref.value] : []));
			const query = { id: by('id'), sku: by('sku') };
			const { body } = await send({ method: 'GET', path: '/products', query });
			const all = list<Kept>(object(body).products);
			return new Map(
				wishes.map((wish) => [
					wish,
					all
						.filter((one) => one[wish.ref.by] === wish.ref.value)
						.map((one) => ({
							...one,
							variantId: null,
							site: one.site ?? null,
							present: String(one[field]),
							currency: field === 'price' ? (one.currency ?? null) : null,
						})),
				]),
			);
		},
		check({ isKept }) {
			if (isKept === true) throw new InvalidInputError('Its stock is kept by the shop');
		},
		chunk: { size: 3 },
		async write(parts, { send }) {
			const values = parts.map(({ target, value }) => ({ id: target.id, field, value }));
			const request: ApiRequest = { method: 'PUT', path: '/values', body: { values } };
			const { body } = await send(request);
			const { results, job } = object(body);
			if (job !== null) await send({ method: 'GET', path: `/jobs/${String(job)}` });
			return list<string>(results).map((result): Answer => {
				if (result === 'no') {
					return { status: 'failed', error: new RefusedWriteError('Bad luck', { code: 'E13' }) };
				}
				return job === null
					? { status: 'done' }
					: { status: 'accepted', handle: { type: 'job', id: String(job) } };
			});
		},
		whereToLook: 'Look into the shop',
	};
}

const source: ProductSource<Kept> = {
	words,
	key: ({ id }) => id,
	async find({ client }, { by, value }) {
		const query = { [by]: [value] };
		const { body } = await client.send({ method: 'GET', path: '/products', query });
		return list<Kept>(object(body).products);
	},
	async *list({ client }) {
		for (let page = 1; ; page++) {
			const { body } = await client.send({ method: 'GET', path: '/products', query: { page } });
			const found = list<Kept>(object(body).products);
			yield found;
			if (found.length < 2) return;
		}
	},
	toProduct: ({ currency = null, site = null, ...kept }): Product =>
		product({ marketplace: 'shop', ...kept, currency, site }),
	asSent: (kept) => kept,
};

const results = resultOperation({
	words,
	types: ['job'],
	async ask(handles, { send, waitUntil, pause }) {
		for (;;) {
			const { body } = await send({ method: 'GET', path: `/jobs/${handles[0].id}` });
			if (object(body).isDone === true) return handles.map(() => ({ status: 'done' }));
			if (waitUntil - clock.now() < 1000) {
				return handles.map(({ type, id }) => ({ status: 'accepted', handle: { type, id } }));
			}
			await pause(1000);
		}
	},
	whereToLook: 'Look into the shop',
});

const operations = {
	...productOperations('product', source),
	'product.updateStock': runWrites(stockOperation(writesOf('quantity'))),
	'product.updatePrice': runWrites(priceOperation(writesOf('price'))),
	'product.getResult': runWrites(results),
};

interface Setting {
	onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
}

/** The node of that shop, on these input items. */
export async function run(
	world: ProductShop,
	operation: string,
	items: IDataObject[],
	{ onError = 'stopWorkflow' }: Setting = {},
): Promise<INodeExecutionData[]> {
	const fake = new FakeContext({ token: 'a-token' }, ({ method, url, body }) =>
		world.answer(method ?? 'GET', url, typeof body === 'string' ? JSON.parse(body) : body),
	).context();
	const context = {
		...fake,
		getNode: () => ({ ...fake.getNode(), onError }),
		getExecuteData: () => ({}),
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			({ resource: 'product', operation, ...items[item] })[name] ?? fallback,
		continueOnFail: () => onError !== 'stopWorkflow',
		logger: { ...fake.logger, info: () => undefined },
	} as unknown as IExecuteFunctions;
	return (await runNode(context, shop(), operations))[0];
}

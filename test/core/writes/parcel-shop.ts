import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ApiRequest, Marketplace } from '../../../core/marketplace';
import { runNode } from '../../../core/operations/run';
import { list, object, text } from '../../../core/orders/read';
import { RefusedWriteError } from '../../../core/request/errors';
import { lookAtEach } from '../../../core/writes/look-up';
import { OpenLines, type LineQuantity } from '../../../core/writes/open-lines';
import type { Answer, WriteOperation } from '../../../core/writes/operation';
import {
	mergeParcels,
	type Parcel,
	parcelKey,
	parcelNames,
	readParcel,
	sameNumber,
	shipmentItem,
} from '../../../core/writes/parcel';
import { runWrites } from '../../../core/writes/run-writes';
import { FakeContext } from '../../kit/fake-context';
import { shop } from '../../kit/shop';

/** A parcel that the shop keeps. */
interface Kept {
	id: string;
	orderId: string;
	trackingNumber: string;
	lines: LineQuantity[];
}

/** What happens to a call: it fails before it has its effect, or after. */
export type Mishap = 'lostBefore' | 'lostAfter' | number | undefined;

/** A marketplace that makes a second parcel of a repeated one, with orders of a few lines. */
export class ParcelShop {
	readonly parcels: Kept[] = [];
	readonly calls: string[] = [];
	mishap: (call: string) => Mishap = () => undefined;

	constructor(readonly orders: Readonly<Record<string, LineQuantity[]>>) {}

	answer(method: string, url: string, body: unknown): { statusCode: number; body?: unknown } {
		const { pathname } = new URL(url);
		const call = `${method} ${pathname.slice('/base'.length)}`;
		this.calls.push(call);
		const mishap = this.mishap(call);
		if (mishap === 'lostBefore') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		if (typeof mishap === 'number') return { statusCode: mishap, body: {} };
		const given = this.serve(call, body);
		if (mishap === 'lostAfter') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		return given;
	}

	private serve(call: string, body: unknown): { statusCode: number; body?: unknown } {
		const [, orderId] = /^GET \/orders\/(\w+)$/.exec(call) ?? [];
		if (orderId !== undefined) {
			const lines = this.orders[orderId];
			if (!lines) return { statusCode: 404, body: {} };
			const parcels = this.parcels.filter((parcel) => parcel.orderId === orderId);
			return { statusCode: 200, body: { lines, parcels } };
		}
		const results = list(object(body).parcels).map((parcel) => this.add(parcel));
		if (results.includes('bad')) return { statusCode: 400, body: {} };
		return { statusCode: 200, body: { results } };
	}

	private add(parcel: Record<string, unknown>): string {
		const number = text(parcel.trackingNumber) ?? '';
		if (number.startsWith('BAD')) return 'bad';
		if (number.startsWith('NO')) return 'no';
		const id = `p${this.parcels.length + 1}`;
		this.parcels.push({ ...(parcel as unknown as Kept), id });
		return id;
	}
}

interface State {
	open: OpenLines;
	parcels: Kept[];
}

interface Part {
	orderId: string;
	trackingNumber: string | null;
	lines: LineQuantity[];
}

/** _Ship_ of that shop. */
export const shipping = (
	changes: Partial<WriteOperation<Parcel, State, Part>> = {},
): WriteOperation<Parcel, State, Part> => ({
	words: { things: 'parcels', done: 'shipped' },
	names: parcelNames,
	read: (call) =>
		readParcel(call, {
			orderId: { expression: /^\w+$/, looksLike: 'A1' },
			trackingNumber: { isRequired: true, most: 20 },
			needsCarrier: true,
			otherCarrier: { code: 'OTHER', mostName: 10 },
		}),
	subject: ({ orderId }) => orderId,
	key: parcelKey,
	merge: mergeParcels,
	lookUp: async (subjects, { send }) =>
		await lookAtEach(subjects, async (orderId) => {
			const { body } = await send({ method: 'GET', path: `/orders/${orderId}` });
			const { lines, parcels } = body as { lines: LineQuantity[]; parcels: Kept[] };
			const sent = parcels.map((parcel) => parcel.lines);
			const open = new OpenLines(orderId, lines).after(sent);
			const known = lines.map(({ lineId }) => ({
				lineId,
				quantity: open.find((line) => line.lineId === lineId)?.quantity ?? 0,
			}));
			return { open: new OpenLines(orderId, known), parcels };
		}),
	plan: ({ orderId, trackingNumber, lines }, state) => {
		const isThere = state?.parcels.some(
			(parcel) => sameNumber(parcel.trackingNumber) === sameNumber(trackingNumber),
		);
		if (isThere) return [];
		return [{ orderId, trackingNumber, lines: state?.open.take(lines) ?? [] }];
	},
	write: async (parcels, { send }) => {
		const request: ApiRequest = { method: 'POST', path: '/parcels', body: { parcels } };
		const { body } = await send(request);
		return list<string>(object(body).results).map((id): Answer =>
			id === 'no'
				? { status: 'failed', error: new RefusedWriteError('The shop says no', { code: 'E1' }) }
				: { status: 'done', body: id },
		);
	},
	repeat: 'afterLook',
	whereToLook: 'Look into the shop before you send it again',
	toItem: (written, others, call) => {
		const { wish, state, bodies } = written;
		const there = state?.parcels.find(
			({ trackingNumber }) => sameNumber(trackingNumber) === sameNumber(wish.trackingNumber),
		);
		return shipmentItem(call, written, {
			id: text(bodies[0]) ?? there?.id,
			lines: there?.lines ?? [],
			remaining: state?.open.after([]) ?? null,
			warnings: others.length > 1 ? [`${others.length} parcels`] : [],
		});
	},
	...changes,
});

interface Setting {
	operation?: Partial<WriteOperation<Parcel, State, Part>>;
	marketplace?: Partial<Marketplace>;
	onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
	retryOnFail?: boolean;
	/** What n8n runs the node with: the same for every try. */
	run?: object;
	signal?: AbortSignal;
	/** By item. */
	credentials?: (item: number) => IDataObject;
}

/** The node of that shop, on these input items. */
export function shopNode(world: ParcelShop, items: IDataObject[], setting: Setting = {}) {
	const { onError = 'stopWorkflow', retryOnFail = false } = setting;
	const fake = new FakeContext({ token: 'a-token' }, ({ method, url, body }) =>
		world.answer(method ?? 'GET', url, typeof body === 'string' ? JSON.parse(body) : body),
	).context();
	const logged: string[] = [];
	const node = { ...fake.getNode(), onError, retryOnFail };
	const run = setting.run ?? { node };
	const context = {
		...fake,
		getNode: () => node,
		getExecuteData: () => run,
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			({ resource: 'order', operation: 'ship', carrier: 'DHL', ...items[item] })[name] ?? fallback,
		continueOnFail: () => onError !== 'stopWorkflow',
		getExecutionCancelSignal: () => setting.signal,
		logger: { ...fake.logger, info: (line: string) => void logged.push(line) },
		...(setting.credentials && {
			getCredentials: async (_type: string, item: number) =>
				await Promise.resolve(setting.credentials?.(item)),
		}),
	} as unknown as IExecuteFunctions;
	const operations = { 'order.ship': runWrites(shipping(setting.operation)) };
	return {
		logged,
		run: async (): Promise<INodeExecutionData[]> =>
			(await runNode(context, shop(setting.marketplace), operations))[0],
	};
}

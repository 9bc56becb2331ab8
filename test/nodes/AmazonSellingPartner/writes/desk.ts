import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { Readable } from 'node:stream';

import { runNode } from '../../../../core/operations/run';
import { runWrites } from '../../../../core/writes/run-writes';
import { amazon } from '../../../../nodes/AmazonSellingPartner/marketplace';
import { cancel } from '../../../../nodes/AmazonSellingPartner/writes/cancel';
import { ship } from '../../../../nodes/AmazonSellingPartner/writes/ship';
import { FakeContext } from '../../../kit/fake-context';

export const ONE = '902-3159896-1390916';
export const TWO = '902-3159896-1390917';
export const GERMANY = 'A1PA6795UKMFR9';
export const FRANCE = 'A13V1IB3VIYZZH';

export interface Said {
	statusCode: number;
	body?: unknown;
}

/** What happens to a call: it fails before its effect, after it, or Amazon says something else. */
type Mishap = 'lostBefore' | 'lostAfter' | Said | undefined;

/** An order of two lines: two units of `11`, one of `12`. */
export function order(changes: IDataObject = {}): IDataObject {
	return {
		salesChannel: { channelName: 'AMAZON', marketplaceId: GERMANY },
		fulfillment: { fulfillmentStatus: 'UNSHIPPED', fulfilledBy: 'MERCHANT' },
		orderItems: [line('11', 2), line('12', 1)],
		packages: [],
		...changes,
	};
}

export function line(id: string, ordered: number, shipped = 0, left = ordered - shipped) {
	const fulfillment = { quantityFulfilled: shipped, quantityUnfulfilled: left };
	return { orderItemId: id, quantityOrdered: ordered, fulfillment };
}

/** Amazon, as far as writes need it. */
export class Desk {
	/** `POST /path`, with the body of writes. */
	readonly calls: string[] = [];
	readonly bodies: IDataObject[] = [];
	readonly queries: string[] = [];
	/** What was put at signed addresses. */
	readonly uploads: Array<{ headers: unknown; content: string }> = [];
	mishap: (call: string) => Mishap = () => undefined;
	sites = [GERMANY, FRANCE];
	/** States of the feed, one for each look; the last one stays. */
	feed: IDataObject[] = [{ processingStatus: 'DONE', resultFeedDocumentId: 'result' }];
	report = summary(0, 0);
	uploadStatus = () => 200;

	constructor(readonly orders: Record<string, IDataObject>) {}

	count(pattern: RegExp): number {
		return this.calls.filter((call) => pattern.test(call)).length;
	}

	answer({ method = 'GET', url, body }: IHttpRequestOptions): Said {
		const { pathname, searchParams } = new URL(url);
		const call = `${method} ${pathname}`;
		this.calls.push(call);
		this.queries.push(String(searchParams));
		const read = (typeof body === 'string' ? JSON.parse(body) : {}) as IDataObject;
		if (method === 'POST') this.bodies.push(read);
		const mishap = this.mishap(call);
		if (mishap === 'lostBefore') throw lost();
		if (typeof mishap === 'object') return mishap;
		const said = this.serve(call, read);
		if (mishap === 'lostAfter') throw lost();
		return said;
	}

	/** Files at signed addresses. */
	transfer({ method, headers, body }: IHttpRequestOptions): Said {
		if (method === 'PUT') {
			this.uploads.push({ headers, content: (body as Buffer).toString() });
			return { statusCode: this.uploadStatus() };
		}
		return { statusCode: 200, body: Readable.from([Buffer.from(this.report)]) };
	}

	private serve(call: string, body: IDataObject): Said {
		const [, , orderId, action] =
			/^(GET|POST) \/orders\/[\w-]+\/orders\/([^/]+)(\/\w+)?$/.exec(call) ?? [];
		if (action) return this.confirm(orderId, body.packageDetail as IDataObject);
		if (orderId) {
			const found = this.orders[orderId];
			return found ? { statusCode: 200, body: { order: found } } : { statusCode: 404 };
		}
		if (call.includes('marketplaceParticipations')) {
			const payload = this.sites.map((id) => ({
				...{ marketplace: { id }, participation: { isParticipating: true } },
			}));
			return { statusCode: 200, body: { payload } };
		}
		if (call === 'POST /feeds/2021-06-30/documents') {
			return {
				statusCode: 201,
				body: { feedDocumentId: 'input', url: 'https://files.example/put' },
			};
		}
		if (call === 'POST /feeds/2021-06-30/feeds') return { statusCode: 202, body: { feedId: '77' } };
		if (call === 'GET /feeds/2021-06-30/feeds/77') {
			const state = this.feed.length > 1 ? this.feed.shift() : this.feed[0];
			return { statusCode: 200, body: { feedId: '77', ...state } };
		}
		return { statusCode: 200, body: { url: 'https://files.example/get' } };
	}

	private confirm(orderId: string, detail: IDataObject): Said {
		const known = this.orders[orderId] as IDataObject | undefined;
		const packages = known?.packages as IDataObject[] | undefined;
		if (packages) {
			packages.push({
				packageReferenceId: detail.packageReferenceId,
				carrier: detail.carrierCode,
				trackingNumber: detail.trackingNumber,
				shipTime: detail.shipDate,
				packageStatus: { status: 'SHIPPED' },
				packageItems: detail.orderItems,
			});
		}
		return { statusCode: 204, body: undefined };
	}
}

function lost(): Error {
	return Object.assign(new Error('lost'), { code: 'ECONNRESET' });
}

/** A processing report, as Amazon writes it. */
export function summary(processed: number, successful: number, ...rows: string[]): string {
	return [
		'Feed Processing Summary:',
		`\tNumber of records processed\t\t${processed}`,
		`\tNumber of records successful\t\t${successful}`,
		'',
		'original-record-number\torder-id\terror-code\terror-type\terror-message',
		...rows,
	].join('\n');
}

interface Setting {
	onError?: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
	retryOnFail?: boolean;
	run?: object;
	signal?: AbortSignal;
	maxWait?: number;
}

/** The node on these input items, before that desk. */
export function amazonNode(
	desk: Desk,
	operation: 'ship' | 'cancel',
	items: IDataObject[],
	{ onError = 'stopWorkflow', retryOnFail = false, maxWait, ...setting }: Setting = {},
): { run(): Promise<INodeExecutionData[]> } {
	const stored = {
		...{ environment: 'production', region: 'eu', clientId: 'app', clientSecret: 'app-secret' },
		...{ method: 'refreshToken', refreshToken: 'Atzr|refresh', accessToken: 'Atza|token' },
	};
	const fake = new FakeContext(stored, (options) => desk.answer(options)).context();
	const node = { ...fake.getNode(), onError, retryOnFail };
	const run = setting.run ?? { node };
	const usual: IDataObject = {
		resource: 'order',
		operation,
		...(operation === 'ship' ? { carrier: 'DHL' } : { reason: 'NoInventory' }),
	};
	const context = {
		...fake,
		getNode: () => node,
		getExecuteData: () => run,
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, fallback: unknown) => {
			const value = { ...usual, ...items[item] }[name] ?? fallback;
			return name === 'options' ? { maxWait, ...(value as IDataObject) } : value;
		},
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => onError !== 'stopWorkflow',
		getExecutionCancelSignal: () => setting.signal,
		logger: { info: () => undefined, warn: () => undefined },
		helpers: {
			...fake.helpers,
			httpRequest: async (options: IHttpRequestOptions) =>
				await Promise.resolve({ headers: {}, ...desk.transfer(options) }),
		},
	} as unknown as IExecuteFunctions;
	const operations = { 'order.ship': runWrites(ship), 'order.cancel': runWrites(cancel) };
	return { run: async () => (await runNode(context, amazon, operations))[0] };
}

export const selected = (...line: IDataObject[]): IDataObject => ({
	shipLines: 'selected',
	lines: { line },
});

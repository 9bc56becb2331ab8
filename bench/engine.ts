import { fork, type ChildProcess } from 'node:child_process';
import http from 'node:http';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { forgetProcess } from '../core/request/process-memory';
import { orderOperations } from '../core/operations/orders';
import { runNode } from '../core/operations/run';
import { connect } from '../core/client';
import { runWrites } from '../core/writes/run-writes';
import { allegro } from '../nodes/Allegro/marketplace';
import { orders } from '../nodes/Allegro/orders/list';
import { ship } from '../nodes/Allegro/writes/ship';
import { startMarketplace } from '../sandbox';
import { credentialOf } from '../scripts/marketplaces';

const ORDERS = 50_000;
const CALLS = 500;
const PARCELS = 10_000;
const EMPTY = Buffer.from('{"shipments":[]}');
const ADDED = Buffer.from(
	'{"id":"MTAwMDEyMzQ1Njc4OVU=","waybill":"1000123456789U","carrierId":"DPD","carrierName":null,"lineItems":[{"id":"62ae358b-8f65-4fc4-9c77-bedf604a2e2b"}],"createdAt":"2026-11-29T15:00:00Z"}',
);

/** What the sandbox in the other process tells. */
interface Told {
	url: string;
	grant: Record<string, unknown>;
}

type Helper = (type: string, options: IHttpRequestOptions) => Promise<unknown>;

/** The engine alone, without n8n: what remains is our own memory and processor time. */
async function main(): Promise<void> {
	if (process.argv[2] === 'sandbox') return await serve();
	const sandbox = fork(__filename, ['sandbox']);
	const told = await new Promise<Told>((resolve) => sandbox.once('message', resolve));
	try {
		for (const output of ['order', 'marketplace']) await memory(told, output);
		await processorTime(told);
		await parcels(told);
	} finally {
		stop(sandbox);
	}
}

async function serve(): Promise<void> {
	const { url, backend } = await startMarketplace('allegro', { orders: ORDERS, quotaScale: 100 });
	process.send?.({ url, grant: backend.grant({ expired: false }) } satisfies Told);
}

function stop(child: ChildProcess): void {
	child.kill();
}

function contextOf(told: Told, output: string, helper: Helper): IExecuteFunctions {
	const parameters: Record<string, unknown> = {
		resource: 'order',
		operation: 'getAll',
		returnAll: true,
		output,
		options: {},
		filters: {},
	};
	return {
		getNode: () => ({ name: 'Allegro', credentials: { allegroOAuth2Api: { id: '1', name: 'A' } } }),
		getInputData: () => [{ json: {} }],
		continueOnFail: () => false,
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		getCredentials: async () => credentialOf('allegro', told.url, told.grant, true).data,
		helpers: { httpRequestWithAuthentication: helper },
	} as unknown as IExecuteFunctions;
}

/** Stands in for n8n's helper: sends, and gives the bytes. */
function sender({ grant }: Told): Helper {
	const agent = new http.Agent({ keepAlive: true });
	return async (_type, { url, method, headers }) =>
		await new Promise((resolve, reject) => {
			const authorization = `Bearer ${String(grant.accessToken)}`;
			const request = http.request(
				url,
				{ method, headers: { ...(headers as http.OutgoingHttpHeaders), authorization }, agent },
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('end', () => {
						const { statusCode, headers: given } = answer;
						resolve({ statusCode, headers: given, body: Buffer.concat(chunks) });
					});
				},
			);
			request.on('error', reject).end();
		});
}

async function memory(told: Told, output: string): Promise<void> {
	forgetProcess('quota');
	globalThis.gc?.();
	const base = inUse();
	let peak = 0;
	const timer = setInterval(() => (peak = Math.max(peak, inUse() - base)), 20);
	const context = contextOf(told, output, sender(told));
	const [items] = await runNode(context, allegro, orderOperations(orders));
	clearInterval(timer);
	const json = items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item.json)), 0);
	const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
	console.log(
		`${items.length} items (${output}): JSON ${megabytes(json)}, peak ${megabytes(peak)}, ratio ${(peak / json).toFixed(2)}`,
	);
}

function inUse(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Of a request and its answer, compared with only parsing the answer, which any caller has to do. */
async function processorTime(told: Told): Promise<void> {
	const page = {
		checkoutForms: Array.from({ length: 100 }, (_, id) => ({ id, note: 'ż'.repeat(1500) })),
	};
	for (const [name, body] of [
		['an empty page', Buffer.from('{"checkoutForms":[]}')],
		['a page of 300 kB', Buffer.from(JSON.stringify(page))],
	] as const) {
		const helper: Helper = async () => ({ statusCode: 200, headers: {}, body });
		const fast = { ...allegro, quotas: [{ name: 'all', perSecond: 1e6, burst: 1e6 }] };
		const context = contextOf(told, 'order', helper);
		const client = await connect(context, fast, 'allegroOAuth2Api', { maxWaitMs: 1e9 });
		const ours = await costMs(async () => {
			await client.send({ method: 'GET', path: '/order/checkout-forms', query: { limit: 100 } });
		});
		const parsing = await costMs(async () => void JSON.parse(body.toString('utf8')));
		console.log(
			`${name}: ${(ours - parsing).toFixed(3)} ms of processor time a request of our own`,
		);
	}
}

/** Parcels of as many orders: a look and a call each. */
async function parcels(told: Told): Promise<void> {
	const items = Array.from({ length: PARCELS }, (_, at) => {
		const orderId = `29738e61-7f6a-11e8-ac45-${String(at).padStart(12, '0')}`;
		return { orderId, trackingNumber: `10001234${at}U` };
	});
	let [base, peak, calls, isWeighed] = [0, 0, 0, false];
	const helper: Helper = async (_type, { method }) => {
		const body = method === 'GET' ? EMPTY : ADDED;
		if (isWeighed && calls++ % 1000 === 0) {
			// What waits to be thrown away is not held.
			globalThis.gc?.();
			peak = Math.max(peak, inUse() - base);
		}
		return await Promise.resolve({ statusCode: 200, headers: {}, body });
	};
	const parameters: Record<string, unknown> = {
		resource: 'order',
		operation: 'ship',
		shipLines: 'all',
		carrier: 'DPD',
		options: {},
	};
	const context = {
		...contextOf(told, 'order', helper),
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, fallback: unknown) =>
			({ ...parameters, ...items[item] })[name] ?? fallback,
	} as unknown as IExecuteFunctions;
	const fast = { ...allegro, quotas: [{ name: 'all', perSecond: 1e6, burst: 1e6 }] };
	const operations = { 'order.ship': runWrites(ship) };
	await runNode(context, fast, operations);
	globalThis.gc?.();
	const start = process.cpuUsage();
	const [output] = await runNode(context, fast, operations);
	const { user, system } = process.cpuUsage(start);
	const json = output.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one.json)), 0);
	output.length = 0;
	globalThis.gc?.();
	[base, isWeighed] = [inUse(), true];
	await runNode(context, fast, operations);
	const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
	console.log(
		`${PARCELS} parcels: ${((user + system) / 1000 / PARCELS).toFixed(2)} ms of processor time each; JSON ${megabytes(json)}, most held ${megabytes(peak)} (${(peak / json).toFixed(2)})`,
	);
}

async function costMs(work: () => Promise<void>): Promise<number> {
	for (let i = 0; i < CALLS; i++) await work();
	const start = process.cpuUsage();
	for (let i = 0; i < CALLS; i++) await work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000 / CALLS;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

import './environment';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startMarketplace } from '../sandbox';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { CONNECTIONS } from '../scripts/marketplaces';
import { nodeContext } from '../test/kit/node-context';
import { asker } from './ask';
import { faceOf } from './faces';
import { rows, type Ask } from './peers/peer';

/** What the process that holds the sandbox tells. */
export interface Told {
	url: string;
	grant: Record<string, string>;
}

/** What a process that has read all orders tells. */
export interface Held {
	orders: number;
	jsonBytes: number;
	peakHeapBytes: number;
	peakRssBytes: number;
}

/** An order every twenty seconds. */
const BETWEEN_MS = 20_000;

type Mode = 'sandbox' | 'raw' | 'marketplace' | 'order' | 'slim';

async function main([mode, detail]: string[]): Promise<void> {
	if (mode === 'sandbox') {
		const { url, backend } = await sandbox(Number(detail));
		const grant = backend.grant({ expired: false }) as Record<string, string>;
		process.send?.({ url, grant } satisfies Told);
		return;
	}
	process.send?.(await hold(mode as Mode, JSON.parse(detail) as Told));
	process.disconnect();
}

/** One order after the other: to seed so many at once takes minutes. */
async function sandbox(orders: number): Promise<MarketplaceServer> {
	let past = Date.now() - orders * BETWEEN_MS;
	let isSeeded = false;
	const now = () => (isSeeded ? Date.now() : past);
	const server = await startMarketplace('allegro', { orders: 0, quotaScale: 100, now });
	for (let at = 0; at < orders; at++) {
		past += BETWEEN_MS;
		server.backend.add(1);
	}
	isSeeded = true;
	return server;
}

/** Reads everything, holds it as a workflow would, and says what that took at its peak. */
async function hold(mode: Mode, told: Told): Promise<Held> {
	const read = await reader(mode, told);
	globalThis.gc?.();
	const [heap, rss] = [heapBytes(), process.memoryUsage.rss()];
	let peakHeap = 0;
	let peakRss = 0;
	const look = () => {
		peakHeap = Math.max(peakHeap, heapBytes() - heap);
		peakRss = Math.max(peakRss, process.memoryUsage.rss() - rss);
	};
	const timer = setInterval(look, 20);
	const items = await read();
	look();
	clearInterval(timer);
	const jsonBytes = items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)), 0);
	return { orders: items.length, jsonBytes, peakHeapBytes: peakHeap, peakRssBytes: peakRss };
}

function heapBytes(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

async function reader(
	mode: Mode,
	{ url, grant }: Told,
): Promise<() => Promise<readonly IDataObject[]>> {
	const face = await faceOf('allegro');
	const { node, credentialType } = face;
	const credential = CONNECTIONS.allegro.fields(url, grant, true) as never;
	const parameters = {
		resource: 'order',
		operation: 'getAll',
		returnAll: true,
		output: mode === 'slim' ? 'order' : mode,
		filters: {},
		options: { maxWait: 86_400, ...(mode !== 'slim' && { includeRaw: true }) },
	} as INodeParameters;
	const running = nodeContext({ node, credentialType, credential, parameters });
	if (mode === 'raw') {
		const ask = asker(running.context, face, credential);
		return async () => await everything(ask);
	}
	return async () => (await running.run()).map(({ json }) => json);
}

/** All orders as they come, in a list: the least that anybody needs who wants them at once. */
async function everything(ask: Ask): Promise<IDataObject[]> {
	const found = new Map<string, IDataObject>();
	for (let from = '2000-01-01T00:00:00Z'; ;) {
		const query = { 'updatedAt.gte': from, sort: 'updatedAt', limit: 100 };
		const answer = (await ask({ path: '/order/checkout-forms', query })) as IDataObject;
		const page = rows(answer.checkoutForms);
		for (const form of page) found.set(String(form.id), form);
		if (page.length < 100) return [...found.values()];
		from = String(page[page.length - 1].updatedAt);
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

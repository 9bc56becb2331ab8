import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startMarketplace } from '../sandbox';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { credentialOf } from '../scripts/marketplaces';
import { installN8n } from '../scripts/n8n/install';
import { N8n } from '../scripts/n8n/n8n';
import { MANUAL, workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import { packThisPackage } from '../scripts/pack';
import { CONTESTANTS, type Contestant } from './contestants';

/** One measured run. */
interface Run {
	contestant: string;
	marketplace: string;
	isOurs: boolean;
	seconds: number;
	orders: number;
	requests: number;
	tokenCalls: number;
	refused: number;
}

const { values } = parseArgs({
	options: {
		orders: { type: 'string', default: '10000' },
		latency: { type: 'string', default: '100' },
		rounds: { type: 'string', default: '3' },
	},
});
const ORDERS = Number(values.orders);
const LATENCY_MS = Number(values.latency);
const ROUNDS = Number(values.rounds);

/** The same n8n, the same sandbox, one contestant after the other, round after round. */
async function main(): Promise<void> {
	const installation = await installN8n('2.41.1');
	const n8n = N8n.create(installation);
	const servers = new Map<string, MarketplaceServer>();
	for (const name of ['allegro', 'bigCommerce'] as const) {
		const settings = { orders: ORDERS, latencyMs: LATENCY_MS };
		servers.set(name, await startMarketplace(name, settings));
	}
	try {
		await n8n.installPackage(await packThisPackage());
		await n8n.importCredentials(
			[...servers].map(([name, { backend, url }]) =>
				credentialOf(
					name as Contestant['marketplace'],
					url,
					backend.grant({ expired: false }),
					true,
				),
			),
		);
		await n8n.importWorkflows(
			CONTESTANTS.map((contestant, index) =>
				workflowOf(`bench-${index}`, [MANUAL], [nodeFor(servers, contestant)]),
			),
		);
		await n8n.start();
		const runs: Run[] = [];
		for (let round = 0; round <= ROUNDS; round++) {
			for (const [index, contestant] of CONTESTANTS.entries()) {
				const run = await measure(n8n, servers, contestant, index);
				// The first round warms up n8n and the sandbox.
				if (round > 0) runs.push(run);
				console.log(`${round === 0 ? 'warm-up' : `round ${round}`}  ${describe(run)}`);
			}
		}
		report(runs);
	} finally {
		await n8n.dispose();
		for (const server of servers.values()) await server.close();
	}
}

function nodeFor(servers: Map<string, MarketplaceServer>, contestant: Contestant): NodeSketch {
	const server = servers.get(contestant.marketplace) as MarketplaceServer;
	const grant = server.backend.grant({ expired: false });
	const isStore = contestant.marketplace === 'bigCommerce';
	const url = isStore ? `${server.url}/stores/${String(grant.storeHash)}` : server.url;
	// Allegro compares the name with the registered one, as a careful user knows.
	const application = String(grant.applicationName).replace(/\s+/g, '-');
	const userAgent = `${application}/1.0 (+${String(grant.applicationUrl)})`;
	return contestant.node(url, userAgent, server.backend.held().length);
}

async function measure(
	n8n: N8n,
	servers: Map<string, MarketplaceServer>,
	contestant: Contestant,
	index: number,
): Promise<Run> {
	const server = servers.get(contestant.marketplace) as MarketplaceServer;
	server.resetStats();
	const execution = await n8n.execute(`bench-${index}`);
	const [name] = Object.keys(execution.nodes).filter((node) => node !== MANUAL.name);
	const [run] = execution.nodes[name] ?? [];
	if (!run || run.error) {
		const why = [run?.error ?? execution.error?.message, ...server.stats().violations.slice(0, 3)];
		throw new Error(`${contestant.id}: ${why.join('; ')}`);
	}
	const { requests, tokenCalls, statuses } = server.stats();
	return {
		contestant: contestant.id,
		marketplace: contestant.marketplace,
		isOurs: contestant.isOurs,
		seconds: run.seconds,
		orders: contestant.count(run.items),
		requests,
		tokenCalls,
		refused: statuses['429'] ?? 0,
	};
}

function describe(run: Run): string {
	return `${run.contestant}: ${run.seconds.toFixed(2)} s, ${run.orders} orders, ${run.requests} requests`;
}

function median(numbers: number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}

function report(runs: Run[]): void {
	const rows = CONTESTANTS.map(({ id, marketplace }) => {
		const mine = runs.filter(({ contestant }) => contestant === id);
		const seconds = median(mine.map((run) => run.seconds));
		const { orders, requests, tokenCalls, refused } = mine[0];
		return { contestant: id, marketplace, seconds, orders, requests, tokenCalls, refused };
	});
	const ratios = CONTESTANTS.filter(({ isOurs }) => isOurs).map(({ id, marketplace }) => {
		const peer = CONTESTANTS.find((other) => !other.isOurs && other.marketplace === marketplace);
		const [ours, theirs] = [id, peer?.id].map((name) =>
			rows.find((row) => row.contestant === name),
		);
		return {
			contestant: id,
			timesAsFast: ((theirs?.seconds ?? 0) / (ours?.seconds ?? 1)).toFixed(2),
		};
	});
	console.log(`\n${ORDERS} orders, ${LATENCY_MS} ms latency, median of ${ROUNDS} interleaved runs`);
	console.table(rows);
	console.table(ratios);
	const artifacts = join(__dirname, '../artifacts');
	mkdirSync(artifacts, { recursive: true });
	const machine = { cores: cpus().length, model: cpus()[0]?.model };
	const result = {
		orders: ORDERS,
		latencyMs: LATENCY_MS,
		rounds: ROUNDS,
		machine,
		rows,
		ratios,
		runs,
	};
	writeFileSync(join(artifacts, 'bench.json'), `${JSON.stringify(result, null, '\t')}\n`);
	console.log('As JSON: artifacts/bench.json');
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

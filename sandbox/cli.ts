import { BACKENDS, startMarketplace, type MarketplaceName } from './index';
import { DEFAULTS, type SandboxSettings } from './kit/settings';
import type { MarketplaceServer } from './kit/server';

const PORTS: Record<MarketplaceName, number> = {
	allegro: 4101,
	amazon: 4102,
	assistTencho: 4103,
	bigCommerce: 4104,
	naver: 4105,
};

/** A number from the environment; whatever is no number stops the start. */
function fromEnvironment(name: string, fallback: number): number {
	const text = process.env[name];
	if (text === undefined || text === '') return fallback;
	const value = Number(text);
	if (Number.isFinite(value) && value >= 0) return value;
	throw new Error(`${name} must be a number, not '${text}'`);
}

function settings(): Partial<SandboxSettings> {
	return {
		orders: fromEnvironment('SANDBOX_ORDERS', DEFAULTS.orders),
		seed: fromEnvironment('SANDBOX_SEED', DEFAULTS.seed),
		latencyMs: fromEnvironment('SANDBOX_LATENCY_MS', DEFAULTS.latencyMs),
	};
}

async function start(): Promise<MarketplaceServer[]> {
	const names = Object.keys(BACKENDS) as MarketplaceName[];
	const started = await Promise.allSettled(
		names.map(async (name) => await startMarketplace(name, settings(), PORTS[name])),
	);
	const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
	const failed = started.find((one) => one.status === 'rejected');
	if (failed) {
		await close(servers);
		throw failed.reason;
	}
	return servers;
}

function show(servers: readonly MarketplaceServer[]): void {
	console.table(
		servers.map(({ name, url, backend }) => ({ name, url, orders: backend.held().length })),
	);
	for (const { name, backend } of servers) {
		console.log(`\n${name}: a seller who has consented already`);
		for (const [key, value] of Object.entries(backend.grant({ expired: false }))) {
			console.log(`  ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
		}
	}
	console.log('\nCtrl+C ends it.');
}

async function close(servers: readonly MarketplaceServer[]): Promise<void> {
	await Promise.all(servers.map(async (server) => await server.close()));
}

async function main(): Promise<void> {
	const servers = await start();
	show(servers);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void close(servers));
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});

import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';

import { Faults, play, type Fault } from './faults';

/** How a marketplace server is started; everything has a default. */
export interface SandboxSettings {
	/** How many orders it holds. */
	orders: number;
	/** Seed of everything random. */
	seed: number;
	/** Added to every answer. */
	latencyMs: number;
	/** Factor on the published rates and bursts; 1 is what the marketplace really allows. */
	quotaScale: number;
	/** The marketplace's own clock, in milliseconds since 1970. */
	now: () => number;
}

export const DEFAULTS: SandboxSettings = {
	orders: 2000,
	seed: 1,
	latencyMs: 0,
	quotaScale: 1,
	now: () => Date.now(),
};

/** What the server holds, for whoever checks that nothing was lost. */
export interface HeldOrder {
	id: string;
	lineIds: string[];
	createdAt: string;
	updatedAt: string;
	status: string;
}

/** The part that each marketplace writes itself. */
export interface Backend {
	/** e.g. `allegro`. */
	name: string;
	routes(app: FastifyInstance): void;
	/** The marketplace's own error body for a status that a fault asks for. */
	errorBody(status: number): unknown;
	/** Whether a call is for a token; those are counted apart. */
	isTokenCall(request: FastifyRequest): boolean;
	held(): HeldOrder[];
	/** New orders arrive now. */
	add(count: number): void;
	/** Existing orders change now, as the marketplace's own users would change them. */
	change(count: number): void;
	/**
	 * What a seller's consent would have produced: the app's client id and secret, tokens, account and
	 * store ids. `expired` makes it a grant whose access token has run out but can be refreshed.
	 */
	grant(options: { expired: boolean }): Record<string, unknown>;
	/** Every access token expires now; `revoke` kills refresh tokens and grants as well. */
	expireTokens(options: { revoke: boolean }): void;
}

export interface Stats {
	requests: number;
	tokenCalls: number;
	statuses: Record<string, number>;
	/** Calls that the real marketplace would have refused, with the reason. */
	violations: string[];
}

/** A running marketplace. Control routes live below `/__sandbox`, where no marketplace has anything. */
export interface MarketplaceServer {
	name: string;
	url: string;
	backend: Backend;
	faults: Faults;
	settings: SandboxSettings;
	stats(): Stats;
	resetStats(): void;
	close(): Promise<void>;
}

/** Reasons why a call was refused, noted by the routes and read by the tests. */
export function violation(request: FastifyRequest, reason: string): void {
	(request as RequestWithNotes).violations ??= [];
	(request as RequestWithNotes).violations?.push(reason);
}

/** The fault of this call that only the marketplace itself can play (`repeatPage`, `endlessCursor`). */
export function faultOf(request: FastifyRequest): Fault | undefined {
	return (request as RequestWithNotes).fault;
}

interface RequestWithNotes extends FastifyRequest {
	violations?: string[];
	fault?: Fault;
}

export async function startServer(
	backend: Backend,
	settings: SandboxSettings,
	port = 0,
): Promise<MarketplaceServer> {
	const app = Fastify({
		logger: false,
		bodyLimit: 20 * 1024 * 1024,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
	});
	const faults = new Faults();
	let stats = emptyStats();

	await app.register(formbody);
	app.addHook('preHandler', async (request, reply) => {
		if (isControl(request)) return;
		if (settings.latencyMs > 0) await wait(settings.latencyMs);
		const fault = faults.next(request.url);
		if (!fault) return;
		(request as RequestWithNotes).fault = fault;
		if (await play(fault, request, reply, (status) => backend.errorBody(status))) return reply;
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const fault = faultOf(request);
		if (fault?.kind !== 'truncated' || typeof payload !== 'string') return payload;
		const half = payload.slice(0, Math.floor(payload.length / 2));
		reply.header('content-length', Buffer.byteLength(half));
		return half;
	});
	app.addHook('onResponse', async (request, reply) => {
		if (isControl(request)) return;
		if (backend.isTokenCall(request)) stats.tokenCalls++;
		else stats.requests++;
		stats.statuses[reply.statusCode] = (stats.statuses[reply.statusCode] ?? 0) + 1;
		for (const reason of (request as RequestWithNotes).violations ?? []) {
			stats.violations.push(`${request.method} ${request.url.split('?')[0]}: ${reason}`);
		}
	});

	app.get('/__sandbox/stats', async () => stats);
	app.delete('/__sandbox/stats', async () => (stats = emptyStats()));
	app.put<{ Body: Fault[] }>('/__sandbox/faults', async ({ body }) => {
		faults.set(body);
		return body;
	});
	app.get('/__sandbox/orders', async () => backend.held());
	app.post<{ Body: { add?: number; change?: number } }>('/__sandbox/orders', async ({ body }) => {
		backend.add(body.add ?? 0);
		backend.change(body.change ?? 0);
		return { held: backend.held().length };
	});
	app.post<{ Body: { expired?: boolean } }>('/__sandbox/grant', async ({ body }) =>
		backend.grant({ ...body, expired: body?.expired ?? false }),
	);
	app.post<{ Body: { revoke?: boolean } }>('/__sandbox/expire-tokens', async ({ body }) => {
		backend.expireTokens({ revoke: body.revoke ?? false });
		return {};
	});
	app.patch<{ Body: Partial<SandboxSettings> }>('/__sandbox/settings', async ({ body }) =>
		Object.assign(settings, body),
	);
	backend.routes(app);

	const url = await app.listen({ host: '127.0.0.1', port });
	return {
		name: backend.name,
		url,
		backend,
		faults,
		settings,
		stats: () => stats,
		resetStats: () => (stats = emptyStats()),
		close: async () => await app.close(),
	};
}

function isControl({ url }: FastifyRequest): boolean {
	return url.startsWith('/__sandbox/');
}

function emptyStats(): Stats {
	return { requests: 0, tokenCalls: 0, statuses: {}, violations: [] };
}

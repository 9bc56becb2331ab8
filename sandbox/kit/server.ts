import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';

import { spoil } from './answer-faults';
import { Faults, play, type Fault } from './faults';
import { Random } from './random';
import type { Backend } from './backend';
import { controlRoutes, emptyStats, type Desk, type Stats } from './control';
import type { SandboxSettings } from './settings';

const HOST = '127.0.0.1';

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

/** The fault of this call that only the marketplace itself can play (`repeatPage`, `endlessCursor`, `shortPage`). */
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
	const desk: Desk = {
		backend,
		settings,
		faults: new Faults(settings.seed),
		stats: emptyStats(),
		random: new Random(settings.seed + 0xac7),
	};
	const app = await newApp(desk);
	controlRoutes(app, desk);
	backend.routes(app);
	const files = backend.files && (await newApp(desk));
	if (files) {
		backend.files?.routes(files);
		Object.assign(backend.files ?? {}, { url: await files.listen({ host: HOST, port: 0 }) });
	}
	const url = await app.listen({ host: HOST, port });
	return {
		name: backend.name,
		url,
		backend,
		faults: desk.faults,
		settings,
		stats: () => desk.stats,
		resetStats: () => (desk.stats = emptyStats()),
		close: async () => void (await Promise.all([app.close(), files?.close()])),
	};
}

async function newApp(desk: Desk): Promise<FastifyInstance> {
	const { backend, settings, faults } = desk;
	const app = Fastify({
		logger: false,
		bodyLimit: 20 * 1024 * 1024,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		// A SKU in a path can be long.
		routerOptions: { maxParamLength: 1000 },
	});
	await app.register(formbody);
	app.addHook('onRequest', async (_request, reply) => {
		reply.header('date', new Date(settings.now()).toUTCString());
	});
	app.addHook('preHandler', async (request, reply) => {
		if (isControl(request)) return;
		if (settings.latencyMs > 0) await wait(settings.latencyMs);
		const fault = faults.next(request.url);
		if (!fault) return;
		(request as RequestWithNotes).fault = fault;
		if (await play(fault, request, reply, { backend, settings })) return reply;
	});
	app.addHook(
		'onSend',
		async (request, reply, payload) =>
			await spoil(faultOf(request), request, reply, payload, backend),
	);
	app.addHook('onResponse', async (request, reply) => {
		if (!isControl(request)) count(desk, request, reply.statusCode);
	});
	return app;
}

function count({ backend, stats }: Desk, request: FastifyRequest, status: number): void {
	if (backend.isTokenCall(request)) stats.tokenCalls++;
	else stats.requests++;
	stats.statuses[status] = (stats.statuses[status] ?? 0) + 1;
	for (const reason of (request as RequestWithNotes).violations ?? []) {
		stats.violations.push(`${request.method} ${request.url.split('?')[0]}: ${reason}`);
	}
}

function isControl({ url }: FastifyRequest): boolean {
	return url.startsWith('/__sandbox/');
}

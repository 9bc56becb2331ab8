import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';

import { spoil } from './answer-faults';
import { controlRoutes } from './control';
import { Faults, play, type Fault } from './faults';
import { Random } from './random';
import type { World } from './world';

const HOST = '127.0.0.1';

/** How a marketplace server is started; everything has a default. */
export interface SandboxSettings {
	/** How many orders it holds. */
	orders: number;
	/** Seed of everything random. */
	seed: number;
	/** Added to every answer. */
	latencyMs: number;
	/** How long the fault `hang` keeps a call before its connection breaks. Default: until the caller goes. */
	hangMs?: number;
	/** Factor on the published rates and bursts; 1 is what the marketplace really allows. */
	quotaScale: number;
	/** How long, at most, lists take to show what has happened (Amazon, BigCommerce, Naver). @default 0 */
	indexLagMs?: number;
	/** The marketplace's own clock, in milliseconds since 1970; its answers carry it as `Date`. */
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

/** Another host of the same marketplace, where files lie that need no token. */
export interface FileHost {
	/** Where it listens; set when the server starts. */
	url: string;
	routes(app: FastifyInstance): void;
}

/** The part that each marketplace writes itself. */
export interface Backend {
	/** e.g. `allegro`. */
	name: string;
	routes(app: FastifyInstance): void;
	files?: FileHost;
	/** The marketplace's own error body for a status that a fault asks for. */
	errorBody(status: number): unknown;
	/** What its answer to too many calls says about the wait, in its headers. */
	throttleHeaders?(): Record<string, string>;
	/** Whether a call is for a token; those are counted apart. */
	isTokenCall(request: FastifyRequest): boolean;
	held(): HeldOrder[];
	/** What happens to the orders, and what has happened. */
	world: World;
	/** Does what is due by now without being asked, e.g. sends webhooks once more. */
	settle?(): Promise<void>;
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

/** What all hosts of one marketplace share. */
export interface Desk {
	backend: Backend;
	settings: SandboxSettings;
	faults: Faults;
	stats: Stats;
	/** What happens when somebody asks for anything to happen. */
	random: Random;
}

async function newApp(desk: Desk): Promise<FastifyInstance> {
	const { backend, settings, faults } = desk;
	const app = Fastify({
		logger: false,
		bodyLimit: 20 * 1024 * 1024,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
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
		async (request, reply, payload) => await spoil(faultOf(request), request, reply, payload),
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

export function emptyStats(): Stats {
	return { requests: 0, tokenCalls: 0, statuses: {}, violations: [] };
}

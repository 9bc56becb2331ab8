import type { FastifyInstance } from 'fastify';

import type { Backend } from './backend';
import type { Fault, Faults } from './faults';
import type { Random } from './random';
import type { SandboxSettings } from './settings';

export interface Stats {
	requests: number;
	tokenCalls: number;
	statuses: Record<string, number>;
	/** Calls that the real marketplace would have refused, with the reason. */
	violations: string[];
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

export function emptyStats(): Stats {
	return { requests: 0, tokenCalls: 0, statuses: {}, violations: [] };
}

/** What a test asks of a marketplace from outside, below a path where none has anything. */
export function controlRoutes(app: FastifyInstance, desk: Desk): void {
	app.get('/__sandbox/stats', async () => desk.stats);
	app.delete('/__sandbox/stats', async () => (desk.stats = emptyStats()));
	app.put<{ Body: Fault[] }>('/__sandbox/faults', async ({ body }) => {
		desk.faults.set(body);
		return body;
	});
	app.get('/__sandbox/orders', async () => desk.backend.held());
	app.get<{ Params: { id: string } }>(
		'/__sandbox/orders/:id/parcels',
		async ({ params }) => desk.backend.parcels?.(params.id) ?? [],
	);
	app.get<{ Params: { id: string } }>(
		'/__sandbox/orders/:id/mails',
		async ({ params }) => desk.backend.mails?.(params.id) ?? [],
	);
	app.get('/__sandbox/offers', async () => desk.backend.offers?.() ?? []);
	app.post<{ Body: { add?: number; change?: number } }>('/__sandbox/orders', async ({ body }) => {
		desk.backend.add(body.add ?? 0);
		desk.backend.change(body.change ?? 0);
		return { held: desk.backend.held().length };
	});
	app.post<{ Body: { count?: number; name?: string } }>('/__sandbox/world', async ({ body }) =>
		Array.from({ length: body.count ?? 1 }, () => desk.backend.world.act(desk.random, body.name)),
	);
	app.get('/__sandbox/world', async () => desk.backend.world.history);
	app.post('/__sandbox/settle', async () => {
		await desk.backend.settle?.();
		return {};
	});
	app.post<{ Body: { expired?: boolean } }>('/__sandbox/grant', async ({ body }) =>
		desk.backend.grant({ ...body, expired: body?.expired ?? false }),
	);
	app.post<{ Body: { revoke?: boolean } }>('/__sandbox/expire-tokens', async ({ body }) => {
		desk.backend.expireTokens({ revoke: body.revoke ?? false });
		return {};
	});
	app.patch<{ Body: Partial<SandboxSettings> }>('/__sandbox/settings', async ({ body }) =>
		Object.assign(desk.settings, body),
	);
}

import type { FastifyReply, FastifyRequest } from 'fastify';

import { Random } from './random';
import type { Backend } from './backend';
import type { SandboxSettings } from './settings';

/** One thing that goes wrong. `path` is a regular expression on the URL; without it, every call fits. */
export interface Fault {
	kind:
		| 'status'
		| 'html'
		| 'truncated'
		| 'empty'
		| 'hang'
		| 'drip'
		| 'reset'
		| 'lost'
		| 'done504'
		| 'late'
		| 'bom'
		| 'redirect'
		| 'throttle'
		| 'expireTokens'
		| 'revokeTokens'
		| 'repeatPage'
		| 'endlessCursor'
		| 'shortPage';
	path?: string;
	/** For `status`: what to answer, with which headers, and a body other than the marketplace's own. */
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	/** For `redirect`. */
	location?: string;
	/**
	 * For `late`: how long the answer is held back after the call has had its effect; for `drip`: between two bytes
	 * of an answer that never ends. In milliseconds.
	 */
	delayMs?: number;
	/** For `shortPage`: how many entries are left on it. Default 0. */
	entries?: number;
	/** For `shortPage`: what it says of the length of the list. Default: the truth. */
	total?: number | string | null;
	/** How many matching calls pass before the fault starts. Default 0. */
	after?: number;
	/** How many calls it spoils. Default: until it is cleared. */
	times?: number;
	/** How likely it spoils a call that fits, by the sandbox's seed. Default 1. */
	chance?: number;
}

interface Armed extends Fault {
	seen: number;
}

/** The faults of one marketplace server. */
export class Faults {
	private armed: Armed[] = [];
	private readonly random: Random;

	constructor(seed: number) {
		this.random = new Random(seed + 0xfa01);
	}

	set(faults: Fault[]): void {
		this.armed = faults.map((fault) => ({ ...fault, seen: 0 }));
	}

	/** The fault that this call runs into, counted once. */
	next(url: string): Fault | undefined {
		for (const fault of this.armed) {
			if (fault.path !== undefined && !new RegExp(fault.path).test(url)) continue;
			if (fault.chance !== undefined && !this.random.chance(fault.chance)) continue;
			const at = fault.seen++;
			const after = fault.after ?? 0;
			if (at >= after && at < after + (fault.times ?? Infinity)) return fault;
		}
		return undefined;
	}
}

/** What is left of a page of a list, and what its answer says of the list's length. */
export function shortened<T>(
	fault: Fault | undefined,
	page: readonly T[],
	total: number,
): { page: readonly T[]; total: unknown } {
	if (fault?.kind !== 'shortPage') return { page, total };
	const told = fault.total === undefined ? total : fault.total;
	return { page: page.slice(0, fault.entries ?? 0), total: told };
}

/** Plays the faults that need no knowledge of the marketplace. Returns whether it has answered. */
export async function play(
	fault: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
	{ backend, settings }: { backend: Backend; settings: SandboxSettings },
): Promise<boolean> {
	switch (fault.kind) {
		case 'status': {
			const status = fault.status ?? 500;
			await reply
				.code(status)
				.headers(fault.headers ?? {})
				.send(fault.body ?? backend.errorBody(status));
			return true;
		}
		case 'html':
			await reply
				.code(fault.status ?? 200)
				.type('text/html')
				.send('<!doctype html><title>Sorry</title><p>We are busy.</p>');
			return true;
		case 'empty':
			await reply
				.code(fault.status ?? 200)
				.type('application/json')
				.send('');
			return true;
		case 'redirect':
			await reply
				.code(fault.status ?? 302)
				.header('location', fault.location ?? '/')
				.send('');
			return true;
		case 'throttle':
			await reply
				.code(429)
				.headers(backend.throttleHeaders?.() ?? {})
				.send(backend.errorBody(429));
			return true;
		case 'hang':
			reply.hijack();
			if (settings.hangMs !== undefined) {
				setTimeout(() => request.raw.socket.destroy(), settings.hangMs).unref();
			}
			return true;
		case 'drip':
			drip(reply, fault.delayMs ?? 300);
			return true;
		case 'expireTokens':
		case 'revokeTokens':
			// The marketplace itself refuses the call then, in its own words.
			backend.expireTokens({ revoke: fault.kind === 'revokeTokens' });
			return false;
		case 'reset':
			reply.hijack();
			request.raw.socket.destroy();
			return true;
		default:
			return false;
	}
}

/** The server lives, and its answer comes in drops for as long as anybody listens. */
function drip(reply: FastifyReply, everyMs: number): void {
	reply.hijack();
	reply.raw.writeHead(200, { 'content-type': 'application/json' });
	reply.raw.write('{');
	const drops = setInterval(() => reply.raw.write(' '), everyMs).unref();
	reply.raw.on('close', () => clearInterval(drops));
}

/** What goes wrong now and then with every marketplace, each of these with this chance. */
export function nowAndThen(chance: number): Fault[] {
	const statuses = [500, 502, 503, 504].map((status): Fault => ({ kind: 'status', status }));
	const kinds = [
		'throttle',
		'html',
		'truncated',
		'empty',
		'reset',
		'hang',
		'expireTokens',
	] as const;
	const others = kinds.map((kind): Fault => ({ kind }));
	const gateway: Fault = { kind: 'html', status: 502 };
	return [...statuses, gateway, ...others].map((fault) => ({ ...fault, chance }));
}

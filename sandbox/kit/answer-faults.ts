import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';

import type { Backend } from './backend';
import type { Fault } from './faults';

/**
 * Plays the faults of an answer whose call has had its effect already: half of it arrives, it arrives late,
 * with a byte order mark, never, or the gateway gave up waiting for it.
 */
export async function spoil(
	fault: Fault | undefined,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
	backend: Backend,
): Promise<unknown> {
	switch (fault?.kind) {
		case 'truncated': {
			if (typeof payload !== 'string') return payload;
			const half = payload.slice(0, Math.floor(payload.length / 2));
			reply.header('content-length', Buffer.byteLength(half));
			return half;
		}
		case 'late':
			// Nobody waits for whoever has hung up.
			await wait(fault.delayMs ?? 1000, undefined, { ref: false });
			return payload;
		case 'bom': {
			if (typeof payload !== 'string') return payload;
			const marked = `\ufeff${payload}`;
			reply.header('content-length', Buffer.byteLength(marked));
			return marked;
		}
		case 'lost':
			request.raw.socket.destroy();
			return payload;
		case 'done504':
			reply.code(504).type('application/json').removeHeader('content-length');
			return JSON.stringify(backend.errorBody(504));
		default:
			return payload;
	}
}

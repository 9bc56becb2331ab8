import type { FastifyReply, FastifyRequest } from 'fastify';

/** One thing that goes wrong. `path` is a regular expression on the URL; without it, every call fits. */
export interface Fault {
	kind:
		| 'status'
		| 'html'
		| 'truncated'
		| 'empty'
		| 'hang'
		| 'reset'
		| 'redirect'
		| 'repeatPage'
		| 'endlessCursor';
	path?: string;
	/** For `status`: what to answer, with which headers, and a body other than the marketplace's own. */
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	/** For `redirect`. */
	location?: string;
	/** How many matching calls pass before the fault starts. Default 0. */
	after?: number;
	/** How many calls it spoils. Default: until it is cleared. */
	times?: number;
}

interface Armed extends Fault {
	seen: number;
}

/** The faults of one marketplace server. */
export class Faults {
	private armed: Armed[] = [];

	set(faults: Fault[]): void {
		this.armed = faults.map((fault) => ({ ...fault, seen: 0 }));
	}

	/** The fault that this call runs into, counted once. */
	next(url: string): Fault | undefined {
		for (const fault of this.armed) {
			if (fault.path !== undefined && !new RegExp(fault.path).test(url)) continue;
			const at = fault.seen++;
			const after = fault.after ?? 0;
			if (at >= after && at < after + (fault.times ?? Infinity)) return fault;
		}
		return undefined;
	}
}

/** Plays the faults that need no knowledge of the marketplace. Returns whether it has answered. */
export async function play(
	fault: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
	errorBody: (status: number) => unknown,
): Promise<boolean> {
	switch (fault.kind) {
		case 'status': {
			const status = fault.status ?? 500;
			await reply
				.code(status)
				.headers(fault.headers ?? {})
				.send(fault.body ?? errorBody(status));
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
		case 'hang':
			reply.hijack();
			return true;
		case 'reset':
			reply.hijack();
			request.raw.socket.destroy();
			return true;
		default:
			return false;
	}
}

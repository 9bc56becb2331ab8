export interface FieldError {
	field: string;
	message: string;
}

/**
 * An answer that is not a result. The types are those of the official description, which does not say
 * which of them comes with which status.
 */
export class Problem extends Error {
	constructor(
		readonly status: number,
		readonly type: string,
		message: string,
		readonly errors: readonly FieldError[] = [],
		/** What the answer keeps to itself. */
		readonly reason = message,
	) {
		super(message);
	}
}

const CORRUPT = 'Request authentication headers are corrupt';

/** All four look the same but for their type: header missing, key unknown, clock off, signature wrong. */
export function unauthorized(type: string, reason: string): Problem {
	return new Problem(401, `/problems/${type}`, CORRUPT, [], reason);
}

/** Values of the request that cannot be, by field. */
export function invalid(...errors: FieldError[]): Problem {
	const fields = errors.map(({ field }) => field).join(', ');
	return new Problem(400, '/problems/validation-error', `Wrong or missing: ${fields}`, errors);
}

export function badRequest(type: string, message: string): Problem {
	return new Problem(400, `/problems/${type}`, message);
}

export function notFound(what: string): Problem {
	return new Problem(404, '/problems/not-found', `${what} does not exist`);
}

/** The state of a thing does not allow it. */
export function forbidden(type: string, message: string): Problem {
	return new Problem(403, `/problems/${type}`, message);
}

export const TOO_MANY = new Problem(429, 'about:blank', 'Too many requests');

const OF_STATUS: Record<number, string> = {
	400: '/problems/bad-request',
	401: '/problems/unauthorized',
	403: '/problems/forbidden',
	404: '/problems/not-found',
	500: '/problems/server-error',
	503: '/problems/service-unavailable',
};

/** What a fault of this status says. */
export function faultBody(status: number): unknown {
	return { type: OF_STATUS[status] ?? 'about:blank', errors: [], message: `Status ${status}` };
}

/** A call that the marketplace does not serve: what it answers, and the note for the tests. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		reason: string,
		readonly headers: Record<string, string> = {},
	) {
		super(reason);
	}
}

export const STATUS_TYPE =
	'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** V2 refuses with a list */
export function v2Error(status: number, message: string, reason = message): Refusal {
	return new Refusal(status, [{ status, message }], reason);
}

/** V3 refuses with an object whose `errors` go by field */
export function v3Error(
	status: number,
	title: string,
	errors: Record<string, string> = {},
	reason = title,
): Refusal {
	return new Refusal(status, { status, title, type: STATUS_TYPE, errors }, reason);
}

/** The API gateway speaks V3 on V2 paths as well; not confirmed */
export function unauthorized(reason: string): Refusal {
	const title =
		'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.';
	return new Refusal(401, { status: 401, title, type: STATUS_TYPE }, reason);
}

export function missingScope(reason: string): Refusal {
	const title = "You don't have a required scope to access the endpoint";
	return new Refusal(403, { status: 403, title, type: STATUS_TYPE }, reason);
}

export function tooMany(
	retryAfterSeconds: number,
	reason = 'more calls than the quota of the window',
): Refusal {
	const body = { status: 429, title: 'Too many requests', type: STATUS_TYPE };
	const headers = { 'x-retry-after': `${retryAfterSeconds}` };
	return new Refusal(429, body, reason, headers);
}

export function notFound(version: 'v2' | 'v3'): Refusal {
	if (version === 'v2') return v2Error(404, 'The requested resource was not found.');
	return v3Error(404, 'The requested resource was not found.');
}

export function readOnlyField(name: string): Refusal {
	const message = `The field '${name}' cannot be written to. Please remove it from your request before trying again.`;
	return v2Error(400, message);
}

export function missingField(name: string): Refusal {
	return v2Error(400, `Required fields missing [${name}]`);
}

/** The words are not confirmed; `reason` says it to whoever tests. */
export function invalidField(name: string, reason: string): Refusal {
	return v2Error(400, `The field '${name}' is invalid.`, `'${name}' is invalid: ${reason}`);
}

/** The marketplace's body for a status that a fault asks for. */
export function errorBody(status: number): unknown {
	if (status === 401) return unauthorized('').body;
	if (status === 403) return missingScope('').body;
	return { status, title: 'An error has occurred', type: STATUS_TYPE };
}

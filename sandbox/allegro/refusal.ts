import { randomBytes } from 'node:crypto';

/** A call that the marketplace does not serve: what it answers, and the note for the tests. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		reason: string,
	) {
		super(reason);
	}
}

/** The API's error body, see https://developer.allegro.pl/swagger.yaml */
export function errors(
	code: string,
	message: string,
	more: { path?: string; userMessage?: string } = {},
): unknown {
	const { path = null, userMessage = message } = more;
	return { errors: [{ code, message, details: null, path, userMessage, metadata: {} }] };
}

/** The OAuth-shaped body of the token endpoint and of every 401, see https://developer.allegro.pl/swagger.yaml */
export function oauthError(error: string, description?: string): unknown {
	return description === undefined ? { error } : { error, error_description: description };
}

export const FULL_AUTHENTICATION = oauthError(
	'unauthorized',
	'Full authentication is required to access this resource',
);

export function notFound(): Refusal {
	const userMessage = 'Feature unavailable. Contact the author of the application.';
	const body = errors('NotFoundException', 'Not found', { userMessage });
	return new Refusal(404, body, 'no such resource');
}

export function invalid(path: string, message: string): Refusal {
	return new Refusal(422, errors('VALIDATION_ERROR', message, { path }), message);
}

export function tooMany(reason: string): Refusal {
	const userMessage = 'Server is unable to respond to your query. Try again in a few minutes.';
	const body = errors('TooManyRequestsException', 'An error occurred', { userMessage });
	return new Refusal(429, body, reason);
}

/** The marketplace's body for a status that a fault asks for. */
export function errorBody(status: number): unknown {
	switch (status) {
		case 401:
			return oauthError('invalid_token', 'Access token expired');
		case 403:
			return errors('AccessDenied', 'Access is denied');
		case 404:
			return notFound().body;
		case 429:
			return tooMany('fault').body;
		default:
			return errors('INTERNAL_SERVER_ERROR', 'An error occurred');
	}
}

/** 16 hexadecimal digits on every API answer, see https://github.com/allegro/allegro-api/issues/10246 */
export function traceId(): string {
	return randomBytes(8).toString('hex');
}

import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Routes that get every body as the bytes' text, whatever its media type, so that the marketplace and
 * not the framework decides what is refused, and how.
 */
export function withRawBodies(
	app: FastifyInstance,
	routes: (scope: FastifyInstance) => void,
): void {
	void app.register(async (scope) => {
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
			done(null, body),
		);
		routes(scope);
	});
}

/** The body as text; empty when there is none. */
export function bodyText(request: FastifyRequest): string {
	return typeof request.body === 'string' ? request.body : '';
}

/** The media type without parameters, in lower case. */
export function mediaType(request: FastifyRequest): string {
	return (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

/** The query as it was sent: order and repetition kept. */
export function queryOf(request: FastifyRequest): URLSearchParams {
	const at = request.url.indexOf('?');
	return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
}

/** A body on a call that has none by definition, even an empty declared one. */
export function hasBody(request: FastifyRequest): boolean {
	const { headers } = request;
	return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

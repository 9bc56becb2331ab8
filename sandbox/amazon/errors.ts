/** An answer that is an error list */
export class SpError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly details: string | undefined = undefined,
		readonly type: string | undefined = undefined,
	) {
		super(message);
	}

	get body() {
		const { code, message, details } = this;
		return { errors: [{ code, message, ...(details === undefined ? {} : { details }) }] };
	}
}

/**
 * Every 403 looks the same but for its details,
 * see https://developer-docs.amazon.com/sp-api/docs/resolve-common-http-errors
 */
export function denied(details: string, type?: string): SpError {
	return new SpError(403, 'Unauthorized', 'Access to requested resource is denied.', details, type);
}

export const TOKEN_MISSING = 'Access token is missing in the request header.';
export const TOKEN_EXPIRED = 'The access token you provided has expired.';
export const TOKEN_INVALID = 'The access token you provided is revoked, malformed or invalid.';
export const WRONG_REGION = 'The marketplaces you provided are not valid for region.';

export const OVER_QUOTA = new SpError(
	429,
	'QuotaExceeded',
	'You exceeded your quota for the requested resource.',
	'',
);

/** What a fault of this status says. */
export function faultBody(status: number): unknown {
	const known: Record<number, SpError> = {
		400: new SpError(400, 'InvalidInput', 'Invalid Input'),
		403: denied(''),
		404: new SpError(404, 'NotFound', 'Resource not found.'),
		429: OVER_QUOTA,
		500: new SpError(500, 'InternalFailure', 'We encountered an internal error. Please try again.'),
		503: new SpError(
			503,
			'ServiceUnavailable',
			'Service is temporarily unavailable. Please try again.',
		),
	};
	return (known[status] ?? new SpError(status, 'InternalFailure', `Status ${status}`)).body;
}

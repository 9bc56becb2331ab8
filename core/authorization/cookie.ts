const PREFIX = 'marketplace_authorization_';

/**
 * One cookie for each visit that went away, so that two of them in one browser do not disturb each other.
 * `Lax` lets it come along when the marketplace sends the browser back.
 */
export function bindingCookie(
	nonce: string,
	secret: string,
	{ lifeMs, isSecure }: { lifeMs: number; isSecure: boolean },
): string {
	const parts = [
		`${nameOf(nonce)}=${secret}`,
		`Max-Age=${Math.ceil(lifeMs / 1000)}`,
		'Path=/',
		'HttpOnly',
		'SameSite=Lax',
		...(isSecure ? ['Secure'] : []),
	];
	return parts.join('; ');
}

/** What `bindingCookie` has left in the browser, read from the `Cookie` header. */
export function readCookie(header: string | undefined, nonce: string): string | undefined {
	const start = `${nameOf(nonce)}=`;
	return (header ?? '')
		.split(';')
		.map((part) => part.trim())
		.find((part) => part.startsWith(start))
		?.slice(start.length);
}

function nameOf(nonce: string): string {
	return PREFIX + nonce.slice(0, 12);
}

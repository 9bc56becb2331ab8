import { InvalidInputError, raise } from './errors';

/** Blanks, control characters and backslashes: nothing that a path holds unencoded. */
const UNSAFE = /[\s\p{Cc}\\]/u;
/** An encoded character of ASCII; all that could lead elsewhere is made of these. */
const ESCAPE = /%[0-7][0-9a-f]/gi;

/**
 * A path as the user typed it, with a slash in front; refuses all that could lead elsewhere: a host,
 * a scheme, `..` (encoded as well), a fragment.
 */
export function relativePath(typed: string, field = 'Path'): string {
	const path = typed.trim();
	if (path === '')
		throw new InvalidInputError(`'${field}' is empty`, 'Enter a path such as /orders');
	if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//')) {
		throw new InvalidInputError(
			`'${field}' must not contain a host`,
			'Enter only the part after the host. The credential sets the host',
		);
	}
	if (UNSAFE.test(path) || path.includes('#')) {
		throw new InvalidInputError(
			`'${field}' contains a character that is not allowed in a path`,
			'Encode it',
		);
	}
	const [plain, ...query] = path.split('?');
	if (query.length > 0) {
		throw new InvalidInputError(
			`'${field}' contains query parameters`,
			"Move them to 'Query Parameters'",
		);
	}
	checkEscapes(plain, field);
	if (leadsUp(plain))
		throw new InvalidInputError(
			`'${field}' must not contain '..'`,
			'Enter the whole path without it',
		);
	return plain.startsWith('/') ? plain : `/${plain}`;
}

function checkEscapes(path: string, field: string): void {
	try {
		decodeURIComponent(path);
	} catch {
		raise(
			new InvalidInputError(`'${field}' contains a malformed % sequence`, 'Write % itself as %25'),
		);
	}
}

/** Decodes until nothing changes, because a proxy on the way may decode once more. */
function leadsUp(path: string): boolean {
	for (let current = path; ;) {
		const segments = current.split(/[/\\]/);
		// Some servers drop what follows a semicolon, and then find the dots.
		if (segments.some((segment) => /^\.\.?(;|$)/.test(segment))) return true;
		const next = current.replace(ESCAPE, (escape) =>
			String.fromCharCode(parseInt(escape.slice(1), 16)),
		);
		if (next === current) return false;
		current = next;
	}
}

/** An id as a path segment: percent-encoded in full, also where `encodeURIComponent` is lenient. */
export function pathSegment(value: string): string {
	const encoded = encodeURIComponent(value).replace(
		/[!'()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return encoded.replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}

const LOOPBACK = 'localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]';
const IS_LOOPBACK = new RegExp(`^(${LOOPBACK})$`);

/** Whether a host is this machine, so that nothing travels. */
export function isLoopback(hostname: string): boolean {
	return IS_LOOPBACK.test(hostname);
}

/** A host as people paste it, with or without a path, as a base for paths; `field` is what the user sees. */
export function readBaseUrl(typed: unknown, field: string): string {
	const written = typeof typed === 'string' ? typed.trim() : '';
	if (written === '')
		throw new InvalidInputError(`'${field}' is empty`, 'Open the credential and enter it');
	const address = /^[a-z]+:\/\//i.test(written) ? written : `https://${written}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (
		!url ||
		!/^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/i.test(url.hostname) ||
		url.username ||
		url.password
	) {
		throw new InvalidInputError(
			`'${field}' is not a valid address`,
			'It looks like https://example.com',
		);
	}
	const isSafe =
		url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!isSafe)
		throw new InvalidInputError(
			`'${field}' must begin with https://`,
			'Otherwise the token would be sent unencrypted',
		);
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * n8n evaluates the hidden fields of an OAuth2 credential and the request of a credential test itself, so
 * what `readBaseUrl` does in code has to be said there in an expression.
 */

/** https, or plain http to this very machine; no user, no blank. */
const ADDRESS = new RegExp(
	`^(?:https://|http://(?=(?:${LOOPBACK})(?::\\d+)?(?:/|$)))[^\\s/@]+(?:/[^\\s@]*)?$`,
	'i',
);

/** The address in `typed` without a slash at its end; empty where it makes no sense. Both are JavaScript. */
export function baseUrlExpression(typed: string): string {
	return `((("" + (${typed} ?? "")).trim().replace(/^(?![a-z]+:\\/\\/)/i, "https://").replace(/[?#].*$/, "").replace(/\\/+$/, "").match(${ADDRESS})) ?? [""])[0]`;
}

/**
 * A hidden field with an address: `path` appended to `host`, or a complaint where `host` is empty. n8n shows
 * nothing of it but "Invalid protocol: …", therefore hyphens and no blanks.
 */
export function addressField(host: string, path: string, complaint: string): string {
	return `={{ (host => host ? host + "${path}" : "${complaint}:")(${host}) }}`;
}

/** The host of the environment, or what stands in `customField`; `fields` holds the credential. */
export function hostExpression(
	fields: '$self' | '$credentials',
	customField: string,
	hosts: Readonly<Record<string, string>>,
): string {
	const known = Object.entries(hosts).map(
		([environment, host]) => `${fields}["environment"] === "${environment}" ? "${host}" : `,
	);
	return `${known.join('')}${baseUrlExpression(`${fields}["${customField}"]`)}`;
}

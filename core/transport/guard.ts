import { BadInput, raise } from './trouble';

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
	if (path === '') throw new BadInput(`'${field}' is empty`, 'Enter a path such as /orders');
	if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//')) {
		throw new BadInput(
			`'${field}' must not hold a host`,
			'Enter only what follows the host of the API; the credential decides the host',
		);
	}
	if (UNSAFE.test(path) || path.includes('#')) {
		throw new BadInput(`'${field}' holds a character that no path can hold`, 'Encode it');
	}
	const [plain, ...query] = path.split('?');
	if (query.length > 0) {
		throw new BadInput(`'${field}' holds query parameters`, "Move them to 'Query Parameters'");
	}
	checkEscapes(plain, field);
	if (leadsUp(plain)) throw new BadInput(`'${field}' must not hold '..'`, 'Enter the path itself');
	return plain.startsWith('/') ? plain : `/${plain}`;
}

function checkEscapes(path: string, field: string): void {
	try {
		decodeURIComponent(path);
	} catch {
		raise(new BadInput(`'${field}' holds a malformed % sequence`, 'Write % itself as %25'));
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

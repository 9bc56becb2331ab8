import { BadInput, raise } from './trouble';

/** Blanks, control characters and backslashes: nothing that a path holds unencoded. */
const UNSAFE = /[\s\p{Cc}\\]/u;

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
	if (
		decoded(plain, field)
			.split(/[/\\]/)
			// Some servers drop what follows a semicolon, and then find the dots.
			.some((segment) => /^\.\.?(;|$)/.test(segment))
	) {
		throw new BadInput(`'${field}' must not hold '..'`, 'Enter the path itself');
	}
	return plain.startsWith('/') ? plain : `/${plain}`;
}

/** Decodes until nothing changes, because a proxy on the way may decode once more. */
function decoded(path: string, field: string): string {
	let current = path;
	for (let round = 0; round < 5; round++) {
		let next: string;
		try {
			next = decodeURIComponent(current);
		} catch {
			return raise(
				new BadInput(`'${field}' holds a malformed % sequence`, 'Write % itself as %25'),
			);
		}
		if (next === current) return current;
		current = next;
	}
	return current;
}

/** An id as a path segment: percent-encoded in full, also where `encodeURIComponent` is lenient. */
export function pathSegment(value: string): string {
	const encoded = encodeURIComponent(value).replace(
		/[!'()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return encoded.replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}

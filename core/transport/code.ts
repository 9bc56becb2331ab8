import { createHash } from 'crypto';

/**
 * An authorization code as people paste it: the bare code, or the whole address to which the browser was
 * sent back. `name` is the parameter that holds it.
 */
export function readCode(pasted: unknown, name = 'code'): string {
	const written = String(pasted ?? '').trim();
	const query = written.includes('?') ? written.slice(written.indexOf('?') + 1) : written;
	const named = query.includes(`${name}=`) ? new URLSearchParams(query).get(name) : undefined;
	return (named ?? written).trim();
}

/** Tells codes apart without keeping them: a used code is never sent again. */
export function codeFingerprint(code: string): string {
	return createHash('sha256').update(code).digest('hex').slice(0, 16);
}

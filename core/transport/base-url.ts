import { BadInput } from './trouble';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** A host as people paste it, with or without a path, as a base for paths; `field` is what the user sees. */
export function readBaseUrl(typed: unknown, field: string): string {
	const written = typeof typed === 'string' ? typed.trim() : '';
	if (written === '') throw new BadInput(`'${field}' is empty`, 'Open the credential and enter it');
	const address = /^[a-z]+:\/\//i.test(written) ? written : `https://${written}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (
		!url ||
		!/^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/i.test(url.hostname) ||
		url.username ||
		url.password
	) {
		throw new BadInput(`'${field}' is no address`, 'It looks like https://example.com');
	}
	const isSafe =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!isSafe)
		throw new BadInput(`'${field}' must begin with https://`, 'The token would travel readable');
	return url.origin + url.pathname.replace(/\/+$/, '');
}

import { text } from '../../core/orders/read';
import { isLoopback } from '../../core/request/address';
import { ListError } from '../../core/request/errors';

/**
 * The signed address of a file, if it may be used: by https, or on this machine where the API itself is on
 * this machine, as in the sandbox.
 */
export function readableUrl(given: unknown, baseUrl: string, file = 'report'): string {
	const written = text(given) ?? '';
	const url = URL.canParse(written) ? new URL(written) : undefined;
	const isLocal =
		url?.protocol === 'http:' && isLoopback(url.hostname) && isLoopback(new URL(baseUrl).hostname);
	if (url && (url.protocol === 'https:' || isLocal)) return url.href;
	throw new ListError(
		`Amazon gave no valid address for the ${file}`,
		'It must begin with https://. Try again later',
	);
}

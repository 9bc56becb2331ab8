/**
 * n8n evaluates the hidden fields of an OAuth2 credential and the request of a credential test itself, so
 * what `readBaseUrl` does in code has to be said there in an expression.
 */

/** https, or plain http to this very machine; no user, no blank. */
const ADDRESS =
	/^(?:https:\/\/|http:\/\/(?=(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:\/|$)))[^\s/@]+(?:\/[^\s@]*)?$/i;

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

/** `first` unless the environment is `custom`; `fields` is what holds the credential: `$self` or `$credentials`. */
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

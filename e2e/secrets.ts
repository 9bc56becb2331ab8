import type { Credential } from '../scripts/n8n/n8n';

/** Fields whose values nobody but the marketplace may see. */
const SECRET = /secret|token|code|password/i;
/** Shorter values turn up by chance. */
const SHORTEST = 12;

/** Every secret value in the given credentials, also inside `oauthTokenData`. */
export function secretsOf(credentials: Credential[]): string[] {
	const found = new Set<string>();
	const look = (fields: Record<string, unknown>) => {
		for (const [name, value] of Object.entries(fields)) {
			if (typeof value === 'object' && value !== null) look(value as Record<string, unknown>);
			if (typeof value !== 'string' || value.length < SHORTEST || !SECRET.test(name)) continue;
			if (!value.startsWith('http')) found.add(value);
		}
	};
	for (const { data } of credentials) look(data);
	return [...found];
}

/** The secrets that a text holds, plain or as they look in an address or in base64. */
export function secretsIn(text: string, secrets: string[]): string[] {
	return secrets.filter((secret) =>
		[secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].some((form) =>
			text.includes(form),
		),
	);
}

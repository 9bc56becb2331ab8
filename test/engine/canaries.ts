import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { expect } from 'vitest';

const SECRET_FIELDS = [
	'accessToken',
	'access_token',
	'authorizationCode',
	'clientSecret',
	'refreshToken',
	'refresh_token',
	'secretKey',
];

/** Every secret of a credential, wherever in it. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	return Object.entries(credential).flatMap(([name, value]) => {
		if (typeof value === 'object' && value !== null) {
			return secretsOf(value as ICredentialDataDecryptedObject);
		}
		return SECRET_FIELDS.includes(name) && value !== '' ? [String(value)] : [];
	});
}

/** A secret in the forms in which a server may echo it. */
export function formsOf(secret: string): string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const base64 = Buffer.from(secret).toString('base64');
	return [secret, json, encodeURIComponent(secret), base64];
}

/** Forms that are as good, and seldom. */
export const SELDOM: Record<string, (secret: string) => string> = {
	'with small letters in its escapes': (secret) =>
		encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
	'in base64 for URLs': (secret) => Buffer.from(secret).toString('base64url'),
};

/** JSON as other languages write it: what it holds is the same. */
export const WRITTEN: Record<string, (json: string) => string> = {
	'with escaped slashes': (json) => json.replaceAll('/', '\\/'),
	'with \\u for all but letters': (json) => json.replaceAll('+', '\\u002b'),
};

/** All texts in a value, also those that JSON does not show: stacks, causes, what is not enumerable. */
export function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	if (Buffer.isBuffer(value)) return [value.toString('utf8')];
	if (value instanceof Map || value instanceof Set) return textsIn([...value], seen);
	const own = Object.getOwnPropertyNames(value).flatMap((name) => [
		name,
		...textsIn((value as Record<string, unknown>)[name], seen),
	]);
	return [...own, JSON.stringify(value) ?? ''];
}

export function expectNoSecret(
	shown: unknown,
	secrets: readonly string[],
	forms: (secret: string) => string[] = formsOf,
): void {
	const texts = textsIn(shown).join('\n');
	expect(texts.length).toBeGreaterThan(0);
	for (const secret of secrets) {
		for (const form of new Set(forms(secret))) expect(texts).not.toContain(form);
	}
}

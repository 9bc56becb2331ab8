import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { expect } from 'vitest';

const SECRET_FIELDS = [
	'accessToken',
	'access_token',
	'authorizationCode',
	'clientSecret',
	'refreshToken',
	'refresh_token',
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
	const encoded = encodeURIComponent(secret);
	const json = JSON.stringify(secret).slice(1, -1);
	return [
		secret,
		json,
		encoded,
		encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
		Buffer.from(secret).toString('base64'),
		Buffer.from(secret).toString('base64url'),
	];
}

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

export function expectNoSecret(shown: unknown, secrets: readonly string[]): void {
	const texts = textsIn(shown).join('\n');
	expect(texts.length).toBeGreaterThan(0);
	for (const secret of secrets) {
		for (const form of new Set(formsOf(secret))) expect(texts).not.toContain(form);
	}
}

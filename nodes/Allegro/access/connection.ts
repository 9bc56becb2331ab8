import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { timestamp } from '../../../core/accounts/warnings';
import type { Connection } from '../../../core/marketplace';
import { readBaseUrl } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';
import { VERSION } from '../../../core/version';

/** One host for all sites. See BEHAVIOR.md, Signing in. */
export const API_HOSTS: Readonly<Record<string, string>> = {
	production: 'https://api.allegro.pl',
	sandbox: 'https://api.allegro.pl.allegrosandbox.pl',
};

/** Polish letters that Unicode does not split into a letter and a mark. */
const POLISH: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L' };

interface TokenData {
	access_token?: string;
	refresh_token?: string;
	scope?: unknown;
	n8n_expires_at?: string;
}

/** Where and as whom to call Allegro. See BEHAVIOR.md, Signing in and Headers. */
export function connectAllegro(credential: ICredentialDataDecryptedObject): Connection {
	const environment = String(credential.environment ?? 'production');
	const tokens = (credential.oauthTokenData ?? {}) as TokenData;
	const claims = readClaims(tokens.access_token);
	const toldByN8n = Number(tokens.n8n_expires_at);
	return {
		baseUrl: API_HOSTS[environment] ?? readBaseUrl(credential.apiBaseUrl, 'API Base URL'),
		account: typeof claims.user_name === 'string' ? claims.user_name : null,
		quotaOwner: String(credential.clientId ?? ''),
		headers: { 'user-agent': userAgent(credential.applicationName, credential.applicationUrl) },
		token: tokens.access_token,
		tokenExpiresAt: typeof claims.exp === 'number' ? claims.exp * 1000 : toldByN8n || undefined,
		settings: { environment, ...readGrant(tokens, claims) },
	};
}

/** What the tokens tell about the grant itself. See BEHAVIOR.md, Signing in. */
function readGrant(
	{ refresh_token, scope }: TokenData,
	claims: Record<string, unknown>,
): Record<string, string | undefined> {
	const told = Array.isArray(claims.scope) ? claims.scope.join(' ') : String(scope ?? '').trim();
	const { exp } = readClaims(refresh_token);
	return {
		// The word of former times for all of them.
		scopes: told === '' || told === 'allegro_api' ? undefined : told,
		authorizationEndsAt: timestamp(Number(exp ?? NaN) * 1000) ?? undefined,
	};
}

/**
 * `My-Shop/1.0.0 (+https://example.com)`: Allegro compares the name with the registered one, blanks as
 * hyphens and letters as ASCII, and rejects others. See BEHAVIOR.md, Headers.
 */
export function userAgent(name: unknown, url: unknown): string {
	const application = String(name ?? '')
		.trim()
		.replace(/[łŁ]/g, (letter) => POLISH[letter])
		.normalize('NFD')
		.replace(/[^\x20-\x7e]/g, '')
		.replace(/\s+/g, '-');
	const page = String(url ?? '').trim();
	if (application === '') {
		throw new InvalidInputError(
			"'Application Name' is empty",
			'Open the credential and enter it: Allegro requires the name',
		);
	}
	if (!/^https?:\/\/[^\s()]+$/.test(page)) {
		throw new InvalidInputError(
			"'Application URL' is not a valid address",
			'Enter e.g. https://example.com/my-app',
		);
	}
	// A header holds no letters beyond ASCII; a page with a Polish name may.
	const written = page.replace(/[^\x21-\x7e]+/g, (letters) => encodeURIComponent(letters));
	return `${application}/${VERSION} (+${written})`;
}

/** Allegro's tokens are JWTs; what they say is used for information only, so no signature is checked. */
function readClaims(token: string | undefined): Record<string, unknown> {
	const payload = token?.split('.')[1];
	if (payload === undefined) return {};
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
	} catch {
		// An opaque token says nothing; then only the answer tells that it has expired.
		return {};
	}
}

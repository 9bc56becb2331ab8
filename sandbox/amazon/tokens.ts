import { randomBytes } from 'node:crypto';

import type { AmazonSettings } from './settings';
import type { Seller } from './app';

/** See https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow */
export const ACCESS_LIFE = 3_600_000;
const CODE_LIFE = 300_000;

/** A seller's consent: what a refresh token stands for. */
export interface Consent {
	clientId: string;
	seller: Seller;
	roles: string[];
}

export interface AccessToken extends Consent {
	expiresAt: number;
	/** Set on a restricted data token: the calls it opens. */
	restricted?: RestrictedResource[];
	/** Set on a token that belongs to no seller. */
	isGrantless?: boolean;
}

export interface RestrictedResource {
	method: string;
	path: string;
	dataElements: string[];
}

interface Code extends Consent {
	redirectUri: string;
	expiresAt: number;
}

/** Every token that was ever given out, and what has become of it. */
export class Tokens {
	readonly access = new Map<string, AccessToken>();
	readonly refresh = new Map<string, Consent>();
	readonly codes = new Map<string, Code>();

	constructor(private readonly settings: AmazonSettings) {}

	issueAccess(consent: Consent, extra: Partial<AccessToken> = {}): string {
		const token = `${extra.restricted ? 'Atz.sprdt' : 'Atza'}|${secret()}`;
		const expiresAt = this.settings.now() + ACCESS_LIFE;
		this.access.set(token, { ...consent, expiresAt, ...extra });
		return token;
	}

	issueRefresh(consent: Consent): string {
		const token = `Atzr|${secret()}`;
		this.refresh.set(token, consent);
		return token;
	}

	issueCode(consent: Consent, redirectUri: string): string {
		const code = `RH${randomBytes(9).toString('hex')}`;
		this.codes.set(code, { ...consent, redirectUri, expiresAt: this.settings.now() + CODE_LIFE });
		return code;
	}

	expire(revoke: boolean): void {
		for (const token of this.access.values()) token.expiresAt = this.settings.now();
		if (!revoke) return;
		this.access.clear();
		this.refresh.clear();
		this.codes.clear();
	}
}

/** Long and full of characters that must be encoded in a form. */
function secret(): string {
	return `IQEB${randomBytes(96).toString('base64')}`;
}

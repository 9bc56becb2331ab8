import { randomBytes, randomUUID } from 'node:crypto';

import type { RegisteredApp, Seller } from './app';

const ACCESS_LIFE = 12 * 3_600_000;
const REFRESH_LIFE = 90 * 86_400_000;
const GRACE = 60_000;
const MAX_SESSIONS = 20;

/** A consent: which app may do what, for which seller. No seller: an application token. */
export interface Consent {
	app: RegisteredApp;
	seller?: Seller;
	scopes: readonly string[];
	since: number;
}

interface Pair {
	access: string;
	refresh?: string;
	consent: Consent;
	accessUntil: number;
	refreshUntil: number;
	/** When the refresh token was used first; usable for the grace after that. */
	usedAt?: number;
	children: Pair[];
}

/**
 * Tokens of the whole marketplace,
 * see https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR
 */
export class Tokens {
	private readonly byAccess = new Map<string, Pair>();
	private readonly byRefresh = new Map<string, Pair>();
	private sessions: Consent[] = [];

	constructor(private readonly now: () => number) {}

	issue(consent: Consent): Pair {
		const now = this.now();
		const pair: Pair = {
			access: token(consent, now + ACCESS_LIFE),
			refresh: consent.seller && token(consent, now + REFRESH_LIFE, { ati: randomUUID() }),
			consent,
			accessUntil: now + ACCESS_LIFE,
			refreshUntil: now + REFRESH_LIFE,
			children: [],
		};
		this.byAccess.set(pair.access, pair);
		if (pair.refresh) this.byRefresh.set(pair.refresh, pair);
		return pair;
	}

	/** The first pair of a new consent; the oldest consent ends when there are too many. */
	open(consent: Consent): Pair {
		const { seller } = consent;
		const sessions = this.sessions.filter((one) => one.seller === seller);
		if (sessions.length >= MAX_SESSIONS) this.end(sessions[0]);
		this.sessions.push(consent);
		return this.issue(consent);
	}

	/** A new pair for a refresh token; undefined when it is used up, expired, revoked or foreign. */
	refresh(refreshToken: string, app: RegisteredApp): Pair | undefined {
		const now = this.now();
		const old = this.byRefresh.get(refreshToken);
		if (!old || old.consent.app !== app || old.refreshUntil <= now) return undefined;
		old.usedAt ??= now;
		// The old pair dies: access at once, refresh after the grace,
		// see https://github.com/allegro/allegro-api/issues/4136
		old.accessUntil = Math.min(old.accessUntil, now);
		old.refreshUntil = Math.min(old.refreshUntil, old.usedAt + GRACE);
		// Of several pairs from one token the last survives; not confirmed, but some must not.
		for (const child of old.children) cut(child, old.usedAt + GRACE);
		const pair = this.issue(old.consent);
		old.children.push(pair);
		return pair;
	}

	/** The consent behind an access token; `dead` when it expired or was superseded. */
	consentOf(access: string): Consent | 'dead' | undefined {
		const pair = this.byAccess.get(access);
		if (!pair) return undefined;
		return pair.accessUntil > this.now() ? pair.consent : 'dead';
	}

	/** Ends the consent to which a token belongs. */
	revoke(anyToken: string): void {
		const pair = this.byAccess.get(anyToken) ?? this.byRefresh.get(anyToken);
		if (pair) this.end(pair.consent);
	}

	expire(access: string): void {
		const pair = this.byAccess.get(access);
		if (pair) pair.accessUntil = Math.min(pair.accessUntil, this.now());
	}

	expireAll({ revoke }: { revoke: boolean }): void {
		for (const pair of this.byAccess.values()) {
			pair.accessUntil = Math.min(pair.accessUntil, this.now());
			if (revoke) cut(pair, this.now());
		}
	}

	private end(consent: Consent): void {
		this.sessions = this.sessions.filter((one) => one !== consent);
		for (const pair of this.byAccess.values()) {
			if (pair.consent === consent) cut(pair, this.now());
		}
	}
}

export type { Pair };

function cut(pair: Pair, at: number): void {
	pair.accessUntil = Math.min(pair.accessUntil, at);
	pair.refreshUntil = Math.min(pair.refreshUntil, at);
}

/** Looks like Allegro's JWT, as long as one, but the signature is random: nobody can check it. */
function token({ app, seller, scopes }: Consent, until: number, more: object = {}): string {
	const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const claims = {
		user_name: seller?.id,
		scope: scopes,
		...more,
		exp: Math.floor(until / 1000),
		jti: randomUUID(),
		client_id: app.clientId,
	};
	const head = part({ alg: 'RS256', typ: 'JWT' });
	return `${head}.${part(claims)}.${randomBytes(256).toString('base64url')}`;
}

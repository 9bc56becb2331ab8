import { randomBytes } from 'node:crypto';

import { APP, type StoreIdentity } from './app';

const CODE_LIFE = 10 * 60_000;

/**
 * What an access token may do. It has no expiry,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/start/authentication/api-accounts.mdx
 */
export interface Access {
	store: StoreIdentity;
	clientId: string;
	/** null: a token that looks fine and is refused everywhere, see https://github.com/NangoHQ/nango/issues/7026 */
	scopes: readonly string[] | null;
}

interface Code {
	store: StoreIdentity;
	redirectUri: string;
	until: number;
}

interface Account extends Access {
	clientSecret: string;
	token: string;
}

/** Tokens and codes of the whole marketplace. */
export class Tokens {
	private readonly byToken = new Map<string, Access>();
	private readonly secrets = new Map<string, string>([[APP.clientId, APP.clientSecret]]);
	private readonly codes = new Map<string, Code>();

	constructor(private readonly now: () => number) {}

	accessOf(token: string): Access | undefined {
		return this.byToken.get(token);
	}

	/** A store-level API account with its own client id and secret. */
	newAccount(store: StoreIdentity, scopes: readonly string[]): Account {
		const clientId = randomBytes(16).toString('hex').slice(0, 31);
		const clientSecret = randomBytes(32).toString('hex');
		this.secrets.set(clientId, clientSecret);
		return { store, clientId, clientSecret, scopes, token: this.add({ store, clientId, scopes }) };
	}

	/** What an account signs with. */
	secretOf(clientId: string): string | undefined {
		return this.secrets.get(clientId);
	}

	/** A token for the app; the one that it had for the store is dead from now on. */
	install(store: StoreIdentity, scopes: readonly string[] | null): string {
		for (const [token, access] of this.byToken) {
			if (access.clientId === APP.clientId && access.store === store) this.byToken.delete(token);
		}
		return this.add({ store, clientId: APP.clientId, scopes });
	}

	newCode(store: StoreIdentity, redirectUri: string): string {
		const code = randomBytes(16).toString('hex');
		// How long a code lives is not published; ten minutes is a guess.
		this.codes.set(code, { store, redirectUri, until: this.now() + CODE_LIFE });
		return code;
	}

	/** Gives a code away, once. */
	takeCode(code: string): Code | undefined {
		const found = this.codes.get(code);
		this.codes.delete(code);
		return found && found.until > this.now() ? found : undefined;
	}

	revoke(token: string): void {
		this.byToken.delete(token);
	}

	revokeAll(): void {
		this.byToken.clear();
		this.codes.clear();
	}

	private add(access: Access): string {
		const token = randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x');
		this.byToken.set(token, access);
		return token;
	}
}

/** Version of the shape below; part of every item, so a workflow knows what it reads. */
export const ACCOUNT_SCHEMA = 'account/1';

/** ISO 8601. */
type Timestamp = string;

/** A site or a channel on which the account sells. */
export interface SalesChannel {
	id: string;
	name: string | null;
	countryCode: string | null;
}

/** When something ends. Without a time, `basis` says that it does not end; without both, nobody knows. */
export interface Expiry {
	expiresAt: Timestamp | null;
	/** The rule behind the time. */
	basis: string | null;
}

/** What is wrong now, or will be: `…Ends` have a date, all others are true already. */
export type WarningCode =
	| 'accessEnded'
	| 'accessDenied'
	| 'authorizationEnds'
	| 'blocked'
	| 'clientRefused'
	| 'clockSkew'
	| 'ipNotAllowed'
	| 'scopeMissing'
	| 'secretEnded'
	| 'secretEnds'
	| 'tokenEnds';

export interface Warning {
	code: WarningCode;
	message: string;
	/** What to do next. */
	advice: string;
	/** When it happens; `null` for what is so already. */
	at: Timestamp | null;
	/** Whole days until then, below zero after it; 0 for what is so already. */
	daysLeft: number;
}

/** Why a field is `null`. */
export interface UnknownField {
	field: string;
	reason: string;
}

/** Who a credential belongs to, what it may do, and when it ends. Unknown is `null`, with the reason. */
export interface Account {
	schema: typeof ACCOUNT_SCHEMA;
	marketplace: string;
	/** Name of the credential in n8n. */
	credential: string | null;
	account: string | null;
	name: string | null;
	environment: string | null;
	/** Whether the credential can read orders right now. */
	ok: boolean;
	checkedAt: Timestamp;
	/** An empty list, where the marketplace has no such thing. */
	scopes: string[] | null;
	roles: string[] | null;
	marketplaces: SalesChannel[] | null;
	/** Whether orders may be shipped, confirmed or cancelled, too, and if not, what is missing. */
	writing: { allowed: boolean | null; reason: string | null };
	/** The access token; `renews` without anybody's help. */
	token: Expiry & { renews: boolean };
	secret: Expiry;
	authorization: Expiry;
	serverTime: Timestamp | null;
	/** How far our clock is ahead; below zero where it is behind. */
	clockSkewSeconds: number | null;
	warnings: Warning[];
	unknown: UnknownField[];
}

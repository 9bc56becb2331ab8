import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRequest, ApiResponse, Marketplace, Send } from '../marketplace';
import { verdictOf } from './verdict';
import { clock } from './clock';
import type { Session } from './session';
import { raise, TokenTrouble } from './trouble';

/** Renewed this long before its end, so that no request meets an expired token on the way. */
const AHEAD_MS = 5 * 60_000;
/** A refusal to renew is final for this long: asking again and again is what gets applications blocked. */
const REFUSAL_MS = 30_000;
/** Ahead of time no more often than this, whatever life a new token claims to have. */
const BETWEEN_MS = 30_000;

/** The connection failed, so nobody said no. Anything else is an answer. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
]);

/** Renewals under way and refused, by credential. */
const renewals = new Map<string, Promise<unknown>>();
const refusals = new Map<
	string,
	{ trouble: TokenTrouble; token: string | undefined; until: number }
>();

/** When this process last renewed, by credential. */
const renewedAt = new Map<string, number>();

/** For tests, which share one process. */
export function forgetRenewals(): void {
	renewals.clear();
	refusals.clear();
	renewedAt.clear();
}

/**
 * The layer that keeps the token alive: renewed ahead of its end and on the marketplace's own "expired",
 * by one request for all that use the credential in this process; every other waits for it.
 */
export function authenticated(session: Session, marketplace: Marketplace, send: Send): Send {
	return async (request) => {
		await renewals.get(session.key)?.catch(() => undefined);
		// A request with a token of its own does not use the credential's.
		if (request.token === undefined && isDue(session))
			return await renewAndSend(session, send, request);
		const used = session.connection.token;
		const response = await send(request);
		if (verdictOf(marketplace, response) !== 'expired') return response;
		if (request.token !== undefined || session.use.renewal === 'none') return response;
		return await renewAndSend(session, send, request, used);
	};
}

function isDue({ use, connection, key }: Session): boolean {
	if (use.renewal === 'none') return false;
	if (use.renewal === 'preAuthentication' && !connection.token) return true;
	const { tokenExpiresAt } = connection;
	if (tokenExpiresAt === undefined) return false;
	const sinceRenewal = clock.now() - (renewedAt.get(key) ?? 0);
	// A token that lives no longer than we like to be ahead would be renewed for every request.
	const ahead = sinceRenewal < AHEAD_MS ? 0 : AHEAD_MS;
	return sinceRenewal > BETWEEN_MS && tokenExpiresAt - ahead < clock.now();
}

/** `used` is the token that was refused; without it, the renewal is ahead of time. */
async function renewAndSend(
	session: Session,
	send: Send,
	request: ApiRequest,
	used?: string,
): Promise<ApiResponse> {
	const { key } = session;
	const underWay = renewals.get(key);
	if (underWay) {
		await underWay.catch((error: unknown) => {
			// Whether the token could be renewed concerns all; what became of the other's request does not.
			if (error instanceof TokenTrouble) throw error;
		});
		await session.reload();
		return await send(request);
	}
	const renewal = renew(session, send, request, used);
	renewals.set(key, renewal);
	// Whoever waits sees the failure; without anybody waiting it is no unhandled one.
	renewal.catch(() => undefined);
	try {
		return (await renewal) ?? (await send(request));
	} finally {
		renewals.delete(key);
	}
}

/** The answer, where renewing and sending are one step for n8n; otherwise nothing. */
async function renew(
	session: Session,
	send: Send,
	request: ApiRequest,
	used: string | undefined,
): Promise<ApiResponse | undefined> {
	await session.reload();
	const isRenewedByOthers =
		used === undefined ? !isDue(session) : session.connection.token !== used;
	if (isRenewedByOthers) return undefined;
	throwIfRefused(session);
	try {
		const renewsItself = session.use.renewal === 'preAuthentication';
		const response = renewsItself ? await send(request, true) : await refresh(session);
		await session.reload();
		renewedAt.set(session.key, clock.now());
		return response;
	} catch (error) {
		if (error instanceof TokenTrouble && !error.transient) remember(session, error);
		return raise(error);
	}
}

/** n8n's own OAuth2 refresh, which also stores the new pair. */
async function refresh(session: Session): Promise<undefined> {
	const context = session.context as IExecuteFunctions;
	for (let attempt = 1; ; attempt++) {
		try {
			await context.helpers.refreshOAuth2Token.call(context, session.type, session.use.oauth2);
			return undefined;
		} catch (error) {
			const trouble = refreshTrouble(error);
			// A lost answer may have spent the refresh token already; a grace period lets it count once more.
			if (!trouble.transient || attempt >= 2) raise(trouble);
			await clock.sleep(1000);
		}
	}
}

function refreshTrouble(error: unknown): TokenTrouble {
	const { message, code, body, cause } = error as Record<string, unknown>;
	const codes = [code, (cause as { code?: unknown } | undefined)?.code];
	const network = codes.find((value) => NETWORK_CODES.has(String(value)));
	if (network !== undefined) {
		return new TokenTrouble(
			'The access token could not be renewed',
			`The authorization server did not answer (${String(network)}). Try again later`,
			String(network),
			true,
		);
	}
	return new TokenTrouble(
		'The connection to the account has ended',
		"The refresh token was refused: it was revoked, used twice or is too old. Open the credential and press 'Reconnect'",
		/\b(invalid_[a-z]+|unauthorized[a-z_]*|access_denied)\b/.exec(
			`${String(message)} ${JSON.stringify(body ?? '')}`,
		)?.[0],
	);
}

function throwIfRefused(session: Session): void {
	const refusal = refusals.get(session.key);
	if (!refusal) return;
	const isCurrent = refusal.until > clock.now() && refusal.token === session.fingerprint;
	if (isCurrent) throw refusal.trouble;
	refusals.delete(session.key);
}

function remember(session: Session, trouble: TokenTrouble): void {
	refusals.set(session.key, {
		trouble,
		token: session.fingerprint,
		until: clock.now() + REFUSAL_MS,
	});
}

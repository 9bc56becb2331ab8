import type { ApiRequest, ApiResponse, Marketplace, Send } from '../marketplace';
import { verdictOf } from '../request/retry';
import { clock, inTime, orStopped } from '../request/clock';
import type { Deadline } from '../request/deadline';
import { refresh } from './refresh';
import type { Session } from '../request/session';
import { ProcessMemory } from '../request/process-memory';
import {
	LostResponseError,
	NoResponseError,
	raise,
	TIMED_OUT,
	TokenError,
} from '../request/errors';

/**
 * Renewed this long before its end, so that no request meets an expired token on the way. No two processes
 * take the same time: n8n 1.x has no lock between them, so the first should have stored it before the next begins.
 */
const AHEAD_MS = (5 + 2 * Math.random()) * 60_000;
/** A refusal to renew is final for this long: asking again and again is what gets applications blocked. */
const REFUSAL_MS = 30_000;
/** The same for "not now", which a list of items would otherwise hear once for each of them. */
const BUSY_MS = 10_000;
/** Ahead of time no more often than this, whatever life a new token claims to have. */
const BETWEEN_MS = 30_000;
/** Before a token is looked for, or asked for after a lost answer, once more. */
const BEFORE_AGAIN_MS = 1000;
/** Before a token is asked for once more of a server that has said "not now". */
const PAUSES_MS = [500, 1000, 2000];
/** What such a server may ask for; whoever asks for more is busy for longer than a request should wait. */
const LONGEST_PAUSE_MS = 5000;
/** Later than this a slow server is not asked once more: its first answer may have started a grace period. */
const LATEST_MS = 15_000;
/** How often a token is looked for that another process may be about to store, however slow its answer is. */
const LOOKS = 8;

/** Renewals under way, by credential. */
const renewals = new ProcessMemory<Promise<unknown>>('token.renewals');

/** What this process has learned of a credential's renewals. It holds no token. */
interface Learned {
	/** When this process last renewed. */
	renewedAt?: number;
	/** A renewal that was refused; it goes for the credential as it was then. */
	refusal?: { error: TokenError; of: string; until: number };
	/** The credential whose token had ended when it arrived: only the answers tell whether it serves. */
	bornDead?: string;
	/** Until when nobody tries to renew ahead of time. */
	putOffUntil?: number;
	/** The credential whose new token was refused at once: another one would hardly fare better. */
	unwelcome?: { of: string; until: number };
}

const learned = new ProcessMemory<Learned>('token.learned');

function learn({ key }: Session, more: Learned): void {
	learned.set(key, { ...learned.get(key), ...more });
}

function known({ key }: Session): Learned {
	return learned.get(key) ?? {};
}

/**
 * The layer that keeps the token alive: renewed ahead of its end and on the marketplace's own "expired",
 * by one request for all that use the credential in this process; every other waits for it. To n8n,
 * renewing and sending may be one step, so a request is `paid` for before others have to wait for it.
 */
export function authenticated(
	session: Session,
	marketplace: Marketplace,
	{ paid, once }: { paid: (next: Send) => Send; once: Send },
	deadline: Deadline,
): Send {
	const renewed = (used?: string): Send =>
		paid(async (request) => {
			const work = async () => await renew({ session, marketplace, once, deadline }, request, used);
			return (await single(session, work, used, deadline)) ?? (await once(request));
		});
	return async (request) => {
		// A request with a token of its own does not use the credential's.
		if (request.token !== undefined) return await paid(once)(request);
		const underWay = renewals.get(session.key)?.catch(() => undefined);
		if (underWay) {
			await soon(session, underWay, deadline);
			await session.reload();
		}
		const used = session.connection.token;
		const isAhead = isDue(session);
		let response = await (isAhead ? renewed() : paid(once))(request);
		const isNew = isAhead && session.connection.token !== used;
		const isRefused = () => verdictOf(marketplace, response) === 'expired';
		const mayRenew = (used !== undefined || isNew) && session.use.renewal !== 'none';
		if (!mayRenew || !isRefused() || isUnwelcome(session)) return response;
		if (!isNew) response = await renewed(used)(request);
		if (!isRefused()) return response;
		if (await isReplaced(session, deadline)) return await paid(once)(request);
		learn(session, { unwelcome: { of: session.fingerprint, until: clock.now() + BUSY_MS } });
		return response;
	};
}

/** Not for long: of a pair whose successor got lost, the grace period may still give another. */
function isUnwelcome(session: Session): boolean {
	const { unwelcome } = known(session);
	return (unwelcome?.until ?? 0) > clock.now() && unwelcome?.of === session.fingerprint;
}

/**
 * n8n 1.x has no lock between processes: another may have renewed at the same time, and of two pairs only the
 * last one lives. Its storage may take a moment.
 */
async function isReplaced(session: Session, deadline: Deadline): Promise<boolean> {
	const { token } = session.connection;
	for (let look = 0; look < LOOKS; look++) {
		await deadline.pause(BEFORE_AGAIN_MS);
		await session.reload();
		if (session.connection.token !== token) return true;
	}
	return false;
}

function isDue(session: Session): boolean {
	const { use, connection } = session;
	const { bornDead, putOffUntil = 0, renewedAt = 0 } = known(session);
	if (use.renewal === 'none') return false;
	if (isAlive(session) && putOffUntil > clock.now()) return false;
	if (use.renewal === 'preAuthentication' && !connection.token) return true;
	const { tokenExpiresAt } = connection;
	if (tokenExpiresAt === undefined) return false;
	if (bornDead === session.fingerprint) return false;
	const sinceRenewal = clock.now() - renewedAt;
	// A token that lives no longer than we like to be ahead would be renewed for every request.
	const ahead = sinceRenewal < AHEAD_MS ? 0 : AHEAD_MS;
	return sinceRenewal > BETWEEN_MS && tokenExpiresAt - ahead < clock.now();
}

/**
 * What `work` gives, unless somebody else has renewed the token meanwhile. It goes on when the user presses
 * Stop: a token that is on its way must not be lost, and others wait for it.
 */
async function single<T>(
	session: Session,
	work: () => Promise<T>,
	used: string | undefined,
	deadline: Deadline,
): Promise<T | undefined> {
	const { key } = session;
	for (let others = renewals.get(key); others; others = renewals.get(key)) {
		const theirs = others.then(() => true, isTheirsAlone);
		const isOver = await soon(session, theirs, deadline);
		await session.reload();
		if (isOver || isRenewed(session, used)) return undefined;
	}
	const renewal = work().finally(() => renewals.delete(key));
	renewals.set(key, renewal);
	// Whoever waits sees the failure; without anybody waiting it is no unhandled one.
	renewal.catch(() => undefined);
	// Where the answer comes along, nobody knows which of the two is late.
	const isAnswer = session.use.renewal === 'preAuthentication';
	return await soon(
		session,
		renewal,
		deadline,
		isAnswer ? () => new NoResponseError(TIMED_OUT) : tooSlow,
	);
}

/** What a renewal gives, waited for no longer than for an answer; it goes on, for whoever comes next. */
async function soon<T>(
	session: Session,
	renewal: Promise<T>,
	deadline: Deadline,
	late: () => Error = tooSlow,
): Promise<T> {
	return await deadline.asking(async () => {
		const inLimits = inTime(renewal, deadline.answerMs(), late, session.timers);
		return await orStopped(inLimits, deadline.signal);
	});
}

function tooSlow(): TokenError {
	return new TokenError(
		'Renewing the access token takes too long',
		"The authorization server does not answer. Try again later, or (not in triggers) raise 'Timeout'",
		'ETIMEDOUT',
		true,
	);
}

/** Whether the token could be renewed concerns all; what became of the other's request does not. */
function isTheirsAlone(error: unknown): false {
	return error instanceof TokenError ? raise(error) : false;
}

/** `used` is the token that was refused; without it, the renewal is ahead of time. */
function isRenewed(session: Session, used: string | undefined): boolean {
	return used === undefined ? !isDue(session) : session.connection.token !== used;
}

/** Whose token is to be renewed, and by what. */
interface Renewer {
	session: Session;
	marketplace: Marketplace;
	once: Send;
	deadline: Deadline;
}

/** The answer, where renewing and sending are one step for n8n; otherwise nothing. */
async function renew(
	renewer: Renewer,
	request: ApiRequest,
	used: string | undefined,
): Promise<ApiResponse | undefined> {
	const { session } = renewer;
	await session.reload();
	if (isRenewed(session, used)) return undefined;
	try {
		throwIfRefused(session);
		// Nobody has to wait for a new one while this one serves.
		const pauses = used === undefined && isAlive(session) ? [] : PAUSES_MS;
		return await renewNow(renewer, request, pauses);
	} catch (error) {
		const isForNow = error instanceof TokenError && (error.transient || error.blocked);
		if (!isForNow || used !== undefined || !isAlive(session)) return raise(error);
		// Ahead of its end, the token still serves; should it have been replaced, the answer will say so.
		learn(session, { putOffUntil: clock.now() + BUSY_MS });
		return undefined;
	}
}

function isAlive({ connection: { token, tokenExpiresAt = 0 } }: Session): boolean {
	return token !== undefined && tokenExpiresAt > clock.now();
}

async function renewNow(
	renewer: Renewer,
	request: ApiRequest,
	pauses: readonly number[],
): Promise<ApiResponse | undefined> {
	const { session, marketplace, once, deadline } = renewer;
	const before = session.connection.token;
	const renewsItself = session.use.renewal === 'preAuthentication';
	const ask = async () =>
		renewsItself ? await once(request, true) : await refresh(session, marketplace);
	try {
		const response = await insist(ask, pauses, deadline);
		await session.reload();
		learn(session, { renewedAt: clock.now(), bornDead: deadOf(session) });
		return response;
	} catch (error) {
		// After a lost answer, the grace period must not be spent waiting.
		const isLost = error instanceof LostResponseError && error.repeatAfterMs !== undefined;
		if (!(error instanceof TokenError) || isLost) return raise(error);
		await session.reload();
		// Another process, or the HTTP Request node, was faster: then the refusal meant the token before.
		if (session.connection.token !== before) return undefined;
		remember(session, error);
		return raise(error);
	}
}

/**
 * A token is asked for again after an error that passes, for some seconds. A lost answer may have spent the
 * refresh token already; a grace period lets it count once more, so the same call is sent again at once, once,
 * also when the user presses Stop, and not in the next execution.
 */
async function insist<T>(
	ask: () => Promise<T>,
	pauses: readonly number[],
	deadline: Deadline,
): Promise<T> {
	const start = clock.now();
	let wasLost = false;
	for (let attempt = 0; ; attempt++) {
		try {
			return await ask();
		} catch (error) {
			if (!(error instanceof TokenError) || error.repeatAfterMs === undefined) return raise(error);
			if (error instanceof LostResponseError) {
				if (wasLost) return raise(error);
				wasLost = true;
				await clock.sleep(BEFORE_AGAIN_MS);
				continue;
			}
			const waitMs = Math.max(pauses[attempt] ?? Infinity, error.repeatAfterMs);
			const isLate = clock.now() + waitMs - start > LATEST_MS;
			if (waitMs > LONGEST_PAUSE_MS || isLate) return raise(error);
			if (waitMs > deadline.waitMs || deadline.answerMs(waitMs) === 0) return raise(error);
			await deadline.pause(waitMs);
		}
	}
}

/** A token that has ended by its own account when it arrives: by that account, every request would renew it. */
function deadOf({ connection: { tokenExpiresAt = Infinity }, fingerprint }: Session) {
	return tokenExpiresAt <= clock.now() ? fingerprint : undefined;
}

function throwIfRefused(session: Session): void {
	const { refusal } = known(session);
	const isCurrent = (refusal?.until ?? 0) > clock.now() && refusal?.of === session.fingerprint;
	if (refusal && isCurrent) throw refusal.error;
}

function remember(session: Session, error: TokenError): void {
	const until = clock.now() + (error.transient ? BUSY_MS : REFUSAL_MS);
	learn(session, { refusal: { error, of: session.fingerprint, until } });
}

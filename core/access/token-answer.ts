import type { ApiResponse, Marketplace } from '../marketplace';
import { object, text } from '../orders/read';
import { firewallDetails, retryAfterMs, describeResponse, verdictOf } from '../request/retry';
import { TokenError } from '../request/errors';

/** What an authorization server answered, already without secrets where it holds no token. */
export interface TokenResponse extends ApiResponse {
	/** Whether the same call may be sent once more. A code counts once. */
	readonly isRepeatable: boolean;
}

/** The path of a token page, as far as `describe` has to know it. */
const PATH = '/token';

/**
 * What kept the call from being decided on: a marketplace that is busy, a page in front of it, an address that is
 * blocked. `undefined`, where the answer speaks of the call itself; only its own table knows that.
 */
export function tokenErrorIn(
	marketplace: Marketplace,
	answer: TokenResponse,
): TokenError | undefined {
	const { displayName } = marketplace;
	const { status } = answer;
	const told = isBarred(marketplace, answer)
		? firewallDetails(marketplace)
		: describeResponse(marketplace, answer, PATH);
	const { message, advice = 'Wait before you try again', code = `status ${status}` } = told;
	const verdict = isBarred(marketplace, answer) ? 'blocked' : verdictOf(marketplace, answer);
	switch (verdict) {
		case 'blocked':
			return new TokenError(message, advice, code, status >= 500, { blocked: true });
		case 'throttled':
		case 'transient':
			return busy(displayName, status, repeatAfterMs(marketplace, answer));
		default:
			return undefined;
	}
}

/**
 * When to ask again after an answer that says "not now"; `undefined` for never. Whoever limits tokens has to
 * say when: asking on in the dark is what gets applications blocked.
 */
export function repeatAfterMs(marketplace: Marketplace, answer: TokenResponse): number | undefined {
	if (!answer.isRepeatable) return undefined;
	const asked = retryAfterMs(marketplace, answer);
	const verdict = verdictOf(marketplace, answer);
	if (verdict === 'throttled') return asked;
	return verdict === 'transient' ? (asked ?? 0) : undefined;
}

/** The error of a server that says nothing about the call but "not now". */
function busy(displayName: string, status: number, repeatAfterMs?: number): TokenError {
	return new TokenError(
		`${displayName} did not issue an access token (status ${status})`,
		'Try again in some minutes',
		`status ${status}`,
		true,
		{ repeatAfterMs },
	);
}

/** Who refuses a call for a token names an error; a 403 that names none comes from somebody in front. */
function isBarred(marketplace: Marketplace, answer: ApiResponse): boolean {
	if (answer.status !== 403 || verdictOf(marketplace, answer) === 'blocked') return false;
	const named = marketplace.describe(answer, PATH).code ?? text(object(answer.body).error);
	return (named ?? null) === null;
}

import { DAY_MS } from '../request/clock';
import type { Account, Warning, WarningCode } from './account';

/** What ends, by the field that says when. */
export type ExpiryName = 'authorization' | 'secret' | 'token';

const ENDS: Readonly<Record<ExpiryName, { code: WarningCode; what: string }>> = {
	secret: { code: 'secretEnds', what: 'The client secret' },
	authorization: { code: 'authorizationEnds', what: 'The authorization' },
	token: { code: 'tokenEnds', what: 'The access token' },
};

/** How far apart the clocks may be, in seconds. */
export interface ClockTolerance {
	ahead: number;
	behind: number;
}

/** Warnings about everything that ends within `days` days from `now`; what renews itself does not end. */
export function expiryWarnings(
	account: Pick<Account, ExpiryName> & Partial<Pick<Account, 'ok'>>,
	advice: Readonly<Partial<Record<ExpiryName, string>>>,
	now: number,
	days: number,
): Warning[] {
	return (Object.keys(ENDS) as ExpiryName[]).flatMap((name) => {
		const at = account[name].expiresAt;
		if (at === null || (name === 'token' && account.token.renews)) return [];
		const daysLeft = Math.floor((Date.parse(at) - now) / DAY_MS);
		if (daysLeft > days) return [];
		const { code, what } = ENDS[name];
		const message = `${what} ${inWords(daysLeft, account.ok === true)} (${at.slice(0, 10)})`;
		return [{ code, message, advice: advice[name] ?? '', at, daysLeft }];
	});
}

/** What works has not ended, whatever rule or date says so. */
function inWords(daysLeft: number, isAlive: boolean): string {
	if (daysLeft < 0) {
		const ago = daysLeft === -1 ? 'a day ago' : `${-daysLeft} days ago`;
		return `${isAlive ? 'should have ended' : 'ended'} ${ago}`;
	}
	if (daysLeft === 0) return 'ends within a day';
	return daysLeft === 1 ? 'ends in a day' : `ends in ${daysLeft} days`;
}

/** A warning, if the clocks are further apart than is good for tokens and signatures. */
export function clockWarnings(
	skewSeconds: number | null,
	{ ahead, behind }: ClockTolerance,
): Warning[] {
	if (skewSeconds === null || (skewSeconds <= ahead && -skewSeconds <= behind)) return [];
	const side = skewSeconds > 0 ? 'ahead' : 'behind';
	return [
		{
			code: 'clockSkew',
			message: `The clock of this server is ${Math.abs(skewSeconds)} seconds ${side}`,
			advice: 'Let it be set by a time server (NTP): tokens are renewed and signed by it',
			at: null,
			daysLeft: 0,
		},
	];
}

/** A moment in milliseconds since 1970 as text; nothing for what is no moment. */
export function timestamp(ms: number | undefined): string | null {
	if (ms === undefined || !(Math.abs(ms) <= 8.64e15)) return null;
	return new Date(ms).toISOString();
}

/** `days` days after a moment. */
export function daysAfter(ms: number, days: number): string {
	return new Date(ms + days * DAY_MS).toISOString();
}

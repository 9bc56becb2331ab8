import type { Fault as SandboxFault } from '../../sandbox/kit/faults';
import type { MarketplaceName } from '../engine/stage';

/** How a fault is made to happen. */
export type Play =
	| {
			by: 'marketplace';
			fault: SandboxFault;
			/** What it says about the wait, in seconds. */
			hintSeconds?: number;
			/** Strikes at the pages of the list, wherever else the other faults strike. */
			inPages?: true;
	  }
	| { by: 'network'; how: 'refuse' | 'unknownHost' }
	| { by: 'cache' }
	| { by: 'clock'; minutes: number; renewing: boolean };

/** What is promised; checked by `faults.test.ts`. */
export type Outcome =
	/** Every order once, and nothing else; `waits` at least so many seconds; `renewals` new tokens. */
	| { kind: 'complete'; waits?: number; renewals?: number }
	/** This error after so many tries, or up to `most`, and no item; the trigger stays where it was. */
	| { kind: 'error'; httpCode?: string; says: string; tries?: number; most?: number }
	/** No error and nothing told yet: the next poll tells it. */
	| { kind: 'later' };

/** What a list and a poll come to. With "Keep What Was Read", a list gives what it had before an error. */
export interface Outcomes {
	list: Outcome;
	poll: Outcome;
}

/** Where a marketplace differs, and why it has to. */
export interface Exception {
	passing?: Partial<Outcomes>;
	lasting?: Partial<Outcomes>;
	/** As the user reads it. */
	why: string;
}

/** Things that users have to tell apart. */
export type Family = 'busy' | 'down' | 'network' | 'unreadable' | 'access' | 'astray' | 'clock';

/** One thing that goes wrong, and what is promised for it. */
export interface Fault {
	id: string;
	title: string;
	family: Family;
	play: Play;
	/** If it is over after one call. Some faults do not pass by themselves. */
	passing?: Outcomes;
	lasting: Outcomes;
	exceptions?: Partial<Record<MarketplaceName, Exception>>;
	/** In plain words: what happens, if it passes; if it lasts, to a list and to a poll; what to do. */
	passes?: string;
	list: string;
	poll: string;
	todo: string;
}

const COMPLETE: Outcome = { kind: 'complete' };
const ALL_WELL: Outcomes = { list: COMPLETE, poll: COMPLETE };
const both = (outcome: Outcome): Outcomes => ({ list: outcome, poll: outcome });
const error = (says: string, httpCode?: string, tries?: number, most = tries): Outcome => ({
	kind: 'error',
	says,
	...(httpCode === undefined ? {} : { httpCode }),
	...(tries === undefined ? {} : { tries, most }),
});

const RETRIED = 'Sent again after half a second; nothing is lost, nobody is told';
const FOUR_TRIES = 'Error after 4 tries, within seconds';
const STAYS = 'Error after 4 tries; the next poll goes on from the same place';
const STAYS_AT_ONCE = 'Error at once; the next poll goes on from the same place';
const LATER =
	'Nothing for a trigger. _Get Many_: try again later, or turn on _Retry On Fail_ in the settings of the node';

/** Amazon gives one page in three minutes, which no default wait allows. */
const BY_REPORTS = {
	passing: { poll: error("The quota 'searchOrders' is used up", '429', 1) },
	lasting: { list: COMPLETE, poll: error("The quota 'searchOrders' is used up", '429', 1) },
	why: 'after a refusal, Amazon gives one page in three minutes. That is more than the 60 s that both wait by default. So a list goes on with reports instead (unless _Read Through_ says otherwise), and a poll ends with the error and a later one goes on',
};

const down = (status: number, meaning: string): Fault => ({
	id: `status${status}`,
	title: `Status ${status} (${meaning})`,
	family: 'down',
	play: { by: 'marketplace', fault: { kind: 'status', status } },
	passing: ALL_WELL,
	lasting: both(error(`Status ${status} for /`, String(status), 4)),
	passes: RETRIED,
	list: FOUR_TRIES,
	poll: STAYS,
	todo: LATER,
});

const unreadable = (kind: 'truncated' | 'html' | 'empty', title: string): Fault => ({
	id: kind,
	title,
	family: 'unreadable',
	play: { by: 'marketplace', fault: { kind } },
	passing: ALL_WELL,
	lasting: both(error('The answer is not JSON', '200', 4)),
	passes: RETRIED,
	list: FOUR_TRIES,
	poll: STAYS,
	todo: 'If it lasts, look whether a proxy or a login page answers in place of the marketplace',
});

const NO_EXPIRY = (name: string, says: string): Exception => ({
	lasting: both(error(says, '401', 1)),
	why: `a token of ${name} cannot be renewed. One that no longer counts ends the access, as if it was revoked`,
});

const TOKENS_STAY = {
	assistTencho: NO_EXPIRY('Assist Tencho', 'The access has ended'),
	bigCommerce: NO_EXPIRY('BigCommerce', "Check 'Access Token' and 'Store Hash'"),
};

const ENDED = 'Error at once; connect again, and the next poll tells everything since';

/** `docs/troubles.md` is written from it by `npx tsx scripts/docs-faults.ts`. */
export const FAULTS: readonly Fault[] = [
	{
		id: 'throttledWithHint',
		title: 'Status 429 that says how long to wait',
		family: 'busy',
		play: { by: 'marketplace', fault: { kind: 'status', status: 429 }, hintSeconds: 25 },
		passing: both({ kind: 'complete', waits: 25 }),
		lasting: both(error('Status 429 for /', '429', 3)),
		exceptions: { amazon: BY_REPORTS },
		passes: 'Waits as long as it says, then goes on',
		list: 'Error when the waits together would be longer than _Maximum Wait_; with 25 s each, after three tries',
		poll: 'Error when the waits together would be longer than a minute; the next poll goes on from the same place',
		todo: 'Run less often, or at another time: other programs use the same quota',
	},
	{
		id: 'throttledForAnHour',
		title: 'Status 429 that asks for an hour',
		family: 'busy',
		play: { by: 'marketplace', fault: { kind: 'status', status: 429 }, hintSeconds: 3600 },
		lasting: both(error("raise 'Maximum Wait' to at least 3600 seconds", '429', 1)),
		exceptions: {
			amazon: {
				lasting: { list: COMPLETE },
				why: 'a list goes on with reports (unless _Read Through_ says otherwise)',
			},
		},
		list: 'Error at once, not asked again: the wait is longer than _Options → Maximum Wait_ (60 s)',
		poll: 'Error at once; polls within the hour ask nothing, the first one after it goes on from the same place',
		todo: 'Wait, or raise _Maximum Wait_ of _Get Many_ to the number in the message. A trigger has no such option; its later polls go on by themselves',
	},
	{
		id: 'throttled',
		title: 'Status 429 without a word about the wait',
		family: 'busy',
		play: { by: 'marketplace', fault: { kind: 'status', status: 429 } },
		passing: both({ kind: 'complete', waits: 0.25 }),
		lasting: both(error('Status 429 for /', '429', 5, 6)),
		exceptions: {
			amazon: BY_REPORTS,
			allegro: {
				passing: both({ kind: 'complete', waits: 60 }),
				lasting: both(error('Status 429 for /', '429', 2)),
				why: 'a minute lies between two tries, because asking on prolongs a block. With the usual Maximum Wait of a minute there are two',
			},
		},
		passes:
			'Waits at least a second, whatever else goes on with the credential in this process; then one request goes ahead, and the others behind its answer, slower than before',
		list: 'Error when the pauses together would be longer than _Maximum Wait_; with the usual minute after 5 or 6 tries, each later than the one before',
		poll: 'Error after 5 or 6 tries; the next poll goes on from the same place',
		todo: 'Run less often, or at another time: other programs use the same quota',
	},
	down(500, 'internal error'),
	down(502, 'bad gateway'),
	down(503, 'unavailable'),
	down(504, 'gateway timeout'),
	{
		id: 'refused',
		title: 'Connection refused',
		family: 'network',
		play: { by: 'network', how: 'refuse' },
		passing: ALL_WELL,
		lasting: both(error('did not answer (connection refused)', 'ECONNREFUSED')),
		passes: RETRIED,
		list: FOUR_TRIES,
		poll: STAYS,
		todo: 'Check that the server of n8n may reach the marketplace: firewall, proxy, outage',
	},
	{
		id: 'reset',
		title: 'Connection reset',
		family: 'network',
		play: { by: 'marketplace', fault: { kind: 'reset' } },
		passing: ALL_WELL,
		lasting: both(error('did not answer (connection reset)', 'ECONNRESET', 4)),
		passes: RETRIED,
		list: FOUR_TRIES,
		poll: STAYS,
		todo: 'Check that the server of n8n may reach the marketplace: firewall, proxy, outage',
	},
	{
		id: 'unknownHost',
		title: 'Host name not found (DNS)',
		family: 'network',
		play: { by: 'network', how: 'unknownHost' },
		passing: ALL_WELL,
		lasting: both(error('did not answer (host name not found)', 'ENOTFOUND')),
		passes: RETRIED,
		list: FOUR_TRIES,
		poll: STAYS,
		todo: 'Check the DNS of the server of n8n, and the address in the credential if it is your own',
	},
	{
		id: 'hang',
		title: 'No answer at all, or one that comes in drops without end',
		family: 'network',
		play: { by: 'marketplace', fault: { kind: 'hang' } },
		passing: ALL_WELL,
		lasting: both(error('did not answer (timeout)', 'ECONNABORTED', 2)),
		passes:
			'Given up after 60 s (_Get Many: Options → Timeout_; always so in a trigger) and sent again',
		list: 'Error when _Maximum Wait_ and _Timeout_ together are over: with the defaults after two tries of 60 s each',
		poll: 'Error after two tries of 60 s each; the next poll goes on from the same place',
		todo: 'Lower _Timeout_ of _Get Many_ to hear of it sooner; raise it if answers are only slow. For a trigger: nothing, its next poll tries again',
	},
	unreadable('truncated', 'Half an answer'),
	unreadable('html', 'A page of HTML in place of the answer'),
	unreadable('empty', 'An empty answer'),
	{
		id: 'expired',
		title: 'The access token expires in the midst of a list',
		family: 'access',
		play: { by: 'marketplace', fault: { kind: 'expireTokens' } },
		lasting: both({ kind: 'complete', renewals: 1 }),
		exceptions: TOKENS_STAY,
		list: 'Renewed once, for all workflows that use the credential; nothing is lost',
		poll: 'Renewed once; nothing is lost',
		todo: 'Nothing',
	},
	{
		id: 'revoked',
		title: 'The access is revoked',
		family: 'access',
		play: { by: 'marketplace', fault: { kind: 'revokeTokens' } },
		lasting: both(error('', '401', 1)),
		exceptions: {
			...TOKENS_STAY,
			naver: {
				lasting: both({ kind: 'complete', renewals: 1 }),
				why: 'there is no consent that could be revoked: client ID and client secret give a new token, and nothing is lost. Only a deleted application ends the access',
			},
		},
		list: 'Error at once, with what to do; the refusal is not asked for again and again',
		poll: ENDED,
		todo: 'Connect the credential again. _Account → Check_ warns before an access ends by itself',
	},
	{
		id: 'redirect',
		title: 'A redirect to another host',
		family: 'astray',
		play: { by: 'marketplace', fault: { kind: 'redirect', status: 302 }, inPages: true },
		lasting: both(error('redirected the request to another host', undefined, 1)),
		exceptions: {
			assistTencho: {
				lasting: both(error('probably to the login page', '302', 1)),
				why: 'a redirect means that the access has ended, and the message says so',
			},
		},
		list: 'Error at once. It is not followed, so the token goes to nobody else',
		poll: STAYS_AT_ONCE,
		todo: 'Check the address in the credential if it is your own; else [report it](https://github.com/n8n-nodes-marketplaces/n8n-nodes-marketplaces/issues), without tokens or orders',
	},
	{
		id: 'repeatedPage',
		title: 'The same page once more (a cache that mixes answers up)',
		family: 'astray',
		play: { by: 'cache' },
		lasting: { list: error('The list could not be read to its end'), poll: { kind: 'later' } },
		exceptions: {
			allegro: {
				lasting: { list: COMPLETE },
				why: 'the page is noticed and asked for again, and nothing is lost',
			},
			assistTencho: {
				lasting: { list: COMPLETE },
				why: 'a list has one page only',
			},
		},
		list: 'Error at once, in place of a list in which orders are missing',
		poll: 'Nothing new is seen, and the place does not move on; the next poll tells it',
		todo: LATER,
	},
	{
		id: 'endlessList',
		title: 'A list that says that it goes on and on',
		family: 'astray',
		play: { by: 'marketplace', fault: { kind: 'endlessCursor' }, inPages: true },
		lasting: { list: error('same page twice'), poll: COMPLETE },
		exceptions: {
			allegro: {
				lasting: both(error('of at least 200 entries')),
				why: 'a page that is shorter than the length that Allegro tells is asked for again, with pauses, and then an error; a poll stays where it was',
			},
			bigCommerce: {
				lasting: { list: COMPLETE },
				why: 'lists are read by order ID, not by what they say about their length',
			},
			assistTencho: { lasting: { list: COMPLETE }, why: 'a list has one page only' },
		},
		list: 'Error as soon as a page comes twice, or after 50 empty ones',
		poll: 'Tells what it has; stops there and goes on at the next poll',
		todo: LATER,
	},
	...[10, -10].flatMap((minutes): Fault[] => {
		const [side, other] = minutes > 0 ? ['behind', 'ahead'] : ['ahead', 'behind'];
		return [
			{
				id: `clock-${side}`,
				title: `The clock of this server is 10 minutes ${side}`,
				family: 'clock',
				play: { by: 'clock', minutes, renewing: false },
				lasting: ALL_WELL,
				list: 'Nothing is lost',
				poll: `Nothing is lost: places are kept by the clock of the marketplace, which is ${other}`,
				todo: 'Set the clock right (NTP)',
			},
			{
				id: `clock-${side}-renewal`,
				title: `The clock is 10 minutes ${side}, and a new token is due`,
				family: 'clock',
				play: { by: 'clock', minutes, renewing: true },
				lasting: both({ kind: 'complete', renewals: 1 }),
				exceptions: {
					assistTencho: {
						lasting: ALL_WELL,
						why: 'a token cannot be renewed, and none is due',
					},
					bigCommerce: {
						lasting: ALL_WELL,
						why: 'a token has no end, and none is due',
					},
					naver: {
						lasting: both(error(`The clock of this server is ${side}: set it right`, '401')),
						why: 'Naver gives tokens only for the right time, to five minutes. The message says which way the clock is wrong',
					},
				},
				list: 'Renewed once; nothing is lost',
				poll: 'Renewed once; nothing is lost',
				todo: 'Set the clock right (NTP)',
			},
		];
	}),
];

/** What is promised of a fault with one marketplace. */
export function outcomesOf(
	{ passing, lasting, exceptions }: Fault,
	name: MarketplaceName,
): { passing?: Outcomes; lasting: Outcomes } {
	const own = exceptions?.[name];
	return {
		...(passing === undefined ? {} : { passing: { ...passing, ...own?.passing } }),
		lasting: { ...lasting, ...own?.lasting },
	};
}

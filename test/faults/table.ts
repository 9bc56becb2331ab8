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
	/** No error and nothing emitted yet: the next poll emits it. */
	| { kind: 'later' };

/** What a list and a poll come to. With "Return Partial Results", a list gives what it had before an error. */
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

/** Kinds of error that a user has to distinguish. */
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

const RETRIED = 'Sent again after half a second; nothing is lost, and you see nothing of it';
const FOUR_TRIES = 'Error after 4 tries, within seconds';
const STAYS = 'Error after 4 tries; the next poll continues from the same place';
const STAYS_AT_ONCE = 'Error at once; the next poll continues from the same place';
const LATER =
	'Nothing for a trigger. _Get Many_: try again later, or turn on _Retry On Fail_ in the settings of the node';

/** Amazon gives one page in three minutes, which no default wait allows. */
const BY_REPORTS = {
	passing: { poll: error("The quota 'searchOrders' is used up", '429', 1) },
	lasting: { list: COMPLETE, poll: error("The quota 'searchOrders' is used up", '429', 1) },
	why: 'after a refusal, Amazon gives one page in three minutes. That is more than the 60 s that both wait by default. So a list switches to reports (unless _Read Through_ says otherwise). A poll ends with the error, and a later one continues',
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
	todo: 'If it lasts, check whether a proxy or a login page answers instead of the marketplace',
});

const NO_EXPIRY = (name: string, says: string): Exception => ({
	lasting: both(error(says, '401', 1)),
	why: `a token of ${name} cannot be renewed. A token that is no longer valid ends the access, as if it was revoked`,
});

const SIGNED = (side: string): Exception => ({
	lasting: both(error(`seconds ${side}`, '401', 1)),
	why: 'every request is signed with the time, and Kaufland accepts five minutes. The message says by how much the clock is wrong',
});

const TOKENS_STAY = {
	assistTencho: NO_EXPIRY('Assist Tencho', 'The access has ended'),
	bigCommerce: NO_EXPIRY('BigCommerce', "Check 'Access Token' and 'Store Hash'"),
};

const ENDED = 'Error at once; connect again, and the next poll delivers everything since';

/** `docs/errors.md` is written from it by `npx tsx scripts/docs-faults.ts`. */
export const FAULTS: readonly Fault[] = [
	{
		id: 'throttledWithHint',
		title: 'Status 429 that says how long to wait',
		family: 'busy',
		play: { by: 'marketplace', fault: { kind: 'status', status: 429 }, hintSeconds: 25 },
		passing: both({ kind: 'complete', waits: 25 }),
		lasting: both(error('Status 429 for /', '429', 3)),
		exceptions: { amazon: BY_REPORTS },
		passes: 'Waits as long as it says, then continues',
		list: 'Error when the waits together would be longer than _Maximum Wait_; with 25 s each, after three tries',
		poll: 'Error when the waits together would be longer than a minute; the next poll continues from the same place',
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
				why: 'a list switches to reports (unless _Read Through_ says otherwise)',
			},
		},
		list: 'Error at once, not sent again: the wait is longer than _Options > Maximum Wait_ (60 s)',
		poll: 'Error at once; polls within the hour are skipped, the first one after it continues from the same place',
		todo: 'Wait, or raise _Maximum Wait_ of _Get Many_ to the number in the message. A trigger has no such option; its later polls continue by themselves',
	},
	{
		id: 'throttled',
		title: 'Status 429 that does not say how long to wait',
		family: 'busy',
		play: { by: 'marketplace', fault: { kind: 'status', status: 429 } },
		passing: both({ kind: 'complete', waits: 0.25 }),
		lasting: both(error('Status 429 for /', '429', 5, 6)),
		exceptions: {
			amazon: BY_REPORTS,
			allegro: {
				passing: both({ kind: 'complete', waits: 60 }),
				lasting: both(error('Status 429 for /', '429', 2)),
				why: 'a minute lies between two tries, because more requests prolong a block. With the default Maximum Wait of a minute there are two',
			},
		},
		passes:
			'Waits at least a second, together with all other requests of the credential in this process; then one request goes first, and the others after its answer, slower than before',
		list: 'Error when the pauses together would be longer than _Maximum Wait_; with the default minute after 5 or 6 tries, with growing pauses',
		poll: 'Error after 5 or 6 tries; the next poll continues from the same place',
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
		title: 'No answer at all, or one that never ends',
		family: 'network',
		play: { by: 'marketplace', fault: { kind: 'hang' } },
		passing: ALL_WELL,
		lasting: both(error('did not answer (timeout)', 'ECONNABORTED', 2)),
		passes:
			'Given up after 60 s (_Get Many: Options > Timeout_; always so in a trigger) and sent again',
		list: 'Error when _Maximum Wait_ and _Timeout_ together have passed: with the defaults after two tries of 60 s each',
		poll: 'Error after two tries of 60 s each; the next poll continues from the same place',
		todo: 'Lower _Timeout_ of _Get Many_ to learn of it sooner; raise it if answers are only slow. For a trigger: nothing, its next poll tries again',
	},
	unreadable('truncated', 'Half an answer'),
	unreadable('html', 'A page of HTML instead of the answer'),
	unreadable('empty', 'An empty answer'),
	{
		id: 'expired',
		title: 'The access token expires in the middle of a list',
		family: 'access',
		play: { by: 'marketplace', fault: { kind: 'expireTokens' } },
		lasting: both({ kind: 'complete', renewals: 1 }),
		exceptions: {
			...TOKENS_STAY,
			kaufland: {
				lasting: ALL_WELL,
				why: 'there is no token: every request is signed with the keys, and nothing is lost',
			},
		},
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
		list: 'Error at once, with what to do; the request is not repeated',
		poll: ENDED,
		todo: 'Connect the credential again. _Account > Check_ warns before an access ends by itself',
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
		title: 'The same page again (a cache that mixes answers up)',
		family: 'astray',
		play: { by: 'cache' },
		lasting: { list: error('The list could not be read to its end'), poll: { kind: 'later' } },
		exceptions: {
			allegro: {
				lasting: { list: COMPLETE },
				why: 'the page is noticed and read again, and nothing is lost',
			},
			assistTencho: {
				lasting: { list: COMPLETE },
				why: 'a list has one page only',
			},
			kaufland: {
				lasting: { list: COMPLETE },
				why: 'the page is noticed and read again, and nothing is lost',
			},
		},
		list: 'Error at once, instead of a list in which orders are missing',
		poll: 'Nothing new is seen, and the checkpoint stays; the next poll delivers it',
		todo: LATER,
	},
	{
		id: 'endlessList',
		title: 'A list that claims to have no end',
		family: 'astray',
		play: { by: 'marketplace', fault: { kind: 'endlessCursor' }, inPages: true },
		lasting: { list: error('same page twice'), poll: COMPLETE },
		exceptions: {
			allegro: {
				lasting: both(error('of at least 200 entries')),
				why: 'a page that is shorter than the length that Allegro gives is read again, with pauses, and then an error; the next poll continues from the same place',
			},
			bigCommerce: {
				lasting: { list: COMPLETE },
				why: 'lists are read by order ID, not by what they say about their length',
			},
			assistTencho: { lasting: { list: COMPLETE }, why: 'a list has one page only' },
			kaufland: {
				lasting: { poll: error('of at least 101 entries') },
				why: 'a trigger reads a page that is shorter than the length that Kaufland gives again, with pauses, and then ends with an error; the next poll continues from the same place',
			},
		},
		list: 'Error as soon as a page comes twice, or after 50 empty ones',
		poll: 'Delivers what it has; stops there and continues at the next poll',
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
				exceptions: { kaufland: SIGNED(side) },
				list: 'Nothing is lost',
				poll: `Nothing is lost: checkpoints go by the clock of the marketplace, which is ${other}`,
				todo: 'Set the clock right (NTP)',
			},
			{
				id: `clock-${side}-renewal`,
				title: `The clock is 10 minutes ${side}, and a new token is due`,
				family: 'clock',
				play: { by: 'clock', minutes, renewing: true },
				lasting: both({ kind: 'complete', renewals: 1 }),
				exceptions: {
					kaufland: SIGNED(side),
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

import type { IDataObject } from 'n8n-workflow';
import { ACCOUNT_SCHEMA, type Account } from './account';
import {
	clockWarnings,
	expiryWarnings,
	timestamp,
	type ClockTolerance,
	type ExpiryName,
} from './warnings';
import { clock } from '../request/clock';
import { InvalidInputError } from '../request/errors';
import type { Call, Results } from '../operations/call';
import { AccountInquiry, type WarningClassifier } from './inquiry';
import type { ItemOperations } from '../operations/run';

/** How one marketplace says who an account is. Everything else about the check is the same for all. */
export interface AccountSource {
	/** Whether the access token is renewed without anybody's help. */
	readonly renews: boolean;
	/** What to do before each of these ends. */
	readonly advice: Readonly<Partial<Record<ExpiryName, string>>>;
	/** How early the user is warned who has not said it. @default 30 */
	readonly warnDays?: number;
	readonly clockTolerance?: ClockTolerance;
	readonly reading?: WarningClassifier;
	/** What is known without asking: the user's parameters, the credential, the rules. Sends nothing. */
	begin(inquiry: AccountInquiry): void;
	/** Asks the marketplace, as seldom as possible. What it refuses becomes a warning. */
	ask(inquiry: AccountInquiry): Promise<void>;
}

const DEFAULT_WARN_DAYS = 30;
/** Tokens are renewed five minutes ahead of their end. */
const USUAL_TOLERANCE: ClockTolerance = { ahead: 120, behind: 120 };

/** `account: check`: one item, also where the access is what is wrong; only what passes is an error. */
export function accountOperations(source: AccountSource): ItemOperations {
	return {
		'account.check': async function* (call): Results {
			const days = readWarnDays(call, source.warnDays ?? DEFAULT_WARN_DAYS);
			const inquiry = new AccountInquiry(call, source.reading ?? (() => undefined));
			source.begin(inquiry);
			try {
				await source.ask(inquiry);
			} catch (error) {
				inquiry.note(error);
			}
			const account = toAccount(inquiry, source);
			account.warnings = warningsOf(account, inquiry, source, days);
			yield [{ json: account as unknown as IDataObject }];
		},
	};
}

function readWarnDays(call: Call, usual: number): number {
	const typed = call.collection('options').warnDays ?? usual;
	const days = Number(typed);
	if (typed !== '' && Number.isFinite(days) && days >= 0) return days;
	throw new InvalidInputError("'Warn Days Ahead' is not a number of days", 'Enter a number');
}

function toAccount(inquiry: AccountInquiry, { renews }: AccountSource): Account {
	const { client, context } = inquiry.call;
	const { account, name, scopes, roles, marketplaces, secret, authorization } = inquiry;
	// Read after asking: the token may have been renewed on the way.
	const expiresAt = timestamp(client.connection.tokenExpiresAt);
	const found = {
		schema: ACCOUNT_SCHEMA,
		marketplace: client.marketplace.id,
		credential: context.getNode().credentials?.[client.credentialType]?.name ?? null,
		account,
		name,
		environment: inquiry.setting('environment') ?? null,
		ok: inquiry.warnings.length === 0,
		checkedAt: new Date(clock.now()).toISOString(),
		scopes,
		roles,
		marketplaces,
		writing: writingOf(inquiry),
		token: {
			expiresAt,
			basis: inquiry.tokenBasis,
			renews,
		},
		secret,
		authorization,
		serverTime: inquiry.serverClock?.serverTime ?? null,
		clockSkewSeconds: inquiry.serverClock?.skewSeconds ?? null,
		warnings: [],
	} satisfies Omit<Account, 'unknown'>;
	return { ...found, unknown: inquiry.unknown(emptyFields(found)) };
}

const NOBODY_SAYS = 'The marketplace does not provide it. The first write shows it';

function writingOf(inquiry: AccountInquiry): Account['writing'] {
	const { canWrite } = inquiry;
	const reason = inquiry.reasonFor('canWrite');
	if (canWrite === true) return { allowed: true, reason: null };
	return { allowed: canWrite, reason: reason ?? (canWrite === null ? NOBODY_SAYS : null) };
}

const PLAIN_FIELDS = ['account', 'name', 'scopes', 'roles', 'marketplaces', 'serverTime'] as const;

/** What nobody said, as paths. An end that never comes is known. */
function emptyFields(account: Omit<Account, 'unknown'>): string[] {
	const ends = (['token', 'secret', 'authorization'] as const).filter((name) => {
		const { expiresAt, basis } = account[name];
		const isKept = name === 'token' && account.token.renews;
		return expiresAt === null && basis === null && !isKept;
	});
	return [
		...PLAIN_FIELDS.filter((name) => account[name] === null),
		...ends.map((name) => `${name}.expiresAt`),
	];
}

function warningsOf(
	account: Account,
	{ warnings }: AccountInquiry,
	{ advice, clockTolerance }: AccountSource,
	days: number,
): Account['warnings'] {
	const isClockTold = warnings.some(({ code }) => code === 'clockSkew');
	return [
		...warnings,
		...(isClockTold
			? []
			: clockWarnings(account.clockSkewSeconds, clockTolerance ?? USUAL_TOLERANCE)),
		...expiryWarnings(account, advice, clock.now(), days),
	];
}

/** A moment in the past that the user entered in the credential, in milliseconds; nothing, if it was left empty. */
export function readPast(
	inquiry: Pick<AccountInquiry, 'call' | 'setting'>,
	name: string,
	label: string,
): number | undefined {
	const typed = inquiry.setting(name);
	if (typed === undefined) return undefined;
	const ms = inquiry.call.time(typed, label).toMillis();
	if (ms <= clock.now()) return ms;
	throw new InvalidInputError(
		`'${label}' is in the future`,
		'Open the credential and enter the day on which it happened',
	);
}

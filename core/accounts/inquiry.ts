import { shownAccount, type ApiResponse, type Send } from '../marketplace';
import type { Expiry, SalesChannel, UnknownField, Warning, WarningCode } from './account';
import { readServerClock, type ServerClock } from '../request/server-clock';
import { clock } from '../request/clock';
import { raise, ResponseError, TokenError } from '../request/errors';
import { describeResponse } from '../request/retry';
import type { Call } from '../operations/call';

/** Which warning an error is; `null` for an error that stays one, `undefined` for the usual rule. */
export type WarningClassifier = (
	error: ResponseError | TokenError,
) => WarningCode | null | undefined;

/** What a check has found out so far; the marketplace's part of it fills it in. */
export class AccountInquiry {
	account: string | null;
	name: string | null = null;
	scopes: string[] | null = null;
	roles: string[] | null = null;
	marketplaces: SalesChannel[] | null = null;
	/** Whether the account may write, where anybody says so; `explain` it as `canWrite`. */
	canWrite: boolean | null = null;
	/** Why the access token does not end, where it does not. */
	tokenBasis: string | null = null;
	secret: Expiry = { expiresAt: null, basis: null };
	authorization: Expiry = { expiresAt: null, basis: null };
	serverClock: ServerClock | undefined;
	readonly warnings: Warning[] = [];
	private readonly reasons = new Map<string, string>();

	constructor(
		readonly call: Call,
		private readonly reading: WarningClassifier,
	) {
		this.account = shownAccount(call.client.connection);
	}

	/** Fields of the connection that only this marketplace knows. */
	setting(name: string): string | undefined {
		return this.call.client.connection.settings?.[name];
	}

	/** As the client's, but every answer shows the clock of the other side. */
	readonly send: Send = async (request) => {
		const sentAt = clock.now();
		try {
			return this.timed(await this.call.client.send(request), sentAt);
		} catch (error) {
			if (error instanceof ResponseError) this.timed(error.response, sentAt);
			return raise(error);
		}
	};

	/** Why fields are empty, if they still are in the end. */
	explain(reason: string, ...fields: string[]): void {
		for (const field of fields) this.reasons.set(field, reason);
	}

	/** Why a field is as it is, where that was explained. */
	reasonFor(field: string): string | null {
		return this.reasons.get(field) ?? null;
	}

	unknown(fields: readonly string[]): UnknownField[] {
		return fields.map((field) => ({
			field,
			reason: this.reasons.get(field) ?? 'The marketplace does not provide it',
		}));
	}

	/** What `work` gives; nothing, where the account may not do this. Any other refusal is thrown. */
	async ifAllowed<T>(
		work: () => Promise<T>,
		isRefusal: (error: unknown) => boolean = isForbidden,
	): Promise<T | undefined> {
		try {
			return await work();
		} catch (error) {
			return isRefusal(error) ? undefined : raise(error);
		}
	}

	/** Something without which no order can be read. */
	async needs<T>(code: WarningCode, work: () => Promise<T>): Promise<T | undefined> {
		try {
			return await work();
		} catch (error) {
			if (!isForbidden(error) || this.codeOf(error) === null) return raise(error);
			this.warnings.push(this.warning(code, error));
			return undefined;
		}
	}

	/** Notes the error, if it is what a check is for: an access that has ended, or that is refused. */
	note(error: unknown): void {
		const isFinding = error instanceof ResponseError || error instanceof TokenError;
		const code = isFinding ? this.codeOf(error) : null;
		if (!isFinding || code === null) return raise(error);
		this.warnings.push(this.warning(code, error));
	}

	/** A problem that no answer reported. */
	found(code: WarningCode, message: string, advice: string): void {
		this.warnings.push({ code, message, advice, at: null, daysLeft: 0 });
	}

	private timed(response: ApiResponse, sentAt: number): ApiResponse {
		this.serverClock ??= readServerClock(response.headers.date, sentAt, clock.now());
		return response;
	}

	private codeOf(error: ResponseError | TokenError): WarningCode | null {
		const own = this.reading(error);
		if (own !== undefined) return own;
		if (error instanceof TokenError) {
			if (error.transient) return null;
			return error.blocked ? 'blocked' : 'accessEnded';
		}
		if (error.verdict === 'expired') return 'accessEnded';
		if (error.verdict === 'denied') return isForbidden(error) ? 'accessDenied' : 'accessEnded';
		return error.verdict === 'blocked' ? 'blocked' : null;
	}

	private warning(code: WarningCode, error: ResponseError | TokenError): Warning {
		const { description } = this.call.nodeError(error, this.account);
		const message = this.call.client.secrets.redact(this.messageOf(error));
		return { code, message, advice: description ?? '', at: null, daysLeft: 0 };
	}

	private messageOf(error: ResponseError | TokenError): string {
		if (error instanceof TokenError) return error.message;
		return describeResponse(this.call.client.marketplace, error.response, error.path).message;
	}
}

/** The token is good, and the account may not do this. */
function isForbidden(error: unknown): error is ResponseError {
	return (
		error instanceof ResponseError && error.verdict === 'denied' && error.response.status === 403
	);
}

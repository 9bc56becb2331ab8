import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiResponse, Connection, Marketplace, Send } from './marketplace';
import { retries, verdictOf } from './request/retry';
import { onAbort } from './request/clock';
import { Deadline, type TimeLimits } from './request/deadline';
import { quotas } from './request/quota';
import { sendOnce } from './request/send';
import type { Secrets } from './request/secrets';
import { type Context, Session } from './request/session';
import { authenticated } from './access/token';
import { ResponseError } from './request/errors';

/** A marketplace as one account sees it. */
export interface Client {
	readonly marketplace: Marketplace;
	readonly credentialType: string;
	readonly connection: Connection;
	readonly secrets: Secrets;
	/** The answer, if it is a good one; otherwise it throws. */
	readonly send: Send;
	/** Requests so far, renewals aside. */
	readonly requests: () => number;
	/** Longest time that a request may wait, in milliseconds. */
	readonly maxWaitMs: number;
	/** Longest time for one answer, in milliseconds, where the user has set one. */
	readonly timeoutMs: number | undefined;
	/** Aborted when the user presses Stop, and by `end`. */
	readonly signal: AbortSignal;
	/** Nobody reads on: what waits is withdrawn, and nothing more is sent. */
	readonly end: () => void;
}

/**
 * retries( authenticated( quotas( send ) ) ): whatever goes out has paid its quota and has a living token.
 * The client is for one piece of work, and has to be ended with it.
 */
export async function connect(
	context: Context,
	marketplace: Marketplace,
	credentialType: string,
	limits: TimeLimits,
	itemIndex = 0,
): Promise<Client> {
	const use = marketplace.credentials[credentialType];
	const session = await Session.open(context, credentialType, use, itemIndex);
	const over = new AbortController();
	const end = (): void => {
		forget?.();
		over.abort();
	};
	const stop = limits.signal ?? (context as IExecuteFunctions).getExecutionCancelSignal?.();
	const forget = stop && onAbort(stop, end);
	if (stop?.aborted) end();
	const { signal } = over;
	const { timeoutMs } = limits;
	const requester = { node: nodeOf(context), run: {} };
	let requests = 0;
	const send: Send = async (request) => {
		const deadline = new Deadline({
			...limits,
			timeoutMs: request.timeoutMs ?? timeoutMs,
			signal,
		});
		const once: Send = async (target, renew) => {
			requests++;
			const ask = async () => await sendOnce(session, marketplace, deadline, target, renew);
			// Whoever waits for a renewal has a time of its own.
			return await (renew === true ? ask() : deadline.asking(ask));
		};
		const paid = quotas(marketplace, session.connection.quotaOwner, deadline, requester);
		const alive = authenticated(session, marketplace, { paid, once }, deadline);
		return good(marketplace, await retries(marketplace, deadline)(alive)(request), request.path);
	};
	return {
		marketplace,
		credentialType,
		get connection() {
			return session.connection;
		},
		get secrets() {
			return session.secrets;
		},
		requests: () => requests,
		send,
		maxWaitMs: limits.maxWaitMs,
		timeoutMs,
		signal,
		end,
	};
}

/** The same for every run of the node. */
function nodeOf(context: Context): string {
	const { id, name, type } = context.getNode();
	return JSON.stringify([context.getWorkflow?.().id ?? '', type, id ?? name]);
}

function good(marketplace: Marketplace, response: ApiResponse, path: string): ApiResponse {
	const verdict = verdictOf(marketplace, response);
	if (verdict !== 'ok') throw new ResponseError(response, verdict, path);
	return response;
}

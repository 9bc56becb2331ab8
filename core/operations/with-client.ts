import { shownAccount, type Marketplace } from '../marketplace';
import { connect, type Client } from '../client';
import type { TimeLimits } from '../request/deadline';
import { raise } from '../request/errors';
import { Secrets } from '../request/secrets';
import type { Context } from '../request/session';
import { credentialTypeFor } from './call';
import { toNodeError, type ErrorContext } from './node-error';

interface Opening {
	/** The value of the node's `authentication`; read by `withClient`, because an expression in it may fail. */
	authentication: () => unknown;
	limits: () => TimeLimits;
	itemIndex?: number;
}

/** For drop-down lists, where somebody waits, and for webhooks, which a poll makes good. */
export const SHORT_LIMITS: TimeLimits = { maxWaitMs: 5_000, timeoutMs: 20_000 };

/**
 * Opens a client for one piece of work, and ends it with that. What goes wrong becomes n8n's own error; `failed`
 * may do something else about it. `within` bounds the whole: opening waits for n8n, too.
 */
export async function withClient<T>(
	context: Context,
	marketplace: Marketplace,
	{ authentication, limits, itemIndex }: Opening,
	work: (client: Client) => Promise<T>,
	{
		failed = (error, where) => raise(toNodeError(error, where)),
		within = async (all) => await all,
	}: {
		failed?: (error: unknown, where: ErrorContext) => T;
		within?: (all: Promise<T>) => Promise<T>;
	} = {},
): Promise<T> {
	let credentialType = credentialTypeFor(marketplace, undefined);
	let client: Client | undefined;
	const all = async (): Promise<T> => {
		credentialType = credentialTypeFor(marketplace, authentication());
		client = await connect(context, marketplace, credentialType, limits(), itemIndex);
		return await work(client);
	};
	try {
		return await within(all());
	} catch (error) {
		return failed(error, {
			node: context.getNode(),
			marketplace,
			credentialType,
			account: client ? shownAccount(client.connection) : null,
			secrets: client?.secrets ?? new Secrets([]),
			itemIndex,
		});
	} finally {
		// What was asked for ahead is not wanted any more.
		client?.end();
	}
}

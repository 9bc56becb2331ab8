import type { ApiResponse, Connection, Marketplace, Send } from '../marketplace';
import { verdictOf } from './verdict';
import type { Patience } from './quota';
import { quotas } from './quota';
import { retries } from './retry';
import { sendOnce } from './send';
import type { Secrets } from './secrets';
import { Session, type Context } from './session';
import { authenticated } from './token';
import { Refused } from './trouble';

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
}

/** retries( authenticated( quotas( send ) ) ): whatever goes out has paid its quota and has a living token. */
export async function connect(
	context: Context,
	marketplace: Marketplace,
	credentialType: string,
	patience: Patience,
	itemIndex = 0,
): Promise<Client> {
	const use = marketplace.credentials[credentialType];
	const session = await Session.open(context, credentialType, use, itemIndex);
	let requests = 0;
	const once: Send = async (request, renew) => {
		requests++;
		return await sendOnce(session, marketplace, request, renew);
	};
	const paid = quotas(marketplace, session.connection.quotaOwner, patience);
	const alive = authenticated(session, marketplace, { paid, once }, patience.signal);
	const send = retries(marketplace, patience)(alive);
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
		send: async (request) => {
			const { timeoutMs } = patience;
			return good(marketplace, await send({ timeoutMs, ...request }), request.path);
		},
	};
}

function good(marketplace: Marketplace, response: ApiResponse, path: string): ApiResponse {
	const verdict = verdictOf(marketplace, response);
	if (verdict !== 'ok') throw new Refused(response, verdict, path);
	return response;
}

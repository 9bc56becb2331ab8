import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';
import type { Marketplace, Query } from '../marketplace';
import { toNodeError } from '../operations/node-error';
import { text } from '../orders/read';
import { clock } from '../request/clock';
import { Deadline } from '../request/deadline';
import { raise, ResponseError, TokenError } from '../request/errors';
import { isNetworkCode } from '../request/network-codes';
import { verdictOf } from '../request/retry';
import { Secrets } from '../request/secrets';
import { sendOnce } from '../request/send';
import { Session, type Context } from '../request/session';

type Fields = ICredentialDataDecryptedObject;

/** How a credential of one type is tested. */
export interface CredentialTest {
	readonly marketplace: Marketplace;
	readonly credentialType: string;
	/** A call that every good credential may make. */
	readonly path: string;
	readonly query?: Query;
	/** What to do next by status, where a node could be asked for more than a credential. */
	readonly advice?: Readonly<Partial<Record<number, string>>>;
	/** How long the marketplace wants to be left alone between two calls. */
	readonly pauseMs?: number;
}

/** The same, of a credential that n8n does not sign itself. */
export interface SignedCredentialTest extends CredentialTest {
	/** The request with the headers of the token, or with a signature over all of it. */
	sign(credentials: Fields, options: IHttpRequestOptions): IHttpRequestOptions;
}

/** Somebody sits in front of it. */
const TIMEOUT_MS = 20_000;

/** Marks the request of n8n's credential test. It does not leave n8n. */
export const TEST_MARK = { 'X-Credential-Test': 'true' } as const;
const [MARK] = Object.keys(TEST_MARK);

/** n8n gives `authenticate` no means to send; `preAuthentication`, which a test calls first, has them. */
const helpers = new WeakMap<object, IHttpRequestHelper>();

/** `preAuthentication` by `renew`. Of what it throws, n8n shows the message alone, so that says everything. */
export async function preAuthenticate(
	helper: IHttpRequestHelper,
	credentials: Fields,
	test: CredentialTest,
	renew: () => Promise<IDataObject>,
): Promise<IDataObject> {
	helpers.set(credentials, helper);
	try {
		return await renew();
	} catch (error) {
		// The nodes find the error itself by the credential's fields.
		if (!(error instanceof TokenError)) return raise(error);
		const { description, reason, transient } = error;
		const sentence = sentenceOf(error, test, credentials);
		return raise(new TokenError(sentence, description, reason, transient, error));
	}
}

/**
 * `authenticate`: signs a request. n8n shows nothing of an answer to its test but the words of the status, on 1.x
 * whatever the rules of the test say; so the same call is made before, as the nodes make it.
 */
export async function authenticate(
	test: SignedCredentialTest,
	credentials: Fields,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const { [MARK]: mark, ...headers } = options.headers ?? {};
	const helper = helpers.get(credentials);
	if (mark !== undefined && helper) await assertGood(helper, credentials, test);
	return test.sign(credentials, { ...options, headers });
}

/** A request with more headers. */
export function withHeaders(
	options: IHttpRequestOptions,
	headers: Record<string, string>,
): IHttpRequestOptions {
	return { ...options, headers: { ...options.headers, ...headers } };
}

/** What n8n 2.x shows for a status, of credentials that it signs itself. 1.x does not read it. */
export function testRules(test: CredentialTest): ICredentialTestRequest['rules'] {
	return [401, 403, 404, 429, 500, 502, 503, 504].map((value) => {
		const response = { status: value, headers: {}, body: undefined };
		const error = new ResponseError(response, verdictOf(test.marketplace, response), test.path);
		return {
			type: 'responseCode',
			properties: { value, message: sentenceOf(error, test, {}) },
		};
	});
}

/** The message is all that n8n shows of it. */
class CredentialTestError extends Error {}

/** Asks once: whoever tests waits for it, and can test again. */
async function assertGood(
	helper: IHttpRequestHelper,
	credentials: Fields,
	test: SignedCredentialTest,
): Promise<void> {
	const { marketplace, credentialType, path, query, pauseMs = 0 } = test;
	try {
		const context = contextOf(helper, credentials, test);
		const use = marketplace.credentials[credentialType];
		const session = await Session.open(context, credentialType, use, 0);
		const deadline = new Deadline({ maxWaitMs: 0, timeoutMs: TIMEOUT_MS });
		const response = await sendOnce(session, marketplace, deadline, { method: 'GET', path, query });
		const verdict = verdictOf(marketplace, response);
		// Who is answered that there is no such thing may ask.
		const isGood = verdict === 'ok' || (verdict === 'gone' && response.status < 400);
		if (!isGood) throw new ResponseError(response, verdict, path);
	} catch (error) {
		raise(new CredentialTestError(sentenceOf(error, test, credentials)));
	}
	await clock.sleep(pauseMs);
}

/** As much of an execution as one request needs. */
function contextOf(
	helper: IHttpRequestHelper,
	credentials: Fields,
	test: SignedCredentialTest,
): Context {
	return {
		getNode: () => nodeOf(test),
		getCredentials: async () => await Promise.resolve(credentials),
		helpers: {
			async httpRequestWithAuthentication(
				this: IExecuteFunctions,
				_type: string,
				options: IHttpRequestOptions,
			) {
				return await (helper.helpers.httpRequest({
					...test.sign(credentials, options),
					abortSignal: this.getExecutionCancelSignal(),
				}) as Promise<unknown>);
			},
		},
	} as unknown as Context;
}

function nodeOf({ credentialType }: CredentialTest): INode {
	return {
		...{ id: credentialType, name: 'Credential Test', type: credentialType, typeVersion: 1 },
		...{ position: [0, 0], parameters: {} },
	};
}

/** n8n puts a sentence of its own in place of every message that holds such a code. */
function withoutNetworkCode(error: unknown): unknown {
	if (!(error instanceof TokenError) || !isNetworkCode(error.reason)) return error;
	return new TokenError(error.message, error.description);
}

/** All that a node would show of the error, in one text. */
function sentenceOf(error: unknown, test: CredentialTest, credentials: Fields): string {
	const { marketplace, credentialType, advice } = test;
	const { secrets } = marketplace.credentials[credentialType];
	const { message, description } = toNodeError(withoutNetworkCode(error), {
		node: nodeOf(test),
		marketplace: {
			...marketplace,
			describe: (response, path) => {
				const told = marketplace.describe(response, path);
				return { ...told, advice: advice?.[response.status] ?? told.advice };
			},
		},
		credentialType,
		account: text(credentials.accountLabel),
		secrets: new Secrets(secrets.map((field) => credentials[field])),
	});
	// A link is copied from there, without a full stop.
	const isLink = /https?:\/\/\S+$/.test(message);
	return isLink ? message : `${message.replace(/[.。]$/, '')}. ${description}`;
}

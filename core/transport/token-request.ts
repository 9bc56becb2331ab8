import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { bounded } from './clock';
import { failRenewal, LostAnswer, NoAnswer, TokenTrouble } from './trouble';

/** Half of what a request has by default, so that a lost answer can be asked for once more. */
const TIMEOUT_MS = 25_000;

export interface TokenAnswer {
	status: number;
	/** Parsed JSON, whatever the media type says; `undefined` for anything else. */
	body: unknown;
	headers: Readonly<Record<string, string>>;
}

/** One form sent to an authorization server, from a credential's `preAuthentication`. Never follows redirects. */
export async function requestToken(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	{ url, form }: { url: string; form: Record<string, string> },
): Promise<TokenAnswer> {
	let answer: IN8nHttpFullResponse;
	try {
		const send = async (abortSignal: AbortSignal): Promise<IN8nHttpFullResponse> =>
			(await helper.helpers.httpRequest({
				method: 'POST',
				url,
				headers: {
					'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
					accept: 'application/json',
				},
				body: new URLSearchParams(form).toString(),
				encoding: 'text',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: TIMEOUT_MS,
				abortSignal,
			})) as IN8nHttpFullResponse;
		answer = await bounded(send, { ms: TIMEOUT_MS, late: () => new NoAnswer('ETIMEDOUT') });
	} catch (error) {
		return failRenewal(credentials, unanswered(error as Thrown));
	}
	const body = parse(answer.body);
	// Half a token, or a page in its place: what was asked for may have happened.
	if (answer.statusCode === 200 && body === undefined) {
		return failRenewal(
			credentials,
			new LostAnswer(
				"The authorization server's answer could not be read",
				'Try again later',
				'unreadable answer',
			),
		);
	}
	return {
		status: answer.statusCode,
		body,
		headers: answer.headers as Record<string, string>,
	};
}

interface Thrown extends Error {
	code?: unknown;
	cause?: { code?: unknown };
}

/** Errors of the connection have a code; without one, n8n itself refused to send, e.g. to a host that the credential does not allow. */
function unanswered({ code, cause, message }: Thrown): TokenTrouble {
	const name = [code, cause?.code].find((value) => typeof value === 'string');
	if (name === undefined) {
		return new TokenTrouble(
			`n8n did not send the request for a token: ${message}`,
			"Check 'Allowed HTTP Request Domains' and the addresses in the credential",
		);
	}
	return new LostAnswer(
		`The authorization server did not answer (${name as string})`,
		'Check that this n8n can reach it, and try again later',
		name as string,
	);
}

function parse(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body.replace(/^\ufeff/, '')) as unknown;
	} catch {
		return undefined;
	}
}

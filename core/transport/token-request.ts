import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { failRenewal, TokenTrouble } from './trouble';

const TIMEOUT_MS = 30_000;

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
		answer = (await helper.helpers.httpRequest({
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
		})) as IN8nHttpFullResponse;
	} catch (error) {
		const code = String((error as { code?: unknown }).code ?? 'no answer');
		return failRenewal(
			credentials,
			new TokenTrouble(
				`The authorization server did not answer (${code})`,
				'Check that this n8n can reach it, and try again later',
				code,
				true,
			),
		);
	}
	return {
		status: answer.statusCode,
		body: parse(answer.body),
		headers: answer.headers as Record<string, string>,
	};
}

function parse(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body.replace(/^\ufeff/, '')) as unknown;
	} catch {
		return undefined;
	}
}

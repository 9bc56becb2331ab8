import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { object, text } from '../orders/read';
import { readText, withoutMark } from '../request/charset';
import { bounded } from '../request/clock';
import { Secrets } from '../request/secrets';
import type { TokenResponse } from './token-answer';
import { networkWords } from '../request/network-codes';
import { failRenewal, LostResponseError, NoResponseError, TokenError } from '../request/errors';

/** Half of what a request has by default, so that a lost answer can be asked for once more. */
const TIMEOUT_MS = 25_000;
/** What is secret of a form and of a credential, in all marketplaces. */
const SECRET_NAMES = ['code', 'client_secret', 'client_secret_sign', 'refresh_token'] as const;
const SECRET_FIELDS = ['clientSecret', 'refreshToken', 'accessToken', 'authorizationCode'] as const;

interface TokenCall {
	url: string;
	form: Record<string, string>;
	/** As in `Marketplace`. */
	charsets?: readonly string[];
}

/** One form sent to an authorization server, from a credential's `preAuthentication`. Never follows redirects. */
export async function requestToken(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	call: TokenCall,
): Promise<TokenResponse> {
	const isRepeatable = !('code' in call.form);
	let answer: IN8nHttpFullResponse;
	try {
		answer = await bounded(async (signal) => await send(helper, call, signal), {
			ms: TIMEOUT_MS,
			late: () => new NoResponseError('ETIMEDOUT'),
		});
	} catch (error) {
		return failRenewal(credentials, unanswered(error as Thrown, isRepeatable));
	}
	const { statusCode: status } = answer;
	const secrets = new Secrets([
		...SECRET_NAMES.map((name) => call.form[name]),
		...SECRET_FIELDS.map((name) => credentials[name]),
	]);
	const read = readTokenBody(status, written(answer, call.charsets), secrets);
	// Half a token, or a page in its place: what was asked for may have happened.
	if (status === 200 && read.malformed) {
		return failRenewal(credentials, unreadable(read.body, isRepeatable));
	}
	const headers = Object.fromEntries(
		Object.entries(answer.headers).map(([name, value]) => [
			name.toLowerCase(),
			secrets.redact(String(value)),
		]),
	);
	return { status, headers, ...read, isRepeatable };
}

/** The only place that asks for a token. */
async function send(
	helper: IHttpRequestHelper,
	{ url, form }: TokenCall,
	abortSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	return (await helper.helpers.httpRequest({
		method: 'POST',
		url,
		headers: {
			'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
			accept: 'application/json',
		},
		body: new URLSearchParams(form).toString(),
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
		abortSignal,
	})) as IN8nHttpFullResponse;
}

function written({ headers, body }: IN8nHttpFullResponse, charsets?: readonly string[]): unknown {
	if (!Buffer.isBuffer(body)) return body;
	const [, type] =
		Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
	return readText(body, type === undefined ? undefined : String(type), charsets);
}

/**
 * Parsed JSON, whatever the media type says, else the text. Only a token leaves it as it came: all else stands in
 * messages, and people may show these to others.
 */
export function readTokenBody(
	status: number,
	body: unknown,
	secrets: Secrets,
): { body: unknown; malformed: boolean } {
	const written = withoutMark(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
	const parsed = parse(written);
	const isToken = status < 300 && text(object(parsed).access_token) !== null;
	if (isToken) return { body: parsed, malformed: false };
	const told = secrets.redact(written);
	const safe = parse(told);
	return safe === undefined ? { body: told, malformed: true } : { body: safe, malformed: false };
}

interface Thrown extends Error {
	code?: unknown;
	cause?: { code?: unknown };
}

/** Errors of the connection have a code; without one, n8n itself refused to send, e.g. to a host that the credential does not allow. */
function unanswered({ code, cause, message }: Thrown, isRepeatable: boolean): TokenError {
	const name = [code, cause?.code].find((value) => typeof value === 'string');
	if (name === undefined) {
		return new TokenError(
			`n8n did not send the token request: ${message}`,
			"Check 'Allowed HTTP Request Domains' and the addresses in the credential",
		);
	}
	return new LostResponseError(
		`The authorization server did not answer (${networkWords(name as string) ?? (name as string)})`,
		'Check that this n8n can reach it, and try again later',
		name as string,
		isRepeatable,
	);
}

function unreadable(body: unknown, isRepeatable: boolean): LostResponseError {
	const isPage = /^\s*</.test(String(body));
	return new LostResponseError(
		isPage
			? 'The authorization server answered with a web page instead of a token'
			: "The authorization server's answer could not be read",
		isPage
			? 'Try again later. If this continues, check the addresses in the credential'
			: 'Try again later',
		'unreadable answer',
		isRepeatable,
	);
}

function parse(written: string): unknown {
	try {
		return JSON.parse(written) as unknown;
	} catch {
		return undefined;
	}
}

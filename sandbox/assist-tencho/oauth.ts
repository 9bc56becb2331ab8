import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

import { NO_ICON } from '../kit/consent-page';
import { escapeHtml } from '../kit/html';
import { bodyText, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import type { AssistSettings } from './settings';
import type { AssistShop } from './app';

/** How long a code lasts is not published; ten minutes is what RFC 6749, 4.1.2 recommends at most. */
const CODE_LIFE = 600_000;
const TOKEN_LIFE = 31 * 86_400_000;
const AUTHORIZE_FIELDS = ['client_id', 'response_type', 'redirect_uri', 'state', 'scope'];
const TOKEN_FIELDS = ['client_id', 'client_secret', 'code', 'grant_type', 'redirect_uri'];

interface Issued {
	shop: AssistShop;
	expiresAt: number;
}

/** Codes and tokens; there is nothing to refresh */
export class Tokens {
	readonly codes = new Map<string, Issued & { redirectUri: string }>();
	readonly access = new Map<string, Issued>();

	constructor(private readonly settings: AssistSettings) {}

	issueCode(shop: AssistShop, redirectUri: string): string {
		const code = randomBytes(20).toString('hex');
		this.codes.set(code, { shop, redirectUri, expiresAt: this.settings.now() + CODE_LIFE });
		return code;
	}

	issue(shop: AssistShop, isExpired = false): string {
		const token = randomBytes(16).toString('hex');
		const life = isExpired ? 0 : (this.settings.tokenLifeMs ?? TOKEN_LIFE);
		this.access.set(token, { shop, expiresAt: this.settings.now() + life });
		return token;
	}

	isAlive(token: string, shop: AssistShop): boolean {
		const issued = this.access.get(token);
		return issued?.shop === shop && this.settings.now() < issued.expiresAt;
	}

	expire(revoke: boolean): void {
		for (const issued of this.access.values()) issued.expiresAt = this.settings.now();
		if (revoke) this.codes.clear();
	}
}

/** Authorization and token endpoint of one shop, see https://assist-tencho.com/faq/?p=7475 */
export function oauthRoutes(
	scope: FastifyInstance,
	shop: AssistShop,
	tokens: Tokens,
	settings: AssistSettings,
): void {
	const authorize = `${shop.path}/api/oauth/authorize.php`;
	const redirectUri = () => settings.redirectUri ?? shop.redirectUri;
	scope.get(authorize, async (request, reply) => {
		const problem = authorizeProblem(request, queryOf(request), shop, redirectUri());
		if (problem) return await page(reply.code(400), escapeHtml(problem));
		return await page(reply, consentForm(queryOf(request)));
	});
	scope.post(authorize, async (request, reply) => {
		const form = new URLSearchParams(bodyText(request));
		const problem = authorizeProblem(request, form, shop, redirectUri());
		if (problem) return await page(reply.code(400), escapeHtml(problem));
		return await decide(reply, form, shop, () => tokens.issueCode(shop, redirectUri()));
	});
	scope.post(`${shop.path}/api/oauth/token.php`, async (request, reply) => {
		reply.type(settings.tokenContentType ?? 'application/json');
		const problem = tokenProblem(request, shop, tokens, settings);
		if (!problem) return await reply.send(JSON.stringify(answerOf(tokens.issue(shop))));
		violation(request, `token call: ${problem.error} ${problem.error_description}`);
		const status = problem.error === 'invalid_client' ? 401 : 400;
		return await reply.code(status).send(JSON.stringify(problem));
	});
}

async function decide(
	reply: FastifyReply,
	form: URLSearchParams,
	shop: AssistShop,
	issueCode: () => string,
): Promise<FastifyReply> {
	const isAdmin = form.get('login_id') === shop.loginId && form.get('password') === shop.password;
	const isRefused = form.get('decision') !== 'allow';
	if (!isRefused && !isAdmin) {
		return await page(reply.code(401), `ログインIDまたはパスワードが違います${consentForm(form)}`);
	}
	const back = new URL(form.get('redirect_uri') ?? '');
	// What a refusal sends back is not published; this is the form of RFC 6749, 4.1.2.1.
	if (isRefused) back.searchParams.set('error', 'access_denied');
	else back.searchParams.set('code', issueCode());
	back.searchParams.set('state', form.get('state') ?? '');
	return await reply.code(302).header('location', back.toString()).send('');
}

/** No life and no refresh token */
function answerOf(accessToken: string) {
	return {
		access_token: accessToken,
		token_type: 'bearer',
		expires_in: null,
		refresh_token: null,
		scope: '',
	};
}

async function page(reply: FastifyReply, body: string): Promise<FastifyReply> {
	return await reply
		.type('text/html; charset=UTF-8')
		.send(`<!doctype html><title>アシスト店長</title>${NO_ICON}${body}`);
}

function consentForm(params: URLSearchParams): string {
	const hidden = AUTHORIZE_FIELDS.map(
		(name) => `<input type="hidden" name="${name}" value="${escapeHtml(params.get(name) ?? '')}">`,
	).join('');
	return (
		`<h1>外部アプリ連携</h1><form method="post">${hidden}` +
		'<input name="login_id"><input name="password" type="password">' +
		'<button name="decision" value="allow">許可 (Allow)</button>' +
		'<button name="decision" value="refuse">拒否 (Refuse)</button></form>'
	);
}

function authorizeProblem(
	request: FastifyRequest,
	params: URLSearchParams,
	shop: AssistShop,
	redirectUri: string,
): string {
	const wrong: [boolean, string][] = [
		[params.get('client_id') !== shop.clientId, 'client_id'],
		[params.get('response_type') !== 'code', 'response_type'],
		[params.get('redirect_uri') !== redirectUri, 'redirect_uri'],
	];
	const problem = wrong.find(([isWrong]) => isWrong)?.[1];
	if (problem) violation(request, `authorize: ${problem}`);
	if (!params.get('state')) violation(request, 'authorize without state');
	if (params.get('scope') !== 'read_sales') violation(request, 'scope is not read_sales');
	return problem ? `${problem} が正しくありません` : '';
}

/** Errors are not published; these are the ones of RFC 6749, 5.2. */
function tokenProblem(
	request: FastifyRequest,
	shop: AssistShop,
	tokens: Tokens,
	settings: AssistSettings,
): { error: string; error_description: string } | undefined {
	const isForm = mediaType(request) === 'application/x-www-form-urlencoded';
	if (!isForm) return { error: 'invalid_request', error_description: 'body is not a form' };
	const form = new URLSearchParams(bodyText(request));
	if ([...queryOf(request).keys()].length > 0) violation(request, 'token parameters in the query');
	if (request.headers.authorization) violation(request, 'Authorization header on the token call');
	for (const name of new Set(form.keys())) {
		if (!TOKEN_FIELDS.includes(name)) violation(request, `unknown token parameter ${name}`);
	}
	if (form.get('grant_type') !== 'client_credentials') {
		return { error: 'unsupported_grant_type', error_description: String(form.get('grant_type')) };
	}
	const isClient =
		form.get('client_id') === shop.clientId && form.get('client_secret') === shop.clientSecret;
	if (!isClient) return { error: 'invalid_client', error_description: 'client' };
	const code = tokens.codes.get(form.get('code') ?? '');
	// Once only
	tokens.codes.delete(form.get('code') ?? '');
	const isGood = code?.shop === shop && settings.now() < code.expiresAt;
	if (!isGood) return { error: 'invalid_grant', error_description: 'code' };
	const redirectUri = form.get('redirect_uri');
	if (redirectUri !== null && redirectUri !== code.redirectUri) {
		return { error: 'invalid_grant', error_description: 'redirect_uri' };
	}
	return undefined;
}

import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { object } from '../orders/read';
import { requestToken } from '../access/token-request';
import { InvalidInputError, raise, TokenError } from '../request/errors';
import { CallBudget } from './budget';
import { SingleUse } from './single-use';
import { pageHeaders, renderPage } from './html-page';
import { CallbackQuery } from './callback-query';
import { CallbackError } from './callback-error';
import { stateKey, OAuthStates } from './oauth-state';
import { readApp, type CallbackResponse, type CallbackHandler, type Callback } from './callback';

/** Answers one call of an authorization trigger, and starts the workflow if something came of it. */
export async function serve(
	context: IWebhookFunctions,
	handler: CallbackHandler,
	credentialType: string,
): Promise<IWebhookResponseData> {
	const answer = await answerTo(context, handler, credentialType);
	write(context, answer, handler.frames);
	const { item } = answer;
	return { noWebhookResponse: true, ...(item ? { workflowData: [[{ json: item }]] } : {}) };
}

async function answerTo(
	context: IWebhookFunctions,
	handler: CallbackHandler,
	credentialType: string,
): Promise<CallbackResponse> {
	try {
		return await handler.answer(await toVisit(context, handler, credentialType));
	} catch (error) {
		if (error instanceof CallbackError) return refusal(context, error);
		if (error instanceof InvalidInputError || error instanceof TokenError)
			return credentialProblem(context, error);
		return raise(error);
	}
}

async function toVisit(
	context: IWebhookFunctions,
	{ marketplace, comesFrom }: CallbackHandler,
	credentialType: string,
): Promise<Callback> {
	const request = context.getRequestObject();
	const { cookie, referer = '', 'x-forwarded-proto': forwarded } = request.headers;
	const query = new CallbackQuery(request.originalUrl);
	const credential = await context.getCredentials(credentialType);
	const app = readApp(credential);
	const { id: nodeId } = context.getNode();
	const owner = [marketplace, app.clientId, context.getWorkflow().id ?? '', nodeId];
	const address = context.getNodeWebhookUrl('default') ?? '';
	const isSecure = address.startsWith('https:') || String(forwarded).startsWith('https');
	return {
		endpoint: endpointOf(request.originalUrl, context.getNodeParameter('path', '') as string),
		query,
		app,
		credential,
		states: new OAuthStates(stateKey(app.clientSecret, ...owner), cookie, isSecure),
		once: new SingleUse(owner.join('|'), context.getWorkflowStaticData('node')),
		address,
		parameter: <T>(name: string, fallback: T) => context.getNodeParameter(name, fallback) as T,
		requestToken: async (url, form, looksReal) => {
			const trust = [looksReal, comesFrom.test(referer)].filter(Boolean).length;
			return await new CallBudget(`${marketplace}|${app.clientId}`).spend(
				trust,
				async () => await requestToken(context, credential, { url, form }),
				({ status, body }) => status === 200 && object(body).error === undefined,
			);
		},
	};
}

/** The part of the address behind the node's own path. */
function endpointOf(address: string, path: string): string {
	const written = address.split(/[?#]/)[0].split('/').filter(Boolean);
	// n8n compares them decoded as well.
	const segments = written.map((segment) => decodeURIComponent(segment));
	const own = path.split('/').filter(Boolean);
	return segments.slice(-own.length).join('/') === own.join('/') ? '' : (segments.at(-1) ?? '');
}

function refusal(context: IWebhookFunctions, error: CallbackError): CallbackResponse {
	const { status, message, advice, note } = error;
	if (note !== undefined) context.logger.error(`${context.getNode().name}: ${note}`);
	return { status, page: { tone: 'bad', title: message, paragraphs: [`${advice}.`] } };
}

/** What only the owner of this n8n can mend: the log names it, the visitor reads only that it is so. */
function credentialProblem(
	context: IWebhookFunctions,
	error: InvalidInputError | TokenError,
): CallbackResponse {
	const advice = error instanceof InvalidInputError ? error.advice : error.description;
	const mayPass = error instanceof TokenError && error.transient;
	context.logger.error(`${context.getNode().name}: ${error.message}. ${advice ?? ''}`);
	return {
		status: mayPass ? 503 : 502,
		page: {
			tone: 'bad',
			title: 'The account could not be connected',
			paragraphs: [
				mayPass
					? 'The marketplace is not responding. Reload this page in a minute. If that does not help, start again later.'
					: 'You did nothing wrong. Contact the person who invited you: the log of their n8n says what to correct.',
			],
		},
	};
}

function write(
	context: IWebhookFunctions,
	answer: CallbackResponse,
	frames?: readonly string[],
): void {
	const { status, page, location, cookie } = answer;
	const response = context.getResponseObject();
	// n8n may forbid every frame; `frame-ancestors` says which ones are right.
	if (frames) response.removeHeader('x-frame-options');
	response.writeHead(status, {
		...pageHeaders(frames),
		...(location === undefined ? { 'content-type': 'text/html; charset=utf-8' } : { location }),
		...(cookie === undefined ? {} : { 'set-cookie': cookie }),
	});
	response.end(page ? renderPage(page) : '');
}

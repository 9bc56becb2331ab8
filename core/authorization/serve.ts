import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { object } from '../orders/read';
import { requestToken } from '../access/token-request';
import { BadInput, raise, TokenTrouble } from '../request/errors';
import { Budget } from './budget';
import { Once } from './single-use';
import { pageHeaders, renderPage } from './html-page';
import { Query } from './callback-query';
import { Refusal } from './callback-error';
import { stateKey, States } from './oauth-state';
import { readApp, type Answer, type Entrance, type Visit } from './callback';

/** Answers one call of an authorization trigger, and starts the workflow if something came of it. */
export async function serve(
	context: IWebhookFunctions,
	entrance: Entrance,
	credentialType: string,
): Promise<IWebhookResponseData> {
	const answer = await answerTo(context, entrance, credentialType);
	write(context, answer, entrance.frames);
	const { item } = answer;
	return { noWebhookResponse: true, ...(item ? { workflowData: [[{ json: item }]] } : {}) };
}

async function answerTo(
	context: IWebhookFunctions,
	entrance: Entrance,
	credentialType: string,
): Promise<Answer> {
	try {
		return await entrance.answer(await toVisit(context, entrance, credentialType));
	} catch (error) {
		if (error instanceof Refusal) return refusal(context, error);
		if (error instanceof BadInput || error instanceof TokenTrouble) return trouble(context, error);
		return raise(error);
	}
}

async function toVisit(
	context: IWebhookFunctions,
	{ marketplace, comesFrom }: Entrance,
	credentialType: string,
): Promise<Visit> {
	const request = context.getRequestObject();
	const { cookie, referer = '', 'x-forwarded-proto': forwarded } = request.headers;
	const query = new Query(request.originalUrl);
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
		states: new States(stateKey(app.clientSecret, ...owner), cookie, isSecure),
		once: new Once(owner.join('|'), context.getWorkflowStaticData('node')),
		address,
		parameter: <T>(name: string, fallback: T) => context.getNodeParameter(name, fallback) as T,
		requestToken: async (url, form, looksReal) => {
			const trust = [looksReal, comesFrom.test(referer)].filter(Boolean).length;
			return await new Budget(`${marketplace}|${app.clientId}`).spend(
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

function refusal(context: IWebhookFunctions, error: Refusal): Answer {
	const { status, message, advice, note } = error;
	if (note !== undefined) context.logger.error(`${context.getNode().name}: ${note}`);
	return { status, page: { tone: 'bad', title: message, paragraphs: [`${advice}.`] } };
}

/** What only the owner of this n8n can mend: told to the log, and only hinted at to the visitor. */
function trouble(context: IWebhookFunctions, error: BadInput | TokenTrouble): Answer {
	const advice = error instanceof BadInput ? error.advice : error.description;
	const mayPass = error instanceof TokenTrouble && error.transient;
	context.logger.error(`${context.getNode().name}: ${error.message}. ${advice ?? ''}`);
	return {
		status: mayPass ? 503 : 502,
		page: {
			tone: 'bad',
			title: 'The account could not be connected',
			paragraphs: [
				mayPass
					? 'The marketplace does not answer for now. Reload this page in a minute; if that does not help, start again later.'
					: 'This is not your doing. Tell whoever invited you: the log of this n8n says what has to be corrected.',
			],
		},
	};
}

function write(context: IWebhookFunctions, answer: Answer, frames?: readonly string[]): void {
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

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { consentPage, noticePage } from '../kit/consent-page';
import { bodyText, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APPS, SELLERS, type RegisteredApp } from './app';
import { DEVICE_INTERVAL, sellerBy, type Desk } from './desk';
import { answer, appOf, formOf } from './token-endpoint';

const KNOWN = new Set([
	'response_type',
	'client_id',
	'redirect_uri',
	'scope',
	'state',
	'prompt',
	'code_challenge',
	'code_challenge_method',
	'decision',
	'account',
]);
const ACCOUNTS = Object.values(SELLERS).map(({ key, login }) => ({ value: key, label: login }));

/** Pages on which a seller consents: `/auth/oauth/authorize` and `/skojarz-aplikacje`. */
export function consentRoutes(scope: FastifyInstance, desk: Desk): void {
	scope.route({
		method: ['GET', 'POST'],
		url: '/auth/oauth/authorize',
		handler: (request, reply) => authorize(desk, request, reply),
	});
	scope.route({
		method: ['GET', 'POST'],
		url: '/skojarz-aplikacje',
		handler: (request, reply) => linkDevice(desk, request, reply),
	});
	scope.post('/auth/oauth/device', (request, reply) => startDevice(desk, request, reply));
	// In no official text, but clients use it; not confirmed
	scope.post('/auth/oauth/revoke', (request, reply) =>
		answer(request, reply, () => {
			const form = formOf(request);
			appOf(request, form);
			desk.tokens.revoke(form.get('token') ?? '');
			return {};
		}),
	);
}

function asked(request: FastifyRequest): URLSearchParams {
	return request.method === 'POST' ? new URLSearchParams(bodyText(request)) : queryOf(request);
}

/** See https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR */
function authorize(desk: Desk, request: FastifyRequest, reply: FastifyReply): unknown {
	const query = asked(request);
	reply.type('text/html;charset=UTF-8');
	const app = APPS.find(({ clientId }) => clientId === query.get('client_id'));
	const wrong = whatIsWrong(desk, app, query);
	if (!app || wrong !== undefined) {
		violation(request, wrong ?? 'unknown client_id');
		// The page comes before consent and tells nothing, see https://github.com/allegro/allegro-api/issues/12824
		return reply.code(400).send(noticePage('Nie możemy wyświetlić strony', 'Numer błędu: 7f3a09'));
	}
	const scopes = desk.scopesFor(app, query.get('scope'));
	const decision = query.get('decision');
	if (decision === null) {
		return consentPage({
			title: 'Allegro (sandbox)',
			appName: app.userAgentName,
			scopes,
			action: '/auth/oauth/authorize',
			fields: query,
			choice: { name: 'account', values: ACCOUNTS },
		});
	}
	const back = new URL(query.get('redirect_uri') ?? '');
	if (decision === 'allow') {
		const consent = desk.consent(app, sellerBy(query.get('account')), scopes);
		const challenge = query.get('code_challenge') ?? undefined;
		back.searchParams.set(
			'code',
			desk.newCode(consent, query.get('redirect_uri') ?? '', challenge),
		);
	} else {
		// Which error arrives is not confirmed; this is the one of the RFC.
		back.searchParams.set('error', 'access_denied');
	}
	const through = [...query].filter(([name]) => name === 'state' || !KNOWN.has(name));
	for (const [name, value] of through) back.searchParams.set(name, value);
	return reply.redirect(back.href, 302);
}

function whatIsWrong(
	desk: Desk,
	app: RegisteredApp | undefined,
	query: URLSearchParams,
): string | undefined {
	if (!app) return 'unknown client_id';
	if (app.type !== 'browser') return 'a device app has no authorization codes';
	if (query.get('response_type') !== 'code') return 'response_type must be code';
	const registered = desk.settings.redirectUris ?? app.redirectUris;
	const uri = withoutLocalPort(query.get('redirect_uri') ?? '');
	if (!registered.map(withoutLocalPort).includes(uri)) return 'redirect_uri is not registered';
	const challenge = query.get('code_challenge');
	if (challenge !== null && query.get('code_challenge_method') !== 'S256') return 'PKCE needs S256';
	return undefined;
}

/** Ports of localhost are ignored, see https://github.com/allegro/allegro-api/issues/4300 */
function withoutLocalPort(uri: string): string {
	return uri.replace(/^(https?:\/\/localhost):\d+/, '$1');
}

/** The device flow, see https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR */
function startDevice(desk: Desk, request: FastifyRequest, reply: FastifyReply): unknown {
	return answer(request, reply, () => {
		const form = formOf(request);
		const app = appOf(request, form);
		if (form.get('client_id') !== app.clientId) violation(request, 'client_id missing in the body');
		if (app.type !== 'device') violation(request, 'a browser app has no device flow');
		const { device, user } = desk.newDevice(app, desk.scopesFor(app, form.get('scope')));
		const page = `http://${request.headers.host}/skojarz-aplikacje`;
		return {
			user_code: user,
			device_code: device,
			expires_in: '3600',
			interval: `${DEVICE_INTERVAL}`,
			verification_uri: page,
			verification_uri_complete: `${page}?code=${user}`,
		};
	});
}

function linkDevice(desk: Desk, request: FastifyRequest, reply: FastifyReply): unknown {
	const query = asked(request);
	reply.type('text/html;charset=UTF-8');
	const device = desk.deviceBy(query.get('code') ?? '');
	if (!device) return reply.code(404).send(noticePage('Allegro (sandbox)', 'Unknown code'));
	const decision = query.get('decision');
	if (decision === null) {
		return consentPage({
			title: 'Allegro (sandbox)',
			appName: device.app.userAgentName,
			scopes: device.scopes,
			action: '/skojarz-aplikacje',
			fields: query,
			choice: { name: 'account', values: ACCOUNTS },
		});
	}
	device.decision = decision === 'allow' ? sellerBy(query.get('account')) : 'refused';
	return noticePage('Allegro (sandbox)', 'You can close this page.');
}

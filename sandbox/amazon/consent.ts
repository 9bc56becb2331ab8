import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

import { consentPage, noticePage } from '../kit/consent-page';
import { bodyText, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APP } from './app';
import type { AmazonSettings } from './settings';
import type { Tokens } from './tokens';
import type { Store } from './store';

/**
 * Seller Central's part of the authorization,
 * see https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow
 */
export function consentRoutes(
	scope: FastifyInstance,
	tokens: Tokens,
	store: Store,
	settings: AmazonSettings,
): void {
	const consent = new ConsentPages(tokens, store, settings);
	scope.get('/apps/authorize/consent', async (request, reply) => {
		const problem = consent.problem(request, queryOf(request));
		if (problem)
			return await page(reply.code(400), noticePage('Seller Central', `Error ${problem}`));
		return await page(reply, consent.form(queryOf(request)));
	});
	scope.post('/apps/authorize/consent', async (request, reply) => {
		const form = new URLSearchParams(bodyText(request));
		const problem = consent.problem(request, form);
		if (problem)
			return await page(reply.code(400), noticePage('Seller Central', `Error ${problem}`));
		return await away(reply, consent.decide(form, originOf(request)));
	});
	scope.get('/apps/authorize/confirm/:application', async (request, reply) => {
		const { location, problem } = consent.confirm(request);
		if (!location)
			return await page(reply.code(400), noticePage('Seller Central', `Error ${problem}`));
		return await away(reply, location);
	});
	// Stands for "Authorize now" in the Appstore and "Re-Authorize" in Seller Central: no marketplace
	// has an address for it, so it lives with the control routes.
	scope.get<{ Querystring: { seller?: string } }>(
		'/__sandbox/authorize',
		async (request, reply) => {
			const seller = request.query.seller === 'second' ? 'second' : 'first';
			return await away(reply, consent.toLoginUri(seller, originOf(request)));
		},
	);
}

function originOf(request: FastifyRequest): string {
	return `http://${request.headers.host ?? '127.0.0.1'}`;
}

async function page(reply: FastifyReply, html: string): Promise<FastifyReply> {
	return await reply.type('text/html').send(html);
}

async function away(reply: FastifyReply, location: string): Promise<FastifyReply> {
	return await reply.code(302).header('location', location).send('');
}

class ConsentPages {
	/** What a login-URI visit was for, by `amazon_state`. */
	private readonly visits = new Map<string, 'first' | 'second'>();

	constructor(
		private readonly tokens: Tokens,
		private readonly store: Store,
		private readonly settings: AmazonSettings,
	) {}

	private get redirectUris(): string[] {
		return this.settings.redirectUris ?? APP.redirectUris;
	}

	/** See https://developer-docs.amazon.com/sp-api/docs/authorization-errors */
	problem(request: FastifyRequest, params: URLSearchParams): string {
		const problem = this.problemOf(params);
		if (problem) violation(request, problem);
		if (!params.get('state')) violation(request, 'consent without state');
		return problem;
	}

	private problemOf(params: URLSearchParams): string {
		if (params.get('application_id') !== APP.applicationId) return 'SPSA0404';
		if (APP.draft && params.get('version') !== 'beta') return 'MD1000';
		if (this.redirectUris.length === 0) return 'MD5100';
		const uri = params.get('redirect_uri');
		if (uri?.includes('#')) return 'MD5110';
		if (uri !== null && !this.redirectUris.includes(uri)) return 'MD5101';
		return '';
	}

	form(params: URLSearchParams): string {
		const values = [this.store.first, this.store.second].map(({ seller }) => ({
			value: seller.key,
			label: seller.storeName,
		}));
		return consentPage({
			title: 'Amazon Seller Central',
			appName: APP.applicationId,
			scopes: APP.roles,
			action: '/apps/authorize/consent',
			fields: params,
			choice: { name: 'seller', values },
		});
	}

	decide(form: URLSearchParams, origin: string): string {
		const redirectUri = form.get('redirect_uri') ?? this.redirectUris[0];
		const seller = form.get('seller') === 'second' ? 'second' : 'first';
		const state = form.get('state') ?? '';
		if (form.get('decision') !== 'allow') {
			// Amazon does not say what it sends here; this is the form of RFC 6749, 4.1.2.1.
			return withQuery(redirectUri, { error: 'access_denied', state });
		}
		if (this.settings.loginUriFirst) return this.toLoginUri(seller, origin);
		return this.toRedirectUri(redirectUri, state, seller);
	}

	/**
	 * An authorization that begins at Amazon,
	 * see https://github.com/amzn/selling-partner-api-samples/tree/main/use-cases/auth-lifecycle-management
	 */
	toLoginUri(seller: 'first' | 'second', origin: string): string {
		const amazonState = randomBytes(16).toString('base64');
		this.visits.set(amazonState, seller);
		const confirm = `/apps/authorize/confirm/${APP.applicationId}`;
		return withQuery(this.settings.loginUri ?? APP.loginUri, {
			amazon_callback_uri: this.settings.relativeCallback ? confirm : origin + confirm,
			amazon_state: amazonState,
			selling_partner_id: this.store[seller].seller.id,
			...(APP.draft ? { version: 'beta' } : {}),
		});
	}

	/** The way back from the login URI: only now comes the code */
	confirm(request: FastifyRequest): { location?: string; problem: string } {
		const params = queryOf(request);
		const amazonState = params.get('amazon_state') ?? '';
		const seller = this.visits.get(amazonState);
		this.visits.delete(amazonState);
		const { application } = request.params as { application: string };
		params.set('application_id', application);
		const problem = seller ? this.problem(request, params) : 'unknown amazon_state';
		if (!seller) violation(request, problem);
		if (!seller || problem) return { problem };
		const uri = params.get('redirect_uri') ?? this.redirectUris[0];
		return { location: this.toRedirectUri(uri, params.get('state') ?? '', seller), problem };
	}

	private toRedirectUri(uri: string, state: string, key: 'first' | 'second'): string {
		const { seller } = this.store[key];
		const code = this.tokens.issueCode({ clientId: APP.clientId, seller, roles: APP.roles }, uri);
		return withQuery(uri, { state, selling_partner_id: seller.id, spapi_oauth_code: code });
	}
}

function withQuery(uri: string, params: Record<string, string>): string {
	const url = new URL(uri);
	for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
	return url.toString();
}

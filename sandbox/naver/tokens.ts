import bcrypt from 'bcryptjs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

import { Buckets } from '../kit/buckets';
import { bodyText, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APPS, type NaverApp } from './app';
import type { NaverSettings } from './settings';
import { kst } from './product-order';

const HOUR = 3_600_000;
/** See https://apicenter.commerce.naver.com/docs/commerce-api/current/exchange-sellers-auth */
const LIFE = 3 * HOUR;
const RENEWED_BELOW = HOUR / 2;
const TIMESTAMP_LIFE = 5 * 60_000;
const FIELDS = ['client_id', 'timestamp', 'grant_type', 'client_secret_sign', 'type', 'account_id'];

interface Token {
	app: NaverApp;
	expiresAt: number;
}

/** The tokens of both applications, and who is being punished. */
export class Tokens {
	readonly issued = new Map<string, Token>();
	private readonly penaltyUntil = new Map<string, number>();

	constructor(private readonly settings: NaverSettings) {}

	/** The live token while it has half an hour left, otherwise a new one */
	current(app: NaverApp): { value: string; token: Token } {
		const now = this.settings.now();
		for (const [value, token] of this.issued) {
			if (token.app === app && token.expiresAt - now >= RENEWED_BELOW) return { value, token };
		}
		return this.issue(app);
	}

	issue(app: NaverApp, expiresAt = this.settings.now() + LIFE): { value: string; token: Token } {
		const value = randomBytes(24).toString('base64url');
		const token = { app, expiresAt };
		this.issued.set(value, token);
		return { value, token };
	}

	find(value: string): Token | undefined {
		const token = this.issued.get(value);
		return token && this.settings.now() < token.expiresAt ? token : undefined;
	}

	expire(revoke: boolean): void {
		for (const token of this.issued.values()) token.expiresAt = this.settings.now();
		if (revoke) this.issued.clear();
	}

	/**
	 * Lifted after a full day without another such call,
	 * see https://github.com/commerce-api-naver/commerce-api/discussions/3745
	 */
	punish(clientId: string): void {
		this.penaltyUntil.set(clientId, this.settings.now() + 24 * HOUR);
	}

	isPunished(app: NaverApp): boolean {
		const until = this.penaltyUntil.get(app.clientId) ?? 0;
		return this.settings.tokenPenalty !== false && this.settings.now() < until;
	}
}

class TokenError extends Error {
	constructor(
		readonly status: number,
		readonly field: string,
		message: string,
		/** Whether the call breaks the request's form, which is what Naver punishes. */
		readonly isNonConforming: boolean,
	) {
		super(message);
	}
}

const TOO_MANY = new TokenError(
	429,
	'',
	'요청이 많아 서비스를 일시적으로 사용할 수 없습니다.',
	false,
);

/** The codes of the 400 and 415 answers are not published. */
const CODES: Record<number, string> = {
	400: 'BAD_REQUEST',
	415: 'UNSUPPORTED_MEDIA_TYPE',
	429: 'GW.RATE_LIMIT',
};

export function tokenRoutes(scope: FastifyInstance, tokens: Tokens, settings: NaverSettings): void {
	const buckets = new Buckets(settings);
	scope.post('/external/v1/oauth2/token', async (request, reply) => {
		try {
			const app = check(request, settings);
			// Token calls are limited like all others
			if (!buckets.of(app.clientId, 2, 4).take()) throw TOO_MANY;
			const { value, token } = tokens.current(app);
			const remaining = Math.floor((token.expiresAt - settings.now()) / 1000);
			return await reply.send({
				access_token: value,
				expires_in: remaining,
				token_type: 'Bearer',
			});
		} catch (error) {
			if (!(error instanceof TokenError)) throw error;
			violation(request, `token call: ${error.message}`);
			if (error.isNonConforming) tokens.punish(clientIdOf(request));
			return await reply.code(error.status).send({
				code: CODES[error.status],
				message: error.message,
				invalidInputs: [{ name: error.field, type: 'NotValid', message: error.message }],
				timestamp: kst(settings.now()),
			});
		}
	});
}

/** Whom a malformed call belongs to, wherever it put the id. */
function clientIdOf(request: FastifyRequest): string {
	const text = bodyText(request);
	const found = /"client_id"\s*:\s*"([^"]+)"/.exec(text)?.[1];
	const id =
		queryOf(request).get('client_id') ?? found ?? new URLSearchParams(text).get('client_id');
	return id ?? APPS.first.clientId;
}

function nonConforming(status: number, field: string, message: string): TokenError {
	return new TokenError(status, field, message, true);
}

function check(request: FastifyRequest, settings: NaverSettings): NaverApp {
	const isForm = mediaType(request) === 'application/x-www-form-urlencoded';
	if (!isForm || [...queryOf(request).keys()].length > 0) {
		throw nonConforming(415, 'body', 'Content-Type is not supported');
	}
	if (request.headers.authorization) violation(request, 'Authorization header on the token call');
	const form = new URLSearchParams(bodyText(request));
	checkFields(form);
	const app = Object.values(APPS).find((known) => known.clientId === form.get('client_id'));
	if (!app) throw new TokenError(400, 'client_id', 'client_id 항목이 유효하지 않습니다', false);
	checkTime(form.get('timestamp') ?? '', settings.now());
	const sign = Buffer.from(form.get('client_secret_sign') ?? '', 'base64').toString('utf8');
	const password = `${app.clientId}_${form.get('timestamp')}`;
	if (sign !== bcrypt.hashSync(password, app.clientSecret)) {
		const message = 'client_secret_sign 항목이 유효하지 않습니다';
		throw new TokenError(400, 'client_secret_sign', message, false);
	}
	return app;
}

/** See https://github.com/commerce-api-naver/commerce-api/discussions/3754 */
function checkFields(form: URLSearchParams): void {
	for (const name of new Set(form.keys())) {
		if (!FIELDS.includes(name) || form.getAll(name).length > 1) {
			throw nonConforming(400, name, `${name} 항목이 유효하지 않습니다`);
		}
	}
	for (const name of FIELDS.slice(0, 5)) {
		if (!form.get(name)) throw nonConforming(400, name, `${name} 항목은 필수입니다`);
	}
	if (form.get('grant_type') !== 'client_credentials') {
		throw nonConforming(400, 'grant_type', 'grant_type 항목이 유효하지 않습니다');
	}
	const type = form.get('type') ?? '';
	if (!['SELF', 'SELLER'].includes(type)) {
		throw nonConforming(400, 'type', 'type 항목이 유효하지 않습니다');
	}
	// Present if and only if the token is for a related seller.
	if (form.has('account_id') !== (type === 'SELLER')) {
		throw nonConforming(400, 'account_id', 'account_id 항목이 유효하지 않습니다');
	}
	if (type === 'SELLER') {
		throw new TokenError(400, 'account_id', '내스토어 애플리케이션은 SELF만 가능합니다', false);
	}
}

function checkTime(timestamp: string, now: number): void {
	const time = Number(timestamp);
	if (!/^\d+$/.test(timestamp) || now - time > TIMESTAMP_LIFE) {
		throw new TokenError(400, 'timestamp', 'timestamp항목의 유효 시간이 만료되었습니다.', false);
	}
	if (time > now) {
		throw new TokenError(400, 'timestamp', 'timestamp 항목은 현재 이전이어야 합니다.', false);
	}
}

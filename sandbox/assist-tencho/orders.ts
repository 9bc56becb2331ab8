import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { encode } from '../kit/charset';
import { bodyText, hasBody, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import type { AssistSettings } from './settings';
import type { AssistShop } from './app';
import type { Tokens } from './oauth';
import { Pace } from './pace';
import { wallClock, type AssistOrder } from './seed';
import type { Store } from './store';

const MOST = 500;
const LOGIN_PAGE =
	'<!doctype html><title>ログイン</title><form><input name="login_id">ログインしてください</form>';

interface PacedRequest extends FastifyRequest {
	broken?: string;
}

/** Order search of one shop, see https://assist-tencho.com/faq/?p=7475 */
export function orderRoutes(
	scope: FastifyInstance,
	shop: AssistShop,
	store: Store,
	tokens: Tokens,
	settings: AssistSettings,
): void {
	const url = `${shop.path}/api/v1/orders.php`;
	const pace = new Pace(settings);
	const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
		(request as PacedRequest).broken = pace.enter();
		// Comes for calls that never got an answer, too.
		reply.raw.once('close', () => pace.leave());
	};
	const guard = async (request: FastifyRequest, reply: FastifyReply) =>
		await admit(request, reply, shop, tokens, settings);

	scope.get(url, { onRequest }, async (request, reply) => {
		if (await guard(request, reply)) return reply;
		if (hasBody(request)) violation(request, 'GET with a body');
		const found = search(request, store.of(shop), settings.maxRecords ?? MOST);
		const answer = settings.envelope ? { [settings.envelope]: found } : found;
		const json = JSON.stringify(answer);
		return await reply
			.type(settings.contentType ?? 'application/json; charset=utf-8')
			.send(settings.charset ? encode(json, settings.charset) : json);
	});
	scope.route({
		method: ['POST', 'PUT'],
		url,
		onRequest,
		handler: async (request, reply) => {
			if (await guard(request, reply)) return reply;
			return await write(request, reply, store.of(shop), settings);
		},
	});
}

/** Whether the call was refused here already. */
async function admit(
	request: FastifyRequest,
	reply: FastifyReply,
	shop: AssistShop,
	tokens: Tokens,
	settings: AssistSettings,
): Promise<boolean> {
	const { broken } = request as PacedRequest;
	if (broken) {
		await refuse(request, reply, 429, broken);
		return true;
	}
	const accept = request.headers.accept ?? '*/*';
	if (!/application\/json|\*\/\*/.test(accept)) violation(request, `accept: ${accept}`);
	if (queryOf(request).has('access_token')) violation(request, 'token in the query');
	const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
	if (tokens.isAlive(token, shop)) return false;
	if (settings.badToken === 'html') {
		violation(request, 'bad token');
		await reply.type('text/html; charset=UTF-8').send(LOGIN_PAGE);
	} else if (settings.badToken === 'redirect') {
		violation(request, 'bad token');
		await reply.code(302).header('location', `${shop.path}/admin/login.php`).send('');
	} else if (settings.badToken === 'good') {
		await refuse(request, reply, 200, 'invalid_token');
	} else await refuse(request, reply, 401, 'invalid_token');
	return true;
}

async function refuse(
	request: FastifyRequest,
	reply: FastifyReply,
	status: number,
	error: string,
): Promise<FastifyReply> {
	violation(request, `${status} ${error}`);
	return await reply.code(status).send({ error });
}

/**
 * The vendor publishes no parameter but `serial_order_id`. Here every field of an order filters by
 * equality, so that a client that passes its user's parameters through can be watched doing so. Newest
 * first, as in the admin screen's list; there is no paging.
 */
function search(request: FastifyRequest, orders: AssistOrder[], most: number): AssistOrder[] {
	const query = queryOf(request);
	const filters = [...query].filter(([name]) => {
		const isKnown = orders.length === 0 || name in orders[0];
		if (!isKnown) violation(request, `unknown query parameter ${name}`);
		return isKnown;
	});
	for (const name of new Set(query.keys())) {
		if (query.getAll(name).length > 1) violation(request, `query parameter ${name} repeated`);
	}
	const found: AssistOrder[] = [];
	for (let i = orders.length - 1; i >= 0 && found.length < most; i--) {
		const order = orders[i];
		if (filters.every(([name, value]) => String(order[name]) === value)) found.push(order);
	}
	return found;
}

/** Writing is described in general and offered nowhere; the rule on the body is what counts here. */
async function write(
	request: FastifyRequest,
	reply: FastifyReply,
	orders: AssistOrder[],
	settings: AssistSettings,
): Promise<FastifyReply> {
	const text = bodyText(request);
	if (mediaType(request) !== 'application/json') {
		return await refuse(request, reply, 415, 'Content-Type must be application/json');
	}
	// See https://assist-tencho.com/faq/?p=7475
	if (/\P{ASCII}/u.test(text)) {
		return await refuse(request, reply, 400, 'text must be written as \\uNNNN');
	}
	let change: Partial<AssistOrder> | null;
	try {
		change = JSON.parse(text) as Partial<AssistOrder> | null;
	} catch {
		return await refuse(request, reply, 400, 'the body is not JSON');
	}
	const order = orders.find((known) => known.serial_order_id === change?.serial_order_id);
	if (!order) return await refuse(request, reply, 404, 'no such serial_order_id');
	Object.assign(order, change, { update_datetime: wallClock(settings.now()) });
	return await reply.send(order);
}

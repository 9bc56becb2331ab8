import type { BigCommerceSettings } from './settings';
import type { Deliveries } from './deliveries';
import { bodyOf, type Call, type Route } from './gate';
import type { Hook, HookRegister, HookWish } from './hook-register';
import { slice } from './order-list';
import { UNCONFIRMED_PAGING, type Parameters } from './query';
import { v3Error } from './refusal';
import { paged } from './other-routes';

const HOOK_ID = '/v3/hooks/:id';
const FILTERS: Parameters = {
	...UNCONFIRMED_PAGING,
	scope: { kind: 'text' },
	destination: { kind: 'text' },
	is_active: { kind: 'words', words: ['true', 'false'] },
};

/** Webhook subscriptions; they need no scope and show themselves to their own client alone. */
export function hookRoutes(
	register: HookRegister,
	deliveries: Deliveries,
	settings: BigCommerceSettings,
): readonly Route[] {
	const own = ({ access, store }: Call): Hook[] =>
		register.of(access.clientId, store.identity.hash);
	const hookOf = (call: Call): Hook => {
		const hook = own(call).find(({ id }) => id === Number(call.params.id));
		if (hook) return hook;
		throw v3Error(404, `Webhook with id [${call.params.id}] not found`);
	};
	const create = (call: Call): unknown => {
		const wish = hookWish(bodyOf(call.request), settings);
		const { hash } = call.store.identity;
		return { data: register.create(call.access.clientId, hash, wish), meta: {} };
	};
	const update = (call: Call): unknown => {
		const hook = hookOf(call);
		register.update(hook, hookWish({ ...hook, ...bodyOf(call.request) }, settings));
		return { data: hook, meta: {} };
	};
	const remove = (call: Call): unknown => {
		const hook = hookOf(call);
		register.remove(hook);
		return { data: hook, meta: {} };
	};
	const emails: string[] = [];
	const admin = (call: Call): unknown => {
		const hooks_list = filtered(call, own(call)).map((hook) => {
			return { ...hook, status: register.statusOf(hook) };
		});
		return {
			data: { emails, hooks_list, blocked_domains: deliveries.blocked(own(call)) },
			meta: {},
		};
	};
	const setAdmin = (call: Call): unknown => {
		const { emails: wish } = bodyOf(call.request);
		if (Array.isArray(wish)) emails.splice(0, emails.length, ...wish.map(String));
		return undefined;
	};
	const list = (call: Call): unknown => {
		const found = filtered(call, own(call));
		return paged(call, slice(found, call), found.length);
	};
	const one = (call: Call): unknown => ({ data: hookOf(call), meta: {} });
	return [
		route('GET', '/v3/hooks', list, FILTERS),
		route('POST', '/v3/hooks', create),
		route('GET', '/v3/hooks/admin', admin, { is_active: FILTERS.is_active }),
		route('PUT', '/v3/hooks/admin', setAdmin),
		route('GET', HOOK_ID, one),
		route('PUT', HOOK_ID, update),
		route('DELETE', HOOK_ID, remove),
	];
}

function route(
	method: Route['method'],
	path: string,
	run: Route['run'],
	query?: Route['query'],
): Route {
	return { method, path, scopes: [], run, query };
}

function filtered({ query }: Call, own: Hook[]): Hook[] {
	return own.filter(
		(hook) =>
			(!query.has('scope') || hook.scope === query.text('scope')) &&
			(!query.has('destination') || hook.destination === query.text('destination')) &&
			(!query.has('is_active') || String(hook.is_active) === query.text('is_active')),
	);
}

/** See https://github.com/bigcommerce/docs/blob/24f580c/reference/webhooks.v3.yml */
function hookWish(body: Record<string, unknown>, settings: BigCommerceSettings): HookWish {
	const { scope, destination, is_active = true, headers = null } = body;
	const title = 'JSON data is missing or invalid';
	if (typeof scope !== 'string') throw v3Error(422, title, { scope: 'error.path.missing.' });
	if (typeof destination !== 'string') {
		throw v3Error(422, title, { destination: 'error.path.missing.' });
	}
	const url = URL.canParse(destination) ? new URL(destination) : undefined;
	const isLoopback = url?.protocol === 'http:' && LOOPBACK.test(url.hostname);
	const isAllowed = settings.hooks?.allowLoopback && isLoopback;
	if (!isAllowed && (url?.protocol !== 'https:' || url.port !== '')) {
		throw v3Error(422, title, { destination: 'must be https on port 443' });
	}
	return { scope, destination, is_active: is_active === true, headers: headers as Hook['headers'] };
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

import { bodyOf, type Call, type Route } from './gate';
import { slice } from './order-list';
import { PAGING } from './query';
import { v3Error } from './refusal';
import { paged } from './other-routes';

interface Hook {
	id: number;
	client_id: string;
	store_hash: string;
	scope: string;
	destination: string;
	is_active: boolean;
	headers: Record<string, string> | null;
	created_at: number;
	updated_at: number;
}

const MAX_PER_SCOPE = 10;
const HOOK_ID = '/v3/hooks/:id';

/** Webhook subscriptions; they need no scope and show themselves to their own client alone. */
export function hookRoutes(): readonly Route[] {
	const hooks = new Map<number, Hook>();
	let nextId = 18_048_287;
	const own = ({ access, store }: Call): Hook[] =>
		[...hooks.values()].filter(
			(hook) => hook.client_id === access.clientId && hook.store_hash === store.identity.hash,
		);
	const hookOf = (call: Call): Hook => {
		const hook = own(call).find(({ id }) => id === Number(call.params.id));
		if (hook) return hook;
		throw v3Error(404, `Webhook with id [${call.params.id}] not found`);
	};
	const create = (call: Call): unknown => {
		const wish = hookWish(bodyOf(call.request));
		refuseTwice(wish, own(call));
		const now = Math.floor(call.now / 1000);
		const hook: Hook = {
			id: nextId++,
			client_id: call.access.clientId,
			store_hash: call.store.identity.hash,
			...wish,
			created_at: now,
			updated_at: now,
		};
		hooks.set(hook.id, hook);
		return { data: hook, meta: {} };
	};
	const update = (call: Call): unknown => {
		const hook = hookOf(call);
		const wish = hookWish({ ...hook, ...bodyOf(call.request) });
		Object.assign(hook, wish, { updated_at: Math.floor(call.now / 1000) });
		return { data: hook, meta: {} };
	};
	const remove = (call: Call): unknown => {
		const hook = hookOf(call);
		hooks.delete(hook.id);
		return { data: hook, meta: {} };
	};
	return [
		{
			method: 'GET',
			path: '/v3/hooks',
			scopes: [],
			query: FILTERS,
			run: (call) => find(call, own(call)),
		},
		{ method: 'POST', path: '/v3/hooks', scopes: [], run: create },
		{ method: 'GET', path: HOOK_ID, scopes: [], run: (call) => ({ data: hookOf(call), meta: {} }) },
		{ method: 'PUT', path: HOOK_ID, scopes: [], run: update },
		{ method: 'DELETE', path: HOOK_ID, scopes: [], run: remove },
	];
}

const FILTERS: Route['query'] = {
	...PAGING,
	scope: { kind: 'text' },
	destination: { kind: 'text' },
	is_active: { kind: 'words', words: ['true', 'false'] },
};

function find(call: Call, own: Hook[]): unknown {
	const { query } = call;
	const found = own.filter(
		(hook) =>
			(!query.has('scope') || hook.scope === query.text('scope')) &&
			(!query.has('destination') || hook.destination === query.text('destination')) &&
			(!query.has('is_active') || String(hook.is_active) === query.text('is_active')),
	);
	return paged(call, slice(found, call), found.length);
}

type Wish = Pick<Hook, 'scope' | 'destination' | 'is_active' | 'headers'>;

/** see bigcommerce: 4.1 */
function hookWish(body: Record<string, unknown>): Wish {
	const { scope, destination, is_active = true, headers = null } = body;
	const title = 'JSON data is missing or invalid';
	if (typeof scope !== 'string') throw v3Error(422, title, { scope: 'error.path.missing.' });
	if (typeof destination !== 'string') {
		throw v3Error(422, title, { destination: 'error.path.missing.' });
	}
	const url = URL.canParse(destination) ? new URL(destination) : undefined;
	if (url?.protocol !== 'https:' || url.port !== '') {
		throw v3Error(422, title, { destination: 'must be https on port 443' });
	}
	return { scope, destination, is_active: is_active === true, headers: headers as Hook['headers'] };
}

/** The status of both refusals is UNCONFIRMED, see bigcommerce: 4.1 */
function refuseTwice({ scope, destination }: Wish, own: Hook[]): void {
	const alike = own.filter((hook) => hook.scope === scope);
	if (alike.some((hook) => hook.destination === destination)) {
		throw v3Error(422, 'This hook exists already', { destination: 'taken for this scope' });
	}
	if (alike.length >= MAX_PER_SCOPE) throw v3Error(422, 'Too many hooks', { scope: 'at most 10' });
}

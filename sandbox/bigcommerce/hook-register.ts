import type { BigCommerceSettings } from './settings';
import { v3Error } from './refusal';

export interface Hook {
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

export type HookWish = Pick<Hook, 'scope' | 'destination' | 'is_active' | 'headers'>;

/** What the sandbox knows of a hook beyond what it shows. */
interface Registered {
	hook: Hook;
	/** When it had its last event, or was made or switched on, in milliseconds. */
	usedAt: number;
	/** Whether deliveries failed until it was switched off. */
	isDeactivated: boolean;
}

const MAX_PER_SCOPE = 10;
const UNUSED_LIFE = 90 * 86_400_000;

/** Every webhook of the marketplace, see https://github.com/bigcommerce/docs/blob/24f580c/reference/webhooks.v3.yml */
export class HookRegister {
	private readonly hooks = new Map<number, Registered>();
	private nextId = 18_048_287;

	constructor(private readonly settings: BigCommerceSettings) {}

	private get seconds(): number {
		return Math.floor(this.settings.now() / 1000);
	}

	create(clientId: string, storeHash: string, wish: HookWish): Hook {
		this.refuseTwice(wish, this.of(clientId, storeHash));
		const hook: Hook = {
			id: this.nextId++,
			client_id: clientId,
			store_hash: storeHash,
			...wish,
			created_at: this.seconds,
			updated_at: this.seconds,
		};
		this.hooks.set(hook.id, { hook, usedAt: this.settings.now(), isDeactivated: false });
		return hook;
	}

	/** Switching one on again forgets why it was off. */
	update(hook: Hook, wish: HookWish): void {
		Object.assign(hook, wish, { updated_at: this.seconds });
		if (hook.is_active) Object.assign(this.entry(hook), { isDeactivated: false });
		this.used(hook);
	}

	used(hook: Hook): void {
		this.entry(hook).usedAt = this.settings.now();
	}

	/** Nobody answered for two days */
	deactivate(hook: Hook): void {
		hook.is_active = false;
		hook.updated_at = this.seconds;
		this.entry(hook).isDeactivated = true;
	}

	remove(hook: Hook): void {
		this.hooks.delete(hook.id);
	}

	/** With its account, each of them goes. */
	clear(): void {
		this.hooks.clear();
	}

	has({ id }: Hook): boolean {
		return this.hooks.has(id);
	}

	of(clientId: string, storeHash: string): Hook[] {
		return this.inStore(storeHash).filter((hook) => hook.client_id === clientId);
	}

	/** All of a store; those without an event for 90 days are off by now. */
	inStore(storeHash: string): Hook[] {
		const own = [...this.hooks.values()].filter(({ hook }) => hook.store_hash === storeHash);
		for (const { hook, usedAt } of own) {
			const isUnused = this.settings.now() - usedAt >= UNUSED_LIFE;
			if (hook.is_active && isUnused) this.deactivate(hook);
		}
		return own.map(({ hook }) => hook);
	}

	statusOf(hook: Hook): 'active' | 'inactive' | 'deactivated' {
		if (hook.is_active) return 'active';
		return this.entry(hook).isDeactivated ? 'deactivated' : 'inactive';
	}

	private entry({ id }: Hook): Registered {
		const entry = this.hooks.get(id);
		if (!entry) throw new Error(`hook ${id} is gone`);
		return entry;
	}

	/** The status of both refusals is not confirmed */
	private refuseTwice({ scope, destination }: HookWish, own: Hook[]): void {
		const alike = own.filter((hook) => hook.scope === scope);
		if (alike.some((hook) => hook.destination === destination)) {
			throw v3Error(422, 'This hook exists already', { destination: 'taken for this scope' });
		}
		if (alike.length >= MAX_PER_SCOPE) {
			throw v3Error(422, 'Too many hooks', { scope: 'at most 10' });
		}
	}
}

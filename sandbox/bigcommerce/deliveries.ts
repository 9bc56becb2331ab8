import { createHash, createHmac, randomUUID } from 'node:crypto';

import { Random } from '../kit/random';
import type { BigCommerceSettings } from './settings';
import type { StoreIdentity } from './app';
import { DomainBlocks } from './domain-blocks';
import type { Hook, HookRegister } from './hook-register';
import type { StoreEvent } from './store';

/**
 * Seconds until the next attempt,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/webhooks/https-webhook-overview.mdx
 */
const RETRIES = [60, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 50_400, 86_400];
/** Nobody has published how long BigCommerce waits. */
const PATIENCE_MS = 10_000;

interface Delivery {
	hook: Hook;
	id: string;
	body: string;
	dueAt: number;
	attempt: number;
}

/** Sends events to webhooks, again and again until somebody takes them. */
export class Deliveries {
	private queue: Delivery[] = [];
	private running: Promise<void> = Promise.resolve();
	private readonly random: Random;
	private readonly blocks: DomainBlocks;

	constructor(
		private readonly register: HookRegister,
		private readonly secretOf: (clientId: string) => string | undefined,
		private readonly settings: BigCommerceSettings,
	) {
		this.random = new Random(settings.seed + 0xb00c);
		this.blocks = new DomainBlocks(settings);
	}

	/** An event of a store, for every hook that it concerns. */
	publish(store: StoreIdentity, { scope, data }: StoreEvent): void {
		const now = this.settings.now();
		const { delayMs = 0, double = 0, drop = 0 } = this.settings.hooks ?? {};
		const body = JSON.stringify({
			producer: `stores/${store.hash}`,
			hash: createHash('sha1').update(JSON.stringify(data)).digest('hex'),
			created_at: Math.floor(now / 1000),
			store_id: `${store.storeId}`,
			scope,
			data,
		});
		for (const hook of this.register.inStore(store.hash)) {
			if (!hook.is_active || !concerns(hook.scope, scope)) continue;
			this.register.used(hook);
			if (this.random.chance(drop)) continue;
			const delivery = { hook, id: `msg_${randomUUID()}`, body, dueAt: now + delayMs, attempt: 0 };
			this.queue.push(delivery);
			if (this.random.chance(double)) this.queue.push({ ...delivery });
		}
		if (this.queue.length > 0) setImmediate(() => void this.settle());
	}

	/** Sends what is due by now, one after the other; resolves when all of that was tried. */
	async settle(): Promise<void> {
		this.running = this.running.then(async () => await this.sendDue());
		await this.running;
	}

	/** How many deliveries still wait. */
	get waiting(): number {
		return this.queue.length;
	}

	blocked(own: readonly Hook[]): unknown[] {
		return own.flatMap((hook) => this.blocks.view(hook));
	}

	clear(): void {
		this.queue = [];
	}

	private async sendDue(): Promise<void> {
		for (;;) {
			const now = this.settings.now();
			const at = this.queue.findIndex(({ dueAt }) => dueAt <= now);
			if (at < 0) return;
			const [delivery] = this.queue.splice(at, 1);
			if (this.register.has(delivery.hook) && delivery.hook.is_active) await this.attempt(delivery);
		}
	}

	private async attempt(delivery: Delivery): Promise<void> {
		const { hook } = delivery;
		const isBlocked = this.blocks.isBlocked(hook);
		const isTaken = !isBlocked && (await this.send(delivery));
		if (!isBlocked) this.blocks.note(hook, isTaken);
		if (isTaken) return;
		const wait = RETRIES[delivery.attempt];
		if (wait === undefined) return this.register.deactivate(hook);
		const dueAt = this.settings.now() + wait * 1000;
		this.queue.push({ ...delivery, attempt: delivery.attempt + 1, dueAt });
		// For whoever runs on the real clock; on another one somebody calls `settle`.
		setTimeout(() => void this.settle(), wait * 1000 + 10).unref();
	}

	/** Whether somebody took it. Nothing ever leaves this machine. */
	private async send({ hook, id, body }: Delivery): Promise<boolean> {
		const url = localAddress(hook.destination, this.settings.hooks?.hosts ?? {});
		if (!url) return false;
		const timestamp = `${Math.floor(this.settings.now() / 1000)}`;
		const signal = AbortSignal.timeout(this.settings.hooks?.patienceMs ?? PATIENCE_MS);
		const headers = {
			'content-type': 'application/json',
			...this.signature(hook, id, timestamp, body),
			...hook.headers,
		};
		try {
			const sent = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
			const answer = await fetch(url, sent);
			await answer.arrayBuffer();
			return answer.ok;
		} catch {
			// Refused, reset or too slow: all the same to the sender, who tries again.
			return false;
		}
	}

	/** See https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/webhooks/https-webhook-overview.mdx */
	private signature(
		hook: Hook,
		id: string,
		timestamp: string,
		body: string,
	): Record<string, string> {
		const secret = this.secretOf(hook.client_id);
		if (this.settings.hooks?.sign === false || secret === undefined) return {};
		const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`);
		return {
			'webhook-id': id,
			'webhook-timestamp': timestamp,
			'webhook-signature': `v1,${mac.digest('base64')}`,
		};
	}
}

/** A star stands for everything below, e.g. `store/order/*`. */
function concerns(subscribed: string, scope: string): boolean {
	if (!subscribed.endsWith('/*')) return subscribed === scope;
	return scope.startsWith(subscribed.slice(0, -1));
}

/** Where a destination is to be found here: on loopback, itself or by what stands for its host. */
function localAddress(destination: string, hosts: Record<string, string>): URL | undefined {
	const url = new URL(destination);
	const stand = Object.hasOwn(hosts, url.host) ? new URL(hosts[url.host]) : undefined;
	const local = stand ? new URL(url.pathname + url.search, stand) : url;
	return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(local.hostname) ? local : undefined;
}

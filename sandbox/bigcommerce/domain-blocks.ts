import type { BigCommerceSettings } from './settings';
import type { Hook } from './hook-register';

/** See https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/webhooks/https-webhook-overview.mdx */
const WINDOW_MS = 120_000;
const BLOCK_MS = 180_000;
const ENOUGH = 100;
const GOOD = 0.9;

interface Domain {
	attempts: { at: number; isTaken: boolean }[];
	blockedUntil: number;
}

/** Domains that fail too often get nothing for three minutes; all webhooks of one share the ratio. */
export class DomainBlocks {
	private readonly domains = new Map<string, Domain>();

	constructor(private readonly settings: BigCommerceSettings) {}

	note(hook: Hook, isTaken: boolean): void {
		const now = this.settings.now();
		const domain = this.of(hook);
		const recent = domain.attempts.filter(({ at }) => now - at < WINDOW_MS);
		domain.attempts = [...recent, { at: now, isTaken }];
		const taken = domain.attempts.filter((attempt) => attempt.isTaken).length;
		const { length } = domain.attempts;
		if (length < ENOUGH || taken / length >= GOOD) return;
		Object.assign(domain, { attempts: [], blockedUntil: now + BLOCK_MS });
	}

	isBlocked(hook: Hook): boolean {
		return this.settings.now() < this.of(hook).blockedUntil;
	}

	/** As the administration of webhooks lists it. */
	view(hook: Hook): { destination: string; time_left: number; reasons: string[] }[] {
		const left = this.of(hook).blockedUntil - this.settings.now();
		if (left <= 0) return [];
		const time_left = Math.ceil(left / 1000);
		const reasons = ['Fewer than 90 % of the deliveries succeeded'];
		return [{ destination: new URL(hook.destination).host, time_left, reasons }];
	}

	private of({ client_id, destination }: Hook): Domain {
		const key = `${client_id} ${new URL(destination).host}`;
		const domain = this.domains.get(key) ?? { attempts: [], blockedUntil: -Infinity };
		this.domains.set(key, domain);
		return domain;
	}
}

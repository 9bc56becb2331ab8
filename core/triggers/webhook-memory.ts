import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { ProcessMemory } from '../request/process-memory';
import type { TriggerState } from './state';

/** More than this is forgotten again; a poll comes long before. */
const MOST = 2000;

/** A set that forgets its oldest entries. */
class Recent {
	private readonly entries = new Set<string>();

	has(entry: string): boolean {
		return this.entries.has(entry);
	}

	add(entry: string): void {
		this.entries.add(entry);
		for (const oldest of this.entries) {
			if (this.entries.size <= MOST) return;
			this.entries.delete(oldest);
		}
	}
}

/**
 * What the webhook of a trigger and its polls know of each other. n8n keeps for each what the other does not see,
 * so this holds for one process only: beyond it an event may be emitted twice, with the same `eventKey`.
 */
export class WebhookMemory {
	/** Keys of the events that the webhook has emitted. */
	readonly emitted = new Recent();
	/** Calls that have come already: marketplaces repeat theirs, and others may try to. */
	readonly calls = new Recent();
	/** What the last poll has kept. */
	polled?: Pick<TriggerState, 'account' | 'begin' | 'begins' | 'seen'>;
	/** Calls that are being looked into just now. */
	busy = 0;
}

const triggers = new ProcessMemory<WebhookMemory>('webhook');

/** Names one trigger of one workflow. */
export function triggerKey(context: IHookFunctions | IPollFunctions | IWebhookFunctions): string {
	return `${context.getWorkflow().id}|${context.getNode().id}`;
}

/** Of a trigger that has a webhook in this process; nothing for all others. */
export function webhookMemoryOf(key: string): WebhookMemory | undefined {
	return triggers.get(key);
}

/** From now on, webhook and polls know of each other. */
export function openWebhookMemory(key: string): WebhookMemory {
	const memory = triggers.get(key) ?? new WebhookMemory();
	triggers.set(key, memory);
	return memory;
}

/** The webhook is gone. */
export function closeWebhookMemory(key: string): void {
	triggers.delete(key);
}

import type {
	IHookFunctions,
	INodeExecutionData,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Marketplace } from '../marketplace';
import { type Call, TriggerCall } from '../operations/call';
import { inFull } from '../operations/node-error';
import { itemWriter } from '../operations/orders';
import { SHORT_LIMITS, withClient } from '../operations/with-client';
import type { Client } from '../client';
import { eventsOf, type TriggerEvent } from './event';
import type { OrderChange, Trigger } from './feed';
import { EmittedEvents } from './dedupe';
import { parametersNow } from './parameters';
import { accountOf, beginOf } from './state';
import { openWebhookMemory, type WebhookMemory, triggerKey } from './webhook-memory';

/** A flood of calls must not eat up the quota that the poll needs. */
const MOST_AT_ONCE = 5;

/** What a genuine call of the marketplace says: have a look at this order. */
export interface WebhookNotification<Raw> {
	/** The order as it is now; nothing, if it is not one that the trigger emits. */
	look(call: Call): Promise<OrderChange<Raw> | undefined>;
	/** Events that have just happened according to the call itself. */
	proves: readonly string[];
}

/**
 * The items of the event, if the notification leads to one that was not emitted yet. Never throws: the poll is the
 * truth.
 */
export async function emitNotified<Raw extends object>(
	context: IWebhookFunctions,
	marketplace: Marketplace,
	trigger: Pick<Trigger<Raw>, 'source' | 'matches' | 'events'>,
	notification: WebhookNotification<Raw>,
): Promise<INodeExecutionData[]> {
	const memory = openWebhookMemory(triggerKey(context));
	if (memory.busy >= MOST_AT_ONCE) return [];
	memory.busy++;
	try {
		const read = parametersNow(context);
		return await outsidePoll(context, marketplace, async (client) => {
			const call = new TriggerCall(context, client, read);
			const change = await notification.look(call);
			if (!change || trigger.matches?.(call)(change.raw) === false) return [];
			const write = itemWriter(call, trigger.source);
			// From here on nothing waits: a poll that ends meanwhile must see what was emitted.
			return eventsOf<Raw>(call, trigger.events).flatMap((event) => {
				const key = freshKey(event, change, notification, memory, accountOf(client));
				if (key === undefined) return [];
				const items = event.items(key, write(change.raw));
				if (items.length > 0) memory.emitted.add(key);
				return items;
			});
		});
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: the order of a webhook could not be read, the next poll emits it: ${inFull(error as Error)}`,
		);
		return [];
	} finally {
		memory.busy--;
	}
}

/**
 * The key of the event, if it is new. What polls have emitted only a process that polls knows; elsewhere nothing
 * counts but what the call itself proves.
 */
function freshKey<Raw>(
	event: TriggerEvent<Raw>,
	change: OrderChange<Raw>,
	{ proves }: WebhookNotification<Raw>,
	memory: WebhookMemory,
	account: string,
): string | undefined {
	const polled = memory.polled?.account === account ? memory.polled : undefined;
	const newEvent = event.detect(change, polled ? beginOf(polled, event.name) : -Infinity);
	if (!newEvent || memory.emitted.has(newEvent.key)) return undefined;
	if (!polled) return proves.includes(event.name) ? newEvent.key : undefined;
	return EmittedEvents.read(polled.seen).has(newEvent.key, newEvent.at) ? undefined : newEvent.key;
}

/** Does something with the marketplace outside a poll; errors are n8n's own. */
export async function outsidePoll<T>(
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
	marketplace: Marketplace,
	work: (client: Client) => Promise<T>,
): Promise<T> {
	const authentication = () => (context as IHookFunctions).getNodeParameter('authentication', '');
	// Nobody waits for a webhook's order, and the next poll emits whatever this does not.
	return await withClient(
		context,
		marketplace,
		{ authentication, limits: () => SHORT_LIMITS },
		work,
	);
}

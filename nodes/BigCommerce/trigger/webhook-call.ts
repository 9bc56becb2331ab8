import { createHash } from 'crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { credentialTypeFor } from '../../../core/operations/call';
import { object, text } from '../../../core/orders/read';
import { clock } from '../../../core/request/clock';
import type { Trigger } from '../../../core/triggers/feed';
import { emitNotified, type WebhookNotification } from '../../../core/triggers/webhook';
import { openWebhookMemory, triggerKey } from '../../../core/triggers/webhook-memory';
import { readStoreHash } from '../access/store-hash';
import { lookUp } from './feed';
import { knownHook, type Hook } from './webhooks';
import { bigCommerce } from '../marketplace';
import { provenBy, type RawOrder } from './events';
import { isGenuine, type Delivery } from './signature';

const NOTHING: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Answers a call of BigCommerce, then looks at the order of which it speaks. It is answered before: what is not
 * read now the next poll emits, and BigCommerce gives up webhooks that answer late or badly.
 */
export async function receive(
	context: IWebhookFunctions,
	trigger: Pick<Trigger<RawOrder>, 'source' | 'matches' | 'events'>,
): Promise<IWebhookResponseData> {
	const delivery = deliveryOf(context);
	const credential = await credentialOf(context);
	const isWanted = context.getNodeParameter('useWebhook', false) === true;
	if (!isWanted || !isKnown(context, delivery, text(credential.clientSecret) ?? '')) {
		context.logger.warn(
			`${context.getNode().name}: a webhook call that is not from BigCommerce was refused`,
		);
		answer(context, 401, 'Unauthorized');
		return NOTHING;
	}
	answer(context, 200, '');
	const body = object(parse(delivery.raw));
	const isOurs = text(body.producer) === `stores/${readStoreHash(credential.storeHash)}`;
	const hint = isOurs && !isRepeated(context, delivery) ? readNotification(body) : undefined;
	if (hint === undefined) return NOTHING;
	const items = await emitNotified(context, bigCommerce, trigger, hint);
	return items.length > 0 ? { ...NOTHING, workflowData: [items] } : NOTHING;
}

function deliveryOf(context: IWebhookFunctions): Delivery {
	const { rawBody } = context.getRequestObject() as { rawBody?: Buffer };
	return { headers: context.getHeaderData(), raw: rawBody ?? Buffer.alloc(0) };
}

async function credentialOf(context: IWebhookFunctions): Promise<Record<string, unknown>> {
	const chosen = context.getNodeParameter('authentication', '');
	return await context.getCredentials(credentialTypeFor(bigCommerce, chosen));
}

function isKnown(context: IWebhookFunctions, delivery: Delivery, clientSecret: string): boolean {
	const kept = context.getWorkflowStaticData('node').hook as unknown as Hook | undefined;
	const here = knownHook(triggerKey(context));
	const own = [here?.secret, kept?.secret].filter((secret) => typeof secret === 'string');
	// Their clock counts: ours may be off by more than they allow.
	return isGenuine(delivery, { clientSecret, own }, clock.now() + (here?.skewMs ?? 0));
}

/** BigCommerce repeats itself, and a recorded call is as good as the first: each counts once. */
function isRepeated(context: IWebhookFunctions, { headers, raw }: Delivery): boolean {
	const { calls } = openWebhookMemory(triggerKey(context));
	const id = text(headers['webhook-id']) ?? createHash('sha256').update(raw).digest('base64url');
	if (calls.has(id)) return true;
	calls.add(id);
	return false;
}

/** Calls about transactions name their order as text. See BEHAVIOR.md, Webhooks. */
function readNotification(
	body: Record<string, unknown>,
): WebhookNotification<RawOrder> | undefined {
	const data = object(body.data);
	const orderId = text(data.type === 'order' ? data.id : data.order_id);
	if (orderId === null || !/^\d{1,18}$/.test(orderId)) return undefined;
	const status = object(data.status);
	const before = text(status.previous_status_id);
	const wasIncomplete = before === '0';
	const isCreated = wasIncomplete || text(body.scope)?.endsWith('order/created') === true;
	const changes = before === null ? [] : newFacts(before, text(status.new_status_id));
	return {
		look: async (call) => await lookUp(call, orderId, wasIncomplete),
		proves: ['orderUpdated', ...(isCreated ? ['orderCreated'] : []), ...changes],
	};
}

/** What one status proves and the other did not. */
function newFacts(before: string, after: string | null): string[] {
	const known = provenBy({ status_id: before });
	return provenBy({ status_id: after }).filter((event) => !known.includes(event));
}

function parse(raw: Buffer): unknown {
	try {
		return JSON.parse(raw.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

/** Short and without a word of the call: BigCommerce wants nothing else, nor should others get it. */
function answer(context: IWebhookFunctions, status: number, words: string): void {
	const response = context.getResponseObject();
	response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
	response.end(words);
}

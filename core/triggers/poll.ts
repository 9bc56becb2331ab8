import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Marketplace } from '../marketplace';
import { TriggerCall } from '../operations/call';
import { toNodeError, type ErrorContext } from '../operations/node-error';
import { itemWriter } from '../operations/orders';
import { withClient } from '../operations/with-client';
import type { Client } from '../client';
import { clock } from '../request/clock';
import { raise, reasonOf } from '../request/errors';
import { completeOrders, readFeed } from './read-feed';
import { eventsOf } from './event';
import type { Trigger } from './feed';
import { requireStaticData, resolveUnconfirmed, withUnconfirmed } from './handover';
import { parametersNow } from './parameters';
import { isOwnQuotaWait, noteQuotaWait } from './quota-wait';
import { dropPublished, isFirstPoll, isTemporary, keepPublished, publishedAt } from './published';
import {
	saveState,
	backUpState,
	type StateBackup,
	readBackup,
	loadState,
	type TriggerState,
} from './state';
import { sample } from './sample';
import { startOf } from './start';
import { webhookMemoryOf, triggerKey } from './webhook-memory';
import {
	acquirePollLock,
	dropFirstStart,
	releasePollLock,
	firstStart,
	holdFirstStart,
	withinPollLock,
	wasJustEmittedFrom,
	holdsPollLock,
	markEmittedFrom,
	type PollLock,
} from './poll-lock';

/** What n8n 1.x gives a poll; 2.x says it itself. */
const BUDGET_MS = 5 * 60_000;
/** The last step begins this long before the end, as a share of the budget. */
const LAST_STEP = 0.5;
const LIMITS = { maxWaitMs: 60_000, timeoutMs: 60_000 };

/** One poll, as far as it is known before anything is asked. */
interface Poll {
	/** Names the trigger. */
	key: string;
	lock: PollLock;
	/** Whether n8n has just begun with the trigger. */
	isFirst: boolean;
	/** The present that 'Now' means, by our own clock. */
	published: number;
	budgetMs: number;
}

/**
 * One poll of any trigger of this package. Everything is read first; the checkpoint is saved last, so whatever
 * fails on the way is read again. An event may be emitted twice, with the same `eventKey`; none is lost.
 */
export async function runPoll<Raw extends object>(
	context: IPollFunctions,
	marketplace: Marketplace,
	trigger: Trigger<Raw>,
): Promise<INodeExecutionData[][] | null> {
	const read = parametersNow(context);
	const poll = context.getMode() === 'manual' ? undefined : begin(context);
	if (poll === null) return null;
	const opening = {
		authentication: () => read('authentication', ''),
		limits: () => LIMITS,
	};
	const work = async (client: Client): Promise<INodeExecutionData[]> => {
		if (poll) requireStaticData(context);
		if (poll && !holdsPollLock(poll.key, poll.lock)) return [];
		const call = new TriggerCall(context, client, read);
		return poll ? await readOn(context, call, trigger, poll) : await sample(call, trigger);
	};
	try {
		const items = await withClient(context, marketplace, opening, work, {
			within: async (all) => await (poll ? withinPollLock(poll.lock, all) : all),
			failed: (error, where) => afterFailure(context, poll, error, where),
		});
		return items.length > 0 ? [items] : null;
	} finally {
		if (poll) releasePollLock(poll.key, poll.lock);
	}
}

/** The poll with which n8n activates the trigger may have failed for a reason that passes by itself. */
function afterFailure(
	context: IPollFunctions,
	poll: Poll | undefined,
	error: unknown,
	where: ErrorContext,
): INodeExecutionData[] {
	if (poll?.isFirst === true && isTemporary(error)) {
		leaveToNext(context, poll, where.secrets.redact(reasonOf(where.marketplace, error)));
		return [];
	}
	// What keeps a workflow from being published is over; the next publication is another present.
	if (poll?.isFirst === true) dropPublished(poll.key);
	return raise(toNodeError(error, where));
}

/** Nothing, while another poll of the trigger is under way. */
function begin(context: IPollFunctions): Poll | null {
	const key = triggerKey(context);
	const budgetMs = context.getPollBudgetMs?.() ?? BUDGET_MS;
	const lock = acquirePollLock(key, budgetMs);
	if (!lock) return null;
	const isFirst = isFirstPoll(context, key);
	const kept = context.getWorkflowStaticData('node');
	const published = publishedAt(context, key, kept, isFirst);
	return { key, lock, isFirst, published, budgetMs };
}

/**
 * The poll with which n8n activates the trigger has failed. Thrown, that would keep the workflow from being
 * published: right for what somebody has to put right. What passes by itself, the next poll reports if it lasts.
 */
function leaveToNext(context: IPollFunctions, { key }: Poll, reason: string): void {
	keepPublished(key, context.getWorkflowStaticData('node'));
	context.logger.warn(
		`${context.getNode().name}: the first poll failed (${reason}). The trigger is active anyway and misses nothing: the next poll continues`,
	);
}

async function readOn<Raw extends object>(
	context: IPollFunctions,
	call: TriggerCall,
	trigger: Trigger<Raw>,
	poll: Poll,
): Promise<INodeExecutionData[]> {
	const { key } = poll;
	const kept = context.getWorkflowStaticData('node');
	const events = eventsOf<Raw>(call, trigger.events);
	const names = events.map(({ name }) => name).sort();
	const former = resolveUnconfirmed(context, loadState(kept)) ?? readBackup(context);
	// Without a state, a later poll would not start here again.
	if (former && wasJustEmittedFrom(key, former)) return [];
	const begun = await startOrNothing(call, trigger, former, names.join(), poll);
	if (begun === undefined) return [];
	const start = former ? begun : firstStart(key, begun);
	const until = clock.now() + poll.budgetMs * LAST_STEP;
	const bounds = { key, until, isFirst: poll.isFirst };
	const { checkpoint, at, caughtUp, seen, found } = await readFeed(
		call,
		trigger,
		events,
		start,
		bounds,
	);
	const complete = await completeOrders(call, trigger, found.all());
	// Another poll has taken over: what that one saved is newer, and what this one found it emits, too.
	if (!holdsPollLock(key, poll.lock)) return [];
	const write = itemWriter(call, trigger.source);
	const webhook = webhookMemoryOf(key);
	const items: INodeExecutionData[] = [];
	const keys: string[] = [];
	for (const { key: eventKey, event, raw } of complete) {
		const own = event.items(eventKey, write(raw));
		if (own.length === 0) {
			const id = trigger.source.id(raw);
			call.hint(`Order ${id} produced no item. It is emitted when a later change produces one`);
			seen.skip(eventKey);
			continue;
		}
		keys.push(eventKey);
		if (webhook?.emitted.has(eventKey) !== true) items.push(...own);
	}
	const state = { ...start, checkpoint, at, seen: seen.write(caughtUp, start.begin) };
	saveState(kept, withUnconfirmed(context, start, state, keys));
	dropPublished(key, kept);
	backUpState(context, trigger.feed, state);
	if (!former) holdFirstStart(key, start);
	else dropFirstStart(key);
	if (former && items.length > 0) markEmittedFrom(key, former);
	if (webhook) webhook.polled = state;
	return items;
}

/** Where the poll begins; nothing, where our own pace leaves no quota to find it out. */
async function startOrNothing<Raw extends object>(
	call: TriggerCall,
	trigger: Trigger<Raw>,
	former: StateBackup | undefined,
	events: string,
	{ key, published }: Poll,
): Promise<TriggerState | undefined> {
	const asked = call.client.requests();
	try {
		return await startOf(call, trigger, former, events, published);
	} catch (error) {
		if (!isOwnQuotaWait(error, call.client, asked)) return raise(error);
		noteQuotaWait(key, error);
		return undefined;
	}
}

import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Marketplace } from '../marketplace';
import { PollCall } from '../node/call';
import { credentialTypeFor } from '../node/credential-type';
import { toNodeError } from '../node/errors';
import { writer } from '../node/orders';
import { connect, type Client } from '../transport/client';
import { clock } from '../transport/clock';
import { Secrets } from '../transport/secrets';
import { raise } from '../transport/trouble';
import { eventOf } from './event';
import type { Sighting, Trigger } from './feed';
import { follow } from './follow';
import { requireKeeping, settled, withDoubt } from './handover';
import { note, noted } from './renamed';
import { sample } from './sample';
import { keepState, readState } from './state';
import { startOf } from './start';
import { toldBy, triggerKey } from './told';
import {
	beginTurn,
	dropFirstStart,
	endTurn,
	firstStart,
	holdFirstStart,
	isLeft,
	leave,
} from './turns';

/** What n8n 1.x gives a poll; 2.x says it itself. */
const BUDGET_MS = 5 * 60_000;
/** The last step begins this long before the end, as a share of the budget. */
const LAST_STEP = 0.5;
const PATIENCE = { maxWaitMs: 60_000, timeoutMs: 60_000 };

/**
 * One poll of any trigger of this package. Everything is read first; the place in the feed is kept last, so
 * whatever fails on the way is read again. An event may be told twice, with the same `eventKey`; none is lost.
 */
export async function runPoll<Raw extends object>(
	context: IPollFunctions,
	marketplace: Marketplace,
	trigger: Trigger<Raw>,
): Promise<INodeExecutionData[][] | null> {
	const chosen = context.getNodeParameter('authentication', '') as string;
	const credentialType = credentialTypeFor(marketplace, chosen);
	const key = triggerKey(context);
	const isManual = context.getMode() === 'manual';
	if (!isManual && !beginTurn(key)) return null;
	let client: Client | undefined;
	try {
		if (!isManual) requireKeeping(context);
		client = await connect(context, marketplace, credentialType, PATIENCE);
		const call = new PollCall(context, client);
		const items = isManual ? await sample(call, trigger) : await poll(context, call, trigger);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		const scene = {
			node: context.getNode(),
			marketplace,
			credentialType,
			account: client?.connection.account ?? null,
			secrets: client?.secrets ?? new Secrets([]),
		};
		return raise(toNodeError(error, scene));
	} finally {
		client?.end();
		if (!isManual) endTurn(key);
	}
}

async function poll<Raw extends object>(
	context: IPollFunctions,
	call: PollCall,
	trigger: Trigger<Raw>,
): Promise<INodeExecutionData[]> {
	const kept = context.getWorkflowStaticData('node');
	const key = triggerKey(context);
	const event = eventOf<Raw>(call, trigger.events);
	const former = settled(context, readState(kept)) ?? noted(context);
	// Without a place, a later poll would not begin here again.
	if (former && isLeft(key, former)) return [];
	const begun = await startOf(call, trigger.feed, former, event.name);
	const start = former ? begun : firstStart(key, begun);
	const budgetMs = context.getPollBudgetMs?.() ?? BUDGET_MS;
	const until = clock.now() + budgetMs * LAST_STEP;
	const { state, told } = await follow(call, trigger, event, start, until);
	const write = writer(call, trigger.source);
	const hints = toldBy(key);
	const isNew = (sighting: Sighting<Raw>) => {
		const news = event.newsOf(sighting, state.begin);
		return news !== undefined && hints?.events.has(news.key) !== true;
	};
	const items = told
		.filter(isNew)
		.flatMap((sighting) => event.items(sighting, write(sighting.raw)));
	const keys = told.flatMap((sighting) => event.newsOf(sighting, state.begin)?.key ?? []);
	keepState(kept, withDoubt(context, start, state, keys));
	note(context, trigger.feed, state);
	if (!former) holdFirstStart(key, start);
	else dropFirstStart(key);
	if (former && items.length > 0) leave(key, former);
	if (hints) hints.polled = state;
	return items;
}

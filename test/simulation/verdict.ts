import type { IDataObject } from 'n8n-workflow';

import type { TruthRecord } from '../../sandbox/kit/world';
import type { Plan } from './plans';
import { MONDAY, type Week } from './week';

/** Lists may lag behind, and Amazon shows nothing that is younger than two minutes. */
const SHOWN_AFTER = 5 * 60_000;

/** Told of every state of an order; all others once for each order, or for each occasion. */
const UPDATED = 'orderUpdated';

/** What is wrong with a week: nothing, one hopes. */
export async function verdict(plan: Plan, event: string, week: Week): Promise<string[]> {
	const promised =
		event === UPDATED ? await lastStates(plan, week) : promisedEvents(plan, event, week);
	if (event === UPDATED && promised.length === 0) return ['nothing to compare with'];
	const told = [...week.told.keys()];
	// What can happen more than once has a key for each time.
	const met = new Set(
		plan.occasions?.[event] ? told.map((key) => key.replace(/:[^:]*$/, '')) : told,
	);
	const missing = promised.filter((key) => !met.has(key));
	return [
		...missing.map((key) => `never told: ${key}`),
		...doubles(week),
		...disguised(plan, event, week),
		...phantoms(plan, event, week),
	];
}

/** Told more often than n8n's end can explain. */
function doubles({ told, again }: Week): string[] {
	return [...told]
		.filter(([key, times]) => times - 1 > (again.get(key) ?? 0))
		.map(([key, times]) => `told ${times} times: ${key}`);
}

/** Told under more keys than there was to tell of an order: again, but nobody would recognise it. */
function disguised({ occasions }: Plan, event: string, week: Week): string[] {
	const { told, truth } = week;
	const keys = new Map<string, string[]>();
	for (const key of told.keys()) {
		const id = idOf(week, key);
		keys.set(id, [...(keys.get(id) ?? []), key]);
	}
	const most = (id: string): number => {
		const records = truth.filter(({ orderId }) => orderId === id);
		if (event === UPDATED) return records.length;
		const kinds = occasions?.[event];
		return kinds ? records.filter(({ kind }) => kinds.includes(kind)).length : 1;
	};
	return [...keys]
		.filter(([id, own]) => own.length > most(id))
		.map(([, own]) => `told under too many keys: ${own.join(', ')}`);
}

/** Told of orders to which nothing has happened since the activation. */
function phantoms(plan: Plan, event: string, week: Week): string[] {
	const { told, truth } = week;
	const creates = ['created', 'exchanged', ...(plan.creates ?? [])];
	const ids = new Set(
		truth
			.filter(({ kind }) => event !== 'orderCreated' || creates.includes(kind))
			.map(({ orderId }) => orderId),
	);
	return [...told.keys()]
		.filter((key) => !ids.has(idOf(week, key)))
		.map((key) => `nothing of the kind happened: ${key}`);
}

/** Events of orders that stayed as they were until two polls had seen them. */
function promisedEvents(plan: Plan, event: string, week: Week): string[] {
	const { truth, stage, seen, lies } = week;
	const { world } = stage.server.backend;
	const lines = new Map(stage.server.backend.held().map(({ id, lineIds }) => [id, lineIds.length]));
	const shownAfter = plan.shownAfter?.(lies) ?? SHOWN_AFTER;
	return truth
		.filter((record) => plan.events[event](record, lines.get(record.orderId) ?? 0))
		.filter((record) => world.revision(record.orderId) !== '' && !plan.isHidden?.(record, lies))
		.filter((record) => {
			const left = leftAt(record, truth);
			return seen.filter(({ from, to }) => from > record.at + shownAfter && to < left).length >= 2;
		})
		.map(({ orderId }) => `${week.owner}:${orderId}:${event}`);
}

function leftAt(record: TruthRecord, truth: TruthRecord[]): number {
	const later = truth.slice(truth.indexOf(record) + 1);
	return later.find(({ orderId }) => orderId === record.orderId)?.at ?? Infinity;
}

/** The state in which the week leaves every order that changed, under the action node's key. */
async function lastStates(
	{ isHidden, since }: Plan,
	{ stage, truth, lies }: Week,
): Promise<string[]> {
	const last = new Map(truth.map((record) => [record.orderId, record]));
	const parameters = stage.everyOrder({
		output: 'order',
		...(since && { filters: { [since]: new Date(MONDAY).toISOString() } }),
	});
	const items = await stage.node({ parameters }).run();
	return items
		.map(({ json }) => json as IDataObject & { id: string; eventKey: string })
		.filter(({ id }) => {
			const record = last.get(id);
			return record && record.isSilent !== true && !isHidden?.(record, lies);
		})
		.map(({ eventKey }) => eventKey);
}

function idOf(week: Week, key: string): string {
	return key.slice(week.owner.length + 1).split(':')[0];
}
